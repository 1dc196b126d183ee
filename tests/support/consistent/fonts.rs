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
            let Some(descendant) =
                self.array(font, "DescendantFonts").first().and_then(|font| self.dictionary(font))
            else {
                self.fault(format!("font {name} has no descendant"));
                continue;
            };
            let descriptor = self.entries(descendant, "FontDescriptor");
            let same = descriptor.is_some_and(|descriptor| self.name(descriptor, "FontName") == name);
            self.require(same && self.name(descendant, "BaseFont") == name, || {
                format!("{name} has other names too")
            });
            match descriptor
                .and_then(|descriptor| self.stream(descriptor, "FontFile3"))
                .map(|file| widths(&file))
            {
                Some(Some(file)) => {
                    let told = self.widths(descendant);
                    self.require(told == file, || {
                        format!("the widths of {name} are not those of its program")
                    });
                }
                _ => self.fault(format!("the program of {name} cannot be read")),
            }
        }
    }

    /// `/W`, spelled out.
    fn widths(&self, font: &'a Dictionary) -> BTreeMap<u16, i64> {
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

/// The widths in a CID-keyed CFF program by CID: charset of format 2, one private dictionary at the end (Adobe Technical
/// Notes 5176, 5177).
fn widths(cff: &[u8]) -> Option<BTreeMap<u16, i64>> {
    let (_, after) = index(cff, usize::from(*cff.get(2)?))?;
    let (top, _) = index(cff, after)?;
    let entries = dictionary(top.first()?);
    let (charstrings, _) = index(cff, usize::try_from(*entries.get(&17)?).ok()?)?;
    let mut at = usize::try_from(*entries.get(&15)?).ok()?;
    let word = |at: usize| Some(u16::from_be_bytes(cff.get(at..at + 2)?.try_into().ok()?));
    let mut cids = vec![0];
    assert_eq!(cff[at], 2, "the format of the charset");
    at += 1;
    while cids.len() < charstrings.len() {
        let (first, more) = (word(at)?, word(at + 2)?);
        cids.extend(first..=first + more);
        at += 4;
    }
    let (fonts, _) = index(cff, usize::try_from(*entries.get(&1236)?).ok()?)?;
    let private = usize::try_from(*dictionary(fonts.first()?).get(&18)?).ok()?;
    let private = dictionary(cff.get(private..)?);
    let (default, nominal) = (*private.get(&20)?, *private.get(&21)?);
    let width = |charstring: &&[u8]| Some(told_width(charstring)?.map_or(default, |told| nominal + told));
    cids.into_iter().zip(charstrings.iter().map(width)).map(|(cid, width)| Some((cid, width?))).collect()
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
