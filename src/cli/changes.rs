//! Changes between two sheets as JSON: all values in the markup of the file, with the places where they stand.

use serde_json::{Value, json};

use super::source::Source;
use crate::diag::Span;
use crate::diff::form::written;
use crate::diff::{Change, Diff, Edit, Entry, Move, Part, PartChange, Place, What};
use crate::model::{Sheet, Side};

/// All changes, with their places in both files.
pub(super) fn json(found: &Diff<'_>, sources: [&Source; 2]) -> Value {
    let edition = |sheet: &Sheet, source: &Source| json!({ "file": source.name(), "version": sheet.release.version.text, "date": sheet.release.date.to_string() });
    let changes = found.groups.iter().flat_map(|group| &group.changes);
    let changes: Vec<Value> = changes.map(|change| one(found, change, sources)).collect();
    let [old, new] = sources;
    json!({ "title": found.new.title, "old": edition(found.old, old), "new": edition(found.new, new), "changes": changes })
}

fn one(found: &Diff<'_>, change: &Change<'_>, [old, new]: [&Source; 2]) -> Value {
    let entry = change.entry();
    let sheet = if matches!(change, Change::Removed(_)) { found.old } else { found.new };
    let (kind, before, after) = match change {
        Change::Added(entry) => ("added", None, at(entry, new)),
        Change::Removed(entry) => ("removed", at(entry, old), None),
        Change::Changed { old: before, new: after, .. } => ("changed", at(before, old), at(after, new)),
    };
    let from = match change {
        Change::Changed { moved: Some(Move::From(from)), .. } => place(*from, found.old),
        _ => None,
    };
    let is_moved = matches!(change, Change::Changed { moved: Some(_), .. });
    let known = [
        ("place", place(entry.place, sheet)),
        ("id", entry.id.map(|id| json!(id))),
        ("name", Some(written(&entry.name)).filter(|name| !name.is_empty()).map(Value::from)),
        ("old", before),
        ("new", after),
        ("moved", is_moved.then_some(Value::Bool(true))),
        ("from", from),
    ];
    let mut value = json!({ "change": kind, "what": word(entry.what), "parts": parts(found, change) });
    for (key, known) in known {
        if let Some(known) = known {
            value[key] = known;
        }
    }
    value
}

/// The values of a change: those that differ, or all of what came or went.
fn parts(found: &Diff<'_>, change: &Change<'_>) -> Vec<Value> {
    let one = |(key, side, printed): (&str, Option<Side>, bool), values: [Option<String>; 2]| {
        let mut value = json!({ "key": key, "printed": printed });
        if let Some(side) = side {
            value["subject"] = json!(found.new.subjects[side.index()].id);
        }
        for (name, text) in ["old", "new"].into_iter().zip(values) {
            if let Some(text) = text {
                value[name] = json!(text);
            }
        }
        value
    };
    let head = |part: &Part<'_>| (part.key, part.side, part.printed);
    match change {
        Change::Added(entry) => {
            there(entry).map(|part| one(head(part), [None, Some(written(&part.value))])).collect()
        }
        Change::Removed(entry) => {
            there(entry).map(|part| one(head(part), [Some(written(&part.value)), None])).collect()
        }
        Change::Changed { parts, .. } => {
            parts.iter().map(|part| one((part.key, part.side, part.printed), sides(part).map(Some))).collect()
        }
    }
}

/// The values that an entry has.
fn there<'e, 'a>(entry: &'e Entry<'a>) -> impl Iterator<Item = &'e Part<'a>> {
    entry.parts.iter().filter(|part| !part.value.is_empty())
}

/// Both values of a comparison.
fn sides(part: &PartChange<'_>) -> [String; 2] {
    let of = |is_meant: fn(&Edit<'_>) -> bool| {
        let edits = part.edits.iter().filter(|edit| is_meant(edit));
        written(&edits.flat_map(|edit| edit.tokens().iter().cloned()).collect::<Vec<_>>())
    };
    [of(|edit| !matches!(edit, Edit::Added(_))), of(|edit| !matches!(edit, Edit::Removed(_)))]
}

/// Where an entry stands in its file; `None` of what has no place there, such as a default.
fn at(entry: &Entry<'_>, source: &Source) -> Option<Value> {
    let span = entry.span.filter(|span| *span != Span::default())?;
    let (line, column) = source.position(span.start);
    Some(json!({ "line": line, "column": column, "path": source.pointer(span) }))
}

/// A section by its title, other places by their key; the head of the sheet has none.
fn place(place: Place, sheet: &Sheet) -> Option<Value> {
    Some(match place {
        Place::Section(index) => json!(sheet.sections.get(index)?.title.plain()),
        Place::Head => return None,
        Place::Decision => json!("decision"),
        Place::Same => json!("same"),
        Place::Timeline => json!("timeline"),
        Place::Notes => json!("notes"),
        Place::Glossary => json!("glossary"),
        Place::Sources => json!("sources"),
        Place::Making => json!("making"),
    })
}

const fn word(what: What) -> &'static str {
    match what {
        What::Field => "field",
        What::Author => "author",
        What::Subject => "subject",
        What::Reason => "reason",
        What::Section => "section",
        What::Row => "row",
        What::Callout => "callout",
        What::Chart => "chart",
        What::Figure => "figure",
        What::Same => "same",
        What::Event => "event",
        What::Note => "note",
        What::Term => "term",
        What::Source => "source",
        What::Edition => "edition",
        What::Word => "word",
    }
}
