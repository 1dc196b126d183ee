//! Directions (UAX #9): the embedding levels of a text, and the order of a line.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// As Latin does.
    #[default]
    LeftToRight,
    /// As Arabic and Hebrew do.
    RightToLeft,
}

/// ISO 15924 codes of scripts that run from right to left.
const RTL_SCRIPTS: &[&str] = &[
    "adlm", "arab", "aran", "armi", "avst", "chrs", "elym", "gara", "hatr", "hebr", "hung", "mand", "mani",
    "mend", "merc", "mero", "narb", "nbat", "nkoo", "orkh", "ougr", "palm", "phli", "phlp", "phnx", "prti",
    "rohg", "samr", "sarb", "sogd", "sogo", "syrc", "thaa", "yezi",
];

/// Languages that are written in one of these if their tag does not say otherwise (CLDR, likely subtags).
const RTL_LANGUAGES: &[&str] = &[
    "ar", "arc", "arz", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw", "ks",
    "lrc", "luz", "mzn", "nqo", "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr", "syr", "ug", "ur", "yi",
];

impl Direction {
    /// The direction of a language, by its BCP 47 tag.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let mut subtags = tag.split('-');
        let language = subtags.next().unwrap_or_default().to_ascii_lowercase();
        let script =
            subtags.find(|subtag| subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let is_rtl = match script {
            Some(script) => RTL_SCRIPTS.contains(&script.to_ascii_lowercase().as_str()),
            None => RTL_LANGUAGES.contains(&language.as_str()),
        };
        if is_rtl { Self::RightToLeft } else { Self::LeftToRight }
    }

    fn level(self) -> Level {
        match self {
            Self::LeftToRight => Level::ltr(),
            Self::RightToLeft => Level::rtl(),
        }
    }

    /// The direction of a paragraph in a sheet of this direction (UAX #9, HL1): that of a mark it begins with; else the
    /// sheet's, unless all its letters run the other way.
    pub(super) fn of_paragraph(self, text: &str) -> Self {
        match text.chars().next() {
            Some('\u{200E}') => return Self::LeftToRight,
            Some('\u{200F}' | '\u{61C}') => return Self::RightToLeft,
            _ => {}
        }
        let (mut left, mut right) = (false, false);
        for character in text.chars() {
            match bidi_class(character) {
                BidiClass::L => left = true,
                BidiClass::R | BidiClass::AL => right = true,
                _ => {}
            }
        }
        match self {
            Self::LeftToRight if right && !left => Self::RightToLeft,
            Self::RightToLeft if left && !right => Self::LeftToRight,
            own => own,
        }
    }
}

/// Whether a character can make a text of Latin letters run otherwise.
pub(super) const fn turns(character: char) -> bool {
    character >= '\u{590}'
        && matches!(character,
            '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The levels of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Levels {
    /// Of the paragraph: 0 or 1.
    pub(super) base: u8,
    /// By byte, by the rules P2 to I2.
    pub(super) levels: Vec<u8>,
}

/// Resolves the levels of a paragraph.
pub(super) fn levels(text: &str, paragraph: Direction) -> Levels {
    let base = paragraph.level();
    let text = with_whole_dates(text);
    let info = ParagraphBidiInfo::new(&text, Some(base));
    Levels { base: base.number(), levels: info.levels.iter().map(Level::number).collect() }
}

/// The same text, of as many bytes, for the rules alone: the hyphens of dates like `2026-05-01` are commas, which keep numbers
/// together after Arabic letters too (rule W4; HL4 leaves such segments to us). With hyphens the day would stand where the
/// year is read.
fn with_whole_dates(text: &str) -> Cow<'_, str> {
    if !text.contains('-') {
        return Cow::Borrowed(text);
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | JOINER);
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !is_part(c)) {
        let number = part.trim_end_matches(|c: char| !is_part(c));
        if is_date(number) {
            out.push_str(&number.replace('-', ","));
            out.push_str(&part[number.len()..]);
        } else {
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// Word joiner: keeps a line from being broken at a hyphen.
const JOINER: char = '\u{2060}';

/// Whether digits and hyphens are a month or a day of ISO 8601.
fn is_date(number: &str) -> bool {
    let mut lengths = number.split('-').map(|part| part.trim_matches(JOINER).len());
    lengths.next() == Some(4)
        && matches!((lengths.next(), lengths.next(), lengths.next()), (Some(2), None | Some(2), None))
}

/// From the left to the right, the places of a line's parts (rule L2).
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> =
        levels.iter().map(|level| Level::new(*level).unwrap_or_else(|_| Level::ltr())).collect();
    ParagraphBidiInfo::reorder_visual(&levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_directions() {
        for tag in ["ar", "he-IL", "fa", "ur-PK", "uz-Arab", "az-arab-IR", "AR"] {
            assert_eq!(Direction::of_language(tag), Direction::RightToLeft, "{tag}");
        }
        for tag in ["en", "de-AT", "ja", "ar-Latn", "zh-Hant-TW"] {
            assert_eq!(Direction::of_language(tag), Direction::LeftToRight, "{tag}");
        }
    }

    #[test]
    fn dates_are_one_number_after_arabic_letters() {
        for text in ["\u{639} 2026-05-01", "\u{639} 2026-\u{2060}05-\u{2060}01.", "\u{639}\u{a0}2026-05 "] {
            let start = text.find('2').unwrap();
            let end = text.rfind(|c: char| c.is_ascii_digit()).unwrap();
            let found = levels(text, Direction::RightToLeft).levels;
            assert!(
                text.char_indices()
                    .all(|(at, c)| c == JOINER || !(start..=end).contains(&at) || found[at] == 2),
                "{text}"
            );
        }
        assert_eq!(with_whole_dates("a-b 10-20 2026-05-01-7"), "a-b 10-20 2026-05-01-7");
    }

    #[test]
    fn a_paragraph_follows_its_sheet_unless_nothing_in_it_does() {
        let base = |text: &str, sheet: Direction| sheet.of_paragraph(text).level().number();
        assert_eq!(base("a \u{5D0}", Direction::LeftToRight), 0);
        assert_eq!(base("a \u{5D0}", Direction::RightToLeft), 1);
        assert_eq!(base("\u{5D0}.", Direction::LeftToRight), 1);
        assert_eq!(base("a.", Direction::RightToLeft), 0);
        assert_eq!(base("12", Direction::RightToLeft), 1);
        assert_eq!(base("\u{200F}a \u{5D0}", Direction::LeftToRight), 1);
    }
}
