//! A text as a list of tokens.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Context, SCHEMES, Stars};
use crate::diag::Code;

pub(super) enum Token {
    /// Characters without marks of their own.
    Run(String),
    Code(String),
    Break,
    /// The ids between `[^` and `]`.
    Cite(Range<usize>),
    Stars(Stars),
    /// The bracket that opens a link, and where its address is.
    Open {
        address: Range<usize>,
    },
    /// The rest of a link, from its other bracket on.
    Close {
        address: Range<usize>,
    },
}

/// The tokens of a text. Brackets among them are those of links.
pub(super) fn tokens(text: &str, context: &mut Context<'_>) -> Vec<Token> {
    let mut tokenizer = Tokenizer {
        text,
        at: 0,
        tokens: Vec::new(),
        plain: String::new(),
        brackets: Vec::new(),
        links: Vec::new(),
        no_more_closed: false,
        backticks: None,
        addresses: None,
        context,
    };
    while let Some(next) = tokenizer.rest().chars().next() {
        tokenizer.step(next);
    }
    tokenizer.flush();
    tokenizer.untangle();
    tokenizer.tokens
}

struct Tokenizer<'a, 'b, 'c> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// Characters after the last token.
    plain: String,
    /// Brackets that are open: the token of each, and its place.
    brackets: Vec<(usize, usize)>,
    links: Vec<Link>,
    /// Whether no bracket closes from here on.
    no_more_closed: bool,
    backticks: Option<BTreeMap<usize, Vec<usize>>>,
    addresses: Option<BTreeMap<usize, usize>>,
    context: &'b mut Context<'c>,
}

/// A link: the tokens that it begins and ends with, and its places.
struct Link {
    open: usize,
    close: usize,
    range: Range<usize>,
    address: Range<usize>,
}

/// Whether a byte begins a character that the loop over them looks at: those of ASCII, and some that begin with E2.
const fn may_be_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'*' | b'`' | b'[' | b']' | b'\r' | b'\n' | b'\t' | 0xE2)
}

