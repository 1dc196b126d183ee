//! Stacked bars.

use super::Painter;
use super::shapes::{filled, rectangle};
use super::text::Look;
use crate::compose::{BarBlock, ChartBlock, Fill};
use crate::display::{Role, TagId};
use crate::geom::{Abs, Rect};
use crate::model::Side;
use crate::page::chart::{BarPlace, ChartPlan};
use crate::page::grid::Lane;

impl Painter<'_> {
    pub(super) fn chart(&mut self, chart: &ChartBlock, y: Abs, (head, cell): (TagId, TagId)) {
        let grid = &self.plan.grid;
        let plan = ChartPlan::new(chart, grid);
        let span = grid.span();
        self.text(&chart.topic, grid.label, y + grid.pt(10.6), Look::new(Some(head), grid.pt(10.0)));
        let title = self.tag(cell, Role::P);
        self.text(&chart.title, span, y + plan.title, Look::new(Some(title), grid.pt(10.0)));
        let figure = self.tag(cell, Role::Figure);
        self.book.structure.tag_mut(figure).alt = Some(chart.alt.clone());
        self.legend(chart, &plan, y, figure);
        for (index, bar) in chart.bars.iter().enumerate() {
            self.bar(bar, plan.places[index].below(y), &plan, figure);
        }
        if let Some(note) = &chart.note {
            let tag = self.tag(cell, Role::P);
            self.text(note, span, y + plan.note, Look::new(Some(tag), grid.pt(9.4)));
        }
    }

    fn legend(&mut self, chart: &ChartBlock, plan: &ChartPlan, y: Abs, tag: TagId) {
        let grid = &self.plan.grid;
        let span = grid.span();
        let edge = grid.pt(6.1);
        for (entry, place) in chart.legend.iter().zip(&plan.legend) {
            let (mut x, baseline) = (span.x + place.x, y + place.y);
            if let Some(fill) = entry.fill {
                let area = Rect::new(x, baseline + grid.pt(0.35) - edge, edge, edge);
                self.segment(area, fill);
                x += edge + grid.pt(2.6);
            }
            let lane = Lane { x, width: span.right() - x };
            self.text(&entry.label, lane, baseline, Look::new(Some(tag), grid.pt(9.4)));
        }
    }

    fn bar(&mut self, bar: &BarBlock, place: BarPlace, plan: &ChartPlan, tag: TagId) {
        let grid = &self.plan.grid;
        let span = grid.span();
        let baseline = place.top + grid.pt(7.5);
        let look = Look::new(Some(tag), grid.pt(9.4));
        let names = Lane { x: span.x, ..plan.name_room };
        self.text(&bar.name, names, place.name, look);
        let mut x = span.x + plan.bars;
        for (share, fill) in &bar.segments {
            let width = plan.scale * *share;
            self.segment(Rect::new(x, place.top, width, grid.pt(9.0)), *fill);
            x += width;
        }
        let across = |lane: Lane| Lane { x: span.x + lane.x, ..lane };
        self.text(&bar.total, across(plan.total_room(bar, grid)), baseline, look);
        if let Some(sum) = &bar.sum {
            let look = if plan.sums_below { look } else { look.flush_right() };
            self.text(sum, across(plan.sum_room(grid)), place.sum, look);
        }
    }

    /// A segment: first part gray (unless it is alone), second the subject's fill, third white, fourth the hatch mirrored.
    fn segment(&mut self, area: Rect, Fill { place, side }: Fill) {
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
