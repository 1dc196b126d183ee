//! What a paragraph is made of, before and after shaping.

use super::{FaceId, Fonts};
use crate::display::Glyph;
use crate::geom::{Abs, Em};

/// Index into the styles of a [`super::Setter`]; the caller decides what a style means (size, colour, rise).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StyleId(pub u16);

/// What shaping needs to know about a style. Sizes come later, in [`Measure::sizes`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CharStyle {
    /// Which face of [`super::Fonts`].
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
    /// Whether it is white space: a line may break after it, and it vanishes at a line's end.
    pub space: bool,
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
    /// In reading order; each has its place.
    pub fragments: Vec<Fragment>,
    /// Without trailing white space.
    pub width: Abs,
    /// Whether a word had to be broken where no break is allowed, since it is wider than the room.
    pub broke_word: bool,
}

/// A part of a line in one style and of one owner, or an object.
#[derive(Debug, Clone)]
pub struct Fragment {
    /// From the left end of the line; below 0 for a space that hangs out there.
    pub x: Abs,
    /// Advance.
    pub width: Abs,
    /// Its style.
    pub style: StyleId,
    /// As given; for an object its id.
    pub owner: u32,
    /// The face that was used (the style's, or a fallback).
    pub face: FaceId,
    /// From left to right; empty for an object.
    pub glyphs: Vec<Glyph>,
    /// Whether its characters run from right to left.
    pub is_rtl: bool,
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
pub struct Paragraph {
    /// Glyphs and objects, in order.
    pub(super) atoms: Vec<Atom>,
    /// Between two places where a line may break.
    pub(super) segments: Vec<Segment>,
    /// Level of the paragraph, if anything in it runs from right to left.
    pub(super) base: Option<u8>,
    /// Ems by style of all but the white space at its end; `None` if a break is forced. Most texts of a sheet take one
    /// line, and the choice of columns asks each for its lines many times.
    unbroken: Option<Vec<(StyleId, Em)>>,
}

impl Paragraph {
    pub(super) fn new(atoms: Vec<Atom>, segments: Vec<Segment>, base: Option<u8>) -> Self {
        let unbroken = segments.iter().all(|segment| !segment.forced).then(|| unbroken(&segments));
        Self { atoms, segments, base, unbroken }
    }

    /// Segments of one style, with an atom for each word and each space, to break and not to draw.
    #[cfg(test)]
    pub(super) fn of_segments(segments: Vec<Segment>) -> Self {
        let atom = |(style, advance, space)| Atom {
            style,
            owner: 0,
            face: super::FaceId(0),
            advance,
            glyph: None,
            space,
            joined: false,
            level: 0,
        };
        let widths = segments.iter().flat_map(|segment| &segment.widths);
        let atoms = widths.flat_map(|(style, body, space)| [(*style, *body, false), (*style, *space, true)]);
        Self::new(atoms.map(atom).collect(), segments, None)
    }

    /// The glyphs it may show, but for the hyphens at the ends of its lines.
    pub(crate) fn glyphs(&self) -> impl Iterator<Item = (FaceId, u16)> {
        self.atoms.iter().filter_map(|atom| Some((atom.face, atom.glyph.as_ref()?.id)))
    }

    /// The ink of all its glyphs, if they stood on one line.
    pub(super) fn extents(&self, fonts: &Fonts) -> Extents {
        let glyph = |atom: &Atom| {
            let glyph = atom.glyph.as_ref()?;
            let Extents { top, bottom } = fonts.face(atom.face).extents(glyph.id);
            Some(Extents { top: top + glyph.offset.1, bottom: bottom - glyph.offset.1 })
        };
        self.atoms.iter().filter_map(glyph).fold(Extents::default(), Extents::max)
    }

    /// Width on one line, without the white space at its end; `None` if a break is forced.
    pub(super) fn unbroken_width(&self, sizes: &[Abs]) -> Option<Abs> {
        let ems = self.unbroken.as_ref()?;
        Some(ems.iter().map(|(style, ems)| ems.at(sizes[usize::from(style.0)])).sum())
    }
}

fn unbroken(segments: &[Segment]) -> Vec<(StyleId, Em)> {
    let mut sums: Vec<(StyleId, Em)> = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        for (style, body, space) in &segment.widths {
            let width = if is_last { *body } else { *body + *space };
            match sums.iter_mut().find(|(known, _)| known == style) {
                Some((_, sum)) => *sum += width,
                None => sums.push((*style, width)),
            }
        }
    }
    sums
}

/// How far ink rises above its baseline, and how far it goes below.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extents {
    /// Above.
    pub top: Em,
    /// Below.
    pub bottom: Em,
}

impl Extents {
    /// Of both.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        let max = |one: Em, other: Em| if one > other { one } else { other };
        Self { top: max(self.top, other.top), bottom: max(self.bottom, other.bottom) }
    }
}

/// A glyph or an object.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) style: StyleId,
    pub(super) owner: u32,
    pub(super) face: FaceId,
    pub(super) advance: Em,
    /// `None`: an object.
    pub(super) glyph: Option<Glyph>,
    /// White space.
    pub(super) space: bool,
    /// Within the grapheme cluster of what stands before it.
    pub(super) joined: bool,
    /// Embedding level (UAX #9).
    pub(super) level: u8,
}

/// Owner of an atom that draws nothing: the edge of an isolate (UAX #9).
pub(super) const MARKER: u32 = u32::MAX;

/// By style: ems of a text, and of the white space after it. Nearly all words have one style.
pub(super) type Widths = smallvec::SmallVec<[(StyleId, Em, Em); 1]>;

/// What stands between two places where a line may break.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    /// First atom.
    pub(super) start: usize,
    /// One past the last atom that is no white space.
    pub(super) body: usize,
    /// One past the last atom.
    pub(super) end: usize,
    /// By style: ems of the body, and of the white space after it.
    pub(super) widths: Widths,
    /// The line ends after it whatever follows.
    pub(super) forced: bool,
    /// It ends within a word of code, where a line should end only if that saves a line.
    pub(super) weak: bool,
    /// What is drawn after it if a line ends with it: its author put a soft hyphen there.
    pub(super) hyphen: Option<Box<Atom>>,
}

impl Segment {
    /// Width of what is drawn after it if a line ends with it.
    pub(super) fn hyphen_width(&self, sizes: &[Abs]) -> Abs {
        self.hyphen.as_ref().map_or(Abs::ZERO, |hyphen| hyphen.advance.at(sizes[usize::from(hyphen.style.0)]))
    }
}
