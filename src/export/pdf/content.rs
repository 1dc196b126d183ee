//! Items → page operators. The only place that turns the page upside down.

use printpdf::{DictItem, Op};
use std::collections::BTreeMap;

use super::clusters::Spelled;
use super::fonts::Subsets;
use super::forms::Forms;
use super::images::image_name;
use super::outside;
use super::tags::Tree;
use crate::display::{Colour, Content, Image, Page, Path, Segment, Stroke, TagId};
use crate::geom::{Abs, Point};
use crate::text::FaceId;

/// Tag of all marked content. What a sequence is, its structure element says (ISO 32000-1, 14.7.4.2); words that are always the
/// same take no room.
const SEQUENCE: &str = "P";

/// The operators of a page.
pub(super) fn page<'a>(
    page: &'a Page,
    index: usize,
    (subsets, forms): (&'a Subsets<'a>, &'a Forms),
    tree: &mut Tree<'_>,
) -> Vec<Op> {
    let outside = outside(page);
    let mut canvas = Canvas {
        // A run of glyphs has some operators around it; growing would copy them all.
        ops: Vec::with_capacity(page.items.len() * 8),
        subsets,
        forms,
        left: outside,
        top: page.size.height + outside,
        state: State::default(),
        pen: None,
        spelled: Vec::new(),
        open: None,
        opened_in_text: false,
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

/// What was set last; nothing is set twice. At first, what a page begins with (ISO 32000-1, tables 52 and 104).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) fill: Colour,
    pub(super) stroke: Stroke,
    pub(super) font: Option<(FaceId, Abs)>,
    /// Of text over its baseline, in hundredths of a point.
    pub(super) rise: i64,
}

impl Default for State {
    fn default() -> Self {
        let black = Colour::Gray(0);
        Self { fill: black, stroke: Stroke::solid(Abs::pt(1.0), black), font: None, rise: 0 }
    }
}

/// Where text stands within its text object.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pen {
    /// Start of the line, in hundredths of a point.
    pub(super) line: (i64, i64),
    /// Where the next glyph begins, in points.
    pub(super) x: f64,
}

pub(super) struct Canvas<'a> {
    ops: Vec<Op>,
    pub(super) subsets: &'a Subsets<'a>,
    pub(super) forms: &'a Forms,
    /// From the left edge of the media to that of the page.
    pub(super) left: Abs,
    /// From the bottom edge of the media to the top of the page.
    pub(super) top: Abs,
    pub(super) state: State,
    /// The pen of the text object that is open.
    pub(super) pen: Option<Pen>,
    /// Room for the glyphs of a run.
    pub(super) spelled: Vec<Spelled<'a>>,
    /// The element (or artifact) whose marked content is open.
    open: Option<Option<TagId>>,
    /// Whether it was opened within the text object.
    opened_in_text: bool,
    page: usize,
    images: usize,
}

