//! The choice of columns, and the largest type that meets an edition's pages.

use super::bands::{Band, cell_lines, count, row_lines, total_lines};
use super::foot::Entries;
use super::grid::{Grid, Shares};
use super::{Plan, plan};
use crate::compose::{Composed, FootEntry, ItemBlock, RowBlock, RowCells};
use crate::diag::{Code, Diagnostic, Severity, Span};
use crate::geom::Abs;
use crate::text::Fonts;
use crate::theme::{BODY, BODY_RANGE};

/// Label lanes that are tried, at the normal unit.
const LANES_MM: [f64; 9] = [24.0, 24.5, 25.0, 25.5, 26.0, 26.5, 27.0, 27.5, 28.0];
/// Steps of the left column's share, in thousandths.
const RATIOS: std::ops::RangeInclusive<u16> = 80..=100;
/// Steps of the body size.
const STEP: Abs = Abs::pt(0.05);
/// How often pages are planned anew because a page number that is printed has changed.
const ROUNDS: usize = 3;

/// A plan, and the paragraph on marks that belongs to it.
pub(crate) struct Fitted {
    pub(crate) plan: Plan,
    pub(crate) marks: Option<FootEntry>,
}

/// Plans an edition at the largest type that meets its pages, or at the normal size if it names none.
///
/// # Errors
/// `does-not-fit` if the smallest type takes more pages; `row-too-tall` for what no page can hold.
pub(crate) fn fit(composed: &Composed<'_>, fonts: &Fonts) -> Result<Fitted, Vec<Diagnostic>> {
    let edition = composed.edition;
    let (least, most) = edition.type_range.map_or(BODY_RANGE, |range| (range.min, range.max));
    let fitted = match edition.pages {
        None => at(BODY.max(least).min(most), composed, fonts),
        Some(pages) => {
            let pages = usize::try_from(pages).unwrap_or(usize::MAX);
            largest(pages, (least, most), composed, fonts)?
        }
    };
    let tall = fitted.plan.too_tall.iter().map(|band| too_tall(*band, composed));
    let tall: Vec<Diagnostic> = tall.collect();
    if tall.is_empty() { Ok(fitted) } else { Err(tall) }
}

fn largest(
    pages: usize,
    (least, most): (Abs, Abs),
    composed: &Composed<'_>,
    fonts: &Fonts,
) -> Result<Fitted, Vec<Diagnostic>> {
    let mut body = most;
    loop {
        let fitted = at(body, composed, fonts);
        if fitted.plan.pages.len() <= pages {
            return Ok(fitted);
        }
        if body <= least {
            return Err(vec![does_not_fit(&fitted.plan, pages, composed)]);
        }
        body = (body - STEP).max(least);
    }
}

/// Plans an edition at a body size.
fn at(body: Abs, composed: &Composed<'_>, fonts: &Fonts) -> Fitted {
    let grid = Grid::new(composed.edition, body, shares(composed, body));
    let mut guess = composed.edition.pages.map_or(Some(2), |pages| (pages > 1).then_some(2));
    let mut rounds = 0;
    loop {
        let marks = composed.marks_entry(guess, fonts);
        let plan = plan(composed, Entries { composed, marks: marks.as_ref() }, grid.clone());
        let actual = plan.sources_page();
        rounds += 1;
        if actual == guess || rounds == ROUNDS {
            return Fitted { plan, marks };
        }
        guess = actual;
    }
}

/// The shares that give the least total of lines, with some slack in the columns; among equals the widest left column.
fn shares(composed: &Composed<'_>, body: Abs) -> Shares {
    let mut best: Option<(usize, Abs, Shares)> = None;
    for lane in LANES_MM.map(Abs::mm) {
        for ratio in RATIOS {
            let shares = Shares { lane, ratio: f64::from(ratio) / 200.0 };
            let grid = Grid::new(composed.edition, body, shares);
            let (lines, left) = (total_lines(composed, &grid.with_slack()), grid.columns[0].width);
            let is_better =
                best.is_none_or(|(least, widest, _)| lines < least || (lines == least && left > widest));
            if is_better {
                best = Some((lines, left, shares));
            }
        }
    }
    best.map_or(Shares { lane: Abs::mm(26.5), ratio: 0.435 }, |(_, _, shares)| shares)
}

fn too_tall(band: Band, composed: &Composed<'_>) -> Diagnostic {
    let span = match band {
        Band::Item { section, item } => item_span(&composed.sections[section].items[item]),
        _ => Span::default(),
    };
    Diagnostic::error(Code::RowTooTall, span, "this is taller than a page allows")
        .with_help("split it into several rows, or shorten it")
}

