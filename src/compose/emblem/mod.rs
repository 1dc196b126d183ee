//! Pictures: SVG → paths, bitmaps → pixels. Both are drawn into a box of any size.

mod bitmap;
mod corners;
mod svg;
mod undrawn;

use std::sync::Arc;

use super::Composer;
use super::texts::Typesetter;
use crate::diag::{Code, Diagnostic, Span};
use crate::display::{Colour, Path, Pixels};
use crate::geom::Size;
use crate::model::Picture;
use crate::theme::Palette;

/// A decoded picture.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    /// Natural size: SVG user units as points, pixels at 96 an inch.
    pub(crate) size: Size,
    /// What is drawn, in natural coordinates.
    pub(crate) content: DrawingContent,
    /// Text alternative.
    pub(crate) alt: String,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub(crate) enum DrawingContent {
    Paths(Vec<Path>),
    Pixels(Arc<Pixels>),
}

impl Composer<'_, '_> {
    /// Decodes a picture; `colour` is what `currentColor` means in an SVG.
    pub(super) fn drawing(
        &self,
        picture: &Picture,
        colour: Option<Colour>,
        setter: &mut Typesetter<'_>,
    ) -> Option<Drawing> {
        let palette = Palette::of(self.edition.colour, self.theme);
        let decoded = match self.resources.images.get(&picture.path) {
            None => Err((Code::MissingFile, "the picture was not loaded".to_owned())),
            Some(bytes) => decode(bytes, colour.unwrap_or(palette.ink), palette.gray)
                .map_err(|why| (Code::InvalidImage, why)),
        };
        match decoded {
            Ok((size, content)) => Some(Drawing { size, content, alt: picture.alt.clone() }),
            Err((code, why)) => {
                setter.faults.pictures.push(unusable(code, (&picture.path, picture.span), &why));
                None
            }
        }
    }
}

/// Why a picture cannot be used, if it cannot: for sheets that are not laid out.
pub(crate) fn picture_fault(bytes: &[u8], (path, place): (&str, Span)) -> Option<Diagnostic> {
    let checked = if is_bitmap(bytes) {
        bitmap::check(bytes)
    } else {
        svg::decode(bytes, Colour::Gray(0), false).map(drop)
    };
    let why = checked.err()?;
    Some(unusable(Code::InvalidImage, (path, place), &why))
}

fn unusable(code: Code, (path, place): (&str, Span), why: &str) -> Diagnostic {
    Diagnostic::error(code, place, format!("cannot use the picture {path}: {why}"))
}

fn decode(bytes: &[u8], colour: Colour, gray: bool) -> Decoded {
    if is_bitmap(bytes) { bitmap::decode(bytes, gray) } else { svg::decode(bytes, colour, gray) }
}

fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff")
}

type Decoded = Result<(Size, DrawingContent), String>;

/// Rec. 709 luma, as the luminance of sRGB is weighed.
fn luminance(r: u8, g: u8, b: u8) -> u8 {
    let sum = u32::from(r) * 2126 + u32::from(g) * 7152 + u32::from(b) * 722;
    u8::try_from((sum + 5000) / 10_000).unwrap_or(u8::MAX)
}
