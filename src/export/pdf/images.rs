//! Bitmaps as image objects in the resources of their pages.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{ExportError, dictionary};
use crate::display::{Content, Pixels};

/// The name under which page content refers to its bitmaps, from 0.
pub(super) fn image_name(page: usize, index: usize) -> String {
    format!("I{page}x{index}")
}

/// Adds the bitmaps of all pages to the pages' resources.
pub(super) fn images(
    document: &mut Document,
    book: &crate::display::Book,
    pages: &[ObjectId],
) -> Result<(), ExportError> {
    for (index, (page, id)) in book.pages.iter().zip(pages).enumerate() {
        let bitmaps = page
            .items
            .iter()
            .filter_map(|item| if let Content::Image(image) = &item.content { Some(image) } else { None });
        let mut names = Dictionary::new();
        for (place, image) in bitmaps.enumerate() {
            names.set(image_name(index, place), Object::Reference(image_object(document, &image.pixels)));
        }
        if !names.is_empty() {
            let resources = dictionary(document, *id)?.get_mut(b"Resources").and_then(Object::as_dict_mut);
            let resources = resources.map_err(|error| ExportError(error.to_string()))?;
            resources.set("XObject", Object::Dictionary(names));
        }
    }
    Ok(())
}

fn image_object(document: &mut Document, pixels: &Pixels) -> ObjectId {
    let base = |space: &[u8]| {
        Dictionary::from_iter(vec![
            ("Type", Object::Name(b"XObject".to_vec())),
            ("Subtype", Object::Name(b"Image".to_vec())),
            ("Width", Object::Integer(i64::from(pixels.width))),
            ("Height", Object::Integer(i64::from(pixels.height))),
            ("BitsPerComponent", Object::Integer(8)),
            ("ColorSpace", Object::Name(space.to_vec())),
        ])
    };
    let mut image = base(if pixels.gray { b"DeviceGray" } else { b"DeviceRGB" });
    if let Some(alpha) = &pixels.alpha {
        let mask = document.add_object(Stream::new(base(b"DeviceGray"), alpha.clone()));
        image.set("SMask", Object::Reference(mask));
    }
    document.add_object(Stream::new(image, pixels.samples.clone()))
}
