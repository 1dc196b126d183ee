//! Questions about the facts of a sheet, apart from how it is laid out.

use crate::diag::{Code, Diagnostic};
use crate::model::{Cell, Cells, Date, Inline, Item, Row, Sheet, Text};

/// Rows that were not checked within so many days before `today`, and rows that do not say when they were.
#[must_use]
pub fn stale(sheet: &Sheet, today: Date, days: u32) -> Vec<Diagnostic> {
    let oldest = today.day_number() - i64::from(days);
    let late = rows(sheet).filter_map(|row| {
        let topic = row.topic.plain();
        let message = match row.checked {
            None => format!("`{topic}` does not say when it was checked"),
            Some(date) if date.day_number() < oldest => {
                let ago = today.day_number() - date.day_number();
                let days = if ago == 1 { "day" } else { "days" };
                format!("`{topic}` was last checked on {date}, {ago} {days} ago")
            }
            Some(_) => return None,
        };
        let finding = Diagnostic::error(Code::Stale, row.topic.span, message);
        Some(finding.with_help("check it against its sources and update `checked`"))
    });
    late.collect()
}

/// Cells of rows that cite no source.
#[must_use]
pub fn without_source(sheet: &Sheet) -> Vec<Diagnostic> {
    let cells = rows(sheet).flat_map(|row| {
        let cells: Vec<&Cell> = match &row.cells {
            Cells::Pair(pair) => pair.iter().collect(),
            Cells::Both(cell) => vec![cell],
        };
        cells.into_iter().filter(|cell| !cites(cell)).map(move |cell| {
            let span = if cell.code.is_some() || cell.text.is_none() { cell.span.head() } else { cell.span };
            let message = format!("a cell of `{}` has no source", row.topic.plain());
            Diagnostic::error(Code::NoSource, span, message).with_help("cite one with `[^id]`")
        })
    });
    cells.collect()
}

fn rows(sheet: &Sheet) -> impl Iterator<Item = &Row> {
    let items = sheet.sections.iter().flat_map(|section| &section.items);
    items.filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None })
}

fn cites(cell: &Cell) -> bool {
    let has = |text: &Text| text.inlines.iter().any(|inline| matches!(inline, Inline::Cite(_)));
    cell.text.iter().chain(&cell.points).any(has)
}
