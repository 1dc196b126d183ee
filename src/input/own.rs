//! What a sheet brings along beside its content: fonts, and words in place of the tool's own.

use std::collections::BTreeMap;

use super::format::WORDS;
use super::object::{Reader, clip};
use super::tree::Node;
use crate::diag::{Code, Diagnostic, Span};
use crate::model::FontFile;
use crate::words::{IDS, OPTIONAL, months, table};

impl Reader<'_> {
    /// A font file, within the folder of the sheet.
    pub(super) fn font_file(&mut self, node: &Node) -> Option<FontFile> {
        Some(FontFile { path: self.other(node, "fonts")?, span: node.span })
    }

    /// Words by their ids, each with room for what is put in.
    pub(super) fn own_words(&mut self, node: &Node) -> BTreeMap<String, String> {
        let Some(object) = self.object(node, &WORDS) else { return BTreeMap::new() };
        let all = IDS.iter().copied().chain(OPTIONAL.iter().map(|(id, holes, _)| (*id, *holes)));
        let given = all.filter_map(|(id, holes)| Some((id, holes, object.get(id)?)));
        given
            .filter_map(|(id, holes, node)| Some((id.to_owned(), self.own_word((id, holes), node)?)))
            .collect()
    }

    fn own_word(&mut self, (id, holes): (&str, &[&str]), node: &Node) -> Option<String> {
        let word = self.string(node, id)?;
        let span = node.span;
        for hole in holes.iter().filter(|hole| word.matches(**hole).count() != 1) {
            let message = format!("`{id}` must have `{hole}` once");
            let help = format!("write `{hole}` where it is to be put in");
            self.error(Code::InvalidValue, span, message, help);
        }
        if let Some(other) = unknown_hole(word, holes) {
            let message = format!("nothing is put in for `{}` in `{id}`", clip(other));
            let help = if holes.is_empty() {
                "write the word alone".to_owned()
            } else {
                format!("only `{}` can be put in here", holes.join("`, `"))
            };
            self.error(Code::InvalidValue, span, message, help);
        }
        if matches!(id, "months" | "months_of_days") && months(word).is_none() {
            let message = format!("`{id}` must have twelve names with commas between them");
            self.error(Code::InvalidValue, span, message, "write `January, February, …` in your language");
        }
        Some(word.to_owned())
    }

    /// Warns of a language that the tool has no words in, unless the sheet has all of them.
    pub(super) fn check_words(&mut self, language: (&str, Span), own: &BTreeMap<String, String>) {
        let (tag, span) = language;
        let missing: Vec<&str> = IDS.iter().map(|(id, _)| *id).filter(|id| !own.contains_key(*id)).collect();
        if table(tag).is_none() && !missing.is_empty() {
            let message =
                format!("the tool has no words in `{tag}`, and prints {} in English", missing.len());
            let help = format!("give them in `words`: `{}`", missing.join("`, `"));
            self.diagnostics.push(Diagnostic::warning(Code::NoWords, span, message).with_help(help));
        }
    }
}

/// The first `{…}` of a word that stands for nothing.
fn unknown_hole<'w>(word: &'w str, holes: &[&str]) -> Option<&'w str> {
    let mut rest = word;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { return Some(&rest[open..]) };
        let hole = &rest[open..=open + length];
        if !holes.contains(&hole) {
            return Some(hole);
        }
        rest = &rest[open + length + 1..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::unknown_hole;

    #[test]
    fn only_known_holes_are_filled() {
        assert_eq!(unknown_hole("page {n} of {total}", &["{n}", "{total}"]), None);
        assert_eq!(unknown_hole("page {m}", &["{n}"]), Some("{m}"));
        assert_eq!(unknown_hole("a {n", &["{n}"]), Some("{n"));
    }
}
