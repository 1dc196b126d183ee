//! Which form of a word goes with a count (CLDR 47, plural rules for whole numbers).

use std::collections::BTreeMap;

use super::{Words, table};

/// How a language counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plurals {
    /// All counts take the same form.
    None,
    /// 1, and others: most languages of Europe.
    One,
    /// 0 and 1, and others.
    ZeroOne,
    /// 1; 2 to 4; others.
    OneFew,
    /// As in Polish: 1; counts that end in 2 to 4 but 12 to 14; others.
    Polish,
    /// As in Russian: the same, and counts that end in 1 but 11 are like 1.
    Slavic,
}

impl Plurals {
    /// The rule of a language by its BCP 47 tag; that of English where nothing else is known.
    #[must_use]
    pub fn of(language: &str) -> Self {
        match language.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" | "lo" | "my" | "km" => Self::None,
            "fr" | "pt" | "hy" | "fa" | "hi" | "bn" | "gu" | "kn" | "am" | "zu" => Self::ZeroOne,
            "cs" | "sk" => Self::OneFew,
            "pl" => Self::Polish,
            "ru" | "uk" | "be" | "sr" | "hr" | "bs" => Self::Slavic,
            _ => Self::One,
        }
    }

    /// The rule for a word of a sheet: that of English where the word is borrowed from there.
    #[must_use]
    pub fn of_word(id: &str, language: &str, own: &BTreeMap<String, String>) -> Self {
        let is_borrowed = table(language).is_none() && !own.contains_key(id);
        if is_borrowed { Self::One } else { Self::of(language) }
    }

    /// The form of a count; `None`: what has no form of its own.
    const fn form(self, count: usize) -> Option<&'static str> {
        let ends_in_few = matches!(count % 10, 2..=4) && !matches!(count % 100, 12..=14);
        match (self, count) {
            (Self::None, _) => None,
            (Self::One | Self::OneFew | Self::Polish, 1) | (Self::ZeroOne, 0 | 1) => Some("one"),
            (Self::OneFew, 2..=4) => Some("few"),
            (Self::Polish | Self::Slavic, _) if ends_in_few => Some("few"),
            (Self::Slavic, _) if count % 10 == 1 && count % 100 != 11 => Some("one"),
            (Self::Polish | Self::Slavic, _) => Some("many"),
            (Self::One | Self::ZeroOne | Self::OneFew, _) => None,
        }
    }
}

/// The word of which an id is a form: for a count, or for a sheet that has less.
pub(super) fn base(id: &str) -> Option<&str> {
    let (base, form) = id.rsplit_once('_')?;
    matches!(form, "one" | "few" | "many" | "bare").then_some(base)
}

impl<'a> Words<'a> {
    /// The word of an id in the form that goes with a count; the word itself where there is no such form.
    #[must_use]
    pub fn counted(&self, id: &str, count: usize, plurals: Plurals) -> &'a str {
        let form = plurals.form(count).and_then(|form| self.get(&format!("{id}_{form}")));
        form.filter(|word| !word.is_empty()).or_else(|| self.get(id)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    #[test]
    fn each_count_has_its_form() {
        let forms = |language: &str| {
            [0, 1, 2, 4, 5, 11, 12, 21, 22, 112, 122].map(|count| {
                let form = Plurals::of(language).form(count).unwrap_or("-");
                form.chars().next().unwrap_or('-')
            })
        };
        for (language, expected) in [
            ("en", "-o---------"),
            ("de-AT", "-o---------"),
            ("es", "-o---------"),
            ("fr", "oo---------"),
            ("pt-BR", "oo---------"),
            ("pl", "moffmmmmfmf"),
            ("ru", "moffmmmofmf"),
            ("cs", "-off-------"),
            ("ja", "-----------"),
            ("tlh", "-o---------"),
        ] {
            assert_eq!(forms(language).into_iter().collect::<String>(), expected, "{language}");
        }
    }

    #[test]
    fn counts_go_with_their_words() {
        let words = |language: &str, count: usize| {
            let word = table(language).unwrap().counted("full_meaning", count, Plurals::of(language));
            word.replace("{count}", &count.to_string()).replace("{url}", "u")
        };
        assert_eq!(words("en", 1), "1 difference with sources and terms: u");
        assert_eq!(words("en", 2), "2 differences with sources and terms: u");
        assert_eq!(words("pl", 1), "1 różnica, źródła i\u{a0}pojęcia: u");
        assert_eq!(words("pl", 22), "22 różnice, źródła i\u{a0}pojęcia: u");
        assert_eq!(words("pl", 12), "12 różnic, źródła i\u{a0}pojęcia: u");
        assert_eq!(words("ja", 1), "出典と用語を含む1項目：u");
    }
}
