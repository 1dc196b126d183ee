//! Where a line may break: the Unicode rules (UAX #14), and the house rules for code and for numbers with units.

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// Units that stay with the number before them.
const UNITS: &[&str] = &[
    "%", "°C", "A", "B", "b/s", "cm", "d", "em", "g", "GB", "GHz", "GiB", "Gbps", "h", "Hz", "kB", "KB",
    "kg", "kHz", "KiB", "km", "kW", "kWh", "L", "M", "m", "MB", "MB/s", "Mbps", "MHz", "MiB", "min", "mm",
    "ms", "ns", "pt", "px", "s", "t", "TB", "TiB", "V", "W", "µs",
];

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
        let parts = |at: usize| parts_a_unit(text, at) || parts_a_range(text, at);
        self.segmenter.segment_str(text).filter(|at| *at > 0 && !parts(*at)).collect()
    }
}

/// Whether a break at `at` would part a number from its unit, or "§" and "page" from their number.
fn parts_a_unit(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].strip_suffix(' ') else { return false };
    let last = before.rsplit([' ', '\u{a0}']).next().unwrap_or("");
    let next = text[at..].split([' ', '\u{a0}', '\u{2060}']).next().unwrap_or("");
    let unit = next.trim_end_matches([',', ';', '.', ':', ')', '?', '!']);
    let is_number = last.ends_with(|c: char| c.is_ascii_digit());
    let names_number = matches!(last, "§" | "page" | "p.") && next.starts_with(|c: char| c.is_ascii_digit());
    names_number || (is_number && UNITS.contains(&unit))
}

/// Whether a break at `at` would part a range of numbers.
fn parts_a_range(text: &str, at: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    text[..at].strip_suffix('–').is_some_and(|before| before.ends_with(is_digit))
        && text[at..].starts_with(is_digit)
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
    }

    #[test]
    fn code_breaks_at_case_changes_and_after_separators() {
        assert!(code_breaks('n', 'E') && code_breaks('_', 'L') && code_breaks('.', 'P'));
        assert!(!code_breaks('A', 'W') && !code_breaks('W', 'S') && !code_breaks('a', 'b'));
    }
}
