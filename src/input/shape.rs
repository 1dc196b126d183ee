//! What a table of the file format is made of: objects, keys, and the kinds of values behind them.

use crate::model::{Edition, Paper};

/// An object of the file.
#[derive(Debug)]
pub(super) struct Shape {
    /// What messages call it, such as `row`.
    pub(super) name: &'static str,
    /// What it is, for the editor's help.
    pub(super) about: &'static str,
    /// The keys that it may have, in the order in which an author writes them.
    pub(super) keys: &'static [Key],
    /// Behind keys that are no words of the format but ids of the sheet.
    pub(super) ids: Option<Ids>,
    /// Which of its keys need each other.
    pub(super) rule: Rule,
}

/// A key of an object.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) about: &'static str,
}

/// Keys that are ids: how many there may be, and what stands behind them.
#[derive(Debug)]
pub(super) struct Ids {
    pub(super) fewest: usize,
    pub(super) most: Option<usize>,
    pub(super) kind: Kind,
}

/// What the keys of an object ask of each other.
#[derive(Debug)]
pub(super) enum Rule {
    Free,
    /// One of them, and only one.
    OneOf(&'static [&'static str]),
    /// One of them at least.
    AnyOf(&'static [&'static str]),
}

/// What stands behind a key.
#[derive(Debug)]
pub(super) enum Kind {
    /// A printed text with inline markup.
    Text,
    /// Characters without markup.
    Word,
    /// Characters, or none.
    Free,
    /// What texts cite: no space, comma or bracket.
    SourceId,
    /// A BCP 47 tag.
    Language,
    /// A day or a month.
    Date,
    /// `https`, `http` or `mailto`.
    Address,
    /// A file in the folder of the sheet.
    Path,
    /// One file or more, in the folder of the sheet.
    Paths,
    /// The same as `Path`, or one in `../assets/`.
    Asset,
    /// Part of a file name.
    FileName,
    Flag,
    Number(Limits),
    Choice(&'static [&'static str]),
    /// Two numbers, low and high.
    Bar,
    Object(&'static Shape),
    /// One entry or more, each of the shape.
    List(&'static Shape),
    /// One text or more.
    Texts,
    /// The two subjects.
    Subjects,
    /// The items of a section, each of one of `format::ITEMS`.
    Items,
    /// A text, a list of texts, or `format::CELL`.
    Cell,
    /// A name, or one of `format::PAPERS`.
    Paper,
    /// A path, or `format::THEME`.
    Theme,
    /// `#` and six hexadecimal digits.
    Colour,
}

impl Shape {
    /// Whether a key is a word of the format here.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.name == key)
    }

    /// Its keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }

    /// As messages call any one: `a row`, `an event`, `` `range` ``.
    pub(super) fn any(&self) -> String {
        match self.name.chars().next() {
            Some('`') | None => self.name.to_owned(),
            Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {}", self.name),
            Some(_) => format!("a {}", self.name),
        }
    }

    /// As messages call the one they point at.
    pub(super) fn this(&self) -> String {
        if self.name.starts_with('`') { self.name.to_owned() } else { format!("this {}", self.name) }
    }
}

impl Kind {
    /// What to write, in short.
    pub(super) const fn example(&self) -> &'static str {
        match self {
            Self::Text | Self::Word | Self::Free | Self::SourceId | Self::FileName | Self::Cell => "\"…\"",
            Self::Language => "\"en\"",
            Self::Date => "\"2026-11-23\"",
            Self::Address => "\"https://…\"",
            Self::Path | Self::Asset => "\"picture.svg\"",
            Self::Flag => "true",
            // Edges of paper.
            Self::Number(limits) if limits.least > 50.0 => "210",
            Self::Number(_) => "1",
            Self::Choice(_) => "\"…\"",
            Self::Bar => "[0, 1]",
            Self::Object(_) => "{ … }",
            Self::Paths => "[\"font.ttf\"]",
            Self::List(_) | Self::Texts | Self::Subjects | Self::Items => "[ … ]",
            Self::Paper => "\"a4\"",
            Self::Theme => "\"theme.json\"",
            Self::Colour => "\"#0B3563\"",
        }
    }
}

/// What a number may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) whole: bool,
    /// `least` itself is too little.
    pub(super) above: bool,
}

pub(super) const fn number(least: f64, most: f64) -> Limits {
    Limits { least, most, whole: false, above: false }
}

pub(super) const EDGES_MM: Limits = number(Paper::EDGES_MM.0, Paper::EDGES_MM.1);
/// Print shops ask for 3 to 5 mm.
pub(super) const BLEED_MM: Limits = number(0.0, 50.0);
/// Running text under 7.5 pt is not read on a wall, and over 72 pt no sheet is set.
pub(super) const SIZES_PT: Limits = number(7.5, 72.0);
pub(super) const PAGES: Limits = Limits { whole: true, ..number(1.0, Edition::MOST_PAGES as f64) };
pub(super) const PRIORITIES: Limits = Limits { whole: true, ..number(1.0, 4.0) };
/// Segments of a bar in a chart: what is larger is not printed to the unit, and no sum of them is beyond all measure.
pub(super) const AMOUNTS: Limits = number(0.0, 1e15);
/// The end of a scale.
pub(super) const SCALE_ENDS: Limits = Limits { above: true, ..AMOUNTS };
