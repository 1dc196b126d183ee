//! Soft hyphens: where a line may end within a word, and then shows a hyphen.

use super::Fonts;
use super::paragraph::Atom;
use crate::display::{Glyph, Text};
use crate::geom::Em;

/// Where an author lets a word be parted.
pub(super) const SOFT_HYPHEN: char = '\u{AD}';

/// The hyphen of a line that ends with an atom: of the same face and style. It stands for the soft hyphen of the text (ISO 32000-1,
/// 14.8.2.2.3). `None` where a hyphen or white space is already, or if the face has no hyphen.
pub(super) fn hyphen_after(last: &Atom, fonts: &Fonts, tracking: Em) -> Option<Atom> {
    let before = last.glyph.as_ref()?.text.chars().next_back();
    if last.space || matches!(before, Some('-' | '\u{2010}')) {
        return None;
    }
    let face = fonts.face(last.face);
    let id = face.glyph_for('\u{2010}').or_else(|| face.glyph_for('-'))?;
    let advance = face.advance(id) + tracking;
    let glyph = Glyph { id, advance, text: Text::from(SOFT_HYPHEN), ..Glyph::default() };
    Some(Atom { advance, glyph: Some(glyph), joined: false, ..last.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Abs;
    use crate::text::{CharStyle, FaceId, Line, Measure, Paragraph, Piece, Setter, StyleId};

    fn paragraph(text: &str, code: bool) -> Paragraph {
        let fonts = Fonts::bundled();
        let style = CharStyle { face: FaceId(0), tracking: Em::ZERO, code };
        let piece =
            Piece::Text { text: text.replace('|', "\u{AD}"), style: StyleId(0), owner: 0, stick: false };
        Setter::new(vec![style], &fonts, "de").shape(&[piece]).unwrap()
    }

    fn drawn(line: &Line) -> String {
        let glyphs = line.fragments.iter().flat_map(|part| &part.glyphs);
        glyphs.map(|glyph| &*glyph.text).collect::<String>().replace(SOFT_HYPHEN, "-")
    }

    /// The lines of a paragraph of 10 pt in a room; they are as many as are counted, and those that do not break a word fit.
    fn lines(paragraph: &Paragraph, room: Abs) -> Vec<Line> {
        let measure = Measure { first: room, rest: room, sizes: &[Abs::pt(10.0)] };
        let lines = paragraph.set(&measure);
        assert_eq!(lines.len(), paragraph.count_lines(&measure));
        for line in &lines {
            let right = line.fragments.last().map_or(Abs::ZERO, |last| last.x + last.width);
            assert!(line.broke_word || line.width.fits(room), "{line:?} in {room:?}");
            assert!(drawn(line).ends_with(' ') || (right - line.width).to_pt().abs() < 1e-9, "{line:?}");
        }
        lines
    }

    fn texts(text: &str, code: bool, room: f64) -> Vec<String> {
        lines(&paragraph(text, code), Abs::pt(room)).iter().map(drawn).collect()
    }

    fn width(text: &str) -> f64 {
        paragraph(text, false).natural_width(&[Abs::pt(10.0)]).to_pt()
    }

    #[test]
    fn a_line_ends_with_a_hyphen_where_that_saves_one() {
        let text = "Die Daten|schutz|grund|verordnung";
        assert_eq!(texts(text, false, 1000.0), ["Die Datenschutzgrundverordnung"]);
        assert_eq!(
            texts(text, false, width("schutzgrund-") + 0.01),
            ["Die Daten-", "schutzgrund-", "verordnung"]
        );
        assert_eq!(width(text), width("Die Datenschutzgrundverordnung"));
    }

    #[test]
    fn whole_words_are_worth_some_white_paper() {
        assert_eq!(
            texts("Verordnung be|trifft", false, width("Verordnung be-") + 0.01),
            ["Verordnung ", "betrifft"]
        );
        assert_eq!(
            texts("Da Datenschutz|grundver", false, width("Datenschutzgrundver")),
            ["Da Datenschutz-", "grundver"]
        );
    }

    #[test]
    fn the_hyphen_needs_room() {
        let text = "a Daten|schutz";
        let (without, with) = (width("a Daten"), width("a Daten-"));
        assert!(with > without + 2.0);
        assert_eq!(texts(text, false, with + 0.01), ["a Daten-", "schutz"]);
        assert_eq!(texts(text, false, (without + with) / 2.0), ["a ", "Daten-", "schutz"]);
        // A short end has room where a hyphen has none.
        assert_eq!(texts("Date|i", false, width("Datei") + 0.01), ["Datei"]);
        // Where no hyphen has room, the word is broken without one.
        assert_eq!(texts("schutz|daten", false, width("schutz") + 0.01), ["schutz", "daten"]);
    }

    #[test]
    fn at_any_width_lines_are_counted_and_fit() {
        let text =
            "Die Auf|sichts|be|hörde (ver)|öffent|licht Ver|ar|bei|tungs|tätig|keiten, a|b|c, Daten-|schutz|";
        let paragraph = paragraph(text, false);
        let whole = text.replace('|', "");
        let mut seen = std::collections::BTreeSet::new();
        for room in 5..1200 {
            let lines = lines(&paragraph, Abs::pt(f64::from(room) / 4.0));
            let parts: Vec<&str> = lines
                .iter()
                .flat_map(|line| &line.fragments)
                .flat_map(|part| &part.glyphs)
                .map(|glyph| &*glyph.text)
                .collect();
            assert_eq!(parts.concat().replace(SOFT_HYPHEN, ""), whole, "{lines:?}");
            assert!(lines.iter().all(|line| !drawn(line).ends_with("--")), "{lines:?}");
            seen.extend(lines.iter().map(drawn).filter(|line| line.ends_with('-')));
        }
        assert!(seen.len() > 20, "{seen:?}");
    }

    #[test]
    fn only_words_that_run_to_the_right_are_parted() {
        let joined = |text: &str, code| texts(text, code, 30.0).concat();
        assert_eq!(joined("getSomething|something|other", true), "getSomethingsomethingother");
        assert_eq!(joined("foo\u{200B}b|a|r|b|a|z", true), "foobarbaz");
        assert!(joined("Daten|schutz|grund", false).contains('-'));
        // Forced ends and white space show no hyphen.
        assert_eq!(texts("Daten| schutz |grund|", false, 30.0), ["Daten ", "schutz ", "grund"]);
    }

    #[test]
    fn letters_and_hyphen_are_of_one_style() {
        let lines = lines(&paragraph("Daten|schutz", false), Abs::pt(40.0));
        assert_eq!(lines[0].fragments.len(), 1);
        let hyphen = lines[0].fragments[0].glyphs.last().unwrap();
        // The bundled faces have one hyphen for all uses.
        let wanted = Fonts::bundled().face(FaceId(0)).glyph_for('-');
        assert_eq!((Some(hyphen.id), &*hyphen.text), (wanted, "\u{AD}"));
    }
}
