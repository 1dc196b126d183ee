//! The files that a PDF carries: the sheet and its theme, put in and taken out again.

use lopdf::{Dictionary, Document, Object};

use super::Options;
use super::deflate::Deflater;
use super::packer::{Content, Packed, deflated};
use super::tokens::{Ref, Tokens, text_bytes};
use super::write::Objects;

/// What a carried file is to the PDF (ISO 32000-2, 14.13.2), and what readers' programs say of it.
struct Kind {
    relationship: &'static str,
    description: &'static str,
}

const SHEET: Kind = Kind { relationship: "Source", description: "The sheet that this file was made from" };
const THEME: Kind = Kind { relationship: "Supplement", description: "The theme that the sheet names" };

/// A file to be carried inside. It is deflated here, once for all the PDFs that carry it.
#[derive(Debug, Clone)]
pub struct Carried {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    packed: Packed,
}

impl Carried {
    /// Of a file: its name without folders, and its bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        // What cannot be deflated is carried as it is.
        let packed = deflated(&mut Deflater::new(), bytes.clone());
        let packed = packed.unwrap_or_else(|_| Packed { bytes: bytes.clone(), is_deflated: false });
        Self { name: name.into(), bytes, packed }
    }
}

/// The files carried inside (ISO 19005-3, 6.8; ISO 32000-2, 14.13), written already: sheet first.
pub(super) struct Attachments<'a>(Vec<(&'a str, Ref)>);

impl<'a> Attachments<'a> {
    /// Writes the files; `moment` is when they were last changed, in the spelling of PDF.
    pub(super) fn add(objects: &mut Objects, options: &'a Options, moment: &str) -> Self {
        let files = [(&SHEET, &options.source), (&THEME, &options.theme)];
        let files = files.into_iter().filter_map(|(kind, file)| file.as_ref().map(|file| (kind, file)));
        Self(files.map(|(kind, file)| (file.name.as_str(), attach(objects, kind, file, moment))).collect())
    }

    /// Their entries in the catalog. Names are sorted by their bytes (ISO 32000-1, 7.9.6).
    pub(super) fn entries(&self, catalog: &mut Tokens) {
        if self.0.is_empty() {
            return;
        }
        catalog.key("AF").array(|files| self.0.iter().for_each(|(_, file)| _ = files.reference(*file)));
        let mut sorted = self.0.clone();
        sorted.sort_by_key(|(name, _)| text_bytes(name));
        catalog.key("Names").dictionary(|names| {
            names.key("EmbeddedFiles").dictionary(|files| {
                files.key("Names").array(|names| {
                    sorted.iter().for_each(|(name, file)| _ = names.text(name).reference(*file));
                });
            });
        });
    }
}

fn attach(objects: &mut Objects, kind: &Kind, file: &Carried, moment: &str) -> Ref {
    let name = &file.name;
    let entries = |embedded: &mut Tokens| {
        embedded.key("Type").name("EmbeddedFile").key("Subtype").name("application/json");
        embedded.key("Params").dictionary(|parameters| {
            parameters.key("ModDate").text(moment).key("Size").integer(file.bytes.len());
        });
    };
    let embedded = objects.stream(entries, Content::Packed(file.packed.clone()));
    objects.add_dictionary(|specification| {
        specification.key("Type").name("Filespec").key("F").text(name).key("UF").text(name);
        specification.key("AFRelationship").name(kind.relationship);
        specification.key("Desc").text(kind.description);
        specification.key("EF").dictionary(|files| {
            files.key("F").reference(embedded).key("UF").reference(embedded);
        });
    })
}

/// Why a file is not to be had from a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFile {
    /// Not a PDF at all.
    NotPdf,
    /// A PDF that only a password opens.
    Locked,
    /// A PDF that cannot be read.
    Damaged,
    /// A PDF without such a file.
    NotCarried,
}

/// The sheet file inside a PDF, byte for byte: the associated file that is its source (ISO 19005-3, 6.8).
///
/// # Errors
/// When the bytes are no PDF, are locked or damaged, or carry no sheet.
pub fn attached_sheet(pdf: &[u8]) -> Result<Vec<u8>, NoFile> {
    attached(pdf, &SHEET)
}

/// The theme file inside a PDF, byte for byte: the associated file that supplements its source.
///
/// # Errors
/// When the bytes are no PDF, are locked or damaged, or carry no theme.
pub fn attached_theme(pdf: &[u8]) -> Result<Vec<u8>, NoFile> {
    attached(pdf, &THEME)
}

fn attached(pdf: &[u8], kind: &Kind) -> Result<Vec<u8>, NoFile> {
    // The header is within the first 1,024 bytes (ISO 32000-1, annex H.3).
    let head = &pdf[..pdf.len().min(1024)];
    if !head.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Err(NoFile::NotPdf);
    }
    let document = Document::load_mem(pdf).map_err(|_| NoFile::Damaged)?;
    if document.is_encrypted() && document.encryption_state.is_none() {
        return Err(NoFile::Locked);
    }
    let catalog = document.catalog().map_err(|_| NoFile::Damaged)?;
    let Ok(files) = catalog.get(b"AF") else { return Err(NoFile::NotCarried) };
    let files = resolved(&document, files).and_then(|files| files.as_array().ok()).ok_or(NoFile::Damaged)?;
    let is_meant = |file: &&Dictionary| {
        let relationship = file.get(b"AFRelationship").and_then(Object::as_name);
        relationship.is_ok_and(|name| name == kind.relationship.as_bytes())
    };
    let files = files.iter().filter_map(|file| resolved(&document, file)?.as_dict().ok());
    let file = files.into_iter().find(is_meant).ok_or(NoFile::NotCarried)?;
    content(&document, file).ok_or(NoFile::Damaged)
}

fn resolved<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

/// The bytes of an embedded file, if there are as many as the file says.
fn content(document: &Document, file: &Dictionary) -> Option<Vec<u8>> {
    let entry = |dictionary: &'_ Dictionary, key: &[u8]| {
        dictionary.get(key).ok().and_then(|value| resolved(document, value)).cloned()
    };
    let embedded = entry(entry(file, b"EF")?.as_dict().ok()?, b"F")?;
    let stream = embedded.as_stream().ok()?;
    let bytes =
        if stream.dict.has(b"Filter") { stream.decompressed_content().ok()? } else { stream.content.clone() };
    let parameters = entry(&stream.dict, b"Params")?;
    let size = parameters.as_dict().ok()?.get(b"Size").and_then(Object::as_i64).ok()?;
    (usize::try_from(size) == Ok(bytes.len())).then_some(bytes)
}
