//! Lays out a structured comparison of two subjects as a sheet people pin on the wall.
//!
//! What the program does for an author is in the README. This page is for whoever changes it.
//!
//! # The pipeline
//!
//! Data flows one way, from the top of this table to its foot. Each stage is a function from plain data to plain data.
//!
//! | stage | in → out | entry |
//! |---|---|---|
//! | [`input`] | bytes of the sheet file → [`model::Sheet`], or [`diag::Diagnostic`]s with their places | [`input::read`] |
//! | [`text`] | pieces of inline text → [`text::Paragraph`]s, which know their glyphs and where they may break | [`text::Setter`] |
//! | [`compose`] | sheet + [`model::Edition`] → shaped blocks in printed order; what the edition leaves out is gone | [`compose::compose`] |
//! | [`page`] | blocks → [`page::Plan`]: columns, type size, which band stands on which page | [`page::fit::fit`] |
//! | [`paint`] | plan → [`display::Book`]: positioned items and what they mean | [`paint::paint`] |
//! | [`export`] | book → bytes | [`export::pdf::export`], [`export::png::picture`] |
//!
//! [`layout`] is compose, page and paint in one call. [`cli`] is the shell around it all. Beside the stages stand what they share:
//! [`geom`] (lengths and shapes), [`diag`] (findings), [`theme`] (colours, faces, sizes), [`words`] (what the tool itself prints, by
//! language), [`resources`] (bytes of pictures), [`characters`] (which of them show nothing), [`parallel`] (two threads, of which the shell begins
//! the second), [`audit`] (questions about facts: how old, from where) and [`diff`] (what changed between two sheets).
//!
//! [`display::Book`] is the waist: everything above it knows sheets and no file format, everything below knows file formats and
//! no sheet. A new output is a new function of a book.
//!
//! From sheet to file, without the shell:
//!
//! ```
//! use cheatsheet::{export::pdf, input, layout, resources::Resources, text::Fonts};
//!
//! let source = r#"{
//!     "title": "Tea vs. coffee", "language": "en",
//!     "edition": { "version": "1.0", "date": "2026-01-01" },
//!     "subjects": [{ "id": "tea", "name": "Tea" }, { "id": "coffee", "name": "Coffee" }],
//!     "sections": [{ "title": "Making it", "items": [
//!         { "topic": "Water", "cells": { "tea": "**70–100 °C**", "coffee": "**90–96 °C**" } }
//!     ] }]
//! }"#;
//! let sheet = input::read(source.as_bytes()).sheet.expect("a sheet without errors");
//! let fonts = Fonts::bundled();
//! let made = layout(&sheet, &sheet.editions[0], &Resources::default(), &fonts).expect("it fits");
//! let file = pdf::export(&made.book, &fonts, &pdf::Options::default()).expect("it can be written");
//! assert_eq!(made.book.pages.len(), 1);
//! assert!(file.starts_with(b"%PDF-1.7"));
//! ```
//!
//! # Rules
//!
//! - **One way.** A stage names the stages above it in the table, never those below. Who may name whom, and which crate is named
//!   where, is written down in `tests/layers.rs` and checked there. printpdf and lopdf are named in `export/pdf` alone.
//! - **Pure.** Disk, clock, environment and terminal are the shell's; clippy refuses them elsewhere (`clippy.toml`).
//! - **Deterministic.** The same sheet gives the same bytes: no clock, no locale, no random ids, no order of hashes
//!   (maps are `BTreeMap`s), no paths of the machine. Where two threads share the work ([`parallel`], `export/pdf/packer.rs`),
//!   what comes out does not depend on which of them did what.
//! - **Resolved once.** [`input`] fills in each default, checks each reference and reads each markup. No later stage asks
//!   whether something with a default is set, or meets an id of nothing.
//! - **Shaped once, laid out often.** Paragraphs are shaped in ems, without a size or a width. The fit sets them on many
//!   grids, and only counts lines there ([`text::Paragraph::count_lines`]); every height comes from such counts.
//! - **Nothing is lost silently.** What cannot be drawn is an error with its place in the sheet file, and then nothing is
//!   written. A warning never changes what is drawn.
//! - **No panic.** Every input ends in output or in findings. `unwrap` is refused outside tests.
//!
//! # Units
//!
//! A length is a type: [`geom::Abs`] on paper, [`geom::Em`] relative to a type size; `Em::at` turns one into the other. A
//! raw `f64` is a count, a share or a factor. Positions run from the top left of the trimmed page, `y` down; only
//! `export/pdf` turns them over.
//!
//! The design counts in units of 5 pt at a body of 8.5 pt. Numbers in the code are those of that size, and
//! [`page::grid::Grid::pt`] scales them to the size at hand, so a number can be compared with the design as it stands.
//!
//! # Where to change what
//!
//! | to change | look in |
//! |---|---|
//! | a key of the sheet file, its error or its schema | [`input`], then [`model`] |
//! | inline markup | `input/markup` |
//! | the wording of a finding in the documentation | [`diag::Code`] |
//! | where lines may break | `text/breaks.rs`, soft hyphens `text/hyphen.rs`; which of these breaks are taken: `text/balance.rs` |
//! | a font | `text/fonts.rs` and the folder `fonts` |
//! | a colour, face or size | [`theme`] |
//! | a word that the tool prints, a language | [`words`] |
//! | what an edition leaves out | [`compose`] |
//! | the height of a block | [`page::bands::height`] |
//! | page breaks | `page/flow`; what a break costs: `page/flow/rules.rs` |
//! | column widths | `page/columns.rs`; topics above their cells: [`compose::Arrangement`] |
//! | the type size, what is said when a sheet does not fit | [`page::fit`], `page/unfit.rs` |
//! | where ink goes | [`paint`], one file for each kind of block |
//! | tags for screen readers | `paint` says what a thing is ([`display::Role`]), `paint/lists.rs` for lists run into a paragraph; `export/pdf/tags.rs` writes it |
//! | metadata, PDF/A, PDF/UA | `export/pdf/meta.rs` |
//! | what is said of changes | `diff/entries.rs` takes a sheet apart, `diff/pairs.rs` finds what is the same, `diff/form` writes it |
//! | a command or flag | `cli/args.rs` |
//!
//! # How to add a kind of block
//!
//! Say, a `quote` over both columns inside a section. The compiler leads through most of it: after step 1 every `match` on
//! an item that lacks the new kind is an error.
//!
//! 1. **Model** (`model/mod.rs`): a struct with its texts already parsed and its [`diag::Span`], a variant of [`model::Item`], and its
//!    arms in [`model::Item::priority`] and [`model::Item::span`].
//! 2. **Input**: its keys in the table of `input/format`, which the reader obeys and the JSON Schema is written from; in
//!    `input/section.rs`, `Reader::item` tells kinds of items by their keys, and a function like `Reader::callout` reads yours.
//! 3. **Compose** (`compose/mod.rs`): a variant of [`compose::ItemBlock`] with shaped [`compose::TextBlock`]s, made in `Composer::item`. If
//!    no [`theme::Role`] fits the type, add one, with its face and size. In `compose/sources.rs`, `item_texts` lists the texts that
//!    may cite sources.
//! 4. **Page** (`page/bands.rs`): what it shows in [`page::bands::BandTexts::of`], so that its lines are counted, and its height in
//!    [`page::bands::height_of`], in multiples of half a unit so that what follows stays on the grid. A block that is no lines of
//!    text has a plan of its own instead, as a chart has in `page/chart.rs`. In `page/mod.rs`, `kind` says how it breaks
//!    (`Kind` in `page/flow`); in `page/fit.rs`, `item_span` gives its place for errors.
//! 5. **Paint** (`paint/section.rs`): an arm in `Painter::item`. Inside a section's table it is a row: `spanning_row` makes the
//!    cells to put its text in. What is decoration gets no tag.
//! 6. **Cases** (`tests/`): one with the block alone, one on a page break, one with long and with mixed text, and one of each error,
//!    with the expected display list or messages beside it. Look at the page.
//! 7. `CHANGELOG.md`, and the README if an author should know.
//!
//! A block outside of sections (like the time line) is a field of [`model::Sheet`] and [`compose::Composed`] instead, a variant of
//! [`page::bands::Band`] with its place in [`page::bands::bands`], and a method of the painter named in `Painter::band`.

