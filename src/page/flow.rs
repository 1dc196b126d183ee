//! Bands → pages: which bands stand on which page. Knows heights and break rules, nothing of what a band shows.

use std::ops::Range;

use crate::geom::Abs;

/// How a strip behaves at page breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Stands for itself; a page may begin with it.
    Whole,
    /// Opens a group: keeps two rows with it, and is repeated where the group goes on.
    Head,
    /// A row of the group opened last.
    Row,
    /// Belongs to the row before it.
    Attached,
}

/// An unbreakable slice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Strip {
    /// Its height.
    pub(crate) height: Abs,
    /// How it breaks.
    pub(crate) kind: Kind,
    /// Height of the head that is repeated when a page begins with it.
    pub(crate) repeated: Abs,
}

/// Room for strips on pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Room {
    /// On the first page, if others follow.
    pub(crate) first: Abs,
    /// On pages between.
    pub(crate) middle: Abs,
    /// What the foot takes from the last page.
    pub(crate) last_foot: Abs,
    /// On the page, if there is only one.
    pub(crate) only: Abs,
}

/// A page keeps at least this share of its rows when a group moves to the next one as a whole.
const KEEP: f64 = 0.85;

/// Shares strips out to pages, in order. The last page may be empty of strips, when only the foot is left for it.
pub(crate) fn paginate(strips: &[Strip], room: Room) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let mut start = 0;
    loop {
        let full = if pages.is_empty() { room.first } else { room.middle };
        let last = if pages.is_empty() { room.only } else { room.middle - room.last_foot };
        let rest = height(strips, start..strips.len());
        if rest.fits(last) {
            pages.push(start..strips.len());
            return pages;
        }
        let end = page_end(strips, start, full);
        pages.push(start..end);
        start = end;
    }
}

/// Height of a page's strips, with the head that is repeated before them.
fn height(strips: &[Strip], range: Range<usize>) -> Abs {
    let repeated = strips.get(range.start).map_or(Abs::ZERO, |strip| strip.repeated);
    let repeated = if range.is_empty() { Abs::ZERO } else { repeated };
    repeated + strips[range].iter().map(|strip| strip.height).sum::<Abs>()
}

fn page_end(strips: &[Strip], start: usize, room: Abs) -> usize {
    let mut used = strips[start].repeated;
    let mut fit = start;
    while fit < strips.len() && (used + strips[fit].height).fits(room) {
        used += strips[fit].height;
        fit += 1;
    }
    if fit == strips.len() {
        return fit;
    }
    let candidates = || (start + 1..=fit).rev();
    let furthest = candidates().find(|at| may_break(strips, start, *at));
    let group = candidates().find(|at| matches!(strips[*at].kind, Kind::Head | Kind::Whole));
    match (furthest, group) {
        (Some(furthest), Some(group)) => {
            let keeps = height(strips, start..group) / height(strips, start..furthest);
            if keeps >= KEEP { group } else { furthest }
        }
        (Some(furthest), None) => furthest,
        // A group that breaks nowhere: rather a lone row than a lost one.
        (None, _) => candidates().find(|at| strips[*at].kind != Kind::Attached).unwrap_or(fit.max(start + 1)),
    }
}

/// Whether a page may end before the strip at `at`, when it began at `start`.
fn may_break(strips: &[Strip], start: usize, at: usize) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn strips(kinds: &str) -> Vec<Strip> {
        let strip = |kind| Strip {
            height: Abs::pt(10.0),
            kind,
            repeated: if matches!(kind, Kind::Row | Kind::Attached) { Abs::pt(10.0) } else { Abs::ZERO },
        };
        let kind = |letter| match letter {
            'H' => Kind::Head,
            'r' => Kind::Row,
            'a' => Kind::Attached,
            _ => Kind::Whole,
        };
        kinds.chars().map(|letter| strip(kind(letter))).collect()
    }

    fn pages(kinds: &str, lines: f64) -> Vec<String> {
        let room = Abs::pt(lines * 10.0);
        let room = Room { first: room, middle: room, last_foot: Abs::ZERO, only: room };
        paginate(&strips(kinds), room).into_iter().map(|range| kinds[range].to_owned()).collect()
    }

    #[test]
    fn two_rows_stay_on_either_side() {
        assert_eq!(pages("Hrrrrr", 5.0), ["Hrrr", "rr"]);
        assert_eq!(pages("Hrrrr", 4.0), ["Hrr", "rr"]);
    }

    #[test]
    fn a_callout_stays_with_its_row() {
        assert_eq!(pages("Hrrrrrrar", 7.0), ["Hrrrrr", "rar"]);
    }

    #[test]
    fn a_head_never_stands_alone_at_the_end() {
        assert_eq!(pages("HrrrrrHrrr", 8.0), ["Hrrrrr", "Hrrr"]);
    }

    #[test]
    fn a_page_ends_with_a_group_if_it_stays_nearly_full() {
        // 9 of 10 are kept by ending with the group; 12 of 20 would not be.
        assert_eq!(pages("HrrrrrrrrrrrrrrrrrHrrrrr", 21.0), ["Hrrrrrrrrrrrrrrrrr", "Hrrrrr"]);
        assert_eq!(pages("HrrrrHrrrrrrrr", 10.0), ["HrrrrHrrrr", "rrrr"]);
    }

    #[test]
    fn every_strip_is_placed_once_and_in_order() {
        for lines in 2..12 {
            let kinds = "WHrrrraHraHrrrrrrrrrrraWW";
            assert_eq!(pages(kinds, f64::from(lines)).concat(), kinds, "{lines} lines");
        }
    }

    #[test]
    fn the_foot_moves_to_a_page_of_its_own_if_it_must() {
        let room = Room {
            first: Abs::pt(40.0),
            middle: Abs::pt(40.0),
            last_foot: Abs::pt(30.0),
            only: Abs::pt(10.0),
        };
        let pages = paginate(&strips("WWWW"), room);
        assert_eq!(pages, [0..4, 4..4]);
    }
}
