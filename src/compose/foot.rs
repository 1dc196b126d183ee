//! The foot band (marks, notes, terms, sources) and the foot line.

use qrcodegen::{QrCode, QrCodeEcc};

use super::legend::Legend;
use super::texts::{Builder, Owner, TextBlock, Typesetter, unbroken};
use super::{Composed, Composer, PLAIN, STRONG};
use crate::diag::Span;
use crate::model::{Cells, Item, Marks, Priority, Sheet, Word};
use crate::text::Fonts;
use crate::theme::Role;
use crate::words::{Plurals, Words, ends_sentence};

/// Characters of a name that fit the foot line of small paper.
const MOST_IN_ONE_PIECE: usize = 32;

/// Foot band and foot line.
pub(crate) struct FootBlock {
    /// Of page 1: notes and terms; the marks are made when the pages are known.
    pub(crate) first: Vec<FootEntry>,
    /// Of the last page: sources by group.
    pub(crate) last: Vec<FootEntry>,
    /// What the paragraph on marks has to say.
    pub(crate) legend: Option<Legend>,
    /// Address, note and authors.
    pub(crate) line: Option<TextBlock>,
    /// Version, date and page, with page numbers of three digits.
    pub(crate) widest_page: TextBlock,
    /// Link of the foot line and the QR code.
    pub(crate) url: Option<Word>,
    /// Of the address, unless that is too long for a code that phones read.
    pub(crate) qr: Option<QrCode>,
    /// What is printed before "page x of y".
    pub(crate) release: Word,
}

/// A labelled paragraph of the band.
pub(crate) struct FootEntry {
    pub(crate) label: TextBlock,
    pub(crate) text: TextBlock,
    /// Its bookmark: the label of a group of sources.
    pub(crate) bookmark: Option<String>,
}

impl Composer<'_, '_> {
    pub(super) fn foot(&self, setter: &mut Typesetter<'_>) -> FootBlock {
        let release = &self.sheet.release;
        let shown = self.shown_sources();
        FootBlock {
            first: self.first_entries(setter),
            last: if self.digest { Vec::new() } else { self.source_entries(&shown, setter) },
            legend: self.legend(&shown),
            line: self.foot_line(setter),
            widest_page: setter.finish(page_line(&self.release(), (888, 888), &self.words), Span::default()),
            url: release.url.clone(),
            qr: release.url.as_ref().and_then(|url| qr_code(&url.text)),
            release: self.release(),
        }
    }

    fn release(&self) -> Word {
        let release = &self.sheet.release;
        let quick = if self.digest { format!("{} · ", self.words.quick) } else { String::new() };
        let text = format!("{quick}{} · {}", version(&release.version.text), release.date);
        Word { text, span: release.version.span }
    }

    fn first_entries(&self, setter: &mut Typesetter<'_>) -> Vec<FootEntry> {
        let mut entries = Vec::new();
        if !self.digest {
            for note in &self.sheet.notes {
                let mut label = setter.builder(Role::Band);
                label.push(&note.label, Marks { strong: true, ..Marks::default() });
                let label = setter.finish(label, note.label.span);
                let text = setter.text(&note.text, Role::Band);
                entries.push(FootEntry { label, text, bookmark: None });
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
        let mut builder = setter.builder(Role::Band);
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
        if !self.sheet.glossary.last().is_some_and(|term| ends_sentence(&term.meaning.plain())) {
            builder.words(self.words.stop, PLAIN);
        }
        FootEntry {
            label: setter.words(self.words.terms, Role::Band, STRONG),
            text: setter.finish(builder, self.sheet.glossary[0].term.span),
            bookmark: None,
        }
    }

    fn full_sheet(&self, url: &Word, setter: &mut Typesetter<'_>) -> FootEntry {
        let meaning = self.full_meaning();
        let (before, after) = meaning.split_once("{url}").unwrap_or((&meaning, ""));
        let mut builder = Builder::new(Role::Band);
        builder.words(before, PLAIN);
        push_address(&mut builder, url);
        builder.words(after, PLAIN);
        FootEntry {
            label: setter.words(self.words.full, Role::Band, STRONG),
            text: setter.finish(builder, Span::default()),
            bookmark: None,
        }
    }

    /// What the whole sheet holds: the rows that tell the subjects apart, and only what else is there.
    fn full_meaning(&self) -> String {
        let sheet = self.sheet;
        let differs = |item: &&Item| {
            let is_pair = matches!(item, Item::Row(row) if matches!(row.cells, Cells::Pair(_)));
            is_pair && item.priority() <= Priority::WHERE_ROOM
        };
        let count = sheet.sections.iter().flat_map(|section| &section.items).filter(differs).count();
        let is_bare = sheet.sources.is_empty() || sheet.glossary.is_empty();
        let bare = Some(self.words.full_meaning_bare).filter(|word| is_bare && !word.is_empty());
        let meaning = bare.unwrap_or_else(|| counted((&self.words, sheet), "full_meaning", count));
        meaning.replace("{count}", &count.to_string())
    }

    fn foot_line(&self, setter: &mut Typesetter<'_>) -> Option<TextBlock> {
        let release = &self.sheet.release;
        let mut builder = Builder::new(Role::Foot);
        if let Some(url) = &release.url {
            push_address(&mut builder, url);
        }
        if let Some(note) = &release.note {
            separate(&mut builder);
            builder.push(note, Marks::default());
        }
        for author in &self.sheet.authors {
            separate(&mut builder);
            builder.set_place(author.name.span);
            let name = unbroken(&author.name.text, MOST_IN_ONE_PIECE);
            match &author.url {
                Some(url) => builder.owned(&name, PLAIN, Owner::Link(url.as_str().into())),
                None => builder.words(&name, PLAIN),
            }
            builder.set_place(Span::default());
        }
        (!builder.is_empty()).then(|| setter.finish(builder, Span::default()))
    }
}

impl Composed<'_> {
    /// For texts that name pages, made when those are known; they cite no sources.
    pub(crate) fn setter<'f>(&'f self, fonts: &'f Fonts) -> Typesetter<'f> {
        Typesetter::new(fonts, &self.theme, self.sheet, false)
    }

    /// Version, date and page, for the right end of the foot line.
    pub(crate) fn page_line(&self, page: usize, total: usize, setter: &mut Typesetter<'_>) -> TextBlock {
        setter.finish(page_line(&self.foot.release, (page, total), &self.words), Span::default())
    }
}

/// A word in the form that goes with a count.
pub(super) fn counted<'w>((words, sheet): (&Words<'w>, &Sheet), id: &str, count: usize) -> &'w str {
    words.counted(id, count, Plurals::of_word(id, &sheet.language.text, &sheet.words))
}

fn page_line(release: &Word, (page, total): (usize, usize), words: &Words<'_>) -> Builder {
    let mut builder = Builder::new(Role::Foot);
    builder.set_place(release.span);
    builder.words(&format!("{} · ", release.text), PLAIN);
    builder.set_place(Span::default());
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

/// An address as it is printed, which leads there.
fn push_address(builder: &mut Builder, url: &Word) {
    builder.set_place(url.span);
    builder.owned(display_address(&url.text), PLAIN, Owner::Link(url.text.as_str().into()));
    builder.set_place(Span::default());
}

fn separate(builder: &mut Builder) {
    if !builder.is_empty() {
        builder.words(" · ", PLAIN);
    }
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
