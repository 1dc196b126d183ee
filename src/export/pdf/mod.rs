//! The PDF. The only folder that names printpdf and lopdf.

use crate::display::Book;
use crate::text::Fonts;

/// What could not be written.
#[derive(Debug)]
pub struct ExportError(pub String);

/// Choices that do not change what the pages show.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet file, to be carried inside (name, bytes).
    pub source: Option<(String, Vec<u8>)>,
    /// Seconds since 1970 for creation dates; `None`: the date of the content.
    pub epoch: Option<i64>,
}

/// Writes a book as a PDF file.
///
/// # Errors
/// When a font or picture cannot be embedded.
pub fn export(_book: &Book, _fonts: &Fonts, _options: &Options) -> Result<Vec<u8>, ExportError> {
    Ok(Vec::new())
}
