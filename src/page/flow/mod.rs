//! Bands → pages: which bands stand on which page. Knows heights and break rules, nothing of what a band shows.

mod rules;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rules::{EMPTY, TOO_TALL, badness, broken_rules, is_hole, sparseness};

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
    /// A chart or figure of the group opened last; a page may begin with it as with a row.
    Picture,
    /// Belongs to the row or picture before it.
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
        let last = end.min(strips.len() - usize::from(!strips.is_empty()));
        let broken = |at: usize, may_part: bool| broken_rules(strips, (first, at), may_part);
        let ends = || (first + 1..=last).rev();
        let white = |at: usize| room - heights[at - first];
        // The last end that is always allowed, where it leaves a hole: those beyond it fill some of it.
        let hole =
            ends().find(|at| broken(*at, false) == 0).filter(|at| is_hole(white(*at), self.room.middle));
        let may_part = |at: usize| hole.is_some_and(|hole| hole < at);
        let furthest = ends().find(|at| broken(*at, may_part(*at)) == 0);
        let most = furthest.map_or(used, |at| heights[at - first]);
        for at in first + 1..=end {
            if at < strips.len() {
                let used = heights[at - first];
                let kept = used / most.max(Abs::pt(1.0));
                self.reach(at, start, cost.and(broken(at, may_part(at)), 1, badness(strips, at, kept)));
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
        let badness = match start {
            _ if !has_foot => 5.0,
            Some(_) => sparseness(used, self.room.last_foot, self.room.middle),
            None => 0.0,
        };
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
