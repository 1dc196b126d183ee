//! The faces at hand, and which of them shows what.

use std::sync::Arc;

use super::face::{Face, FaceStyle};
use super::region::Region;

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

impl Weight {
    /// OpenType, table `OS/2`, `usWeightClass`.
    const fn class(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
            Self::Bold => 700,
        }
    }
}

/// When the families of a font file are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// In the binary: first, so that a font named for one script does not change another.
    Bundled,
    /// Named in the sheet.
    Sheet,
    /// Found in a folder: last.
    Folder,
}

/// The faces at hand: those that styles ask for, and families that are tried where those have no glyph.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Face>,
    /// In the order they are tried.
    families: Vec<Family>,
}

/// Faces of one design.
#[derive(Debug)]
struct Family {
    rank: Rank,
    name: Arc<str>,
    /// Whose forms it has, if it is one of several that differ in them.
    region: Option<Region>,
    faces: Vec<FaceId>,
}

macro_rules! face {
    ($family:literal, $weight:literal, $slant:expr, $name:literal, $file:literal) => {
        Face::bundled(
            ($family, $name),
            FaceStyle { weight: $weight, italic: $slant },
            include_bytes!(concat!("../../fonts/", $file, ".ttf")),
        )
    };
}

const MONO: u16 = 6;

impl Fonts {
    /// The faces in the binary: IBM Plex Sans Condensed and Mono for all that styles ask for, IBM Plex Sans for Greek and
    /// Cyrillic, Noto Sans for the rest of the Latin, Greek and Cyrillic blocks.
    #[must_use]
    pub fn bundled() -> Self {
        let mut fonts = Self { faces: Vec::new(), families: Vec::new() };
        for face in designed() {
            fonts.faces.push(face);
        }
        for face in fallbacks() {
            fonts.push(face, Rank::Bundled);
        }
        fonts
    }

    /// Whether so many more faces can have an id.
    pub(super) const fn has_room_for(&self, faces: usize) -> bool {
        self.faces.len() + faces <= u16::MAX as usize
    }

