//! The JSON Schema and the reader agree.

use cheatsheet::diag::Severity;
use cheatsheet::input::{read, schema};
use jsonschema::Validator;
use serde_json::{Value, json};

const REAL: &str = include_str!("../data/lambda-default-vs-lmi.json");
const EXAMPLE: &str = include_str!("cases/example.json");
const EVERY_KEY: &str = include_str!("cases/every-key.json");
const TEMPLATE: &str = include_str!("../src/cli/template.json");

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn validator() -> Validator {
    jsonschema::options().should_validate_formats(true).build(&parsed(&schema())).expect("it is a schema")
}

fn reader_takes(sheet: &Value) -> bool {
    let reading = read(sheet.to_string().as_bytes());
    reading.diagnostics.iter().all(|finding| finding.severity == Severity::Warning)
}

#[test]
fn the_schema_is_one() {
    jsonschema::meta::validate(&parsed(&schema())).unwrap();
}

#[test]
fn good_sheets_are_valid() {
    let validator = validator();
    for (name, text) in
        [("real", REAL), ("example", EXAMPLE), ("every key", EVERY_KEY), ("template", TEMPLATE)]
    {
        let sheet = parsed(text);
        if let Some(error) = validator.iter_errors(&sheet).next() {
            panic!("{name}: {error} at {}", error.instance_path());
        }
        assert!(reader_takes(&sheet), "{name}");
    }
}

/// A sheet with the value behind a JSON Pointer replaced, added or (by null) removed.
fn edited(pointer: &str, value: &Value) -> Value {
    let mut sheet = parsed(EVERY_KEY);
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match sheet.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}")) {
        Value::Array(items) => {
            let index: usize = key.parse().expect("an index");
            if index < items.len() { items[index] = value.clone() } else { items.push(value.clone()) }
        }
        Value::Object(members) if value.is_null() => drop(members.remove(key)),
        Value::Object(members) => drop(members.insert(key.to_owned(), value.clone())),
        other => panic!("{parent} is {other}"),
    }
    sheet
}

