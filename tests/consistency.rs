//! The parts of a PDF agree with each other: content, tags, areas, fonts, metadata. The check finds each fault that is
//! planted, and `page_validation` finds none of its own.

#![allow(clippy::disallowed_methods, reason = "tests read their cases from disk")]

mod faults;
#[path = "support/sheets.rs"]
mod sheets;
mod support;

use std::path::Path;

use cheatsheet::display::{Book, Content, Glyph};
use cheatsheet::export::pdf::{self, Carried, NoFile, Options};
use cheatsheet::input;
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use lopdf::Document;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::consistent::faults;

const EDITIONS: [&str; 8] = ["a4", "letter", "gray", "bound", "quick", "large-print", "a3", "press"];

fn made(book: &Book, source: Vec<u8>) -> Vec<u8> {
    made_with(book, source, &Fonts::bundled())
}

fn made_with(book: &Book, source: Vec<u8>, fonts: &Fonts) -> Vec<u8> {
    let options =
        Options { source: Some(Carried::new("sheet.json", source)), epoch: None, ..Options::default() };
    pdf::export(book, fonts, &options).expect("the book can be written")
}

fn assert_sound(bytes: &[u8], what: &str) {
    let document = Document::load_mem(bytes).expect("the file can be parsed");
    assert_eq!(faults(&document), Vec::<String>::new(), "{what}");
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA3a] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(bytes, &options).expect("the file can be judged");
        assert!(report.is_compliant, "{what}: {report:#?}");
    }
}

#[test]
fn every_edition_of_the_real_sheet_is_sound() {
    for id in EDITIONS {
        let (_, book) = support::real(id);
        assert_sound(&made(&book, support::real_source()), id);
    }
}

#[test]
fn random_sheets_are_sound() {
    let laid =
        random_sheets(11).take(24).flatten().inspect(|(json, bytes)| assert_sound(bytes, json)).count();
    assert!(laid > 12, "{laid} sheets were laid out");
}

/// Random sheets and their PDFs; `None` where one does not fit. A seed gives the same ones each time.
fn random_sheets(seed: u8) -> impl Iterator<Item = Option<(String, Vec<u8>)>> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (fonts, resources) = (sheets::fonts(), sheets::pictures());
    std::iter::repeat_with(move || {
        let json = sheets::any_sheet().new_tree(&mut runner).expect("a sheet").current().json.to_string();
        let sheet = input::read(json.as_bytes()).sheet.expect("a sheet without errors");
        let layout = cheatsheet::layout(&sheet, &sheet.editions[0], &resources, &fonts).ok()?;
        let bytes = made_with(&layout.book, json.clone().into_bytes(), &fonts);
        Some((json, bytes))
    })
}

/// Random sheets for other people's programs to judge: `.ci/pdfs.py` reads them where this writes them.
#[test]
#[ignore = "it checks nothing, and writes 200 files"]
fn random_sheets_are_written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder can be emptied");
    }
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (number, (json, bytes)) in random_sheets(23).take(400).flatten().take(200).enumerate() {
        std::fs::write(folder.join(format!("{number:03}.json")), json).expect("the file can be written");
        std::fs::write(folder.join(format!("{number:03}.pdf")), bytes).expect("the file can be written");
    }
}

#[test]
fn each_planted_fault_is_found() {
    // Of two pages, which share a form.
    let (_, book) = support::real("a4");
    assert_found(&made(&book, support::real_source()), faults::PLANTED);
    assert_found(&lettered(&many_letters()), faults::PLANTED_IN_COMPOSITE_FONTS);
}

fn assert_found(bytes: &[u8], planted: &[faults::Planted]) {
    for (what, plant, found) in planted {
        let mut document = Document::load_mem(bytes).expect("the file can be parsed");
        plant(&mut document);
        let faults = faults(&document);
        assert!(faults.iter().any(|fault| fault.contains(found)), "{what}: {faults:#?}");
    }
}

