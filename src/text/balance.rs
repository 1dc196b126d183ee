//! The best breaks of a paragraph, of those that give the least number of lines.

use std::ops::Range;

use super::Measure;
use super::lines::{Chosen, width};
use super::paragraph::Segment;
use crate::geom::Abs;

/// Breaks a run of segments into as many lines as first-fit does: the least sum of squared slack, the last line's counted only
/// where it would hold little more than a word, and few ends within words.
///
/// Of each line only those ends are tried that such lines can have: about as many as it has room for segments. So the work grows
/// with the text, not with its square.
pub(super) fn balance(run: &[Segment], greedy: &[Chosen], first: Abs, measure: &Measure<'_>) -> Vec<Chosen> {
    let widths: Vec<(Abs, Abs)> = run.iter().map(|segment| width(segment, measure.sizes)).collect();
    let mut table = Vec::with_capacity(greedy.len() + 1);
    table.push(Ends { from: 0, best: vec![Some((0.0, 0))] });
    for (line, ends) in windows(run, &widths, greedy, measure.rest).into_iter().enumerate() {
        let room = if line == 0 { first } else { measure.rest };
        let is_last = line + 1 == greedy.len();
        let best = |end| {
            let hyphen = hyphen(run, end, measure);
            let best = best_line(&widths, (end, hyphen), room, is_last, &table[line]);
            best.map(|best| ended(best, run, end))
        };
        let ends = Ends { from: ends.start, best: ends.map(best).collect() };
        table.push(ends);
    }
    // First-fit has found such lines, so there are some.
    chosen(run, &table).unwrap_or_else(|| greedy.to_vec())
}

/// Where a line may end: before the segment `from`, or before one of those after it. By end the least cost of the lines up to
/// there, and the segment that the last of them starts with.
struct Ends {
    from: usize,
    best: Vec<Option<(f64, usize)>>,
}

impl Ends {
    fn at(&self, end: usize) -> Option<(f64, usize)> {
        *self.best.get(end.checked_sub(self.from)?)?
    }
}

/// The ends that each line can have: no later than where first-fit ends it, and no earlier than where it ends if the lines are
/// filled from the last one back.
fn windows(run: &[Segment], widths: &[(Abs, Abs)], greedy: &[Chosen], rest: Abs) -> Vec<Range<usize>> {
    let mut windows = Vec::with_capacity(greedy.len());
    let mut earliest = run.len();
    for line in greedy.iter().rev() {
        let latest = run.partition_point(|segment| segment.end <= line.atoms.end);
        windows.push(earliest.min(latest)..latest + 1);
        // A line that ends a little later may do without a hyphen.
        let starts = lines_before(widths, earliest, Abs::ZERO).take_while(|(_, used)| used.fits(rest));
        earliest = starts.last().map_or(earliest, |(start, _)| start);
    }
    windows.reverse();
    windows
}

/// Width of the hyphen of a line that ends before a segment.
fn hyphen(run: &[Segment], end: usize, measure: &Measure<'_>) -> Abs {
    end.checked_sub(1).map_or(Abs::ZERO, |last| run[last].hyphen_width(measure.sizes))
}

/// The lines that end before a segment, the shortest first: what each starts with, and its width with a hyphen at its end.
fn lines_before(widths: &[(Abs, Abs)], end: usize, hyphen: Abs) -> impl Iterator<Item = (usize, Abs)> {
    let mut used = hyphen;
    (0..end).rev().map(move |start| {
        let (body, space) = widths[start];
        used += body;
        if start + 1 < end {
            used += space;
        }
        (start, used)
    })
}

/// The best of the lines that end before a segment, with a hyphen of some width, and start where the line before them may end.
fn best_line(
    widths: &[(Abs, Abs)],
    (end, hyphen): (usize, Abs),
    room: Abs,
    is_last: bool,
    before: &Ends,
) -> Option<(f64, usize)> {
    let mut best: Option<(f64, usize)> = None;
    let lines = lines_before(widths, end, hyphen)
        .take_while(|(start, used)| *start >= before.from && used.fits(room));
    for (start, used) in lines {
        let Some((cost, _)) = before.at(start) else { continue };
        let cost = cost + line_cost(used / room, is_last);
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, start));
        }
    }
    best
}

/// What it costs to end a line within a word of code: as much as to leave a line empty.
const WEAK: f64 = 1.0;
/// What it costs to end it with a hyphen: as much as to leave two thirds of a line empty.
const HYPHEN: f64 = 0.5;

/// The cost of a line, and of what it ends with.
fn ended((cost, start): (f64, usize), run: &[Segment], end: usize) -> (f64, usize) {
    let parted = match end.checked_sub(1).map(|last| &run[last]) {
        Some(last) if last.weak => WEAK,
        Some(last) if last.hyphen.is_some() => HYPHEN,
        _ => 0.0,
    };
    (cost + parted, start)
}

