//! Output intents: the smallest ICC profiles that say what our colours mean (ISO 15076-1, version 4.2).

/// Header without the tag table.
const HEADER: usize = 128;

/// The profile of sRGB (IEC 61966-2-1), or of gray with the same tone curve.
pub(super) fn profile(gray: bool) -> Vec<u8> {
    let white = xyz([0.964_20, 1.0, 0.824_91]);
    let mut tags: Vec<([u8; 4], Vec<u8>)> = vec![
        (*b"desc", unicode(if gray { "Gray, sRGB tone curve" } else { "sRGB IEC61966-2.1" })),
        (*b"cprt", unicode("No copyright, use freely")),
        (*b"wtpt", white),
        (*b"chad", adaptation()),
    ];
    if gray {
        tags.push((*b"kTRC", tone_curve()));
    } else {
        tags.push((*b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])));
        tags.push((*b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])));
        tags.push((*b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])));
        for name in [b"rTRC", b"gTRC", b"bTRC"] {
            tags.push((*name, tone_curve()));
        }
    }
    assemble(if gray { *b"GRAY" } else { *b"RGB " }, &tags)
}

/// Header, tag table, and the data; equal data are stored once.
fn assemble(space: [u8; 4], tags: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let start = HEADER + 4 + 12 * tags.len();
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let mut stored: Vec<(&[u8], usize)> = Vec::new();
    for (name, content) in tags {
        let known = stored.iter().find(|(other, _)| other == content).map(|(_, place)| *place);
        let place = known.unwrap_or_else(|| {
            let place = start + data.len();
            data.extend_from_slice(content);
            data.resize(data.len().next_multiple_of(4), 0);
            stored.push((content, place));
            place
        });
        table.extend_from_slice(name);
        table.extend_from_slice(&big(place));
        table.extend_from_slice(&big(content.len()));
    }
    let mut profile = vec![0; HEADER];
    profile[0..4].copy_from_slice(&big(start + data.len()));
    profile[8..12].copy_from_slice(&[4, 0x20, 0, 0]);
    profile[12..16].copy_from_slice(b"mntr");
    profile[16..20].copy_from_slice(&space);
    profile[20..24].copy_from_slice(b"XYZ ");
    // A fixed date, 2000-01-01: the profile never changes.
    profile[24..36].copy_from_slice(&[0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    profile[36..40].copy_from_slice(b"acsp");
    profile[68..80].copy_from_slice(&xyz([0.964_20, 1.0, 0.824_91])[8..20]);
    profile.extend_from_slice(&big(tags.len()));
    profile.append(&mut table);
    profile.append(&mut data);
    profile
}

fn big(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

/// s15Fixed16Number.
fn fixed(value: f64) -> [u8; 4] {
    #[allow(clippy::cast_possible_truncation, reason = "constants between -2 and 4")]
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    numbers(*b"XYZ ", &values)
}

fn numbers(kind: [u8; 4], values: &[f64]) -> Vec<u8> {
    let mut out = kind.to_vec();
    out.extend_from_slice(&[0; 4]);
    out.extend(values.iter().flat_map(|value| fixed(*value)));
    out
}

/// From D65 to D50 by Bradford's method.
fn adaptation() -> Vec<u8> {
    numbers(
        *b"sf32",
        &[1.047_88, 0.022_92, -0.050_22, 0.029_59, 0.990_48, -0.017_07, -0.009_25, 0.015_08, 0.751_68],
    )
}

/// The piecewise curve of sRGB as parametric curve type 3.
fn tone_curve() -> Vec<u8> {
    let mut out = b"para\0\0\0\0\0\x03\0\0".to_vec();
    let values = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];
    out.extend(values.iter().flat_map(|value| fixed(*value)));
    out
}

/// multiLocalizedUnicodeType with one record.
fn unicode(text: &str) -> Vec<u8> {
    let mut out = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    out.extend_from_slice(&big(text.len() * 2));
    out.extend_from_slice(&big(28));
    out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_header_states_the_size_and_the_tags_lie_inside() {
        for gray in [false, true] {
            let profile = super::profile(gray);
            let word = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
            assert_eq!(word(0), profile.len());
            for tag in 0..word(128) {
                assert!(word(132 + tag * 12 + 4) + word(132 + tag * 12 + 8) <= profile.len());
            }
        }
    }
}
