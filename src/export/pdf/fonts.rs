//! Which glyphs of which face: cut down, embedded, and what they stand for.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::FontId;

use super::clusters::{Part, Spelled, spelled};
use super::programs::{Program, Programs};
use super::tokens::Ref;
use super::write::Objects;
use super::{ExportError, cff, cmap, packer};
use crate::display::{Book, Content, Page};
use crate::geom::Em;
use crate::parallel::{self, Worker};
use crate::text::{Face, FaceId, Fonts, Outline};

/// The subsets of all faces that a book uses.
pub(super) struct Subsets<'a> {
    faces: BTreeMap<FaceId, Subset<'a>>,
    codes: Codes<'a>,
}

/// The glyphs of one face.
pub(super) struct Subset<'a> {
    /// By id in the face, what it stands for there, and what is drawn beside it.
    entries: Vec<Entry<'a>>,
    /// By id: where its entries begin.
    starts: Vec<usize>,
}

/// What is shown, and how.
struct Entry<'a> {
    id: u16,
    text: &'a str,
    parts: Vec<Part>,
    used: Used,
}

/// A glyph that is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used {
    /// What stands for it in the pages.
    pub(super) code: u16,
    /// In whole thousandths of an em, as the file states it.
    pub(super) advance: i32,
}

impl<'a> Subsets<'a> {
    /// Collects the glyphs of a book; fails if there are more than codes for them.
    pub(super) fn new(book: &'a Book, fonts: &Fonts) -> Result<Self, ExportError> {
        let pages: Vec<&Page> = book.pages.iter().collect();
        let collected = parallel::map(&pages, Collector::default, |_| ());
        let mut used: BTreeMap<FaceId, BTreeSet<Shown<'a>>> = BTreeMap::new();
        for (face, shown) in collected.rests.into_iter().flatten() {
            used.entry(face).or_default().extend(shown);
        }
        let codes = Codes::new(used.values().flat_map(numbered).map(|(_, text)| text))?;
        let faces = used.iter().map(|(face, used)| {
            let subset = Subset::new(fonts.face(*face), numbered(used), &codes);
            (*face, subset)
        });
        Ok(Self { faces: faces.collect(), codes })
    }

    /// The glyphs of a face, if it shows any.
    pub(super) fn face(&self, face: FaceId) -> Option<&Subset<'a>> {
        self.faces.get(&face)
    }

    /// Whether codes have two bytes.
    pub(super) const fn is_wide(&self) -> bool {
        self.codes.is_wide
    }

    /// The font programs of the faces, not yet made.
    pub(super) fn programs<'s>(&'s self, fonts: &'s Fonts) -> Programs<'s> {
        let keys = if self.is_wide() { cff::Keys::Cids } else { cff::Keys::Bytes };
        Programs::of(self.faces.iter().map(|(face, subset)| (subset, fonts.face(*face))), keys)
    }

    /// Embeds the faces with their programs; returns the font resources of all pages.
    pub(super) fn embed(&self, objects: &mut Objects, fonts: &Fonts, programs: &[&Program]) -> Ref {
        let unicode = cmap::to_unicode(&self.codes.texts(), self.is_wide());
        let unicode = objects.stream(|_| (), packer::Content::Bytes(unicode.into_bytes()));
        let mut embedded = Vec::new();
        for (face, program) in self.faces.keys().zip(programs) {
            embedded.push((*face, program.embed(objects, fonts.face(*face), unicode)));
        }
        objects.add_dictionary(|resources| {
            for (face, font) in embedded {
                resources.key(&resource(face).0).reference(font);
            }
        })
    }
}

/// What is shown: a glyph, what it stands for, and what is drawn beside it.
type Shown<'a> = (u16, &'a str, Vec<Part>);

/// Collects what pages show, face by face.
#[derive(Default)]
struct Collector<'a>(BTreeMap<FaceId, OfFace<'a>>);

impl<'a> Worker for Collector<'a> {
    type Item = &'a Page;
    type Result = ();
    type Rest = Vec<(FaceId, BTreeSet<Shown<'a>>)>;

    fn work(&mut self, page: &&'a Page) {
        for item in &page.items {
            if let Content::Glyphs(run) = &item.content {
                let collector = self.0.entry(run.face).or_default();
                spelled(run).for_each(|shown| collector.add(&shown));
            }
        }
    }

    fn end(self) -> Self::Rest {
        self.0.into_iter().map(|(face, collected)| (face, collected.shown)).collect()
    }
}

/// What is shown in one face. Most of it was shown before.
#[derive(Default)]
struct OfFace<'a> {
    shown: BTreeSet<Shown<'a>>,
    /// By id: what a glyph stood for last, where nothing is drawn beside it.
    last: Vec<Option<&'a str>>,
}

impl<'a> OfFace<'a> {
    fn add(&mut self, shown: &Spelled<'a>) {
        let id = usize::from(shown.id());
        if self.last.len() <= id {
            self.last.resize(id + 1, None);
        }
        if !shown.is_alone() || self.last[id].replace(shown.text) != Some(shown.text) {
            self.shown.insert((shown.id(), plain(shown.text), shown.parts()));
        }
    }
}

/// Glyphs with what they stand for; where several of a face stand for the same, they are numbered.
fn numbered<'s, 'a>(glyphs: &'s BTreeSet<Shown<'a>>) -> Vec<(&'s Shown<'a>, (&'a str, usize))> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut number = |text| {
        let number = seen.entry(text).or_default();
        *number += 1;
        *number - 1
    };
    glyphs.iter().map(|shown| (shown, (shown.1, number(shown.1)))).collect()
}

