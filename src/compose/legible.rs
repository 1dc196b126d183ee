//! Families of a theme whose letters are too low to be read at the smallest size of an edition.

use super::styles::{Glyphs, glyphs_of, missing_families, sizes};
use crate::diag::{Code, Diagnostic};
use crate::geom::Abs;
use crate::model::{Edition, FaceToken, FamilyName, Theme};
use crate::text::{Fonts, Weight};
use crate::theme::{BODY, BODY_RANGE, LEAST_GLYPH};

/// What is wrong with the families that a theme names: no font is of them, or their small letters or their digits are lower
/// than [`LEAST_GLYPH`] in some text that is set in them.
pub(super) fn family_faults(fonts: &Fonts, theme: &Theme, edition: &Edition) -> Vec<Diagnostic> {
    let mut found = missing_families(fonts, theme);
    let body = edition.type_range.map_or(BODY_RANGE.0, |range| range.min);
    let sizes = sizes(body / BODY, theme);
    for (_, token) in FaceToken::ALL {
        let Some(family) = theme.face(token) else { continue };
        for glyphs in [Glyphs::Letters, Glyphs::Digits] {
            let smallest = glyphs_of(token, glyphs).map(|style| sizes[usize::from(style.0)]).reduce(Abs::min);
            found.extend(smallest.and_then(|size| too_low(fonts, family, glyphs, size)));
        }
    }
    found
}

/// The finding, if a family's letters or digits are too low at a size; none where it has no such glyphs, for then another face
/// shows them.
fn too_low(fonts: &Fonts, family: &FamilyName, glyphs: Glyphs, size: Abs) -> Option<Diagnostic> {
    let face = fonts.face(fonts.select_in(&family.name, Weight::Regular, false)?);
    let (samples, name) = match glyphs {
        // The flat ones.
        Glyphs::Letters => ("xvz", "small letters"),
        // Old-style figures differ in height.
        Glyphs::Digits => ("0123456789", "lowest digits"),
    };
    let height = samples.chars().filter_map(|sample| face.height_of(sample)).map(|ink| ink.at(size));
    let height = height.reduce(Abs::min).filter(|height| *height < LEAST_GLYPH)?;
    let message = format!(
        "the {name} of `{}` are {:.2} mm high at {:.2} pt",
        family.name,
        height.to_mm(),
        size.to_pt()
    );
    let help = format!(
        "what is read in print is {:.1} mm high at the least: take a family with larger ones",
        LEAST_GLYPH.to_mm()
    );
    Some(Diagnostic::error(Code::ThemeLimit, family.span, message).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    #[test]
    fn low_letters_are_refused_with_their_height() {
        let fonts = Fonts::bundled();
        let family = FamilyName { name: "IBM Plex Mono".to_owned(), span: Span::new(1, 2) };
        assert_eq!(too_low(&fonts, &family, Glyphs::Letters, Abs::pt(7.0)), None);
        assert_eq!(too_low(&fonts, &family, Glyphs::Digits, Abs::pt(5.7)), None);
        let found = too_low(&fonts, &family, Glyphs::Letters, Abs::pt(6.0)).unwrap();
        assert_eq!(found.message, "the small letters of `IBM Plex Mono` are 1.09 mm high at 6.00 pt");
    }
}
