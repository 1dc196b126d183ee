//! Changes → headings, items and values, which each form writes in its own way.

use super::super::tokens::plain;
use super::super::{Change, Diff, Edit, Entry, Group, Move, Part, PartChange, Place, Token, What};
use crate::model::{Release, Sheet};
use crate::words::{Words, words};

/// What a form writes.
#[derive(Debug, Clone)]
pub(super) struct Report<'a> {
    /// Of the sheet.
    pub(super) title: &'a str,
    /// Then and now.
    pub(super) editions: [String; 2],
    pub(super) groups: Vec<Section<'a>>,
    /// How many changes are not written.
    pub(super) hidden: usize,
    pub(super) words: Words<'a>,
}

/// What changed in one place.
#[derive(Debug, Clone)]
pub(super) struct Section<'a> {
    /// Nothing at the head of the sheet.
    pub(super) name: Vec<Edit<'a>>,
    /// Whether something became of the place itself.
    pub(super) is_told: bool,
    pub(super) fate: Option<Fate>,
    /// Of the place itself.
    pub(super) remarks: Vec<String>,
    pub(super) values: Vec<Value<'a>>,
    pub(super) items: Vec<Item<'a>>,
}

/// What became of one entry.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) fate: Fate,
    /// Nothing if its value says it all.
    pub(super) name: Vec<Edit<'a>>,
    /// Such as that it moved.
    pub(super) remarks: Vec<String>,
    pub(super) values: Vec<Value<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Added,
    Removed,
    Changed,
    /// Nothing else changed.
    Moved,
}

impl Fate {
    /// In a word.
    pub(super) const fn word<'a>(self, words: &Words<'a>) -> &'a str {
        match self {
            Self::Added => words.new,
            Self::Removed => words.removed,
            Self::Changed => words.changed,
            Self::Moved => words.moved,
        }
    }
}

/// A value, and what it is of.
#[derive(Debug, Clone)]
pub(super) struct Value<'a> {
    /// Empty if it needs none.
    pub(super) label: String,
    /// Whether it is clear without a sign that it came or went.
    pub(super) is_whole: bool,
    pub(super) edits: Vec<Edit<'a>>,
}

/// For whom changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// All there is, with the keys of the file, in English.
    Author,
    /// What is printed, in the language of the sheet.
    Readers,
}

/// Puts changes in words.
pub(super) fn report<'a>(diff: &Diff<'a>, whom: For) -> Report<'a> {
    let words = match whom {
        For::Author => words("en", NO_WORDS),
        For::Readers => words(&diff.new.language.text, &diff.new.words),
    };
    let teller = Teller { diff, whom, words };
    let groups: Vec<Section<'a>> = diff.groups.iter().map(|group| teller.group(group)).collect();
    let told: usize = groups.iter().map(|group| group.items.len() + usize::from(group.is_told)).sum();
    let all: usize = diff.groups.iter().map(|group| group.changes.len()).sum();
    Report {
        title: &diff.new.title,
        editions: [diff.old, diff.new].map(|sheet| teller.edition(sheet)),
        groups: groups.into_iter().filter(|group| group.is_told || !group.items.is_empty()).collect(),
        hidden: all - told,
        words,
    }
}

pub(super) static NO_WORDS: &std::collections::BTreeMap<String, String> = &std::collections::BTreeMap::new();

struct Teller<'d, 'a> {
    diff: &'d Diff<'a>,
    whom: For,
    words: Words<'a>,
}

