//! Deflate in the zlib format (RFC 1950 and 1951), as all streams of the file have it.

use libdeflater::{CompressionLvl, Compressor};

use super::ExportError;

/// Beyond this, a twentieth of the size costs half the time of a run.
const LEVEL: i32 = 7;

/// One compressor for many streams.
pub(super) struct Deflater(Compressor);

impl Deflater {
    pub(super) fn new() -> Self {
        Self(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()))
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
