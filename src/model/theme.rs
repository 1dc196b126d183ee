//! What an author may change of the design, and the limits that keep a sheet legible.

use crate::diag::Span;
use crate::geom::Abs;

/// Faces that a theme may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are those of the file")]
pub enum FaceToken {
    Text,
    Code,
}

impl FaceToken {
    /// All, with their words.
    pub const ALL: [(&'static str, Self); 2] = [("text", Self::Text), ("code", Self::Code)];
}

/// A family of fonts, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyName {
    /// As its font files have it.
    pub name: String,
    /// Where it is written in the sheet; for a theme with a file of its own, where that file is named.
    pub span: Span,
}

/// Colours that a theme may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are those of the file")]
pub enum ColourToken {
    Ink,
    Mute,
    Left,
    Right,
    Rule,
    Part,
}

impl ColourToken {
    /// All, with their words.
    pub const ALL: [(&'static str, Self); 6] = [
        ("ink", Self::Ink),
        ("mute", Self::Mute),
        ("left", Self::Left),
        ("right", Self::Right),
        ("rule", Self::Rule),
        ("part", Self::Part),
    ];

    /// Least contrast with white paper (WCAG 2.2, 1.4.3 for text, 1.4.11 for shapes); a chart's first part always has an
    /// outline in ink.
    const fn least_contrast(self) -> f64 {
        match self {
            Self::Ink | Self::Mute | Self::Left | Self::Right => 4.5,
            Self::Rule => 3.0,
            Self::Part => 1.0,
        }
    }
}

/// Rules and bars that a theme may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are those of the file")]
pub enum RuleToken {
    Bar,
    BarSmall,
    Section,
    Hair,
    HairGray,
    Box,
}

impl RuleToken {
    /// All, with their words.
    pub const ALL: [(&'static str, Self); 6] = [
        ("bar", Self::Bar),
        ("bar_small", Self::BarSmall),
        ("section", Self::Section),
        ("hair", Self::Hair),
        ("hair_gray", Self::HairGray),
        ("box", Self::Box),
    ];

    /// Thinnest and thickest, at the normal unit: thinner ones break up in print, thicker ones meet the text.
    #[must_use]
    pub const fn limits(self) -> (f64, f64) {
        match self {
            Self::Bar | Self::BarSmall => (0.5, 4.0),
            Self::Section | Self::Box => (0.25, 1.5),
            Self::Hair | Self::HairGray => (0.25, 0.9),
        }
    }
}

/// Sizes that a theme may set. That of cells is the unit of everything, so an edition sets it, not a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are those of the file")]
pub enum SizeToken {
    Name,
    NameSmall,
    Versus,
    Caption,
    LaneHead,
    Lane,
    Summary,
    Choose,
    Section,
    Verdict,
    Note,
    Timeline,
    Band,
    Foot,
    Source,
    Mark,
}

impl SizeToken {
    /// All, with their words.
    pub const ALL: [(&'static str, Self); 16] = [
        ("name", Self::Name),
        ("name_small", Self::NameSmall),
        ("vs", Self::Versus),
        ("caption", Self::Caption),
        ("lane_head", Self::LaneHead),
        ("lane", Self::Lane),
        ("summary", Self::Summary),
        ("choose", Self::Choose),
        ("section", Self::Section),
        ("verdict", Self::Verdict),
        ("note", Self::Note),
        ("timeline", Self::Timeline),
        ("band", Self::Band),
        ("foot", Self::Foot),
        ("source", Self::Source),
        ("mark", Self::Mark),
    ];

    /// Size of the design in points.
    #[must_use]
    pub const fn design(self) -> f64 {
        match self {
            Self::Name => 20.5,
            Self::NameSmall => 12.5,
            Self::Versus => 13.0,
            Self::Caption => 8.4,
            Self::LaneHead | Self::Section | Self::Verdict => 9.2,
            Self::Lane | Self::Band | Self::Foot => 7.5,
            Self::Summary => 9.3,
            Self::Choose => 10.5,
            Self::Note => 7.6,
            Self::Timeline => 7.8,
            Self::Source => 5.7,
            Self::Mark => 7.0,
        }
    }

    /// Smallest and largest size in points: the leadings of the design hold sizes up to 15 % larger.
    #[must_use]
    pub const fn limits(self) -> (f64, f64) {
        (self.floor(), (self.design() * 11.5).floor() / 10.0)
    }

    /// The smallest size, in points, at which it is read in print.
    #[must_use]
    pub const fn floor(self) -> f64 {
        match self {
            Self::Source => 5.7,
            Self::Mark => 7.0,
            _ => 7.5,
        }
    }
}

/// Left and right must differ by this much in luminance, so that they differ in gray.
const SIDES: f64 = 2.0;

/// The tokens that an author may set; those that he does not are the design's.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    colours: [[u8; 3]; 6],
    rules: [Abs; 6],
    /// As shares of the design's sizes.
    sizes: [f64; 16],
    /// `None`: the design's.
    faces: [Option<FamilyName>; 2],
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            colours: [
                [0x11, 0x11, 0x11],
                [0x50, 0x50, 0x50],
                [0x0B, 0x35, 0x63],
                [0xBA, 0x50, 0x0E],
                [0x77, 0x77, 0x77],
                [0xA6, 0xA6, 0xA6],
            ],
            rules: [3.0, 2.0, 0.9, 0.4, 0.25, 0.8].map(Abs::pt),
            sizes: [1.0; 16],
            faces: [None, None],
        }
    }
}

/// A value that breaks a limit, in words: what is wrong, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// With the figure.
    pub message: String,
    /// With the limit.
    pub help: String,
}

