//! Pieces → shaped paragraphs.

use std::ops::Range;

use harfrust::Script;

use super::bidi::{Direction, Levels, levels, turns};
use super::breaks::{Breaker, code_breaks};
use super::hyphen::{SOFT_HYPHEN, hyphen_after};
use super::itemise::{Means, Run, itemise};
use super::paragraph::{Atom, MARKER, Segment, Widths};
use super::region::Region;
use super::shaping::{Shaped, Shaper, is_control};
use super::thai::{is_one_syllable, repeats};
use super::{CharStyle, Extents, FaceId, Fonts, MissingGlyph, Object, Paragraph, Piece, StyleId};
use crate::geom::Em;

/// Shapes the paragraphs of a sheet. Kerning is on, ligatures are off.
pub struct Setter<'a> {
    fonts: &'a Fonts,
    styles: Vec<CharStyle>,
    direction: Direction,
    region: Option<Region>,
    shaper: Shaper<'a>,
    breaker: Breaker,
}

impl<'a> Setter<'a> {
    /// For texts of a language (BCP 47), which has a say in directions, letter forms and line breaks.
    #[must_use]
    pub fn new(styles: Vec<CharStyle>, fonts: &'a Fonts, language: &str) -> Self {
        Self {
            fonts,
            styles,
            direction: Direction::of_language(language),
            region: Region::of_language(language),
            shaper: Shaper::new(fonts, Some(language)),
            breaker: Breaker::new(language),
        }
    }

    /// The ink of a paragraph on one line.
    #[must_use]
    pub fn extents(&self, paragraph: &Paragraph) -> Extents {
        paragraph.extents(self.fonts)
    }

    /// Shapes the pieces of one paragraph.
    ///
    /// # Errors
    /// All characters that no font at hand shows.
    pub fn shape(&mut self, pieces: &[Piece]) -> Result<Paragraph, Vec<MissingGlyph>> {
        self.shape_as(pieces, None)
    }

    /// The same in a given direction; `None`: as the paragraph and its sheet have it.
    pub(super) fn shape_as(
        &mut self,
        pieces: &[Piece],
        direction: Option<Direction>,
    ) -> Result<Paragraph, Vec<MissingGlyph>> {
        let (levels, starts) = self.levels(pieces, direction);
        let mut build = Build::new(self, levels, room(pieces));
        for (index, piece) in pieces.iter().enumerate() {
            let start = starts.get(index).copied().unwrap_or(0);
            match piece {
                Piece::Text { text, style, owner, stick } => {
                    build.text((index, start), text, (*style, *owner), *stick);
                }
                Piece::Object(object) => build.object(object, start),
                Piece::Break => build.forced.push(build.atoms.len()),
            }
        }
        build.finish()
    }

    /// The levels of a paragraph, and where each piece begins in them; nothing if all runs from left to right.
    fn levels(&self, pieces: &[Piece], direction: Option<Direction>) -> (Option<Levels>, Vec<usize>) {
        let turned = |piece: &Piece| matches!(piece, Piece::Text { text, .. } if !text.is_ascii() && text.chars().any(turns));
        let runs_left = direction.unwrap_or(self.direction) == Direction::RightToLeft;
        if !runs_left && !pieces.iter().any(turned) {
            return (None, Vec::new());
        }
        let mut logical = String::new();
        let mut starts = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                // Code runs from left to right whatever stands around it.
                Piece::Text { text, style, .. } if self.styles[usize::from(style.0)].code => {
                    logical.push(ISOLATE);
                    starts.push(logical.len());
                    logical.push_str(text);
                    logical.push('\u{2069}');
                }
                Piece::Text { text, .. } => {
                    starts.push(logical.len());
                    logical.push_str(text);
                }
                Piece::Object(object) => {
                    starts.push(logical.len());
                    logical.push(if object.space { ' ' } else { '\u{FFFC}' });
                }
                Piece::Break => {
                    starts.push(logical.len());
                    logical.push('\u{2028}');
                }
            }
        }
        let direction = direction.unwrap_or_else(|| self.direction.of_paragraph(&logical));
        (Some(levels(&logical, direction)), starts)
    }
}

