//! What is said of changes between two sheets.
//!
//! `UPDATE=1 cargo test --test diff` writes what comes out of the case in `tests/cases/diff`; look at the difference before you keep it.

mod support;

use std::fs;

use cheatsheet::diff::diff;
use cheatsheet::diff::form::{self, Paint};
use cheatsheet::input;
use cheatsheet::model::Sheet;
use serde_json::{Value, json};

#[test]
#[expect(clippy::disallowed_methods, reason = "expectations are files")]
fn the_case_says_what_it_said() {
    let folder = support::project("tests/cases/diff");
    let read = |name: &str| support::sheet(&fs::read(folder.join(name)).expect("the case is there"));
    let (old, new) = (read("old.json"), read("new.json"));
    let found = diff(&old, &new);
    let forms = [
        ("text.txt", form::text(&found, Paint::default())),
        ("readers.md", form::markdown(&found).0),
        ("readers.html", form::html(&found).0),
    ];
    for (name, text) in forms {
        if support::updates() {
            fs::write(folder.join(name), text).expect("expectations can be written");
        } else {
            let expected = fs::read_to_string(folder.join(name)).expect("it is there");
            assert_eq!(text, expected, "{name}");
        }
    }
}

/// A sheet with some rows, each of one word on either side.
fn rows(topics: &[&str]) -> Value {
    let row =
        |topic: &&str| json!({ "topic": topic, "cells": { "a": format!("left of {topic}"), "b": "right" } });
    json!({
        "title": "T", "language": "en", "edition": { "version": "1", "date": "2026-01-01" },
        "subjects": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
        "sections": [{ "title": "S", "items": topics.iter().map(row).collect::<Vec<_>>() }]
    })
}

fn sheet(json: &Value) -> Sheet {
    support::sheet(json.to_string().as_bytes())
}

fn said(old: &Value, new: &Value) -> String {
    form::text(&diff(&sheet(old), &sheet(new)), Paint::default())
}

#[test]
fn one_row_that_moved_is_one_change() {
    let text = said(&rows(&["q", "w", "e", "r"]), &rows(&["r", "q", "w", "e"]));
    assert!(text.ends_with("S\n  > r\n\n1 moved\n"), "{text}");
}

#[test]
fn a_topic_written_anew_is_the_same_row() {
    let mut new = rows(&["one", "two"]);
    new["sections"][0]["items"][1]["topic"] = json!("twice");
    let text = said(&rows(&["one", "two"]), &new);
    assert!(text.contains("~ [-two-]{+twice+}\n\n1 changed"), "{text}");
}

#[test]
fn subjects_that_change_sides_are_the_same() {
    let old = rows(&["one"]);
    let mut new = old.clone();
    new["subjects"] = json!([{ "id": "b", "name": "B" }, { "id": "a", "name": "A" }]);
    let text = said(&old, &new);
    assert!(!text.contains("left of"), "{text}");
    assert!(text.ends_with("1 moved\n"), "{text}");
}

#[test]
fn numbers_of_sources_are_no_change() {
    let mut old = rows(&["one"]);
    old["sections"][0]["items"][0]["cells"]["a"] = json!("x[^s]");
    old["sources"] = json!([{ "group": "G", "entries": [{ "id": "s", "title": "S" }] }]);
    let mut new = old.clone();
    new["sources"][0]["entries"]
        .as_array_mut()
        .expect("a list")
        .insert(0, json!({ "id": "r", "title": "R" }));
    let text = said(&old, &new);
    assert!(text.contains("Sources\n  + R") && text.ends_with("1 added\n"), "{text}");
}

#[test]
fn readers_do_not_see_what_is_not_printed() {
    let mut new = rows(&["one"]);
    new["sections"][0]["items"][0]["checked"] = json!("2026-01-02");
    let (old, new) = (sheet(&rows(&["one"])), sheet(&new));
    let found = diff(&old, &new);
    let (markdown, hidden) = form::markdown(&found);
    assert!(markdown.ends_with("Nothing changed.\n") && hidden == 1, "{markdown}");
    assert!(form::text(&found, Paint::default()).contains("checked: {+2026-01-02+}"));
}

#[test]
fn languages_have_words_for_it() {
    let mut new = rows(&["one"]);
    new["language"] = json!("de");
    let (old, new) = (sheet(&rows(&[" two "])), sheet(&new));
    let (html, _) = form::html(&diff(&old, &new));
    assert!(
        html.contains("<section class=\"changes\" lang=\"de\">\n<h2>Was sich geändert hat: T</h2>"),
        "{html}"
    );
}

/// Every value of the file that keeps every key, changed a little, one at a time.
#[test]
fn no_key_is_forgotten() {
    let json: Value = serde_json::from_slice(include_bytes!("cases/every-key.json")).expect("it is JSON");
    let old = sheet(&json);
    let (mut tried, mut silent) = (0, Vec::new());
    for path in leaves(&json, "") {
        let mut changed = json.clone();
        let value = changed.pointer_mut(&path).expect("it is there");
        *value = match value.take() {
            Value::String(text) => json!(another(&text)),
            Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
            Value::Bool(is) => json!(!is),
            other => other,
        };
        let Some(new) = input::read(changed.to_string().as_bytes()).sheet else { continue };
        tried += 1;
        let found = diff(&old, &new);
        // The version and the date stand above all changes.
        if found.groups.is_empty()
            && (&old.release.version.text, old.release.date) == (&new.release.version.text, new.release.date)
        {
            silent.push(path);
        }
    }
    assert_eq!(silent, ["/$schema"]);
    assert!(tried > 90, "{tried} changes were tried");
}

/// The same kind of text with another content.
fn another(text: &str) -> String {
    let others = [
        ("2026-11-23", "2026-11-22"),
        ("2026-10", "2026-09"),
        ("2026-11", "2026-12"),
        ("2026-01-31", "2026-01-30"),
        ("2026-02", "2026-03"),
        ("yes", "no"),
        ("tip", "cost"),
        ("gray", "full"),
        ("left", "top"),
        ("a4", "a3"),
        ("a5", "a3"),
        ("en-GB", "en-US"),
        ("picture.svg", "other.svg"),
        ("fonts/one.ttf", "fonts/two.ttf"),
        ("two.otf", "three.otf"),
        ("#111111", "#101010"),
        ("#505050", "#404040"),
        ("#0B3563", "#0B3562"),
        ("#BA500E", "#BA500D"),
        ("#777777", "#707070"),
        ("#A6A6A6", "#A0A0A0"),
    ];
    let known = others.iter().find(|(known, _)| *known == text).map(|(_, other)| (*other).to_owned());
    known.unwrap_or_else(|| format!("{text}x"))
}

/// JSON Pointers of all that is no object and no list.
fn leaves(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::Object(entries) => {
            entries.iter().flat_map(|(key, value)| leaves(value, &format!("{path}/{key}"))).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, value)| leaves(value, &format!("{path}/{at}"))).collect()
        }
        _ => vec![path.to_owned()],
    }
}
