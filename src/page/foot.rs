//! Which lines of the foot band stand on which page.

use std::ops::Range;
use std::sync::Arc;

use super::bands::count;
use super::grid::{Grid, Lane};
use crate::compose::{Composed, FootEntry, TextBlock};
use crate::geom::Abs;
use crate::text::Measure;

/// What stays free above and below a QR code: with one of 12.5 mm the band is 48 pt high.
const QR_FREE: Abs = Abs::pt(12.566_93);

/// Edge of the QR code; zero if there is none.
fn qr_edge(composed: &Composed<'_>, grid: &Grid) -> Abs {
    composed.foot.qr.as_ref().map_or(Abs::ZERO, |code| grid.qr_module() * f64::from(code.size()))
}

/// Least height of the band on pages with a QR code of an edge.
pub(crate) fn qr_room(edge: Abs, grid: &Grid) -> Abs {
    if edge > Abs::ZERO { edge + QR_FREE * grid.qr_scale() } else { Abs::ZERO }
}

/// Between a label and its text.
pub(crate) const LABEL_GAP: f64 = 2.4;
/// The same where the text runs on after a long label: more than a space, since both may be bold.
const RUN_IN_GAP: f64 = 4.8;
/// How far texts hang behind short labels.
const LEAST_INDENT: f64 = 26.0;
/// Of the band, what texts hang behind labels at the most: longer labels run into theirs.
const MOST_INDENT: f64 = 1.0 / 6.0;
/// A band on the first page that would take more than this share of it is printed on the last one.
const FIRST_SHARE: f64 = 0.3;
/// A band on the last page that takes more than this share flows over pages of its own.
const LAST_SHARE: f64 = 0.5;

/// Of a line, at the normal unit.
const LINE: f64 = 9.0;
/// Narrower columns of what flows, at the normal unit, would hold few words.
const LEAST_COLUMN: f64 = 200.0;
/// More columns than this are no longer read.
const MOST_COLUMNS: usize = 4;
/// Between the columns of what flows, at the normal unit.
const GAP: Abs = Abs::mm(4.5);

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
    /// How far texts hang behind labels that are not too long.
    pub(crate) indent: Abs,
    /// Of the texts with their labels.
    pub(crate) width: Abs,
    /// How many stand beside each other.
    pub(crate) columns: usize,
}

impl FootLines {
    /// The columns of a page that shows some of the lines: balanced, each no longer than the one before.
    pub(crate) fn columns(&self, range: Range<usize>, qr: Abs, grid: &Grid) -> Vec<(Range<usize>, Lane)> {
        let columns = self.columns.max(1);
        let rows = range.len().div_ceil(columns).max(1);
        let first = grid.foot(qr).x;
        let mut at = range.start;
        let mut x = first;
        let mut out = Vec::new();
        while at < range.end {
            let end = (at + rows).min(range.end);
            out.push((at..end, Lane { x, width: self.width }));
            at = end;
            x += self.width + GAP * grid.scale;
        }
        out
    }

    /// How many rows a band with some of the lines has, side by side in its columns.
    pub(crate) fn rows(&self, lines: usize) -> usize {
        lines.div_ceil(self.columns.max(1))
    }
}

/// How far the lines of a text hang behind its label.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hang {
    pub(crate) first: Abs,
    pub(crate) rest: Abs,
}

impl Hang {
    /// As all texts of the band; a text whose label is longer begins after it, and one whose label has several lines stays there.
    pub(crate) fn new(label: &TextBlock, indent: Abs, width: Abs, grid: &Grid) -> Self {
        let natural = label.para.natural_width(&grid.sizes);
        let after = natural + grid.pt(RUN_IN_GAP);
        if natural == Abs::ZERO || (natural + grid.pt(LABEL_GAP)).fits(indent) {
            Self { first: indent, rest: indent }
        } else if after.fits(width / 2.0) {
            // Its author may have broken it.
            let is_one_line = label.para.count_lines(&grid.room(after)) == 1;
            Self { first: after, rest: if is_one_line { indent } else { after } }
        } else {
            Self { first: width / 2.0, rest: width / 2.0 }
        }
    }

    /// Room for the label.
    pub(crate) fn label(self, grid: &Grid) -> Measure<'_> {
        grid.room((self.first - grid.pt(LABEL_GAP)).max(Abs::ZERO))
    }

    /// Room for the text, of all that is there.
    pub(crate) fn text(self, width: Abs, grid: &Grid) -> Measure<'_> {
        Measure { first: width - self.first, rest: width - self.rest, sizes: &grid.sizes }
    }
}

