//! The dated line.

use super::Painter;
use super::shapes::{circle, filled, rectangle};
use super::text::Look;
use crate::compose::TimelineBlock;
use crate::display::{Role, TagId};
use crate::geom::{Abs, Point, Rect};
use crate::model::Side;
use crate::page::bands::count;
use crate::page::grid::Lane;
use crate::page::timeline::{event_room, timeline_label, timeline_places};

impl Painter<'_> {
    pub(super) fn timeline(&mut self, y: Abs) {
        let Some(line) = &self.composed.timeline else { return };
        let grid = &self.plan.grid;
        let parent = self.parts.timeline;
        self.rule(grid.live(), y + grid.pt(2.5));
        let heading = self.tag(parent, Role::Heading(2));
        self.band_bookmark(line.heading.clone(), y);
        let lines =
            self.text(&line.title, grid.label, y + grid.pt(15.1), Look::new(Some(heading), grid.pt(10.0)));
        if let Some(note) = &line.note {
            let tag = self.tag(parent, Role::P);
            let baseline = y + grid.pt(16.3) + grid.pt(10.0) * count(lines);
            self.text(note, grid.label, baseline, Look::new(Some(tag), grid.pt(10.0)));
        }
        let y = y + grid.below(timeline_label(line, grid), grid.pt(10.0));
        match timeline_places(line, grid) {
            Some(places) => {
                let list = self.tag(parent, Role::List);
                self.dotted_line(line, &places, y, list);
            }
            None => {
                self.text(&line.run, grid.span(), y + grid.pt(15.1), Look::new(Some(parent), grid.pt(10.0)));
            }
        }
    }

    fn dotted_line(&mut self, line: &TimelineBlock, places: &[Abs], y: Abs, list: TagId) {
        let grid = &self.plan.grid;
        let span = grid.span();
        let colour = self.palette.side(Side::Right);
        let axis = y + grid.pt(20.6);
        let thick = grid.pt(0.9);
        let track = Rect::new(span.x, axis - thick / 2.0, span.width, thick);
        self.path(filled(rectangle(track), colour));
        self.ticks(line, axis);
        let last = places.len() - 1;
        for (index, place) in places.iter().enumerate() {
            // Dots stand behind their tick, the last one before its own.
            let beside = grid.pt(if index == last { -2.9 } else { 2.9 });
            let centre = Point::new(span.x + *place + beside, axis);
            self.path(filled(circle(centre, grid.pt(2.4)), colour));
        }
        for (index, event) in line.events.iter().enumerate() {
            let item = self.tag(list, Role::ListItem);
            let (label, body) = (self.tag(item, Role::Label), self.tag(item, Role::ListBody));
            // The printed date leaves out the year that the one before it had.
            self.book.structure.tag_mut(label).actual_text = Some(event.said.clone());
            let room = event_room(line, places, index, grid);
            let lane = if index == last {
                Lane { x: span.right() - room, width: room }
            } else {
                Lane { x: span.x + places[index], width: room }
            };
            let flush = |look: Look| if index == last { look.flush_right() } else { look };
            self.text(&event.date, lane, y + grid.pt(15.1), flush(Look::new(Some(label), grid.pt(9.2))));
            self.text(&event.text, lane, y + grid.pt(32.7), flush(Look::new(Some(body), grid.pt(9.2))));
        }
    }

    /// A tick at every month, or at every year of a long line, within the line's ends.
    fn ticks(&mut self, line: &TimelineBlock, axis: Abs) {
        let grid = &self.plan.grid;
        let span = grid.span();
        let (first, last) = (line.events[0].month, line.events[line.events.len() - 1].month);
        let step = if last - first > 48 { 12 } else { 1 };
        let (width, height) = (grid.pt(0.5), grid.pt(3.6));
        let mut segments = Vec::new();
        for month in (first..=last).filter(|month| *month == first || *month == last || month % step == 0) {
            #[allow(clippy::cast_precision_loss, reason = "months of four-digit years are far below 2^52")]
            let share = (month - first) as f64 / (last - first) as f64;
            let x = (span.x + span.width * share).min(span.right() - width);
            segments.extend(rectangle(Rect::new(x, axis - height / 2.0, width, height)));
        }
        self.path(filled(segments, self.palette.side(Side::Right)));
    }
}
