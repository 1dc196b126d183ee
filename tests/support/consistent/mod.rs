//! Whether the parts of a PDF agree with each other. Validators look at each part against the standard; that content,
//! structure, active areas, fonts and metadata fit together is found here. Works on any file, also one of others.
#![allow(unreachable_pub, reason = "part of a test")]

mod content;
mod file;
mod fonts;
mod objects;
mod tags;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// All faults of a file, in words.
pub fn faults(document: &Document) -> Vec<String> {
    let mut check =
        Check { document, pages: document.get_pages().into_values().collect(), faults: Vec::new() };
    check.references();
    check.objects();
    let marked = check.content();
    check.structure(&marked);
    check.fonts();
    check.outline();
    check.areas();
    check.metadata();
    check.faults
}

/// Marked content of the pages by page and number: the text that it shows.
pub type Marked = BTreeMap<(ObjectId, i64), String>;

pub struct Check<'a> {
    document: &'a Document,
    pages: Vec<ObjectId>,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    fn require(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.fault(fault());
        }
    }

    fn get(&self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        Some(self.document.dereference(dictionary.get(key.as_bytes()).ok()?).ok()?.1)
    }

    fn dictionary(&self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.document.dereference(object).ok()?.1 {
            Object::Dictionary(entries) => Some(entries),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    fn entries(&self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.dictionary(dictionary.get(key.as_bytes()).ok()?)
    }

    fn array(&self, dictionary: &'a Dictionary, key: &str) -> &'a [Object] {
        self.get(dictionary, key).and_then(|array| array.as_array().ok()).map_or(&[], Vec::as_slice)
    }

    fn name(&self, dictionary: &'a Dictionary, key: &str) -> &'a str {
        let name = self.get(dictionary, key).and_then(|name| name.as_name().ok());
        name.and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }

    fn integer(&self, dictionary: &'a Dictionary, key: &str) -> Option<i64> {
        self.get(dictionary, key)?.as_i64().ok()
    }

    fn bytes(&self, dictionary: &'a Dictionary, key: &str) -> Option<&'a [u8]> {
        self.get(dictionary, key)?.as_str().ok()
    }

    fn text(&self, dictionary: &'a Dictionary, key: &str) -> Option<String> {
        self.bytes(dictionary, key).map(super::pdf::text_string)
    }

    fn stream(&self, dictionary: &'a Dictionary, key: &str) -> Option<Vec<u8>> {
        let stream = self.get(dictionary, key)?.as_stream().ok()?;
        if stream.dict.has(b"Filter") {
            stream.decompressed_content().ok()
        } else {
            Some(stream.content.clone())
        }
    }

    fn catalog(&self) -> &'a Dictionary {
        self.document.catalog().expect("a catalog")
    }

    fn page(&self, page: ObjectId) -> &'a Dictionary {
        self.document.get_dictionary(page).expect("a page")
    }

    /// Every reference leads to an object.
    fn references(&mut self) {
        let mut open: Vec<&Object> = self.document.objects.values().collect();
        open.extend(self.document.trailer.iter().map(|(_, value)| value));
        while let Some(object) = open.pop() {
            match object {
                Object::Reference(id) if !self.document.objects.contains_key(id) => {
                    self.fault(format!("object {} is referred to and missing", id.0));
                }
                Object::Array(items) => open.extend(items),
                Object::Dictionary(entries) => open.extend(entries.iter().map(|(_, value)| value)),
                Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, value)| value)),
                _ => {}
            }
        }
    }
}

fn numbers(array: &[Object]) -> Vec<f64> {
    let number = |object: &Object| {
        object.as_float().map(f64::from).or_else(|_| object.as_i64().map(|value| value as f64)).ok()
    };
    array.iter().filter_map(number).collect()
}
