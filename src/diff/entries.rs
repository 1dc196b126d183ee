//! Sheet → entries: what a sheet says, piece by piece, in printed order.
//!
//! Each structure of the model is taken apart by all its fields, so that the compiler asks about a new one.

mod items;
mod making;

use super::tokens::{Ids, Token, plain};
use crate::diag::Span;
use crate::model::{
    Author, Decision, DecisionRow, Event, FontFile, Note, Picture, Release, SameFact, Section, Sheet, Side,
    Source, SourceGroup, Subject, Term, Timeline,
};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the words are the documentation")]
pub enum What {
    Field,
    Author,
    Subject,
    Reason,
    Section,
    Row,
    Callout,
    Chart,
    Figure,
    Same,
    Event,
    Note,
    Term,
    Source,
    Edition,
    Word,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At the head of the sheet.
    Head,
    /// "Choose … if".
    Decision,
    /// In a section, by its index.
    Section(usize),
    /// What is equal on both sides.
    Same,
    /// On the time line.
    Timeline,
    /// In the small print.
    Notes,
    /// Among the terms.
    Glossary,
    /// Among the sources.
    Sources,
    /// Not on the sheet: how it is made.
    Making,
}

/// What a sheet says in one place.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// What it is.
    pub what: What,
    /// Where it stands.
    pub place: Place,
    /// What it is called in the file, if anything.
    pub id: Option<&'a str>,
    /// What it is called on the sheet.
    pub name: Vec<Token<'a>>,
    /// What it says.
    pub parts: Vec<Part<'a>>,
    /// Where it stands in the file.
    pub span: Option<Span>,
    /// By what it is recognised in another sheet.
    pub(super) key: String,
}

/// One value of an entry.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// The key of the file.
    pub key: &'static str,
    /// Whose it is: a subject of the new sheet.
    pub side: Option<Side>,
    /// The value; nothing where it is missing.
    pub value: Vec<Token<'a>>,
    /// Whether a reader sees it.
    pub printed: bool,
}

impl<'a> Part<'a> {
    fn printed(key: &'static str, value: Vec<Token<'a>>) -> Self {
        Self { key, side: None, value, printed: true }
    }

    fn of(side: Side, key: &'static str, value: Vec<Token<'a>>) -> Self {
        Self { side: Some(side), ..Self::printed(key, value) }
    }

    /// What is only in the file.
    fn hidden(key: &'static str, value: Option<String>) -> Self {
        let value = value.into_iter().map(Token::plain).collect();
        Self { printed: false, ..Self::printed(key, value) }
    }
}

/// Takes a sheet apart.
struct Reader<'a> {
    ids: Ids<'a>,
    /// Which subjects of the new sheet the two of this one are.
    sides: [Side; 2],
    entries: Vec<Entry<'a>>,
}

/// All that a sheet says. `sides` says which subjects of the new sheet its own are.
pub(super) fn entries(sheet: &Sheet, sides: [Side; 2]) -> Vec<Entry<'_>> {
    let ids = Ids(sheet.all_sources().map(|source| source.id.as_str()).collect());
    let mut reader = Reader { ids, sides, entries: Vec::new() };
    reader.sheet(sheet);
    reader.entries
}

impl<'a> Reader<'a> {
    fn sheet(&mut self, sheet: &'a Sheet) {
        let Sheet {
            title,
            language,
            series,
            kind,
            summary,
            release,
            authors,
            subjects,
            decision,
            sections,
            same,
            timeline,
            notes,
            glossary,
            sources,
            legend_sources,
            theme,
            editions,
            fonts,
            words,
            source: _,
        } = sheet;
        self.field("title", Part::printed("title", vec![Token::plain(title)]));
        self.field("language", Part::hidden("language", Some(language.text.clone())));
        for (key, text) in [("series", series), ("kind", kind), ("summary", summary)] {
            self.text(Place::Head, key, text.as_ref());
        }
        self.release(release);
        authors.iter().for_each(|author| self.author(author));
        let subjects = subjects.iter().zip(self.sides);
        subjects.for_each(|(subject, side)| self.subject(subject, side));
        decision.iter().for_each(|decision| self.decision(decision));
        for (index, section) in sections.iter().enumerate() {
            self.section(index, section);
        }
        for SameFact { topic, text } in same {
            self.pair(What::Same, Place::Same, (topic, text));
        }
        timeline.iter().for_each(|timeline| self.timeline(timeline));
        for Note { label, text } in notes {
            self.pair(What::Note, Place::Notes, (label, text));
        }
        for Term { term, meaning } in glossary {
            self.pair(What::Term, Place::Glossary, (term, meaning));
        }
        sources.iter().for_each(|group| self.sources(group));
        self.text(Place::Sources, "legend.sources", legend_sources.as_ref());
        self.theme(theme);
        editions.iter().for_each(|edition| self.edition(edition));
        fonts.iter().for_each(|FontFile { path, span: _ }| self.hidden("fonts", path));
        for (id, word) in words {
            let made =
                entry(What::Word, Place::Making, Vec::new(), vec![Part::hidden("words", Some(word.clone()))]);
            self.entries.push(Entry { id: Some(id), ..made });
        }
    }

    /// An entry that has one value, known by its key.
    fn field(&mut self, id: &'static str, part: Part<'a>) {
        self.entries.push(Entry { id: Some(id), ..entry(What::Field, Place::Head, Vec::new(), vec![part]) });
    }

    /// The same of a text that may be missing.
    fn text(&mut self, place: Place, id: &'static str, text: Option<&'a crate::model::Text>) {
        if let Some(text) = text {
            let part = Part::printed(id, self.ids.text(text));
            let made = entry(What::Field, place, Vec::new(), vec![part]);
            self.entries.push(Entry { id: Some(id), span: Some(text.span), ..made });
        }
    }

