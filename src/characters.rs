//! What of Unicode both the reading of a sheet and its setting ask.

/// Whether a character is shown by nothing at all (`Default_Ignorable_Code_Point` of the Unicode Character Database).
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether nothing of a text leaves ink: it is empty, or all white space and invisible characters.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || is_invisible(character))
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn blank_is_what_leaves_no_ink() {
        for text in ["", " \u{a0}\n", "\u{200F}", "\u{2060} \u{AD}", "\u{FE0F}\u{3164}", "\u{E0061}"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("\u{200F}.") && !is_blank("\u{2800}"));
    }
}
