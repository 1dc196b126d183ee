//! Where the parts of a chart stand.

use super::bands::{count, half_units};
use super::grid::{Arrangement, Grid, Lane};
use crate::compose::{BarBlock, ChartBlock, LegendEntry, TextBlock};
use crate::geom::{Abs, Point};

/// Between the names of a chart and its bars.
const NAME_GAP: f64 = 2.0;
/// Sums stand flush right in no more than this: on wide paper they would be lost, far from their bars. No column of A4 or Letter
/// paper is wider.
const MOST_ROOM: Abs = Abs::pt(505.0);
/// Bars that would be drawn shorter than this at their longest stand below their names instead.
const LEAST_SCALE: f64 = 100.0;

/// Where the parts of a chart stand, from its top; across from the left of both columns.
pub(crate) struct ChartPlan {
    /// Whole height.
    pub(crate) height: Abs,
    /// First baseline of the heading.
    pub(crate) title: Abs,
    /// Where the bars begin.
    pub(crate) bars: Abs,
    /// Width of the full scale.
    pub(crate) scale: Abs,
    /// Baseline and start of each legend entry.
    pub(crate) legend: Vec<Point>,
    /// Room of a bar with its name, total and sum.
    pub(crate) room: Abs,
    /// Room of the names.
    pub(crate) name_room: Lane,
    /// Whether sums stand below their bars, all of them if one must.
    pub(crate) sums_below: bool,
    /// Of each bar.
    pub(crate) places: Vec<BarPlace>,
    /// First baseline of the note.
    pub(crate) note: Abs,
}

/// Where one bar stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BarPlace {
    /// First baseline of its name.
    pub(crate) name: Abs,
    /// Its top.
    pub(crate) top: Abs,
    /// Baseline of its sum.
    pub(crate) sum: Abs,
}

impl BarPlace {
    /// In a chart that begins at a `y`.
    pub(crate) fn below(self, y: Abs) -> Self {
        Self { name: self.name + y, top: self.top + y, sum: self.sum + y }
    }
}

/// Where names and sums stand: beside the bars as long as that leaves room for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    Beside,
    /// Sums stand below the bars.
    SumsBelow,
    /// Names stand above their bars, too.
    Stacked,
}

/// How wide everything is.
struct Widths {
    names: Abs,
    scale: Abs,
    /// Of all of them in a row.
    room: Abs,
    setting: Setting,
}

impl ChartPlan {
    /// Lays out a chart.
    pub(crate) fn new(chart: &ChartBlock, grid: &Grid) -> Self {
        let span = grid.span().width;
        let widths = Widths::new(chart, grid);
        let topic = match grid.arrangement {
            Arrangement::Lane => 0,
            Arrangement::Above => chart.topic.para.count_lines(&grid.room(grid.label.width)),
        };
        let title = grid.pt(10.6) + grid.pt(10.0) * count(topic);
        let title_lines = chart.title.para.count_lines(&grid.room(span)).max(1);
        let first = title + grid.pt(10.0) * count(title_lines - 1) + grid.pt(11.5);
        let (legend, last) = legend(chart, &widths, first, grid);
        let is_stacked = widths.setting == Setting::Stacked;
        let name_room = if is_stacked { span } else { widths.names - grid.pt(NAME_GAP) };
        let name_room = Lane { x: Abs::ZERO, width: name_room };
        let mut plan = Self {
            height: Abs::ZERO,
            title,
            bars: if is_stacked { Abs::ZERO } else { widths.names },
            scale: widths.scale,
            room: widths.room,
            legend,
            name_room,
            sums_below: false,
            places: Vec::new(),
            note: Abs::ZERO,
        };
        plan.sums_below =
            widths.setting != Setting::Beside && chart.bars.iter().any(|bar| !plan.sum_fits(bar, grid));
        let end = plan.place_bars(chart, last + grid.pt(4.0), widths.setting, grid);
        plan.note = end + grid.pt(7.8);
        let note = chart.note.as_ref().map_or(0, |text| text.para.count_lines(&grid.room(span)));
        let height = match note {
            0 => end + grid.pt(1.0),
            lines => plan.note + grid.pt(9.4) * count(lines - 1) + grid.pt(6.4),
        };
        plan.height = half_units(height, grid);
        plan
    }

