//! Pictures: SVG → paths, bitmaps → pixels. Both are drawn into a box of any size.

use std::collections::BTreeSet;
use std::sync::Arc;

use usvg::roxmltree::{Document, Node, ParsingOptions};

use super::Composer;
use super::texts::Typesetter;
use crate::diag::{Code, Diagnostic, Span};
use crate::display::{Cap, Colour, Join, Path, Pixels, Segment, Stroke};
use crate::geom::{Abs, Point, Size};
use crate::model::Picture;
use crate::theme::Palette;

/// A decoded picture.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    /// Natural size: SVG user units as points, pixels at 96 an inch.
    pub(crate) size: Size,
    /// What is drawn, in natural coordinates.
    pub(crate) content: DrawingContent,
    /// Text alternative.
    pub(crate) alt: String,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub(crate) enum DrawingContent {
    Paths(Vec<Path>),
    Pixels(Arc<Pixels>),
}

impl Composer<'_, '_> {
    /// Decodes a picture; `colour` is what `currentColor` means in an SVG.
    pub(super) fn drawing(
        &self,
        picture: &Picture,
        colour: Option<Colour>,
        setter: &mut Typesetter<'_>,
    ) -> Option<Drawing> {
        let palette = Palette::of(self.edition.colour, self.theme);
        let decoded = match self.resources.images.get(&picture.path) {
            None => Err((Code::MissingFile, "the picture was not loaded".to_owned())),
            Some(bytes) => decode(bytes, colour.unwrap_or(palette.ink), palette.gray)
                .map_err(|why| (Code::InvalidImage, why)),
        };
        match decoded {
            Ok((size, content)) => Some(Drawing { size, content, alt: picture.alt.clone() }),
            Err((code, why)) => {
                setter.faults.pictures.push(unusable(code, (&picture.path, picture.span), &why));
                None
            }
        }
    }
}

/// Why a picture cannot be used, if it cannot: for sheets that are not laid out.
pub(crate) fn picture_fault(bytes: &[u8], (path, place): (&str, Span)) -> Option<Diagnostic> {
    let why = decode(bytes, Colour::Gray(0), false).err()?;
    Some(unusable(Code::InvalidImage, (path, place), &why))
}

fn unusable(code: Code, (path, place): (&str, Span), why: &str) -> Diagnostic {
    Diagnostic::error(code, place, format!("cannot use the picture {path}: {why}"))
}

fn decode(bytes: &[u8], colour: Colour, gray: bool) -> Decoded {
    if is_bitmap(bytes) { bitmap(bytes, gray) } else { svg(bytes, colour, gray) }
}

fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff")
}

type Decoded = Result<(Size, DrawingContent), String>;

fn bitmap(bytes: &[u8], gray: bool) -> Decoded {
    let image = image::load_from_memory(bytes).map_err(|error| error.to_string())?;
    let rgba = image.to_rgba8();
    let (width, height) = rgba.dimensions();
    let mut samples = Vec::new();
    let mut alpha = Vec::new();
    for pixel in rgba.pixels() {
        let [r, g, b, a] = pixel.0;
        if gray {
            samples.push(luminance(r, g, b));
        } else {
            samples.extend_from_slice(&[r, g, b]);
        }
        alpha.push(a);
    }
    let alpha = alpha.iter().any(|a| *a != 255).then_some(alpha);
    let natural = |pixels: u32| Abs::pt(f64::from(pixels) * 0.75);
    let pixels = Pixels { width, height, samples, gray, alpha };
    Ok((Size::new(natural(width), natural(height)), DrawingContent::Pixels(Arc::new(pixels))))
}

/// Rec. 709 luma, as the luminance of sRGB is weighed.
fn luminance(r: u8, g: u8, b: u8) -> u8 {
    let sum = u32::from(r) * 2126 + u32::from(g) * 7152 + u32::from(b) * 722;
    u8::try_from((sum + 5000) / 10_000).unwrap_or(u8::MAX)
}

fn svg(bytes: &[u8], colour: Colour, gray: bool) -> Decoded {
    let hex = match colour {
        Colour::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Colour::Gray(value) => format!("#{value:02x}{value:02x}{value:02x}"),
    };
    let options =
        usvg::Options { style_sheet: Some(format!("svg {{ color: {hex} }}")), ..usvg::Options::default() };
    let tree = match std::str::from_utf8(bytes) {
        Ok(text) => {
            let parsing = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let document = Document::parse_with_options(text, parsing).map_err(usvg::Error::ParsingFailed);
            let tree = document.and_then(|document| {
                let tree = usvg::Tree::from_xmltree(&document, &options)?;
                Ok(undrawn(&document).map_or(Ok(tree), Err))
            });
            tree.map_err(|error| error.to_string())??
        }
        Err(_) => usvg::Tree::from_data(bytes, &options).map_err(|error| error.to_string())?,
    };
    let size = Size::new(Abs::pt(f64::from(tree.size().width())), Abs::pt(f64::from(tree.size().height())));
    let mut paths = Vec::new();
    collect(tree.root(), gray, &mut paths)?;
    Ok((size, DrawingContent::Paths(paths)))
}

