//! What a page break costs: which rules it breaks, and how ugly it is.

use super::{Kind, Strip};
use crate::geom::Abs;

/// What breaking a rule costs: a lone row, a callout without its row, a first page with a title alone, a head without rows, a
/// strip that no page holds.
///
/// Two rows stay together on either side of a break wherever some way to break allows it, but for a page that would be left
/// more than half empty for their sake. There is no such way if the first group stands right below the title and its second
/// row is too tall for the first page, or if it has but three rows and no room for them: then one row stands alone. A title
/// over an empty page would be worse, and a row more or less is not ours to make; with something whole between (a summary, a
/// decision), the page ends before the group instead.
const LONE_ROW: u32 = 1;
const LOST_CALLOUT: u32 = 20;
pub(super) const EMPTY: u32 = 100;
const LONE_HEAD: u32 = 400;
pub(super) const TOO_TALL: u32 = 8000;

/// `may_part`: the ends before it leave the page more than half empty, so that a row may stand alone.
pub(super) fn broken_rules(strips: &[Strip], (start, at): (usize, usize), may_part: bool) -> u32 {
    if may_break(strips, start, at) {
        0
    } else if strips[at - 1].kind == Kind::Head {
        LONE_HEAD
    } else if strips[at].kind == Kind::Attached {
        LOST_CALLOUT
    } else if may_part {
        0
    } else {
        LONE_ROW
    }
}

/// Whether white is more than half of what a page holds.
pub(super) fn is_hole(white: Abs, page: Abs) -> bool {
    !white.fits(page / 2.0)
}

/// A page keeps at least this share of its rows when a group moves to the next one as a whole.
const KEEP: f64 = 0.85;
/// What it costs to leave a whole page empty below that, in groups parted: a hole is worse than many of these.
const HOLE: f64 = 6.0;

/// How ugly a page end is that keeps a share of what the page could hold: best is a full page that ends with a group. To part
/// a group is as bad as to leave a page short; nothing is as bad as both.
pub(super) fn badness(strips: &[Strip], at: usize, kept: f64) -> f64 {
    // Where no break is good, a page may keep more than the last good one would leave: the more, the better.
    let white = (1.0 - kept) * 0.1;
    let short = if kept < KEEP { 1.0 + (KEEP - kept) * HOLE } else { 0.0 };
    let parted =
        if matches!(strips[at].kind, Kind::Row | Kind::Picture | Kind::Attached) { 1.0 } else { 0.0 };
    parted + short + white
}

/// A last page with less than this share of what a page holds hardly looks like one.
const SPARSE: f64 = 0.2;
/// What it costs to leave nothing on it: no more than to part a group or to leave the page before it short, so that neither is
/// done for its sake.
const SPARSE_COST: f64 = 1.0;

/// How ugly a last page is with so much at its top: a line or two there are better joined by what stands before them, unless the
/// foot fills the page.
pub(super) fn sparseness(used: Abs, foot: Abs, page: Abs) -> f64 {
    if is_hole(page - used - foot, page) {
        SPARSE_COST * (1.0 - used / (page * SPARSE)).max(0.0)
    } else {
        0.0
    }
}

/// Whether a page may end before the strip at `at`, when it began at `start`.
pub(super) fn may_break(strips: &[Strip], start: usize, at: usize) -> bool {
    match strips[at].kind {
        Kind::Whole | Kind::Head => strips[at - 1].kind != Kind::Head,
        Kind::Attached => false,
        Kind::Row | Kind::Picture => {
            stand_together(strips[start..at].iter().rev()) && stand_together(strips[at..].iter())
        }
    }
}

/// Whether the strips of a group from a break on, or back from it, are two rows at least, or a chart or figure, which is as good
/// as two.
fn stand_together<'s>(strips: impl Iterator<Item = &'s Strip>) -> bool {
    let group = strips.take_while(|strip| !matches!(strip.kind, Kind::Head | Kind::Whole));
    let rows = group.filter_map(|strip| match strip.kind {
        Kind::Row => Some(1),
        Kind::Picture => Some(2),
        _ => None,
    });
    rows.take(2).sum::<usize>() >= 2
}
