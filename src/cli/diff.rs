//! `diff`: what changed between two sheets.

use std::path::Path;

use super::args::{Diff as Args, DiffFormat};
use super::files::Largest;
use super::report::Reporter;
use super::source::Source;
use super::{Failure, changes, extract, files};
use crate::diag::{Diagnostic, Severity};
use crate::diff::diff;
use crate::diff::form::{self, Paint};
use crate::export::pdf::{NoFile, attached_sheet, attached_theme};
use crate::input;
use crate::model::{Sheet, ThemeSource};

pub(super) fn run(args: &Args, reporter: &mut Reporter) -> Result<(), Failure> {
    let is_stdin = |path: &Path| path == Path::new("-");
    if is_stdin(&args.old) && is_stdin(&args.new) {
        return Err(Failure::usage("standard input is one of the two: name a file for the other"));
    }
    // What is wrong with either is said before it ends.
    let (old, new) = (read(&args.old, reporter), read(&args.new, reporter));
    let (mut old, mut new) = (old?, new?);
    resolve(&mut old, &mut new);
    let found = diff(&old.sheet, &new.sheet);
    let (out, hidden) = match args.format {
        DiffFormat::Text => (form::text(&found, paint(reporter)), 0),
        DiffFormat::Markdown => form::markdown(&found),
        DiffFormat::Html => form::html(&found),
        DiffFormat::Json => (format!("{:#}\n", changes::json(&found, [&old.source, &new.source])), 0),
    };
    files::print(out.as_bytes())?;
    if hidden > 0 {
        let (what, are) = if hidden == 1 { ("change", "is") } else { ("changes", "are") };
        reporter.note(&format!(
            "{hidden} {what} that no words of the page show {are} left out; `--format text` has all"
        ));
    }
    Ok(())
}

/// One of the two.
struct Input {
    source: Source,
    sheet: Sheet,
    /// Of the PDF that carries it.
    theme: Option<Vec<u8>>,
}

/// Reads a sheet file, or the one in a PDF. Errors are reported; warnings are for whoever makes something of it.
fn read(path: &Path, reporter: &mut Reporter) -> Result<Input, Failure> {
    let bytes = files::read_input(path, Largest::PDF)?;
    let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| *byte == b'{');
    let (bytes, theme) = match attached_sheet(&bytes) {
        Ok(sheet) if !is_json => (sheet, attached_theme(&bytes).ok()),
        Ok(_) | Err(NoFile::NotPdf) => (bytes, None),
        Err(_) if is_json => (bytes, None),
        Err(reason) => return Err(extract::no_sheet(path, reason)),
    };
    let source = Source::new(path, bytes);
    let reading = input::read(&source.bytes);
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let errors: Vec<Diagnostic> = reading.diagnostics.iter().filter(is_error).cloned().collect();
    reporter.report(&source, &errors);
    Ok(Input { source, sheet: reading.sheet.ok_or_else(Failure::reported)?, theme })
}

/// The theme of a sheet that names a file; `None` if it cannot be had.
fn theme(input: &Input) -> Option<ThemeSource> {
    let Some((name, span)) = input::theme_file(&input.sheet) else { return Some(input.sheet.theme.clone()) };
    let bytes = match &input.theme {
        Some(bytes) => bytes.clone(),
        None if input.source.path == Path::new("-") => return None,
        None => files::read_named(&files::folder_of(&input.source.path), name, Largest::SHEET).ok()?,
    };
    let (theme, _) = input::read_theme(&bytes);
    Some(ThemeSource::Carried(Box::new(theme?.named_at(span))))
}

/// Puts themes that have files of their own in place of their names, if both can be had.
fn resolve(old: &mut Input, new: &mut Input) {
    if let (Some(before), Some(after)) = (theme(old), theme(new)) {
        (old.sheet.theme, new.sheet.theme) = (before, after);
    }
}

/// Colours where standard output shows them.
fn paint(reporter: &Reporter) -> Paint<'static> {
    if reporter.paints(&std::io::stdout()) {
        Paint { added: "\u{1b}[32m", removed: "\u{1b}[31m", heading: "\u{1b}[1m", end: "\u{1b}[0m" }
    } else {
        Paint::default()
    }
}
