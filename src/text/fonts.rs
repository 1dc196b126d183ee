//! The faces at hand.

use std::borrow::Cow;
use std::sync::OnceLock;

use harfrust::Font;

use crate::geom::Em;

/// Index into the faces of [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Weights of the bundled families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the usual ones")]
pub enum Weight {
    Regular,
    Medium,
    SemiBold,
    Bold,
}

/// One font file, parsed when it is first used.
pub struct Face {
    name: &'static str,
    data: Cow<'static, [u8]>,
    parsed: OnceLock<Option<Font>>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({}, {} bytes)", self.name, self.data.len())
    }
}

impl Face {
    fn new(name: &'static str, data: &'static [u8]) -> Self {
        Self { name, data: Cow::Borrowed(data), parsed: OnceLock::new() }
    }

    /// PostScript name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name
    }

    /// The whole file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// For shaping; `None` if the file is no font.
    pub(super) fn font(&self) -> Option<&Font> {
        self.parsed
            .get_or_init(|| match &self.data {
                Cow::Borrowed(bytes) => Font::new(*bytes, 0),
                Cow::Owned(bytes) => Font::new(bytes.clone(), 0),
            })
            .as_ref()
    }

    /// The glyph of a character.
    #[must_use]
    pub fn glyph_for(&self, character: char) -> Option<u16> {
        let glyph = self.font()?.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|glyph| *glyph != 0)
    }
}

/// The faces at hand: the bundled ones first, then fallbacks in the order they are tried.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Face>,
}

macro_rules! face {
    ($name:literal, $file:literal) => {
        Face::new($name, include_bytes!(concat!("../../fonts/", $file, ".ttf")))
    };
}

const MONO: u16 = 6;

impl Fonts {
    /// The faces in the binary.
    #[must_use]
    pub fn bundled() -> Self {
        Self {
            faces: vec![
                face!("IBMPlexSansCond-Regular", "IBMPlexSansCondensed_400Regular"),
                face!("IBMPlexSansCond-Italic", "IBMPlexSansCondensed_400Regular_Italic"),
                face!("IBMPlexSansCond-Medium", "IBMPlexSansCondensed_500Medium"),
                face!("IBMPlexSansCond-SemiBold", "IBMPlexSansCondensed_600SemiBold"),
                face!("IBMPlexSansCond-Bold", "IBMPlexSansCondensed_700Bold"),
                face!("IBMPlexSansCond-BoldItalic", "IBMPlexSansCondensed_700Bold_Italic"),
                face!("IBMPlexMono", "IBMPlexMono_400Regular"),
                face!("IBMPlexMono-SemiBold", "IBMPlexMono_600SemiBold"),
            ],
        }
    }

    /// The face of a text style. Mono has Regular and `SemiBold`, and no italics; of the sans, only Regular and Bold have.
    #[must_use]
    pub const fn select(&self, mono: bool, weight: Weight, italic: bool) -> FaceId {
        FaceId(match (mono, weight, italic) {
            (true, Weight::Regular | Weight::Medium, _) => MONO,
            (true, Weight::SemiBold | Weight::Bold, _) => MONO + 1,
            (false, Weight::Regular | Weight::Medium, true) => 1,
            (false, Weight::SemiBold | Weight::Bold, true) => 5,
            (false, Weight::Regular, false) => 0,
            (false, Weight::Medium, false) => 2,
            (false, Weight::SemiBold, false) => 3,
            (false, Weight::Bold, false) => 4,
        })
    }

    /// A face by its id.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// The first face that shows a character: the one asked for, else any other in order.
    #[must_use]
    pub fn covering(&self, first: FaceId, character: char) -> Option<FaceId> {
        if self.face(first).glyph_for(character).is_some() {
            return Some(first);
        }
        let others = (0..self.faces.len()).filter_map(|index| u16::try_from(index).ok()).map(FaceId);
        others.into_iter().find(|id| self.face(*id).glyph_for(character).is_some())
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

    /// The advance of a glyph in the font file, without kerning.
    #[must_use]
    pub fn advance(&self, glyph: u16) -> Em {
        let Some(font) = self.font() else { return Em::ZERO };
        let shaper = harfrust::ShaperFont::new(font);
        let advance = shaper.default_glyph_h_advance(harfrust::GlyphId::new(u32::from(glyph)));
        Em::new(f64::from(advance) / f64::from(font.units_per_em()))
    }
}
