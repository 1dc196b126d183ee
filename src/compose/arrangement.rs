//! Where topics stand: beside the cells, or above them where a lane would leave the columns too narrow.

use crate::geom::Abs;
use crate::model::Edition;
use crate::theme::{BODY, BODY_RANGE};

/// Where topics stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrangement {
    /// In a lane left of the columns.
    Lane,
    /// Above the pair, over two equal columns: large print and small paper.
    Above,
}

/// Live width, at the normal unit, below which a lane would leave the columns under 25 characters.
const LEAST_WIDTH: Abs = Abs::pt(340.0);
/// Both side margins of the main edition.
const MARGINS: Abs = Abs::mm(20.0);

impl Arrangement {
    /// What suits the smallest type that an edition may have.
    pub(crate) fn of(edition: &Edition) -> Self {
        let (least, most) = edition.type_range.map_or(BODY_RANGE, |range| (range.min, range.max));
        let body = if edition.pages.is_some() { least } else { BODY.max(least).min(most) };
        let width = (edition.paper.size.width - MARGINS) / (body / BODY);
        if width < LEAST_WIDTH { Self::Above } else { Self::Lane }
    }
}
