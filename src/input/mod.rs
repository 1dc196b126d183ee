//! Sheet file → sheet, or findings with their places.

use crate::diag::Diagnostic;
use crate::model::Sheet;

/// What reading gives: the sheet (none if there is any error), and everything found, in order of place.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The sheet, if it has no error.
    pub sheet: Option<Sheet>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a sheet file.
#[must_use]
pub fn read(_source: &[u8]) -> Reading {
    Reading::default()
}
