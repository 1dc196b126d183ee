//! Pages → bytes: PDF through printpdf, pictures by rasterising that PDF.

pub mod pdf;
pub mod png;
