//! The rules of `src/lib.rs` on who may name whom.

#![allow(clippy::disallowed_methods, reason = "tests read the sources and make their own folders")]

use std::fs;
use std::path::{Path, PathBuf};

/// What a module may name of the crate. Data flows from `input` to `export`; nobody names a later stage.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("geom", &[]),
    ("diag", &[]),
    ("resources", &[]),
    ("words", &[]),
    ("model", &["diag", "geom"]),
    ("input", &["model", "diag", "geom", "theme"]),
    ("audit", &["model", "diag"]),
    ("theme", &["model", "text", "display", "geom", "diag"]),
    // Glyphs are the same from the shaper to the file.
    ("text", &["display", "geom"]),
    ("display", &["text", "geom"]),
    ("compose", &["model", "text", "display", "theme", "words", "resources", "geom", "diag"]),
    ("page", &["compose", "model", "text", "theme", "geom", "diag"]),
    ("paint", &["page", "compose", "model", "text", "display", "theme", "geom"]),
    // Of the model, the calendar alone.
    ("export", &["display", "text", "model::Date", "geom"]),
];

/// Crates that only one place knows, so that they can be replaced there.
const KNOWN_TO: &[(&str, &[&str])] = &[
    ("printpdf", &["export/pdf/"]),
    ("lopdf", &["export/pdf/"]),
    ("subsetter", &["export/pdf/"]),
    ("flate2", &["export/pdf/"]),
    ("hayro", &["export/png.rs"]),
    ("harfrust", &["text/"]),
    ("icu_segmenter", &["text/"]),
    ("unicode_bidi", &["text/"]),
    ("usvg", &["compose/"]),
    ("image", &["compose/", "export/png.rs"]),
    ("serde", &["input/", "cli/"]),
    ("serde_json", &["input/", "cli/"]),
    ("strsim", &["input/"]),
    ("clap", &["cli/"]),
    ("notify", &["cli/"]),
    ("tempfile", &["cli/"]),
];

/// All files of `src` but `lib.rs`, by their path in it.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    let read = files.into_iter().map(|path| {
        let name = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
        (name, code(&fs::read_to_string(&path).expect("a source file")))
    });
    read.filter(|(name, _)| name != "lib.rs" && name != "main.rs").collect()
}

/// Without comments and unit tests, which may name what they like.
fn code(source: &str) -> String {
    let shipped = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What follows `crate::`; for a list in braces, each of its entries.
fn named(code: &str) -> Vec<&str> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let end = list.find('}').unwrap_or(list.len());
            found.extend(list[..end].split(',').map(str::trim).filter(|entry| !entry.is_empty()));
        } else {
            found.push(&rest[..rest.find(|c| !is_path(c)).unwrap_or(rest.len())]);
        }
    }
    found
}

/// Whether a crate is named: as the first word of a path.
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.match_indices(&path).any(|(at, _)| !code[..at].ends_with(is_word))
}

#[test]
fn data_flows_one_way() {
    let mut breaches = Vec::new();
    for (file, code) in sources() {
        let module = file.split(['/', '.']).next().expect("a module");
        if module == "cli" {
            continue;
        }
        let (_, may) = MAY_NAME
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("say in MAY_NAME and in src/lib.rs what `{module}` is for"));
        for path in named(&code) {
            let is_allowed = |may: &&str| path == *may || path.starts_with(&format!("{may}::"));
            if !path.starts_with(module) && !may.iter().any(is_allowed) {
                breaches.push(format!("{file} names {path}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn crates_are_named_in_one_place() {
    let sources = sources();
    let mut breaches = Vec::new();
    for (name, places) in KNOWN_TO {
        for (file, code) in &sources {
            if names_crate(code, name) && !places.iter().any(|place| file.starts_with(place)) {
                breaches.push(format!("{file} names {name}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn the_scan_sees_what_it_should() {
    let source = "use crate::page::Plan; // crate::cli\nuse crate::{input, geom::Abs};\nlet x = lopdf::Object::Null;\n";
    assert_eq!(
        named(&code(&format!("{source}// crate::paint\n#[cfg(test)]\nmod tests {{ crate::text }}"))),
        ["page::Plan", "cli", "input", "geom::Abs"]
    );
    assert!(
        names_crate(source, "lopdf") && !names_crate(source, "pdf") && !names_crate("a::lopdf::b", "lopdf")
    );
}
