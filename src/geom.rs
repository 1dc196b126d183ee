//! Lengths and shapes. A raw `f64` is never a length: [`Abs`] is a distance on paper, [`Em`] one relative to a type size.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A distance on paper, kept in PostScript points (1/72 in).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Abs(f64);

impl Abs {
    /// No distance.
    pub const ZERO: Self = Self(0.0);

    /// From points (1/72 in).
    #[must_use]
    pub const fn pt(points: f64) -> Self {
        Self(points)
    }

    /// From millimetres (1 in = 25.4 mm exactly).
    #[must_use]
    pub const fn mm(millimetres: f64) -> Self {
        Self(millimetres * 72.0 / 25.4)
    }

    /// In points.
    #[must_use]
    pub const fn to_pt(self) -> f64 {
        self.0
    }

    /// In millimetres.
    #[must_use]
    pub const fn to_mm(self) -> f64 {
        self.0 * 25.4 / 72.0
    }

    /// Whether a thing of this length fits into `room`, up to a thousandth of a point: the one tolerance of the engine.
    #[must_use]
    pub fn fits(self, room: Self) -> bool {
        self.0 <= room.0 + 1e-3
    }

    /// The larger of two.
    #[must_use]
    pub const fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// The smaller of two.
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// Without sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

/// A distance relative to a type size: 1 em is the size itself.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Em(f64);

impl Em {
    /// No distance.
    pub const ZERO: Self = Self(0.0);

    /// From ems.
    #[must_use]
    pub const fn new(ems: f64) -> Self {
        Self(ems)
    }

    /// In ems.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The distance at a type size.
    #[must_use]
    pub fn at(self, size: Abs) -> Abs {
        size * self.0
    }
}

macro_rules! arithmetic {
    ($($name:ident),*) => {$(
        impl Add for $name { type Output = Self; fn add(self, other: Self) -> Self { Self(self.0 + other.0) } }
        impl Sub for $name { type Output = Self; fn sub(self, other: Self) -> Self { Self(self.0 - other.0) } }
        impl Neg for $name { type Output = Self; fn neg(self) -> Self { Self(-self.0) } }
        impl Mul<f64> for $name { type Output = Self; fn mul(self, factor: f64) -> Self { Self(self.0 * factor) } }
        impl Div<f64> for $name { type Output = Self; fn div(self, divisor: f64) -> Self { Self(self.0 / divisor) } }
        impl Div for $name { type Output = f64; fn div(self, other: Self) -> f64 { self.0 / other.0 } }
        impl AddAssign for $name { fn add_assign(&mut self, other: Self) { self.0 += other.0; } }
        impl SubAssign for $name { fn sub_assign(&mut self, other: Self) { self.0 -= other.0; } }
        impl Sum for $name { fn sum<I: Iterator<Item = Self>>(items: I) -> Self { items.fold(Self::ZERO, Add::add) } }
    )*};
}

arithmetic!(Abs, Em);

/// A place on a page: `x` from the left, `y` **down** from the top of the trimmed page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left edge.
    pub x: Abs,
    /// Down from the top edge.
    pub y: Abs,
}

impl Point {
    /// A place.
    #[must_use]
    pub const fn new(x: Abs, y: Abs) -> Self {
        Self { x, y }
    }
}

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Across.
    pub width: Abs,
    /// Down.
    pub height: Abs,
}

impl Size {
    /// A size.
    #[must_use]
    pub const fn new(width: Abs, height: Abs) -> Self {
        Self { width, height }
    }
}

/// An upright rectangle, by its top left corner and size.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Top left corner.
    pub origin: Point,
    /// Extent to the right and down.
    pub size: Size,
}

impl Rect {
    /// From left, top, width and height.
    #[must_use]
    pub const fn new(x: Abs, y: Abs, width: Abs, height: Abs) -> Self {
        Self { origin: Point::new(x, y), size: Size::new(width, height) }
    }

    /// The x of the right edge.
    #[must_use]
    pub fn right(&self) -> Abs {
        self.origin.x + self.size.width
    }

    /// The y of the bottom edge.
    #[must_use]
    pub fn bottom(&self) -> Abs {
        self.origin.y + self.size.height
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (x, y) = (self.origin.x.min(other.origin.x), self.origin.y.min(other.origin.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self::new(x, y, right - x, bottom - y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a4_is_595_by_842_points() {
        assert!((Abs::mm(210.0).to_pt() - 595.2756).abs() < 1e-4);
        assert!((Abs::mm(297.0).to_pt() - 841.8898).abs() < 1e-4);
        assert!((Abs::pt(72.0).to_mm() - 25.4).abs() < 1e-12);
    }

    #[test]
    fn ems_scale_with_the_size() {
        assert_eq!(Em::new(0.5).at(Abs::pt(8.0)), Abs::pt(4.0));
    }
}
