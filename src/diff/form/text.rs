//! For the author: plain text, in the markup of the file.

use super::report::{Fate, For, Item, NO_WORDS, Report, Value, report};
use super::{Run, between, runs};
use crate::diff::{Diff, Edit, Token};
use crate::words::{Words, words};

/// What is put around words that came or went, beside brackets: what colours a terminal, or nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paint<'p> {
    /// Before what came.
    pub added: &'p str,
    /// Before what went.
    pub removed: &'p str,
    /// Before headings.
    pub heading: &'p str,
    /// After each of them.
    pub end: &'p str,
}

/// All changes as text, for a terminal or a log.
#[must_use]
pub fn text(diff: &Diff<'_>, paint: Paint<'_>) -> String {
    let report = report(diff, For::Author);
    let Paint { heading, end, .. } = paint;
    let [old, new] = &report.editions;
    let mut out = format!("{heading}{}{end}\n{old} → {new}\n", report.title);
    let writer = Writer { words: &report.words, paint };
    for group in &report.groups {
        out.push('\n');
        if !group.name.is_empty() {
            let fate = group.fate.map(|fate| format!(" ({})", fate.word(&report.words))).unwrap_or_default();
            out.push_str(&format!(
                "{heading}{}{end}{fate}{}\n",
                writer.edits(&group.name),
                remarks(&group.remarks)
            ));
        }
        group.values.iter().for_each(|value| out.push_str(&writer.value(value, "  ")));
        group.items.iter().for_each(|item| out.push_str(&writer.item(item)));
    }
    out.push_str(&format!("\n{}\n", counts(&report)));
    out
}

struct Writer<'w> {
    words: &'w Words<'w>,
    paint: Paint<'w>,
}

impl Writer<'_> {
    fn item(&self, item: &Item<'_>) -> String {
        let sign = match item.fate {
            Fate::Added => "+",
            Fate::Removed => "-",
            Fate::Changed => "~",
            Fate::Moved => ">",
        };
        // A value that needs no name stands in its place.
        if let (true, [value]) = (item.name.is_empty(), item.values.as_slice()) {
            return format!("  {sign} {}", self.value(value, "").trim_start());
        }
        let name = self.edits(&item.name);
        let mut out = format!("  {sign} {name}{}\n", remarks(&item.remarks));
        item.values.iter().for_each(|value| out.push_str(&self.value(value, "      ")));
        out
    }

    fn value(&self, value: &Value<'_>, indent: &str) -> String {
        let label = if value.label.is_empty() { String::new() } else { format!("{}: ", value.label) };
        // Where all came or went, the sign before it says so.
        let text = match value.edits.as_slice() {
            [edit] if value.is_whole => self.tokens(edit.tokens()),
            edits => self.edits(edits),
        };
        format!("{indent}{label}{text}\n")
    }

    fn edits(&self, edits: &[Edit<'_>]) -> String {
        let Paint { added, removed, end, .. } = self.paint;
        let shown = edits.iter().map(|edit| match edit {
            Edit::Kept(tokens) => self.tokens(tokens),
            Edit::Removed(tokens) => format!("{removed}[-{}-]{end}", self.tokens(tokens)),
            Edit::Added(tokens) => format!("{added}{{+{}+}}{end}", self.tokens(tokens)),
        });
        shown.collect()
    }

    fn tokens(&self, tokens: &[Token<'_>]) -> String {
        marked(tokens, self.words)
    }
}

/// A value in the markup of the file, on one line; judgements in English.
#[must_use]
pub fn written(tokens: &[Token<'_>]) -> String {
    marked(tokens, &words("en", NO_WORDS))
}

fn marked(tokens: &[Token<'_>], words: &Words<'_>) -> String {
    let shown = runs(tokens, words).into_iter().enumerate().map(|(index, run)| match run {
        Run::Text { text, marks, link } => {
            let sign = [(marks.code, "`"), (marks.emphasis, "*"), (marks.strong, "**")];
            let marked =
                sign.into_iter().filter(|(is, _)| *is).fold(text, |text, (_, sign)| between(sign, &text));
            link.map_or_else(|| marked.clone(), |link| format!("[{marked}]({link})"))
        }
        Run::Cite(ids) => format!("[^{}]", ids.join(",")),
        Run::Break => " / ".to_owned(),
        Run::Point => if index == 0 { "• " } else { " • " }.to_owned(),
    });
    shown.collect()
}

fn remarks(remarks: &[String]) -> String {
    remarks.iter().map(|remark| format!(" ({remark})")).collect()
}

/// How much there is of each kind.
fn counts(report: &Report<'_>) -> String {
    let fates = || {
        let items = report.groups.iter().flat_map(|group| group.items.iter().map(|item| item.fate));
        let places = report.groups.iter().filter(|group| group.is_told);
        places.map(|group| group.fate.unwrap_or(Fate::Changed)).chain(items)
    };
    let count = |fate| fates().filter(|found| *found == fate).count();
    let kinds = [
        (Fate::Added, "added"),
        (Fate::Removed, "removed"),
        (Fate::Changed, "changed"),
        (Fate::Moved, "moved"),
    ];
    let said: Vec<String> = kinds
        .into_iter()
        .map(|(fate, word)| (count(fate), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if report.groups.is_empty() { report.words.unchanged.to_owned() } else { said.join(", ") }
}
