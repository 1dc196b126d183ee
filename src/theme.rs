//! How a sheet looks: colours, faces, sizes. Lengths are those of the design's normal size, unit 5 pt; everything
//! moves with the unit, down to the floors.

use crate::display::Colour;
use crate::geom::{Abs, Em};
use crate::model::{ColourMode, ColourToken, RuleToken, Side, SizeToken, Theme};
use crate::text::Weight;

/// The normal unit: half a line.
pub const UNIT: Abs = Abs::pt(5.0);
/// Body size at the normal unit.
pub const BODY: Abs = Abs::pt(8.5);
/// Body sizes between which a fit may choose, unless the edition says otherwise.
pub const BODY_RANGE: (Abs, Abs) = (Abs::pt(7.5), Abs::pt(9.0));
/// The least height of small letters and of digits, wherever they stand (the design's floor for glyphs).
pub const LEAST_GLYPH: Abs = Abs::mm(1.2);

/// The colours of an edition.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// Text and section rules.
    pub ink: Colour,
    /// Lane data, marks, source numbers, foot line.
    pub mute: Colour,
    /// Chart notes.
    pub soft: Colour,
    /// Names, verdicts and fills of the two subjects.
    pub sides: [Colour; 2],
    /// Hairlines.
    pub rule: Colour,
    /// Tracks of range bars.
    pub track: Colour,
    /// First segment of a chart bar.
    pub part: Colour,
    /// Paper.
    pub paper: Colour,
    /// Thickness of a hairline at the normal unit.
    pub hairline: Abs,
    /// No colour at all.
    pub gray: bool,
}

impl Palette {
    /// The palette of a colour mode.
    #[must_use]
    pub fn of(mode: ColourMode, theme: &Theme) -> Self {
        let colour = |token: ColourToken| {
            let [r, g, b] = theme.colour(token);
            Colour::Rgb(r, g, b)
        };
        match mode {
            ColourMode::Full => Self {
                ink: colour(ColourToken::Ink),
                mute: colour(ColourToken::Mute),
                soft: Colour::Rgb(0x33, 0x33, 0x33),
                sides: [colour(ColourToken::Left), colour(ColourToken::Right)],
                rule: colour(ColourToken::Rule),
                track: Colour::Rgb(0x76, 0x76, 0x76),
                part: colour(ColourToken::Part),
                paper: Colour::Rgb(0xFF, 0xFF, 0xFF),
                hairline: theme.rule(RuleToken::Hair),
                gray: false,
            },
            // Thin black prints sharper than gray, which is screened.
            ColourMode::Gray => Self {
                ink: Colour::Gray(0),
                mute: Colour::Gray(0x33),
                soft: Colour::Gray(0x33),
                sides: [Colour::Gray(0), Colour::Gray(0)],
                rule: Colour::Gray(0),
                track: Colour::Gray(0),
                part: Colour::Gray(0xA6),
                paper: Colour::Gray(0xFF),
                hairline: theme.rule(RuleToken::HairGray),
                gray: true,
            },
        }
    }

    /// The colour of a side.
    #[must_use]
    pub const fn side(&self, side: Side) -> Colour {
        self.sides[side.index()]
    }
}

/// Which colour of the palette a role takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// [`Palette::ink`].
    Ink,
    /// [`Palette::mute`].
    Mute,
    /// [`Palette::soft`].
    Soft,
    /// The colour of the side the text belongs to.
    Side,
}

/// What a text is for; fixes its face and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
pub enum Role {
    /// Subject names on page 1.
    Name,
    /// Subject names on later pages.
    NameSmall,
    /// "vs."
    Versus,
    /// Beside the emblem.
    Caption,
    /// Series, at the top of the label lane.
    LaneHead,
    /// Kind, edition, "facts checked".
    Lane,
    /// The date of the oldest check.
    LaneDate,
    /// In one breath.
    Summary,
    /// "Choose … if".
    DecisionHead,
    /// Section titles.
    SectionTitle,
    /// The verdicts in section heads.
    Verdict,
    /// Topics.
    Topic,
    /// Topics that stand above their cells.
    TopicAbove,
    /// Cells, callouts, chart headings and names.
    Cell,
    /// Notes under charts, sub-labels.
    ChartNote,
    /// The time line.
    Timeline,
    /// The foot band.
    Band,
    /// The foot line.
    Foot,
}

