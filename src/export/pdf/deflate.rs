//! Deflate in the zlib format (RFC 1950 and 1951), as all streams of the file have it.

use libdeflater::{CompressionLvl, Compressor};

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

    /// `None` if there was no room for it, though the bound of the format leaves room for anything.
    pub(super) fn deflate(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let bound = self.compressor.zlib_compress_bound(content.len());
        if self.room.len() < bound {
            self.room.resize(bound, 0);
        }
        let length = self.compressor.zlib_compress(content, &mut self.room).ok()?;
        self.room.get(..length).map(<[u8]>::to_vec)
    }
}
