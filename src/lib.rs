//! Lays out a structured comparison of two subjects as a sheet people pin on the wall.

// Lengths and shapes.
pub mod geom;

// Findings as data.
pub mod diag;

// Bytes of the files that a sheet refers to.
pub mod resources;

// The sheet, fully resolved.
pub mod model;

// 1. Sheet file → sheet, or findings.
pub mod input;

// Facts that are stale or have no source.
pub mod audit;

// Colours, faces, sizes.
pub mod theme;

// The words that the tool itself prints.
pub mod words;

// 2. Inline text → lines.
pub mod text;

// 3. Sheet + edition → shaped blocks.
mod compose;

// 4. Blocks → pages.
mod page;

// 5. Pages → display list.
mod paint;

// The waist between layout and output.
pub mod display;

// 6. Display list → bytes.
pub mod export;

// The shell: the only code that sees disk, clock and terminal.
pub mod cli;

use diag::Diagnostic;
use display::Book;
use model::{Edition, Sheet};
use resources::Resources;
use text::Fonts;

/// A laid-out edition and what the author should look at.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The pages.
    pub book: Book,
    /// Warnings; they never change what is drawn.
    pub diagnostics: Vec<Diagnostic>,
}

/// Lays out one edition of a sheet: compose, fit, paint.
///
/// # Errors
/// Characters no font shows, pictures that cannot be decoded, and sheets that do not fit their pages.
pub fn layout(
    sheet: &Sheet,
    edition: &Edition,
    resources: &Resources,
    fonts: &Fonts,
) -> Result<Layout, Vec<Diagnostic>> {
    let composed = compose::compose(sheet, edition, resources, fonts)?;
    let fitted = page::fit::fit(&composed, fonts)?;
    let diagnostics = page::fit::warnings(&fitted.plan, &composed);
    Ok(Layout { book: paint::paint(&composed, &fitted, fonts), diagnostics })
}
