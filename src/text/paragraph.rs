//! Shaped paragraphs and the lines they are broken into.

use super::{FaceId, Fonts};
use crate::display::Glyph;
use crate::geom::{Abs, Em};

/// Index into the styles of a [`shape`] call; the caller decides what a style means (size, colour, rise).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StyleId(pub u16);

/// What shaping needs to know about a style. Sizes come later, in [`Measure::sizes`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CharStyle {
    /// Which face of [`Fonts`].
    pub face: FaceId,
    /// Added after every glyph.
    pub tracking: Em,
    /// Breaks like code: only after `.`, `:`, `/`, `_` or before a capital that follows a small letter.
    pub code: bool,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Characters in one style. `owner` is handed back with the glyphs (a link, a tag: the caller's business).
    Text {
        /// Unicode, in logical order, no newline.
        text: String,
        /// Index into the styles.
        style: StyleId,
        /// Handed back with every fragment; fragments never join two owners.
        owner: u32,
        /// Never separated by a line break from what stands before it (source numbers).
        stick: bool,
    },
    /// A thing of fixed width (a mark, a gap). Glued to what follows it; may be broken off from what stands before it
    /// only if `Object::breakable`.
    Object(Object),
    /// A forced line break.
    Break,
}

/// A thing of fixed width in a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Object {
    /// Handed back with its fragment.
    pub id: u32,
    /// Its width, relative to the size of `style`.
    pub advance: Em,
    /// Index into the styles.
    pub style: StyleId,
    /// Whether a line may break before it.
    pub breakable: bool,
}

/// A room to set a paragraph in.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    /// Width of the first line.
    pub first: Abs,
    /// Width of every other line.
    pub rest: Abs,
    /// Type size by [`StyleId`].
    pub sizes: &'a [Abs],
}

/// One line, set.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// From left to right, in visual order.
    pub fragments: Vec<Fragment>,
    /// Without trailing white space.
    pub width: Abs,
    /// Whether a word had to be broken where no break is allowed, since it is wider than the room.
    pub broke_word: bool,
}

/// A part of a line in one style and of one owner, or an object.
#[derive(Debug, Clone)]
pub struct Fragment {
    /// From the start of the line.
    pub x: Abs,
    /// Advance.
    pub width: Abs,
    /// Its style.
    pub style: StyleId,
    /// As given; for an object its id.
    pub owner: u32,
    /// The face that was used (the style's, or a fallback).
    pub face: FaceId,
    /// Empty for an object.
    pub glyphs: Vec<Glyph>,
    /// Whether it is an object rather than text.
    pub is_object: bool,
}

/// A character that no font at hand shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// Which piece it stands in.
    pub piece: usize,
    /// Byte offset within the piece's text.
    pub offset: usize,
}

/// A shaped text: glyphs in ems, and where it may break.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {}

/// Shapes pieces. Kerning is on, ligatures are off.
///
/// # Errors
/// All characters that no font at hand shows.
pub fn shape(
    _pieces: &[Piece],
    _styles: &[CharStyle],
    _fonts: &Fonts,
) -> Result<Paragraph, Vec<MissingGlyph>> {
    Ok(Paragraph::default())
}

impl Paragraph {
    /// Width on one endless line, without trailing white space (the widest, where breaks are forced).
    #[must_use]
    pub fn natural_width(&self, _sizes: &[Abs]) -> Abs {
        Abs::ZERO
    }

    /// Width of the widest part that cannot be broken.
    #[must_use]
    pub fn widest_word(&self, _sizes: &[Abs]) -> Abs {
        Abs::ZERO
    }

    /// The least number of lines it takes.
    #[must_use]
    pub fn count_lines(&self, _measure: &Measure<'_>) -> usize {
        1
    }

    /// Sets it: the least number of lines, and among those breaks the best ones for the whole paragraph.
    #[must_use]
    pub fn set(&self, _measure: &Measure<'_>) -> Vec<Line> {
        Vec::new()
    }
}
