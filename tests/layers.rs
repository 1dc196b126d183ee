//! The direction of dependencies in `src/`, and how large a file may grow. One crate does not enforce either, so this does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What each module (a file or folder right under `src/`) may name of the others: a module, or a single thing in it. A
/// stage may name the leaves, the model, the display list and stages before it; nothing names a later stage, and nothing
/// names the shell.
const MAY_NAME: &[(&str, &[&str])] = &[
    // Leaves.
    ("geom", &[]),
    ("diag", &[]),
    ("resources", &[]),
    ("words", &[]),
    ("characters", &[]),
    ("parallel", &[]),
    // Data.
    ("model", &["diag", "geom"]),
    // Glyphs are what shaping makes and the display list holds: the two share the words for them, and no more.
    ("display", &["geom", "text::FaceId", "text::Fonts"]),
    ("theme", &["display::Colour", "geom", "model", "text::Weight"]),
    // Stages.
    ("input", &["characters", "diag", "geom", "model", "theme::BODY_RANGE", "words"]),
    ("audit", &["diag", "model"]),
    ("diff", &["diag", "geom", "model", "words"]),
    ("text", &["characters", "display::Glyph", "display::Text", "geom"]),
    ("compose", &["diag", "display", "geom", "model", "parallel", "resources", "text", "theme", "words"]),
    ("page", &["compose", "diag", "geom", "model", "parallel", "text", "theme"]),
    ("paint", &["compose", "display", "geom", "model", "page", "text", "theme"]),
    ("export", &["display", "geom", "model", "parallel", "text"]),
];

/// The shell may name everything.
const SHELL: &[&str] = &["cli", "lib", "main"];

/// Crates, and what of the standard library reaches outside, by the only places that may name them.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("printpdf", &["export/pdf"]),
    ("lopdf", &["export/pdf"]),
    ("hayro", &["export/png.rs"]),
    ("image", &["export/png.rs", "compose/emblem/bitmap.rs"]),
    ("usvg", &["compose/emblem"]),
    ("qrcodegen", &["compose/foot.rs"]),
    ("harfrust", &["text"]),
    ("icu_segmenter", &["text"]),
    ("unicode_bidi", &["text"]),
    ("similar", &["diff"]),
    ("serde_json", &["input", "cli"]),
    ("clap", &["cli"]),
    ("notify", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("rayon_core", &["parallel"]),
    ("nix", &["parallel", "cli"]),
    ("std::fs", &["cli"]),
    ("std::env", &["cli"]),
    ("std::process", &["cli", "main.rs"]),
    ("std::time", &["cli"]),
    ("std::net", &[]),
];

/// Lines of a file, tests included.
const MOST_LINES: usize = 450;

