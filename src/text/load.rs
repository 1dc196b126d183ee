//! Font files that are not in the binary.

use std::fmt;

use harfrust::font::attribute::{Attributes, Style};
use harfrust::font::name::NameId;
use harfrust::font::{Blob, Format};
use harfrust::{Font, Tag};
use read_fonts::{FontRef, TableProvider as _};

use super::face::{Face, FaceStyle};
use super::{Fonts, Rank};

/// Why a font file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontError {
    /// No TrueType or OpenType font, nor a collection of them.
    Format,
    /// WOFF or WOFF2.
    Web,
    /// A table that every font has cannot be read.
    Broken,
    /// Its licence bits forbid what a PDF does with it (OpenType, `OS/2`, `fsType`).
    Licence,
    /// More faces than are taken of a file, or of all of them.
    Many,
    /// Its glyphs are bitmaps or coloured layers instead of outlines.
    Colour,
}

impl FontError {
    /// What to do about it.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Format => "name a TrueType or OpenType file (.ttf, .otf, .ttc)",
            Self::Web => "unpack it to .ttf or .otf first",
            Self::Broken => "get the file anew from its maker",
            Self::Many => "name a file of fewer faces",
            Self::Licence => "use a font with an open licence, such as those of the Noto family",
            Self::Colour => "use a font of outlines, such as Noto Emoji",
        }
    }
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "this is no TrueType or OpenType font",
            Self::Web => "this font is packed for the web",
            Self::Broken => "a table of this font is missing or damaged",
            Self::Many => "there are more faces than can be taken: 64 of a file, and 65,535 in all",
            Self::Licence => "the licence bits of this font forbid to embed it, or to cut it down",
            Self::Colour => "this is a font of coloured pictures",
        })
    }
}

/// Weights that a variable font is asked for, if it has them.
const WEIGHTS: [u16; 4] = [400, 500, 600, 700];
/// The largest collections of East Asian faces have some 40.
const MOST_FACES: u32 = 64;

impl Fonts {
    /// Adds the faces of a font file. They are tried where the face that a text asks for lacks a character, in the order of
    /// [`Rank`], then in the order in which they were added.
    ///
    /// # Errors
    /// A file that is no font, or that must not or cannot be embedded.
    pub fn add(&mut self, data: Vec<u8>, rank: Rank) -> Result<(), FontError> {
        if data.starts_with(b"wOFF") || data.starts_with(b"wOF2") {
            return Err(FontError::Web);
        }
        let Some(Format::Sfnt(count)) = Format::new(&data) else { return Err(FontError::Format) };
        if count > MOST_FACES {
            return Err(FontError::Many);
        }
        let data = Blob::from(data);
        let mut faces = Vec::new();
        for index in 0..count {
            let font = Font::new(data.clone(), index).ok_or(FontError::Broken)?;
            check(&font, FontRef::from_index(&data, index).map_err(|_| FontError::Broken)?)?;
            faces.extend(instances(&font, &data, index));
        }
        if !self.has_room_for(faces.len()) {
            return Err(FontError::Many);
        }
        faces.into_iter().for_each(|face| self.push(face, rank));
        Ok(())
    }
}

/// Whether a font can be shown, and may be.
fn check(font: &Font, tables: FontRef<'_>) -> Result<(), FontError> {
    let has = |tag: &[u8; 4]| tables.data_for_tag(Tag::new(tag)).is_some();
    if [b"COLR", b"CBDT", b"sbix", b"SVG "].into_iter().any(has) {
        return Err(FontError::Colour);
    }
    if !(has(b"glyf") || has(b"CFF ") || has(b"CFF2")) {
        return Err(FontError::Broken);
    }
    if font.units_per_em() == 0 || font.num_glyphs() == 0 || tables.hmtx().is_err() || tables.cmap().is_err()
    {
        return Err(FontError::Broken);
    }
    let bits = tables.os2().map_or(0, |os2| os2.fs_type());
    // 2 alone: restricted; bit 8: no subsetting; bit 9: bitmaps only.
    if bits & 0xF == 2 || bits & 0x300 != 0 { Err(FontError::Licence) } else { Ok(()) }
}

