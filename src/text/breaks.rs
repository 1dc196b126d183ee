//! Where a line may break: the Unicode rules (UAX #14), and the house rules for code and for numbers with units.

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// Units of measure, and what else is counted in one short word.
const UNITS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "€", "$", "£", "¥", "CHF", "CPU", "EUR", "GBP", "Gbps", "IOPS", "JPY", "KB",
    "Kbps", "M", "Mbps", "QPS", "RPS", "TPS", "USD", "d", "dB", "dpi", "em", "fps", "ft", "h", "ha", "k",
    "kbps", "lb", "mi", "min", "mph", "op", "ops", "oz", "pp", "pt", "px", "req", "rpm", "t", "vCPU", "x",
    "×",
];
/// Units that take a prefix (BIPM, IEC 80000-13).
const BASES: &[&str] = &[
    "A", "B", "Bit", "Hz", "J", "K", "L", "N", "Pa", "V", "W", "Wh", "b", "bit", "eV", "g", "iB", "l", "lm",
    "m", "mol", "s", "Ω",
];
const PREFIXES: &[char] = &['E', 'G', 'K', 'M', 'P', 'T', 'c', 'd', 'k', 'm', 'n', 'p', 'µ', 'μ'];
/// Signs and words that stay with the number after them.
const BEFORE_NUMBERS: &[&str] = &[
    "§", "§§", "№", "≥", "≤", "≈", "<", ">", "~", "±", "×", "Abb.", "Abs.", "Art.", "Fig.", "Kap.", "No.",
    "Nr.", "N°", "Nº", "art.", "chap.", "fig.", "no.", "n°", "nº", "nᵒ", "p.", "page", "pp.", "pág.", "vol.",
];

/// Whether a word is a unit, or several joined by a slash, a dot or a hyphen: `GB`, `req/s`, `GB-s`.
fn is_unit(word: &str) -> bool {
    let is_one = |part: &str| {
        let base = part.trim_end_matches(['²', '³']);
        UNITS.contains(&base)
            || BASES.contains(&base)
            || base.strip_prefix(PREFIXES).is_some_and(|rest| BASES.contains(&rest))
    };
    !word.is_empty() && word.split(['/', '·', '-']).all(is_one)
}

/// Finds where a line may begin.
pub(super) struct Breaker {
    segmenter: LineSegmenterBorrowed<'static>,
}

impl Breaker {
    /// By the rules for a language: Korean is broken at its spaces. Scripts that have no spaces and need a dictionary (Thai,
    /// Khmer, Lao, Burmese) break at the spaces and zero-width spaces that their author sets.
    pub(super) fn new(language: &str) -> Self {
        let mut options = LineBreakOptions::default();
        if matches!(language.split('-').next(), Some("ko")) {
            options.word_option = Some(LineBreakWordOption::KeepAll);
        }
        Self { segmenter: LineSegmenter::new_neo_for_non_complex_scripts(options) }
    }

    /// Byte offsets (after 0, the end included) where a line may begin, by UAX #14; numbers keep their units.
    pub(super) fn opportunities(&self, text: &str) -> Vec<usize> {
        let parts = |at: usize| {
            parts_a_unit(text, at)
                || is_within_unit(text, at)
                || parts_a_range(text, at)
                || parts_an_initial(text, at)
        };
        self.segmenter.segment_str(text).filter(|at| *at > 0 && !parts(*at)).collect()
    }
}

/// Whether a break at `at` would part a number from its unit or its thousands, or "§" and "page" from their number.
fn parts_a_unit(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].strip_suffix(' ') else { return false };
    let last = before.rsplit([' ', '\u{a0}']).next().unwrap_or("");
    let next = text[at..].split([' ', '\u{a0}', '\u{2060}']).next().unwrap_or("");
    if BEFORE_NUMBERS.contains(&last.trim_start_matches(['(', '['])) && next.starts_with(is_digit) {
        return true;
    }
    if !ends_in_number(last) {
        return false;
    }
    is_unit(next.trim_end_matches(ENDS)) || continues_number(last, next)
}

