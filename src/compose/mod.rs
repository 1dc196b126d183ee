//! 3. Sheet + edition → shaped blocks, in printed order.
//!
//! Everything that an edition shows is chosen and shaped here, once. No length on paper appears yet: the blocks can
//! be laid out at any size ([`crate::page`]) as often as the fit wants.

mod arrangement;
mod cells;
mod charts;
mod cuts;
mod emblem;
mod foot;
mod head;
mod legend;
mod legible;
pub(crate) use emblem::picture_fault;
pub(crate) mod marks;
mod sources;
pub(crate) mod styles;
pub(crate) mod texts;
mod timeline;

pub(crate) use arrangement::Arrangement;
pub(crate) use cells::{CellBlock, PartKind};
pub(crate) use charts::{BarBlock, ChartBlock, Fill, LegendEntry, any_alike};
pub(crate) use emblem::{Drawing, DrawingContent};
pub(crate) use foot::{FootBlock, FootEntry};
pub(crate) use head::HeadBlock;
pub(crate) use styles::plain_size;
pub(crate) use texts::{Owner, Part, Sign, TextBlock};
pub(crate) use timeline::TimelineBlock;

use crate::diag::{Code, Diagnostic, Span};
use crate::model::{CalloutKind, Cells, Edition, Item, Marks, Row, Section, Sheet, Side, Theme, ThemeSource};
use crate::parallel::{self, Worker};
use crate::resources::Resources;
use crate::text::Fonts;
use crate::theme::Role;
use crate::words::{Words, ends_sentence, words};

use emblem::Pictures;
use marks::{is_volatile, of_row};
use styles::Variant;
use texts::{Builder, Faults, Typesetter, findings};

/// The plain variant of a role.
pub(crate) const PLAIN: Variant = Variant::Marks(Marks { strong: false, emphasis: false, code: false });
/// The strong variant of a role.
pub(crate) const STRONG: Variant = Variant::Marks(Marks { strong: true, emphasis: false, code: false });

/// All that an edition shows, shaped.
pub struct Composed<'a> {
    /// As read.
    pub(crate) sheet: &'a Sheet,
    /// What is made.
    pub(crate) edition: &'a Edition,
    /// In the language of the sheet.
    pub(crate) words: Words<'a>,
    /// How it looks.
    pub(crate) theme: Theme,
    /// Title block and column heads.
    pub(crate) head: HeadBlock,
    /// Label and text.
    pub(crate) summary: Option<(TextBlock, TextBlock)>,
    /// "Choose … if".
    pub(crate) decision: Option<DecisionBlock>,
    /// Those that keep a row.
    pub(crate) sections: Vec<SectionBlock<'a>>,
    /// Label and text.
    pub(crate) same: Option<(TextBlock, TextBlock)>,
    /// The dated line.
    pub(crate) timeline: Option<TimelineBlock>,
    /// Foot band and foot line.
    pub(crate) foot: FootBlock,
    /// What the author should look at in the theme.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// "Choose … if".
pub(crate) struct DecisionBlock {
    pub(crate) label: TextBlock,
    pub(crate) heads: [TextBlock; 2],
    pub(crate) rows: Vec<(TextBlock, [CellBlock; 2])>,
    pub(crate) neither: Option<(TextBlock, TextBlock)>,
}

/// A section head and its items.
pub(crate) struct SectionBlock<'a> {
    pub(crate) section: &'a Section,
    pub(crate) title: TextBlock,
    /// The title as it is heard, if that differs.
    pub(crate) said: Option<String>,
    /// With "cont.".
    pub(crate) continued: TextBlock,
    pub(crate) leads: [Option<TextBlock>; 2],
    pub(crate) items: Vec<ItemBlock>,
}

/// An item of a section.
#[allow(clippy::large_enum_variant, reason = "rows are the common case")]
pub(crate) enum ItemBlock {
    Row(RowBlock),
    Callout { label: TextBlock, text: TextBlock },
    Chart(ChartBlock),
    Figure(FigureBlock),
}

/// A topic and its cells.
pub(crate) struct RowBlock {
    pub(crate) topic: TextBlock,
    /// The topic as it is heard, if that differs.
    pub(crate) said: Option<String>,
    pub(crate) cells: RowCells,
}

/// The cells of a row.
pub(crate) enum RowCells {
    Pair([CellBlock; 2]),
    Both(CellBlock),
}

