//! Bands → pages: which bands stand on which page. Knows heights and break rules, nothing of what a band shows.

use std::ops::Range;

use super::bands::count;
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
    /// The same without what needs no page of its own.
    pub(crate) least_foot: Abs,
    /// On the page, if there is only one.
    pub(crate) only: Abs,
}

/// A page keeps at least this share of its rows when a group moves to the next one as a whole.
const KEEP: f64 = 0.85;
/// What it costs to leave a whole page empty below that, in groups parted: a hole is worse than many of these.
const HOLE: f64 = 6.0;

/// Strips shared out to pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Pages {
    /// By page. The first may be empty when only the title has room on it, the last when only the foot is left for it.
    pub(crate) ranges: Vec<Range<usize>>,
    /// How badly the rules had to be broken; 0 if all were kept.
    pub(crate) broken: u32,
}

/// What a way to break costs: kept rules first, then few pages, then good breaks.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Cost {
    broken: u32,
    pages: u32,
    badness: f64,
}

impl Cost {
    const NONE: Self = Self { broken: 0, pages: 0, badness: 0.0 };

    fn and(self, broken: u32, pages: u32, badness: f64) -> Self {
        Self {
            broken: self.broken.saturating_add(broken),
            pages: self.pages + pages,
            badness: self.badness + badness,
        }
    }
}

/// How a page is reached: the cheapest way to begin it at a strip, and where the page before it began.
#[derive(Debug, Clone, Copy)]
struct Step {
    cost: Cost,
    /// `None`: the page before is the first one.
    from: Option<usize>,
}

/// Shares strips out to pages, in order: the fewest pages that the rules allow, and among those the best breaks. Linear in
/// the number of strips, for a page holds only so many.
pub(crate) fn paginate(strips: &[Strip], room: Room) -> Pages {
    Search::new(strips, room, None).run()
}

/// The same on so many pages at the most; `None` if the strips take more.
pub(crate) fn paginate_within(strips: &[Strip], room: Room, pages: usize) -> Option<Pages> {
    let found = Search::new(strips, room, Some(count(pages))).run();
    (1..=pages).contains(&found.ranges.len()).then_some(found)
}

struct Search<'a> {
    strips: &'a [Strip],
    room: Room,
    /// The most pages.
    limit: Option<f64>,
    /// Height of all strips from one on.
    left: Vec<Abs>,
    /// By the strip that a page after the first begins with.
    steps: Vec<Option<Step>>,
    /// The cheapest end: its cost, the start of the last page with strips, and whether the foot needs a page of its own.
    best: Option<(Cost, Option<usize>, bool)>,
    /// Room for what strips up to each end of a page take.
    heights: Vec<Abs>,
}

impl<'a> Search<'a> {
    fn new(strips: &'a [Strip], room: Room, limit: Option<f64>) -> Self {
        let mut left = vec![Abs::ZERO; strips.len() + 1];
        for (at, strip) in strips.iter().enumerate().rev() {
            left[at] = left[at + 1] + strip.height;
        }
        Self {
            strips,
            room,
            limit,
            left,
            steps: vec![None; strips.len() + 1],
            best: None,
            heights: Vec::new(),
        }
    }

    fn run(mut self) -> Pages {
        self.page(None, Cost::NONE);
        for start in 0..self.strips.len() {
            if let Some(step) = self.steps[start].filter(|step| self.may_end(start, step.cost)) {
                self.page(Some(start), step.cost);
            }
        }
        self.result()
    }

    /// Whether the strips from one on may stand on the pages that are left: a way that cannot end is not followed.
    fn may_end(&self, start: usize, cost: Cost) -> bool {
        let pages = self.limit.map(|limit| limit - f64::from(cost.pages));
        pages.is_none_or(|pages| self.left[start].fits(self.room.middle * pages))
    }

