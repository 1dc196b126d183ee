//! Sharp corners of outlines, which miters make longer.

use crate::display::Segment;
use crate::geom::Point;

/// Whether an outline with mitered corners looks different under two limits: the miter of some corner lies between them.
pub(super) fn any_between(segments: &[Segment], (one, other): (f64, f64)) -> bool {
    let (low, high) = (one.min(other), one.max(other));
    miters(segments).into_iter().any(|miter| low < miter && miter <= high)
}

/// How long the miter of each corner is, in line widths.
fn miters(segments: &[Segment]) -> Vec<f64> {
    let mut pen = Pen::default();
    for segment in segments {
        match *segment {
            Segment::Move(to) => pen = Pen { start: to, at: to, miters: pen.miters, ..Pen::default() },
            Segment::Line(to) => pen.draw(&[to]),
            Segment::Cubic(a, b, to) => pen.draw(&[a, b, to]),
            Segment::Close => pen.close(),
        }
    }
    pen.miters
}

/// A step to the right and down, one point long.
type Direction = (f64, f64);

/// Where a subpath is.
#[derive(Default)]
struct Pen {
    start: Point,
    at: Point,
    /// How its first segment leaves, and its last arrives.
    first: Option<Direction>,
    last: Option<Direction>,
    miters: Vec<f64>,
}

impl Pen {
    /// Goes on to the last of some points; those before it control a curve.
    fn draw(&mut self, points: &[Point]) {
        let (from, to) = (self.at, *points.last().unwrap_or(&self.at));
        let leaving = points.iter().find_map(|point| direction(from, *point));
        let arriving = points.iter().rev().chain([&from]).find_map(|point| direction(*point, to));
        if let (Some(last), Some(leaving)) = (self.last, leaving) {
            self.miters.push(miter(last, leaving));
        }
        self.at = to;
        self.first = self.first.or(leaving);
        self.last = arriving.or(self.last);
    }

    fn close(&mut self) {
        self.draw(&[self.start]);
        if let (Some(last), Some(first)) = (self.last, self.first) {
            self.miters.push(miter(last, first));
        }
        (self.first, self.last) = (None, None);
    }
}

/// None between points that are one.
fn direction(from: Point, to: Point) -> Option<Direction> {
    let (x, y) = ((to.x - from.x).to_pt(), (to.y - from.y).to_pt());
    let length = x.hypot(y);
    (length > 1e-6).then(|| (x / length, y / length))
}

/// The inverse of the sine of half the angle between the edges (ISO 32000-1, 8.4.3.5).
fn miter(before: Direction, after: Direction) -> f64 {
    let cosine = before.0 * after.0 + before.1 * after.1;
    (2.0 / (1.0 + cosine).max(0.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Abs;

    fn at((x, y): (f64, f64)) -> Point {
        Point::new(Abs::pt(x), Abs::pt(y))
    }

    fn lines(points: &[(f64, f64)]) -> Vec<Segment> {
        let (first, rest) = points.split_first().unwrap();
        let lines = rest.iter().map(|point| Segment::Line(at(*point)));
        std::iter::once(Segment::Move(at(*first))).chain(lines).collect()
    }

    #[test]
    fn miters_are_as_long_as_corners_are_sharp() {
        let square =
            [lines(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]), vec![Segment::Close]].concat();
        let lengths = miters(&square);
        assert!(lengths.len() == 4 && lengths.iter().all(|miter| (miter - 2_f64.sqrt()).abs() < 1e-9));
        // The ends of an open path have none, nor have points that are one.
        let bend = lines(&[(0.0, 0.0), (9.0, 0.0), (9.0, 0.0), (18.0, 0.0)]);
        assert_eq!(miters(&bend), [1.0]);
        // A curve arrives as its last control point has it.
        let curve = Segment::Cubic(at((5.0, 0.0)), at((9.0, 4.0)), at((9.0, 9.0)));
        let path = [lines(&[(0.0, 0.0)]), vec![curve, Segment::Line(at((9.0, 20.0)))]].concat();
        assert_eq!(miters(&path), [1.0]);
        let back = lines(&[(0.0, 0.0), (9.0, 0.0), (0.0, 0.0)]);
        assert_eq!(miters(&back), [f64::INFINITY]);
    }

    #[test]
    fn limits_tell_only_on_corners_between_them() {
        // Half of the angle has a sine of a fifth.
        let spike = lines(&[(-1.0, 24_f64.sqrt()), (0.0, 0.0), (1.0, 24_f64.sqrt())]);
        assert!(any_between(&spike, (4.0, 10.0)) && any_between(&spike, (10.0, 4.0)));
        assert!(!any_between(&spike, (6.0, 10.0)) && !any_between(&spike, (4.0, 4.5)));
    }
}
