//! The structure tree (ISO 32000-1, 14.7): elements, what belongs to them, and the way back from content to element.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{ExportError, dictionary, text};
use crate::display::{Book, Content, Role, Scope, TagId};

/// What an element holds.
#[derive(Debug, Clone, Copy)]
enum Kid {
    Element(TagId),
    Content { page: usize, mcid: i64 },
    Annotation { page: usize, object: ObjectId },
}

/// The elements that have content, filled while the pages are written.
pub(super) struct Tree<'a> {
    book: &'a Book,
    kids: BTreeMap<TagId, Vec<Kid>>,
    /// Elements that hang in the tree.
    attached: BTreeSet<TagId>,
    /// By page: the element of each marked-content sequence.
    contents: BTreeMap<usize, Vec<TagId>>,
    /// The element of each annotation, by its key in the parent tree.
    annotations: Vec<TagId>,
    /// Elements with an id, in order; known when all hang in the tree.
    named: Vec<TagId>,
}

impl<'a> Tree<'a> {
    pub(super) const fn new(book: &'a Book) -> Self {
        Self {
            book,
            kids: BTreeMap::new(),
            attached: BTreeSet::new(),
            contents: BTreeMap::new(),
            annotations: Vec::new(),
            named: Vec::new(),
        }
    }

