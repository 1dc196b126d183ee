//! How much of a text has to go before it takes fewer lines.

use super::paragraph::Segment;
use super::{Measure, Paragraph, StyleId};
use crate::geom::Em;

/// What to take from the end of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Characters, spaces included.
    pub characters: usize,
    /// Words.
    pub words: usize,
}

impl Paragraph {
    /// The least that has to be cut from the end of it, in whole words, so that it takes `lines` lines or fewer. What is in
    /// a style that is not `cuttable` stays (source numbers). `None` if cutting does not help.
    #[must_use]
    pub fn cut(
        &self,
        lines: usize,
        measure: &Measure<'_>,
        cuttable: impl Fn(StyleId) -> bool,
    ) -> Option<Cut> {
        let mut short = self.clone();
        let mut cut = Cut { characters: 0, words: 0 };
        let (mut is_parted, mut is_part) = (false, false);
        loop {
            if !is_part && short.count_lines(measure) <= lines {
                return Some(cut);
            }
            let last = short.segments.iter().rposition(|segment| self.is_cuttable(segment, &cuttable))?;
            if last == 0 {
                return None;
            }
            let segment = short.segments.remove(last);
            let is_forced = segment.forced && last < short.segments.len();
            let before = &mut short.segments[last - 1];
            // The parts of a word before a hyphen go with the last one.
            is_part = before.hyphen.take().is_some();
            cut.words += usize::from(!is_part);
            cut.characters += self.characters(&segment, &cuttable);
            // The space before the first word that goes; later a break after this one, which went before.
            cut.characters += usize::from(!is_part && cut.words == 1 || is_parted);
            // The break before it goes with it; one after it, before what cannot be cut, stays.
            is_parted = std::mem::replace(&mut before.forced, is_forced) && !is_forced;
            for (_, _, space) in &mut before.widths {
                *space = Em::ZERO;
            }
            let kept = segment.widths.into_iter().filter(|(style, ..)| !cuttable(*style));
            before.widths.extend(kept.map(|(style, text, _)| (style, text, Em::ZERO)));
        }
    }

    fn is_cuttable(&self, segment: &Segment, cuttable: &impl Fn(StyleId) -> bool) -> bool {
        let atoms = &self.atoms[segment.start..segment.body];
        atoms.iter().any(|atom| cuttable(atom.style) && atom.glyph.is_some())
    }

    fn characters(&self, segment: &Segment, cuttable: &impl Fn(StyleId) -> bool) -> usize {
        let atoms = self.atoms[segment.start..segment.end].iter().filter(|atom| cuttable(atom.style));
        atoms.filter_map(|atom| atom.glyph.as_ref()).map(|glyph| glyph.text.chars().count()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Abs;
    use crate::text::{CharStyle, FaceId, Fonts, Piece, Setter};

    /// What to cut from lines of a text so that it takes fewer; source numbers are in brackets.
    fn cut(text: &str, lines: usize) -> Option<Cut> {
        let fonts = Fonts::bundled();
        let style = CharStyle { face: FaceId(0), tracking: Em::ZERO, code: false };
        let mut setter = Setter::new(vec![style, style], &fonts, "en");
        let mut pieces = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                pieces.push(Piece::Break);
            }
            for (place, text) in line.split(['[', ']']).enumerate().filter(|(_, text)| !text.is_empty()) {
                let (style, stick) = if place % 2 == 1 { (StyleId(1), true) } else { (StyleId(0), false) };
                pieces.push(Piece::Text { text: text.to_owned(), style, owner: 0, stick });
            }
        }
        let paragraph = setter.shape(&pieces).ok()?;
        let sizes = [Abs::pt(10.0), Abs::pt(10.0)];
        let room = Measure { first: Abs::pt(60.0), rest: Abs::pt(60.0), sizes: &sizes };
        paragraph.cut(lines, &room, |style| style == StyleId(0))
    }

    #[test]
    fn a_break_goes_with_the_word_after_it() {
        let of = |characters, words| Some(Cut { characters, words });
        assert_eq!(cut("aaa bb\nz", 2), of(0, 0));
        assert_eq!(cut("aaa bb\nz", 1), of(2, 1));
        assert_eq!(cut("aaa bb\nz[1]", 1), of(2, 1));
        assert_eq!(cut("aaa\nbb\nzz", 1), of(6, 2));
        assert_eq!(cut("aaa\nbb cc\nzz", 1), of(9, 3));
        assert_eq!(cut("aaa\nbb", 0), None);
    }

    #[test]
    fn a_word_goes_with_all_its_parts() {
        let of = |characters, words| Some(Cut { characters, words });
        assert_eq!(cut("aaa bbbbbb\u{ad}cccccc\u{ad}dd", 1), of(15, 1));
        assert_eq!(cut("aaa bb\u{ad}bbbbbbbbbb cccccc\u{ad}dd", 1), of(22, 2));
    }
}
