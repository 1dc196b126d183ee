//! Bands: the unbreakable slices of a page, and how high each is on a grid.

use super::grid::Grid;
use crate::compose::{
    BULLET_HANG, CellBlock, ChartBlock, Composed, FigureBlock, ItemBlock, PartKind, RowBlock, RowCells,
    TextBlock, TimelineBlock,
};
use crate::geom::Abs;
use crate::text::Measure;

/// What a band shows: an address into the composed sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Band {
    Summary,
    DecisionHead,
    DecisionRow(usize),
    Neither,
    SectionHead { section: usize, continued: bool },
    Item { section: usize, item: usize },
    Same,
    Timeline,
}

/// Room that a range bar takes from the first line of its cell, at the normal unit.
const BAR_CLEAR: f64 = 66.0;
/// How far the text of a decision cell hangs behind its tick box.
pub(crate) const TICK_HANG: f64 = 10.5;

/// All bands of a sheet, in printed order.
pub(crate) fn bands(composed: &Composed<'_>) -> Vec<Band> {
    let mut bands = Vec::new();
    bands.extend(composed.summary.as_ref().map(|_| Band::Summary));
    if let Some(decision) = &composed.decision {
        bands.push(Band::DecisionHead);
        bands.extend((0..decision.rows.len()).map(Band::DecisionRow));
        bands.extend(decision.neither.as_ref().map(|_| Band::Neither));
    }
    for (section, block) in composed.sections.iter().enumerate() {
        bands.push(Band::SectionHead { section, continued: false });
        bands.extend((0..block.items.len()).map(|item| Band::Item { section, item }));
    }
    bands.extend(composed.same.as_ref().map(|_| Band::Same));
    bands.extend(composed.timeline.as_ref().map(|_| Band::Timeline));
    bands
}

/// Height of a band.
pub(crate) fn height(band: Band, composed: &Composed<'_>, grid: &Grid) -> Abs {
    let lines = |text: &TextBlock, width: Abs| text.para.count_lines(&grid.room(width));
    match band {
        Band::Summary => {
            let lines = composed.summary.as_ref().map_or(0, |(_, text)| lines(text, grid.span().width));
            grid.pt(10.0) + grid.pt(12.5) * count(lines)
        }
        Band::DecisionHead => {
            let heads = composed.decision.iter().flat_map(|decision| &decision.heads);
            let most =
                heads.zip(&grid.columns).map(|(head, lane)| lines(head, lane.width)).max().unwrap_or(1);
            grid.pt(20.0) + grid.pt(12.0) * count(most.saturating_sub(1))
        }
        Band::DecisionRow(row) => {
            let lines = composed.decision.as_ref().map_or(1, |decision| decision_lines(decision, row, grid));
            grid.pt(12.0) + grid.pt(10.0) * count(lines.saturating_sub(1))
        }
        Band::Neither => {
            let neither = composed.decision.as_ref().and_then(|decision| decision.neither.as_ref());
            let lines = neither.map_or(0, |(_, text)| lines(text, grid.span().width));
            grid.pt(8.0) + grid.pt(10.0) * count(lines)
        }
        Band::SectionHead { section, continued } => {
            let lines = section_head_lines(composed, section, continued, grid);
            grid.pt(20.0) + grid.unit() * if lines > 1 { 1.0 + 2.0 * count(lines - 2) } else { 0.0 }
        }
        Band::Item { section, item } => item_height(&composed.sections[section].items[item], grid),
        Band::Same => {
            let lines = composed.same.as_ref().map_or(0, |(_, text)| lines(text, grid.span().width));
            grid.pt(10.0) + grid.pt(10.0) * count(lines)
        }
        Band::Timeline => composed.timeline.as_ref().map_or(Abs::ZERO, |line| timeline_height(line, grid)),
    }
}

/// A small count as a factor.
#[allow(clippy::cast_precision_loss, reason = "counts of lines are far below 2^52")]
pub(crate) fn count(lines: usize) -> f64 {
    lines as f64
}

fn decision_lines(decision: &crate::compose::DecisionBlock, row: usize, grid: &Grid) -> usize {
    let (topic, cells) = &decision.rows[row];
    let cell = |side: usize| cell_lines(&cells[side], grid.columns[side].width - grid.pt(TICK_HANG), grid);
    topic.para.count_lines(&grid.room(grid.label.width)).max(cell(0)).max(cell(1))
}

fn section_head_lines(composed: &Composed<'_>, section: usize, continued: bool, grid: &Grid) -> usize {
    let block = &composed.sections[section];
    let title = if continued { &block.continued } else { &block.title };
    let leads = block.leads.iter().zip(&grid.columns);
    let lead_lines = leads
        .filter_map(|(lead, lane)| lead.as_ref().map(|lead| lead.para.count_lines(&grid.room(lane.width))));
    lead_lines.max().unwrap_or(1).max(title.para.count_lines(&grid.room(grid.label.width)))
}

