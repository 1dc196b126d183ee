//! Charts.

use std::collections::BTreeSet;

use super::format::{BAR, CHART, PART, VALUES};
use super::object::{Reader, clip, near, short};
use super::shape::AMOUNTS;
use super::tree::Node;
use crate::diag::Code;
use crate::model::{Bar, Chart, Part};

pub(super) const CHARTS: [(&str, ()); 1] = [("stacked-bars", ())];

impl Reader<'_> {
    pub(super) fn chart(&mut self, node: &Node) -> Option<Chart> {
        let object = self.object(node, &CHART)?;
        let kind = object.get("chart").and_then(|node| self.choice(node, "chart", &CHARTS));
        let title = self.text_of(&object, "title");
        let topic = self.text_of(&object, "topic");
        let unit = self.printed_word(&object, "unit");
        let mut seen = BTreeSet::new();
        let parts = self.entries(&object, "parts", |reader, node| reader.part(node, &mut seen));
        let ids = object.get("parts").map(ids).unwrap_or_default();
        let bars = self.entries(&object, "bars", |reader, node| reader.bar(node, &ids));
        let note = self.text_of(&object, "note");
        kind?;
        Some(Chart { title: title?, topic, unit: unit?, parts, bars, note, span: object.span })
    }

    fn part(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Part> {
        let object = self.object(node, &PART)?;
        let id = self.word(&object, "id");
        if let (Some(id), Some(place)) = (&id, object.get("id")) {
            self.unique(seen, id, place.span, "parts");
        }
        let label = self.text_of(&object, "label");
        Some(Part { id: id?, label: label? })
    }

    fn bar(&mut self, node: &Node, ids: &[&str]) -> Option<Bar> {
        let object = self.object(node, &BAR)?;
        let label = self.text_of(&object, "label");
        let note = self.text_of(&object, "note");
        let subject = object.get("subject").and_then(|node| self.side(node));
        let values = object.get("values").and_then(|node| self.values(node, ids));
        Some(Bar { label: label?, note, subject, values: values? })
    }

    /// The numbers of a bar, in the order of the parts.
    fn values(&mut self, node: &Node, ids: &[&str]) -> Option<Vec<(usize, f64)>> {
        let object = self.object(node, &VALUES)?;
        let mut values = Vec::new();
        for member in object.ids() {
            let value = self.within(&member.value, &member.key, AMOUNTS);
            if let Some(part) = ids.iter().position(|id| *id == member.key) {
                values.extend(value.map(|value| (part, value)));
                continue;
            }
            let help = match near(&member.key, ids.iter().copied()).as_slice() {
                [one, ..] => format!("did you mean `{one}`?"),
                [] => format!("the parts are `{}`", ids.join("`, `")),
            };
            let message = format!("`{}` is the id of no part", clip(&member.key));
            self.error(Code::UnknownKey, member.key_span, message, help);
        }
        if object.ids().next().is_none() {
            let help = "add a number for each part, such as `\"part\": 1`";
            self.error(Code::MissingKey, short(node), "this bar has no number", help);
        }
        values.sort_by_key(|(part, _)| *part);
        Some(values)
    }
}

/// The ids of the parts, in their order.
fn ids(parts: &Node) -> Vec<&str> {
    parts.entries().iter().filter_map(|part| part.member("id")?.as_str()).collect()
}
