//! The structure of a PDF as text: what a screen reader says, element by element, with the headers of each cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId};

use super::pdf::Pdf;

/// One line an element; links stand in brackets, and what is said instead of what is drawn in quotes.
pub fn listing(pdf: &Pdf) -> String {
    let marked = pdf.text().into_iter().filter_map(|shown| Some(((shown.page, shown.mcid?), shown.text)));
    let mut reader = Reader { pdf, marked: marked.collect(), headers: BTreeMap::new(), out: String::new() };
    let catalog = pdf.document.catalog().expect("a catalog");
    let root = pdf.dictionary(catalog.get(b"StructTreeRoot").expect("a structure"));
    reader.kids(root, None, 0);
    reader.out
}

struct Reader<'a> {
    pdf: &'a Pdf,
    marked: BTreeMap<(usize, i64), String>,
    /// What header cells say, by id.
    headers: BTreeMap<Vec<u8>, String>,
    out: String,
}

impl<'a> Reader<'a> {
    fn element(&mut self, element: &'a Dictionary, depth: usize) {
        let kind = self.pdf.name(element, "S");
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let text = self.own_text(element, page);
        let attributes = element.get(b"A").ok().map(|attributes| self.pdf.dictionary(attributes));
        let _ = write!(self.out, "{:1$}{kind}", "", depth * 2);
        if let Some(scope) = attributes.and_then(|entries| entries.get(b"Scope").ok()) {
            let _ = write!(self.out, " of a {}", String::from_utf8_lossy(scope.as_name().expect("a name")));
        }
        if let Some(headers) = attributes.and_then(|entries| entries.get(b"Headers").ok()) {
            let named = headers.as_array().expect("a list").iter().map(|id| id.as_str().expect("an id"));
            let said: Vec<&str> = named.map(|id| self.headers.get(id).map_or("?", |text| text)).collect();
            let _ = write!(self.out, " under {}", said.join(" + "));
        }
        if let Ok(id) = element.get(b"ID").and_then(Object::as_str) {
            self.headers.insert(id.to_vec(), text.clone());
        }
        self.out.push_str(if text.is_empty() { "\n" } else { ": " });
        if !text.is_empty() {
            self.out.push_str(text.trim());
            self.out.push('\n');
        }
        self.kids(element, page, depth + 1);
    }

    fn kids(&mut self, element: &'a Dictionary, _page: Option<ObjectId>, depth: usize) {
        for kid in self.kids_of(element) {
            if let Some(kid) = self.block(kid) {
                self.element(kid, depth);
            }
        }
    }

    /// An element that is read by itself.
    fn block(&self, kid: &'a Object) -> Option<&'a Dictionary> {
        let kid = self.pdf.document.dereference(kid).ok()?.1.as_dict().ok()?;
        let is_inline =
            matches!(&*self.pdf.name(kid, if kid.has(b"S") { "S" } else { "Type" }), "MCR" | "OBJR");
        let is_link = kid.has(b"S") && self.pdf.name(kid, "S") == "Link";
        (!is_inline && !is_link).then_some(kid)
    }

    fn kids_of(&self, element: &'a Dictionary) -> &'a [Object] {
        match element.get(b"K") {
            Ok(Object::Array(kids)) => kids,
            Ok(kid) => std::slice::from_ref(kid),
            Err(_) => &[],
        }
    }

    /// What an element and the links in it say.
    fn own_text(&self, element: &'a Dictionary, page: Option<ObjectId>) -> String {
        for key in ["ActualText", "Alt"] {
            if element.has(key.as_bytes()) {
                return format!("\u{201c}{}\u{201d}", self.pdf.string(element, key));
            }
        }
        let mut text = String::new();
        for kid in self.kids_of(element) {
            match self.pdf.document.dereference(kid).expect("a kid").1 {
                Object::Integer(mcid) => text.push_str(&self.shown(page, *mcid)),
                Object::Dictionary(kid) if kid.has(b"MCID") => {
                    let own = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    let mcid = kid.get(b"MCID").and_then(Object::as_i64).expect("a number");
                    text.push_str(&self.shown(own, mcid));
                }
                Object::Dictionary(kid) if kid.has(b"S") && self.pdf.name(kid, "S") == "Link" => {
                    let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    let inner = self.own_text(kid, page) + &self.figures(kid);
                    let start = inner.len() - inner.trim_start().len();
                    let _ = write!(text, "{}[{}]", &inner[..start], &inner[start..]);
                }
                _ => {}
            }
        }
        text
    }

    /// What the figures in a link say.
    fn figures(&self, link: &'a Dictionary) -> String {
        let figures = self.kids_of(link).iter().filter_map(|kid| self.block(kid));
        figures.map(|figure| self.own_text(figure, None)).collect()
    }

    fn shown(&self, page: Option<ObjectId>, mcid: i64) -> String {
        let page = self.pdf.pages.iter().position(|id| Some(*id) == page).expect("a page of this file");
        self.marked.get(&(page, mcid)).cloned().unwrap_or_default()
    }
}