/// The lines of the best way to end the run.
fn chosen(run: &[Segment], table: &[Ends]) -> Option<Vec<Chosen>> {
    let mut lines = Vec::with_capacity(table.len() - 1);
    let mut end = run.len();
    for ends in table[1..].iter().rev() {
        let (_, start) = ends.at(end)?;
        lines.push(Chosen { atoms: run[start].start..run[end - 1].end, broken: false });
        end = start;
    }
    lines.reverse();
    Some(lines)
}

/// Cost of a line that is filled to a share.
fn line_cost(filled: f64, is_last: bool) -> f64 {
    let slack = 1.0 - filled;
    if !is_last {
        slack * slack
    } else if filled < 0.14 {
        0.6
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use smallvec::smallvec;

    use super::*;
    use crate::geom::Em;
    use crate::text::{Paragraph, StyleId};

    /// A number below `limit` from a sequence that is the same each time.
    fn next(state: &mut u64, limit: u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((*state >> 33) % limit).unwrap_or(0)
    }

    /// So many words of one atom each and a space, up to 12 pt wide at 1 pt; some widths are whole, so that costs are equal.
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    fn words(state: &mut u64, count: usize) -> Vec<Segment> {
        let step = [1.0, 0.37][next(state, 2)];
        let word = |start: usize| {
            let ems = Em::new(step * next(state, 13).max(1) as f64);
            let widths = smallvec![(StyleId(0), ems, Em::new(step))];
            Segment {
                start: 2 * start,
                body: 2 * start + 1,
                end: 2 * start + 2,
                widths,
                ..Segment::default()
            }
        };
        (0..count).map(word).collect()
    }

    /// The same choice from a table of all lines and all ends.
    fn plain(run: &[Segment], count: usize, first: Abs, measure: &Measure<'_>) -> Option<Vec<Chosen>> {
        let widths: Vec<_> = run.iter().map(|segment| width(segment, measure.sizes)).collect();
        let mut table = vec![Ends { from: 0, best: vec![Some((0.0, 0))] }];
        for line in 0..count {
            let room = if line == 0 { first } else { measure.rest };
            let is_last = |end: usize| line + 1 == count && end == run.len();
            let best = |end| {
                let ends = (end, hyphen(run, end, measure));
                best_line(&widths, ends, room, is_last(end), &table[line]).map(|best| ended(best, run, end))
            };
            let ends = Ends { from: 0, best: (0..=run.len()).map(best).collect() };
            table.push(ends);
        }
        chosen(run, &table)
    }

    #[test]
    fn no_other_ends_make_better_lines() {
        let mut state = 3;
        for _ in 0..3000 {
            let count = 1 + next(&mut state, 60);
            let run = words(&mut state, count);
            #[allow(clippy::cast_precision_loss, reason = "small numbers")]
            let mut room = || Abs::pt(12.0 + next(&mut state, 60) as f64);
            let (first, rest) = (room(), room());
            let measure = Measure { first, rest, sizes: &[Abs::pt(1.0)] };
            let greedy = Paragraph::of_segments(run.clone()).greedy(&measure);
            let found = balance(&run, &greedy, first, &measure);
            assert_eq!(Some(found), plain(&run, greedy.len(), first, &measure), "{first:?} {rest:?} {run:?}");
        }
    }

    #[test]
    fn few_ends_are_tried() {
        let mut state = 9;
        let run = words(&mut state, 4000);
        let measure = Measure { first: Abs::pt(40.0), rest: Abs::pt(60.0), sizes: &[Abs::pt(1.0)] };
        let greedy = Paragraph::of_segments(run.clone()).greedy(&measure);
        let widths: Vec<_> = run.iter().map(|segment| width(segment, measure.sizes)).collect();
        let tried: usize =
            windows(&run, &widths, &greedy, measure.rest).iter().map(ExactSizeIterator::len).sum();
        assert!(tried <= run.len() + greedy.len(), "{tried} ends of {} lines", greedy.len());
    }

    #[test]
    fn a_word_of_code_is_parted_only_to_save_a_line() {
        let parts = |widths: [f64; 4], room: f64| {
            let part = |(index, width): (usize, &f64)| Segment {
                start: 2 * index,
                body: 2 * index + 1,
                end: 2 * index + 2,
                widths: smallvec![(StyleId(0), Em::new(*width), Em::new(0.0))],
                // The second part ends within the word.
                weak: index == 1,
                ..Segment::default()
            };
            let run: Vec<Segment> = widths.iter().enumerate().map(part).collect();
            let measure = Measure { first: Abs::pt(room), rest: Abs::pt(room), sizes: &[Abs::pt(1.0)] };
            let greedy = Paragraph::of_segments(run.clone()).greedy(&measure);
            let lines = balance(&run, &greedy, measure.first, &measure);
            lines.iter().map(|line| line.atoms.len() / 2).collect::<Vec<_>>()
        };
        assert_eq!(parts([10.0, 20.0, 10.0, 5.0], 40.0), [1, 3]);
        assert_eq!(parts([10.0, 20.0, 25.0, 10.0], 40.0), [2, 2]);
    }
}
