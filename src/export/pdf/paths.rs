//! Lines and areas as path operators (ISO 32000-1, 8.5).

use printpdf::DictItem;

use super::content::{Canvas, hundredths, number, of_hundredths, plain};
use crate::display::{Path, Segment, Stroke};
use crate::geom::{Abs, Point};

/// Paths of more segments get an origin of their own.
const MANY: usize = 12;

impl Canvas<'_> {
    pub(super) fn path(&mut self, path: &Path) {
        self.end_text();
        if let Some(colour) = path.fill {
            self.fill(colour);
        }
        if let Some(stroke) = &path.stroke {
            self.stroke(stroke);
        }
        let page = (self.left, self.top);
        let unit = grid(path);
        let has_own_origin = path.clip.is_some()
            || path.segments.len() > MANY
            || path.segments.iter().any(|segment| matches!(segment, Segment::Cubic(..)));
        if has_own_origin {
            self.save();
            self.own_origin(path, unit.unwrap_or(Abs::pt(1.0)));
        }
        if let Some(clip) = path.clip {
            self.rectangle(clip.origin, Point::new(clip.right(), clip.bottom()));
            self.op("W", &[]);
            self.op("n", &[]);
        }
        match unit {
            Some(unit) => self.cells(&path.segments, unit),
            None => self.segments(&path.segments),
        }
        let paint = match (path.fill.is_some(), path.stroke.is_some(), path.even_odd) {
            (true, true, false) => "B",
            (true, true, true) => "B*",
            (true, false, false) => "f",
            (true, false, true) => "f*",
            (false, true, _) => "S",
            (false, false, _) => "n",
        };
        self.op(paint, &[]);
        if has_own_origin {
            self.restore();
            (self.left, self.top) = page;
        }
    }

    /// Sets what differs from the last stroke.
    fn stroke(&mut self, stroke: &Stroke) {
        let last = std::mem::replace(&mut self.state.stroke, stroke.clone());
        if plain(last.colour) != plain(stroke.colour) {
            self.colour(stroke.colour, ("RG", "G"));
        }
        if last.width != stroke.width {
            self.op("w", &[stroke.width.to_pt()]);
        }
        if last.cap != stroke.cap {
            self.op("J", &[f64::from(stroke.cap as u8)]);
        }
        if last.join != stroke.join {
            self.op("j", &[f64::from(stroke.join as u8)]);
        }
        if last.dash != stroke.dash {
            let lengths = stroke.dash.iter().map(|length| number(length.to_pt()));
            self.put("d", vec![DictItem::Array(lengths.collect()), DictItem::Int(0)]);
        }
    }

    /// Moves the origin to the start of a path (or the corner of its clip), so that equal shapes have equal bytes, which
    /// deflate to nearly nothing.
    fn own_origin(&mut self, path: &Path, unit: Abs) {
        let start = match (path.clip, path.segments.first()) {
            (Some(clip), _) => Point::new(clip.origin.x, clip.bottom()),
            (None, Some(Segment::Move(start))) => *start,
            _ => return,
        };
        let [x, y] = self.at(start);
        let scale = number(unit.to_pt());
        let value = [scale.clone(), DictItem::Int(0), DictItem::Int(0), scale];
        self.put("cm", value.into_iter().chain([x, y].map(|edge| of_hundredths(hundredths(edge)))).collect());
        (self.left, self.top) = (Abs::ZERO - start.x, start.y);
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

    /// Rectangles on a grid, in its units.
    fn cells(&mut self, segments: &[Segment], unit: Abs) {
        for (corner, opposite) in segments.chunks(5).filter_map(leading_rectangle) {
            let ([x, y], [right, top]) = (self.at(corner), self.at(opposite));
            let units = [x, y, right - x, top - y].map(|edge| (edge / unit.to_pt()).round());
            self.op("re", &units);
        }
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
fn leading_rectangle(segments: &[Segment]) -> Option<(Point, Point)> {
    let [Segment::Move(a), Segment::Line(b), Segment::Line(c), Segment::Line(d), Segment::Close, ..] =
        segments
    else {
        return None;
    };
    let is_rectangle = (a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x)
        || (a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y);
    is_rectangle.then_some((*a, *c))
}

/// The unit of a filled path of many rectangles, all one unit high and on a grid of it: a QR code.
fn grid(path: &Path) -> Option<Abs> {
    if path.segments.len() <= 5 * MANY || path.stroke.is_some() || path.clip.is_some() {
        return None;
    }
    let rectangles: Option<Vec<_>> = path.segments.chunks(5).map(leading_rectangle).collect();
    let rectangles = rectangles?;
    let (first, opposite) = *rectangles.first()?;
    let unit = (opposite.y - first.y).abs();
    let is_whole = |length: Abs| {
        let units = length / unit;
        (units - units.round()).abs() < 1e-6
    };
    let on_grid = rectangles.iter().all(|(corner, opposite)| {
        [corner, opposite].iter().all(|at| is_whole(at.x - first.x) && is_whole(at.y - first.y))
            && ((opposite.y - corner.y).abs() - unit).abs() < Abs::pt(1e-6)
    });
    (unit > Abs::ZERO && on_grid).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Colour;
    use crate::geom::Rect;

    fn cells(places: &[(f64, f64)]) -> Path {
        let rectangle = |(x, y): &(f64, f64)| {
            let area = Rect::new(Abs::pt(x * 1.5), Abs::pt(y * 1.5), Abs::pt(1.5), Abs::pt(1.5));
            let at = |x: Abs, y: Abs| Point::new(x, y);
            [
                Segment::Move(at(area.origin.x, area.origin.y)),
                Segment::Line(at(area.right(), area.origin.y)),
                Segment::Line(at(area.right(), area.bottom())),
                Segment::Line(at(area.origin.x, area.bottom())),
                Segment::Close,
            ]
        };
        let segments = places.iter().flat_map(rectangle).collect();
        Path { segments, fill: Some(Colour::Gray(0)), even_odd: false, stroke: None, clip: None }
    }

    #[test]
    fn only_cells_of_one_grid_are_written_in_its_units() {
        let mut places: Vec<(f64, f64)> = (0..20).map(|place| (f64::from(place), 3.0)).collect();
        assert_eq!(grid(&cells(&places)), Some(Abs::pt(1.5)));
        places[7].0 += 0.5;
        assert_eq!(grid(&cells(&places)), None);
    }
}
