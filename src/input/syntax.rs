//! What is wrong with a file that is not JSON, in the author's words.
//!
//! `serde_json` says where it stopped and what it waited for. The cause often stands before that place: the comma that
//! is missing, the bracket that is never closed.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Span};

/// A place, what is wrong there, and what to do about it.
type Finding = (Range<usize>, String, String);

/// The finding for an error of `serde_json` in `text`, which begins at byte `skipped` of the file.
pub(super) fn finding(text: &str, skipped: usize, error: &serde_json::Error) -> Diagnostic {
    let site = Site::new(text, offset(text, error));
    let message = message(error);
    let found = site
        .ended(error.is_eof())
        .or_else(|| site.in_text(&message))
        .or_else(|| site.foreign())
        .or_else(|| site.between(&message))
        .unwrap_or_else(|| site.value(&message));
    let (range, message, help) = found;
    let span = Span::new(skipped + range.start, skipped + range.end);
    Diagnostic::error(Code::Syntax, span, message).with_help(help)
}

/// serde_json's message without its "at line … column …".
pub(super) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The byte at which reading stopped. serde_json counts lines from 1 and bytes of the line up to and with the one that it
/// saw last; a newline counts as byte 0 of the next line.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    if error.is_eof() {
        return text.len();
    }
    // A control character in a text is the one thing that stops it unread.
    let read = usize::from(!message(error).contains("control character"));
    let mut at = (before + error.column()).saturating_sub(read).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || "_-+.".contains(c)
}

/// Where reading stopped.
struct Site<'a> {
    text: &'a str,
    at: usize,
    /// The text that is open there, by its quotation mark.
    open_text: Option<usize>,
    /// The innermost bracket that is open there.
    open_bracket: Option<usize>,
}

