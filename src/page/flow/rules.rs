//! What a page break costs: which rules it breaks, and how ugly it is.

use super::{Kind, Strip};

/// What breaking a rule costs: a lone row, a callout without its row, a first page with a title alone, a head without rows,
/// a strip that no page holds.
///
/// Two rows stay together on either side of a break wherever some way to break allows it. There is none if the first group
/// stands right below the title and its second row is too tall for the first page, or if it has but three rows and no room
/// for them: then one row stands alone. A title over an empty page would be worse, and a row more or less is not ours to
/// make; with something whole between (a summary, a decision), the page ends before the group instead.
const LONE_ROW: u32 = 1;
const LOST_CALLOUT: u32 = 20;
pub(super) const EMPTY: u32 = 100;
const LONE_HEAD: u32 = 400;
pub(super) const TOO_TALL: u32 = 8000;

pub(super) fn broken_rules(strips: &[Strip], start: usize, at: usize) -> u32 {
    if may_break(strips, start, at) {
        0
    } else if strips[at - 1].kind == Kind::Head {
        LONE_HEAD
    } else if strips[at].kind == Kind::Attached {
        LOST_CALLOUT
    } else {
        LONE_ROW
    }
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
    let parted = if matches!(strips[at].kind, Kind::Row | Kind::Attached) { 1.0 } else { 0.0 };
    parted + short + white
}

/// Whether a page may end before the strip at `at`, when it began at `start`.
pub(super) fn may_break(strips: &[Strip], start: usize, at: usize) -> bool {
    match strips[at].kind {
        Kind::Whole | Kind::Head => strips[at - 1].kind != Kind::Head,
        Kind::Attached => false,
        Kind::Row => {
            let is_row = |strip: &&Strip| strip.kind == Kind::Row;
            let group_ends = |strip: &&Strip| matches!(strip.kind, Kind::Head | Kind::Whole);
            let before = strips[start..at].iter().rev().take_while(|strip| !group_ends(strip)).filter(is_row);
            let after = strips[at..].iter().take_while(|strip| !group_ends(strip)).filter(is_row);
            before.take(2).count() == 2 && after.take(2).count() == 2
        }
    }
}
