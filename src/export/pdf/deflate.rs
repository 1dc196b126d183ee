//! Deflate in the zlib format (RFC 1950 and 1951), as all streams of the file have it.

use libdeflater::{CompressionLvl, Compressor};

use super::ExportError;

/// How long to look for fewer bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// For books of many pages.
    Little,
    /// For what is sent to many, where it pays less.
    Much,
    /// For what is sent to many: the cheapest way through all matches, at three times the cost.
    Most,
}

impl Effort {
    const fn level(self) -> i32 {
        match self {
            Self::Little => 6,
            Self::Much => 9,
            Self::Most => 10,
        }
    }
}

/// One compressor for many streams.
pub(super) struct Deflater(Compressor);

impl Deflater {
    pub(super) fn new(effort: Effort) -> Self {
        Self(Compressor::new(CompressionLvl::new(effort.level()).unwrap_or_default()))
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
