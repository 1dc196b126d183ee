//! 5. Pages → display list: every band is drawn where the plan has it, and says what it means.

mod chart;
mod decision;
mod foot;
mod head;
mod lists;
mod mirror;
mod section;
mod shapes;
mod signs;
mod spaces;
mod text;
mod timeline;

use std::collections::BTreeMap;

use crate::compose::Composed;
use crate::compose::texts::Typesetter;
use crate::display::{
    Book, Bookmark, Content, Item, Link, Meta, Page, Path, Place, Role, Scope, TagId, Target,
};
use crate::geom::{Abs, Point, Rect};
use crate::model::ColourMode;
use crate::page::Plan;
use crate::page::bands::Band;
use crate::page::fit::Fitted;
use crate::page::foot::Entries;
use crate::page::head::{heads_height, title_height};
use crate::text::{Direction, Fonts};
use crate::theme::Palette;

/// Draws all pages.
pub fn paint(composed: &Composed<'_>, fitted: &Fitted, fonts: &Fonts) -> Book {
    let entries = Entries { composed, marks: fitted.marks.as_deref(), others: &[] };
    let mut painter = Painter::new(composed, &fitted.plan, entries, fonts);
    for page in 0..fitted.plan.pages.len() {
        painter.page(page);
    }
    painter.finish()
}

/// The elements under the document's root, in reading order, whichever page they are drawn on.
#[derive(Debug, Clone, Copy)]
struct Parts {
    head: TagId,
    summary: TagId,
    decision: TagId,
    sections: TagId,
    same: TagId,
    timeline: TagId,
    foot: TagId,
    /// The list of notes, terms and sources in the foot.
    entries: TagId,
}

/// Elements of a section's table.
#[derive(Debug, Clone, Copy)]
struct Table {
    body: TagId,
    heads: [TagId; 2],
}

/// Draws into a book, page after page.
struct Painter<'a> {
    composed: &'a Composed<'a>,
    plan: &'a Plan,
    entries: Entries<'a>,
    fonts: &'a Fonts,
    setter: Typesetter<'a>,
    palette: Palette,
    book: Book,
    parts: Parts,
    /// By section; sections that go on over pages keep their table.
    tables: BTreeMap<usize, Table>,
    decision_table: Option<Table>,
    /// The entry of the foot band that was begun last.
    note: foot::Note,
    /// Elements of lists that are run into paragraphs, by the element of the paragraph.
    runs: BTreeMap<(TagId, lists::Level), TagId>,
    /// Whether the QR code was drawn before.
    has_qr: bool,
    /// Bookmarks of all that has a heading, and of the groups of sources.
    marks: Vec<Bookmark>,
    /// Whether the sheet runs from right to left.
    is_mirrored: bool,
    /// What a mirror must not turn round on the current page.
    upright: Vec<mirror::Upright>,
    /// Sources that have their place in the book.
    placed: Vec<bool>,
}

impl<'a> Painter<'a> {
    fn new(composed: &'a Composed<'a>, plan: &'a Plan, entries: Entries<'a>, fonts: &'a Fonts) -> Self {
        let sheet = composed.sheet;
        let sources = sheet.all_sources().count();
        let mut book = Book {
            meta: meta(composed),
            places: vec![Place { page: 0, x: Abs::ZERO, y: Abs::ZERO }; sources],
            ..Book::default()
        };
        let tree = &mut book.structure;
        let root = tree.add(None, Role::Document);
        let mut part = || tree.add(Some(root), Role::Sect);
        let mut parts = Parts {
            head: part(),
            summary: part(),
            decision: part(),
            sections: part(),
            same: part(),
            timeline: part(),
            foot: part(),
            entries: root,
        };
        parts.entries = tree.add(Some(parts.foot), Role::List);
        Self {
            composed,
            plan,
            entries,
            fonts,
            setter: composed.setter(fonts),
            palette: Palette::of(composed.edition.colour, &composed.theme),
            book,
            parts,
            tables: BTreeMap::new(),
            decision_table: None,
            note: foot::Note::default(),
            runs: BTreeMap::new(),
            has_qr: false,
            marks: Vec::new(),
            is_mirrored: Direction::of_language(&sheet.language.text) == Direction::RightToLeft,
            upright: Vec::new(),
            placed: vec![false; sources],
        }
    }

    fn page(&mut self, index: usize) {
        let edition = self.composed.edition;
        self.book.pages.push(Page {
            size: edition.paper.size,
            bleed: edition.bleed,
            crop_marks: edition.crop_marks,
            ..Page::default()
        });
        let grid = &self.plan.grid;
        let mut y = grid.top;
        if index == 0 {
            self.title_block(y);
            y += title_height(self.composed, grid);
        } else {
            self.column_heads(y);
            y += heads_height(self.composed, grid);
        }
        let bands = &self.plan.pages[index].bands;
        for (place, (band, height)) in bands.iter().enumerate() {
            self.band(*band, y, place.checked_sub(1).map(|before| bands[before].0));
            y += *height;
        }
        self.foot(index);
        if self.is_mirrored {
            self.mirror();
        }
        self.artifacts_first();
        let shift = grid.shift(edition, index);
        if shift != Abs::ZERO {
            self.shift(shift);
        }
    }

