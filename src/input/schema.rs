//! The format as a JSON Schema, for editors.
//!
//! Draft 7, because that is what editors complete from. Whatever the schema refuses, the reader refuses; what only the
//! reader can tell (ids that name nothing, marks within texts, the calendar) the schema lets pass.

use serde_json::{Map, Value, json};

use super::format::{CELL, ITEMS, PAPER_WORDS, PAPERS, SHEET, SUBJECT, THEME};
use super::shape::{Ids, Key, Kind, Limits, Rule, Shape};

/// Something that is printed: one character at least is no space, and none of those that show nothing (of the basic plane:
/// editors differ in how they read others).
const NOT_EMPTY: &str = concat!(
    r"[^\s\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164",
    r"\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8]"
);
/// RFC 5646, section 2.1, as far as the reader looks.
const LANGUAGE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
const MONTH: &str = "^[0-9]{4}-(0[1-9]|1[0-2])$";
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const ADDRESS: &str = r"^(https?://|mailto:)\S+$";
/// Forward slashes, no way out of the folder, more than spaces.
const PATH: &str = r"^(?=.*\S)(?!/)(?!(.*/)?\.\.(/|$))(?!.*//)[^\\:\u0000]*[^\\:\u0000/]$";
const FILE_NAME: &str = r#"^(?!\.)[^/\\:*?"<>|\u0000-\u001f\u007f-\u009f]+$"#;
const SOURCE_ID: &str = r"^[^\s,\[\]]+$";

/// The schema of the whole file, indented, with a newline at its end.
pub(super) fn text() -> String {
    format!("{:#}\n", document())
}

fn document() -> Value {
    let mut root = object(&SHEET);
    root["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    root["title"] = json!("Sheet file of cheatsheet");
    root["definitions"] = json!({ "cell": cell() });
    root
}

/// An object with its keys and no other.
fn object(shape: &Shape) -> Value {
    let properties: Map<String, Value> =
        shape.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = json!({ "type": "object", "description": shape.about, "additionalProperties": false });
    if !properties.is_empty() {
        schema["properties"] = Value::Object(properties);
    }
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if let Some(Ids { fewest, most, kind }) = &shape.ids {
        schema["additionalProperties"] = value(kind);
        schema["minProperties"] = json!(fewest + required.len());
        if let Some(most) = most {
            schema["maxProperties"] = json!(most + required.len());
        }
    }
    let each = |keys: &[&str]| keys.iter().map(|key| json!({ "required": [key] })).collect::<Value>();
    match shape.rule {
        Rule::Free => {}
        Rule::OneOf(keys) => schema["oneOf"] = each(keys),
        Rule::AnyOf(keys) => schema["anyOf"] = each(keys),
    }
    schema
}

/// What stands behind a key, with the key's own description.
fn property(key: &Key) -> Value {
    let schema = value(&key.kind);
    let mut schema = if schema.get("$ref").is_some() {
        // Draft 7 ignores what stands beside a reference.
        json!({ "allOf": [schema] })
    } else {
        schema
    };
    schema["description"] = json!(key.about);
    schema
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Text | Kind::Word => pattern(NOT_EMPTY),
        Kind::Free => json!({ "type": "string" }),
        Kind::Language => pattern(LANGUAGE),
        Kind::Date => json!({ "type": "string", "anyOf": [
            { "format": "date", "pattern": DAY },
            { "pattern": MONTH },
        ] }),
        Kind::Address => pattern(ADDRESS),
        Kind::Path => pattern(PATH),
        Kind::Paths => list(&pattern(PATH)),
        Kind::Asset => pattern(&PATH.replacen('^', r"^(\.\./assets/)?", 1)),
        Kind::FileName => {
            json!({ "type": "string", "allOf": [{ "pattern": FILE_NAME }, { "pattern": NOT_EMPTY }] })
        }
        Kind::SourceId => pattern(SOURCE_ID),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number(limits) => number(*limits),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Bar => {
            json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": { "type": "number", "minimum": 0 } })
        }
        Kind::Object(shape) => object(shape),
        Kind::List(shape) => list(&object(shape)),
        Kind::Texts => list(&pattern(NOT_EMPTY)),
        Kind::Subjects => json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": object(&SUBJECT) }),
        Kind::Items => {
            json!({ "type": "array", "items": { "anyOf": ITEMS.map(|(_, shape)| titled(shape)) } })
        }
        Kind::Cell => json!({ "$ref": "#/definitions/cell" }),
        Kind::Paper => {
            let mut ways = vec![json!({ "enum": PAPER_WORDS })];
            ways.extend(PAPERS.map(object));
            json!({ "anyOf": ways })
        }
        Kind::Theme => json!({ "anyOf": [pattern(PATH), object(&THEME)] }),
        Kind::Colour => pattern("^#[0-9A-Fa-f]{6}$"),
    }
}

fn cell() -> Value {
    json!({
        "description": "A text, a list of texts (bullets), or an object of `verdict`, `text`, `points` and `code`.",
        "anyOf": [pattern(NOT_EMPTY), list(&pattern(NOT_EMPTY)), object(&CELL)],
    })
}

fn titled(shape: &Shape) -> Value {
    let mut schema = object(shape);
    schema["title"] = json!(shape.name);
    schema
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn list(entry: &Value) -> Value {
    json!({ "type": "array", "minItems": 1, "items": entry })
}

fn number(Limits { least, most, whole, above }: Limits) -> Value {
    let mut schema = json!({ "type": if whole { "integer" } else { "number" } });
    schema[if above { "exclusiveMinimum" } else { "minimum" }] = json!(least);
    schema["maximum"] = json!(most);
    schema
}
