//! Bitmaps as image objects in the resources of their pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::packer::Content;
use super::tokens::{Ref, Tokens};
use super::write::Objects;
use crate::display::{self, Page, Pixels};

/// The name under which page content refers to its bitmaps, from 0.
pub(super) fn image_name(page: usize, index: usize) -> String {
    format!("I{page}x{index}")
}

/// The objects of the bitmaps that are written, by where these are kept: what is shown often is written once.
#[derive(Default)]
pub(super) struct Images(BTreeMap<*const Pixels, Ref>);

impl Images {
    /// The bitmaps of a page, in the order in which it shows them. Those that no page before showed are written.
    pub(super) fn of_page(&mut self, objects: &mut Objects, page: &Page) -> Vec<Ref> {
        let bitmaps = page.items.iter().filter_map(|item| {
            if let display::Content::Image(image) = &item.content { Some(image) } else { None }
        });
        let mut object = |pixels: &Arc<Pixels>| {
            *self.0.entry(Arc::as_ptr(pixels)).or_insert_with(|| image_object(objects, pixels))
        };
        bitmaps.map(|image| object(&image.pixels)).collect()
    }
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
