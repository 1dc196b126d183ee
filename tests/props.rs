//! What must hold for every sheet, tried on random ones.
//!
//! `cargo test` tries the same few each time; `PROPTEST_CASES=10000 cargo test --release --test props` tries others, as
//! many as it says, and shrinks what fails to a small sheet that belongs into `tests/cases/layout`.

#[path = "support/sheets.rs"]
mod sheets;
mod support;

use std::cell::Cell;
use std::collections::BTreeMap;

use cheatsheet::diag::{Code, Diagnostic, Severity};
use cheatsheet::diff::form::{self, Paint};
use cheatsheet::diff::{Change, Diff, Edit, diff};
use cheatsheet::display::{Book, Content, GlyphRun, Role, TagId};
use cheatsheet::export::pdf::{self, Options};
use cheatsheet::geom::Abs;
use cheatsheet::input;
use cheatsheet::model::{Binding, Edition, Sheet, TypeRange};
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use sheets::RandomSheet;
use support::{breaks, seen, strings};

/// Sheets that are tried if nobody says how many.
const FEW: u32 = 64;
/// Body sizes unless the edition says otherwise, in points.
const RANGE: (f64, f64) = (7.5, 9.0);
/// The normal body size, in points.
const BODY: f64 = 8.5;
/// What two lengths may differ by.
const HAIR: f64 = 0.02;

/// Runs a check on random sheets: the same ones each time, unless a number of cases is asked for.
fn try_sheets(check: impl Fn(&Trial<'_>)) {
    let asked = cases_asked();
    let cases = asked.unwrap_or(FEW);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 600, ..Config::default() };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32])),
    };
    let (fonts, resources) = (sheets::fonts(), sheets::pictures());
    let (tried, laid) = (Cell::new(0_u32), Cell::new(0_u32));
    let outcome = runner.run(&sheets::any_sheet(), |random| {
        let source = random.json.to_string();
        let reading = input::read(source.as_bytes());
        let errors = reading.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<&Diagnostic> = errors.collect();
        prop_assert!(errors.is_empty(), "the generator makes sheets without errors: {errors:?}");
        let sheet = reading.sheet.expect("there is no error");
        let trial = Trial { sheet: &sheet, resources: &resources, fonts: &fonts, laid: &laid };
        tried.set(tried.get() + 1);
        check(&trial);
        Ok(())
    });
    if let Err(TestError::Fail(reason, RandomSheet { json })) = outcome {
        panic!("{reason}\nwith {}", serde_json::to_string_pretty(&json).unwrap_or_default());
    }
    assert!(outcome.is_ok(), "{outcome:?}");
    // A check of refused sheets alone would say nothing.
    assert!(laid.get() * 2 >= tried.get(), "of {} sheets, {} were laid out", tried.get(), laid.get());
}

#[expect(clippy::disallowed_methods, reason = "proptest's own way to ask for more cases")]
fn cases_asked() -> Option<u32> {
    std::env::var("PROPTEST_CASES").ok()?.parse().ok()
}

/// A random sheet and all that laying it out needs.
struct Trial<'a> {
    sheet: &'a Sheet,
    resources: &'a Resources,
    fonts: &'a Fonts,
    /// How often a sheet was laid out.
    laid: &'a Cell<u32>,
}

impl Trial<'_> {
    fn edition(&self) -> &Edition {
        &self.sheet.editions[0]
    }

    fn lay(&self, edition: &Edition) -> Result<Book, Vec<Diagnostic>> {
        cheatsheet::layout(self.sheet, edition, self.resources, self.fonts).map(|layout| {
            self.laid.set(self.laid.get() + 1);
            layout.book
        })
    }

    /// The book of its edition; `None` if it was refused.
    fn book(&self) -> Option<Book> {
        self.lay(self.edition()).ok()
    }

    /// The book at a body size, on as many pages as it takes.
    fn at(&self, body: f64) -> Result<Book, Vec<Diagnostic>> {
        let size = Abs::pt(body);
        let edition = Edition {
            pages: None,
            type_range: Some(TypeRange { min: size, max: size }),
            ..self.edition().clone()
        };
        self.lay(&edition)
    }

    fn range(&self) -> (f64, f64) {
        self.edition().type_range.map_or(RANGE, |range| (range.min.to_pt(), range.max.to_pt()))
    }
}

