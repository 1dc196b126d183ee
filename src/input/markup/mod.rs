//! Inline markup → inlines: first the marks of the text (`tokens`), then which asterisks belong together (`stars`), then the
//! inlines. Each looks at every byte once, for a text may be as long as the file.

mod stars;
mod tokens;

use std::ops::Range;
use std::sync::Arc;

use super::object::clip;
use crate::diag::{Code, Diagnostic, Span};
use crate::model::{Inline, Marks};
use stars::Stars;
use tokens::Token;

/// The index of a source by its id, or ids of about the same spelling.
pub(super) type Lookup<'a> = dyn FnMut(&str) -> Result<usize, Vec<String>> + 'a;

/// What a text refers to, and what is wrong with it.
pub(super) struct Context<'a> {
    /// The index of a source by its id.
    pub(super) source: &'a mut Lookup<'a>,
    /// From a byte of the text to a byte of the file.
    pub(super) place: &'a mut dyn FnMut(usize) -> usize,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Context<'_> {
    fn report(&mut self, range: Range<usize>, code: Code, message: impl Into<String>, help: &str) {
        let span = Span::new((self.place)(range.start), (self.place)(range.end));
        let finding = if code == Code::StrayMark {
            Diagnostic::warning(code, span, message)
        } else {
            Diagnostic::error(code, span, message)
        };
        self.diagnostics.push(finding.with_help(help));
    }
}

/// Parses a text.
pub(super) fn parse(text: &str, context: &mut Context<'_>) -> Vec<Inline> {
    let mut tokens = tokens::tokens(text, context);
    stars::pair(&mut tokens);
    let mut writer =
        Writer { text, context, depths: [0; 2], link: None, before_link: 0, inlines: Vec::new() };
    for token in tokens {
        writer.token(token);
    }
    tidied(merged(writer.inlines))
}

/// The inlines so far, and what holds for those that come.
struct Writer<'t, 'b, 'c> {
    text: &'t str,
    context: &'b mut Context<'c>,
    /// How many spans of emphasis and of strong text are open.
    depths: [usize; 2],
    /// Target of the link that is open.
    link: Option<Arc<str>>,
    /// Inlines before it.
    before_link: usize,
    inlines: Vec<Inline>,
}

impl Writer<'_, '_, '_> {
    fn token(&mut self, token: Token) {
        match token {
            Token::Run(text) => self.run(text, false),
            Token::Code(text) => self.run(text, true),
            Token::Break => self.inlines.push(Inline::Break),
            Token::Cite(ids) => self.citation(ids),
            Token::Open { address } => {
                self.link = Some(self.text[address].into());
                self.before_link = self.inlines.len();
            }
            Token::Close { address } => {
                self.link = None;
                self.address(address);
            }
            Token::Stars(stars) => self.stars(&stars),
        }
    }

    fn run(&mut self, text: String, code: bool) {
        let [emphasis, strong] = self.depths.map(|depth| depth > 0);
        let link = self.link.clone();
        self.inlines.push(Inline::Run { text, marks: Marks { strong, emphasis, code }, link });
    }

    fn citation(&mut self, ids: Range<usize>) {
        let mut sources = Vec::new();
        let mut from = ids.start;
        for id in self.text[ids].split(',') {
            let trimmed = id.trim();
            match (self.context.source)(trimmed) {
                Ok(source) => sources.push(source),
                Err(near) => {
                    let start = from + (id.len() - id.trim_start().len());
                    // Of an id of spaces all is shown; of none, what stands after it.
                    let range = if trimmed.is_empty() {
                        from..from + id.len().max(1)
                    } else {
                        start..start + trimmed.len()
                    };
                    let message = if trimmed.is_empty() {
                        "this citation names no source".to_owned()
                    } else {
                        format!("there is no source `{}`", clip(trimmed))
                    };
                    self.context.report(range, Code::UnknownReference, message, &near_words("source", &near));
                }
            }
            from += id.len() + 1;
        }
        if !sources.is_empty() {
            self.inlines.push(Inline::Cite(sources));
        }
    }

    fn address(&mut self, range: Range<usize>) {
        let place = range.start..range.end.max(range.start + 1);
        if let Err(message) = check_address(&self.text[range]) {
            let help = "write a whole address, such as https://example.org";
            self.context.report(place, Code::InvalidLink, message, help);
        } else if self.inlines.len() == self.before_link {
            let help = "write what is to be printed between the brackets";
            self.context.report(place, Code::InvalidLink, "this link has no text", help);
        }
    }

    /// What a run of asterisks ends and begins, and between the two those that have no partner.
    fn stars(&mut self, stars: &Stars) {
        for (depth, ends) in self.depths.iter_mut().zip(stars.ends) {
            *depth -= ends;
        }
        if stars.left > 0 {
            let text = "*".repeat(stars.left);
            if stars.touches {
                let message = format!("this `{}` has no partner", clip(&text));
                let help = "close it, or write `\\\\*` for an asterisk";
                self.context.report(stars.range.clone(), Code::StrayMark, message, help);
            }
            self.run(text, false);
        }
        for (depth, begins) in self.depths.iter_mut().zip(stars.begins) {
            *depth += begins;
        }
    }
}

