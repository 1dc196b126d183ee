//! A sheet file in memory, and where in it a byte is.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::diag::Span;
use crate::input::Outline;

/// A sheet file in memory.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    /// First byte of each line.
    lines: Vec<usize>,
    outline: OnceLock<Outline>,
    /// A byte that was asked for before, and its column: a line may be as long as the file, and findings come in their order.
    last: Mutex<(usize, usize)>,
}

impl Source {
    pub(super) fn new(path: &Path, bytes: Vec<u8>) -> Self {
        let newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { path: path.to_owned(), bytes, lines, outline: OnceLock::new(), last: Mutex::new((0, 1)) }
    }

    /// As printed, on one line; standard input has a name of its own.
    pub(super) fn name(&self) -> String {
        if self.path == Path::new("-") {
            "<stdin>".to_owned()
        } else {
            visible(&self.path.display().to_string())
        }
    }

    /// Its name without the folder, for the file that carries it; standard input has none.
    pub(super) fn file_name(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.filter(|name| name != "-").unwrap_or_else(|| "sheet.json".to_owned())
    }

    /// Line and column of a byte, both from 1, columns in characters.
    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.bytes.len());
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines[line - 1];
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, columns) = if (start..=at).contains(&last.0) { *last } else { (start, 1) };
        let before = &self.bytes[from..at];
        let before =
            std::str::from_utf8(before).map_or_else(|_| String::from_utf8_lossy(before), Cow::Borrowed);
        // The mark at the beginning of a file is no character of it.
        let mark = usize::from(from == 0 && before.starts_with('\u{feff}'));
        let column = columns + before.chars().count() - mark;
        if self.boundary(at) == at {
            *last = (at, column);
        }
        (line, column)
    }

    /// The path of the value at a place, as a JSON Pointer.
    pub(super) fn pointer(&self, span: Span) -> String {
        self.outline.get_or_init(|| Outline::of(&self.bytes)).pointer(span)
    }

    /// The lines that a span begins and ends on, or so much of them as somebody looks at; their first line's number; the
    /// span within them.
    pub(super) fn excerpt(&self, span: Span) -> (String, usize, Range<usize>) {
        let bytes = &self.bytes;
        let start = span.start.min(bytes.len());
        let end = span.end.min(bytes.len()).min(start + AROUND).max(start);
        let first = self.lines.partition_point(|line| *line <= start);
        // What is not UTF-8 may have no boundary on its way.
        let from = self.lines[first - 1].max(self.boundary(start.saturating_sub(AROUND))).min(start);
        let to = bytes[end..].iter().take(AROUND).position(|byte| *byte == b'\n').map(|found| end + found);
        let to = to.unwrap_or_else(|| self.boundary(end + AROUND));
        // Piece by piece, so that what is not UTF-8 moves nothing.
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\u{feff}', "");
        let (before, inside) = (text(&bytes[from..start]), text(&bytes[start..end]));
        let range = before.len()..before.len() + inside.len();
        (before + &inside + &text(&bytes[end..to]), first, range)
    }

    /// The first place from here on where a character begins.
    fn boundary(&self, at: usize) -> usize {
        let rest = self.bytes.iter().skip(at).take(3);
        at.min(self.bytes.len()) + rest.take_while(|byte| **byte & 0xC0 == 0x80).count()
    }
}

/// Bytes of a line that are shown before and after a place: more than a screen is wide.
const AROUND: usize = 300;

/// What would end a line or steer a terminal, as escapes.
pub(super) fn visible(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let source = Source::new(Path::new("a"), "\u{feff}aé\n\n😀b\n".as_bytes().to_vec());
        let at = |text: &str| {
            let bytes = source.bytes.windows(text.len()).position(|window| window == text.as_bytes());
            source.position(bytes.unwrap())
        };
        assert_eq!((source.position(0), at("a"), at("é"), at("b")), ((1, 1), (1, 1), (1, 2), (3, 2)));
        assert_eq!(source.position(1000), (4, 1));
        // It is a mark at the beginning of a file alone.
        assert_eq!(Source::new(Path::new("a"), "a\u{feff}b".as_bytes().to_vec()).position(4), (1, 3));
        let broken = Source::new(Path::new("a"), b"a\xffb\xc3\xa9c".to_vec());
        let columns = |order: [usize; 4]| order.map(|at| broken.position(at).1);
        assert_eq!((columns([1, 2, 3, 5]), columns([5, 3, 2, 1])), ([2, 3, 4, 5], [5, 4, 3, 2]));
        assert_eq!(columns([4, 5, 4, 5])[1], 5);
    }

    #[test]
    fn excerpts_are_lines_or_what_of_them_is_looked_at() {
        let source = Source::new(Path::new("a"), b"one\ntwo three\nfour".to_vec());
        assert_eq!(source.excerpt(Span::new(8, 13)), ("two three".to_owned(), 2, 4..9));
        assert_eq!(source.excerpt(Span::new(14, 18)).1, 3);
        let broken = Source::new(Path::new("a"), b"a\xff\xfeb".to_vec());
        assert_eq!(broken.excerpt(Span::new(1, 2)).2, 1..4);
        // No character begins with this byte.
        let picture = Source::new(Path::new("a"), b"\x89PNG\r\n".to_vec());
        assert_eq!(picture.excerpt(Span::new(0, 1)).2, 0..3);
        let tail = Source::new(Path::new("a"), b"a\x89\x89\x89\x89".to_vec());
        assert_eq!(tail.excerpt(Span::new(5, 5)).0.chars().count(), 5);
        let long = Source::new(Path::new("a"), "é".repeat(3 * AROUND).into_bytes());
        let (text, line, range) = long.excerpt(Span::new(3 * AROUND, 3 * AROUND + 2));
        assert_eq!((text.chars().count(), line, range), (AROUND + 1, 1, AROUND..AROUND + 2));
    }

    #[test]
    fn what_ends_a_line_is_shown() {
        assert_eq!(visible("a\nb\u{1b}[31m\u{202e}é"), "a\\nb\\u{1b}[31m\\u{202e}é");
    }
}