/// Characters that codes of two bytes tell apart, beside those of ASCII.
const MOST_CODES: usize = 0x1_0000 - 0x80;

/// One code for each text, the same in all faces: they share one map to Unicode.
struct Codes<'a> {
    codes: BTreeMap<(&'a str, usize), u16>,
    is_wide: bool,
}

impl<'a> Codes<'a> {
    fn new(texts: impl Iterator<Item = (&'a str, usize)>) -> Result<Self, ExportError> {
        let texts: BTreeSet<(&str, usize)> = texts.collect();
        let mut free = 0x80..=u16::MAX;
        let code = |(text, number): &(&str, usize)| match text.as_bytes() {
            // ASCII stands for itself.
            [byte @ 0x20..=0x7E] if *number == 0 => Some(u16::from(*byte)),
            _ => free.next(),
        };
        let codes: BTreeMap<_, _> = {
            let codes: Option<Vec<u16>> = texts.iter().map(code).collect();
            let full = || ExportError(format!("the pages show more than {MOST_CODES} different characters"));
            let codes = codes.ok_or_else(full)?;
            texts.into_iter().zip(codes).collect()
        };
        let is_wide = codes.values().any(|code| *code > 0xFF);
        Ok(Self { codes, is_wide })
    }

    /// What codes stand for, in the order of the codes.
    fn texts(&self) -> Vec<(u16, &str)> {
        let mut texts: Vec<(u16, &str)> = self.codes.iter().map(|((text, _), code)| (*code, *text)).collect();
        texts.sort_unstable();
        texts
    }
}

/// The name under which page content refers to a face.
pub(super) fn resource(face: FaceId) -> FontId {
    FontId(format!("R{}", face.0))
}

/// Kinds of space are spaces to those who search. A glyph that stands for nothing, which no text of ours has, is spelled as
/// what changes nothing: a word joiner.
fn plain(text: &str) -> &str {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (None, _) => "\u{2060}",
        (Some(space), None) if super::SPACES.contains(&space) => " ",
        _ => text,
    }
}

impl<'a> Subset<'a> {
    fn new(face: &Face, glyphs: Vec<(&Shown<'a>, (&'a str, usize))>, codes: &Codes<'a>) -> Self {
        let entry = |((id, _, parts), (text, number)): &(&Shown<'a>, (&'a str, usize))| {
            let code = codes.codes.get(&(*text, *number)).copied().unwrap_or(0);
            let advance = std::iter::once(*id).chain(parts.iter().map(|part| part.id));
            let advance = advance.map(|glyph| face.advance(glyph)).sum::<Em>();
            #[allow(clippy::cast_possible_truncation, reason = "advances are 16 bits")]
            let advance = (advance.get() * 1000.0).round() as i32;
            Entry { id: *id, text, parts: parts.clone(), used: Used { code, advance } }
        };
        let entries: Vec<Entry> = glyphs.iter().filter(|((id, ..), _)| *id != 0).map(entry).collect();
        let most = entries.last().map_or(0, |last| usize::from(last.id));
        let mut starts = vec![0; most + 2];
        entries.iter().for_each(|entry| starts[usize::from(entry.id) + 1] += 1);
        for id in 1..starts.len() {
            starts[id] += starts[id - 1];
        }
        Self { entries, starts }
    }

    /// How a glyph is shown.
    pub(super) fn glyph(&self, shown: &Spelled<'_>) -> Used {
        let (id, text) = (usize::from(shown.id()), plain(shown.text));
        let entries = self.starts.get(id).zip(self.starts.get(id + 1));
        let entries = entries.and_then(|(start, end)| self.entries.get(*start..*end)).unwrap_or_default();
        let is_it = |entry: &&Entry| {
            let is_alone = entry.parts.is_empty();
            entry.text == text && is_alone == shown.is_alone() && (is_alone || entry.parts == shown.parts())
        };
        entries.iter().find(is_it).map_or(Used { code: 0, advance: 0 }, |entry| entry.used)
    }

    /// The glyphs in the order of their codes, after the one that is never shown.
    pub(super) fn outlines(&self, face: &Face) -> Result<Vec<cff::Glyph>, String> {
        let outlines = face.outlines()?;
        let mut glyphs = vec![cff::Glyph { code: 0, advance: 0, outline: Outline::default() }];
        for Entry { id, parts, used, .. } in &self.entries {
            let mut outline = outlines.of(*id)?;
            for part in parts {
                let beside = outlines.of(part.id)?;
                let beside = beside.iter().map(|contour| contour.clone().moved(part.shift));
                outline = outline.iter().cloned().chain(beside).collect();
            }
            glyphs.push(cff::Glyph { code: used.code, advance: used.advance, outline });
        }
        glyphs.sort_by_key(|glyph| glyph.code);
        Ok(glyphs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_characters_share_a_code() {
        let codes = |count: usize| Codes::new((1..=count).map(|number| ("a", number)));
        let all = codes(MOST_CODES).unwrap();
        assert_eq!(all.codes.values().collect::<BTreeSet<_>>().len(), MOST_CODES);
        let why = codes(MOST_CODES + 1).map(|_| ()).unwrap_err();
        assert_eq!(why.0, "the pages show more than 65408 different characters");
    }
}
