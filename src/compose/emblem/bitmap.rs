//! PNG and JPEG → pixels.

use std::error::Error as _;
use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader};

use super::{Decoded, DrawingContent, luminance};
use crate::display::Pixels;
use crate::geom::{Abs, Size};

/// More pixels take more memory and time than a printed figure is worth: an A4 page of 600 dots an inch has 35 million.
const MOST_PIXELS: u64 = 50_000_000;

pub(super) fn decode(bytes: &[u8], gray: bool) -> Decoded {
    let rgba = open(bytes)?.into_rgba8();
    let (width, height) = rgba.dimensions();
    let mut samples = Vec::new();
    let mut alpha = Vec::new();
    for pixel in rgba.pixels() {
        let [r, g, b, a] = pixel.0;
        if gray {
            samples.push(luminance(r, g, b));
        } else {
            samples.extend_from_slice(&[r, g, b]);
        }
        alpha.push(a);
    }
    let alpha = alpha.iter().any(|a| *a != 255).then_some(alpha);
    let natural = |pixels: u32| Abs::pt(f64::from(pixels) * 0.75);
    let pixels = Pixels { width, height, samples, gray, alpha };
    Ok((Size::new(natural(width), natural(height)), DrawingContent::Pixels(Arc::new(pixels))))
}

/// Whether a bitmap can be decoded, without what is made of it then.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    open(bytes).map(drop)
}

/// The picture, upright.
fn open(bytes: &[u8]) -> Result<DynamicImage, String> {
    let format = if bytes.starts_with(b"\x89PNG") { ImageFormat::Png } else { ImageFormat::Jpeg };
    if format == ImageFormat::Jpeg && !is_whole(bytes) {
        return Err("the JPEG file ends too early".to_owned());
    }
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let most = MOST_PIXELS / 1_000_000;
        return Err(format!("its {width} × {height} pixels are more than {most} million; make it smaller"));
    }
    // Cameras turn what they took by a note beside the pixels.
    let orientation = decoder.orientation().map_err(|error| broken(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// What a decoder has to say, without the name that it has for the format, and on one line.
fn broken(error: &ImageError) -> String {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    format!("it cannot be decoded: {}", cause.trim_end())
}

/// Whether a JPEG file goes on to its end: decoders fill up what is missing without a word. A small picture within its notes has
/// an end of its own, so that markers are followed as they come (ITU-T T.81, annex B).
fn is_whole(bytes: &[u8]) -> bool {
    const START: u8 = 0xd8;
    const END: u8 = 0xd9;
    let mut rest = bytes;
    loop {
        // Samples go on to the next marker; in them stand stuffed zeros and restarts.
        let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
        let Some(at) = rest.windows(2).position(is_marker) else { return false };
        let (marker, after) = (rest[at + 1], &rest[at + 2..]);
        let length = match (marker, after) {
            (END, _) => return true,
            (START, _) => 0,
            (_, [high, low, ..]) => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return false,
        };
        let Some(next) = after.get(length..) else { return false };
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG file of 16 × 8 pixels, black on the left, with a note on how it was held.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let pixels =
            image::RgbImage::from_fn(16, 8, |x, _| image::Rgb(if x < 8 { [0; 3] } else { [255; 3] }));
        pixels.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
        let note =
            [b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation], &[0; 6]];
        let note = note.concat();
        let length = u8::try_from(note.len() + 2).unwrap();
        let segment = [&[0xff, 0xe1, 0, length], note.as_slice()].concat();
        bytes.splice(2..2, segment);
        bytes
    }

    fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
        open(bytes).map(|image| (image.width(), image.height()))
    }

    #[test]
    fn pictures_of_cameras_stand_upright() {
        assert_eq!(size(&jpeg(1)), Ok((16, 8)));
        assert_eq!(size(&jpeg(6)), Ok((8, 16)));
        let DrawingContent::Pixels(pixels) = decode(&jpeg(3), true).unwrap().1 else { panic!("no pixels") };
        assert!(pixels.samples[0] > 200 && pixels.samples[15] < 50, "it stands on its head");
    }

    #[test]
    fn a_jpeg_file_must_be_whole() {
        let whole = jpeg(1);
        for length in [3, 20, 60, whole.len() / 2, whole.len() - 1] {
            let why = size(&whole[..length]).unwrap_err();
            assert_eq!(why, "the JPEG file ends too early", "{length}");
        }
        let followed = [whole.as_slice(), b"what cameras put behind"].concat();
        assert_eq!(size(&followed), Ok((16, 8)));
    }

    #[test]
    fn too_many_pixels_are_not_even_decoded() {
        // A head without any pixels.
        let mut bytes = Vec::new();
        image::GrayImage::new(1, 1).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
        let sum = checksum(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        let why = "its 20000 × 20000 pixels are more than 50 million; make it smaller";
        assert_eq!(check(&bytes), Err(why.to_owned()));
    }

    /// CRC-32, as PNG has it.
    fn checksum(bytes: &[u8]) -> u32 {
        let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
    }
}
