//! The Unicode Consortium's own cases for line breaks (UAX #14) and directions (UAX #9), through shaping and line building.

use std::io::Read as _;

use icu_segmenter::GraphemeClusterSegmenter;

use super::{CharStyle, Direction, FaceId, Fonts, Measure, Paragraph, Piece, Rank, Setter, StyleId};
use crate::geom::{Abs, Em};

#[path = "../../tests/support/squares.rs"]
#[allow(unreachable_pub, reason = "part of other tests too")]
mod squares;

fn unpack(data: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(data).read_to_string(&mut text).unwrap();
    text
}

fn character(hex: &str) -> char {
    char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap()
}

fn shape(setter: &mut Setter<'_>, text: &str, direction: Option<Direction>) -> Paragraph {
    let piece = Piece::Text { text: text.to_owned(), style: StyleId(0), owner: 0, stick: false };
    setter.shape_as(&[piece], direction).unwrap_or_else(|missing| panic!("{text:?}: {missing:?}"))
}

fn setter(fonts: &Fonts) -> Setter<'_> {
    let style = CharStyle { face: FaceId(0), tracking: Em::ZERO, code: false };
    Setter::new(vec![style], fonts, "en")
}

/// Characters that leave no glyph: their places fall together with the next one's.
fn is_gone(character: char) -> bool {
    crate::characters::is_invisible(character)
}

/// How many characters the first atoms of a paragraph stand for.
fn drawn_until(paragraph: &Paragraph, atom: usize) -> usize {
    let glyphs = paragraph.atoms[..atom].iter().filter_map(|atom| atom.glyph.as_ref());
    glyphs.flat_map(|glyph| glyph.text.chars()).filter(|character| !is_gone(*character)).count()
}

/// Fonts that show all characters of some texts.
fn fonts(texts: &[String]) -> Fonts {
    let mut fonts = Fonts::bundled();
    fonts.add(squares::font(&texts.iter().flat_map(|text| text.chars()).collect()), Rank::Sheet).unwrap();
    fonts
}

#[test]
fn what_shapers_take_apart_is_shown_with_its_parts_or_missing() {
    let missing = |shown: &str| {
        let fonts = fonts(&[shown.to_owned()]);
        let piece =
            Piece::Text { text: "นำ ນຳ".to_owned(), style: StyleId(0), owner: 0, stick: false };
        let shaped = setter(&fonts).shape(&[piece]);
        shaped.map_or_else(|missing| missing.iter().map(|glyph| glyph.character).collect(), |_| String::new())
    };
    assert_eq!(missing("นำ ນຳ"), "ำຳ");
    assert_eq!(missing("นำ ນຳ\u{E4D}\u{E32}"), "ຳ");
    assert_eq!(missing("น ນ\u{E4D}\u{E32}\u{ECD}\u{EB2}"), "");
}

/// A case of `LineBreakTest.txt`: the characters, and whether a line may break before each (and at the end).
fn line_case(line: &str) -> (String, Vec<bool>) {
    let (mut text, mut breaks) = (String::new(), Vec::new());
    for part in line.split_whitespace() {
        match part {
            "÷" => breaks.push(true),
            "×" => breaks.push(false),
            hex => text.push(character(hex)),
        }
    }
    (text, breaks)
}

/// Which cases of `LineBreakTest.txt` we do not follow, and why.
fn line_exception(text: &str, breaks: &[bool]) -> Option<&'static str> {
    let mandatory = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    if text.contains(mandatory) {
        return Some("line ends are forced breaks before any text is shaped");
    }
    if text.contains('\u{AD}') && text.chars().any(super::bidi::turns) {
        return Some("words that run to the left are not hyphenated");
    }
    if text.contains('\t') {
        return Some("a tab is a space before any text is shaped");
    }
    if text.contains(char::is_control) {
        return Some("no font shows other control characters");
    }
    let characters: Vec<char> = text.chars().collect();
    let digit = |index: usize| characters.get(index).is_some_and(char::is_ascii_digit);
    let joins_range =
        |at: usize| breaks[at] && characters[at - 1] == '–' && digit(at) && at > 1 && digit(at - 2);
    if (1..characters.len()).any(joins_range) {
        return Some("a range of numbers stays together");
    }
    let names_number =
        |at: usize| characters[at - 1] == ' ' && digit(at) && at > 1 && characters[at - 2] == '§';
    if (1..characters.len()).any(names_number) {
        return Some("a number stays with the paragraph sign before it");
    }
    let has_unit = |at: usize| {
        ['%', '$'].contains(&characters[at]) && at > 1 && characters[at - 1] == ' ' && digit(at - 2)
    };
    if (1..characters.len()).any(has_unit) {
        return Some("a number stays with its unit");
    }
    None
}

