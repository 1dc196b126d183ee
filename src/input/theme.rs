//! Themes: an object in the sheet, or the whole of a file beside it.

use super::format::{THEME, THEME_COLOURS, THEME_FACES, THEME_RULES, THEME_SIZES};
use super::object::Reader;
use super::tree::{Node, Value};
use crate::diag::{Code, Span};
use crate::model::{ColourToken, FaceToken, FamilyName, RuleToken, SizeToken, Theme, ThemeSource, Violation};

impl Reader<'_> {
    /// The key `theme`: a path, or the theme itself.
    pub(super) fn theme_source(&mut self, node: &Node) -> Option<ThemeSource> {
        if matches!(node.value, Value::String(_)) {
            let path = self.other(node, "theme")?;
            return Some(ThemeSource::Named { path, span: node.span });
        }
        self.theme(node).map(Box::new).map(ThemeSource::Carried)
    }

    /// A theme; what it does not set is as in the design.
    pub(super) fn theme(&mut self, node: &Node) -> Option<Theme> {
        let object = self.object(node, &THEME)?;
        let mut theme = Theme::default();
        if let Some(node) = object.get("colour") {
            self.colours(node, &mut theme);
        }
        if let Some(node) = object.get("face") {
            self.faces(node, &mut theme);
        }
        if let Some(node) = object.get("type") {
            self.sizes(node, &mut theme);
        }
        if let Some(node) = object.get("rule") {
            self.rules(node, &mut theme);
        }
        Some(theme)
    }

    fn colours(&mut self, node: &Node, theme: &mut Theme) {
        let Some(object) = self.object(node, &THEME_COLOURS) else { return };
        for (word, token) in ColourToken::ALL {
            let Some(node) = object.get(word) else { continue };
            if let Some(rgb) = self.colour(node, word) {
                self.within_limits(node.span, theme.set_colour(token, rgb));
            }
        }
        let side = object.get("right").or_else(|| object.get("left"));
        self.within_limits(side.map_or(node.span, |side| side.span), theme.check_sides());
    }

    fn colour(&mut self, node: &Node, word: &str) -> Option<[u8; 3]> {
        let text = self.string(node, word)?;
        let byte = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let is_hex = text.len() == 7 && text.starts_with('#') && !text.contains('+');
        let rgb = byte(1).zip(byte(3)).zip(byte(5)).filter(|_| is_hex);
        if rgb.is_none() {
            let help = "write # and six hexadecimal digits, such as `#0B3563`";
            self.error(Code::InvalidValue, node.span, format!("`{word}` is no colour"), help);
        }
        rgb.map(|((r, g), b)| [r, g, b])
    }

    fn faces(&mut self, node: &Node, theme: &mut Theme) {
        let Some(object) = self.object(node, &THEME_FACES) else { return };
        for (word, token) in FaceToken::ALL {
            let Some(node) = object.get(word) else { continue };
            if let Some(name) = self.string(node, word) {
                theme.set_face(token, FamilyName { name: name.to_owned(), span: node.span });
            }
        }
    }

    fn sizes(&mut self, node: &Node, theme: &mut Theme) {
        let Some(object) = self.object(node, &THEME_SIZES) else { return };
        for (word, token) in SizeToken::ALL {
            let Some(node) = object.get(word) else { continue };
            if let Some(points) = self.number(node, word) {
                self.within_limits(node.span, theme.set_size(token, points));
            }
        }
    }

    fn rules(&mut self, node: &Node, theme: &mut Theme) {
        let Some(object) = self.object(node, &THEME_RULES) else { return };
        for (word, token) in RuleToken::ALL {
            let Some(node) = object.get(word) else { continue };
            if let Some(points) = self.number(node, word) {
                self.within_limits(node.span, theme.set_rule(token, points));
            }
        }
    }

    fn within_limits(&mut self, span: Span, set: Result<(), Violation>) {
        if let Err(Violation { message, help }) = set {
            self.error(Code::ThemeLimit, span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::input::read_theme;

    #[test]
    fn what_breaks_a_limit_is_refused_where_it_stands() {
        for (source, code, place) in [
            (r##"{ "colour": { "left": "#FFD700" } }"##, "theme-limit", "\"#FFD700\""),
            (r##"{ "colour": { "left": "#BA500E" } }"##, "theme-limit", "\"#BA500E\""),
            (r#"{ "type": { "band": 7 } }"#, "theme-limit", "7"),
            (r#"{ "type": { "name": 40 } }"#, "theme-limit", "40"),
            (r#"{ "rule": { "hair": 0.1 } }"#, "theme-limit", "0.1"),
            (r#"{ "rule": { "hiar": 0.4 } }"#, "unknown-key", "\"hiar\""),
            (r#"{ "colour": { "ink": "black" } }"#, "invalid-value", "\"black\""),
            (r#"{ "colour": { "ink": 1 } }"#, "wrong-type", "1"),
            (r#"{ "face": { "text": 1 } }"#, "wrong-type", "1"),
            (r#"{ "face": { "code": " " } }"#, "empty-text", "\" \""),
            (r#"{ "face": { "txet": "A" } }"#, "unknown-key", "\"txet\""),
        ] {
            let (theme, found) = read_theme(source.as_bytes());
            assert!(theme.is_none(), "{source}");
            let span = found[0].span.unwrap();
            assert_eq!((found[0].code.word(), &source[span.start..span.end]), (code, place), "{source}");
        }
    }

    #[test]
    fn what_is_within_the_limits_is_taken() {
        let source =
            r##"{ "colour": { "left": "#0A2A4A", "right": "#8A5A00" }, "type": { "summary": 9.8 } }"##;
        let (theme, found) = read_theme(source.as_bytes());
        assert_eq!(found, []);
        assert_ne!(theme.unwrap(), crate::model::Theme::default());
    }
}