impl<'a> Site<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        let (mut brackets, mut open_text, mut escaped) = (Vec::new(), None, false);
        for (place, byte) in text.bytes().enumerate().take(at) {
            match (open_text, byte) {
                (Some(_), _) if escaped => escaped = false,
                (Some(_), b'\\') => escaped = true,
                (Some(_), b'"') => open_text = None,
                (None, b'"') => open_text = Some(place),
                (None, b'[' | b'{') => brackets.push(place),
                (None, b']' | b'}') => {
                    brackets.pop();
                }
                _ => {}
            }
        }
        Self { text, at, open_text, open_bracket: brackets.pop() }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character here.
    fn here(&self) -> Range<usize> {
        self.at..self.at + self.next().map_or(0, char::len_utf8)
    }

    /// The letters, digits and signs from here on, or the one character that is none of them.
    fn word(&self) -> Range<usize> {
        let length = self.rest().find(|c| !is_of_word(c)).unwrap_or(self.rest().len());
        if length == 0 { self.here() } else { self.at..self.at + length }
    }

    /// The same with those right before here.
    fn whole_word(&self) -> Range<usize> {
        let start = self.text[..self.at].trim_end_matches(is_of_word).len();
        let end = self.at + self.rest().find(|c| !is_of_word(c)).unwrap_or(self.rest().len());
        if start < end { start..end } else { self.here() }
    }

    /// The last character before here that is no space.
    fn before(&self) -> Option<(usize, char)> {
        self.text[..self.at].char_indices().rev().find(|(_, c)| !c.is_whitespace())
    }

    fn line_of(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// The file ends too soon.
    fn ended(&self, is_end: bool) -> Option<Finding> {
        if !is_end {
            return None;
        }
        if self.text.trim().is_empty() {
            let help = "`cheatsheet new FILE` writes a sheet to start from";
            return Some((0..0, "the file is empty".into(), help.into()));
        }
        if let Some(start) = self.open_text {
            let help = "end it with a quotation mark";
            return Some((start..start + 1, "this text is never closed".into(), help.into()));
        }
        let start = self.open_bracket?;
        let close = if self.text.as_bytes()[start] == b'[' { ']' } else { '}' };
        let help = format!("close it with `{close}`");
        Some((start..start + 1, "this bracket is never closed".into(), help))
    }

    /// Something that a text cannot hold.
    fn in_text(&self, message: &str) -> Option<Finding> {
        if message.contains("control character") {
            return Some(match self.next() {
                Some('\n' | '\r') => {
                    let start = self.open_text.unwrap_or(self.at);
                    let help = "close it with a quotation mark; a line break within a text is written `\\n`";
                    (
                        start..self.at.max(start + 1),
                        "this text runs over the end of its line".into(),
                        help.into(),
                    )
                }
                Some('\t') => (self.here(), "a tab stands in a text".into(), "write it as `\\t`".into()),
                other => {
                    let code = u32::from(other.unwrap_or_default());
                    let message = format!("the control character U+{code:04X} stands in a text");
                    (self.here(), message, "remove it".into())
                }
            });
        }
        if !(message.contains("escape") || message.contains("unicode code point")) {
            return None;
        }
        let start = self.text[..self.at].rfind('\\').unwrap_or(self.at);
        let escape = start..self.here().end.max(start + 1);
        let help = "write a backslash in a text as two: `\\\\`";
        Some((escape, "this backslash begins no escape of JSON".into(), help.into()))
    }

    /// What other formats have and JSON has not.
    fn foreign(&self) -> Option<Finding> {
        let rest = self.rest();
        if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
            let line = rest.lines().next().unwrap_or_default();
            let help = "remove it";
            return Some((self.at..self.at + line.len(), "JSON knows no comments".into(), help.into()));
        }
        if rest.starts_with(['\'', '‘', '’', '“', '”', '„', '«', '`']) {
            let help = "write keys and texts in straight double quotes: \"…\"";
            return Some((self.here(), "this quotation mark is none of JSON's".into(), help.into()));
        }
        None
    }

    /// A comma, colon or bracket that is missing, or one too many.
    fn between(&self, message: &str) -> Option<Finding> {
        let (place, before) = self.before()?;
        let last = place..place + before.len_utf8();
        let next = self.next()?;
        if message == "trailing characters" {
            let help = "remove it, or the bracket before it that closes the sheet too early";
            return Some((self.here(), "the file goes on after its end".into(), help.into()));
        }
        if before == ',' && "]}".contains(next) {
            return Some((last, "no entry follows this comma".into(), "remove it".into()));
        }
        if message == "expected `:`" {
            let help = "write `\"key\": value`";
            return Some((last, "a colon is missing after this key".into(), help.into()));
        }
        if !message.starts_with("expected `,`") {
            return None;
        }
        if "]}".contains(next) {
            let line = self.line_of(self.open_bracket?);
            let open = char::from(self.text.as_bytes()[self.open_bracket?]);
            let message = format!("`{next}` does not close the `{open}` that is open since line {line}");
            return Some((self.here(), message, "put the brackets in pairs".into()));
        }
        if next == ':' {
            return Some((self.here(), "a list has no keys".into(), "put `{` and `}` around keys".into()));
        }
        if before == '"' && last.end == self.at {
            let help = "write a quotation mark within a text as `\\\"`, or use “ and ”";
            return Some((last, "the text ends at this quotation mark".into(), help.into()));
        }
        Some((last, "a comma is missing after this".into(), "put a comma between two entries".into()))
    }

    /// Something that is no value, or no key.
    fn value(&self, message: &str) -> Finding {
        if message == "invalid number" {
            let help = "write digits, such as 12, 0.5 or -3";
            return (self.whole_word(), "this is no number of JSON".into(), help.into());
        }
        let word = if message == "expected ident" { self.whole_word() } else { self.word() };
        let shown = match self.text[word.clone()].chars().next() {
            Some(c) if c.is_control() => format!("U+{:04X}", u32::from(c)),
            _ => super::object::clip(&self.text[word.clone()]),
        };
        if message == "key must be a string" {
            let help = "write keys in double quotes: \"…\"";
            return (word, format!("`{shown}` is no key"), help.into());
        }
        let help = "write a text in double quotes, a number, true, false, a list or an object";
        (word, format!("`{shown}` is no value"), help.into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;

    #[test]
    fn the_cause_is_pointed_at() {
        for (source, place, message) in [
            ("", "", "the file is empty"),
            (" \n", "", "the file is empty"),
            ("{\"a\": [1, 2}", "}", "`}` does not close the `[` that is open since line 1"),
            ("{\"a\": [1,\n 2", "[", "this bracket is never closed"),
            ("{\"a\": \"b", "\"", "this text is never closed"),
            ("{\"a\": \"b\nc\"}", "\"b", "this text runs over the end of its line"),
            ("{\"a\": \"b\tc\"}", "\t", "a tab stands in a text"),
            ("{\"a\": \"b\u{1}\"}", "\u{1}", "the control character U+0001 stands in a text"),
            ("{\"a\": \"b \\*c\"}", "\\*", "this backslash begins no escape of JSON"),
            ("{\"a\": 1,}", ",", "no entry follows this comma"),
            ("[1, 2,\n]", ",", "no entry follows this comma"),
            ("{\"a\": 1\n\"b\": 2}", "1", "a comma is missing after this"),
            ("[\"a\"\n \"b\"]", "\"", "a comma is missing after this"),
            ("{\"a\": \"say \"yes\" now\"}", "\"", "the text ends at this quotation mark"),
            ("[\"a\": 1]", ":", "a list has no keys"),
            ("{\"a\" 1}", "\"", "a colon is missing after this key"),
            ("{a: 1}", "a", "`a` is no key"),
            ("{'a': 1}", "'", "this quotation mark is none of JSON's"),
            ("{\"a\": “b”}", "“", "this quotation mark is none of JSON's"),
            ("{\n  // why\n  \"a\": 1}", "// why", "JSON knows no comments"),
            ("{\"a\": True}", "True", "`True` is no value"),
            ("{\"a\": nul}", "nul", "`nul` is no value"),
            ("{\"a\": 012}", "012", "this is no number of JSON"),
            ("{\"a\": }", "}", "`}` is no value"),
            ("{\"a\": 1} x", "x", "the file goes on after its end"),
            ("[\0]", "\0", "`U+0000` is no value"),
        ] {
            let error = parse(source.as_bytes()).unwrap_err();
            let span = error.span.unwrap();
            assert_eq!((&source[span.start..span.end], error.message.as_str()), (place, message), "{source}");
        }
    }
}
