//! Operators of the pages: known, balanced, each painting one within marked content.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId};

use super::{Check, Marked};
use crate::support::pdf::Map;

/// Operators that our pages may hold, with the number of their operands (ISO 32000-1, annex A).
const KNOWN: &[(&str, usize)] = &[
    ("q", 0),
    ("Q", 0),
    ("cm", 6),
    ("w", 1),
    ("J", 1),
    ("M", 1),
    ("j", 1),
    ("d", 2),
    ("m", 2),
    ("l", 2),
    ("c", 6),
    ("h", 0),
    ("re", 4),
    ("W", 0),
    ("n", 0),
    ("S", 0),
    ("f", 0),
    ("f*", 0),
    ("B", 0),
    ("B*", 0),
    ("g", 1),
    ("G", 1),
    ("rg", 3),
    ("RG", 3),
    ("Do", 1),
    ("BT", 0),
    ("ET", 0),
    ("Tf", 2),
    ("Td", 2),
    ("Ts", 1),
    ("Tj", 1),
    ("TJ", 1),
    ("BMC", 1),
    ("BDC", 2),
    ("EMC", 0),
];
const PAINTING: &[&str] = &["S", "f", "f*", "B", "B*", "Do", "Tj", "TJ"];
const TEXT_ONLY: &[&str] = &["Td", "Tj", "TJ"];
const NOT_IN_TEXT: &[&str] =
    &["m", "l", "c", "h", "re", "W", "n", "S", "f", "f*", "B", "B*", "Do", "q", "Q", "cm"];

/// What is open at some place of a page.
struct State<'a> {
    page: ObjectId,
    number: usize,
    saved: usize,
    in_text: bool,
    /// Open marked content: its number, if it has one, and whether the text object was open.
    open: Vec<(Option<i64>, bool)>,
    fonts: BTreeMap<Vec<u8>, Map>,
    font: Option<&'a [u8]>,
}

impl<'a> Check<'a> {
    pub(super) fn content(&mut self) -> Marked {
        let mut marked = Marked::new();
        for (index, page) in self.pages.clone().into_iter().enumerate() {
            let bytes = self.document.get_page_content(page);
            let Ok(content) = Content::decode(&bytes) else {
                self.fault(format!("page {}: the content cannot be parsed", index + 1));
                continue;
            };
            let mut fonts = BTreeMap::new();
            for (name, font) in self.document.get_page_fonts(page).unwrap_or_default() {
                let map = self.stream(font, "ToUnicode").and_then(|map| Map::parse(&map));
                fonts.insert(name, map.unwrap_or_default());
            }
            let mut state = State {
                page,
                number: index + 1,
                saved: 0,
                in_text: false,
                open: Vec::new(),
                fonts,
                font: None,
            };
            for operation in &content.operations {
                self.operation(operation, &mut state, &mut marked);
            }
            let closed = state.saved == 0 && !state.in_text && state.open.is_empty();
            self.require(closed, || format!("page {}: q, BT or marked content stays open", index + 1));
        }
        marked
    }

