//! The sheet, fully resolved: every default filled in, every reference an index, every text parsed.
//!
//! Later stages cannot ask "is it set?" about anything that has a default, and cannot meet a dangling id.

mod chart;
mod date;
mod edition;
mod inline;
mod place;
mod theme;

pub use chart::{Bar, Chart, Part};
pub use date::Date;
pub use edition::{Binding, ColourMode, Edition, Paper, Priority, TypeRange};
pub use inline::{Inline, Marks, Text, Word};
pub use theme::{ColourToken, FaceToken, FamilyName, RuleToken, SizeToken, Theme, Violation};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Span;

/// Which of the two subjects: an index into [`Sheet::subjects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The first subject.
    Left,
    /// The second subject.
    Right,
}

impl Side {
    /// Left, then right.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// 0 or 1.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One comparison of two subjects.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Document title, as written; also the name of the output file.
    pub title: String,
    /// BCP 47 tag, as written.
    pub language: Word,
    /// First word of the label lane.
    pub series: Option<Text>,
    /// Second word of the label lane.
    pub kind: Option<Text>,
    /// "In one breath".
    pub summary: Option<Text>,
    /// Version and dates of the content.
    pub release: Release,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Left and right.
    pub subjects: [Subject; 2],
    /// "Choose … if".
    pub decision: Option<Decision>,
    /// In printed order; at least one.
    pub sections: Vec<Section>,
    /// Facts equal on both sides.
    pub same: Vec<SameFact>,
    /// Dated line.
    pub timeline: Option<Timeline>,
    /// Small print: names, caveats.
    pub notes: Vec<Note>,
    /// Terms.
    pub glossary: Vec<Term>,
    /// Sources by group, in printed order; numbered from 1 through all groups.
    pub sources: Vec<SourceGroup>,
    /// What the legend adds to "sources on page …": key `legend.sources` of the file.
    pub legend_sources: Option<Text>,
    /// How it looks.
    pub theme: ThemeSource,
    /// What to make; at least one.
    pub editions: Vec<Edition>,
    /// Font files for what the bundled faces lack, in the order they are tried.
    pub fonts: Vec<FontFile>,
    /// Words to print instead of the tool's own, by the ids of [`crate::words::IDS`].
    pub words: BTreeMap<String, String>,
    /// The file as it was read: spans are places in it. Empty for a sheet that comes from no file.
    pub source: Arc<str>,
}

/// A font file beside the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// Relative to the sheet file, as written, checked to stay inside its folder.
    pub path: String,
    /// Of the path in the file.
    pub span: Span,
}

impl Sheet {
    /// All sources in printed order; the number of the n-th (from 0) is n + 1.
    pub fn all_sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().flat_map(|group| &group.entries)
    }

    /// The oldest day on which a row was checked; `None` if no row says.
    #[must_use]
    pub fn oldest_check(&self) -> Option<Date> {
        let items = self.sections.iter().flat_map(|section| &section.items);
        items.filter_map(|item| if let Item::Row(row) = item { row.checked } else { None }).min()
    }
}

/// How a sheet looks: key `theme` of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum ThemeSource {
    /// Read already; the design's own without the key.
    Carried(Box<Theme>),
    /// In a file beside the sheet, for the shell to read.
    Named {
        /// Relative to the sheet file, checked to stay inside its folder.
        path: String,
        /// Of the path in the file.
        span: Span,
    },
}

/// Key `edition` of the file: which version of the content this is.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// As written, such as `1.0`.
    pub version: Word,
    /// Of the content, never of the build.
    pub date: Date,
    /// Day of the last edition.
    pub previous: Option<Date>,
    /// Short address of the newest edition; printed, and in the QR code.
    pub url: Option<Word>,
    /// What is found at the address.
    pub note: Option<Text>,
}

/// A person or body.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// As printed.
    pub name: Word,
    /// Home page.
    pub url: Option<String>,
}

/// One of the two things compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// As in the keys of `cells`.
    pub id: String,
    /// Full name.
    pub name: Text,
    /// Where room is scarce; equal to `name` if the file has none.
    pub short: Text,
    /// Beside the emblem.
    pub tagline: Option<Text>,
    /// Drawn beside the tagline.
    pub emblem: Option<Picture>,
    /// Of the whole object.
    pub span: Span,
}

/// A picture in a file beside the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Relative to the sheet file, as written, checked to stay inside its folder.
    pub path: String,
    /// Text alternative; empty marks decoration.
    pub alt: String,
    /// Of the path in the file.
    pub span: Span,
}

/// "Choose … if".
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Pairs of reasons.
    pub rows: Vec<DecisionRow>,
    /// When neither subject fits.
    pub neither: Option<Text>,
}

