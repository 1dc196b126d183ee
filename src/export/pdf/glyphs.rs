//! Glyph runs as text operators (ISO 32000-1, 9.4).

use printpdf::{DictItem, Op, PdfFontHandle, Pt};

use super::clusters::{Spelled, spelled};
use super::content::{Canvas, Pen, hundredths, number, of_hundredths};
use super::fonts::resource;
use crate::display::GlyphRun;
use crate::geom::Point;

impl<'a> Canvas<'a> {
    pub(super) fn glyphs(&mut self, run: &'a GlyphRun) {
        if run.glyphs.is_empty() {
            return;
        }
        self.fill(run.colour);
        self.begin_text();
        let font = (run.face, run.size);
        if self.state.font != Some(font) {
            self.state.font = Some(font);
            #[allow(clippy::cast_possible_truncation, reason = "a type size, in thousandths")]
            let size = Pt(((run.size.to_pt() * 1000.0).round() / 1000.0) as f32);
            self.push(Op::SetFont { font: PdfFontHandle::External(resource(run.face)), size });
        }
        let mut glyphs = std::mem::take(&mut self.spelled);
        glyphs.clear();
        glyphs.extend(spelled(run));
        let mut pen = run.origin.x;
        let mut start = 0;
        for (index, glyph) in glyphs.iter().enumerate() {
            let (dx, dy) = glyph.offset();
            let is_moved = dx.get() != 0.0 || dy.get() != 0.0;
            if is_moved {
                self.show(run, &glyphs[start..index], Point::new(pen, run.origin.y));
                let before = glyphs[start..index].iter().map(Spelled::advance);
                pen += before.sum::<crate::geom::Em>().at(run.size);
                let moved = Point::new(pen + dx.at(run.size), run.origin.y - dy.at(run.size));
                self.show(run, &glyphs[index..=index], moved);
                pen += glyph.advance().at(run.size);
                start = index + 1;
            }
        }
        self.show(run, &glyphs[start..], Point::new(pen, run.origin.y));
        self.spelled = glyphs;
    }

    /// Shows some glyphs of a run from a point; what differs from the widths in the file is an adjustment.
    fn show(&mut self, run: &GlyphRun, glyphs: &[Spelled<'_>], origin: Point) {
        let Some(subset) = self.subsets.face(run.face).filter(|_| !glyphs.is_empty()) else { return };
        let mut pen = self.begin_text();
        let size = run.size.to_pt();
        let mut text = Adjusted::new(size, glyphs.len());
        // Adjustments are rounded; the rest is carried on.
        let mut carry = self.move_to(&mut pen, origin, size);
        for glyph in glyphs {
            // Nobody sees where a space stands: what comes after it is put right.
            if !glyph.is_space() {
                text.adjust(&mut carry);
            }
            let used = subset.glyph(glyph);
            text.show(used.code, self.subsets.is_wide());
            carry += f64::from(used.advance) - glyph.advance().get() * 1000.0;
            pen.x += f64::from(used.advance) / 1000.0 * size;
        }
        pen.x -= text.moved / 1000.0 * size;
        self.pen = Some(pen);
        text.operator(self);
    }

    /// Brings the pen to a point. Text that goes on in its line needs no new position: the way there (in thousandths of
    /// the type size, to the left) is returned, and a raised number is a rise.
    fn move_to(&mut self, pen: &mut Pen, origin: Point, size: f64) -> f64 {
        let [x, y] = self.at(origin);
        let rise = hundredths(y) - pen.line.1;
        let goes_on = (x - pen.x).abs() < size && rise.abs() < hundredths(size / 2.0);
        let rise = if goes_on { rise } else { 0 };
        if self.state.rise != rise {
            self.state.rise = rise;
            self.put("Ts", vec![of_hundredths(rise)]);
        }
        if goes_on {
            return (pen.x - x) / size * 1000.0;
        }
        let line = (hundredths(x), hundredths(y));
        self.put("Td", vec![of_hundredths(line.0 - pen.line.0), of_hundredths(line.1 - pen.line.1)]);
        *pen = Pen { line, x };
        0.0
    }
}

/// What adjustments are multiples of, in points: half of it, which is the most that a glyph stands off its place, is a third of
/// a printer's dot.
const FINEST: f64 = 0.08;

/// Strings and adjustments of one `TJ`.
struct Adjusted {
    /// What adjustments are whole multiples of, in thousandths of the type size.
    step: f64,
    parts: Vec<DictItem>,
    open: Vec<u8>,
    /// Sum of the adjustments.
    moved: f64,
}

impl Adjusted {
    /// For so many glyphs of a size in points.
    fn new(size: f64, glyphs: usize) -> Self {
        let step = (FINEST / size * 1000.0).round().max(1.0);
        // Every sixth glyph or so is adjusted.
        Self {
            step,
            parts: Vec::with_capacity(glyphs / 3 + 1),
            open: Vec::with_capacity(2 * glyphs),
            moved: 0.0,
        }
    }

    /// Adds the whole steps of an adjustment and leaves the rest.
    fn adjust(&mut self, wanted: &mut f64) {
        let adjustment = (*wanted / self.step).round() * self.step;
        if adjustment != 0.0 {
            self.close();
            self.parts.push(number(adjustment));
            *wanted -= adjustment;
            self.moved += adjustment;
        }
    }

    fn show(&mut self, code: u16, is_wide: bool) {
        let [high, low] = code.to_be_bytes();
        if is_wide {
            self.open.push(high);
        }
        self.open.push(low);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.parts.push(DictItem::String { data: self.open.clone(), literal: true });
            self.open.clear();
        }
    }

    fn operator(mut self, canvas: &mut Canvas<'_>) {
        self.close();
        if let [DictItem::String { .. }] = self.parts.as_slice() {
            canvas.put("Tj", self.parts);
        } else {
            canvas.put("TJ", vec![DictItem::Array(self.parts)]);
        }
    }
}
