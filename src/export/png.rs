//! A page as a picture: the finished PDF, rasterised, so that the picture shows exactly what the file holds.

use std::io::Cursor;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};

/// How large a picture is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Zoom {
    /// Pixels a point.
    Scale(f32),
    /// Pixels from the left to the right edge.
    Width(u32),
}

/// Why no picture was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureError(pub String);

impl std::fmt::Display for PictureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PictureError {}

/// The rasteriser counts pixels in 16 bits.
const LARGEST: f32 = 16_000.0;

/// Rasterises a page (from 0) of a PDF file and writes it as PNG.
///
/// # Errors
/// When there is no such page, or the picture would have no pixel or too many.
pub fn picture(pdf: &[u8], page: usize, zoom: Zoom) -> Result<Vec<u8>, PictureError> {
    let pdf = Pdf::new(pdf.to_vec())
        .map_err(|error| PictureError(format!("the PDF cannot be rasterised: {error:?}")))?;
    let pages = pdf.pages();
    let count = pages.len();
    let page = pages
        .get(page)
        .ok_or_else(|| PictureError(format!("there is no page {}: the sheet has {count}", page + 1)))?;
    let (width, height) = page.render_dimensions();
    #[allow(clippy::cast_precision_loss, reason = "widths are far below 2^24")]
    let scale = match zoom {
        Zoom::Scale(scale) => scale,
        // A hair more, since the rasteriser cuts off fractions.
        Zoom::Width(pixels) => (pixels as f32 + 0.01) / width,
    };
    let edges = [width * scale, height * scale];
    if !edges.iter().all(|edge| (1.0..=LARGEST).contains(edge)) {
        let message = format!("a picture of {:.0} × {:.0} pixels cannot be made", edges[0], edges[1]);
        return Err(PictureError(message));
    }
    // Unhinted: the same letter looks the same wherever it stands.
    let settings = RenderSettings { hinting: false, ..RenderSettings::default() };
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap =
        hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings, &pixmap);
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let samples: Vec<u8> = pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    let mut png = Cursor::new(Vec::new());
    // Rows as they are: text repeats along and down a page, which filters would hide from the compressor.
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::NoFilter)
        .write_image(&samples, width, height, ExtendedColorType::Rgb8)
        .map_err(|error| PictureError(error.to_string()))?;
    Ok(png.into_inner())
}
