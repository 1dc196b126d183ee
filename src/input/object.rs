//! What all decoders share: the reader's state, objects with their keys, values of simple types.

use std::collections::BTreeMap;

use super::markup;
use super::tree::{Member, Node, Value};
use crate::diag::{Code, Diagnostic, Span};
use crate::model::{Date, Text};

/// The state of one reading.
pub(super) struct Reader<'a> {
    /// The file.
    pub(super) source: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Index of each source by its id.
    pub(super) sources: BTreeMap<String, usize>,
    /// Which sources are cited.
    pub(super) cited: Vec<bool>,
    /// Ids of the two subjects, left and right.
    pub(super) subjects: Vec<String>,
}

/// An object that is being decoded. It remembers which keys were asked for: these are the keys there are.
pub(super) struct Object<'n> {
    members: &'n [Member],
    pub(super) span: Span,
    known: Vec<&'static str>,
}

impl<'n> Object<'n> {
    /// The value of an optional key.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        self.members.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// Whether a key is there, without asking for it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.members.iter().any(|member| member.key == key)
    }

    /// Where an object is pointed at: its opening bracket, since it may run over many lines.
    pub(super) const fn place(&self) -> Span {
        Span::new(self.span.start, self.span.start + 1)
    }
}

impl Reader<'_> {
    pub(super) fn error(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.push(Diagnostic::error(code, span, message).with_help(help));
    }

    /// The place of a value, pointed at in one line.
    fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str) {
        let message = format!("`{what}` must be {wanted}, and is {}", node.value.kind());
        self.error(Code::WrongType, short(node), message, format!("write {wanted}"));
    }

    /// An object; keys that stand twice are reported.
    pub(super) fn object<'n>(&mut self, node: &'n Node, what: &str) -> Option<Object<'n>> {
        let Value::Object(members) = &node.value else {
            self.wrong_type(node, what, "an object");
            return None;
        };
        let mut seen = BTreeMap::new();
        for member in members {
            if seen.insert(member.key.as_str(), ()).is_some() {
                let message = format!("the key `{}` stands twice in one object", member.key);
                self.error(Code::DuplicateKey, member.key_span, message, "remove one of the two");
            }
        }
        Some(Object { members, span: node.span, known: Vec::new() })
    }

    /// Reports the keys that nobody asked for. Call it last.
    pub(super) fn finish(&mut self, object: &Object<'_>) {
        for member in object.members.iter().filter(|member| !object.known.contains(&member.key.as_str())) {
            let near = near(&member.key, object.known.iter().copied());
            let help = match near.as_slice() {
                [] => format!("the keys here are `{}`", object.known.join("`, `")),
                words => markup::near_words("key", words),
            };
            self.error(Code::UnknownKey, member.key_span, format!("unknown key `{}`", member.key), help);
        }
    }

    /// The value of a key that must be there.
    pub(super) fn required<'n>(&mut self, object: &mut Object<'n>, key: &'static str) -> Option<&'n Node> {
        let found = object.get(key);
        if found.is_none() {
            self.error(
                Code::MissingKey,
                object.place(),
                format!("the key `{key}` is missing"),
                format!("add `{key}`"),
            );
        }
        found
    }

    pub(super) fn string<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let Value::String(text) = &node.value else {
            self.wrong_type(node, what, "a string");
            return None;
        };
        if text.trim().is_empty() {
            let help = format!("write the text, or remove `{what}`");
            self.error(Code::EmptyText, node.span, format!("`{what}` is empty"), help);
            return None;
        }
        Some(text)
    }

    /// A required string.
    pub(super) fn word(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<String> {
        let node = self.required(object, key)?;
        self.string(node, key).map(str::to_owned)
    }

    /// A text with inline markup.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Text> {
        let text = self.string(node, what)?;
        let raw = &self.source[node.span.start..node.span.end];
        let place = |at: usize| node.span.start + raw_offset(raw, at);
        let (sources, cited) = (&self.sources, &mut self.cited);
        let mut source = |id: &str| match sources.get(id) {
            Some(index) => {
                cited[*index] = true;
                Ok(*index)
            }
            None => Err(near(id, sources.keys().map(String::as_str))),
        };
        let mut context =
            markup::Context { source: &mut source, place: &place, diagnostics: &mut self.diagnostics };
        let inlines = markup::parse(text, &mut context);
        Some(Text { inlines, span: node.span })
    }

    pub(super) fn required_text(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Text> {
        let node = self.required(object, key)?;
        self.text(node, key)
    }

    pub(super) fn optional_text(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Text> {
        let node = object.get(key)?;
        self.text(node, key)
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        let Value::Array(items) = &node.value else {
            self.wrong_type(node, what, "a list");
            return None;
        };
        if items.is_empty() {
            let help = format!("add an entry, or remove `{what}`");
            self.error(Code::EmptyList, node.span, format!("`{what}` has no entry"), help);
            return None;
        }
        Some(items)
    }

    /// The entries of an optional list, each decoded; those that fail are left out (and reported).
    pub(super) fn entries<T>(
        &mut self,
        object: &mut Object<'_>,
        key: &'static str,
        mut decode: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = object.get(key) else { return Vec::new() };
        let Some(items) = self.list(node, key) else { return Vec::new() };
        items.iter().filter_map(|item| decode(self, item)).collect()
    }

    pub(super) fn flag(&mut self, object: &mut Object<'_>, key: &'static str) -> bool {
        match object.get(key) {
            None => false,
            Some(Node { value: Value::Bool(value), .. }) => *value,
            Some(node) => {
                self.wrong_type(node, key, "true or false");
                false
            }
        }
    }

    pub(super) fn number(&mut self, node: &Node, what: &str) -> Option<f64> {
        let Value::Number(value) = node.value else {
            self.wrong_type(node, what, "a number");
            return None;
        };
        Some(value)
    }

    pub(super) fn date(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Date> {
        let node = object.get(key)?;
        let text = self.string(node, key)?;
        let date = Date::parse(text);
        if date.is_none() {
            let message = format!("`{text}` is no day of the calendar");
            self.error(Code::InvalidDate, node.span, message, "write YYYY-MM-DD, or YYYY-MM");
        }
        date
    }

    pub(super) fn address(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<String> {
        let node = object.get(key)?;
        let address = self.string(node, key)?;
        if let Err(message) = markup::check_address(address) {
            self.error(
                Code::InvalidLink,
                node.span,
                message,
                "write a whole address, such as https://example.org",
            );
        }
        Some(address.to_owned())
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, node: &Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.string(node, what)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let near = near(text, words.iter().map(|(word, _)| *word));
            let all: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let help = match near.as_slice() {
                [word] => format!("did you mean `{word}`? The words are `{}`", all.join("`, `")),
                _ => format!("write one of `{}`", all.join("`, `")),
            };
            self.error(Code::InvalidValue, node.span, format!("`{what}` cannot be `{text}`"), help);
        }
        found
    }

    /// Reports an id that was used before in its kind.
    pub(super) fn unique(&mut self, seen: &mut Vec<String>, id: &str, span: Span, what: &str) {
        if seen.iter().any(|other| other == id) {
            let message = format!("two {what} have the id `{id}`");
            self.error(Code::DuplicateId, span, message, "rename one of them");
        } else {
            seen.push(id.to_owned());
        }
    }
}

/// A span within one line: all of a simple value, the bracket of a list or object.
pub(super) const fn short(node: &Node) -> Span {
    match node.value {
        Value::Array(_) | Value::Object(_) => Span::new(node.span.start, node.span.start + 1),
        _ => node.span,
    }
}

/// The words that someone may have meant, best first: at most three of about the same spelling.
pub(super) fn near<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let limit = (word.chars().count() / 3).max(1);
    let lower = word.to_lowercase();
    let scored = words.map(|other| (strsim::osa_distance(&lower, &other.to_lowercase()), other));
    let mut scored: Vec<_> = scored.filter(|(distance, _)| *distance <= limit).collect();
    scored.sort();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, other)| other.to_owned()).collect()
}

