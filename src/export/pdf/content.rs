//! Items → page operators. The only place that turns the page upside down.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use printpdf::{Codepoint, DictItem, Op, PdfFontHandle, Pt, TextItem};
use std::collections::BTreeMap;

use super::fonts::{Subsets, resource};
use super::tags::{Tree, standard_name};
use super::{ExportError, dictionary, outside};
use crate::display::{
    Cap, Colour, Content, GlyphRun, Image, Join, Page, Path, Pixels, Segment, Stroke, TagId,
};
use crate::geom::{Abs, Point};
use crate::text::FaceId;

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
        open: None,
        opened_in_text: false,
        line: (0, 0),
        page: index,
        images: 0,
    };
    for item in &page.items {
        let is_text = matches!(item.content, Content::Glyphs(_));
        if canvas.open != Some(item.tag) {
            canvas.close();
            canvas.begin(item.tag, is_text, tree);
        } else if canvas.opened_in_text && !is_text {
            // A text object cannot hold a path: the element goes on in another sequence.
            canvas.close();
            canvas.begin(item.tag, false, tree);
        }
        canvas.content(&item.content);
    }
    canvas.close();
    canvas.end_text();
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
    font: Option<(FaceId, Abs)>,
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
    /// The element (or artifact) whose marked content is open.
    open: Option<Option<TagId>>,
    /// Whether it was opened within the text object.
    opened_in_text: bool,
    /// Where the last line of text began, in hundredths of a point.
    line: (i64, i64),
    page: usize,
    images: usize,
}