#[test]
fn everything_is_placed_once_and_in_order() {
    try_sheets(|trial| {
        let Some(book) = trial.book() else { return };
        let text = read(&book);
        let body = strings::body(&as_titled(trial.sheet, &book), trial.edition());
        strings::assert_in_order(&text, &body, 700);
        // Rows and callouts begin with words of their own.
        let wanted: Vec<String> = body.iter().filter_map(|text| own_word(text)).collect();
        // Where no space parts words, they follow a colon or the like.
        let words = text.split(|c: char| c.is_whitespace() || !c.is_alphanumeric());
        let found: Vec<String> = words.filter_map(own_word).collect();
        assert_eq!(found, wanted);
    });
}

/// The sheet with the names that its title shows: those of too many lines give way to the short ones.
fn as_titled(sheet: &Sheet, book: &Book) -> Sheet {
    let mut shown = String::new();
    for (_, item) in seen::items(book) {
        let (Content::Glyphs(run), Some(tag)) = (&item.content, item.tag) else { continue };
        if seen::ancestor(book, tag, |role| matches!(role, Role::Heading(1))).is_some() {
            shown.push_str(&run.text());
        }
    }
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let names: String = sheet.subjects.iter().map(|subject| subject.name.plain()).collect();
    let mut titled = sheet.clone();
    if bare(&shown) != bare(&names) {
        titled.subjects.iter_mut().for_each(|subject| subject.name = subject.short.clone());
    }
    titled
}

/// `T12q`, with which the topic of the twelfth item begins, and the like.
fn own_word(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let digits = word.strip_prefix(['T', 'L', 'R', 'C'])?.strip_suffix('q')?;
    (!digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())).then(|| word.to_owned())
}

/// What is read, part after part, an element's text on a line of its own.
fn read(book: &Book) -> String {
    let mut parts: BTreeMap<TagId, String> = BTreeMap::new();
    let mut before = None;
    for (page, item) in seen::items(book) {
        let (Content::Glyphs(run), Some(tag)) = (&item.content, item.tag) else { continue };
        let part = parts.entry(part_of(book, tag)).or_default();
        let block = seen::ancestor(book, tag, |role| !matches!(role, Role::Link));
        if before != Some((page, block)) {
            part.push('\n');
        }
        before = Some((page, block));
        part.push_str(&run.text());
    }
    parts.into_values().collect()
}

/// The part of the document that an element is in: the element right below the root.
fn part_of(book: &Book, tag: TagId) -> TagId {
    let parent = |tag: TagId| book.structure.tags[tag.0].parent;
    let mut at = tag;
    while let Some(above) = parent(at) {
        if parent(above).is_none() {
            break;
        }
        at = above;
    }
    at
}

#[test]
fn nothing_leaves_the_live_area() {
    try_sheets(|trial| {
        let Some(book) = trial.book() else { return };
        let edge = Abs::mm(8.0).to_pt();
        for (page, item) in seen::items(&book) {
            if matches!(&item.content, Content::Glyphs(run) if run.text().trim().is_empty()) {
                continue;
            }
            let size = book.pages[page].size;
            let (left, top, right, bottom) = extent(&item.content);
            let (from, to) = live(trial.edition(), page, size.width.to_pt());
            let what = format!(
                "page {}: {left:.2},{top:.2} to {right:.2},{bottom:.2} of {from:.2} to {to:.2}: {:?}",
                page + 1,
                item.content
            );
            if matches!(item.content, Content::Glyphs(_)) {
                assert!(left >= from - HAIR && right <= to + HAIR, "{what}");
            }
            assert!(left >= edge - HAIR && right <= size.width.to_pt() - edge + HAIR, "{what}");
            let bound = trial.edition().binding == Some(Binding::Top);
            assert!(!bound || top >= Abs::mm(20.0).to_pt() - HAIR, "{what}");
            assert!(top >= edge - HAIR && bottom <= size.height.to_pt() - edge + HAIR, "{what}");
        }
    });
}

