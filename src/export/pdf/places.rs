//! Where links and bookmarks lead.

use super::outside;
use super::tags::Elements;
use super::tokens::{Ref, Tokens};
use crate::display::{Book, Content, Place, TagId};
use crate::geom::Abs;

/// The places of a book as destinations.
pub(super) struct Places<'a> {
    pub(super) book: &'a Book,
    pub(super) pages: &'a [Ref],
    /// For files whose links lead to elements, not only to a point of a page (ISO 14289-2, 8.8).
    pub(super) elements: Option<&'a Elements<'a>>,
}

impl Places<'_> {
    /// The entry that leads to a place: `Dest`, or an action that knows the element too (ISO 32000-2, 12.6.4.2).
    pub(super) fn entry(&self, entries: &mut Tokens, place: usize) {
        let place = &self.book.places[place];
        match self.element(place) {
            None => self.destination(entries.key("Dest"), self.pages[place.page], place),
            Some(element) => {
                entries.key("A").dictionary(|action| {
                    action.key("S").name("GoTo");
                    self.destination(action.key("D"), self.pages[place.page], place);
                    self.destination(action.key("SD"), element, place);
                });
            }
        }
    }

    /// The top left of a place at the reader's zoom (ISO 32000-1, 12.3.2.2).
    fn destination(&self, out: &mut Tokens, target: Ref, place: &Place) {
        let page = &self.book.pages[place.page];
        let outside = outside(page);
        out.array(|destination| {
            destination.reference(target).name("XYZ");
            destination.integer(whole((place.x + outside).to_pt().floor()));
            destination.integer(whole((page.size.height - place.y + outside).to_pt().ceil())).null();
        });
    }

    /// The element of the text that stands at a place.
    fn element(&self, place: &Place) -> Option<Ref> {
        let elements = self.elements?;
        let below = |tag: TagId, x: Abs, baseline: Abs| {
            let distance = (baseline - place.y).to_pt();
            (distance >= 0.0).then_some((distance + (x - place.x).abs().to_pt(), tag))
        };
        let items = &self.book.pages[place.page].items;
        let texts = items.iter().filter_map(|item| match &item.content {
            Content::Glyphs(run) => below(item.tag?, run.origin.x, run.origin.y),
            _ => None,
        });
        elements.at(texts.min_by(|a, b| a.0.total_cmp(&b.0))?.1)
    }
}

/// Whole points do for a finger, and for scrolling.
#[allow(clippy::cast_possible_truncation, reason = "page coordinates are small")]
pub(super) const fn whole(value: f64) -> i64 {
    value as i64
}
