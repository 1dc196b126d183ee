//! Deflate in the zlib format (RFC 1950 and 1951), as all streams of the file have it.

use libdeflater::{CompressionLvl, Compressor};

use super::ExportError;

/// Beyond this, a twentieth of the size costs half the time of a run.
const LEVEL: i32 = 7;

/// One compressor for many streams, and room for what it makes of them.
pub(super) struct Deflater {
    compressor: Compressor,
    room: Vec<u8>,
}

impl Deflater {
    pub(super) fn new() -> Self {
        let compressor = Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default());
        Self { compressor, room: Vec::new() }
    }

    pub(super) fn deflate(&mut self, content: &[u8]) -> Result<Vec<u8>, ExportError> {
        let bound = self.compressor.zlib_compress_bound(content.len());
        if self.room.len() < bound {
            self.room.resize(bound, 0);
        }
        // The bound leaves room for anything.
        let length = self.compressor.zlib_compress(content, &mut self.room);
        let length = length.map_err(|error| ExportError(format!("a stream cannot be deflated: {error}")))?;
        Ok(self.room[..length].to_vec())
    }
}
