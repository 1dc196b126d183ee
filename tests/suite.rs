//! Cases as files: `tests/cases/layout/<name>.json` is laid out (its first edition), and the display list must be
//! `<name>.display.txt`; what is reported must be `<name>.diag.txt` (no such file: nothing is).
//!
//! `UPDATE=1 cargo test --test suite` writes what comes out; look at the difference before you keep it.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cheatsheet::diag::{Diagnostic, Severity, Span};
use cheatsheet::text::Fonts;
use cheatsheet::{display, input};

/// A case may not say more than a person can review.
const MOST_LINES: usize = 400;

#[test]
fn cases_lay_out_as_they_did() {
    let folder = support::project("tests/cases/layout");
    let update = update();
    let fonts = Fonts::bundled();
    let mut expected = BTreeSet::new();
    let mut faults = Vec::new();
    for case in files(&folder, "json") {
        let outcome = outcome(&case, &folder, &fonts);
        for (extension, text) in [("display.txt", &outcome.0), ("diag.txt", &outcome.1)] {
            let path = case.with_extension(extension);
            expected.insert(path.clone());
            if update {
                write(&path, text);
            } else {
                faults.extend(compare(&path, text));
            }
        }
    }
    assert!(!expected.is_empty(), "there are no cases in {}", folder.display());
    let orphans = files(&folder, "txt").into_iter().filter(|path| !expected.contains(path));
    faults.extend(orphans.map(|path| format!("{} belongs to no case", path.display())));
    assert!(
        faults.is_empty(),
        "{}\nUPDATE=1 cargo test --test suite writes what comes out",
        faults.join("\n")
    );
}

/// Whether expectations are written instead of compared.
#[expect(clippy::disallowed_methods, reason = "the way to ask for new expectations")]
fn update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

/// The display list of a case (empty if it was refused), and what was reported.
fn outcome(case: &Path, folder: &Path, fonts: &Fonts) -> (String, String) {
    let source = read(case);
    let reading = input::read(source.as_bytes());
    let mut found = reading.diagnostics;
    let mut list = String::new();
    if let Some(sheet) = reading.sheet {
        let resources = support::pictures(&sheet, folder);
        match cheatsheet::layout(&sheet, &sheet.editions[0], &resources, fonts) {
            Ok(layout) => {
                found.extend(layout.diagnostics);
                list = display::dump(&layout.book, fonts);
            }
            Err(diagnostics) => found.extend(diagnostics),
        }
    }
    (list, found.iter().map(|finding| told(finding, &source)).collect())
}

/// A finding as the command line would tell it in short form, with its remedies and other places.
fn told(finding: &Diagnostic, source: &str) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = finding.span.map(|span| placed(span, source));
    let mut out =
        format!("{}{severity}[{}]: {}\n", place.unwrap_or_default(), finding.code.word(), finding.message);
    for help in &finding.help {
        let _ = writeln!(out, "  help: {help}");
    }
    for (span, message) in &finding.related {
        let _ = writeln!(out, "  {}note: {message}", placed(*span, source));
    }
    out
}

/// Line and column, each from 1, before what is said about them.
fn placed(span: Span, source: &str) -> String {
    let before = &source[..span.start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    format!("{}:{}: ", before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Files of a folder by the last part of their extension, in order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of cases is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes an expectation; nothing to expect is no file.
#[expect(clippy::disallowed_methods, reason = "expectations are files")]
fn write(path: &Path, text: &str) {
    let done = if text.is_empty() {
        std::fs::remove_file(path)
            .or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
    } else {
        std::fs::write(path, text)
    };
    done.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// What differs, if anything does: the first lines that do.
fn compare(path: &Path, text: &str) -> Vec<String> {
    let wanted = if path.exists() { read(path) } else { String::new() };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut faults = Vec::new();
    if text.lines().count() > MOST_LINES {
        faults.push(format!("{name}: {} lines are too many to review", text.lines().count()));
    }
    if wanted != text {
        let mut fault = format!("{name} differs:");
        let (old, new): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), text.lines().collect());
        let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let tail = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(old, new)| old == new);
        let tail = tail.count();
        for line in old[same..old.len() - tail].iter().take(8) {
            let _ = write!(fault, "\n  {}: - {line}", same + 1);
        }
        for line in new[same..new.len() - tail].iter().take(8) {
            let _ = write!(fault, "\n  {}: + {line}", same + 1);
        }
        faults.push(fault);
    }
    faults
}
