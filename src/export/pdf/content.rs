//! Items → page operators. The only place that turns the page upside down.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use printpdf::{Codepoint, DictItem, Op, PdfFontHandle, Pt, TextItem, TextMatrix};
use std::collections::BTreeMap;

use super::fonts::{Subsets, resource};
use super::tags::{Tree, standard_name};
use super::{ExportError, dictionary, outside};
use crate::display::{
    Cap, Colour, Content, GlyphRun, Image, Join, Page, Path, Pixels, Segment, Stroke, TagId,
};
use crate::geom::{Abs, Point};

/// The operators of a page.
pub(super) fn page(page: &Page, index: usize, subsets: &Subsets<'_>, tree: &mut Tree<'_>) -> Vec<Op> {
    let outside = outside(page);
    let mut canvas = Canvas {
        ops: Vec::new(),
        subsets,
        left: outside,
        top: page.size.height + outside,
        state: State::default(),
        in_text: false,
        page: index,
        images: 0,
    };
    let mut open: Option<Option<TagId>> = None;
    for item in &page.items {
        if open != Some(item.tag) {
            canvas.end_text();
            if open.is_some() {
                canvas.ops.push(Op::EndMarkedContent);
            }
            canvas.begin(item.tag, tree);
            open = Some(item.tag);
        }
        canvas.content(&item.content);
    }
    canvas.end_text();
    if open.is_some() {
        canvas.ops.push(Op::EndMarkedContent);
    }
    if page.crop_marks {
        canvas.crop_marks(page);
    }
    canvas.ops
}

/// What was set last; nothing is set twice.
#[derive(Debug, Clone, Default, PartialEq)]
struct State {
    fill: Option<Colour>,
    stroke: Option<Stroke>,
}

struct Canvas<'a> {
    ops: Vec<Op>,
    subsets: &'a Subsets<'a>,
    /// From the left edge of the media to that of the page.
    left: Abs,
    /// From the bottom edge of the media to the top of the page.
    top: Abs,
    state: State,
    in_text: bool,
    page: usize,
    images: usize,
}

