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
        let mut out = format!("## {}\n\n{}\n", page.title, page.editions);
        for group in &page.groups {
            if !group.heading.is_empty() {
                out.push_str(&format!("\n### {}\n", group.heading));
            }
            if !group.items.is_empty() {
                out.push('\n');
            }
            for (line, below) in &group.items {
                out.push_str(&format!("- {line}\n"));
                below.iter().for_each(|line| out.push_str(&format!("  - {line}\n")));
            }
        }
        if page.groups.is_empty() {
            out.push_str(&format!("\n{}\n", page.unchanged));
        }
        out
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
    use super::*;

    #[test]
    fn signs_of_the_text_are_no_markup() {
        assert_eq!(Markdown::text("a*b_c[d]\n"), r"a\*b\_c\[d\] ");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
