//! One face of a font file: its bytes, its style, its measures.

use std::sync::{Arc, OnceLock};

use harfrust::font::Blob;
use harfrust::unicode::{Decomposed, decompose};
use harfrust::{Font, Tag};

use super::Extents;
use super::outline::Drawn;
use super::shaping::drawn;
use crate::characters::is_invisible;
use crate::geom::Em;

/// How a face looks beside others of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FaceStyle {
    /// 400 is Regular, 700 Bold (OpenType, table `OS/2`, `usWeightClass`).
    pub(super) weight: u16,
    /// Italic or oblique.
    pub(super) italic: bool,
}

impl FaceStyle {
    /// How far it is from what is asked for: a wrong slant is worse than any wrong weight.
    pub(super) const fn distance(self, wanted: Self) -> u16 {
        let slant = if self.italic == wanted.italic { 0 } else { 1000 };
        slant + self.weight.abs_diff(wanted.weight)
    }
}

/// One face of a font file, parsed when it is first used.
pub struct Face {
    name: Arc<str>,
    pub(super) family: Arc<str>,
    pub(super) style: FaceStyle,
    data: Blob,
    index: u32,
    /// Location in a variable font's design space.
    axes: Vec<(Tag, f32)>,
    parsed: OnceLock<Option<Font>>,
    has_ascii: OnceLock<bool>,
    drawn: Drawn,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({}, {} bytes)", self.name, self.data.len())
    }
}

impl Face {
    /// Whether it is told from a Regular face: `SemiBold` and up.
    pub(crate) const fn is_bold(&self) -> bool {
        self.style.weight >= 600
    }

    /// Italic or oblique.
    pub(crate) const fn is_italic(&self) -> bool {
        self.style.italic
    }

    /// A face of the binary: family and style are known without looking into the file.
    pub(super) fn bundled((family, name): (&str, &str), style: FaceStyle, data: &'static [u8]) -> Self {
        Self::new((family, name), style, (Blob::from(data), 0, Vec::new()))
    }

    pub(super) fn new(
        (family, name): (&str, &str),
        style: FaceStyle,
        (data, index, axes): (Blob, u32, Vec<(Tag, f32)>),
    ) -> Self {
        Self {
            name: Arc::from(name),
            family: Arc::from(family),
            style,
            data,
            index,
            axes,
            parsed: OnceLock::new(),
            has_ascii: OnceLock::new(),
            drawn: Drawn::default(),
        }
    }

    /// PostScript name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Which font of the file, if it is a collection.
    #[must_use]
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// Where it lies in the design space of a variable font: axis tag and value; empty for others.
    pub fn axes(&self) -> impl Iterator<Item = ([u8; 4], f32)> + '_ {
        self.axes.iter().map(|(tag, value)| (tag.to_be_bytes(), *value))
    }

    pub(super) const fn drawn(&self) -> &Drawn {
        &self.drawn
    }

    /// For shaping; `None` if the file is no font.
    pub(super) fn font(&self) -> Option<&Font> {
        self.parsed
            .get_or_init(|| {
                let font = Font::new(self.data.clone(), self.index)?;
                let axes = self.axes.iter().map(|(tag, value)| (*tag, *value));
                Some(if self.axes.is_empty() {
                    font
                } else {
                    font.instance_builder().variations(axes).build()
                })
            })
            .as_ref()
    }

    /// The glyph of a character.
    #[must_use]
    pub fn glyph_for(&self, character: char) -> Option<u16> {
        let glyph = self.font()?.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|glyph| *glyph != 0)
    }

    /// Whether it has all printable ASCII characters, so that nobody needs to ask for each.
    pub(super) fn has_ascii(&self) -> bool {
        *self.has_ascii.get_or_init(|| (' '..='~').all(|character| self.glyph_for(character).is_some()))
    }

    /// Whether it shows a character, in one piece or in its canonical parts (the shaper puts them together).
    pub(super) fn shows(&self, character: char) -> bool {
        if let Some(parts) = shaped_as(character) {
            return parts.iter().all(|part| self.glyph_for(*part).is_some());
        }
        if is_invisible(character) || self.glyph_for(drawn(character)).is_some() {
            return true;
        }
        let part = |code: u32| char::from_u32(code).is_some_and(|part| self.shows(part));
        match decompose(u32::from(character)) {
            Some(Decomposed::Singleton(one)) => part(one),
            Some(Decomposed::Pair(base, mark)) => part(base) && part(mark),
            None => false,
        }
    }

    /// Whether it shows all of a grapheme cluster.
    pub(super) fn shows_all(&self, cluster: &str) -> bool {
        cluster.chars().all(|character| self.shows(character)) || self.shows_composed(cluster)
    }

    /// Whether it shows a letter and its mark as one glyph, though it has no glyph for the mark alone.
    fn shows_composed(&self, cluster: &str) -> bool {
        let mut characters = cluster.chars().filter(|character| !is_invisible(*character));
        let Some(first) = characters.next() else { return true };
        let composed = characters
            .try_fold(u32::from(first), |base, mark| harfrust::unicode::compose(base, u32::from(mark)));
        composed.and_then(char::from_u32).is_some_and(|whole| self.shows(whole))
    }
}

