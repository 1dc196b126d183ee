//! The choice of columns: the heights of all bands for every width of the lane and every ratio that is tried.
//!
//! Each text is counted at few widths only: between two widths that give the same number of lines, all do.

use std::sync::Arc;

use super::Outline;
use super::bands::{Band, BandText, BandTexts, Lines, height_of, lane_lines};
use super::grid::{Arrangement, Grid, Lane, Shares};
use super::head::caption_lines;
use crate::compose::{Composed, styles};
use crate::geom::Abs;
use crate::parallel::{self, Worker};
use crate::theme::BODY;

/// Label lanes that are tried, at the normal unit, from the narrowest to the widest.
const LANES: [Abs; 9] = [
    Abs::mm(24.0),
    Abs::mm(24.5),
    Abs::mm(25.0),
    Abs::mm(25.5),
    Abs::mm(26.0),
    Abs::mm(26.5),
    Abs::mm(27.0),
    Abs::mm(27.5),
    Abs::mm(28.0),
];
/// Shares of the left column that are tried, in 200ths.
const FIRST_RATIO: u16 = 80;
const LAST_RATIO: u16 = 100;
const RATIO_COUNT: usize = (LAST_RATIO - FIRST_RATIO) as usize + 1;

/// One of these shares.
fn ratio(in_200ths: u16) -> f64 {
    f64::from(in_200ths) / 200.0
}

/// The shares that give the lane, the left and the right column the widest room of all.
pub(super) fn widest() -> [Shares; 3] {
    let [narrow, widest] = [LANES[0], LANES[LANES.len() - 1]];
    [(widest, FIRST_RATIO), (narrow, LAST_RATIO), (narrow, FIRST_RATIO)]
        .map(|(lane, share)| Shares { lane, ratio: ratio(share) })
}

/// The shares that are tried, lane by lane.
fn options(arrangement: Arrangement) -> Vec<Shares> {
    match arrangement {
        Arrangement::Above => vec![Shares { lane: Abs::ZERO, ratio: 0.5 }],
        Arrangement::Lane => {
            let ratios = || (FIRST_RATIO..=LAST_RATIO).map(ratio);
            LANES.iter().flat_map(|lane| ratios().map(|ratio| Shares { lane: *lane, ratio })).collect()
        }
    }
}

/// The lane of an option.
pub(super) const fn lane_of(option: usize) -> usize {
    option / RATIO_COUNT
}

/// Heights at one body size, for every option.
pub(super) struct Table {
    pub(super) options: Vec<Shares>,
    pub(super) grids: Vec<Grid>,
    /// By band of the outline (repeated heads included), then by option.
    pub(super) heights: Vec<Vec<Abs>>,
    /// All lines, by option.
    pub(super) lines: Vec<usize>,
}

/// The shares with the least total of lines; some slack in the columns keeps a digit more from costing a line.
pub(super) fn preferred(composed: &Composed<'_>, outline: &Outline, body: Abs) -> Shares {
    let table = Table::counted(composed, outline, body, Purpose::Lines);
    table.options[table.ranked()[0]]
}

/// What a table is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To compare totals of lines, with some slack in every column; heights are left out.
    Lines,
    Heights,
}

impl Table {
    /// Counts all texts at a body size.
    pub(super) fn new(composed: &Composed<'_>, outline: &Outline, body: Abs) -> Self {
        Self::counted(composed, outline, body, Purpose::Heights)
    }

    fn counted(composed: &Composed<'_>, outline: &Outline, body: Abs, purpose: Purpose) -> Self {
        let sizes: Arc<[Abs]> = styles::sizes(body / BODY, &composed.theme).into();
        let options = options(Arrangement::of(composed.edition));
        let grid = |shares: &Shares| {
            let grid = Grid::with_sizes(composed.edition, body, *shares, sizes.clone());
            if purpose == Purpose::Lines { grid.with_slack() } else { grid }
        };
        let grids: Vec<Grid> = options.iter().map(grid).collect();
        let orders = Orders::new(&grids);
        let counter =
            || Counter { composed, orders: &orders, grids: &grids, purpose, lines: vec![0; grids.len()] };
        let all = outline.all().enumerate();
        let bands: Vec<(Band, bool)> = all.map(|(index, band)| (band, index < outline.bands.len())).collect();
        let counted = parallel::map(&bands, counter, |_| lines_around(composed, &grids));
        let mut lines = counted.beside;
        for others in counted.rests {
            lines.iter_mut().zip(others).for_each(|(total, lines)| *total += lines);
        }
        Self { options, heights: counted.results, lines, grids }
    }

    /// Something that depends on the lane alone, for each lane.
    pub(super) fn by_lane<T>(&self, of: impl FnMut(&Grid) -> T) -> Vec<T> {
        self.grids.iter().step_by(RATIO_COUNT).map(of).collect()
    }

    /// The options, least total of lines first, among equals the widest left column first.
    pub(super) fn ranked(&self) -> Vec<usize> {
        let mut ranked: Vec<usize> = (0..self.options.len()).collect();
        let left = |option: &usize| self.grids[*option].columns[0].width;
        ranked.sort_by(|a, b| {
            let lines = self.lines[*a].cmp(&self.lines[*b]);
            lines.then(left(b).to_pt().total_cmp(&left(a).to_pt())).then(a.cmp(b))
        });
        ranked
    }
}