fn item_span(item: &ItemBlock) -> Span {
    match item {
        ItemBlock::Row(row) => row.span,
        ItemBlock::Callout { span, .. } => *span,
        ItemBlock::Chart(chart) => chart.span,
        ItemBlock::Figure(figure) => figure.span,
    }
}

/// A cell that would save a line if it were shorter.
struct Saving {
    span: Span,
    characters: usize,
    words: usize,
}

fn does_not_fit(plan: &Plan, pages: usize, composed: &Composed<'_>) -> Diagnostic {
    let over: usize = plan.pages[pages..].iter().map(|page| page.bands.len()).sum();
    let over_height: Abs =
        plan.pages[pages..].iter().flat_map(|page| &page.bands).map(|(_, height)| *height).sum();
    let lines = (over_height / plan.grid.pt(10.0)).ceil();
    let message = format!(
        "edition `{}` takes {} pages at the smallest type ({:.2} pt), {} more than allowed: about {lines:.0} lines ({over} items) are over",
        composed.edition.id,
        plan.pages.len(),
        (BODY * plan.grid.scale).to_pt(),
        plan.pages.len() - pages,
    );
    let mut savings = savings(plan, composed);
    savings.sort_by_key(|saving| (saving.characters, saving.span.start));
    let mut diagnostic = Diagnostic {
        severity: Severity::Error,
        code: Code::DoesNotFit,
        span: Some(savings.first().map_or(composed.edition.span, |saving| saving.span)),
        message,
        help: Vec::new(),
    };
    for saving in savings.iter().take(5) {
        diagnostic = diagnostic.with_help(format!(
            "cut {} characters ({} words) at byte {} to save a line",
            saving.characters, saving.words, saving.span.start
        ));
    }
    diagnostic.with_help(format!("or allow {} pages, or drop items of priority 3", plan.pages.len()))
}

/// Cells whose last line alone makes their row higher.
fn savings(plan: &Plan, composed: &Composed<'_>) -> Vec<Saving> {
    let rows = composed.sections.iter().flat_map(|section| &section.items);
    rows.filter_map(|item| if let ItemBlock::Row(row) = item { saving(row, plan) } else { None }).collect()
}

fn saving(row: &RowBlock, plan: &Plan) -> Option<Saving> {
    let grid = &plan.grid;
    let lines = row_lines(row, grid);
    let cells: Vec<_> = match &row.cells {
        RowCells::Both(cell) => vec![(cell, grid.span().width)],
        RowCells::Pair(cells) => {
            cells.iter().zip(grid.columns).map(|(cell, lane)| (cell, lane.width)).collect()
        }
    };
    let topic = row.topic.para.count_lines(&grid.room(grid.label.width));
    let mut longest = cells.iter().filter(|(cell, width)| cell_lines(cell, *width, grid) == lines);
    let (cell, width) = longest.next()?;
    if lines < 2 || topic == lines || longest.next().is_some() {
        return None;
    }
    let part = cell.parts.last()?;
    let set = part.text.para.set(&grid.room(*width));
    let text: String = set
        .last()?
        .fragments
        .iter()
        .flat_map(|fragment| &fragment.glyphs)
        .map(|glyph| &*glyph.text)
        .collect();
    Some(Saving {
        span: part.text.span,
        characters: text.chars().count() + 1,
        words: text.split_whitespace().count(),
    })
}

/// Warnings of a plan: cells of more than four lines.
pub(crate) fn warnings(plan: &Plan, composed: &Composed<'_>) -> Vec<Diagnostic> {
    let grid = &plan.grid;
    let mut found = Vec::new();
    for item in composed.sections.iter().flat_map(|section| &section.items) {
        let ItemBlock::Row(row) = item else { continue };
        let cells: Vec<_> = match &row.cells {
            RowCells::Both(cell) => vec![(cell, grid.span().width)],
            RowCells::Pair(cells) => {
                cells.iter().zip(grid.columns).map(|(cell, lane)| (cell, lane.width)).collect()
            }
        };
        for (cell, width) in cells {
            let lines = cell_lines(cell, width, grid);
            if lines > 4 && count(lines) > 0.0 {
                let span = cell.parts.first().map_or(row.span, |part| part.text.span);
                let message = format!("this cell takes {lines} lines");
                found.push(
                    Diagnostic::warning(Code::LongCell, span, message).with_help("shorten it to four lines"),
                );
            }
        }
    }
    found
}
