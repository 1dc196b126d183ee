//! The sheet but for its sections and editions.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::format::{
    AUTHOR, DECISION, DECISION_ROW, EMBLEM, EVENT, GROUP, LEGEND, NOTE, RELEASE, SAME, SHEET, SOURCE,
    SUBJECT, TERM, TIMELINE,
};
use super::object::{Object, Reader, clip, short};
use super::tree::Node;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Author, Decision, DecisionRow, Edition, Event, Note, Picture, Release, SameFact, Sheet, Source,
    SourceGroup, Subject, Term, ThemeSource, Timeline, Word,
};

impl Reader<'_> {
    /// The whole file. What sources and subjects there are is learned first, for all else refers to them.
    pub(super) fn sheet(&mut self, root: &Node) -> Option<Sheet> {
        let object = self.object(root, &SHEET)?;
        if let Some(node) = object.get("$schema") {
            self.characters(node, "$schema");
        }
        let title = self.word(&object, "title");
        self.learn_sources(root);
        let series = self.text_of(&object, "series");
        let kind = self.text_of(&object, "kind");
        let summary = self.text_of(&object, "summary");
        let language = self.language(&object);
        let release = object.get("edition").and_then(|node| self.release(node));
        let authors = self.entries(&object, "authors", Self::author);
        let subjects = self.subjects(&object);
        let decision = object.get("decision").and_then(|node| self.decision(node));
        let sections = self.sections(&object);
        let same = self.entries(&object, "same", Self::same_fact);
        let timeline = object.get("timeline").and_then(|node| self.timeline(node));
        let notes = self.entries(&object, "notes", Self::note);
        let glossary = self.entries(&object, "glossary", Self::term);
        let sources = self.entries(&object, "sources", Self::source_group);
        let legend_sources = object.get("legend").and_then(|node| self.legend(node));
        let theme = object.get("theme").map(|node| self.theme_source(node));
        let mut editions = self.editions(&object);
        if editions.is_empty() {
            editions.push(Edition::a4());
        }
        let fonts = self.entries(&object, "fonts", Self::font_file);
        let words = object.get("words").map(|node| self.own_words(node)).unwrap_or_default();
        if let Some(language) = &language {
            self.check_words((&language.text, language.span), &words);
        }
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
            theme: theme.unwrap_or_else(|| Some(ThemeSource::Carried(Box::default())))?,
            editions,
            fonts,
            words,
            source: Arc::from(self.source),
        })
    }

    /// BCP 47: a language of two to eight letters, then subtags of one to eight letters and digits (RFC 5646, 2.1).
    fn language(&mut self, object: &Object<'_>) -> Option<Word> {
        let node = object.get("language")?;
        let tag = self.string(node, "language")?;
        let mut subtags = tag.split('-');
        let first = subtags.next().unwrap_or_default();
        let is_language =
            (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_subtag =
            |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_language || !subtags.all(is_subtag) {
            let message = format!("`{}` is no language tag", clip(tag));
            self.error(Code::InvalidValue, node.span, message, "write a BCP 47 tag, such as `en` or `pt-BR`");
            return None;
        }
        Some(Word { text: tag.to_owned(), span: node.span })
    }

    fn release(&mut self, node: &Node) -> Option<Release> {
        let object = self.object(node, &RELEASE)?;
        let version = self.printed_word(&object, "version");
        let date = self.date(&object, "date");
        let previous = self.date(&object, "previous");
        let url = self.address(&object, "url").zip(object.get("url"));
        let url = url.map(|(text, node)| Word { text, span: node.span });
        let note = self.text_of(&object, "note");
        if let (Some(date), Some(previous), Some(node)) = (date, previous, object.get("previous"))
            && previous.is_later(date)
        {
            let message = format!("the edition before this one is of {previous}, and this one of {date}");
            let warning = Diagnostic::warning(Code::DateOrder, node.span, message);
            self.diagnostics.push(warning.with_help("correct one of the two dates"));
        }
        Some(Release { version: version?, date: date?, previous, url, note })
    }

    fn author(&mut self, node: &Node) -> Option<Author> {
        let object = self.object(node, &AUTHOR)?;
        let name = self.printed_word(&object, "name");
        let url = self.address(&object, "url");
        Some(Author { name: name?, url })
    }

    fn subjects(&mut self, object: &Object<'_>) -> Option<[Subject; 2]> {
        let node = object.get("subjects")?;
        let items = self.list(node, "subjects")?;
        if items.len() != 2 {
            let message = format!("`subjects` must have two entries, and has {}", items.len());
            self.error(Code::InvalidValue, short(node), message, "a sheet compares exactly two subjects");
        }
        self.learn_subjects(items);
        let mut seen = BTreeSet::new();
        let found: Vec<_> = items.iter().map(|item| self.subject(item, &mut seen)).collect();
        let subjects: Vec<Subject> = found.into_iter().collect::<Option<_>>()?;
        subjects.try_into().ok()
    }

    /// The two ids; none where they are not clear, so that nothing is measured against them.
    fn learn_subjects(&mut self, items: &[Node]) {
        self.subjects =
            items.iter().filter_map(|item| item.member("id")?.as_str()).map(str::to_owned).collect();
        if items.len() != 2 || self.subjects.len() != 2 || self.subjects[0] == self.subjects[1] {
            self.subjects.clear();
        }
    }

    fn subject(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Subject> {
        let object = self.object(node, &SUBJECT)?;
        let id = self.word(&object, "id");
        if let (Some(id), Some(place)) = (&id, object.get("id")) {
            if id == "max" {
                let help = "rename it: `range` uses this word";
                self.error(Code::InvalidValue, place.span, "a subject cannot have the id `max`", help);
            }
            self.unique(seen, id, place.span, "subjects");
        }
        let name = self.text_of(&object, "name");
        let short = self.text_of(&object, "short");
        let tagline = self.text_of(&object, "tagline");
        let emblem = object.get("emblem").and_then(|node| self.emblem(node));
        let name = name?;
        let short = short.unwrap_or_else(|| name.clone());
        Some(Subject { id: id?, name, short, tagline, emblem, span: node.span })
    }

    fn emblem(&mut self, node: &Node) -> Option<Picture> {
        let object = self.object(node, &EMBLEM)?;
        let image = object.get("image");
        let path = image.and_then(|node| Some((self.picture(node, "image", true)?, node.span)));
        let alt = self.alt(&object);
        let (path, span) = path?;
        Some(Picture { path, alt: alt?, span })
    }

    /// The text alternative: required, but it may be empty, which marks decoration.
    pub(super) fn alt(&mut self, object: &Object<'_>) -> Option<String> {
        let alt = self.characters(object.get("alt")?, "alt")?;
        Some(alt.trim().to_owned())
    }

    /// The path of a picture.
    pub(super) fn picture(&mut self, node: &Node, what: &str, assets: bool) -> Option<String> {
        let (path, is_sound) = self.path(node, what, assets)?;
        self.pictures.extend(is_sound.then(|| (path.clone(), node.span)));
        Some(path)
    }

    /// The path of a font or a theme.
    pub(super) fn other(&mut self, node: &Node, what: &str) -> Option<String> {
        let (path, is_sound) = self.path(node, what, false)?;
        self.others.extend(is_sound.then(|| (path.clone(), node.span)));
        Some(path)
    }

    /// A path beside the sheet file, never outside its folder (emblems may also be in `../assets/`), and whether it is one.
    fn path(&mut self, node: &Node, what: &str, assets: bool) -> Option<(String, bool)> {
        let path = self.string(node, what)?;
        let inner = if assets { path.strip_prefix("../assets/").unwrap_or(path) } else { path };
        let leaves = inner.starts_with('/')
            || inner.contains(['\\', ':', '\0'])
            || inner.split('/').any(|part| part == ".." || part.is_empty());
        if leaves {
            let message = format!("`{}` is no path within the folder of the sheet", clip(path));
            self.error(
                Code::InvalidValue,
                node.span,
                message,
                "write a relative path with forward slashes, without `..`",
            );
        }
        Some((path.to_owned(), !leaves))
    }

    fn decision(&mut self, node: &Node) -> Option<Decision> {
        let object = self.object(node, &DECISION)?;
        let rows = self.entries(&object, "rows", Self::decision_row);
        let neither = self.text_of(&object, "neither");
        Some(Decision { rows, neither })
    }

    fn decision_row(&mut self, node: &Node) -> Option<DecisionRow> {
        let object = self.object(node, &DECISION_ROW)?;
        let topic = self.text_of(&object, "topic");
        let cells = object.get("cells").and_then(|node| self.pair(node));
        Some(DecisionRow { topic: topic?, cells: cells? })
    }

    fn same_fact(&mut self, node: &Node) -> Option<SameFact> {
        let object = self.object(node, &SAME)?;
        let topic = self.text_of(&object, "topic");
        let text = self.text_of(&object, "text");
        Some(SameFact { topic: topic?, text: text? })
    }

    fn timeline(&mut self, node: &Node) -> Option<Timeline> {
        let object = self.object(node, &TIMELINE)?;
        let title = self.text_of(&object, "title");
        let note = self.text_of(&object, "note");
        let mut events = self.entries(&object, "events", Self::event);
        events.sort_by_key(|event| event.date);
        Some(Timeline { title: title?, note, events })
    }

    fn event(&mut self, node: &Node) -> Option<Event> {
        let object = self.object(node, &EVENT)?;
        let date = self.date(&object, "date");
        let text = self.text_of(&object, "text");
        Some(Event { date: date?, text: text? })
    }

    fn note(&mut self, node: &Node) -> Option<Note> {
        let object = self.object(node, &NOTE)?;
        let label = self.text_of(&object, "label");
        let text = self.text_of(&object, "text");
        Some(Note { label: label?, text: text? })
    }

    fn term(&mut self, node: &Node) -> Option<Term> {
        let object = self.object(node, &TERM)?;
        let term = self.text_of(&object, "term");
        let meaning = self.text_of(&object, "meaning");
        Some(Term { term: term?, meaning: meaning? })
    }

    fn legend(&mut self, node: &Node) -> Option<crate::model::Text> {
        let object = self.object(node, &LEGEND)?;
        self.text_of(&object, "sources")
    }

    fn source_group(&mut self, node: &Node) -> Option<SourceGroup> {
        let object = self.object(node, &GROUP)?;
        let group = self.text_of(&object, "group");
        let entries = self.entries(&object, "entries", Self::source);
        Some(SourceGroup { group: group?, entries })
    }

    fn source(&mut self, node: &Node) -> Option<Source> {
        let object = self.object(node, &SOURCE)?;
        let id = self.source_id(&object);
        let title = self.text_of(&object, "title");
        let url = self.address(&object, "url");
        let date = self.date(&object, "date");
        let prefix = self.printed_word(&object, "prefix");
        Some(Source { id: id?, title: title?, url, date, prefix, span: node.span })
    }

    /// What stands between `[^` and `]`.
    fn source_id(&mut self, object: &Object<'_>) -> Option<String> {
        let node = object.get("id")?;
        let id = self.string(node, "id")?;
        if id.contains(|c: char| c.is_whitespace() || ",[]".contains(c)) {
            let message = format!("no text can cite `{}`", clip(id));
            let help = "write the id without spaces, commas and brackets";
            self.error(Code::InvalidValue, node.span, message, help);
        }
        Some(id.to_owned())
    }

    /// The ids of all sources, in printed order.
    fn learn_sources(&mut self, root: &Node) {
        let Some(sources) = root.member("sources") else { return };
        for group in sources.entries() {
            for entry in group.member("entries").map(Node::entries).unwrap_or_default() {
                let Some(id) = entry.member("id") else { continue };
                let Some(text) = id.as_str() else { continue };
                if self.sources.contains_key(text) {
                    let message = format!("two sources have the id `{}`", clip(text));
                    self.error(Code::DuplicateId, id.span, message, "rename one of them");
                } else {
                    self.sources.insert(text.to_owned(), self.cited.len());
                }
                self.cited.push(false);
            }
        }
    }
}
