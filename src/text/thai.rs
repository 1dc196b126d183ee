//! Thai and Lao: what a line must not begin or end with, even where a word is wider than its column (W3C, "Thai Layout
//! Requirements" and "Lao Layout Requirements").

/// Vowels that are written before their consonant.
const fn leads(character: char) -> bool {
    matches!(character, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}')
}

/// Vowels that are written behind their consonant.
const fn follows(character: char) -> bool {
    matches!(character, '\u{E30}' | '\u{E32}' | '\u{E33}' | '\u{E45}' | '\u{EB0}' | '\u{EB2}' | '\u{EB3}')
}

/// Signs that repeat or shorten what stands before them: no line begins with one.
pub(super) const fn repeats(character: char) -> bool {
    matches!(character, '\u{E2F}' | '\u{E46}' | '\u{EAF}' | '\u{EC6}')
}

/// Whether a character is of the syllable of the one before it, which is not its own kind: so syllables end.
pub(super) const fn is_one_syllable(last: char, character: char) -> bool {
    if !matches!(last, '\u{E01}'..='\u{EFF}') || repeats(last) {
        return false;
    }
    repeats(character) || leads(last) && !leads(character) || follows(character) && !follows(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowels_stay_with_their_consonants() {
        let parts = |text: &str| {
            let mut parts = String::new();
            let mut last = ' ';
            for character in text.chars() {
                if last != ' ' && !is_one_syllable(last, character) {
                    parts.push('|');
                }
                parts.push(character);
                last = character;
            }
            parts
        };
        assert_eq!(parts("และกา"), "และ|กา");
        assert_eq!(parts("ไปๆมา"), "ไปๆ|มา");
        assert_eq!(parts("ะาะ"), "ะ|า|ะ");
    }
}
