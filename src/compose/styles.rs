//! The character styles of a sheet: each role in each of its variants, numbered once for all paragraphs.

use crate::diag::{Code, Diagnostic};
use crate::geom::{Abs, Em};
use crate::model::{FaceToken, Marks, SizeToken, Theme};
use crate::text::{CharStyle, FaceId, Fonts, StyleId, Weight};
use crate::theme::{CODE_SCALE, CODE_TRACKING, Ink, MARK_SIZE, Role, SOURCE_SIZE};

/// How a text differs from the plain text of its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// With inline marks.
    Marks(Marks),
    /// Source number.
    Source,
    /// Word of a mark.
    Mark,
    /// Word of the mark "new".
    StrongMark,
    /// `SemiBold`: numbers in the list of sources, words of verdicts.
    Number,
}

/// Variants of each role; a power of two keeps the numbering readable.
const VARIANTS: u16 = 16;

/// The style of a role in a variant.
pub(crate) const fn style(role: Role, variant: Variant) -> StyleId {
    let variant = match variant {
        Variant::Marks(marks) => marks.strong as u16 + 2 * marks.emphasis as u16 + 4 * marks.code as u16,
        Variant::Source => 8,
        Variant::Mark => 9,
        Variant::StrongMark => 10,
        Variant::Number => 11,
    };
    StyleId(role as u16 * VARIANTS + variant)
}

/// The role and variant of a style.
fn parts(id: StyleId) -> (Role, Variant) {
    let role = Role::ALL[usize::from(id.0 / VARIANTS)];
    let variant = match id.0 % VARIANTS {
        8 => Variant::Source,
        9 => Variant::Mark,
        10 => Variant::StrongMark,
        11 => Variant::Number,
        bits => Variant::Marks(Marks { strong: bits & 1 != 0, emphasis: bits & 2 != 0, code: bits & 4 != 0 }),
    };
    (role, variant)
}

fn all() -> impl Iterator<Item = StyleId> {
    let count = u16::try_from(Role::ALL.len()).unwrap_or(u16::MAX) * VARIANTS;
    (0..count).map(StyleId)
}

/// What shaping needs to know of every style, by number.
pub(crate) fn char_styles(fonts: &Fonts, theme: &Theme) -> Vec<CharStyle> {
    all().map(|id| char_style(id, fonts, theme)).collect()
}

/// Kinds of glyphs that are judged by their height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyphs {
    /// Of texts and marks.
    Letters,
    /// Of source numbers, which are smaller.
    Digits,
}

/// The styles in which a face shows a kind of glyphs.
pub(super) fn glyphs_of(token: FaceToken, glyphs: Glyphs) -> impl Iterator<Item = StyleId> {
    all().filter(move |id| {
        let variant = parts(*id).1;
        let code = matches!(variant, Variant::Marks(marks) if marks.code);
        let digits = variant == Variant::Source;
        code == (token == FaceToken::Code) && digits == (glyphs == Glyphs::Digits)
    })
}

/// The families of a theme that no font at hand is of.
pub(crate) fn missing_families(fonts: &Fonts, theme: &Theme) -> Vec<Diagnostic> {
    let families = FaceToken::ALL.iter().filter_map(|(_, token)| theme.face(*token));
    let missing = families.filter(|family| fonts.select_in(&family.name, Weight::Regular, false).is_none());
    let missing = missing.map(|family| {
        let message = format!("there is no font of the family `{}`", family.name);
        let known = fonts.family_names().join("`, `");
        Diagnostic::error(Code::UnknownFamily, family.span, message)
            .with_help(format!("name a file of it in `fonts`, or take one of `{known}`"))
    });
    missing.collect()
}

/// The face of a text: of the theme's family, or of the design's.
fn face(fonts: &Fonts, theme: &Theme, token: FaceToken, weight: Weight, italic: bool) -> FaceId {
    let own = theme.face(token).and_then(|family| fonts.select_in(&family.name, weight, italic));
    own.unwrap_or_else(|| fonts.select(token == FaceToken::Code, weight, italic))
}

