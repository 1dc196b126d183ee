//! The foot band (marks, notes, terms, sources) and the foot line.

use std::sync::Arc;

use qrcodegen::{QrCode, QrCodeEcc};

use super::marks::{Mark, used};
use super::styles::Variant;
use super::texts::{Builder, Owner, TextBlock, Typesetter};
use super::{Composed, Composer, PLAIN, STRONG};
use crate::diag::Span;
use crate::model::{Cells, Inline, Item, Marks, Sheet, Source, Text};
use crate::text::Fonts;
use crate::theme::Role;
use crate::words::{Plurals, Words};

/// Foot band and foot line.
pub(crate) struct FootBlock {
    /// Of page 1: notes and terms; the marks are made when the pages are known.
    pub(crate) first: Vec<FootEntry>,
    /// Of the last page: sources by group.
    pub(crate) last: Vec<FootEntry>,
    /// The paragraph on marks, for sources that stand on another page (its number put in for `{page}`).
    pub(crate) marks: Option<MarksNote>,
    /// Address, note and authors.
    pub(crate) line: Option<TextBlock>,
    /// Version, date and page, with page numbers of three digits.
    pub(crate) widest_page: TextBlock,
    /// Link of the foot line and the QR code.
    pub(crate) url: Option<String>,
    /// Of the address, unless that is too long for a code that phones read.
    pub(crate) qr: Option<QrCode>,
    /// What is printed before "page x of y".
    pub(crate) release: String,
}

/// A labelled paragraph of the band.
pub(crate) struct FootEntry {
    pub(crate) label: TextBlock,
    pub(crate) text: TextBlock,
}

/// What the paragraph on marks has to say.
pub(crate) struct MarksNote {
    marks: Vec<Mark>,
    bars: bool,
    sources: Option<usize>,
    /// As it reads if the sources begin below it, or on a page where they can be expected.
    expected: Vec<(Option<usize>, Arc<FootEntry>)>,
}

impl Composer<'_, '_> {
    pub(super) fn foot(&self, setter: &mut Typesetter<'_>) -> FootBlock {
        let release = &self.sheet.release;
        let shown = self.shown_sources();
        let has_bars = self.arrangement == super::Arrangement::Lane
            && self
                .sheet
                .sections
                .iter()
                .flat_map(|section| &section.items)
                .any(|item| self.keeps(item) && matches!(item, Item::Row(row) if row.range.is_some()));
        let marks = used(self.sheet, |item| self.keeps(item));
        let sources = (!self.digest).then(|| shown.iter().filter(|shown| **shown).count()).filter(|n| *n > 0);
        let is_empty = marks.is_empty() && !has_bars && sources.is_none();
        FootBlock {
            first: self.first_entries(setter),
            last: if self.digest { Vec::new() } else { self.source_entries(&shown, setter) },
            marks: (!is_empty).then_some(MarksNote { marks, bars: has_bars, sources, expected: Vec::new() }),
            line: self.foot_line(setter),
            widest_page: setter.finish(page_line(&self.release(), (888, 888), &self.words), Span::default()),
            url: release.url.clone(),
            qr: release.url.as_deref().and_then(qr_code),
            release: self.release(),
        }
    }

    fn release(&self) -> String {
        let release = &self.sheet.release;
        let quick = if self.digest { format!("{} · ", self.words.quick) } else { String::new() };
        format!("{quick}{} · {}", version(&release.version), release.date)
    }

    fn first_entries(&self, setter: &mut Typesetter<'_>) -> Vec<FootEntry> {
        let mut entries = Vec::new();
        if !self.digest {
            for note in &self.sheet.notes {
                let mut label = Builder::new(Role::Band, true);
                label.push(&note.label, Marks { strong: true, ..Marks::default() });
                let label = setter.finish(label, note.label.span);
                entries.push(FootEntry { label, text: setter.text(&note.text, Role::Band) });
            }
            if !self.sheet.glossary.is_empty() {
                entries.push(self.terms(setter));
            }
        } else if let Some(url) = &self.sheet.release.url {
            entries.push(self.full_sheet(url, setter));
        }
        entries
    }

