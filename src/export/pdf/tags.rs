//! The structure tree (ISO 32000-1, 14.7): elements, what belongs to them, and the way back from content to element.

use super::tokens::{Ref, Tokens};
use super::write::Objects;
use crate::display::{Book, Content, Role, Scope, TagId};

/// What an element holds.
#[derive(Debug, Clone, Copy)]
enum Kid {
    Element(TagId),
    Content { page: usize, mcid: i64 },
    Annotation { page: usize, object: Ref },
}

/// The elements that have content, filled while the pages are written.
pub(super) struct Tree<'a> {
    book: &'a Book,
    /// By element.
    kids: Vec<Vec<Kid>>,
    /// By element: whether it hangs in the tree.
    attached: Vec<bool>,
    /// By page: the element of each marked-content sequence.
    contents: Vec<Vec<TagId>>,
    /// The element of each annotation, by its key in the parent tree.
    annotations: Vec<TagId>,
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

    /// Writes the elements; returns the root.
    pub(super) fn write(mut self, objects: &mut Objects, pages: &[Ref]) -> Option<Ref> {
        self.attach_empty_cells();
        // Where only elements hang under an element, they are read in the order they were made in.
        for kids in &mut self.kids {
            if kids.iter().all(|kid| matches!(kid, Kid::Element(_))) {
                kids.sort_by_key(|kid| if let Kid::Element(tag) = kid { tag.0 } else { 0 });
            }
        }
        let elements = Elements::new(self, objects, pages)?;
        elements.write(objects);
        Some(elements.root)
    }
}

/// The tree when all elements hang in it, with what each is called in the file.
struct Elements<'a> {
    tree: Tree<'a>,
    pages: &'a [Ref],
    root: Ref,
    /// By element; `None` if it does not hang in the tree.
    refs: Vec<Option<Ref>>,
    /// Those that hang in the tree, type by type.
    order: Vec<TagId>,
    /// Elements with an id, in order.
    named: Vec<TagId>,
}

impl<'a> Elements<'a> {
    /// Numbers the elements type by type; `None` if there are none.
    fn new(tree: Tree<'a>, objects: &mut Objects, pages: &'a [Ref]) -> Option<Self> {
        let mut order: Vec<TagId> =
            (0..tree.attached.len()).filter(|index| tree.attached[*index]).map(TagId).collect();
        let named = order.iter().copied().filter(|tag| has_id(tree.role(*tag))).collect();
        order.sort_by_key(|tag| standard_name(tree.role(*tag)));
        order.first()?;
        let root = objects.reserve();
        let mut refs = vec![None; tree.attached.len()];
        for group in order.chunk_by(|a, b| standard_name(tree.role(*a)) == standard_name(tree.role(*b))) {
            group.iter().for_each(|tag| refs[tag.0] = Some(objects.reserve()));
        }
        Some(Self { tree, pages, root, refs, order, named })
    }

    fn write(&self, objects: &mut Objects) {
        for tag in &self.order {
            if let Some(at) = self.refs[tag.0] {
                objects.put(at, |object| self.element(*tag, object));
            }
        }
        let parents = self.parent_tree(objects);
        let named = self.id_tree(objects);
        objects.put(self.root, |object| {
            object.dictionary(|root| {
                root.key("Type").name("StructTreeRoot").key("K").array(|roots| self.roots(roots));
                root.key("ParentTree").reference(parents);
                root.key("ParentTreeNextKey").integer(self.pages.len() + self.tree.annotations.len());
                if let Some(named) = named {
                    root.key("IDTree").reference(named);
                }
            });
        });
    }

    fn roots(&self, out: &mut Tokens) {
        for (tag, at) in self.tree.book.structure.tags.iter().zip(&self.refs) {
            if let Some(at) = at.filter(|_| tag.parent.is_none()) {
                out.reference(at);
            }
        }
    }

    fn element(&self, tag: TagId, object: &mut Tokens) {
        let source = &self.tree.book.structure.tags[tag.0];
        let parent = source.parent.and_then(|parent| self.refs[parent.0]).unwrap_or(self.root);
        let kids = &self.tree.kids[tag.0];
        let home = self.home(tag);
        object.dictionary(|element| {
            element.key("S").name(standard_name(&source.role)).key("P").reference(parent);
            if let Some(page) = home {
                element.key("Pg").reference(self.pages[page]);
            }
            match kids.as_slice() {
                [] => {}
                [kid] => self.kid(kid, home, element.key("K")),
                kids => {
                    element.key("K").array(|array| kids.iter().for_each(|kid| self.kid(kid, home, array)));
                }
            }
            for (key, value) in
                [("Alt", &source.alt), ("ActualText", &source.actual_text), ("Lang", &source.language)]
            {
                if let Some(value) = value {
                    element.key(key).text(&super::plain_spaces(value));
                }
            }
            self.attributes(tag, element);
        });
    }

    /// The page of an element's first content, which need not be named for each.
    fn home(&self, tag: TagId) -> Option<usize> {
        let page = |kid: &Kid| if let Kid::Content { page, .. } = kid { Some(*page) } else { None };
        self.tree.kids[tag.0].iter().find_map(page)
    }

