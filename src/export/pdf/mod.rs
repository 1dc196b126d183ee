//! The PDF. The only folder that names printpdf and lopdf.
//!
//! printpdf writes the content of the pages, one page at a time; everything that it does not know (cut-down fonts, tags,
//! metadata, outline, object streams) is written here, straight into the file. lopdf, printpdf's object model, takes over
//! the pages, and reads the sheet back out of a finished file.

mod attached;
mod cff;
mod charstring;
mod clusters;
mod cmap;
mod content;
mod deflate;
mod elements;
mod fonts;
mod forms;
mod glyphs;
mod hatch;
mod icc;
mod images;
mod links;
mod meta;
mod packer;
mod paths;
mod places;
mod programs;
mod tags;
mod tokens;
mod write;

use std::sync::Arc;

use crate::display::{Book, Page};
use crate::geom::{Abs, Rect};
use crate::parallel;
use crate::text::Fonts;

pub use attached::{Carried, NoFile, attached_sheet, attached_theme};

use deflate::Deflater;
use fonts::Subsets;
use forms::Forms;
use images::Images;
use packer::{Content, Queue};
use places::Places;
use programs::Programs;
use tags::Tree;
use tokens::{Ref, Tokens};
use write::{Finished, Objects};

/// What could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportError(pub String);

impl std::fmt::Display for ExportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ExportError {}

/// Choices that do not change what the pages show.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet file, to be carried inside.
    pub source: Option<Carried>,
    /// The theme file that the sheet names, to be carried beside it.
    pub theme: Option<Carried>,
    /// Seconds since 1970 for creation dates; `None`: the date of the content.
    pub epoch: Option<i64>,
    /// What the file conforms to.
    pub standard: Standard,
}

/// What a file conforms to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standard {
    /// PDF 1.7 with PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).
    #[default]
    Ua1,
    /// PDF 2.0 with PDF/UA-2 (ISO 14289-2) and PDF/A-4f (ISO 19005-4).
    Ua2,
}

impl Standard {
    const fn version(self) -> &'static str {
        match self {
            Self::Ua1 => "1.7",
            Self::Ua2 => "2.0",
        }
    }

    /// The standard that a file of ours conforms to.
    #[must_use]
    pub fn of(file: &[u8]) -> Self {
        if file.starts_with(b"%PDF-2.0") { Self::Ua2 } else { Self::Ua1 }
    }
}

/// Room for crop marks around the bleed.
const SLUG: Abs = Abs::mm(7.0);

/// Writes a book as a PDF file. The bytes depend on nothing but the arguments.
///
/// # Errors
/// When a font or picture cannot be embedded.
pub fn export(book: &Book, fonts: &Fonts, options: &Options) -> Result<Vec<u8>, ExportError> {
    let subsets = Subsets::new(book, fonts)?;
    let (programs, queue) = (subsets.programs(fonts), Arc::<Queue>::default());
    let objects = || objects((book, fonts, options), (&subsets, &programs), Arc::clone(&queue));
    let packing = || {
        programs.share();
        queue.work(&mut Deflater::new())
    };
    let (objects, packed) = parallel::join(objects, packing);
    objects?.file(options.standard.version(), packed?)
}

/// Writes all objects.
fn objects(
    (book, fonts, options): (&Book, &Fonts, &Options),
    (subsets, programs): (&Subsets<'_>, &Programs<'_>),
    queue: Arc<Queue>,
) -> Result<Finished, ExportError> {
    let forms = Forms::new(book);
    let mut tree = Tree::new(book);
    let mut objects = Objects::new(queue);
    let parent = objects.reserve();
    let pages = objects.reserve_many(book.pages.len());
    let shown = shown(&mut objects, book, (subsets, &forms), &mut tree);
    let faces = subsets.embed(&mut objects, fonts, &programs.all()?);
    let forms = forms.write(&mut objects);
    let areas = links::areas(&mut objects, book, &mut tree);
    for (index, (page, (content, images))) in book.pages.iter().zip(&shown).enumerate() {
        let structure = Some(index).filter(|index| tree.has_content(*index));
        let areas = &areas[index];
        let parts = Parts { parent, faces, content: *content, images, forms: &forms, areas, structure };
        objects.put(pages[index], |object| _ = object.dictionary(|entries| parts.page(entries, index, page)));
    }
    objects.put(parent, |object| _ = object.dictionary(|entries| page_tree(entries, &pages)));
    let elements = tree.number(&mut objects, &pages, options.standard);
    let elements_of_places = elements.as_ref().filter(|_| options.standard == Standard::Ua2);
    let places = Places { book, pages: &pages, elements: elements_of_places };
    let outline = links::outline(&mut objects, &places);
    for (page, areas) in book.pages.iter().zip(&areas) {
        links::write(&mut objects, page, areas, &places);
    }
    let structure = elements.as_ref().map(|elements| elements.write(&mut objects));
    let parts = meta::Parts { pages: parent, outline, structure };
    let (catalog, info) = meta::finish(&mut objects, book, options, &parts);
    objects.finish(catalog, info)
}

