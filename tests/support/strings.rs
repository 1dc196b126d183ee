//! The strings that a laid-out sheet must show, in reading order.

use cheatsheet::model::{Cell, Cells, Edition, Inline, Item, Sheet, Text};

/// A text without its marks, cut where citations stand.
pub fn pieces(text: &Text) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for inline in &text.inlines {
        match inline {
            Inline::Run { text, .. } => pieces.last_mut().expect("there is one").push_str(text),
            Inline::Break => pieces.last_mut().expect("there is one").push(' '),
            Inline::Cite(_) => pieces.push(String::new()),
        }
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// Head, summary, decision, sections with their rows (topic, left, right), what is the same, time line.
pub fn body(sheet: &Sheet, edition: &Edition) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(sheet.series.iter().flat_map(pieces));
    for subject in &sheet.subjects {
        out.extend(pieces(&subject.name));
        out.extend(subject.tagline.iter().flat_map(pieces));
    }
    out.extend(sheet.summary.iter().flat_map(pieces));
    if let Some(decision) = &sheet.decision {
        for row in &decision.rows {
            out.extend(pieces(&row.topic));
            row.cells.iter().for_each(|cell| out.extend(of_cell(cell)));
        }
        out.extend(decision.neither.iter().flat_map(pieces));
    }
    for section in &sheet.sections {
        let keeps = |item: &&Item| item.priority() <= edition.priority;
        let items: Vec<&Item> = section.items.iter().filter(keeps).collect();
        if items.iter().any(|item| matches!(item, Item::Row(_))) {
            out.extend(pieces(&section.title));
            out.extend(section.leads.iter().flatten().flat_map(pieces));
            items.into_iter().for_each(|item| out.extend(of_item(item)));
        }
    }
    // The short form leaves these out.
    if edition.priority.get() > 1 {
        for fact in &sheet.same {
            out.extend(pieces(&fact.topic));
            out.extend(pieces(&fact.text));
        }
        if let Some(line) = &sheet.timeline {
            out.extend(pieces(&line.title));
            line.events.iter().for_each(|event| out.extend(pieces(&event.text)));
        }
    }
    out
}

fn of_cell(cell: &Cell) -> Vec<String> {
    let texts = cell.text.iter().chain(&cell.points).flat_map(pieces);
    let code = cell.code.iter().flat_map(|code| code.text.lines()).map(|line| line.trim().to_owned());
    texts.chain(code.filter(|line| !line.is_empty())).collect()
}

fn of_item(item: &Item) -> Vec<String> {
    match item {
        Item::Row(row) => {
            let mut out = pieces(&row.topic);
            match &row.cells {
                Cells::Pair(cells) => cells.iter().for_each(|cell| out.extend(of_cell(cell))),
                Cells::Both(cell) => out.extend(of_cell(cell)),
            }
            out
        }
        Item::Callout(callout) => callout.title.iter().chain([&callout.text]).flat_map(pieces).collect(),
        Item::Chart(chart) => {
            let mut out = pieces(&chart.title);
            chart.parts.iter().for_each(|part| out.extend(pieces(&part.label)));
            for bar in &chart.bars {
                out.extend(pieces(&bar.label));
                out.extend(bar.note.iter().flat_map(pieces));
            }
            out.extend(chart.note.iter().flat_map(pieces));
            out
        }
        Item::Figure(figure) => figure.caption.iter().flat_map(pieces).collect(),
    }
}

/// A text as far as it can be compared: without white space, soft hyphens, joiners and controls.
pub fn bare(text: &str) -> String {
    let is_shown = |character: &char| {
        !character.is_whitespace()
            && !matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{fe0f}' | '\u{feff}')
    };
    text.chars().filter(is_shown).collect()
}

/// A text with one space wherever there is white space, and none at its ends.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds strings one after the other in a text, each at most `gap` characters behind the one before it.
///
/// # Panics
/// When one is not where it should be.
pub fn assert_in_order(text: &str, strings: &[String], gap: usize) {
    let text = bare(text);
    let mut at = 0;
    let mut before = "the beginning".to_owned();
    for string in strings {
        let wanted = bare(string);
        let found = text[at..].find(&wanted).unwrap_or_else(|| {
            let here: String = text[at..].chars().take(120).collect();
            panic!("{string:?} does not follow {before:?}; there is {here:?}")
        });
        let skipped = text[at..at + found].chars().count();
        assert!(
            skipped <= gap,
            "{string:?} stands {skipped} characters behind {before:?}: {:?}",
            &text[at..at + found]
        );
        at += found + wanted.len();
        before.clone_from(string);
    }
}
