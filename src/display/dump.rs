//! The display list as text, for tests and `--emit display`.
//!
//! One thing a line, in painting order: what it is, where (points from the top left of the trimmed page, rounded to a
//! hundredth), how it looks, its leaf in the structure as `role:number`, its text. The structure itself follows the
//! pages, indented, so that a number leads to a path. Equal lists give equal text; unequal ones differ in the lines that
//! tell of the difference.

use std::fmt::{self, Write as _};

use super::{
    Book, Bookmark, Cap, Colour, Content, GlyphRun, Image, Item, Join, Link, Page, Path, Role, Scope,
    Segment, Stroke, Structure, TagId, Target,
};
use crate::geom::{Abs, Point, Rect, Size};
use crate::text::Fonts;

/// Longer paths are told by their number of steps, their box and a hash.
const LONG_PATH: usize = 8;

/// The whole book as text.
#[must_use]
pub fn dump(book: &Book, fonts: &Fonts) -> String {
    let mut out = Dump { text: String::new(), fonts, structure: &book.structure };
    out.meta(book);
    for (index, page) in book.pages.iter().enumerate() {
        out.page(index, page);
    }
    if !book.outline.is_empty() {
        out.line(0, "outline");
        book.outline.iter().for_each(|mark| out.bookmark(mark, 1));
    }
    if !book.places.is_empty() {
        out.line(0, "places");
        for (index, place) in book.places.iter().enumerate() {
            let at = pair(place.x, place.y);
            out.line(1, &format!("{index}: page {} {at}", place.page + 1));
        }
    }
    if !book.structure.tags.is_empty() {
        out.line(0, "structure");
        out.tags();
    }
    out.text
}

