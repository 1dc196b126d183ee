//! The largest type that meets an edition's pages.

use std::sync::Arc;

use super::bands::Band;
use super::columns::{Table, lane_of, preferred, widest};
use super::flow::paginate_within;
use super::foot::{Entries, FootPlan};
use super::grid::{Grid, Shares};
use super::head::{caption_lines, heads_height, least_title_height, names};
use super::unfit::does_not_fit;
use super::{Outline, Plan, plan, room};
use crate::compose::{Composed, FootEntry, ItemBlock, styles};
use crate::diag::{Code, Diagnostic, Span};
use crate::geom::Abs;
use crate::text::Fonts;
use crate::theme::{BODY, BODY_RANGE};

/// Steps of the body size.
const STEP: Abs = Abs::pt(0.05);
/// How often pages are planned anew because a page number that is printed has changed, before room is kept for others.
const ROUNDS: usize = 3;

/// A plan, and the paragraph on marks that belongs to it.
pub struct Fitted {
    pub(crate) plan: Plan,
    pub(crate) marks: Option<Arc<FootEntry>>,
}

/// Plans an edition at the largest type that meets its pages, or at the normal size if it names none.
///
/// # Errors
/// `does-not-fit` if the smallest type takes more pages; `row-too-tall` for what no page can hold.
pub fn fit(composed: &Composed<'_>, fonts: &Fonts) -> Result<Fitted, Vec<Diagnostic>> {
    let edition = composed.edition;
    let (least, most) = edition.type_range.map_or(BODY_RANGE, |range| (range.min, range.max));
    let fitter = Fitter { composed, fonts, outline: Outline::new(composed) };
    let Some(pages) = edition.pages else {
        return fitter.checked(fitter.plain(BODY.max(least).min(most)));
    };
    let pages = usize::try_from(pages).unwrap_or(usize::MAX);
    if let Some(fitted) = fitter.largest(pages, (least, most)) {
        return fitter.checked(fitted);
    }
    let smallest = fitter.checked(fitter.smallest(least))?;
    let needed = smallest.plan.pages.len();
    let then = fitter.largest(needed, (least, most)).map_or(least, |fitted| fitted.plan.body());
    Err(vec![does_not_fit(&smallest, pages, (needed, then), composed)])
}

struct Fitter<'a> {
    composed: &'a Composed<'a>,
    fonts: &'a Fonts,
    outline: Outline,
}

