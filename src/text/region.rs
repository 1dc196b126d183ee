//! East Asia: one character, several forms and widths, by the region that a text is from.

/// Whose forms of the characters a text or a face has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    Japan,
    Korea,
    /// China and Singapore.
    Simplified,
    Taiwan,
    HongKong,
}

impl Region {
    /// Of a language, by its BCP 47 tag (for Chinese without a script or region: CLDR, likely subtags).
    pub(super) fn of_language(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut subtags = tag.split('-');
        match subtags.next()? {
            "ja" => Some(Self::Japan),
            "ko" => Some(Self::Korea),
            "yue" => Some(Self::HongKong),
            "zh" | "cmn" => {
                let has = |wanted: &[&str]| tag.split('-').skip(1).any(|subtag| wanted.contains(&subtag));
                Some(if has(&["hk", "mo"]) {
                    Self::HongKong
                } else if has(&["hant", "tw"]) && !has(&["hans"]) {
                    Self::Taiwan
                } else {
                    Self::Simplified
                })
            }
            _ => None,
        }
    }

    /// Of a family, by the last word of its name: Noto and Source Han are named so, and no table of theirs tells.
    pub(super) fn of_family(name: &str) -> Option<Self> {
        match name.rsplit(' ').next()? {
            "JP" | "J" => Some(Self::Japan),
            "KR" | "K" => Some(Self::Korea),
            "SC" | "CN" => Some(Self::Simplified),
            "TC" | "TW" => Some(Self::Taiwan),
            "HK" | "HC" => Some(Self::HongKong),
            _ => None,
        }
    }

    /// Whether quotation marks, dashes and ellipses are as wide as the characters around them (W3C, "Requirements for
    /// Chinese Text Layout", 3.1, and "Requirements for Japanese Text Layout", 3.1); Korean sets them as Latin does.
    pub(super) const fn has_wide_signs(self) -> bool {
        !matches!(self, Self::Korea)
    }
}

/// Signs that Latin and East Asian texts share (UAX #11, `Ambiguous`), each as wide as its text.
pub(super) const fn is_shared_sign(character: char) -> bool {
    matches!(
        character,
        '\u{2014}' | '\u{2015}' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2026}'
    )
}

/// Whether a character is as wide as high, and of East Asia: ideographs, kana and their signs.
pub(super) const fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{30FF}' | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_told_by_tags_and_names() {
        for (tag, region) in [
            ("ja", Some(Region::Japan)),
            ("ko-KR", Some(Region::Korea)),
            ("zh", Some(Region::Simplified)),
            ("zh-Hans-TW", Some(Region::Simplified)),
            ("zh-Hant", Some(Region::Taiwan)),
            ("zh-Hant-HK", Some(Region::HongKong)),
            ("en", None),
        ] {
            assert_eq!(Region::of_language(tag), region, "{tag}");
        }
        for (name, region) in [
            ("Noto Sans CJK JP", Some(Region::Japan)),
            ("Source Han Sans TW", Some(Region::Taiwan)),
            ("Noto Sans SC", Some(Region::Simplified)),
            ("Noto Sans", None),
        ] {
            assert_eq!(Region::of_family(name), region, "{name}");
        }
    }
}
