//! What an author should look at in a plan: long names and cells, and words that had to be broken.

use super::Outline;
use super::Plan;
use super::bands::{Band, BandText, BandTexts, cell_lines, part_room, tick_hang};
use super::chart::ChartPlan;
use super::fit::item_of;
use super::grid::{Grid, Lane};
use super::head::{MOST_NAME_LINES, caption_lane, name_room, names};
use super::timeline::timeline_places;
use crate::compose::{
    CellBlock, ChartBlock, Composed, FigureBlock, ItemBlock, PartKind, TextBlock, TimelineBlock, any_alike,
};
use crate::diag::{Code, Diagnostic};
use crate::geom::Abs;
use crate::text::Measure;

/// Lines that a cell of a row may have without a warning.
const MOST_LINES: usize = 4;

/// Warnings of a plan, in printed order.
pub(crate) fn warnings(plan: &Plan, composed: &Composed<'_>) -> Vec<Diagnostic> {
    let grid = &plan.grid;
    let mut found = composed.warnings.clone();
    let names = names(composed, grid);
    for (side, name) in names.names.iter().enumerate() {
        // As it is set, but for the size: in a room that is wider by as much.
        let room = name_room(composed, side, grid) / names.share;
        long_word(name, &grid.room(room + Abs::pt(0.01)), &mut found);
        long_name(name, &composed.head.names[side], names.lines[side], &mut found);
        if let Some(tagline) = &composed.head.captions[side] {
            long_word(tagline, &grid.room(caption_lane(composed, side, grid).width), &mut found);
        }
    }
    for band in Outline::new(composed).bands {
        of_band(band, (composed, grid), &mut found);
    }
    if let Some(line) = &composed.timeline {
        of_timeline(line, grid, &mut found);
    }
    if let Some(url) = composed.foot.url.as_ref().filter(|_| composed.foot.qr.is_none()) {
        let message = "the address is too long for a QR code that phones read, so none is printed";
        let warning = Diagnostic::warning(Code::TooLarge, url.span, message);
        found.push(warning.with_help("use a short address that leads to it"));
    }
    found
}

fn of_band(band: Band, (composed, grid): (&Composed<'_>, &Grid), found: &mut Vec<Diagnostic>) {
    let item = item_of(band, composed);
    let texts = BandTexts::of(band, composed);
    let lanes = [
        (texts.label, grid.label),
        (texts.columns[0], grid.columns[0]),
        (texts.columns[1], grid.columns[1]),
        (texts.span, grid.span()),
    ];
    for (text, lane) in lanes {
        match text {
            None => {}
            Some(BandText::Text(text)) => long_word(text, &grid.room(lane.width), found),
            Some(BandText::Cell { cell, ticked }) => {
                let lane = Lane { width: lane.width - tick_hang(ticked, grid), ..lane };
                if matches!(item, Some(ItemBlock::Row(_))) {
                    long_cell(cell, lane, grid, found);
                }
                for (place, part) in cell.parts.iter().enumerate() {
                    let room = part_room(cell, place, lane.width, grid);
                    match part.kind {
                        PartKind::Code { .. } => long_code(&part.text, &room, found),
                        PartKind::Text | PartKind::Point => long_word(&part.text, &room, found),
                    }
                }
            }
        }
    }
    match item {
        Some(ItemBlock::Chart(chart)) => of_chart(chart, grid, found),
        Some(ItemBlock::Figure(FigureBlock { caption: Some(caption), .. })) => {
            long_word(caption, &grid.room(grid.span().width), found);
        }
        _ => {}
    }
}

fn of_chart(chart: &ChartBlock, grid: &Grid, found: &mut Vec<Diagnostic>) {
    let span = grid.room(grid.span().width);
    for text in std::iter::once(&chart.title).chain(&chart.note) {
        long_word(text, &span, found);
    }
    let names = grid.room(ChartPlan::new(chart, grid).name_room.width);
    chart.bars.iter().for_each(|bar| long_word(&bar.name, &names, found));
    if any_alike(chart.legend.iter().filter_map(|entry| entry.fill)) {
        let message = "parts of this chart have fills that cannot be told apart";
        let warning = Diagnostic::warning(Code::AlikeParts, chart.title.span, message);
        found.push(warning.with_help("make fewer parts of them, four at most"));
    }
}

/// Its texts are lines of no band. Where words are too wide for the line, events run on below each other.
fn of_timeline(line: &TimelineBlock, grid: &Grid, found: &mut Vec<Diagnostic>) {
    for text in std::iter::once(&line.title).chain(&line.note) {
        long_word(text, &grid.room(grid.label.width), found);
    }
    if timeline_places(line, grid).is_none() {
        long_word(&line.run, &grid.room(grid.span().width), found);
    }
}

/// Of the name that is printed, short or in full.
fn long_name(name: &TextBlock, in_full: &TextBlock, lines: usize, found: &mut Vec<Diagnostic>) {
    let (message, help) = if name.span != in_full.span {
        let message = "only the short form of this name is printed: the two have no room in full";
        (message.to_owned(), "shorten the longer one")
    } else if lines > MOST_NAME_LINES {
        (format!("this name takes {lines} lines"), "shorten it to two lines")
    } else {
        return;
    };
    found.push(Diagnostic::warning(Code::LongName, in_full.span, message).with_help(help));
}

fn long_cell(cell: &CellBlock, lane: Lane, grid: &Grid, found: &mut Vec<Diagnostic>) {
    let lines = cell_lines(cell, lane.width, grid);
    let Some(part) = cell.parts.first().filter(|_| lines > MOST_LINES) else { return };
    let message = format!("this cell takes {lines} lines");
    let help = "shorten it to four lines, or make several rows of it";
    found.push(Diagnostic::warning(Code::LongCell, part.text.span, message).with_help(help));
}

/// What is said of a word that is too wide, and of several that stay together.
const WORD: (&str, &str) = (
    "a word is wider than its column and was broken",
    "shorten it, mark it as code, or put a soft hyphen (U+00AD) or a zero-width space (U+200B) where it may break",
);
const WORDS: (&str, &str) = (
    "words that stay together, such as a number and its unit, are wider than their column and were parted",
    "shorten them, or give the edition a smaller `max_pt` or wider paper",
);

fn long_code(line: &TextBlock, room: &Measure<'_>, found: &mut Vec<Diagnostic>) {
    let lines = line.para.count_lines(room);
    if lines > 1 {
        let message = format!("a line of this code takes {lines} lines");
        let help =
            "break it where its language allows, or give the edition a smaller `max_pt` or wider paper";
        let warning = Diagnostic::warning(Code::LongCode, line.span, message).with_help(help);
        // Lines of one block stand at one place of the file.
        if found.last() != Some(&warning) {
            found.push(warning);
        }
    }
}

/// A word is broken where it must be; texts whose every word fits are not set for this.
fn long_word(text: &TextBlock, room: &Measure<'_>, found: &mut Vec<Diagnostic>) {
    let least = room.first.min(room.rest);
    if text.para.widest_word(room.sizes).fits(least) {
        return;
    }
    if text.para.set(room).iter().any(|line| line.broke_word) {
        let (message, help) = if text.para.has_wide_words(least, room.sizes) { WORDS } else { WORD };
        found.push(Diagnostic::warning(Code::LongWord, text.span, message).with_help(help));
    }
}
