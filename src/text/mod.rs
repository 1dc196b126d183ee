//! Inline text → lines. Shaped once, in ems, then set at any size and width.
//!
//! [`Setter::shape`] turns pieces into a [`Paragraph`] that knows its glyphs, and where it may break; nothing in it depends
//! on a type size. [`Paragraph::set`] breaks it for a width and gives [`Line`]s; [`Paragraph::count_lines`] only counts.
//!
//! On the way a text is parted into runs of one face, script and direction (`itemise`, `bidi`), each run is shaped in its
//! logical order (`shaping`), and only when a line is set are its parts put in visual order (`lines`). What a glyph looks like is asked by the export alone
//! ([`Outlines`]), and kept with its face.

mod balance;
mod bidi;
mod breaks;
mod build;
#[cfg(test)]
mod conformance;
mod cut;
mod face;
mod fonts;
mod hyphen;
mod itemise;
mod lines;
mod load;
mod outline;
mod paragraph;
mod region;
mod shaping;
mod thai;

pub use bidi::Direction;
pub use build::Setter;
pub use cut::Cut;
pub use face::{Face, FaceMetrics};
pub use fonts::{FaceId, Fonts, Rank, Weight};
pub use load::FontError;
pub use outline::{Contour, Outline, Outlines, Step};
pub use paragraph::{
    CharStyle, Extents, Fragment, Line, Measure, MissingGlyph, Object, Paragraph, Piece, StyleId,
};
