//! Font dictionaries against the font programs that they carry.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::Check;

impl<'a> Check<'a> {
    pub(super) fn fonts(&mut self) {
        let mut fonts: BTreeMap<ObjectId, &Dictionary> = BTreeMap::new();
        for page in self.pages.clone() {
            let resources = self.entries(self.page(page), "Resources");
            let named = resources.and_then(|resources| self.entries(resources, "Font"));
            for (_, font) in named.into_iter().flat_map(Dictionary::iter) {
                fonts.extend(font.as_reference().ok().zip(self.dictionary(font)));
            }
        }
        let mut names = BTreeSet::new();
        for (id, font) in fonts {
            let name = self.name(font, "BaseFont");
            self.require(names.insert(name), || format!("two fonts are called {name}"));
            self.require(self.stream(font, "ToUnicode").is_some(), || {
                format!("font {} has no ToUnicode", id.0)
            });
            let list = self.array(font, "DescendantFonts");
            let is_composite = font.has(b"DescendantFonts");
            let descendant = list.first().and_then(|font| self.dictionary(font));
            let Some(described) = (if is_composite { descendant } else { Some(font) }) else {
                self.fault(format!("font {name} has no descendant"));
                continue;
            };
            let descriptor = self.entries(described, "FontDescriptor");
            let same = descriptor.is_some_and(|descriptor| self.name(descriptor, "FontName") == name);
            self.require(same && self.name(described, "BaseFont") == name, || {
                format!("{name} has other names too")
            });
            match descriptor
                .and_then(|descriptor| self.stream(descriptor, "FontFile3"))
                .map(|file| widths(&file))
            {
                Some(Some(file)) => {
                    let told = if is_composite {
                        self.composite_widths(described)
                    } else {
                        self.simple_widths(font)
                    };
                    self.require(told == file, || {
                        format!("the widths of {name} are not those of its program")
                    });
                }
                _ => self.fault(format!("the program of {name} cannot be read")),
            }
        }
    }

    /// `/Widths` from `/FirstChar` on: those that are not zero, and the zero of what has no code.
    fn simple_widths(&mut self, font: &'a Dictionary) -> BTreeMap<u16, i64> {
        let code = |key: &[u8]| {
            font.get(key).and_then(Object::as_i64).ok().and_then(|code| u16::try_from(code).ok())
        };
        let (first, last) = (code(b"FirstChar").expect("a code"), code(b"LastChar").expect("a code"));
        let widths: Vec<i64> =
            self.array(font, "Widths").iter().map(|width| width.as_i64().expect("a whole width")).collect();
        self.require(widths.len() == usize::from(last - first) + 1, || {
            format!("{first} to {last} have {} widths", widths.len())
        });
        std::iter::once((0, 0)).chain((first..).zip(widths).filter(|(_, width)| *width != 0)).collect()
    }

    /// `/W`, spelled out.
    fn composite_widths(&self, font: &'a Dictionary) -> BTreeMap<u16, i64> {
        let mut widths = BTreeMap::new();
        let mut first = 0;
        for part in self.array(font, "W") {
            match part {
                Object::Integer(code) => first = u16::try_from(*code).expect("a code"),
                Object::Array(run) => {
                    let run = run.iter().map(|width| width.as_i64().expect("a whole width"));
                    widths.extend((first..).zip(run));
                }
                other => panic!("{other:?} in W"),
            }
        }
        widths
    }
}

/// The widths in a CFF program by code: a CID-keyed one with one private dictionary, or one with an encoding of its own,
/// where those of zero are left out but for that of the first glyph, which has no code (Adobe Technical Notes 5176, 5177).
fn widths(cff: &[u8]) -> Option<BTreeMap<u16, i64>> {
    let (_, after) = index(cff, usize::from(*cff.get(2)?))?;
    let (top, _) = index(cff, after)?;
    let entries = dictionary(top.first()?);
    let place = |operator: u16| usize::try_from(*entries.get(&operator)?).ok();
    let (charstrings, _) = index(cff, place(17)?)?;
    let (codes, private) = if let Some(fonts) = place(1236) {
        let (fonts, _) = index(cff, fonts)?;
        (charset(cff, place(15)?, charstrings.len())?, *dictionary(fonts.first()?).get(&18)?)
    } else {
        let names = charset(cff, place(15)?, charstrings.len())?;
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "names of glyphs");
        (encoding(cff, place(16)?)?, *entries.get(&18)?)
    };
    assert_eq!(codes.len(), charstrings.len(), "glyphs with a code");
    let private = dictionary(cff.get(usize::try_from(private).ok()?..)?);
    let (default, nominal) = (*private.get(&20)?, *private.get(&21)?);
    let width = |charstring: &&[u8]| Some(told_width(charstring)?.map_or(default, |told| nominal + told));
    let widths = codes.into_iter().zip(charstrings.iter().map(width));
    let widths: Option<Vec<(u16, i64)>> = widths.map(|(code, width)| Some((code, width?))).collect();
    let is_told = |(code, width): &(u16, i64)| place(1236).is_some() || *code == 0 || *width != 0;
    Some(widths?.into_iter().filter(is_told).collect())
}

