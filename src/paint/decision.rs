//! "Choose … if": pairs of reasons behind tick boxes.

use super::Painter;
use super::shapes::{outlined, rectangle};
use super::text::Look;
use crate::display::{Role, Scope, TagId};
use crate::geom::{Abs, Rect};
use crate::model::{RuleToken, Side};
use crate::page::bands::TICK_HANG;
use crate::page::grid::Lane;

impl Painter<'_> {
    pub(super) fn decision_head(&mut self, y: Abs) {
        let Some(decision) = &self.composed.decision else { return };
        let grid = &self.plan.grid;
        self.rule(grid.live(), y + grid.pt(2.5));
        let is_first = self.decision_table.is_none();
        let (mut label, mut heads) = (None, [None, None]);
        if is_first {
            let parent = self.parts.decision;
            label = Some(self.tag(parent, Role::Heading(2)));
            let table = self.table(parent);
            heads = table.heads.map(Some);
            self.decision_table = Some(table);
            self.band_bookmark(self.composed.words.choose.to_owned(), y);
        }
        let lines =
            self.text(&decision.label, grid.label, y + grid.pt(15.1), Look::new(label, grid.pt(11.0)));
        let y = y + grid.below(lines, grid.pt(12.0));
        for side in Side::BOTH {
            let look = Look::new(heads[side.index()], grid.pt(12.0)).of(side);
            self.text(&decision.heads[side.index()], grid.columns[side.index()], y + grid.pt(15.9), look);
        }
    }

    pub(super) fn decision_row(&mut self, row: usize, y: Abs) {
        let Some(decision) = &self.composed.decision else { return };
        let grid = &self.plan.grid;
        let (topic, cells) = &decision.rows[row];
        let Some(table) = self.decision_table else { return };
        let tags = self.tag(table.body, Role::TR);
        let head = self.tag(tags, Role::TH { scope: Scope::Row, columns: 1 });
        let baseline = y + grid.pt(9.0);
        let lines = self.text(topic, grid.label, baseline, Look::new(Some(head), grid.pt(10.0)));
        let baseline = baseline + grid.below(lines, grid.pt(10.0));
        for side in Side::BOTH {
            let headers = vec![table.heads[side.index()], head];
            let tag = self.tag(tags, Role::TD { headers, columns: 1 });
            self.tick_box(side, baseline);
            let column = grid.columns[side.index()];
            let hang = grid.pt(TICK_HANG);
            let lane = Lane { x: column.x + hang, width: column.width - hang };
            self.cell(&cells[side.index()], lane, baseline, tag);
        }
    }

    fn tick_box(&mut self, side: Side, baseline: Abs) {
        let grid = &self.plan.grid;
        let (edge, stroke) = (grid.pt(6.0), self.composed.theme.rule(RuleToken::Box) * grid.scale);
        let x = grid.columns[side.index()].x;
        let bottom = baseline + grid.pt(0.35);
        let area = Rect::new(x + stroke / 2.0, bottom - edge + stroke / 2.0, edge - stroke, edge - stroke);
        self.path(outlined(rectangle(area), stroke, self.palette.side(side)));
    }

    pub(super) fn neither(&mut self, y: Abs) {
        let neither = self.composed.decision.as_ref().and_then(|decision| decision.neither.as_ref());
        let Some((label, text)) = neither else { return };
        let grid = &self.plan.grid;
        self.hairline(grid.live(), y + grid.pt(3.0));
        let baseline = y + grid.pt(13.5);
        let Some(table) = self.decision_table else { return };
        // It is the answer to neither column's question.
        let (head, cell) = self.spanning_row(table.body, &[]);
        let lines = self.text(label, grid.label, baseline, Look::new(Some(head), grid.pt(10.0)));
        let baseline = baseline + grid.below(lines, grid.pt(10.0));
        self.text(text, grid.span(), baseline, Look::new(Some(cell), grid.pt(10.0)));
    }

    /// A table row with one cell over both columns: its header cell and its data cell, which is also about the columns
    /// with the heads given.
    pub(super) fn spanning_row(&mut self, body: TagId, heads: &[TagId]) -> (TagId, TagId) {
        let row = self.tag(body, Role::TR);
        let head = self.tag(row, Role::TH { scope: Scope::Row, columns: 1 });
        let headers = heads.iter().copied().chain([head]).collect();
        (head, self.tag(row, Role::TD { headers, columns: 2 }))
    }
}