    /// Tries every end of a page that begins at a strip (`None`: of the first page).
    fn page(&mut self, start: Option<usize>, cost: Cost) {
        let strips = self.strips;
        let (first, room) = start.map_or((0, self.room.first), |start| (start, self.room.middle));
        let mut used = start.map_or(Abs::ZERO, |start| strips[start].repeated);
        let mut heights = std::mem::take(&mut self.heights);
        heights.clear();
        heights.push(Abs::ZERO);
        let mut end = first;
        while end < strips.len() && (used + strips[end].height).fits(room) {
            used += strips[end].height;
            heights.push(used);
            end += 1;
        }
        if end == strips.len() {
            self.ending(start, used, cost);
        }
        let legal = |at: usize| may_break(strips, first, at);
        let furthest =
            (first + 1..=end.min(strips.len() - usize::from(!strips.is_empty()))).rev().find(|at| legal(*at));
        let most = furthest.map_or(used, |at| heights[at - first]);
        for at in first + 1..=end {
            if at < strips.len() {
                let kept = heights[at - first] / most.max(Abs::pt(1.0));
                self.reach(
                    at,
                    start,
                    cost.and(broken_rules(strips, first, at), 1, badness(strips, at, kept)),
                );
            }
        }
        match start {
            None if !strips.is_empty() => self.reach(0, start, cost.and(EMPTY, 1, 0.0)),
            // Any other page takes what is too tall for it.
            Some(first) if end == first && first + 1 == strips.len() => {
                self.ending(start, used, cost.and(TOO_TALL, 0, 0.0));
            }
            Some(first) if end == first => self.reach(first + 1, start, cost.and(TOO_TALL, 1, 0.0)),
            _ => {}
        }
        self.heights = heights;
    }

    fn reach(&mut self, at: usize, from: Option<usize>, cost: Cost) {
        if self.steps[at].is_none_or(|step| cost < step.cost) {
            self.steps[at] = Some(Step { cost, from });
        }
    }

    /// All that is left stands on this page; with the foot, or the foot gets a page of its own, or as much is left out of it as
    /// needs none.
    fn ending(&mut self, start: Option<usize>, used: Abs, cost: Cost) {
        let last = start.map_or(self.room.only, |_| self.room.middle - self.room.last_foot);
        let has_foot = used.fits(last);
        let is_short = start.is_some() && used.fits(self.room.middle - self.room.least_foot);
        let has_page = !has_foot && !is_short;
        let badness = if has_foot { 0.0 } else { 5.0 };
        let cost = cost.and(0, 1 + u32::from(has_page), badness);
        if self.best.is_none_or(|(best, ..)| cost < best) {
            self.best = Some((cost, start, has_page));
        }
    }

    fn result(&self) -> Pages {
        let count = self.strips.len();
        let Some((cost, mut start, extra)) = self.best else { return Pages::default() };
        let mut ranges = Vec::new();
        if extra {
            ranges.push(count..count);
        }
        let mut end = count;
        while let Some(at) = start {
            ranges.push(at..end);
            end = at;
            start = self.steps[at].and_then(|step| step.from);
        }
        ranges.push(0..end);
        ranges.reverse();
        Pages { ranges, broken: cost.broken }
    }
}

/// What breaking a rule costs: a lone row, a callout without its row, a first page with a title alone, a head without rows,
/// a strip that no page holds.
///
/// Two rows stay together on either side of a break wherever some way to break allows it. There is none if the first group
/// stands right below the title and its second row is too tall for the first page, or if it has but three rows and no room
/// for them: then one row stands alone. A title over an empty page would be worse, and a row more or less is not ours to
/// make; with something whole between (a summary, a decision), the page ends before the group instead.
const LONE_ROW: u32 = 1;
const LOST_CALLOUT: u32 = 20;
const EMPTY: u32 = 100;
const LONE_HEAD: u32 = 400;
const TOO_TALL: u32 = 8000;

