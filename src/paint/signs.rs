//! Marks, verdicts and callout signs, drawn as paths. They are artifacts: the words beside them say the same.

use super::Painter;
use super::shapes::{circle, filled, outlined};
use crate::compose::Sign;
use crate::display::{Cap, Colour, Join, Path, Segment, Stroke};
use crate::geom::{Abs, Point};

/// A box that signs are designed in: units from its top left corner.
#[derive(Clone, Copy)]
struct Frame {
    origin: Point,
    unit: Abs,
}

impl Frame {
    fn at(self, x: f64, y: f64) -> Point {
        Point::new(self.origin.x + self.unit * x, self.origin.y + self.unit * y)
    }

    fn polygon(self, corners: &[(f64, f64)]) -> Vec<Segment> {
        let mut segments: Vec<Segment> = corners
            .iter()
            .enumerate()
            .map(|(place, (x, y))| {
                let point = self.at(*x, *y);
                if place == 0 { Segment::Move(point) } else { Segment::Line(point) }
            })
            .collect();
        segments.push(Segment::Close);
        segments
    }

    fn line(self, from: (f64, f64), to: (f64, f64)) -> [Segment; 2] {
        [Segment::Move(self.at(from.0, from.1)), Segment::Line(self.at(to.0, to.1))]
    }
}

impl Painter<'_> {
    /// Draws a sign on a baseline, `width` wide.
    pub(super) fn sign(&mut self, sign: Sign, at: Point, width: Abs, colour: Colour) {
        match sign {
            Sign::Gap => {}
            Sign::Volatile | Sign::New | Sign::Disputed => self.mark(sign, at, width, colour),
            Sign::Gotcha | Sign::Tip | Sign::Note | Sign::Cost => self.callout_sign(sign, at, width),
            Sign::Yes | Sign::No | Sign::Partly | Sign::Better | Sign::Worse => self.verdict(sign, at, width),
        }
    }

    /// A mark: a box of 10 × 12 units, its foot a little under the baseline.
    fn mark(&mut self, sign: Sign, at: Point, width: Abs, colour: Colour) {
        let unit = width / 10.0;
        let frame = Frame { origin: Point::new(at.x, at.y - unit * 11.4), unit };
        match sign {
            Sign::Volatile => {
                let mut lines = Vec::new();
                lines.extend(frame.line((1.0, 0.6), (9.0, 0.6)));
                lines.extend(frame.line((1.0, 11.4), (9.0, 11.4)));
                lines.extend(frame.polygon(&[(1.8, 0.8), (5.0, 6.0), (8.2, 0.8)]));
                lines.extend(frame.polygon(&[(5.0, 6.0), (8.2, 11.2), (1.8, 11.2)]));
                self.path(outlined(lines, unit * 1.2, colour));
                self.path(filled(frame.polygon(&[(2.7, 11.0), (5.0, 7.6), (7.3, 11.0)]), colour));
            }
            Sign::New => self.path(filled(frame.polygon(&[(5.0, 1.6), (9.6, 10.6), (0.4, 10.6)]), colour)),
            _ => {
                let mut lines = Vec::new();
                lines.extend(frame.line((1.0, 4.5), (9.0, 4.5)));
                lines.extend(frame.line((1.0, 8.1), (9.0, 8.1)));
                lines.extend(frame.line((7.3, 1.6), (2.7, 11.0)));
                self.path(outlined(lines, unit * 1.2, colour));
            }
        }
    }

    /// A callout's sign: 7.8 high, in ink.
    fn callout_sign(&mut self, sign: Sign, at: Point, width: Abs) {
        let (ink, paper) = (self.palette.ink, self.palette.paper);
        // A box of 12 × 12 units, standing 0.9 under the baseline.
        let unit = width / 12.0;
        let frame = Frame { origin: Point::new(at.x, at.y - unit * 10.6), unit };
        if sign == Sign::Gotcha {
            let mut triangle = filled(frame.polygon(&[(6.0, 1.2), (11.2, 10.4), (0.8, 10.4)]), ink);
            triangle.stroke = Some(round(unit, ink));
            self.path(triangle);
            let stroke = frame.line((6.0, 4.4), (6.0, 7.2)).to_vec();
            self.path(Path { stroke: Some(round(unit * 1.3, paper)), ..outlined(stroke, unit, paper) });
            self.path(filled(circle(frame.at(6.0, 9.1), unit * 0.75), paper));
            return;
        }
        self.path(outlined(circle(frame.at(6.0, 6.0), unit * 5.2), unit * (12.0 / 7.8), ink));
        let mut lines = Vec::new();
        match sign {
            Sign::Tip => {
                lines.extend(frame.line((6.0, 3.6), (6.0, 8.4)));
                lines.extend(frame.line((3.6, 6.0), (8.4, 6.0)));
            }
            Sign::Note => {
                lines.extend(frame.line((6.0, 5.4), (6.0, 8.8)));
                self.path(filled(circle(frame.at(6.0, 3.7), unit * 0.85), ink));
            }
            _ => {
                lines.push(Segment::Move(frame.at(8.0, 4.4)));
                lines.push(Segment::Cubic(frame.at(7.4, 3.0), frame.at(3.9, 3.0), frame.at(4.1, 4.7)));
                lines.push(Segment::Cubic(frame.at(4.3, 6.4), frame.at(7.9, 5.6), frame.at(8.0, 7.3)));
                lines.push(Segment::Cubic(frame.at(8.1, 9.0), frame.at(4.5, 9.0), frame.at(4.0, 7.6)));
                lines.extend(frame.line((6.0, 2.4), (6.0, 9.6)));
            }
        }
        self.path(outlined(lines, unit * 1.3, ink));
    }

    /// A verdict's sign: 6 high on the baseline, in ink.
    fn verdict(&mut self, sign: Sign, at: Point, width: Abs) {
        let ink = self.palette.ink;
        let unit = width / 12.0;
        let frame = Frame { origin: Point::new(at.x, at.y - unit * 12.0), unit };
        let centre = frame.at(6.0, 6.0);
        match sign {
            Sign::Yes => self.path(filled(circle(centre, unit * 6.0), ink)),
            Sign::No => self.path(outlined(circle(centre, unit * 5.2), unit * 1.6, ink)),
            Sign::Partly => {
                self.path(outlined(circle(centre, unit * 5.2), unit * 1.6, ink));
                let mut half = circle(centre, unit * 5.2);
                // The left half: from the bottom of the circle through the left to its top.
                half.truncate(4);
                half[0] = Segment::Move(frame.at(6.0, 11.2));
                half.remove(1);
                half.push(Segment::Close);
                self.path(filled(half, ink));
            }
            Sign::Better => self.path(filled(frame.polygon(&[(6.0, 0.8), (11.8, 11.2), (0.2, 11.2)]), ink)),
            _ => self.path(filled(frame.polygon(&[(6.0, 11.2), (11.8, 0.8), (0.2, 0.8)]), ink)),
        }
    }
}

fn round(width: Abs, colour: Colour) -> Stroke {
    Stroke { cap: Cap::Round, join: Join::Round, ..Stroke::solid(width, colour) }
}
