//! Inline markup → inlines.

use crate::diag::{Code, Diagnostic, Span};
use crate::model::{Inline, Marks};

/// The index of a source by its id, or ids of about the same spelling.
pub(super) type Lookup<'a> = dyn FnMut(&str) -> Result<usize, Vec<String>> + 'a;

/// What a text refers to, and what is wrong with it.
pub(super) struct Context<'a> {
    /// The index of a source by its id.
    pub(super) source: &'a mut Lookup<'a>,
    /// From a byte of the text to a byte of the file.
    pub(super) place: &'a dyn Fn(usize) -> usize,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

/// Parses a text.
pub(super) fn parse(text: &str, context: &mut Context<'_>) -> Vec<Inline> {
    let mut parser = Parser { text, at: 0, context };
    let tokens = parser.tokens(text.len());
    let inlines = parser.resolve(tokens, 0);
    merged(inlines)
}

enum Token {
    Done(Vec<Inline>),
    /// A run of asterisks.
    Stars {
        left: usize,
        start: usize,
        opens: bool,
        closes: bool,
    },
}

struct Parser<'a, 'b, 'c> {
    text: &'a str,
    at: usize,
    context: &'b mut Context<'c>,
}

/// Whether a byte begins a character that the loop over them looks at: those of ASCII, and some that begin with E2.
const fn may_be_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'*' | b'`' | b'[' | b'\r' | b'\n' | b'\t' | 0xE2)
}