impl<'a> Teller<'_, 'a> {
    fn edition(&self, sheet: &Sheet) -> String {
        let Release { version, date, .. } = &sheet.release;
        self.words.edition.replace("{version}", &version.text).replace("{date}", &date.to_string())
    }

    fn group(&self, group: &Group<'a>) -> Section<'a> {
        let mut section = Section {
            name: self.name_of(group.place, group.is_gone),
            is_told: false,
            fate: None,
            remarks: Vec::new(),
            values: Vec::new(),
            items: Vec::new(),
        };
        for change in &group.changes {
            let Some(item) = self.item(change) else { continue };
            if change.entry().what == What::Section {
                section.is_told = true;
                section.fate = Some(item.fate).filter(|fate| *fate != Fate::Changed);
                (section.name, section.remarks, section.values) = (item.name, item.remarks, item.values);
            } else {
                section.items.push(item);
            }
        }
        section
    }

    /// What a place is called on the sheet.
    fn name_of(&self, place: Place, is_gone: bool) -> Vec<Edit<'a>> {
        let sheet = if is_gone { self.diff.old } else { self.diff.new };
        let named = |text: String| vec![Edit::Kept(vec![Token::plain(text)])];
        match place {
            Place::Head => Vec::new(),
            Place::Section(index) => {
                named(sheet.sections.get(index).map(|section| section.title.plain()).unwrap_or_default())
            }
            Place::Decision => named(self.words.choose.to_owned()),
            Place::Same => named(self.words.same.to_owned()),
            Place::Timeline => {
                let line = sheet.timeline.as_ref().or(self.diff.old.timeline.as_ref());
                named(line.map(|line| line.title.plain()).unwrap_or_default())
            }
            Place::Notes => named(self.words.note.to_owned()),
            Place::Glossary => named(self.words.terms.to_owned()),
            Place::Sources => named(self.words.sources.to_owned()),
            Place::Making => named("Not printed".to_owned()),
        }
    }

    /// Nothing if nothing of it is written.
    fn item(&self, change: &Change<'a>) -> Option<Item<'a>> {
        let entry = change.entry();
        let (fate, parts, moved) = match change {
            Change::Added(_) => (Fate::Added, whole(entry, Edit::Added), None),
            Change::Removed(_) => (Fate::Removed, whole(entry, Edit::Removed), None),
            Change::Changed { parts, moved, .. } => (Fate::Changed, parts.clone(), *moved),
        };
        let told = parts.into_iter().filter(|part| self.tells(entry, part, fate));
        let (names, parts): (Vec<_>, Vec<_>) = told.partition(|part| part.key == "name");
        let says_nothing = parts.is_empty() && names.is_empty();
        let fate = if fate == Fate::Changed && says_nothing { Fate::Moved } else { fate };
        let is_known = match fate {
            Fate::Moved => moved.is_some(),
            Fate::Changed => true,
            Fate::Added | Fate::Removed => {
                !says_nothing || !entry.name.is_empty() || self.whom == For::Author
            }
        };
        if !is_known || (self.whom == For::Readers && entry.place == Place::Making) {
            return None;
        }
        let name = names.into_iter().next().map_or_else(|| kept(self.name(entry)), |part| part.edits);
        let values = self.values((entry, !name.is_empty()), parts, fate);
        Some(Item { fate, name, remarks: self.remarks(entry, fate, moved), values })
    }

    fn values(
        &self,
        (entry, has_name): (&Entry<'a>, bool),
        parts: Vec<PartChange<'a>>,
        fate: Fate,
    ) -> Vec<Value<'a>> {
        let is_whole = matches!(fate, Fate::Added | Fate::Removed);
        let mut values: Vec<Value<'a>> = Vec::new();
        for part in parts {
            let is_note = part.key == NOTE;
            let value = self.value((entry, has_name), part, is_whole);
            // What the author says of a change comes before what it is.
            if is_note && self.whom == For::Readers {
                values.insert(0, noted(value))
            } else {
                values.push(value)
            }
        }
        values
    }

    /// Whether a value is written. Of what came or went, readers and the author see what is on the sheet.
    fn tells(&self, entry: &Entry<'_>, part: &PartChange<'_>, fate: Fate) -> bool {
        let is_file_alone = matches!(entry.place, Place::Making) || entry.what == What::Field;
        let mut tokens = part.edits.iter().flat_map(Edit::tokens);
        let is_shown = match self.whom {
            // What the author said of an earlier change is no news.
            For::Readers if part.key == NOTE => part.edits.iter().any(is_there),
            // A mark is news where nothing else is.
            _ => {
                part.printed
                    && (fate == Fate::Changed || !tokens.any(|token| matches!(token, Token::Mark(..))))
            }
        };
        is_shown || (self.whom == For::Author && (fate == Fate::Changed || is_file_alone))
    }

    fn name(&self, entry: &Entry<'a>) -> Vec<Token<'a>> {
        if !entry.name.is_empty() {
            return entry.name.clone();
        }
        let kind = entry.parts.iter().flat_map(|part| &part.value).find_map(|token| match token {
            Token::Mark(kind, _) => Some(*kind),
            _ => None,
        });
        let word = kind.or(entry.id).and_then(|id| self.words.get(id));
        match word {
            Some(word) if entry.place != Place::Making => vec![Token::plain(word)],
            _ if entry.what == What::Figure && self.whom == For::Author => {
                vec![Token::plain(entry.key.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// That an entry stands elsewhere now.
    fn remarks(&self, entry: &Entry<'a>, fate: Fate, moved: Option<Move>) -> Vec<String> {
        let name = |place, is_gone| {
            let name = self.name_of(place, is_gone);
            name.iter().map(|edit| plain(edit.tokens())).collect::<String>()
        };
        let Words { moved: word, colon, .. } = self.words;
        let said = match moved {
            Some(Move::From(place)) => {
                format!("{word}{colon}{} → {}", name(place, true), name(entry.place, false))
            }
            Some(Move::Within) if fate != Fate::Moved => word.to_owned(),
            _ => return Vec::new(),
        };
        vec![said]
    }

    fn value(
        &self,
        (entry, has_name): (&Entry<'a>, bool),
        part: PartChange<'a>,
        is_whole: bool,
    ) -> Value<'a> {
        let side = part.side.map(|side| self.diff.new.subjects[side.index()].name.plain());
        // The value that an entry is there for needs no name beside its own.
        let is_clear = (side.is_some() && part.key != "range") || (has_name && Some(part.key) == entry.id);
        let key = (self.whom == For::Author && !is_clear).then(|| part.key.to_owned());
        let label: Vec<String> = side.into_iter().chain(key).collect();
        let mut edits = part.edits;
        if self.whom == For::Readers {
            edits.iter_mut().flat_map(Edit::tokens_mut).for_each(|token| self.name_mark(token));
        }
        Value { label: label.join(", "), is_whole, edits }
    }

    /// A mark in the word that the sheet prints for it.
    fn name_mark(&self, token: &mut Token<'a>) {
        if let Token::Mark(id, _) = token
            && let Some(word) = self.words.get(id)
        {
            *token = Token::plain(word);
        }
    }
}

/// Key of what the author says of a change.
const NOTE: &str = "changed.note";

/// The same as it is now, alone.
fn noted(value: Value<'_>) -> Value<'_> {
    let tokens =
        value.edits.iter().filter(|edit| is_there(edit)).flat_map(|edit| edit.tokens().iter().cloned());
    Value { edits: vec![Edit::Kept(tokens.collect())], is_whole: true, ..value }
}

const fn is_there(edit: &Edit<'_>) -> bool {
    !matches!(edit, Edit::Removed(_))
}

/// All values of an entry that came or went.
fn whole<'a>(entry: &Entry<'a>, edit: impl Fn(Vec<Token<'a>>) -> Edit<'a>) -> Vec<PartChange<'a>> {
    let parts = entry.parts.iter().filter(|part| !part.value.is_empty());
    let change = |part: &Part<'a>| PartChange {
        key: part.key,
        side: part.side,
        printed: part.printed,
        edits: vec![edit(part.value.clone())],
    };
    parts.map(change).collect()
}

/// What did not change; nothing of nothing.
fn kept(tokens: Vec<Token<'_>>) -> Vec<Edit<'_>> {
    if tokens.is_empty() { Vec::new() } else { vec![Edit::Kept(tokens)] }
}
