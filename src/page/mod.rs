//! 4. Blocks → pages: columns chosen, type fitted, bands shared out. Everything here is lengths; nothing is drawn.

pub(crate) mod bands;
pub(crate) mod fit;
mod flow;
pub(crate) mod foot;
pub(crate) mod grid;

use std::ops::Range;

use bands::{Band, bands, count, height};
use flow::{Kind, Room, Strip, paginate};
use foot::{Entries, FootLines, FootPlan};
use grid::Grid;

use crate::compose::{Composed, ItemBlock};
use crate::geom::Abs;

/// What stands where.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) grid: Grid,
    pub(crate) foot: FootPlan,
    pub(crate) pages: Vec<PagePlan>,
    /// Height of the title block.
    pub(crate) title: Abs,
    /// Bands that are higher than any page.
    pub(crate) too_tall: Vec<Band>,
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

/// Height of the foot line at the normal unit.
const FOOT_LINE: f64 = 10.0;
/// Height of the column heads of later pages at the normal unit.
pub(crate) const HEADS: f64 = 22.5;

/// Height of the title block: with emblems or taglines, or names alone; longer names and lanes make it higher.
fn title_height(composed: &Composed<'_>, grid: &Grid) -> Abs {
    let head = &composed.head;
    let has_second_row =
        head.captions.iter().any(Option::is_some) || head.emblems.iter().any(Option::is_some);
    let name_lines = |side: usize| {
        let (size_down, lines) = name_setting(composed, side, grid);
        if size_down < 1.0 { lines } else { 1 }
    };
    let extra = grid.pt(17.5) * count(name_lines(0).max(name_lines(1)) - 1);
    let columns = if has_second_row { grid.pt(57.5) } else { grid.pt(35.0) };
    let captions = (0..2).map(|side| caption_lines(composed, side, grid)).max().unwrap_or(0);
    let captions = grid.pt(10.0) * count(captions.saturating_sub(2));
    let lane = grid.pt(17.0) + grid.pt(10.1) * count(bands::lane_lines(composed, grid).saturating_sub(1));
    (columns + extra + captions).max(lane)
}

/// Lines of a tagline beside its emblem.
pub(crate) fn caption_lines(composed: &Composed<'_>, side: usize, grid: &Grid) -> usize {
    let room = grid.room(caption_lane(composed, side, grid).width);
    composed.head.captions[side].as_ref().map_or(0, |caption| caption.para.count_lines(&room))
}

/// Where a tagline stands: beside its emblem, else from the column's edge.
pub(crate) fn caption_lane(composed: &Composed<'_>, side: usize, grid: &Grid) -> grid::Lane {
    let column = grid.columns[side];
    match &composed.head.emblems[side] {
        None => column,
        Some(drawing) => {
            let beside = emblem_width(drawing, grid).min(column.width * 0.66) + grid.pt(7.1);
            grid::Lane { x: column.x + beside, width: column.width - beside }
        }
    }
}

/// Emblems are drawn 19 high, at most two thirds of the column wide.
pub(crate) fn emblem_width(drawing: &crate::compose::Drawing, grid: &Grid) -> Abs {
    drawing.size.width * (grid.pt(19.0) / drawing.size.height)
}

/// How a subject's name is set on page 1: its size as a share of the normal one (down to 14 of 20.5 pt), and its lines.
pub(crate) fn name_setting(composed: &Composed<'_>, side: usize, grid: &Grid) -> (f64, usize) {
    let name = &composed.head.names[side].para;
    let versus = composed.head.versus.para.natural_width(&grid.sizes);
    let mut room = grid.columns[side].width;
    if side == 0 {
        room -= versus + grid.pt(6.0);
    }
    let natural = name.natural_width(&grid.sizes);
    let least = 14.0 / 20.5;
    let share = (room / natural).min(1.0);
    if share >= least {
        return (share, 1);
    }
    // Set at the least size: the same breaks as at the normal size in a room that is wider by as much.
    (least, name.count_lines(&grid.room(room / least)))
}

/// Plans the pages of a sheet on a grid.
pub(crate) fn plan(composed: &Composed<'_>, entries: Entries<'_>, grid: Grid) -> Plan {
    let bands = bands(composed);
    let strips: Vec<Strip> = bands.iter().map(|band| strip(*band, composed, &grid)).collect();
    let foot = FootPlan::new(entries, &grid);
    let live = grid.bottom - grid.top - grid.pt(FOOT_LINE);
    let title = title_height(composed, &grid);
    let middle = live - grid.pt(HEADS);
    let last_foot = if foot.flows { Abs::ZERO } else { FootPlan::height(&foot.last, foot.qr, &grid) };
    let room = Room {
        first: live - title - FootPlan::height(&foot.first, foot.qr, &grid),
        middle,
        last_foot,
        only: if foot.flows {
            Abs::ZERO
        } else {
            live - title - FootPlan::height(&foot.only, foot.qr, &grid)
        },
    };
    let too_tall = too_tall(&bands, &strips, room);
    let ranges = paginate(&strips, room);
    let mut pages: Vec<PagePlan> =
        ranges.into_iter().map(|range| page_plan(&bands[range.clone()], &strips[range])).collect();
    place_foot(&mut pages, &foot, &grid, room);
    Plan { grid, foot, pages, title, too_tall }
}

fn too_tall(bands: &[Band], strips: &[Strip], room: Room) -> Vec<Band> {
    let most = room.middle.min(room.first);
    let tall = bands.iter().zip(strips).filter(|(_, strip)| !(strip.height + strip.repeated).fits(most));
    tall.map(|(band, _)| *band).collect()
}

fn strip(band: Band, composed: &Composed<'_>, grid: &Grid) -> Strip {
    let kind = match band {
        Band::Summary | Band::Same | Band::Timeline => Kind::Whole,
        Band::DecisionHead | Band::SectionHead { .. } => Kind::Head,
        Band::DecisionRow(_) => Kind::Row,
        Band::Neither => Kind::Attached,
        Band::Item { section, item } => match composed.sections[section].items[item] {
            ItemBlock::Row(_) => Kind::Row,
            ItemBlock::Callout { .. } | ItemBlock::Chart(_) | ItemBlock::Figure(_) => Kind::Attached,
        },
    };
    let repeated = repeated_head(band).map_or(Abs::ZERO, |head| height(head, composed, grid));
    Strip { height: height(band, composed, grid), kind, repeated }
}

/// The head that is repeated when a page begins with a band.
fn repeated_head(band: Band) -> Option<Band> {
    match band {
        Band::DecisionRow(_) | Band::Neither => Some(Band::DecisionHead),
        Band::Item { section, .. } => Some(Band::SectionHead { section, continued: true }),
        _ => None,
    }
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
            last.foot = FootSlice::Last(0..total);
        }
        return;
    }
    if pages.len() > 1 {
        pages[0].foot = FootSlice::First;
        let last = pages.len() - 1;
        let used: Abs = pages[last].bands.iter().map(|(_, height)| *height).sum();
        let lines = FootPlan::lines_in(room.middle - used, total, grid);
        // Fewer than four lines are not worth a rule.
        if lines >= 4 {
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
        let lines = FootPlan::lines_in(room.middle, total - done, grid).max(1);
        let end = (done + lines).min(total);
        pages.push(PagePlan { bands: Vec::new(), foot: FootSlice::Last(done..end) });
        done = end;
    }
}

impl Plan {
    /// The number (from 1) of the page where the sources begin; `None` if they stand on the page of the marks.
    pub(crate) fn sources_page(&self) -> Option<usize> {
        let is_sources = |page: &PagePlan| matches!(page.foot, FootSlice::Last(_));
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
