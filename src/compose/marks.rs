//! Which marks a row or head carries, and the words behind them.

use super::styles::Variant;
use super::texts::{Builder, Sign, unbroken};
use crate::geom::Abs;
use crate::model::{Date, Inline, Item, Row, Section, Sheet, Text};
use crate::words::Words;

/// Before the sign.
const BEFORE: Abs = Abs::pt(3.2);
/// Of the sign: a box of 10 × 12 units drawn 5.9 high.
const SIGN: Abs = Abs::pt(5.9 * 10.0 / 12.0);
/// Between the sign and its word.
const AFTER: Abs = Abs::pt(1.4);

/// Characters of a mark that a label lane holds on one line, with its sign.
const MOST_IN_ONE_PIECE: usize = 20;

/// The kinds of marks, in printed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    New,
    Volatile,
    Disputed,
}

impl Mark {
    pub(crate) const fn sign(self) -> Sign {
        match self {
            Self::New => Sign::New,
            Self::Volatile => Sign::Volatile,
            Self::Disputed => Sign::Disputed,
        }
    }

    pub(crate) const fn word<'w>(self, words: &Words<'w>) -> &'w str {
        match self {
            Self::New => words.new,
            Self::Volatile => words.volatile,
            Self::Disputed => words.disputed,
        }
    }

    pub(crate) const fn variant(self) -> Variant {
        match self {
            Self::New => Variant::StrongMark,
            Self::Volatile | Self::Disputed => Variant::Mark,
        }
    }

    /// Adds the sign and its word, which stay together.
    pub(crate) fn push(self, builder: &mut Builder, words: &Words<'_>) {
        let variant = self.variant();
        builder.sign(Sign::Gap, BEFORE, variant, true);
        builder.sign(self.sign(), SIGN, variant, false);
        builder.sign(Sign::Gap, AFTER, variant, false);
        builder.words(&unbroken(self.word(words), MOST_IN_ONE_PIECE), variant);
    }

    /// As at the start of a text, without the gap before it.
    pub(crate) fn push_first(self, builder: &mut Builder, words: &Words<'_>) {
        let variant = self.variant();
        builder.sign(self.sign(), SIGN, variant, true);
        builder.sign(Sign::Gap, AFTER, variant, false);
        builder.words(&unbroken(self.word(words), MOST_IN_ONE_PIECE), variant);
    }
}

/// A text with its marks as it is heard: a comma where the eye meets a sign. `None`: it is heard as it is printed,
/// since it has no marks, or since it leads somewhere and must be kept whole.
pub(crate) fn said(text: &Text, marks: &[Mark], words: &Words<'_>) -> Option<String> {
    let leads = |inline: &Inline| !matches!(inline, Inline::Run { link: None, .. } | Inline::Break);
    if marks.is_empty() || text.inlines.iter().any(leads) {
        return None;
    }
    let words = marks.iter().map(|mark| format!("{}{}", words.comma, mark.word(words)));
    Some(std::iter::once(text.plain()).chain(words).collect())
}

/// Whether one mark at the head of a section says that all its rows are volatile.
pub(crate) fn is_volatile(section: &Section) -> bool {
    let mut rows = rows(section).peekable();
    section.volatile || (rows.peek().is_some() && rows.all(|row| row.volatile))
}

/// The marks of a row, of a section whose head may say that all its rows are volatile. Disputed implies volatile, which is then
/// not printed.
pub(crate) fn of_row(row: &Row, all_volatile: bool, previous: Option<Date>) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let (Some(change), Some(previous)) = (&row.changed, previous)
        && change.date.is_after(previous)
    {
        marks.push(Mark::New);
    }
    if row.disputed {
        marks.push(Mark::Disputed);
    } else if row.volatile && !all_volatile {
        marks.push(Mark::Volatile);
    }
    marks
}

/// The marks that are used anywhere among the items kept.
pub(crate) fn used(sheet: &Sheet, keep: impl Fn(&Item) -> bool) -> Vec<Mark> {
    let mut marks = Vec::new();
    for section in &sheet.sections {
        let kept: Vec<&Row> = section
            .items
            .iter()
            .filter(|item| keep(item))
            .filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None })
            .collect();
        let all_volatile = is_volatile(section);
        if all_volatile && !kept.is_empty() {
            marks.push(Mark::Volatile);
        }
        for row in kept {
            marks.extend(of_row(row, all_volatile, sheet.release.previous));
        }
    }
    // The legend explains the commonest first.
    let order = [Mark::Volatile, Mark::New, Mark::Disputed];
    order.into_iter().filter(|mark| marks.contains(mark)).collect()
}

fn rows(section: &Section) -> impl Iterator<Item = &Row> {
    section.items.iter().filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None })
}