/// The file of the template with words of another choice.
fn lettered(words: &str) -> Vec<u8> {
    let source =
        include_str!("../src/cli/template.json").replace("The left cell speaks of the first subject", words);
    let sheet = support::sheet(source.as_bytes());
    let book = support::lay(&sheet, &sheet.editions[0], &Resources::default(), &Fonts::bundled());
    made(&book, source.into_bytes())
}

/// More letters than a byte can name.
fn many_letters() -> String {
    ('À'..='ſ').filter(|letter| letter.is_alphabetic()).collect()
}

#[test]
fn the_sheet_comes_out_as_it_went_in_and_makes_the_same_file() {
    let source = support::real_source();
    let (_, book) = support::real("quick");
    let bytes = made(&book, source.clone());
    let taken = pdf::attached_sheet(&bytes).expect("the file carries its sheet");
    assert!(taken == source);
    let sheet = support::sheet(&taken);
    let resources = support::pictures(&sheet, &support::project("data"));
    let again = support::lay(&sheet, support::edition(&sheet, "quick"), &resources, &Fonts::bundled());
    assert!(made(&again, taken) == bytes, "the sheet that was taken out makes another file");
}

/// Under names that come before and after the sheet's, in one byte a character and in two.
#[test]
fn a_theme_is_carried_beside_its_sheet() {
    let (_, book) = support::real("quick");
    let source = support::real_source();
    for (name, is_first) in [("a.json", true), ("z.json", false), ("日.json", false)] {
        let options = Options {
            source: Some(Carried::new("sheet.json", source.clone())),
            theme: Some(Carried::new(name, b"{}".to_vec())),
            ..Options::default()
        };
        let bytes = pdf::export(&book, &Fonts::bundled(), &options).expect("the book can be written");
        assert_sound(&bytes, name);
        assert!(pdf::attached_sheet(&bytes).as_ref() == Ok(&source), "{name}");
        assert_eq!(pdf::attached_theme(&bytes), Ok(b"{}".to_vec()), "{name}");
        assert_eq!(
            carried(&bytes),
            if is_first { ["Supplement", "Source"] } else { ["Source", "Supplement"] }
        );
    }
    assert_eq!(pdf::attached_theme(&made(&book, source)), Err(NoFile::NotCarried));
}

/// What the embedded files are to the PDF, in the order of their names.
fn carried(bytes: &[u8]) -> Vec<String> {
    let pdf = support::pdf::Pdf::parse(bytes);
    let names = pdf.dictionary(pdf.document.catalog().expect("a catalog").get(b"Names").expect("names"));
    let files = pdf.dictionary(names.get(b"EmbeddedFiles").expect("embedded files"));
    let files = files.get(b"Names").and_then(lopdf::Object::as_array).expect("a list").iter();
    files.skip(1).step_by(2).map(|file| pdf.name(pdf.dictionary(file), "AFRelationship")).collect()
}

#[test]
fn no_sheet_comes_out_of_what_carries_none() {
    assert_eq!(pdf::attached_sheet(b"{}"), Err(NoFile::NotPdf));
    assert_eq!(pdf::attached_sheet(b"%PDF-1.7\n"), Err(NoFile::Damaged));
    let (_, book) = support::real("quick");
    let options = Options { source: None, epoch: None, ..Options::default() };
    let bare = pdf::export(&book, &Fonts::bundled(), &options).expect("the book can be written");
    assert_eq!(pdf::attached_sheet(&bare), Err(NoFile::NotCarried));
}

/// Where a font draws a character with two glyphs, or draws glyphs in another order than they are read, words come out of
/// the file as they went in.
#[test]
fn words_of_several_glyphs_a_character_are_copied_as_they_are() {
    let words = "น้ำ ทำ กำยำ क्षिति निर्मित";
    let source =
        include_str!("../src/cli/template.json").replace("The left cell speaks of the first subject", words);
    let (sheet, fonts) = (support::sheet(source.as_bytes()), sheets::fonts());
    let book = support::lay(&sheet, &sheet.editions[0], &Resources::default(), &fonts);
    let shared = shown(&book).filter(|glyph| glyph.text.is_empty()).count();
    assert!(shared > 5, "{shared} glyphs share their characters");
    let bytes = made_with(&book, source.into_bytes(), &fonts);
    assert_sound(&bytes, words);
    let text = support::pdf::Pdf::parse(&bytes).read_aloud();
    assert!(text.contains(words) && !text.contains('\u{2060}'), "{text}");
}

