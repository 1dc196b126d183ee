//! A font program of the glyphs used and nothing else: CFF (Adobe Technical Note 5176). It has no hinting, which readers do by
//! themselves, and none of the tables that a PDF never uses (ISO 32000-1, 9.9).

use read_fonts::ps::Sid;

use super::charstring::{Widths, charstring, number};
use crate::text::Outline;

/// A glyph to be written.
pub(super) struct Glyph {
    /// What stands for it in the pages.
    pub(super) code: u16,
    /// In thousandths of an em.
    pub(super) advance: i32,
    pub(super) outline: Outline,
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
    let mut moves = Vec::new();
    let strings: Vec<Vec<u8>> = glyphs.iter().map(|glyph| charstring(glyph, widths, &mut moves)).collect();
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
    let mut out = [head, top(start), tail].concat();
    parts.iter().for_each(|part| out.extend_from_slice(&part.bytes));
    out
}

fn box_entry(bounds: [i32; 4]) -> Vec<u8> {
    bounds.into_iter().flat_map(number).chain([5]).collect()
}

/// The names of glyphs by their codes, as a descriptor lists them (ISO 32000-1, table 122).
pub(super) fn names(codes: impl Iterator<Item = u16>) -> String {
    let mut names = String::new();
    for code in codes {
        names.push('/');
        match standard_name(code).map(|name| Sid::new(name).resolve_standard()) {
            Some(Ok(name)) => names.extend(name.iter().copied().map(char::from)),
            _ => names.push_str(&own_name(code)),
        }
    }
    names
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
    items.iter().for_each(|item| out.extend_from_slice(item));
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_of_ascii_have_the_names_that_everybody_knows() {
        let codes = [0x20, 0x27, 0x41, 0x60, 0x7E, 0x80];
        assert_eq!(names(codes.into_iter()), "/space/quotesingle/A/grave/asciitilde/g128");
    }
}
