//! The display list: pages of positioned things, and the logical structure they carry.
//!
//! The waist of the program. Layout makes it; every output is a function of it. It knows nothing of rows, sections
//! or JSON. Coordinates run from the top left of the trimmed page, `y` down.

mod dump;
pub mod structure;

pub use dump::dump;
pub use structure::{Role, Scope, Structure, Tag, TagId};

use std::sync::Arc;

use crate::geom::{Abs, Em, Point, Rect, Size};
use crate::text::FaceId;

/// A laid-out document.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// In reading order.
    pub pages: Vec<Page>,
    /// What the items mean, and in which order they are read.
    pub structure: Structure,
    /// Nested bookmarks, in order.
    pub outline: Vec<Bookmark>,
    /// Places that links point to; [`Target::Place`] is an index.
    pub places: Vec<Place>,
    /// Title, language and the like.
    pub meta: Meta,
}

/// About the document as a whole.
#[derive(Debug, Clone, Default)]
pub struct Meta {
    /// Title.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// Names.
    pub authors: Vec<String>,
    /// One sentence or so.
    pub subject: String,
    /// `YYYY-MM-DD`, of the content (never of the build).
    pub date: String,
    /// Of the content.
    pub version: String,
    /// Black ink only: the output uses `DeviceGray` alone.
    pub gray: bool,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Trimmed.
    pub size: Size,
    /// How far ink may run over the trim on all sides.
    pub bleed: Abs,
    /// Whether crop marks are drawn outside the trim.
    pub crop_marks: bool,
    /// In painting order, which is also reading order.
    pub items: Vec<Item>,
    /// Active areas.
    pub links: Vec<Link>,
}

/// A painted thing and what it means.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its leaf in the structure; `None`: an artifact (rules, bars, repeated heads, page numbers).
    pub tag: Option<TagId>,
    /// What is painted.
    pub content: Content,
}

/// What can be painted.
#[derive(Debug, Clone)]
pub enum Content {
    /// Text of one face, size and colour on one baseline.
    Glyphs(GlyphRun),
    /// Lines and areas.
    Path(Path),
    /// A bitmap.
    Image(Image),
}

/// Text of one face, size and colour on one baseline.
#[derive(Debug, Clone)]
pub struct GlyphRun {
    /// Which font.
    pub face: FaceId,
    /// Type size.
    pub size: Abs,
    /// Start of the baseline.
    pub origin: Point,
    /// Fill.
    pub colour: Colour,
    /// In visual order, left to right.
    pub glyphs: Vec<Glyph>,
    /// Whether its characters are read from right to left.
    pub is_rtl: bool,
}

impl GlyphRun {
    /// Sum of the advances.
    #[must_use]
    pub fn width(&self) -> Abs {
        self.glyphs.iter().map(|glyph| glyph.advance).sum::<Em>().at(self.size)
    }

    /// The characters, in the order they are read.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.glyphs.iter().map(|glyph| &*glyph.text);
        if self.is_rtl { texts.rev().collect() } else { texts.collect() }
    }

    /// The character that is read first.
    #[must_use]
    pub fn first_character(&self) -> Option<char> {
        let texts = self.glyphs.iter().map(|glyph| glyph.text.chars().next());
        if self.is_rtl { texts.rev().flatten().next() } else { texts.flatten().next() }
    }

    /// The character that is read last.
    #[must_use]
    pub fn last_character(&self) -> Option<char> {
        let texts = self.glyphs.iter().map(|glyph| glyph.text.chars().next_back());
        if self.is_rtl { texts.flatten().next() } else { texts.rev().flatten().next() }
    }
}

/// One shaped glyph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Glyph {
    /// In the original font file.
    pub id: u16,
    /// To the next glyph, kerning and tracking included.
    pub advance: Em,
    /// Shift to the right and up from the pen.
    pub offset: (Em, Em),
    /// The characters it stands for; empty for all but the first glyph of a cluster.
    pub text: Text,
}

/// Characters of a glyph: nearly always one.
pub type Text = ecow::EcoString;

/// Lines and areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// In order.
    pub segments: Vec<Segment>,
    /// Inside, by the non-zero rule unless `even_odd`.
    pub fill: Option<Colour>,
    /// Whether the inside is judged by the even-odd rule.
    pub even_odd: bool,
    /// Outline.
    pub stroke: Option<Stroke>,
    /// Painted only inside of this.
    pub clip: Option<Rect>,
}

/// A step of a path, in page coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Starts a subpath.
    Move(Point),
    /// Straight line.
    Line(Point),
    /// Cubic Bézier curve: two control points, then the end.
    Cubic(Point, Point, Point),
    /// Back to the start of the subpath.
    Close,
}

/// How an outline is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Line width.
    pub width: Abs,
    /// Line colour.
    pub colour: Colour,
    /// On and off lengths; empty: solid.
    pub dash: Vec<Abs>,
    /// How far into these it begins.
    pub phase: Abs,
    /// Ends.
    pub cap: Cap,
    /// Corners.
    pub join: Join,
    /// Mitered corners that would be longer, in line widths, are cut off.
    pub miter_limit: f64,
}

impl Stroke {
    /// The limit of miters that pages begin with.
    pub const MITER_LIMIT: f64 = 10.0;

    /// A plain line.
    #[must_use]
    pub const fn solid(width: Abs, colour: Colour) -> Self {
        let (cap, join) = (Cap::Butt, Join::Miter);
        let miter_limit = Self::MITER_LIMIT;
        Self { width, colour, dash: Vec::new(), phase: Abs::ZERO, cap, join, miter_limit }
    }
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names are PDF's and SVG's")]
pub enum Cap {
    #[default]
    Butt,
    Round,
    Square,
}

/// How lines meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names are PDF's and SVG's")]
pub enum Join {
    #[default]
    Miter,
    Round,
    Bevel,
}

/// A colour of sRGB, or of black ink alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// Red, green, blue.
    Rgb(u8, u8, u8),
    /// 0 black, 255 white.
    Gray(u8),
}

/// A bitmap, drawn to fill `area`.
#[derive(Debug, Clone)]
pub struct Image {
    /// Where.
    pub area: Rect,
    /// What.
    pub pixels: Arc<Pixels>,
}

/// Decoded samples, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Three bytes a pixel, or one if `gray`.
    pub samples: Vec<u8>,
    /// One channel instead of three.
    pub gray: bool,
    /// One byte a pixel, if any is not opaque.
    pub alpha: Option<Vec<u8>>,
}

/// An active area.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// One rectangle for each line it runs over, or for each part of it there, if other words stand between.
    pub areas: Vec<Rect>,
    /// Where it leads.
    pub target: Target,
    /// Its text for readers.
    pub alt: String,
    /// The `Link` element it belongs to; `None`: part of an artifact.
    pub tag: Option<TagId>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address.
    Uri(Arc<str>),
    /// Index into [`Book::places`].
    Place(usize),
}

/// A place in the book.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// From 0.
    pub page: usize,
    /// Down from the top of the page.
    pub y: Abs,
    /// From the left of the page.
    pub x: Abs,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// Index into [`Book::places`].
    pub place: usize,
    /// Below it.
    pub children: Vec<Bookmark>,
}
