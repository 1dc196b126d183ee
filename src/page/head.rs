//! The title block: how high it is, and how names and taglines are set in it.

use super::bands::{count, half_units, lane_lines};
use super::grid::{Arrangement, Grid, Lane};
use crate::compose::{Composed, Drawing, TextBlock, plain_size};
use crate::geom::Abs;
use crate::model::RuleToken;
use crate::theme::Role;

/// From the top of the title block to the first baseline of the names, at the normal unit.
pub(crate) const NAME_BASELINE: f64 = 24.5;
/// The same of the heads of later pages.
pub(crate) const SMALL_NAME_BASELINE: f64 = 16.2;

/// Height of the title block: with emblems or taglines, or names alone; longer names and lanes make it higher.
pub(crate) fn title_height(composed: &Composed<'_>, grid: &Grid) -> Abs {
    let names = names(composed, grid);
    height_with(name_drop(composed, grid) + name_extra(&names, composed, grid), composed, grid)
}

/// The least that the title block may be in columns no wider than these. It grows with the type, while the block itself is less
/// high where short names begin to take the place of long ones, and names that are set smaller need less.
pub(super) fn least_title_height(composed: &Composed<'_>, grid: &Grid) -> Abs {
    let head = &composed.head;
    let lines = [&head.names, &head.large_short_names]
        .map(|names| Names::new(names, composed, grid).most_lines().saturating_sub(1));
    height_with(grid.pt(LEAST_NAME_LEADING) * count(lines[0].min(lines[1])), composed, grid)
}

/// `names`: what they take beyond one line each as in the design.
fn height_with(names: Abs, composed: &Composed<'_>, grid: &Grid) -> Abs {
    let head = &composed.head;
    let lines = (0..2).map(|side| caption_lines(composed, side, grid)).max().unwrap_or(0);
    let (columns, captions) = if head.emblems.iter().any(Option::is_some) {
        (57.5, if captions_below(composed, grid) { lines } else { lines.saturating_sub(2) })
    } else if lines > 0 {
        (37.5, lines)
    } else {
        (35.0, 0)
    };
    let columns = grid.pt(columns) + names + grid.pt(10.0) * count(captions);
    match grid.arrangement {
        Arrangement::Above => lane_height(composed, grid) + columns,
        Arrangement::Lane => {
            let lane = count(lane_lines(composed, grid).saturating_sub(1));
            columns.max(grid.pt(17.0) + grid.pt(10.1) * lane)
        }
    }
}

/// Height of the heads of later pages: the series on as many lines as its lane needs, and the names.
pub(crate) fn heads_height(composed: &Composed<'_>, grid: &Grid) -> Abs {
    let series = composed.head.series.as_ref().filter(|_| grid.arrangement == Arrangement::Lane);
    let lines = series.map_or(1, |series| series.para.count_lines(&grid.room(grid.label.width)));
    let names = small_names(composed, grid);
    let series = grid.pt(10.0) * count(lines.saturating_sub(1));
    grid.pt(22.5) + series.max(half_units(names.leading * count(names.lines.saturating_sub(1)), grid))
}

/// How the names stand in the heads of later pages, the same on both sides.
pub(crate) struct SmallNames<'c> {
    pub(crate) names: &'c [TextBlock; 2],
    /// Of the normal size.
    pub(crate) share: f64,
    /// From baseline to baseline.
    pub(crate) leading: Abs,
    /// On one line, unless they would be smaller than text may be.
    lines: usize,
}