#[test]
fn lines_break_where_unicode_has_it() {
    let data = unpack(include_bytes!("../../tests/data/unicode/LineBreakTest.txt.gz"));
    let cases: Vec<(String, Vec<bool>)> =
        data.lines().filter(|line| line.starts_with(['×', '÷'])).map(line_case).collect();
    let texts: Vec<String> = cases.iter().map(|(text, _)| text.clone()).collect();
    let fonts = fonts(&texts);
    let mut setter = setter(&fonts);
    let (mut followed, mut wrong) = (0, Vec::new());
    for (text, breaks) in &cases {
        if line_exception(text, breaks).is_some() {
            continue;
        }
        let paragraph = shape(&mut setter, text, None);
        // Places are counted in characters that leave a glyph.
        let total = text.chars().filter(|character| !is_gone(*character)).count();
        let ends = paragraph.segments.iter().map(|segment| drawn_until(&paragraph, segment.end));
        let found: Vec<usize> = ends.filter(|end| *end < total).collect();
        // A line may break where any of the places that fall together allows it.
        let (mut expected, mut atom) = (Vec::new(), 0);
        let graphemes: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
        for ((offset, character), may_break) in text.char_indices().zip(breaks) {
            // A space and a mark on it are one grapheme cluster, as are two letters and their joiner: nothing parts these.
            if *may_break
                && graphemes.contains(&offset)
                && atom > 0
                && atom < total
                && expected.last() != Some(&atom)
            {
                expected.push(atom);
            }
            atom += usize::from(!is_gone(character));
        }
        if found == expected {
            followed += 1
        } else {
            wrong.push(format!("{}: {expected:?} {found:?}", text.escape_unicode()))
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    assert!(followed > 15_000, "{followed} of {}", cases.len());
}

/// Which cases of `BidiCharacterTest.txt` we do not follow, and why.
fn bidi_exception(text: &str, direction: &str) -> Option<&'static str> {
    if direction == "2" {
        return Some("a paragraph follows its sheet rather than its first letter (HL1)");
    }
    text.contains('\u{2029}')
        .then_some("a text is one paragraph: line ends are forced breaks before it is shaped")
}

#[test]
fn texts_run_where_unicode_has_it() {
    let data = unpack(include_bytes!("../../tests/data/unicode/BidiCharacterTest.txt.gz"));
    let cases: Vec<Vec<&str>> =
        data.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(';').collect()).collect();
    let texts: Vec<String> = cases.iter().map(|case| case[0].split(' ').map(character).collect()).collect();
    let fonts = fonts(&texts);
    let mut setter = setter(&fonts);
    let measure = Measure { first: Abs::pt(1e6), rest: Abs::pt(1e6), sizes: &[Abs::pt(10.0)] };
    let (mut followed, mut wrong) = (0, Vec::new());
    for (case, text) in cases.iter().zip(&texts) {
        if bidi_exception(text, case[1]).is_some() {
            continue;
        }
        let direction = if case[1] == "1" { Direction::RightToLeft } else { Direction::LeftToRight };
        let paragraph = shape(&mut setter, text, Some(direction));
        // What the rules take out has no place; other invisible characters have none for us.
        let characters: Vec<char> = text.chars().collect();
        let order =
            case[4].split(' ').filter(|index| !index.is_empty()).map(|index| index.parse::<usize>().unwrap());
        let expected: String =
            order.map(|index| characters[index]).filter(|character| !is_gone(*character)).collect();
        let lines = paragraph.set(&measure);
        let mut fragments: Vec<_> = lines.iter().flat_map(|line| &line.fragments).collect();
        // A mark without a width stands before what begins at the same place.
        fragments.sort_by(|a, b| (a.x, a.width).partial_cmp(&(b.x, b.width)).unwrap());
        let mut found = String::new();
        for fragment in fragments {
            for glyph in &fragment.glyphs {
                // The characters of a cluster are kept in the order they are read.
                let characters = glyph.text.chars().filter(|character| !is_gone(*character));
                if fragment.is_rtl { found.extend(characters.rev()) } else { found.extend(characters) }
            }
        }
        // White space at the end of a line is not drawn.
        let solid =
            |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
        if solid(&found) == solid(&expected) {
            followed += 1;
        } else {
            wrong.push(format!("{}: {expected:?} {found:?}", case.join(";")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    assert!(followed > 60_000, "{followed} of {}", cases.len());
}

/// The characters of a fragment in the order they are read.
fn read(fragment: &super::Fragment) -> String {
    let texts = fragment.glyphs.iter().map(|glyph| &*glyph.text);
    if fragment.is_rtl { texts.rev().collect() } else { texts.collect() }
}

proptest::proptest! {
    /// At any width: every character once and in order, no line that begins within a grapheme cluster, and nothing over
    /// the edge unless a cluster alone is wider.
    #[test]
    fn nothing_is_lost_at_any_width(parts in proptest::collection::vec(0..PARTS.len(), 1..12), width in 0.0..200.0f64) {
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        let fonts = fonts(&PARTS.map(str::to_owned));
        let paragraph = shape(&mut setter(&fonts), &text, None);
        let measure = Measure { first: Abs::pt(width), rest: Abs::pt(width), sizes: &[Abs::pt(10.0)] };
        let lines = paragraph.set(&measure);
        let solid = |text: &str| -> String {
            text.chars().filter(|character| !character.is_whitespace() && !is_gone(*character)).collect()
        };
        let bounds: Vec<String> = GraphemeClusterSegmenter::new().segment_str(&text).map(|at| solid(&text[..at])).collect();
        let mut done = String::new();
        for line in &lines {
            proptest::prop_assert!(bounds.contains(&done), "{done:?} of {text:?}");
            done.extend(line.fragments.iter().map(|fragment| solid(&read(fragment))));
            let clusters = line.fragments.iter().map(|fragment| fragment.glyphs.len()).sum::<usize>();
            proptest::prop_assert!(line.width.fits(Abs::pt(width)) || line.broke_word || clusters < 12);
        }
        proptest::prop_assert_eq!(done, solid(&text));
    }
}

/// Words of many scripts, with what is hard about them.
const PARTS: [&str; 17] = [
    "word ",
    "long-hyphenated/word ",
    "soft\u{AD}ly\u{AD} ",
    "10 kg ",
    "e\u{301}q\u{303} ",
    "λόγος ",
    "слово ",
    "שלום ",
    "(עולם) ",
    "العربية ",
    "12,5 ",
    "日本語、「括弧」。",
    "한국어 ",
    "ไทย",
    "👩\u{200D}👧 ",
    "1\u{FE0F}\u{20E3} ",
    "\u{2067}a ב\u{2069} ",
];
