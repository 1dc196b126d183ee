//! The sources that an edition lists.

use super::styles::Variant;
use super::texts::{Builder, Owner, Typesetter};
use super::{Composer, FootEntry, PLAIN};
use crate::diag::Span;
use crate::model::{Cell, Cells, Inline, Item, Marks, Sheet, Source, Text, Word};
use crate::theme::Role;

impl Composer<'_, '_> {
    /// Which sources an edition lists: those that it cites, and those that nothing in the sheet cites.
    pub(super) fn shown_sources(&self) -> Vec<bool> {
        let count = self.sheet.all_sources().count();
        let (mut cited, mut shown) = (vec![false; count], vec![false; count]);
        let mut visit = |text: &Text, kept: bool| {
            for inline in &text.inlines {
                if let Inline::Cite(sources) = inline {
                    for source in sources {
                        cited[*source] = true;
                        shown[*source] |= kept;
                    }
                }
            }
        };
        for section in &self.sheet.sections {
            for item in &section.items {
                let kept = self.keeps(item);
                item_texts(item, &mut |text| visit(text, kept));
            }
        }
        sheet_texts(self.sheet, &mut |text| visit(text, true));
        shown.iter().zip(&cited).map(|(shown, cited)| *shown || !*cited).collect()
    }

    pub(super) fn source_entries(&self, shown: &[bool], setter: &mut Typesetter<'_>) -> Vec<FootEntry> {
        let mut entries = Vec::new();
        let mut index = 0;
        for group in &self.sheet.sources {
            let mut builder = Builder::new(Role::Band);
            let mut prefix = None;
            for source in &group.entries {
                if shown[index] {
                    // A prefix is printed once, before the first of the entries that have it.
                    let stated =
                        source.prefix.as_ref().filter(|own| prefix.replace(&own.text) != Some(&own.text));
                    push_source(&mut builder, source, stated, index);
                }
                index += 1;
            }
            if !builder.is_empty() {
                let mut label = Builder::new(Role::Band);
                label.push(&group.group, Marks { strong: true, ..Marks::default() });
                let label = setter.finish(label, group.group.span);
                let text = setter.finish(builder, group.group.span);
                entries.push(FootEntry { label, text, bookmark: Some(group.group.plain()) });
            }
        }
        entries
    }
}

/// Between two sources of a group, at the normal unit.
const SOURCE_SPACE: crate::geom::Abs = crate::geom::Abs::pt(3.8);

fn push_source(builder: &mut Builder, source: &Source, prefix: Option<&Word>, index: usize) {
    let follows = !builder.is_empty();
    if let Some(prefix) = prefix {
        builder.end_list();
        if follows {
            builder.space(SOURCE_SPACE, PLAIN);
            builder.words(" ", PLAIN);
        }
        builder.set_place(prefix.span);
        builder.words(&keep_together(&prefix.text), PLAIN);
        builder.set_place(Span::default());
    }
    let is_first = builder.is_empty();
    builder.label();
    if !is_first {
        // Among others, a prefix stands nearer to its entries than to those before it.
        if prefix.is_none() || !follows {
            builder.space(SOURCE_SPACE, PLAIN);
        }
        builder.words(" ", PLAIN);
    }
    builder.owned(&(index + 1).to_string(), Variant::Number, Owner::Entry(index));
    builder.words("\u{a0}", PLAIN);
    builder.body();
    builder.set_place(source.title.span);
    let title = keep_together(&source.title.plain());
    match &source.url {
        Some(url) => builder.owned(&title, PLAIN, Owner::Link(url.as_str().into())),
        None => builder.words(&title, PLAIN),
    }
    builder.set_place(Span::default());
    if let Some(date) = source.date {
        builder.words(&format!("\u{a0}{date}").replace('-', "-\u{2060}"), PLAIN);
    }
}

/// Short entries of the source list are not broken over lines.
fn keep_together(title: &str) -> String {
    if title.chars().count() > 80 {
        return title.to_owned();
    }
    let mut out = String::new();
    for character in title.chars() {
        match character {
            ' ' => out.push('\u{a0}'),
            '-' | '–' | '/' => {
                out.push('\u{2060}');
                out.push(character);
                out.push('\u{2060}');
            }
            other => out.push(other),
        }
    }
    out
}

/// All texts of an item.
pub(super) fn item_texts(item: &Item, visit: &mut impl FnMut(&Text)) {
    match item {
        Item::Row(row) => {
            visit(&row.topic);
            match &row.cells {
                Cells::Both(cell) => cell_texts(cell, visit),
                Cells::Pair(cells) => cells.iter().for_each(|cell| cell_texts(cell, visit)),
            }
        }
        Item::Callout(callout) => {
            callout.title.iter().for_each(&mut *visit);
            visit(&callout.text);
        }
        Item::Chart(chart) => {
            visit(&chart.title);
            chart.topic.iter().chain(&chart.note).for_each(&mut *visit);
            chart.parts.iter().for_each(|part| visit(&part.label));
            for bar in &chart.bars {
                visit(&bar.label);
                bar.note.iter().for_each(&mut *visit);
            }
        }
        Item::Figure(figure) => figure.caption.iter().for_each(visit),
    }
}

fn cell_texts(cell: &Cell, visit: &mut impl FnMut(&Text)) {
    cell.text.iter().chain(&cell.points).for_each(visit);
}

/// All texts of a sheet that stand outside of items, and print the numbers of their sources.
pub(super) fn sheet_texts(sheet: &Sheet, visit: &mut impl FnMut(&Text)) {
    sheet.series.iter().chain(&sheet.kind).chain(&sheet.summary).for_each(&mut *visit);
    for subject in &sheet.subjects {
        [&subject.name, &subject.short].into_iter().chain(&subject.tagline).for_each(&mut *visit);
    }
    if let Some(decision) = &sheet.decision {
        for row in &decision.rows {
            visit(&row.topic);
            row.cells.iter().for_each(|cell| cell_texts(cell, visit));
        }
        decision.neither.iter().for_each(&mut *visit);
    }
    for section in &sheet.sections {
        visit(&section.title);
        section.leads.iter().flatten().for_each(&mut *visit);
    }
    for fact in &sheet.same {
        visit(&fact.topic);
        visit(&fact.text);
    }
    if let Some(timeline) = &sheet.timeline {
        std::iter::once(&timeline.title).chain(&timeline.note).for_each(&mut *visit);
        timeline.events.iter().for_each(|event| visit(&event.text));
    }
    for note in &sheet.notes {
        visit(&note.label);
        visit(&note.text);
    }
    for term in &sheet.glossary {
        visit(&term.term);
        visit(&term.meaning);
    }
}