/// What an SVG shows elsewhere and is not in its tree: why it cannot be used.
fn undrawn(document: &Document<'_>) -> Option<String> {
    let view = document.root_element().attribute("viewBox").unwrap_or_default();
    let view: Vec<f64> =
        view.split([' ', ',', '\t', '\n']).filter_map(|number| number.parse().ok()).collect();
    if let [_, _, width, height] = view[..]
        && !(width > 0.0 && height > 0.0)
    {
        return Some("its viewBox has no width or no height".to_owned());
    }
    let is_use = |node: &Node<'_, '_>| node.tag_name().name() == "use";
    let used = document.descendants().filter(is_use).filter_map(|node| href(node)?.strip_prefix('#'));
    let used: BTreeSet<&str> = used.collect();
    document.descendants().filter(|node| is_seen(*node, &used)).find_map(|node| {
        let is_blank =
            || node.descendants().all(|node| node.text().is_none_or(|text| text.trim().is_empty()));
        match node.tag_name().name() {
            "text" if !is_blank() => Some("text inside an SVG is not drawn; turn it into paths".to_owned()),
            "image" if href(node).is_some() => Some("a bitmap inside an SVG is not drawn".to_owned()),
            "foreignObject" => Some("HTML inside an SVG is not drawn; use plain paths".to_owned()),
            _ => None,
        }
    })
}

fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value())
}

/// Whether an element of SVG that is not drawn here would be seen elsewhere: it stands on the page, or in what is used there.
fn is_seen(node: Node<'_, '_>, used: &BTreeSet<&str>) -> bool {
    const SVG: &str = "http://www.w3.org/2000/svg";
    if node.tag_name().namespace() != Some(SVG)
        || !matches!(node.tag_name().name(), "text" | "image" | "foreignObject")
    {
        return false;
    }
    for outer in node.ancestors() {
        let style = outer.attribute("style").unwrap_or_default().replace(' ', "");
        if outer.attribute("display") == Some("none") || style.contains("display:none") {
            return false;
        }
        if outer.attribute("id").is_some_and(|id| used.contains(id)) {
            return true;
        }
        let name = outer.tag_name().name();
        if matches!(name, "defs" | "symbol" | "clipPath" | "mask" | "pattern" | "marker" | "metadata") {
            return false;
        }
    }
    true
}

fn collect(group: &usvg::Group, gray: bool, paths: &mut Vec<Path>) -> Result<(), String> {
    let is_plain = group.opacity() == usvg::Opacity::ONE
        && group.clip_path().is_none()
        && group.mask().is_none()
        && group.filters().is_empty();
    if !is_plain {
        return Err("clips, masks, filters and opacity are not drawn; use plain paths".to_owned());
    }
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect(group, gray, paths)?,
            usvg::Node::Path(path) if path.is_visible() => paths.push(convert(path, gray)?),
            usvg::Node::Path(_) => {}
            usvg::Node::Image(_) => return Err("a bitmap inside an SVG is not drawn".to_owned()),
            usvg::Node::Text(_) => {
                return Err("text inside an SVG is not drawn; turn it into paths".to_owned());
            }
        }
    }
    Ok(())
}

fn convert(path: &usvg::Path, gray: bool) -> Result<Path, String> {
    let transform = path.abs_transform();
    let data = path.data().clone().transform(transform).ok_or("a transform is not finite")?;
    let scale = f64::from((transform.sx * transform.sy - transform.kx * transform.ky).abs()).sqrt();
    let fill = path.fill().map(|fill| paint(fill.paint(), fill.opacity(), gray)).transpose()?;
    let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
    let stroke = path.stroke().map(|stroke| outline(stroke, scale, gray)).transpose()?;
    Ok(Path { segments: segments(&data), fill, even_odd, stroke, clip: None })
}

