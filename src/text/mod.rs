//! Inline text → lines. Shaped once, in ems, then set at any size and width.
//!
//! [`shape`] turns pieces into a [`Paragraph`] that knows its glyphs, and where it may break; nothing in it depends
//! on a type size. [`Paragraph::set`] breaks it for a width and gives [`Line`]s; [`Paragraph::count_lines`] only counts.

mod breaks;
mod cut;
mod fonts;
mod lines;
mod paragraph;
mod shaping;

pub use cut::Cut;
pub use fonts::{Face, FaceId, FaceMetrics, Fonts, Weight};
pub use paragraph::{
    CharStyle, Fragment, Line, Measure, MissingGlyph, Object, Paragraph, Piece, StyleId, shape,
};