fn char_style(id: StyleId, fonts: &Fonts, theme: &Theme) -> CharStyle {
    let (role, variant) = parts(id);
    let base = role.of();
    let text = |weight, italic| face(fonts, theme, FaceToken::Text, weight, italic);
    let plain = |weight| CharStyle { face: text(weight, base.italic), tracking: base.tracking, code: false };
    match variant {
        Variant::Source => plain(Weight::Medium),
        Variant::Mark => plain(Weight::Regular),
        Variant::StrongMark => plain(Weight::Bold),
        Variant::Number => plain(Weight::SemiBold),
        Variant::Marks(marks) => {
            let weight = if marks.strong { Weight::Bold } else { base.weight };
            if marks.code {
                let weight = if weight >= Weight::SemiBold { Weight::SemiBold } else { Weight::Regular };
                let face = face(fonts, theme, FaceToken::Code, weight, false);
                CharStyle { face, tracking: CODE_TRACKING, code: true }
            } else {
                let italic = base.italic != marks.emphasis;
                CharStyle { face: text(weight, italic), tracking: base.tracking, code: false }
            }
        }
    }
}

/// The type size of every style at a scale (1 at the normal unit), floors kept.
pub(crate) fn sizes(scale: f64, theme: &Theme) -> Vec<Abs> {
    all().map(|id| size(id, theme, |size, floor| (size * scale).max(floor))).collect()
}

/// The same without floors: all in proportion, for bounds.
pub(crate) fn bare_sizes(scale: f64, theme: &Theme) -> Vec<Abs> {
    all().map(|id| size(id, theme, |size, _| size * scale)).collect()
}

/// The size of a role's plain text among those of all styles.
pub(crate) fn plain_size(role: Role, sizes: &[Abs]) -> Abs {
    sizes[usize::from(style(role, Variant::Marks(Marks::default())).0)]
}

/// The size of a style, by a rule that takes a size at the normal unit and its floor.
fn size(id: StyleId, theme: &Theme, at: impl Fn(Abs, Abs) -> Abs) -> Abs {
    let (role, variant) = parts(id);
    let base = role.of();
    let share = role.size_token().map_or(1.0, |token| theme.size(token));
    let text = at(base.size * share, base.floor);
    match variant {
        Variant::Source => at(SOURCE_SIZE * theme.size(SizeToken::Source), SOURCE_SIZE),
        // The legend explains marks at the size of its text.
        Variant::Mark | Variant::StrongMark if role == Role::Band => text,
        Variant::Mark | Variant::StrongMark => at(MARK_SIZE * theme.size(SizeToken::Mark), MARK_SIZE),
        Variant::Marks(marks) if marks.code => text * CODE_SCALE,
        Variant::Marks(_) | Variant::Number => text,
    }
}

/// The colour of a style.
pub(crate) fn ink(id: StyleId) -> Ink {
    let (role, variant) = parts(id);
    match variant {
        Variant::Source | Variant::Mark => Ink::Mute,
        Variant::StrongMark => Ink::Ink,
        Variant::Marks(_) | Variant::Number => role.of().ink,
    }
}

/// Whether a style is raised above the baseline.
pub(crate) fn is_raised(id: StyleId) -> bool {
    matches!(parts(id).1, Variant::Source)
}

/// Whether a style is that of an author's words, and not of source numbers or marks.
pub(crate) fn is_own_text(id: StyleId) -> bool {
    matches!(parts(id).1, Variant::Marks(_))
}

/// A length at the normal unit, in ems of a style at that unit.
pub(crate) fn em_of(length: Abs, id: StyleId) -> Em {
    let (role, variant) = parts(id);
    let size = match variant {
        Variant::Source => SOURCE_SIZE,
        Variant::Mark | Variant::StrongMark => MARK_SIZE,
        Variant::Marks(_) | Variant::Number => role.of().size,
    };
    Em::new(length / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_numbered_there_and_back() {
        for id in all().filter(|id| id.0 % VARIANTS < 12) {
            let (role, variant) = parts(id);
            assert_eq!(style(role, variant), id);
        }
    }

    #[test]
    fn sizes_stop_at_their_floors() {
        let small = sizes(7.5 / 8.5, &Theme::default());
        let size = |role, variant| small[usize::from(style(role, variant).0)];
        assert_eq!(size(Role::Band, Variant::Marks(Marks::default())), Abs::pt(7.5));
        assert_eq!(size(Role::Cell, Variant::Source), Abs::pt(5.7));
        assert_eq!(size(Role::Topic, Variant::Mark), Abs::pt(7.0));
        assert!((size(Role::Cell, Variant::Marks(Marks::default())) - Abs::pt(7.5)).abs() < Abs::pt(1e-9));
    }
}
