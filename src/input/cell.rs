//! What stands behind the ids of the subjects: cells, and the bars in them.

use super::format::{CELL, CELLS, RANGE};
use super::object::{Reader, clip, near, short};
use super::shape::{Kind, SCALE_ENDS, Shape};
use super::tree::{Node, Value};
use crate::characters::is_blank;
use crate::diag::Code;
use crate::model::{Cell, Code as CodeBlock, Range, Side, Text, Verdict};

pub(super) const VERDICTS: [(&str, Verdict); 5] = [
    ("yes", Verdict::Yes),
    ("no", Verdict::No),
    ("partly", Verdict::Partly),
    ("better", Verdict::Better),
    ("worse", Verdict::Worse),
];

/// A value for each subject, and which of them the file has (even if it could not be read).
pub(super) type BySubject<T> = ([Option<T>; 2], [bool; 2]);

impl Reader<'_> {
    /// The values behind the ids of the subjects. All are read, so that their errors come to light, even those behind
    /// an id that no subject has.
    pub(super) fn by_subject<T>(
        &mut self,
        node: &Node,
        shape: &'static Shape,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<BySubject<T>> {
        let object = self.object(node, shape)?;
        let mut values = [None, None];
        // An id that is hardly misspelt is not missing as well.
        let mut is_there = [self.subjects.is_empty(); 2];
        for member in object.ids() {
            let value = read(self, &member.value);
            if let Some(side) = self.subjects.iter().position(|id| *id == member.key) {
                (values[side], is_there[side]) = (value, true);
            } else if !self.subjects.is_empty() {
                let near = near(&member.key, self.subjects.iter().map(String::as_str));
                let message = format!("`{}` is the id of no subject", clip(&member.key));
                self.error(Code::UnknownKey, member.key_span, message, self.subject_help(&near));
                for (is_there, id) in is_there.iter_mut().zip(&self.subjects) {
                    *is_there |= near.contains(id);
                }
            }
        }
        Some((values, is_there))
    }

    fn subject_help(&self, near: &[String]) -> String {
        match near {
            [one, ..] => format!("did you mean `{one}`?"),
            [] => format!("the subjects are `{}`", self.subjects.join("` and `")),
        }
    }

    /// The subject that a chart's bar belongs to.
    pub(super) fn side(&mut self, node: &Node) -> Option<Side> {
        let id = self.string(node, "subject")?;
        let side = self.subjects.iter().position(|subject| subject == id);
        if side.is_none() && !self.subjects.is_empty() {
            let near = near(id, self.subjects.iter().map(String::as_str));
            let message = format!("there is no subject `{}`", clip(id));
            self.error(Code::UnknownReference, node.span, message, self.subject_help(&near));
        }
        Some(if side? == 0 { Side::Left } else { Side::Right })
    }

    /// One cell for each subject.
    pub(super) fn pair(&mut self, node: &Node) -> Option<[Cell; 2]> {
        let (cells, is_there) = self.by_subject(node, &CELLS, Self::cell)?;
        for (side, id) in self.subjects.clone().iter().enumerate() {
            if !is_there[side] {
                let help = format!("add `\"{id}\": \"…\"`, or use `both` for what is true of both");
                self.error(Code::MissingCell, short(node), format!("there is no cell for `{id}`"), help);
            }
        }
        let [left, right] = cells;
        Some([left?, right?])
    }

    pub(super) fn cell(&mut self, node: &Node) -> Option<Cell> {
        let empty = Cell { verdict: None, text: None, points: Vec::new(), code: None, span: node.span };
        match &node.value {
            Value::String(text) if is_blank(text) => {
                self.error(Code::EmptyText, node.span, "this cell is empty", "write its text");
                None
            }
            Value::String(_) => Some(Cell { text: Some(self.text(node, "cell")?), ..empty }),
            Value::Array(_) => Some(Cell { points: self.points(node, "cell")?, ..empty }),
            Value::Object(_) => self.whole_cell(node),
            _ => {
                let message = format!("a cell cannot be {}", node.value.kind());
                let help = "write a text, a list of texts, or an object";
                self.error(Code::WrongType, short(node), message, help);
                None
            }
        }
    }

    fn points(&mut self, node: &Node, what: &str) -> Option<Vec<Text>> {
        let items = self.list(node, what)?;
        Some(items.iter().filter_map(|item| self.text(item, what)).collect())
    }

    fn whole_cell(&mut self, node: &Node) -> Option<Cell> {
        let object = self.object(node, &CELL)?;
        let verdict = object.get("verdict").and_then(|node| self.choice(node, "verdict", &VERDICTS));
        let text = self.text_of(&object, "text");
        let points = object.get("points").and_then(|node| self.points(node, "points")).unwrap_or_default();
        let code = object.get("code").and_then(|node| {
            let text =
                self.string(node, "code")?.replace("\r\n", "\n").replace('\r', "\n").trim_end().to_owned();
            Some(CodeBlock { text, span: node.span })
        });
        Some(Cell { verdict, text, points, code, span: node.span })
    }

    pub(super) fn range(&mut self, node: &Node) -> Option<Range> {
        let max = node.member("max").and_then(|max| self.within(max, "max", SCALE_ENDS));
        let (bars, is_there) = self.by_subject(node, &RANGE, |reader, bar| reader.bar_of_range(bar, max))?;
        if is_there == [false, false] {
            let first = self.subjects.first().map_or("id", String::as_str);
            let help = format!("add one, such as `\"{first}\": {}`", Kind::Bar.example());
            self.error(Code::MissingKey, short(node), "this range has no bar", help);
        }
        Some(Range { max: max?, bars })
    }

    fn bar_of_range(&mut self, node: &Node, max: Option<f64>) -> Option<(f64, f64)> {
        let items = self.list(node, "range")?;
        let numbers: Vec<f64> = items.iter().filter_map(|item| self.number(item, "range")).collect();
        if numbers.len() != items.len() {
            return None;
        }
        match numbers[..] {
            [low, high] if 0.0 <= low && low <= high && max.is_none_or(|max| high <= max) => {
                Some((low, high))
            }
            _ => {
                let end = max.map_or("the end of the scale".to_owned(), |max| max.to_string());
                let help = format!("write two numbers from 0 to {end}, the lower first");
                let message = "a bar goes from a low to a high number on the scale";
                self.error(Code::InvalidValue, short(node), message, help);
                None
            }
        }
    }
}