    fn terms(&self, setter: &mut Typesetter<'_>) -> FootEntry {
        let mut builder = Builder::new(Role::Band, true);
        for (place, term) in self.sheet.glossary.iter().enumerate() {
            if place > 0 {
                builder.words(self.words.semicolon, PLAIN);
            }
            builder.label();
            builder.push(&term.term, Marks { emphasis: true, ..Marks::default() });
            builder.words(self.words.colon, PLAIN);
            builder.body();
            builder.push(&term.meaning, Marks::default());
        }
        builder.words(self.words.stop, PLAIN);
        FootEntry {
            label: setter.words(self.words.terms, Role::Band, STRONG),
            text: setter.finish(builder, self.sheet.glossary[0].term.span),
        }
    }

    fn full_sheet(&self, url: &str, setter: &mut Typesetter<'_>) -> FootEntry {
        let rows = self.sheet.sections.iter().flat_map(|section| &section.items);
        let whole = crate::model::Priority::WHERE_ROOM;
        let count = rows.filter(|item| matches!(item, Item::Row(_)) && item.priority() <= whole).count();
        let meaning = counted((&self.words, self.sheet), "full_meaning", count);
        let meaning = meaning.replace("{count}", &count.to_string());
        let (before, after) = meaning.split_once("{url}").unwrap_or((&meaning, ""));
        let mut builder = Builder::new(Role::Band, false);
        builder.words(before, PLAIN);
        builder.owned(display_address(url), PLAIN, Owner::Link(url.to_owned()));
        builder.words(after, PLAIN);
        FootEntry {
            label: setter.words(self.words.full, Role::Band, STRONG),
            text: setter.finish(builder, Span::default()),
        }
    }

    /// Which sources an edition lists: those that it cites, and those that nothing in the sheet cites.
    fn shown_sources(&self) -> Vec<bool> {
        let count = self.sheet.all_sources().count();
        let (mut cited, mut shown) = (vec![false; count], vec![false; count]);
        let mut visit = |text: &Text, kept: bool| {
            for inline in &text.inlines {
                if let Inline::Cite(sources) = inline {
                    for source in sources {
                        cited[*source] = true;
                        shown[*source] |= kept;
                    }
                }
            }
        };
        for section in &self.sheet.sections {
            for item in &section.items {
                let kept = self.keeps(item);
                item_texts(item, &mut |text| visit(text, kept));
            }
        }
        sheet_texts(self.sheet, &mut |text| visit(text, true));
        shown.iter().zip(&cited).map(|(shown, cited)| *shown || !*cited).collect()
    }

    fn source_entries(&self, shown: &[bool], setter: &mut Typesetter<'_>) -> Vec<FootEntry> {
        let mut entries = Vec::new();
        let mut index = 0;
        for group in &self.sheet.sources {
            let mut builder = Builder::new(Role::Band, false);
            for source in &group.entries {
                if shown[index] {
                    push_source(&mut builder, source, index);
                }
                index += 1;
            }
            if !builder.is_empty() {
                let mut label = Builder::new(Role::Band, false);
                label.push(&group.group, Marks { strong: true, ..Marks::default() });
                let label = setter.finish(label, group.group.span);
                entries.push(FootEntry { label, text: setter.finish(builder, group.group.span) });
            }
        }
        entries
    }

    fn foot_line(&self, setter: &mut Typesetter<'_>) -> Option<TextBlock> {
        let release = &self.sheet.release;
        let mut builder = Builder::new(Role::Foot, false);
        if let Some(url) = &release.url {
            builder.owned(display_address(url), PLAIN, Owner::Link(url.clone()));
        }
        if let Some(note) = &release.note {
            separate(&mut builder);
            builder.push(note, Marks::default());
        }
        for author in &self.sheet.authors {
            separate(&mut builder);
            match &author.url {
                Some(url) => builder.owned(&author.name, PLAIN, Owner::Link(url.clone())),
                None => builder.words(&author.name, PLAIN),
            }
        }
        (!builder.is_empty()).then(|| setter.finish(builder, Span::default()))
    }
}