    pub(super) fn role(&self, tag: TagId) -> &'a Role {
        &self.book.structure.tags[tag.0].role
    }

    /// A marked-content sequence of an element begins; returns its id on the page.
    pub(super) fn content(&mut self, tag: TagId, page: usize) -> i64 {
        self.attach(tag);
        let contents = self.contents.entry(page).or_default();
        let mcid = i64::try_from(contents.len()).unwrap_or(i64::MAX);
        contents.push(tag);
        self.kids.entry(tag).or_default().push(Kid::Content { page, mcid });
        mcid
    }

    /// An annotation belongs to an element; returns its key in the parent tree.
    pub(super) fn annotation(&mut self, tag: TagId, page: usize, object: ObjectId) -> i64 {
        self.attach(tag);
        self.annotations.push(tag);
        self.kids.entry(tag).or_default().push(Kid::Annotation { page, object });
        i64::try_from(self.book.pages.len() + self.annotations.len() - 1).unwrap_or(i64::MAX)
    }

    /// Hangs an element under its parent, when it first has content.
    fn attach(&mut self, tag: TagId) {
        let mut tag = tag;
        while self.attached.insert(tag) {
            let Some(parent) = self.book.structure.tags[tag.0].parent else { return };
            self.kids.entry(parent).or_default().push(Kid::Element(tag));
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
            if self.attached.contains(&holder) {
                self.attach(TagId(index));
            }
        }
    }

    /// Writes the elements; returns the id of the root.
    pub(super) fn write(
        mut self,
        document: &mut Document,
        pages: &[ObjectId],
    ) -> Result<Option<ObjectId>, ExportError> {
        self.attach_empty_cells();
        if self.attached.is_empty() {
            return Ok(None);
        }
        self.named = self.attached.iter().copied().filter(|tag| has_id(self.role(*tag))).collect();
        // Where only elements hang under an element, they are read in the order they were made in.
        for kids in self.kids.values_mut() {
            if kids.iter().all(|kid| matches!(kid, Kid::Element(_))) {
                kids.sort_by_key(|kid| if let Kid::Element(tag) = kid { tag.0 } else { 0 });
            }
        }
        let ids: BTreeMap<TagId, ObjectId> =
            self.attached.iter().map(|tag| (*tag, document.new_object_id())).collect();
        let root = document.new_object_id();
        for (tag, id) in &ids {
            let element = self.element(*tag, &ids, root, pages);
            document.set_object(*id, element);
        }
        let roots = ids.iter().filter(|(tag, _)| self.book.structure.tags[tag.0].parent.is_none());
        let roots: Vec<Object> = roots.map(|(_, id)| Object::Reference(*id)).collect();
        let parents = self.parent_tree(document, &ids);
        let named = self.id_tree(document, &ids);
        let mut dictionary_root = Dictionary::from_iter(vec![
            ("Type", name("StructTreeRoot")),
            ("K", Object::Array(roots)),
            ("ParentTree", Object::Reference(parents)),
            ("ParentTreeNextKey", Object::Integer(integer(pages.len() + self.annotations.len()))),
        ]);
        if let Some(named) = named {
            dictionary_root.set("IDTree", Object::Reference(named));
        }
        document.set_object(root, dictionary_root);
        for (index, page) in pages.iter().enumerate() {
            if self.contents.contains_key(&index) {
                dictionary(document, *page)?.set("StructParents", Object::Integer(integer(index)));
            }
        }
        Ok(Some(root))
    }

    fn element(
        &self,
        tag: TagId,
        ids: &BTreeMap<TagId, ObjectId>,
        root: ObjectId,
        pages: &[ObjectId],
    ) -> Dictionary {
        let source = &self.book.structure.tags[tag.0];
        let parent = source.parent.and_then(|parent| ids.get(&parent)).copied().unwrap_or(root);
        let mut element = Dictionary::from_iter(vec![
            ("S", name(&standard_name(&source.role))),
            ("P", Object::Reference(parent)),
        ]);
        let kids = self.kids.get(&tag).map(Vec::as_slice).unwrap_or_default();
        let home =
            kids.iter().find_map(|kid| if let Kid::Content { page, .. } = kid { Some(*page) } else { None });
        if let Some(page) = home {
            element.set("Pg", Object::Reference(pages[page]));
        }
        let mut written: Vec<Object> = kids.iter().filter_map(|kid| written(kid, home, ids, pages)).collect();
        match written.len() {
            0 => {}
            1 => element.set("K", written.remove(0)),
            _ => element.set("K", Object::Array(written)),
        }
        for (key, value) in
            [("Alt", &source.alt), ("ActualText", &source.actual_text), ("Lang", &source.language)]
        {
            if let Some(value) = value {
                element.set(key, text(&super::plain_spaces(value)));
            }
        }
        self.attributes(tag, &mut element, ids);
        element
    }

    /// Table and layout attributes (ISO 32000-1, 14.8.5).
    fn attributes(&self, tag: TagId, element: &mut Dictionary, ids: &BTreeMap<TagId, ObjectId>) {
        let table = |entries: Vec<(&str, Object)>| {
            let owner = ("O", name("Table"));
            Object::Dictionary(Dictionary::from_iter(std::iter::once(owner).chain(entries)))
        };
        let span = |columns: u8| (columns > 1).then(|| ("ColSpan", Object::Integer(i64::from(columns))));
        match self.role(tag) {
            Role::TH { scope, columns } => {
                let scope = match scope {
                    Scope::Row => "Row",
                    Scope::Column => "Column",
                    Scope::Both => "Both",
                };
                element.set("ID", text(&self.element_id(tag)));
                element
                    .set("A", table(std::iter::once(("Scope", name(scope))).chain(span(*columns)).collect()));
            }
            Role::TD { headers, columns } => {
                let headers = headers
                    .iter()
                    .filter(|tag| ids.contains_key(tag))
                    .map(|tag| text(&self.element_id(*tag)));
                let headers = ("Headers", Object::Array(headers.collect()));
                element.set("A", table(std::iter::once(headers).chain(span(*columns)).collect()));
            }
            Role::Note => element.set("ID", text(&self.element_id(tag))),
            Role::List => {
                let list = vec![("O", name("List")), ("ListNumbering", name("None"))];
                element.set("A", Object::Dictionary(Dictionary::from_iter(list)));
            }
            Role::Figure => {
                if let Some(area) = self.bounding_box(tag) {
                    let layout = vec![("O", name("Layout")), ("BBox", area), ("Placement", name("Block"))];
                    element.set("A", Object::Dictionary(Dictionary::from_iter(layout)));
                }
            }
            _ => {}
        }
    }

    /// The extent of a figure's paths and bitmaps on its page.
    fn bounding_box(&self, tag: TagId) -> Option<Object> {
        let kids = self.kids.get(&tag)?;
        let page =
            kids.iter().find_map(|kid| if let Kid::Content { page, .. } = kid { Some(*page) } else { None });
        let page = &self.book.pages[page?];
        let mut points = Vec::new();
        for item in page.items.iter().filter(|item| item.tag == Some(tag)) {
            match &item.content {
                Content::Path(path) => points.extend(path.segments.iter().flat_map(segment_points)),
                Content::Image(image) => {
                    let area = image.area;
                    points.extend([(area.origin.x, area.origin.y), (area.right(), area.bottom())]);
                }
                Content::Glyphs(run) => {
                    let (x, y) = (run.origin.x, run.origin.y);
                    points.extend([(x, y - run.size), (x + run.width(), y + run.size * 0.3)]);
                }
            }
        }
        let (outside, height) = (super::outside(page), page.size.height);
        let fold = |values: Vec<f64>, pick: fn(f64, f64) -> f64| values.into_iter().reduce(pick);
        let xs = || points.iter().map(|(x, _)| (*x + outside).to_pt()).collect::<Vec<_>>();
        let ys = || points.iter().map(|(_, y)| (height - *y + outside).to_pt()).collect::<Vec<_>>();
        let edges =
            [fold(xs(), f64::min)?, fold(ys(), f64::min)?, fold(xs(), f64::max)?, fold(ys(), f64::max)?];
        Some(Object::Array(edges.iter().map(|edge| super::real(*edge)).collect()))
    }

    /// From content and annotations to their elements (ISO 32000-1, 14.7.4.4).
    fn parent_tree(&self, document: &mut Document, ids: &BTreeMap<TagId, ObjectId>) -> ObjectId {
        let reference = |tag: &TagId| ids.get(tag).map_or(Object::Null, |id| Object::Reference(*id));
        let mut numbers = Vec::new();
        for (page, tags) in &self.contents {
            numbers.push(Object::Integer(integer(*page)));
            let elements = document.add_object(Object::Array(tags.iter().map(reference).collect()));
            numbers.push(Object::Reference(elements));
        }
        for (index, tag) in self.annotations.iter().enumerate() {
            numbers.push(Object::Integer(integer(self.book.pages.len() + index)));
            numbers.push(reference(tag));
        }
        document.add_object(Dictionary::from_iter(vec![("Nums", Object::Array(numbers))]))
    }

    /// Counted, in a fixed width, so that the order of the ids is that of the elements.
    fn element_id(&self, tag: TagId) -> String {
        let width = self.named.len().to_string().len();
        format!("{:0width$}", self.named.binary_search(&tag).unwrap_or_default())
    }

    /// From ids to elements, for the headers of cells.
    fn id_tree(&self, document: &mut Document, ids: &BTreeMap<TagId, ObjectId>) -> Option<ObjectId> {
        let named = ids.iter().filter(|(tag, _)| has_id(self.role(**tag)));
        let names: Vec<(String, ObjectId)> = named.map(|(tag, id)| (self.element_id(*tag), *id)).collect();
        let (first, last) = (names.first()?.0.clone(), names.last()?.0.clone());
        let pairs = names.iter().flat_map(|(key, id)| [text(key), Object::Reference(*id)]);
        let leaf = document.add_object(Dictionary::from_iter(vec![
            ("Limits", Object::Array(vec![text(&first), text(&last)])),
            ("Names", Object::Array(pairs.collect())),
        ]));
        Some(
            document.add_object(Dictionary::from_iter(vec![(
                "Kids",
                Object::Array(vec![Object::Reference(leaf)]),
            )])),
        )
    }
}

