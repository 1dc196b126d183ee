//! The faces at hand.

use std::sync::Arc;

/// Index into the faces of [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Weights of the bundled families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the usual ones")]
pub enum Weight {
    Regular,
    Medium,
    SemiBold,
    Bold,
}

/// One font file.
#[derive(Debug, Clone)]
pub struct Face {
    /// PostScript name.
    pub name: String,
    /// The whole file.
    pub data: Arc<[u8]>,
    /// Which face of a collection.
    pub index: u32,
}

/// The faces at hand: the bundled ones first, then fallbacks in the order they are tried.
#[derive(Debug, Clone, Default)]
pub struct Fonts {}

impl Fonts {
    /// The faces in the binary.
    #[must_use]
    pub fn bundled() -> Self {
        Self::default()
    }

    /// The face of a text style. Mono has Regular and SemiBold, and no italics.
    #[must_use]
    pub fn select(&self, _mono: bool, _weight: Weight, _italic: bool) -> FaceId {
        FaceId(0)
    }

    /// A face by its id.
    #[must_use]
    pub fn face(&self, _id: FaceId) -> &Face {
        unreachable!("no faces yet")
    }
}
