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
        loop {
            if short.count_lines(measure) <= lines {
                return Some(cut);
            }
            let last = short.segments.iter().rposition(|segment| self.is_cuttable(segment, &cuttable))?;
            if last == 0 {
                return None;
            }
            let segment = short.segments.remove(last);
            cut.words += 1;
            cut.characters += self.characters(&segment, &cuttable);
            if cut.words == 1 {
                // The space before the first word that goes.
                cut.characters += 1;
            }
            let before = &mut short.segments[last - 1];
            before.forced |= segment.forced;
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