#![allow(rustdoc::private_intra_doc_links, reason = "this page is about the inside of the program")]

// Lengths and shapes.
pub mod geom;

// Findings as data.
pub mod diag;

// Which characters show nothing.
pub mod characters;

// Work on two threads.
mod parallel;

// Bytes of the files that a sheet refers to.
pub mod resources;

// The sheet, fully resolved.
pub mod model;

// 1. Sheet file → sheet, or findings.
pub mod input;

// Facts that are stale or have no source.
pub mod audit;

// What changed between two sheets.
pub mod diff;

// Colours, faces, sizes.
pub mod theme;

// The words that the tool itself prints.
pub mod words;

// 2. Inline text → lines.
pub mod text;

// 3. Sheet + edition → shaped blocks.
mod compose;

// 4. Blocks → pages.
mod page;

// 5. Pages → display list.
mod paint;

// The waist between layout and output.
pub mod display;

// 6. Display list → bytes.
pub mod export;

// The shell: the only code that sees disk, clock and terminal.
pub mod cli;

/// The parts of [`layout`], one by one: for benchmarks, which ask where time goes. What they hand on is opaque.
pub mod stages {
    pub use crate::compose::{Composed, compose};
    pub use crate::page::fit::{Fitted, fit};
    pub use crate::paint::paint;
}

