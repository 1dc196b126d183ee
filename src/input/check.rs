//! What only the whole sheet can tell. All of it is worth a look, and none of it changes what is drawn.

use crate::diag::{Code, Diagnostic};
use crate::model::{Item, Sheet};

/// Warnings about a sheet without errors; `cited` says of each source whether a text names it.
pub(super) fn warnings(sheet: &Sheet, cited: &[bool]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (source, is_cited) in sheet.all_sources().zip(cited) {
        if !is_cited {
            let message = format!("no text cites the source `{}`", source.id);
            let warning = Diagnostic::warning(Code::UnusedSource, source.span.head(), message);
            found.push(warning.with_help("cite it with `[^id]`, or remove it"));
        }
    }
    found.extend(unreachable(sheet));
    found.extend(changed_later(sheet));
    found
}

/// Rows that changed after the day of the edition that shows the change.
fn changed_later(sheet: &Sheet) -> impl Iterator<Item = Diagnostic> {
    let items = sheet.sections.iter().flat_map(|section| &section.items);
    let rows = items.filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None });
    let of = sheet.release.date;
    rows.filter_map(move |row| {
        let changed = row.changed.as_ref().map(|change| change.date).filter(|date| date.is_later(of))?;
        let message = format!("this row changed on {changed}, after the date of the edition, {of}");
        let warning = Diagnostic::warning(Code::DateOrder, row.span.head(), message);
        Some(warning.with_help("correct it, or give the edition its new date"))
    })
}

/// Items that no edition shows. Reserve is meant to wait, so priority 4 is left alone.
fn unreachable(sheet: &Sheet) -> Vec<Diagnostic> {
    let Some(highest) = sheet.editions.iter().map(|edition| edition.priority).max() else {
        return Vec::new();
    };
    let items = sheet.sections.iter().flat_map(|section| &section.items);
    let hidden = items.filter(|item| item.priority() > highest && item.priority().get() < 4);
    hidden
        .map(|item| {
            let message = format!("no edition shows this item of priority {}", item.priority().get());
            let help = "raise the `priority` of an edition, or remove the item";
            Diagnostic::warning(Code::UnreachableItem, item.span().head(), message).with_help(help)
        })
        .collect()
}
