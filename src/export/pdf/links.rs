//! Active areas and bookmarks.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::places::{Places, whole};
use super::tags::Tree;
use super::tokens::{Ref, Tokens};
use super::write::Objects;
use super::{outside, plain_spaces};
use crate::display::{Book, Bookmark, Link, Page, Target};
use crate::geom::Rect;

/// An active area that is to be written.
pub(super) struct Area<'a> {
    pub(super) at: Ref,
    link: &'a Link,
    area: Rect,
    /// In the parent tree, if it belongs to an element.
    key: Option<usize>,
}

/// Numbers the links of all pages, one area for each line that a link runs over, and ties them to their elements.
/// Returns the areas by page.
pub(super) fn areas<'a>(objects: &mut Objects, book: &'a Book, tree: &mut Tree<'_>) -> Vec<Vec<Area<'a>>> {
    let [mut outward, mut inward] = [true, false].map(|is_outward| {
        let links = book.pages.iter().flat_map(|page| &page.links);
        let links = links.filter(|link| matches!(link.target, Target::Uri(_)) == is_outward);
        objects.reserve_many(links.map(|link| link.areas.len()).sum()).into_iter()
    });
    let mut made: Vec<Vec<Area<'_>>> = Vec::new();
    for (index, page) in book.pages.iter().enumerate() {
        let mut areas = Vec::new();
        for link in &page.links {
            let refs = if matches!(link.target, Target::Uri(_)) { &mut outward } else { &mut inward };
            for (area, at) in link.areas.iter().zip(refs) {
                let key = link.tag.map(|tag| tree.annotation(tag, index, at));
                areas.push(Area { at, link, area: *area, key });
            }
        }
        made.push(areas);
    }
    made
}

/// Writes the areas of a page.
pub(super) fn write(objects: &mut Objects, page: &Page, areas: &[Area<'_>], places: &Places<'_>) {
    for area in areas {
        objects.put(area.at, |object| annotation(object, page, area, places));
    }
}

/// A link annotation (ISO 32000-1, 12.5.6.5): printed without a frame, described for readers (ISO 14289-1, 7.18.5).
fn annotation(object: &mut Tokens, page: &Page, area: &Area<'_>, places: &Places<'_>) {
    let Area { link, area, key, .. } = area;
    let (outside, height) = (outside(page), page.size.height);
    let edges = [
        area.origin.x + outside,
        height - area.bottom() + outside,
        area.right() + outside,
        height - area.origin.y + outside,
    ];
    object.dictionary(|entries| {
        entries.key("Subtype").name("Link").key("Rect").array(|corners| {
            edges.iter().for_each(|edge| _ = corners.column(whole(edge.to_pt().round())));
        });
        entries.key("Border").array(|widths| {
            widths.integer(0).integer(0).integer(0);
        });
        entries.key("F").integer(4);
        if let Some(key) = key {
            entries.key("StructParent").column(*key);
        }
        match &link.target {
            Target::Uri(uri) => {
                entries.key("A").dictionary(|action| {
                    action.key("S").name("URI").key("URI").string(ascii(uri).as_bytes());
                });
            }
            Target::Place(place) => places.entry(entries, *place),
        }
        entries.key("Contents").text(&plain_spaces(&link.alt));
    });
}

/// An address in ASCII, as an action wants it (ISO 32000-1, 12.6.4.7): all else is percent-encoded (RFC 3987, 3.1).
fn ascii(uri: &str) -> Cow<'_, str> {
    if uri.is_ascii() {
        return Cow::Borrowed(uri);
    }
    let mut out = String::with_capacity(2 * uri.len());
    for byte in uri.bytes() {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            // A string takes all.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}

/// Writes the bookmarks (ISO 32000-1, 12.3.3); those below the second level are folded. `None` if there are none.
pub(super) fn outline(objects: &mut Objects, places: &Places<'_>) -> Option<Ref> {
    let root = objects.reserve();
    let mut writer = Outline { objects, places };
    let level = writer.level(&places.book.outline, root, 0)?;
    objects.put(root, |object| {
        object.dictionary(|entries| {
            entries.key("Type").name("Outlines");
            level.entries(entries, true);
        });
    });
    Some(root)
}

/// What a parent says of its children.
struct Level {
    first: Ref,
    last: Ref,
    /// How many entries show when this level is open.
    visible: i64,
}

impl Level {
    fn entries(&self, parent: &mut Tokens, is_open: bool) {
        parent.key("First").reference(self.first).key("Last").reference(self.last);
        parent.key("Count").integer(if is_open { self.visible } else { -self.visible });
    }
}

struct Outline<'a> {
    objects: &'a mut Objects,
    places: &'a Places<'a>,
}

impl Outline<'_> {
    fn level(&mut self, marks: &[Bookmark], parent: Ref, depth: usize) -> Option<Level> {
        let refs = self.objects.reserve_many(marks.len());
        let (first, last) = (*refs.first()?, *refs.last()?);
        let mut visible = i64::try_from(marks.len()).unwrap_or(i64::MAX);
        let is_open = depth == 0;
        for (index, mark) in marks.iter().enumerate() {
            let below = self.level(&mark.children, refs[index], depth + 1);
            visible += below.as_ref().filter(|_| is_open).map_or(0, |below| below.visible);
            let places = self.places;
            self.objects.put(refs[index], |object| {
                object.dictionary(|entries| {
                    entries.key("Title").text(&mark.title).key("Parent").reference(parent);
                    places.entry(entries, mark.place);
                    if index > 0 {
                        entries.key("Prev").reference(refs[index - 1]);
                    }
                    if let Some(next) = refs.get(index + 1) {
                        entries.key("Next").reference(*next);
                    }
                    if let Some(below) = below {
                        below.entries(entries, is_open);
                    }
                });
            });
        }
        Some(Level { first, last, visible })
    }
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(ascii("https://x.org/a%20b"), "https://x.org/a%20b");
        assert_eq!(ascii("https://münchen.example/ü"), "https://m%C3%BCnchen.example/%C3%BC");
    }
}
