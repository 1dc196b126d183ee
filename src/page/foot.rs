//! Which lines of the foot band stand on which page.

use super::bands::count;
use super::grid::Grid;
use crate::compose::{Composed, FootEntry};
use crate::geom::Abs;

/// Least height of the band on pages with a QR code.
const QR_ROOM: Abs = Abs::pt(48.0);
/// How far texts hang behind short labels.
const LEAST_INDENT: f64 = 26.0;
/// A band on the first page that would take more than this share of it is printed on the last one.
const FIRST_SHARE: f64 = 0.3;
/// A band on the last page that takes more than this share flows over pages of its own.
const LAST_SHARE: f64 = 0.5;

/// An entry of the band: the paragraph on marks, or an address into the composed foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryId {
    Marks,
    First(usize),
    Last(usize),
}

/// One printed line: of which entry, and which of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FootLine {
    pub(crate) entry: EntryId,
    pub(crate) line: usize,
}

/// The lines of one kind of page.
#[derive(Debug, Clone, Default)]
pub(crate) struct FootLines {
    /// In order.
    pub(crate) lines: Vec<FootLine>,
    /// How far the text hangs behind its labels.
    pub(crate) indent: Abs,
}

/// What composing made for the foot, with the paragraph on marks that fits the pages.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a> {
    pub(crate) composed: &'a Composed<'a>,
    pub(crate) marks: Option<&'a FootEntry>,
}

impl<'a> Entries<'a> {
    /// The entry at an address.
    pub(crate) fn get(&self, id: EntryId) -> Option<&'a FootEntry> {
        match id {
            EntryId::Marks => self.marks,
            EntryId::First(index) => self.composed.foot.first.get(index),
            EntryId::Last(index) => self.composed.foot.last.get(index),
        }
    }

    fn first(&self) -> Vec<EntryId> {
        let marks = self.marks.map(|_| EntryId::Marks);
        marks.into_iter().chain((0..self.composed.foot.first.len()).map(EntryId::First)).collect()
    }

    fn last(&self) -> Vec<EntryId> {
        (0..self.composed.foot.last.len()).map(EntryId::Last).collect()
    }

    /// Lines of some entries below each other.
    fn lines(&self, ids: &[EntryId], grid: &Grid) -> FootLines {
        let span = grid.foot(self.composed.foot.url.is_some()).width;
        let entries = || ids.iter().filter_map(|id| self.get(*id).map(|entry| (*id, entry)));
        let widest = entries().map(|(_, entry)| entry.label.para.natural_width(&grid.sizes));
        let widest = widest.fold(Abs::ZERO, Abs::max);
        let indent = (widest + grid.pt(2.4)).max(grid.pt(LEAST_INDENT)).min(span / 3.0);
        let room = grid.room(span - indent);
        let lines = entries().flat_map(|(entry, block)| {
            let label = block.label.para.count_lines(&grid.room(indent));
            let lines = block.text.para.count_lines(&room).max(label);
            (0..lines).map(move |line| FootLine { entry, line })
        });
        FootLines { lines: lines.collect(), indent }
    }
}

/// The bands of the first page, of the last one, and of a sheet's only page.
#[derive(Debug, Clone, Default)]
pub(crate) struct FootPlan {
    pub(crate) first: FootLines,
    pub(crate) last: FootLines,
    pub(crate) only: FootLines,
    /// Whether the last band flows over pages of its own.
    pub(crate) flows: bool,
    /// Whether a QR code stands beside the first band, and beside the last one.
    pub(crate) qr: bool,
    /// Height of the foot line.
    pub(crate) line: Abs,
}

/// Lines of address, note and authors beside the page number: nearly always one.
pub(crate) fn foot_line_lines(composed: &Composed<'_>, grid: &Grid) -> usize {
    let page = composed.foot.widest_page.para.natural_width(&grid.sizes);
    let room = grid.live().width - page - grid.pt(12.0);
    composed.foot.line.as_ref().map_or(1, |line| line.para.count_lines(&grid.room(room)).max(1))
}

impl FootPlan {
    /// Lays out the foot on a grid.
    pub(crate) fn new(entries: Entries<'_>, grid: &Grid) -> Self {
        let live = grid.bottom - grid.top;
        let (mut first, mut last) = (entries.first(), entries.last());
        let qr = entries.composed.foot.url.is_some();
        if Self::height(&entries.lines(&first, grid), qr, grid) > live * FIRST_SHARE {
            let keep = usize::from(first.first() == Some(&EntryId::Marks));
            let moved = first.split_off(keep);
            last.splice(0..0, moved);
        }
        let all: Vec<EntryId> = first.iter().chain(&last).copied().collect();
        let last = entries.lines(&last, grid);
        Self {
            flows: Self::height(&last, qr, grid) > live * LAST_SHARE,
            first: entries.lines(&first, grid),
            only: entries.lines(&all, grid),
            last,
            qr,
            line: grid.pt(super::FOOT_LINE) * count(foot_line_lines(entries.composed, grid)),
        }
    }

    /// Height of a band.
    pub(crate) fn height(lines: &FootLines, qr: bool, grid: &Grid) -> Abs {
        let text = Self::lines_height(lines.lines.len(), grid);
        if qr { text.max(QR_ROOM) } else { text }
    }

    /// Height of a band of so many lines.
    pub(crate) fn lines_height(lines: usize, grid: &Grid) -> Abs {
        if lines == 0 { Abs::ZERO } else { grid.pt(5.8) + grid.pt(9.0) * count(lines) }
    }

    /// How many lines a band of a height holds.
    pub(crate) fn lines_in(room: Abs, total: usize, grid: &Grid) -> usize {
        (0..=total).rev().find(|lines| Self::lines_height(*lines, grid).fits(room)).unwrap_or(0)
    }
}
