//! Maps from codes to characters (Adobe Technical Notes 5014 and 5411).

use std::fmt::Write as _;

/// What codes stand for, in their order; codes that stand for nothing have no text.
pub(super) type Texts<'a> = &'a [(u16, &'a str)];

/// The `ToUnicode` map (ISO 32000-1, 9.10.3), with codes of one or two bytes.
pub(super) fn to_unicode(texts: Texts<'_>, is_wide: bool) -> String {
    let digits = if is_wide { 4 } else { 2 };
    let name = "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
                /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n";
    let ranges = unicode_ranges(texts);
    let (single, several): (Vec<_>, Vec<_>) = ranges.iter().partition(|(first, last, _)| first == last);
    let mut map = head(name, digits);
    for block in single.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (glyph, _, text) in block {
            let _ = writeln!(map, "<{glyph:0digits$X}> <{}>", utf16(text));
        }
        map.push_str("endbfchar\n");
    }
    for block in several.chunks(100) {
        let _ = writeln!(map, "{} beginbfrange", block.len());
        for (first, last, text) in block {
            let _ = writeln!(map, "<{first:0digits$X}> <{last:0digits$X}> <{}>", utf16(text));
        }
        map.push_str("endbfrange\n");
    }
    map + TAIL
}

/// Runs of glyphs that stand for consecutive characters: first, last, text of the first. A range ends with its code's
/// block of 256 (ISO 32000-1, 9.10.3).
fn unicode_ranges<'a>(texts: Texts<'a>) -> Vec<(u16, u16, &'a str)> {
    let mut ranges: Vec<(u16, u16, &str)> = Vec::new();
    let mut next = None;
    for (glyph, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
        let mut characters = text.chars();
        let only = characters.next().filter(|_| characters.next().is_none()).map(u32::from);
        match ranges.last_mut() {
            Some((_, last, _)) if only.is_some() && next == Some((*glyph, only)) => *last = *glyph,
            _ => ranges.push((*glyph, *glyph, text)),
        }
        let goes_on = |code: u32| glyph & 0xFF != 0xFF && code & 0xFF != 0xFF && code < 0xFFFF;
        next = only.filter(|code| goes_on(*code)).map(|code| (glyph + 1, Some(code + 1)));
    }
    ranges
}

fn utf16(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut hex, unit| {
        let _ = write!(hex, "{unit:04X}");
        hex
    })
}

/// How a `CMap` begins (Adobe Technical Note 5014), with codes of so many hexadecimal digits.
fn head(names: &str, digits: usize) -> String {
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n{names}\
         1 begincodespacerange\n<{:0digits$X}> <{:F>digits$}>\nendcodespacerange\n",
        0, "",
    )
}

const TAIL: &str = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_characters_are_ranges() {
        let texts = [(1, "a"), (2, "b"), (3, ""), (4, "ab"), (5, "x"), (0x1FF, "y"), (0x200, "z")];
        let ranges = unicode_ranges(&texts);
        assert_eq!(
            ranges,
            [(1, 2, "a"), (4, 4, "ab"), (5, 5, "x"), (0x1FF, 0x1FF, "y"), (0x200, 0x200, "z")]
        );
    }
}
