//! Glyph outlines as cubic contours on a grid of 1,000 units an em.
//!
//! TrueType outlines are quadratic; a designer's cubic curve became several of them when the font was made. Joined again
//! they take two thirds of the bytes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use kurbo::{CubicBez, ParamCurve as _, Point, QuadBez, Vec2};
use skrifa::instance::Location;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::prelude::{GlyphId, LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _, Tag};

use super::Face;

/// The contours of a glyph; none for a glyph that shows nothing.
pub type Outline = Arc<[Contour]>;

/// Of a face, by glyph: those that were drawn.
pub(super) type Drawn = Mutex<BTreeMap<u16, Outline>>;

/// Draws the glyphs of a face, each of them once.
pub struct Outlines<'f> {
    glyphs: OutlineGlyphCollection<'f>,
    location: Location,
    /// Thousandths of an em in a unit of the font.
    scale: f64,
    drawn: &'f Drawn,
}

impl Face {
    /// Its outlines.
    ///
    /// # Errors
    /// When the file is no font.
    pub fn outlines(&self) -> Result<Outlines<'_>, String> {
        let font = FontRef::from_index(self.data(), self.index()).map_err(|error| error.to_string())?;
        let location = font.axes().location(self.axes().map(|(tag, value)| (Tag::new(&tag), value)));
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        let scale = 1000.0 / f64::from(units);
        Ok(Outlines { glyphs: font.outline_glyphs(), location, scale, drawn: self.drawn() })
    }
}

impl Outlines<'_> {
    /// The outline of a glyph.
    ///
    /// # Errors
    /// When the font cannot be read there.
    pub fn of(&self, glyph: u16) -> Result<Outline, String> {
        let drawn = || self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(outline) = drawn().get(&glyph) {
            return Ok(Arc::clone(outline));
        }
        let outline = Arc::from(self.draw(glyph)?);
        Ok(Arc::clone(drawn().entry(glyph).or_insert(outline)))
    }

    fn draw(&self, glyph: u16) -> Result<Vec<Contour>, String> {
        let mut pen = Pen { scale: self.scale, at: Point::ZERO, curves: Curves::new(), made: Vec::new() };
        if let Some(glyph) = self.glyphs.get(GlyphId::new(u32::from(glyph))) {
            let settings = DrawSettings::unhinted(Size::unscaled(), &self.location);
            glyph.draw(settings, &mut pen).map_err(|error| error.to_string())?;
        }
        pen.made.retain(|contour| !contour.steps.is_empty());
        Ok(pen.made)
    }
}

/// A closed contour: where it starts, and its steps. Points are right of and above the origin of the glyph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contour {
    pub(crate) start: (i32, i32),
    pub(crate) steps: Vec<Step>,
}

/// A line or curve, by the absolute points it runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To its end.
    Line((i32, i32)),
    /// Over its two handles to its end.
    Cubic([(i32, i32); 3]),
}

impl Step {
    const fn points(&self) -> &[(i32, i32)] {
        match self {
            Self::Line(end) => std::slice::from_ref(end),
            Self::Cubic(points) => points,
        }
    }
}

impl Contour {
    /// The points it runs over, handles included.
    pub(crate) fn points(&self) -> impl Iterator<Item = (i32, i32)> {
        std::iter::once(self.start).chain(self.steps.iter().flat_map(Step::points).copied())
    }

    /// The same elsewhere.
    pub(crate) fn moved(mut self, (right, up): (i32, i32)) -> Self {
        let place = |point: &mut (i32, i32)| *point = (point.0 + right, point.1 + up);
        place(&mut self.start);
        for step in &mut self.steps {
            match step {
                Step::Line(end) => place(end),
                Step::Cubic(points) => points.iter_mut().for_each(place),
            }
        }
        self
    }
}

/// Curves are joined if none of their points moves by more than this: a thousandth of the type size.
const TOLERANCE: f64 = 1.0;

/// Few contours have more.
const USUAL_STEPS: usize = 16;

/// More quadratic curves than these never came from one cubic.
const MOST_JOINED: usize = 8;

/// Sine of the angle from which on two curves meet in a corner; less is what rounding to whole units does to short handles.
const CORNER: f64 = 0.5;

/// Curves that follow each other.
type Curves = smallvec::SmallVec<[CubicBez; MOST_JOINED]>;

/// Where a curve was cut: shares of its parameter, its ends included.
type Cuts = smallvec::SmallVec<[f64; MOST_JOINED + 1]>;

