//! Sheet file → sheet, or findings with their places.
//!
//! Three steps: JSON with places (`tree`; `syntax` says why it is none), then decoding (`sheet`, `section`, `cell`,
//! `chart`, `edition`, with `markup` for the texts), then what only the whole can tell (`check`). Which keys there are
//! stands in one table (`format`), from which the JSON Schema (`schema`) is written, too. A decoder that meets an error reports it and goes on, so that one run
//! shows them all.

mod cell;
mod chart;
mod check;
mod edition;
mod format;
mod markup;
mod object;
mod own;
mod schema;
mod section;
mod shape;
mod sheet;
mod spelling;
mod syntax;
mod theme;
mod tree;

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Severity, Span};
use crate::model::{Item, Sheet, Theme, ThemeSource};
use object::Reader;
pub use tree::LARGEST;

/// The JSON Schema of the sheet file.
#[must_use]
pub fn schema() -> String {
    schema::text()
}

/// What reading gives: the sheet (none if there is any error), and everything found, in order of place.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The sheet, if it has no error.
    pub sheet: Option<Sheet>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The picture files that it names, whatever else is wrong: path as written, and where it is written.
    pub pictures: Vec<(String, Span)>,
    /// The same of fonts and of the theme.
    pub others: Vec<(String, Span)>,
}

/// Reads a sheet file.
#[must_use]
pub fn read(source: &[u8]) -> Reading {
    let root = match tree::parse(source) {
        Ok(root) => root,
        Err(error) => return Reading { diagnostics: vec![error], ..Reading::default() },
    };
    let mut reader = reader(source);
    let sheet = reader.sheet(&root);
    let cited = std::mem::take(&mut reader.cited);
    let mut diagnostics = reader.diagnostics;
    let has_error = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let sheet = sheet.filter(|_| !has_error);
    if let Some(sheet) = &sheet {
        diagnostics.extend(check::warnings(sheet, &cited));
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Reading { sheet, diagnostics, pictures: reader.pictures, others: reader.others }
}

/// The values of a sheet file by their places.
#[derive(Debug)]
pub struct Outline(Option<tree::Node>);

impl Outline {
    /// Of a file; of one that is no JSON it knows nothing.
    #[must_use]
    pub fn of(source: &[u8]) -> Self {
        Self(tree::parse(source).ok())
    }

    /// The path of the innermost value at a place, as a JSON Pointer (RFC 6901); empty for the whole file.
    #[must_use]
    pub fn pointer(&self, span: Span) -> String {
        self.0.as_ref().map(|root| tree::pointer(root, span)).unwrap_or_default()
    }
}

fn reader(source: &[u8]) -> Reader<'_> {
    Reader {
        // Parsed before, so it is UTF-8.
        source: std::str::from_utf8(source).unwrap_or_default(),
        diagnostics: Vec::new(),
        pictures: Vec::new(),
        others: Vec::new(),
        sources: BTreeMap::new(),
        unknown: BTreeMap::new(),
        cited: Vec::new(),
        subjects: Vec::new(),
    }
}

/// Reads a theme file: the theme (none if there is any error), and everything found.
#[must_use]
pub fn read_theme(source: &[u8]) -> (Option<Theme>, Vec<Diagnostic>) {
    let root = match tree::parse(source) {
        Ok(root) => root,
        Err(error) => return (None, vec![error]),
    };
    let mut reader = reader(source);
    let theme = reader.theme(&root);
    (theme.filter(|_| reader.diagnostics.is_empty()), reader.diagnostics)
}

/// The theme file that a sheet names: path as written, and where it is written.
#[must_use]
pub fn theme_file(sheet: &Sheet) -> Option<(&str, Span)> {
    match &sheet.theme {
        ThemeSource::Named { path, span } => Some((path, *span)),
        ThemeSource::Carried(_) => None,
    }
}

/// All files that a sheet names, for which it is not enough by itself: theme, fonts, pictures, each path once, with the
/// place where it is first written, in the order of these places.
#[must_use]
pub fn files(sheet: &Sheet) -> Vec<(&str, Span)> {
    let fonts = sheet.fonts.iter().map(|font| (font.path.as_str(), font.span));
    let mut files: Vec<_> = theme_file(sheet).into_iter().chain(fonts).chain(pictures(sheet)).collect();
    files.sort_by_key(|(_, span)| *span);
    let mut named = std::collections::BTreeSet::new();
    files.retain(|(path, _)| named.insert(*path));
    files
}

/// The picture files that a sheet names: path as written, and where it is written.
#[must_use]
pub fn pictures(sheet: &Sheet) -> Vec<(&str, Span)> {
    let emblems = sheet.subjects.iter().filter_map(|subject| subject.emblem.as_ref());
    let items = sheet.sections.iter().flat_map(|section| &section.items);
    let figures =
        items.filter_map(|item| if let Item::Figure(figure) = item { Some(&figure.picture) } else { None });
    emblems.chain(figures).map(|picture| (picture.path.as_str(), picture.span)).collect()
}
