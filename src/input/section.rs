//! Sections, and the items that are no charts: rows, callouts, figures.

use std::collections::BTreeSet;

use super::format::{CALLOUT, CHANGE, CHART, FIGURE, ITEMS, LEADS, ROW, SECTION};
use super::object::{Object, Reader, clip, near};
use super::shape::{PRIORITIES, Shape};
use super::tree::{Node, Value};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Callout, CalloutKind, Cells, Change, Figure, Item, Picture, Priority, Row, Section, Text,
};

pub(super) const CALLOUTS: [(&str, CalloutKind); 4] = [
    ("gotcha", CalloutKind::Gotcha),
    ("tip", CalloutKind::Tip),
    ("note", CalloutKind::Note),
    ("cost", CalloutKind::Cost),
];

/// Ids of rows and sections, each unique in its kind.
#[derive(Default)]
struct Seen {
    sections: BTreeSet<String>,
    rows: BTreeSet<String>,
}

impl Reader<'_> {
    pub(super) fn sections(&mut self, object: &Object<'_>) -> Option<Vec<Section>> {
        let items = self.list(object.get("sections")?, "sections")?;
        let mut seen = Seen::default();
        Some(items.iter().filter_map(|item| self.section(item, &mut seen)).collect())
    }

    fn section(&mut self, node: &Node, seen: &mut Seen) -> Option<Section> {
        let object = self.object(node, &SECTION)?;
        let id = self.id(&object, "sections", &mut seen.sections);
        let title = self.text_of(&object, "title");
        let leads = object.get("leads").map_or([None, None], |node| self.leads(node));
        let volatile = self.flag(&object, "volatile");
        let items = self.items(&object, seen);
        Some(Section { id, title: title?, leads, volatile, items: items?, span: node.span })
    }

    /// The id of a row or section, which no other of its kind may have.
    fn id(&mut self, object: &Object<'_>, what: &str, seen: &mut BTreeSet<String>) -> Option<String> {
        let node = object.get("id")?;
        let id = self.string(node, "id")?;
        self.unique(seen, id, node.span, what);
        Some(id.to_owned())
    }

    fn leads(&mut self, node: &Node) -> [Option<Text>; 2] {
        let leads = self.by_subject(node, &LEADS, |reader, lead| reader.text(lead, "leads"));
        leads.map_or([None, None], |leads| leads.0)
    }

    fn items(&mut self, object: &Object<'_>, seen: &mut Seen) -> Option<Vec<Item>> {
        let node = object.get("items")?;
        let nodes = match &node.value {
            Value::Array(nodes) if nodes.is_empty() => &[],
            _ => self.list(node, "items")?,
        };
        let items: Vec<Item> = nodes.iter().filter_map(|node| self.item(node, seen)).collect();
        let has_row = items.iter().any(|item| matches!(item, Item::Row(_)));
        if !has_row && items.len() == nodes.len() {
            let message = "this section has no row and is left out";
            let warning = Diagnostic::warning(Code::EmptySection, object.place(), message);
            self.diagnostics.push(warning.with_help("add a row, or remove the section"));
        }
        Some(items)
    }

    /// What an item is, its keys say.
    fn item(&mut self, node: &Node, seen: &mut Seen) -> Option<Item> {
        match self.shape_of_item(node)?.name {
            "callout" => self.callout(node).map(Item::Callout),
            "chart" => self.chart(node).map(Item::Chart),
            "figure" => self.figure(node).map(Item::Figure),
            _ => self.row(node, seen).map(Item::Row),
        }
    }

    /// The shape whose first key is there; a row has other keys that tell it, too.
    fn shape_of_item(&mut self, node: &Node) -> Option<&'static Shape> {
        let Value::Object(members) = &node.value else { return Some(&ROW) };
        let has = |key: &str| members.iter().any(|member| member.key == key);
        let told = [&CALLOUT, &CHART, &FIGURE].into_iter().find(|shape| has(shape.name));
        if told.is_some() {
            return told;
        }
        if ["cells", "both"].into_iter().any(has) {
            return Some(&ROW);
        }
        let firsts = || ITEMS.iter().map(|(first, _)| *first);
        // A chart may have a topic, too.
        let strangers = members.iter().filter(|member| !ROW.has(&member.key));
        let meant = strangers
            .filter_map(|member| Some((member, near(&member.key, firsts()).pop()?)))
            .find(|(_, word)| !has(word));
        match meant {
            Some((member, word)) => {
                let message = format!("unknown key `{}`", clip(&member.key));
                self.error(Code::UnknownKey, member.key_span, message, format!("did you mean `{word}`?"));
                None
            }
            None if !members.iter().any(|member| ROW.has(&member.key)) => {
                let message = "this item is neither a row nor a callout, chart or figure";
                let help = format!("give it one of `{}`", firsts().collect::<Vec<_>>().join("`, `"));
                self.error(Code::MissingKey, node.span.head(), message, help);
                None
            }
            _ => Some(&ROW),
        }
    }

    fn row(&mut self, node: &Node, seen: &mut Seen) -> Option<Row> {
        let object = self.object(node, &ROW)?;
        let topic = self.text_of(&object, "topic");
        let cells = self.cells(&object);
        let id = self.id(&object, "rows", &mut seen.rows);
        let priority = self.priority(&object, Priority::NORMAL);
        let volatile = self.flag(&object, "volatile");
        let disputed = self.flag(&object, "disputed");
        let checked = self.date(&object, "checked");
        let changed = object.get("changed").and_then(|node| self.change(node));
        let mut range = object.get("range").and_then(|node| self.range(node));
        if matches!(cells, Some(Cells::Both(_))) && range.take().is_some() {
            self.warn_of_range(&object);
        }
        Some(Row {
            id,
            topic: topic?,
            cells: cells?,
            priority,
            volatile,
            disputed,
            checked,
            changed,
            range,
            span: node.span,
        })
    }

    /// There is no cell of either side to draw it in.
    fn warn_of_range(&mut self, object: &Object<'_>) {
        let place = object.get("range").map_or(object.span, |node| node.span.head());
        let message = "this range is not drawn: the row has one cell for both subjects";
        let help = "give it `cells`, or remove the range";
        self.diagnostics.push(Diagnostic::warning(Code::UnusedRange, place, message).with_help(help));
    }

    fn cells(&mut self, object: &Object<'_>) -> Option<Cells> {
        let pair = object.get("cells").and_then(|node| self.pair(node)).map(Cells::Pair);
        let both = object.get("both").and_then(|node| self.cell(node)).map(Cells::Both);
        pair.or(both)
    }

    pub(super) fn priority(&mut self, object: &Object<'_>, default: Priority) -> Priority {
        let value = object.get("priority").and_then(|node| self.within(node, "priority", PRIORITIES));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small whole number, by its limits"
        )]
        value.and_then(|value| Priority::new(value as u8)).unwrap_or(default)
    }

    fn change(&mut self, node: &Node) -> Option<Change> {
        let object = self.object(node, &CHANGE)?;
        let date = self.date(&object, "date");
        let note = self.text_of(&object, "note");
        Some(Change { date: date?, note: note? })
    }

    fn callout(&mut self, node: &Node) -> Option<Callout> {
        let object = self.object(node, &CALLOUT)?;
        let kind = object.get("callout").and_then(|node| self.choice(node, "callout", &CALLOUTS));
        let title = self.text_of(&object, "title");
        let text = self.text_of(&object, "text");
        let priority = self.priority(&object, Priority::NORMAL);
        Some(Callout { kind: kind?, title, text: text?, priority, span: node.span })
    }

    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let object = self.object(node, &FIGURE)?;
        let place = object.get("figure")?;
        let path = self.picture(place, "figure", false);
        let alt = self.alt(&object);
        let caption = self.text_of(&object, "caption");
        let picture = Picture { path: path?, alt: alt?, span: place.span };
        Some(Figure { picture, caption, span: node.span })
    }
}
