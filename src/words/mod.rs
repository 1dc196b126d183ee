//! The words that the tool itself prints, by language, and how numbers are written there.

mod numbers;
mod tables;

pub use numbers::NumberFormat;

use std::collections::BTreeMap;

macro_rules! words {
    ($($(#[$about:meta])* $id:ident [$($hole:literal)*];)*) => {
        /// A table of words; `{…}` stands for what is put in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Words<'a> {
            $($(#[$about])* pub $id: &'a str,)*
        }

        /// The ids of all words, and what each must leave room for.
        pub const IDS: &[(&str, &[&str])] = &[$((stringify!($id), &[$($hole),*]),)*];

        impl<'a> Words<'a> {
            /// The word of an id.
            #[must_use]
            pub fn get(&self, id: &str) -> Option<&'a str> {
                match id {
                    $(stringify!($id) => Some(self.$id),)*
                    _ => None,
                }
            }

            /// The same with another word.
            fn set(&mut self, id: &str, word: &'a str) {
                match id {
                    $(stringify!($id) => self.$id = word,)*
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
}

/// The table of a language by its BCP 47 tag, whatever the region (`de-AT` takes German); `None` if there is none.
#[must_use]
pub fn table(language: &str) -> Option<&'static Words<'static>> {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    tables::ALL.iter().find(|(tag, _)| *tag == primary).map(|(_, words)| *words)
}

/// The words of a language (English where there is no table), with those that the sheet has of its own.
#[must_use]
pub fn words<'a>(language: &str, own: &'a BTreeMap<String, String>) -> Words<'a> {
    let mut words = *table(language).unwrap_or(&tables::ENGLISH);
    for (id, word) in own {
        words.set(id, word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn regions_take_the_words_of_their_language() {
        assert_eq!(table("de-AT").map(|words| words.yes), Some("Ja"));
        assert_eq!(table("PT-br").map(|words| words.yes), Some("Sim"));
        assert_eq!(table("tlh"), None);
        assert_eq!(words("tlh", &BTreeMap::new()).yes, "Yes");
    }

    #[test]
    fn a_sheet_may_have_words_of_its_own() {
        let own = BTreeMap::from([("yes".to_owned(), "Jawohl".to_owned())]);
        let words = words("de", &own);
        assert_eq!((words.yes, words.no), ("Jawohl", "Nein"));
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
