//! Pictures: SVG → paths, bitmaps → pixels. Both are drawn into a box of any size.

mod bitmap;
mod corners;
mod svg;
mod undrawn;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Composer;
use super::texts::Typesetter;
use crate::diag::{Code, Diagnostic, Span};
use crate::display::{Colour, Path, Pixels};
use crate::geom::Size;
use crate::model::Picture;
use crate::resources::Resources;
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

/// The pictures of a sheet by their paths, decoded where they are first needed.
pub(super) struct Pictures<'r>(BTreeMap<&'r str, File<'r>>);

/// What a bitmap shows is the same wherever it stands; an SVG has the colour of its place.
struct File<'r> {
    bytes: &'r [u8],
    bitmap: OnceLock<Decoded>,
}

impl<'r> Pictures<'r> {
    pub(super) fn of(resources: &'r Resources) -> Self {
        let file = |bytes| File { bytes, bitmap: OnceLock::new() };
        Self(resources.images.iter().map(|(path, bytes)| (path.as_str(), file(bytes.as_slice()))).collect())
    }
}

impl File<'_> {
    /// What it shows, in one of the two kinds of colour: all of an edition is in the same.
    fn decoded(&self, colour: Colour, gray: bool) -> Decoded {
        if is_bitmap(self.bytes) {
            self.bitmap.get_or_init(|| bitmap::decode(self.bytes, gray)).clone()
        } else {
            svg::decode(self.bytes, colour, gray)
        }
    }
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
        let decoded = match self.pictures.0.get(picture.path.as_str()) {
            None => Err((Code::MissingFile, "the picture was not loaded".to_owned())),
            Some(file) => file
                .decoded(colour.unwrap_or(palette.ink), palette.gray)
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

fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff")
}

type Decoded = Result<(Size, DrawingContent), String>;

/// Rec. 709 luma, as the luminance of sRGB is weighed.
fn luminance(r: u8, g: u8, b: u8) -> u8 {
    let sum = u32::from(r) * 2126 + u32::from(g) * 7152 + u32::from(b) * 722;
    u8::try_from((sum + 5000) / 10_000).unwrap_or(u8::MAX)
}
