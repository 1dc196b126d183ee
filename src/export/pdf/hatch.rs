//! Hatches: many slanted lines as one line of dashes.

use printpdf::DictItem;

use super::content::{Canvas, number};
use crate::display::{Cap, Path, Segment, Stroke};
use crate::geom::{Abs, Point};

/// Parallel lines from one level to another at even steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hatch {
    /// Where the first line begins.
    start: Point,
    /// How far each line goes to the right and down.
    run: (Abs, Abs),
    step: Abs,
    lines: u32,
}

/// Fewer lines are no hatch.
const FEWEST: usize = 3;
/// What two lengths may differ by.
const SAME: Abs = Abs::pt(1e-6);

/// The hatch that a path is, if it is one.
pub(super) fn hatch(path: &Path) -> Option<Hatch> {
    let stroke = path.stroke.as_ref().filter(|stroke| stroke.dash.is_empty() && stroke.cap == Cap::Butt)?;
    if path.fill.is_some() || stroke.width <= Abs::ZERO {
        return None;
    }
    let line = |pair: &[Segment]| match pair {
        [Segment::Move(from), Segment::Line(to)] => Some((*from, *to)),
        _ => None,
    };
    let lines: Vec<(Point, Point)> = path.segments.chunks(2).map(line).collect::<Option<_>>()?;
    let ([(start, end), (second, _), ..], FEWEST..) = (lines.as_slice(), lines.len()) else { return None };
    let (run, step) = ((end.x - start.x, end.y - start.y), second.x - start.x);
    let is_same = |a: Abs, b: Abs| (a - b).abs() < SAME;
    let is_next = |pair: &[(Point, Point)]| {
        let ((from, _), (next, to)) = (pair[0], pair[1]);
        is_same(next.x - from.x, step)
            && is_same(next.y, from.y)
            && is_same(to.x - next.x, run.0)
            && is_same(to.y - next.y, run.1)
    };
    // Their ends are cut off level: what is longer than the clip, as a hatch is, shows none of them.
    let clip = path.clip?;
    let (low, high) = (start.y.min(end.y), start.y.max(end.y));
    if clip.origin.y < low - SAME || clip.bottom() > high + SAME {
        return None;
    }
    let is_even = run.1.abs() > SAME && step > SAME && lines.windows(2).all(is_next);
    is_even.then(|| Hatch { start: *start, run, step, lines: u32::try_from(lines.len()).unwrap_or(u32::MAX) })
}

impl Canvas<'_> {
    /// One line as thick as the lines are high, in a coordinate system that leans as they do: its dashes are the lines.
    pub(super) fn dashes(&mut self, hatch: Hatch, stroke: &Stroke) {
        let (right, up) = (hatch.run.0.to_pt(), -hatch.run.1.to_pt());
        let [x, y] = self.at(hatch.start);
        self.op("cm", &[1.0, 0.0, right / up, 1.0, x, y]);
        let thick = stroke.width.to_pt() * right.hypot(up) / up.abs();
        let step = hatch.step.to_pt();
        let lengths = [thick, step - thick].map(number);
        self.put("d", vec![DictItem::Array(lengths.into()), DictItem::Int(0)]);
        self.op("w", &[up.abs()]);
        let end = step * f64::from(hatch.lines - 1) + thick / 2.0;
        self.op("m", &[-thick / 2.0, up / 2.0]);
        self.op("l", &[end, up / 2.0]);
        self.op("S", &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Colour;
    use crate::geom::Rect;

    fn lines(starts: &[f64]) -> Path {
        let line = |x: &f64| {
            let at = |x: f64, y: f64| Point::new(Abs::pt(x), Abs::pt(y));
            [Segment::Move(at(*x, 9.0)), Segment::Line(at(x + 9.0, 0.0))]
        };
        let stroke = Stroke::solid(Abs::pt(1.0), Colour::Gray(0));
        let clip = Rect::new(Abs::ZERO, Abs::ZERO, Abs::pt(30.0), Abs::pt(9.0));
        let segments = starts.iter().flat_map(line).collect();
        Path { segments, fill: None, even_odd: false, stroke: Some(stroke), clip: Some(clip) }
    }

    #[test]
    fn only_even_lines_are_a_hatch() {
        let even = hatch(&lines(&[0.0, 3.0, 6.0, 9.0])).unwrap();
        assert_eq!((even.lines, even.step), (4, Abs::pt(3.0)));
        assert_eq!(hatch(&lines(&[0.0, 3.0, 7.0])), None);
        assert_eq!(hatch(&lines(&[0.0, 3.0])), None);
        let taller = Rect::new(Abs::ZERO, Abs::pt(-1.0), Abs::pt(30.0), Abs::pt(10.0));
        assert_eq!(hatch(&Path { clip: Some(taller), ..lines(&[0.0, 3.0, 6.0]) }), None, "its ends are seen");
        assert_eq!(hatch(&Path { clip: None, ..lines(&[0.0, 3.0, 6.0]) }), None);
    }
}
