//! Rules, bars, boxes and hatches as paths.

use super::Painter;
use crate::display::{Colour, Content, Path, Segment, Stroke};
use crate::geom::{Abs, Point, Rect};
use crate::model::{RuleToken, Side};
use crate::page::grid::{Arrangement, Lane};

/// The four sides of a rectangle as one subpath.
pub(super) fn rectangle(area: Rect) -> Vec<Segment> {
    let (left, top, right, bottom) = (area.origin.x, area.origin.y, area.right(), area.bottom());
    vec![
        Segment::Move(Point::new(left, top)),
        Segment::Line(Point::new(right, top)),
        Segment::Line(Point::new(right, bottom)),
        Segment::Line(Point::new(left, bottom)),
        Segment::Close,
    ]
}

/// A circle of four Bézier curves.
pub(super) fn circle(centre: Point, radius: Abs) -> Vec<Segment> {
    // The length of the handles that keeps the curves within 0.03 % of the circle.
    let handle = radius * 0.552_284_749_8;
    let at = |x: Abs, y: Abs| Point::new(centre.x + x, centre.y + y);
    let (none, r, h) = (Abs::ZERO, radius, handle);
    vec![
        Segment::Move(at(r, none)),
        Segment::Cubic(at(r, h), at(h, r), at(none, r)),
        Segment::Cubic(at(-h, r), at(-r, h), at(-r, none)),
        Segment::Cubic(at(-r, -h), at(-h, -r), at(none, -r)),
        Segment::Cubic(at(h, -r), at(r, -h), at(r, none)),
        Segment::Close,
    ]
}

/// A filled path.
pub(super) const fn filled(segments: Vec<Segment>, colour: Colour) -> Path {
    Path { segments, fill: Some(colour), even_odd: false, stroke: None, clip: None }
}

/// An outlined path.
pub(super) const fn outlined(segments: Vec<Segment>, width: Abs, colour: Colour) -> Path {
    let stroke = Stroke::solid(width, colour);
    Path { segments, fill: None, even_odd: false, stroke: Some(stroke), clip: None }
}

/// Moves a painted thing sideways.
pub(super) fn shift(content: &mut Content, by: Abs) {
    match content {
        Content::Glyphs(run) => run.origin.x += by,
        Content::Image(image) => image.area.origin.x += by,
        Content::Path(path) => {
            for segment in &mut path.segments {
                match segment {
                    Segment::Move(p) | Segment::Line(p) => p.x += by,
                    Segment::Cubic(a, b, p) => {
                        a.x += by;
                        b.x += by;
                        p.x += by;
                    }
                    Segment::Close => {}
                }
            }
            if let Some(clip) = &mut path.clip {
                clip.origin.x += by;
            }
        }
    }
}

impl Painter<'_> {
    /// A section rule from its top edge down.
    pub(super) fn rule(&mut self, lane: Lane, y: Abs) {
        let thick = self.composed.theme.rule(RuleToken::Section) * self.plan.grid.scale;
        let area = Rect::new(lane.x, y, lane.width, thick);
        self.path(filled(rectangle(area), self.palette.ink));
    }

    /// A hairline centred on `y`.
    pub(super) fn hairline(&mut self, lane: Lane, y: Abs) {
        self.hairlines(&[lane], y);
    }

    /// A hairline in three pieces (lane, left, right), or in two where there is no lane.
    pub(super) fn cut_hairline(&mut self, y: Abs) {
        let grid = &self.plan.grid;
        let label = (grid.arrangement == Arrangement::Lane).then_some(grid.label);
        let lanes: Vec<Lane> = label.into_iter().chain(grid.columns).collect();
        self.hairlines(&lanes, y);
    }

    fn hairlines(&mut self, lanes: &[Lane], y: Abs) {
        let piece =
            |lane: &Lane| [Segment::Move(Point::new(lane.x, y)), Segment::Line(Point::new(lane.right(), y))];
        let width = (self.palette.hairline * self.plan.grid.scale).max(Abs::pt(0.25));
        self.path(outlined(lanes.iter().flat_map(piece).collect(), width, self.palette.rule));
    }

    /// The bar over a subject's column: solid left, segments right.
    pub(super) fn head_bar(&mut self, side: Side, y: Abs, height: Abs) {
        let grid = &self.plan.grid;
        let lane = grid.columns[side.index()];
        let colour = self.palette.side(side);
        self.path(match side {
            Side::Left => filled(rectangle(Rect::new(lane.x, y, lane.width, height)), colour),
            Side::Right => {
                let at = |x: Abs| Point::new(x, y + height / 2.0);
                let dash = vec![grid.pt(6.0), grid.pt(1.2)];
                let segments = vec![Segment::Move(at(lane.x)), Segment::Line(at(lane.right()))];
                let line = outlined(segments, height, colour);
                Path { stroke: line.stroke.map(|stroke| Stroke { dash, ..stroke }), ..line }
            }
        });
    }

    /// A filled or hatched area with an outline: left solid, right hatched, `mirrored` hatches the other way.
    pub(super) fn hatch(&mut self, area: Rect, colour: Colour, mirrored: bool) {
        let grid = &self.plan.grid;
        let (stripe, outline) = (grid.pt(1.35), grid.pt(0.6));
        // The pitch is measured across the stripes, so along an edge it is longer by the square root of two.
        let step = grid.pt(2.4) * std::f64::consts::SQRT_2;
        let (top, bottom, height) = (area.origin.y, area.bottom(), area.size.height);
        let mut segments = Vec::new();
        let mut x = area.origin.x - height + step / 2.0;
        while x < area.right() {
            let (low, high) = if mirrored { (x + height, x) } else { (x, x + height) };
            segments.push(Segment::Move(Point::new(low, bottom)));
            segments.push(Segment::Line(Point::new(high, top)));
            x += step;
        }
        let mut stripes = outlined(segments, stripe, colour);
        stripes.clip = Some(area);
        if area.size.width > Abs::ZERO {
            self.path(stripes);
        }
        self.frame(area, outline, colour);
    }

    /// An outline inside the edges of an area.
    pub(super) fn frame(&mut self, area: Rect, width: Abs, colour: Colour) {
        let half = width / 2.0;
        let inner = Rect::new(
            area.origin.x + half,
            area.origin.y + half,
            (area.size.width - width).max(Abs::ZERO),
            (area.size.height - width).max(Abs::ZERO),
        );
        self.path(outlined(rectangle(inner), width, colour));
    }
}