impl Fitter<'_> {
    /// At a body size, with the best columns.
    fn plain(&self, body: Abs) -> Fitted {
        self.at(body, preferred(self.composed, &self.outline, body))
    }

    /// At a body size, with the columns that give the least height.
    fn smallest(&self, body: Abs) -> Fitted {
        let table = Table::new(self.composed, &self.outline, body);
        let height = |option: &usize| table.heights.iter().map(|heights| heights[*option]).sum::<Abs>();
        let least = table.ranked().into_iter().min_by(|a, b| height(a).to_pt().total_cmp(&height(b).to_pt()));
        self.at(body, table.options[least.unwrap_or(0)])
    }

    /// The largest body size at which some columns meet the pages.
    fn largest(&self, pages: usize, (least, most): (Abs, Abs)) -> Option<Fitted> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "type sizes are small")]
        let steps = ((most - least) / STEP).ceil() as u32;
        let body = |step: u32| (most - STEP * f64::from(step)).max(least);
        // The bound grows with the type, so the first step that it allows is found by halving.
        let (mut low, mut high) = (0, steps);
        while low < high {
            let middle = low.midpoint(high);
            if self.may_fit(body(middle), pages) { high = middle } else { low = middle + 1 }
        }
        // How badly the rules of page breaks are broken, and at which step.
        let mut best: Option<(u32, u32)> = None;
        for step in low..=steps {
            match self.meets(pages, body(step), 0) {
                Ok(fitted) => return Some(fitted),
                Err(broken) => {
                    let found = broken.map(|broken| (broken, step));
                    best = [best, found].into_iter().flatten().min();
                }
            }
        }
        // No size keeps every rule of page breaks: that which breaks them least, and of those the largest.
        let (broken, step) = best?;
        (step..=steps).find_map(|step| self.meets(pages, body(step), broken).ok())
    }

    /// Whether the texts could stand on the pages if each had the widest room it ever gets, and no size had a floor. Never
    /// false where a plan exists, and never true above a size where it is false.
    fn may_fit(&self, body: Abs, pages: usize) -> bool {
        let composed = self.composed;
        let bare: Arc<[Abs]> = styles::bare_sizes(body / BODY, &composed.theme).into();
        let [label, left, mut widest] =
            widest().map(|shares| Grid::with_sizes(composed.edition, body, shares, bare.clone()));
        widest.label = label.label;
        widest.columns[0].width = left.columns[0].width;
        let used: Abs =
            self.outline.bands.iter().map(|band| super::bands::height(*band, composed, &widest)).sum();
        let entries = Entries { composed, marks: None, others: &[] };
        let foot = FootPlan::new(entries, &widest);
        let live = widest.bottom - widest.top - foot.line;
        let first = live - least_title_height(composed, &widest);
        let only = first - FootPlan::height(&foot.only, foot.qr, &widest);
        let further = (live - heads_height(composed, &widest)) * super::bands::count(pages.saturating_sub(1));
        let all = first + further - FootPlan::least_height(entries, &widest);
        used.fits(only) || (pages > 1 && used.fits(all))
    }

    /// A plan that meets the pages at a body size: with the preferred columns, else with others. `allowed`: how badly the
    /// rules of page breaks may be broken.
    ///
    /// # Errors
    /// How badly they are broken at least, if there is such a plan at all.
    fn meets(&self, pages: usize, body: Abs, allowed: u32) -> Result<Fitted, Option<u32>> {
        let attempt = Attempt::new(self, pages, body);
        let is_met = |option: usize| attempt.broken(option).is_some_and(|broken| broken <= allowed);
        let table = &attempt.table;
        let mut met = table.ranked().into_iter().filter(|option| is_met(*option)).peekable();
        if met.peek().is_none() {
            return Err((0..table.options.len()).filter_map(|option| attempt.broken(option)).min());
        }
        let preferred = preferred(self.composed, &self.outline, body);
        let is_preferred = |option: &usize| table.options[*option] == preferred;
        let first = (0..table.options.len()).find(is_preferred).filter(|option| is_met(*option));
        let fitted = first.into_iter().chain(met).map(|option| self.at(body, table.options[option]));
        let mut fitted = fitted.filter(|fitted| fitted.plan.pages.len() <= pages);
        fitted.next().ok_or(None)
    }

    /// Plans at a body size with given columns, until the page numbers printed are the true ones.
    ///
    /// The room for what is printed may decide what is true: a short paragraph on marks lets the sources stand below it, of which
    /// only a long one tells. After some rounds each plan keeps room for all that was tried, so the foot grows, and no paragraph
    /// has endless lines: in the end it stays as it is, with it the pages, and what they give is printed.
    fn at(&self, body: Abs, shares: Shares) -> Fitted {
        let composed = self.composed;
        let grid = Grid::new(composed, body, shares);
        let pages = composed.edition.pages.and_then(|pages| usize::try_from(pages).ok()).unwrap_or(2);
        let mut guess = (pages > 1).then_some(pages);
        let mut tried = Vec::new();
        let mut round = 0;
        loop {
            round += 1;
            let marks = composed.legend_entry(guess, self.fonts);
            let others = if round > ROUNDS { &tried[..] } else { &[] };
            let entries = Entries { composed, marks: marks.as_deref(), others };
            let plan = plan(composed, &self.outline, entries, grid.clone());
            let actual = plan.sources_page();
            if actual == guess || marks.is_none() {
                return Fitted { plan, marks };
            }
            tried.extend(marks);
            guess = actual;
        }
    }

    /// A plan, unless it has something that no page can hold.
    fn checked(&self, fitted: Fitted) -> Result<Fitted, Vec<Diagnostic>> {
        let tall = fitted.plan.too_tall.iter().map(|band| too_tall(*band, self.composed));
        let title = fitted.plan.title_is_too_tall.then(|| title_too_tall(&fitted.plan, self.composed));
        let tall: Vec<Diagnostic> = title.into_iter().chain(tall).collect();
        if tall.is_empty() { Ok(fitted) } else { Err(tall) }
    }
}