fn item_height(item: &ItemBlock, grid: &Grid) -> Abs {
    match item {
        ItemBlock::Row(row) => lines_height(row_lines(row, grid), grid),
        ItemBlock::Callout { text, .. } => {
            lines_height(text.para.count_lines(&grid.room(grid.span().width)), grid)
        }
        ItemBlock::Chart(chart) => ChartPlan::new(chart, grid).height,
        ItemBlock::Figure(figure) => figure_height(figure, grid),
    }
}

fn lines_height(lines: usize, grid: &Grid) -> Abs {
    grid.pt(10.0) * count(lines) + grid.pt(5.0)
}

/// Lines of a row: of its topic or its longest cell.
pub(crate) fn row_lines(row: &RowBlock, grid: &Grid) -> usize {
    let topic = row.topic.para.count_lines(&grid.room(grid.label.width));
    let cells = match &row.cells {
        RowCells::Both(cell) => cell_lines(cell, grid.span().width, grid),
        RowCells::Pair(cells) => cell_lines(&cells[0], grid.columns[0].width, grid).max(cell_lines(
            &cells[1],
            grid.columns[1].width,
            grid,
        )),
    };
    topic.max(cells).max(1)
}

/// Lines of a cell in a column.
pub(crate) fn cell_lines(cell: &CellBlock, width: Abs, grid: &Grid) -> usize {
    let parts = cell.parts.iter().enumerate();
    parts.map(|(place, part)| part.text.para.count_lines(&part_room(cell, place, width, grid))).sum()
}

/// The room of one paragraph of a cell.
pub(crate) fn part_room<'g>(cell: &CellBlock, place: usize, width: Abs, grid: &'g Grid) -> Measure<'g> {
    let hang = if cell.parts[place].kind == PartKind::Point { BULLET_HANG * grid.scale } else { Abs::ZERO };
    let bar = if cell.bar.is_some() && place == 0 { grid.pt(BAR_CLEAR) } else { Abs::ZERO };
    Measure { first: width - hang - bar, rest: width - hang, sizes: &grid.sizes }
}

/// The size a figure is drawn at: natural, but no wider than both columns and no higher than a third of the page.
pub(crate) fn figure_size(figure: &FigureBlock, grid: &Grid) -> crate::geom::Size {
    let natural = figure.drawing.size;
    let room = grid.span().width;
    let most = (grid.bottom - grid.top) / 3.0;
    let factor = grid.scale.min(room / natural.width).min(most / natural.height);
    crate::geom::Size::new(natural.width * factor, natural.height * factor)
}

fn figure_height(figure: &FigureBlock, grid: &Grid) -> Abs {
    let caption =
        figure.caption.as_ref().map_or(0, |text| text.para.count_lines(&grid.room(grid.span().width)));
    half_units(grid.pt(10.0) + figure_size(figure, grid).height + grid.pt(9.4) * count(caption), grid)
}

/// Up to the next half unit, so that what follows stays on the grid.
fn half_units(height: Abs, grid: &Grid) -> Abs {
    let step = grid.unit() / 2.0;
    step * ((height / step) - 1e-6).ceil()
}

/// Between the names of a chart and its bars.
pub(crate) const NAME_GAP: f64 = 2.0;

/// Where the parts of a chart stand, from its top.
pub(crate) struct ChartPlan {
    /// Whole height.
    pub(crate) height: Abs,
    /// Width of the names.
    pub(crate) names: Abs,
    /// Width of the full scale.
    pub(crate) scale: Abs,
    /// Top of each bar.
    pub(crate) tops: Vec<Abs>,
    /// Lines of the heading.
    pub(crate) title_lines: usize,
    /// First baseline of the note.
    pub(crate) note: Abs,
}

impl ChartPlan {
    /// Lays out a chart.
    pub(crate) fn new(chart: &ChartBlock, grid: &Grid) -> Self {
        let span = grid.span().width;
        let names = grid.pt(143.0).min(span * 0.4);
        let room = grid.room(names - grid.pt(NAME_GAP));
        let title_lines = chart.title.para.count_lines(&grid.room(span)).max(1);
        let mut at = grid.pt(26.1) + grid.pt(10.0) * count(title_lines - 1);
        let mut tops = Vec::new();
        for bar in &chart.bars {
            tops.push(at);
            at += grid.pt(13.2) + grid.pt(9.4) * count(bar.name.para.count_lines(&room).saturating_sub(1));
        }
        let note = at + grid.pt(7.8);
        let note_lines = chart.note.as_ref().map_or(0, |text| text.para.count_lines(&grid.room(span)));
        let height = match note_lines {
            0 => at + grid.pt(1.0),
            lines => note + grid.pt(9.4) * count(lines - 1) + grid.pt(6.4),
        };
        let scale = grid.pt(196.0).min(span - names - Self::totals(chart, grid));
        Self { height: half_units(height, grid), names, scale, tops, title_lines, note }
    }

