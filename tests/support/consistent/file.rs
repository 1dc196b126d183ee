//! What is about the file as a whole: outline, active areas, metadata, labels, the sheet inside.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::{Check, numbers};

impl<'a> Check<'a> {
    /// A destination is on a page of this file, within its edges.
    fn destination(&mut self, destination: Option<&'a Object>, owner: &str) {
        let parts =
            destination.and_then(|destination| destination.as_array().ok()).map_or(&[][..], Vec::as_slice);
        let page = parts.first().and_then(|page| page.as_reference().ok());
        let Some(page) = page.filter(|page| self.pages.contains(page)) else {
            return self.fault(format!("{owner} leads to no page"));
        };
        let media = numbers(self.array(self.page(page), "MediaBox"));
        let place = numbers(&parts[2..]);
        let inside = media.len() == 4
            && place.len() >= 2
            && (media[0] - 1.0..=media[2] + 1.0).contains(&place[0])
            && (media[1] - 1.0..=media[3] + 1.0).contains(&place[1]);
        self.require(inside, || format!("{owner} leads off the page: {place:?}"));
    }

    pub(super) fn outline(&mut self) {
        let Some(root) = self.catalog().get(b"Outlines").ok().and_then(|root| root.as_reference().ok())
        else {
            return self.fault("there is no outline");
        };
        let mut seen = BTreeSet::new();
        let visible = self.level(root, &mut seen);
        let told = self.integer(self.page(root), "Count");
        self.require(told == Some(visible), || {
            format!("the outline shows {visible} entries and says {told:?}")
        });
    }

    /// Checks what is below an entry; returns how many entries show when it is open.
    fn level(&mut self, parent: ObjectId, seen: &mut BTreeSet<ObjectId>) -> i64 {
        let entries = self.page(parent);
        let mut next = entries.get(b"First").and_then(Object::as_reference).ok();
        let (mut before, mut visible) = (None, 0);
        while let Some(id) = next {
            if !seen.insert(id) {
                self.fault("the outline runs in circles");
                return visible;
            }
            let entry = self.page(id);
            let link = |key: &[u8]| entry.get(key).and_then(Object::as_reference).ok();
            self.require(link(b"Parent") == Some(parent), || format!("bookmark {} has another parent", id.0));
            self.require(link(b"Prev") == before, || format!("bookmark {} comes after another", id.0));
            let title = self.text(entry, "Title").unwrap_or_default();
            self.require(!title.is_empty(), || format!("bookmark {} says nothing", id.0));
            self.destination(self.get(entry, "Dest"), &format!("bookmark {title}"));
            let below = self.level(id, seen);
            let count = self.integer(entry, "Count").unwrap_or(0);
            self.require(count.abs() == below, || format!("bookmark {title} counts {count} of {below}"));
            visible += 1 + count.max(0);
            (before, next) = (Some(id), link(b"Next"));
        }
        let last = entries.get(b"Last").and_then(Object::as_reference).ok();
        self.require(last == before, || "the outline ends elsewhere than it says".to_owned());
        visible
    }