/// Where the sheet with every key is broken, and by what value; null removes the key.
const BROKEN: &[(&str, &str)] = &[
    ("/title", r#"null"#),
    ("/title", r#""""#),
    ("/title", r#"" \n""#),
    ("/title", r#"1"#),
    ("/$schema", r#"1"#),
    ("/colour", r#""red""#),
    ("/language", r#""english language""#),
    ("/language", r#""e""#),
    ("/edition", r#""1.0""#),
    ("/edition/date", r#"null"#),
    ("/edition/date", r#""2026-02-30""#),
    ("/edition/date", r#""23.11.2026""#),
    ("/edition/date", r#""2026-11-23T00:00:00Z""#),
    ("/edition/url", r#""example.org""#),
    ("/edition/url", r#""https://exa mple.org""#),
    ("/authors", r#"[]"#),
    ("/authors/0/mail", r#""a@b""#),
    ("/subjects", r#"[]"#),
    ("/subjects/1/name", r#"null"#),
    ("/subjects/2", r#"{ "id": "c", "name": "C" }"#),
    ("/subjects/0/emblem", r#"{ "image": "/etc/passwd", "alt": "" }"#),
    ("/subjects/0/emblem", r#"{ "image": "../secret.svg", "alt": "" }"#),
    ("/subjects/0/emblem", r#"{ "image": "a.svg" }"#),
    ("/decision/rows", r#"[]"#),
    ("/decision/rows/0/cells", r#"{ "a": "one" }"#),
    ("/sections", r#"[]"#),
    ("/sections/0/items", r#"null"#),
    ("/sections/0/items", r#"{}"#),
    ("/sections/0/leads", r#""a""#),
    ("/sections/0/volatile", r#""yes""#),
    ("/sections/0/items/0", r#"{}"#),
    ("/sections/0/items/0", r#""row""#),
    ("/sections/0/items/0", r#"{ "topic": "T" }"#),
    ("/sections/0/items/0", r#"{ "topic": "T", "both": "B", "cells": { "a": "1", "b": "2" } }"#),
    ("/sections/0/items/0", r#"{ "calout": "tip", "text": "T" }"#),
    ("/sections/0/items/0/cells/a", r#"[]"#),
    ("/sections/0/items/0/cells/a", r#"{}"#),
    ("/sections/0/items/0/cells/a", r#"{ "verdict": "maybe" }"#),
    ("/sections/0/items/0/cells/a", r#"{ "text": "T", "note": "N" }"#),
    ("/sections/0/items/0/cells/a", r#"true"#),
    ("/sections/0/items/0/cells/c", r#""three""#),
    ("/sections/0/items/0/priority", r#"5"#),
    ("/sections/0/items/0/priority", r#"1.5"#),
    ("/sections/0/items/0/priority", r#""1""#),
    ("/sections/0/items/0/checked", r#""yesterday""#),
    ("/sections/0/items/0/changed", r#"{ "date": "2026-10" }"#),
    ("/sections/0/items/0/range", r#"{ "a": [1, 2] }"#),
    ("/sections/0/items/0/range", r#"{ "max": 2 }"#),
    ("/sections/0/items/0/range", r#"{ "max": 0, "a": [0, 0] }"#),
    ("/sections/0/items/0/range", r#"{ "max": 1e16, "a": [0, 0] }"#),
    ("/sections/0/items/0/range/a", r#"[1]"#),
    ("/sections/0/items/0/range/a", r#"[-1, 2]"#),
    ("/sections/0/items/1/callout", r#""warning""#),
    ("/sections/0/items/1/topic", r#""T""#),
    ("/sections/0/items/2/chart", r#""pie""#),
    ("/sections/0/items/2/parts", r#"[]"#),
    ("/sections/0/items/2/bars/0/values", r#"{}"#),
    ("/sections/0/items/2/bars/0/values", r#"{ "p": -1 }"#),
    ("/sections/0/items/2/bars/0/values", r#"{ "p": 1e308 }"#),
    ("/sections/0/items/3/alt", r#"null"#),
    ("/sections/0/items/3/figure", r#""../assets/a.svg""#),
    ("/sections/0/items/3/figure", r#""a//b.svg""#),
    ("/same/0/text", r#"null"#),
    ("/timeline/events", r#"[]"#),
    ("/notes/0", r#""note""#),
    ("/glossary/0/meaning", r#""""#),
    ("/sources/0/entries", r#"null"#),
    ("/sources/0/entries/0/id", r#""a b""#),
    ("/legend/source", r#""x""#),
    ("/theme", r#"1"#),
    ("/theme", r#""../theme.json""#),
    ("/theme/colour/left", r#""blue""#),
    ("/theme/face", r#"{ "cell": "IBM Plex Sans" }"#),
    ("/theme/face/text", r#""""#),
    ("/theme/type/cell", r#"9"#),
    ("/theme/rule/hair", r#""thin""#),
    ("/editions", r#"[]"#),
    ("/editions/0/id", r#""a/b""#),
    ("/editions/0/id", r#"".""#),
    ("/editions/0/id", r#""a*b?""#),
    ("/editions/0/id", r#""a\u0007""#),
    ("/editions/0/paper", r#""a9""#),
    ("/editions/0/paper", r#"{ "width_mm": 100 }"#),
    ("/editions/0/paper", r#"{ "width_mm": 1, "height_mm": 100 }"#),
    ("/editions/0/pages", r#"0"#),
    ("/editions/0/colour", r#""grey""#),
    ("/editions/0/type", r#"{ "min_pt": 5 }"#),
    ("/editions/0/bleed_mm", r#"-1"#),
    ("/editions/0/crop_marks", r#"1"#),
    ("/editions/0/binding", r#""right""#),
];

#[test]
fn broken_sheets_are_refused_by_both() {
    let validator = validator();
    for (pointer, value) in BROKEN {
        let sheet = edited(pointer, &parsed(value));
        assert!(!validator.is_valid(&sheet), "the schema takes {value} at {pointer}");
        assert!(!reader_takes(&sheet), "the reader takes {value} at {pointer}");
    }
}

/// Every place of a sheet, as a JSON Pointer.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    let mut go = |key: &str, value: &Value| {
        let place = format!("{here}/{key}");
        places(value, &place, found);
        found.push(place);
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| go(&n.to_string(), item)),
        Value::Object(members) => members.iter().for_each(|(key, member)| go(key, member)),
        _ => {}
    }
}

/// Every value of the sheet that has every key is replaced by one of each type, and removed. A sheet that is right for one
/// must be right for the other; references (and numbers that are compared) are the reader's alone.
#[test]
fn the_reader_and_the_schema_never_differ_in_keys_and_types() {
    let validator = validator();
    let mut found = Vec::new();
    places(&parsed(EVERY_KEY), "", &mut found);
    let values = [json!(null), json!(true), json!(2), json!("x"), json!(""), json!([]), json!({})];
    let mut differences = Vec::new();
    for place in &found {
        for value in values.iter().chain([&json!({ "zzz": 1 }), &json!(["x"]), &json!(-1), &json!("2026-11")])
        {
            let sheet = edited(place, value);
            let (schema, reader) = (validator.is_valid(&sheet), reader_takes(&sheet));
            let is_reference = reader_refers(&sheet);
            if schema != reader && !(schema && is_reference) {
                differences.push(format!("{place} = {value}: schema {schema}, reader {reader}"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(found.len() > 150, "{}", found.len());
}

/// Whether all that the reader finds wrong is about what refers to something else in the sheet.
fn reader_refers(sheet: &Value) -> bool {
    use cheatsheet::diag::Code::{DuplicateId, InvalidValue, MissingCell, UnknownKey, UnknownReference};
    let reading = read(sheet.to_string().as_bytes());
    let mut errors = reading.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
    errors.all(|finding| {
        let of_ids = finding.message.contains("is the id of no");
        matches!(finding.code, DuplicateId | MissingCell | UnknownReference)
            || finding.code == UnknownKey && of_ids
            // What is put into a word has to have its room there.
            || finding.code == InvalidValue && (finding.message.contains("must have `{")
                    || finding.message.contains("put in")
                    || finding.message.contains("twelve names"))
            // One number measured against another.
            || finding.code == InvalidValue && finding.message.contains("on the scale")
    })
}

/// Each key of the schema is in `every-key.json`, so that the test above tries it.
#[test]
fn every_key_is_tried() {
    fn keys<'v>(schema: &'v Value, found: &mut Vec<&'v str>) {
        match schema {
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get("properties") {
                    found.extend(properties.keys().map(String::as_str));
                    properties.values().for_each(|property| keys(property, found));
                }
                members
                    .iter()
                    .filter(|(key, _)| *key != "properties")
                    .for_each(|(_, value)| keys(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let schema = parsed(&schema());
    let mut known = Vec::new();
    keys(&schema, &mut known);
    assert!(known.len() > 80);
    for key in known {
        assert!(EVERY_KEY.contains(&format!("\"{key}\":")), "`{key}` is not in every-key.json");
    }
}

/// No object of the schema takes keys that it does not name, and each key says what it is.
#[test]
fn the_schema_is_strict_and_explains_itself() {
    fn walk(schema: &Value, objects: &mut usize) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (key, property) in properties {
                let about = property["description"].as_str().unwrap_or_default();
                assert!(about.len() > 4, "`{key}` has no description");
            }
        }
        if schema.get("type") == Some(&json!("object")) {
            *objects += 1;
            let other = &schema["additionalProperties"];
            assert!(*other == json!(false) || other.is_object(), "{schema}");
        }
        match schema {
            Value::Object(members) => members.values().for_each(|value| walk(value, objects)),
            Value::Array(items) => items.iter().for_each(|item| walk(item, objects)),
            _ => {}
        }
    }
    let mut objects = 0;
    walk(&parsed(&schema()), &mut objects);
    assert!(objects > 25, "{objects}");
}