/// One pair of reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionRow {
    /// In the label lane.
    pub topic: Text,
    /// Left, right.
    pub cells: [Cell; 2],
}

/// A titled group of items.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// As written.
    pub id: Option<String>,
    /// Head, in the label lane.
    pub title: Text,
    /// The verdict for each side, in its column head.
    pub leads: [Option<Text>; 2],
    /// All rows go stale soon: one mark at the head.
    pub volatile: bool,
    /// In printed order.
    pub items: Vec<Item>,
    /// Of the whole object.
    pub span: Span,
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "nearly all items are rows, the largest")]
pub enum Item {
    /// A topic with its cells.
    Row(Row),
    /// A remark across both columns.
    Callout(Callout),
    /// A bar chart across both columns.
    Chart(Chart),
    /// A picture across both columns.
    Figure(Figure),
}

impl Item {
    /// Its priority; charts and figures follow the default.
    #[must_use]
    pub const fn priority(&self) -> Priority {
        match self {
            Self::Row(row) => row.priority,
            Self::Callout(callout) => callout.priority,
            Self::Chart(_) | Self::Figure(_) => Priority::NORMAL,
        }
    }

    /// Of the whole object.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Row(row) => row.span,
            Self::Callout(callout) => callout.span,
            Self::Chart(chart) => chart.span,
            Self::Figure(figure) => figure.span,
        }
    }
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As written.
    pub id: Option<String>,
    /// What is compared.
    pub topic: Text,
    /// What is said.
    pub cells: Cells,
    /// How much it is needed.
    pub priority: Priority,
    /// Goes stale soon.
    pub volatile: bool,
    /// Sources conflict.
    pub disputed: bool,
    /// When a person last checked it.
    pub checked: Option<Date>,
    /// When it changed, and how.
    pub changed: Option<Change>,
    /// Bars drawn in the cells.
    pub range: Option<Range>,
    /// Of the whole object.
    pub span: Span,
}

/// The cells of a row.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "rows are stored in vectors and nearly always pairs")]
pub enum Cells {
    /// Left, right.
    Pair([Cell; 2]),
    /// One cell true of both.
    Both(Cell),
}

/// What one cell says; at least one part is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Drawn as a shape and a word.
    pub verdict: Option<Verdict>,
    /// Running text.
    pub text: Option<Text>,
    /// Bullets.
    pub points: Vec<Text>,
    /// A block set as it is.
    pub code: Option<Code>,
    /// Of the whole value.
    pub span: Span,
}

/// Preformatted lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// As written, lines separated by `\n`.
    pub text: String,
    /// Of the string in the file.
    pub span: Span,
}

/// A judgement in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words are the documentation")]
pub enum Verdict {
    Yes,
    No,
    Partly,
    Better,
    Worse,
}

/// Key `changed` of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When.
    pub date: Date,
    /// What changed.
    pub note: Text,
}

/// Numbers drawn as bars, one scale for both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// End of the scale, above zero.
    pub max: f64,
    /// Low and high of either side, within 0 and `max`, low ≤ high.
    pub bars: [Option<(f64, f64)>; 2],
}

/// A remark across both columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Its sign and label.
    pub kind: CalloutKind,
    /// Bold beginning.
    pub title: Option<Text>,
    /// The remark.
    pub text: Text,
    /// How much it is needed.
    pub priority: Priority,
    /// Of the whole object.
    pub span: Span,
}

/// Kinds of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are the documentation")]
pub enum CalloutKind {
    Gotcha,
    Tip,
    Note,
    Cost,
}

/// A picture across both columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The file.
    pub picture: Picture,
    /// Below it.
    pub caption: Option<Text>,
    /// Of the whole object.
    pub span: Span,
}

/// A fact equal on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct SameFact {
    /// What.
    pub topic: Text,
    /// How it is.
    pub text: Text,
}

/// A dated line across both columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// In the label lane.
    pub title: Text,
    /// Below the title, small.
    pub note: Option<Text>,
    /// In order of date.
    pub events: Vec<Event>,
}

/// A dot on the time line.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Where.
    pub date: Date,
    /// What.
    pub text: Text,
}

/// Small print.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Bold.
    pub label: Text,
    /// The note.
    pub text: Text,
}

/// An entry of the glossary.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What.
    pub term: Text,
    /// What it means.
    pub meaning: Text,
}

/// Sources of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceGroup {
    /// Label, bold.
    pub group: Text,
    /// In printed order.
    pub entries: Vec<Source>,
}

/// One source.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// As cited.
    pub id: String,
    /// Short form, as printed.
    pub title: Text,
    /// Its page.
    pub url: Option<String>,
    /// Of the page.
    pub date: Option<Date>,
    /// A common start of several addresses, printed once before its entries.
    pub prefix: Option<Word>,
    /// Of the whole object.
    pub span: Span,
}
