//! Changes in words: for the author, with all there is, or for readers, with what they see.

mod html;
mod markdown;
mod readers;
mod report;
mod signs;
mod text;

pub use html::html;
pub use markdown::markdown;
pub use text::{Paint, text, written};

use super::Token;
use crate::model::{Marks, Verdict};
use crate::words::Words;

/// Words that share their marks and their link.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Run<'a> {
    /// Characters.
    Text { text: String, marks: Marks, link: Option<&'a str> },
    /// Citations, by the ids of their sources.
    Cite(&'a [&'a str]),
    /// The beginning of a line.
    Break,
    /// The beginning of a bullet.
    Point,
}

/// Words in runs: what is alike is one.
fn runs<'a>(tokens: &'a [Token<'a>], words: &Words<'a>) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    for token in tokens {
        let run = match token {
            Token::Word { text, marks, link } => {
                Run::Text { text: text.to_string(), marks: *marks, link: *link }
            }
            Token::Verdict(verdict) => {
                Run::Text { text: word(*verdict, words).to_owned(), marks: Marks::default(), link: None }
            }
            Token::Mark(_, text) => {
                Run::Text { text: (*text).to_owned(), marks: Marks::default(), link: None }
            }
            Token::Cite(ids) => Run::Cite(ids),
            Token::Break => Run::Break,
            Token::Point => Run::Point,
        };
        match (runs.last_mut(), &run) {
            (Some(Run::Text { text, marks, link }), Run::Text { text: more, marks: next, link: to })
                if marks == next && link == to =>
            {
                text.push_str(more);
            }
            _ => runs.push(run),
        }
    }
    runs
}

/// What the sheet prints for a judgement.
const fn word<'a>(verdict: Verdict, words: &Words<'a>) -> &'a str {
    match verdict {
        Verdict::Yes => words.yes,
        Verdict::No => words.no,
        Verdict::Partly => words.partly,
        Verdict::Better => words.better,
        Verdict::Worse => words.worse,
    }
}

/// Signs hold only right beside words (CommonMark 0.31, 6.2): spaces go outside.
fn between(sign: &str, text: &str) -> String {
    let inner = text.trim();
    let Some(start) = text.find(inner).filter(|_| !inner.is_empty()) else { return text.to_owned() };
    format!("{}{sign}{inner}{sign}{}", &text[..start], &text[start + inner.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_right_beside_words() {
        assert_eq!(between("**", " a b "), " **a b** ");
        assert_eq!(between("**", " "), " ");
    }
}
