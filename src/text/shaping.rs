//! Runs of one face → glyphs. HarfBuzz does the shaping; kerning is on, ligatures are off where letters can do without.

use std::borrow::Cow;

use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Direction, Feature, Language, Script, ShapeOptions, ShapePlan,
    ShaperFont, Tag,
};

use super::itemise::Run;
use super::{FaceId, Fonts};
use crate::display::{Glyph, Text};
use crate::geom::Em;

/// A glyph and the byte of its run's text that it begins at.
pub(super) struct Shaped {
    pub(super) glyph: Glyph,
    pub(super) start: usize,
    /// Whether it is white space that vanishes where a line ends.
    pub(super) is_space: bool,
}

/// Shapes runs, keeping what is costly to make: fonts, plans, room for the glyphs of a run.
pub(super) struct Shaper<'a> {
    fonts: &'a Fonts,
    language: Option<Language>,
    /// By face; nearly always one for each.
    plans: Vec<Vec<Plan<'a>>>,
    features: [Feature; 5],
    buffer: Buffer,
    /// Where the clusters of a run begin.
    starts: Vec<usize>,
    /// Room for the glyphs of a run.
    room: Vec<Shaped>,
}

/// How a face shapes a script in a direction.
struct Plan<'a> {
    script: Option<Script>,
    direction: Direction,
    font: ShaperFont<'a, 'static>,
    plan: ShapePlan,
}

impl<'a> Shaper<'a> {
    pub(super) fn new(fonts: &'a Fonts, language: Option<&str>) -> Self {
        // Ligatures would break searching and copying, and code. Those that a script cannot do without (`rlig`) stay.
        let off = |tag: &[u8; 4]| Feature::new(Tag::new(tag), 0, ..);
        Self {
            fonts,
            language: language.and_then(Language::new),
            plans: Vec::new(),
            features: [off(b"liga"), off(b"clig"), off(b"dlig"), off(b"hlig"), off(b"calt")],
            buffer: Buffer::new(),
            starts: Vec::new(),
            room: Vec::new(),
        }
    }

    fn plan(&mut self, face: FaceId, script: Option<Script>, direction: Direction) -> Option<&Plan<'a>> {
        let index = usize::from(face.0);
        if self.plans.len() <= index {
            self.plans.resize_with(index + 1, Vec::new);
        }
        let is_it = |plan: &Plan<'_>| (plan.script, plan.direction) == (script, direction);
        if !self.plans[index].iter().any(is_it) {
            let font = self.fonts.face(face).font()?;
            let features = features_of(&self.features, script);
            let plan = ShapePlan::new(font, direction, script, self.language.as_ref(), features);
            self.plans[index].push(Plan { script, direction, font: ShaperFont::new(font), plan });
        }
        self.plans[index].iter().find(|plan| is_it(plan))
    }

    /// Takes back the room of glyphs that are used up.
    pub(super) fn keep(&mut self, mut room: Vec<Shaped>) {
        room.clear();
        self.room = room;
    }

    /// Shapes a run, in logical order; `tracking` is added after every cluster.
    pub(super) fn shape(&mut self, text: &str, run: &Run, tracking: Em) -> Vec<Shaped> {
        let direction = if run.level % 2 == 1 { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        // Nothing is drawn that the text does not have.
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
        let part = &text[run.range.clone()];
        let face = self.fonts.face(run.face);
        let is_shaped = |character: char| {
            !is_control(character) && (!is_filler(character) || face.glyph_for(character).is_some())
        };
        for (offset, character) in part.char_indices().filter(|(_, character)| is_shaped(*character)) {
            buffer.push(u32::from(drawn(character)), u32::try_from(offset).unwrap_or(u32::MAX));
        }
        buffer.set_direction(direction);
        buffer.set_script(run.script);
        buffer.set_language(self.language.clone());
        let features = self.features;
        let features = features_of(&features, run.script);
        let Some(plan) = self.plan(run.face, run.script, direction) else { return unshaped(part) };
        let units = f64::from(plan.font.units_per_em());
        let options = ShapeOptions::new().plan(Some(&plan.plan)).features(features);
        if harfrust::shape(&plan.font, &mut buffer, options).is_err() {
            return unshaped(part);
        }
        if direction == Direction::RightToLeft {
            buffer.reverse();
        }
        self.starts.clear();
        self.starts
            .extend(buffer.glyph_infos().iter().map(|info| usize::try_from(info.cluster).unwrap_or(0)));
        mend(&mut self.starts);
        let mut room = std::mem::take(&mut self.room);
        room.extend(glyphs(part, (&buffer, &self.starts), units, tracking));
        self.buffer = buffer;
        room
    }
}