/// Lines that are no band's, by option: those of the lane's head and of captions.
fn lines_around(composed: &Composed<'_>, grids: &[Grid]) -> Vec<usize> {
    let captions = |grid: &Grid| caption_lines(composed, 0, grid).max(caption_lines(composed, 1, grid));
    grids.iter().map(|grid| lane_lines(composed, grid) + captions(grid)).collect()
}

/// Counts the lines of bands.
struct Counter<'t> {
    composed: &'t Composed<'t>,
    orders: &'t Orders,
    grids: &'t [Grid],
    purpose: Purpose,
    /// All lines so far, by option.
    lines: Vec<usize>,
}

impl Worker for Counter<'_> {
    /// Whether it stands on a page of its own accord; repeated heads do not.
    type Item = (Band, bool);
    /// Heights, by option.
    type Result = Vec<Abs>;
    type Rest = Vec<usize>;

    fn work(&mut self, (band, is_own): &(Band, bool)) -> Vec<Abs> {
        let lines = self.orders.lines(&BandTexts::of(*band, self.composed), self.grids);
        if *is_own {
            let highs = self.grids.iter().zip(&lines).map(|(grid, lines)| lines.high(grid));
            self.lines.iter_mut().zip(highs).for_each(|(total, high)| *total += high);
        }
        if self.purpose == Purpose::Lines {
            return Vec::new();
        }
        let has_lines = has_lines(*band, self.composed);
        let mut last = Abs::ZERO;
        let heights = self.grids.iter().zip(&lines).enumerate().map(|(option, (grid, lines))| {
            // What has no lines to count depends on the lane alone.
            if has_lines || option % RATIO_COUNT == 0 {
                last = height_of(*band, *lines, self.composed, grid);
            }
            last
        });
        heights.collect()
    }

    fn end(self) -> Vec<usize> {
        self.lines
    }
}

/// Whether a band's height follows from counts of lines.
fn has_lines(band: Band, composed: &Composed<'_>) -> bool {
    BandTexts::of(band, composed).label.is_some()
}

/// The options in order of the width that each kind of text gets, narrowest first.
struct Orders {
    label: Vec<usize>,
    columns: [Vec<usize>; 2],
    span: Vec<usize>,
}

impl Orders {
    fn new(grids: &[Grid]) -> Self {
        let order = |width: &dyn Fn(&Grid) -> Abs| {
            let mut order: Vec<(f64, usize)> =
                grids.iter().map(|grid| width(grid).to_pt()).zip(0..).collect();
            order.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            order.into_iter().map(|(_, option)| option).collect()
        };
        Self {
            label: order(&|grid| grid.label.width),
            columns: [order(&|grid| grid.columns[0].width), order(&|grid| grid.columns[1].width)],
            span: order(&|grid| grid.span().width),
        }
    }

    /// Lines of a band, by option.
    fn lines(&self, texts: &BandTexts<'_>, grids: &[Grid]) -> Vec<Lines> {
        let mut lines = vec![Lines::default(); grids.len()];
        let mut each =
            |text: Option<BandText<'_>>, order: &[usize], lane: &dyn Fn(&Grid) -> Lane, label: bool| {
                let Some(text) = text else { return };
                let count = |option: usize| text.lines(lane(&grids[option]), &grids[option]);
                let mut put = |option: usize, found: usize| {
                    let lines = &mut lines[option];
                    let slot = if label { &mut lines.label } else { &mut lines.body };
                    *slot = (*slot).max(found);
                };
                let (Some(first), Some(last)) = (order.first(), order.last()) else { return };
                fill(order, (count(*first), count(*last)), &count, &mut put);
            };
        each(texts.label, &self.label, &|grid| grid.label, true);
        each(texts.columns[0], &self.columns[0], &|grid| grid.columns[0], false);
        each(texts.columns[1], &self.columns[1], &|grid| grid.columns[1], false);
        each(texts.span, &self.span, &Grid::span, false);
        lines
    }
}

/// Counts of all options in an order of growing width, from those at its ends.
fn fill(
    order: &[usize],
    (first, last): (usize, usize),
    count: &impl Fn(usize) -> usize,
    put: &mut impl FnMut(usize, usize),
) {
    if first == last || order.len() <= 2 {
        if let Some((end, others)) = order.split_last() {
            others.iter().for_each(|option| put(*option, first));
            put(*end, last);
        }
        return;
    }
    let middle = order.len() / 2;
    let found = count(order[middle]);
    fill(&order[..=middle], (first, found), count, put);
    fill(&order[middle..], (found, last), count, put);
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn few_counts_tell_all() {
        let order: Vec<usize> = (0..100).collect();
        let truth = |option: usize| {
            if option < 37 {
                3
            } else if option < 38 {
                2
            } else {
                1
            }
        };
        let asked = std::cell::Cell::new(0);
        let count = |option: usize| {
            asked.set(asked.get() + 1);
            truth(option)
        };
        let mut found = vec![0; 100];
        fill(&order, (3, 1), &count, &mut |option, lines| found[option] = lines);
        assert!(found.iter().enumerate().all(|(option, lines)| *lines == truth(option)), "{found:?}");
        assert!(asked.get() < 20, "{}", asked.get());
    }
}
