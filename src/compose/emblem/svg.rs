//! SVG → paths.

use usvg::roxmltree::{Document, ParsingOptions};

use super::corners::any_between;
use super::undrawn::undrawn;
use super::{Decoded, DrawingContent, luminance};
use crate::display::{Cap, Colour, Join, Path, Segment, Stroke};
use crate::geom::{Abs, Point, Rect, Size};

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
    collect(tree.root(), (gray, size), &mut paths)?;
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

fn collect(group: &usvg::Group, (gray, size): (bool, Size), paths: &mut Vec<Path>) -> Result<(), String> {
    let is_plain = group.opacity() == usvg::Opacity::ONE
        && group.clip_path().is_none()
        && group.mask().is_none()
        && group.filters().is_empty();
    if !is_plain {
        return Err("clips, masks, filters and opacity are not drawn; use plain paths".to_owned());
    }
    if group.blend_mode() != usvg::BlendMode::Normal {
        return Err("blend modes are not drawn; use plain colours".to_owned());
    }
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect(group, (gray, size), paths)?,
            usvg::Node::Path(path) if path.is_visible() => {
                paths.push(Path { clip: clip(path, size), ..convert(path, gray)? })
            }
            usvg::Node::Path(_) => {}
            usvg::Node::Image(_) => return Err("a bitmap inside an SVG is not drawn".to_owned()),
            usvg::Node::Text(_) => {
                return Err("text inside an SVG is not drawn; turn it into paths".to_owned());
            }
        }
    }
    Ok(())
}

/// The box of a picture, for a path that paints over its edges: what lies outside is not seen (SVG 2, 8.2).
fn clip(path: &usvg::Path, size: Size) -> Option<Rect> {
    let painted = path.abs_stroke_bounding_box();
    let (width, height) = (size.width.to_pt(), size.height.to_pt());
    // What nobody sees: numbers of single precision are never quite on the edge.
    let slack = width.max(height) * 1e-3;
    let over = [
        -f64::from(painted.left()),
        -f64::from(painted.top()),
        f64::from(painted.right()) - width,
        f64::from(painted.bottom()) - height,
    ];
    let is_over = over.into_iter().any(|over| over > slack);
    is_over.then(|| Rect { origin: Point::default(), size })
}

fn convert(path: &usvg::Path, gray: bool) -> Result<Path, String> {
    let transform = path.abs_transform();
    let data = path.data().clone().transform(transform).ok_or("a transform is not finite")?;
    let scale = f64::from((transform.sx * transform.sy - transform.kx * transform.ky).abs()).sqrt();
    if path.stroke().is_some() {
        check_stroke(path, transform)?;
    }
    let fill = path.fill().map(|fill| paint(fill.paint(), fill.opacity(), gray)).transpose()?;
    let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
    let mut stroke = path.stroke().map(|stroke| outline(stroke, scale, gray)).transpose()?;
    let segments = segments(&data);
    if let Some(stroke) = &mut stroke
        && !any_between(&segments, (stroke.miter_limit, Stroke::MITER_LIMIT))
    {
        // It makes no difference.
        stroke.miter_limit = Stroke::MITER_LIMIT;
    }
    Ok(Path { segments, fill, even_odd, stroke, clip: None })
}

/// Whether the outline of a path can be drawn: as wide in all directions, and above what it encloses.
fn check_stroke(path: &usvg::Path, transform: usvg::Transform) -> Result<(), &'static str> {
    if path.fill().is_some() && path.paint_order() == usvg::PaintOrder::StrokeAndFill {
        return Err("an outline below its own fill is not drawn; draw the two as paths of their own");
    }
    let [across, down] = [(transform.sx, transform.ky), (transform.kx, transform.sy)];
    let product = |one: (f32, f32), other: (f32, f32)| one.0 * other.0 + one.1 * other.1;
    let (width, height) = (product(across, across), product(down, down));
    // What nobody sees: a hundredth of the width of a line.
    let slack = width.max(height) * 0.02;
    if (width - height).abs() > slack || product(across, down).abs() > slack {
        return Err("an outline that is stretched or skewed is not drawn; turn it into a filled path");
    }
    Ok(())
}

