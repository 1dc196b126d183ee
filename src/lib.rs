//! Lays out a structured comparison of two subjects as a sheet people pin on the wall.

/// Lengths and shapes.
pub mod geom;

/// Findings as data.
pub mod diag;

/// Bytes of the files that a sheet refers to.
pub mod resources;

/// The sheet, fully resolved.
pub mod model;

/// 1. Sheet file → sheet, or findings.
pub mod input;

/// 2. Inline text → lines.
pub mod text;

/// The waist between layout and output.
pub mod display;

/// Pages → bytes.
pub mod export;

/// The shell: the only code that sees disk, clock and terminal.
pub mod cli;
