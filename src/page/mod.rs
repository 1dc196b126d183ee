//! 4. Blocks → pages: columns chosen, type fitted, bands shared out. Everything here is lengths; nothing is drawn.

pub(crate) mod bands;
pub(crate) mod chart;
mod columns;
pub(crate) mod fit;
mod flow;
pub(crate) mod foot;
pub(crate) mod grid;
pub(crate) mod head;
pub(crate) mod timeline;
mod unfit;
pub(crate) mod warnings;

use std::ops::Range;

use bands::{Band, bands, height};
use flow::{Kind, Room, Strip, paginate};
use foot::{Entries, EntryId, FootLine, FootLines, FootPlan};
use grid::Grid;
use head::{heads_height, title_height};

use crate::compose::{Composed, ItemBlock};
use crate::geom::Abs;
use crate::theme::BODY;

/// What stands where.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) grid: Grid,
    pub(crate) foot: FootPlan,
    pub(crate) pages: Vec<PagePlan>,
    /// Bands that are higher than any page.
    pub(crate) too_tall: Vec<Band>,
    /// Whether the title block and the foot of the first page have no room together.
    pub(crate) title_is_too_tall: bool,
}

/// One page, from top to bottom.
#[derive(Debug, Clone, Default)]
pub(crate) struct PagePlan {
    /// With their heights; repeated heads included.
    pub(crate) bands: Vec<(Band, Abs)>,
    /// Lines of the foot band.
    pub(crate) foot: FootSlice,
}

/// Lines of one of the foot's bands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum FootSlice {
    /// None at all.
    #[default]
    Empty,
    /// All of [`FootPlan::first`].
    First,
    /// All of [`FootPlan::only`].
    Only,
    /// Some of [`FootPlan::last`].
    Last(Range<usize>),
}

/// Leading of the foot line at the normal unit.
pub(crate) const FOOT_LINE: f64 = 10.0;

/// The bands of a sheet in printed order, and the heads that are repeated where a page begins within a group.
pub(crate) struct Outline {
    pub(crate) bands: Vec<Band>,
    heads: Vec<Band>,
    /// By band: its head among the bands and heads together.
    repeated: Vec<Option<usize>>,
}

impl Outline {
    pub(crate) fn new(composed: &Composed<'_>) -> Self {
        let bands = bands(composed);
        let mut heads: Vec<Band> = Vec::new();
        let repeated = bands.iter().map(|band| {
            let head = repeated_head(*band)?;
            if heads.last() != Some(&head) {
                heads.push(head);
            }
            Some(bands.len() + heads.len() - 1)
        });
        let repeated = repeated.collect();
        Self { bands, heads, repeated }
    }

    /// The bands, then the repeated heads.
    pub(crate) fn all(&self) -> impl Iterator<Item = Band> {
        self.bands.iter().chain(&self.heads).copied()
    }

    /// One of the bands or repeated heads.
    pub(crate) fn band(&self, index: usize) -> Band {
        self.bands.get(index).copied().unwrap_or_else(|| self.heads[index - self.bands.len()])
    }

    /// How the bands break, given the height of each band and repeated head.
    pub(crate) fn strips(&self, composed: &Composed<'_>, height: impl Fn(usize) -> Abs) -> Vec<Strip> {
        let bands = self.bands.iter().zip(&self.repeated).enumerate();
        bands
            .map(|(index, (band, head))| Strip {
                height: height(index),
                kind: kind(*band, composed),
                repeated: head.map_or(Abs::ZERO, &height),
            })
            .collect()
    }
}

fn kind(band: Band, composed: &Composed<'_>) -> Kind {
    match band {
        Band::Summary | Band::Same | Band::Timeline => Kind::Whole,
        Band::DecisionHead | Band::SectionHead { .. } => Kind::Head,
        Band::DecisionRow(_) => Kind::Row,
        Band::Neither => Kind::Attached,
        Band::Item { section, item } => match composed.sections[section].items[item] {
            ItemBlock::Row(_) => Kind::Row,
            ItemBlock::Chart(_) | ItemBlock::Figure(_) => Kind::Picture,
            ItemBlock::Callout { .. } => Kind::Attached,
        },
    }
}

/// The head that is repeated when a page begins with a band.
fn repeated_head(band: Band) -> Option<Band> {
    match band {
        Band::DecisionRow(_) | Band::Neither => Some(Band::DecisionHead),
        Band::Item { section, .. } => Some(Band::SectionHead { section, continued: true }),
        _ => None,
    }
}

/// Room for the bands, beside title block, heads of later pages, and foot.
fn room(composed: &Composed<'_>, foot: &FootPlan, grid: &Grid) -> Room {
    let title = title_height(composed, grid);
    let live = grid.bottom - grid.top - foot.line;
    let height = |lines| FootPlan::height(lines, foot.qr, grid);
    Room {
        first: live - title - height(&foot.first),
        middle: live - heads_height(composed, grid),
        last_foot: if foot.flows { Abs::ZERO } else { height(&foot.last) },
        // A QR code alone is left to the first page.
        least_foot: if foot.flows || foot.last.lines.is_empty() { Abs::ZERO } else { height(&foot.last) },
        // What flows has no room on an only page.
        only: if foot.flows { Abs::pt(-1.0) } else { live - title - height(&foot.only) },
    }
}

