//! Dates as they are read aloud (CLDR 47, `dates`: the long forms of the Gregorian calendar).

use super::{Words, primary_and_region};

/// The names of twelve months, from a text with commas between them; `None` if it has another number of them.
#[must_use]
pub fn months(names: &str) -> Option<[&str; 12]> {
    let names: Vec<&str> = names.split([',', '、', '،']).map(str::trim).collect();
    <[&str; 12]>::try_from(names).ok().filter(|names| names.iter().all(|name| !name.is_empty()))
}

/// The regions whose English names the month before the day, and their territories; all others follow `en-001`.
const MONTH_FIRST: [&str; 11] = ["us", "as", "gu", "mh", "mp", "pr", "um", "vi", "ph", "ca", "bi"];

/// How a day is said in the English of a region, by its BCP 47 tag, where that is not as in the table.
pub(super) fn day_of_region(language: &str) -> Option<&'static str> {
    let (primary, region) = primary_and_region(language);
    let is_own = !region.is_empty() && !MONTH_FIRST.contains(&region.as_str());
    (primary == "en" && is_own).then_some("{day} {month} {year}")
}

/// A day of the month in digits: the first is an ordinal number in French (“1er”), which CLDR's patterns have no letter for.
fn day_in(language: &str, day: u8) -> String {
    if day == 1 && primary_and_region(language).0 == "fr" { "1er".to_owned() } else { day.to_string() }
}

impl Words<'_> {
    /// A day, or a month (1–12) without one, as it is said in a language, by its BCP 47 tag; `None` if the language's words
    /// for it are not known.
    #[must_use]
    pub fn spoken_date(&self, language: &str, (year, month, day): (u16, u8, Option<u8>)) -> Option<String> {
        let own_form = day.is_some() && !self.months_of_days.is_empty();
        let names = if own_form { self.months_of_days } else { self.months };
        let pattern = if day.is_some() { self.day_date } else { self.month_date };
        let month = *months(names)?.get(usize::from(month).checked_sub(1)?)?;
        let day = day.map(|day| day_in(language, day)).unwrap_or_default();
        let said = pattern.replace("{year}", &year.to_string()).replace("{month}", month);
        (!pattern.is_empty()).then(|| said.replace("{day}", &day))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{tables, words};
    use super::*;

    fn said(language: &str, day: Option<u8>) -> Option<String> {
        words(language, &BTreeMap::new()).spoken_date(language, (2026, 3, day))
    }

    #[test]
    fn dates_are_said_as_their_language_has_it() {
        for (language, month, day) in [
            ("en", "March 2026", "March 5, 2026"),
            ("de-AT", "März 2026", "5. März 2026"),
            ("fr", "mars 2026", "5 mars 2026"),
            ("es", "marzo de 2026", "5 de marzo de 2026"),
            ("pt", "março de 2026", "5 de março de 2026"),
            ("pl", "marzec 2026", "5 marca 2026"),
            ("ja", "2026年3月", "2026年3月5日"),
        ] {
            assert_eq!(said(language, None).as_deref(), Some(month), "{language}");
            assert_eq!(said(language, Some(5)).as_deref(), Some(day), "{language}");
        }
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        for (language, day) in
            [("fr", "1er mars 2026"), ("fr-CA", "1er mars 2026"), ("es", "1 de marzo de 2026")]
        {
            assert_eq!(said(language, Some(1)).as_deref(), Some(day), "{language}");
        }
        assert_eq!(said("fr", Some(11)).as_deref(), Some("11 mars 2026"));
    }

    #[test]
    fn english_names_the_day_first_but_in_some_regions() {
        for language in ["en-GB", "en-AU", "en-IN", "en-IE", "en-NZ", "en-ZA", "en-001", "en-Latn-GB"] {
            assert_eq!(said(language, Some(5)).as_deref(), Some("5 March 2026"), "{language}");
        }
        for language in ["en", "en-US", "en-CA", "en-PH", "EN-us", "en-Latn", "en-x-gb"] {
            assert_eq!(said(language, Some(5)).as_deref(), Some("March 5, 2026"), "{language}");
        }
        let own = BTreeMap::from([("day_date".to_owned(), "{month} {day} {year}".to_owned())]);
        let said = words("en-GB", &own).spoken_date("en-GB", (2026, 3, Some(5)));
        assert_eq!(said.as_deref(), Some("March 5 2026"));
    }

    #[test]
    fn no_english_month_is_said_in_another_language() {
        assert_eq!(said("he", None), None);
    }

    #[test]
    fn a_year_has_twelve_months() {
        assert_eq!(months("January, February"), None);
        assert_eq!(months("a, b, c, d, e, f, g, h, i, j, k, "), None);
        assert!(months("a,b,c,d,e,f,g,h,i,j,k,l").is_some());
    }

    #[test]
    fn a_sheet_may_have_months_of_its_own() {
        let names = ["siječanj", "veljača", "ožujak", "d", "e", "f", "g", "h", "i", "j", "k", "l"].join(", ");
        let own = [("months", names.as_str()), ("month_date", "{month} {year}.")];
        let own: BTreeMap<String, String> =
            own.map(|(id, word)| (id.to_owned(), word.to_owned())).into_iter().collect();
        let words = words("hr", &own);
        assert_eq!(words.spoken_date("hr", (2026, 3, None)).as_deref(), Some("ožujak 2026."));
        assert_eq!(words.spoken_date("hr", (2026, 3, Some(5))), None);
    }

    #[test]
    fn every_table_has_twelve_months() {
        for (language, words) in tables::ALL {
            assert!(months(words.months).is_some(), "{language}");
            assert!(words.months_of_days.is_empty() || months(words.months_of_days).is_some(), "{language}");
            for month in 0..=13 {
                assert_eq!(
                    words.spoken_date(language, (2026, month, None)).is_some(),
                    (1..=12).contains(&month)
                );
            }
        }
    }
}