/// Left and right edge of the live area; the short form has the narrower margins.
fn live(edition: &Edition, page: usize, width: f64) -> (f64, f64) {
    let [normal, short, bound, other] = [10.0, 9.0, 20.0, 8.0].map(|margin| Abs::mm(margin).to_pt());
    match edition.binding {
        Some(Binding::Left) if page.is_multiple_of(2) => (bound, width - other),
        Some(Binding::Left) => (other, width - bound),
        _ if edition.priority.get() == 1 => (short, width - short),
        _ => (normal, width - normal),
    }
}

/// Left, top, right and bottom of what is seen.
fn extent(content: &Content) -> (f64, f64, f64, f64) {
    let rect = |area: cheatsheet::geom::Rect| {
        (area.origin.x.to_pt(), area.origin.y.to_pt(), area.right().to_pt(), area.bottom().to_pt())
    };
    match content {
        Content::Glyphs(run) => {
            let (y, size) = (run.origin.y.to_pt(), run.size.to_pt());
            (seen::left(run), y - 0.7 * size, seen::right(run), y + 0.2 * size)
        }
        Content::Path(path) => rect(seen::ink(path)),
        Content::Image(image) => rect(image.area),
    }
}

#[test]
fn no_two_texts_overlap() {
    try_sheets(|trial| {
        let Some(book) = trial.book() else { return };
        for (page, content) in book.pages.iter().enumerate() {
            let runs = content.items.iter().filter_map(|item| match &item.content {
                Content::Glyphs(run) if !run.text().trim().is_empty() => Some(run),
                _ => None,
            });
            let mut runs: Vec<&GlyphRun> = runs.collect();
            runs.sort_by(|a, b| a.origin.y.to_pt().total_cmp(&b.origin.y.to_pt()));
            for (at, run) in runs.iter().enumerate() {
                let near = runs[at + 1..]
                    .iter()
                    .take_while(|other| other.origin.y - run.origin.y < other.size * 0.5);
                for other in near {
                    assert!(
                        !overlap(run, other),
                        "page {}: {:?} and {:?}\n{run:?}\n{other:?}",
                        page + 1,
                        run.text(),
                        other.text()
                    );
                }
            }
        }
    });
}

/// Whether the middles of two texts (from the baseline to the height of an x) touch; kerning may bring them near.
fn overlap(upper: &GlyphRun, lower: &GlyphRun) -> bool {
    let side = |run: &GlyphRun| (seen::left(run) + 0.3, seen::right(run) - 0.3);
    let (a, b) = (side(upper), side(lower));
    a.0 < b.1 && b.0 < a.1 && (lower.origin.y - lower.size * 0.5) < upper.origin.y
}

#[test]
fn pages_break_where_they_may() {
    try_sheets(|trial| {
        let Some(book) = trial.book() else { return };
        breaks::assert_legal(&book, trial.sheet, trial.edition());
    });
}

/// The body size of a book: that of the topics.
fn body_size(book: &Book, fonts: &Fonts) -> Option<f64> {
    seen::items(book).find_map(|(_, item)| {
        let (Content::Glyphs(run), Some(tag)) = (&item.content, item.tag) else { return None };
        let is_cell = seen::ancestor(book, tag, |role| matches!(role, Role::TH { .. })).is_some();
        (is_cell && own_word(&run.text()).is_some() && fonts.face(run.face).name().ends_with("Medium"))
            .then(|| run.size.to_pt())
    })
}

/// Whether topics stand beside their cells; `None` if no row has a topic and a text of its own.
fn is_beside(book: &Book) -> Option<bool> {
    let mut topic: Option<(String, f64)> = None;
    for (_, item) in seen::items(book) {
        let Content::Glyphs(run) = &item.content else { continue };
        let Some(word) = own_word(&run.text()) else { continue };
        match (&topic, word.split_at(1)) {
            (_, ("T", number)) => topic = Some((number.to_owned(), run.origin.y.to_pt())),
            (Some((found, y)), ("L" | "R", number)) if found == number => {
                return Some((run.origin.y.to_pt() - y).abs() < 1.0);
            }
            _ => {}
        }
    }
    None
}