    /// Something that only the file has, of which there may be several: each is known by its value.
    fn hidden(&mut self, key: &'static str, value: &str) {
        let part = Part::hidden(key, Some(value.to_owned()));
        let made = entry(What::Field, Place::Making, Vec::new(), vec![part]);
        self.entries.push(Entry { key: format!("{key} {value}"), ..made });
    }

    fn release(&mut self, release: &'a Release) {
        // Version and date are said of the sheet as a whole.
        let Release { version: _, date: _, previous, url, note } = release;
        if let Some(previous) = previous {
            self.field("edition.previous", Part::hidden("edition.previous", Some(previous.to_string())));
        }
        if let Some(url) = url {
            self.field("edition.url", Part::printed("edition.url", vec![Token::plain(&url.text)]));
        }
        self.text(Place::Head, "edition.note", note.as_ref());
    }

    fn author(&mut self, author: &'a Author) {
        let Author { name, url } = author;
        let parts = vec![Part::hidden("url", url.clone())];
        let made = entry(What::Author, Place::Head, vec![Token::plain(&name.text)], parts);
        self.entries.push(Entry { span: Some(name.span), ..made });
    }

    fn subject(&mut self, subject: &'a Subject, side: Side) {
        let Subject { id, name, short, tagline, emblem, span } = subject;
        let name_alone = short.plain() == name.plain();
        let mut parts = vec![
            Part::hidden("id", Some(id.clone())),
            Part::printed("short", if name_alone { Vec::new() } else { self.ids.text(short) }),
            Part::printed("tagline", self.ids.option(tagline.as_ref())),
        ];
        parts.extend(emblem.iter().flat_map(picture));
        let made = entry(What::Subject, Place::Head, self.ids.text(name), parts);
        // It was paired with the other sheet's before.
        let id = if side == Side::Left { "left" } else { "right" };
        self.entries.push(Entry { id: Some(id), span: Some(*span), ..made });
    }

    fn decision(&mut self, decision: &'a Decision) {
        let Decision { rows, neither } = decision;
        for DecisionRow { topic, cells } in rows {
            let parts =
                cells.iter().zip(self.sides).map(|(cell, side)| Part::of(side, "cells", self.ids.cell(cell)));
            let made = entry(What::Reason, Place::Decision, self.ids.text(topic), parts.collect());
            self.entries.push(Entry { span: Some(topic.span), ..made });
        }
        self.text(Place::Decision, "decision.neither", neither.as_ref());
    }

    fn section(&mut self, index: usize, section: &'a Section) {
        let Section { id, title, leads, volatile, items, span } = section;
        let leads = leads.iter().zip(self.sides);
        let mut parts: Vec<Part<'a>> =
            leads.map(|(lead, side)| Part::of(side, "leads", self.ids.option(lead.as_ref()))).collect();
        parts.push(Part::hidden("id", id.clone()));
        parts.push(flag("volatile", *volatile));
        let made = entry(What::Section, Place::Section(index), self.ids.text(title), parts);
        self.entries.push(Entry { id: id.as_deref(), span: Some(*span), ..made });
        items.iter().for_each(|item| self.item(Place::Section(index), item));
    }

    /// A name and what is said of it.
    fn pair(
        &mut self,
        what: What,
        place: Place,
        (name, text): (&'a crate::model::Text, &'a crate::model::Text),
    ) {
        let parts = vec![Part::printed("text", self.ids.text(text))];
        let made = entry(what, place, self.ids.text(name), parts);
        self.entries.push(Entry { span: Some(name.span), ..made });
    }

    fn timeline(&mut self, timeline: &'a Timeline) {
        let Timeline { title, note, events } = timeline;
        self.text(Place::Timeline, "timeline.title", Some(title));
        self.text(Place::Timeline, "timeline.note", note.as_ref());
        for Event { date, text } in events {
            let parts = vec![Part::printed("text", self.ids.text(text))];
            let made = entry(What::Event, Place::Timeline, vec![Token::plain(date.to_string())], parts);
            self.entries.push(Entry { span: Some(text.span), ..made });
        }
    }

    fn sources(&mut self, group: &'a SourceGroup) {
        let SourceGroup { group, entries } = group;
        for Source { id, title, url, date, prefix, span } in entries {
            let parts = vec![
                Part::hidden("id", Some(id.clone())),
                Part::printed("url", url.iter().map(Token::plain).collect()),
                Part::printed("date", date.iter().map(|date| Token::plain(date.to_string())).collect()),
                Part::printed("prefix", prefix.iter().map(|prefix| Token::plain(&prefix.text)).collect()),
                Part::printed("group", self.ids.text(group)),
            ];
            let made = entry(What::Source, Place::Sources, self.ids.text(title), parts);
            self.entries.push(Entry { id: Some(id), span: Some(*span), ..made });
        }
    }
}

/// An entry that is recognised by its name.
fn entry<'a>(what: What, place: Place, name: Vec<Token<'a>>, parts: Vec<Part<'a>>) -> Entry<'a> {
    let key = plain(&name);
    Entry { what, place, id: None, name, parts, span: None, key }
}

/// A picture in a file, which is compared by its name.
fn picture(picture: &Picture) -> [Part<'_>; 2] {
    let Picture { path, alt, span: _ } = picture;
    [Part::hidden("image", Some(path.clone())), Part::hidden("alt", Some(alt.clone()))]
}

/// Whether a mark is printed, whose word has the same id.
fn flag(key: &'static str, is_set: bool) -> Part<'static> {
    Part::printed(key, is_set.then_some(Token::Mark(key, "true")).into_iter().collect())
}