/// Both names whole, or both short: one of each reads as if they were two kinds of things.
pub(crate) fn small_names<'c>(composed: &'c Composed<'_>, grid: &Grid) -> SmallNames<'c> {
    let head = &composed.head;
    let share = |names: &[TextBlock; 2]| {
        let shares = names.iter().zip(&grid.columns).map(|(name, lane)| {
            let natural = name.para.natural_width(&grid.sizes);
            if natural.fits(lane.width) { 1.0 } else { lane.width / natural }
        });
        shares.fold(1.0, f64::min)
    };
    let is_whole = share(&head.small_names) >= 1.0;
    let names = if is_whole { &head.small_names } else { &head.short_names };
    let size = plain_size(Role::NameSmall, &grid.sizes);
    let least = (Role::NameSmall.of().floor / size).min(1.0);
    let share = share(names).max(least).min(small_name_share(composed, grid));
    let lines = names.iter().zip(&grid.columns).map(|(name, lane)| {
        // The same breaks as at the normal size in a room that is wider by as much.
        name.para.count_lines(&grid.room(lane.width / share + Abs::pt(0.01)))
    });
    SmallNames { names, share, leading: size * share * 1.2, lines: lines.max().unwrap_or(1) }
}

/// What the lane's texts take from the top of the title block, where there is no lane.
pub(crate) fn lane_height(composed: &Composed<'_>, grid: &Grid) -> Abs {
    match grid.arrangement {
        Arrangement::Above => grid.pt(10.0) * count(lane_lines(composed, grid)) + grid.pt(5.0),
        Arrangement::Lane => Abs::ZERO,
    }
}

/// What stays free between a bar and the ink of a name below it, at the normal unit.
const BAR_GAP: f64 = 0.5;

/// How far names, and what is below them, stand lower than in the design: where their ink would touch the bars.
pub(crate) fn name_drop(composed: &Composed<'_>, grid: &Grid) -> Abs {
    let share = names(composed, grid).share;
    let ink = composed.head.name_ink.top.at(plain_size(Role::Name, &grid.sizes)) * share;
    let bar = composed.theme.rule(RuleToken::Bar) * grid.scale;
    half_units((ink - (grid.pt(NAME_BASELINE - BAR_GAP) - bar)).max(Abs::ZERO), grid)
}

/// The share of their size at which the small names of later pages stay clear of their bars.
fn small_name_share(composed: &Composed<'_>, grid: &Grid) -> f64 {
    let ink = composed.head.name_ink.top.at(plain_size(Role::NameSmall, &grid.sizes));
    let bar = composed.theme.rule(RuleToken::BarSmall) * grid.scale;
    let room = grid.pt(SMALL_NAME_BASELINE - BAR_GAP) - bar;
    if ink.fits(room) { 1.0 } else { room / ink }
}

/// How far ink may go below the baseline of a name before it touches what is below, at the normal unit.
const NAME_DEPTH: f64 = 6.0;

/// Height of the further lines of long names, and what their ink needs below.
pub(crate) fn name_extra(names: &Names<'_>, composed: &Composed<'_>, grid: &Grid) -> Abs {
    let depth = composed.head.name_ink.bottom.at(plain_size(Role::Name, &grid.sizes)) * names.share;
    let below = half_units((depth - grid.pt(NAME_DEPTH)).max(Abs::ZERO), grid);
    name_leading(names.share, grid) * count(names.most_lines().saturating_sub(1)) + below
}

/// Between the lines of a name, at the least and at the normal unit.
const LEAST_NAME_LEADING: f64 = 17.5;

/// Between the lines of a name that is set at a share of the normal size: 22 at the whole.
pub(crate) fn name_leading(share: f64, grid: &Grid) -> Abs {
    grid.pt((22.0 * share).max(LEAST_NAME_LEADING))
}

/// Whether taglines stand below the emblems: where one would need more than two lines beside.
pub(crate) fn captions_below(composed: &Composed<'_>, grid: &Grid) -> bool {
    let head = &composed.head;
    (0..2).any(|side| {
        let lane = beside_emblem(composed, side, grid);
        let caption = head.captions[side].as_ref().filter(|_| head.emblems[side].is_some());
        caption.is_some_and(|caption| caption.para.count_lines(&grid.room(lane.width)) > 2)
    })
}