    pub(super) fn areas(&mut self) {
        let mut seen = BTreeSet::new();
        for page in self.pages.clone() {
            let media = numbers(self.array(self.page(page), "MediaBox"));
            for object in self.areas_of(page) {
                let Some((id, area)) = object.as_reference().ok().zip(self.dictionary(object)) else {
                    self.fault("an active area is no object of its own");
                    continue;
                };
                self.require(seen.insert(id), || format!("area {} is on two pages", id.0));
                let edges = numbers(self.array(area, "Rect"));
                let inside = edges.len() == 4
                    && media.len() == 4
                    && edges[0] < edges[2]
                    && edges[1] < edges[3]
                    && edges[0] >= media[0] - 1.0
                    && edges[1] >= media[1] - 1.0
                    && edges[2] <= media[2] + 1.0
                    && edges[3] <= media[3] + 1.0;
                self.require(inside, || format!("area {} is off the page: {edges:?}", id.0));
                let says = self.text(area, "Contents").is_some_and(|text| !text.trim().is_empty());
                self.require(says, || format!("area {} does not say where it leads", id.0));
                self.require(self.integer(area, "F") == Some(4), || format!("area {} is not printed", id.0));
                match self.entries(area, "A").and_then(|action| self.text(action, "URI")) {
                    Some(address) => {
                        let known =
                            ["https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start));
                        self.require(known, || format!("area {} leads to {address}", id.0));
                    }
                    None => self.destination(self.get(area, "Dest"), &format!("area {}", id.0)),
                }
            }
        }
    }

    /// Info and XMP say the same; the catalog has what readers ask for.
    pub(super) fn metadata(&mut self) {
        let catalog = self.catalog();
        let xmp = self.stream(catalog, "Metadata").unwrap_or_default();
        let xmp = String::from_utf8(xmp).unwrap_or_default();
        let info = self.entries(&self.document.trailer, "Info");
        let said = |check: &Self, key: &str| info.and_then(|info| check.text(info, key));
        let date = |text: String| {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            digits
        };
        for (key, property) in [
            ("Title", "dc:title"),
            ("Author", "dc:creator"),
            ("Subject", "dc:description"),
            ("Creator", "xmp:CreatorTool"),
            ("Producer", "pdf:Producer"),
        ] {
            let (info, xmp) = (said(self, key), property_of(&xmp, property));
            self.require(info == xmp, || format!("{key} is {info:?} in Info and {xmp:?} in XMP"));
        }
        for (key, property) in [("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")] {
            let (info, xmp) = (said(self, key).map(date), property_of(&xmp, property).map(date));
            self.require(info.is_some() && info == xmp, || {
                format!("{key} is {info:?} in Info and {xmp:?} in XMP")
            });
        }
        let language = self.text(catalog, "Lang");
        let same = language.is_some() && property_of(&xmp, "dc:language") == language;
        self.require(same, || format!("the language is {language:?} and not that of XMP"));
        let shown =
            self.entries(catalog, "ViewerPreferences").and_then(|shown| self.get(shown, "DisplayDocTitle"));
        let is_shown = shown.and_then(|shown| shown.as_bool().ok()) == Some(true);
        self.require(is_shown, || "the title is not shown".to_owned());
        let labels = self.entries(catalog, "PageLabels").map_or(&[][..], |labels| self.array(labels, "Nums"));
        self.require(labels.first().and_then(|first| first.as_i64().ok()) == Some(0), || {
            "page 1 has no label".to_owned()
        });
        self.attached(catalog);
    }

    /// An associated file is also among the embedded files, whose names are sorted, and as long as it says.
    fn attached(&mut self, catalog: &'a Dictionary) {
        let named = self.entries(catalog, "Names").and_then(|names| self.entries(names, "EmbeddedFiles"));
        let named = named.map_or(&[][..], |files| self.array(files, "Names"));
        let names: Vec<_> = named.iter().step_by(2).map(|name| name.as_str().unwrap_or_default()).collect();
        self.require(names.is_sorted_by(|one, next| one < next), || {
            "the names of embedded files are not sorted".to_owned()
        });
        for file in self.array(catalog, "AF") {
            self.require(named.contains(file), || {
                "an associated file is not among the embedded ones".to_owned()
            });
            let stream = self.dictionary(file).and_then(|file| self.entries(file, "EF"));
            let bytes = stream.and_then(|files| self.stream(files, "F")).unwrap_or_default();
            let parameters = stream
                .and_then(|files| self.entries(files, "F"))
                .and_then(|file| self.entries(file, "Params"));
            let size = parameters.and_then(|parameters| self.integer(parameters, "Size"));
            self.require(size == i64::try_from(bytes.len()).ok(), || {
                format!("an attached file says {size:?} bytes")
            });
        }
    }
}

/// The text of an XMP property: an attribute, or an element without the lists around its text.
fn property_of(xmp: &str, property: &str) -> Option<String> {
    let attribute = xmp.split_once(&format!(" {property}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    let element = || {
        let (_, rest) = xmp.split_once(&format!("<{property}>"))?;
        rest.split_once(&format!("</{property}>"))
    };
    let (inner, _) = attribute.or_else(element)?;
    let mut text = String::new();
    for part in inner.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}