/// Whether a break at `at` would part a unit such as `req/s` that stands after a number.
fn is_within_unit(text: &str, at: usize) -> bool {
    if !text[..at].ends_with(['/', '-', '·']) {
        return false;
    }
    // No unit is longer, and a word may be a whole file.
    let mut near = text[..at].char_indices().rev().take(24);
    let start = near.find(|(_, character)| matches!(character, ' ' | '\u{a0}')).map(|(start, _)| start);
    let Some(start) = start.filter(|start| ends_in_number(&text[..*start])) else { return false };
    let word = text[start..].trim_start_matches([' ', '\u{a0}']).split([' ', '\u{a0}', '\u{2060}']).next();
    is_unit(word.unwrap_or("").trim_end_matches(ENDS))
}

/// Digits and fractions.
const fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '¼'..='¾' | '⅐'..='⅞')
}

/// Whether a text ends in a number: `5`, `½`, `10⁶`, but not `m²`.
fn ends_in_number(text: &str) -> bool {
    let is_raised = |c: char| matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹');
    text.trim_end_matches(is_raised).ends_with(is_digit)
}

/// Signs that may follow a unit.
const ENDS: [char; 9] = [',', ';', '.', ':', ')', ']', '?', '!', '…'];

/// Whether a word continues a number whose thousands are parted by spaces: `10 000`.
fn continues_number(last: &str, next: &str) -> bool {
    let digits = |c: &char| c.is_ascii_digit();
    let after = next.chars().take_while(digits).count();
    let before = last.chars().rev().take_while(digits).count();
    after == 3
        && before <= 3
        && before == last.trim_start_matches(['(', '−', '-', '+', '$', '€', '£']).chars().count()
}

/// Whether a break at `at` would part a range of numbers.
fn parts_a_range(text: &str, at: usize) -> bool {
    let starts = |c: char| is_digit(c) || matches!(c, '$' | '€' | '£' | '¥');
    text[..at].strip_suffix('–').is_some_and(ends_in_number) && text[at..].starts_with(starts)
}

/// Whether a break at `at` would leave one letter before a slash: `I/O`, `n/a`, `w/o`.
fn parts_an_initial(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].strip_suffix('/') else { return false };
    let mut near = before.chars().rev();
    near.next().is_some_and(char::is_alphabetic) && !near.next().is_some_and(char::is_alphanumeric)
}

/// Whether code may break between two characters: after `.`, `:`, `/`, `_`, or before a capital that follows a small letter.
pub(super) fn code_breaks(before: char, after: char) -> bool {
    if before == ' ' {
        return after != ' ';
    }
    match before {
        '.' | ':' | '/' | '_' => after.is_alphanumeric(),
        _ => before.is_lowercase() && after.is_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut from = 0;
        Breaker::new("en")
            .opportunities(text)
            .into_iter()
            .map(|at| {
                let part = &text[from..at];
                from = at;
                part
            })
            .collect()
    }

    #[test]
    fn numbers_keep_their_units() {
        assert_eq!(parts("ends within 15 min, or"), ["ends ", "within ", "15 min, ", "or"]);
        assert_eq!(parts("5–10 min"), ["5–10 min"]);
        assert_eq!(parts("see page 3"), ["see ", "page 3"]);
        assert_eq!(parts("15 minutes"), ["15 ", "minutes"]);
        for whole in [
            "5 req/s",
            "0.3 µs",
            "10 Mbit/s.",
            "3 GB-s",
            "20 °C",
            "≥ 5",
            "§ 12",
            "10 000 000",
            "7 vCPU",
            "5–$10",
            "½ m²",
            "½–1 l",
            "≥ ½",
            "10⁶ km",
            "½ kg/m²",
            "60 × 60 cm",
            "55 mph",
            "2½ lb",
            "art. 7",
            "nᵒ 261/2004",
        ] {
            assert_eq!(parts(whole), [whole]);
        }
        assert_eq!(parts("the m² h"), ["the ", "m² ", "h"]);
        assert_eq!(parts("in 2024 100 of 50 rows"), ["in ", "2024 ", "100 ", "of ", "50 ", "rows"]);
    }

    #[test]
    fn a_letter_keeps_its_slash() {
        assert_eq!(parts("better I/O-heavy, n/a"), ["better ", "I/O-", "heavy, ", "n/a"]);
        assert_eq!(parts("and/or"), ["and/", "or"]);
    }

    #[test]
    fn code_breaks_at_case_changes_and_after_separators() {
        assert!(code_breaks('n', 'E') && code_breaks('_', 'L') && code_breaks('.', 'P'));
        assert!(!code_breaks('A', 'W') && !code_breaks('W', 'S') && !code_breaks('a', 'b'));
    }
}