fn broken_rules(strips: &[Strip], start: usize, at: usize) -> u32 {
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

/// How ugly a page end is that keeps a share of what the page could hold: best is a full page that ends with a group. To part
/// a group is as bad as to leave a page short; nothing is as bad as both.
fn badness(strips: &[Strip], at: usize, kept: f64) -> f64 {
    // Where no break is good, a page may keep more than the last good one would leave: the more, the better.
    let white = (1.0 - kept) * 0.1;
    let short = if kept < KEEP { 1.0 + (KEEP - kept) * HOLE } else { 0.0 };
    let parted = if matches!(strips[at].kind, Kind::Row | Kind::Attached) { 1.0 } else { 0.0 };
    parted + short + white
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

    const FOOTLESS: Room = Room {
        first: Abs::ZERO,
        middle: Abs::ZERO,
        last_foot: Abs::ZERO,
        least_foot: Abs::ZERO,
        only: Abs::ZERO,
    };

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
        let room = Room { first: room, middle: room, only: room, ..FOOTLESS };
        paginate(&strips(kinds), room).ranges.into_iter().map(|range| kinds[range].to_owned()).collect()
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
    fn a_head_without_rows_leaves_even_the_first_page() {
        let room = Room { first: Abs::pt(15.0), middle: Abs::pt(100.0), only: Abs::pt(15.0), ..FOOTLESS };
        assert_eq!(paginate(&strips("Hrrr"), room).ranges, [0..0, 0..4]);
        // One row alone is better than a title alone.
        let room = Room { first: Abs::pt(25.0), ..room };
        assert_eq!(paginate(&strips("Hrrr"), room).ranges, [0..2, 2..4]);
    }

    /// A number below `limit` from a sequence that is the same each time.
    fn next(state: &mut u64, limit: u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((*state >> 33) % limit).unwrap_or(0)
    }

    /// The least that rules are broken by, over all ways to share strips out; `None` if a strip is too tall.
    fn least_broken(strips: &[Strip], room: Room) -> Option<u32> {
        let count = strips.len();
        let fits = |from: usize, to: usize, room: Abs| {
            let height: Abs = strips[from..to].iter().map(|strip| strip.height).sum();
            height.fits(room)
        };
        // From the end: the least for what begins a page.
        let mut least: Vec<Option<u32>> = vec![None; count + 1];
        least[count] = Some(0);
        for from in (0..count).rev() {
            let room = room.middle - strips[from].repeated;
            let ends = (from + 1..=count).filter(|to| fits(from, *to, room));
            let costs = ends.filter_map(|to| {
                let broken = if to == count { 0 } else { broken_rules(strips, from, to) };
                Some(least[to]? + broken)
            });
            least[from] = costs.min();
        }
        let ends = (1..=count).filter(|to| fits(0, *to, room.first));
        let costs = ends.filter_map(|to| {
            let broken = if to == count { 0 } else { broken_rules(strips, 0, to) };
            Some(least[to]? + broken)
        });
        costs.chain(least[0].map(|least| least + EMPTY)).min()
    }

    #[test]
    fn no_way_to_break_is_better() {
        let mut state = 5;
        let mut seen = 0;
        for _ in 0..3000 {
            let kinds: String = (0..1 + next(&mut state, 24))
                .map(|_| ['H', 'r', 'r', 'r', 'r', 'r', 'a', 'W'][next(&mut state, 8)])
                .collect();
            let mut strips = strips(&kinds);
            #[allow(clippy::cast_precision_loss, reason = "small numbers")]
            strips.iter_mut().for_each(|strip| strip.height = Abs::pt(8.0 + next(&mut state, 30) as f64));
            let room = Room {
                first: Abs::pt([40.0, 70.0, 100.0][next(&mut state, 3)]),
                middle: Abs::pt([70.0, 110.0][next(&mut state, 2)]),
                only: Abs::pt(40.0),
                ..FOOTLESS
            };
            let Some(least) = least_broken(&strips, room) else { continue };
            let found = paginate(&strips, room);
            assert_eq!(found.broken, least, "{kinds} {room:?} {found:?}");
            let limit = found.ranges.len();
            assert_eq!(
                paginate_within(&strips, room, limit).map(|pages| pages.broken),
                Some(least),
                "{kinds}"
            );
            seen += 1;
        }
        assert!(seen > 2000, "{seen}");
    }

    #[test]
    fn every_strip_is_placed_once_and_in_order() {
        for lines in 2..12 {
            let kinds = "WHrrrraHraHrrrrrrrrrrraWW";
            assert_eq!(pages(kinds, f64::from(lines)).concat(), kinds, "{lines} lines");
        }
    }

    #[test]
    fn the_foot_takes_strips_along_to_the_last_page() {
        let room = Room {
            first: Abs::pt(40.0),
            middle: Abs::pt(40.0),
            last_foot: Abs::pt(30.0),
            least_foot: Abs::pt(30.0),
            only: Abs::pt(10.0),
        };
        let pages = paginate(&strips("WWWW"), room);
        assert_eq!(pages.ranges, [0..3, 3..4]);
        let pages =
            paginate(&strips("WWWW"), Room { last_foot: Abs::pt(35.0), least_foot: Abs::pt(35.0), ..room });
        assert_eq!(pages.ranges, [0..4, 4..4]);
    }

    #[test]
    fn what_needs_no_page_takes_none() {
        let room = Room {
            first: Abs::pt(40.0),
            middle: Abs::pt(40.0),
            last_foot: Abs::pt(10.0),
            only: Abs::pt(30.0),
            ..FOOTLESS
        };
        assert_eq!(paginate(&strips("HrrrHrr"), room).ranges, [0..4, 4..7]);
        assert_eq!(paginate(&strips("HrrrHrrr"), room).ranges, [0..4, 4..8]);
        let needed = Room { least_foot: room.last_foot, ..room };
        assert_eq!(paginate(&strips("HrrrHrrr"), needed).ranges, [0..4, 4..8, 8..8]);
    }
}