impl Canvas<'_> {
    fn begin(&mut self, tag: Option<TagId>, tree: &mut Tree<'_>) {
        match tag {
            None => self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
            Some(tag) => {
                let mcid = tree.content(tag, self.page);
                let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(mcid))]);
                let tag = standard_name(tree.role(tag));
                let properties = DictItem::Dict { map };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag, properties });
            }
        }
    }

    fn content(&mut self, content: &Content) {
        match content {
            Content::Glyphs(run) => self.glyphs(run),
            Content::Path(path) => self.path(path),
            Content::Image(image) => self.image(image),
        }
    }

    fn op(&mut self, key: &str, operands: &[f64]) {
        let value = operands.iter().map(|operand| number(*operand)).collect();
        self.ops.push(Op::Unknown { key: key.to_owned(), value });
    }

    fn at(&self, point: Point) -> [f64; 2] {
        [(point.x + self.left).to_pt(), (self.top - point.y).to_pt()]
    }

    fn end_text(&mut self) {
        if self.in_text {
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    fn glyphs(&mut self, run: &GlyphRun) {
        if run.glyphs.is_empty() {
            return;
        }
        self.fill(run.colour);
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
        self.ops.push(Op::SetFont {
            font: PdfFontHandle::External(resource(run.face)),
            size: Pt(single(run.size.to_pt())),
        });
        let mut pen = run.origin.x;
        let mut start = 0;
        for (index, glyph) in run.glyphs.iter().enumerate() {
            let (dx, dy) = glyph.offset;
            let is_moved = dx.get() != 0.0 || dy.get() != 0.0;
            if is_moved {
                self.show(run, start..index, Point::new(pen, run.origin.y));
                pen += advance(run, start..index);
                let moved = Point::new(pen + dx.at(run.size), run.origin.y - dy.at(run.size));
                self.show(run, index..index + 1, moved);
                pen += glyph.advance.at(run.size);
                start = index + 1;
            }
        }
        self.show(run, start..run.glyphs.len(), Point::new(pen, run.origin.y));
    }

    /// Shows some glyphs of a run from a point; what differs from the widths in the file is an adjustment.
    fn show(&mut self, run: &GlyphRun, range: std::ops::Range<usize>, origin: Point) {
        if range.is_empty() {
            return;
        }
        let [x, y] = self.at(origin);
        let matrix = TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, single(x), single(y)]);
        self.ops.push(Op::SetTextMatrix { matrix });
        let mut carry = 0.0;
        let last = range.end - 1;
        let codes = range.map(|index| {
            let glyph = &run.glyphs[index];
            let id = self.subsets.glyph(run.face, glyph.id);
            let wanted = (self.subsets.advance(run.face, id) - glyph.advance).get() * 1000.0 + carry;
            let adjustment = if index == last { 0.0 } else { (wanted * 10.0).round() / 10.0 };
            carry = wanted - adjustment;
            Codepoint { gid: id, offset: single(adjustment), cid: None }
        });
        let items = vec![TextItem::GlyphIds(codes.collect())];
        self.ops.push(Op::ShowText { items });
    }

    fn fill(&mut self, colour: Colour) {
        if self.state.fill != Some(colour) {
            self.state.fill = Some(colour);
            self.colour(colour, ("rg", "g"));
        }
    }

    fn colour(&mut self, colour: Colour, (rgb, gray): (&str, &str)) {
        let share = |value: u8| f64::from(value) / 255.0;
        match colour {
            Colour::Rgb(r, g, b) => self.op(rgb, &[share(r), share(g), share(b)]),
            Colour::Gray(value) => self.op(gray, &[share(value)]),
        }
    }

    fn stroke(&mut self, stroke: &Stroke) {
        if self.state.stroke.as_ref() == Some(stroke) {
            return;
        }
        self.colour(stroke.colour, ("RG", "G"));
        self.op("w", &[stroke.width.to_pt()]);
        self.op("J", &[f64::from(stroke.cap as u8)]);
        self.op("j", &[f64::from(stroke.join as u8)]);
        let dash = DictItem::Array(stroke.dash.iter().map(|length| number(length.to_pt())).collect());
        self.ops.push(Op::Unknown { key: "d".to_owned(), value: vec![dash, DictItem::Int(0)] });
        self.state.stroke = Some(stroke.clone());
    }

    fn path(&mut self, path: &Path) {
        self.end_text();
        let saved = path.clip.map(|clip| {
            self.ops.push(Op::SaveGraphicsState);
            let [x, y] = self.at(Point::new(clip.origin.x, clip.bottom()));
            self.op("re", &[x, y, clip.size.width.to_pt(), clip.size.height.to_pt()]);
            self.op("W", &[]);
            self.op("n", &[]);
            self.state.clone()
        });
        if let Some(colour) = path.fill {
            self.fill(colour);
        }
        if let Some(stroke) = &path.stroke {
            self.stroke(stroke);
        }
        for segment in &path.segments {
            self.segment(*segment);
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
        if let Some(state) = saved {
            self.ops.push(Op::RestoreGraphicsState);
            self.state = state;
        }
    }

    fn segment(&mut self, segment: Segment) {
        match segment {
            Segment::Move(p) => self.op("m", &self.at(p)),
            Segment::Line(p) => self.op("l", &self.at(p)),
            Segment::Cubic(a, b, p) => {
                let ([ax, ay], [bx, by], [px, py]) = (self.at(a), self.at(b), self.at(p));
                self.op("c", &[ax, ay, bx, by, px, py]);
            }
            Segment::Close => self.op("h", &[]),
        }
    }

    fn image(&mut self, image: &Image) {
        self.end_text();
        let [x, y] = self.at(Point::new(image.area.origin.x, image.area.bottom()));
        self.ops.push(Op::SaveGraphicsState);
        self.op("cm", &[image.area.size.width.to_pt(), 0.0, 0.0, image.area.size.height.to_pt(), x, y]);
        let name = image_name(self.page, self.images);
        self.ops.push(Op::Unknown { key: "Do".to_owned(), value: vec![DictItem::Name(name.into_bytes())] });
        self.ops.push(Op::RestoreGraphicsState);
        self.images += 1;
    }

    /// Marks of 5 mm at the corners, outside the bleed.
    fn crop_marks(&mut self, page: &Page) {
        self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
        let (near, far) = (page.bleed + Abs::mm(1.0), page.bleed + Abs::mm(6.0));
        let (width, height) = (page.size.width, page.size.height);
        let colour = if page.items.iter().any(|item| is_rgb(&item.content)) {
            Colour::Rgb(0, 0, 0)
        } else {
            Colour::Gray(0)
        };
        let stroke =
            Stroke { width: Abs::pt(0.25), colour, dash: Vec::new(), cap: Cap::Butt, join: Join::Miter };
        let mut segments = Vec::new();
        for (x, out) in [(Abs::ZERO, -1.0), (width, 1.0)] {
            for (y, down) in [(Abs::ZERO, -1.0), (height, 1.0)] {
                segments.push(Segment::Move(Point::new(x + near * out, y)));
                segments.push(Segment::Line(Point::new(x + far * out, y)));
                segments.push(Segment::Move(Point::new(x, y + near * down)));
                segments.push(Segment::Line(Point::new(x, y + far * down)));
            }
        }
        self.path(&Path { segments, fill: None, even_odd: false, stroke: Some(stroke), clip: None });
        self.ops.push(Op::EndMarkedContent);
    }
}

