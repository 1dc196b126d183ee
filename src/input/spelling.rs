//! Where in the file a byte of a text is spelled.

/// A string as JSON spells it, opening quote included, and how far it was last looked at: those who ask for places mostly go
/// on from the last one.
pub(super) struct Spelling<'a> {
    raw: &'a str,
    /// A byte of the spelling, and that of the value which it spells.
    place: usize,
    value: usize,
}

impl<'a> Spelling<'a> {
    pub(super) const fn new(raw: &'a str) -> Self {
        Self { raw, place: 1, value: 0 }
    }

    /// From a byte of the value to the byte of its spelling.
    pub(super) fn place(&mut self, at: usize) -> usize {
        if at < self.value {
            *self = Self::new(self.raw);
        }
        while self.value < at && self.place + 1 < self.raw.len() {
            let (width, length) = self.character();
            self.place += width;
            self.value += length;
        }
        self.place.min(self.raw.len())
    }

    /// How many bytes are spelled here, and how many of the value they stand for.
    fn character(&self) -> (usize, usize) {
        let bytes = self.raw.as_bytes();
        if bytes[self.place] != b'\\' {
            return (1, 1);
        }
        let unit = self.raw.get(self.place + 2..self.place + 6);
        let unit = unit.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match (bytes[self.place + 1], unit) {
            (b'u', Some(0xD800..=0xDBFF)) => (12, 4),
            (b'u', Some(unit)) => (6, char::from_u32(unit).map_or(3, char::len_utf8)),
            _ => (2, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_within_strings_skip_escapes() {
        let raw = r#""a\n\u00e9\ud83d\ude00é*""#;
        let value: String = serde_json::from_str(raw).unwrap();
        let star = value.find('*').unwrap();
        let mut spelling = Spelling::new(raw);
        let place = spelling.place(star);
        assert_eq!(&raw[place..=place], "*");
        assert_eq!((spelling.place(star), spelling.place(1), spelling.place(2)), (place, 2, 4));
    }
}
