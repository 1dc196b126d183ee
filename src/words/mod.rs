//! The words that the tool itself prints, by language, and how numbers are written there.

mod dates;
mod numbers;
mod plurals;
mod tables;

pub use dates::months;
pub use numbers::{NumberFormat, decimals_in};
pub use plurals::Plurals;

use std::collections::BTreeMap;

macro_rules! words {
    (
        $($(#[$about:meta])* $id:ident [$($hole:literal)*];)*
        =>
        $(#[doc = $more:literal] $extra:ident [$($room:literal)*];)*
    ) => {
        /// A table of words; `{…}` stands for what is put in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Words<'a> {
            $($(#[$about])* pub $id: &'a str,)*
            $(#[doc = $more] pub $extra: &'a str,)*
        }

        /// The ids of all words that each language has, and what each must leave room for.
        pub const IDS: &[(&str, &[&str])] = &[$((stringify!($id), &[$($hole),*]),)*];

        /// The ids of words that a language may do without, what each must leave room for, and what it is. Empty in a
        /// table: there is none.
        pub const OPTIONAL: &[(&str, &[&str], &str)] = &[$((stringify!($extra), &[$($room),*], $more),)*];

        impl<'a> Words<'a> {
            /// The word of an id.
            #[must_use]
            pub fn get(&self, id: &str) -> Option<&'a str> {
                match id {
                    $(stringify!($id) => Some(self.$id),)*
                    $(stringify!($extra) => Some(self.$extra),)*
                    _ => None,
                }
            }

            /// The same with another word.
            fn set(&mut self, id: &str, word: &'a str) {
                match id {
                    $(stringify!($id) => self.$id = word,)*
                    $(stringify!($extra) => self.$extra = word,)*
                    _ => {}
                }
            }
        }
    };
}

words! {
    /// Label of the summary.
    summary [];
    /// Label of the decision.
    choose [];
    /// Head of a column of the decision.
    choose_if ["{name}"];
    /// When no subject fits.
    neither [];
    /// Between the two names.
    versus [];
    /// In the lane of the title block.
    edition ["{version}" "{date}"];
    /// Before the oldest day on which a fact was checked.
    checked [];
    /// Callout.
    gotcha [];
    /// Callout.
    tip [];
    /// Callout.
    note [];
    /// Callout.
    cost [];
    /// Label of what is equal on both sides.
    same [];
    /// Label of the legend.
    marks [];
    /// Mark of facts that go stale soon.
    volatile [];
    /// In the legend.
    volatile_meaning [];
    /// Mark of what came after the last edition.
    new [];
    /// In the legend.
    new_meaning ["{date}"];
    /// Mark of facts on which sources conflict.
    disputed [];
    /// In the legend.
    disputed_meaning [];
    /// In the legend.
    bars [];
    /// After the range of source numbers in the legend.
    sources_on ["{page}"];
    /// The same where the sources stand in the same band.
    sources_below [];
    /// Label of the glossary.
    terms [];
    /// In the foot line.
    page ["{n}" "{total}"];
    /// After the title of a section that goes on.
    continued [];
    /// Topic of a chart.
    example [];
    /// Verdict.
    yes [];
    /// Verdict.
    no [];
    /// Verdict.
    partly [];
    /// Verdict.
    better [];
    /// Verdict.
    worse [];
    /// Label of the pointer to the whole sheet.
    full [];
    /// What is found there.
    full_meaning ["{count}" "{url}"];
    /// Name of the edition with the indispensable rows alone.
    quick [];
    /// Text alternative of the QR code.
    qr ["{url}"];
    /// Between a word and what it introduces, with its spaces.
    colon [];
    /// Between the entries of a list, with its spaces.
    semicolon [];
    /// Between the parts of a sentence, with its spaces.
    comma [];
    /// At the end of a sentence.
    stop [];
    =>
    /// `sources_on` where there is one source.
    sources_on_one ["{page}"];
    /// `sources_below` where there is one source.
    sources_below_one [];
    /// `full_meaning` for a count of the form “one” (CLDR): 1 in most languages.
    full_meaning_one ["{count}" "{url}"];
    /// `full_meaning` for a count of the form “few” (CLDR): in Polish 2 to 4, 22 to 24 and so on.
    full_meaning_few ["{count}" "{url}"];
    /// `full_meaning` for a count of the form “many” (CLDR): in Polish 5 to 21, 25 to 31 and so on.
    full_meaning_many ["{count}" "{url}"];
    /// `full_meaning` of a sheet that has no sources, or no terms.
    full_meaning_bare ["{url}"];
    /// Names of the twelve months, with commas between them, as they stand beside a year. Without them, dates are read as they are printed.
    months [];
    /// The same as they stand beside a day, where they have another form there.
    months_of_days [];
    /// A month of a year, as it is read aloud.
    month_date ["{month}" "{year}"];
    /// A day, as it is read aloud.
    day_date ["{day}" "{month}" "{year}"];
    /// Heading of what `diff` says.
    changes [];
    /// What `diff` says where nothing changed.
    unchanged [];
    /// In `diff`: of what says something else now.
    changed [];
    /// In `diff`: of what is no longer there.
    removed [];
    /// In `diff`: of what stands elsewhere now.
    moved [];
    /// In `diff`: heading of what changed among the sources.
    sources [];
}

/// The table of a language by its BCP 47 tag, whatever the region (`de-AT` takes German); `None` if there is none.
#[must_use]
pub fn table(language: &str) -> Option<&'static Words<'static>> {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    tables::ALL.iter().find(|(tag, _)| *tag == primary).map(|(_, words)| *words)
}

/// The words of a language, with those that the sheet has of its own. Where there is no table, they are English but for
/// those that are only heard: no voice says them well in another language.
#[must_use]
pub fn words<'a>(language: &str, own: &'a BTreeMap<String, String>) -> Words<'a> {
    let silent = Words { months: "", month_date: "", day_date: "", ..tables::ENGLISH };
    let mut words = table(language).copied().unwrap_or(silent);
    words.day_date = dates::day_of_region(language).unwrap_or(words.day_date);
    for (id, word) in own {
        words.set(id, word);
    }
    // A word of the sheet's own does not go with forms that are not.
    let forms = OPTIONAL.iter().map(|(id, ..)| *id).filter(|id| !own.contains_key(*id));
    for form in forms.filter(|form| plurals::base(form).is_some_and(|base| own.contains_key(base))) {
        words.set(form, "");
    }
    words
}

/// The language of a BCP 47 tag and its region (empty: none), in small letters; extensions name no regions.
fn primary_and_region(language: &str) -> (String, String) {
    let lower = language.to_ascii_lowercase();
    let mut subtags = lower.split('-').take_while(|subtag| subtag.len() > 1);
    let primary = subtags.next().unwrap_or_default();
    // Of two letters, or three digits: the three letters of an extended language are none.
    let is_region = |subtag: &&str| match subtag.len() {
        2 => subtag.bytes().all(|byte| byte.is_ascii_alphabetic()),
        3 => subtag.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    (primary.to_owned(), subtags.find(is_region).unwrap_or_default().to_owned())
}

/// The language of a word that the tool prints, where it is not that of the sheet: the tool has no table for that, and
/// the sheet no word of its own.
#[must_use]
pub fn borrowed_from(word: &str, language: &str, own: &BTreeMap<String, String>) -> Option<&'static str> {
    let is_english = |id: &str| !own.contains_key(id) && tables::ENGLISH.get(id) == Some(word);
    (table(language).is_none() && IDS.iter().any(|(id, _)| is_english(id))).then_some("en")
}

/// Whether a text ends as a sentence does, so that no stop follows it; quotes and brackets may close after its own.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    let closing = ['"', '\'', '”', '“', '’', '‘', '»', '«', '›', '‹', ')', ']', '」', '』', '）', '】'];
    let is_outside = |c: char| c.is_whitespace() || closing.contains(&c);
    text.trim_end_matches(is_outside).ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_with_its_stop_and_what_closes_after_it() {
        for text in ["a.", "a!", "a…", "a。", "“a.”", "(a?)", "„a.“", "« a. »", "「a。」", "a.\u{a0}»"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["", "a", "a:", "a;", "“a”", "(a. b)", "”"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn every_table_has_every_word_with_its_room() {
        for (language, words) in tables::ALL {
            for (id, holes) in IDS {
                let word = words.get(id).unwrap();
                assert!(!word.is_empty(), "{language}: {id}");
                assert!(holes.iter().all(|hole| word.matches(hole).count() == 1), "{language}: {id}");
                assert_eq!(word.matches('{').count(), holes.len(), "{language}: {id}");
            }
        }
    }

    #[test]
    fn what_a_language_may_do_without_has_its_room_where_it_is() {
        for (language, words) in tables::ALL {
            for (id, holes, _) in OPTIONAL {
                let word = words.get(id).unwrap();
                let full = holes.iter().all(|hole| word.matches(hole).count() == 1);
                assert!(word.is_empty() || full, "{language}: {id}");
                assert!(word.is_empty() || word.matches('{').count() == holes.len(), "{language}: {id}");
            }
        }
    }

    #[test]
    fn regions_take_the_words_of_their_language() {
        assert_eq!(table("de-AT").map(|words| words.yes), Some("Ja"));
        assert_eq!(table("PT-br").map(|words| words.yes), Some("Sim"));
        assert_eq!(table("tlh"), None);
        assert_eq!(words("tlh", &BTreeMap::new()).yes, "Yes");
    }

    #[test]
    fn borrowed_words_are_english() {
        let own = BTreeMap::from([("tip".to_owned(), "Tip".to_owned())]);
        assert_eq!(borrowed_from("Choose", "nl", &own), Some("en"));
        assert_eq!(borrowed_from("Tip", "nl", &own), None);
        assert_eq!(borrowed_from("2026-11-23", "nl", &own), None);
        assert_eq!(borrowed_from("Choose", "en-GB", &own), None);
    }

    #[test]
    fn a_sheet_may_have_words_of_its_own() {
        let own = BTreeMap::from([("yes".to_owned(), "Jawohl".to_owned())]);
        let words = words("de", &own);
        assert_eq!((words.yes, words.no), ("Jawohl", "Nein"));
    }

    #[test]
    fn own_words_do_not_go_with_forms_of_others() {
        let own = BTreeMap::from([("sources_below".to_owned(), "siehe unten".to_owned())]);
        let words = words("de", &own);
        assert_eq!(words.counted("sources_below", 1, Plurals::of("de")), "siehe unten");
        assert_eq!(words.counted("sources_on", 1, Plurals::of("de")), "Quelle auf Seite\u{a0}{page}");
        assert_eq!(words.full_meaning_bare, "alle Unterschiede: {url}");
        let own = BTreeMap::from([("full_meaning".to_owned(), "{count}: {url}".to_owned())]);
        assert_eq!(super::words("de", &own).full_meaning_bare, "");
    }

    #[test]
    fn borrowed_words_are_counted_as_in_english() {
        let own = BTreeMap::from([("sources_below".to_owned(), "ниже".to_owned())]);
        let rule = |id| Plurals::of_word(id, "ru", &own);
        assert_eq!((rule("full_meaning"), rule("sources_below")), (Plurals::One, Plurals::Slavic));
        let words = words("ru", &own);
        let said = words.counted("full_meaning", 21, rule("full_meaning"));
        assert!(said.starts_with("{count} differences"), "{said}");
    }

    #[test]
    fn french_signs_stand_off_by_a_narrow_space_that_does_not_break() {
        for (id, _) in IDS {
            let word = table("fr").and_then(|words| words.get(id)).unwrap();
            for (at, _) in word.match_indices([':', ';', '?', '!']) {
                assert!(word[..at].ends_with('\u{202F}'), "{id}: {word}");
            }
        }
    }
}