/// Texts that name pages, made when the pages are known.
impl Composed<'_> {
    /// The paragraph on marks; `sources_page`: where the sources begin, if on another page.
    pub(crate) fn marks_entry(&self, sources_page: Option<usize>, fonts: &Fonts) -> Option<Arc<FootEntry>> {
        let note = self.foot.marks.as_ref()?;
        let expected = note.expected.iter().find(|(page, _)| *page == sources_page);
        Some(expected.map_or_else(
            || self.shaped_marks(note, sources_page, &mut self.setter(fonts)),
            |(_, entry)| Arc::clone(entry),
        ))
    }

    /// Shapes the paragraph on marks for the pages where sources can be expected: here, on the second, or on the last one allowed.
    /// So characters that no font shows are found early.
    pub(super) fn expect_marks(&mut self, setter: &mut Typesetter<'_>) {
        let last = self.edition.pages.and_then(|pages| usize::try_from(pages).ok()).filter(|last| *last > 2);
        let Some(note) = &self.foot.marks else { return };
        let pages = [None, Some(2)].into_iter().chain(last.map(Some));
        let expected = pages.map(|page| (page, self.shaped_marks(note, page, setter))).collect();
        if let Some(note) = &mut self.foot.marks {
            note.expected = expected;
        }
    }

    fn shaped_marks(
        &self,
        note: &MarksNote,
        sources_page: Option<usize>,
        setter: &mut Typesetter<'_>,
    ) -> Arc<FootEntry> {
        let builder = self.marks_note(note, sources_page);
        Arc::new(FootEntry {
            label: setter.words(self.words.marks, Role::Band, STRONG),
            text: setter.finish(builder, Span::default()),
        })
    }

    /// For texts without source numbers.
    pub(crate) fn setter<'f>(&'f self, fonts: &'f Fonts) -> Typesetter<'f> {
        Typesetter::new(fonts, &self.theme, self.sheet, false)
    }

    fn marks_note(&self, note: &MarksNote, sources_page: Option<usize>) -> Builder {
        let words = &self.words;
        let mut builder = Builder::new(Role::Band, false);
        for (place, mark) in note.marks.iter().enumerate() {
            if place > 0 {
                builder.words(" ", PLAIN);
            }
            builder.label();
            mark.push_first(&mut builder, words);
            builder.body();
            let previous = self.sheet.release.previous.map(|date| date.to_string()).unwrap_or_default();
            let meaning = match mark {
                Mark::Volatile => words.volatile_meaning.to_owned(),
                Mark::Disputed => words.disputed_meaning.to_owned(),
                Mark::New => words.new_meaning.replace("{date}", &previous),
            };
            builder.words(&format!(" {meaning}"), PLAIN);
        }
        let space = |builder: &mut Builder| {
            if !builder.is_empty() {
                builder.words(" ", PLAIN);
            }
        };
        if note.bars {
            space(&mut builder);
            builder.item();
            builder.words(words.bars, PLAIN);
        }
        if let Some(count) = note.sources {
            space(&mut builder);
            builder.label();
            builder.words(&if count > 1 { format!("1–{count}") } else { "1".to_owned() }, STRONG);
            builder.body();
            // "1–22" is a range of numbers, not a count: one source, or several.
            let form = |id| counted((words, self.sheet), id, count.min(2));
            let place = match sources_page {
                Some(page) => form("sources_on").replace("{page}", &page.to_string()),
                None => form("sources_below").to_owned(),
            };
            builder.words(&format!(" {place}"), PLAIN);
            if let Some(note) = &self.sheet.legend_sources {
                builder.words(words.comma, PLAIN);
                builder.push(note, Marks::default());
            }
            builder.words(words.stop, PLAIN);
        }
        builder
    }

    /// Version, date and page, for the right end of the foot line.
    pub(crate) fn page_line(&self, page: usize, total: usize, setter: &mut Typesetter<'_>) -> TextBlock {
        setter.finish(page_line(&self.foot.release, (page, total), &self.words), Span::default())
    }
}

/// A word in the form that goes with a count.
fn counted<'w>((words, sheet): (&Words<'w>, &Sheet), id: &str, count: usize) -> &'w str {
    words.counted(id, count, Plurals::of_word(id, &sheet.language, &sheet.words))
}

fn page_line(release: &str, (page, total): (usize, usize), words: &Words<'_>) -> Builder {
    let mut builder = Builder::new(Role::Foot, false);
    builder.words(&format!("{release} · "), PLAIN);
    let of_total = words.page.replace("{total}", &total.to_string());
    let (before, after) = of_total.split_once("{n}").unwrap_or((&of_total, ""));
    builder.words(before, PLAIN);
    builder.words(&page.to_string(), STRONG);
    builder.words(after, PLAIN);
    builder
}

/// More modules than these (version 8, 49 × 49) leave the label lane, or are too fine to be read in print.
const MOST_MODULES: i32 = 49;

