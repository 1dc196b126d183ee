//! Where pages may break: no row is split, no head stands alone, a callout stays with its row, and two rows of a section
//! stay together on either side, or a chart or figure, unless that leaves a page more than half empty.

use cheatsheet::display::{Book, Content, Role, TagId};
use cheatsheet::model::{Edition, Item, Sheet};

use super::seen;

/// A row of a table, or the head of one, as it is drawn.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    page: usize,
    /// In points; what is seen of it.
    top: f64,
    bottom: f64,
}

/// What stands or falls together: a row, chart or figure with the callouts that follow it.
#[derive(Debug, Clone, Copy)]
struct Unit {
    drawn: Drawn,
    /// As many rows it is as good as.
    rows: usize,
    /// Where the last callout ends.
    bottom: f64,
    /// At most so high, in points, what is white about it included.
    height: f64,
}

/// A table as it is drawn: its head, and its rows with what belongs to them.
struct Group {
    head: Drawn,
    units: Vec<Unit>,
    /// How many callouts are on another page than their row.
    parted: usize,
    /// Whether nothing but the title of the sheet stands before it.
    is_first: bool,
}

/// Checks all page breaks of a book within its decision and its sections.
///
/// # Panics
/// When a page breaks where it must not, and need not.
pub fn assert_legal(book: &Book, sheet: &Sheet, edition: &Edition) {
    let room = room(book, edition);
    for group in groups(book, sheet, edition) {
        let high = group.head.bottom - group.head.top + WHITE;
        let fits = |units: &[Unit]| high + units.iter().map(|unit| unit.height).sum::<f64>() <= room;
        let (units, most) = (&group.units, group.units.len().clamp(1, 3));
        if !units.windows(most).all(fits) {
            continue;
        }
        for split in splits(units) {
            let Split { before, after, .. } = split;
            // A first page with a title alone would be worse, and so would a page more than half empty.
            let is_excused = || {
                group.is_first && split.page == 0
                    || last_legal(&group, split).is_some_and(|bottom| leaves_a_hole(bottom, book))
            };
            assert!(
                !split.is_lone() || is_excused(),
                "a lone row, {before} before and {after} after a break: {units:?}"
            );
        }
    }
}

/// How many breaks leave a row alone.
pub fn lone_rows(book: &Book, sheet: &Sheet, edition: &Edition) -> usize {
    let groups = groups(book, sheet, edition);
    let splits = groups.iter().flat_map(|group| splits(&group.units));
    splits.filter(Split::is_lone).count()
}

/// How many callouts are on another page than their row.
pub fn parted(book: &Book, sheet: &Sheet, edition: &Edition) -> usize {
    groups(book, sheet, edition).iter().map(|group| group.parted).sum()
}

/// Whether the first of several pages shows nothing but the title: no part of a decision, of a section, or of what stands
/// between.
pub fn starts_empty(book: &Book, sheet: &Sheet) -> bool {
    let has_more = sheet.summary.is_some();
    let on_first = tables(book).iter().any(|(head, _)| head.page == 0);
    book.pages.len() > 1 && !has_more && !on_first
}

/// Whether a page before the last one with rows may be more than half empty.
pub fn has_hole(book: &Book) -> bool {
    let tables = tables(book);
    let rows: Vec<&Drawn> =
        tables.iter().flat_map(|(head, rows)| std::iter::once(head).chain(rows)).collect();
    let last = rows.iter().map(|row| row.page).max().unwrap_or(0);
    (0..last).any(|page| {
        let bottoms = rows.iter().filter(|row| row.page == page).map(|row| row.bottom);
        leaves_a_hole(bottoms.fold(0.0, f64::max), book)
    })
}

