//! The outputs an author asks for.

use super::object::{Object, Reader, short};
use super::tree::{Node, Value};
use crate::diag::Code;
use crate::geom::Abs;
use crate::model::{Binding, ColourMode, Edition, Paper, Priority, TypeRange};
use crate::theme::BODY_RANGE;

/// Smallest and largest edge of a paper in millimetres: below, no column holds a word; above, no PDF reader opens it
/// (ISO 32000-1, annex C: 14,400 units).
const EDGES_MM: std::ops::RangeInclusive<f64> = 70.0..=5080.0;

impl Reader<'_> {
    pub(super) fn editions(&mut self, object: &mut Object<'_>) -> Vec<Edition> {
        let mut ids = Vec::new();
        self.entries(object, "editions", |reader, node| reader.edition(node, &mut ids))
    }

    fn edition(&mut self, node: &Node, ids: &mut Vec<String>) -> Option<Edition> {
        let mut object = self.object(node, "editions")?;
        let id = self.edition_id(&mut object, ids);
        let paper = object.get("paper").and_then(|node| self.paper(node)).unwrap_or(Paper::A4);
        let turned = self.flag(&mut object, "landscape");
        let pages = object.get("pages").and_then(|node| self.pages(node));
        let colours = [("full", ColourMode::Full), ("gray", ColourMode::Gray)];
        let colour = object.get("colour").and_then(|node| self.choice(node, "colour", &colours));
        let priority = self.priority(&mut object, Priority::WHERE_ROOM);
        let type_range = object.get("type").and_then(|node| self.type_range(node));
        let bleed = object.get("bleed_mm").and_then(|node| self.millimetres(node, "bleed_mm", 0.0..=50.0));
        let crop_marks = self.flag(&mut object, "crop_marks");
        let edges = [("left", Binding::Left), ("top", Binding::Top)];
        let binding = object.get("binding").and_then(|node| self.choice(node, "binding", &edges));
        self.finish(&object);
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
    fn edition_id(&mut self, object: &mut Object<'_>, ids: &mut Vec<String>) -> Option<String> {
        let id = self.word(object, "id")?;
        let span = object.get("id").map_or(object.span, |node| node.span);
        if id.contains(['/', '\\', ':', '\0', '\n']) || id.starts_with('.') {
            let message = format!("the id `{id}` cannot be part of a file name");
            self.error(Code::InvalidValue, span, message, "use letters, digits and hyphens");
        }
        self.unique(ids, &id, span, "editions");
        Some(id)
    }

    fn paper(&mut self, node: &Node) -> Option<Paper> {
        if matches!(node.value, Value::String(_)) {
            return self.choice(node, "paper", &Paper::NAMED);
        }
        let mut object = self.object(node, "paper")?;
        let turned = self.flag(&mut object, "landscape");
        let named = ["name", "size", "paper"].iter().find(|key| object.has(key));
        let paper = if let Some(key) = named {
            object.get(key).and_then(|node| self.choice(node, key, &Paper::NAMED))
        } else {
            let width = self
                .required(&mut object, "width_mm")
                .and_then(|node| self.millimetres(node, "width_mm", EDGES_MM));
            let height = self
                .required(&mut object, "height_mm")
                .and_then(|node| self.millimetres(node, "height_mm", EDGES_MM));
            width.zip(height).map(|(width, height)| Paper::mm(width, height))
        };
        self.finish(&object);
        paper.map(|paper| if turned { paper.turned() } else { paper })
    }

    fn millimetres(&mut self, node: &Node, what: &str, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        let value = self.number(node, what)?;
        if range.contains(&value) {
            return Some(value);
        }
        let help = format!("write a number from {} to {}", range.start(), range.end());
        self.error(Code::InvalidValue, node.span, format!("`{what}` cannot be {value}"), help);
        None
    }

    fn pages(&mut self, node: &Node) -> Option<u32> {
        let value = self.number(node, "pages")?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be a small whole number"
        )]
        if value.fract() == 0.0 && (1.0..=10_000.0).contains(&value) {
            return Some(value as u32);
        }
        self.error(
            Code::InvalidValue,
            node.span,
            format!("`pages` cannot be {value}"),
            "write a whole number from 1 up",
        );
        None
    }

    fn type_range(&mut self, node: &Node) -> Option<TypeRange> {
        let mut object = self.object(node, "type")?;
        let min = object.get("min_pt").and_then(|node| self.points_size(node, "min_pt"));
        let max = object.get("max_pt").and_then(|node| self.points_size(node, "max_pt"));
        self.finish(&object);
        let (default_min, default_max) = (BODY_RANGE.0.to_pt(), BODY_RANGE.1.to_pt());
        let low = min.unwrap_or_else(|| max.map_or(default_min, |max| max.min(default_min)));
        let high = max.unwrap_or_else(|| default_max.max(low));
        if low > high {
            self.error(Code::InvalidValue, short(node), "`min_pt` is above `max_pt`", "swap the two");
            return None;
        }
        Some(TypeRange { min: Abs::pt(low), max: Abs::pt(high) })
    }

    /// A type size: text under 6 pt cannot be read in print, and over 72 pt no sheet is set.
    fn points_size(&mut self, node: &Node, what: &str) -> Option<f64> {
        let value = self.number(node, what)?;
        if (6.0..=72.0).contains(&value) {
            return Some(value);
        }
        self.error(
            Code::InvalidValue,
            node.span,
            format!("`{what}` cannot be {value}"),
            "write points from 6 to 72",
        );
        None
    }
}
