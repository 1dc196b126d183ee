//! A font that shows each of some characters as the same square: any script can be set without its letters at hand.

use std::collections::BTreeSet;

/// The bytes of a TrueType file, one glyph of half an em for all characters.
///
/// # Panics
/// When there are more characters than a table can count.
pub fn font(characters: &BTreeSet<char>) -> Vec<u8> {
    let words = |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let mut cmap = words(&[0, 1, 3, 10, 0, 12, 12, 0]);
    let count = u32::try_from(characters.len()).expect("Unicode has fewer characters");
    for long in [16 + 12 * count, 0, count] {
        cmap.extend(long.to_be_bytes());
    }
    for character in characters {
        for long in [u32::from(*character), u32::from(*character), 1] {
            cmap.extend(long.to_be_bytes());
        }
    }
    let mut head = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000]);
    head.extend([0; 16]);
    head.extend(words(&[0, 0, 500, 500, 0, 8, 2, 1, 0]));
    let mut hhea = words(&[1, 0, 800, 0xFF38, 0, 500]);
    hhea.extend([0; 22]);
    hhea.extend(words(&[2]));
    let mut maxp = words(&[1, 0, 2]);
    maxp.extend([0; 26]);
    // One contour of three points.
    let mut glyf = words(&[1, 0, 0, 500, 500, 2, 0]);
    glyf.extend([0x31, 0x33, 0x35, 100, 100, 0]);
    let length = u32::try_from(glyf.len()).expect("a glyph is short");
    let loca: Vec<u8> = [0, 0, length].into_iter().flat_map(u32::to_be_bytes).collect();
    let tables = [
        (b"cmap", cmap),
        (b"glyf", glyf),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[500, 0, 500, 0])),
        (b"loca", loca),
        (b"maxp", maxp),
    ];
    let mut font = words(&[1, 0, 7, 64, 2, 48]);
    let mut start = 12 + 16 * 7;
    for (tag, table) in &tables {
        font.extend_from_slice(*tag);
        let length = u32::try_from(table.len()).expect("a table is short");
        [0, start, length].into_iter().for_each(|long: u32| font.extend(long.to_be_bytes()));
        start += length.next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend(&table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}