fn has_id(role: &Role) -> bool {
    matches!(role, Role::TH { .. } | Role::Note)
}

fn segment_points(segment: &crate::display::Segment) -> Vec<(crate::geom::Abs, crate::geom::Abs)> {
    use crate::display::Segment;
    match segment {
        Segment::Move(p) | Segment::Line(p) => vec![(p.x, p.y)],
        Segment::Cubic(a, b, p) => vec![(a.x, a.y), (b.x, b.y), (p.x, p.y)],
        Segment::Close => Vec::new(),
    }
}

fn written(
    kid: &Kid,
    home: Option<usize>,
    ids: &BTreeMap<TagId, ObjectId>,
    pages: &[ObjectId],
) -> Option<Object> {
    Some(match kid {
        Kid::Element(tag) => Object::Reference(*ids.get(tag)?),
        Kid::Content { page, mcid } if Some(*page) == home => Object::Integer(*mcid),
        Kid::Content { page, mcid } => Object::Dictionary(Dictionary::from_iter(vec![
            ("Type", name("MCR")),
            ("Pg", Object::Reference(pages[*page])),
            ("MCID", Object::Integer(*mcid)),
        ])),
        Kid::Annotation { page, object } => {
            let mut entries = vec![("Type", name("OBJR")), ("Obj", Object::Reference(*object))];
            // Without a page of its own, it is on its element's.
            if Some(*page) != home {
                entries.push(("Pg", Object::Reference(pages[*page])));
            }
            Object::Dictionary(Dictionary::from_iter(entries))
        }
    })
}

fn name(value: &str) -> Object {
    Object::Name(value.as_bytes().to_vec())
}

fn integer(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The name of a standard structure type (ISO 32000-1, 14.8.4).
pub(super) fn standard_name(role: &Role) -> String {
    match role {
        Role::Document => "Document",
        Role::Sect => "Sect",
        Role::Div => "Div",
        Role::Heading(level) => return format!("H{level}"),
        Role::P => "P",
        Role::Note => "Note",
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
        Role::Caption => "Caption",
        Role::Code => "Code",
        Role::Link => "Link",
        Role::Reference => "Reference",
        Role::BibEntry => "BibEntry",
        Role::Span => "Span",
    }
    .to_owned()
}