/// Whether a page on which rows end there may be more than half empty: title, heads and foot are none of its white. Long names
/// take much of small paper.
fn leaves_a_hole(bottom: f64, book: &Book) -> bool {
    let Some(height) = book.pages.first().map(|page| page.size.height.to_pt()) else { return false };
    let tables = tables(book);
    let drawn = tables.iter().flat_map(|(head, rows)| std::iter::once(head).chain(rows));
    let below_heads = drawn.filter(|drawn| drawn.page > 0).map(|drawn| drawn.top).reduce(f64::min);
    // The foot line and the margin under it take 30 points at least.
    let middle = below_heads.map_or(0.0, |top| top.midpoint(height - 30.0));
    bottom < middle.max(height * 0.55)
}

/// A break within a group.
#[derive(Clone, Copy)]
struct Split {
    /// Rows before it on its page, and all rows after it.
    before: usize,
    after: usize,
    /// The page before it.
    page: usize,
    /// The unit after it.
    unit: usize,
}

impl Split {
    fn is_lone(&self) -> bool {
        self.before < 2 || self.after < 2
    }
}

/// Where the page of a break would end instead, without a lone row: after fewer rows, or before the group.
fn last_legal(group: &Group, split: Split) -> Option<f64> {
    let on_page = |unit: &&Unit| unit.drawn.page == split.page;
    let rows = |units: &[&Unit]| units.iter().map(|unit| unit.rows).sum::<usize>();
    let before: Vec<&Unit> = group.units[..split.unit].iter().rev().take_while(on_page).collect();
    // The shortest cut that leaves two rows on either side.
    let cut =
        (1..before.len()).find(|cut| split.after + rows(&before[..*cut]) >= 2 && rows(&before[*cut..]) >= 2);
    match cut {
        Some(cut) => Some(before[cut].bottom),
        None => (group.head.page == split.page).then_some(group.head.top),
    }
}

/// The breaks within a group.
fn splits(units: &[Unit]) -> Vec<Split> {
    let mut before = 0;
    let mut splits = Vec::new();
    for (place, pair) in units.windows(2).enumerate() {
        before += pair[0].rows;
        if pair[0].drawn.page != pair[1].drawn.page {
            let after = units[place + 1..].iter().map(|unit| unit.rows).sum();
            splits.push(Split { before, after, page: pair[0].drawn.page, unit: place + 1 });
            before = 0;
        }
    }
    splits
}

/// The decision and the sections of a book.
fn groups(book: &Book, sheet: &Sheet, edition: &Edition) -> Vec<Group> {
    let tables = tables(book);
    for (head, rows) in &tables {
        let Some(first) = rows.first() else { continue };
        assert_eq!(head.page, first.page, "the head of a table is not with its first row: {head:?} {rows:?}");
    }
    let kept = |item: &&Item| item.priority() <= edition.priority;
    let sections = sheet.sections.iter().map(|section| section.items.iter().filter(kept).collect::<Vec<_>>());
    let sections = sections.filter(|items| items.iter().any(|item| matches!(item, Item::Row(_))));
    let mut tables = tables.iter();
    let mut groups = Vec::new();
    if let Some(decision) = &sheet.decision {
        let (head, rows) = tables.next().expect("the decision is a table");
        let count = decision.rows.len();
        assert_eq!(rows.len(), count + usize::from(decision.neither.is_some()), "rows of the decision");
        let units = rows[..count].iter().map(|row| unit(*row, 1)).collect();
        groups.push(Group { head: *head, units, parted: 0, is_first: sheet.summary.is_none() });
    }
    for (items, (head, rows)) in sections.zip(tables) {
        assert_eq!(rows.len(), items.len(), "rows of a section");
        let is_first = groups.is_empty() && sheet.summary.is_none();
        let (units, parted) = units(&items, rows, (room(book, edition), is_first));
        groups.push(Group { head: *head, units, parted, is_first });
    }
    groups
}

/// Height that any page after the first has for rows, at least, in points.
fn room(book: &Book, edition: &Edition) -> f64 {
    let largest = edition.type_range.map_or(9.0, |range| range.max.to_pt());
    let margins = 84.0;
    // Column heads, and a foot line of some lines.
    let furniture = 65.0 * largest / 8.5;
    book.pages.first().map_or(0.0, |page| page.size.height.to_pt() - margins - furniture)
}