use diag::Diagnostic;
use display::Book;
use model::{Edition, Sheet};
use resources::Resources;
use text::Fonts;

/// A laid-out edition and what the author should look at.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The pages.
    pub book: Book,
    /// Warnings; they never change what is drawn.
    pub diagnostics: Vec<Diagnostic>,
}

/// Lays out one edition of a sheet: compose, fit, paint.
///
/// # Errors
/// Characters no font shows, pictures that cannot be decoded, and sheets that do not fit their pages.
pub fn layout(
    sheet: &Sheet,
    edition: &Edition,
    resources: &Resources,
    fonts: &Fonts,
) -> Result<Layout, Vec<Diagnostic>> {
    layout_beside(sheet, edition, (resources, fonts), |_| ())
}

/// The same, and something else that may be done meanwhile: of usual sheets, the last stages take one thread only.
fn layout_beside(
    sheet: &Sheet,
    edition: &Edition,
    (resources, fonts): (&Resources, &Fonts),
    beside: impl FnOnce(&compose::Composed<'_>) + Send,
) -> Result<Layout, Vec<Diagnostic>> {
    let composed = compose::compose(sheet, edition, resources, fonts)?;
    let laid_out = || {
        let fitted = page::fit::fit(&composed, fonts)?;
        let diagnostics = page::warnings::warnings(&fitted.plan, &composed);
        Ok(Layout { book: paint::paint(&composed, &fitted, fonts), diagnostics })
    };
    let (laid_out, ()) = parallel::join(laid_out, || beside(&composed));
    laid_out
        .map_err(|found| with_advice(found, |edition| fits_with(sheet, edition, resources, fonts), edition))
}

/// The body size of an edition that fits.
fn fits_with(sheet: &Sheet, edition: &Edition, resources: &Resources, fonts: &Fonts) -> Option<geom::Abs> {
    let composed = compose::compose(sheet, edition, resources, fonts).ok()?;
    // A sheet of which no row is left is no advice.
    composed.sections.first()?;
    page::fit::fit(&composed, fonts).ok().map(|fitted| fitted.plan.body())
}

/// Adds to what does not fit the priority that would, which is tried.
fn with_advice(
    found: Vec<Diagnostic>,
    fits: impl Fn(&Edition) -> Option<geom::Abs>,
    edition: &Edition,
) -> Vec<Diagnostic> {
    let add = |diagnostic: Diagnostic| {
        if diagnostic.code != diag::Code::DoesNotFit {
            return diagnostic;
        }
        let lower = (1..edition.priority.get()).rev().filter_map(model::Priority::new);
        let mut tried = lower.map(|priority| (priority, fits(&Edition { priority, ..edition.clone() })));
        match tried.find_map(|(priority, body)| Some((priority.get(), body?))) {
            Some((priority, body)) => diagnostic.with_help(format!(
                "or keep only items up to priority {priority}: the type is {:.2} pt then",
                body.to_pt()
            )),
            None => diagnostic.with_help("leaving out items of low priority is not enough"),
        }
    };
    found.into_iter().map(add).collect()
}