    fn kid(&self, kid: &Kid, home: Option<usize>, out: &mut Tokens) {
        match *kid {
            Kid::Element(tag) => match self.refs[tag.0] {
                Some(at) => _ = out.reference(at),
                None => _ = out.null(),
            },
            Kid::Content { page, mcid } if Some(page) == home => _ = out.integer(mcid),
            Kid::Content { page, mcid } => {
                out.dictionary(|content| {
                    content.key("Type").name("MCR").key("Pg").reference(self.pages[page]);
                    content.key("MCID").integer(mcid);
                });
            }
            Kid::Annotation { page, object } => {
                out.dictionary(|annotation| {
                    annotation.key("Type").name("OBJR").key("Obj").reference(object);
                    // Without a page of its own, it is on its element's.
                    if Some(page) != home {
                        annotation.key("Pg").reference(self.pages[page]);
                    }
                });
            }
        }
    }

    /// Table and layout attributes (ISO 32000-1, 14.8.5).
    fn attributes(&self, tag: TagId, element: &mut Tokens) {
        let span = |attributes: &mut Tokens, columns: u8| {
            if columns > 1 {
                attributes.key("ColSpan").integer(columns);
            }
        };
        match self.tree.role(tag) {
            Role::TH { scope, columns } => {
                element.key("ID").text(&self.element_id(tag)).key("A").dictionary(|attributes| {
                    attributes.key("O").name("Table").key("Scope").name(scope_name(*scope));
                    span(attributes, *columns);
                });
            }
            Role::TD { headers, columns } => {
                let headers: Vec<String> = (headers.iter())
                    .filter(|header| self.refs[header.0].is_some())
                    .map(|header| self.element_id(*header))
                    .collect();
                if headers.is_empty() && *columns <= 1 {
                    return;
                }
                element.key("A").dictionary(|attributes| {
                    attributes.key("O").name("Table");
                    if !headers.is_empty() {
                        attributes.key("Headers").array(|ids| headers.iter().for_each(|id| _ = ids.text(id)));
                    }
                    span(attributes, *columns);
                });
            }
            Role::Note => _ = element.key("ID").text(&self.element_id(tag)),
            Role::List => {
                element.key("A").dictionary(|attributes| {
                    attributes.key("O").name("List").key("ListNumbering").name("None");
                });
            }
            Role::Figure => {
                if let Some(edges) = self.bounding_box(tag) {
                    element.key("A").dictionary(|attributes| {
                        attributes.key("O").name("Layout").key("BBox").array(|area| {
                            edges.iter().for_each(|edge| _ = area.real(*edge));
                        });
                        attributes.key("Placement").name("Block");
                    });
                }
            }
            _ => {}
        }
    }

    /// The extent of a figure's paths and bitmaps on its page: left, bottom, right, top in points.
    fn bounding_box(&self, tag: TagId) -> Option<[f64; 4]> {
        let page = &self.tree.book.pages[self.home(tag)?];
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
        Some([fold(xs(), f64::min)?, fold(ys(), f64::min)?, fold(xs(), f64::max)?, fold(ys(), f64::max)?])
    }

    /// From content and annotations to their elements (ISO 32000-1, 14.7.4.4).
    fn parent_tree(&self, objects: &mut Objects) -> Ref {
        let put = |out: &mut Tokens, tag: &TagId| match self.refs[tag.0] {
            Some(at) => _ = out.reference(at),
            None => _ = out.null(),
        };
        let pages: Vec<(usize, Ref)> = (self.tree.contents.iter().enumerate())
            .filter(|(_, tags)| !tags.is_empty())
            .map(|(page, tags)| {
                let elements = objects.add(|object| {
                    object.array(|elements| tags.iter().for_each(|tag| put(elements, tag)));
                });
                (page, elements)
            })
            .collect();
        objects.add_dictionary(|tree| {
            tree.key("Nums").array(|numbers| {
                for (page, elements) in pages {
                    numbers.integer(page).reference(elements);
                }
                for (index, tag) in self.tree.annotations.iter().enumerate() {
                    numbers.integer(self.pages.len() + index);
                    put(numbers, tag);
                }
            });
        })
    }

    /// Counted, in a fixed width, so that the order of the ids is that of the elements.
    fn element_id(&self, tag: TagId) -> String {
        let width = self.named.len().to_string().len();
        format!("{:0width$}", self.named.binary_search(&tag).unwrap_or_default())
    }

    /// From ids to elements, for the headers of cells.
    fn id_tree(&self, objects: &mut Objects) -> Option<Ref> {
        let (first, last) = (self.element_id(*self.named.first()?), self.element_id(*self.named.last()?));
        let leaf = objects.add_dictionary(|leaf| {
            leaf.key("Limits").array(|limits| {
                limits.text(&first).text(&last);
            });
            leaf.key("Names").array(|names| {
                for tag in &self.named {
                    if let Some(at) = self.refs[tag.0] {
                        names.text(&self.element_id(*tag)).reference(at);
                    }
                }
            });
        });
        Some(objects.add_dictionary(|tree| {
            tree.key("Kids").array(|kids| {
                kids.reference(leaf);
            });
        }))
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

const fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Row => "Row",
        Scope::Column => "Column",
        Scope::Both => "Both",
    }
}

/// The name of a standard structure type (ISO 32000-1, 14.8.4).
pub(super) const fn standard_name(role: &Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Sect => "Sect",
        Role::Div => "Div",
        Role::Heading(..=1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(6..) => "H6",
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
}
