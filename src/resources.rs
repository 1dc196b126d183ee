//! Files a sheet refers to, loaded by the shell. The engine sees bytes, never a disk.

use std::collections::BTreeMap;

/// Bytes of the pictures that a sheet names, by the path as written in the sheet.
#[derive(Debug, Clone, Default)]
pub struct Resources {
    /// Path as written → content of the file.
    pub images: BTreeMap<String, Vec<u8>>,
}
