//! Languages of random sheets, and their letters: a sheet is made of Latin letters, and spelled anew in others.

use std::collections::BTreeSet;

use cheatsheet::text::{Fonts, Rank};
use cheatsheet::words::{IDS, table};
use proptest::prelude::*;
use serde_json::Value;

use super::squares;

/// A language, and what `a`, `b`, … become in it.
#[derive(Debug, Clone, Copy)]
pub struct Tongue {
    /// BCP 47.
    pub language: &'static str,
    /// At least one; taken round.
    letters: &'static [&'static str],
    /// What parts words.
    space: &'static str,
}

const LATIN: &[&str] = &[];
const GREEK: &[&str] =
    &["α", "ε", "λ", "ό", "γ", "ος", "ῶ", "ἄ", "ν", "θ", "ρ", "π", "σ", "κ", "ι", "τ", "ά", "μ", "ῆ"];
const CYRILLIC: &[&str] =
    &["а", "б", "в", "г", "д", "е", "ж", "ё", "й", "и\u{301}", "к", "л", "щ", "ы", "ѣ", "ю", "я", "ў"];
/// Letters with marks of their own: composed, taken apart, stacked, on letters that have no such mark.
const MARKED: &[&str] = &[
    "a\u{301}",
    "q\u{303}",
    "e\u{323}\u{302}",
    "ế",
    "o\u{328}\u{304}",
    "u\u{308}\u{301}",
    "x\u{338}",
    "n",
    "t",
    "i",
    "m\u{30A}",
    "\u{1E9B}\u{323}",
];
const HEBREW: &[&str] = &["א", "ב", "ג", "ד", "ש\u{5C1}", "ל", "ו", "ם", "ע", "ר\u{5B8}", "י", "ת"];
const ARABIC: &[&str] = &["ا", "ل", "ع", "ر", "ب\u{64E}", "ي", "ة", "م", "لا", "س", "ه", "د\u{651}", "ـ"];
const PERSIAN: &[&str] = &["ف", "ا", "ر", "س", "ی", "پ", "گ", "می\u{200C}", "ژ", "چ", "۴", "ک"];
const JAPANESE: &[&str] =
    &["日", "本", "語", "カ", "ー", "ド", "は", "っ", "、", "ょ", "「", "表", "」", "。"];
const KOREAN: &[&str] = &["한", "국", "어", "표", "비", "교", "값"];
const THAI: &[&str] = &["ไ", "ท", "ย", "ก\u{E32}", "น\u{E49}", "ำ", "\u{E4D}", "ส", "ว", "ร"];
const HINDI: &[&str] = &["क", "\u{94D}", "ष", "\u{93F}", "म", "न", "\u{947}", "त", "र", "\u{902}"];
/// Of [`MIXED`], what leaves no ink.
const INVISIBLE: [char; 5] = ['\u{200F}', '\u{200E}', '\u{200B}', '\u{2060}', '\u{AD}'];
/// All at once, with what controls breaks and directions.
const MIXED: &[&str] = &[
    "a",
    "λ",
    "ж",
    "א",
    "ع",
    "日",
    "e\u{301}",
    "\u{2067}ב\u{2069}",
    "\u{202B}ق\u{202C}",
    "\u{200F}",
    "\u{200E}",
    "\u{200B}",
    "\u{2060}",
    "\u{AD}",
    "(ב",
    "ה)",
    "12",
    "1\u{FE0F}\u{20E3}",
    "👩\u{200D}👧",
    "z",
];

/// Those that random sheets are in.
const ALL: [Tongue; 23] = [
    tongue("en", LATIN),
    tongue("de", LATIN),
    tongue("fr", LATIN),
    tongue("es", LATIN),
    tongue("pt", LATIN),
    tongue("pl", LATIN),
    tongue("en-GB", MARKED),
    tongue("vi", MARKED),
    tongue("el", GREEK),
    tongue("ru", CYRILLIC),
    tongue("uk-UA", CYRILLIC),
    tongue("he", HEBREW),
    tongue("he", LATIN),
    tongue("ar", ARABIC),
    tongue("fa", PERSIAN),
    Tongue { space: "", ..tongue("ja", JAPANESE) },
    tongue("ja", JAPANESE),
    tongue("ko", KOREAN),
    Tongue { space: "", ..tongue("th", THAI) },
    tongue("hi", HINDI),
    tongue("en", MIXED),
    tongue("ar", MIXED),
    tongue("az-Arab", LATIN),
];

const fn tongue(language: &'static str, letters: &'static [&'static str]) -> Tongue {
    Tongue { language, letters, space: " " }
}

/// English every other time; it comes first, so that what fails shrinks to it.
pub fn any_tongue() -> impl Strategy<Value = Tongue> {
    prop_oneof![1 => Just(ALL[0]), 1 => (0..ALL.len()).prop_map(|at| ALL[at])]
}

/// Fonts that show all of them: squares stand in for the letters that the bundled ones lack.
///
/// # Panics
/// When the squares are no font.
pub fn fonts() -> Fonts {
    let letters = ALL.iter().flat_map(|tongue| tongue.letters).flat_map(|letter| letter.chars());
    let words = ALL.iter().filter_map(|tongue| table(tongue.language));
    let words = words.flat_map(|words| IDS.iter().filter_map(|(id, _)| words.get(id))).flat_map(str::chars);
    let characters: BTreeSet<char> = letters.chain(words).collect();
    let mut fonts = Fonts::bundled();
    fonts.add(squares::font(&characters), Rank::Sheet).expect("it is a font");
    fonts
}

/// Keys whose strings are no text that is printed in the language.
const NO_TEXT: [&str; 18] = [
    "id", "url", "date", "language", "image", "figure", "chart", "callout", "verdict", "code", "paper",
    "colour", "binding", "version", "prefix", "subject", "theme", "previous",
];

impl Tongue {
    /// Spells all texts of a sheet anew.
    pub fn spell(self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.spelled(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.spell(value)),
            Value::Object(entries) => {
                let texts = entries.iter_mut().filter(|(key, _)| !NO_TEXT.contains(&key.as_str()));
                texts.for_each(|(_, value)| self.spell(value));
            }
            _ => {}
        }
    }

    /// A text in other letters; code, addresses and citations stay. Of three words one stays too, as foreign names do.
    fn spelled(self, text: &str) -> String {
        if self.letters.is_empty() {
            return text.to_owned();
        }
        let words = text.split(' ').enumerate();
        let spelled = words.map(|(at, word)| {
            let stays = word.contains(['`', '[', ']', '(', '\\']) || at % 3 == 2;
            if stays { word.to_owned() } else { self.word(word) }
        });
        spelled.collect::<Vec<_>>().join(self.space_in(text))
    }

    /// Words that are marked stand off from others, or their marks would not open.
    fn space_in(self, text: &str) -> &'static str {
        if text.contains(['*', '[', '`', '(']) { " " } else { self.space }
    }

    /// A word in other letters; one of which nothing would be seen stays, since a sheet must not have it.
    fn word(self, word: &str) -> String {
        let letter = |c: char| match c {
            'a'..='z' => self.letters[(c as usize - 'a' as usize) % self.letters.len()].to_owned(),
            other => other.to_string(),
        };
        let spelled: String = word.chars().map(letter).collect();
        let is_seen = |c: char| c != '*' && !INVISIBLE.contains(&c);
        if spelled.chars().any(is_seen) { spelled } else { word.to_owned() }
    }
}
