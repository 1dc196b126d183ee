//! Active areas and bookmarks.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::tags::Tree;
use super::{ExportError, catalog, dictionary, outside, plain_spaces, text};
use crate::display::{Book, Bookmark, Link, Page, Target};
use crate::geom::Rect;

/// Adds the links of all pages, one annotation for each line that a link runs over, and ties them to their elements.
pub(super) fn annotations(
    document: &mut Document,
    book: &Book,
    pages: &[ObjectId],
    tree: &mut Tree<'_>,
) -> Result<(), ExportError> {
    for (index, (page, id)) in book.pages.iter().zip(pages).enumerate() {
        let mut made = Vec::new();
        for link in &page.links {
            for area in &link.areas {
                let annotation = document.new_object_id();
                let mut entries = annotation_entries(book, page, link, *area, pages);
                if let Some(tag) = link.tag {
                    entries.set("StructParent", Object::Integer(tree.annotation(tag, index, annotation)));
                }
                document.set_object(annotation, entries);
                made.push(Object::Reference(annotation));
            }
        }
        if !made.is_empty() {
            dictionary(document, *id)?.set("Annots", Object::Array(made));
        }
    }
    Ok(())
}

/// A link annotation (ISO 32000-1, 12.5.6.5): printed without a frame, described for readers (ISO 14289-1, 7.18.5).
fn annotation_entries(book: &Book, page: &Page, link: &Link, area: Rect, pages: &[ObjectId]) -> Dictionary {
    let (outside, height) = (outside(page), page.size.height);
    let edges = [
        area.origin.x + outside,
        height - area.bottom() + outside,
        area.right() + outside,
        height - area.origin.y + outside,
    ];
    let mut entries = Dictionary::from_iter(vec![
        ("Subtype", name("Link")),
        ("Rect", Object::Array(edges.iter().map(|edge| whole(edge.to_pt().round())).collect())),
        ("Border", Object::Array(vec![Object::Integer(0); 3])),
        ("F", Object::Integer(4)),
        ("Contents", text(&plain_spaces(&link.alt))),
    ]);
    match &link.target {
        Target::Uri(uri) => {
            let action = vec![("S", name("URI")), ("URI", Object::string_literal(uri.as_bytes()))];
            entries.set("A", Object::Dictionary(Dictionary::from_iter(action)));
        }
        Target::Place(place) => entries.set("Dest", destination(book, *place, pages)),
    }
    entries
}

/// The top left of a place at the reader's zoom (ISO 32000-1, 12.3.2.2).
fn destination(book: &Book, place: usize, pages: &[ObjectId]) -> Object {
    let place = &book.places[place];
    let page = &book.pages[place.page];
    let outside = outside(page);
    Object::Array(vec![
        Object::Reference(pages[place.page]),
        name("XYZ"),
        whole((place.x + outside).to_pt().floor()),
        whole((page.size.height - place.y + outside).to_pt().ceil()),
        Object::Null,
    ])
}

/// Writes the bookmarks (ISO 32000-1, 12.3.3); those below the second level are folded.
pub(super) fn outline(document: &mut Document, book: &Book, pages: &[ObjectId]) -> Result<(), ExportError> {
    if book.outline.is_empty() {
        return Ok(());
    }
    let root = document.new_object_id();
    let mut writer = Outline { document, book, pages };
    let ends = writer.level(&book.outline, root, 0);
    let mut entries = Dictionary::from_iter(vec![("Type", name("Outlines"))]);
    if let Some(level) = ends {
        entries.set("First", Object::Reference(level.first));
        entries.set("Last", Object::Reference(level.last));
        entries.set("Count", Object::Integer(level.visible));
    }
    document.set_object(root, entries);
    let catalog = catalog(document)?;
    catalog.set("Outlines", Object::Reference(root));
    catalog.set("PageMode", name("UseOutlines"));
    Ok(())
}

/// What a parent says of its children.
struct Level {
    first: ObjectId,
    last: ObjectId,
    /// How many entries show when this level is open.
    visible: i64,
}

struct Outline<'a> {
    document: &'a mut Document,
    book: &'a Book,
    pages: &'a [ObjectId],
}

impl Outline<'_> {
    fn level(&mut self, marks: &[Bookmark], parent: ObjectId, depth: usize) -> Option<Level> {
        let ids: Vec<ObjectId> = marks.iter().map(|_| self.document.new_object_id()).collect();
        let (first, last) = (*ids.first()?, *ids.last()?);
        let mut visible = i64::try_from(marks.len()).unwrap_or(i64::MAX);
        for (index, mark) in marks.iter().enumerate() {
            let mut entries = Dictionary::from_iter(vec![
                ("Title", text(&mark.title)),
                ("Parent", Object::Reference(parent)),
                ("Dest", destination(self.book, mark.place, self.pages)),
            ]);
            if index > 0 {
                entries.set("Prev", Object::Reference(ids[index - 1]));
            }
            if let Some(next) = ids.get(index + 1) {
                entries.set("Next", Object::Reference(*next));
            }
            if let Some(below) = self.level(&mark.children, ids[index], depth + 1) {
                let is_open = depth == 0;
                entries.set("First", Object::Reference(below.first));
                entries.set("Last", Object::Reference(below.last));
                entries.set("Count", Object::Integer(if is_open { below.visible } else { -below.visible }));
                visible += if is_open { below.visible } else { 0 };
            }
            self.document.set_object(ids[index], entries);
        }
        Some(Level { first, last, visible })
    }
}

/// Whole points do for a finger, and for scrolling.
#[allow(clippy::cast_possible_truncation, reason = "page coordinates are small")]
const fn whole(value: f64) -> Object {
    Object::Integer(value as i64)
}

fn name(value: &str) -> Object {
    Object::Name(value.as_bytes().to_vec())
}
