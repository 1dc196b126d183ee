//! A sheet that does not fit its pages: by how much, and the cells that are cheapest to shorten.

use super::bands::{Band, BandText, BandTexts, Lines, count, height_of, part_room, tick_hang};
use super::fit::Fitted;
use super::grid::{Grid, Lane};
use super::{Outline, Plan, room, share_out};
use crate::compose::{CellBlock, Composed, ItemBlock, TextBlock, styles};
use crate::diag::{Code, Diagnostic, Span};
use crate::geom::Abs;
use crate::text::{Cut, Measure};

/// Cells that are always named, if there are so many to shorten.
const NAMED: usize = 5;
/// Where more than this would have to be shortened, the advice is to do something else.
const MOST: usize = 20;

/// The error: what is over, what to cut, and what else would do. `larger`: pages that would be enough, and the type then.
pub(super) fn does_not_fit(
    fitted: &Fitted,
    pages: usize,
    larger: (usize, Abs),
    composed: &Composed<'_>,
) -> Diagnostic {
    let plan = &fitted.plan;
    let over = over(plan, pages);
    let message = format!(
        "edition `{}` does not fit {}: at the smallest type, {:.2} pt, it takes {}; {} over",
        composed.edition.id,
        pages_word(pages),
        plan.body().to_pt(),
        pages_word(plan.pages.len()),
        lines_word((over / plan.grid.pt(10.0)).ceil(), over.to_mm().ceil()),
    );
    let mut diagnostic = Diagnostic::error(Code::DoesNotFit, composed.edition.head(), message);
    if composed.edition.span == Span::default() {
        diagnostic.span = None;
    }
    let mut shortening = Shortening::new(plan, composed);
    let enough = shortening.until_it_fits(pages);
    let named = shortening.named();
    for (span, cut) in &named {
        diagnostic = diagnostic.with_related(*span, format!("cut {}", cut_words(*cut)));
    }
    diagnostic.with_help(advice(enough, named.len())).with_help(format!(
        "or allow {}: the type is {:.2} pt then",
        pages_word(larger.0),
        larger.1.to_pt()
    ))
}

fn advice(enough: Option<usize>, named: usize) -> String {
    match enough {
        Some(1) => "cutting the first of these cells makes it fit".to_owned(),
        Some(all) if all == named => format!("cutting these {all} cells makes it fit"),
        Some(first) => format!("cutting the first {first} of these cells makes it fit"),
        None if named == 0 => "no cell can be cut by so little that it saves a line".to_owned(),
        None => "these cells are the cheapest to shorten, but that alone will not do".to_owned(),
    }
}

fn pages_word(pages: usize) -> String {
    if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") }
}

/// With the verb that goes with them.
fn lines_word(lines: f64, mm: f64) -> String {
    if lines > 1.0 { format!("{lines} lines ({mm:.0} mm) are") } else { format!("1 line ({mm:.0} mm) is") }
}

fn cut_words(cut: Cut) -> String {
    let counted = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    format!("{} ({})", counted(cut.characters, "character"), counted(cut.words, "word"))
}

/// Height of what stands on pages beyond those allowed.
fn over(plan: &Plan, pages: usize) -> Abs {
    let beyond = pages.min(plan.pages.len())..plan.pages.len();
    let shown = plan.pages[beyond.clone()].iter().flat_map(|page| &page.bands);
    let bands: Abs = shown.map(|(_, height)| *height).sum();
    let foot = beyond.map(|page| {
        let (lines, range) = plan.foot_lines(page);
        lines.rows(range.len())
    });
    if bands > Abs::ZERO { bands } else { plan.grid.pt(9.0) * count(foot.sum()) }
}

/// A cell to shorten: where it stands, and what to cut.
type Named = (Span, Cut);

/// Rows that get lower, line by line, the cheapest first.
struct Shortening<'a> {
    composed: &'a Composed<'a>,
    plan: &'a Plan,
    outline: Outline,
    /// By band: lines now, and the lines that it is cut to.
    lines: Vec<(Lines, usize)>,
    /// By band: what the next line costs in characters.
    next: Vec<Option<usize>>,
    /// Bands in the order in which they are first cut.
    order: Vec<usize>,
}

impl<'a> Shortening<'a> {
    fn new(plan: &'a Plan, composed: &'a Composed<'a>) -> Self {
        let outline = Outline::new(composed);
        let lines = outline.bands.iter().map(|band| BandTexts::of(*band, composed).lines(&plan.grid));
        let lines: Vec<_> = lines.map(|lines| (lines, lines.label.max(lines.body))).collect();
        let mut shortening =
            Self { composed, plan, outline, next: vec![None; lines.len()], lines, order: Vec::new() };
        for band in 0..shortening.lines.len() {
            shortening.price(band);
        }
        shortening
    }

    fn price(&mut self, band: usize) {
        let target = self.lines[band].1;
        let cost = |lines: usize| -> Option<usize> {
            let cuts = self.cuts(band, lines)?;
            Some(cuts.iter().map(|(_, cut)| cut.characters).sum())
        };
        self.next[band] =
            (target > 1).then(|| Some(cost(target - 1)?.saturating_sub(cost(target)?))).flatten();
    }

