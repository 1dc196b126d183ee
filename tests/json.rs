//! Whatever the bytes are, reading them gives a sheet or errors with places, and never a panic.
#![expect(clippy::disallowed_methods, reason = "tests read their cases from disk")]

use std::fs;
use std::path::Path;

use cheatsheet::diag::{Code, Diagnostic, Severity};
use cheatsheet::input::{Outline, Reading, read};
use proptest::prelude::*;
use serde_json::{Map, Value};

const EXAMPLE: &str = include_str!("cases/example.json");

/// Reads a file that may be anything; each finding must have a place within it, on the boundaries of its characters.
fn read_any(source: &[u8]) -> Reading {
    let reading = read(source);
    let has_error = reading.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(reading.sheet.is_none(), has_error, "a sheet, or an error");
    for finding in &reading.diagnostics {
        check_place(source, finding);
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
        assert!(finding.message.len() < 2_000, "a message is short: {finding:?}");
    }
    reading
}

fn check_place(source: &[u8], finding: &Diagnostic) {
    let span = finding.span.unwrap_or_else(|| panic!("no place: {finding:?}"));
    assert!(span.start <= span.end && span.end <= source.len(), "outside the file: {finding:?}");
    if let Ok(text) = std::str::from_utf8(source) {
        let is_whole = text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
        assert!(is_whole, "within a character: {finding:?}");
    }
}

fn codes(reading: &Reading) -> Vec<Code> {
    reading.diagnostics.iter().map(|finding| finding.code).collect()
}

#[test]
fn what_is_json_is_read_and_what_is_not_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json");
    let mut seen = [0; 3];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(kind) = ["y_", "n_", "i_"].iter().position(|kind| name.starts_with(kind)) else { continue };
        let codes = codes(&read_any(&fs::read(&path).unwrap()));
        let is_refused = codes == [Code::Syntax] || codes == [Code::Encoding];
        match kind {
            0 => assert!(!is_refused, "{name} is JSON: {codes:?}"),
            1 => assert!(is_refused, "{name} is not JSON: {codes:?}"),
            _ => {}
        }
        assert!(!codes.is_empty(), "{name} is no sheet");
        seen[kind] += 1;
    }
    assert_eq!(seen, [95, 186, 35]);
}

#[test]
fn depth_costs_neither_the_stack_nor_the_day() {
    for source in [
        "[".repeat(100_000),
        "[{\"\":".repeat(50_000),
        "[".repeat(100_000) + &"]".repeat(100_000),
        "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000),
        EXAMPLE.replace("\"0 min\"", &("[".repeat(10_000) + &"]".repeat(10_000))),
    ] {
        let reading = read_any(source.as_bytes());
        assert!(reading.sheet.is_none() || source.len() < 10_000);
    }
}

#[test]
fn size_is_limited() {
    let blank = vec![b' '; 100 << 20];
    assert_eq!(codes(&read_any(&blank)), [Code::TooLarge]);
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let source = format!("\u{feff}{}", EXAMPLE.replace("\"title\": \"Time\"", "\"titel\": \"Time\""));
    let reading = read_any(source.as_bytes());
    let span = reading.diagnostics[0].span.unwrap();
    assert_eq!(&source[span.start..span.end], "\"titel\"");
    assert_eq!(Outline::of(source.as_bytes()).pointer(span), "/sections/0/titel");
    assert!(read_any(format!("\u{feff}{EXAMPLE}").as_bytes()).sheet.is_some());
}

#[test]
fn places_within_texts_are_exact_past_escapes() {
    let text = r#"\u00e9\n\"\ud83d\ude00 \\\\ [x](ftp://y) and[^raill]"#;
    let source = EXAMPLE.replace("Free on most lines", text);
    let reading = read_any(source.as_bytes());
    let marked: Vec<_> = reading.diagnostics.iter().map(|finding| finding.span.unwrap()).collect();
    let marked: Vec<_> = marked.iter().map(|span| &source[span.start..span.end]).collect();
    assert_eq!(marked, ["ftp://y", "raill"]);
}

#[test]
fn all_errors_come_in_one_run() {
    let source = EXAMPLE
        .replace("\"kind\":", "\"kid\":")
        .replace("2026-11-20", "2026-11-31")
        .replace("\"plane\": \"**60", "\"plain\": \"**60")
        .replace("[^iata]", "[^iat]")
        .replace("\"stacked-bars\"", "\"pie\"")
        .replace("\"paper\": \"letter\"", "\"paper\": \"leter\"");
    let reading = read_any(source.as_bytes());
    let mut found = codes(&reading);
    found.sort_unstable();
    found.dedup();
    let expected =
        [Code::UnknownKey, Code::InvalidValue, Code::MissingCell, Code::UnknownReference, Code::InvalidDate];
    assert_eq!(found, expected);
    assert_eq!(reading.diagnostics.len(), 9, "{:#?}", reading.diagnostics);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[*`\\\\\\[\\]^()a, ]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let keys = prop_oneof![Just("topic".to_owned()), Just("cells".to_owned()), "[a-z]{1,6}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((keys, inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Number of values in a value, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The n-th value of a tree, changed.
fn change(value: &mut Value, n: &mut usize, edit: &mut dyn FnMut(&mut Value)) {
    if *n == 0 {
        edit(value);
        *n = usize::MAX;
        return;
    }
    *n -= 1;
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, n, edit)),
        Value::Object(members) => members.values_mut().for_each(|member| change(member, n, edit)),
        _ => {}
    }
}

fn mutate(sheet: &mut Value, (at, how, with): (usize, u8, Value)) {
    let mut at = at % count(sheet);
    change(sheet, &mut at, &mut |value| match (how, value) {
        (0, Value::Array(items)) => drop(items.pop()),
        (0, Value::Object(members)) => {
            let first = members.keys().next().cloned();
            first.and_then(|key| members.remove(&key));
        }
        (1, Value::Array(items)) => items.extend(items.first().cloned()),
        (1, Value::Object(members)) => {
            let last = members.values().next_back().cloned();
            members.extend(last.map(|value| ("extra".to_owned(), value)));
        }
        (2, Value::Array(items)) => items.push(with.clone()),
        (_, value) => *value = with.clone(),
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        read_any(value.to_string().as_bytes());
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read_any(&bytes).sheet.is_none());
    }

    #[test]
    fn a_sheet_with_changed_values_is_read_or_refused(
        edits in prop::collection::vec((any::<usize>(), 0..4_u8, any_json()), 1..4)
    ) {
        let mut sheet: Value = serde_json::from_str(EXAMPLE).unwrap();
        for edit in edits {
            mutate(&mut sheet, edit);
        }
        read_any(sheet.to_string().as_bytes());
    }

    #[test]
    fn a_sheet_with_changed_bytes_is_read_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, any::<u8>()), 1..4)
    ) {
        let mut source = EXAMPLE.as_bytes().to_vec();
        for (at, how, byte) in edits {
            let at = at.index(source.len());
            match how {
                0 => source[at] = byte,
                1 => source.insert(at, b"\"{}[],:\\*`^\n"[usize::from(byte) % 12]),
                _ => drop(source.remove(at)),
            }
        }
        read_any(&source);
    }
}