impl Theme {
    /// Red, green and blue of a token.
    #[must_use]
    pub const fn colour(&self, token: ColourToken) -> [u8; 3] {
        self.colours[token as usize]
    }

    /// Thickness at the normal unit.
    #[must_use]
    pub const fn rule(&self, token: RuleToken) -> Abs {
        self.rules[token as usize]
    }

    /// Size of a token, as a share of the design's.
    #[must_use]
    pub const fn size(&self, token: SizeToken) -> f64 {
        self.sizes[token as usize]
    }

    /// The family of a token; `None`: the design's.
    #[must_use]
    pub const fn face(&self, token: FaceToken) -> Option<&FamilyName> {
        self.faces[token as usize].as_ref()
    }

    /// Sets a family; whether there is a font of it is asked when texts are shaped.
    pub fn set_face(&mut self, token: FaceToken, family: FamilyName) {
        self.faces[token as usize] = Some(family);
    }

    /// The same theme, which a sheet names at a place.
    #[must_use]
    pub fn named_at(mut self, span: Span) -> Self {
        self.faces.iter_mut().flatten().for_each(|family| family.span = span);
        self
    }

    /// Sets a colour.
    ///
    /// # Errors
    /// Less contrast with white paper than text or shapes need.
    pub fn set_colour(&mut self, token: ColourToken, rgb: [u8; 3]) -> Result<(), Violation> {
        let (found, least) = (1.05 / (luminance(rgb) + 0.05), token.least_contrast());
        if found < least {
            let message = format!("the contrast with white paper is {found:.2} : 1");
            return Err(Violation { message, help: format!("choose a darker colour: {least} : 1 or more") });
        }
        self.colours[token as usize] = rgb;
        Ok(())
    }

    /// Sets the thickness of a rule, in points at the normal unit.
    ///
    /// # Errors
    /// Thicknesses that break up in print, or meet the text.
    pub fn set_rule(&mut self, token: RuleToken, points: f64) -> Result<(), Violation> {
        let (thin, thick) = token.limits();
        if !(thin..=thick).contains(&points) {
            let message = format!("this rule is {points} pt thick");
            return Err(Violation { message, help: format!("write points from {thin} to {thick}") });
        }
        self.rules[token as usize] = Abs::pt(points);
        Ok(())
    }

    /// Sets a size, in points at the normal unit.
    ///
    /// # Errors
    /// Sizes under the floor of their kind, or too large for the leading.
    pub fn set_size(&mut self, token: SizeToken, points: f64) -> Result<(), Violation> {
        let (floor, largest) = token.limits();
        if !(floor..=largest).contains(&points) {
            let message = format!("this size is {points} pt");
            return Err(Violation { message, help: format!("write points from {floor} to {largest}") });
        }
        self.sizes[token as usize] = points / token.design();
        Ok(())
    }

    /// Whether left and right can be told from each other without colour.
    ///
    /// # Errors
    /// Sides whose luminances are too near.
    pub fn check_sides(&self) -> Result<(), Violation> {
        let light = |token| luminance(self.colour(token)) + 0.05;
        let (left, right) = (light(ColourToken::Left), light(ColourToken::Right));
        let found = left.max(right) / left.min(right);
        if found < SIDES {
            let message = format!("left and right differ by {found:.2} : 1 in luminance, too little in gray");
            return Err(Violation {
                message,
                help: format!("make one of them lighter or darker: {SIDES} : 1 or more"),
            });
        }
        Ok(())
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_design_keeps_its_own_limits() {
        let mut theme = Theme::default();
        let design = theme.clone();
        for (word, token) in ColourToken::ALL {
            assert_eq!(theme.set_colour(token, design.colour(token)), Ok(()), "{word}");
        }
        for (word, token) in RuleToken::ALL {
            assert_eq!(theme.set_rule(token, design.rule(token).to_pt()), Ok(()), "{word}");
        }
        for (word, token) in SizeToken::ALL {
            assert_eq!(theme.set_size(token, token.design()), Ok(()), "{word}");
        }
        assert_eq!(theme.check_sides(), Ok(()));
        assert_eq!(theme, design);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let mut theme = Theme::default();
        assert!(theme.set_colour(ColourToken::Left, [0xFF, 0xD7, 0x00]).is_err());
        assert!(theme.set_colour(ColourToken::Rule, [0xDD; 3]).is_err());
        assert!(theme.set_size(SizeToken::Source, 5.0).is_err());
        assert!(theme.set_size(SizeToken::Band, 7.0).is_err());
        assert!(theme.set_rule(RuleToken::Hair, 0.1).is_err());
        theme.set_colour(ColourToken::Left, [0xBA, 0x50, 0x0E]).unwrap();
        assert!(theme.check_sides().is_err());
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((1.05 / (luminance([0x11; 3]) + 0.05) - 18.9).abs() < 0.05);
        assert!((1.05 / (luminance([0xBA, 0x50, 0x0E]) + 0.05) - 4.95).abs() < 0.01);
    }
}