impl Canvas<'_> {
    /// Opens marked content: for text within a text object, which many sequences share.
    fn begin(&mut self, tag: Option<TagId>, is_text: bool, tree: &mut Tree<'_>) {
        if is_text {
            self.begin_text();
        } else {
            self.end_text();
        }
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
        (self.open, self.opened_in_text) = (Some(tag), is_text);
    }

    /// Closes marked content; what opened outside of the text object closes outside.
    fn close(&mut self) {
        if self.open.take().is_some() {
            if !self.opened_in_text {
                self.end_text();
            }
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn begin_text(&mut self) {
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            (self.in_text, self.line) = (true, (0, 0));
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

    fn path_op(&mut self, key: &str, points: &[Point]) {
        let value = points
            .iter()
            .flat_map(|point| self.at(*point))
            .map(|edge| of_hundredths(hundredths(edge)))
            .collect();
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
        self.begin_text();
        let font = (run.face, run.size);
        if self.state.font != Some(font) {
            self.state.font = Some(font);
            let size = Pt(single(run.size.to_pt()));
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(resource(run.face)), size });
        }
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
        let (x, y) = (hundredths(x), hundredths(y));
        let (dx, dy) = (x - self.line.0, y - self.line.1);
        self.line = (x, y);
        self.ops
            .push(Op::Unknown { key: "Td".to_owned(), value: vec![of_hundredths(dx), of_hundredths(dy)] });
        let mut carry = 0.0;
        let last = range.end - 1;
        let codes = range.map(|index| {
            let glyph = &run.glyphs[index];
            let id = self.subsets.glyph(run.face, glyph.id);
            let wanted = (self.subsets.advance(run.face, id) - glyph.advance).get() * 1000.0 + carry;
            let adjustment = if index == last { 0.0 } else { wanted.round() };
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
            // Gray is black ink alone on every printer, not a mixture of colours.
            Colour::Rgb(r, g, b) if r == g && g == b => self.op(gray, &[share(r)]),
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
        let curved = self.move_to_curve(path);
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
        if let Some(origin) = curved {
            self.ops.push(Op::RestoreGraphicsState);
            (self.left, self.top) = origin;
        }
        if let Some(state) = saved {
            self.ops.push(Op::RestoreGraphicsState);
            self.state = state;
        }
    }

    /// Curves are drawn from an origin of their own, so that equal shapes have equal bytes, which deflate to nearly
    /// nothing. Returns the page's origin, to be set again.
    fn move_to_curve(&mut self, path: &Path) -> Option<(Abs, Abs)> {
        let has_curve = path.segments.iter().any(|segment| matches!(segment, Segment::Cubic(..)));
        let Some(Segment::Move(start)) = path.segments.first().filter(|_| has_curve) else { return None };
        let [x, y] = self.at(*start);
        let mut value = [100, 0, 0, 100].map(of_hundredths).to_vec();
        value.extend([hundredths(x), hundredths(y)].map(of_hundredths));
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::Unknown { key: "cm".to_owned(), value });
        let page = (self.left, self.top);
        (self.left, self.top) = (Abs::ZERO - start.x, start.y);
        Some(page)
    }

    /// Rectangles among the segments take one operator each.
    fn segments(&mut self, mut segments: &[Segment]) {
        while let Some((first, rest)) = segments.split_first() {
            if let [
                Segment::Move(a),
                Segment::Line(b),
                Segment::Line(c),
                Segment::Line(d),
                Segment::Close,
                ..,
            ] = segments
                && is_rectangle([*a, *b, *c, *d])
            {
                let [x, y] = self.at(*a);
                let [right, top] = self.at(*c);
                // Corners are rounded rather than sizes, so that neighbours meet.
                let [x, y, right, top] = [x, y, right, top].map(hundredths);
                let value = [x, y, right - x, top - y].map(of_hundredths).to_vec();
                self.ops.push(Op::Unknown { key: "re".to_owned(), value });
                segments = &segments[5..];
            } else {
                self.segment(*first);
                segments = rest;
            }
        }
    }

    fn segment(&mut self, segment: Segment) {
        match segment {
            Segment::Move(p) => self.path_op("m", &[p]),
            Segment::Line(p) => self.path_op("l", &[p]),
            Segment::Cubic(a, b, p) => self.path_op("c", &[a, b, p]),
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

/// Four corners with edges along the axes.
fn is_rectangle([a, b, c, d]: [Point; 4]) -> bool {
    (a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x)
        || (a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y)
}

/// A length or colour, rounded to a thousandth.
fn number(value: f64) -> DictItem {
    let rounded = (value * 1000.0).round() / 1000.0;
    #[allow(clippy::cast_possible_truncation, reason = "a whole number of points")]
    if rounded.fract() == 0.0 { DictItem::Int(rounded as i64) } else { DictItem::Real(single(rounded)) }
}

#[allow(clippy::cast_possible_truncation, reason = "page coordinates are small")]
fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

#[allow(clippy::cast_precision_loss, reason = "page coordinates are small")]
fn of_hundredths(value: i64) -> DictItem {
    number(value as f64 / 100.0)
}

/// Single precision, which is what readers keep, rounded to a thousandth.
#[allow(
    clippy::cast_possible_truncation,
    reason = "page coordinates; PDF numbers are single precision anyway"
)]
fn single(value: f64) -> f32 {
    ((value * 1000.0).round() / 1000.0) as f32
}

/// Joins the glyphs that printpdf writes one by one, as literal strings, which deflate better than digits.
pub(super) fn compact(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(start) = rest.windows(2).position(|pair| pair == b"[<") {
        let (before, from) = rest.split_at(start);
        out.extend_from_slice(before);
        match shown(from) {
            Some((text, length)) => {
                out.extend_from_slice(&text);
                rest = &from[length..];
            }
            None => {
                out.push(b'[');
                rest = &from[1..];
            }
        }
    }
    out.extend_from_slice(rest);
    out
}

/// An array of hexadecimal strings and numbers in compact form, and how long it was.
fn shown(array: &[u8]) -> Option<(Vec<u8>, usize)> {
    let length = array.iter().position(|byte| *byte == b']')? + 1;
    let (mut out, mut at, mut is_open) = (vec![b'['], 1, false);
    while at < length - 1 {
        match array[at] {
            b'<' => {
                let end = at + array[at..length].iter().position(|byte| *byte == b'>')?;
                let digits = std::str::from_utf8(&array[at + 1..end]).ok()?;
                if !is_open {
                    out.push(b'(');
                    is_open = true;
                }
                for pair in 0..digits.len() / 2 {
                    let byte = u8::from_str_radix(digits.get(pair * 2..pair * 2 + 2)?, 16).ok()?;
                    match byte {
                        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                        b'\r' => out.extend_from_slice(b"\\r"),
                        other => out.push(other),
                    }
                }
                at = end + 1;
            }
            b' ' => at += 1,
            b'-' | b'.' | b'0'..=b'9' => {
                if is_open {
                    out.push(b')');
                    is_open = false;
                }
                while at < length - 1 && matches!(array[at], b'-' | b'.' | b'0'..=b'9') {
                    out.push(array[at]);
                    at += 1;
                }
            }
            _ => return None,
        }
    }
    if is_open {
        out.push(b')');
    }
    out.push(b']');
    Some((out, length))
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

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn glyphs_are_joined_and_escaped() {
        assert_eq!(compact(b"[<0041> 5<0042><0028>] TJ\n[3 2] 0 d"), b"[(\0A)5(\0B\0\\()] TJ\n[3 2] 0 d");
        assert_eq!(compact(b"[<0041> /x] TJ"), b"[<0041> /x] TJ");
    }
}
