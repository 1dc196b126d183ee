//! A font program of the glyphs used and nothing else: CFF (Adobe Technical Note 5176), with charstrings of Type 2
//! (5177). It has no hinting, which readers do by themselves, and none of the tables that a PDF never uses
//! (ISO 32000-1, 9.9).

use read_fonts::ps::Sid;

use super::outline::{Contour, Step};

/// A glyph to be written.
pub(super) struct Glyph {
    /// What stands for it in the pages.
    pub(super) code: u16,
    /// In thousandths of an em.
    pub(super) advance: i32,
    pub(super) contours: Vec<Contour>,
}

/// What the glyphs are found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Codes of one byte, which the program itself ties to glyphs: for a simple font (ISO 32000-1, 9.6.2).
    Bytes,
    /// CIDs of two bytes: for a composite font (ISO 32000-1, 9.7).
    Cids,
}

/// Strings of our own come after the standard ones.
const FIRST_STRING: u16 = 391;

/// Writes a font. The glyphs come in the order of their codes, the first has code 0.
pub(super) fn program(name: &str, glyphs: &[Glyph], bounds: [i32; 4], keys: Keys) -> Vec<u8> {
    let widths = Widths::of(glyphs);
    let strings: Vec<Vec<u8>> = glyphs.iter().map(|glyph| charstring(glyph, widths)).collect();
    let charstrings = Part { operator: &[17], size: None, bytes: index(&strings) };
    let private = [number(widths.default), vec![20], number(widths.nominal), vec![21]].concat();
    match keys {
        Keys::Bytes => simple(name, glyphs, bounds, [charstrings, Part::private(private)]),
        Keys::Cids => composite(name, glyphs, bounds, (charstrings, &private)),
    }
}

/// A font whose glyphs have codes and names.
fn simple(name: &str, glyphs: &[Glyph], bounds: [i32; 4], rest: [Part; 2]) -> Vec<u8> {
    let glyphs = glyphs.get(1..).unwrap_or_default();
    let (mut names, mut strings) = (Vec::new(), Vec::new());
    for glyph in glyphs {
        names.push(standard_name(glyph.code).unwrap_or_else(|| {
            strings.push(own_name(glyph.code).into_bytes());
            FIRST_STRING - 1 + u16::try_from(strings.len()).unwrap_or(0)
        }));
    }
    let codes: Vec<u8> = glyphs.iter().map(|glyph| u8::try_from(glyph.code).unwrap_or(0)).collect();
    let [charstrings, private] = rest;
    let encoding = Part { operator: &[16], size: None, bytes: encoding(&codes) };
    let charset = Part { operator: &[15], size: None, bytes: charset(&names) };
    assembled(name, &box_entry(bounds), &strings, &[encoding, charset, charstrings, private])
}

/// A CID-keyed font with one dictionary for all its glyphs.
fn composite(
    name: &str,
    glyphs: &[Glyph],
    bounds: [i32; 4],
    (charstrings, private): (Part, &[u8]),
) -> Vec<u8> {
    let cids: Vec<u16> = glyphs.iter().skip(1).map(|glyph| glyph.code).collect();
    let first = i32::from(FIRST_STRING);
    // Registry, ordering, supplement: must come first.
    let mut entries = [number(first), number(first + 1), number(0), vec![12, 30], box_entry(bounds)].concat();
    entries.extend(number(cids.last().map_or(0, |last| i32::from(*last)) + 1).into_iter().chain([12, 34]));
    let mut select = vec![3, 0, 1, 0, 0, 0];
    select.extend_from_slice(&u16::try_from(glyphs.len()).unwrap_or(u16::MAX).to_be_bytes());
    let mut parts = [
        Part { operator: &[15], size: None, bytes: charset(&cids) },
        Part { operator: &[12, 37], size: None, bytes: select },
        charstrings,
        Part { operator: &[12, 36], size: None, bytes: fonts(private, 0) },
    ];
    let strings = [b"Adobe".to_vec(), b"Identity".to_vec()];
    // The private dictionary comes last.
    let at = assembled(name, &entries, &strings, &parts).len();
    parts[3].bytes = fonts(private, at);
    [assembled(name, &entries, &strings, &parts), private.to_vec()].concat()
}