    fn band(&mut self, band: Band, y: Abs, before: Option<Band>) {
        match band {
            Band::Summary => self.summary(y),
            Band::DecisionHead => self.decision_head(y),
            Band::DecisionRow(row) => self.decision_row(row, y),
            Band::Neither => self.neither(y),
            Band::SectionHead { section, continued } => self.section_head(section, continued, y),
            Band::Item { section, item } => {
                let is_first = matches!(before, None | Some(Band::SectionHead { .. }));
                self.item(section, item, y, is_first);
            }
            Band::Same => self.same(y),
            Band::Timeline => self.timeline(y),
        }
    }

    /// Rules, bars and signs of the current page before its text, which they never touch: one run of artifacts, and text
    /// that nothing interrupts.
    fn artifacts_first(&mut self) {
        if let Some(page) = self.book.pages.last_mut() {
            page.items.sort_by_key(|item| item.tag.is_some() || !matches!(item.content, Content::Path(_)));
        }
    }

    /// Moves all of the current page sideways (the other margin of a bound sheet).
    fn shift(&mut self, by: Abs) {
        let index = self.book.pages.len() - 1;
        let page = &mut self.book.pages[index];
        for item in &mut page.items {
            shapes::shift(&mut item.content, by);
        }
        for area in page.links.iter_mut().flat_map(|link| &mut link.areas) {
            area.origin.x += by;
        }
        for place in self.book.places.iter_mut().filter(|place| place.page == index) {
            place.x += by;
        }
    }

    fn finish(mut self) -> Book {
        let title = self.composed.sheet.title.clone();
        let top = self.plan.grid.top;
        self.book.places.push(Place { page: 0, x: Abs::ZERO, y: top });
        let place = self.book.places.len() - 1;
        self.book.outline = vec![Bookmark { title, place, children: std::mem::take(&mut self.marks) }];
        self.book
    }

    // What bands draw with.

    fn put(&mut self, tag: Option<TagId>, content: Content) {
        if let Some(page) = self.book.pages.last_mut() {
            page.items.push(Item { tag, content });
        }
    }

    fn path(&mut self, path: Path) {
        self.put(None, Content::Path(path));
    }

    fn tag(&mut self, parent: TagId, role: Role) -> TagId {
        self.book.structure.add(Some(parent), role)
    }

    fn link(&mut self, areas: Vec<Rect>, target: Target, alt: String, tag: Option<TagId>) {
        if let Some(page) = self.book.pages.last_mut() {
            page.links.push(Link { areas, target, alt, tag });
        }
    }

    /// A bookmark to a band of the current page.
    fn band_bookmark(&mut self, title: String, y: Abs) {
        self.bookmark(title, Point::new(self.plan.grid.label.x, y));
    }

    /// A bookmark to a place of the current page.
    fn bookmark(&mut self, title: String, at: Point) {
        let page = self.book.pages.len() - 1;
        self.book.places.push(Place { page, x: at.x, y: at.y });
        let place = self.book.places.len() - 1;
        self.marks.push(Bookmark { title, place, children: Vec::new() });
    }

    /// Remembers where a source's entry stands.
    fn place_source(&mut self, source: usize, at: Point) {
        if !self.placed[source] {
            self.placed[source] = true;
            let page = self.book.pages.len() - 1;
            self.book.places[source] = Place { page, x: at.x, y: at.y };
        }
    }

    /// A table with the heads of its columns, made when these are first drawn.
    fn table(&mut self, parent: TagId) -> Table {
        let table = self.tag(parent, Role::Table);
        let head = self.tag(table, Role::THead);
        let row = self.tag(head, Role::TR);
        // Above the topics nothing stands: no header cell, since there is nothing to hear.
        self.tag(row, Role::TD { headers: Vec::new(), columns: 1 });
        let heads = [(); 2].map(|()| self.tag(row, Role::TH { scope: Scope::Column, columns: 1 }));
        let body = self.tag(table, Role::TBody);
        Table { body, heads }
    }
}

fn meta(composed: &Composed<'_>) -> Meta {
    let sheet = composed.sheet;
    Meta {
        title: sheet.title.clone(),
        language: sheet.language.text.clone(),
        authors: sheet.authors.iter().map(|author| author.name.text.clone()).collect(),
        subject: sheet.summary.as_ref().map(crate::model::Text::plain).unwrap_or_default(),
        date: sheet.release.date.to_string(),
        version: sheet.release.version.text.clone(),
        gray: composed.edition.colour == ColourMode::Gray,
    }
}
