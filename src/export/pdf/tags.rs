//! The structure tree (ISO 32000-1, 14.7): elements, what belongs to them, and the way back from content to element.

use super::Standard;
pub(super) use super::elements::Elements;
use super::tokens::Ref;
use super::write::Objects;
use crate::display::{Book, Role, TagId};

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kid {
    Element(TagId),
    Content { page: usize, mcid: i64 },
    Annotation { page: usize, object: Ref },
}

/// The elements that have content, filled while the pages are written.
pub(super) struct Tree<'a> {
    pub(super) book: &'a Book,
    /// By element.
    pub(super) kids: Vec<Vec<Kid>>,
    /// By element: whether it hangs in the tree.
    pub(super) attached: Vec<bool>,
    /// By page: the element of each marked-content sequence.
    pub(super) contents: Vec<Vec<TagId>>,
    /// The element of each annotation, by its key in the parent tree.
    pub(super) annotations: Vec<TagId>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        let count = book.structure.tags.len();
        Self {
            book,
            kids: vec![Vec::new(); count],
            attached: vec![false; count],
            contents: vec![Vec::new(); book.pages.len()],
            annotations: Vec::new(),
        }
    }

    pub(super) fn role(&self, tag: TagId) -> &'a Role {
        &self.book.structure.tags[tag.0].role
    }

    /// A marked-content sequence of an element begins; returns its id on the page.
    pub(super) fn content(&mut self, tag: TagId, page: usize) -> i64 {
        self.attach(tag);
        let contents = &mut self.contents[page];
        let mcid = i64::try_from(contents.len()).unwrap_or(i64::MAX);
        contents.push(tag);
        self.kids[tag.0].push(Kid::Content { page, mcid });
        mcid
    }

    /// Whether a page has content that belongs to elements.
    pub(super) fn has_content(&self, page: usize) -> bool {
        !self.contents[page].is_empty()
    }

    /// An annotation belongs to an element; returns its key in the parent tree.
    pub(super) fn annotation(&mut self, tag: TagId, page: usize, object: Ref) -> usize {
        self.attach(tag);
        self.annotations.push(tag);
        self.kids[tag.0].push(Kid::Annotation { page, object });
        self.book.pages.len() + self.annotations.len() - 1
    }

    /// Hangs an element under its parent, when it first has content.
    fn attach(&mut self, tag: TagId) {
        let mut tag = tag;
        while !std::mem::replace(&mut self.attached[tag.0], true) {
            let Some(parent) = self.book.structure.tags[tag.0].parent else { return };
            self.kids[parent.0].push(Kid::Element(tag));
            tag = parent;
        }
    }

    /// A row of a table keeps its empty cells, so that all rows have as many; a table keeps its head.
    fn attach_empty_cells(&mut self) {
        let tags = &self.book.structure.tags;
        for (index, tag) in tags.iter().enumerate() {
            let is_cell = matches!(tag.role, Role::TH { .. } | Role::TD { .. });
            let Some(row) = tag.parent.filter(|_| is_cell) else { continue };
            let group = tags[row.0].parent.filter(|group| tags[group.0].role == Role::THead);
            let holder = group.and_then(|group| tags[group.0].parent).unwrap_or(row);
            if self.attached[holder.0] {
                self.attach(TagId(index));
            }
        }
    }

    /// Numbers the elements, when all that they hold is known; `None` if there are none.
    pub(super) fn number<'p>(
        mut self,
        objects: &mut Objects,
        pages: &'p [Ref],
        standard: Standard,
    ) -> Option<Elements<'p>>
    where
        'a: 'p,
    {
        self.attach_empty_cells();
        // Where only elements hang under an element, they are read in the order they were made in.
        for kids in &mut self.kids {
            if kids.iter().all(|kid| matches!(kid, Kid::Element(_))) {
                kids.sort_by_key(|kid| if let Kid::Element(tag) = kid { tag.0 } else { 0 });
            }
        }
        Elements::new(self, objects, pages, standard)
    }
}

/// The name of a standard structure type (ISO 32000-1, 14.8.4).
pub(super) const fn standard_name(role: &Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Sect => "Sect",
        Role::Heading(..=1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(6..) => "H6",
        Role::P => "P",
        Role::Table => "Table",
        Role::THead => "THead",
        Role::TBody => "TBody",
        Role::TR => "TR",
        Role::TH { .. } => "TH",
        Role::TD { .. } => "TD",
        Role::List => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Figure => "Figure",
        Role::Code => "Code",
        Role::Link => "Link",
    }
}