/// A picture across both columns.
pub(crate) struct FigureBlock {
    pub(crate) drawing: Drawing,
    pub(crate) caption: Option<TextBlock>,
    pub(crate) span: Span,
}

/// Chooses and shapes what an edition shows.
///
/// # Errors
/// Families that no font is of or that are too low to be read, characters that no font shows, and pictures that cannot be decoded.
pub fn compose<'a>(
    sheet: &'a Sheet,
    edition: &'a Edition,
    resources: &Resources,
    fonts: &Fonts,
) -> Result<Composed<'a>, Vec<Diagnostic>> {
    let digest = edition.priority.get() == 1;
    let arrangement = Arrangement::of(edition);
    let theme = match &sheet.theme {
        ThemeSource::Carried(theme) => Theme::clone(theme),
        ThemeSource::Named { path, span } => {
            let message = format!("the theme {path} was not loaded");
            return Err(vec![Diagnostic::error(Code::MissingFile, *span, message)]);
        }
    };
    let missing = legible::family_faults(fonts, &theme, edition);
    if !missing.is_empty() {
        return Err(missing);
    }
    let composer = Composer {
        sheet,
        theme: &theme,
        edition,
        pictures: Pictures::of(resources),
        words: words(&sheet.language.text, &sheet.words),
        digest,
        arrangement,
    };
    let (composed, findings) = composer.run(fonts);
    if findings.is_empty() { Ok(composed) } else { Err(findings) }
}

/// Sets the items of sections, of each of which it is known whether all its rows are volatile.
struct ItemSetter<'c, 'a, 'r, 'f> {
    composer: &'c Composer<'a, 'r>,
    setter: Typesetter<'f>,
}

impl<'a> Worker for ItemSetter<'_, 'a, '_, '_> {
    type Item = (bool, &'a Item);
    type Result = Option<ItemBlock>;
    type Rest = Faults;

    fn work(&mut self, (all_volatile, item): &Self::Item) -> Self::Result {
        self.composer.item(item, *all_volatile, &mut self.setter)
    }

    fn end(self) -> Faults {
        self.setter.faults
    }
}

/// What composing reads.
struct Composer<'a, 'r> {
    sheet: &'a Sheet,
    edition: &'a Edition,
    pictures: Pictures<'r>,
    words: Words<'a>,
    theme: &'r Theme,
    /// The short form: what is indispensable, without sources.
    digest: bool,
    arrangement: Arrangement,
}