    /// Puts the bars below each other; returns where they end.
    fn place_bars(&mut self, chart: &ChartBlock, from: Abs, setting: Setting, grid: &Grid) -> Abs {
        let stacked = setting == Setting::Stacked;
        let mut at = from;
        for bar in &chart.bars {
            let lines = bar.name.para.count_lines(&grid.room(self.name_room.width)).max(1);
            let more = grid.pt(9.4) * count(lines - 1);
            let top = if stacked { at + grid.pt(10.2) + more } else { at };
            let total = bar.total.para.count_lines(&grid.room(self.total_room(bar, grid).width)).max(1);
            let total = grid.pt(9.4) * count(total - 1);
            let (sum, end) = match &bar.sum {
                Some(sum) if self.sums_below => {
                    let lines = sum.para.count_lines(&grid.room(self.sum_room(grid).width)).max(1);
                    (top + total + grid.pt(17.5), total + grid.pt(9.4) * count(lines))
                }
                _ => (top + grid.pt(7.5), total),
            };
            self.places.push(BarPlace { name: at + grid.pt(7.5), top, sum });
            at = if stacked { top + grid.pt(14.0) + end } else { at + grid.pt(13.2) + more.max(end) };
        }
        at
    }
}

impl ChartPlan {
    /// Where the total of a bar stands: after its segments.
    pub(crate) fn total_room(&self, bar: &BarBlock, grid: &Grid) -> Lane {
        let share: f64 = bar.segments.iter().map(|(share, _)| *share).sum();
        let x = self.bars + self.scale * share + grid.pt(4.0);
        Lane { x, width: grid.span().width - x }
    }

    /// Where sums stand that are below their bars, else the end that they are flush with.
    pub(crate) fn sum_room(&self, grid: &Grid) -> Lane {
        if self.sums_below {
            Lane { x: self.bars, width: grid.span().width - self.bars }
        } else {
            Lane { x: Abs::ZERO, width: self.room }
        }
    }

    /// Whether a sum, if there is one, has room after its bar and total.
    fn sum_fits(&self, bar: &BarBlock, grid: &Grid) -> bool {
        let sum = bar.sum.as_ref().map(|sum| sum.para.natural_width(&grid.sizes));
        let total = bar.total.para.natural_width(&grid.sizes);
        sum.is_none_or(|sum| (total + sum + grid.pt(8.0)).fits(self.total_room(bar, grid).width))
    }
}

impl Widths {
    fn new(chart: &ChartBlock, grid: &Grid) -> Self {
        let span = grid.span().width;
        let names = grid.pt(143.0).min(span * 0.4);
        let total = widest(chart.bars.iter().map(|bar| &bar.total), grid);
        let sum = widest(chart.bars.iter().filter_map(|bar| bar.sum.as_ref()), grid);
        let beside = span - names - total - sum - grid.pt(12.0);
        let below = span - names - total - grid.pt(6.0);
        let (setting, room) = if grid.pt(LEAST_SCALE).fits(beside) {
            (Setting::Beside, beside)
        } else if grid.pt(LEAST_SCALE).fits(below) && sum.fits(span - names) {
            (Setting::SumsBelow, below)
        } else {
            (Setting::Stacked, span - total - grid.pt(6.0))
        };
        let scale = grid.pt(196.0).min(room).max(grid.pt(1.0));
        let room = match setting {
            Setting::Beside => span.min(MOST_ROOM.max(span - beside + scale)),
            Setting::SumsBelow | Setting::Stacked => span,
        };
        Self { names, scale, room, setting }
    }
}

fn widest<'t>(texts: impl Iterator<Item = &'t TextBlock>, grid: &Grid) -> Abs {
    texts.map(|text| text.para.natural_width(&grid.sizes)).fold(Abs::ZERO, Abs::max)
}

/// Width of a legend's square and the white after it, at the normal unit.
const SQUARE: f64 = 8.7;

/// Entries one after the other, in as many lines as it takes, and the last baseline. An entry that is wider than a line has
/// lines of its own.
fn legend(chart: &ChartBlock, widths: &Widths, first: Abs, grid: &Grid) -> (Vec<Point>, Abs) {
    let span = grid.span().width;
    let square = |entry: &LegendEntry| entry.fill.map_or(Abs::ZERO, |_| grid.pt(SQUARE));
    let width = |entry: &LegendEntry| square(entry) + entry.label.para.natural_width(&grid.sizes);
    let all: Abs = chart.legend.iter().map(|entry| width(entry) + grid.pt(11.5)).sum();
    let start = if widths.setting == Setting::Stacked || !(widths.names + all).fits(span) {
        Abs::ZERO
    } else {
        widths.names
    };
    let mut at = Point::new(start, first);
    let mut last = first;
    let mut places = Vec::new();
    for entry in &chart.legend {
        let width = width(entry);
        let lines = entry.label.para.count_lines(&grid.room(span - start - square(entry))).max(1);
        if at.x > start && (lines > 1 || !(at.x + width).fits(span)) {
            at = Point::new(start, last + grid.pt(10.0));
        }
        places.push(at);
        last = at.y + grid.pt(9.4) * count(lines - 1);
        at.x = if lines > 1 { span } else { at.x + width + grid.pt(11.5) };
    }
    (places, last)
}