/// A byte names a glyph where there are few enough, for no reader fails at that; two bytes where there are more.
#[test]
fn fonts_are_simple_ones_unless_a_sheet_has_too_many_letters() {
    let few = "Ünïcödé, Ωμέγα";
    for (words, subtype) in [(few, "Type1"), (&*many_letters(), "Type0")] {
        let bytes = lettered(words);
        assert_sound(&bytes, words);
        let pdf = support::pdf::Pdf::parse(&bytes);
        let fonts = pdf.fonts(pdf.pages[0]);
        assert!(
            fonts.len() > 1 && fonts.values().all(|font| pdf.name(font, "Subtype") == subtype),
            "{words}"
        );
        assert!(pdf.read_aloud().contains(words), "{words}");
    }
}

fn shown(book: &Book) -> impl Iterator<Item = &Glyph> {
    let items = book.pages.iter().flat_map(|page| &page.items);
    items.flat_map(|item| if let Content::Glyphs(run) = &item.content { &run.glyphs[..] } else { &[] })
}

/// Whatever happened to a file on its way, reading it ends with the sheet or with a word about it.
#[test]
fn damaged_files_give_the_sheet_or_an_error() {
    let (_, book) = support::real("quick");
    let source = support::real_source();
    let bytes = made(&book, source.clone());
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let mut errors = 0;
    for round in 0..300 {
        let mut damaged = bytes.clone();
        if round % 3 == 0 {
            damaged.truncate(next(bytes.len()));
        }
        for _ in 0..1 + round % 7 {
            if !damaged.is_empty() {
                let at = next(damaged.len());
                damaged[at] = u8::try_from(next(256)).expect("a byte");
            }
        }
        errors += usize::from(pdf::attached_sheet(&damaged).is_err());
    }
    assert!(errors > 50, "{errors} of 300 files were refused");
}

/// What is read aloud, as somebody read it and found it good: `UPDATE=1 cargo test --test consistency` writes it anew.
#[test]
fn the_real_sheet_reads_as_it_was_reviewed() {
    let (_, book) = support::real("a4");
    let pdf = support::pdf::Pdf::parse(&made(&book, support::real_source()));
    let read = support::listing::listing(&pdf);
    let path = support::project("tests/cases/real.struct.txt");
    if support::updates() {
        std::fs::write(&path, &read).expect("the case can be written");
    }
    let reviewed = std::fs::read_to_string(&path).expect("the case can be read");
    assert!(read == reviewed, "the structure differs from tests/cases/real.struct.txt:\n{read}");
}

#[test]
fn every_edition_of_the_example_is_sound() {
    let source = std::fs::read(support::project("tests/cases/example.json")).expect("the case can be read");
    let sheet = support::sheet(&source);
    for edition in &sheet.editions {
        let book = support::lay(&sheet, edition, &Resources::default(), &Fonts::bundled());
        assert_sound(&made(&book, source.clone()), &edition.id);
    }
}

/// All editions of the layout cases that are not there to be refused.
#[test]
fn every_layout_case_is_sound() {
    let folder = support::project("tests/cases/layout");
    let fonts = Fonts::bundled();
    let files = std::fs::read_dir(&folder).expect("the folder is there");
    let paths = files.map(|file| file.expect("it can be listed").path());
    let mut sound = 0;
    for path in paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let source = std::fs::read(&path).expect("the case can be read");
        let Some(sheet) = input::read(&source).sheet else { continue };
        let resources = support::pictures(&sheet, &folder);
        for edition in &sheet.editions {
            let Ok(layout) = cheatsheet::layout(&sheet, edition, &resources, &fonts) else { continue };
            let what = format!("{}, edition {}", path.display(), edition.id);
            assert_sound(&made(&layout.book, source.clone()), &what);
            sound += 1;
        }
    }
    assert!(sound > 30, "{sound} are sound");
}
