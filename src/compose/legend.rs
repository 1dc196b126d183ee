//! The paragraph on marks: what the signs of the pages mean, and where the sources stand.

use std::sync::Arc;

use super::foot::counted;
use super::marks::{Mark, used};
use super::texts::{Builder, Typesetter};
use super::{Arrangement, Composed, Composer, FootEntry, PLAIN, STRONG};
use crate::diag::Span;
use crate::model::{Item, Marks};
use crate::text::Fonts;
use crate::theme::Role;
use crate::words::{borrowed_from, ends_sentence};

/// What the paragraph on marks has to say.
pub(crate) struct Legend {
    marks: Vec<Mark>,
    bars: bool,
    /// Indices of the first and the last source that is listed.
    sources: Option<(usize, usize)>,
    /// As it reads if the sources begin below it, or on a page where they can be expected.
    expected: Vec<(Option<usize>, Arc<FootEntry>)>,
}

impl Composer<'_, '_> {
    /// What an edition that lists these sources has to say; `None` if nothing.
    pub(super) fn legend(&self, shown: &[bool]) -> Option<Legend> {
        let is_bar = |item: &Item| self.keeps(item) && matches!(item, Item::Row(row) if row.range.is_some());
        let bars = self.arrangement == Arrangement::Lane
            && self.sheet.sections.iter().flat_map(|section| &section.items).any(is_bar);
        let marks = used(self.sheet, |item| self.keeps(item));
        let first = shown.iter().position(|shown| *shown).filter(|_| !self.digest);
        let sources = first.zip(shown.iter().rposition(|shown| *shown));
        let is_empty = marks.is_empty() && !bars && sources.is_none();
        (!is_empty).then_some(Legend { marks, bars, sources, expected: Vec::new() })
    }
}

/// The paragraph itself, made when the pages are known.
impl Composed<'_> {
    /// The paragraph on marks; `sources_page`: where the sources begin, if on another page.
    pub(crate) fn legend_entry(&self, sources_page: Option<usize>, fonts: &Fonts) -> Option<Arc<FootEntry>> {
        let legend = self.foot.legend.as_ref()?;
        let expected = legend.expected.iter().find(|(page, _)| *page == sources_page);
        Some(expected.map_or_else(
            || self.shaped_legend(legend, sources_page, &mut self.setter(fonts)),
            |(_, entry)| Arc::clone(entry),
        ))
    }

    /// Shapes the paragraph on marks for the pages where sources can be expected: here, on the second, or on the last one allowed.
    /// So characters that no font shows are found early.
    pub(super) fn expect_legend(&mut self, setter: &mut Typesetter<'_>) {
        let last = self.edition.pages.and_then(|pages| usize::try_from(pages).ok()).filter(|last| *last > 2);
        let Some(legend) = &self.foot.legend else { return };
        let pages = [None, Some(2)].into_iter().chain(last.map(Some));
        let expected = pages.map(|page| (page, self.shaped_legend(legend, page, setter))).collect();
        if let Some(legend) = &mut self.foot.legend {
            legend.expected = expected;
        }
    }

    fn shaped_legend(
        &self,
        legend: &Legend,
        sources_page: Option<usize>,
        setter: &mut Typesetter<'_>,
    ) -> Arc<FootEntry> {
        let mut builder = Builder::new(Role::Band);
        for mark in &legend.marks {
            self.push_mark(&mut builder, *mark);
        }
        if legend.bars {
            space(&mut builder);
            builder.item();
            builder.speak(self.language_of(self.words.bars));
            builder.words(self.words.bars, PLAIN);
        }
        if let Some(numbers) = legend.sources {
            self.push_numbers(&mut builder, numbers, sources_page);
        }
        // That bars share a scale is no mark.
        let has_label = !legend.marks.is_empty() || legend.sources.is_some();
        let label = has_label.then(|| setter.words(self.words.marks, Role::Band, STRONG));
        Arc::new(FootEntry {
            label: label.unwrap_or_default(),
            text: setter.finish(builder, Span::default()),
            bookmark: None,
        })
    }

    /// The language of one of our words, where it is not that of the sheet.
    pub(crate) fn language_of(&self, word: &str) -> Option<&'static str> {
        borrowed_from(word, &self.sheet.language.text, &self.sheet.words)
    }

    /// A mark and what it means.
    fn push_mark(&self, builder: &mut Builder, mark: Mark) {
        let words = &self.words;
        space(builder);
        builder.label();
        builder.speak(self.language_of(mark.word(words)));
        mark.push_first(builder, words);
        builder.body();
        let previous = self.sheet.release.previous.map(|date| date.to_string()).unwrap_or_default();
        let meaning = match mark {
            Mark::Volatile => words.volatile_meaning,
            Mark::Disputed => words.disputed_meaning,
            Mark::New => words.new_meaning,
        };
        builder.speak(self.language_of(meaning));
        builder.words(&format!(" {}", meaning.replace("{date}", &previous)), PLAIN);
    }

    /// The numbers of sources, and where these stand.
    fn push_numbers(
        &self,
        builder: &mut Builder,
        (first, last): (usize, usize),
        sources_page: Option<usize>,
    ) {
        let words = &self.words;
        space(builder);
        builder.label();
        let numbers =
            if first < last { format!("{}–{}", first + 1, last + 1) } else { (first + 1).to_string() };
        builder.words(&numbers, STRONG);
        builder.body();
        // "1–22" is a range of numbers, not a count: one source, or several.
        let form = |id| counted((words, self.sheet), id, if first < last { 2 } else { 1 });
        let place = match sources_page {
            Some(page) => form("sources_on").replace("{page}", &page.to_string()),
            None => form("sources_below").to_owned(),
        };
        if self.sheet.legend_sources.is_none() {
            let word = if sources_page.is_some() { words.sources_on } else { words.sources_below };
            builder.speak(self.language_of(word));
        }
        builder.words_after(&place, PLAIN);
        if let Some(note) = &self.sheet.legend_sources {
            builder.words(words.comma, PLAIN);
            builder.push(note, Marks::default());
        }
        if !self.sheet.legend_sources.as_ref().is_some_and(|note| ends_sentence(&note.plain())) {
            builder.words(words.stop, PLAIN);
        }
    }
}

fn space(builder: &mut Builder) {
    if !builder.is_empty() {
        builder.words(" ", PLAIN);
    }
}
