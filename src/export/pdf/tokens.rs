//! Values in the syntax of PDF (ISO 32000-1, 7.3), written as they are told: nothing is built that is only written.

use std::io::Write as _;

/// The number of an indirect object; its generation is always 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ref(pub(super) u32);

/// Values one after another, with a space only where two would run together (ISO 32000-1, 7.2.2).
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) bytes: Vec<u8>,
}

impl Tokens {
    pub(super) fn null(&mut self) -> &mut Self {
        self.regular(format_args!("null"))
    }

    pub(super) fn boolean(&mut self, value: bool) -> &mut Self {
        self.regular(format_args!("{value}"))
    }

    pub(super) fn integer(&mut self, value: impl TryInto<i64>) -> &mut Self {
        self.regular(format_args!("{}", value.try_into().unwrap_or(i64::MAX)))
    }

    /// A number, rounded to a thousandth.
    pub(super) fn real(&mut self, value: f64) -> &mut Self {
        let rounded = (value * 1000.0).round() / 1000.0;
        #[allow(clippy::cast_possible_truncation, reason = "readers keep single precision")]
        let single = rounded as f32;
        self.regular(format_args!("{single}"))
    }

    /// A whole number in a column with room for three digits: what counts up from object to object stays in its place.
    pub(super) fn column(&mut self, value: impl TryInto<i64>) -> &mut Self {
        match value.try_into().unwrap_or(i64::MAX) {
            few @ 0..1000 => self.write(format_args!("{few:4}")),
            many => self.regular(format_args!("{many}")),
        }
    }

    /// In a column too, with room for four digits.
    pub(super) fn reference(&mut self, to: Ref) -> &mut Self {
        match to.0 {
            few @ 0..10_000 => self.write(format_args!("{few:5} 0 R")),
            many => self.regular(format_args!("{many} 0 R")),
        }
    }

    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        self.bytes.push(b'/');
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"+-_.".contains(&byte) {
                self.bytes.push(byte);
            } else {
                self.write(format_args!("#{byte:02X}"));
            }
        }
        self
    }

    /// The key of an entry; its value comes next.
    pub(super) fn key(&mut self, key: &str) -> &mut Self {
        self.name(key)
    }

    /// A string of bytes.
    pub(super) fn string(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.push(b'(');
        for byte in bytes {
            match byte {
                b'(' | b')' | b'\\' => self.bytes.extend_from_slice(&[b'\\', *byte]),
                b'\r' => self.bytes.extend_from_slice(b"\\r"),
                b'\n' => self.bytes.extend_from_slice(b"\\n"),
                other => self.bytes.push(*other),
            }
        }
        self.bytes.push(b')');
        self
    }

    /// A text string (7.9.2.2).
    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        self.string(&text_bytes(value))
    }

    pub(super) fn array(&mut self, items: impl FnOnce(&mut Self)) -> &mut Self {
        self.bytes.push(b'[');
        items(self);
        self.bytes.push(b']');
        self
    }

    pub(super) fn dictionary(&mut self, entries: impl FnOnce(&mut Self)) -> &mut Self {
        self.bytes.extend_from_slice(b"<<");
        entries(self);
        self.bytes.extend_from_slice(b">>");
        self
    }

    /// A token of regular characters: a space keeps it from another.
    fn regular(&mut self, token: std::fmt::Arguments<'_>) -> &mut Self {
        if self.bytes.last().is_some_and(|last| !b"[]<>()/ \n".contains(last)) {
            self.bytes.push(b' ');
        }
        self.write(token)
    }

    fn write(&mut self, token: std::fmt::Arguments<'_>) -> &mut Self {
        // A vector takes all.
        let _ = self.bytes.write_fmt(token);
        self
    }
}

/// The bytes of a text string: one a character where `PDFDocEncoding` has them all, else UTF-16. Soft hyphens are for lines of
/// the pages, not for titles and what is heard.
pub(super) fn text_bytes(value: &str) -> Vec<u8> {
    let characters = value.chars().filter(|character| *character != '\u{AD}');
    let bytes: Option<Vec<u8>> = characters.map(document_code).collect();
    let units = value.encode_utf16().filter(|unit| *unit != 0xAD);
    let wide = || [0xFE, 0xFF].into_iter().chain(units.flat_map(u16::to_be_bytes)).collect();
    bytes.unwrap_or_else(wide)
}

/// `PDFDocEncoding` from 0x80 (ISO 32000-1, annex D.2).
const DOCUMENT_ENCODING: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™\u{FB01}\u{FB02}ŁŒŠŸŽıłœšž";

fn document_code(character: char) -> Option<u8> {
    match character {
        ' '..='~' => u8::try_from(u32::from(character)).ok(),
        '€' => Some(0xA0),
        // The no-break space has no code of its own, nor has the soft hyphen.
        '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' => u8::try_from(u32::from(character)).ok(),
        other => {
            (0x80..).zip(DOCUMENT_ENCODING.chars()).find(|(_, known)| *known == other).map(|(code, _)| code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Tokens) -> &mut Tokens) -> Vec<u8> {
        let mut tokens = Tokens::default();
        write(&mut tokens);
        tokens.bytes
    }

    #[test]
    fn texts_take_one_byte_a_character_if_they_can() {
        assert_eq!(written(|tokens| tokens.text("a–é€")), b"(a\x85\xE9\xA0)");
        assert_eq!(written(|tokens| tokens.text("ž")), [b'(', 0x9E, b')']);
        assert_eq!(written(|tokens| tokens.text("a\u{A0}")), b"(\xFE\xFF\0a\0\xA0)");
        assert_eq!(written(|tokens| tokens.text("日")), b"(\xFE\xFF\x65\xE5)");
        assert_eq!(written(|tokens| tokens.text("a\u{AD}b")), b"(ab)");
    }

    #[test]
    fn strings_and_names_are_escaped() {
        assert_eq!(
            written(|tokens| tokens.string(b"a(b)\\\r").name("A B/C")),
            b"(a\\(b\\)\\\\\\r)/A#20B#2FC"
        );
    }

    #[test]
    fn only_what_would_run_together_is_parted() {
        let tokens = written(|tokens| {
            tokens.dictionary(|entries| {
                entries.key("A").integer(1).key("B").reference(Ref(2)).key("C").array(|items| {
                    items.integer(3).real(-0.5).name("D").null();
                });
            })
        });
        assert_eq!(tokens, b"<</A 1/B    2 0 R/C[3 -0.5/D null]>>");
    }
}