/// Bytes of pieces: about as many as they have glyphs.
fn room(pieces: &[Piece]) -> usize {
    let bytes = |piece: &Piece| if let Piece::Text { text, .. } = piece { text.len() } else { 1 };
    pieces.iter().map(bytes).sum()
}

/// A paragraph in the making.
struct Build<'s, 'a> {
    styles: &'s [CharStyle],
    means: Means<'a>,
    shaper: &'s mut Shaper<'a>,
    breaker: &'s Breaker,
    levels: Option<Levels>,
    atoms: Vec<Atom>,
    /// What the Unicode rules are asked about: the text without what sticks; objects are word joiners.
    plain: String,
    /// Offset in `plain` and the atom that begins there.
    marks: Vec<(usize, usize)>,
    /// Atoms before which a line may break for reasons of our own.
    extra: Vec<usize>,
    /// Those among them that stand within a word.
    weak: Vec<usize>,
    /// Atoms before which it may not, whatever the Unicode rules say.
    never: Vec<usize>,
    /// Atoms before which it must.
    forced: Vec<usize>,
    missing: Vec<MissingGlyph>,
}

impl<'s, 'a> Build<'s, 'a> {
    /// For so many bytes of text.
    fn new(setter: &'s mut Setter<'a>, levels: Option<Levels>, room: usize) -> Self {
        Self {
            styles: &setter.styles,
            means: Means { fonts: setter.fonts, region: setter.region },
            shaper: &mut setter.shaper,
            breaker: &setter.breaker,
            levels,
            atoms: Vec::with_capacity(room),
            plain: String::with_capacity(room),
            marks: Vec::with_capacity(room),
            extra: Vec::new(),
            weak: Vec::new(),
            never: Vec::new(),
            forced: Vec::new(),
            missing: Vec::new(),
        }
    }

    fn object(&mut self, object: &Object, start: usize) {
        if object.breakable {
            self.extra.push(self.atoms.len());
        }
        if object.space {
            self.marks.push((self.plain.len(), self.atoms.len()));
        }
        self.plain.push(if object.space { ' ' } else { '\u{2060}' });
        let level = self.level(start);
        self.atoms.push(Atom {
            style: object.style,
            owner: object.id,
            face: FaceId(0),
            advance: object.advance,
            glyph: None,
            space: object.space,
            joined: false,
            level,
        });
    }

    fn text(&mut self, (piece, start): (usize, usize), text: &str, of: (StyleId, u32), stick: bool) {
        let wanted = self.styles[usize::from(of.0.0)].face;
        let levels = self.levels.as_ref().and_then(|levels| levels.levels.get(start..start + text.len()));
        let items = itemise(text, wanted, levels, self.means);
        let first = self.atoms.len();
        let is_code = self.levels.is_some() && self.styles[usize::from(of.0.0)].code;
        if is_code {
            self.marker(of, self.level(start - ISOLATE.len_utf8()));
        }
        let mut lost = Vec::new();
        for run in &items.runs {
            lost.extend(self.run(text, run, of, (stick, items.clusters.as_deref())));
        }
        lost.dedup();
        // What is missing from the start is among what is lost.
        let missing = if items.missing.is_empty() { lost } else { items.missing }.into_iter();
        self.missing.extend(missing.map(|(offset, character)| MissingGlyph { character, piece, offset }));
        if is_code {
            self.marker(of, self.level(start + text.len()));
        }
        if stick {
            self.never.extend(first..self.atoms.len());
        }
    }

    /// The level at a byte of the paragraph.
    fn level(&self, at: usize) -> u8 {
        self.levels.as_ref().and_then(|levels| levels.levels.get(at)).copied().unwrap_or(0)
    }

