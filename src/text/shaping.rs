//! Runs of one face → glyphs. HarfBuzz does the shaping; kerning is on, ligatures are off.

use std::sync::Arc;

use harfrust::{Buffer, ClusterLevel, Direction, Feature, ShapeOptions, ShapePlan, ShaperFont, Tag};

use super::{FaceId, Fonts};
use crate::display::Glyph;
use crate::geom::Em;

/// Shapes runs, keeping what is costly to make: fonts, plans, the buffer, one string for each ASCII character.
pub(super) struct Shaper<'a> {
    fonts: &'a Fonts,
    /// By face.
    plans: Vec<Option<(ShaperFont<'a, 'static>, ShapePlan)>>,
    features: [Feature; 5],
    ascii: Vec<Arc<str>>,
    empty: Arc<str>,
}

impl<'a> Shaper<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        // Ligatures would break searching and copying, and code.
        let off = |tag: &[u8; 4]| Feature::new(Tag::new(tag), 0, ..);
        Self {
            fonts,
            plans: Vec::new(),
            features: [off(b"liga"), off(b"clig"), off(b"dlig"), off(b"hlig"), off(b"calt")],
            ascii: (0..128u8).map(|byte| Arc::from(char::from(byte).to_string())).collect(),
            empty: Arc::from(""),
        }
    }

    fn plan(&mut self, face: FaceId) -> Option<&(ShaperFont<'a, 'static>, ShapePlan)> {
        let index = usize::from(face.0);
        if self.plans.len() <= index {
            self.plans.resize_with(index + 1, || None);
        }
        if self.plans[index].is_none() {
            let font = self.fonts.face(face).font()?;
            let plan = ShapePlan::new(font, Direction::LeftToRight, None, None, &self.features);
            self.plans[index] = Some((ShaperFont::new(font), plan));
        }
        self.plans[index].as_ref()
    }

    /// Shapes a run of one face; `tracking` is added after every glyph.
    pub(super) fn shape(&mut self, text: &str, face: FaceId, tracking: Em) -> Vec<Glyph> {
        let features = self.features;
        let mut buffer = Buffer::new();
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        for (offset, character) in text.char_indices() {
            buffer.push(u32::from(drawn(character)), u32::try_from(offset).unwrap_or(u32::MAX));
        }
        buffer.set_direction(Direction::LeftToRight);
        let Some((font, plan)) = self.plan(face) else { return Vec::new() };
        let units = f64::from(font.units_per_em());
        let options = ShapeOptions::new().plan(Some(plan)).features(&features);
        if harfrust::shape(font, &mut buffer, options).is_err() {
            return Vec::new();
        }
        let infos = buffer.glyph_infos();
        let positions = buffer.glyph_positions();
        let mut glyphs = Vec::with_capacity(infos.len());
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = usize::try_from(info.cluster).unwrap_or(0);
            let is_first = index == 0 || infos[index - 1].cluster != info.cluster;
            let end = infos[index + 1..].iter().find(|next| next.cluster != info.cluster);
            let end = end.map_or(text.len(), |next| usize::try_from(next.cluster).unwrap_or(0));
            let characters = if is_first { &text[start..end] } else { "" };
            let natural = Em::new(f64::from(position.x_advance) / units);
            let advance = space_advance(characters).unwrap_or(natural) + tracking;
            glyphs.push(Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance,
                offset: (
                    Em::new(f64::from(position.x_offset) / units),
                    Em::new(f64::from(position.y_offset) / units),
                ),
                text: self.intern(characters),
            });
        }
        glyphs
    }

    fn intern(&self, characters: &str) -> Arc<str> {
        match characters.as_bytes() {
            [] => self.empty.clone(),
            [byte] if byte.is_ascii() => self.ascii[usize::from(*byte)].clone(),
            _ => Arc::from(characters),
        }
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

/// Whether a character is shown by nothing at all.
pub(super) const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}
