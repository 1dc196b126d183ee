//! The outlines of glyphs as charstrings of Type 2 (Adobe Technical Note 5177).

use super::cff::Glyph;
use crate::text::Step;

/// An operand of a dictionary or a charstring in as few bytes as it takes; both spell these alike.
pub(super) fn number(value: i32) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, value);
    out
}

/// Appends an operand.
fn push(out: &mut Vec<u8>, value: i32) {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "each arm's range is a byte's"
    )]
    match value {
        -107..=107 => out.push((value + 139) as u8),
        108..=1131 => out.extend([((value - 108) / 256 + 247) as u8, ((value - 108) % 256) as u8]),
        -1131..=-108 => out.extend([((-value - 108) / 256 + 251) as u8, ((-value - 108) % 256) as u8]),
        _ => {
            let [high, low] = i16::try_from(value).unwrap_or(i16::MAX).to_be_bytes();
            out.extend([28, high, low]);
        }
    }
}

/// Operators of paths (4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Lines = 5,
    LinesFromHorizontal = 6,
    LinesFromVertical = 7,
    Curves = 8,
    CurvesVertical = 26,
    CurvesHorizontal = 27,
    CurvesFromVertical = 30,
    CurvesFromHorizontal = 31,
}

/// Few glyphs take more.
const USUAL_BYTES: usize = 256;

/// Operands that a reader must be able to stack.
const STACK: usize = 48;

/// What glyphs need not say of their widths (3.1; Technical Note 5176, 15).
#[derive(Clone, Copy)]
pub(super) struct Widths {
    /// Of glyphs that tell none.
    pub(super) default: i32,
    /// What the others tell the difference to.
    pub(super) nominal: i32,
}

impl Widths {
    /// The commonest width, and the one in the middle of the others.
    pub(super) fn of(glyphs: &[Glyph]) -> Self {
        let mut advances: Vec<i32> = glyphs.iter().map(|glyph| glyph.advance).collect();
        advances.sort_unstable();
        let runs = advances.chunk_by(|a, b| a == b);
        let default = runs.max_by_key(|run| run.len()).map_or(0, |run| run[0]);
        advances.retain(|advance| *advance != default);
        Self { default, nominal: advances.get(advances.len() / 2).copied().unwrap_or(default) }
    }
}

/// Writes a glyph; `moves` is room for the steps of a contour.
pub(super) fn charstring(glyph: &Glyph, widths: Widths, moves: &mut Vec<Move>) -> Vec<u8> {
    let mut out = Vec::with_capacity(USUAL_BYTES);
    if glyph.advance != widths.default {
        push(&mut out, glyph.advance - widths.nominal);
    }
    let mut pen = (0, 0);
    for contour in glyph.outline.iter() {
        let (dx, dy) = (contour.start.0 - pen.0, contour.start.1 - pen.1);
        let (operands, operator): (&[i32], u8) = match (dx, dy) {
            (_, 0) => (&[dx], 22),
            (0, _) => (&[dy], 4),
            _ => (&[dx, dy], 21),
        };
        operands.iter().for_each(|operand| push(&mut out, *operand));
        out.push(operator);
        pen = contour.start;
        let mut steps = contour.steps.as_slice();
        // A contour closes by itself.
        if let Some((Step::Line(end), rest)) = steps.split_last()
            && *end == contour.start
        {
            steps = rest;
        }
        moves.clear();
        moves.extend(steps.iter().map(|step| relative(step, &mut pen)).filter(Move::is_any));
        write_moves(moves, &mut out);
    }
    out.push(14);
    out
}

/// The differences from point to point.
#[derive(Clone, Copy)]
pub(super) enum Move {
    Line([i32; 2]),
    Curve([i32; 6]),
}

impl Move {
    /// Whether it leads anywhere.
    fn is_any(&self) -> bool {
        match self {
            Self::Line(edges) => *edges != [0; 2],
            Self::Curve(edges) => *edges != [0; 6],
        }
    }
}

fn relative(step: &Step, pen: &mut (i32, i32)) -> Move {
    let mut to = |(x, y): (i32, i32)| {
        let moved = (x - pen.0, y - pen.1);
        *pen = (x, y);
        moved
    };
    match *step {
        Step::Line(end) => Move::Line(to(end).into()),
        Step::Cubic(points) => {
            let [(ax, ay), (bx, by), (cx, cy)] = points.map(&mut to);
            Move::Curve([ax, ay, bx, by, cx, cy])
        }
    }
}

/// Operands, no more than a curve has.
struct Operands {
    values: [i32; 6],
    count: usize,
}

