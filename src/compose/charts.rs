//! Stacked-bar charts: their texts, and the numbers as shares of a round scale.

use super::texts::{Builder, TextBlock, Typesetter};
use super::{PLAIN, STRONG};
use crate::model::{Bar, Chart, Marks, Side, Text, Word};
use crate::theme::Role;
use crate::words::{NumberFormat, Words, decimals_in};

/// A chart, ready to be drawn at any size.
pub(crate) struct ChartBlock {
    pub(crate) topic: TextBlock,
    pub(crate) title: TextBlock,
    pub(crate) legend: Vec<LegendEntry>,
    pub(crate) bars: Vec<BarBlock>,
    pub(crate) note: Option<TextBlock>,
    /// The data in words; the title is read before.
    pub(crate) alt: String,
}

/// A part and the fill it first appears with.
pub(crate) struct LegendEntry {
    pub(crate) label: TextBlock,
    /// None: it is each subject's own, as the names of the bars tell.
    pub(crate) fill: Option<Fill>,
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

/// How a segment is filled: by its place among the parts, and by the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fill {
    pub(crate) place: usize,
    pub(crate) side: Option<Side>,
}

impl Fill {
    /// What is seen of it: the first place has no subject's colour, from the fourth on all are alike.
    fn look(self) -> (usize, Option<Side>) {
        (self.place.min(3), self.side.filter(|_| self.place > 0))
    }
}

/// Which parts have which fill: by their place in their own bar; or among all parts of the chart, if the legend could not tell
/// two of them apart otherwise, or would show another place of a part than one of the bars.
struct Fills<'c> {
    chart: &'c Chart,
    is_by_bar: bool,
}

impl<'c> Fills<'c> {
    fn new(chart: &'c Chart) -> Self {
        let by_bar = Self { chart, is_by_bar: true };
        let mut parts = 0..chart.parts.len();
        let is_unclear = any_alike(parts.clone().map(|part| by_bar.in_legend(part)))
            || parts.any(|part| {
                let mut fills = chart.bars.iter().filter_map(|bar| by_bar.of(bar, part));
                fills.any(|fill| fill.place != by_bar.in_legend(part).place)
            });
        Self { is_by_bar: !is_unclear, ..by_bar }
    }

    /// The fill of a part in a bar, if it is drawn there.
    fn of(&self, bar: &Bar, part: usize) -> Option<Fill> {
        let place = drawn(bar).position(|(drawn, _)| drawn == part)?;
        let place = match bar.subject {
            // In gray the sides could not be told apart.
            Some(_) if self.chart.parts.len() == 1 => 1,
            _ if self.is_by_bar => place,
            _ => part,
        };
        Some(Fill { place, side: bar.subject })
    }

    /// Whether the only part of a chart looks different in its bars.
    fn is_of_sides(&self) -> bool {
        let mut looks = self.chart.bars.iter().filter_map(|bar| self.of(bar, 0)).map(Fill::look);
        let first = looks.next();
        self.chart.parts.len() == 1 && looks.any(|look| Some(look) != first)
    }

    /// The fill that a part first appears with; if it never does, that of its place among the parts.
    fn in_legend(&self, part: usize) -> Fill {
        let first = self.chart.bars.iter().find_map(|bar| self.of(bar, part));
        first.unwrap_or(Fill { place: part, side: None })
    }
}

/// Whether two of some fills cannot be told apart.
pub(crate) fn any_alike(mut fills: impl Iterator<Item = Fill>) -> bool {
    // There are only some that differ.
    let mut seen = Vec::new();
    fills.any(|fill| {
        let is_known = seen.contains(&fill.look());
        seen.push(fill.look());
        is_known
    })
}

/// The parts of a bar that are more than nothing, and how much they are.
fn drawn(bar: &Bar) -> impl Iterator<Item = (usize, f64)> + Clone {
    bar.values.iter().copied().filter(|(_, value)| *value > 0.0)
}

/// How the numbers of a chart are written.
#[derive(Clone, Copy)]
struct Amounts<'a> {
    format: NumberFormat,
    decimals: usize,
    unit: &'a Word,
}

impl Amounts<'_> {
    fn number(self, value: f64) -> String {
        self.format.number(value, self.decimals)
    }

    /// With the unit.
    fn in_full(self, value: f64) -> String {
        self.format.with_unit(&self.number(value), &self.unit.text)
    }
}

