//! JSON with places: every value and key knows where it stands in the file.
//!
//! `serde_json` does the reading. Its raw values borrow from the source, so a place is the distance between two
//! pointers, and no second JSON parser is needed. Each level is scanned again by the level below it; a sheet is
//! eight levels deep at most, so that the cost stays linear in its length.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::syntax;
use crate::diag::{Code, Diagnostic, Span};

/// A JSON value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What a JSON value can be.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

impl Node {
    /// The value of a key, if this is an object that has it.
    pub(super) fn member(&self, key: &str) -> Option<&Self> {
        let Value::Object(members) = &self.value else { return None };
        members.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The entries, if this is a list.
    pub(super) fn entries(&self) -> &[Self] {
        if let Value::Array(items) = &self.value { items } else { &[] }
    }

    /// The characters, if this is a string.
    pub(super) const fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text.as_str()) } else { None }
    }
}

impl Value {
    /// The name of its type, with an article.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) value: Node,
}

/// Bytes of the largest file that is read: ten thousand rows take a tenth of it.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// A sheet has eight levels. Each is scanned anew, so the limit bounds the cost, and the stack.
const DEEPEST: usize = 32;

/// Reads a file as JSON.
///
/// # Errors
/// The first place where it is not UTF-8 or not JSON.
pub(super) fn parse(source: &[u8]) -> Result<Node, Diagnostic> {
    if source.len() > LARGEST {
        let message = format!("the file is larger than {} MB", LARGEST >> 20);
        let error = Diagnostic::error(Code::TooLarge, Span::new(0, 0), message);
        return Err(error.with_help("split it into several sheets"));
    }
    let text = std::str::from_utf8(source).map_err(|error| encoding(source, error))?;
    let (text, skipped) = text.strip_prefix('\u{feff}').map_or((text, 0), |rest| (rest, 3));
    let raw: &RawValue =
        serde_json::from_str(text).map_err(|error| syntax::finding(text, skipped, &error))?;
    Reader { source: text, skipped }.node(raw, 0)
}

struct Reader<'a> {
    source: &'a str,
    /// Bytes of the file before `source`.
    skipped: usize,
}

