//! What sections hold.

use super::super::tokens::Token;
use super::{Entry, Part, Place, Reader, What, entry, flag, picture};
use crate::model::{Bar, Callout, CalloutKind, Cells, Change, Chart, Figure, Item, Range, Row, Side};

impl<'a> Reader<'a> {
    pub(super) fn item(&mut self, place: Place, item: &'a Item) {
        let made = match item {
            Item::Row(row) => self.row(place, row),
            Item::Callout(callout) => self.callout(place, callout),
            Item::Chart(chart) => self.chart(place, chart),
            Item::Figure(figure) => self.figure(place, figure),
        };
        let priority = item.priority();
        self.entries.push(made);
        if let Some(last) =
            self.entries.last_mut().filter(|_| matches!(item, Item::Row(_) | Item::Callout(_)))
        {
            last.parts.push(Part::hidden("priority", Some(priority.get().to_string())));
        }
    }

    fn row(&self, place: Place, row: &'a Row) -> Entry<'a> {
        let Row { id, topic, cells, priority: _, volatile, disputed, checked, changed, range, span } = row;
        let mut parts = match cells {
            Cells::Pair(pair) => {
                let sides = pair.iter().zip(self.sides);
                sides.map(|(cell, side)| Part::of(side, "cells", self.ids.cell(cell))).collect()
            }
            Cells::Both(cell) => vec![Part::printed("both", self.ids.cell(cell))],
        };
        parts.extend(range.iter().flat_map(|range| self.range(range)));
        if let Some(Change { date, note }) = changed {
            parts.push(Part::printed("changed.note", self.ids.text(note)));
            parts.push(Part::hidden("changed.date", Some(date.to_string())));
        }
        parts.push(Part::hidden("id", id.clone()));
        parts.extend([flag("volatile", *volatile), flag("disputed", *disputed)]);
        parts.push(Part::hidden("checked", checked.map(|date| date.to_string())));
        let made = entry(What::Row, place, self.ids.text(topic), parts);
        Entry { id: id.as_deref(), span: Some(*span), ..made }
    }

    fn range(&self, range: &Range) -> Vec<Part<'a>> {
        let Range { max, bars } = range;
        let bars = bars.iter().zip(self.sides);
        let shown = |(low, high): (f64, f64)| format!("{low}–{high} / {max}");
        bars.filter_map(|(bar, side)| Some(Part::of(side, "range", vec![Token::plain(shown((*bar)?))])))
            .collect()
    }

    fn callout(&self, place: Place, callout: &'a Callout) -> Entry<'a> {
        let Callout { kind, title, text, priority: _, span } = callout;
        let word = match kind {
            CalloutKind::Gotcha => "gotcha",
            CalloutKind::Tip => "tip",
            CalloutKind::Note => "note",
            CalloutKind::Cost => "cost",
        };
        let said = self.ids.text(text);
        let name = self.ids.option(title.as_ref());
        let key = super::plain(if name.is_empty() { &said } else { &name });
        let parts =
            vec![Part::printed("callout", vec![Token::Mark(word, word)]), Part::printed("text", said)];
        Entry { span: Some(*span), key, ..entry(What::Callout, place, name, parts) }
    }

    fn chart(&self, place: Place, chart: &'a Chart) -> Entry<'a> {
        let Chart { title, topic, unit, parts: kinds, bars, note, span } = chart;
        let mut parts = vec![
            Part::printed("topic", self.ids.option(topic.as_ref())),
            Part::printed("unit", vec![Token::plain(&unit.text)]),
        ];
        let labels =
            kinds.iter().flat_map(|kind| std::iter::once(Token::Point).chain(self.ids.text(&kind.label)));
        parts.push(Part::printed("parts", labels.collect()));
        parts.push(Part::printed("bars", bars.iter().flat_map(|bar| self.bar(chart, bar)).collect()));
        parts.push(Part::printed("note", self.ids.option(note.as_ref())));
        Entry { span: Some(*span), ..entry(What::Chart, place, self.ids.text(title), parts) }
    }

    /// A bar of a chart: its label, its note, whose it is, its values.
    fn bar(&self, chart: &'a Chart, bar: &'a Bar) -> Vec<Token<'a>> {
        let Bar { label, note, subject, values } = bar;
        let mut tokens = vec![Token::Point];
        tokens.extend(self.ids.text(label));
        if let Some(note) = note {
            tokens.push(Token::plain(" "));
            tokens.extend(self.ids.text(note));
        }
        if let Some(side) = subject.map(|subject| self.sides[subject.index()]) {
            tokens.push(Token::plain(if side == Side::Left { " ◀" } else { " ▶" }));
        }
        for (index, (part, value)) in values.iter().enumerate() {
            tokens.push(Token::plain(if index == 0 { ": " } else { ", " }));
            tokens.extend(chart.parts.get(*part).into_iter().flat_map(|part| self.ids.text(&part.label)));
            tokens.extend([Token::plain(" "), Token::plain(value.to_string())]);
        }
        tokens
    }

    fn figure(&self, place: Place, figure: &'a Figure) -> Entry<'a> {
        let Figure { picture: shown, caption, span } = figure;
        let mut parts = vec![Part::printed("caption", self.ids.option(caption.as_ref()))];
        parts.extend(picture(shown));
        let made = entry(What::Figure, place, Vec::new(), parts);
        Entry { key: shown.path.clone(), span: Some(*span), ..made }
    }
}
