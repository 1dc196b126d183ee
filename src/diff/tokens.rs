//! Values as words, which are what is compared.

use std::borrow::Cow;

use crate::model::{Cell, Inline, Marks, Text, Verdict};

/// The smallest part of a value that can change.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Token<'a> {
    /// A word, a space, or a sign before or after a word.
    Word {
        /// Its characters.
        text: Cow<'a, str>,
        /// Strong, emphasis, code.
        marks: Marks,
        /// Target of the link it is in.
        link: Option<&'a str>,
    },
    /// Citations, by the ids of their sources.
    Cite(Vec<&'a str>),
    /// A judgement.
    Verdict(Verdict),
    /// A mark, by the id of its word: as the file has it.
    Mark(&'static str, &'static str),
    /// The beginning of a line, but of the first.
    Break,
    /// The beginning of a bullet.
    Point,
}

impl<'a> Token<'a> {
    /// Words without marks.
    pub(super) fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Word { text: text.into(), marks: Marks::default(), link: None }
    }

    /// Whether it is white space, which is no change worth a word of its own.
    pub(super) fn is_space(&self) -> bool {
        matches!(self, Self::Word { text, .. } if text.trim().is_empty())
    }
}

/// The ids of the sources of a sheet, by their index.
pub(super) struct Ids<'a>(pub(super) Vec<&'a str>);

impl<'a> Ids<'a> {
    /// A text as words.
    pub(super) fn text(&self, text: &'a Text) -> Vec<Token<'a>> {
        let mut tokens = Vec::new();
        for inline in &text.inlines {
            match inline {
                Inline::Run { text, marks, link } => {
                    let word = |text| Token::Word {
                        text: Cow::Borrowed(text),
                        marks: *marks,
                        link: link.as_deref(),
                    };
                    tokens.extend(words(text).map(word));
                }
                Inline::Cite(sources) => {
                    tokens.push(Token::Cite(
                        sources.iter().filter_map(|at| self.0.get(*at).copied()).collect(),
                    ));
                }
                Inline::Break => tokens.push(Token::Break),
            }
        }
        tokens
    }

    /// A text that may be missing: nothing then.
    pub(super) fn option(&self, text: Option<&'a Text>) -> Vec<Token<'a>> {
        text.map(|text| self.text(text)).unwrap_or_default()
    }

    /// A cell: its verdict, its text, its bullets, its code.
    pub(super) fn cell(&self, cell: &'a Cell) -> Vec<Token<'a>> {
        let Cell { verdict, text, points, code, span: _ } = cell;
        let mut tokens: Vec<Token<'a>> = verdict.iter().map(|verdict| Token::Verdict(*verdict)).collect();
        if let Some(text) = text {
            if !tokens.is_empty() {
                tokens.push(Token::plain(" "));
            }
            tokens.extend(self.text(text));
        }
        for point in points {
            tokens.push(Token::Point);
            tokens.extend(self.text(point));
        }
        if let Some(code) = code {
            let marks = Marks { code: true, ..Marks::default() };
            for (index, line) in code.text.split('\n').enumerate() {
                if index > 0 || !tokens.is_empty() {
                    tokens.push(Token::Break);
                }
                tokens.push(Token::Word { text: Cow::Borrowed(line), marks, link: None });
            }
        }
        tokens
    }
}

/// The words of a text, the white space between them, and the signs at their ends, each apart; together they are the text.
/// Scripts that are written without spaces give one word for each character.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match kind(first) {
            Kind::Sign | Kind::Ideograph => first.len_utf8(),
            // Signs within a word are a part of it: `1,000`, `don't`, `a.b`.
            Kind::Word => word_end(rest),
            Kind::Space => rest.find(|c| kind(c) != Kind::Space).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Where the word ends that a text begins with.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    for (at, character) in text.char_indices() {
        match kind(character) {
            Kind::Word => end = at + character.len_utf8(),
            Kind::Sign => {}
            Kind::Space | Kind::Ideograph => break,
        }
    }
    end
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Word,
    Sign,
    Ideograph,
}

/// What a character is to words. No Unicode word rules: a mistake shows a word too many as changed.
fn kind(character: char) -> Kind {
    match character {
        _ if character.is_whitespace() => Kind::Space,
        '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '„' | '‘' | '’'
        | '«' | '»' | '…' => Kind::Sign,
        '\u{E00}'..='\u{EFF}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' => Kind::Ideograph,
        _ => Kind::Word,
    }
}

/// The characters alone.
pub(super) fn plain(tokens: &[Token<'_>]) -> String {
    let text = |token: &Token<'_>| match token {
        Token::Word { text, .. } => text.to_string(),
        Token::Break | Token::Point => " ".to_owned(),
        Token::Cite(_) | Token::Verdict(_) | Token::Mark(..) => String::new(),
    };
    tokens.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_from_spaces_and_from_signs_at_their_ends() {
        let of = |text: &'static str| words(text).collect::<Vec<_>>();
        assert_eq!(of("1,000 req/s (max)."), ["1,000", " ", "req/s", " ", "(", "max", ")", "."]);
        assert_eq!(of("a\u{a0}b  …"), ["a", "\u{a0}", "b", "  ", "…"]);
        assert_eq!(of("東京 ok"), ["東", "京", " ", "ok"]);
        assert_eq!(of(""), [""; 0]);
        for text in ["“a.b”?!c", "a,", ",", "a…東"] {
            assert_eq!(of(text).concat(), text);
        }
    }
}
