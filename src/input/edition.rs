//! The outputs an author asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{EDITION, PAPER_NAME, PAPER_SIZE, TYPE};
use super::object::{Object, Reader, clip, near, short};
use super::shape::{BLEED_MM, EDGES_MM, PAGES, SIZES_PT};
use super::tree::{Node, Value};
use crate::diag::Code;
use crate::geom::Abs;
use crate::model::{Binding, ColourMode, Edition, Paper, Priority, TypeRange};
use crate::theme::BODY_RANGE;

pub(super) const COLOURS: [(&str, ColourMode); 2] = [("full", ColourMode::Full), ("gray", ColourMode::Gray)];

pub(super) const BINDINGS: [(&str, Binding); 2] = [("left", Binding::Left), ("top", Binding::Top)];

/// Ids by what file systems that know no case take them for.
type Ids = BTreeMap<String, BTreeSet<String>>;

impl Reader<'_> {
    pub(super) fn editions(&mut self, object: &Object<'_>) -> Vec<Edition> {
        let mut ids = Ids::new();
        self.entries(object, "editions", |reader, node| reader.edition(node, &mut ids))
    }

    fn edition(&mut self, node: &Node, ids: &mut Ids) -> Option<Edition> {
        let object = self.object(node, &EDITION)?;
        let id = self.edition_id(&object, ids);
        let paper = object.get("paper").and_then(|node| self.paper(node));
        let (paper, turned) = paper.unwrap_or((Paper::A4, false));
        // Who says it of the paper and of the edition says it twice, and wants it once.
        let turned = self.flag(&object, "landscape") || turned;
        let pages = object.get("pages").and_then(|node| self.pages(node));
        let colour = object.get("colour").and_then(|node| self.choice(node, "colour", &COLOURS));
        let priority = self.priority(&object, Priority::WHERE_ROOM);
        let type_range = object.get("type").and_then(|node| self.type_range(node));
        let bleed = object.get("bleed_mm").and_then(|node| self.within(node, "bleed_mm", BLEED_MM));
        let crop_marks = self.flag(&object, "crop_marks");
        let binding = object.get("binding").and_then(|node| self.choice(node, "binding", &BINDINGS));
        Some(Edition {
            id: id?,
            paper: if turned { paper.turned() } else { paper },
            pages,
            colour: colour.unwrap_or(ColourMode::Full),
            priority,
            type_range,
            bleed: bleed.map_or(Abs::ZERO, Abs::mm),
            crop_marks,
            binding,
            span: node.span,
        })
    }

    /// An id is part of a file name.
    fn edition_id(&mut self, object: &Object<'_>, ids: &mut Ids) -> Option<String> {
        let id = self.word(object, "id")?;
        let span = object.get("id").map_or(object.span, |node| node.span);
        if id.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c)) || id.starts_with('.') {
            let message = format!("the id `{}` cannot be part of a file name", clip(&id));
            self.error(Code::InvalidValue, span, message, "use letters, digits and hyphens");
        }
        let alike = ids.entry(id.to_lowercase()).or_default();
        if let Some(other) = alike.first().filter(|_| !alike.contains(&id)) {
            let message = format!("the ids `{}` and `{}` differ in case alone", clip(other), clip(&id));
            let help = "rename one of them: file systems of Windows and macOS take their files for one";
            self.error(Code::DuplicateId, span, message, help);
        }
        self.unique(alike, &id, span, "editions");
        Some(id)
    }

    /// A paper, and whether it is turned.
    fn paper(&mut self, node: &Node) -> Option<(Paper, bool)> {
        let Value::Object(members) = &node.value else {
            let Value::String(_) = node.value else {
                let help = "write a name, such as `a4`, or { \"width_mm\": …, \"height_mm\": … }";
                let message = format!("`paper` cannot be {}", node.value.kind());
                self.error(Code::WrongType, short(node), message, help);
                return None;
            };
            return Some((self.choice(node, "paper", &Paper::NAMED)?, false));
        };
        let has = |key: &str| members.iter().any(|member| member.key == key);
        let is_size = has("width_mm") || has("height_mm");
        let nearly = || members.iter().any(|member| !near(&member.key, std::iter::once("name")).is_empty());
        let is_named = has("name") || (!is_size && nearly());
        let object = self.object(node, if is_named { &PAPER_NAME } else { &PAPER_SIZE })?;
        let turned = self.flag(&object, "landscape");
        let paper = if is_named {
            object.get("name").and_then(|node| self.choice(node, "name", &Paper::NAMED))
        } else {
            let width = object.get("width_mm").and_then(|node| self.within(node, "width_mm", EDGES_MM));
            let height = object.get("height_mm").and_then(|node| self.within(node, "height_mm", EDGES_MM));
            width.zip(height).map(|(width, height)| Paper::mm(width, height))
        };
        Some((paper?, turned))
    }

    fn pages(&mut self, node: &Node) -> Option<u32> {
        let value = self.within(node, "pages", PAGES)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small whole number, by its limits"
        )]
        Some(value as u32)
    }

    fn type_range(&mut self, node: &Node) -> Option<TypeRange> {
        let object = self.object(node, &TYPE)?;
        let min = object.get("min_pt").and_then(|node| self.within(node, "min_pt", SIZES_PT));
        let max = object.get("max_pt").and_then(|node| self.within(node, "max_pt", SIZES_PT));
        let (default_min, default_max) = (BODY_RANGE.0.to_pt(), BODY_RANGE.1.to_pt());
        let low = min.unwrap_or_else(|| max.map_or(default_min, |max| max.min(default_min)));
        let high = max.unwrap_or_else(|| default_max.max(low));
        if low > high {
            self.error(Code::InvalidValue, short(node), "`min_pt` is above `max_pt`", "swap the two");
            return None;
        }
        Some(TypeRange { min: Abs::pt(low), max: Abs::pt(high) })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Paper;

    #[test]
    fn paper_is_turned_once_however_often_it_is_said() {
        let paper = |edition: &str| {
            let sheet = r#"{ "title": "T", "language": "en", "edition": { "version": "1", "date": "2026-11-23" },
                "subjects": [{ "id": "a", "name": "A" }, { "id": "b", "name": "B" }],
                "sections": [{ "title": "S", "items": [{ "topic": "T", "both": "x" }] }],
                "editions": [{ "id": "e", EDITION }] }"#;
            let reading = crate::input::read(sheet.replace("EDITION", edition).as_bytes());
            reading.sheet.unwrap().editions[0].paper
        };
        for turned in [
            r#""landscape": true"#,
            r#""paper": { "name": "a4", "landscape": true }"#,
            r#""paper": { "name": "a4", "landscape": true }, "landscape": true"#,
            r#""paper": { "width_mm": 210, "height_mm": 297, "landscape": true }, "landscape": true"#,
        ] {
            assert_eq!(paper(turned), Paper::A4.turned(), "{turned}");
        }
        assert_eq!(paper(r#""landscape": false"#), Paper::A4);
    }
}
