//! Texts → runs that one face shapes in one go: of one script and one direction (UAX #24, UAX #9).

use std::ops::Range;

use harfrust::Script;
use icu_segmenter::GraphemeClusterSegmenter;

use super::region::{Region, is_shared_sign, is_wide};
use super::shaping::drawn;
use super::{FaceId, Fonts};
use crate::characters::is_invisible;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) face: FaceId,
    /// `None`: whatever the font does by default, which for Latin is what it does for Latin.
    pub(super) script: Option<Script>,
    /// Embedding level; odd: from right to left.
    pub(super) level: u8,
}

/// The runs of a text, and what no face shows.
#[derive(Debug, Default)]
pub(super) struct Itemised {
    pub(super) runs: Vec<Run>,
    /// Byte offset and character.
    pub(super) missing: Vec<(usize, char)>,
    /// Where grapheme clusters begin, if any has more than one character.
    pub(super) clusters: Option<Vec<usize>>,
}

/// Whether a character stands for itself: Latin, or a sign that Latin texts use; no mark, no joiner.
pub(super) const fn is_simple(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2000}'..='\u{200B}' | '\u{2010}'..='\u{2027}'
        | '\u{202F}'..='\u{2060}' | '\u{2070}'..='\u{20CF}' | '\u{2100}'..='\u{22FF}')
}

/// What a text is set with.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) region: Option<Region>,
}

/// Parts a text into runs; `levels` are those of its bytes, if any is not 0.
pub(super) fn itemise(text: &str, wanted: FaceId, levels: Option<&[u8]>, means: Means<'_>) -> Itemised {
    let Means { fonts, region } = means;
    if levels.is_none() && text.is_ascii() && fonts.face(wanted).has_ascii() {
        let run = Run { range: 0..text.len(), face: wanted, script: None, level: 0 };
        return Itemised { runs: vec![run], ..Itemised::default() };
    }
    let wide = wide_face(text, wanted, means);
    let done = Itemised::default();
    let mut maker = Maker { text, wanted, levels, fonts, region, wide, done, is_simple: true };
    if levels.is_none() && text.chars().all(is_simple) {
        for (at, character) in text.char_indices() {
            maker.cluster(at..at + character.len_utf8());
        }
    } else {
        maker.is_simple = false;
        let bounds: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
        for pair in bounds.windows(2) {
            maker.cluster(pair[0]..pair[1]);
        }
        maker.done.clusters = Some(bounds);
        maker.name_scripts();
    }
    maker.done
}

/// Runs in the making.
struct Maker<'a> {
    text: &'a str,
    wanted: FaceId,
    levels: Option<&'a [u8]>,
    fonts: &'a Fonts,
    region: Option<Region>,
    /// The face of signs that are as wide as the ideographs around them.
    wide: Option<FaceId>,
    done: Itemised,
    is_simple: bool,
}

/// The face of a text's first ideograph or kana, if its signs are as wide as these.
fn wide_face(text: &str, wanted: FaceId, Means { fonts, region }: Means<'_>) -> Option<FaceId> {
    let region = region.filter(|region| region.has_wide_signs())?;
    let (start, first) = text.char_indices().find(|(_, character)| is_wide(*character))?;
    fonts.covering_in(Some(region), wanted, &text[start..start + first.len_utf8()])
}