/// A text in the making.
struct Dump<'a> {
    text: String,
    fonts: &'a Fonts,
    structure: &'a Structure,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        self.text.extend(std::iter::repeat_n("  ", depth));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn meta(&mut self, book: &Book) {
        let meta = &book.meta;
        let colour = if meta.gray { "gray" } else { "colour" };
        let head = format!(
            "{} language {} version {} date {} {colour}",
            quoted(&meta.title),
            meta.language,
            quoted(&meta.version),
            meta.date
        );
        self.line(0, &head);
        for author in &meta.authors {
            self.line(1, &format!("author {}", quoted(author)));
        }
        if !meta.subject.is_empty() {
            self.line(1, &format!("subject {}", quoted(&meta.subject)));
        }
    }

    fn page(&mut self, index: usize, page: &Page) {
        let mut head = format!("page {} {}", index + 1, extent(page.size));
        if page.bleed != Abs::ZERO {
            let _ = write!(head, " bleed {}", number(page.bleed));
        }
        if page.crop_marks {
            head.push_str(" crop-marks");
        }
        self.line(0, &head);
        for item in &page.items {
            let line = self.item(item);
            self.line(1, &line);
        }
        for link in &page.links {
            let line = self.link(link);
            self.line(1, &line);
        }
    }

    fn item(&self, item: &Item) -> String {
        let tag = item.tag.map(|tag| format!(" {}", self.tag(tag))).unwrap_or_default();
        match &item.content {
            Content::Glyphs(run) => format!("text {}{tag} {}", self.run(run), quoted(&run.text())),
            Content::Path(path) => format!("{}{tag}", outline(path)),
            Content::Image(image) => format!("image {}{tag}", picture(image)),
        }
    }

    /// Origin, advance, face, size, colour.
    fn run(&self, run: &GlyphRun) -> String {
        format!(
            "{} +{} {} {} {}",
            pair(run.origin.x, run.origin.y),
            number(run.width()),
            self.fonts.face(run.face).name(),
            number(run.size),
            Hex(run.colour)
        )
    }

    fn link(&self, link: &Link) -> String {
        let areas: Vec<String> = link.areas.iter().map(rectangle).collect();
        let tag = link.tag.map(|tag| format!(" {}", self.tag(tag))).unwrap_or_default();
        let target = match &link.target {
            Target::Uri(address) => address.to_string(),
            Target::Place(place) => format!("place {place}"),
        };
        format!("link {} -> {target}{tag} {}", areas.join(", "), quoted(&link.alt))
    }

    fn bookmark(&mut self, mark: &Bookmark, depth: usize) {
        self.line(depth, &format!("{} -> place {}", quoted(&mark.title), mark.place));
        mark.children.iter().for_each(|child| self.bookmark(child, depth + 1));
    }

    fn tag(&self, tag: TagId) -> String {
        let role = self.structure.tags.get(tag.0).map(|tag| role(&tag.role)).unwrap_or_default();
        format!("{role}:{}", tag.0)
    }

    /// The tree, siblings in order of creation.
    fn tags(&mut self) {
        let mut children = vec![Vec::new(); self.structure.tags.len()];
        let mut open = Vec::new();
        for (index, tag) in self.structure.tags.iter().enumerate() {
            match tag.parent {
                Some(parent) => children[parent.0].push(index),
                None => open.push((index, 1)),
            }
        }
        open.reverse();
        while let Some((index, depth)) = open.pop() {
            let line = self.element(index);
            self.line(depth, &line);
            open.extend(children[index].iter().rev().map(|child| (*child, depth + 1)));
        }
    }

    fn element(&self, index: usize) -> String {
        let tag = &self.structure.tags[index];
        let mut line = self.tag(TagId(index));
        match &tag.role {
            Role::TH { scope, columns } => {
                let scope = match scope {
                    Scope::Row => "row",
                    Scope::Column => "column",
                };
                let _ = write!(line, " scope {scope}{}", span(*columns));
            }
            Role::TD { headers, columns } => {
                let headers: Vec<String> = headers.iter().map(|tag| tag.0.to_string()).collect();
                let _ = write!(line, " headers {}{}", headers.join(" "), span(*columns));
            }
            _ => {}
        }
        let texts = [("alt", &tag.alt), ("actual", &tag.actual_text), ("language", &tag.language)];
        for (key, text) in texts {
            if let Some(text) = text {
                let _ = write!(line, " {key} {}", quoted(text));
            }
        }
        line
    }
}

fn span(columns: u8) -> String {
    if columns == 1 { String::new() } else { format!(" columns {columns}") }
}

fn role(role: &Role) -> String {
    match role {
        Role::Heading(level) => format!("H{level}"),
        Role::TH { .. } => "TH".to_owned(),
        Role::TD { .. } => "TD".to_owned(),
        other => format!("{other:?}"),
    }
}

/// A path: a rectangle by its sides, a short one by its steps, a long one by its box and hash; then its paint.
fn outline(path: &Path) -> String {
    let mut out = match as_rectangle(&path.segments) {
        Some(area) => format!("rect {}", rectangle(&area)),
        None if path.segments.len() <= LONG_PATH => format!("path {}", steps(&path.segments)),
        None => {
            let hash = steps(&path.segments).bytes().fold(0xcbf2_9ce4_8422_2325, fnv);
            format!(
                "path {} steps {} hash {:08x}",
                path.segments.len(),
                rectangle(&bounds(&path.segments)),
                hash >> 32
            )
        }
    };
    if let Some(fill) = path.fill {
        let rule = if path.even_odd { " even-odd" } else { "" };
        let _ = write!(out, " fill {}{rule}", Hex(fill));
    }
    if let Some(stroke) = &path.stroke {
        let _ = write!(out, " stroke {}", line(stroke));
    }
    if let Some(clip) = &path.clip {
        let _ = write!(out, " clip {}", rectangle(clip));
    }
    out
}

/// FNV-1a, 64 bits.
fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

