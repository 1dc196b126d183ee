//! The sheet that a PDF carries, taken out again.

use lopdf::{Dictionary, Document, Object};

/// Why there is no sheet to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSheet {
    /// Not a PDF at all.
    NotPdf,
    /// A PDF that cannot be read.
    Damaged,
    /// A PDF without a sheet.
    NotCarried,
}

/// The sheet file inside a PDF, byte for byte: the associated file that is its source (ISO 19005-3, 6.8).
///
/// # Errors
/// When the bytes are no PDF, are damaged, or carry no sheet.
pub fn attached_sheet(pdf: &[u8]) -> Result<Vec<u8>, NoSheet> {
    // The header is within the first 1,024 bytes (ISO 32000-1, annex H.3).
    let head = &pdf[..pdf.len().min(1024)];
    if !head.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Err(NoSheet::NotPdf);
    }
    let document = Document::load_mem(pdf).map_err(|_| NoSheet::Damaged)?;
    let catalog = document.catalog().map_err(|_| NoSheet::Damaged)?;
    let Ok(files) = catalog.get(b"AF") else { return Err(NoSheet::NotCarried) };
    let files = resolved(&document, files).and_then(|files| files.as_array().ok()).ok_or(NoSheet::Damaged)?;
    let is_source = |file: &&Dictionary| {
        file.get(b"AFRelationship").and_then(Object::as_name).is_ok_and(|kind| kind == b"Source")
    };
    let files = files.iter().filter_map(|file| resolved(&document, file)?.as_dict().ok());
    let file = files.into_iter().find(is_source).ok_or(NoSheet::NotCarried)?;
    content(&document, file).ok_or(NoSheet::Damaged)
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
