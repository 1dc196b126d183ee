//! The outputs that an author asks for.

use crate::diag::Span;
use crate::geom::{Abs, Size};

/// One output.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// As named on the command line.
    pub id: String,
    /// Trimmed size.
    pub paper: Paper,
    /// At most so many pages, at the largest type that fits; `None`: as many as it takes at the normal size.
    pub pages: Option<u32>,
    /// With or without colour.
    pub colour: ColourMode,
    /// Keeps items up to it.
    pub priority: Priority,
    /// How far the fit may move the body size; `None`: within [`BODY_RANGE`](crate::theme::BODY_RANGE).
    pub type_range: Option<TypeRange>,
    /// How far ink runs over the trim.
    pub bleed: Abs,
    /// Marks for the print shop.
    pub crop_marks: bool,
    /// The edge that is punched or bound.
    pub binding: Option<Binding>,
    /// Of the whole object; empty for the default edition.
    pub span: Span,
}

impl Edition {
    /// The largest number of pages that can be asked for.
    pub const MOST_PAGES: u32 = 10_000;

    /// Where findings about the edition point: the opening bracket of its object.
    #[must_use]
    pub const fn head(&self) -> Span {
        self.span.head()
    }

    /// What a file without `editions` gets: A4, colour, priority up to 3.
    #[must_use]
    pub fn a4() -> Self {
        Self {
            id: "a4".to_owned(),
            paper: Paper::A4,
            pages: None,
            colour: ColourMode::Full,
            priority: Priority::WHERE_ROOM,
            type_range: None,
            bleed: Abs::ZERO,
            crop_marks: false,
            binding: None,
            span: Span::default(),
        }
    }
}

/// A paper size, upright or turned as the author wants it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Trimmed size.
    pub size: Size,
}

impl Paper {
    /// The smallest and the largest edge in millimetres: below, no column holds a word; above, the page with its bleed and
    /// marks is larger than readers open (ISO 32000-1, annex C: 14,400 units, 5,080 mm).
    pub const EDGES_MM: (f64, f64) = (70.0, 4900.0);
    /// ISO 216 A4.
    pub const A4: Self = Self::mm(210.0, 297.0);

    /// From millimetres, width then height.
    #[must_use]
    pub const fn mm(width: f64, height: f64) -> Self {
        Self { size: Size::new(Abs::mm(width), Abs::mm(height)) }
    }

    /// Names a file may use, with their sizes (ISO 216; ANSI Y14.1 in whole sixteenths of an inch).
    pub const NAMED: [(&'static str, Self); 6] = [
        ("a3", Self::mm(297.0, 420.0)),
        ("a4", Self::A4),
        ("a5", Self::mm(148.0, 210.0)),
        ("letter", Self::mm(215.9, 279.4)),
        ("legal", Self::mm(215.9, 355.6)),
        ("tabloid", Self::mm(279.4, 431.8)),
    ];

    /// The size of a name, such as `a4`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, paper)| *paper)
    }

    /// Turned by a quarter.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { size: Size::new(self.size.height, self.size.width) }
    }
}

/// With or without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColourMode {
    /// Either side in its colour.
    Full,
    /// Black ink and patterns.
    Gray,
}

/// 1 indispensable, 2 normal, 3 where there is room, 4 reserve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Priority(u8);

impl Priority {
    /// 2, the default of an item.
    pub const NORMAL: Self = Self(2);
    /// 3, the default of an edition.
    pub const WHERE_ROOM: Self = Self(3);

    /// From 1–4.
    #[must_use]
    pub const fn new(value: u8) -> Option<Self> {
        if matches!(value, 1..=4) { Some(Self(value)) } else { None }
    }

    /// 1–4.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Limits of the body size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypeRange {
    /// Never smaller.
    pub min: Abs,
    /// Never larger.
    pub max: Abs,
}

/// The edge that is punched or bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// Left of odd pages, right of even ones.
    Left,
    /// Top of all pages.
    Top,
}
