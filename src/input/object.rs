//! What all decoders share: the reader's state, objects with their keys, values of simple types.

use std::collections::{BTreeMap, BTreeSet};

use super::markup;
use super::shape::{AMOUNTS, Limits, Rule, Shape};
use super::spelling::Spelling;
use super::tree::{Member, Node, Value};
use crate::characters::is_blank;
use crate::diag::{Code, Diagnostic, Span};
use crate::model::{Date, Inline, Text, Word};

/// The state of one reading.
pub(super) struct Reader<'a> {
    /// The file.
    pub(super) source: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Paths of pictures, and where they are written.
    pub(super) pictures: Vec<(String, Span)>,
    /// The same of fonts and of the theme.
    pub(super) others: Vec<(String, Span)>,
    /// Index of each source by its id.
    pub(super) sources: BTreeMap<String, usize>,
    /// Ids of sources that there are not, and what each may have been meant for.
    pub(super) unknown: BTreeMap<String, Vec<String>>,
    /// Which sources are cited.
    pub(super) cited: Vec<bool>,
    /// Ids of the two subjects, left and right.
    pub(super) subjects: Vec<String>,
}

/// An object whose keys are those of its shape.
pub(super) struct Object<'n> {
    members: &'n [Member],
    pub(super) span: Span,
    shape: &'static Shape,
}

impl<'n> Object<'n> {
    /// The value of a key of its shape.
    pub(super) fn get(&self, key: &'static str) -> Option<&'n Node> {
        debug_assert!(self.shape.has(key), "`{key}` is no key of {}", self.shape.name);
        self.members.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The members whose keys are ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'n Member> {
        let shape = self.shape;
        self.members.iter().filter(move |member| !shape.has(&member.key))
    }

    /// Where an object is pointed at: its opening bracket, since it may run over many lines.
    pub(super) const fn place(&self) -> Span {
        self.span.head()
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

    fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str) {
        let message = format!("{what} must be {wanted}, and is {}", node.value.kind());
        self.error(Code::WrongType, short(node), message, format!("write {wanted}"));
    }

    /// An object of a shape. Keys that it should not have, has twice or lacks are reported.
    pub(super) fn object<'n>(&mut self, node: &'n Node, shape: &'static Shape) -> Option<Object<'n>> {
        let Value::Object(members) = &node.value else {
            self.wrong_type(node, &shape.any(), "an object");
            return None;
        };
        let object = Object { members, span: node.span, shape };
        self.doubles(&object);
        let unknown = self.unknown_keys(&object);
        self.missing_keys(&object, &unknown);
        self.rule(&object);
        Some(object)
    }

    fn doubles(&mut self, object: &Object<'_>) {
        let mut seen = BTreeSet::new();
        for member in object.members {
            if !seen.insert(member.key.as_str()) {
                let message = format!("the key `{}` stands twice in one object", clip(&member.key));
                self.error(Code::DuplicateKey, member.key_span, message, "remove one of the two");
            }
        }
    }

    /// Reports the keys that the shape does not have; gives what they may have been meant for.
    fn unknown_keys(&mut self, object: &Object<'_>) -> Vec<String> {
        let mut meant = Vec::new();
        let shape = object.shape;
        for member in object.ids().filter(|_| shape.ids.is_none()) {
            let near = near(&member.key, shape.names());
            let help = match near.as_slice() {
                [] => {
                    format!(
                        "the keys of {} are `{}`",
                        shape.any(),
                        shape.names().collect::<Vec<_>>().join("`, `")
                    )
                }
                words => markup::near_words("key", words),
            };
            self.error(
                Code::UnknownKey,
                member.key_span,
                format!("unknown key `{}`", clip(&member.key)),
                help,
            );
            meant.extend(near);
        }
        meant
    }

    /// Reports the keys that are missing, save those that seem to be there under a wrong name.
    fn missing_keys(&mut self, object: &Object<'_>, meant: &[String]) {
        let shape = object.shape;
        for key in shape.keys.iter().filter(|key| key.required) {
            let is_there = object.get(key.name).is_some() || meant.iter().any(|word| word == key.name);
            if !is_there {
                let message = format!("{} has no `{}`", shape.this(), key.name);
                let help = format!("add `\"{}\": {}`", key.name, key.kind.example());
                self.error(Code::MissingKey, object.place(), message, help);
            }
        }
    }

    fn rule(&mut self, object: &Object<'_>) {
        let (Rule::OneOf(keys) | Rule::AnyOf(keys)) = object.shape.rule else { return };
        let this = object.shape.this();
        let there: Vec<_> = keys.iter().filter_map(|key| object.get(key)).collect();
        match (&object.shape.rule, there.as_slice()) {
            (_, []) => {
                let message = format!("{this} has none of `{}`", keys.join("`, `"));
                let known = object.shape.keys.iter().filter(|key| keys.contains(&key.name));
                let ways: Vec<_> =
                    known.map(|key| format!("`\"{}\": {}`", key.name, key.kind.example())).collect();
                self.error(Code::MissingKey, object.place(), message, format!("add {}", ways.join(" or ")));
            }
            (Rule::OneOf(_), [_, second, ..]) => {
                let message = format!("{this} may have only one of `{}`", keys.join("`, `"));
                self.error(Code::InvalidValue, short(second), message, "remove one of the two");
            }
            _ => {}
        }
    }

    /// Any characters, or none.
    pub(super) fn characters<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let Value::String(text) = &node.value else {
            self.wrong_type(node, &format!("`{what}`"), "a string");
            return None;
        };
        Some(text)
    }