/// Shapes a chart.
pub(super) fn chart(
    chart: &Chart,
    (words, role): (&Words<'_>, Role),
    setter: &mut Typesetter<'_>,
) -> ChartBlock {
    let largest = chart.bars.iter().map(total).fold(0.0, f64::max);
    let scale = round_scale(largest);
    let amounts = Amounts {
        format: setter.numbers,
        decimals: decimals_in(&chart.unit.text, decimals(chart)),
        unit: &chart.unit,
    };
    let fills = Fills::new(chart);
    let bars = chart.bars.iter().map(|bar| bar_block(bar, (scale, &fills), amounts, setter)).collect();
    let topic = match &chart.topic {
        Some(topic) => setter.text(topic, role),
        None => setter.words(words.example, role, PLAIN),
    };
    let mut title = setter.builder(Role::Cell);
    title.push(&chart.title, Marks { strong: true, ..Marks::default() });
    ChartBlock {
        topic,
        title: setter.finish(title, chart.title.span),
        legend: legend(chart, &fills, setter),
        bars,
        note: chart.note.as_ref().map(|text| setter.text(text, Role::ChartNote)),
        alt: alt(chart, amounts, words),
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
    // What is beyond all measure would be looked for without end.
    let largest = largest.min(f64::MAX);
    let mut power = 1.0;
    while power * 10.0 <= largest {
        power *= 10.0;
    }
    while power > largest {
        power /= 10.0;
    }
    let steps = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let mut ends = steps.iter().map(|step| step * power).filter(|end| end.is_finite());
    ends.find(|end| *end >= largest * (1.0 - 1e-12)).unwrap_or(largest)
}

/// Decimals that show every value of a chart.
fn decimals(chart: &Chart) -> usize {
    let values = chart.bars.iter().flat_map(|bar| &bar.values);
    values.map(|(_, value)| decimals_of(*value)).max().unwrap_or(0)
}

/// Decimals that somebody writes; a number with more of them was computed.
const MOST_WRITTEN: usize = 6;

/// Decimals of a value as the sheet has it; of a computed one, as many as show four digits of it.
fn decimals_of(value: f64) -> usize {
    // The shortest form that is read back as the same number.
    let written = value.to_string();
    let count = written.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if count <= MOST_WRITTEN {
        return count;
    }
    let is_near = |digits: &usize| {
        let shown: f64 = format!("{value:.digits$}").parse().unwrap_or(value);
        (shown - value).abs() <= value.abs() * 2e-4
    };
    (0..count).find(is_near).unwrap_or(count)
}

fn bar_block(
    bar: &Bar,
    (scale, fills): (f64, &Fills<'_>),
    amounts: Amounts<'_>,
    setter: &mut Typesetter<'_>,
) -> BarBlock {
    let mut name = setter.builder(Role::Cell);
    name.push(&bar.label, Marks { strong: true, ..Marks::default() });
    if let Some(note) = &bar.note {
        name.words(" ", PLAIN);
        name.set_role(Role::ChartNote);
        name.push(note, Marks::default());
    }
    let name = setter.finish(name, bar.label.span);
    let segment = |(part, value)| Some((value / scale, fills.of(bar, part)?));
    let segments = drawn(bar).filter_map(segment).collect();
    let sum: Vec<String> = drawn(bar).map(|(_, value)| amounts.number(value)).collect();
    let mut in_full = Builder::new(Role::Cell);
    in_full.words(&amounts.in_full(total(bar)), STRONG);
    BarBlock {
        name,
        segments,
        total: setter.finish(in_full, amounts.unit.span),
        sum: (sum.len() > 1).then(|| setter.words(&sum.join(" + "), Role::ChartNote, PLAIN)),
    }
}

fn legend(chart: &Chart, fills: &Fills<'_>, setter: &mut Typesetter<'_>) -> Vec<LegendEntry> {
    let parts = chart.parts.iter().enumerate();
    parts
        .map(|(index, part)| LegendEntry {
            label: setter.text(&part.label, Role::ChartNote),
            fill: (!fills.is_of_sides()).then(|| fills.in_legend(index)),
        })
        .collect()
}

fn alt(chart: &Chart, amounts: Amounts<'_>, words: &Words<'_>) -> String {
    let bars = chart.bars.iter().map(|bar| {
        let parts = bar
            .values
            .iter()
            .map(|(part, value)| format!("{} {}", chart.parts[*part].label.plain(), amounts.in_full(*value)));
        let total = amounts.in_full(total(bar));
        let parts = parts.collect::<Vec<_>>().join(words.comma);
        let name = [Some(&bar.label), bar.note.as_ref()].into_iter().flatten().map(Text::plain);
        let name = name.collect::<Vec<_>>().join(words.comma);
        format!("{name}{}{total} ({parts})", words.colon)
    });
    bars.collect::<Vec<_>>().join(words.semicolon) + words.stop
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Part;

    fn bar(subject: Option<Side>, values: &[(usize, f64)]) -> Bar {
        Bar { label: Text::default(), note: None, subject, values: values.to_vec() }
    }

    fn chart(parts: usize, bars: Vec<Bar>) -> Chart {
        Chart {
            title: Text::default(),
            topic: None,
            unit: Word::default(),
            parts: vec![Part { id: String::new(), label: Text::default() }; parts],
            bars,
            note: None,
            span: crate::diag::Span::default(),
        }
    }

    #[test]
    fn a_part_alone_has_the_fills_of_the_subjects() {
        let (left, right) = (Some(Side::Left), Some(Side::Right));
        let fills = |sides: &[Option<Side>]| {
            let chart = chart(1, sides.iter().map(|side| bar(*side, &[(0, 1.0)])).collect());
            let fills = Fills::new(&chart);
            let places =
                chart.bars.iter().filter_map(|bar| Some(fills.of(bar, 0)?.place)).collect::<Vec<_>>();
            (places, fills.is_of_sides())
        };
        assert_eq!(fills(&[left, right, None]), (vec![1, 1, 0], true));
        assert_eq!(fills(&[right, right]), (vec![1, 1], false));
        assert_eq!(fills(&[None, None]), (vec![0, 0], false));
    }

    #[test]
    fn the_legend_tells_all_parts_apart() {
        let places = |parts: usize, bars: [Vec<(usize, f64)>; 2]| {
            let [one, other] = bars;
            let chart = chart(parts, vec![bar(Some(Side::Left), &one), bar(Some(Side::Right), &other)]);
            let fills = Fills::new(&chart);
            let of =
                |bar| (0..parts).map(|part| fills.of(bar, part).map(|fill| fill.place)).collect::<Vec<_>>();
            chart.bars.iter().map(of).collect::<Vec<_>>()
        };
        // The second places are of different parts, each with the colour of its side.
        let clear = places(3, [vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0), (2, 1.0)]]);
        assert_eq!(clear, [[Some(0), Some(1), None], [Some(0), None, Some(1)]]);
        // One part would be at two places.
        let moved = places(2, [vec![(0, 1.0), (1, 1.0)], vec![(1, 1.0)]]);
        assert_eq!(moved, [[Some(0), Some(1)], [None, Some(1)]]);
        // Both parts would be at one place.
        let unclear = places(2, [vec![(0, 0.0), (1, 1.0)], vec![(0, 1.0), (1, 0.0)]]);
        assert_eq!(unclear, [[None, Some(1)], [Some(0), None]]);
        // A part that is nothing everywhere stands in the legend, too.
        let nothing = places(2, [vec![(0, 0.0), (1, 1.0)], vec![(0, 0.0), (1, 1.0)]]);
        assert_eq!(nothing, [[None, Some(1)], [None, Some(1)]]);
    }

    #[test]
    fn numbers_have_the_decimals_that_they_are_written_with() {
        for (value, decimals) in [
            (2.0, 0),
            (2.3, 1),
            (395.36, 2),
            (0.335, 3),
            (0.0049, 4),
            (1e-5, 5),
            (1e15, 0),
            (0.0, 0),
            // Computed.
            (0.1 + 0.2, 1),
            (100.0 / 3.0, 2),
            (2.0 / 3.0, 4),
            (1e-9 / 3.0, 13),
        ] {
            assert_eq!(decimals_of(value), decimals, "{value}");
        }
    }

    #[test]
    fn scales_are_round_and_large_enough() {
        for (largest, scale) in
            [(395.36, 400.0), (4.0, 4.0), (0.07, 0.08), (9.1, 10.0), (0.0, 1.0), (100.0, 100.0)]
        {
            assert!((round_scale(largest) - scale).abs() < 1e-9, "{largest}: {}", round_scale(largest));
        }
        for largest in [f64::INFINITY, f64::NAN, f64::MAX, f64::MIN_POSITIVE, 5e-324, -1.0] {
            assert!(round_scale(largest) > 0.0 && round_scale(largest).is_finite(), "{largest}");
        }
    }
}
