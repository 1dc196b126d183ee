//! Shaped paragraphs and the lines they are broken into.

use super::breaks::{code_breaks, opportunities};
use super::shaping::{Shaper, drawn, is_invisible};
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
pub struct Paragraph {
    /// Glyphs and objects, in order.
    pub(super) atoms: Vec<Atom>,
    /// Between two places where a line may break.
    pub(super) segments: Vec<Segment>,
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
}

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
    pub(super) widths: Vec<(StyleId, Em, Em)>,
    /// The line ends after it whatever follows.
    pub(super) forced: bool,
}

/// Shapes pieces. Kerning is on, ligatures are off.
///
/// # Errors
/// All characters that no font at hand shows.
pub fn shape(pieces: &[Piece], styles: &[CharStyle], fonts: &Fonts) -> Result<Paragraph, Vec<MissingGlyph>> {
    let mut build = Build::new(styles, fonts);
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text { text, style, owner, stick } => build.text(index, text, (*style, *owner), *stick),
            Piece::Object(object) => build.object(object),
            Piece::Break => build.forced.push(build.atoms.len()),
        }
    }
    build.finish()
}

/// A paragraph in the making.
struct Build<'a> {
    styles: &'a [CharStyle],
    fonts: &'a Fonts,
    shaper: Shaper<'a>,
    atoms: Vec<Atom>,
    /// What the Unicode rules are asked about: the text without what sticks; objects are word joiners.
    plain: String,
    /// Offset in `plain` and the atom that begins there.
    marks: Vec<(usize, usize)>,
    /// Atoms before which a line may break for reasons of our own.
    extra: Vec<usize>,
    /// Atoms before which it may not, whatever the Unicode rules say.
    never: Vec<usize>,
    /// Atoms before which it must.
    forced: Vec<usize>,
    missing: Vec<MissingGlyph>,
}

impl<'a> Build<'a> {
    fn new(styles: &'a [CharStyle], fonts: &'a Fonts) -> Self {
        Self {
            styles,
            fonts,
            shaper: Shaper::new(fonts),
            atoms: Vec::new(),
            plain: String::new(),
            marks: Vec::new(),
            extra: Vec::new(),
            never: Vec::new(),
            forced: Vec::new(),
            missing: Vec::new(),
        }
    }

    fn object(&mut self, object: &Object) {
        if object.breakable {
            self.extra.push(self.atoms.len());
        }
        if object.space {
            self.marks.push((self.plain.len(), self.atoms.len()));
        }
        self.plain.push(if object.space { ' ' } else { '\u{2060}' });
        self.atoms.push(Atom {
            style: object.style,
            owner: object.id,
            face: FaceId(0),
            advance: object.advance,
            glyph: None,
            space: object.space,
        });
    }

    fn text(&mut self, piece: usize, text: &str, (style, owner): (StyleId, u32), stick: bool) {
        let char_style = self.styles[usize::from(style.0)];
        let mut from = 0;
        let mut face = None;
        for (offset, character) in text.char_indices() {
            let covering = if is_invisible(character) {
                face.or(Some(char_style.face))
            } else {
                self.fonts.covering(char_style.face, drawn(character))
            };
            if covering.is_none() {
                self.missing.push(MissingGlyph { character, piece, offset });
            }
            if let (Some(current), Some(next)) = (face, covering)
                && current != next
            {
                self.run(&text[from..offset], current, (style, owner), stick);
                from = offset;
            }
            face = covering.or(face);
        }
        self.run(&text[from..], face.unwrap_or(char_style.face), (style, owner), stick);
    }

    fn run(&mut self, text: &str, face: FaceId, (style, owner): (StyleId, u32), stick: bool) {
        let char_style = self.styles[usize::from(style.0)];
        let visible: String = text.chars().filter(|character| !is_invisible(*character)).collect();
        let first = self.atoms.len();
        let mut glyphs = self.shaper.shape(&visible, face, char_style.tracking).into_iter().peekable();
        let mut before = None;
        for character in text.chars() {
            if !stick {
                self.marks.push((self.plain.len(), self.atoms.len()));
                self.plain.push(character);
            }
            if is_invisible(character) {
                continue;
            }
            if char_style.code && !stick {
                let at = self.atoms.len();
                match before {
                    Some(before) if code_breaks(before, character) => self.extra.push(at),
                    Some(_) => self.never.push(at),
                    None => {}
                }
            }
            before = Some(character);
            // All glyphs up to those of the next character.
            while let Some(glyph) = glyphs.next() {
                let space = matches!(&*glyph.text, " " | "\u{a0}" | "\t");
                self.atoms.push(Atom {
                    style,
                    owner,
                    face,
                    advance: glyph.advance,
                    glyph: Some(glyph),
                    space,
                });
                if glyphs.peek().is_some_and(|next| !next.text.is_empty()) {
                    break;
                }
            }
        }
        if stick {
            self.never.extend(first..self.atoms.len());
        }
    }

    fn finish(self) -> Result<Paragraph, Vec<MissingGlyph>> {
        if !self.missing.is_empty() {
            return Err(self.missing);
        }
        let mut may = vec![false; self.atoms.len() + 1];
        let mut marks = self.marks.iter().peekable();
        for at in opportunities(&self.plain) {
            while marks.peek().is_some_and(|(offset, _)| *offset < at) {
                marks.next();
            }
            if let Some((offset, atom)) = marks.peek()
                && *offset == at
            {
                may[*atom] = true;
            }
        }
        self.never.iter().for_each(|atom| may[*atom] = false);
        self.extra.iter().for_each(|atom| may[*atom] = true);
        self.forced.iter().for_each(|atom| may[*atom] = true);
        may[0] = false;
        let mut segments = Vec::new();
        let mut start = 0;
        may[self.atoms.len()] = true;
        for (end, may_break) in may.into_iter().enumerate().skip(1) {
            if may_break {
                segments.push(segment(&self.atoms, start, end, self.forced.contains(&end)));
                start = end;
            }
        }
        Ok(Paragraph { atoms: self.atoms, segments })
    }
}

fn segment(atoms: &[Atom], start: usize, end: usize, forced: bool) -> Segment {
    let spaces = atoms[start..end].iter().rev().take_while(|atom| atom.space).count();
    let body = end - spaces;
    let mut widths: Vec<(StyleId, Em, Em)> = Vec::new();
    for (index, atom) in atoms[start..end].iter().enumerate() {
        let (text, space) =
            if start + index < body { (atom.advance, Em::ZERO) } else { (Em::ZERO, atom.advance) };
        match widths.iter_mut().find(|(style, ..)| *style == atom.style) {
            Some((_, texts, spaces)) => {
                *texts += text;
                *spaces += space;
            }
            None => widths.push((atom.style, text, space)),
        }
    }
    Segment { start, body, end, widths, forced }
}