/// Where a face cannot be used: no character has a glyph, so each is reported as missing.
fn unshaped(part: &str) -> Vec<Shaped> {
    let shown = part.char_indices().filter(|(_, character)| !is_control(*character));
    shown.map(|(start, _)| Shaped { glyph: Glyph::default(), start, is_space: false }).collect()
}

/// The glyphs of a buffer in logical order, with where their clusters start.
fn glyphs(
    part: &str,
    (buffer, starts): (&Buffer, &[usize]),
    units: f64,
    tracking: Em,
) -> impl Iterator<Item = Shaped> {
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).enumerate();
    glyphs.map(move |(index, (info, position))| {
        let start = starts[index];
        let is_first = index == 0 || starts[index - 1] != start;
        let characters = if is_first {
            let end = starts[index..].iter().find(|next| **next != start).copied().unwrap_or(part.len());
            part.get(start..end).unwrap_or_default()
        } else {
            ""
        };
        let natural = Em::new(f64::from(position.x_advance) / units);
        // Marks stay where they are on their letter.
        let is_last = starts.get(index + 1) != Some(&start);
        let tracking = if is_last { tracking } else { Em::ZERO };
        let text = kept(characters);
        Shaped {
            start,
            is_space: is_space(&text),
            glyph: Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: space_advance(&text).unwrap_or(natural) + tracking,
                offset: (
                    Em::new(f64::from(position.x_offset) / units),
                    Em::new(f64::from(position.y_offset) / units),
                ),
                text: Text::from(&*text),
            },
        }
    })
}

/// The characters that are left when those have gone that control breaks or directions.
fn kept(characters: &str) -> Cow<'_, str> {
    if characters.contains(is_control) {
        characters.chars().filter(|character| !is_control(*character)).collect()
    } else {
        Cow::Borrowed(characters)
    }
}

/// Mends where the clusters of glyphs in logical order start. Marks without a letter may be moved before what they follow; these
/// are one cluster then, so that no character is left without a glyph.
fn mend(starts: &mut [usize]) {
    for index in (1..starts.len()).rev() {
        starts[index - 1] = starts[index - 1].min(starts[index]);
    }
}

/// What is turned off: nothing in scripts that cannot do without joined and contextual forms.
fn features_of(off: &[Feature], script: Option<Script>) -> &[Feature] {
    match script {
        None | Some(Script::LATIN | Script::GREEK | Script::CYRILLIC) => off,
        Some(_) => &[],
    }
}

/// What is drawn for a character: kinds of space are the face's own space with another width.
pub(super) const fn drawn(character: char) -> char {
    match character {
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// Widths of the spaces that have one of their own (Unicode, table 6-2).
fn space_advance(text: &str) -> Option<Em> {
    let mut characters = text.chars();
    let share = match characters.next()? {
        '\u{2009}' | '\u{202f}' => 0.2,
        '\u{200a}' => 0.1,
        '\u{2002}' | '\u{2000}' => 0.5,
        '\u{2003}' | '\u{2001}' | '\u{3000}' => 1.0,
        _ => return None,
    };
    characters.next().is_none().then_some(Em::new(share))
}

/// Whether a text is white space that vanishes where a line ends.
fn is_space(text: &str) -> bool {
    matches!(text, " " | "\u{a0}" | "\t" | "\u{3000}")
}

/// Whether a character holds the place of a Korean letter: shapers draw what the font has for it, even if it is a box.
const fn is_filler(character: char) -> bool {
    matches!(character, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

/// Whether an invisible character has done its work before shaping: it controls breaks or directions, not letters.
pub(super) const fn is_control(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
