//! Dates as they are read aloud (CLDR 47, `dates`: the long forms of the Gregorian calendar).

use super::Words;

/// The names of twelve months, from a text with commas between them; `None` if it has another number of them.
#[must_use]
pub fn months(names: &str) -> Option<[&str; 12]> {
    let names: Vec<&str> = names.split([',', '、', '،']).map(str::trim).collect();
    <[&str; 12]>::try_from(names).ok().filter(|names| names.iter().all(|name| !name.is_empty()))
}

impl Words<'_> {
    /// A day, or a month (1–12) without one, as it is said; `None` if the language's words for it are not known.
    #[must_use]
    pub fn spoken_date(&self, year: u16, month: u8, day: Option<u8>) -> Option<String> {
        let own_form = day.is_some() && !self.months_of_days.is_empty();
        let names = if own_form { self.months_of_days } else { self.months };
        let pattern = if day.is_some() { self.day_date } else { self.month_date };
        let month = *months(names)?.get(usize::from(month).checked_sub(1)?)?;
        let day = day.map(|day| day.to_string()).unwrap_or_default();
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
        words(language, &BTreeMap::new()).spoken_date(2026, 3, day)
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
        assert_eq!(words.spoken_date(2026, 3, None).as_deref(), Some("ožujak 2026."));
        assert_eq!(words.spoken_date(2026, 3, Some(5)), None);
    }

    #[test]
    fn every_table_has_twelve_months() {
        for (language, words) in tables::ALL {
            assert!(months(words.months).is_some(), "{language}");
            assert!(words.months_of_days.is_empty() || months(words.months_of_days).is_some(), "{language}");
            for month in 0..=13 {
                assert_eq!(words.spoken_date(2026, month, None).is_some(), (1..=12).contains(&month));
            }
        }
    }
}
