//! What the tests share: sheets from disk, readings of the display list, random sheets.
#![allow(dead_code, reason = "every test takes its own part of this")]
#![allow(unreachable_pub, reason = "every test is a crate of its own")]
#![allow(clippy::disallowed_methods, reason = "tests read their cases from disk")]

pub mod breaks;
pub mod consistent;
pub mod listing;
pub mod pdf;
pub mod seen;

pub mod strings;

use std::path::{Path, PathBuf};

use cheatsheet::display::Book;
use cheatsheet::input;
use cheatsheet::model::{Edition, Sheet};
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;

/// A file of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether expectations are written instead of compared.
pub fn updates() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

/// The real sheet, as bytes.
pub fn real_source() -> Vec<u8> {
    std::fs::read(project("data/lambda-default-vs-lmi.json")).expect("the real sheet is in the project")
}

/// A sheet of which we know that it has no error.
pub fn sheet(source: &[u8]) -> Sheet {
    let reading = input::read(source);
    reading.sheet.unwrap_or_else(|| panic!("the sheet has errors: {:#?}", reading.diagnostics))
}

/// The pictures of a sheet whose file lies in `folder`.
pub fn pictures(sheet: &Sheet, folder: &Path) -> Resources {
    let named = input::pictures(sheet).into_iter();
    let images = named.map(|(name, _)| {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name.to_owned(), bytes)
    });
    Resources { images: images.collect() }
}

/// The edition with an id.
pub fn edition<'a>(sheet: &'a Sheet, id: &str) -> &'a Edition {
    let found = sheet.editions.iter().find(|edition| edition.id == id);
    found.unwrap_or_else(|| panic!("the sheet has no edition `{id}`"))
}

/// Lays out a sheet that must fit.
pub fn lay(sheet: &Sheet, edition: &Edition, resources: &Resources, fonts: &Fonts) -> Book {
    match cheatsheet::layout(sheet, edition, resources, fonts) {
        Ok(layout) => layout.book,
        Err(diagnostics) => panic!("edition `{}` was refused: {diagnostics:#?}", edition.id),
    }
}

/// The real sheet in an edition.
pub fn real(id: &str) -> (Sheet, Book) {
    let sheet = sheet(&real_source());
    let resources = pictures(&sheet, &project("data"));
    let book = lay(&sheet, edition(&sheet, id), &resources, &Fonts::bundled());
    (sheet, book)
}
