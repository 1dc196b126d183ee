//! The grid of a page: unit, type sizes, margins, and the edges everything is set from.

use std::sync::Arc;

pub(crate) use crate::compose::Arrangement;
use crate::compose::{Composed, styles};
use crate::geom::Abs;
use crate::model::{Binding, Edition};
use crate::text::Measure;
use crate::theme::{BODY, UNIT};

/// Width of the side margins.
const SIDE_MARGIN: Abs = Abs::mm(10.0);
/// Width of the side margins of the short form, which has the larger type.
const DIGEST_MARGIN: Abs = Abs::mm(9.0);
/// Width of the side margins where topics stand above, and the least that a large sheet keeps of them.
const WIDE_MARGIN: Abs = Abs::mm(12.0);
/// Paper from this width on has wide margins where topics stand above.
const WIDE_PAPER: Abs = Abs::mm(200.0);
/// Margins of a bound edition: at the bound edge, and opposite.
const BOUND: (Abs, Abs) = (Abs::mm(20.0), Abs::mm(8.0));
/// Height of the top margin.
const TOP_MARGIN: Abs = Abs::pt(25.0);
/// Height of the bottom margin.
const BOTTOM_MARGIN: Abs = Abs::pt(26.89);
/// Between the label lane and the left column, at the normal unit.
const GAP_LABEL: Abs = Abs::mm(2.5);
/// Between the columns, at the normal unit.
const GAP_COLUMNS: Abs = Abs::mm(4.5);
/// Between a QR code and the foot band, where there is no lane for it: more than the four modules of its quiet zone.
const QR_GAP: Abs = Abs::mm(3.0);
/// One module of the QR code.
const QR_MODULE: Abs = Abs::mm(0.5);
/// From this scale on the QR code grows with the type: who reads from afar scans from afar.
const QR_GROWS: f64 = 1.2;

/// A strip of a page from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Lane {
    /// Left edge.
    pub(crate) x: Abs,
    /// Width.
    pub(crate) width: Abs,
}

impl Lane {
    /// The x of the right edge.
    pub(crate) fn right(self) -> Abs {
        self.x + self.width
    }
}

/// How the live width is shared out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shares {
    /// Width of the label lane at the normal unit.
    pub(crate) lane: Abs,
    /// Share of the left column in what the columns have together.
    pub(crate) ratio: f64,
}

/// The grid of an edition's pages.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// 1 at the normal unit of 5 pt.
    pub(crate) scale: f64,
    /// By style.
    pub(crate) sizes: Arc<[Abs]>,
    /// Where topics stand.
    pub(crate) arrangement: Arrangement,
    /// The y where the live area begins.
    pub(crate) top: Abs,
    /// The y where it ends.
    pub(crate) bottom: Abs,
    /// Topics; all of the width where they stand above.
    pub(crate) label: Lane,
    /// Cells.
    pub(crate) columns: [Lane; 2],
}

/// Left and right margin of odd pages.
fn margins(edition: &Edition, arrangement: Arrangement) -> (Abs, Abs) {
    if edition.binding == Some(Binding::Left) {
        return BOUND;
    }
    let is_wide = edition.paper.size.width >= WIDE_PAPER;
    let side = match arrangement {
        Arrangement::Above if is_wide => WIDE_MARGIN,
        Arrangement::Above => SIDE_MARGIN,
        Arrangement::Lane if edition.priority.get() == 1 => DIGEST_MARGIN,
        Arrangement::Lane => SIDE_MARGIN,
    };
    (side, side)
}

impl Grid {
    /// With columns that are narrower by a slack: shares are chosen so that no cell fills its column to the last point,
    /// and a digit more does not cost a line.
    pub(crate) fn with_slack(&self) -> Self {
        let slack = self.pt(4.0);
        let columns = self.columns.map(|lane| Lane { width: lane.width - slack, ..lane });
        Self { columns, sizes: self.sizes.clone(), ..*self }
    }

    /// The grid of an edition at a body size.
    pub(crate) fn new(composed: &Composed<'_>, body: Abs, shares: Shares) -> Self {
        let sizes = styles::sizes(body / BODY, &composed.theme);
        Self::with_sizes(composed.edition, body, shares, sizes.into())
    }

    /// The same with sizes that were made for the body before.
    pub(crate) fn with_sizes(edition: &Edition, body: Abs, shares: Shares, sizes: Arc<[Abs]>) -> Self {
        let scale = body / BODY;
        let page = edition.paper.size;
        let arrangement = Arrangement::of(edition);
        let (left, right) = margins(edition, arrangement);
        let top = if edition.binding == Some(Binding::Top) { BOUND.0 } else { TOP_MARGIN };
        let live = page.width - left - right;
        let gap = GAP_COLUMNS * scale;
        let (label, x) = match arrangement {
            Arrangement::Lane => {
                let label = Lane { x: left, width: shares.lane * scale };
                (label, label.right() + GAP_LABEL * scale)
            }
            Arrangement::Above => (Lane { x: left, width: live }, left),
        };
        let columns = left + live - x - gap;
        let ratio = if arrangement == Arrangement::Above { 0.5 } else { shares.ratio };
        let first = Lane { x, width: columns * ratio };
        let second_x = first.right() + gap;
        let second = Lane { x: second_x, width: left + live - second_x };
        let bottom = page.height - BOTTOM_MARGIN;
        Self { scale, sizes, arrangement, top, bottom, label, columns: [first, second] }
    }

    /// Half a line.
    pub(crate) fn unit(&self) -> Abs {
        UNIT * self.scale
    }

    /// A length of the design, given at the normal unit in points.
    pub(crate) fn pt(&self, points: f64) -> Abs {
        Abs::pt(points * self.scale)
    }

    /// Both columns and the gap between them.
    pub(crate) fn span(&self) -> Lane {
        Lane { x: self.columns[0].x, width: self.columns[1].right() - self.columns[0].x }
    }

    /// From the label lane's left edge to the right column's right one.
    pub(crate) fn live(&self) -> Lane {
        Lane { x: self.label.x, width: self.columns[1].right() - self.label.x }
    }

    /// Where the text of the foot band stands: over both columns, but never over the QR code.
    pub(crate) fn foot(&self, qr: Abs) -> Lane {
        let span = self.span();
        let is_beside = qr > Abs::ZERO && self.arrangement == Arrangement::Above;
        let beside = if is_beside { qr + QR_GAP * self.qr_scale() } else { Abs::ZERO };
        Lane { x: span.x + beside, width: span.width - beside }
    }

    /// One module of the QR code.
    pub(crate) fn qr_module(&self) -> Abs {
        QR_MODULE * self.qr_scale()
    }

    /// How much larger the QR code is than on the main edition.
    pub(crate) const fn qr_scale(&self) -> f64 {
        if self.scale < QR_GROWS { 1.0 } else { self.scale }
    }

    /// How far the texts of a band stand below its label of so many lines.
    pub(crate) fn below(&self, label: usize, leading: Abs) -> Abs {
        match self.arrangement {
            Arrangement::Lane => Abs::ZERO,
            Arrangement::Above => leading * super::bands::count(label),
        }
    }

    /// Room of one width.
    pub(crate) fn room(&self, width: Abs) -> Measure<'_> {
        Measure { first: width, rest: width, sizes: &self.sizes }
    }

    /// On even pages of a left-bound edition, the wide margin is on the right.
    pub(crate) fn shift(&self, edition: &Edition, page: usize) -> Abs {
        if edition.binding == Some(Binding::Left) && page % 2 == 1 { BOUND.1 - BOUND.0 } else { Abs::ZERO }
    }
}
