//! The title block and the column heads of later pages.

use super::emblem::Drawing;
use super::texts::{Builder, TextBlock, Typesetter, unbroken};
use super::{Arrangement, Composer, PLAIN};
use crate::diag::Span;
use crate::model::{Inline, Marks, Side, Subject, Text};
use crate::text::Extents;
use crate::theme::{Palette, Role};

/// Title block and column heads.
pub(crate) struct HeadBlock {
    /// From top to bottom, each on the baseline of its place; series first.
    pub(crate) lane: Vec<TextBlock>,
    /// For later pages.
    pub(crate) series: Option<TextBlock>,
    /// On page 1.
    pub(crate) names: [TextBlock; 2],
    /// The same short, for names that take too many lines.
    pub(crate) large_short_names: [TextBlock; 2],
    /// On later pages.
    pub(crate) small_names: [TextBlock; 2],
    /// The names' ink: accents on capitals and Thai tones rise high, Arabic letters go deep.
    pub(crate) name_ink: Extents,
    /// For names that leave no room at the small size either.
    pub(crate) short_names: [TextBlock; 2],
    pub(crate) versus: TextBlock,
    pub(crate) captions: [Option<TextBlock>; 2],
    pub(crate) emblems: [Option<Drawing>; 2],
}

impl Composer<'_, '_> {
    pub(super) fn head(&self, setter: &mut Typesetter<'_>) -> HeadBlock {
        let sheet = self.sheet;
        let names = |of: &dyn Fn(&Subject) -> Text, role: Role, setter: &mut Typesetter<'_>| {
            Side::BOTH.map(|side| setter.text(&of(&sheet.subjects[side.index()]), role))
        };
        let palette = Palette::of(self.edition.colour, self.theme);
        let large = names(&|subject| subject.name.clone(), Role::Name, setter);
        let large_short = names(&|subject| subject.short.on_one_line(), Role::Name, setter);
        let inks = large.iter().chain(&large_short).map(|name| setter.extents(name));
        let name_ink = inks.fold(Extents::default(), Extents::max);
        HeadBlock {
            lane: match self.arrangement {
                Arrangement::Lane => self.lane(setter),
                Arrangement::Above => vec![self.lane_run(setter)],
            },
            series: sheet.series.as_ref().map(|text| setter.text(text, Role::LaneHead)),
            name_ink,
            names: large,
            large_short_names: large_short,
            // The heads of later pages have one line for them.
            small_names: names(&|subject| subject.name.on_one_line(), Role::NameSmall, setter),
            short_names: names(&|subject| subject.short.on_one_line(), Role::NameSmall, setter),
            versus: setter.words(self.words.versus, Role::Versus, PLAIN),
            captions: Side::BOTH.map(|side| {
                let tagline = sheet.subjects[side.index()].tagline.as_ref();
                tagline.map(|text| setter.text(text, Role::Caption))
            }),
            emblems: Side::BOTH.map(|side| {
                let picture = sheet.subjects[side.index()].emblem.as_ref()?;
                self.drawing(picture, Some(palette.side(side)), setter)
            }),
        }
    }

    fn lane(&self, setter: &mut Typesetter<'_>) -> Vec<TextBlock> {
        let sheet = self.sheet;
        let mut lane = Vec::new();
        if let Some(series) = &sheet.series {
            lane.push(setter.text(series, Role::LaneHead));
        }
        if let Some(kind) = &sheet.kind {
            lane.push(setter.text(kind, Role::Lane));
        }
        let mut edition = Builder::new(Role::Lane);
        edition.set_place(sheet.release.version.span);
        edition.words(&self.edition_words(), PLAIN);
        lane.push(setter.finish_words(edition, self.words.edition));
        if let Some(date) = sheet.oldest_check() {
            // Two lines, and one sentence.
            let mut checked = Builder::new(Role::Lane);
            checked.words(self.words.checked, PLAIN);
            checked.forced_break(Marks::default());
            checked.set_role(Role::LaneDate);
            checked.words(&date.to_string(), PLAIN);
            lane.push(setter.finish_words(checked, self.words.checked));
        }
        lane
    }

    /// The same in one paragraph, where there is no lane. Its lines end after a dot, if what is between two fits a line.
    fn lane_run(&self, setter: &mut Typesetter<'_>) -> TextBlock {
        let sheet = self.sheet;
        let mut run = setter.builder(Role::LaneHead);
        if let Some(series) = &sheet.series {
            run.push(&in_one_piece(series), Marks::default());
        }
        run.set_role(Role::Lane);
        if sheet.series.is_some() {
            run.words(SEPARATOR, PLAIN);
        }
        if let Some(kind) = &sheet.kind {
            run.push(&in_one_piece(kind), Marks::default());
            run.words(SEPARATOR, PLAIN);
        }
        run.set_place(sheet.release.version.span);
        run.words(&unbroken(&self.edition_words(), MOST_IN_ONE_PIECE), PLAIN);
        run.set_place(Span::default());
        if let Some(date) = sheet.oldest_check() {
            run.words(SEPARATOR, PLAIN);
            run.words(&unbroken(&format!("{} ", self.words.checked), MOST_IN_ONE_PIECE), PLAIN);
            run.set_role(Role::LaneDate);
            run.words(&date.to_string(), PLAIN);
        }
        setter.finish(run, sheet.series.as_ref().map_or_else(Span::default, |series| series.span))
    }

    fn edition_words(&self) -> String {
        let release = &self.sheet.release;
        let words = self.words.edition.replace("{version}", short_version(&release.version.text));
        words.replace("{date}", &release.date.to_string())
    }
}

/// Between the parts of the lane where these stand on one line.
const SEPARATOR: &str = "\u{a0}· ";
/// Characters of such a part that fit a line of large print on small paper.
const MOST_IN_ONE_PIECE: usize = 32;

/// A part of the lane that is not parted.
fn in_one_piece(text: &Text) -> Text {
    let mut text = text.clone();
    if text.plain().chars().count() <= MOST_IN_ONE_PIECE {
        for inline in &mut text.inlines {
            if let Inline::Run { text, .. } = inline {
                *text = text.replace(' ', "\u{a0}");
            }
        }
    }
    text
}

/// `1.0.0` is printed as "1.0" in the lane; the foot line has it in full.
fn short_version(version: &str) -> &str {
    match version.strip_suffix(".0") {
        Some(short) if short.matches('.').count() == 1 => short,
        _ => version,
    }
}

#[cfg(test)]
mod tests {
    use super::short_version;

    #[test]
    fn only_a_third_part_of_zero_is_dropped() {
        assert_eq!(short_version("1.0.0"), "1.0");
        assert_eq!(short_version("1.0"), "1.0");
        assert_eq!(short_version("1.2.3"), "1.2.3");
        assert_eq!(short_version("Edition 7"), "Edition 7");
    }
}
