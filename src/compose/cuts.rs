//! Families of a theme without the faces that tell strong or emphasised text from other text.

use super::sources::{item_texts, sheet_texts};
use crate::diag::{Code, Diagnostic};
use crate::model::{FaceToken, Inline, Marks, Sheet, Text, Theme};
use crate::text::{Face, Fonts, Weight};

/// Warnings of families that lack a face: bold, which heads are set in, and what else the sheet's own marks ask for.
pub(super) fn missing_cuts(fonts: &Fonts, theme: &Theme, sheet: &Sheet) -> Vec<Diagnostic> {
    let emphasis = |marks: Marks| marks.emphasis && !marks.code;
    let mut found = Vec::new();
    let mut ask = |token, weight, italic, is_used: &dyn Fn() -> bool| {
        let Some(family) = theme.face(token) else { return };
        let face = fonts.select_in(&family.name, weight, italic).map(|id| fonts.face(id));
        let is_told = |face: &Face| if italic { face.is_italic() } else { face.is_bold() };
        if face.is_none_or(is_told) || !is_used() {
            return;
        }
        let (name, what) = if italic { ("italic", "emphasised") } else { ("bold", "strong") };
        let message =
            format!("`{}` has no {name} face, so {what} text looks like the text around it", family.name);
        let help = format!("name a file of its {name} face in `fonts`, or take another family");
        found.push(Diagnostic::warning(Code::MissingFace, family.span, message).with_help(help));
    };
    ask(FaceToken::Text, Weight::Bold, false, &|| true);
    ask(FaceToken::Text, Weight::Regular, true, &|| !sheet.glossary.is_empty() || any(sheet, emphasis));
    ask(FaceToken::Code, Weight::SemiBold, false, &|| any(sheet, |marks| marks.strong && marks.code));
    found
}

/// Whether a text of a sheet has such marks.
fn any(sheet: &Sheet, is_such: impl Fn(Marks) -> bool) -> bool {
    let mut found = false;
    let mut visit = |text: &Text| {
        let marked = |inline: &Inline| matches!(inline, Inline::Run { marks, .. } if is_such(*marks));
        found |= text.inlines.iter().any(marked);
    };
    sheet.sections.iter().flat_map(|section| &section.items).for_each(|item| item_texts(item, &mut visit));
    sheet_texts(sheet, &mut visit);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;
    use crate::model::FamilyName;
    use crate::text::Rank;

    #[test]
    fn a_family_of_one_face_is_told_by_what_the_sheet_needs_of_it() {
        let mut fonts = Fonts::bundled();
        // One file of the family that the sheet brings along stands before the whole family in the binary.
        let regular = include_bytes!("../../fonts/IBMPlexSans_400Regular.ttf").to_vec();
        fonts.add(regular, Rank::Sheet).unwrap();
        let found = |cell: &str| {
            let sheet = r#"{ "title": "T", "language": "en", "edition": { "version": "1", "date": "2026-11-23" },
                "subjects": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
                "sections": [{ "title": "S", "items": [{ "topic": "T", "both": "CELL" }] }] }"#;
            let sheet = crate::input::read(sheet.replace("CELL", cell).as_bytes()).sheet.unwrap();
            let mut theme = Theme::default();
            let family = FamilyName { name: "IBM Plex Sans".to_owned(), span: Span::new(1, 2) };
            theme.set_face(FaceToken::Text, family.clone());
            theme.set_face(FaceToken::Code, family);
            let found = missing_cuts(&fonts, &theme, &sheet).into_iter();
            found.map(|warning| warning.message[16..31].trim().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("plain `code`"), ["has no bold fac"]);
        assert_eq!(found("*soft*"), ["has no bold fac", "has no italic f"]);
        assert_eq!(found("**`code`**"), ["has no bold fac", "has no bold fac"]);
    }
}
