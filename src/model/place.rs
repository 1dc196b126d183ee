//! Where a character of a sheet stands in its file.

use std::ops::Range;

use super::Sheet;
use crate::diag::Span;

impl Sheet {
    /// Where a character stands that is printed by the string at a span; if it is not in there, where it first stands in
    /// the file; else the string itself, or the language, which words of the tool's own come from.
    #[must_use]
    pub fn place_of(&self, character: char, span: Span) -> Span {
        if let Some(place) = self.source.get(span.start..span.end).and_then(|text| find(text, character)) {
            return Span::new(span.start + place.start, span.start + place.end);
        }
        if let Some(place) = find(&self.source, character) {
            return Span::new(place.start, place.end);
        }
        if span == Span::default() { self.language.span } else { span }
    }
}

/// The first place of a character that is printed: not in the address of a link, if it stands elsewhere as well.
fn find(text: &str, character: char) -> Option<Range<usize>> {
    let (mut in_address, mut before, mut hidden) = (false, ' ', None);
    for (place, next) in (Spelled { text, at: 0 }) {
        match next {
            '(' if before == ']' => in_address = true,
            ')' | '"' => in_address = false,
            _ if next == character && !in_address => return Some(place),
            _ if next == character => hidden = hidden.or(Some(place)),
            _ => {}
        }
        before = next;
    }
    hidden
}

/// The characters of JSON text with their places, escapes resolved (RFC 8259, section 7).
struct Spelled<'a> {
    text: &'a str,
    at: usize,
}

impl Spelled<'_> {
    /// The unit of an escape such as `\u00e9` at a place.
    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    }
}

impl Iterator for Spelled<'_> {
    type Item = (Range<usize>, char);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let first = self.text.get(start..)?.chars().next()?;
        let (character, length) = match (first, self.unit(start)) {
            ('\\', Some(high @ 0xD800..=0xDBFF)) => {
                let low = self.unit(start + 6).unwrap_or(0xDC00);
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low.max(0xDC00) - 0xDC00);
                (char::from_u32(code).unwrap_or('\u{FFFD}'), 12)
            }
            ('\\', Some(unit)) => (char::from_u32(unit).unwrap_or('\u{FFFD}'), 6),
            ('\\', None) => {
                let letter = self.text[start + 1..].chars().next();
                (letter.map_or('\\', short_escape), 1 + letter.map_or(0, char::len_utf8))
            }
            _ => (first, first.len_utf8()),
        };
        self.at = (start + length).min(self.text.len());
        Some((start..self.at, character))
    }
}

/// What a short escape stands for, if no font has it; the others stand for what all fonts have, or for a line break.
const fn short_escape(letter: char) -> char {
    match letter {
        'b' => '\u{8}',
        'f' => '\u{C}',
        'r' => '\r',
        _ => '\\',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_tool_come_from_the_language() {
        let source = r#"{ "title": "language", "language" : "ja", "edition": { "version": "1", "date": "2026-11-23" },
            "subjects": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
            "sections": [{ "title": "S", "items": [{ "topic": "T", "both": "x" }] }] }"#;
        let sheet = crate::input::read(source.as_bytes()).sheet.unwrap();
        let place = sheet.place_of('字', Span::default());
        assert_eq!(&source[place.start..place.end], r#""ja""#);
    }

    #[test]
    fn characters_are_found_past_escapes() {
        let raw = r#""a\n\u2603 \ud83d\ude00 ☃""#;
        assert_eq!(find(raw, '\u{2603}').map(|place| &raw[place]), Some("\\u2603"));
        assert_eq!(find(raw, '\u{1F600}').map(|place| &raw[place]), Some("\\ud83d\\ude00"));
        assert_eq!(find(raw, '字'), None);
        let controls = r#""a\\f\b\f""#;
        for (control, place) in [('\u{8}', r"\b"), ('\u{C}', r"\f")] {
            let found = find(controls, control).unwrap();
            assert_eq!((&controls[found.clone()], found.start > 4), (place, true));
        }
    }

    #[test]
    fn addresses_are_not_printed() {
        let raw = r#""[ab](https://字.jp) 字""#;
        assert_eq!(find(raw, '字').map(|place| place.start), raw.rfind('字'));
        assert!(find(r#""[ab](https://字.jp)""#, '字').is_some());
    }

    #[test]
    fn broken_escapes_end_the_search() {
        for raw in ["\"\\", "\"\\u12", "\"\\ud83d", "\"\\ud83d\\u0041\"", "\\é"] {
            assert_eq!(find(raw, '字'), None, "{raw}");
        }
    }
}