/// From a byte of a string's value to the byte of its JSON spelling, opening quote included.
fn raw_offset(raw: &str, at: usize) -> usize {
    let bytes = raw.as_bytes();
    let (mut place, mut value) = (1, 0);
    while value < at && place + 1 < raw.len() {
        if bytes[place] != b'\\' {
            place += 1;
            value += 1;
            continue;
        }
        let unit = |from: usize| raw.get(from..from + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let (width, length) = match (bytes[place + 1], unit(place + 2)) {
            (b'u', Some(0xD800..=0xDBFF)) => (12, 4),
            (b'u', Some(unit)) => (6, char::from_u32(unit).map_or(3, char::len_utf8)),
            _ => (2, 1),
        };
        place += width;
        value += length;
    }
    place.min(raw.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_within_strings_skip_escapes() {
        let raw = r#""a\n\u00e9\ud83d\ude00é*""#;
        let value: String = serde_json::from_str(raw).unwrap();
        let star = value.find('*').unwrap();
        assert_eq!(&raw[raw_offset(raw, star)..=raw_offset(raw, star)], "*");
        assert_eq!(raw_offset(raw, 1), 2);
    }

    #[test]
    fn near_words_are_near() {
        assert_eq!(near("topik", ["topic", "title", "range"].into_iter()), ["topic"]);
        assert!(near("zzz", ["topic"].into_iter()).is_empty());
    }
}