fn line(stroke: &Stroke) -> String {
    let mut out = format!("{} {}", number(stroke.width), Hex(stroke.colour));
    if !stroke.dash.is_empty() {
        let dash: Vec<String> = stroke.dash.iter().map(|length| number(*length)).collect();
        let _ = write!(out, " dash {}", dash.join(" "));
        if stroke.phase != Abs::ZERO {
            let _ = write!(out, " from {}", number(stroke.phase));
        }
    }
    match stroke.cap {
        Cap::Butt => {}
        Cap::Round => out.push_str(" round-cap"),
        Cap::Square => out.push_str(" square-cap"),
    }
    match stroke.join {
        Join::Miter if stroke.miter_limit != Stroke::MITER_LIMIT => {
            let _ = write!(out, " miter-limit {:.2}", stroke.miter_limit);
        }
        Join::Miter => {}
        Join::Round => out.push_str(" round-join"),
        Join::Bevel => out.push_str(" bevel-join"),
    }
    out
}

fn steps(segments: &[Segment]) -> String {
    let at = |point: Point| pair(point.x, point.y);
    let steps = segments.iter().map(|segment| match *segment {
        Segment::Move(to) => format!("M {}", at(to)),
        Segment::Line(to) => format!("L {}", at(to)),
        Segment::Cubic(a, b, to) => format!("C {} {} {}", at(a), at(b), at(to)),
        Segment::Close => "Z".to_owned(),
    });
    steps.collect::<Vec<_>>().join(" ")
}

/// The rectangle that a closed path of four right angles draws.
fn as_rectangle(segments: &[Segment]) -> Option<Rect> {
    let [Segment::Move(a), Segment::Line(b), Segment::Line(c), Segment::Line(d), Segment::Close] = segments
    else {
        return None;
    };
    let across_first = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x;
    let down_first = a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y;
    (across_first || down_first).then(|| bounds(segments))
}

/// The box of all points, those that control curves included.
fn bounds(segments: &[Segment]) -> Rect {
    let points = || {
        segments.iter().flat_map(|segment| match *segment {
            Segment::Move(to) | Segment::Line(to) => vec![to],
            Segment::Cubic(a, b, to) => vec![a, b, to],
            Segment::Close => Vec::new(),
        })
    };
    let Some(first) = points().next() else { return Rect::default() };
    let least = points().fold(first, |a, b| Point::new(a.x.min(b.x), a.y.min(b.y)));
    let most = points().fold(first, |a, b| Point::new(a.x.max(b.x), a.y.max(b.y)));
    Rect::new(least.x, least.y, most.x - least.x, most.y - least.y)
}

fn picture(image: &Image) -> String {
    let pixels = &image.pixels;
    let kind = if pixels.gray { "gray" } else { "rgb" };
    let alpha = if pixels.alpha.is_some() { " alpha" } else { "" };
    format!("{} {}x{} {kind}{alpha}", rectangle(&image.area), pixels.width, pixels.height)
}

/// `x,y wxh`
fn rectangle(area: &Rect) -> String {
    format!("{} {}", pair(area.origin.x, area.origin.y), extent(area.size))
}

fn pair(x: Abs, y: Abs) -> String {
    format!("{},{}", number(x), number(y))
}

fn extent(size: Size) -> String {
    format!("{}x{}", number(size.width), number(size.height))
}

/// Hundredths of a point; no negative zero.
fn number(length: Abs) -> String {
    let text = format!("{:.2}", length.to_pt());
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// In quotation marks, with what would break the line escaped; spaces other than U+0020 by their number.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' ' => out.push(' '),
            _ if character.is_control() || character.is_whitespace() || is_format(character) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Characters that a diff would not show: joiners, marks of direction, soft hyphens, byte order marks.
const fn is_format(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `#rrggbb`, or `#gg` where there is black ink alone.
struct Hex(Colour);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Colour::Rgb(red, green, blue) => write!(f, "#{red:02x}{green:02x}{blue:02x}"),
            Colour::Gray(level) => write!(f, "#{level:02x}"),
        }
    }
}