fn outline(stroke: &usvg::Stroke, scale: f64, gray: bool) -> Result<Stroke, String> {
    let dash = stroke.dasharray().unwrap_or_default();
    // Lengths on and off take turns: an odd number of them is alike after two rounds.
    let rounds = if dash.len().is_multiple_of(2) { 1.0 } else { 2.0 };
    let period = dash.iter().sum::<f32>() * rounds;
    let phase = if period > 0.0 { stroke.dashoffset().rem_euclid(period) } else { 0.0 };
    Ok(Stroke {
        width: Abs::pt(f64::from(stroke.width().get()) * scale),
        colour: paint(stroke.paint(), stroke.opacity(), gray)?,
        dash: dash.iter().map(|length| Abs::pt(f64::from(*length) * scale)).collect(),
        phase: Abs::pt(f64::from(phase) * scale),
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
        miter_limit: f64::from(stroke.miterlimit().get()),
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

    fn paths(content: &str) -> Vec<Path> {
        let (_, content) = decoded(content).unwrap();
        let DrawingContent::Paths(paths) = content else { panic!("no paths") };
        paths
    }

    fn decoded(content: &str) -> Decoded {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 30'";
        let whole = format!("{head} stroke='red' stroke-width='2' fill='none'>{content}</svg>");
        decode(whole.as_bytes(), Colour::Gray(0), false)
    }

    #[test]
    fn what_would_look_otherwise_is_refused() {
        for (content, said) in [
            ("<g style='mix-blend-mode:multiply'><rect width='9' height='9' fill='red'/></g>", "blend modes"),
            ("<rect width='9' height='9' fill='blue' paint-order='stroke'/>", "below its own fill"),
            ("<g transform='scale(3 1)'><path d='M1 1h9'/></g>", "stretched or skewed"),
            ("<g transform='skewX(30)'><path d='M1 1h9'/></g>", "stretched or skewed"),
        ] {
            let error = decoded(content).err().unwrap_or_default();
            assert!(error.contains(said), "{content}: {error}");
        }
        for content in [
            "<rect width='9' height='9' paint-order='stroke'/>",
            "<g transform='scale(3 1)'><path d='M1 1h9v9' stroke='none' fill='red'/></g>",
            "<g transform='rotate(30) scale(-2 2)'><path d='M9 9h9'/></g>",
        ] {
            assert_eq!(paths(content).len(), 1, "{content}");
        }
    }

    #[test]
    fn dashes_begin_where_they_do_in_svg() {
        for (attributes, wanted) in [
            ("stroke-dasharray='4 2'", 0.0),
            ("stroke-dasharray='4 2' stroke-dashoffset='1'", 1.0),
            ("stroke-dasharray='4 2' stroke-dashoffset='-1'", 5.0),
            ("stroke-dasharray='4 2' stroke-dashoffset='13' transform='scale(2)'", 2.0),
        ] {
            let path = &paths(&format!("<path d='M1 1h9' {attributes}/>"))[0];
            let phase = path.stroke.as_ref().unwrap().phase;
            assert_eq!(phase, Abs::pt(wanted), "{attributes}");
        }
    }

    #[test]
    fn what_paints_over_the_edges_is_cut_there() {
        for (content, is_cut) in [
            ("<rect x='1' y='1' width='58' height='28'/>", false),
            ("<rect y='1' x='1' width='58' height='29'/>", true),
            ("<rect width='60' height='30' stroke='none' fill='red'/>", false),
            ("<circle cx='30' cy='60' r='25'/>", true),
            ("<g transform='translate(-1 0)'><path d='M1 5h9'/></g>", false),
            ("<g transform='translate(-2 0)'><path d='M1 5h9'/></g>", true),
            // Its control points lie outside, the curve does not.
            ("<path d='M9 9C9 -2 20 -2 20 9' stroke-width='1'/>", false),
        ] {
            let size = Size::new(Abs::pt(60.0), Abs::pt(30.0));
            let wanted = is_cut.then_some(Rect { origin: Point::default(), size });
            assert_eq!(paths(content)[0].clip, wanted, "{content}");
        }
    }

    #[test]
    fn sharp_corners_have_the_limit_of_svg() {
        let limit = |content: &str| paths(content)[0].stroke.as_ref().unwrap().miter_limit;
        for (attributes, wanted) in [
            ("d='M5 29L10 4L15 29'", 4.0),
            ("d='M5 29L10 4L15 29' stroke-miterlimit='4.5'", 4.5),
            // As long as it would be without a limit.
            ("d='M5 29L10 4L15 29' stroke-miterlimit='6'", 10.0),
            ("d='M5 29L10 20L15 29'", 10.0),
            ("d='M9 29L10 4L11 29' stroke-miterlimit='30'", 30.0),
        ] {
            assert_eq!(limit(&format!("<path {attributes}/>")), wanted, "{attributes}");
        }
    }
}
