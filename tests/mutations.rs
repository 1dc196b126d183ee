//! Sheets that something went wrong with: there is always an error or a page, and never a panic. The folder `fuzz` tries more.
#![allow(clippy::disallowed_methods, reason = "cases are files")]

#[path = "support/attempt.rs"]
mod attempt;
mod support;

use std::path::PathBuf;

use attempt::attempt;
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use serde_json::{Value, json};

/// Sheets that are changed.
const FOLDERS: [&str; 4] = ["data", "tests/cases", "tests/cases/layout", "tests/cases/errors"];
/// Longer ones are changed less often, for they take longer.
const LONG: usize = 20_000;

/// A linear congruential generator (Knuth, MMIX): numbers that are as good as random, and always the same.
struct Dice(u64);

impl Dice {
    /// A number below `limit`, or 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<PathBuf> = FOLDERS
        .iter()
        .flat_map(|folder| std::fs::read_dir(support::project(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).expect("it can be read");
        (path, bytes)
    };
    files.into_iter().map(read).collect()
}

/// Pictures for all names that cases have: none is missing.
fn pictures() -> Resources {
    let square = std::fs::read(support::project("tests/cases/layout/square.svg")).expect("it is there");
    let names =
        ["square.svg", "picture.svg", "../../assets/emblem-default.svg", "../assets/emblem-default.svg"];
    Resources { images: names.map(|name| (name.to_owned(), square.clone())).into() }
}

/// Changes each sheet a few times, and counts how many of the changed ones can still be laid out.
fn try_all(seed: u64, change: impl Fn(&[u8], &mut Dice) -> Option<Vec<u8>>) -> usize {
    let (fonts, resources) = (Fonts::bundled(), pictures());
    let mut dice = Dice(seed);
    let mut laid = 0;
    for (path, bytes) in corpus() {
        let times = if bytes.len() > LONG { 20 } else { 100 };
        for time in 0..times {
            let Some(changed) = change(&bytes, &mut dice) else { continue };
            // The file is told before it panics.
            let work = std::panic::AssertUnwindSafe(|| attempt(&changed, &resources, &fonts));
            let tried = std::panic::catch_unwind(work);
            let found = tried.unwrap_or_else(|_| {
                panic!(
                    "{} changed for the {time}. time:\n{}",
                    path.display(),
                    String::from_utf8_lossy(&changed)
                )
            });
            laid += usize::from(found > 0);
        }
    }
    laid
}

#[test]
fn flipped_bits_are_errors_or_texts() {
    let laid = try_all(3, |bytes, dice| {
        let mut bytes = bytes.to_vec();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len());
            let bit = dice.below(8);
            *bytes.get_mut(at)? ^= 1 << bit;
        }
        Some(bytes)
    });
    assert!(laid > 20, "{laid} were laid out");
}

#[test]
fn what_is_cut_off_or_doubled_is_an_error() {
    try_all(5, |bytes, dice| {
        let (from, length) = (dice.below(bytes.len()), dice.below(400));
        let to = (from + length).min(bytes.len());
        Some(match dice.below(3) {
            0 => bytes[..from].to_vec(),
            1 => [&bytes[..from], &bytes[to..]].concat(),
            _ => [&bytes[..to], &bytes[from..]].concat(),
        })
    });
}

#[test]
fn swapped_and_odd_values_are_refused_or_laid_out() {
    let laid = try_all(7, |bytes, dice| {
        let mut sheet: Value = serde_json::from_slice(bytes).ok()?;
        for _ in 0..=dice.below(2) {
            change(&mut sheet, dice);
        }
        Some(sheet.to_string().into_bytes())
    });
    assert!(laid > 50, "{laid} were laid out");
}

/// Values at the edge of what their keys may have, or beyond it.
fn odd(dice: &mut Dice) -> Value {
    let odd = [
        json!(null),
        json!(0),
        json!(-1),
        json!(1e300),
        json!(1e15),
        json!(-0.0),
        json!(7.5),
        json!(72),
        json!(10_000),
        json!(""),
        json!(" "),
        json!("\n"),
        json!("**"),
        json!("`[^"),
        json!("[^\u{A0}], [^,x], [^]"),
        json!("*[a [**b](https://example.org/**) c](https://example.org"),
        json!("\u{202E}\u{2066}\u{200B}\u{AD}"),
        json!("e\u{301}\u{301}\u{301}\u{301}"),
        json!("a".repeat(3000)),
        json!("a ".repeat(3000)),
        json!("a\n".repeat(300)),
        json!("[a](https://example.org)[^x]"),
        json!([]),
        json!({}),
        json!(true),
        json!("2026-02-30"),
        json!("https://example.org/?q=%00"),
    ];
    odd[dice.below(odd.len())].clone()
}

/// Puts an odd value, or another value of the sheet, in some place; or takes a value away, or doubles it.
fn change(sheet: &mut Value, dice: &mut Dice) {
    let mut places = Vec::new();
    pointers(sheet, &mut String::new(), &mut places);
    if places.is_empty() {
        return;
    }
    let place = places[dice.below(places.len())].clone();
    let other = places[dice.below(places.len())].clone();
    let other = sheet.pointer(&other).cloned().unwrap_or_default();
    let kind = dice.below(5);
    let Some((above, key)) = place.rsplit_once('/') else { return };
    match (sheet.pointer_mut(above), kind) {
        (Some(Value::Object(entries)), 0) => drop(entries.remove(key)),
        (Some(Value::Array(values)), 0 | 1) => {
            let at = key.parse().unwrap_or(0);
            let value = values[at].clone();
            if kind == 0 { drop(values.remove(at)) } else { values.insert(at, value) }
        }
        (Some(above), 2 | 3) => {
            if let Some(value) = above.pointer_mut(&format!("/{key}")) {
                *value = odd(dice);
            }
        }
        (Some(above), _) => {
            if let Some(value) = above.pointer_mut(&format!("/{key}")) {
                *value = other;
            }
        }
        (None, _) => {}
    }
}

/// JSON pointers of all values but the whole.
fn pointers(value: &Value, at: &mut String, places: &mut Vec<String>) {
    let mut below = |key: &str, value: &Value| {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        places.push(at.clone());
        pointers(value, at, places);
        at.truncate(length);
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| below(&index.to_string(), value));
        }
        _ => {}
    }
}
