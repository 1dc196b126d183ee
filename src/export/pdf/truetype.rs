//! A subset without what a PDF never uses: hinting programs, names, PostScript data.
//!
//! subsetter keeps them; together they are half of a subset of some seventy glyphs. Readers that hint do so by
//! themselves, and the tables that a PDF needs are listed in ISO 32000-1, 9.9.

/// Tables a `CIDFontType2` needs, in the order of their tags.
const KEPT: [[u8; 4]; 6] = [*b"glyf", *b"head", *b"hhea", *b"hmtx", *b"loca", *b"maxp"];

/// Strips a TrueType subset; `None` if it is not one (then it is used as it is).
pub(super) fn strip(font: &[u8]) -> Option<Vec<u8>> {
    let mut head = table(font, *b"head")?.to_vec();
    let mut maxp = table(font, *b"maxp")?.to_vec();
    let glyphs = usize::from(word(&maxp, 4)?);
    let is_long = word(&head, 50)? == 1;
    let (glyf, offsets) = glyphs_without_programs(font, glyphs, is_long)?;
    // Zones, storage, functions, stack and instructions: none.
    maxp.get_mut(14..26)?.fill(0);
    maxp.get_mut(14..16)?.copy_from_slice(&1u16.to_be_bytes());
    // Short offsets if they reach.
    let is_short = glyf.len() < 0x2_0000;
    head.get_mut(50..52)?.copy_from_slice(&u16::from(!is_short).to_be_bytes());
    head.get_mut(8..12)?.fill(0);
    let loca = if is_short {
        offsets
            .iter()
            .flat_map(|offset| u16::try_from(offset / 2).unwrap_or(u16::MAX).to_be_bytes())
            .collect()
    } else {
        offsets.iter().flat_map(|offset| u32::try_from(*offset).unwrap_or(u32::MAX).to_be_bytes()).collect()
    };
    let tables = KEPT.map(|tag| match &tag {
        b"glyf" => Some(glyf.clone()),
        b"head" => Some(head.clone()),
        b"loca" => Some(Vec::clone(&loca)),
        b"maxp" => Some(maxp.clone()),
        _ => table(font, tag).map(<[u8]>::to_vec),
    });
    let tables: Option<Vec<Vec<u8>>> = tables.into_iter().collect();
    Some(assemble(&tables?))
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn long(data: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?)).ok()
}

fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let count = usize::from(word(font, 4)?);
    let record = (0..count).map(|index| 12 + index * 16).find(|at| font.get(*at..*at + 4) == Some(&tag))?;
    let start = long(font, record + 8)?;
    font.get(start..start + long(font, record + 12)?)
}

/// The outlines, and where each begins (with one more for the end).
fn glyphs_without_programs(font: &[u8], count: usize, is_long: bool) -> Option<(Vec<u8>, Vec<usize>)> {
    let (glyf, loca) = (table(font, *b"glyf")?, table(font, *b"loca")?);
    let offset = |index: usize| {
        if is_long { long(loca, index * 4) } else { word(loca, index * 2).map(|half| usize::from(half) * 2) }
    };
    let (mut out, mut offsets) = (Vec::with_capacity(glyf.len()), Vec::with_capacity(count + 1));
    for index in 0..count {
        offsets.push(out.len());
        let glyph = glyf.get(offset(index)?..offset(index + 1)?)?;
        if !glyph.is_empty() {
            outline(glyph, &mut out)?;
            out.resize(out.len().next_multiple_of(2), 0);
        }
    }
    offsets.push(out.len());
    Some((out, offsets))
}

/// Copies a glyph without its program (OpenType, table `glyf`).
fn outline(glyph: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let contours = i16::from_be_bytes(glyph.get(..2)?.try_into().ok()?);
    if let Ok(contours) = usize::try_from(contours) {
        let ends = 10 + contours * 2;
        let program = usize::from(word(glyph, ends)?);
        out.extend_from_slice(glyph.get(..ends)?);
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(glyph.get(ends + 2 + program..)?);
        return Some(());
    }
    out.extend_from_slice(glyph.get(..10)?);
    let mut at = 10;
    loop {
        let flags = word(glyph, at)?;
        let arguments = if flags & 0x1 != 0 { 4 } else { 2 };
        let scale = match flags & 0xC8 {
            0x08 => 2,
            0x40 => 4,
            0x80 => 8,
            _ => 0,
        };
        let end = at + 4 + arguments + scale;
        // Without the flag that a program follows.
        out.extend_from_slice(&(flags & !0x100).to_be_bytes());
        out.extend_from_slice(glyph.get(at + 2..end)?);
        at = end;
        if flags & 0x20 == 0 {
            return Some(());
        }
    }
}

/// Table directory and tables (OpenType, "Organization of an OpenType font").
fn assemble(tables: &[Vec<u8>]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or(0);
    let power = count.ilog2();
    let range = 16u16 << power;
    let mut font = vec![0, 1, 0, 0];
    for value in [count, range, u16::try_from(power).unwrap_or(0), count * 16 - range] {
        font.extend_from_slice(&value.to_be_bytes());
    }
    let mut start = 12 + 16 * tables.len();
    for (tag, content) in KEPT.iter().zip(tables) {
        font.extend_from_slice(tag);
        font.extend_from_slice(&checksum(content).to_be_bytes());
        for value in [start, content.len()] {
            font.extend_from_slice(&u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes());
        }
        start += content.len().next_multiple_of(4);
    }
    for content in tables {
        font.extend_from_slice(content);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

fn checksum(content: &[u8]) -> u32 {
    content.chunks(4).fold(0, |sum: u32, chunk| {
        let mut bytes = [0; 4];
        bytes[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(bytes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Fonts;

    #[test]
    fn outlines_survive_and_programs_do_not() {
        let fonts = Fonts::bundled();
        let font = fonts.face(crate::text::FaceId(0)).data();
        let small = strip(font).unwrap();
        assert!(table(&small, *b"fpgm").is_none() && table(&small, *b"name").is_none());
        let count = usize::from(word(table(font, *b"maxp").unwrap(), 4).unwrap());
        let (first, _) =
            glyphs_without_programs(font, count, word(table(font, *b"head").unwrap(), 50) == Some(1))
                .unwrap();
        let is_long = word(table(&small, *b"head").unwrap(), 50) == Some(1);
        let (again, _) = glyphs_without_programs(&small, count, is_long).unwrap();
        assert!(first == again && small.len() < font.len() * 2 / 3);
    }
}
