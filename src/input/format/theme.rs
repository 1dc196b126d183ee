//! The keys of a theme.

use super::{may, shape};
use crate::input::shape::{Kind, Shape, number};
use crate::model::{RuleToken, SizeToken};

/// A size of a theme, within its limits.
const fn size(token: SizeToken) -> Kind {
    let (least, most) = token.limits();
    Kind::Number(number(least, most))
}

/// A thickness of a theme, within its limits.
const fn thickness(token: RuleToken) -> Kind {
    let (least, most) = token.limits();
    Kind::Number(number(least, most))
}

pub(in crate::input) static THEME: Shape = shape(
    "`theme`",
    "Changes of the design, within the limits of what is read in print.",
    &[
        may("colour", Kind::Object(&THEME_COLOURS), "Colours."),
        may("face", Kind::Object(&THEME_FACES), "Families of fonts."),
        may("type", Kind::Object(&THEME_SIZES), "Sizes in points at a body size of 8.5; all move with it."),
        may("rule", Kind::Object(&THEME_RULES), "Thicknesses in points at a body size of 8.5."),
    ],
);

pub(in crate::input) static THEME_COLOURS: Shape = shape(
    "`colour`",
    "Colours as `#` and six hexadecimal digits.",
    &[
        may("ink", Kind::Colour, "Text and section rules."),
        may("mute", Kind::Colour, "Lane data, marks, source numbers, foot line."),
        may("left", Kind::Colour, "Names, verdicts and fills of the first subject."),
        may("right", Kind::Colour, "The same of the second subject."),
        may("rule", Kind::Colour, "Hairlines."),
        may("part", Kind::Colour, "First segment of a chart bar."),
    ],
);

pub(in crate::input) static THEME_FACES: Shape = shape(
    "`face`",
    "Families of fonts by their names: of the tool's own, or of files in `fonts`.",
    &[may("text", Kind::Word, "All but code."), may("code", Kind::Word, "Code.")],
);

pub(in crate::input) static THEME_SIZES: Shape = shape(
    "`type`",
    "Sizes; that of cells is set by an edition.",
    &[
        may("name", size(SizeToken::Name), "Names on page 1."),
        may("name_small", size(SizeToken::NameSmall), "Names on later pages."),
        may("vs", size(SizeToken::Versus), "“vs.”."),
        may("caption", size(SizeToken::Caption), "Taglines."),
        may("lane_head", size(SizeToken::LaneHead), "First word of the label lane."),
        may("lane", size(SizeToken::Lane), "The rest of the lane beside the title."),
        may("summary", size(SizeToken::Summary), "“In one breath”."),
        may("choose", size(SizeToken::Choose), "“Choose … if”."),
        may("section", size(SizeToken::Section), "Section titles."),
        may("verdict", size(SizeToken::Verdict), "Verdicts in section heads."),
        may("note", size(SizeToken::Note), "Notes under charts."),
        may("timeline", size(SizeToken::Timeline), "The time line."),
        may("band", size(SizeToken::Band), "The foot band."),
        may("foot", size(SizeToken::Foot), "The foot line."),
        may("source", size(SizeToken::Source), "Source numbers."),
        may("mark", size(SizeToken::Mark), "Marks."),
    ],
);

pub(in crate::input) static THEME_RULES: Shape = shape(
    "`rule`",
    "Thicknesses of rules and bars.",
    &[
        may("bar", thickness(RuleToken::Bar), "Bars over the names on page 1."),
        may("bar_small", thickness(RuleToken::BarSmall), "The same on later pages."),
        may("section", thickness(RuleToken::Section), "Rules over section heads."),
        may("hair", thickness(RuleToken::Hair), "Hairlines between rows."),
        may("hair_gray", thickness(RuleToken::HairGray), "The same in black ink."),
        may("box", thickness(RuleToken::Box), "Tick boxes."),
    ],
);