    /// What to cut from the texts of a band so that none takes more lines.
    fn cuts(&self, band: usize, lines: usize) -> Option<Vec<Named>> {
        let band = self.outline.bands[band];
        if !is_cell_band(band, self.composed) {
            return None;
        }
        let grid = &self.plan.grid;
        let texts = BandTexts::of(band, self.composed);
        let lanes = [
            (texts.label, grid.label),
            (texts.columns[0], grid.columns[0]),
            (texts.columns[1], grid.columns[1]),
            (texts.span, grid.span()),
        ];
        let long = lanes.into_iter().filter_map(|(text, lane)| text.map(|text| (text, lane)));
        long.filter(|(text, lane)| text.lines(*lane, grid) > lines)
            .map(|(text, lane)| cut_text(text, lane, lines, grid))
            .collect()
    }

    /// Shortens until the pages are met, and takes back what is not needed; how many cells it takes, if it is enough.
    fn until_it_fits(&mut self, pages: usize) -> Option<usize> {
        let mut steps = Vec::new();
        while !self.fits(pages) {
            if steps.len() >= MOST {
                return None;
            }
            steps.push(self.cheapest()?);
        }
        // The dearest cuts may have become needless.
        for band in steps.into_iter().rev() {
            self.lines[band].1 += 1;
            if !self.fits(pages) {
                self.lines[band].1 -= 1;
            }
        }
        Some(self.named_by(&self.order).len()).filter(|cells| *cells > 0)
    }

    /// Takes a line from the row where it costs least.
    fn cheapest(&mut self) -> Option<usize> {
        let priced = self.next.iter().enumerate().filter_map(|(band, cost)| cost.map(|cost| (cost, band)));
        let (_, band) = priced.min()?;
        self.lines[band].1 -= 1;
        self.price(band);
        if !self.order.contains(&band) {
            self.order.push(band);
        }
        Some(band)
    }

    fn fits(&self, pages: usize) -> bool {
        let (plan, composed) = (self.plan, self.composed);
        let height = |index: usize| {
            let band = self.outline.band(index);
            let lines = match self.lines.get(index) {
                Some((lines, most)) => Lines { label: lines.label.min(*most), body: lines.body.min(*most) },
                None => BandTexts::of(band, composed).lines(&plan.grid),
            };
            height_of(band, lines, composed, &plan.grid)
        };
        let strips = self.outline.strips(composed, height);
        let room = room(composed, &plan.foot, &plan.grid);
        share_out(&self.outline.bands, &strips, &plan.foot, &plan.grid, room).len() <= pages
    }

    /// The cells to shorten, and others that are cheap, so that there are five if possible.
    fn named(&self) -> Vec<Named> {
        let mut order = self.order.clone();
        let mut others: Vec<usize> = (0..self.next.len()).filter(|band| !order.contains(band)).collect();
        others.sort_by_key(|band| (self.next[*band].is_none(), self.next[*band], *band));
        let mut named = self.named_by(&order);
        for band in others {
            if named.len() >= NAMED || self.next[band].is_none() {
                break;
            }
            order.push(band);
            named.extend(self.cuts(band, self.lines[band].1 - 1).unwrap_or_default());
        }
        named
    }

    fn named_by(&self, bands: &[usize]) -> Vec<Named> {
        bands.iter().flat_map(|band| self.cuts(*band, self.lines[*band].1).unwrap_or_default()).collect()
    }
}

/// Whether a band holds cells that an author may shorten.
fn is_cell_band(band: Band, composed: &Composed<'_>) -> bool {
    match band {
        Band::DecisionRow(_) | Band::Neither => true,
        Band::Item { section, item } => {
            matches!(composed.sections[section].items[item], ItemBlock::Row(_) | ItemBlock::Callout { .. })
        }
        _ => false,
    }
}

/// What to cut from a text so that it takes no more lines.
fn cut_text(text: BandText<'_>, lane: Lane, lines: usize, grid: &Grid) -> Option<Named> {
    match text {
        BandText::Text(text) => cut_block(text, &grid.room(lane.width), lines),
        BandText::Cell { cell, ticked } => cut_cell(cell, lane.width - tick_hang(ticked, grid), lines, grid),
    }
}

/// Cuts the paragraph of a cell where that costs least.
fn cut_cell(cell: &CellBlock, width: Abs, lines: usize, grid: &Grid) -> Option<Named> {
    let counts = cell.parts.iter().enumerate();
    let counts: Vec<usize> = counts
        .map(|(place, part)| part.text.para.count_lines(&part_room(cell, place, width, grid)))
        .collect();
    let excess = counts.iter().sum::<usize>().saturating_sub(lines);
    let parts = cell.parts.iter().enumerate().filter(|(place, _)| counts[*place] > excess);
    let cuts = parts.filter_map(|(place, part)| {
        cut_block(&part.text, &part_room(cell, place, width, grid), counts[place] - excess)
    });
    cuts.min_by_key(|(_, cut)| cut.characters)
}

fn cut_block(text: &TextBlock, room: &Measure<'_>, lines: usize) -> Option<Named> {
    Some((text.span, text.para.cut(lines, room, styles::is_own_text)?))
}