fn outline(stroke: &usvg::Stroke, scale: f64, gray: bool) -> Result<Stroke, String> {
    let dash = stroke.dasharray().unwrap_or_default();
    Ok(Stroke {
        width: Abs::pt(f64::from(stroke.width().get()) * scale),
        colour: paint(stroke.paint(), stroke.opacity(), gray)?,
        dash: dash.iter().map(|length| Abs::pt(f64::from(*length) * scale)).collect(),
        cap: match stroke.linecap() {
            usvg::LineCap::Butt => Cap::Butt,
            usvg::LineCap::Round => Cap::Round,
            usvg::LineCap::Square => Cap::Square,
        },
        join: match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => Join::Miter,
            usvg::LineJoin::Round => Join::Round,
            usvg::LineJoin::Bevel => Join::Bevel,
        },
    })
}

fn paint(paint: &usvg::Paint, opacity: usvg::Opacity, gray: bool) -> Result<Colour, String> {
    let usvg::Paint::Color(colour) = paint else {
        return Err("gradients and patterns are not drawn; use plain colours".to_owned());
    };
    if opacity != usvg::Opacity::ONE {
        return Err("opacity is not drawn; use plain colours".to_owned());
    }
    Ok(if gray {
        Colour::Gray(luminance(colour.red, colour.green, colour.blue))
    } else {
        Colour::Rgb(colour.red, colour.green, colour.blue)
    })
}

fn segments(data: &usvg::tiny_skia_path::Path) -> Vec<Segment> {
    use usvg::tiny_skia_path::PathSegment;
    let point = |p: usvg::tiny_skia_path::Point| Point::new(Abs::pt(f64::from(p.x)), Abs::pt(f64::from(p.y)));
    let mut at = Point::default();
    let mut out = Vec::new();
    for segment in data.segments() {
        let next = match segment {
            PathSegment::MoveTo(p) => Segment::Move(point(p)),
            PathSegment::LineTo(p) => Segment::Line(point(p)),
            PathSegment::CubicTo(a, b, p) => Segment::Cubic(point(a), point(b), point(p)),
            PathSegment::QuadTo(control, end) => quadratic(at, point(control), point(end)),
            PathSegment::Close => Segment::Close,
        };
        if let Segment::Move(p) | Segment::Line(p) | Segment::Cubic(_, _, p) = next {
            at = p;
        }
        out.push(next);
    }
    out
}

/// A quadratic curve raised to a cubic one.
fn quadratic(start: Point, control: Point, end: Point) -> Segment {
    let toward = |from: Point| {
        let part = |from: Abs, to: Abs| from + (to - from) * (2.0 / 3.0);
        Point::new(part(from.x, control.x), part(from.y, control.y))
    };
    Segment::Cubic(toward(start), toward(end), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(content: &str) -> Option<String> {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";
        let path = "<path d='M0 0h9v9z'/>";
        let whole = if content.starts_with('<') {
            format!("{head} viewBox='0 0 9 9'>{path}{content}</svg>")
        } else {
            format!("{head} {content}>{path}</svg>")
        };
        svg(whole.as_bytes(), Colour::Gray(0), false).err()
    }

    /// Neither is in the tree that paths are taken from.
    #[test]
    fn what_would_be_missing_is_refused() {
        for (content, part) in [
            ("<text y='9'>5 h</text>", "text inside"),
            ("<g><text><tspan>5</tspan></text></g>", "text inside"),
            ("<defs><text id='t'>5</text></defs><use href='#t'/>", "text inside"),
            ("<symbol id='s'><g><text>5</text></g></symbol><use xlink:href='#s'/>", "text inside"),
            ("<image href='a.png' width='9' height='9'/>", "a bitmap inside"),
            ("<image xlink:href='data:image/png;base64,AAAA' width='9' height='9'/>", "a bitmap inside"),
            (
                "<foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>5</p></foreignObject>",
                "HTML inside",
            ),
            ("viewBox='0 0 0 0'", "viewBox"),
            ("viewBox='0,0,9,0' width='9' height='9'", "viewBox"),
            ("width='0' height='9'", "size"),
        ] {
            let why = why(content).unwrap_or_default();
            assert!(why.contains(part), "{content}: {why}");
        }
    }

    #[test]
    fn what_nobody_sees_is_no_fault() {
        for content in [
            "<title>A clock</title><desc>5</desc><metadata><text>5</text></metadata>",
            "<defs><text>5</text><image href='a.png'/></defs>",
            "<text> <tspan/> </text><image/>",
            "<g display='none'><text>5</text></g><text style='display: none'>5</text>",
            "<text xmlns='http://example.org/other'>5</text>",
        ] {
            assert_eq!(why(content), None, "{content}");
        }
    }
}
