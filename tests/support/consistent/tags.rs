//! The structure tree, against the content of the pages and the active areas.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::{Check, Marked};

/// Which elements may be in which (ISO 32000-1, 14.8.4); types not named may be anywhere.
const WITHIN: &[(&str, &[&str])] = &[
    ("THead", &["Table"]),
    ("TBody", &["Table"]),
    ("TR", &["THead", "TBody"]),
    ("TH", &["TR"]),
    ("TD", &["TR"]),
    ("LI", &["L"]),
    ("Lbl", &["LI", "Note", "BibEntry"]),
    ("LBody", &["LI"]),
];
const TYPES: &[&str] = &[
    "Document",
    "Sect",
    "Div",
    "H1",
    "H2",
    "H3",
    "P",
    "Note",
    "Table",
    "THead",
    "TBody",
    "TR",
    "TH",
    "TD",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Figure",
    "Caption",
    "Code",
    "Link",
    "Reference",
    "BibEntry",
    "Span",
];

/// What the tree holds.
#[derive(Default)]
struct Found<'a> {
    elements: BTreeMap<ObjectId, &'a Dictionary>,
    contents: BTreeMap<(ObjectId, i64), ObjectId>,
    areas: BTreeMap<ObjectId, ObjectId>,
    ids: BTreeMap<&'a [u8], ObjectId>,
}

impl<'a> Check<'a> {
    pub(super) fn structure(&mut self, marked: &Marked) {
        let Some(root) = self.catalog().get(b"StructTreeRoot").ok().and_then(|root| root.as_reference().ok())
        else {
            return self.fault("there is no structure");
        };
        let is_marked = self.entries(self.catalog(), "MarkInfo").and_then(|info| self.get(info, "Marked"));
        self.require(is_marked.and_then(|marked| marked.as_bool().ok()) == Some(true), || {
            "not marked".to_owned()
        });
        let mut found = Found::default();
        let entries = self.page(root);
        for kid in kids(self, entries) {
            self.element(kid, (root, "StructTreeRoot"), &mut found);
        }
        for (page, mcid) in marked.keys().filter(|key| !found.contents.contains_key(key)) {
            self.faults.push(format!("sequence {mcid} of object {} is in no element", page.0));
        }
        for (page, mcid) in found.contents.keys().filter(|key| !marked.contains_key(key)) {
            self.faults
                .push(format!("an element holds sequence {mcid} of object {}, which is not there", page.0));
        }
        self.parent_tree(entries, &found);
        self.id_tree(entries, &found);
        for (id, element) in found.elements.clone() {
            match self.name(element, "S") {
                "Table" => self.table(id, element, &found),
                "Figure" => self
                    .require(self.text(element, "Alt").is_some_and(|alt| !alt.is_empty()), || {
                        format!("figure {} has no text for those who do not see it", id.0)
                    }),
                "Link" => self.link(id, element, &found, marked),
                _ => {}
            }
        }
    }

    fn element(&mut self, object: &'a Object, (parent, kind): (ObjectId, &str), found: &mut Found<'a>) {
        let Some((id, element)) = object.as_reference().ok().zip(self.dictionary(object)) else {
            return self.fault(format!("a kid of {} is no element", parent.0));
        };
        if found.elements.insert(id, element).is_some() {
            return self.fault(format!("element {} hangs in the tree twice", id.0));
        }
        let own = self.name(element, "S");
        self.require(TYPES.contains(&own), || format!("element {} is a {own}", id.0));
        let back = element.get(b"P").and_then(Object::as_reference).ok();
        self.require(back == Some(parent), || format!("element {} does not know its parent", id.0));
        let allowed = WITHIN.iter().find(|(inner, _)| *inner == own).map(|(_, outer)| *outer);
        self.require(allowed.is_none_or(|outer| outer.contains(&kind)), || {
            format!("{own} {} is in a {kind}", id.0)
        });
        if let Some(name) = self.bytes(element, "ID") {
            self.require(found.ids.insert(name, id).is_none(), || {
                format!("two elements have the id of {}", id.0)
            });
        }
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        for kid in kids(self, element) {
            self.kid(kid, (id, own, page), found);
        }
    }

