//! Lines and areas as path operators (ISO 32000-1, 8.5).

use printpdf::DictItem;

use super::content::{Canvas, hundredths, number, of_hundredths, plain};
use super::forms::Cells;
use super::hatch::hatch;
use crate::display::{Colour, Join, Path, Segment, Stroke};
use crate::geom::{Abs, Point, Rect};

/// Paths of more segments get an origin of their own.
const MANY: usize = 3;

impl Canvas<'_> {
    pub(super) fn path(&mut self, path: &Path) {
        self.end_text();
        if let Some(colour) = path.fill {
            self.fill(colour);
        }
        if let Some(cells) = Cells::of(path) {
            return self.cells(&cells);
        }
        if let (Some(hatch), Some(stroke), Some(clip)) = (hatch(path), &path.stroke, path.clip) {
            self.stroke_colour(stroke.colour);
            self.save();
            self.clip(clip);
            self.dashes(hatch, stroke);
            return self.restore();
        }
        if let Some(stroke) = &path.stroke {
            self.stroke(stroke);
        }
        let page = (self.left, self.top);
        let origin = own_origin(path);
        if let Some(origin) = origin {
            self.save();
            let [x, y] = self.at(origin);
            let place = [x, y].map(|edge| of_hundredths(hundredths(edge)));
            let unchanged = [1, 0, 0, 1].map(DictItem::Int);
            self.put("cm", unchanged.into_iter().chain(place).collect());
            (self.left, self.top) = (Abs::ZERO - origin.x, origin.y);
        }
        if let Some(clip) = path.clip {
            self.clip(clip);
        }
        self.segments(&path.segments);
        let paint = match (path.fill.is_some(), path.stroke.is_some(), path.even_odd) {
            (true, true, false) => "B",
            (true, true, true) => "B*",
            (true, false, false) => "f",
            (true, false, true) => "f*",
            (false, true, _) => "S",
            (false, false, _) => "n",
        };
        self.op(paint, &[]);
        if origin.is_some() {
            self.restore();
            (self.left, self.top) = page;
        }
    }

    fn clip(&mut self, area: Rect) {
        self.rectangle(area.origin, Point::new(area.right(), area.bottom()));
        self.op("W", &[]);
        self.op("n", &[]);
    }

    fn stroke_colour(&mut self, colour: Colour) {
        let last = std::mem::replace(&mut self.state.stroke.colour, colour);
        if plain(last) != plain(colour) {
            self.colour(colour, ("RG", "G"));
        }
    }

    /// Sets what differs from the last stroke.
    fn stroke(&mut self, stroke: &Stroke) {
        self.stroke_colour(stroke.colour);
        let last = std::mem::replace(&mut self.state.stroke, stroke.clone());
        self.miter_limit(last.miter_limit);
        if last.width != stroke.width {
            self.op("w", &[stroke.width.to_pt()]);
        }
        if last.cap != stroke.cap {
            self.op("J", &[f64::from(stroke.cap as u8)]);
        }
        if last.join != stroke.join {
            self.op("j", &[f64::from(stroke.join as u8)]);
        }
        if (&last.dash, last.phase) != (&stroke.dash, stroke.phase) {
            let lengths = stroke.dash.iter().map(|length| number(length.to_pt()));
            self.put("d", vec![DictItem::Array(lengths.collect()), number(stroke.phase.to_pt())]);
        }
    }

    /// Sets the limit of miters, if it is not as it was; where there are none, it stays.
    fn miter_limit(&mut self, last: f64) {
        let stroke = &mut self.state.stroke;
        if stroke.join != Join::Miter {
            stroke.miter_limit = last;
        } else if stroke.miter_limit != last {
            let limit = stroke.miter_limit;
            self.op("M", &[limit]);
        }
    }

    /// Rectangles among the segments take one operator each.
    fn segments(&mut self, mut segments: &[Segment]) {
        while let Some((first, rest)) = segments.split_first() {
            if let Some((corner, opposite)) = leading_rectangle(segments) {
                self.rectangle(corner, opposite);
                segments = &segments[5..];
            } else {
                self.segment(*first);
                segments = rest;
            }
        }
    }

    fn rectangle(&mut self, corner: Point, opposite: Point) {
        let ([x, y], [right, top]) = (self.at(corner), self.at(opposite));
        // Corners are rounded rather than sizes, so that neighbours meet.
        let [x, y, right, top] = [x, y, right, top].map(hundredths);
        self.put("re", [x, y, right - x, top - y].map(of_hundredths).to_vec());
    }

    fn segment(&mut self, segment: Segment) {
        let (key, points) = match segment {
            Segment::Move(p) => ("m", vec![p]),
            Segment::Line(p) => ("l", vec![p]),
            Segment::Cubic(a, b, p) => ("c", vec![a, b, p]),
            Segment::Close => ("h", Vec::new()),
        };
        let edges = points.into_iter().flat_map(|point| self.at(point));
        let operands = edges.map(|edge| of_hundredths(hundredths(edge))).collect();
        self.put(key, operands);
    }
}

/// Two opposite corners, if the segments begin with four edges along the axes.
pub(super) fn leading_rectangle(segments: &[Segment]) -> Option<(Point, Point)> {
    let [Segment::Move(a), Segment::Line(b), Segment::Line(c), Segment::Line(d), Segment::Close, ..] =
        segments
    else {
        return None;
    };
    let is_rectangle = (a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x)
        || (a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y);
    is_rectangle.then_some((*a, *c))
}

/// Where the coordinates of a path begin, if not in the corner of the page: equal shapes then have equal bytes, which
/// deflate to nearly nothing.
fn own_origin(path: &Path) -> Option<Point> {
    if let Some(clip) = path.clip {
        return Some(Point::new(clip.origin.x, clip.bottom()));
    }
    let Some(Segment::Move(start)) = path.segments.first() else { return None };
    // The pieces of a rule are alike from left to right, wherever they stand.
    if path.segments.len() > 2 && path.segments.iter().all(|segment| is_level(*segment, start.y)) {
        return Some(Point::new(Abs::ZERO, start.y));
    }
    let is_round = path.segments.iter().any(|segment| matches!(segment, Segment::Cubic(..)));
    let is_shape = path.segments.len() > MANY && leading_rectangle(&path.segments).is_none();
    (is_shape || is_round).then_some(*start)
}

fn is_level(segment: Segment, y: Abs) -> bool {
    matches!(segment, Segment::Move(at) | Segment::Line(at) if at.y == y)
}