    pub(super) fn string<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let text = self.characters(node, what)?;
        if is_blank(text) {
            self.empty(node, what);
            return None;
        }
        Some(text)
    }

    fn empty(&mut self, node: &Node, what: &str) {
        let help = format!("write the text, or leave out `{what}` where it may be missing");
        self.error(Code::EmptyText, node.span, format!("`{what}` is empty"), help);
    }

    /// Characters without markup.
    pub(super) fn word(&mut self, object: &Object<'_>, key: &'static str) -> Option<String> {
        self.printed_word(object, key).map(|word| word.text)
    }

    /// The same, with its place.
    pub(super) fn printed_word(&mut self, object: &Object<'_>, key: &'static str) -> Option<Word> {
        let node = object.get(key)?;
        Some(Word { text: self.string(node, key)?.to_owned(), span: node.span })
    }

    /// A text with inline markup.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Text> {
        let text = self.string(node, what)?;
        let raw = self.source.get(node.span.start..node.span.end).unwrap_or_default();
        let mut spelling = Spelling::new(raw);
        let mut place = |at: usize| node.span.start + spelling.place(at);
        let (sources, unknown, cited) = (&self.sources, &mut self.unknown, &mut self.cited);
        let mut source = |id: &str| match sources.get(id) {
            Some(index) => {
                cited[*index] = true;
                Ok(*index)
            }
            None => Err(near_sources(id, sources, unknown)),
        };
        let mut context =
            markup::Context { source: &mut source, place: &mut place, diagnostics: &mut self.diagnostics };
        let inlines = markup::parse(text, &mut context);
        let text = Text { inlines, span: node.span };
        // Marks around nothing; where a citation was refused, that is said already.
        let cites = text.inlines.iter().any(|inline| matches!(inline, Inline::Cite(_)));
        if !cites && !text.inlines.is_empty() && is_blank(&text.plain()) {
            self.empty(node, what);
            return None;
        }
        Some(text)
    }

    pub(super) fn text_of(&mut self, object: &Object<'_>, key: &'static str) -> Option<Text> {
        let node = object.get(key)?;
        self.text(node, key)
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        let Value::Array(items) = &node.value else {
            self.wrong_type(node, &format!("`{what}`"), "a list");
            return None;
        };
        if items.is_empty() {
            let help = format!("add an entry, or leave out `{what}` where it may be missing");
            self.error(Code::EmptyList, short(node), format!("`{what}` has no entry"), help);
            return None;
        }
        Some(items)
    }

    /// The entries of an optional list, each decoded; those that fail are left out (and reported).
    pub(super) fn entries<T>(
        &mut self,
        object: &Object<'_>,
        key: &'static str,
        mut decode: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = object.get(key) else { return Vec::new() };
        let Some(items) = self.list(node, key) else { return Vec::new() };
        items.iter().filter_map(|item| decode(self, item)).collect()
    }

    pub(super) fn flag(&mut self, object: &Object<'_>, key: &'static str) -> bool {
        match object.get(key) {
            None => false,
            Some(Node { value: Value::Bool(value), .. }) => *value,
            Some(node) => {
                self.wrong_type(node, &format!("`{key}`"), "true or false");
                false
            }
        }
    }

    pub(super) fn number(&mut self, node: &Node, what: &str) -> Option<f64> {
        let Value::Number(value) = node.value else {
            self.wrong_type(node, &format!("`{what}`"), "a number");
            return None;
        };
        // Nobody writes -0 to see its sign.
        Some(value + 0.0)
    }

    /// A number within limits.
    pub(super) fn within(&mut self, node: &Node, what: &str, limits: Limits) -> Option<f64> {
        let value = self.number(node, what)?;
        let Limits { least, most, whole, above } = limits;
        let is_large_enough = if above { value > least } else { value >= least };
        if is_large_enough && value <= most && (!whole || value.fract() == 0.0) {
            return Some(value);
        }
        let what_kind = if whole { "a whole number" } else { "a number" };
        let help = match (above, most < AMOUNTS.most) {
            (_, true) => format!("write {what_kind} from {least} to {most}"),
            _ if value > most => format!("write {what_kind} up to {most:e}, in a larger unit"),
            (true, _) => format!("write {what_kind} above {least}"),
            _ => format!("write {what_kind} from {least} up"),
        };
        let message = format!("`{what}` cannot be {}", clip(self.raw(node.span)));
        self.error(Code::InvalidValue, node.span, message, help);
        None
    }

    /// The file's own characters.
    fn raw(&self, span: Span) -> &str {
        self.source.get(span.start..span.end).unwrap_or_default()
    }

    pub(super) fn date(&mut self, object: &Object<'_>, key: &'static str) -> Option<Date> {
        let node = object.get(key)?;
        let text = self.string(node, key)?;
        let date = Date::parse(text);
        if date.is_none() {
            let message = format!("`{}` is no day of the calendar", clip(text));
            self.error(Code::InvalidDate, node.span, message, "write YYYY-MM-DD, or YYYY-MM");
        }
        date
    }

    pub(super) fn address(&mut self, object: &Object<'_>, key: &'static str) -> Option<String> {
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
            self.error(Code::InvalidValue, node.span, format!("`{what}` cannot be `{}`", clip(text)), help);
        }
        found
    }

    /// Reports an id that was used before in its kind.
    pub(super) fn unique(&mut self, seen: &mut BTreeSet<String>, id: &str, span: Span, what: &str) {
        if !seen.insert(id.to_owned()) {
            let message = format!("two {what} have the id `{}`", clip(id));
            self.error(Code::DuplicateId, span, message, "rename one of them");
        }
    }
}

