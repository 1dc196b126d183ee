//! The PDF. The only folder that names printpdf and lopdf.
//!
//! printpdf writes the pages and their content streams; everything that it does not know (cut-down fonts, tags,
//! metadata, outline, object streams) is completed on the object model that it hands over.

mod attached;
mod cff;
mod cmap;
mod content;
mod fonts;
mod glyphs;
mod icc;
mod images;
mod links;
mod meta;
mod outline;
mod paths;
mod tags;
mod write;

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};

use crate::display::Book;
use crate::geom::{Abs, Rect};
use crate::text::Fonts;

pub use attached::{NoSheet, attached_sheet};

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
    let subsets = Subsets::new(book, fonts);
    let mut tree = Tree::new(book);
    let mut pdf = PdfDocument::new("");
    for (index, page) in book.pages.iter().enumerate() {
        let ops = content::page(page, index, &subsets, &mut tree);
        pdf.pages.push(PdfPage::new(printpdf::Mm(0.0), printpdf::Mm(0.0), ops));
    }
    let save =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut document = pdf.to_lopdf_document(&save, &mut Vec::new());
    let faces = subsets.embed(&mut document, fonts)?;
    finish(&mut document, book, faces, tree, options)?;
    Ok(write::write(&document))
}

/// Completes what printpdf leaves open.
fn finish(
    document: &mut Document,
    book: &Book,
    faces: ObjectId,
    mut tree: Tree<'_>,
    options: &Options,
) -> Result<(), ExportError> {
    document.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for (page, id) in book.pages.iter().zip(&pages) {
        let dictionary = dictionary(document, *id)?;
        boxes(dictionary, page);
        dictionary.remove(b"Annots");
        let resources = Dictionary::from_iter(vec![("Font", Object::Reference(faces))]);
        dictionary.set("Resources", Object::Dictionary(resources));
    }
    images::images(document, book, &pages)?;
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

/// A text string (ISO 32000-1, 7.9.2.2): in one byte a character where `PDFDocEncoding` has them all, else in UTF-16.
fn text(value: &str) -> Object {
    let bytes: Option<Vec<u8>> = value.chars().map(document_code).collect();
    let bytes = bytes.unwrap_or_else(|| {
        [0xFE, 0xFF].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    });
    Object::String(bytes, lopdf::StringFormat::Literal)
}

/// Kinds of space that are plain ones to those who listen and search.
const SPACES: [char; 5] = ['\u{a0}', '\u{202f}', '\u{2009}', '\u{200a}', '\t'];

fn plain_spaces(value: &str) -> String {
    value.replace(SPACES, " ")
}

/// `PDFDocEncoding` from 0x80 (ISO 32000-1, annex D.2).
const DOCUMENT_ENCODING: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™\u{FB01}\u{FB02}ŁŒŠŸŽıłœšž";

fn document_code(character: char) -> Option<u8> {
    match character {
        ' '..='~' => u8::try_from(u32::from(character)).ok(),
        '€' => Some(0xA0),
        // No-break space and soft hyphen have no code of their own.
        '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' => u8::try_from(u32::from(character)).ok(),
        other => {
            (0x80..).zip(DOCUMENT_ENCODING.chars()).find(|(_, known)| *known == other).map(|(code, _)| code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_take_one_byte_a_character_if_they_can() {
        assert_eq!(text("a–é€").as_str().unwrap(), b"a\x85\xE9\xA0");
        assert_eq!(text("ž").as_str().unwrap(), [0x9E]);
        assert_eq!(text("a\u{A0}").as_str().unwrap(), [0xFE, 0xFF, 0, b'a', 0, 0xA0]);
        assert_eq!(text("日").as_str().unwrap(), [0xFE, 0xFF, 0x65, 0xE5]);
    }
}
