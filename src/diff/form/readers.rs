//! For readers: what changed on the sheet, in its language, in the syntax of a kind of page.

use super::report::{Fate, For, Item, Section, Value, report};
use super::signs::widened;
use super::{Run, runs};
use crate::diff::{Diff, Edit, Token};
use crate::model::Marks;
use crate::words::Words;

/// How a kind of page writes things.
pub(super) trait Syntax {
    /// Between two lines of a value.
    const BREAK: &'static str;
    /// Whether marks may stand within what is struck out or new.
    const NESTS: bool;

    /// Text, in which no sign is markup.
    fn text(text: &str) -> String;
    /// Text with its marks.
    fn marked(text: &str, marks: Marks) -> String;
    /// Written text as a link.
    fn link(text: &str, target: &str) -> String;
    /// Written text that is no longer there.
    fn removed(text: &str) -> String;
    /// Written text that is new.
    fn added(text: &str) -> String;
    /// Written text that names an item.
    fn name(text: &str) -> String;
    /// All of it.
    fn page(page: &Page) -> String;
}

/// Written text, from top to bottom.
pub(super) struct Page {
    pub(super) language: String,
    pub(super) title: String,
    pub(super) editions: String,
    pub(super) groups: Vec<List>,
    /// Where there are none.
    pub(super) unchanged: String,
}

/// Lines under a heading, which may be empty, each with lines under it.
pub(super) struct List {
    pub(super) heading: String,
    pub(super) items: Vec<(String, Vec<String>)>,
}

/// What changed, and how many changes nobody sees on the sheet.
pub(super) fn write<S: Syntax>(diff: &Diff<'_>) -> (String, usize) {
    let report = report(diff, For::Readers);
    let words = &report.words;
    let writer = Writer { words, syntax: std::marker::PhantomData::<S> };
    let [old, new] = &report.editions;
    let page = Page {
        language: diff.new.language.text.clone(),
        title: S::text(&format!("{}{}{}", words.changes, words.colon, report.title)),
        editions: S::text(&format!("{old} → {new}")),
        groups: report.groups.iter().map(|group| writer.group(group)).collect(),
        unchanged: S::text(words.unchanged),
    };
    (S::page(&page), report.hidden)
}

struct Writer<'w, S> {
    words: &'w Words<'w>,
    syntax: std::marker::PhantomData<S>,
}

impl<S: Syntax> Writer<'_, S> {
    fn group(&self, group: &Section<'_>) -> List {
        let heading = self.edits(&group.name) + &self.said(group.fate, &group.remarks);
        let values = group.values.iter().map(|value| (self.value(value), Vec::new()));
        List { heading, items: values.chain(group.items.iter().map(|item| self.item(item))).collect() }
    }

    fn item(&self, item: &Item<'_>) -> (String, Vec<String>) {
        let said = self.said(Some(item.fate), &item.remarks);
        // A value that needs no name stands in its place.
        if let (true, [value]) = (item.name.is_empty(), item.values.as_slice()) {
            return (self.value(value) + &said, Vec::new());
        }
        let name = match item.name.as_slice() {
            [Edit::Kept(tokens)] => S::name(&self.tokens(tokens, false)),
            edits => self.edits(edits),
        };
        (name + &said, item.values.iter().map(|value| self.value(value)).collect())
    }

    /// In brackets what became of something.
    fn said(&self, fate: Option<Fate>, remarks: &[String]) -> String {
        // A remark on a move says that it is one.
        let fate = fate.filter(|fate| *fate != Fate::Moved || remarks.is_empty());
        let all: Vec<&str> = fate
            .map(|fate| fate.word(self.words))
            .into_iter()
            .chain(remarks.iter().map(String::as_str))
            .collect();
        if all.is_empty() { String::new() } else { S::text(&format!(" ({})", all.join("; "))) }
    }

    fn value(&self, value: &Value<'_>) -> String {
        let label = if value.label.is_empty() { "" } else { self.words.colon };
        let label = S::text(&format!("{}{label}", value.label));
        let text = match value.edits.as_slice() {
            [edit] if value.is_whole => self.tokens(edit.tokens(), true),
            edits => self.edits(edits),
        };
        label + &text
    }

    fn edits(&self, edits: &[Edit<'_>]) -> String {
        let starts_line = |tokens: &[Token<'_>]| tokens.first() == Some(&Token::Point);
        let written = |tokens: &[Token<'_>]| {
            let space = if starts_line(tokens) { S::BREAK } else { "" };
            space.to_owned() + &self.tokens(tokens, false)
        };
        let wide = (!S::NESTS).then(|| widened(edits, written));
        let edits = wide.as_deref().unwrap_or(edits);
        let mut out = String::new();
        for edit in edits {
            let text = match edit {
                Edit::Kept(tokens) => self.tokens(tokens, true),
                Edit::Removed(tokens) => S::removed(&self.tokens(tokens, S::NESTS)),
                Edit::Added(tokens) => S::added(&self.tokens(tokens, S::NESTS)),
            };
            // Its bullet begins a line, and not only where it begins the value.
            if !out.is_empty() && starts_line(edit.tokens()) {
                out.push_str(S::BREAK);
            }
            // Signs of two changes would be read as one.
            if !S::NESTS && out.ends_with(['~', '*']) && text.starts_with(['~', '*']) {
                out.push(' ');
            }
            out.push_str(&text);
        }
        out
    }

    /// With the marks of the sheet, or with no marks but code; without citations, whose list is not here.
    fn tokens(&self, tokens: &[Token<'_>], has_marks: bool) -> String {
        let shown = runs(tokens, self.words).into_iter().enumerate().map(|(index, run)| match run {
            Run::Text { text, marks, link } if has_marks => {
                let text = S::marked(&text, marks);
                link.map_or_else(|| text.clone(), |target| S::link(&text, target))
            }
            Run::Text { text, marks, .. } => S::marked(&text, Marks { code: marks.code, ..Marks::default() }),
            Run::Break => S::BREAK.to_owned(),
            Run::Point => {
                if index == 0 {
                    "• ".to_owned()
                } else {
                    format!("{}• ", S::BREAK)
                }
            }
            Run::Cite(_) => String::new(),
        });
        shown.collect()
    }
}
