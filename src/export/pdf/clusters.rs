//! What each glyph of a run stands for in the file.

use crate::display::{Glyph, GlyphRun};
use crate::geom::Em;

/// What is shown by one code: a glyph, or several of them in one drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelled<'a> {
    /// In visual order; never empty.
    glyphs: &'a [Glyph],
    /// The characters that are read where it stands.
    pub(super) text: &'a str,
}

/// A glyph in the drawing of another: which, and how far to the right of it and above it, in thousandths of an em.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) id: u16,
    pub(super) shift: (i32, i32),
}

/// The glyphs of a run in visual order, with what they stand for. Glyphs that stand for some characters together take a share
/// of them each, in the order in which they are read; where there are fewer characters than glyphs, they are one drawing.
/// So readers find all characters once, and nothing else.
pub(super) fn spelled(run: &GlyphRun) -> impl Iterator<Item = Spelled<'_>> {
    let is_rtl = run.is_rtl;
    let goes_on = move |glyph: &Glyph, next: &Glyph| if is_rtl { &glyph.text } else { &next.text }.is_empty();
    let mut clusters = run.glyphs.chunk_by(goes_on);
    let mut cluster = None;
    std::iter::from_fn(move || {
        if let Some(shown) = cluster.as_mut().and_then(Iterator::next) {
            return Some(shown);
        }
        let glyphs = clusters.next()?;
        // Nearly all glyphs are clusters of their own.
        if let [glyph] = glyphs {
            return Some(Spelled { glyphs, text: &glyph.text });
        }
        cluster.insert(shared(glyphs, is_rtl)).next()
    })
}

/// The same of one cluster.
fn shared(glyphs: &[Glyph], is_rtl: bool) -> impl Iterator<Item = Spelled<'_>> {
    let first = if is_rtl { glyphs.last() } else { glyphs.first() };
    let text = first.map_or("", |first| &*first.text);
    let size = if text.chars().count() < glyphs.len() { glyphs.len() } else { 1 };
    let count = glyphs.len() / size;
    glyphs.chunks(size).enumerate().map(move |(index, glyphs)| {
        let place = if is_rtl { count - 1 - index } else { index };
        Spelled { glyphs, text: share(text, place, count) }
    })
}

/// The characters at a place among several that share a text: one each, and the last takes what is left.
fn share(text: &str, place: usize, count: usize) -> &str {
    if count == 1 {
        return text;
    }
    let start = |place: usize| text.char_indices().nth(place).map_or(text.len(), |(at, _)| at);
    let end = if place + 1 == count { text.len() } else { start(place + 1) };
    text.get(start(place)..end).unwrap_or_default()
}

impl Spelled<'_> {
    /// The leftmost glyph.
    pub(super) const fn id(&self) -> u16 {
        self.glyphs[0].id
    }

    /// Whether nothing is drawn beside the leftmost glyph.
    pub(super) const fn is_alone(&self) -> bool {
        self.glyphs.len() == 1
    }

    /// Whether it is white.
    pub(super) fn is_space(&self) -> bool {
        self.text == " "
    }

    /// To what is shown next.
    pub(super) fn advance(&self) -> Em {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// Shift to the right and up from the pen.
    pub(super) const fn offset(&self) -> (Em, Em) {
        self.glyphs[0].offset
    }

    /// What is drawn beside the leftmost glyph.
    pub(super) fn parts(&self) -> Vec<Part> {
        let (right, up) = self.offset();
        let mut pen = self.glyphs[0].advance;
        let parts = self.glyphs[1..].iter().map(|glyph| {
            let shift = (thousandths(pen + glyph.offset.0 - right), thousandths(glyph.offset.1 - up));
            pen += glyph.advance;
            Part { id: glyph.id, shift }
        });
        parts.collect()
    }
}

#[allow(clippy::cast_possible_truncation, reason = "glyphs of a cluster are close to each other")]
fn thousandths(length: Em) -> i32 {
    (length.get() * 1000.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Colour;
    use crate::geom::{Abs, Point};
    use crate::text::FaceId;

    fn run(is_rtl: bool, texts: &[&str]) -> GlyphRun {
        let glyph = |(id, text): (u16, &&str)| Glyph {
            id,
            advance: Em::new(0.5),
            offset: (Em::new(0.1 * f64::from(id)), Em::ZERO),
            text: (*text).into(),
        };
        GlyphRun {
            face: FaceId(0),
            size: Abs::pt(9.0),
            origin: Point::new(Abs::ZERO, Abs::ZERO),
            colour: Colour::Gray(0),
            glyphs: (0..).zip(texts).map(glyph).collect(),
            is_rtl,
        }
    }

    #[test]
    fn glyphs_share_the_characters_they_stand_for() {
        for (is_rtl, texts, expected) in [
            (false, &["a", "bcd", "", "e"][..], &["a", "b", "cd", "e"][..]),
            (true, &["a", "", "bcd", "e"], &["a", "cd", "b", "e"]),
            (false, &["fi", "b"], &["fi", "b"]),
            (false, &["a", "b", "", "cd", ""], &["a", "b", "c", "d"]),
            (true, &["", "b", "c"], &["b", "c"]),
        ] {
            let run = run(is_rtl, texts);
            let found: Vec<_> = spelled(&run).map(|spelled| spelled.text).collect();
            assert_eq!(found, expected, "{texts:?}");
            assert_eq!(
                spelled(&run).map(|spelled| spelled.advance()).sum::<Em>(),
                Em::new(0.5 * texts.len() as f64)
            );
        }
    }

    #[test]
    fn more_glyphs_than_characters_are_one_drawing() {
        let run = run(false, &["ab", "", ""]);
        let found: Vec<_> =
            spelled(&run).map(|spelled| (spelled.id(), spelled.text, spelled.parts())).collect();
        let parts = vec![Part { id: 1, shift: (600, 0) }, Part { id: 2, shift: (1200, 0) }];
        assert_eq!(found, [(0, "ab", parts)]);
    }
}