/// Lines of a tagline beside its emblem.
pub(crate) fn caption_lines(composed: &Composed<'_>, side: usize, grid: &Grid) -> usize {
    let room = grid.room(caption_lane(composed, side, grid).width);
    composed.head.captions[side].as_ref().map_or(0, |caption| caption.para.count_lines(&room))
}

/// Where a tagline stands: beside its emblem or below it, else from the column's edge.
pub(crate) fn caption_lane(composed: &Composed<'_>, side: usize, grid: &Grid) -> Lane {
    if captions_below(composed, grid) { grid.columns[side] } else { beside_emblem(composed, side, grid) }
}

fn beside_emblem(composed: &Composed<'_>, side: usize, grid: &Grid) -> Lane {
    let column = grid.columns[side];
    composed.head.emblems[side].as_ref().map_or(column, |drawing| {
        let beside = emblem_width(drawing, column, grid) + grid.pt(7.1);
        Lane { x: column.x + beside, width: column.width - beside }
    })
}

/// Emblems are drawn 19 high, at most two thirds of the column wide.
pub(crate) fn emblem_width(drawing: &Drawing, column: Lane, grid: &Grid) -> Abs {
    (drawing.size.width * (grid.pt(19.0) / drawing.size.height)).min(column.width * 0.66)
}

/// The least size of names on page 1, as a share of the normal one: 14 of 20.5 pt.
const LEAST_NAME: f64 = 14.0 / 20.5;

/// Lines that a name should have on page 1.
pub(super) const MOST_NAME_LINES: usize = 2;

/// Lines that a name may have there before its short form takes its place, and it stands nowhere.
const MOST_LINES_IN_FULL: usize = 3;

/// How the names stand on page 1, the same on both sides.
pub(crate) struct Names<'c> {
    pub(crate) names: &'c [TextBlock; 2],
    /// Of the normal size.
    pub(crate) share: f64,
    /// By side.
    pub(crate) lines: [usize; 2],
}

impl<'c> Names<'c> {
    fn new(names: &'c [TextBlock; 2], composed: &Composed<'_>, grid: &Grid) -> Self {
        let rooms = [0, 1].map(|side| name_room(composed, side, grid));
        let share = |side: usize| rooms[side] / names[side].para.natural_width(&grid.sizes);
        let share = share(0).min(share(1)).clamp(LEAST_NAME, 1.0);
        // The same breaks as at the normal size in a room that is wider by as much.
        let room = |side: usize| grid.room(rooms[side] / share + Abs::pt(0.01));
        Self { names, share, lines: [0, 1].map(|side| names[side].para.count_lines(&room(side)).max(1)) }
    }

    /// Whether a word is wider than its room.
    fn breaks_words(&self, composed: &Composed<'_>, grid: &Grid) -> bool {
        let fits = |side: usize| {
            let word = self.names[side].para.widest_word(&grid.sizes) * self.share;
            word.fits(name_room(composed, side, grid))
        };
        !(fits(0) && fits(1))
    }

    fn most_lines(&self) -> usize {
        self.lines[0].max(self.lines[1])
    }
}

/// Both names whole, or both short where that saves a word from being broken, or lines of which there are too many.
pub(crate) fn names<'c>(composed: &'c Composed<'_>, grid: &Grid) -> Names<'c> {
    let whole = Names::new(&composed.head.names, composed, grid);
    let breaks = whole.breaks_words(composed, grid);
    if whole.most_lines() <= MOST_LINES_IN_FULL && !breaks {
        return whole;
    }
    let short = Names::new(&composed.head.large_short_names, composed, grid);
    let is_better =
        if breaks { !short.breaks_words(composed, grid) } else { short.most_lines() < whole.most_lines() };
    if is_better { short } else { whole }
}

/// Width of a name: its column, but for "vs." after the left one.
pub(crate) fn name_room(composed: &Composed<'_>, side: usize, grid: &Grid) -> Abs {
    let versus = composed.head.versus.para.natural_width(&grid.sizes) + grid.pt(6.0);
    grid.columns[side].width - if side == 0 { versus } else { Abs::ZERO }
}
