//! Bands: the unbreakable slices of a page, and how high each is on a grid.

use super::chart::ChartPlan;
use super::grid::{Arrangement, Grid, Lane};
use super::timeline::timeline_height;
use crate::compose::styles::{Variant, style};
use crate::compose::{CellBlock, Composed, FigureBlock, ItemBlock, RowCells, SectionBlock, TextBlock};
use crate::geom::{Abs, Size};
use crate::model::Side;
use crate::text::{FaceId, Measure, Paragraph};
use crate::theme::Role;

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

/// The glyphs of the texts of all bands, again and again.
pub(crate) fn glyphs(composed: &Composed<'_>) -> impl Iterator<Item = (FaceId, u16)> {
    let paragraphs = bands(composed).into_iter().flat_map(|band| BandTexts::of(band, composed).paragraphs());
    paragraphs.flat_map(Paragraph::glyphs)
}

/// Lines of a band: of its label, and of the longest text beside (or below) it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Lines {
    pub(crate) label: usize,
    pub(crate) body: usize,
}

impl Lines {
    /// How many lines high the band is: label and texts share lines, unless the label stands above.
    pub(crate) fn high(self, grid: &Grid) -> usize {
        match grid.arrangement {
            Arrangement::Lane => self.label.max(self.body),
            Arrangement::Above => self.label + self.body,
        }
    }
}

/// A text of a band, and the lane it is set in.
#[derive(Clone, Copy)]
pub(crate) enum BandText<'a> {
    Text(&'a TextBlock),
    /// Of a decision if `ticked`: behind a box.
    Cell {
        cell: &'a CellBlock,
        ticked: bool,
    },
}

impl<'a> BandText<'a> {
    fn paragraphs(self) -> impl Iterator<Item = &'a Paragraph> {
        let (text, cell) = match self {
            Self::Text(text) => (Some(text), None),
            Self::Cell { cell, .. } => (None, Some(cell)),
        };
        let parts = cell.into_iter().flat_map(|cell| &cell.parts).map(|part| &part.text);
        text.into_iter().chain(parts).map(|text| &text.para)
    }

    /// Its lines in a lane.
    pub(crate) fn lines(self, lane: Lane, grid: &Grid) -> usize {
        match self {
            Self::Text(text) => text.para.count_lines(&grid.room(lane.width)),
            Self::Cell { cell, ticked } => cell_lines(cell, lane.width - tick_hang(ticked, grid), grid),
        }
    }
}

/// How far a cell hangs behind its tick box.
pub(crate) fn tick_hang(ticked: bool, grid: &Grid) -> Abs {
    if ticked { grid.pt(TICK_HANG) } else { Abs::ZERO }
}

/// The texts of a band.
#[derive(Clone, Copy, Default)]
pub(crate) struct BandTexts<'a> {
    /// In the label lane.
    pub(crate) label: Option<BandText<'a>>,
    /// In the columns.
    pub(crate) columns: [Option<BandText<'a>>; 2],
    /// Over both columns.
    pub(crate) span: Option<BandText<'a>>,
}

impl<'a> BandTexts<'a> {
    fn labelled(label: &'a TextBlock) -> Self {
        Self { label: Some(BandText::Text(label)), ..Self::default() }
    }

    fn spanning((label, text): &'a (TextBlock, TextBlock)) -> Self {
        Self { span: Some(BandText::Text(text)), ..Self::labelled(label) }
    }

    fn pair(label: &'a TextBlock, cells: &'a [CellBlock; 2], ticked: bool) -> Self {
        let cell = |side: Side| Some(BandText::Cell { cell: &cells[side.index()], ticked });
        Self { columns: Side::BOTH.map(cell), ..Self::labelled(label) }
    }

    /// The texts of a band; none for charts, figures and the time line, which are laid out otherwise.
    pub(crate) fn of(band: Band, composed: &'a Composed<'_>) -> Self {
        let empty = Self::default();
        let decision = composed.decision.as_ref();
        match band {
            Band::Summary => composed.summary.as_ref().map_or(empty, Self::spanning),
            Band::Same => composed.same.as_ref().map_or(empty, Self::spanning),
            Band::Neither => {
                decision.and_then(|decision| decision.neither.as_ref()).map_or(empty, Self::spanning)
            }
            Band::DecisionHead => decision.map_or(empty, |decision| Self {
                columns: decision.heads.each_ref().map(|head| Some(BandText::Text(head))),
                ..Self::labelled(&decision.label)
            }),
            Band::DecisionRow(row) => decision.map_or(empty, |decision| {
                let (topic, cells) = &decision.rows[row];
                Self::pair(topic, cells, true)
            }),
            Band::SectionHead { section, continued } => {
                let block = &composed.sections[section];
                Self {
                    columns: block.leads.each_ref().map(|lead| lead.as_ref().map(BandText::Text)),
                    ..Self::labelled(if continued { &block.continued } else { &block.title })
                }
            }
            Band::Item { section, item } => match &composed.sections[section].items[item] {
                ItemBlock::Row(row) => match &row.cells {
                    RowCells::Pair(cells) => Self::pair(&row.topic, cells, false),
                    RowCells::Both(cell) => Self {
                        span: Some(BandText::Cell { cell, ticked: false }),
                        ..Self::labelled(&row.topic)
                    },
                },
                ItemBlock::Callout { label, text, .. } => {
                    Self { span: Some(BandText::Text(text)), ..Self::labelled(label) }
                }
                ItemBlock::Chart(_) | ItemBlock::Figure(_) => empty,
            },
            Band::Timeline => empty,
        }
    }