/// The names or CIDs of so many glyphs, in format 2.
fn charset(cff: &[u8], mut at: usize, count: usize) -> Option<Vec<u16>> {
    let word = |at: usize| Some(u16::from_be_bytes(cff.get(at..at + 2)?.try_into().ok()?));
    let mut ids = vec![0];
    assert_eq!(cff[at], 2, "the format of the charset");
    at += 1;
    while ids.len() < count {
        let (first, more) = (word(at)?, word(at + 2)?);
        ids.extend(first..=first + more);
        at += 4;
    }
    Some(ids)
}

/// The codes of all glyphs, in format 1; the first has none.
fn encoding(cff: &[u8], at: usize) -> Option<Vec<u16>> {
    assert_eq!(cff[at], 1, "the format of the encoding");
    let ranges = cff.get(at + 2..at + 2 + 2 * usize::from(*cff.get(at + 1)?))?;
    let codes =
        ranges.chunks_exact(2).flat_map(|range| (u16::from(range[0])..).take(1 + usize::from(range[1])));
    Some(std::iter::once(0).chain(codes).collect())
}

/// The operand that a charstring has before those of its first operator, if it has one more than that takes.
fn told_width(charstring: &[u8]) -> Option<Option<i64>> {
    let (mut operands, mut at) = (Vec::new(), 0);
    while let Some((operand, length)) = number(&charstring[at..]) {
        operands.push(operand);
        at += length;
    }
    let taken = match charstring.get(at)? {
        14 => 0,
        4 | 22 => 1,
        21 => 2,
        _ => return None,
    };
    Some((operands.len() > taken).then(|| operands[0]))
}

/// An INDEX: its items, and where it ends.
fn index(cff: &[u8], at: usize) -> Option<(Vec<&[u8]>, usize)> {
    let count = usize::from(u16::from_be_bytes(cff.get(at..at + 2)?.try_into().ok()?));
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let size = usize::from(*cff.get(at + 2)?);
    let offset = |item: usize| -> Option<usize> {
        let bytes = cff.get(at + 3 + item * size..at + 3 + (item + 1) * size)?;
        Some(bytes.iter().fold(0, |offset, byte| offset << 8 | usize::from(*byte)))
    };
    let base = at + 2 + (count + 1) * size;
    let items = (0..count).map(|item| cff.get(base + offset(item)?..base + offset(item + 1)?));
    Some((items.collect::<Option<_>>()?, base + offset(count)?))
}

/// The last operand of each operator; two-byte operators count from 1200.
fn dictionary(mut bytes: &[u8]) -> BTreeMap<u16, i64> {
    let (mut entries, mut last) = (BTreeMap::new(), 0);
    while let Some(first) = bytes.first() {
        if let Some((value, length)) = number(bytes) {
            last = value;
            bytes = &bytes[length..];
        } else {
            let is_long = *first == 12;
            let operator = if is_long { 1200 + u16::from(bytes[1]) } else { u16::from(*first) };
            entries.insert(operator, last);
            bytes = &bytes[1 + usize::from(is_long)..];
        }
    }
    entries
}

fn number(bytes: &[u8]) -> Option<(i64, usize)> {
    let byte = |at: usize| bytes.get(at).copied().map(i64::from);
    Some(match byte(0)? {
        first @ 32..=246 => (first - 139, 1),
        first @ 247..=250 => ((first - 247) * 256 + byte(1)? + 108, 2),
        first @ 251..=254 => (-(first - 251) * 256 - byte(1)? - 108, 2),
        28 => (i64::from(i16::from_be_bytes(bytes.get(1..3)?.try_into().ok()?)), 3),
        29 => (i64::from(i32::from_be_bytes(bytes.get(1..5)?.try_into().ok()?)), 5),
        _ => return None,
    })
}