/// Neighbours with the same marks in the same link become one run.
fn merged(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let (
            Some(Inline::Run { text: before, marks: old, link: old_link }),
            Inline::Run { text, marks, link },
        ) = (out.last_mut(), &inline)
            && *old == *marks
            && old_link.as_ref().map(Arc::as_ptr) == link.as_ref().map(Arc::as_ptr)
        {
            before.push_str(text);
            continue;
        }
        out.push(inline);
    }
    out
}

/// Without the spaces that nobody means to print, none of them in code: at both ends of a line, before the number of a source,
/// and more than one between two words.
fn tidied(inlines: Vec<Inline>) -> Vec<Inline> {
    let is_break = |inline: Option<&Inline>| matches!(inline, None | Some(Inline::Break));
    let tidy = |(at, inline): (usize, &Inline)| {
        let Inline::Run { text, marks: Marks { code: false, .. }, .. } = inline else { return None };
        let begins = is_break(at.checked_sub(1).and_then(|before| inlines.get(before)));
        let next = inlines.get(at + 1);
        let ends = is_break(next) || matches!(next, Some(Inline::Cite(_)));
        Some(single_spaced(text, begins, ends)).filter(|tidied| tidied != text)
    };
    let tidied: Vec<Option<String>> = inlines.iter().enumerate().map(tidy).collect();
    let mut out = inlines;
    for (inline, tidied) in out.iter_mut().zip(tidied) {
        if let (Inline::Run { text, .. }, Some(tidied)) = (inline, tidied) {
            *text = tidied;
        }
    }
    out.retain(|inline| !matches!(inline, Inline::Run { text, .. } if text.is_empty()));
    out
}

/// A text with single spaces between its words; `begins` and `ends`: and none at that end.
fn single_spaced(text: &str, begins: bool, ends: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let is_idle = character == ' ' && (out.ends_with(' ') || (begins && out.is_empty()));
        if !is_idle {
            out.push(character);
        }
    }
    if ends && out.ends_with(' ') {
        out.pop();
    }
    out
}

