//! How a sheet is made: what nobody reads on it.

use super::super::tokens::Token;
use super::{Entry, Part, Place, Reader, What, entry};
use crate::geom::Abs;
use crate::model::{
    Binding, ColourMode, ColourToken, Edition, FaceToken, Paper, RuleToken, SizeToken, Theme, ThemeSource,
    TypeRange,
};

impl<'a> Reader<'a> {
    pub(super) fn edition(&mut self, edition: &'a Edition) {
        let Edition { id, paper, pages, colour, priority, type_range, bleed, crop_marks, binding, span } =
            edition;
        let colour = match colour {
            ColourMode::Full => "full",
            ColourMode::Gray => "gray",
        };
        let binding = binding.map(|binding| match binding {
            Binding::Left => "left",
            Binding::Top => "top",
        });
        let type_range =
            type_range.map(|TypeRange { min, max }| format!("{}–{} pt", min.to_pt(), max.to_pt()));
        let parts = vec![
            Part::hidden("paper", Some(name_of(*paper))),
            Part::hidden("pages", pages.map(|pages| pages.to_string())),
            Part::hidden("colour", Some(colour.to_owned())),
            Part::hidden("priority", Some(priority.get().to_string())),
            Part::hidden("type", type_range),
            Part::hidden("bleed_mm", (*bleed > Abs::ZERO).then(|| millimetres(*bleed))),
            super::flag("crop_marks", *crop_marks),
            Part::hidden("binding", binding.map(str::to_owned)),
        ];
        let made = entry(What::Edition, Place::Making, vec![Token::plain(id)], parts);
        self.entries.push(Entry { id: Some(id), span: Some(*span), ..made });
    }

    pub(super) fn theme(&mut self, theme: &'a ThemeSource) {
        let theme = match theme {
            ThemeSource::Named { path, .. } => return self.hidden("theme", path),
            ThemeSource::Carried(theme) => theme,
        };
        let plain = Theme::default();
        let colour = |theme: &Theme, token| {
            let [red, green, blue] = theme.colour(token);
            format!("#{red:02x}{green:02x}{blue:02x}")
        };
        let colours =
            ColourToken::ALL.map(|(word, token)| (word, [&plain, theme].map(|theme| colour(theme, token))));
        let rule = |theme: &Theme, token| format!("{} pt", theme.rule(token).to_pt());
        let rules =
            RuleToken::ALL.map(|(word, token)| (word, [&plain, theme].map(|theme| rule(theme, token))));
        let size = |theme: &Theme, token| format!("× {}", theme.size(token));
        let sizes =
            SizeToken::ALL.map(|(word, token)| (word, [&plain, theme].map(|theme| size(theme, token))));
        let face =
            |theme: &Theme, token| theme.face(token).map(|family| family.name.clone()).unwrap_or_default();
        let faces =
            FaceToken::ALL.map(|(word, token)| (word, [&plain, theme].map(|theme| face(theme, token))));
        self.tokens("theme.colours", colours);
        self.tokens("theme.rules", rules);
        self.tokens("theme.sizes", sizes);
        self.tokens("theme.faces", faces);
    }

    /// Values of a theme by their words, but for those that are the design's.
    fn tokens<const N: usize>(&mut self, id: &'static str, values: [(&'static str, [String; 2]); N]) {
        let own = values.into_iter().filter(|(_, [plain, own])| plain != own);
        let parts: Vec<Part<'a>> = own.map(|(word, [_, own])| Part::hidden(word, Some(own))).collect();
        if !parts.is_empty() {
            self.entries.push(Entry { id: Some(id), ..entry(What::Field, Place::Making, Vec::new(), parts) });
        }
    }
}

/// As the file has it: a name, or two edges.
fn name_of(paper: Paper) -> String {
    let named = |paper: Paper| Paper::NAMED.iter().find(|(_, known)| *known == paper).map(|(name, _)| *name);
    match (named(paper), named(paper.turned())) {
        (Some(name), _) => name.to_owned(),
        (None, Some(name)) => format!("{name}, landscape"),
        (None, None) => format!("{} × {} mm", millimetres(paper.size.width), millimetres(paper.size.height)),
    }
}

/// With the digits that anybody measures.
fn millimetres(length: Abs) -> String {
    let hundredths = (length.to_mm() * 100.0).round();
    (hundredths / 100.0).to_string()
}