    /// Where an isolate begins or ends: nothing is drawn, but what stands on its sides is not one run.
    fn marker(&mut self, (style, _): (StyleId, u32), level: u8) {
        self.atoms.push(Atom {
            style,
            owner: MARKER,
            face: FaceId(0),
            advance: Em::ZERO,
            glyph: None,
            space: false,
            joined: false,
            level,
        });
    }

    /// Shapes a run, and notes which of its characters a line may begin with. Returns the characters, with their offsets,
    /// that the face was thought to show and the shaper made something of that it does not.
    fn run(
        &mut self,
        text: &str,
        run: &Run,
        of: (StyleId, u32),
        (stick, clusters): (bool, Option<&[usize]>),
    ) -> Vec<(usize, char)> {
        let mut lost = Vec::new();
        let style = self.styles[usize::from(of.0.0)];
        let mut shaped = self.shaper.shape(text, run, style.tracking);
        let mut glyphs = shaped.drain(..).peekable();
        let mut in_code = None;
        let mut last = text[..run.range.start].chars().next_back();
        for (offset, character) in text[run.range.clone()].char_indices() {
            let place = run.range.start + offset;
            let mut joined = clusters.is_some_and(|bounds| bounds.binary_search(&place).is_err())
                || last.is_some_and(|last| is_one_syllable(last, character));
            last = Some(character);
            if !stick {
                let is_soft = character == SOFT_HYPHEN && !style.code && run.level.is_multiple_of(2);
                self.mark(character, joined, is_soft);
                if style.code
                    && !is_control(character)
                    && let Some(before) = in_code.replace(character)
                {
                    self.mark_code(before, character, joined);
                }
            }
            if self.levels.is_some() && is_isolate(character) {
                self.marker(of, run.level);
            }
            while let Some(shaped) = glyphs.next_if(|next| next.start == offset) {
                // Some fonts have a glyph of nothing for control characters.
                if shaped.glyph.id == 0 || character.is_control() && character != '\t' {
                    lost.push((place, character));
                }
                self.glyph(shaped, run, of, joined);
                joined = true;
            }
        }
        drop(glyphs);
        self.shaper.keep(shaped);
        lost
    }

    /// Notes what is to be asked about a line that would begin with a character; its glyphs come next. `is_soft`: it is a
    /// hyphen where the line before may end.
    fn mark(&mut self, character: char, joined: bool, is_soft: bool) {
        let at = self.atoms.len();
        if !joined {
            self.marks.push((self.plain.len(), at));
        }
        if repeats(character) {
            self.never.push(at);
        }
        self.plain.push(if is_soft { character } else { as_broken(character, joined) });
    }

    /// Within code it is our rules that say whether a line may begin with a character, by the one before it.
    fn mark_code(&mut self, before: char, character: char, joined: bool) {
        let at = self.atoms.len();
        if joined || !code_breaks(before, character) {
            return self.never.push(at);
        }
        self.extra.push(at);
        if before != ' ' {
            self.weak.push(at);
        }
    }

    fn glyph(
        &mut self,
        Shaped { glyph, is_space, .. }: Shaped,
        run: &Run,
        (style, owner): (StyleId, u32),
        joined: bool,
    ) {
        self.atoms.push(Atom {
            style,
            owner,
            face: run.face,
            advance: glyph.advance,
            space: is_space,
            glyph: Some(glyph),
            joined,
            level: run.level,
        });
    }

    fn finish(self) -> Result<Paragraph, Vec<MissingGlyph>> {
        if !self.missing.is_empty() {
            return Err(self.missing);
        }
        let (may, soft) = self.may_break();
        let mut forced = vec![false; self.atoms.len() + 1];
        self.forced.iter().for_each(|atom| forced[*atom] = true);
        let mut weak = self.weak.iter().peekable();
        let mut segments = Vec::with_capacity(may.iter().filter(|may| **may).count() + 1);
        let mut start = 0;
        for end in 1..=self.atoms.len() {
            if end == self.atoms.len() || may[end] {
                while weak.next_if(|atom| **atom < end).is_some() {}
                let weak = weak.peek().is_some_and(|atom| **atom == end);
                let is_soft = !forced[end] && soft.binary_search(&end).is_ok();
                let hyphen = is_soft.then(|| self.hyphen(&self.atoms[end - 1])).flatten();
                segments.push(Segment {
                    forced: forced[end],
                    weak,
                    hyphen,
                    ..segment(&self.atoms, start..end)
                });
                start = end;
            }
        }
        Ok(Paragraph::new(self.atoms, segments, self.levels.map(|levels| levels.base)))
    }

