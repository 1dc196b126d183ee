//! Section heads, rows, callouts, figures, and what is the same on both sides.

use super::Painter;
use super::shapes::{circle, filled, rectangle};
use super::text::{Look, Spot};
use crate::compose::{
    CellBlock, FigureBlock, ItemBlock, PartKind, RowBlock, RowCells, SectionBlock, TextBlock,
};
use crate::display::{Role, Scope, TagId};
use crate::geom::{Abs, Point, Rect};
use crate::model::Side;
use crate::page::bands::{count, figure_size, part_room};
use crate::page::grid::{Grid, Lane};

impl Painter<'_> {
    pub(super) fn section_head(&mut self, section: usize, continued: bool, y: Abs) {
        let block = &self.composed.sections[section];
        let grid = &self.plan.grid;
        self.rule(grid.live(), y + grid.pt(2.5));
        let (mut title, mut heads) = (None, [None, None]);
        if !continued {
            let parent = self.parts.sections;
            let sect = self.tag(parent, Role::Sect);
            let heading = self.tag(sect, Role::Heading(2));
            self.book.structure.tag_mut(heading).actual_text.clone_from(&block.said);
            title = Some(heading);
            let table = self.table(sect);
            for side in Side::BOTH {
                let head = self.column_name(block, side);
                self.book.structure.tag_mut(table.heads[side.index()]).actual_text = Some(head);
            }
            heads = table.heads.map(Some);
            self.tables.insert(section, table);
            self.band_bookmark(block.section.title.plain(), y);
        }
        let baseline = y + grid.pt(15.6);
        let text = if continued { &block.continued } else { &block.title };
        let lines = self.text(text, grid.label, baseline, Look::new(title, grid.pt(10.0)));
        let baseline = baseline + grid.below(lines, grid.pt(10.0));
        for side in Side::BOTH {
            if let Some(lead) = &block.leads[side.index()] {
                let look = Look::new(heads[side.index()], grid.pt(10.0)).of(side);
                self.text(lead, grid.columns[side.index()], baseline, look);
            }
        }
    }

    pub(super) fn item(&mut self, section: usize, item: usize, y: Abs, is_first: bool) {
        let Some(table) = self.tables.get(&section).copied() else { return };
        let items = &self.composed.sections[section].items;
        let block = &items[item];
        // Uncut on both sides of what both share: a short text there would look like that of the left side alone.
        let is_shared = items[item.saturating_sub(1)..=item].iter().any(holds_for_both);
        match block {
            _ if is_first => {}
            ItemBlock::Row(_) if !is_shared => self.cut_hairline(y),
            _ => self.hairline(self.plan.grid.live(), y),
        }
        match block {
            ItemBlock::Row(row) => self.row(row, table.body, table.heads, y),
            ItemBlock::Callout { label, text, .. } => {
                let (head, cell) = self.spanning_row(table.body, &[]);
                self.labelled(label, text, y, (head, cell));
            }
            ItemBlock::Chart(chart) => {
                let (head, cell) = self.spanning_row(table.body, &[]);
                self.chart(chart, y, (head, cell));
            }
            ItemBlock::Figure(figure) => {
                let row = self.tag(table.body, Role::TR);
                let cell = self.tag(row, Role::TD { headers: table.heads.to_vec(), columns: 3 });
                self.figure(figure, y, cell);
            }
        }
    }

    fn labelled(&mut self, label: &TextBlock, text: &TextBlock, y: Abs, tags: (TagId, TagId)) {
        let grid = &self.plan.grid;
        let baseline = y + grid.pt(10.6);
        let lines = self.text(label, grid.label, baseline, Look::new(Some(tags.0), grid.pt(10.0)));
        let baseline = baseline + grid.below(lines, grid.pt(10.0));
        self.text(text, grid.span(), baseline, Look::new(Some(tags.1), grid.pt(10.0)));
    }

    fn row(&mut self, row: &RowBlock, body: TagId, heads: [TagId; 2], y: Abs) {
        let grid = &self.plan.grid;
        let baseline = y + grid.pt(10.6);
        match &row.cells {
            RowCells::Both(cell) => {
                let (head, tag) = self.spanning_row(body, &heads);
                self.book.structure.tag_mut(head).actual_text.clone_from(&row.said);
                let lines = self.text(&row.topic, grid.label, baseline, Look::new(Some(head), grid.pt(10.0)));
                let baseline = baseline + grid.below(lines, grid.pt(10.0));
                self.cell(cell, grid.span(), baseline, tag);
            }
            RowCells::Pair(cells) => {
                let tags = self.tag(body, Role::TR);
                let head = self.tag(tags, Role::TH { scope: Scope::Row, columns: 1 });
                self.book.structure.tag_mut(head).actual_text.clone_from(&row.said);
                let lines = self.text(&row.topic, grid.label, baseline, Look::new(Some(head), grid.pt(10.0)));
                let baseline = baseline + grid.below(lines, grid.pt(10.0));
                for side in Side::BOTH {
                    let headers = vec![heads[side.index()], head];
                    let tag = self.tag(tags, Role::TD { headers, columns: 1 });
                    let lane = grid.columns[side.index()];
                    self.cell(&cells[side.index()], lane, baseline, tag);
                    if let Some(bar) = cells[side.index()].bar {
                        self.range_bar(bar, side, lane, y);
                    }
                }
            }
        }
    }

    /// What is heard as the head of a column: the subject, which the eye finds at the top of the page, and its verdict. Its name is
    /// short, for it is heard with every cell.
    fn column_name(&self, block: &SectionBlock<'_>, side: Side) -> String {
        let name = self.composed.sheet.subjects[side.index()].short.plain();
        match &block.section.leads[side.index()] {
            Some(lead) => format!("{name}{}{}", self.composed.words.colon, lead.plain()),
            None => name,
        }
    }

    /// Draws the paragraphs of a cell below each other.
    pub(super) fn cell(&mut self, cell: &CellBlock, lane: Lane, baseline: Abs, tag: TagId) {
        let grid = &self.plan.grid;
        let mut y = baseline;
        let mut list = None;
        let code = code_width(cell, lane, grid);
        for (place, part) in cell.parts.iter().enumerate() {
            let room = part_room(cell, place, lane.width, grid);
            let (lane, tag) = match part.kind {
                PartKind::Text if cell.parts.len() == 1 => (lane, tag),
                PartKind::Text => (lane, self.tag(tag, Role::P)),
                // Inline by itself (ISO 32000-1, 14.8.4.4): a line of its own is a paragraph.
                PartKind::Code { .. } => {
                    let line = self.tag(tag, Role::P);
                    (lane, self.tag(line, Role::Code))
                }
                PartKind::Point => {
                    let centre = Point::new(lane.x + grid.pt(2.2), y - grid.pt(2.6));
                    self.path(filled(circle(centre, grid.pt(1.1)), self.palette.ink));
                    let list = *list.get_or_insert_with(|| self.book.structure.add(Some(tag), Role::List));
                    let item = self.tag(list, Role::ListItem);
                    (lane, self.tag(item, Role::ListBody))
                }
            };
            let [first, rest] = part.kind.hangs().map(|hang| hang * grid.scale);
            let lane = Lane { x: lane.x + first, width: lane.width - first };
            let look = Look::new(Some(tag), grid.pt(10.0)).hanging(rest - first);
            let spot = Spot { lane, y, look };
            let mut lines = 0;
            let mut draw = |painter: &mut Self| lines = painter.text_in(&part.text, &room, spot);
            match part.kind {
                // A block runs from left to right wherever it stands, with its indents.
                PartKind::Code { .. } => self.upright(lane.x, code, draw),
                _ => draw(self),
            }
            y += grid.pt(10.0) * count(lines);
        }
    }

    /// A range bar at the right end of a cell's first line; decoration, since the numbers stand beside it.
    fn range_bar(&mut self, (low, high): (f64, f64), side: Side, lane: Lane, y: Abs) {
        let grid = &self.plan.grid;
        let width = grid.pt(62.0).min(lane.width / 2.0);
        let x = lane.right() - width;
        let foot = y + grid.pt(9.9);
        let height = grid.pt(4.0);
        let track = Rect::new(x, foot - grid.pt(0.5), width, grid.pt(0.5));
        self.path(filled(rectangle(track), self.palette.track));
        // A bar is never thinner than its own outline.
        let length = (width * (high - low)).max(grid.pt(1.2));
        let from = (x + width * low).min(lane.right() - length);
        let bar = Rect::new(from, foot - height, length, height);
        match side {
            Side::Left => self.path(filled(rectangle(bar), self.palette.side(side))),
            Side::Right => self.hatch(bar, self.palette.side(side), false),
        }
    }

    fn figure(&mut self, figure: &FigureBlock, y: Abs, tag: TagId) {
        let grid = &self.plan.grid;
        let size = figure_size(figure, grid);
        let area = Rect::new(grid.span().x, y + grid.pt(5.0), size.width, size.height);
        self.upright(area.origin.x, area.size.width, |painter| painter.drawing(&figure.drawing, area, tag));
        if let Some(caption) = &figure.caption {
            // A caption within the figure would not be read: its alternative stands for all that is in it. Nor may it stand
            // beside it in a cell (ISO/TS 32005, 5.4).
            let tag = self.tag(tag, Role::P);
            let baseline = area.bottom() + grid.pt(9.4);
            self.text(caption, grid.span(), baseline, Look::new(Some(tag), grid.pt(9.4)));
        }
    }

    pub(super) fn same(&mut self, y: Abs) {
        let Some((label, text)) = &self.composed.same else { return };
        let grid = &self.plan.grid;
        let parent = self.parts.same;
        self.rule(grid.live(), y + grid.pt(2.5));
        let heading = self.tag(parent, Role::Heading(2));
        // The sign before the words says the same.
        self.book.structure.tag_mut(heading).actual_text = Some(self.composed.words.same.to_owned());
        self.band_bookmark(self.composed.words.same.to_owned(), y);
        let lines = self.text(label, grid.label, y + grid.pt(15.2), Look::new(Some(heading), grid.pt(10.0)));
        let y = y + grid.below(lines, grid.pt(10.0));
        self.text(text, grid.span(), y + grid.pt(15.2), Look::new(Some(parent), grid.pt(10.2)));
    }
}

/// How wide a block of code is.
fn code_width(cell: &CellBlock, lane: Lane, grid: &Grid) -> Abs {
    let lines = cell.parts.iter().filter(|part| matches!(part.kind, PartKind::Code { .. }));
    lines.map(|line| line.text.para.natural_width(&grid.sizes)).fold(Abs::ZERO, Abs::max).min(lane.width)
}

/// Whether an item is a row with one cell for both sides.
fn holds_for_both(item: &ItemBlock) -> bool {
    matches!(item, ItemBlock::Row(RowBlock { cells: RowCells::Both(_), .. }))
}
