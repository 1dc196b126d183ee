//! The title block, the column heads of later pages, and the summary.

use super::Painter;
use super::text::{Look, Spot};
use crate::compose::Drawing;
use crate::display::{Content, Image, Path, Role, Segment, TagId};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{RuleToken, Side};
use crate::page::bands::count;
use crate::page::grid::Arrangement;
use crate::page::head::{
    NAME_BASELINE, SMALL_NAME_BASELINE, caption_lane, caption_lines, captions_below, emblem_width,
    lane_height, name_drop, name_extra, name_leading, name_room, names, small_names,
};

impl Painter<'_> {
    /// The title block: names, emblems, taglines; the lane with edition and date.
    pub(super) fn title_block(&mut self, y: Abs) {
        let grid = &self.plan.grid;
        let head = self.parts.head;
        if grid.arrangement == Arrangement::Lane {
            self.rule(grid.label, y);
        }
        let has_series = usize::from(self.composed.head.series.is_some());
        self.lane(y, head, 0..has_series);
        let below = y + lane_height(self.composed, grid);
        let drop = name_drop(self.composed, grid);
        let extra = drop + name_extra(&names(self.composed, grid), self.composed, grid);
        for side in Side::BOTH {
            self.head_bar(side, below, self.composed.theme.rule(RuleToken::Bar) * grid.scale);
            self.name(side, below + drop, head);
            self.tagline(side, below + extra, head);
        }
        // Edition and date are read after the title, though they stand before it.
        self.lane(y, head, has_series..self.composed.head.lane.len());
    }

    /// Draws a name, before the right one "vs.", which stands beside the left one.
    fn name(&mut self, side: Side, y: Abs, head: TagId) {
        let grid = &self.plan.grid;
        if side == Side::Right {
            let versus = self.tag(head, Role::P);
            let look = Look::new(Some(versus), grid.pt(13.0)).flush_right();
            self.text(&self.composed.head.versus, grid.columns[0], y + grid.pt(21.7), look);
        }
        let title = self.tag(head, Role::Heading(1));
        let names = names(self.composed, grid);
        let sizes: Vec<Abs> = grid.sizes.iter().map(|size| *size * names.share).collect();
        let name = &names.names[side.index()];
        if name.span != self.composed.head.names[side.index()].span {
            // Room that the eye lacks is no reason for the ear.
            let whole = self.composed.sheet.subjects[side.index()].name.plain();
            self.book.structure.tag_mut(title).actual_text = Some(whole);
        }
        let mut lane = grid.columns[side.index()];
        // What fits to the last point must not break for a rounding error.
        lane.width = name_room(self.composed, side.index(), grid) + Abs::pt(0.01);
        let room = crate::text::Measure { first: lane.width, rest: lane.width, sizes: &sizes };
        let leading = name_leading(names.share, grid);
        let look = Look::new(Some(title), leading).of(side);
        self.text_in(name, &room, Spot { lane, y: y + grid.pt(NAME_BASELINE), look });
    }

    fn tagline(&mut self, side: Side, y: Abs, head: TagId) {
        let grid = &self.plan.grid;
        let column = grid.columns[side.index()];
        if let Some(emblem) = &self.composed.head.emblems[side.index()] {
            let width = emblem_width(emblem, column, grid);
            let height = width * (emblem.size.height / emblem.size.width);
            let top = y + grid.pt(31.0) + (grid.pt(19.0) - height) / 2.0;
            let area = Rect::new(column.x, top, width, height);
            self.upright(column.x, width, |painter| painter.drawing(emblem, area, head));
        }
        if let Some(caption) = &self.composed.head.captions[side.index()] {
            let lane = caption_lane(self.composed, side.index(), grid);
            let tag = self.tag(head, Role::P);
            let lines = caption_lines(self.composed, side.index(), grid);
            // One line stands in the middle of the emblem's height.
            let has_emblem = self.composed.head.emblems.iter().any(Option::is_some);
            let first = match lines {
                _ if captions_below(self.composed, grid) => 59.6,
                1 if has_emblem => 44.0,
                _ => 39.1,
            };
            self.text(caption, lane, y + grid.pt(first), Look::new(Some(tag), grid.pt(9.8)).of(side));
        }
    }

    /// Draws some of the lane's texts, each at its place among all of them.
    fn lane(&mut self, y: Abs, head: TagId, drawn: std::ops::Range<usize>) {
        let grid = &self.plan.grid;
        let first = match grid.arrangement {
            Arrangement::Above => 8.5,
            Arrangement::Lane if self.composed.head.series.is_some() => 14.2,
            Arrangement::Lane => 13.2,
        };
        let mut line = 0;
        for (index, text) in self.composed.head.lane.iter().enumerate() {
            // Below the series, which is larger, there is a little more room.
            let more = if line > 0 { 0.4 } else { 0.0 };
            let baseline = grid.pt(first + more) + grid.pt(10.0) * count(line);
            if drawn.contains(&index) {
                let tag = self.tag(head, Role::P);
                self.text(text, grid.label, y + baseline, Look::new(Some(tag), grid.pt(10.0)));
            }
            line += text.para.count_lines(&grid.room(grid.label.width));
        }
    }

    /// The heads of later pages: repeated, so artifacts.
    pub(super) fn column_heads(&mut self, y: Abs) {
        let grid = &self.plan.grid;
        if grid.arrangement == Arrangement::Lane {
            self.rule(grid.label, y);
        }
        let series = self.composed.head.series.as_ref();
        if let Some(series) = series.filter(|_| grid.arrangement == Arrangement::Lane) {
            self.text(series, grid.label, y + grid.pt(14.2), Look::new(None, grid.pt(10.0)));
        }
        let head = small_names(self.composed, grid);
        let sizes: Vec<Abs> = grid.sizes.iter().map(|size| *size * head.share).collect();
        for side in Side::BOTH {
            self.head_bar(side, y, self.composed.theme.rule(RuleToken::BarSmall) * grid.scale);
            let lane = grid.columns[side.index()];
            // What fits to the last point must not break for a rounding error.
            let width = lane.width + Abs::pt(0.01);
            let room = crate::text::Measure { first: width, rest: width, sizes: &sizes };
            let look = Look::new(None, head.leading).of(side);
            let spot = Spot { lane, y: y + grid.pt(SMALL_NAME_BASELINE), look };
            self.text_in(&head.names[side.index()], &room, spot);
        }
    }

    pub(super) fn summary(&mut self, y: Abs) {
        let Some((label, text)) = &self.composed.summary else { return };
        let grid = &self.plan.grid;
        let parent = self.parts.summary;
        self.rule(grid.live(), y);
        self.band_bookmark(self.composed.words.summary.to_owned(), y);
        let heading = self.tag(parent, Role::Heading(2));
        let lines = self.text(label, grid.label, y + grid.pt(14.4), Look::new(Some(heading), grid.pt(12.5)));
        let y = y + grid.below(lines, grid.pt(12.5));
        let tag = self.tag(parent, Role::P);
        self.text(text, grid.span(), y + grid.pt(14.4), Look::new(Some(tag), grid.pt(12.5)));
    }

    /// Draws a picture into an area.
    pub(super) fn drawing(&mut self, drawing: &Drawing, area: Rect, parent: TagId) {
        let tag = (!drawing.alt.is_empty()).then(|| {
            let tag = self.tag(parent, Role::Figure);
            self.book.structure.tag_mut(tag).alt = Some(drawing.alt.clone());
            tag
        });
        match &drawing.content {
            crate::compose::DrawingContent::Pixels(pixels) => {
                self.put(tag, Content::Image(Image { area, pixels: pixels.clone() }));
            }
            crate::compose::DrawingContent::Paths(paths) => {
                let factor = area.size.width / drawing.size.width;
                for path in paths {
                    self.put(tag, Content::Path(placed(path, area.origin, factor)));
                }
            }
        }
    }
}

/// A path of a drawing at its place on the page.
fn placed(path: &Path, origin: Point, factor: f64) -> Path {
    let at = |point: Point| Point::new(origin.x + point.x * factor, origin.y + point.y * factor);
    let segments = path.segments.iter().map(|segment| match *segment {
        Segment::Move(p) => Segment::Move(at(p)),
        Segment::Line(p) => Segment::Line(at(p)),
        Segment::Cubic(a, b, p) => Segment::Cubic(at(a), at(b), at(p)),
        Segment::Close => Segment::Close,
    });
    let clip = path.clip.map(|clip| Rect {
        origin: at(clip.origin),
        size: Size::new(clip.size.width * factor, clip.size.height * factor),
    });
    let mut placed = Path { segments: segments.collect(), clip, ..path.clone() };
    if let Some(stroke) = &mut placed.stroke {
        stroke.width = stroke.width * factor;
        stroke.phase = stroke.phase * factor;
        stroke.dash.iter_mut().for_each(|length| *length = *length * factor);
    }
    placed
}