fn is_rgb(content: &Content) -> bool {
    matches!(content, Content::Glyphs(GlyphRun { colour: Colour::Rgb(..), .. }))
}

fn advance(run: &GlyphRun, range: std::ops::Range<usize>) -> Abs {
    run.glyphs[range].iter().map(|glyph| glyph.advance).sum::<crate::geom::Em>().at(run.size)
}

fn number(value: f64) -> DictItem {
    let rounded = (value * 1000.0).round() / 1000.0;
    #[allow(clippy::cast_possible_truncation, reason = "a whole number of points")]
    if rounded.fract() == 0.0 { DictItem::Int(rounded as i64) } else { DictItem::Real(single(rounded)) }
}

/// Single precision, which is what readers keep, rounded to a thousandth.
#[allow(
    clippy::cast_possible_truncation,
    reason = "page coordinates; PDF numbers are single precision anyway"
)]
fn single(value: f64) -> f32 {
    ((value * 1000.0).round() / 1000.0) as f32
}

fn image_name(page: usize, index: usize) -> String {
    format!("I{page}x{index}")
}

/// Adds the bitmaps of all pages to the pages' resources.
pub(super) fn images(
    document: &mut Document,
    book: &crate::display::Book,
    pages: &[ObjectId],
) -> Result<(), ExportError> {
    for (index, (page, id)) in book.pages.iter().zip(pages).enumerate() {
        let bitmaps = page
            .items
            .iter()
            .filter_map(|item| if let Content::Image(image) = &item.content { Some(image) } else { None });
        let mut names = Dictionary::new();
        for (place, image) in bitmaps.enumerate() {
            names.set(image_name(index, place), Object::Reference(image_object(document, &image.pixels)));
        }
        let resources = dictionary(document, *id)?.get(b"Resources").and_then(Object::as_reference);
        let resources = resources.map_err(|error| ExportError(error.to_string()))?;
        let resources = dictionary(document, resources)?;
        resources.remove(b"Shading");
        resources.remove(b"ExtGState");
        if names.is_empty() {
            resources.remove(b"XObject")
        } else {
            Some(Object::Null)
        };
        if !names.is_empty() {
            resources.set("XObject", Object::Dictionary(names));
        }
    }
    Ok(())
}

fn image_object(document: &mut Document, pixels: &Pixels) -> ObjectId {
    let base = |space: &[u8]| {
        Dictionary::from_iter(vec![
            ("Type", Object::Name(b"XObject".to_vec())),
            ("Subtype", Object::Name(b"Image".to_vec())),
            ("Width", Object::Integer(i64::from(pixels.width))),
            ("Height", Object::Integer(i64::from(pixels.height))),
            ("BitsPerComponent", Object::Integer(8)),
            ("ColorSpace", Object::Name(space.to_vec())),
        ])
    };
    let mut image = base(if pixels.gray { b"DeviceGray" } else { b"DeviceRGB" });
    if let Some(alpha) = &pixels.alpha {
        let mask = document.add_object(Stream::new(base(b"DeviceGray"), alpha.clone()));
        image.set("SMask", Object::Reference(mask));
    }
    document.add_object(Stream::new(image, pixels.samples.clone()))
}