    /// Room for the widest total and the widest sum after the bars.
    fn totals(chart: &ChartBlock, grid: &Grid) -> Abs {
        let width = |text: &TextBlock| text.para.natural_width(&grid.sizes);
        let widest = |widths: &mut dyn Iterator<Item = Abs>| widths.fold(Abs::ZERO, Abs::max);
        let total = widest(&mut chart.bars.iter().map(|bar| width(&bar.total)));
        let sum = widest(&mut chart.bars.iter().filter_map(|bar| bar.sum.as_ref().map(width)));
        total + sum + grid.pt(12.0)
    }
}

/// Where the events of a time line stand, from the left of both columns: at the tick of their month. `None` if a label
/// would need more than three lines, or two events share a month.
pub(crate) fn timeline_places(line: &TimelineBlock, grid: &Grid) -> Option<Vec<Abs>> {
    let width = grid.span().width;
    let (first, last) = (line.events.first()?.month, line.events.last()?.month);
    if line.events.windows(2).any(|pair| pair[0].month == pair[1].month) || first == last {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "months of four-digit years are far below 2^52")]
    let share = |month: i64| (month - first) as f64 / (last - first) as f64;
    let places: Vec<Abs> = line.events.iter().map(|event| width * share(event.month)).collect();
    let fits = (0..places.len()).all(|event| {
        let room = event_room(&places, event, width, grid);
        let event = &line.events[event];
        let lines = event.text.para.count_lines(&grid.room(room));
        let widest = event.text.para.widest_word(&grid.sizes).max(event.date.para.natural_width(&grid.sizes));
        lines <= 3 && widest.fits(room)
    });
    fits.then_some(places)
}

/// Room of an event's label: up to the next tick; the last one is flush right and shares the room before it.
pub(crate) fn event_room(places: &[Abs], event: usize, width: Abs, grid: &Grid) -> Abs {
    let gap = grid.pt(3.0);
    let last = places.len() - 1;
    if event == last || event + 1 == last {
        (width - places[last - 1] - gap) / 2.0
    } else {
        places[event + 1] - places[event] - gap
    }
}

fn timeline_height(line: &TimelineBlock, grid: &Grid) -> Abs {
    let lines = match timeline_places(line, grid) {
        Some(places) => {
            let rooms = (0..places.len()).map(|event| event_room(&places, event, grid.span().width, grid));
            let lines = line.events.iter().zip(rooms);
            let most =
                lines.map(|(event, room)| event.text.para.count_lines(&grid.room(room))).max().unwrap_or(1);
            return half_units(grid.pt(45.0) + grid.pt(9.2) * (count(most) - 2.0).max(0.0), grid);
        }
        None => {
            let room = grid.room(grid.span().width);
            line.events.iter().map(|event| event.run_in.para.count_lines(&room)).sum::<usize>()
        }
    };
    let note = line.note.as_ref().map_or(0, |text| text.para.count_lines(&grid.room(grid.label.width)));
    let title = line.title.para.count_lines(&grid.room(grid.label.width));
    grid.pt(10.0) + grid.pt(10.0) * count(lines.max(note + title))
}

/// Lines of the lane beside the title.
pub(crate) fn lane_lines(composed: &Composed<'_>, grid: &Grid) -> usize {
    let room = grid.room(grid.label.width);
    composed.head.lane.iter().map(|text| text.para.count_lines(&room)).sum()
}

/// All lines of a sheet on a grid: what the choice of columns makes least.
pub(crate) fn total_lines(composed: &Composed<'_>, grid: &Grid) -> usize {
    let span = grid.room(grid.span().width);
    let mut lines = lane_lines(composed, grid);
    if let Some(decision) = &composed.decision {
        lines += (0..decision.rows.len()).map(|row| decision_lines(decision, row, grid)).sum::<usize>();
    }
    for (index, section) in composed.sections.iter().enumerate() {
        lines += section_head_lines(composed, index, false, grid);
        for item in &section.items {
            lines += match item {
                ItemBlock::Row(row) => row_lines(row, grid),
                ItemBlock::Callout { text, .. } => text.para.count_lines(&span),
                ItemBlock::Chart(_) | ItemBlock::Figure(_) => 0,
            };
        }
    }
    lines
}