/// The tables of a book in reading order: their heads and rows.
fn tables(book: &Book) -> Vec<(Drawn, Vec<Drawn>)> {
    let tags = || (0..book.structure.tags.len()).map(TagId);
    let role = |tag: TagId| &book.structure.tags[tag.0].role;
    let mut seen: Vec<Option<Drawn>> = vec![None; book.structure.tags.len()];
    for (page, item) in seen::items(book) {
        let Some(tag) = item.tag else { continue };
        let Some(row) = row_of(book, tag) else { continue };
        let (top, bottom) = extent(&item.content);
        let found = seen[row.0].get_or_insert(Drawn { page, top, bottom });
        assert_eq!(found.page, page, "row {row:?} is split");
        found.top = found.top.min(top);
        found.bottom = found.bottom.max(bottom);
    }
    let tables = tags().filter(|tag| *role(*tag) == Role::TBody).map(|body| {
        let rows = tags().filter(|row| *role(*row) == Role::TR && parent(book, *row) == Some(body));
        let rows: Vec<Drawn> = rows.filter_map(|row| seen[row.0]).collect();
        let above = parent(book, body).and_then(|table| parent(book, table)).expect("a table is in a part");
        // A title of characters that are not seen is not drawn: then the first row counts for it.
        let head = seen[above.0].or(rows.first().copied());
        (head.unwrap_or_else(|| panic!("table {body:?} is empty")), rows)
    });
    tables.collect()
}

fn parent(book: &Book, tag: TagId) -> Option<TagId> {
    book.structure.tags[tag.0].parent
}

/// The row of a table's body that an element is in; for the title of a table, the part that it heads.
fn row_of(book: &Book, tag: TagId) -> Option<TagId> {
    if let Some(head) = seen::ancestor(book, tag, |role| matches!(role, Role::Heading(2))) {
        return parent(book, head);
    }
    let row = seen::ancestor(book, tag, |role| *role == Role::TR)?;
    parent(book, row).filter(|body| book.structure.tags[body.0].role == Role::TBody).map(|_| row)
}

fn extent(content: &Content) -> (f64, f64) {
    match content {
        Content::Glyphs(run) => (run.origin.y.to_pt() - run.size.to_pt(), run.origin.y.to_pt()),
        Content::Path(path) => (seen::ink(path).origin.y.to_pt(), seen::ink(path).bottom().to_pt()),
        Content::Image(image) => (image.area.origin.y.to_pt(), image.area.bottom().to_pt()),
    }
}

/// White above and below the text of a row, at most, in points; charts have more.
const WHITE: f64 = 40.0;

fn unit(drawn: Drawn, rows: usize) -> Unit {
    Unit { drawn, rows, bottom: drawn.bottom, height: drawn.bottom - drawn.top + WHITE }
}

/// The rows of a section, with what belongs to them, and how much of that is on another page. What stands before the first row
/// belongs to the head.
fn units(items: &[&Item], rows: &[Drawn], (room, is_first): (f64, bool)) -> (Vec<Unit>, usize) {
    let mut units: Vec<Unit> = Vec::new();
    let mut attached = Vec::new();
    for (item, drawn) in items.iter().zip(rows) {
        match (item, units.last_mut()) {
            (Item::Row(_), _) => units.push(unit(*drawn, 1)),
            (Item::Chart(_) | Item::Figure(_), _) => units.push(unit(*drawn, 2)),
            (Item::Callout(_), Some(row)) => {
                row.height += unit(*drawn, 0).height;
                row.bottom = drawn.bottom;
                attached.push((units.len() - 1, item, drawn));
            }
            (Item::Callout(_), None) => {}
        }
    }
    let mut parted = 0;
    for (row, item, drawn) in attached {
        let row = &units[row];
        // What no page can hold is parted somewhere; and a first page with a title alone would be worse.
        let may_part = row.height > room || is_first && row.drawn.page == 0;
        let is_parted = row.drawn.page != drawn.page;
        assert!(may_part || !is_parted, "{item:?} is not with its row: {rows:?}");
        parted += usize::from(is_parted);
    }
    (units, parted)
}
