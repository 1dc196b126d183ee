//! Stacked-bar charts: their texts, and the numbers as shares of a round scale.

use super::texts::{Builder, TextBlock, Typesetter};
use super::{PLAIN, STRONG};
use crate::diag::Span;
use crate::model::{Bar, Chart, Marks, Side};
use crate::theme::Role;
use crate::words::Words;

/// A chart, ready to be drawn at any size.
pub(crate) struct ChartBlock {
    pub(crate) topic: TextBlock,
    pub(crate) title: TextBlock,
    pub(crate) legend: Vec<LegendEntry>,
    pub(crate) bars: Vec<BarBlock>,
    pub(crate) note: Option<TextBlock>,
    /// The data in words.
    pub(crate) alt: String,
    pub(crate) span: Span,
}

/// A part and the fill it first appears with.
pub(crate) struct LegendEntry {
    pub(crate) label: TextBlock,
    pub(crate) fill: Fill,
}

/// One bar.
pub(crate) struct BarBlock {
    /// Name and sub-label.
    pub(crate) name: TextBlock,
    /// Share of the scale and fill of each segment.
    pub(crate) segments: Vec<(f64, Fill)>,
    pub(crate) total: TextBlock,
    /// The parts as a sum, if there are several.
    pub(crate) sum: Option<TextBlock>,
}

/// How a segment is filled: by its place among the parts of its bar, and by the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fill {
    pub(crate) place: usize,
    pub(crate) side: Option<Side>,
}

/// Shapes a chart.
pub(super) fn chart(chart: &Chart, (words, role): (&Words, Role), setter: &mut Typesetter<'_>) -> ChartBlock {
    let largest = chart.bars.iter().map(total).fold(0.0, f64::max);
    let scale = round_scale(largest);
    let decimals = decimals(chart);
    let bars = chart.bars.iter().map(|bar| bar_block(bar, chart, scale, decimals, setter)).collect();
    let topic = match &chart.topic {
        Some(topic) => setter.text(topic, role),
        None => setter.words(words.example, role, PLAIN),
    };
    let mut title = Builder::new(Role::Cell, true);
    title.push(&chart.title, Marks { strong: true, ..Marks::default() });
    ChartBlock {
        topic,
        title: setter.finish(title, chart.title.span),
        legend: legend(chart, setter),
        bars,
        note: chart.note.as_ref().map(|text| setter.text(text, Role::ChartNote)),
        alt: alt(chart, decimals),
        span: chart.span,
    }
}

fn total(bar: &Bar) -> f64 {
    bar.values.iter().map(|(_, value)| value).sum()
}

/// The least of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is no less than `largest`.
fn round_scale(largest: f64) -> f64 {
    if largest <= 0.0 {
        return 1.0;
    }
    let mut power = 1.0;
    while power * 10.0 <= largest {
        power *= 10.0;
    }
    while power > largest {
        power /= 10.0;
    }
    let steps = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.iter().map(|step| step * power).find(|end| *end >= largest * (1.0 - 1e-12)).unwrap_or(largest)
}

/// Decimals that show every value: none, one, or two.
fn decimals(chart: &Chart) -> usize {
    let values = chart.bars.iter().flat_map(|bar| &bar.values).map(|(_, value)| *value);
    let needs = |value: f64| {
        (0..2usize).find(|digits| {
            let scaled = value * 10f64.powi(i32::try_from(*digits).unwrap_or(0));
            (scaled - scaled.round()).abs() < 1e-6
        })
    };
    values.map(|value| needs(value).unwrap_or(2)).max().unwrap_or(0)
}

fn number(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, part)| (whole, part));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && whole.len() > 3 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A currency sign stands before its number, any other unit after it.
fn with_unit(value: &str, unit: &str) -> String {
    let is_currency = matches!(unit, "$" | "€" | "£" | "¥" | "₹" | "₩" | "US$" | "A$" | "C$");
    if is_currency {
        format!("{unit}{value}")
    } else if unit.is_empty() || unit == "%" {
        format!("{value}{unit}")
    } else {
        format!("{value}\u{a0}{unit}")
    }
}

fn bar_block(bar: &Bar, chart: &Chart, scale: f64, decimals: usize, setter: &mut Typesetter<'_>) -> BarBlock {
    let mut name = Builder::new(Role::Cell, true);
    name.push(&bar.label, Marks { strong: true, ..Marks::default() });
    if let Some(note) = &bar.note {
        name.words(" ", PLAIN);
        name.set_role(Role::ChartNote);
        name.push(note, Marks::default());
    }
    let name = setter.finish(name, bar.label.span);
    let drawn = bar.values.iter().filter(|(_, value)| *value > 0.0);
    let segments = drawn
        .clone()
        .enumerate()
        .map(|(place, (_, value))| (value / scale, Fill { place, side: bar.subject }))
        .collect();
    let sum: Vec<String> = drawn.map(|(_, value)| number(*value, decimals)).collect();
    BarBlock {
        name,
        segments,
        total: setter.words(&with_unit(&number(total(bar), decimals), &chart.unit), Role::Cell, STRONG),
        sum: (sum.len() > 1).then(|| setter.words(&sum.join(" + "), Role::ChartNote, PLAIN)),
    }
}

fn legend(chart: &Chart, setter: &mut Typesetter<'_>) -> Vec<LegendEntry> {
    let fill = |part: usize| {
        chart.bars.iter().find_map(|bar| {
            let place =
                bar.values.iter().filter(|(_, value)| *value > 0.0).position(|(id, _)| *id == part)?;
            Some(Fill { place, side: bar.subject })
        })
    };
    let parts = chart.parts.iter().enumerate();
    parts
        .map(|(index, part)| LegendEntry {
            label: setter.text(&part.label, Role::ChartNote),
            fill: fill(index).unwrap_or(Fill { place: index, side: None }),
        })
        .collect()
}

fn alt(chart: &Chart, decimals: usize) -> String {
    let bars = chart.bars.iter().map(|bar| {
        let parts = bar.values.iter().map(|(part, value)| {
            format!(
                "{} {}",
                chart.parts[*part].label.plain(),
                with_unit(&number(*value, decimals), &chart.unit)
            )
        });
        let total = with_unit(&number(total(bar), decimals), &chart.unit);
        format!("{}: {} ({})", bar.label.plain(), total, parts.collect::<Vec<_>>().join(", "))
    });
    format!("{}. {}.", chart.title.plain(), bars.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_large_enough() {
        for (largest, scale) in
            [(395.36, 400.0), (4.0, 4.0), (0.07, 0.08), (9.1, 10.0), (0.0, 1.0), (100.0, 100.0)]
        {
            assert!((round_scale(largest) - scale).abs() < 1e-9, "{largest}: {}", round_scale(largest));
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(1_234_567.5, 2), "1,234,567.50");
        assert_eq!(number(286.67, 2), "286.67");
        assert_eq!(with_unit("2.3", "h"), "2.3\u{a0}h");
        assert_eq!(with_unit("20.00", "$"), "$20.00");
    }
}