/// What composing made for the foot, with the paragraph on marks that fits the pages.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a> {
    pub(crate) composed: &'a Composed<'a>,
    pub(crate) marks: Option<&'a FootEntry>,
    /// What may be printed instead of the paragraph on marks, which is given as much room.
    pub(crate) others: &'a [Arc<FootEntry>],
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

    /// Lines of some entries below each other, in a lane.
    fn lines(&self, ids: &[EntryId], lane: Lane, grid: &Grid) -> FootLines {
        let entries = || ids.iter().filter_map(|id| self.get(*id).map(|entry| (*id, entry)));
        let most = grid.foot(qr_edge(self.composed, grid)).width * MOST_INDENT;
        let labels = entries().map(|(_, entry)| entry.label.para.natural_width(&grid.sizes));
        let labels: Vec<Abs> = labels.filter(|label| *label > Abs::ZERO).collect();
        let afters = labels.iter().map(|label| *label + grid.pt(LABEL_GAP)).filter(|after| after.fits(most));
        let indent = afters.fold(grid.pt(LEAST_INDENT), Abs::max).min(lane.width / 3.0);
        // Without any label there is nothing to hang behind.
        let indent = if labels.is_empty() { Abs::ZERO } else { indent };
        let lines = entries().flat_map(|(entry, block)| {
            let hang = Hang::new(&block.label, indent, lane.width, grid);
            let room = hang.text(lane.width, grid);
            let label = block.label.para.count_lines(&hang.label(grid));
            let others = if entry == EntryId::Marks { self.others } else { &[] };
            let lines = others.iter().map(|other| other.text.para.count_lines(&room)).fold(label, usize::max);
            let lines = block.text.para.count_lines(&room).max(lines);
            (0..lines).map(move |line| FootLine { entry, line })
        });
        FootLines { lines: lines.collect(), indent, width: lane.width, columns: 1 }
    }

    /// The same in as many columns as are worth it.
    fn columns(&self, ids: &[EntryId], grid: &Grid) -> FootLines {
        let lane = grid.foot(qr_edge(self.composed, grid));
        let mut columns = 1;
        while columns < MOST_COLUMNS && grid.pt(LEAST_COLUMN).fits(lane.width / count(columns + 1)) {
            columns += 1;
        }
        let gaps = GAP * grid.scale * count(columns - 1);
        let lane = Lane { width: (lane.width - gaps) / count(columns), ..lane };
        FootLines { columns, ..self.lines(ids, lane, grid) }
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
    /// Edge of the QR code beside the first band and the last one; zero if there is none.
    pub(crate) qr: Abs,
    /// Height of the foot line.
    pub(crate) line: Abs,
}

/// Between the two ends of the foot line, at the normal unit.
pub(crate) const FOOT_LINE_GAP: f64 = 12.0;
/// Of the live width, what address, note and authors need at least beside the page number.
const LEAST_BESIDE: f64 = 0.2;

/// Room for address, note and authors: beside the page number, or above it where that leaves too little.
pub(crate) fn foot_line_room(composed: &Composed<'_>, grid: &Grid) -> Abs {
    let live = grid.live().width;
    let page = composed.foot.widest_page.para.natural_width(&grid.sizes);
    let beside = live - page - grid.pt(FOOT_LINE_GAP);
    if beside < live * LEAST_BESIDE { live } else { beside }
}

/// Lines of the foot line: nearly always one.
fn foot_line_lines(composed: &Composed<'_>, grid: &Grid) -> usize {
    let (live, room) = (grid.live().width, foot_line_room(composed, grid));
    let line = composed.foot.line.as_ref();
    let left = line.map_or(0, |line| line.para.count_lines(&grid.room(room)).max(1));
    let page = composed.foot.widest_page.para.count_lines(&grid.room(live)).max(1);
    if room < live { left.max(page) } else { left + page }
}

impl FootPlan {
    /// Lays out the foot on a grid.
    pub(crate) fn new(entries: Entries<'_>, grid: &Grid) -> Self {
        let live = grid.bottom - grid.top;
        let (mut first, mut last) = (entries.first(), entries.last());
        let qr = qr_edge(entries.composed, grid);
        let lane = grid.foot(qr);
        if Self::height(&entries.lines(&first, lane, grid), qr, grid) > live * FIRST_SHARE {
            let keep = usize::from(first.first() == Some(&EntryId::Marks));
            let moved = first.split_off(keep);
            last.splice(0..0, moved);
        }
        let all: Vec<EntryId> = first.iter().chain(&last).copied().collect();
        let standing = entries.lines(&last, lane, grid);
        let flows = Self::height(&standing, qr, grid) > live * LAST_SHARE;
        Self {
            flows,
            first: entries.lines(&first, lane, grid),
            only: entries.lines(&all, lane, grid),
            last: if flows { entries.columns(&last, grid) } else { standing },
            qr,
            line: grid.pt(super::FOOT_LINE) * count(foot_line_lines(entries.composed, grid)),
        }
    }

    /// What the foot takes of all pages together at the least. It grows with the type, while the foot itself may take less where it
    /// is shared out another way.
    pub(crate) fn least_height(entries: Entries<'_>, grid: &Grid) -> Abs {
        let qr = qr_edge(entries.composed, grid);
        let standing = |ids: &[EntryId]| Self::height(&entries.lines(ids, grid.foot(qr), grid), qr, grid);
        let flowing = |ids: &[EntryId]| {
            let lines = entries.columns(ids, grid);
            grid.pt(LINE) * count(lines.rows(lines.lines.len()))
        };
        let last = |ids: &[EntryId]| {
            if ids.is_empty() { Abs::ZERO } else { standing(ids).min(flowing(ids)) }
        };
        let ids = [entries.first(), entries.last()];
        (standing(&ids[0]) + last(&ids[1])).min(standing(&[]) + last(&ids.concat()))
    }

    /// Height of a band.
    pub(crate) fn height(lines: &FootLines, qr: Abs, grid: &Grid) -> Abs {
        let text = Self::lines_height(lines.lines.len(), grid);
        text.max(qr_room(qr, grid))
    }

    /// Height of a band of so many lines.
    pub(crate) fn lines_height(lines: usize, grid: &Grid) -> Abs {
        if lines == 0 { Abs::ZERO } else { grid.pt(5.8) + grid.pt(LINE) * count(lines) }
    }

    /// How many of the last band's lines stand in a room.
    pub(crate) fn lines_in(&self, room: Abs, total: usize, grid: &Grid) -> usize {
        let columns = self.last.columns.max(1);
        // About as many as the page has lines: it is asked about each page of a foot that takes many.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a page are few")]
        let most = (room / grid.pt(LINE)).ceil().max(0.0) as usize;
        let rows = (0..=total.div_ceil(columns).min(most)).rev();
        let rows = { rows }.find(|rows| Self::lines_height(*rows, grid).fits(room)).unwrap_or(0);
        (rows * columns).min(total)
    }
}