/// A span within one line: all of a simple value, the bracket of a list or object.
pub(super) const fn short(node: &Node) -> Span {
    match node.value {
        Value::Array(_) | Value::Object(_) => node.span.head(),
        _ => node.span,
    }
}

/// The beginning of characters from the file, as much as a message can hold.
pub(super) fn clip(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The words that someone may have meant, best first: at most three of about the same spelling.
pub(super) fn near<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    // Longer ones are no slips of the pen, and comparing them costs the product of their lengths.
    const LONGEST: usize = 200;
    let length = word.chars().count();
    if length > LONGEST {
        return Vec::new();
    }
    let limit = length / 3;
    let lower = word.to_lowercase();
    let words = words.filter(|other| other.chars().count().abs_diff(length) <= limit);
    let scored = words.map(|other| (strsim::osa_distance(&lower, &other.to_lowercase()), other));
    let mut scored: Vec<_> = scored.filter(|(distance, _)| *distance <= limit).collect();
    scored.sort();
    scored.dedup();
    if let Some((0, _)) = scored.first() {
        // The same but for the case: no other word is meant.
        scored.truncate(1);
    }
    scored.into_iter().take(3).map(|(_, other)| other.to_owned()).collect()
}

/// The ids of sources that someone may have meant. Each unknown one is compared with all there are, so that many of them get no
/// help: nobody reads so much of it.
fn near_sources(
    id: &str,
    sources: &BTreeMap<String, usize>,
    unknown: &mut BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    const MOST: usize = 100;
    if let Some(near) = unknown.get(id) {
        return near.clone();
    }
    if unknown.len() >= MOST {
        return Vec::new();
    }
    let near = near(id, sources.keys().map(String::as_str));
    unknown.insert(id.to_owned(), near.clone());
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_unknown_sources_are_told_from_near_ones() {
        let sources = BTreeMap::from([("report".to_owned(), 0)]);
        let mut unknown = BTreeMap::new();
        let mut helped = |id: &str| near_sources(id, &sources, &mut unknown) == ["report"];
        assert!(helped("repotr") && !helped("zzz"));
        assert!((0..98).all(|number| helped(&format!("report{number}"))));
        // What was looked up has its help still.
        assert!(!helped("rreport") && helped("repotr") && helped("report97"));
    }

    #[test]
    fn near_words_are_near() {
        assert_eq!(near("topik", ["topic", "title", "range"].into_iter()), ["topic"]);
        assert!(near("zzz", ["topic"].into_iter()).is_empty());
        assert_eq!(near("A4", ["a3", "a4", "a5"].into_iter()), ["a4"]);
        assert!(near("b", ["a"].into_iter()).is_empty());
        let long = "a".repeat(100_000);
        assert!(near(&long, [long.as_str()].into_iter()).is_empty());
        assert!(near("a", [long.as_str()].into_iter()).is_empty());
    }
}