    /// What a line has at its end if it ends with an atom, a soft hyphen after it.
    fn hyphen(&self, last: &Atom) -> Option<Box<Atom>> {
        let tracking = self.styles[usize::from(last.style.0)].tracking;
        hyphen_after(last, self.means.fonts, tracking).map(Box::new)
    }

    /// By atom: whether a line may begin with it. And the atoms that soft hyphens stand before, in order.
    fn may_break(&self) -> (Vec<bool>, Vec<usize>) {
        let mut soft = Vec::new();
        let mut may = vec![false; self.atoms.len() + 1];
        let mut marks = self.marks.iter().peekable();
        for at in self.breaker.opportunities(&self.plain) {
            while marks.peek().is_some_and(|(offset, _)| *offset < at) {
                marks.next();
            }
            if let Some((offset, atom)) = marks.peek()
                && *offset == at
            {
                may[*atom] = true;
                if self.plain[..at].ends_with(SOFT_HYPHEN) {
                    soft.push(*atom);
                }
            }
        }
        self.never.iter().for_each(|atom| may[*atom] = false);
        self.extra.iter().for_each(|atom| may[*atom] = true);
        self.forced.iter().for_each(|atom| may[*atom] = true);
        for (atom, may) in self.atoms.iter().zip(&mut may) {
            *may &= !atom.joined;
        }
        may[0] = false;
        (may, soft)
    }
}

/// Opens a part that runs from left to right by itself.
const ISOLATE: char = '\u{2066}';

/// Whether a character opens or closes an isolate.
const fn is_isolate(character: char) -> bool {
    matches!(character, '\u{2066}'..='\u{2069}')
}

/// What the rules for line breaks are asked about in place of a character.
fn as_broken(character: char, joined: bool) -> char {
    let needs_dictionary = |character: char| {
        let script = harfrust::unicode::script(u32::from(character));
        matches!(
            script,
            Script::THAI
                | Script::LAO
                | Script::KHMER
                | Script::MYANMAR
                | Script::TAI_LE
                | Script::NEW_TAI_LUE
                | Script::TAI_THAM
                | Script::TAI_VIET
                | Script::AHOM
        )
    };
    match character {
        // Code has no hyphens but its own, and words that run to the left are not parted by any.
        SOFT_HYPHEN => '\u{2060}',
        // Letters of scripts that need a dictionary are letters like others (LB1).
        '\u{E00}'..='\u{FFFFF}' if needs_dictionary(character) => {
            if joined || is_spacing_mark(character) {
                '\u{301}'
            } else {
                'z'
            }
        }
        other => other,
    }
}

/// Marks of these scripts that are no part of the grapheme cluster before them (UAX #29, exceptions of `SpacingMark`).
const fn is_spacing_mark(character: char) -> bool {
    matches!(character,
        '\u{102B}' | '\u{102C}' | '\u{1038}' | '\u{1062}'..='\u{1064}' | '\u{1067}'..='\u{106D}' | '\u{1083}'
        | '\u{1087}'..='\u{108C}' | '\u{108F}' | '\u{109A}'..='\u{109C}' | '\u{1A61}' | '\u{1A63}' | '\u{1A64}'
        | '\u{AA7B}' | '\u{AA7D}' | '\u{11720}' | '\u{11721}')
}

fn segment(atoms: &[Atom], Range { start, end }: Range<usize>) -> Segment {
    let spaces = atoms[start..end].iter().rev().take_while(|atom| atom.space).count();
    let body = end - spaces;
    let mut widths = Widths::new();
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
    Segment { start, body, end, widths, ..Segment::default() }
}
