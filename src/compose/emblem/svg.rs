//! SVG → paths.

use usvg::roxmltree::{Document, ParsingOptions};

use super::undrawn::undrawn;
use super::{Decoded, DrawingContent, luminance};
use crate::display::{Cap, Colour, Join, Path, Segment, Stroke};
use crate::geom::{Abs, Point, Size};

/// What is said of a file that is none of the kinds that are drawn.
const NO_PICTURE: &str = "it is no SVG, PNG or JPEG picture";
/// Of all elements of SVG.
pub(super) const NAMESPACE: &str = "http://www.w3.org/2000/svg";

pub(super) fn decode(bytes: &[u8], colour: Colour, gray: bool) -> Decoded {
    let hex = match colour {
        Colour::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Colour::Gray(value) => format!("#{value:02x}{value:02x}{value:02x}"),
    };
    let options =
        usvg::Options { style_sheet: Some(format!("svg {{ color: {hex} }}")), ..usvg::Options::default() };
    let parsing = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text(bytes)?, parsing)
        .map_err(|error| format!("it is no valid SVG: {error}"))?;
    let root = document.root_element();
    if !root.has_tag_name("svg") {
        return Err(NO_PICTURE.to_owned());
    }
    if !root.has_tag_name((NAMESPACE, "svg")) {
        return Err(format!("its root has no xmlns=\"{NAMESPACE}\""));
    }
    let tree = usvg::Tree::from_xmltree(&document, &options).map_err(|error| error.to_string())?;
    if let Some(why) = undrawn(&document) {
        return Err(why);
    }
    let size = Size::new(Abs::pt(f64::from(tree.size().width())), Abs::pt(f64::from(tree.size().height())));
    let mut paths = Vec::new();
    collect(tree.root(), gray, &mut paths)?;
    Ok((size, DrawingContent::Paths(paths)))
}

/// The text of what may be an SVG.
fn text(bytes: &[u8]) -> Result<&str, &'static str> {
    const GZIP: &[u8] = b"\x1f\x8b";
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => Ok(text),
        Err(_) if bytes.starts_with(GZIP) => Err("it is compressed; unpack it into a plain SVG"),
        Err(_) if bytes.windows(4).any(|part| part == b"<svg") => Err("an SVG must be in UTF-8"),
        _ => Err(NO_PICTURE),
    }
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
