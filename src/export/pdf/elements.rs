//! Structure elements as objects (ISO 32000-1, 14.7.2), and the way back to them (14.7.4.4).

use super::Standard;
use super::tags::{Kid, Tree, standard_name};
use super::tokens::{Ref, Tokens};
use super::write::Objects;
use crate::display::{Content, Role, Scope, Segment, TagId};
use crate::geom::Abs;

/// The tree when all elements hang in it, with what each is called in the file.
pub(super) struct Elements<'a> {
    tree: Tree<'a>,
    pages: &'a [Ref],
    root: Ref,
    /// The namespace of PDF 2.0 (ISO 32000-2, 14.8.6), if the document is in it.
    namespace: Option<Ref>,
    /// By element; `None` if it does not hang in the tree.
    refs: Vec<Option<Ref>>,
    /// Those that hang in the tree, type by type.
    order: Vec<TagId>,
    /// Elements with an id, in order.
    named: Vec<TagId>,
}

impl<'a> Elements<'a> {
    /// Numbers the elements type by type; `None` if there are none.
    pub(super) fn new(
        tree: Tree<'a>,
        objects: &mut Objects,
        pages: &'a [Ref],
        standard: Standard,
    ) -> Option<Self> {
        let mut order: Vec<TagId> =
            (0..tree.attached.len()).filter(|index| tree.attached[*index]).map(TagId).collect();
        let named = order.iter().copied().filter(|tag| has_id(tree.role(*tag))).collect();
        order.sort_by_key(|tag| standard_name(tree.role(*tag)));
        order.first()?;
        let root = objects.reserve();
        let namespace = (standard == Standard::Ua2).then(|| objects.add_dictionary(namespace_of_pdf_2));
        let mut refs = vec![None; tree.attached.len()];
        for group in order.chunk_by(|a, b| standard_name(tree.role(*a)) == standard_name(tree.role(*b))) {
            group.iter().for_each(|tag| refs[tag.0] = Some(objects.reserve()));
        }
        Some(Self { tree, pages, root, namespace, refs, order, named })
    }

    /// The object of an element, if it hangs in the tree.
    pub(super) fn at(&self, tag: TagId) -> Option<Ref> {
        self.refs[tag.0]
    }

    /// Writes all elements; returns the root.
    pub(super) fn write(&self, objects: &mut Objects) -> Ref {
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
                if let Some(namespace) = self.namespace {
                    root.key("Namespaces").array(|namespaces| _ = namespaces.reference(namespace));
                }
            });
        });
        self.root
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
            // The others are in the namespace of PDF 1.7, which has all types that we use.
            if let Some(namespace) = self.namespace.filter(|_| source.role == Role::Document) {
                element.key("NS").reference(namespace);
            }
            if let Some(page) = home {
                element.key("Pg").reference(self.pages[page]);
            }
            self.attributes(tag, element);
            // What differs in length from element to element comes last, for the rest to stay in its columns.
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
            Kid::Content { page, mcid } if Some(page) == home => _ = out.column(mcid),
            Kid::Content { page, mcid } => {
                out.dictionary(|content| {
                    content.key("Type").name("MCR").key("Pg").reference(self.pages[page]);
                    content.key("MCID").column(mcid);
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
            Role::List => {
                element.key("A").dictionary(|attributes| {
                    attributes.key("O").name("List").key("ListNumbering").name(self.numbering(tag));
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

    /// What stands before the entries of a list: of PDF 1.7, none of its kinds of numbers and bullets; of PDF 2.0, labels
    /// (what has some must not say that it has none: ISO 14289-2, 8.2.5.25), or else entries without an order.
    fn numbering(&self, list: TagId) -> &'static str {
        let elements = |tag: TagId| {
            let element = |kid: &Kid| if let Kid::Element(tag) = kid { Some(*tag) } else { None };
            self.tree.kids[tag.0].iter().filter_map(element)
        };
        match self.namespace {
            None => "None",
            Some(_) if elements(list).flat_map(elements).any(|tag| *self.tree.role(tag) == Role::Label) => {
                "Description"
            }
            Some(_) => "Unordered",
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
                    numbers.column(self.pages.len() + index);
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
    matches!(role, Role::TH { .. })
}

fn segment_points(segment: &Segment) -> impl Iterator<Item = (Abs, Abs)> {
    let points = match *segment {
        Segment::Move(end) | Segment::Line(end) => [Some(end), None, None],
        Segment::Cubic(a, b, end) => [a, b, end].map(Some),
        Segment::Close => [None; 3],
    };
    points.into_iter().flatten().map(|point| (point.x, point.y))
}

const fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Row => "Row",
        Scope::Column => "Column",
    }
}

fn namespace_of_pdf_2(entries: &mut Tokens) {
    entries.key("Type").name("Namespace").key("NS").text("http://iso.org/pdf2/ssn");
}