/// All columns at one body size, on so many pages.
struct Attempt<'a> {
    fitter: &'a Fitter<'a>,
    table: Table,
    /// By lane.
    feet: Vec<FootPlan>,
    pages: usize,
}

impl<'a> Attempt<'a> {
    fn new(fitter: &'a Fitter<'a>, pages: usize, body: Abs) -> Self {
        let table = Table::new(fitter.composed, &fitter.outline, body);
        let marks = fitter.composed.legend_entry((pages > 1).then_some(pages), fitter.fonts);
        let entries = Entries { composed: fitter.composed, marks: marks.as_deref(), others: &[] };
        let feet = table.by_lane(|grid| FootPlan::new(entries, grid));
        Self { fitter, table, feet, pages }
    }

    /// How badly the rules of page breaks are broken with some columns; `None` if they take more pages.
    fn broken(&self, option: usize) -> Option<u32> {
        let (table, outline) = (&self.table, &self.fitter.outline);
        let grid = &table.grids[option];
        let room = room(self.fitter.composed, &self.feet[lane_of(option)], grid);
        if !Abs::ZERO.fits(room.first) && !Abs::ZERO.fits(room.only) {
            return None;
        }
        let used: Abs = table.heights[..outline.bands.len()].iter().map(|heights| heights[option]).sum();
        let further = super::bands::count(self.pages.saturating_sub(1));
        if !used.fits(room.first + room.middle * further) && !used.fits(room.only) {
            return None;
        }
        let strips = outline.strips(self.fitter.composed, |band| table.heights[band][option]);
        paginate_within(&strips, room, self.pages).map(|found| found.broken)
    }
}

/// The title block has no room above the foot of the first page: the subject with the longest name is pointed at.
fn title_too_tall(plan: &Plan, composed: &Composed<'_>) -> Diagnostic {
    let names = names(composed, &plan.grid);
    let lines = |side: usize| names.lines[side] + caption_lines(composed, side, &plan.grid);
    let subject = &composed.sheet.subjects[usize::from(lines(1) > lines(0))];
    let message =
        "the names, with what is printed at the foot of the first page, are taller than a page allows";
    Diagnostic::error(Code::RowTooTall, subject.name.span, message)
        .with_help("shorten the name or the tagline, or set smaller type")
}

fn too_tall(band: Band, composed: &Composed<'_>) -> Diagnostic {
    let help = match item_of(band, composed) {
        Some(ItemBlock::Row(_)) => "split it into several rows, or shorten it",
        Some(ItemBlock::Chart(_)) => "give it fewer bars, or shorten its texts",
        _ => "shorten it",
    };
    let span = band_span(band, composed);
    Diagnostic::error(Code::RowTooTall, span, "this is taller than a page allows").with_help(help)
}

/// Where a band stands in the file.
fn band_span(band: Band, composed: &Composed<'_>) -> Span {
    let decision = composed.decision.as_ref();
    let text = match band {
        Band::Item { .. } => item_of(band, composed).map(item_span),
        Band::SectionHead { section, .. } => Some(composed.sections[section].title.span),
        Band::Summary => composed.summary.as_ref().map(|(_, text)| text.span),
        Band::Same => composed.same.as_ref().map(|(_, text)| text.span),
        Band::Timeline => composed.timeline.as_ref().map(|line| line.title.span),
        Band::DecisionHead => decision.and_then(|decision| decision.rows.first()).map(|row| row.0.span),
        Band::DecisionRow(row) => decision.map(|decision| decision.rows[row].0.span),
        Band::Neither => decision.and_then(|decision| decision.neither.as_ref()).map(|(_, text)| text.span),
    };
    text.unwrap_or_default()
}

/// The item that a band is, if it is one.
pub(super) fn item_of<'c>(band: Band, composed: &'c Composed<'_>) -> Option<&'c ItemBlock> {
    match band {
        Band::Item { section, item } => Some(&composed.sections[section].items[item]),
        _ => None,
    }
}

/// What an item is known by: all of it may run over many lines.
fn item_span(item: &ItemBlock) -> Span {
    match item {
        ItemBlock::Row(row) => row.topic.span,
        ItemBlock::Callout { text, .. } => text.span,
        ItemBlock::Chart(chart) => chart.title.span,
        ItemBlock::Figure(figure) => figure.span.head(),
    }
}