    /// All of them, one by one.
    fn paragraphs(self) -> impl Iterator<Item = &'a Paragraph> {
        let [left, right] = self.columns;
        [self.label, left, right, self.span].into_iter().flatten().flat_map(BandText::paragraphs)
    }

    /// Lines on a grid.
    pub(crate) fn lines(&self, grid: &Grid) -> Lines {
        let count = |text: Option<BandText<'_>>, lane: Lane| text.map_or(0, |text| text.lines(lane, grid));
        let columns = count(self.columns[0], grid.columns[0]).max(count(self.columns[1], grid.columns[1]));
        Lines { label: count(self.label, grid.label), body: columns.max(count(self.span, grid.span())) }
    }
}

/// Height of a band on a grid.
pub(crate) fn height(band: Band, composed: &Composed<'_>, grid: &Grid) -> Abs {
    height_of(band, BandTexts::of(band, composed).lines(grid), composed, grid)
}

/// Height of a band of so many lines.
pub(crate) fn height_of(band: Band, lines: Lines, composed: &Composed<'_>, grid: &Grid) -> Abs {
    let high = lines.high(grid);
    let more = count(high.saturating_sub(1));
    match band {
        Band::Summary => grid.pt(10.0) + grid.pt(12.5) * count(high),
        Band::DecisionHead => grid.pt(20.0) + grid.pt(12.0) * more,
        Band::DecisionRow(_) => grid.pt(12.0) + grid.pt(10.0) * more,
        Band::Neither => grid.pt(8.0) + grid.pt(10.0) * count(high),
        Band::SectionHead { section, continued } => {
            grid.pt(20.0) + section_head_more((&composed.sections[section], continued), lines, grid)
        }
        Band::Item { section, item } => match &composed.sections[section].items[item] {
            ItemBlock::Row(_) | ItemBlock::Callout { .. } => {
                grid.pt(5.0) + grid.pt(10.0) * count(high.max(1))
            }
            ItemBlock::Chart(chart) => ChartPlan::new(chart, grid).height,
            ItemBlock::Figure(figure) => figure_height(figure, grid),
        },
        Band::Same => grid.pt(10.0) + grid.pt(10.0) * count(high),
        Band::Timeline => composed.timeline.as_ref().map_or(Abs::ZERO, |line| timeline_height(line, grid)),
    }
}

/// What further lines add to a section head. A line of marks alone takes half a line, for it stands free of the row below;
/// one of the title or a verdict would meet it.
fn section_head_more((block, continued): (&SectionBlock<'_>, bool), lines: Lines, grid: &Grid) -> Abs {
    let more = count(lines.high(grid).saturating_sub(1));
    if grid.arrangement == Arrangement::Above || lines.label <= lines.body.max(1) {
        return grid.pt(10.0) * more;
    }
    let text = if continued { &block.continued } else { &block.title };
    let set = text.para.set(&grid.room(grid.label.width));
    let marks = [Variant::Mark, Variant::StrongMark].map(|variant| style(Role::SectionTitle, variant));
    let ends_in_marks =
        set.last().is_some_and(|line| line.fragments.iter().all(|part| marks.contains(&part.style)));
    grid.pt(10.0) * more - if ends_in_marks { grid.pt(5.0) } else { Abs::ZERO }
}

/// A small count as a factor.
#[allow(clippy::cast_precision_loss, reason = "counts of lines are far below 2^52")]
pub(crate) fn count(lines: usize) -> f64 {
    lines as f64
}

/// Lines of a cell in a column.
pub(crate) fn cell_lines(cell: &CellBlock, width: Abs, grid: &Grid) -> usize {
    let parts = cell.parts.iter().enumerate();
    parts.map(|(place, part)| part.text.para.count_lines(&part_room(cell, place, width, grid))).sum()
}

/// The room of one paragraph of a cell.
pub(crate) fn part_room<'g>(cell: &CellBlock, place: usize, width: Abs, grid: &'g Grid) -> Measure<'g> {
    let [first, rest] = cell.parts[place].kind.hangs().map(|hang| hang * grid.scale);
    let bar = if cell.bar.is_some() && place == 0 { grid.pt(BAR_CLEAR) } else { Abs::ZERO };
    Measure { first: width - first - bar, rest: width - rest, sizes: &grid.sizes }
}

/// The size a figure is drawn at: natural, but no wider than both columns and no higher than a third of the page.
pub(crate) fn figure_size(figure: &FigureBlock, grid: &Grid) -> Size {
    let natural = figure.drawing.size;
    let room = grid.span().width;
    let most = (grid.bottom - grid.top) / 3.0;
    let factor = grid.scale.min(room / natural.width).min(most / natural.height);
    Size::new(natural.width * factor, natural.height * factor)
}

fn figure_height(figure: &FigureBlock, grid: &Grid) -> Abs {
    let caption =
        figure.caption.as_ref().map_or(0, |text| text.para.count_lines(&grid.room(grid.span().width)));
    half_units(grid.pt(10.0) + figure_size(figure, grid).height + grid.pt(9.4) * count(caption), grid)
}

/// Up to the next half unit, so that what follows stays on the grid.
pub(super) fn half_units(height: Abs, grid: &Grid) -> Abs {
    let step = grid.unit() / 2.0;
    step * ((height / step) - 1e-6).ceil()
}

/// Lines of the lane beside (or above) the title.
pub(crate) fn lane_lines(composed: &Composed<'_>, grid: &Grid) -> usize {
    let room = grid.room(grid.label.width);
    composed.head.lane.iter().map(|text| text.para.count_lines(&room)).sum()
}