    /// Adds a face to its family, if there is room for it.
    pub(super) fn push(&mut self, face: Face, rank: Rank) {
        let Ok(index) = u16::try_from(self.faces.len()) else { return };
        let id = FaceId(index);
        match self.families.iter_mut().find(|family| family.rank == rank && family.name == face.family) {
            Some(family) => family.faces.push(id),
            None => {
                let place = self.families.partition_point(|family| family.rank <= rank);
                let region = Region::of_family(&face.family);
                let family = Family { rank, name: face.family.clone(), region, faces: vec![id] };
                self.families.insert(place, family);
            }
        }
        self.faces.push(face);
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

    /// The names of the families that a theme may choose: those in the binary, and those that the sheet brings along.
    #[must_use]
    pub fn family_names(&self) -> Vec<&str> {
        let designed = self.faces[..=usize::from(MONO + 1)].iter().map(|face| &*face.family);
        let others = self.families.iter().filter(|family| family.rank != Rank::Folder);
        let mut names: Vec<&str> = Vec::new();
        for name in designed.chain(others.map(|family| &*family.name)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The face of a family that is nearest to a weight and a slant; `None` if there is no such family. Of two families of one
    /// name, that of the sheet.
    #[must_use]
    pub fn select_in(&self, family: &str, weight: Weight, italic: bool) -> Option<FaceId> {
        let wanted = FaceStyle { weight: weight.class(), italic };
        let of_rank = |rank: Rank| {
            let named = self.families.iter().find(|found| found.rank == rank && &*found.name == family);
            named.map(|found| found.faces.clone())
        };
        let designed = || (0..=MONO + 1).map(FaceId).filter(|id| &*self.face(*id).family == family).collect();
        let faces: Vec<FaceId> =
            of_rank(Rank::Sheet).or_else(|| of_rank(Rank::Bundled)).unwrap_or_else(designed);
        faces.into_iter().min_by_key(|id| self.face(*id).style.distance(wanted))
    }

    /// A face by its id.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// Draws glyphs before they are needed, and does something else between the faces. A font that cannot be read is told of
    /// when they are.
    pub(crate) fn draw(&self, glyphs: impl Iterator<Item = (FaceId, u16)>, between: impl Fn()) {
        let mut is_wanted = vec![Vec::new(); self.faces.len()];
        for (face, glyph) in glyphs {
            let (of_face, glyph): (&mut Vec<bool>, _) =
                (&mut is_wanted[usize::from(face.0)], usize::from(glyph));
            if of_face.len() <= glyph {
                of_face.resize(glyph + 1, false);
            }
            of_face[glyph] = true;
        }
        for (face, is_wanted) in
            self.faces.iter().zip(is_wanted).filter(|(_, is_wanted)| !is_wanted.is_empty())
        {
            let Ok(outlines) = face.outlines() else { continue };
            let wanted = (0..=u16::MAX).zip(is_wanted).filter(|(_, is_wanted)| *is_wanted);
            wanted.for_each(|(glyph, _)| _ = outlines.of(glyph));
            between();
        }
    }

    /// The face that shows a grapheme cluster: the one asked for, else the best match of weight and slant in the first family
    /// that has the characters, or in one of its rank that has the region's forms of them.
    pub(super) fn covering_in(
        &self,
        region: Option<Region>,
        wanted: FaceId,
        cluster: &str,
    ) -> Option<FaceId> {
        let face = self.face(wanted);
        if face.shows_all(cluster) {
            return Some(wanted);
        }
        let shows = |id: &FaceId| self.face(*id).shows_all(cluster);
        let able = |family: &Family| {
            let able = family.faces.iter().copied().filter(shows);
            able.min_by_key(|id| self.face(*id).style.distance(face.style))
        };
        let mut families = self.families.iter();
        while let Some(family) = families.next() {
            let Some(found) = able(family) else { continue };
            if region.is_none() || family.region == region {
                return Some(found);
            }
            let of_rank = families.take_while(|other| other.rank == family.rank);
            return of_rank.filter(|other| other.region == region).find_map(able).or(Some(found));
        }
        // What only the other designs have: box drawings of the mono, for example.
        (0..=MONO + 1).map(FaceId).find(shows)
    }
}

/// The faces that styles ask for, by [`Fonts::select`].
fn designed() -> [Face; 8] {
    [
        face!(
            "IBM Plex Sans Condensed",
            400,
            false,
            "IBMPlexSansCond-Regular",
            "IBMPlexSansCondensed_400Regular"
        ),
        face!(
            "IBM Plex Sans Condensed",
            400,
            true,
            "IBMPlexSansCond-Italic",
            "IBMPlexSansCondensed_400Regular_Italic"
        ),
        face!(
            "IBM Plex Sans Condensed",
            500,
            false,
            "IBMPlexSansCond-Medium",
            "IBMPlexSansCondensed_500Medium"
        ),
        face!(
            "IBM Plex Sans Condensed",
            600,
            false,
            "IBMPlexSansCond-SemiBold",
            "IBMPlexSansCondensed_600SemiBold"
        ),
        face!("IBM Plex Sans Condensed", 700, false, "IBMPlexSansCond-Bold", "IBMPlexSansCondensed_700Bold"),
        face!(
            "IBM Plex Sans Condensed",
            700,
            true,
            "IBMPlexSansCond-BoldItalic",
            "IBMPlexSansCondensed_700Bold_Italic"
        ),
        face!("IBM Plex Mono", 400, false, "IBMPlexMono", "IBMPlexMono_400Regular"),
        face!("IBM Plex Mono", 600, false, "IBMPlexMono-SemiBold", "IBMPlexMono_600SemiBold"),
    ]
}

/// The faces for what those have not.
fn fallbacks() -> [Face; 8] {
    [
        face!("IBM Plex Sans", 400, false, "IBMPlexSans", "IBMPlexSans_400Regular"),
        face!("IBM Plex Sans", 400, true, "IBMPlexSans-Italic", "IBMPlexSans_400Regular_Italic"),
        face!("IBM Plex Sans", 500, false, "IBMPlexSans-Medium", "IBMPlexSans_500Medium"),
        face!("IBM Plex Sans", 600, false, "IBMPlexSans-SemiBold", "IBMPlexSans_600SemiBold"),
        face!("IBM Plex Sans", 700, false, "IBMPlexSans-Bold", "IBMPlexSans_700Bold"),
        face!("IBM Plex Sans", 700, true, "IBMPlexSans-BoldItalic", "IBMPlexSans_700Bold_Italic"),
        face!("Noto Sans", 400, false, "NotoSans-Regular", "NotoSansLatin_400Regular"),
        face!("Noto Sans", 700, false, "NotoSans-Bold", "NotoSansLatin_700Bold"),
    ]
}

#[cfg(test)]
mod tests {
    use harfrust::Script;

    use super::*;

    fn name(fonts: &Fonts, wanted: FaceId, cluster: &str) -> Option<String> {
        fonts.covering_in(None, wanted, cluster).map(|id| fonts.face(id).name().to_owned())
    }

    #[test]
    fn what_the_design_lacks_comes_from_the_nearest_face_that_has_it() {
        let fonts = Fonts::bundled();
        let bold = fonts.select(false, Weight::Bold, false);
        let italic = fonts.select(false, Weight::Regular, true);
        for (wanted, cluster, expected) in [
            (bold, "a", "IBMPlexSansCond-Bold"),
            (bold, "ж", "IBMPlexSans-Bold"),
            (italic, "λ", "IBMPlexSans-Italic"),
            // Not in one piece, but in its parts.
            (bold, "ẽ", "IBMPlexSansCond-Bold"),
            (bold, "ɣ", "NotoSans-Bold"),
            (italic, "ᾷ", "NotoSans-Regular"),
        ] {
            assert_eq!(name(&fonts, wanted, cluster).as_deref(), Some(expected), "{cluster}");
        }
        assert_eq!(name(&fonts, bold, "字"), None);
    }

    #[test]
    fn a_family_gives_its_nearest_face() {
        let fonts = Fonts::bundled();
        for (family, weight, italic, expected) in [
            ("IBM Plex Sans", Weight::SemiBold, false, Some("IBMPlexSans-SemiBold")),
            ("IBM Plex Sans", Weight::SemiBold, true, Some("IBMPlexSans-BoldItalic")),
            ("IBM Plex Mono", Weight::Medium, true, Some("IBMPlexMono")),
            ("IBM Plex Sans Condensed", Weight::Medium, false, Some("IBMPlexSansCond-Medium")),
            ("Noto Sans", Weight::Medium, false, Some("NotoSans-Regular")),
            ("Comic Sans", Weight::Regular, false, None),
        ] {
            let found = fonts.select_in(family, weight, italic);
            assert_eq!(found.map(|id| fonts.face(id).name()), expected, "{family}");
        }
        let names = ["IBM Plex Sans Condensed", "IBM Plex Mono", "IBM Plex Sans", "Noto Sans"];
        assert_eq!(fonts.family_names(), names);
    }

    #[test]
    fn latin_greek_and_cyrillic_are_complete() {
        let fonts = Fonts::bundled();
        let blocks = [
            (0x20, 0x7E),
            (0xA0, 0x2AF),
            (0x1D00, 0x1DBF),
            (0x1E00, 0x1EFF),
            (0x2C60, 0x2C7F),
            (0xA720, 0xA7BF),
        ];
        let others = [(0x370, 0x3FF), (0x400, 0x52F), (0x1F00, 0x1FFF), (0xA640, 0xA69F)];
        for character in blocks.into_iter().chain(others).flat_map(|(first, last)| first..=last) {
            let is_ours = [Script::LATIN, Script::GREEK, Script::CYRILLIC]
                .contains(&harfrust::unicode::script(character));
            let text = char::from_u32(character).filter(|_| is_ours).map(String::from).unwrap_or_default();
            assert!(fonts.covering_in(None, FaceId(0), &text).is_some(), "U+{character:04X}");
        }
    }
}
