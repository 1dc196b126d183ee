//! Sections, their items, and cells.

use super::object::{Object, Reader, near, short};
use super::tree::{Node, Value};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Bar, Callout, CalloutKind, Cell, Cells, Change, Chart, Code as CodeBlock, Figure, Item, Part, Picture,
    Priority, Range, Row, Section, Side, Text, Verdict,
};

const CALLOUTS: [(&str, CalloutKind); 4] = [
    ("gotcha", CalloutKind::Gotcha),
    ("tip", CalloutKind::Tip),
    ("note", CalloutKind::Note),
    ("cost", CalloutKind::Cost),
];

const VERDICTS: [(&str, Verdict); 5] = [
    ("yes", Verdict::Yes),
    ("no", Verdict::No),
    ("partly", Verdict::Partly),
    ("better", Verdict::Better),
    ("worse", Verdict::Worse),
];

/// Ids of rows and sections, each unique in its kind.
#[derive(Default)]
struct Seen {
    sections: Vec<String>,
    rows: std::collections::BTreeSet<String>,
}

impl Reader<'_> {
    pub(super) fn sections(&mut self, object: &mut Object<'_>) -> Option<Vec<Section>> {
        let node = self.required(object, "sections")?;
        let items = self.list(node, "sections")?;
        let mut seen = Seen::default();
        Some(items.iter().filter_map(|item| self.section(item, &mut seen)).collect())
    }

    fn section(&mut self, node: &Node, seen: &mut Seen) -> Option<Section> {
        let mut object = self.object(node, "sections")?;
        let id = self.id(&mut object);
        if let (Some(id), Some(place)) = (&id, object.get("id")) {
            self.unique(&mut seen.sections, id, place.span, "sections");
        }
        let title = self.required_text(&mut object, "title");
        let leads = object.get("leads").map_or([None, None], |node| self.leads(node));
        let volatile = self.flag(&mut object, "volatile");
        self.required(&mut object, "items");
        let items = match object.get("items") {
            Some(Node { value: Value::Array(items), .. }) if items.is_empty() => Vec::new(),
            _ => self.entries(&mut object, "items", |reader, item| reader.item(item, seen)),
        };
        if !items.iter().any(|item| matches!(item, Item::Row(_))) {
            let message = "this section has no row and is left out".to_owned();
            let warning = Diagnostic::warning(Code::EmptySection, object.place(), message);
            self.diagnostics.push(warning.with_help("add a row, or remove the section"));
        }
        self.finish(&object);
        Some(Section { id, title: title?, leads, volatile, items, span: node.span })
    }

    fn id(&mut self, object: &mut Object<'_>) -> Option<String> {
        let node = object.get("id")?;
        self.string(node, "id").map(str::to_owned)
    }

    fn leads(&mut self, node: &Node) -> [Option<Text>; 2] {
        let Some(members) = self.by_subject(node, "leads") else { return [None, None] };
        members.map(|member| member.and_then(|node| self.text(node, "leads")))
    }

    /// The values of an object whose keys are the ids of the subjects.
    fn by_subject<'n>(&mut self, node: &'n Node, what: &str) -> Option<[Option<&'n Node>; 2]> {
        self.object(node, what)?;
        let Value::Object(members) = &node.value else { return None };
        let mut found = [None, None];
        for member in members {
            match self.subjects.iter().position(|id| *id == member.key) {
                Some(side @ 0..2) => found[side] = Some(&member.value),
                _ => {
                    let help = self.subject_help(&member.key);
                    let message = format!("`{}` is the id of no subject", member.key);
                    self.error(Code::UnknownKey, member.key_span, message, help);
                }
            }
        }
        Some(found)
    }

    fn subject_help(&self, word: &str) -> String {
        match near(word, self.subjects.iter().map(String::as_str)).as_slice() {
            [one, ..] => format!("did you mean `{one}`?"),
            [] => format!("the subjects are `{}`", self.subjects.join("` and `")),
        }
    }

    /// What an item is, its keys say.
    fn item(&mut self, node: &Node, seen: &mut Seen) -> Option<Item> {
        let object = self.object(node, "items")?;
        if object.has("callout") {
            self.callout(object).map(Item::Callout)
        } else if object.has("chart") {
            self.chart(object).map(Item::Chart)
        } else if object.has("figure") {
            self.figure(object).map(Item::Figure)
        } else {
            self.row(object, seen).map(Item::Row)
        }
    }

    fn row(&mut self, mut object: Object<'_>, seen: &mut Seen) -> Option<Row> {
        let topic = self.required_text(&mut object, "topic");
        let cells = self.cells(&mut object);
        let id = self.id(&mut object);
        if let (Some(id), Some(place)) = (&id, object.get("id"))
            && !seen.rows.insert(id.clone())
        {
            let message = format!("two rows have the id `{id}`");
            self.error(Code::DuplicateId, place.span, message, "rename one of them");
        }
        let priority = self.priority(&mut object, Priority::NORMAL);
        let volatile = self.flag(&mut object, "volatile");
        let disputed = self.flag(&mut object, "disputed");
        let checked = self.date(&mut object, "checked");
        let changed = object.get("changed").and_then(|node| self.change(node));
        let range = object.get("range").and_then(|node| self.range(node));
        self.finish(&object);
        let span = object.span;
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
            span,
        })
    }

    fn cells(&mut self, object: &mut Object<'_>) -> Option<Cells> {
        match (object.get("cells"), object.get("both")) {
            (Some(node), None) => self.pair(node).map(Cells::Pair),
            (None, Some(node)) => self.cell(node).map(Cells::Both),
            (Some(_), Some(node)) => {
                let message = "a row has either `cells` or `both`";
                self.error(Code::InvalidValue, short(node), message, "remove one of the two");
                None
            }
            (None, None) => {
                let message = "this row has no cells";
                self.error(
                    Code::MissingKey,
                    object.place(),
                    message,
                    "add `cells`, or `both` for what is true of both",
                );
                None
            }
        }
    }

    /// One cell for each subject.
    pub(super) fn pair(&mut self, node: &Node) -> Option<[Cell; 2]> {
        let found = self.by_subject(node, "cells")?;
        for (id, cell) in self.subjects.clone().iter().zip(found) {
            if cell.is_none() {
                let help = format!("add `\"{id}\": \"…\"`, or use `both` for what is true of both");
                self.error(Code::MissingCell, short(node), format!("there is no cell for `{id}`"), help);
            }
        }
        let [left, right] = found.map(|cell| cell.and_then(|node| self.cell(node)));
        Some([left?, right?])
    }

    fn cell(&mut self, node: &Node) -> Option<Cell> {
        let empty = Cell { verdict: None, text: None, points: Vec::new(), code: None, span: node.span };
        match &node.value {
            Value::String(_) => Some(Cell { text: Some(self.text(node, "cell")?), ..empty }),
            Value::Array(_) => Some(Cell { points: self.points(node)?, ..empty }),
            Value::Object(_) => self.whole_cell(node),
            _ => {
                let message = format!("a cell cannot be {}", node.value.kind());
                self.error(
                    Code::WrongType,
                    short(node),
                    message,
                    "write a text, a list of texts, or an object",
                );
                None
            }
        }
    }

    fn points(&mut self, node: &Node) -> Option<Vec<Text>> {
        let items = self.list(node, "points")?;
        Some(items.iter().filter_map(|item| self.text(item, "points")).collect())
    }

    fn whole_cell(&mut self, node: &Node) -> Option<Cell> {
        let mut object = self.object(node, "cell")?;
        let verdict = object.get("verdict").and_then(|node| self.choice(node, "verdict", &VERDICTS));
        let text = self.optional_text(&mut object, "text");
        let points = object.get("points").and_then(|node| self.points(node)).unwrap_or_default();
        let code = object.get("code").and_then(|node| {
            let text = self.string(node, "code")?.replace("\r\n", "\n").trim_end().to_owned();
            Some(CodeBlock { text, span: node.span })
        });
        let is_empty = !["verdict", "text", "points", "code"].iter().any(|key| object.has(key));
        if is_empty {
            let help = "give it a `verdict`, `text`, `points` or `code`";
            self.error(Code::MissingKey, object.place(), "this cell says nothing", help);
        }
        self.finish(&object);
        Some(Cell { verdict, text, points, code, span: node.span })
    }

    pub(super) fn priority(&mut self, object: &mut Object<'_>, default: Priority) -> Priority {
        let Some(node) = object.get("priority") else { return default };
        let Some(value) = self.number(node, "priority") else { return default };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "only whole numbers of 1 to 4 pass"
        )]
        let whole = if value.fract() == 0.0 && (1.0..=4.0).contains(&value) {
            Priority::new(value as u8)
        } else {
            None
        };
        whole.unwrap_or_else(|| {
            let help = "1 indispensable, 2 normal, 3 where there is room, 4 reserve";
            self.error(Code::InvalidValue, node.span, "`priority` must be 1, 2, 3 or 4", help);
            default
        })
    }

    fn change(&mut self, node: &Node) -> Option<Change> {
        let mut object = self.object(node, "changed")?;
        let has_date = self.required(&mut object, "date").is_some();
        let date = if has_date { self.date(&mut object, "date") } else { None };
        let note = self.required_text(&mut object, "note");
        self.finish(&object);
        Some(Change { date: date?, note: note? })
    }

    fn range(&mut self, node: &Node) -> Option<Range> {
        let mut object = self.object(node, "range")?;
        let max = self.required(&mut object, "max").and_then(|node| {
            let max = self.number(node, "max")?;
            if max > 0.0 {
                return Some(max);
            }
            self.error(Code::InvalidValue, node.span, "`max` must be above 0", "write the end of the scale");
            None
        });
        let Value::Object(members) = &node.value else { return None };
        let mut bars = [None, None];
        for member in members.iter().filter(|member| member.key != "max") {
            match self.subjects.iter().position(|id| *id == member.key) {
                Some(side @ 0..2) => bars[side] = self.bar_of_range(&member.value, max),
                _ => {
                    let help = self.subject_help(&member.key);
                    let message = format!("`{}` is the id of no subject", member.key);
                    self.error(Code::UnknownKey, member.key_span, message, help);
                }
            }
        }
        if bars == [None, None] && members.len() < 2 {
            let help = "add a bar for a subject, such as [0, 10]";
            self.error(Code::MissingKey, object.place(), "this range has no bar", help);
        }
        Some(Range { max: max?, bars })
    }

    fn bar_of_range(&mut self, node: &Node, max: Option<f64>) -> Option<(f64, f64)> {
        let items = self.list(node, "range")?;
        let numbers: Vec<f64> = items.iter().filter_map(|item| self.number(item, "range")).collect();
        if numbers.len() != items.len() {
            return None;
        }
        let max = max?;
        match numbers[..] {
            [low, high] if 0.0 <= low && low <= high && high <= max => Some((low, high)),
            _ => {
                let help = format!("write two numbers from 0 to {max}, such as [0, {max}]");
                self.error(
                    Code::InvalidValue,
                    short(node),
                    "a bar goes from a low to a high number on the scale",
                    help,
                );
                None
            }
        }
    }

    fn callout(&mut self, mut object: Object<'_>) -> Option<Callout> {
        let kind =
            self.required(&mut object, "callout").and_then(|node| self.choice(node, "callout", &CALLOUTS));
        let title = self.optional_text(&mut object, "title");
        let text = self.required_text(&mut object, "text");
        let priority = self.priority(&mut object, Priority::NORMAL);
        self.finish(&object);
        Some(Callout { kind: kind?, title, text: text?, priority, span: object.span })
    }

    fn figure(&mut self, mut object: Object<'_>) -> Option<Figure> {
        let place = self.required(&mut object, "figure")?;
        let path = self.path(place, "figure", false);
        let alt = self.alt(&mut object);
        let caption = self.optional_text(&mut object, "caption");
        self.finish(&object);
        Some(Figure {
            picture: Picture { path: path?, alt: alt?, span: place.span },
            caption,
            span: object.span,
        })
    }

    fn chart(&mut self, mut object: Object<'_>) -> Option<Chart> {
        let kind = self.required(&mut object, "chart");
        let kind = kind.and_then(|node| self.choice(node, "chart", &[("stacked-bars", ())]));
        let title = self.required_text(&mut object, "title");
        let topic = self.optional_text(&mut object, "topic");
        let unit = self.word(&mut object, "unit");
        let mut ids = Vec::new();
        self.required(&mut object, "parts");
        let parts = self.entries(&mut object, "parts", |reader, node| reader.part(node, &mut ids));
        self.required(&mut object, "bars");
        let bars = self.entries(&mut object, "bars", |reader, node| reader.bar(node, &ids));
        let note = self.optional_text(&mut object, "note");
        self.finish(&object);
        kind?;
        Some(Chart { title: title?, topic, unit: unit?, parts, bars, note, span: object.span })
    }

    fn part(&mut self, node: &Node, ids: &mut Vec<String>) -> Option<Part> {
        let mut object = self.object(node, "parts")?;
        let id = self.word(&mut object, "id");
        if let (Some(id), Some(place)) = (&id, object.get("id")) {
            self.unique(ids, id, place.span, "parts");
        }
        let label = self.required_text(&mut object, "label");
        self.finish(&object);
        Some(Part { id: id?, label: label? })
    }

    fn bar(&mut self, node: &Node, ids: &[String]) -> Option<Bar> {
        let mut object = self.object(node, "bars")?;
        let label = self.required_text(&mut object, "label");
        let note = self.optional_text(&mut object, "note");
        let subject = object.get("subject").and_then(|node| self.side(node));
        let values = self.required(&mut object, "values").and_then(|node| self.values(node, ids));
        self.finish(&object);
        Some(Bar { label: label?, note, subject, values: values? })
    }

    fn side(&mut self, node: &Node) -> Option<Side> {
        let id = self.string(node, "subject")?;
        let side = self.subjects.iter().position(|subject| subject == id);
        if side.is_none() {
            let help = self.subject_help(id);
            self.error(Code::UnknownReference, node.span, format!("there is no subject `{id}`"), help);
        }
        Some(if side? == 0 { Side::Left } else { Side::Right })
    }

    /// The numbers of a bar, in the order of the parts.
    fn values(&mut self, node: &Node, ids: &[String]) -> Option<Vec<(usize, f64)>> {
        self.object(node, "values")?;
        let Value::Object(members) = &node.value else { return None };
        let mut values = Vec::new();
        for member in members {
            let Some(part) = ids.iter().position(|id| *id == member.key) else {
                let help = match near(&member.key, ids.iter().map(String::as_str)).as_slice() {
                    [one, ..] => format!("did you mean `{one}`?"),
                    [] => format!("the parts are `{}`", ids.join("`, `")),
                };
                let message = format!("`{}` is the id of no part", member.key);
                self.error(Code::UnknownKey, member.key_span, message, help);
                continue;
            };
            match self.number(&member.value, &member.key) {
                Some(value) if value >= 0.0 => values.push((part, value)),
                Some(_) => {
                    let message = "a part of a bar cannot be below 0";
                    self.error(Code::InvalidValue, member.value.span, message, "write a number from 0 up");
                }
                None => {}
            }
        }
        values.sort_by_key(|(part, _)| *part);
        Some(values)
    }
}
