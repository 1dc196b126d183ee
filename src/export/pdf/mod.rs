//! The PDF. The only folder that names printpdf and lopdf.
//!
//! printpdf writes the content streams and embeds the fonts; everything that it does not know (tags, metadata,
//! outline, sound font descriptors, object streams) is completed on the object model that it hands over.

mod content;
mod fonts;
mod icc;
mod links;
mod meta;
mod tags;
mod truetype;
mod write;

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};

use crate::display::Book;
use crate::geom::{Abs, Rect};
use crate::text::Fonts;

use fonts::Subsets;
use tags::Tree;

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
    /// The sheet file, to be carried inside: name and bytes.
    pub source: Option<(String, Vec<u8>)>,
    /// Seconds since 1970 for creation dates; `None`: the date of the content.
    pub epoch: Option<i64>,
}

/// Room for crop marks around the bleed.
const SLUG: Abs = Abs::mm(7.0);

/// Writes a book as a PDF file. The bytes depend on nothing but the arguments.
///
/// # Errors
/// When a font or picture cannot be embedded.
pub fn export(book: &Book, fonts: &Fonts, options: &Options) -> Result<Vec<u8>, ExportError> {
    let subsets = Subsets::new(book, fonts)?;
    let mut tree = Tree::new(book);
    let mut pdf = PdfDocument::new("");
    subsets.register(&mut pdf)?;
    for (index, page) in book.pages.iter().enumerate() {
        let ops = content::page(page, index, &subsets, &mut tree);
        pdf.pages.push(PdfPage::new(printpdf::Mm(0.0), printpdf::Mm(0.0), ops));
    }
    let save =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut document = pdf.to_lopdf_document(&save, &mut Vec::new());
    finish(&mut document, book, &subsets, tree, options)?;
    Ok(write::write(&document))
}

/// Completes what printpdf leaves open.
fn finish(
    document: &mut Document,
    book: &Book,
    subsets: &Subsets<'_>,
    mut tree: Tree<'_>,
    options: &Options,
) -> Result<(), ExportError> {
    document.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for id in &pages {
        let content = dictionary(document, *id)?.get(b"Contents").and_then(Object::as_reference);
        if let Some(Object::Stream(stream)) = content.ok().and_then(|id| document.objects.get_mut(&id)) {
            stream.set_plain_content(content::compact(&stream.content));
        }
    }
    for (page, id) in book.pages.iter().zip(&pages) {
        let dictionary = dictionary(document, *id)?;
        boxes(dictionary, page);
        dictionary.remove(b"Annots");
    }
    subsets.finish(document)?;
    content::images(document, book, &pages)?;
    links::annotations(document, book, &pages, &mut tree)?;
    links::outline(document, book, &pages)?;
    let root = tree.write(document, &pages)?;
    meta::finish(document, book, options, root)
}

/// A dictionary object, to be changed.
fn dictionary(document: &mut Document, id: ObjectId) -> Result<&mut Dictionary, ExportError> {
    document
        .get_dictionary_mut(id)
        .map_err(|error| ExportError(format!("object {} of the PDF: {error}", id.0)))
}

/// The catalog, to be changed.
fn catalog(document: &mut Document) -> Result<&mut Dictionary, ExportError> {
    document.catalog_mut().map_err(|error| ExportError(format!("catalog of the PDF: {error}")))
}

/// The page boxes (ISO 32000-1, 14.11.2): trim within bleed within media.
fn boxes(dictionary: &mut Dictionary, page: &crate::display::Page) {
    let outside = outside(page);
    let trim = Rect::new(outside, outside, page.size.width, page.size.height);
    let grown = |by: Abs| {
        let edges = [trim.origin.x - by, trim.origin.y - by, trim.right() + by, trim.bottom() + by];
        Object::Array(edges.iter().map(|edge| real(edge.to_pt())).collect())
    };
    dictionary.set("MediaBox", grown(outside));
    dictionary.set("CropBox", grown(outside));
    dictionary.set("BleedBox", grown(page.bleed));
    dictionary.set("TrimBox", grown(Abs::ZERO));
    dictionary.set("Tabs", Object::Name(b"S".to_vec()));
}

/// How far the media reach over the trim on each side.
fn outside(page: &crate::display::Page) -> Abs {
    page.bleed + if page.crop_marks { SLUG } else { Abs::ZERO }
}

/// A number, rounded to a thousandth.
fn real(value: f64) -> Object {
    let rounded = (value * 1000.0).round() / 1000.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "page coordinates; PDF numbers are single precision anyway"
    )]
    if rounded.fract() == 0.0 { Object::Integer(rounded as i64) } else { Object::Real(rounded as f32) }
}

/// A text string (ISO 32000-1, 7.9.2.2): ASCII as it is, anything else in UTF-16.
fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::string_literal(value);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(value.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}