impl<'a> Canvas<'a> {
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
                let properties = DictItem::Dict { map };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag: SEQUENCE.to_owned(), properties });
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

    /// Opens a text object, unless one is open.
    pub(super) fn begin_text(&mut self) -> Pen {
        if self.pen.is_none() {
            self.ops.push(Op::StartTextSection);
        }
        *self.pen.get_or_insert_default()
    }

    /// Closes the text object, if one is open.
    pub(super) fn end_text(&mut self) {
        if self.pen.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn content(&mut self, content: &'a Content) {
        match content {
            Content::Glyphs(run) => self.glyphs(run),
            Content::Path(path) => self.path(path),
            Content::Image(image) => self.image(image),
        }
    }

    pub(super) fn push(&mut self, op: Op) {
        self.ops.push(op);
    }

    /// An operator that printpdf has no name for, or one whose numbers we round ourselves.
    pub(super) fn put(&mut self, key: &str, operands: Vec<DictItem>) {
        self.ops.push(Op::Unknown { key: key.to_owned(), value: operands });
    }

    pub(super) fn op(&mut self, key: &str, operands: &[f64]) {
        self.put(key, operands.iter().map(|operand| number(*operand)).collect());
    }

    /// Keeps the graphics state until [`Self::restore`].
    pub(super) fn save(&mut self) {
        self.ops.push(Op::SaveGraphicsState);
    }

    pub(super) fn restore(&mut self) {
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// A point of the page in the file's coordinates.
    pub(super) fn at(&self, point: Point) -> [f64; 2] {
        [(point.x + self.left).to_pt(), (self.top - point.y).to_pt()]
    }

    pub(super) fn fill(&mut self, colour: Colour) {
        if plain(self.state.fill) != plain(colour) {
            self.state.fill = colour;
            self.colour(colour, ("rg", "g"));
        }
    }

    pub(super) fn colour(&mut self, colour: Colour, (rgb, gray): (&str, &str)) {
        let share = |value: u8| f64::from(value) / 255.0;
        match plain(colour) {
            Colour::Rgb(r, g, b) => self.op(rgb, &[share(r), share(g), share(b)]),
            Colour::Gray(value) => self.op(gray, &[share(value)]),
        }
    }

    fn image(&mut self, image: &Image) {
        self.end_text();
        let [x, y] = self.at(Point::new(image.area.origin.x, image.area.bottom()));
        self.save();
        self.op("cm", &[image.area.size.width.to_pt(), 0.0, 0.0, image.area.size.height.to_pt(), x, y]);
        let name = image_name(self.page, self.images);
        self.put("Do", vec![DictItem::Name(name.into_bytes())]);
        self.restore();
        self.images += 1;
    }

    /// Marks of 5 mm at the corners, outside the bleed; each a path of its own, so that none of them spans the page.
    fn crop_marks(&mut self, page: &Page) {
        self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
        let (near, far) = (page.bleed + Abs::mm(1.0), page.bleed + Abs::mm(6.0));
        for (x, out) in [(Abs::ZERO, -1.0), (page.size.width, 1.0)] {
            for (y, down) in [(Abs::ZERO, -1.0), (page.size.height, 1.0)] {
                self.crop_mark(Point::new(x + near * out, y), Point::new(x + far * out, y));
                self.crop_mark(Point::new(x, y + near * down), Point::new(x, y + far * down));
            }
        }
        self.ops.push(Op::EndMarkedContent);
    }

    fn crop_mark(&mut self, from: Point, to: Point) {
        let segments = vec![Segment::Move(from), Segment::Line(to)];
        let stroke = Stroke::solid(Abs::pt(0.25), Colour::Gray(0));
        self.path(&Path { segments, fill: None, even_odd: false, stroke: Some(stroke), clip: None });
    }
}

/// Gray is black ink alone on every printer, not a mixture of colours.
pub(super) const fn plain(colour: Colour) -> Colour {
    match colour {
        Colour::Rgb(r, g, b) if r == g && g == b => Colour::Gray(r),
        other => other,
    }
}

/// A length or colour, rounded to a thousandth.
pub(super) fn number(value: f64) -> DictItem {
    let rounded = (value * 1000.0).round() / 1000.0;
    #[allow(clippy::cast_possible_truncation, reason = "a whole number of points")]
    if rounded.fract() == 0.0 { DictItem::Int(rounded as i64) } else { DictItem::Real(single(rounded)) }
}

#[allow(clippy::cast_possible_truncation, reason = "page coordinates are small")]
pub(super) fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

#[allow(clippy::cast_precision_loss, reason = "page coordinates are small")]
pub(super) fn of_hundredths(value: i64) -> DictItem {
    number(value as f64 / 100.0)
}

/// Single precision, which is what readers keep.
#[allow(clippy::cast_possible_truncation, reason = "PDF numbers are single precision anyway")]
const fn single(value: f64) -> f32 {
    value as f32
}