impl<'a> Parser<'a, '_, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn report(&mut self, range: std::ops::Range<usize>, code: Code, message: String, help: &str) {
        let span = Span::new((self.context.place)(range.start), (self.context.place)(range.end));
        let finding = if code == Code::StrayMark {
            Diagnostic::warning(code, span, message)
        } else {
            Diagnostic::error(code, span, message)
        };
        self.context.diagnostics.push(finding.with_help(help));
    }

    /// The tokens up to a byte.
    fn tokens(&mut self, end: usize) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut plain = String::new();
        while self.at < end {
            let rest = self.rest();
            let Some(first) = rest.chars().next() else { break };
            let special = match first {
                '\\' => {
                    let next = rest[1..].chars().next().filter(|next| "\\*`[]^".contains(*next));
                    plain.push(next.unwrap_or('\\'));
                    self.at += 1 + next.map_or(0, char::len_utf8);
                    continue;
                }
                '*' => Some(self.stars()),
                '`' => self.code(end).map(Token::Done),
                '[' => self.bracket(end).map(Token::Done),
                '\r' | '\n' | '\u{2028}' | '\u{2029}' => {
                    self.at += if rest.starts_with("\r\n") { 2 } else { first.len_utf8() };
                    Some(Token::Done(vec![Inline::Break]))
                }
                _ => None,
            };
            if let Some(token) = special {
                if !plain.is_empty() {
                    tokens.push(Token::Done(vec![run(std::mem::take(&mut plain))]));
                }
                tokens.push(token);
            } else if first == '\t' {
                plain.push(' ');
                self.at += 1;
            } else {
                // With it all that follows, up to what may be more than a character.
                let next = self.at + first.len_utf8();
                let more = self.text.as_bytes()[next..end].iter().position(|byte| may_be_special(*byte));
                let next = more.map_or(end, |more| next + more);
                plain.push_str(&self.text[self.at..next]);
                self.at = next;
            }
        }
        if !plain.is_empty() {
            tokens.push(Token::Done(vec![run(plain)]));
        }
        tokens
    }

    fn stars(&mut self) -> Token {
        let start = self.at;
        let left = self.rest().bytes().take_while(|byte| *byte == b'*').count();
        self.at += left;
        let before = self.text[..start].chars().next_back();
        let after = self.rest().chars().next();
        let solid = |character: Option<char>| character.is_some_and(|character| !character.is_whitespace());
        Token::Stars { left, start, opens: solid(after), closes: solid(before) }
    }

    /// A code span: as many backticks close it as open it; nothing in it is markup.
    fn code(&mut self, end: usize) -> Option<Vec<Inline>> {
        let start = self.at;
        let ticks = self.rest().bytes().take_while(|byte| *byte == b'`').count();
        let from = start + ticks;
        let mut at = from;
        while at < end {
            let Some(skip) = self.text[at..end].find('`') else { break };
            let close = at + skip;
            let count = self.text[close..end].bytes().take_while(|byte| *byte == b'`').count();
            if count == ticks && close > from {
                self.at = close + count;
                let text = self.text[from..close].replace(['\r', '\n', '\t'], " ");
                let marks = Marks { code: true, ..Marks::default() };
                return Some(vec![Inline::Run { text, marks, link: None }]);
            }
            at = close + count;
        }
        let message = "this backtick has no partner".to_owned();
        self.report(
            start..from,
            Code::StrayMark,
            message,
            "close the code with another, or write `\\\\` before it for a backtick",
        );
        self.at = from;
        Some(vec![run("`".repeat(ticks))])
    }

    fn bracket(&mut self, end: usize) -> Option<Vec<Inline>> {
        if self.rest().starts_with("[^") { self.citation(end) } else { self.link(end) }
    }

    fn citation(&mut self, end: usize) -> Option<Vec<Inline>> {
        let start = self.at;
        let Some(length) = self.text[start..end].find(']') else {
            let message = "this source number is not closed".to_owned();
            self.report(
                start..start + 2,
                Code::StrayMark,
                message,
                "write `[^id]`, or `\\\\[` for a bracket",
            );
            return None;
        };
        self.at = start + length + 1;
        let mut sources = Vec::new();
        let mut from = start + 2;
        for id in self.text[from..start + length].split(',') {
            let trimmed = id.trim();
            let range = from + (id.len() - id.trim_start().len())..from + id.trim_end().len().max(1);
            match (self.context.source)(trimmed) {
                Ok(source) => sources.push(source),
                Err(near) => {
                    let help = near_words("source", &near);
                    self.report(
                        range,
                        Code::UnknownReference,
                        format!("there is no source `{trimmed}`"),
                        &help,
                    );
                }
            }
            from += id.len() + 1;
        }
        Some(if sources.is_empty() { Vec::new() } else { vec![Inline::Cite(sources)] })
    }

    fn link(&mut self, end: usize) -> Option<Vec<Inline>> {
        let start = self.at;
        let close = self.closing_bracket(end)?;
        let address = self.text[close + 1..end].strip_prefix('(')?;
        let length = balanced(address)?;
        let target = &address[..length];
        if let Err(message) = check_address(target) {
            let range = close + 2..close + 2 + length.max(1);
            self.report(
                range,
                Code::InvalidLink,
                message,
                "write a whole address, such as https://example.org",
            );
        }
        self.at = start + 1;
        let tokens = self.tokens(close);
        let mut inlines = self.resolve(tokens, 0);
        for inline in &mut inlines {
            if let Inline::Run { link, .. } = inline {
                *link = Some(target.to_owned());
            }
        }
        self.at = close + 2 + length + 1;
        Some(inlines)
    }

    /// The bracket that closes the one here, past inner brackets, escapes and code.
    fn closing_bracket(&self, end: usize) -> Option<usize> {
        let (mut depth, mut in_code, mut escaped) = (0, false, false);
        for (offset, byte) in self.text.as_bytes()[self.at..end].iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if !in_code => escaped = true,
                b'`' => in_code = !in_code,
                b'[' if !in_code => depth += 1,
                b']' if !in_code => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(self.at + offset);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Pairs the asterisks, as CommonMark does: each closing run looks back for the nearest opening one.
    fn resolve(&mut self, mut tokens: Vec<Token>, from: usize) -> Vec<Inline> {
        for close in from..tokens.len() {
            while let Some(open) = partner(&tokens, close) {
                let width = stars_left(&tokens[open]).min(stars_left(&tokens[close])).min(2);
                for token in &mut tokens[open + 1..close] {
                    mark(token, width == 2);
                }
                take(&mut tokens[open], width);
                take(&mut tokens[close], width);
                // What stands between them unpaired stays so.
                for token in &mut tokens[open + 1..close] {
                    if let Token::Stars { opens, closes, .. } = token {
                        (*opens, *closes) = (false, false);
                    }
                }
            }
        }
        let mut inlines = Vec::new();
        for token in tokens {
            match token {
                Token::Done(done) => inlines.extend(done),
                Token::Stars { left: 0, .. } => {}
                Token::Stars { left, start, .. } => {
                    self.stray(left, start);
                    inlines.push(run("*".repeat(left)));
                }
            }
        }
        inlines
    }

    fn stray(&mut self, left: usize, start: usize) {
        let whole = self.text[start..].bytes().take_while(|byte| *byte == b'*').count();
        let solid = |character: Option<char>| character.is_some_and(|character| !character.is_whitespace());
        let touches =
            solid(self.text[..start].chars().next_back()) || solid(self.text[start + whole..].chars().next());
        if touches {
            let message = format!("this `{}` has no partner", "*".repeat(left));
            self.report(
                start..start + whole,
                Code::StrayMark,
                message,
                "close it, or write `\\\\*` for an asterisk",
            );
        }
    }
}