/// How an address that may be linked begins.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Whether an address may be linked: `https`, `http`, `mailto`.
pub(super) fn check_address(address: &str) -> Result<(), String> {
    let rest = SCHEMES.iter().find_map(|scheme| address.strip_prefix(scheme));
    let shown = clip(address);
    match rest {
        None => Err(format!("`{shown}` is not an address of https, http or mailto")),
        Some("") => Err(format!("`{shown}` is not a whole address")),
        Some(rest) if rest.chars().any(|c| c.is_whitespace() || c.is_control()) => {
            Err(format!("`{shown}` holds a space"))
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
        let mut place = |at: usize| at;
        let inlines = parse(
            text,
            &mut Context { source: &mut source, place: &mut place, diagnostics: &mut diagnostics },
        );
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
    fn idle_spaces_are_not_printed() {
        for (text, expected) in [
            ("  a  b ", "<:a b>"),
            ("ever. [^a] So", "<:ever.>[0]<: So>"),
            ("a \n **b** ", "<:a>/<S:b>"),
            ("`a  b`  c", "<C:a  b><: c>"),
            ("a\u{a0} \u{a0}b", "<:a\u{a0} \u{a0}b>"),
        ] {
            assert_eq!(show(text).0, expected, "{text}");
        }
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
            ("`` `a` ``", "<C:`a`>"),
            ("` a `", "<C: a >"),
            ("\\*a\\* \\x", "<:*a* \\x>"),
            ("a\nb", "<:a>/<:b>"),
            ("x[^a, c]y", "<:x>[0, 2]<:y>"),
            ("[a **b**](https://x/(1))", "<@https://x/(1):a ><S@https://x/(1):b>"),
            ("**[a](https://x)**", "<S@https://x:a>"),
            ("[a] (b) <i>", "<:[a] (b) <i>>"),
            ("**2 * 3**", "<S:2 * 3>"),
            ("[a [b] `](c)`](https://x)", "<@https://x:a [b] ><C@https://x:](c)>"),
            ("*a [b*c* d](https://x)*", "<E:a ><E@https://x:bc d>"),
        ] {
            assert_eq!(show(text), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_link_has_one_address_and_its_neighbour_another() {
        let context = &mut Context {
            source: &mut |_| Err(Vec::new()),
            place: &mut |at| at,
            diagnostics: &mut Vec::new(),
        };
        let inlines = parse("[a **b**\nc](https://x)[d](https://x)", context);
        let address = |inline: &'_ Inline| match inline {
            Inline::Run { link, .. } => link.clone(),
            _ => None,
        };
        let addresses: Vec<Arc<str>> = inlines.iter().filter_map(address).collect();
        let is_same: Vec<bool> = addresses.windows(2).map(|pair| Arc::ptr_eq(&pair[0], &pair[1])).collect();
        assert_eq!(is_same, [true, true, false]);
    }

    #[test]
    fn what_has_no_partner_is_printed_with_a_warning() {
        for (text, expected) in [
            ("**a", "<:**a>"),
            ("a*b", "<:a*b>"),
            ("`a", "<:`a>"),
            ("[^a", "<:[^a>"),
            ("[a](https://x", "<:[a](https://x>"),
            (
                "[a [**b**](https://x) c](https://y)",
                "<@https://y:a [><S@https://y:b><@https://y:](https://x) c>",
            ),
            (
                "[a [b [c](https://x) d](https://y) e](https://z)",
                "<@https://z:a [b [c](https://x) d](https://y) e>",
            ),
        ] {
            assert_eq!(show(text), (expected.to_owned(), vec![Code::StrayMark]), "{text}");
        }
    }

    #[test]
    fn references_and_addresses_are_checked() {
        assert_eq!(show("x[^zz]").1, [Code::UnknownReference]);
        assert_eq!(show("[x](javascript:1)").1, [Code::InvalidLink]);
        assert_eq!(show("[x](https://)").1, [Code::InvalidLink]);
        assert_eq!(show("a [](https://b)").1, [Code::InvalidLink]);
    }

    /// Nothing between two brackets that is an id, as well as nothing at all.
    #[test]
    fn every_place_is_within_the_text() {
        for text in ["[^]", "[^   ]", "[^\u{a0}]", "[^a,]", "[^,\u{3000},a]", "[^ é ]", "[]()", "é[^"] {
            let mut diagnostics = Vec::new();
            let (mut source, mut place) = (|_: &str| Err(Vec::new()), |at: usize| at);
            let context =
                &mut Context { source: &mut source, place: &mut place, diagnostics: &mut diagnostics };
            parse(text, context);
            assert!(!diagnostics.is_empty(), "{text}");
            for span in diagnostics.iter().filter_map(|diagnostic| diagnostic.span) {
                assert!(
                    text.get(span.start..span.end).is_some_and(|part| !part.is_empty()),
                    "{text}: {span:?}"
                );
            }
        }
    }

    #[test]
    fn messages_show_the_beginning_of_what_is_long() {
        let long = "x".repeat(1000);
        for text in [format!("[^{long}]"), format!("[a]({long})"), format!("{}a", "*".repeat(1000))] {
            let mut diagnostics = Vec::new();
            let (mut source, mut place) = (|_: &str| Err(Vec::new()), |at: usize| at);
            parse(
                &text,
                &mut Context { source: &mut source, place: &mut place, diagnostics: &mut diagnostics },
            );
            assert!(diagnostics[0].message.len() < 130, "{}", diagnostics[0].message);
        }
    }

    /// Each would take minutes, or the whole stack, if it took more than a time that grows with its length.
    #[test]
    fn every_text_is_read_soon() {
        const TIMES: usize = 100_000;
        let deep = "[".repeat(TIMES) + "x" + &"](https://a.b)".repeat(TIMES);
        let nested = "*a **b ".repeat(TIMES) + &"** *".repeat(TIMES);
        let ticks: String = (1..1500).map(|length| "`".repeat(length) + " ").collect();
        let many =
            ["[", "[^", "a* ", "*a ", "**a*", "*a **b ", "[a](", "[a](https://b ", "*a* [*b](https://c)*"];
        let many = many.iter().map(|text| text.repeat(TIMES));
        for text in many.chain([deep, nested, ticks, "*".repeat(TIMES) + "a" + &"*".repeat(TIMES)]) {
            assert!(!show(&text).0.is_empty());
        }
    }
}