/// What a shaper draws in place of a character, whether the face has a glyph for it or not: the sign that Thai and Lao
/// write for "am" is a ring above the letter and a vowel behind it.
const fn shaped_as(character: char) -> Option<[char; 2]> {
    match character {
        '\u{E33}' => Some(['\u{E4D}', '\u{E32}']),
        '\u{EB3}' => Some(['\u{ECD}', '\u{EB2}']),
        _ => None,
    }
}

/// Measures of a face, in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceMetrics {
    /// Above the baseline.
    pub ascent: Em,
    /// Below the baseline, negative.
    pub descent: Em,
    /// Of capital letters.
    pub cap_height: Em,
    /// Slant in degrees, counter-clockwise from upright.
    pub italic_angle: f64,
}

impl Face {
    /// Measures for the PDF's font descriptor.
    #[must_use]
    pub fn metrics(&self) -> FaceMetrics {
        let nothing =
            FaceMetrics { ascent: Em::ZERO, descent: Em::ZERO, cap_height: Em::ZERO, italic_angle: 0.0 };
        let Some(font) = self.font() else { return nothing };
        let metrics = font.metrics();
        let Some(line) = metrics.hhea_line else { return nothing };
        let em = |units: f64| Em::new(units / f64::from(font.units_per_em()));
        FaceMetrics {
            ascent: em(line.ascender.to_f64()),
            descent: em(line.descender.to_f64()),
            cap_height: em(metrics.cap_height.unwrap_or(line.ascender).to_f64()),
            italic_angle: font.style_metrics().italic_angle.map_or(0.0, |angle| angle.to_f64()),
        }
    }

    /// The ink of a glyph; nothing for glyphs without ink.
    pub(super) fn extents(&self, glyph: u16) -> Extents {
        let extents = self.font().and_then(|font| {
            let glyph = harfrust::GlyphId::new(u32::from(glyph));
            Some((harfrust::ShaperFont::new(font).default_glyph_extents(glyph)?, font.units_per_em()))
        });
        extents.map_or(Extents::default(), |(extents, units)| {
            let em = |length: f64| Em::new(length / f64::from(units));
            let top = f64::from(extents.y_bearing);
            Extents { top: em(top), bottom: em(-top - f64::from(extents.height)) }
        })
    }

    /// How high a character's ink rises above the baseline; `None` if the face does not show it.
    #[must_use]
    pub fn height_of(&self, character: char) -> Option<Em> {
        self.glyph_for(character).map(|glyph| self.extents(glyph).top)
    }

    /// The advance of a glyph in the font file, without kerning.
    #[must_use]
    pub fn advance(&self, glyph: u16) -> Em {
        let Some(font) = self.font() else { return Em::ZERO };
        let shaper = harfrust::ShaperFont::new(font);
        let advance = shaper.default_glyph_h_advance(harfrust::GlyphId::new(u32::from(glyph)));
        Em::new(f64::from(advance) / f64::from(font.units_per_em()))
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{FaceId, Fonts};

    #[test]
    fn ink_rises_above_its_baseline_and_goes_below_it() {
        let fonts = Fonts::bundled();
        let face = fonts.face(FaceId(0));
        let extents = |character: char| face.extents(face.glyph_for(character).unwrap());
        let [x, g, cap] = ['x', 'g', 'É'].map(extents);
        assert!(g.bottom > x.bottom && cap.top > g.top, "{x:?} {g:?} {cap:?}");
        assert!(x.bottom.get().abs() < 0.02 && (0.15..0.3).contains(&g.bottom.get()), "{x:?} {g:?}");
        assert_eq!(extents(' '), super::Extents::default());
    }
}