/// The nearest run of asterisks before `close` that opens, if `close` closes.
fn partner(tokens: &[Token], close: usize) -> Option<usize> {
    let Token::Stars { left: 1.., closes: true, .. } = tokens[close] else { return None };
    (0..close).rev().find(|open| matches!(tokens[*open], Token::Stars { left: 1.., opens: true, .. }))
}

const fn stars_left(token: &Token) -> usize {
    if let Token::Stars { left, .. } = token { *left } else { 0 }
}

const fn take(token: &mut Token, width: usize) {
    if let Token::Stars { left, .. } = token {
        *left -= width;
    }
}

fn mark(token: &mut Token, strong: bool) {
    if let Token::Done(inlines) = token {
        for inline in inlines {
            if let Inline::Run { marks, .. } = inline {
                if strong { marks.strong = true } else { marks.emphasis = true }
            }
        }
    }
}

const fn run(text: String) -> Inline {
    Inline::Run { text, marks: Marks { strong: false, emphasis: false, code: false }, link: None }
}

/// Neighbours with the same marks become one run.
fn merged(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let (
            Some(Inline::Run { text: before, marks: old, link: old_link }),
            Inline::Run { text, marks, link },
        ) = (out.last_mut(), &inline)
            && (*old, &*old_link) == (*marks, link)
        {
            before.push_str(text);
            continue;
        }
        out.push(inline);
    }
    out
}

/// Up to the parenthesis that closes an address.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether an address may be linked: `https`, `http`, `mailto`.
pub(super) fn check_address(address: &str) -> Result<(), String> {
    let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| address.strip_prefix(scheme));
    match rest {
        None => Err(format!("`{address}` is not an address of https, http or mailto")),
        Some("") => Err(format!("`{address}` is not a whole address")),
        Some(rest) if rest.chars().any(|c| c.is_whitespace() || c.is_control()) => {
            Err(format!("`{address}` holds a space"))
        }
        Some(_) => Ok(()),
    }
}

/// "did you mean", or what there is.
pub(super) fn near_words(what: &str, near: &[String]) -> String {
    match near {
        [] => format!("add the {what}, or remove the reference"),
        [one] => format!("did you mean `{one}`?"),
        more => format!("did you mean one of `{}`?", more.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> (String, Vec<Code>) {
        let mut diagnostics = Vec::new();
        let mut source =
            |id: &str| if id.len() == 1 { Ok(usize::from(id.as_bytes()[0] - b'a')) } else { Err(Vec::new()) };
        let place = |at: usize| at;
        let inlines =
            parse(text, &mut Context { source: &mut source, place: &place, diagnostics: &mut diagnostics });
        let shown = inlines.iter().map(|inline| match inline {
            Inline::Break => "/".to_owned(),
            Inline::Cite(sources) => format!("{sources:?}"),
            Inline::Run { text, marks, link } => {
                let sign = |on: bool, sign: &'static str| if on { sign } else { "" };
                let marks =
                    [sign(marks.strong, "S"), sign(marks.emphasis, "E"), sign(marks.code, "C")].concat();
                format!("<{marks}{}{text}>", link.as_ref().map_or(":".to_owned(), |link| format!("@{link}:")))
            }
        });
        (shown.collect(), diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn marks_pair_as_in_commonmark() {
        for (text, expected) in [
            ("a **b** c", "<:a ><S:b><: c>"),
            ("*a **b** c*", "<E:a ><SE:b><E: c>"),
            ("***a***", "<SE:a>"),
            ("2 * 3 ** 4", "<:2 * 3 ** 4>"),
            ("`a*b`*c*", "<C:a*b><E:c>"),
            ("``a`b``", "<C:a`b>"),
            ("\\*a\\* \\x", "<:*a* \\x>"),
            ("a\nb", "<:a>/<:b>"),
            ("x[^a, c]y", "<:x>[0, 2]<:y>"),
            ("[a **b**](https://x/(1))", "<@https://x/(1):a ><S@https://x/(1):b>"),
            ("**[a](https://x)**", "<S@https://x:a>"),
            ("[a] (b) <i>", "<:[a] (b) <i>>"),
        ] {
            assert_eq!(show(text), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn what_has_no_partner_is_printed_with_a_warning() {
        for (text, expected) in [("**a", "<:**a>"), ("a*b", "<:a*b>"), ("`a", "<:`a>"), ("[^a", "<:[^a>")] {
            assert_eq!(show(text), (expected.to_owned(), vec![Code::StrayMark]), "{text}");
        }
    }

    #[test]
    fn references_and_addresses_are_checked() {
        assert_eq!(show("x[^zz]").1, [Code::UnknownReference]);
        assert_eq!(show("[x](javascript:1)").1, [Code::InvalidLink]);
        assert_eq!(show("[x](https://)").1, [Code::InvalidLink]);
    }
}