/// The dictionaries of a composite font: one that says where its private one is.
fn fonts(private: &[u8], at: usize) -> Vec<u8> {
    index(&[[length(private), offset(at), vec![18]].concat()])
}

/// A part of a program whose place an entry of the top dictionary tells.
struct Part {
    operator: &'static [u8],
    /// What the entry tells before the place.
    size: Option<Vec<u8>>,
    bytes: Vec<u8>,
}

impl Part {
    fn private(bytes: Vec<u8>) -> Self {
        Self { operator: &[18], size: Some(length(&bytes)), bytes }
    }
}

/// A program of the entries of its top dictionary, its strings, and parts, which have entries of their own.
fn assembled(name: &str, entries: &[u8], strings: &[Vec<u8>], parts: &[Part]) -> Vec<u8> {
    let head = [vec![1, 0, 4, 4], index(&[name.as_bytes().to_vec()])].concat();
    let tail = [index(strings), index(&[])].concat();
    let top = |mut at: usize| {
        let mut dictionary = entries.to_vec();
        for part in parts {
            dictionary.extend(part.size.iter().flatten().copied().chain(offset(at)));
            dictionary.extend_from_slice(part.operator);
            at += part.bytes.len();
        }
        index(&[dictionary])
    };
    // Offsets are five bytes whatever they say, so the size of the dictionary is known before them.
    let start = head.len() + top(0).len() + tail.len();
    let parts = parts.iter().flat_map(|part| &part.bytes).copied();
    head.into_iter().chain(top(start)).chain(tail).chain(parts).collect()
}

fn box_entry(bounds: [i32; 4]) -> Vec<u8> {
    bounds.into_iter().flat_map(number).chain([5]).collect()
}

/// The names of glyphs by their codes, as a descriptor lists them (ISO 32000-1, table 122).
pub(super) fn names(codes: impl Iterator<Item = u16>) -> String {
    let name = |code| match standard_name(code).map(|name| Sid::new(name).resolve_standard()) {
        Some(Ok(name)) => String::from_utf8_lossy(name).into_owned(),
        _ => own_name(code),
    };
    codes.map(|code| format!("/{}", name(code))).collect()
}

/// The name of a character of ASCII among the standard strings (5176, appendix A).
const fn standard_name(code: u16) -> Option<u16> {
    match code {
        0x27 => Some(104),
        0x60 => Some(124),
        0x20..=0x7E => Some(code - 0x1F),
        _ => None,
    }
}

/// A name that tells nobody anything: what the glyph stands for is in the map to Unicode.
fn own_name(code: u16) -> String {
    format!("g{code}")
}

/// Which codes the glyphs after the first have: ranges of consecutive ones (5176, 12, format 1).
fn encoding(codes: &[u8]) -> Vec<u8> {
    let ranges: Vec<&[u8]> = codes.chunk_by(|before, code| before.checked_add(1) == Some(*code)).collect();
    let byte = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    let mut out = vec![1, byte(ranges.len())];
    ranges.iter().for_each(|range| out.extend([range[0], byte(range.len() - 1)]));
    out
}

/// Which names or CIDs the glyphs after the first have: ranges of consecutive ones (5176, 13, format 2).
fn charset(ids: &[u16]) -> Vec<u8> {
    let mut out = vec![2];
    for range in ids.chunk_by(|before, id| before.checked_add(1) == Some(*id)) {
        let more = u16::try_from(range.len() - 1).unwrap_or(u16::MAX);
        out.extend(range[0].to_be_bytes().into_iter().chain(more.to_be_bytes()));
    }
    out
}

