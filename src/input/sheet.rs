//! The sheet but for its sections and editions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::object::{Object, Reader};
use super::tree::{Node, Value};
use crate::diag::{Code, Span};
use crate::model::{
    Author, Decision, DecisionRow, Edition, Event, Note, Picture, Release, SameFact, Sheet, Source,
    SourceGroup, Subject, Term, Timeline,
};

impl Reader<'_> {
    /// The whole file. What sources and subjects there are is learned first, for all else refers to them.
    pub(super) fn sheet(&mut self, root: &Node) -> Option<Sheet> {
        let mut object = self.object(root, "the sheet")?;
        object.get("$schema");
        let title = self.word(&mut object, "title");
        self.learn_sources(root);
        let series = self.optional_text(&mut object, "series");
        let kind = self.optional_text(&mut object, "kind");
        let summary = self.optional_text(&mut object, "summary");
        let language = self.language(&mut object);
        let release = self.required(&mut object, "edition").and_then(|node| self.release(node));
        let authors = self.entries(&mut object, "authors", Self::author);
        let subjects = self.subjects(&mut object);
        let decision = object.get("decision").and_then(|node| self.decision(node));
        let sections = self.sections(&mut object);
        let same = self.entries(&mut object, "same", Self::same_fact);
        let timeline = object.get("timeline").and_then(|node| self.timeline(node));
        let notes = self.entries(&mut object, "notes", Self::note);
        let glossary = self.entries(&mut object, "glossary", Self::term);
        let sources = self.entries(&mut object, "sources", Self::source_group);
        let legend_sources = object.get("legend").and_then(|node| self.legend(node));
        let mut editions = self.editions(&mut object);
        if editions.is_empty() {
            editions.push(Edition::a4());
        }
        self.finish(&object);
        Some(Sheet {
            title: title?,
            language: language?,
            series,
            kind,
            summary,
            release: release?,
            authors,
            subjects: subjects?,
            decision,
            sections: sections?,
            same,
            timeline,
            notes,
            glossary,
            sources,
            legend_sources,
            editions,
            fonts: Vec::new(),
            words: BTreeMap::new(),
            source: Arc::from(self.source),
        })
    }

    /// BCP 47: a language of two to eight letters, then subtags of one to eight letters and digits (RFC 5646, 2.1).
    fn language(&mut self, object: &mut Object<'_>) -> Option<String> {
        let node = self.required(object, "language")?;
        let tag = self.string(node, "language")?;
        let mut subtags = tag.split('-');
        let first = subtags.next().unwrap_or_default();
        let is_language =
            (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_subtag =
            |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_language || !subtags.all(is_subtag) {
            let message = format!("`{tag}` is no language tag");
            self.error(Code::InvalidValue, node.span, message, "write a BCP 47 tag, such as `en` or `pt-BR`");
        }
        Some(tag.to_owned())
    }

    fn release(&mut self, node: &Node) -> Option<Release> {
        let mut object = self.object(node, "edition")?;
        let version = self.word(&mut object, "version");
        let has_date = self.required(&mut object, "date").is_some();
        let date = if has_date { self.date(&mut object, "date") } else { None };
        let previous = self.date(&mut object, "previous");
        let url = self.address(&mut object, "url");
        let note = self.optional_text(&mut object, "note");
        self.finish(&object);
        Some(Release { version: version?, date: date?, previous, url, note })
    }

    fn author(&mut self, node: &Node) -> Option<Author> {
        let mut object = self.object(node, "authors")?;
        let name = self.word(&mut object, "name");
        let url = self.address(&mut object, "url");
        self.finish(&object);
        Some(Author { name: name?, url })
    }

    fn subjects(&mut self, object: &mut Object<'_>) -> Option<[Subject; 2]> {
        let node = self.required(object, "subjects")?;
        let items = self.list(node, "subjects")?;
        if items.len() != 2 {
            let message = format!("`subjects` must have two entries, and has {}", items.len());
            let place = Span::new(node.span.start, node.span.start + 1);
            self.error(Code::InvalidValue, place, message, "a sheet compares exactly two subjects");
        }
        let mut seen = Vec::new();
        let found: Vec<_> = items.iter().map(|item| self.subject(item, &mut seen)).collect();
        self.subjects = seen;
        let subjects: Vec<Subject> = found.into_iter().collect::<Option<_>>()?;
        subjects.try_into().ok()
    }

    fn subject(&mut self, node: &Node, seen: &mut Vec<String>) -> Option<Subject> {
        let mut object = self.object(node, "subjects")?;
        let id = self.word(&mut object, "id");
        if let (Some(id), Some(place)) = (&id, object.get("id")) {
            if id == "max" {
                let help = "rename it: `range` uses this word";
                self.error(Code::InvalidValue, place.span, "a subject cannot have the id `max`", help);
            }
            self.unique(seen, id, place.span, "subjects");
        }
        let name = self.required_text(&mut object, "name");
        let short = self.optional_text(&mut object, "short");
        let tagline = self.optional_text(&mut object, "tagline");
        let emblem = object.get("emblem").and_then(|node| self.emblem(node));
        self.finish(&object);
        let name = name?;
        let short = short.unwrap_or_else(|| name.clone());
        Some(Subject { id: id?, name, short, tagline, emblem, span: node.span })
    }

    fn emblem(&mut self, node: &Node) -> Option<Picture> {
        let mut object = self.object(node, "emblem")?;
        let image = self.required(&mut object, "image");
        let path = image.and_then(|node| Some((self.path(node, "image", true)?, node.span)));
        let alt = self.alt(&mut object);
        self.finish(&object);
        let (path, span) = path?;
        Some(Picture { path, alt: alt?, span })
    }

    /// The text alternative: required, but it may be empty, which marks decoration.
    pub(super) fn alt(&mut self, object: &mut Object<'_>) -> Option<String> {
        let node = self.required(object, "alt")?;
        match &node.value {
            Value::String(alt) => Some(alt.trim().to_owned()),
            _ => self.string(node, "alt").map(str::to_owned),
        }
    }

    /// A path beside the sheet file, never outside its folder; emblems may also be in `../assets/`.
    pub(super) fn path(&mut self, node: &Node, what: &str, assets: bool) -> Option<String> {
        let path = self.string(node, what)?;
        let inner = if assets { path.strip_prefix("../assets/").unwrap_or(path) } else { path };
        let leaves = inner.starts_with('/')
            || inner.contains(['\\', ':', '\0'])
            || inner.split('/').any(|part| part == ".." || part.is_empty());
        if leaves {
            let message = format!("`{path}` is no path within the folder of the sheet");
            self.error(
                Code::InvalidValue,
                node.span,
                message,
                "write a relative path with forward slashes, without `..`",
            );
        }
        Some(path.to_owned())
    }

    fn decision(&mut self, node: &Node) -> Option<Decision> {
        let mut object = self.object(node, "decision")?;
        self.required(&mut object, "rows");
        let rows = self.entries(&mut object, "rows", Self::decision_row);
        let neither = self.optional_text(&mut object, "neither");
        self.finish(&object);
        Some(Decision { rows, neither })
    }

    fn decision_row(&mut self, node: &Node) -> Option<DecisionRow> {
        let mut object = self.object(node, "rows")?;
        let topic = self.required_text(&mut object, "topic");
        let cells = self.required(&mut object, "cells").and_then(|node| self.pair(node));
        self.finish(&object);
        Some(DecisionRow { topic: topic?, cells: cells? })
    }

    fn same_fact(&mut self, node: &Node) -> Option<SameFact> {
        let mut object = self.object(node, "same")?;
        let topic = self.required_text(&mut object, "topic");
        let text = self.required_text(&mut object, "text");
        self.finish(&object);
        Some(SameFact { topic: topic?, text: text? })
    }

    fn timeline(&mut self, node: &Node) -> Option<Timeline> {
        let mut object = self.object(node, "timeline")?;
        let title = self.required_text(&mut object, "title");
        let note = self.optional_text(&mut object, "note");
        self.required(&mut object, "events");
        let mut events = self.entries(&mut object, "events", Self::event);
        events.sort_by_key(|event| event.date);
        self.finish(&object);
        Some(Timeline { title: title?, note, events })
    }

    fn event(&mut self, node: &Node) -> Option<Event> {
        let mut object = self.object(node, "events")?;
        let has_date = self.required(&mut object, "date").is_some();
        let date = if has_date { self.date(&mut object, "date") } else { None };
        let text = self.required_text(&mut object, "text");
        self.finish(&object);
        Some(Event { date: date?, text: text? })
    }

    fn note(&mut self, node: &Node) -> Option<Note> {
        let mut object = self.object(node, "notes")?;
        let label = self.required_text(&mut object, "label");
        let text = self.required_text(&mut object, "text");
        self.finish(&object);
        Some(Note { label: label?, text: text? })
    }

    fn term(&mut self, node: &Node) -> Option<Term> {
        let mut object = self.object(node, "glossary")?;
        let term = self.required_text(&mut object, "term");
        let meaning = self.required_text(&mut object, "meaning");
        self.finish(&object);
        Some(Term { term: term?, meaning: meaning? })
    }

    fn legend(&mut self, node: &Node) -> Option<crate::model::Text> {
        let mut object = self.object(node, "legend")?;
        let sources = self.optional_text(&mut object, "sources");
        self.finish(&object);
        sources
    }

    fn source_group(&mut self, node: &Node) -> Option<SourceGroup> {
        let mut object = self.object(node, "sources")?;
        let group = self.required_text(&mut object, "group");
        self.required(&mut object, "entries");
        let entries = self.entries(&mut object, "entries", Self::source);
        self.finish(&object);
        Some(SourceGroup { group: group?, entries })
    }

    fn source(&mut self, node: &Node) -> Option<Source> {
        let mut object = self.object(node, "entries")?;
        let id = self.word(&mut object, "id");
        let title = self.required_text(&mut object, "title");
        let url = self.address(&mut object, "url");
        let date = self.date(&mut object, "date");
        let prefix = object.get("prefix").and_then(|node| self.string(node, "prefix")).map(str::to_owned);
        self.finish(&object);
        Some(Source { id: id?, title: title?, url, date, prefix, span: node.span })
    }

    /// The ids of all sources, in printed order.
    fn learn_sources(&mut self, root: &Node) {
        let Some(sources) = member(root, "sources") else { return };
        for group in children(sources) {
            for entry in member(group, "entries").map(children).unwrap_or_default() {
                let Some(id) = member(entry, "id") else { continue };
                let Value::String(text) = &id.value else { continue };
                if self.sources.contains_key(text) {
                    let message = format!("two sources have the id `{text}`");
                    self.error(Code::DuplicateId, id.span, message, "rename one of them");
                } else {
                    self.sources.insert(text.clone(), self.cited.len());
                }
                self.cited.push(false);
            }
        }
    }
}

fn member<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Object(members) = &node.value else { return None };
    members.iter().find(|member| member.key == key).map(|member| &member.value)
}

fn children(node: &Node) -> &[Node] {
    if let Value::Array(items) = &node.value { items } else { &[] }
}