impl Maker<'_> {
    /// The next grapheme cluster.
    fn cluster(&mut self, range: Range<usize>) {
        let cluster = &self.text[range.clone()];
        if cluster.chars().all(is_invisible) {
            // Of no face: it goes with what stands before it.
            let face = self.done.runs.last().map_or(self.wanted, |run| run.face);
            self.push(range, face, None);
        } else if let Some(face) = self.sign_between(range.start, cluster) {
            self.push(range, face, None);
        } else if let Some(face) = self.wide_sign(&range) {
            self.push(range, face, None);
        } else if let Some(face) = self.fonts.covering_in(self.region, self.wanted, cluster) {
            let script = if self.is_simple { None } else { script(cluster) };
            self.push(range, face, script);
        } else {
            self.characters(range);
        }
    }

    /// The face of a space or sign behind a word that runs to the left: that of the word, if it shows it. Such words mostly
    /// come from another face than the one wanted; signs between them that did not would cut their line into single words,
    /// which programs that read a file in the order of its content join without spaces.
    fn sign_between(&self, at: usize, cluster: &str) -> Option<FaceId> {
        let level = self.levels?.get(at).copied().filter(|level| level % 2 == 1)?;
        let before = self.done.runs.last().filter(|run| run.level == level)?;
        let face = self.fonts.face(before.face);
        let is_shown = cluster.chars().all(|character| face.glyph_for(drawn(character)).is_some());
        (is_shown && script(cluster).is_none()).then_some(before.face)
    }

    /// The face of a sign that is as wide as ideographs: of quotation marks, but for apostrophes in foreign words, and of
    /// dashes and dots beside an ideograph.
    fn wide_sign(&self, range: &Range<usize>) -> Option<FaceId> {
        let wide = self.wide?;
        let sign = self.text[range.clone()].chars().next().filter(|sign| is_shared_sign(*sign))?;
        let before = self.text[..range.start].trim_end_matches(is_shared_sign).chars().next_back();
        let after = self.text[range.end..].trim_start_matches(is_shared_sign).chars().next();
        let beside = |is: fn(char) -> bool| (before.is_some_and(is), after.is_some_and(is));
        let is_wide = match sign {
            '\u{2019}' => beside(|c| c.is_alphanumeric() && !is_wide(c)) != (true, true),
            '\u{2018}' | '\u{201C}' | '\u{201D}' => true,
            _ => beside(is_wide) != (false, false),
        };
        (is_wide && self.fonts.face(wide).glyph_for(sign).is_some()).then_some(wide)
    }

    /// A cluster that no face shows alone: each of its characters in the face that has it.
    fn characters(&mut self, range: Range<usize>) {
        for (offset, character) in self.text[range.clone()].char_indices() {
            let at = range.start + offset;
            let mut buffer = [0; 4];
            let shown: &str = drawn(character).encode_utf8(&mut buffer);
            let face = self.fonts.covering_in(self.region, self.wanted, shown);
            if face.is_none() {
                self.done.missing.push((at, character));
            }
            let script = if self.is_simple { None } else { script(character.encode_utf8(&mut buffer)) };
            self.push(at..at + character.len_utf8(), face.unwrap_or(self.wanted), script);
        }
    }

    fn push(&mut self, range: Range<usize>, face: FaceId, script: Option<Script>) {
        // Invisible characters may have the level of whatever stands before them.
        let visible =
            self.text[range.clone()].char_indices().find(|(_, character)| !is_invisible(*character));
        let at = range.start + visible.map_or(0, |(offset, _)| offset);
        let level = self.levels.and_then(|levels| levels.get(at)).copied().unwrap_or(0);
        if let Some(last) = self.done.runs.last_mut()
            && (last.face, last.level) == (face, level)
            && (script.is_none() || last.script.is_none() || last.script == script)
        {
            last.range.end = range.end;
            last.script = last.script.or(script);
        } else {
            self.done.runs.push(Run { range, face, script, level });
        }
    }

    /// Runs of signs alone are of the script before them, or after.
    fn name_scripts(&mut self) {
        let first = self.done.runs.iter().find_map(|run| run.script);
        let mut current = first;
        for run in &mut self.done.runs {
            current = run.script.or(current);
            run.script = current;
        }
    }
}

/// The script of a cluster; `None` if it may be part of any.
fn script(cluster: &str) -> Option<Script> {
    let scripts = cluster.chars().map(|character| harfrust::unicode::script(u32::from(character)));
    scripts
        .into_iter()
        .find(|script| !matches!(*script, Script::COMMON | Script::INHERITED | Script::UNKNOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(fonts: &Fonts) -> Means<'_> {
        Means { fonts, region: None }
    }

    fn runs(text: &str) -> Vec<(&str, Option<Script>)> {
        let fonts = Fonts::bundled();
        let done = itemise(text, FaceId(0), None, means(&fonts));
        done.runs.into_iter().map(|run| (&text[run.range], run.script)).collect()
    }

    #[test]
    fn runs_change_with_the_script() {
        assert_eq!(runs("a → b"), [("a → b", None)]);
        assert_eq!(
            runs("at жар, λ"),
            [
                ("at ", Some(Script::LATIN)),
                ("жар", Some(Script::CYRILLIC)),
                (", ", Some(Script::CYRILLIC)),
                ("λ", Some(Script::GREEK)),
            ]
        );
        assert_eq!(runs("q\u{303}x"), [("q\u{303}x", Some(Script::LATIN))]);
    }

    #[test]
    fn signs_go_with_the_words_before_them_where_text_runs_to_the_left() {
        // Letters that only another face than the one wanted has.
        let (fonts, text) = (Fonts::bundled(), "ᾷ, ᾷ");
        let runs = |level| itemise(text, FaceId(0), Some(&vec![level; text.len()]), means(&fonts)).runs.len();
        assert_eq!([0, 1, 2].map(runs), [3, 1, 3]);
    }

    #[test]
    fn signs_are_as_wide_as_the_ideographs_beside_them() {
        // The mono stands in for a face of ideographs, which no bundled one is.
        let fonts = Fonts::bundled();
        let known = fonts.select(false, crate::text::Weight::Regular, false);
        let signs = |fonts: &Fonts, text: &str, region| {
            let wide = Some(FaceId(6));
            let done = Itemised::default();
            let maker =
                Maker { text, wanted: known, levels: None, fonts, region, wide, done, is_simple: false };
            let places = text.char_indices().filter(|(_, c)| is_shared_sign(*c));
            places.map(|(at, c)| maker.wide_sign(&(at..at + c.len_utf8())).is_some()).collect::<Vec<_>>()
        };
        let region = Some(Region::Simplified);
        assert_eq!(signs(&fonts, "“a”字……字 if…", region), [true, true, true, true, false]);
        assert_eq!(signs(&fonts, "字 AWS’s ‘b’", region), [false, true, true]);
        // Without an ideograph there is no such face.
        let means = Means { fonts: &fonts, region };
        assert_eq!(wide_face("“a”", known, means), None);
    }

    #[test]
    fn what_no_face_shows_is_named_with_its_place() {
        let done = itemise("ab字c\u{200D}字", FaceId(0), None, means(&Fonts::bundled()));
        assert_eq!(done.missing, [(2, '字'), (9, '字')]);
    }
}