fn qr_code(url: &str) -> Option<QrCode> {
    let code = QrCode::encode_text(url, QrCodeEcc::Medium).ok()?;
    (code.size() <= MOST_MODULES).then_some(code)
}

fn separate(builder: &mut Builder) {
    if !builder.is_empty() {
        builder.words(" · ", PLAIN);
    }
}

/// Between two sources of a group, at the normal unit.
const SOURCE_SPACE: crate::geom::Abs = crate::geom::Abs::pt(3.8);

fn push_source(builder: &mut Builder, source: &Source, index: usize) {
    if let Some(prefix) = &source.prefix {
        if !builder.is_empty() {
            builder.words(" ", PLAIN);
        }
        builder.end_list();
        builder.words(&keep_together(prefix), PLAIN);
    }
    let is_first = builder.is_empty();
    builder.label();
    if !is_first {
        builder.space(SOURCE_SPACE, PLAIN);
        builder.words(" ", PLAIN);
    }
    builder.owned(&(index + 1).to_string(), Variant::Number, Owner::Entry(index));
    builder.words("\u{a0}", PLAIN);
    builder.body();
    builder.set_place(source.title.span);
    let title = keep_together(&source.title.plain());
    match &source.url {
        Some(url) => builder.owned(&title, PLAIN, Owner::Link(url.clone())),
        None => builder.words(&title, PLAIN),
    }
    builder.set_place(Span::default());
    if let Some(date) = source.date {
        builder.words(&format!("\u{a0}{date}").replace('-', "-\u{2060}"), PLAIN);
    }
}

/// Short entries of the source list are not broken over lines.
fn keep_together(title: &str) -> String {
    if title.chars().count() > 80 {
        return title.to_owned();
    }
    let mut out = String::new();
    for character in title.chars() {
        match character {
            ' ' => out.push('\u{a0}'),
            '-' | '–' | '/' => {
                out.push('\u{2060}');
                out.push(character);
                out.push('\u{2060}');
            }
            other => out.push(other),
        }
    }
    out
}

/// `v1.0.0` for versions that begin with a digit, else as written.
fn version(version: &str) -> String {
    if version.starts_with(|c: char| c.is_ascii_digit()) { format!("v{version}") } else { version.to_owned() }
}

/// An address without its scheme, as it is printed.
pub(crate) fn display_address(url: &str) -> &str {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("mailto:");
    bare.strip_suffix('/').unwrap_or(bare)
}

fn item_texts(item: &Item, visit: &mut impl FnMut(&Text)) {
    match item {
        Item::Row(row) => {
            visit(&row.topic);
            match &row.cells {
                Cells::Both(cell) => cell_texts(cell, visit),
                Cells::Pair(cells) => cells.iter().for_each(|cell| cell_texts(cell, visit)),
            }
        }
        Item::Callout(callout) => {
            callout.title.iter().for_each(&mut *visit);
            visit(&callout.text);
        }
        Item::Chart(chart) => {
            visit(&chart.title);
            chart.note.iter().for_each(&mut *visit);
            for bar in &chart.bars {
                visit(&bar.label);
                bar.note.iter().for_each(&mut *visit);
            }
        }
        Item::Figure(figure) => figure.caption.iter().for_each(visit),
    }
}

fn cell_texts(cell: &crate::model::Cell, visit: &mut impl FnMut(&Text)) {
    cell.text.iter().chain(&cell.points).for_each(visit);
}

/// All texts of a sheet that stand outside of items.
fn sheet_texts(sheet: &Sheet, visit: &mut impl FnMut(&Text)) {
    sheet.summary.iter().for_each(&mut *visit);
    if let Some(decision) = &sheet.decision {
        for row in &decision.rows {
            visit(&row.topic);
            row.cells.iter().for_each(|cell| cell_texts(cell, visit));
        }
        decision.neither.iter().for_each(&mut *visit);
    }
    for section in &sheet.sections {
        visit(&section.title);
        section.leads.iter().flatten().for_each(&mut *visit);
    }
    for fact in &sheet.same {
        visit(&fact.topic);
        visit(&fact.text);
    }
    if let Some(timeline) = &sheet.timeline {
        timeline.events.iter().for_each(|event| visit(&event.text));
    }
    sheet.notes.iter().for_each(|note| visit(&note.text));
    sheet.glossary.iter().for_each(|term| visit(&term.meaning));
}
