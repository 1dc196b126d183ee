//! Cells → the paragraphs that are set below each other in them.

use super::styles::Variant;
use super::texts::{Builder, Sign, TextBlock, Typesetter};
use crate::geom::Abs;
use crate::model::{Cell, Marks, Verdict};
use crate::theme::Role;
use crate::words::Words;

/// How far the text of a bullet hangs, at the normal unit.
pub(crate) const BULLET_HANG: Abs = Abs::pt(7.0);

/// A character of code at the normal unit: 0.588 em of nine tenths of the text around it.
const CODE_ADVANCE: Abs = Abs::pt(4.5);

/// A deeper indent leaves too little room.
const MOST_INDENT: usize = 8;

/// What stands in one cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct CellBlock {
    /// From top to bottom; at least one.
    pub(crate) parts: Vec<CellPart>,
    /// Low and high as shares of the scale.
    pub(crate) bar: Option<(f64, f64)>,
}

/// A paragraph of a cell.
#[derive(Debug, Clone)]
pub(crate) struct CellPart {
    /// Its text.
    pub(crate) text: TextBlock,
    /// What kind of paragraph it is.
    pub(crate) kind: PartKind,
}

/// Kinds of paragraphs in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// Running text.
    Text,
    /// A bullet, hanging.
    Point,
    /// A line of a code block, set in by so many characters.
    Code { indent: usize },
}

impl PartKind {
    /// How far its first line and the others are set in, at the normal unit. What does not fit on a line of code goes on two
    /// characters to the right of where that began.
    pub(crate) fn hangs(self) -> [Abs; 2] {
        match self {
            Self::Text => [Abs::ZERO; 2],
            Self::Point => [BULLET_HANG; 2],
            Self::Code { indent } => [Abs::ZERO, CODE_ADVANCE * (indent.min(MOST_INDENT) as f64 + 2.0)],
        }
    }
}

impl Typesetter<'_> {
    /// A cell of a row or of the decision.
    pub(crate) fn cell(&mut self, cell: &Cell, words: &Words<'_>) -> CellBlock {
        let mut parts = Vec::new();
        let mut lead = self.builder(Role::Cell);
        if let Some(verdict) = cell.verdict {
            push_verdict(&mut lead, verdict, words);
            if cell.text.is_some() {
                lead.words(words.colon, Variant::Marks(Marks::default()));
            }
        }
        if let Some(text) = &cell.text {
            lead.push(text, Marks::default());
        }
        if !lead.is_empty() {
            parts.push(CellPart { text: self.finish(lead, cell.span), kind: PartKind::Text });
        }
        for point in &cell.points {
            parts.push(CellPart { text: self.text(point, Role::Cell), kind: PartKind::Point });
        }
        if let Some(code) = &cell.code {
            for line in code.text.lines() {
                let mut builder = Builder::new(Role::Cell);
                let shown = as_set(line);
                builder.words(&shown, Variant::Marks(Marks { code: true, ..Marks::default() }));
                let indent = shown.chars().take_while(|character| *character == '\u{a0}').count();
                let kind = PartKind::Code { indent };
                parts.push(CellPart { text: self.finish(builder, code.span), kind });
            }
        }
        CellBlock { parts, bar: None }
    }
}

/// Columns from one tab stop to the next, as in most editors.
const TAB: usize = 4;

/// A line of code as it stands: an indent that no line end takes away, tabs that go to their stops; an empty line is a line, too.
fn as_set(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let (mut column, mut is_indent) = (0, true);
    for character in line.chars() {
        let width = if character == '\t' { TAB - column % TAB } else { 1 };
        is_indent &= matches!(character, ' ' | '\t');
        let shown = match character {
            ' ' | '\t' if is_indent => '\u{a0}',
            '\t' => ' ',
            other => other,
        };
        out.extend(std::iter::repeat_n(shown, width));
        column += width;
    }
    if out.is_empty() { "\u{a0}".to_owned() } else { out }
}

fn push_verdict(builder: &mut Builder, verdict: Verdict, words: &Words<'_>) {
    let (sign, word) = match verdict {
        Verdict::Yes => (Sign::Yes, words.yes),
        Verdict::No => (Sign::No, words.no),
        Verdict::Partly => (Sign::Partly, words.partly),
        Verdict::Better => (Sign::Better, words.better),
        Verdict::Worse => (Sign::Worse, words.worse),
    };
    builder.sign(sign, Abs::pt(6.0), Variant::Number, true);
    builder.sign(Sign::Gap, Abs::pt(3.0), Variant::Number, false);
    builder.words(word, Variant::Number);
}

#[cfg(test)]
mod tests {
    use super::as_set;

    #[test]
    fn code_keeps_its_shape() {
        let shown = |line: &str| as_set(line).replace('\u{a0}', "·");
        assert_eq!(shown("  if a  b"), "··if a  b");
        assert_eq!(shown("\ta\tb\tc"), "····a   b   c");
        assert_eq!(shown(""), "·");
    }
}
