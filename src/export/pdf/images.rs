//! Bitmaps as image objects in the resources of their pages.

use super::packer::Content;
use super::tokens::{Ref, Tokens};
use super::write::Objects;
use crate::display::{self, Page, Pixels};

/// The name under which page content refers to its bitmaps, from 0.
pub(super) fn image_name(page: usize, index: usize) -> String {
    format!("I{page}x{index}")
}

/// Writes the bitmaps of a page, in the order in which it shows them.
pub(super) fn images(objects: &mut Objects, page: &Page) -> Vec<Ref> {
    let bitmaps = page.items.iter().filter_map(|item| {
        if let display::Content::Image(image) = &item.content { Some(image) } else { None }
    });
    bitmaps.map(|image| image_object(objects, &image.pixels)).collect()
}

fn image_object(objects: &mut Objects, pixels: &Pixels) -> Ref {
    let base = |image: &mut Tokens, space: &str| {
        image.key("Type").name("XObject").key("Subtype").name("Image");
        image.key("Width").integer(pixels.width).key("Height").integer(pixels.height);
        image.key("BitsPerComponent").integer(8).key("ColorSpace").name(space);
    };
    let mask = pixels
        .alpha
        .as_ref()
        .map(|alpha| objects.stream(|mask| base(mask, "DeviceGray"), Content::Bytes(alpha.clone())));
    let entries = |image: &mut Tokens| {
        base(image, if pixels.gray { "DeviceGray" } else { "DeviceRGB" });
        if let Some(mask) = mask {
            image.key("SMask").reference(mask);
        }
    };
    objects.stream(entries, Content::Bytes(pixels.samples.clone()))
}