impl Operands {
    fn new<const N: usize>(operands: [i32; N]) -> Self {
        let mut values = [0; 6];
        values[..N].copy_from_slice(&operands);
        Self { values, count: N }
    }

    fn as_slice(&self) -> &[i32] {
        &self.values[..self.count]
    }
}

/// Gives as many steps as possible to each operator.
fn write_moves(moves: &[Move], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < moves.len() {
        let (operator, operands) = short_form(moves[at]);
        let mut stacked = operands.count;
        operands.as_slice().iter().for_each(|operand| push(out, *operand));
        let mut expected = operator;
        let mut is_closed = closes(operator, operands.count);
        at += 1;
        while at < moves.len() && !is_closed {
            expected = following(operator, expected);
            let (next, more) = short_form(moves[at]);
            if next != expected || opens(next, more.count) || stacked + more.count > STACK {
                break;
            }
            is_closed = closes(next, more.count);
            stacked += more.count;
            more.as_slice().iter().for_each(|operand| push(out, *operand));
            at += 1;
        }
        out.push(operator as u8);
    }
}

/// What must follow a step so that both fit one operator: some alternate in direction.
const fn following(operator: Operator, last: Operator) -> Operator {
    match last {
        Operator::LinesFromHorizontal => Operator::LinesFromVertical,
        Operator::LinesFromVertical => Operator::LinesFromHorizontal,
        Operator::CurvesFromHorizontal => Operator::CurvesFromVertical,
        Operator::CurvesFromVertical => Operator::CurvesFromHorizontal,
        _ => operator,
    }
}

/// Whether a curve ends askew, which only the last one of its operator may.
const fn closes(operator: Operator, operands: usize) -> bool {
    matches!(operator, Operator::CurvesFromHorizontal | Operator::CurvesFromVertical) && operands == 5
}

/// Whether a curve starts askew, which only the first one of its operator may.
const fn opens(operator: Operator, operands: usize) -> bool {
    matches!(operator, Operator::CurvesHorizontal | Operator::CurvesVertical) && operands == 5
}

/// The operator with the fewest operands for a step.
fn short_form(step: Move) -> (Operator, Operands) {
    match step {
        Move::Line([dx, 0]) => (Operator::LinesFromHorizontal, Operands::new([dx])),
        Move::Line([0, dy]) => (Operator::LinesFromVertical, Operands::new([dy])),
        Move::Line(edges) => (Operator::Lines, Operands::new(edges)),
        Move::Curve(edges) => short_curve(edges),
    }
}

fn short_curve(edges: [i32; 6]) -> (Operator, Operands) {
    match edges {
        [ax, 0, bx, by, 0, cy] => (Operator::CurvesFromHorizontal, Operands::new([ax, bx, by, cy])),
        [0, ay, bx, by, cx, 0] => (Operator::CurvesFromVertical, Operands::new([ay, bx, by, cx])),
        [ax, 0, bx, by, cx, 0] => (Operator::CurvesHorizontal, Operands::new([ax, bx, by, cx])),
        [0, ay, bx, by, 0, cy] => (Operator::CurvesVertical, Operands::new([ay, bx, by, cy])),
        [ax, 0, bx, by, cx, cy] => (Operator::CurvesFromHorizontal, Operands::new([ax, bx, by, cy, cx])),
        [0, ay, bx, by, cx, cy] => (Operator::CurvesFromVertical, Operands::new([ay, bx, by, cx, cy])),
        [ax, ay, bx, by, cx, 0] => (Operator::CurvesHorizontal, Operands::new([ay, ax, bx, by, cx])),
        [ax, ay, bx, by, 0, cy] => (Operator::CurvesVertical, Operands::new([ax, ay, bx, by, cy])),
        _ => (Operator::Curves, Operands::new(edges)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Contour;

    #[test]
    fn numbers_take_as_few_bytes_as_they_can() {
        assert_eq!(number(0), [139]);
        assert_eq!(number(-107), [32]);
        assert_eq!(number(108), [247, 0]);
        assert_eq!(number(-1131), [254, 255]);
        assert_eq!(number(1132), [28, 4, 108]);
    }

    #[test]
    fn a_square_is_one_move_and_one_run_of_lines() {
        let line = |x, y| Step::Line((x, y));
        let steps = vec![line(10, 0), line(10, 10), line(0, 10), line(0, 0)];
        let glyph = Glyph { code: 1, advance: 12, outline: [Contour { start: (0, 0), steps }].into() };
        // 12, 0 hmoveto, 10 10 -10 hlineto, endchar: the last side closes by itself.
        let widths = Widths { default: 0, nominal: 0 };
        assert_eq!(charstring(&glyph, widths, &mut Vec::new()), [151, 139, 22, 149, 149, 129, 6, 14]);
    }
}