#[test]
fn the_fit_keeps_its_limits() {
    try_sheets(|trial| {
        let edition = trial.edition();
        let (least, most) = trial.range();
        match trial.lay(edition) {
            Ok(book) => {
                // No row is left where all have a lower priority.
                let Some(body) = body_size(&book, trial.fonts) else { return };
                match edition.pages {
                    None => assert!(
                        (body - BODY.max(least).min(most)).abs() < 1e-6,
                        "{body} pt where nothing is to be fitted"
                    ),
                    Some(pages) => {
                        assert!(
                            book.pages.len() <= pages as usize,
                            "{} pages, {pages} are allowed",
                            book.pages.len()
                        );
                        assert!(
                            (least - 1e-6..=most + 1e-6).contains(&body),
                            "{body} pt, {least} to {most} are allowed"
                        );
                        if body + 0.05 <= most {
                            let larger = trial.at(body + 0.05);
                            // Larger type that breaks pages where it should not is no better.
                            let fits = larger.is_ok_and(|larger| {
                                let lone = |book| breaks::lone_rows(book, trial.sheet, edition);
                                let parted = |book| breaks::parted(book, trial.sheet, edition);
                                // A sheet of larger type alone may have its topics elsewhere: that is another sheet.
                                larger.pages.len() <= pages as usize
                                    && !breaks::has_hole(&larger)
                                    && lone(&larger) <= lone(&book)
                                    && parted(&larger) <= parted(&book)
                                    && breaks::starts_empty(&larger, trial.sheet)
                                        <= breaks::starts_empty(&book, trial.sheet)
                                    && is_beside(&larger) == is_beside(&book)
                            });
                            assert!(!fits, "{body} pt, where {:.2} would fit", body + 0.05);
                        }
                    }
                }
            }
            Err(findings) => {
                for finding in &findings {
                    assert!(matches!(finding.code, Code::DoesNotFit | Code::RowTooTall), "{finding:?}");
                }
                if findings.iter().any(|finding| finding.code == Code::DoesNotFit) {
                    let pages = edition.pages.expect("what may take any number of pages fits");
                    let smallest = trial.at(least);
                    let fits = smallest.is_ok_and(|book| book.pages.len() <= pages as usize);
                    assert!(!fits, "refused, and fits {pages} pages at {least} pt");
                }
            }
        }
    });
}

#[test]
fn sheets_are_compared_without_loss() {
    try_sheets(|trial| {
        // Nothing is refused here.
        trial.laid.set(trial.laid.get() + 1);
        let new = trial.sheet;
        assert!(diff(new, new).groups.is_empty(), "a sheet differs from itself");
        let old = another(new);
        let (there, back) = (diff(&old, new), diff(new, &old));
        for found in [&there, &back] {
            assert!(
                !found.groups.is_empty() && changes(found).all(is_change),
                "nothing changed, or less than is said"
            );
            let told = [form::text(found, Paint::default()), form::markdown(found).0, form::html(found).0];
            assert!(told.iter().all(|text| text.contains(&found.new.release.version.text)), "{told:?}");
        }
        assert_eq!(balance(&there), -balance(&back), "what comes one way goes the other way");
    });
}

/// A sheet with another title, its sections in another order, each without its first item if it has more.
fn another(sheet: &Sheet) -> Sheet {
    let mut sheet = sheet.clone();
    sheet.sections.reverse();
    for section in &mut sheet.sections {
        if section.items.len() > 1 {
            section.items.remove(0);
        }
    }
    sheet.title.push('2');
    sheet
}

fn changes<'d, 'a>(found: &'d Diff<'a>) -> impl Iterator<Item = &'d Change<'a>> {
    found.groups.iter().flat_map(|group| &group.changes)
}

fn is_change(change: &Change<'_>) -> bool {
    let Change::Changed { parts, moved, .. } = change else { return true };
    let differs = |edits: &[Edit<'_>]| edits.iter().any(|edit| !matches!(edit, Edit::Kept(_)));
    parts.iter().all(|part| differs(&part.edits)) && (!parts.is_empty() || moved.is_some())
}

/// How many entries came, less those that went.
fn balance(found: &Diff<'_>) -> i32 {
    let count = |change: &Change<'_>| match change {
        Change::Added(_) => 1,
        Change::Removed(_) => -1,
        Change::Changed { .. } => 0,
    };
    changes(found).map(count).sum()
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    try_sheets(|trial| {
        let write = |book: &Book| {
            pdf::export(book, trial.fonts, &Options::default()).expect("the book can be written")
        };
        let (first, second) = (trial.book(), trial.book());
        assert_eq!(first.as_ref().map(write), second.as_ref().map(write));
    });
}
