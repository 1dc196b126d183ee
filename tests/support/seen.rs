//! Readings of the display list: what a person with a ruler would note down.

use cheatsheet::display::{
    Book, Cap, Colour, Content, Glyph, GlyphRun, Item, Path, Role, Segment, Stroke, TagId,
};
use cheatsheet::geom::{Abs, Point, Rect};

/// Text on one baseline without a wide gap in it.
#[derive(Debug, Clone)]
pub struct Line {
    /// From 0.
    pub page: usize,
    /// Left edge in points.
    pub x: f64,
    /// Right edge in points.
    pub right: f64,
    /// Down from the top of the page, in points.
    pub baseline: f64,
    /// Size of the first run.
    pub size: f64,
    /// Colour of the first run.
    pub colour: Colour,
    /// The characters; raised numbers in brackets.
    pub text: String,
    /// Of the first run.
    pub tag: Option<TagId>,
}

/// Wider gaps part two lines of one baseline.
const GAP: f64 = 7.0;

/// All lines, in painting order of their first runs.
pub fn lines(book: &Book) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (page, item) in items(book) {
        let Content::Glyphs(run) = &item.content else { continue };
        let (x, y, size) = (run.origin.x.to_pt(), run.origin.y.to_pt(), run.size.to_pt());
        let right = right(run);
        let last = lines.iter_mut().rev().take(4).find(|line| {
            let is_raised = size < line.size * 0.9 && y < line.baseline && line.baseline - y < size;
            line.page == page
                && ((y - line.baseline).abs() < 0.01 || is_raised)
                && (-1.0..GAP).contains(&(x - line.right))
        });
        match last {
            Some(line) => {
                let is_raised = y < line.baseline - 0.01;
                if is_raised {
                    line.text.push('[');
                }
                line.text.push_str(&run.text());
                if is_raised {
                    line.text.push(']');
                }
                line.right = right;
            }
            None => lines.push(Line {
                page,
                x,
                right,
                baseline: y,
                size,
                colour: run.colour,
                text: run.text(),
                tag: item.tag,
            }),
        }
    }
    lines
}

/// Whether a glyph is white space; one without a character belongs to the letter before it.
fn is_white(glyph: &Glyph) -> bool {
    !glyph.text.is_empty() && glyph.text.chars().all(char::is_whitespace)
}

/// The right edge of a run's ink: white space at its end has none.
pub fn right(run: &GlyphRun) -> f64 {
    let is_space = |glyph: &&Glyph| is_white(glyph);
    let trailing = run.glyphs.iter().rev().take_while(is_space).count();
    let inked = &run.glyphs[..run.glyphs.len() - trailing];
    let advance: f64 = inked.iter().map(|glyph| glyph.advance.get()).sum();
    run.origin.x.to_pt() + advance * run.size.to_pt()
}

/// The left edge of a run's ink: white space before it has none.
pub fn left(run: &GlyphRun) -> f64 {
    let is_space = |glyph: &&Glyph| is_white(glyph);
    let advance: f64 = run.glyphs.iter().take_while(is_space).map(|glyph| glyph.advance.get()).sum();
    run.origin.x.to_pt() + advance * run.size.to_pt()
}

/// All items with their page (from 0).
pub fn items(book: &Book) -> impl Iterator<Item = (usize, &Item)> {
    book.pages
        .iter()
        .enumerate()
        .flat_map(|(page, content)| content.items.iter().map(move |item| (page, item)))
}

/// All paths of a page.
pub fn paths(book: &Book, page: usize) -> impl Iterator<Item = &Path> {
    let items = book.pages[page].items.iter();
    items.filter_map(|item| if let Content::Path(path) = &item.content { Some(path) } else { None })
}

/// The box of a path's points, those that control curves included.
pub fn bounds(path: &Path) -> Rect {
    let points = || {
        path.segments.iter().flat_map(|segment| match *segment {
            Segment::Move(to) | Segment::Line(to) => vec![to],
            Segment::Cubic(a, b, to) => vec![a, b, to],
            Segment::Close => Vec::new(),
        })
    };
    let first = points().next().expect("a path has a point");
    let least = points().fold(first, |a, b| Point::new(a.x.min(b.x), a.y.min(b.y)));
    let most = points().fold(first, |a, b| Point::new(a.x.max(b.x), a.y.max(b.y)));
    Rect::new(least.x, least.y, most.x - least.x, most.y - least.y)
}

/// The box of a path's ink: its points and half its stroke (none beyond the cut ends of a level or upright line), within
/// its clip.
pub fn ink(path: &Path) -> Rect {
    let area = bounds(path);
    let half = path.stroke.as_ref().map_or(Abs::ZERO, |stroke| stroke.width / 2.0);
    let is_straight =
        path.segments.chunks(2).all(|pair| matches!(pair, [Segment::Move(_), Segment::Line(_)]));
    let is_cut = is_straight && path.stroke.as_ref().is_some_and(|stroke| stroke.cap == Cap::Butt);
    let across = if is_cut && area.size.height == Abs::ZERO { Abs::ZERO } else { half };
    let down = if is_cut && area.size.width == Abs::ZERO { Abs::ZERO } else { half };
    let mut edges =
        [area.origin.x - across, area.origin.y - down, area.right() + across, area.bottom() + down];
    if let Some(clip) = &path.clip {
        edges[0] = edges[0].max(clip.origin.x);
        edges[1] = edges[1].max(clip.origin.y);
        edges[2] = edges[2].min(clip.right());
        edges[3] = edges[3].min(clip.bottom());
    }
    Rect::new(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])
}

/// A horizontal rule: left, top, right, thickness, colour, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    pub x: f64,
    pub y: f64,
    pub right: f64,
    pub thickness: f64,
    pub colour: Colour,
}

/// The rules of a page: flat filled rectangles, and the pieces of level strokes; `y` is their upper edge.
pub fn rules(book: &Book, page: usize) -> Vec<Rule> {
    let piece = |path: &Path, stroke: &Stroke, pair: &[Segment]| match pair {
        [Segment::Move(a), Segment::Line(b)] if a.y == b.y => {
            let (x, right) = (a.x.to_pt().min(b.x.to_pt()), a.x.to_pt().max(b.x.to_pt()));
            let thickness = ink(path).size.height.to_pt();
            Some(Rule { x, y: a.y.to_pt() - thickness / 2.0, right, thickness, colour: stroke.colour })
        }
        _ => None,
    };
    let rules = paths(book, page).flat_map(|path| {
        let area = ink(path);
        match (path.fill, &path.stroke) {
            (None, Some(stroke)) => {
                let pieces = path.segments.chunks(2).map(|pair| piece(path, stroke, pair));
                pieces.collect::<Option<Vec<Rule>>>().unwrap_or_default()
            }
            (Some(colour), None) if path.segments.len() == 5 && area.size.width > area.size.height * 10.0 => {
                vec![Rule {
                    x: area.origin.x.to_pt(),
                    y: area.origin.y.to_pt(),
                    right: area.right().to_pt(),
                    thickness: area.size.height.to_pt(),
                    colour,
                }]
            }
            _ => Vec::new(),
        }
    });
    rules.collect()
}

/// Whether an element is `role`, or is in one; gives the nearest.
pub fn ancestor(book: &Book, tag: TagId, is: impl Fn(&Role) -> bool) -> Option<TagId> {
    let mut at = Some(tag);
    while let Some(id) = at {
        let element = &book.structure.tags[id.0];
        if is(&element.role) {
            return Some(id);
        }
        at = element.parent;
    }
    None
}