impl<'a> Composer<'a, '_> {
    /// Everything, and what is wrong with it.
    fn run(&self, fonts: &Fonts) -> (Composed<'a>, Vec<Diagnostic>) {
        let shown = self.shown();
        let mut items: Vec<(bool, &Item)> = Vec::new();
        for (section, of) in &shown {
            let all_volatile = is_volatile(section);
            items.extend(of.iter().map(|item| (all_volatile, *item)));
        }
        let setter = || Typesetter::new(fonts, self.theme, self.sheet, !self.digest);
        let worker = || ItemSetter { composer: self, setter: setter() };
        let mapped = parallel::map(&items, worker, |own| self.frame(&shown, fonts, &mut own.setter));
        let (mut composed, mut results) = (mapped.beside, mapped.results.into_iter());
        for (block, (_, items)) in composed.sections.iter_mut().zip(&shown) {
            block.items = results.by_ref().take(items.len()).flatten().collect();
        }
        (composed, findings(mapped.rests, self.sheet))
    }

    /// Everything but the items of sections.
    fn frame(
        &self,
        shown: &[(&'a Section, Vec<&Item>)],
        fonts: &Fonts,
        setter: &mut Typesetter<'_>,
    ) -> Composed<'a> {
        let words = self.words;
        let mut composed = Composed {
            sheet: self.sheet,
            edition: self.edition,
            words,
            theme: self.theme.clone(),
            head: self.head(setter),
            summary: self.sheet.summary.as_ref().map(|text| {
                (setter.words(words.summary, Role::Summary, STRONG), setter.text(text, Role::Summary))
            }),
            decision: self.decision(setter),
            sections: shown.iter().map(|(section, _)| self.section(section, setter)).collect(),
            same: self.same(setter),
            timeline: self.timeline(setter),
            foot: self.foot(setter),
            warnings: self.warnings(fonts, shown.is_empty()),
        };
        composed.expect_legend(setter);
        composed
    }

    /// The role of topics.
    const fn topic(&self) -> Role {
        match self.arrangement {
            Arrangement::Lane => Role::Topic,
            Arrangement::Above => Role::TopicAbove,
        }
    }

    /// What an author should look at whatever the plan is.
    fn warnings(&self, fonts: &Fonts, is_empty: bool) -> Vec<Diagnostic> {
        let mut found = cuts::missing_cuts(fonts, self.theme, self.sheet);
        if is_empty {
            let message = "this edition shows no row";
            let warning = Diagnostic::warning(Code::EmptyEdition, self.edition.head(), message);
            found.push(warning.with_help("raise its `priority`, or that of some rows"));
        } else {
            found.extend(self.left_out());
        }
        found
    }

    /// Items that the edition would keep, in sections of which it shows no row. A section that has none is told of when it is read.
    fn left_out(&self) -> impl Iterator<Item = Diagnostic> {
        let rowless = self.sheet.sections.iter().filter(|section| {
            let mut rows = section.items.iter().filter(|item| matches!(item, Item::Row(_))).peekable();
            rows.peek().is_some() && !rows.any(|row| self.keeps(row))
        });
        rowless.flat_map(|section| &section.items).filter(|item| self.keeps(item)).map(|item| {
            let message = "this is left out, since no row of its section is shown";
            let help = "raise the `priority` of a row beside it, or move it to another section";
            Diagnostic::warning(Code::LeftOut, item.span().head(), message).with_help(help)
        })
    }

    fn keeps(&self, item: &Item) -> bool {
        item.priority() <= self.edition.priority
    }

    fn decision(&self, setter: &mut Typesetter<'_>) -> Option<DecisionBlock> {
        let decision = self.sheet.decision.as_ref()?;
        let words = self.words;
        let head =
            |side: Side| words.choose_if.replace("{name}", &self.sheet.subjects[side.index()].short.plain());
        Some(DecisionBlock {
            label: setter.words(words.choose, Role::SectionTitle, PLAIN),
            heads: Side::BOTH.map(|side| setter.words(&head(side), Role::DecisionHead, PLAIN)),
            rows: decision
                .rows
                .iter()
                .map(|row| {
                    let cells = [&row.cells[0], &row.cells[1]].map(|cell| setter.cell(cell, &words));
                    (setter.text(&row.topic, self.topic()), cells)
                })
                .collect(),
            neither: decision.neither.as_ref().map(|text| {
                (setter.words(words.neither, self.topic(), PLAIN), setter.text(text, Role::Cell))
            }),
        })
    }

    /// The sections that have rows in this edition, with the items that it shows.
    fn shown(&self) -> Vec<(&'a Section, Vec<&'a Item>)> {
        let kept = |section: &'a Section| section.items.iter().filter(|item| self.keeps(item)).collect();
        let sections = self.sheet.sections.iter().map(|section| (section, kept(section)));
        sections
            .filter(|(_, items): &(_, Vec<&Item>)| items.iter().any(|item| matches!(item, Item::Row(_))))
            .collect()
    }

    /// The head of a section.
    fn section(&self, section: &'a Section, setter: &mut Typesetter<'_>) -> SectionBlock<'a> {
        let mark = is_volatile(section).then_some(marks::Mark::Volatile);
        let title = |setter: &mut Typesetter<'_>, continued: bool| {
            let mut builder = setter.builder(Role::SectionTitle);
            builder.push(&section.title, Marks::default());
            if continued {
                builder.words(" ", Variant::Mark);
                builder.words(self.words.continued, Variant::Mark);
            } else if let Some(mark) = mark {
                mark.push(&mut builder, &self.words);
            }
            setter.finish(builder, section.title.span)
        };
        SectionBlock {
            section,
            title: title(setter, false),
            said: marks::said(&section.title, mark.as_slice(), &self.words),
            continued: title(setter, true),
            leads: Side::BOTH.map(|side| {
                section.leads[side.index()].as_ref().map(|text| setter.text(text, Role::Verdict))
            }),
            items: Vec::new(),
        }
    }

    fn item(&self, item: &Item, all_volatile: bool, setter: &mut Typesetter<'_>) -> Option<ItemBlock> {
        let block = match item {
            Item::Row(row) => ItemBlock::Row(self.row(row, all_volatile, setter)),
            Item::Callout(callout) => {
                let mut builder = setter.builder(Role::Cell);
                if let Some(title) = &callout.title {
                    builder.push(title, Marks { strong: true, ..Marks::default() });
                    builder.words(&self.after_title(&title.plain()), STRONG);
                }
                builder.push(&callout.text, Marks::default());
                ItemBlock::Callout {
                    label: self.callout_label(callout.kind, setter),
                    text: setter.finish(builder, callout.text.span),
                }
            }
            Item::Chart(chart) => ItemBlock::Chart(charts::chart(chart, (&self.words, self.topic()), setter)),
            Item::Figure(figure) => ItemBlock::Figure(FigureBlock {
                drawing: self.drawing(&figure.picture, None, setter)?,
                caption: figure.caption.as_ref().map(|text| setter.text(text, Role::ChartNote)),
                span: figure.span,
            }),
        };
        Some(block)
    }

    /// What stands between the title of a callout and its text: full-width signs bring their own space.
    fn after_title(&self, title: &str) -> String {
        let ends = ends_sentence(title) || title.ends_with([':', '：']);
        let stop = if ends { "" } else { self.words.stop };
        let is_wide = |text: &str| text.ends_with(['。', '！', '？', '：', '」', '』', '）', '】']);
        let space = if is_wide(stop) || (ends && is_wide(title)) { "" } else { " " };
        format!("{stop}{space}")
    }

    fn callout_label(&self, kind: CalloutKind, setter: &mut Typesetter<'_>) -> TextBlock {
        let (sign, word) = match kind {
            CalloutKind::Gotcha => (Sign::Gotcha, self.words.gotcha),
            CalloutKind::Tip => (Sign::Tip, self.words.tip),
            CalloutKind::Note => (Sign::Note, self.words.note),
            CalloutKind::Cost => (Sign::Cost, self.words.cost),
        };
        let mut builder = Builder::new(Role::Cell);
        builder.sign(sign, SIGN_WIDTH, STRONG, false);
        builder.sign(Sign::Gap, SIGN_GAP, STRONG, false);
        builder.words(word, STRONG);
        setter.finish_words(builder, word)
    }

    fn row(&self, row: &Row, all_volatile: bool, setter: &mut Typesetter<'_>) -> RowBlock {
        let mut topic = setter.builder(self.topic());
        topic.push(&row.topic, Marks::default());
        let marks = of_row(row, all_volatile, self.sheet.release.previous);
        for mark in &marks {
            mark.push(&mut topic, &self.words);
        }
        let bar = |side: Side| {
            // Above two equal columns there is no room for bars; they repeat what the numbers say.
            let range = row.range.as_ref().filter(|_| self.arrangement == Arrangement::Lane)?;
            let (low, high) = range.bars[side.index()]?;
            Some((low / range.max, high / range.max))
        };
        let cells = match &row.cells {
            Cells::Both(cell) => RowCells::Both(setter.cell(cell, &self.words)),
            Cells::Pair(cells) => RowCells::Pair(Side::BOTH.map(|side| {
                let block = setter.cell(&cells[side.index()], &self.words);
                CellBlock { bar: bar(side), ..block }
            })),
        };
        let said = marks::said(&row.topic, &marks, &self.words);
        RowBlock { topic: setter.finish(topic, row.topic.span), said, cells }
    }

    fn same(&self, setter: &mut Typesetter<'_>) -> Option<(TextBlock, TextBlock)> {
        let facts = &self.sheet.same;
        if facts.is_empty() || self.digest {
            return None;
        }
        let mut builder = Builder::new(Role::Cell);
        let mut sources = Vec::new();
        for (place, fact) in facts.iter().enumerate() {
            if place > 0 {
                builder.words(" · ", PLAIN);
            }
            builder.label();
            builder.push(&fact.topic, Marks::default());
            builder.words(" ", PLAIN);
            builder.body();
            builder.push(&fact.text, Marks::default());
            for inline in fact.topic.inlines.iter().chain(&fact.text.inlines) {
                if let crate::model::Inline::Cite(cited) = inline {
                    sources.extend_from_slice(cited);
                }
            }
        }
        // Sources of a folded block stand at its end: they are those of all its facts.
        if !sources.is_empty() {
            builder.item();
            builder.cite(&sources);
        }
        let mut label = Builder::new(Role::SectionTitle);
        label.words(&format!("= {}", self.words.same), PLAIN);
        let label = setter.finish_words(label, self.words.same);
        Some((label, setter.finish(builder, facts[0].text.span)))
    }
}

/// Width of a callout's sign at the normal unit: 7.8 high.
const SIGN_WIDTH: crate::geom::Abs = crate::geom::Abs::pt(7.8);
/// Between a callout's sign and its word.
const SIGN_GAP: crate::geom::Abs = crate::geom::Abs::pt(2.0);
