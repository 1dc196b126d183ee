//! HTML: a part of a web page or a newsletter, with `del` and `ins`.

use super::readers::{Page, Syntax, write};
use crate::diff::Diff;
use crate::model::Marks;

/// What changed on the sheet, in HTML, and how many changes nobody sees there.
#[must_use]
pub fn html(diff: &Diff<'_>) -> (String, usize) {
    write::<Html>(diff)
}

struct Html;

impl Syntax for Html {
    const BREAK: &'static str = "<br>";
    const NESTS: bool = true;

    /// Signs that would be markup as they stand (HTML, 13.1.2 and 13.1.4).
    fn text(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }

    fn marked(text: &str, marks: Marks) -> String {
        let tags = [(marks.code, "code"), (marks.emphasis, "em"), (marks.strong, "strong")];
        let tags = tags.into_iter().filter(|(is_set, _)| *is_set);
        tags.fold(Self::text(text), |text, (_, tag)| format!("<{tag}>{text}</{tag}>"))
    }

    fn link(text: &str, target: &str) -> String {
        format!("<a href=\"{}\">{text}</a>", Self::text(target))
    }

    fn removed(text: &str) -> String {
        format!("<del>{text}</del>")
    }

    fn added(text: &str) -> String {
        format!("<ins>{text}</ins>")
    }

    fn name(text: &str) -> String {
        format!("<strong>{text}</strong>")
    }

    fn page(page: &Page) -> String {
        let language = Self::text(&page.language);
        let mut out = format!(
            "<section class=\"changes\" lang=\"{language}\">\n<h2>{}</h2>\n<p>{}</p>\n",
            page.title, page.editions
        );
        for group in &page.groups {
            if !group.heading.is_empty() {
                out.push_str(&format!("<h3>{}</h3>\n", group.heading));
            }
            let item = |(line, below): &(String, Vec<String>)| format!("{line}{}", list(below));
            out.push_str(list(&group.items.iter().map(item).collect::<Vec<_>>()).trim_start());
        }
        if page.groups.is_empty() {
            out.push_str(&format!("<p>{}</p>\n", page.unchanged));
        }
        out + "</section>\n"
    }
}

/// Nothing of nothing.
fn list(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().map(|item| format!("<li>{item}</li>\n")).collect();
    format!("\n<ul>\n{items}</ul>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_text_are_no_markup() {
        assert_eq!(Html::text("<b> & \"c\""), "&lt;b&gt; &amp; &quot;c&quot;");
        let marks = Marks { strong: true, code: true, ..Marks::default() };
        assert_eq!(Html::marked("a<b", marks), "<strong><code>a&lt;b</code></strong>");
    }
}
