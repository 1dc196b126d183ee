//! The dated line.

use super::Painter;
use super::shapes::{circle, filled, rectangle};
use super::text::Look;
use crate::compose::TimelineBlock;
use crate::display::{Role, TagId};
use crate::geom::{Abs, Point, Rect};
use crate::model::{Date, Side};
use crate::page::bands::{count, event_room, timeline_places};
use crate::page::grid::Lane;

impl Painter<'_> {
    pub(super) fn timeline(&mut self, y: Abs) {
        let Some(line) = &self.composed.timeline else { return };
        let grid = &self.plan.grid;
        let parent = self.parts.timeline;
        self.rule(grid.live(), y + grid.pt(2.5));
        let heading = self.tag(parent, Role::Heading(2));
        let lines =
            self.text(&line.title, grid.label, y + grid.pt(15.1), Look::new(Some(heading), grid.pt(10.0)));
        if let Some(note) = &line.note {
            let tag = self.tag(parent, Role::P);
            let baseline = y + grid.pt(15.1) + grid.pt(10.0) * count(lines);
            self.text(note, grid.label, baseline, Look::new(Some(tag), grid.pt(10.0)));
        }
        let list = self.tag(parent, Role::List);
        match timeline_places(line, grid) {
            Some(places) => self.dotted_line(line, &places, y, list),
            None => self.dated_list(line, y, list),
        }
    }

    /// Where an axis would be too narrow: one event below the other.
    fn dated_list(&mut self, line: &TimelineBlock, y: Abs, list: TagId) {
        let grid = &self.plan.grid;
        let mut baseline = y + grid.pt(15.1);
        for event in &line.events {
            let item = self.tag(list, Role::ListItem);
            let body = self.tag(item, Role::ListBody);
            let lines = self.text(&event.run_in, grid.span(), baseline, Look::new(Some(body), grid.pt(10.0)));
            baseline += grid.pt(10.0) * count(lines);
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
        self.ticks(line, places, axis);
        for place in places {
            self.path(filled(circle(Point::new(span.x + *place, axis), grid.pt(2.4)), colour));
        }
        let last = places.len() - 1;
        for (index, event) in line.events.iter().enumerate() {
            let item = self.tag(list, Role::ListItem);
            let (label, body) = (self.tag(item, Role::Label), self.tag(item, Role::ListBody));
            let room = event_room(places, index, span.width, grid);
            let lane = if index == last {
                Lane { x: span.right() - room, width: room }
            } else {
                // Texts begin where their dot begins.
                Lane { x: span.x + places[index] - grid.pt(2.4), width: room }
            };
            let flush = |look: Look| if index == last { look.flush_right() } else { look };
            self.text(&event.date, lane, y + grid.pt(15.1), flush(Look::new(Some(label), grid.pt(9.2))));
            self.text(&event.text, lane, y + grid.pt(32.7), flush(Look::new(Some(body), grid.pt(9.2))));
        }
    }

    /// A tick at the first of every month, or of every year on a long line.
    fn ticks(&mut self, line: &TimelineBlock, places: &[Abs], axis: Abs) {
        let grid = &self.plan.grid;
        let (first, last) = (line.events[0].day, line.events[line.events.len() - 1].day);
        #[allow(clippy::cast_precision_loss, reason = "days of four-digit years are far below 2^52")]
        let days = (last - first) as f64;
        let a_day = (places[places.len() - 1] - places[0]) / days;
        let (start, end) = (line.first, line.last);
        let step: u32 = if days > 1500.0 { 12 } else { 1 };
        let months = |date: Date| u32::from(date.year) * 12 + u32::from(date.month) - 1;
        let mut segments = Vec::new();
        for month in (months(start) + 1..=months(end)).filter(|month| month.is_multiple_of(step)) {
            let year = u16::try_from(month / 12).unwrap_or(u16::MAX);
            let month = u8::try_from(month % 12 + 1).unwrap_or(1);
            let day = Date { year, month, day: Some(1) }.day_number();
            #[allow(clippy::cast_precision_loss, reason = "days of four-digit years are far below 2^52")]
            let x = grid.span().x + places[0] + a_day * (day - first) as f64;
            let (width, height) = (grid.pt(0.5), grid.pt(3.6));
            segments.extend(rectangle(Rect::new(x - width / 2.0, axis - height / 2.0, width, height)));
        }
        if !segments.is_empty() {
            self.path(filled(segments, self.palette.side(Side::Right)));
        }
    }
}