    fn operation<'o>(&mut self, operation: &'o Operation, state: &mut State<'o>, marked: &mut Marked) {
        let (key, page) = (&*operation.operator, state.number);
        let operands = KNOWN.iter().find(|(known, _)| *known == key).map(|(_, operands)| *operands);
        match operands {
            None => self.fault(format!("page {page}: unknown operator {key}")),
            Some(count) => self.require(operation.operands.len() == count, || {
                format!("page {page}: {key} has {} operands", operation.operands.len())
            }),
        }
        self.require(!TEXT_ONLY.contains(&key) || state.in_text, || {
            format!("page {page}: {key} outside of text")
        });
        self.require(!NOT_IN_TEXT.contains(&key) || !state.in_text, || {
            format!("page {page}: {key} within text")
        });
        self.require(!PAINTING.contains(&key) || !state.open.is_empty(), || {
            format!("page {page}: {key} outside of marked content")
        });
        match key {
            "q" => state.saved += 1,
            "Q" if state.saved == 0 => self.fault(format!("page {page}: Q without q")),
            "Q" => state.saved -= 1,
            "BT" | "ET" => {
                self.require(state.in_text == (key == "ET"), || format!("page {page}: {key} out of turn"));
                state.in_text = key == "BT";
            }
            "BMC" | "BDC" => self.begin(operation, state, marked),
            "EMC" => match state.open.pop() {
                None => self.fault(format!("page {page}: EMC without a beginning")),
                Some((_, in_text)) => self.require(in_text == state.in_text, || {
                    format!("page {page}: marked content begins and ends on two sides of BT or ET")
                }),
            },
            "Tf" => state.font = operation.operands.first().and_then(|font| font.as_name().ok()),
            "Do" => self.object(operation, state),
            "Tj" => self.show(&operation.operands[..], state, marked),
            "TJ" => {
                let parts = operation.operands.first().and_then(|parts| parts.as_array().ok());
                self.show(parts.map_or(&[], Vec::as_slice), state, marked);
            }
            _ => {}
        }
    }

    fn begin(&mut self, operation: &Operation, state: &mut State<'_>, marked: &mut Marked) {
        let properties = operation.operands.get(1).and_then(|operand| operand.as_dict().ok());
        let mcid =
            properties.and_then(|entries: &Dictionary| entries.get(b"MCID").and_then(Object::as_i64).ok());
        let is_artifact = operation.operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"Artifact");
        let page = state.number;
        self.require(mcid.is_some() != is_artifact, || {
            format!("page {page}: content neither numbered nor artifact")
        });
        self.require(state.open.is_empty(), || format!("page {page}: marked content within marked content"));
        if let Some(mcid) = mcid {
            let twice = marked.insert((state.page, mcid), String::new()).is_some();
            self.require(!twice, || format!("page {page}: two sequences have number {mcid}"));
        }
        state.open.push((mcid, state.in_text));
    }

    /// What is drawn is a picture or a form of the page; a form holds known operators, and no marked content of its own.
    fn object(&mut self, operation: &Operation, state: &State<'_>) {
        let page = state.number;
        let name = operation.operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let resources = self.entries(self.page(state.page), "Resources");
        let named = resources.and_then(|resources| self.entries(resources, "XObject"));
        let Some(object) = named.and_then(|named| self.dictionary(named.get(name).ok()?)) else {
            let name = String::from_utf8_lossy(name);
            return self.fault(format!("page {page}: {name} is drawn and not of the page"));
        };
        if self.name(object, "Subtype") != "Form" {
            return;
        }
        let content = named.and_then(|named| self.stream(named, std::str::from_utf8(name).ok()?));
        let operations = content.and_then(|content| Content::decode(&content).ok());
        let operations = operations.map_or_else(Vec::new, |content| content.operations);
        let is_plain = |operation: &Operation| {
            let own = ["re", "m", "l", "c", "h", "f", "f*"];
            let known = KNOWN.iter().find(|(known, _)| *known == operation.operator);
            own.contains(&&*operation.operator)
                && known.is_some_and(|(_, operands)| *operands == operation.operands.len())
        };
        let holds = !operations.is_empty() && operations.iter().all(is_plain);
        self.require(holds, || format!("page {page}: a form of it does not only fill paths"));
    }

    fn show(&mut self, parts: &[Object], state: &State<'_>, marked: &mut Marked) {
        let page = state.number;
        let Some(map) = state.font.and_then(|font| state.fonts.get(font)) else {
            return self.fault(format!("page {page}: text without a font of the page"));
        };
        let mut text = String::new();
        for code in parts.iter().filter_map(|part| part.as_str().ok()).flat_map(|string| map.codes(string)) {
            match map.text(code) {
                Some(part) if !part.contains(['\u{fffd}', '\u{feff}', '\0']) => text.push_str(part),
                _ => self.fault(format!("page {page}: code {code} stands for no character")),
            }
        }
        if let Some((Some(mcid), _)) = state.open.last()
            && let Some(shown) = marked.get_mut(&(state.page, *mcid))
        {
            shown.push_str(&text);
        }
    }
}
