//! What an SVG shows elsewhere and not here.

use std::collections::BTreeSet;

use usvg::roxmltree::{Document, Node};

use super::svg::NAMESPACE;

/// What an SVG shows elsewhere and is not in its tree: why it cannot be used.
pub(super) fn undrawn(document: &Document<'_>) -> Option<String> {
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
    let ids: BTreeSet<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    document.descendants().filter(|node| is_seen(*node, &used)).find_map(|node| {
        let is_blank =
            || node.descendants().all(|node| node.text().is_none_or(|text| text.trim().is_empty()));
        match node.tag_name().name() {
            "text" if !is_blank() => Some("text inside an SVG is not drawn; turn it into paths".to_owned()),
            "image" if href(node).is_some() => Some("a bitmap inside an SVG is not drawn".to_owned()),
            "use" => href(node).and_then(|target| unfollowed(target, &ids)),
            "foreignObject" => Some("HTML inside an SVG is not drawn; use plain paths".to_owned()),
            _ => None,
        }
    })
}

/// Why what is used is not drawn, if it is not, in a file with these ids.
fn unfollowed(target: &str, ids: &BTreeSet<&str>) -> Option<String> {
    let Some(id) = target.strip_prefix('#') else {
        return Some(format!("`<use href=\"{target}\">` is not drawn: it leads out of the file"));
    };
    (!ids.contains(id)).then(|| format!("`<use href=\"{target}\">` draws nothing: no element has this id"))
}

fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value())
}

/// Whether an element of SVG that is not drawn here would be seen elsewhere: it stands on the page, or in what is used there.
fn is_seen(node: Node<'_, '_>, used: &BTreeSet<&str>) -> bool {
    if node.tag_name().namespace() != Some(NAMESPACE)
        || !matches!(node.tag_name().name(), "text" | "image" | "foreignObject" | "use")
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

#[cfg(test)]
mod tests {
    use super::super::svg;
    use crate::display::Colour;

    fn why(content: &str) -> Option<String> {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";
        let path = "<path d='M0 0h9v9z'/>";
        let whole = if content.starts_with('<') {
            format!("{head} viewBox='0 0 9 9'>{path}{content}</svg>")
        } else {
            format!("{head} {content}>{path}</svg>")
        };
        svg::decode(whole.as_bytes(), Colour::Gray(0), false).err()
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
            ("<use href='other.svg#x'/>", "`<use href=\"other.svg#x\">` is not drawn"),
            ("<use xlink:href='#nope'/>", "`<use href=\"#nope\">` draws nothing"),
            ("<g id='g'><use href='#nope'/></g>", "no element has this id"),
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
            "<g id='dot'><path d='M0 0h9'/></g><use href='#dot'/><use/>",
            "<defs><use href='#nope'/></defs><use href='#nope' display='none'/>",
            "<text> <tspan/> </text><image/>",
            "<g display='none'><text>5</text></g><text style='display: none'>5</text>",
            "<text xmlns='http://example.org/other'>5</text>",
        ] {
            assert_eq!(why(content), None, "{content}");
        }
    }
}
