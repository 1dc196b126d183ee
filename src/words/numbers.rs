//! How numbers are written in a language (CLDR 47, `numbers`).

use super::primary_and_region;

/// Separators, and the place of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberFormat {
    decimal: &'static str,
    group: &'static str,
    /// Fewer digits before the decimal sign are not grouped.
    grouped_from: usize,
    /// `None`: a currency sign stands before its number, with this between them.
    currency_before: Option<&'static str>,
    /// Before the percent sign.
    percent: &'static str,
}

/// A space that does not break.
const SPACE: &str = "\u{a0}";
/// A narrow one.
const NARROW: &str = "\u{202f}";

const POINT: NumberFormat =
    NumberFormat { decimal: ".", group: ",", grouped_from: 4, currency_before: Some(""), percent: "" };
const COMMA: NumberFormat =
    NumberFormat { decimal: ",", group: ".", grouped_from: 4, currency_before: None, percent: SPACE };
const SPACED: NumberFormat = NumberFormat { group: SPACE, ..COMMA };

/// Currencies of a hundred cents, by their signs.
const SIGNS: [&str; 18] =
    ["$", "€", "£", "₹", "US$", "A$", "C$", "R$", "NZ$", "HK$", "S$", "MX$", "₺", "₽", "₪", "₴", "₱", "₦"];
/// By signs as well, but without cents (ISO 4217), or with none in use: as many decimals as are written.
const WHOLE_SIGNS: [&str; 4] = ["¥", "￥", "₩", "₫"];
/// Of a hundred cents, by words that stand after their numbers in every language: abbreviations.
const ABBREVIATIONS: [&str; 9] = ["zł", "kr", "kr.", "Kč", "lei", "лв", "лв.", "грн", "руб."];
/// And by their codes (ISO 4217), as far as they are met in comparisons.
const CODES: [&str; 27] = [
    "EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "RON", "BGN", "TRY",
    "UAH", "RUB", "INR", "BRL", "MXN", "ZAR", "SGD", "HKD", "CNY", "ILS", "PHP", "THB",
];

/// Decimals of amounts that need so many in some unit: money has cents or none, also by the month or hour (`€/h`).
#[must_use]
pub fn decimals_in(unit: &str, needed: usize) -> usize {
    let currency = unit.split('/').next().unwrap_or_default().trim_end();
    let has_cents = [&SIGNS[..], &ABBREVIATIONS, &CODES].iter().any(|units| units.contains(&currency));
    if needed == 1 && has_cents { 2 } else { needed }
}