/// The faces of one font: itself, or the weights of a variable one.
fn instances(font: &Font, data: &Blob, index: u32) -> Vec<Face> {
    let name = |id: NameId| {
        font.names().get(id)?.english_or_first().map(|name| name.name().chars().collect::<String>())
    };
    let family =
        name(NameId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(NameId::FAMILY_NAME)).unwrap_or_default();
    let given = name(NameId::POSTSCRIPT_NAME).unwrap_or_else(|| family.clone());
    let post_script = post_script(&given);
    let own = font.default_attributes();
    let face = |name: &str, attributes: Attributes, axes: Vec<(Tag, f32)>| {
        let style = FaceStyle {
            weight: whole(attributes.weight.value()),
            italic: !matches!(attributes.style, Style::Normal),
        };
        Face::new((&family, name), style, (data.clone(), index, axes))
    };
    let Some(axis) = font.axes().get_by_tag(Tag::new(b"wght")) else {
        return vec![face(&post_script, own, Vec::new())];
    };
    let range = axis.min_value()..=axis.max_value();
    let weights = WEIGHTS.into_iter().filter(|weight| range.contains(&f32::from(*weight)));
    let faces: Vec<Face> = weights
        .map(|weight| {
            let axes = vec![(Tag::new(b"wght"), f32::from(weight))];
            let attributes = Attributes::from_variations(font, axes.iter().copied());
            let mut face = face(&format!("{post_script}-{weight}"), attributes, axes);
            face.style.weight = weight;
            face
        })
        .collect();
    if faces.is_empty() { vec![face(&post_script, own, Vec::new())] } else { faces }
}

/// A weight class.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 1000")]
fn whole(weight: f32) -> u16 {
    weight.clamp(1.0, 1000.0).round() as u16
}

/// A name that PDF and PostScript take: printable ASCII without brackets and the like (OpenType, name ID 6).
fn post_script(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    let plain: String = name.chars().filter(|c| is_plain(*c)).take(60).collect();
    if plain.is_empty() { "Font".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FaceId, Weight};

    const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSansLatin_400Regular.ttf");

    /// The file with other licence bits.
    fn licensed(bits: u16) -> Vec<u8> {
        let mut font = REGULAR.to_vec();
        let records = (12..).step_by(16);
        let os2 = records.take(64).find(|at| &font[*at..*at + 4] == b"OS/2").unwrap();
        let start = u32::from_be_bytes(font[os2 + 8..os2 + 12].try_into().unwrap());
        let at = usize::try_from(start).unwrap() + 8;
        font[at..at + 2].copy_from_slice(&bits.to_be_bytes());
        font
    }

    #[test]
    fn licence_bits_are_heeded() {
        for (bits, result) in [
            (0, Ok(())),
            (2, Err(FontError::Licence)),
            (4, Ok(())),
            (8, Ok(())),
            (0x108, Err(FontError::Licence)),
            (0x200, Err(FontError::Licence)),
        ] {
            assert_eq!(Fonts::bundled().add(licensed(bits), Rank::Sheet), result, "{bits:#x}");
        }
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let header = [&b"ttcf"[..], &[0, 1, 0, 0], &65_u32.to_be_bytes()].concat();
        let offsets = 65_u32.to_be_bytes().repeat(65);
        for (data, error) in [
            (&b""[..], FontError::Format),
            (&[header, offsets].concat(), FontError::Many),
            (b"wOF2\0\x01\0\0", FontError::Web),
            (b"{\"title\": 1}", FontError::Format),
            (&REGULAR[..2000], FontError::Broken),
        ] {
            assert_eq!(Fonts::bundled().add(data.to_vec(), Rank::Sheet), Err(error));
        }
    }

    #[test]
    fn every_face_has_an_id() {
        let fonts = Fonts::bundled();
        assert!(fonts.has_room_for(65_535 - 16) && !fonts.has_room_for(65_535 - 15));
    }

    #[test]
    fn families_of_the_binary_are_tried_first() {
        let wanted = Fonts::bundled().select(false, Weight::Regular, false);
        for rank in [Rank::Sheet, Rank::Folder] {
            let mut fonts = Fonts::bundled();
            fonts.add(REGULAR.to_vec(), rank).unwrap();
            assert_eq!(fonts.covering_in(None, wanted, "ж"), Some(FaceId(8)));
        }
    }
}