struct Pen {
    scale: f64,
    at: Point,
    /// Curves that follow each other and are not yet joined.
    curves: Curves,
    made: Vec<Contour>,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(f64::from(x) * self.scale, f64::from(y) * self.scale)
    }

    fn curve(&mut self, curve: CubicBez) {
        self.curves.push(curve);
        self.at = curve.p3;
    }

    fn step(&mut self, step: Step) {
        if let Some(contour) = self.made.last_mut() {
            contour.steps.push(step);
        }
    }

    /// Joins the curves that wait.
    fn flush(&mut self) {
        let curves = std::mem::take(&mut self.curves);
        let mut rest = curves.as_slice();
        while !rest.is_empty() {
            let most = rest.len().min(MOST_JOINED);
            let joined = (2..=most).rev().find_map(|count| Some((count, joined(&rest[..count])?)));
            let (count, curve) = joined.unwrap_or((1, rest[0]));
            self.step(Step::Cubic([curve.p1, curve.p2, curve.p3].map(rounded)));
            rest = &rest[count..];
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.flush();
        self.at = self.point(x, y);
        self.made.push(Contour { start: rounded(self.at), steps: Vec::with_capacity(USUAL_STEPS) });
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.flush();
        self.at = self.point(x, y);
        self.step(Step::Line(rounded(self.at)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let curve = QuadBez::new(self.at, self.point(cx, cy), self.point(x, y));
        self.curve(curve.raise());
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let curve = CubicBez::new(self.at, self.point(ax, ay), self.point(bx, by), self.point(x, y));
        self.curve(curve);
    }

    fn close(&mut self) {
        self.flush();
    }
}

/// The one cubic that these curves are pieces of, if there is one.
fn joined(curves: &[CubicBez]) -> Option<CubicBez> {
    let (first, last) = (curves.first()?, curves.last()?);
    // Where it was cut: at a cut, the handles to both sides are as long as the pieces (de Casteljau).
    let (mut length, mut total, mut cuts) = (1.0, 1.0, Cuts::from_elem(0.0, 1));
    for pair in curves.windows(2) {
        let (before, after) = (pair[0].p3 - pair[0].p2, pair[1].p1 - pair[1].p0);
        let (came, goes) = (before.hypot(), after.hypot());
        let is_corner = before.cross(after).abs() > came * goes * CORNER;
        if came < 1e-6 || goes < 1e-6 || is_corner {
            return None;
        }
        length *= goes / came;
        cuts.push(total);
        total += length;
    }
    cuts.iter_mut().for_each(|cut| *cut /= total);
    cuts.push(1.0);
    let snapped = |point: Point| Point::new(point.x.round(), point.y.round());
    let whole = CubicBez::new(
        first.p0,
        snapped(first.p0 + (first.p1 - first.p0) / cuts[1]),
        snapped(last.p3 + (last.p2 - last.p3) / (1.0 - cuts[cuts.len() - 2])),
        last.p3,
    );
    let is_near = cuts.windows(2).zip(curves).all(|(cut, curve)| {
        let piece = whole.subsegment(cut[0]..cut[1]);
        let apart = [piece.p0 - curve.p0, piece.p1 - curve.p1, piece.p2 - curve.p2, piece.p3 - curve.p3];
        stays_small(apart)
    });
    is_near.then_some(whole)
}

/// Whether a cubic around the origin stays within the tolerance of it: its ends do, and either its handles do as well or
/// both its halves.
fn stays_small([a, b, c, d]: [Vec2; 4]) -> bool {
    if a.hypot() > TOLERANCE || d.hypot() > TOLERANCE {
        return false;
    }
    if b.hypot() <= TOLERANCE && c.hypot() <= TOLERANCE {
        return true;
    }
    let middle = (a + (b + c) * 3.0 + d) / 8.0;
    let slope = (d + c - b - a) / 8.0;
    stays_small([a, (a + b) / 2.0, middle - slope, middle])
        && stays_small([middle, middle + slope, (c + d) / 2.0, d])
}

#[allow(clippy::cast_possible_truncation, reason = "font units are 16 bits")]
const fn rounded(point: Point) -> (i32, i32) {
    (point.x.round() as i32, point.y.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_cubic_are_joined_and_corners_are_not() {
        let whole = CubicBez::new((0.0, 0.0), (0.0, 55.0), (45.0, 100.0), (100.0, 100.0));
        let pieces = [whole.subsegment(0.0..0.3), whole.subsegment(0.3..0.6), whole.subsegment(0.6..1.0)];
        assert_eq!(joined(&pieces), Some(whole));
        let turned = CubicBez::new((100.0, 100.0), (100.0, 155.0), (145.0, 200.0), (200.0, 200.0));
        assert_eq!(joined(&[whole, turned]), None);
    }
}
