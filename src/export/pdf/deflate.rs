//! Deflate in the zlib format (RFC 1950 and 1951), as all streams of the file have it.

use libdeflater::{CompressionLvl, Compressor};

use super::ExportError;

/// Beyond this, a twentieth of the size costs half the time of a run.
const LEVEL: i32 = 7;
/// The level that looks for nearly the best matches, five to ten times as slow, and the most bytes that it is worth it for.
const BEST: (i32, usize) = (10, 1 << 14);

/// One compressor for many streams.
pub(super) struct Deflater(Compressor);

impl Deflater {
    pub(super) fn new() -> Self {
        Self::of_level(LEVEL)
    }

    /// For one content of so many bytes.
    pub(super) fn for_length(length: usize) -> Self {
        Self::of_level(if length <= BEST.1 { BEST.0 } else { LEVEL })
    }

    fn of_level(level: i32) -> Self {
        Self(Compressor::new(CompressionLvl::new(level).unwrap_or_default()))
    }

    pub(super) fn deflate(&mut self, content: &[u8]) -> Result<Vec<u8>, ExportError> {
        let mut out = vec![0; self.0.zlib_compress_bound(content.len())];
        let length = self.0.zlib_compress(content, &mut out);
        // The bound leaves room for anything.
        let length = length.map_err(|error| ExportError(format!("a stream cannot be deflated: {error}")))?;
        out.truncate(length);
        Ok(out)
    }
}