    fn kid(
        &mut self,
        kid: &'a Object,
        (id, own, page): (ObjectId, &'a str, Option<ObjectId>),
        found: &mut Found<'a>,
    ) {
        let mut hold = |check: &mut Self, page: Option<ObjectId>, mcid: i64| match page {
            None => check.fault(format!("content {mcid} of element {} is on no page", id.0)),
            Some(page) => {
                let twice = found.contents.insert((page, mcid), id).is_some();
                check.require(!twice, || format!("sequence {mcid} of object {} is in two elements", page.0));
            }
        };
        match kid {
            Object::Integer(mcid) => hold(self, page, *mcid),
            Object::Dictionary(entries) => {
                let own_page = entries.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                match (self.name(entries, "Type"), entries.get(b"Obj").and_then(Object::as_reference)) {
                    ("MCR", _) => hold(self, own_page, self.integer(entries, "MCID").unwrap_or(-1)),
                    ("OBJR", Ok(area)) => {
                        let twice = found.areas.insert(area, id).is_some();
                        self.require(!twice, || format!("area {} is in two elements", area.0));
                    }
                    _ => self.fault(format!("a kid of element {} is neither content nor area", id.0)),
                }
            }
            other => self.element(other, (id, own), found),
        }
    }

    /// From content and areas back to elements (ISO 32000-1, 14.7.4.4).
    fn parent_tree(&mut self, root: &'a Dictionary, found: &Found<'a>) {
        let tree = self.entries(root, "ParentTree");
        let pairs = tree.map_or(&[][..], |tree| self.array(tree, "Nums"));
        let keys: Vec<i64> = pairs.iter().step_by(2).filter_map(|key| key.as_i64().ok()).collect();
        self.require(keys.is_sorted_by(|a, b| a < b), || {
            "the keys of the parent tree do not rise".to_owned()
        });
        let next = self.integer(root, "ParentTreeNextKey").unwrap_or(-1);
        self.require(keys.iter().all(|key| *key < next), || "ParentTreeNextKey is taken".to_owned());
        let entry =
            |key: Option<i64>| key.and_then(|key| keys.binary_search(&key).ok()).map(|at| &pairs[at * 2 + 1]);
        let mut used = BTreeSet::new();
        for page in self.pages.clone() {
            let key = self.integer(self.page(page), "StructParents");
            used.extend(key);
            let held: BTreeMap<i64, ObjectId> = found
                .contents
                .iter()
                .filter(|((on, _), _)| *on == page)
                .map(|((_, mcid), element)| (*mcid, *element))
                .collect();
            let array = entry(key).and_then(|array| self.document.dereference(array).ok());
            let array = array.and_then(|(_, array)| array.as_array().ok()).map_or(&[][..], Vec::as_slice);
            let told: BTreeMap<i64, ObjectId> = (0..)
                .zip(array)
                .filter_map(|(mcid, element)| Some((mcid, element.as_reference().ok()?)))
                .collect();
            self.require(held == told, || format!("the parent tree is wrong about page object {}", page.0));
            for area in self.areas_of(page) {
                let key = self.dictionary(area).and_then(|entries| self.integer(entries, "StructParent"));
                used.extend(key);
                let told = entry(key).and_then(|element| element.as_reference().ok());
                let held = area.as_reference().ok().and_then(|area| found.areas.get(&area)).copied();
                self.require(told.is_some() && told == held, || {
                    format!("area {area:?} and its element disagree")
                });
            }
        }
        self.require(keys.iter().all(|key| used.contains(key)), || "keys that nothing uses".to_owned());
        let all: BTreeSet<ObjectId> = self
            .pages
            .iter()
            .flat_map(|page| self.areas_of(*page))
            .filter_map(|area| area.as_reference().ok())
            .collect();
        self.require(found.areas.keys().all(|area| all.contains(area)), || {
            "an element's area is on no page".to_owned()
        });
    }

    pub(super) fn areas_of(&self, page: ObjectId) -> &'a [Object] {
        self.array(self.page(page), "Annots")
    }

