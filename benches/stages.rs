//! Time of each stage and of all of them, for the real sheet and for sheets of 100, 1,000 and 10,000 rows: time for each
//! row should be the same at every length. All on one thread: the second one is the shell's to begin.
//!
//! `cargo bench`, or `cargo bench -- export` for one stage.
#![allow(clippy::disallowed_methods, reason = "benchmarks read the real sheet from disk")]

#[path = "../tests/support/rows.rs"]
#[allow(unreachable_pub, reason = "shared with the tests")]
mod rows;

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

use cheatsheet::export::pdf::{self, Carried, Options};
use cheatsheet::model::{Edition, Sheet};
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use cheatsheet::{input, stages};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// What is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Input {
    /// The sheet in the folder `data`, fitted to two pages.
    Real,
    /// So many rows, on as many pages as they take.
    Rows(usize),
    /// A note of so many words.
    Note(usize),
    /// So many sources.
    Sources(usize),
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real => f.write_str("real"),
            Self::Rows(rows) => write!(f, "{rows} rows"),
            Self::Note(words) => write!(f, "note of {words} words"),
            Self::Sources(sources) => write!(f, "{sources} sources"),
        }
    }
}

const INPUTS: [Input; 8] = [
    Input::Real,
    Input::Rows(100),
    Input::Rows(1_000),
    Input::Rows(10_000),
    Input::Note(20_000),
    Input::Note(200_000),
    Input::Sources(1_000),
    Input::Sources(10_000),
];

/// A row, and what else a sheet has.
fn sheet_with(cell: &str, rest: &str) -> Vec<u8> {
    let sheet = format!(
        r#"{{ "title": "Long", "language": "en", "edition": {{ "version": "1", "date": "2026-01-01" }},
        "subjects": [{{ "id": "a", "name": "Apples" }}, {{ "id": "b", "name": "Bricks" }}],
        "sections": [{{ "title": "Part", "items": [{{ "topic": "Topic", "cells": {{ "a": "{cell}", "b": "B" }} }}] }}], {rest} }}"#
    );
    sheet.into_bytes()
}

fn note_of(words: usize) -> Vec<u8> {
    let text = "some words of no great length ".repeat(words / 6);
    sheet_with("A", &format!(r#""notes": [{{ "label": "Note", "text": "{}" }}]"#, text.trim_end()))
}

fn sources_of(count: usize) -> Vec<u8> {
    let entry = |index| {
        format!(r#"{{ "id": "s{index}", "title": "Source {index}", "url": "https://example.org/{index}" }}"#)
    };
    let entries: Vec<String> = (0..count).map(entry).collect();
    sheet_with(
        "A[^s0]",
        &format!(r#""sources": [{{ "group": "Group", "entries": [{}] }}]"#, entries.join(", ")),
    )
}

/// A sheet and what laying it out needs.
struct Case {
    source: Vec<u8>,
    sheet: Sheet,
    resources: Resources,
}

impl Case {
    fn new(input: Input) -> Self {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let source = match input {
            Input::Real => {
                std::fs::read(data.join("lambda-default-vs-lmi.json")).expect("the real sheet is there")
            }
            Input::Rows(rows) => rows::sheet_of(rows).into_bytes(),
            Input::Note(words) => note_of(words),
            Input::Sources(sources) => sources_of(sources),
        };
        let sheet = input::read(&source).sheet.expect("the sheet has no error");
        let pictures = input::pictures(&sheet).into_iter();
        let images = pictures.map(|(name, _)| {
            (name.to_owned(), std::fs::read(data.join(name)).expect("its pictures are there"))
        });
        let resources = Resources { images: images.collect() };
        Self { source, sheet, resources }
    }

    fn edition(&self) -> &Edition {
        &self.sheet.editions[0]
    }

    fn composed(&self) -> stages::Composed<'_> {
        let composed = stages::compose(&self.sheet, self.edition(), &self.resources, fonts());
        composed.unwrap_or_else(|found| panic!("{found:?}"))
    }
}

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::bundled)
}

#[divan::bench(args = INPUTS, sample_count = 10)]
fn read(bencher: Bencher<'_, '_>, input: Input) {
    let case = Case::new(input);
    bencher.bench_local(|| input::read(black_box(&case.source)));
}

#[divan::bench(args = INPUTS, sample_count = 10)]
fn compose(bencher: Bencher<'_, '_>, input: Input) {
    let case = Case::new(input);
    bencher.bench_local(|| black_box(&case).composed());
}

#[divan::bench(args = INPUTS, sample_count = 10)]
fn fit(bencher: Bencher<'_, '_>, input: Input) {
    let case = Case::new(input);
    let composed = case.composed();
    bencher.bench_local(|| stages::fit(black_box(&composed), fonts()).is_ok());
}

#[divan::bench(args = INPUTS, sample_count = 10)]
fn paint(bencher: Bencher<'_, '_>, input: Input) {
    let case = Case::new(input);
    let composed = case.composed();
    let fitted = stages::fit(&composed, fonts()).unwrap_or_else(|found| panic!("{found:?}"));
    bencher.bench_local(|| stages::paint(black_box(&composed), &fitted, fonts()));
}

/// With fonts that have drawn nothing yet.
#[divan::bench(args = INPUTS, sample_count = 10)]
fn export(bencher: Bencher<'_, '_>, input: Input) {
    let case = Case::new(input);
    let layout =
        cheatsheet::layout(&case.sheet, case.edition(), &case.resources, fonts()).expect("the sheet fits");
    bencher
        .with_inputs(Fonts::bundled)
        .bench_local_refs(|fonts| pdf::export(black_box(&layout.book), fonts, &Options::default()));
}

/// From the bytes of the sheet file to the bytes of the PDF, with fonts that are parsed anew.
#[divan::bench(args = INPUTS, sample_count = 10)]
fn whole(bencher: Bencher<'_, '_>, input: Input) {
    let case = Case::new(input);
    bencher.bench_local(|| {
        let fonts = Fonts::bundled();
        let sheet = input::read(black_box(&case.source)).sheet.expect("the sheet has no error");
        let layout =
            cheatsheet::layout(&sheet, &sheet.editions[0], &case.resources, &fonts).expect("the sheet fits");
        let options = Options {
            source: Some(Carried::new("sheet.json", case.source.clone())),
            epoch: None,
            ..Options::default()
        };
        pdf::export(&layout.book, &fonts, &options)
    });
}
