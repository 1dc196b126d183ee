//! Stacked bars.

use super::Painter;
use super::shapes::{filled, rectangle};
use super::text::Look;
use crate::compose::{BarBlock, ChartBlock};
use crate::display::{Role, TagId};
use crate::geom::{Abs, Rect};
use crate::model::Side;
use crate::page::bands::{ChartPlan, NAME_GAP};
use crate::page::grid::Lane;

/// How a segment is filled: by its place in the bar, and by the subject.
type Fill = (usize, Option<Side>);

impl Painter<'_> {
    pub(super) fn chart(&mut self, chart: &ChartBlock, y: Abs, (head, cell): (TagId, TagId)) {
        let grid = &self.plan.grid;
        let plan = ChartPlan::new(chart, grid);
        let span = grid.span();
        let baseline = y + grid.pt(10.6);
        self.text(&chart.topic, grid.label, baseline, Look::new(Some(head), grid.pt(10.0)));
        let title = self.tag(cell, Role::P);
        self.text(&chart.title, span, baseline, Look::new(Some(title), grid.pt(10.0)));
        let figure = self.tag(cell, Role::Figure);
        self.book.structure.tag_mut(figure).alt = Some(chart.alt.clone());
        let below = y + grid.pt(10.0) * crate::page::bands::count(plan.title_lines - 1);
        self.legend(chart, span.x + plan.names, below + grid.pt(22.1), figure);
        for (bar, top) in chart.bars.iter().zip(&plan.tops) {
            self.bar(bar, &plan, y + *top, figure);
        }
        if let Some(note) = &chart.note {
            let tag = self.tag(cell, Role::P);
            self.text(note, span, y + plan.note, Look::new(Some(tag), grid.pt(9.4)));
        }
    }

    fn legend(&mut self, chart: &ChartBlock, x: Abs, baseline: Abs, tag: TagId) {
        let grid = &self.plan.grid;
        let edge = grid.pt(6.1);
        let mut at = x;
        for entry in &chart.legend {
            let area = Rect::new(at, baseline + grid.pt(0.35) - edge, edge, edge);
            self.segment(area, (entry.fill.place, entry.fill.side));
            at += edge + grid.pt(2.6);
            let width = entry.label.para.natural_width(&grid.sizes);
            let lane = Lane { x: at, width: width + grid.pt(1.0) };
            self.text(&entry.label, lane, baseline, Look::new(Some(tag), grid.pt(9.4)));
            at += width + grid.pt(11.5);
        }
    }

    fn bar(&mut self, bar: &BarBlock, plan: &ChartPlan, top: Abs, tag: TagId) {
        let grid = &self.plan.grid;
        let span = grid.span();
        let baseline = top + grid.pt(7.5);
        let look = Look::new(Some(tag), grid.pt(9.4));
        let names = Lane { x: span.x, width: plan.names - grid.pt(NAME_GAP) };
        self.text(&bar.name, names, baseline, look);
        let mut x = span.x + plan.names;
        for (share, fill) in &bar.segments {
            let width = plan.scale * *share;
            self.segment(Rect::new(x, top, width, grid.pt(9.0)), (fill.place, fill.side));
            x += width;
        }
        let rest = Lane { x: x + grid.pt(4.0), width: span.right() - x };
        self.text(&bar.total, rest, baseline, look);
        if let Some(sum) = &bar.sum {
            self.text(sum, span, baseline, look.flush_right());
        }
    }

    /// A segment: first part gray, second the subject's fill, third white, fourth the hatch mirrored.
    fn segment(&mut self, area: Rect, (place, side): Fill) {
        let outline = self.plan.grid.pt(0.7);
        let ink = self.palette.ink;
        let colour = side.map_or(ink, |side| self.palette.side(side));
        match place {
            0 => {
                self.path(filled(rectangle(area), self.palette.part));
                self.frame(area, outline, ink);
            }
            1 if side != Some(Side::Right) => self.path(filled(rectangle(area), colour)),
            1 => self.hatch(area, colour, false),
            2 => self.frame(area, outline, colour),
            _ => self.hatch(area, colour, true),
        }
    }
}
