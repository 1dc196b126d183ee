//! Markdown that newsletter tools take: CommonMark, and `~~` of GitHub's.

use super::between;
use super::readers::{Page, Syntax, write};
use crate::diff::Diff;
use crate::model::Marks;

/// What changed on the sheet, in Markdown, and how many changes nobody sees there.
#[must_use]
pub fn markdown(diff: &Diff<'_>) -> (String, usize) {
    write::<Markdown>(diff)
}

struct Markdown;

impl Syntax for Markdown {
    const BREAK: &'static str = " / ";
    const NESTS: bool = false;

    fn text(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '&') {
                out.push('\\');
            }
            out.push(if character.is_control() { ' ' } else { character });
        }
        out
    }

    fn marked(text: &str, marks: Marks) -> String {
        let text = if marks.code { code(text) } else { Self::text(text) };
        let text = if marks.emphasis { between("*", &text) } else { text };
        if marks.strong { between("**", &text) } else { text }
    }

    fn link(text: &str, target: &str) -> String {
        format!("[{text}](<{target}>)")
    }

    fn removed(text: &str) -> String {
        between("~~", text)
    }

    fn added(text: &str) -> String {
        between("**", text)
    }

    fn name(text: &str) -> String {
        between("**", text)
    }

    fn page(page: &Page) -> String {
        let mut out = format!("## {}\n\n{}\n", page.title, line(&page.editions));
        for group in &page.groups {
            if !group.heading.is_empty() {
                out.push_str(&format!("\n### {}\n", group.heading));
            }
            if !group.items.is_empty() {
                out.push('\n');
            }
            for (item, below) in &group.items {
                out.push_str(&format!("- {}\n", line(item)));
                below.iter().for_each(|value| out.push_str(&format!("  - {}\n", line(value))));
            }
        }
        if page.groups.is_empty() {
            out.push_str(&format!("\n{}\n", line(&page.unchanged)));
        }
        out
    }
}

/// Written text on a line of its own: signs that would begin a list or draw a rule there are no markup, nor is space that would
/// make it code (CommonMark 0.31, 4.1, 4.4 and 5.2).
fn line(text: &str) -> String {
    let text = text.trim_start_matches(' ');
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let signs = if number.len() < text.len() { ['.', ')'] } else { ['-', '+'] };
    match number.strip_prefix(signs) {
        Some(rest) if rest.starts_with(' ') || rest.trim_start_matches(['-', ' ']).is_empty() => {
            format!("{}\\{number}", &text[..text.len() - number.len()])
        }
        _ => text.to_owned(),
    }
}

/// A code span that holds backticks has more of them around it (CommonMark 0.31, 6.1).
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::super::readers::List;
    use super::*;

    #[test]
    fn signs_of_the_text_are_no_markup() {
        assert_eq!(Markdown::text("a*b_c[d]\n"), r"a\*b\_c\[d\] ");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn a_value_begins_no_list() {
        for (text, written) in [
            ("- 5 °C", r"\- 5 °C"),
            ("+ 3 GB", r"\+ 3 GB"),
            ("1. boot", r"1\. boot"),
            ("12) boot", r"12\) boot"),
            ("   - 5", r"\- 5"),
            ("-", r"\-"),
            ("---", r"\---"),
            ("2.", r"2\."),
            ("-5 °C", "-5 °C"),
            ("+3 GB", "+3 GB"),
            ("1.5 l", "1.5 l"),
            ("5 - 7", "5 - 7"),
            ("**- 5**", "**- 5**"),
            ("42", "42"),
            ("", ""),
        ] {
            assert_eq!(line(text), written);
        }
        let items = vec![("1. a".to_owned(), vec!["- b".to_owned()])];
        let group = List { heading: String::new(), items };
        let page = Page {
            language: "en".to_owned(),
            title: "Changes".to_owned(),
            editions: "1 → 2".to_owned(),
            groups: vec![group],
            unchanged: String::new(),
        };
        assert_eq!(Markdown::page(&page), "## Changes\n\n1 → 2\n\n- 1\\. a\n  - \\- b\n");
    }
}