    fn id_tree(&mut self, root: &'a Dictionary, found: &Found<'a>) {
        let mut told = BTreeMap::new();
        let tree = self.entries(root, "IDTree");
        for leaf in tree.map_or(&[][..], |tree| self.array(tree, "Kids")) {
            let Some(leaf) = self.dictionary(leaf) else { continue };
            let names = self.array(leaf, "Names");
            let keys: Vec<&[u8]> = names.iter().step_by(2).filter_map(|name| name.as_str().ok()).collect();
            self.require(keys.is_sorted_by(|a, b| a < b), || "the ids do not rise".to_owned());
            let limits: Vec<&[u8]> =
                self.array(leaf, "Limits").iter().filter_map(|limit| limit.as_str().ok()).collect();
            let ends = [keys.first(), keys.last()].map(|end| end.copied().unwrap_or_default());
            self.require(limits == ends, || "the limits of the ids are wrong".to_owned());
            let values = names.iter().skip(1).step_by(2).filter_map(|element| element.as_reference().ok());
            told.extend(keys.into_iter().zip(values));
        }
        self.require(told == found.ids, || "the tree of ids is not that of the elements".to_owned());
    }

    fn table(&mut self, id: ObjectId, table: &'a Dictionary, found: &Found<'a>) {
        let rows: Vec<&Dictionary> = kids(self, table)
            .iter()
            .filter_map(|group| self.dictionary(group))
            .flat_map(|group| kids(self, group))
            .filter_map(|row| self.dictionary(row))
            .collect();
        let (mut headers, mut widths) = (BTreeSet::new(), BTreeSet::new());
        let cells = |row: &'a Dictionary| kids(self, row).iter().filter_map(|cell| self.dictionary(cell));
        let attribute = |cell: &'a Dictionary, key: &str| {
            self.entries(cell, "A").and_then(|attributes| self.get(attributes, key))
        };
        let mut faults = Vec::new();
        for row in &rows {
            let spans = cells(row)
                .map(|cell| attribute(cell, "ColSpan").and_then(|span| span.as_i64().ok()).unwrap_or(1));
            widths.insert(spans.sum::<i64>());
            for cell in cells(row).filter(|cell| self.name(cell, "S") == "TH") {
                if attribute(cell, "Scope").is_none() {
                    faults.push(format!("a header cell of table {} has no scope", id.0));
                }
                headers.extend(self.bytes(cell, "ID"));
            }
        }
        // The corner of the head is about nothing.
        let body = rows.iter().skip(1).flat_map(|row| cells(row));
        for cell in body.filter(|cell| self.name(cell, "S") == "TD") {
            let named = attribute(cell, "Headers").and_then(|names| names.as_array().ok());
            let named: Vec<&[u8]> =
                named.into_iter().flatten().filter_map(|name| name.as_str().ok()).collect();
            if named.is_empty()
                || !named.iter().all(|name| headers.contains(name) && found.ids.contains_key(name))
            {
                faults.push(format!("a cell of table {} names headers {named:?} that it has not", id.0));
            }
        }
        if widths.len() != 1 {
            faults.push(format!("the rows of table {} have {widths:?} columns", id.0));
        }
        self.faults.extend(faults);
    }

    /// A link has an area and something to read.
    fn link(&mut self, id: ObjectId, element: &'a Dictionary, found: &Found<'a>, marked: &Marked) {
        self.require(found.areas.values().any(|owner| *owner == id), || format!("link {} has no area", id.0));
        let shows = found
            .contents
            .iter()
            .any(|(at, owner)| *owner == id && marked.get(at).is_some_and(|text| !text.trim().is_empty()));
        let has_figure = kids(self, element)
            .iter()
            .any(|kid| self.dictionary(kid).is_some_and(|kid| self.name(kid, "S") == "Figure"));
        self.require(shows || has_figure, || format!("link {} shows nothing", id.0));
    }
}

fn kids<'a>(check: &Check<'a>, element: &'a Dictionary) -> &'a [Object] {
    match element.get(b"K") {
        Ok(Object::Array(kids)) => kids,
        Ok(Object::Reference(id)) => match check.document.get_object(*id) {
            Ok(Object::Array(kids)) => kids,
            _ => element.get(b"K").map_or(&[], std::slice::from_ref),
        },
        Ok(kid) => std::slice::from_ref(kid),
        Err(_) => &[],
    }
}