/// An INDEX (5176, 5): count, size of offsets, offsets from 1, data.
fn index(items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = u16::try_from(items.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    if items.is_empty() {
        return out;
    }
    let total: usize = 1 + items.iter().map(Vec::len).sum::<usize>();
    let size = if total > 0xFF_FFFF {
        4
    } else if total > 0xFFFF {
        3
    } else {
        2
    };
    out.push(size);
    let mut at = 1usize;
    for length in std::iter::once(0).chain(items.iter().map(Vec::len)) {
        at += length;
        let bytes = u32::try_from(at).unwrap_or(u32::MAX).to_be_bytes();
        out.extend_from_slice(&bytes[4 - usize::from(size)..]);
    }
    out.extend(items.iter().flatten());
    out
}

/// An operand of a dictionary or a charstring in as few bytes as it takes; both spell these alike.
fn number(value: i32) -> Vec<u8> {
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

/// How many bytes there are, as an operand.
fn length(bytes: &[u8]) -> Vec<u8> {
    number(i32::try_from(bytes.len()).unwrap_or(i32::MAX))
}

/// An offset of a dictionary, always in five bytes.
fn offset(value: usize) -> Vec<u8> {
    let mut out = vec![29];
    out.extend_from_slice(&u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes());
    out
}

/// Operators of paths (5177, 4.1).
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

/// Operands that a reader must be able to stack.
const STACK: usize = 48;

/// What glyphs need not say of their widths (5176, 15; 5177, 3.1).
#[derive(Clone, Copy)]
struct Widths {
    /// Of glyphs that tell none.
    default: i32,
    /// What the others tell the difference to.
    nominal: i32,
}

impl Widths {
    /// The commonest width, and the one in the middle of the others.
    fn of(glyphs: &[Glyph]) -> Self {
        let mut advances: Vec<i32> = glyphs.iter().map(|glyph| glyph.advance).collect();
        advances.sort_unstable();
        let runs = advances.chunk_by(|a, b| a == b);
        let default = runs.max_by_key(|run| run.len()).map_or(0, |run| run[0]);
        advances.retain(|advance| *advance != default);
        Self { default, nominal: advances.get(advances.len() / 2).copied().unwrap_or(default) }
    }
}

fn charstring(glyph: &Glyph, widths: Widths) -> Vec<u8> {
    let mut out = Vec::new();
    if glyph.advance != widths.default {
        push(&mut out, glyph.advance - widths.nominal);
    }
    let mut pen = (0, 0);
    let mut moves = Vec::new();
    for contour in &glyph.contours {
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
        write_moves(&moves, &mut out);
    }
    out.push(14);
    out
}

/// The differences from point to point.
#[derive(Clone, Copy)]
enum Move {
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

    #[test]
    fn numbers_take_as_few_bytes_as_they_can() {
        assert_eq!(number(0), [139]);
        assert_eq!(number(-107), [32]);
        assert_eq!(number(108), [247, 0]);
        assert_eq!(number(-1131), [254, 255]);
        assert_eq!(number(1132), [28, 4, 108]);
    }

    #[test]
    fn glyphs_of_ascii_have_the_names_that_everybody_knows() {
        let codes = [0x20, 0x27, 0x41, 0x60, 0x7E, 0x80];
        assert_eq!(names(codes.into_iter()), "/space/quotesingle/A/grave/asciitilde/g128");
    }

    #[test]
    fn a_square_is_one_move_and_one_run_of_lines() {
        let line = |x, y| Step::Line((x, y));
        let steps = vec![line(10, 0), line(10, 10), line(0, 10), line(0, 0)];
        let glyph = Glyph { code: 1, advance: 12, contours: vec![Contour { start: (0, 0), steps }] };
        // 12, 0 hmoveto, 10 10 -10 hlineto, endchar: the last side closes by itself.
        let widths = Widths { default: 0, nominal: 0 };
        assert_eq!(charstring(&glyph, widths), [151, 139, 22, 149, 149, 129, 6, 14]);
    }
}