/// Writes what the pages show: of each its content, and the images in it.
fn shown(
    objects: &mut Objects,
    book: &Book,
    means: (&Subsets<'_>, &Forms),
    tree: &mut Tree<'_>,
) -> Vec<(Ref, Vec<Ref>)> {
    let pages = book.pages.iter().enumerate();
    let mut images = Images::default();
    let page = |(index, page): (usize, &Page)| {
        let operators = content::page(page, index, means, tree);
        (objects.stream(|_| (), Content::Page(operators)), images.of_page(objects, page))
    };
    pages.map(page).collect()
}

/// One level is enough: readers build their own trees of pages anyway.
fn page_tree(entries: &mut Tokens, pages: &[Ref]) {
    entries.key("Type").name("Pages").key("Count").integer(pages.len());
    entries.key("Kids").array(|kids| pages.iter().for_each(|page| _ = kids.reference(*page)));
}

/// What a page refers to.
struct Parts<'a> {
    parent: Ref,
    faces: Ref,
    content: Ref,
    images: &'a [Ref],
    forms: &'a [(String, Ref)],
    areas: &'a [links::Area<'a>],
    /// Its key in the parent tree, if it has one.
    structure: Option<usize>,
}

impl Parts<'_> {
    /// ISO 32000-1, 7.7.3.3.
    fn page(&self, entries: &mut Tokens, index: usize, page: &Page) {
        entries.key("Type").name("Page").key("Parent").reference(self.parent);
        boxes(entries, page);
        entries.key("Resources").dictionary(|resources| {
            resources.key("Font").reference(self.faces);
            if !self.images.is_empty() || !self.forms.is_empty() {
                resources.key("XObject").dictionary(|names| {
                    self.forms.iter().for_each(|(name, form)| _ = names.key(name).reference(*form));
                    for (place, image) in self.images.iter().enumerate() {
                        names.key(&images::image_name(index, place)).reference(*image);
                    }
                });
            }
        });
        entries.key("Contents").reference(self.content).key("Tabs").name("S");
        if !self.areas.is_empty() {
            entries
                .key("Annots")
                .array(|list| self.areas.iter().for_each(|area| _ = list.reference(area.at)));
        }
        if let Some(key) = self.structure {
            entries.key("StructParents").integer(key);
        }
    }
}

/// The page boxes (ISO 32000-1, 14.11.2): trim within bleed within media. The crop box is the media's.
fn boxes(entries: &mut Tokens, page: &Page) {
    let outside = outside(page);
    let trim = Rect::new(outside, outside, page.size.width, page.size.height);
    for (name, by) in [("MediaBox", outside), ("BleedBox", page.bleed), ("TrimBox", Abs::ZERO)] {
        let edges = [trim.origin.x - by, trim.origin.y - by, trim.right() + by, trim.bottom() + by];
        entries.key(name).array(|corners| edges.iter().for_each(|edge| _ = corners.real(edge.to_pt())));
    }
}

/// How far the media reach over the trim on each side.
fn outside(page: &Page) -> Abs {
    page.bleed + if page.crop_marks { SLUG } else { Abs::ZERO }
}

/// Kinds of space that are plain ones to those who listen and search.
const SPACES: [char; 5] = ['\u{a0}', '\u{202f}', '\u{2009}', '\u{200a}', '\t'];

fn plain_spaces(value: &str) -> String {
    value.replace(SPACES, " ")
}
