//! The grid of a page: unit, type sizes, margins, and the edges everything is set from.

use crate::compose::styles;
use crate::geom::Abs;
use crate::model::{Binding, Edition};
use crate::text::Measure;
use crate::theme::{BODY, UNIT};

/// Width of the side margins.
const SIDE_MARGIN: Abs = Abs::mm(10.0);
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
    pub(crate) sizes: Vec<Abs>,
    /// The y where the live area begins.
    pub(crate) top: Abs,
    /// The y where it ends.
    pub(crate) bottom: Abs,
    /// Topics.
    pub(crate) label: Lane,
    /// Cells.
    pub(crate) columns: [Lane; 2],
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
    pub(crate) fn new(edition: &Edition, body: Abs, shares: Shares) -> Self {
        let scale = body / BODY;
        let page = edition.paper.size;
        let (left, right) = match edition.binding {
            Some(Binding::Left) => BOUND,
            _ => (SIDE_MARGIN, SIDE_MARGIN),
        };
        let top = if edition.binding == Some(Binding::Top) { BOUND.0 } else { TOP_MARGIN };
        let live = page.width - left - right;
        let label = Lane { x: left, width: shares.lane * scale };
        let (first_gap, second_gap) = (GAP_LABEL * scale, GAP_COLUMNS * scale);
        let columns = live - label.width - first_gap - second_gap;
        let first = Lane { x: label.right() + first_gap, width: columns * shares.ratio };
        let second_x = first.right() + second_gap;
        let second = Lane { x: second_x, width: left + live - second_x };
        Self {
            scale,
            sizes: styles::sizes(scale),
            top,
            bottom: page.height - BOTTOM_MARGIN,
            label,
            columns: [first, second],
        }
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

    /// Room of one width.
    pub(crate) fn room(&self, width: Abs) -> Measure<'_> {
        Measure { first: width, rest: width, sizes: &self.sizes }
    }

    /// On even pages of a left-bound edition, the wide margin is on the right.
    pub(crate) fn shift(&self, edition: &Edition, page: usize) -> Abs {
        if edition.binding == Some(Binding::Left) && page % 2 == 1 { BOUND.1 - BOUND.0 } else { Abs::ZERO }
    }
}