/// Plans the pages of a sheet on a grid.
pub(crate) fn plan(composed: &Composed<'_>, outline: &Outline, entries: Entries<'_>, grid: Grid) -> Plan {
    let strips = outline.strips(composed, |index| height(outline.band(index), composed, &grid));
    let foot = FootPlan::new(entries, &grid);
    let room = room(composed, &foot, &grid);
    let too_tall = too_tall(&outline.bands, &strips, room);
    let pages = share_out(&outline.bands, &strips, &foot, &grid, room);
    let title_is_too_tall = pages.len() > 1 && !Abs::ZERO.fits(room.first);
    Plan { grid, foot, pages, too_tall, title_is_too_tall }
}

/// Shares bands and foot out to pages.
fn share_out(bands: &[Band], strips: &[Strip], foot: &FootPlan, grid: &Grid, room: Room) -> Vec<PagePlan> {
    let ranges = paginate(strips, room).ranges;
    let mut pages: Vec<PagePlan> =
        ranges.into_iter().map(|range| page_plan(&bands[range.clone()], &strips[range])).collect();
    place_foot(&mut pages, foot, grid, room);
    pages
}

/// Bands that no page can hold.
fn too_tall(bands: &[Band], strips: &[Strip], room: Room) -> Vec<Band> {
    let tall =
        bands.iter().zip(strips).filter(|(_, strip)| !(strip.height + strip.repeated).fits(room.middle));
    tall.map(|(band, _)| *band).collect()
}

fn page_plan(bands: &[Band], strips: &[Strip]) -> PagePlan {
    let repeated = bands.first().and_then(|band| repeated_head(*band)).map(|head| (head, strips[0].repeated));
    let own = bands.iter().zip(strips).map(|(band, strip)| (*band, strip.height));
    PagePlan { bands: repeated.into_iter().chain(own).collect(), foot: FootSlice::Empty }
}

fn place_foot(pages: &mut Vec<PagePlan>, foot: &FootPlan, grid: &Grid, room: Room) {
    let is_only = pages.len() == 1 && !foot.flows;
    if is_only {
        pages[0].foot = FootSlice::Only;
        return;
    }
    let total = foot.last.lines.len();
    if !foot.flows {
        pages[0].foot = FootSlice::First;
        if let Some(last) = pages.last_mut() {
            let used: Abs = last.bands.iter().map(|(_, height)| *height).sum();
            if total > 0 || used.fits(room.middle - room.last_foot) {
                last.foot = FootSlice::Last(0..total);
            }
        }
        return;
    }
    if pages.len() > 1 {
        pages[0].foot = FootSlice::First;
        let last = pages.len() - 1;
        let used: Abs = pages[last].bands.iter().map(|(_, height)| *height).sum();
        let lines = foot.lines_in(room.middle - used, total, grid);
        // Fewer than four lines are not worth a rule.
        if foot.last.rows(lines) >= 4 {
            pages[last].foot = FootSlice::Last(0..lines);
        }
    } else {
        pages[0].foot = FootSlice::First;
    }
    let mut done = match &pages[pages.len() - 1].foot {
        FootSlice::Last(range) => range.end,
        _ => 0,
    };
    while done < total {
        let lines = foot.lines_in(room.middle, total - done, grid).max(1);
        let end = (done + lines).min(total);
        pages.push(PagePlan { bands: Vec::new(), foot: FootSlice::Last(done..end) });
        done = end;
    }
}

impl Plan {
    /// The body size.
    pub(crate) fn body(&self) -> Abs {
        BODY * self.grid.scale
    }

    /// The number (from 1) of the page where the sources begin; `None` if they stand on the page of the marks.
    pub(crate) fn sources_page(&self) -> Option<usize> {
        let is_source = |line: &FootLine| matches!(line.entry, EntryId::Last(_));
        let is_sources = |page: &PagePlan| match &page.foot {
            FootSlice::Last(range) => self.foot.last.lines[range.clone()].iter().any(is_source),
            _ => false,
        };
        self.pages.iter().position(is_sources).filter(|page| *page > 0).map(|page| page + 1)
    }

    /// The band lines of a page.
    pub(crate) fn foot_lines(&self, page: usize) -> (&FootLines, Range<usize>) {
        match &self.pages[page].foot {
            FootSlice::Empty => (&self.foot.first, 0..0),
            FootSlice::First => (&self.foot.first, 0..self.foot.first.lines.len()),
            FootSlice::Only => (&self.foot.only, 0..self.foot.only.lines.len()),
            FootSlice::Last(range) => (&self.foot.last, range.clone()),
        }
    }
}