/// Face, size and colour of a role.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Weight of plain text.
    pub weight: Weight,
    /// Whether plain text is italic.
    pub italic: bool,
    /// At the normal unit.
    pub size: Abs,
    /// The smallest size it is ever set in.
    pub floor: Abs,
    /// Added after each glyph.
    pub tracking: Em,
    /// Colour.
    pub ink: Ink,
}

impl Role {
    /// All roles, in order of their numbers.
    pub const ALL: [Self; 18] = [
        Self::Name,
        Self::NameSmall,
        Self::Versus,
        Self::Caption,
        Self::LaneHead,
        Self::Lane,
        Self::LaneDate,
        Self::Summary,
        Self::DecisionHead,
        Self::SectionTitle,
        Self::Verdict,
        Self::Topic,
        Self::TopicAbove,
        Self::Cell,
        Self::ChartNote,
        Self::Timeline,
        Self::Band,
        Self::Foot,
    ];

    /// The token that sets its size; cells and topics follow the body size of the edition.
    #[must_use]
    pub const fn size_token(self) -> Option<SizeToken> {
        Some(match self {
            Self::Name => SizeToken::Name,
            Self::NameSmall => SizeToken::NameSmall,
            Self::Versus => SizeToken::Versus,
            Self::Caption => SizeToken::Caption,
            Self::LaneHead => SizeToken::LaneHead,
            Self::Lane | Self::LaneDate => SizeToken::Lane,
            Self::Summary => SizeToken::Summary,
            Self::DecisionHead => SizeToken::Choose,
            Self::SectionTitle => SizeToken::Section,
            Self::Verdict => SizeToken::Verdict,
            Self::ChartNote => SizeToken::Note,
            Self::Timeline => SizeToken::Timeline,
            Self::Band => SizeToken::Band,
            Self::Foot => SizeToken::Foot,
            Self::Topic | Self::TopicAbove | Self::Cell => return None,
        })
    }

    /// Face, size and colour.
    #[must_use]
    pub const fn of(self) -> Type {
        use self::Ink::{Ink, Mute, Side, Soft};
        use Weight::{Bold, Medium, Regular, SemiBold};
        let (weight, ink) = match self {
            Self::Name | Self::NameSmall | Self::Verdict => (SemiBold, Side),
            Self::DecisionHead => (Bold, Side),
            Self::LaneHead | Self::SectionTitle => (Bold, Ink),
            Self::LaneDate => (SemiBold, Ink),
            Self::Caption | Self::Topic => (Medium, Ink),
            Self::Summary | Self::Cell | Self::Timeline | Self::Band => (Regular, Ink),
            Self::ChartNote => (Regular, Soft),
            Self::TopicAbove => (SemiBold, Mute),
            Self::Foot => (Medium, Mute),
            Self::Versus | Self::Lane => (Regular, Mute),
        };
        let (size, floor) = match self.size_token() {
            Some(token) => (token.design(), token.floor()),
            None if matches!(self, Self::TopicAbove) => (7.5, 7.5),
            None => (8.5, 7.5),
        };
        let tracking = match self {
            Self::Name => -0.012,
            Self::NameSmall => -0.005,
            _ => 0.0,
        };
        Type {
            weight,
            italic: matches!(self, Self::Versus),
            size: Abs::pt(size),
            floor: Abs::pt(floor),
            tracking: Em::new(tracking),
            ink,
        }
    }
}

/// Size of code, relative to the text around it.
pub const CODE_SCALE: f64 = 0.9;
/// Tracking of code.
pub const CODE_TRACKING: Em = Em::new(-0.012);
/// Size of source numbers, which is also their floor.
pub const SOURCE_SIZE: Abs = Abs::pt(SizeToken::Source.design());
/// How far source numbers stand above the baseline.
pub const SOURCE_RISE: Abs = Abs::pt(2.7);
/// Before the first source number.
pub const SOURCE_GAP: Abs = Abs::pt(0.9);
/// Size of marks, which is also their floor.
pub const MARK_SIZE: Abs = Abs::pt(SizeToken::Mark.design());
/// Nothing is printed nearer to an edge than this.
pub const EDGE: Abs = Abs::mm(8.0);