impl<'a> Tokenizer<'a, '_, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn push(&mut self, token: Token) {
        self.flush();
        self.tokens.push(token);
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            self.tokens.push(Token::Run(std::mem::take(&mut self.plain)));
        }
    }

    /// Over what begins with the next character.
    fn step(&mut self, next: char) {
        match next {
            '\\' => {
                let next = self.rest()[1..].chars().next().filter(|next| "\\*`[]^".contains(*next));
                self.plain.push(next.unwrap_or('\\'));
                self.at += 1 + next.map_or(0, char::len_utf8);
            }
            '*' => {
                let range = self.at..self.at + run(self.rest());
                self.at = range.end;
                self.push(Token::Stars(Stars::new(self.text, range)));
            }
            '`' => self.code(),
            '[' => self.open(),
            ']' => self.close(),
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => {
                self.at += if self.rest().starts_with("\r\n") { 2 } else { next.len_utf8() };
                self.push(Token::Break);
            }
            '\t' => {
                self.plain.push(' ');
                self.at += 1;
            }
            _ => {
                // With it all that follows, up to what may be more than a character.
                let from = self.at + next.len_utf8();
                let more = self.text.as_bytes()[from..].iter().position(|byte| may_be_special(*byte));
                let end = more.map_or(self.text.len(), |more| from + more);
                self.plain.push_str(&self.text[self.at..end]);
                self.at = end;
            }
        }
    }

    /// A code span: as many backticks close it as open it; nothing in it is markup. Where these are several, a space on both sides
    /// parts them from backticks within, and is not printed.
    fn code(&mut self) {
        let start = self.at;
        let ticks = run(self.rest());
        let from = start + ticks;
        let runs = self.backticks.get_or_insert_with(|| backticks(self.text)).get(&ticks);
        let close = runs.and_then(|runs| runs.get(runs.partition_point(|run| *run < from)).copied());
        if let Some(close) = close {
            self.at = close + ticks;
            let text = self.text[from..close].replace(['\r', '\n', '\t'], " ");
            let bare = text.strip_prefix(' ').and_then(|text| text.strip_suffix(' '));
            let bare = bare.filter(|bare| ticks > 1 && !bare.trim().is_empty());
            return self.push(Token::Code(bare.unwrap_or(&text).to_owned()));
        }
        let help = "close the code with another, or write `\\\\` before it for a backtick";
        self.context.report(start..from, Code::StrayMark, "this backtick has no partner", help);
        self.plain.push_str(&self.text[start..from]);
        self.at = from;
    }

    /// A citation, or a bracket that may open a link.
    fn open(&mut self) {
        let start = self.at;
        if self.rest().starts_with("[^") {
            return self.citation();
        }
        self.flush();
        self.brackets.push((self.tokens.len(), start));
        self.tokens.push(Token::Run("[".to_owned()));
        self.at += 1;
    }

    fn citation(&mut self) {
        let start = self.at;
        let length = if self.no_more_closed { None } else { self.rest().find(']') };
        if let Some(length) = length {
            self.at += length + 1;
            return self.push(Token::Cite(start + 2..start + length));
        }
        self.no_more_closed = true;
        let help = "write `[^id]`, or `\\\\[` for a bracket";
        self.context.report(start..start + 2, Code::StrayMark, "this source number is not closed", help);
        self.plain.push('[');
        self.at += 1;
    }

    /// A bracket that closes: with an address behind it, the rest of a link.
    fn close(&mut self) {
        let start = self.at;
        self.at += 1;
        if let Some((open, place)) = self.brackets.pop()
            && let Some(after) = self.rest().strip_prefix('(')
        {
            let addresses = self.addresses.get_or_insert_with(|| addresses(self.text));
            if let Some(end) = addresses.get(&self.at).copied() {
                let address = self.at + 1..end;
                self.at = end + 1;
                let text = self.text[start..=end].replace(['\r', '\n', '\t'], " ");
                self.push(Token::Run(text));
                let close = self.tokens.len() - 1;
                return self.links.push(Link { open, close, range: place..end + 1, address });
            }
            if SCHEMES.iter().any(|scheme| after.starts_with(scheme)) {
                let help = "write `[text](address)`, or `\\\\[` for a bracket";
                self.context.report(start..start + 2, Code::StrayMark, "this link is not closed", help);
            }
        }
        self.plain.push(']');
    }

    /// Makes links of the brackets of links. One cannot stand within another: the brackets of the inner one stay characters.
    fn untangle(&mut self) {
        let mut links = std::mem::take(&mut self.links);
        links.sort_by_key(|link| link.open);
        let (mut outer, mut inner) = (0, 0);
        for link in links {
            if link.open >= outer {
                outer = link.close;
                self.tokens[link.open] = Token::Open { address: link.address.clone() };
                self.tokens[link.close] = Token::Close { address: link.address };
            } else if link.open >= inner {
                inner = link.close;
                let help = "part the two, or write `\\\\[` for a bracket";
                let message = "a link cannot stand within a link";
                self.context.report(link.range, Code::StrayMark, message, help);
            }
        }
    }
}

/// How often the first byte of a text stands there in a row.
fn run(text: &str) -> usize {
    let first = text.as_bytes().first();
    text.bytes().take_while(|byte| Some(byte) == first).count()
}

/// The runs of backticks, by their length.
fn backticks(text: &str) -> BTreeMap<usize, Vec<usize>> {
    let (mut runs, mut at) = (BTreeMap::<_, Vec<_>>::new(), 0);
    while let Some(skip) = text[at..].find('`') {
        at += skip;
        let length = run(&text[at..]);
        runs.entry(length).or_default().push(at);
        at += length;
    }
    runs
}

/// What closes each parenthesis that stands right after a bracket.
fn addresses(text: &str) -> BTreeMap<usize, usize> {
    let (mut open, mut closed) = (Vec::new(), BTreeMap::new());
    let is_after_bracket = |at: usize| text[..at].ends_with(']');
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' => closed.extend(open.pop().filter(|open| is_after_bracket(*open)).map(|open| (open, at))),
            _ => {}
        }
    }
    closed
}