impl NumberFormat {
    /// The habits of a language and region, by its BCP 47 tag; the point and comma of English where nothing else is known.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let (primary, region) = primary_and_region(language);
        match (primary.as_str(), region.as_str()) {
            ("de" | "it" | "rm", "ch" | "li") => {
                Self { group: "’", percent: "", currency_before: Some(SPACE), ..POINT }
            }
            ("de", "at") => Self { group: SPACE, currency_before: Some(SPACE), ..COMMA },
            ("es", "mx" | "us" | "419" | "gt" | "hn" | "ni" | "sv" | "pa" | "pe" | "do" | "pr") => POINT,
            ("es", _) => Self { grouped_from: 5, ..COMMA },
            ("fr", _) => Self { group: NARROW, percent: NARROW, ..COMMA },
            ("pt", "pt" | "ao" | "mz") => Self { group: SPACE, grouped_from: 5, percent: "", ..COMMA },
            ("pt", _) => Self { currency_before: Some(SPACE), percent: "", ..COMMA },
            ("pl", _) => Self { group: SPACE, grouped_from: 5, percent: "", ..COMMA },
            ("bg", _) => Self { grouped_from: 5, percent: "", ..SPACED },
            ("it" | "el" | "hr" | "sl" | "id" | "vi" | "sr" | "bs", _) => Self { percent: "", ..COMMA },
            ("nl", _) => Self { currency_before: Some(SPACE), percent: "", ..COMMA },
            ("de" | "da" | "ro" | "ca" | "gl" | "is", _) => COMMA,
            ("uk" | "hu" | "lv" | "et" | "kk", _) => Self { percent: "", ..SPACED },
            ("ru" | "be" | "cs" | "sk" | "fi" | "sv" | "nb" | "nn" | "no" | "lt", _) => SPACED,
            ("tr", _) => Self { currency_before: Some(""), percent: "", ..COMMA },
            ("he" | "iw", _) => Self { currency_before: None, ..POINT },
            _ => POINT,
        }
    }

    /// A number of 0 or more with so many decimals.
    #[must_use]
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let plain = format!("{value:.decimals$}");
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut out = String::new();
        for (place, digit) in whole.chars().enumerate() {
            let left = whole.len() - place;
            if place > 0 && left.is_multiple_of(3) && whole.len() >= self.grouped_from {
                out.push_str(self.group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(self.decimal);
            out.push_str(fraction);
        }
        out
    }

    /// A number and its unit: a currency sign where the language has it, any other unit after the number.
    #[must_use]
    pub fn with_unit(&self, number: &str, unit: &str) -> String {
        let is_currency = SIGNS.contains(&unit) || WHOLE_SIGNS.contains(&unit);
        match (unit, self.currency_before) {
            ("", _) => number.to_owned(),
            ("%", _) => format!("{number}{}%", self.percent),
            (unit, Some(space)) if is_currency => format!("{unit}{space}{number}"),
            (unit, _) => format!("{number}{SPACE}{unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_language_has_it() {
        for (language, small, large, price, share) in [
            ("en", "1,234.50", "12,345", "$20", "5%"),
            ("de", "1.234,50", "12.345", "20\u{a0}$", "5\u{a0}%"),
            ("de-CH", "1’234.50", "12’345", "$\u{a0}20", "5%"),
            ("fr", "1\u{202f}234,50", "12\u{202f}345", "20\u{a0}$", "5\u{202f}%"),
            ("es", "1234,50", "12.345", "20\u{a0}$", "5\u{a0}%"),
            ("es-MX", "1,234.50", "12,345", "$20", "5%"),
            ("pt-BR", "1.234,50", "12.345", "$\u{a0}20", "5%"),
            ("pl", "1234,50", "12\u{a0}345", "20\u{a0}$", "5%"),
            ("ja", "1,234.50", "12,345", "$20", "5%"),
        ] {
            let format = NumberFormat::of(language);
            assert_eq!(format.number(1234.5, 2), small, "{language}");
            assert_eq!(format.number(12_345.0, 0), large, "{language}");
            assert_eq!(format.with_unit("20", "$"), price, "{language}");
            assert_eq!(format.with_unit("5", "%"), share, "{language}");
            assert_eq!(format.with_unit("5", "h"), "5\u{a0}h", "{language}");
        }
    }

    #[test]
    fn money_has_cents_or_none() {
        for (unit, needed, decimals) in [
            ("€", 1, 2),
            ("$/month", 1, 2),
            ("CHF", 1, 2),
            ("€", 0, 0),
            ("€", 3, 3),
            ("zł", 1, 2),
            ("kr", 1, 2),
            ("Kč/h", 1, 2),
            ("lei", 1, 2),
            ("₺", 1, 2),
            ("₽", 1, 2),
            ("₪", 1, 2),
            ("zł", 0, 0),
            ("Ft", 1, 1),
            ("¥", 1, 1),
            ("₩", 1, 1),
            ("h", 1, 1),
            ("", 1, 1),
        ] {
            assert_eq!(decimals_in(unit, needed), decimals, "{unit}");
        }
    }

    #[test]
    fn signs_stand_where_the_language_has_them_and_abbreviations_after_their_numbers() {
        for (language, unit, price) in [
            ("en", "₪", "₪20"),
            ("he", "₪", "20\u{a0}₪"),
            ("tr", "₺", "₺20"),
            ("ru", "₽", "20\u{a0}₽"),
            ("en", "₫", "₫20"),
            ("en", "zł", "20\u{a0}zł"),
            ("de-CH", "kr", "20\u{a0}kr"),
            ("hu", "Ft", "20\u{a0}Ft"),
        ] {
            assert_eq!(NumberFormat::of(language).with_unit("20", unit), price, "{language} {unit}");
        }
    }

    #[test]
    fn large_numbers_have_all_their_groups() {
        assert_eq!(NumberFormat::of("en").number(1_234_567.5, 2), "1,234,567.50");
        assert_eq!(NumberFormat::of("en").number(286.67, 2), "286.67");
        assert_eq!(NumberFormat::of("en").number(0.0, 0), "0");
    }
}