#[test]
fn no_module_names_what_it_may_not() {
    let table: BTreeMap<&str, &[&str]> = MAY_NAME.iter().copied().collect();
    let mut faults = Vec::new();
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for file in files() {
        let module = module_of(&file);
        if SHELL.contains(&module.as_str()) {
            continue;
        }
        let Some(allowed) = table.get(module.as_str()) else {
            faults.push(format!("{}: `{module}` is not in the table", file.display()));
            continue;
        };
        for path in named(&file) {
            let other = path.split("::").next().unwrap_or_default();
            if other == module {
                continue;
            }
            match allowed.iter().find(|entry| is_under(&path, entry)) {
                Some(entry) => drop(used.insert((module.clone(), (*entry).to_owned()))),
                None => faults.push(format!("{}: `{module}` names `crate::{path}`", file.display())),
            }
        }
    }
    // What is allowed and not used would be an invitation.
    for (module, entries) in MAY_NAME {
        let idle =
            entries.iter().filter(|entry| !used.contains(&((*module).to_owned(), (**entry).to_owned())));
        faults.extend(
            idle.map(|entry| format!("`{module}` no longer names `{entry}`: take it out of the table")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn crates_and_the_outside_world_are_named_in_one_place() {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for file in files() {
        let code = code(&file);
        let place = file.to_string_lossy().replace('\\', "/");
        for (name, places) in ONLY_IN {
            if !names(&code, name) {
                continue;
            }
            match places.iter().find(|home| place == **home || place.starts_with(&format!("{home}/"))) {
                Some(home) => drop(used.insert((name, home))),
                None => faults.push(format!("{place} names `{name}`")),
            }
        }
    }
    for (name, places) in ONLY_IN {
        let idle = places.iter().filter(|home| !used.contains(&(name, home)));
        faults.extend(idle.map(|home| format!("{home} no longer names `{name}`: take it out of the table")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let long = files().into_iter().filter_map(|file| {
        let lines = source(&file).lines().count();
        (lines > MOST_LINES)
            .then(|| format!("{} has {lines} lines, {MOST_LINES} are the most", file.display()))
    });
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn paths_are_found_in_code_alone() {
    let text = "use crate::{a::B, c}; // crate::d\nuse crate::e::F;\nlet x = \"crate::g\"; crate::h(1); super::super::i";
    assert_eq!(paths(&stripped(text)), ["a::B", "c", "e::F", "h"]);
    assert!(names(&stripped("use std::fs;"), "std::fs") && !names(&stripped("// std::fs"), "std::fs"));
    assert!(!names("let image = 1; image.width()", "image"), "a variable is no crate");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All source files, relative to `src/`.
fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("sources can be listed") {
            let path = entry.expect("sources can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path.strip_prefix(root()).expect("it is under src").to_owned());
            }
        }
    }
    found.sort();
    assert!(found.len() > 30, "the sources are where they were");
    found
}

#[expect(clippy::disallowed_methods, reason = "the sources are what is tested")]
fn source(file: &Path) -> String {
    std::fs::read_to_string(root().join(file)).expect("sources can be read")
}

/// The first part of a file's path, without extension.
fn module_of(file: &Path) -> String {
    let first = file.iter().next().unwrap_or_default().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file: no comments, no strings, no unit tests (which stand at the end).
fn code(file: &Path) -> String {
    let text = source(file);
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    stripped(&text)
}

/// Without line comments and plain strings.
fn stripped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut in_string = false;
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\\' if in_string => drop(characters.next()),
                '"' => in_string = !in_string,
                '/' if !in_string && characters.peek() == Some(&'/') => break,
                _ if !in_string => out.push(character),
                _ => {}
            }
        }
        out.push('\n');
    }
    out
}

/// Paths into the crate that a file names, by `crate::…` or by climbing to the root with `super`.
fn named(file: &Path) -> Vec<String> {
    let code = code(file);
    let is_mod = file.file_stem().is_some_and(|stem| stem == "mod");
    let depth = file.iter().count() - usize::from(is_mod);
    let climb = "super::".repeat(depth);
    let mut found = paths(&code);
    if let Some(at) = code.find(&climb) {
        let rest: String = code[at..].chars().take(60).collect();
        found.push(format!("{rest} (write `crate::`)"));
    }
    found
}

/// What follows each `crate::`: a path of at most two parts, or one for each entry of a group.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let is_word = code[..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '$');
        if is_word {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_entries(group)),
            None => found.extend(two_parts(rest)),
        }
    }
    found
}

/// The entries of a group at its top level.
fn group_entries(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut entries = vec![String::new()];
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            ',' if depth == 0 => entries.push(String::new()),
            _ => {
                depth += i32::from(character == '{') - i32::from(character == '}');
                entries.last_mut().expect("there is one").push(character);
            }
        }
    }
    entries.iter().flat_map(|entry| two_parts(entry.trim())).collect()
}

/// `a::b` of `a::b::c`; one for each entry of `a::{b, c}`.
fn two_parts(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
    };
    let first = word(path);
    if first.is_empty() {
        return Vec::new();
    }
    match path[first.len()..].strip_prefix("::") {
        None => vec![first],
        Some(rest) => match rest.strip_prefix('{') {
            Some(group) => {
                let inner = group.split('}').next().unwrap_or_default().split(',');
                let inner = inner.map(|entry| word(entry.trim())).filter(|entry| !entry.is_empty());
                inner
                    .map(|entry| if entry == "self" { first.clone() } else { format!("{first}::{entry}") })
                    .collect()
            }
            None => vec![format!("{first}::{}", word(rest))],
        },
    }
}

/// Whether a path is an entry of the table, or below it.
fn is_under(path: &str, entry: &str) -> bool {
    path == entry || path.strip_prefix(entry).is_some_and(|rest| rest.starts_with("::"))
}

/// Whether code names a crate or module: as the start of a path, or alone in a `use`.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let is_start =
            before.is_none_or(|before| !(before.is_alphanumeric() || before == '_' || before == ':'));
        let after = &code[at + name.len()..];
        is_start
            && (after.starts_with("::")
                || (name.contains("::")
                    && !after.starts_with(|next: char| next.is_alphanumeric() || next == '_')))
    })
}