impl Reader<'_> {
    fn span(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize) + self.skipped;
        Span::new(start, start + part.len())
    }

    fn node(&self, raw: &RawValue, depth: usize) -> Result<Node, Diagnostic> {
        let text = raw.get();
        let span = self.span(text);
        if depth > DEEPEST {
            let place = span.head();
            let message = format!("this is nested more than {DEEPEST} deep");
            let error = Diagnostic::error(Code::TooLarge, place, message);
            return Err(error.with_help("a sheet is never nested that deep"));
        }
        let wrong = |error: serde_json::Error| unreadable(span, text, &error);
        let value = match text.as_bytes().first() {
            Some(b'{') => {
                let raw: Object<'_> = serde_json::from_str(text).map_err(wrong)?;
                let members = raw.0.into_iter().map(|(key, value)| self.member(key, value, depth));
                Value::Object(members.collect::<Result<_, Diagnostic>>()?)
            }
            Some(b'[') => {
                let raw: Vec<&RawValue> = serde_json::from_str(text).map_err(wrong)?;
                Value::Array(raw.into_iter().map(|raw| self.node(raw, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Value::String(serde_json::from_str(text).map_err(wrong)?),
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'n') => Value::Null,
            _ => Value::Number(serde_json::from_str(text).map_err(wrong)?),
        };
        Ok(Node { value, span })
    }

    fn member(&self, key: &RawValue, value: &RawValue, depth: usize) -> Result<Member, Diagnostic> {
        let key_span = self.span(key.get());
        let text =
            serde_json::from_str(key.get()).map_err(|error| unreadable(key_span, key.get(), &error))?;
        Ok(Member { key: text, key_span, value: self.node(value, depth + 1)? })
    }
}

fn encoding(source: &[u8], error: std::str::Utf8Error) -> Diagnostic {
    let start = error.valid_up_to();
    let end = error.error_len().map_or(source.len(), |length| start + length);
    let is_wide = source.starts_with(b"\xff\xfe") || source.starts_with(b"\xfe\xff");
    let help = if is_wide { "the file is UTF-16: save it as UTF-8" } else { "save the file as UTF-8" };
    Diagnostic::error(Code::Encoding, Span::new(start, end), "this is not UTF-8").with_help(help)
}

/// What the grammar allows and no value can hold: half of a pair of escapes, and numbers beyond all measure.
fn unreadable(span: Span, raw: &str, error: &serde_json::Error) -> Diagnostic {
    if !raw.starts_with('"') {
        let error = Diagnostic::error(Code::TooLarge, span, "this number is too large");
        return error.with_help("write a number below 1e308");
    }
    let start = raw.get(..error.column()).and_then(|before| before.rfind("\\u")).unwrap_or(0);
    let end = (start + 6).min(raw.len());
    let place = Span::new(span.start + start, span.start + end);
    let message = format!("`{}` is half a character", raw.get(start..end).unwrap_or_default());
    let error = Diagnostic::error(Code::Syntax, place, message);
    error.with_help("write the character itself, or both of its halves")
}

/// The members of an object as they stand, doubles included.
struct Object<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(&'de RawValue, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members).map(Object)
    }
}

/// The path of the innermost value that holds a place, as a JSON Pointer (RFC 6901).
pub(super) fn pointer(node: &Node, span: Span) -> String {
    let mut path = String::new();
    let mut node = node;
    let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    loop {
        let next = match &node.value {
            Value::Object(members) => {
                let at = members.partition_point(|member| member.value.span.end < span.end);
                members.get(at).map(|member| (&member.value, member.key_span, Cow::from(&member.key)))
            }
            Value::Array(items) => {
                let at = items.partition_point(|item| item.span.end < span.end);
                items.get(at).map(|item| (item, item.span, Cow::from(at.to_string())))
            }
            _ => None,
        };
        let Some((inner, _, step)) = next.filter(|(inner, key, _)| holds(inner.span) || holds(*key)) else {
            return path;
        };
        path.push('/');
        path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        node = inner;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_keys_know_their_places() {
        let source = "{ \"a\\u0062\": [1, \"x\"] }";
        let node = parse(source.as_bytes()).unwrap();
        let Value::Object(members) = &node.value else { panic!() };
        assert_eq!(members[0].key, "ab");
        assert_eq!(&source[members[0].key_span.start..members[0].key_span.end], "\"a\\u0062\"");
        let Value::Array(items) = &members[0].value.value else { panic!() };
        assert_eq!(&source[items[1].span.start..items[1].span.end], "\"x\"");
        assert_eq!(pointer(&node, items[1].span), "/ab/1");
    }

    #[test]
    fn what_is_no_json_says_where() {
        for (source, code, at) in [
            (&b"{\"a\": 1,}"[..], Code::Syntax, 7),
            (b"\xff", Code::Encoding, 0),
            (b"", Code::Syntax, 0),
            (b"[\"a\\ud800b\"]", Code::Syntax, 3),
            (b"{\"\\udc00\": 1}", Code::Syntax, 2),
            (b"[1e999]", Code::TooLarge, 1),
        ] {
            let error = parse(source).unwrap_err();
            assert_eq!((error.code, error.span.unwrap().start), (code, at), "{source:?}: {}", error.message);
        }
    }

    #[test]
    fn depth_is_limited() {
        let deep = "[".repeat(10_000);
        assert_eq!(parse(deep.as_bytes()).unwrap_err().code, Code::Syntax);
        let closed = deep + &"]".repeat(10_000);
        assert_eq!(parse(closed.as_bytes()).unwrap_err().code, Code::TooLarge);
    }
}
