//! The choice among breaks, and setting the lines chosen.

use std::borrow::Cow;
use std::ops::Range;

use super::balance::balance;
use super::bidi::visual_order;
use super::paragraph::{Atom, MARKER, Segment};
use super::{FaceId, Fragment, Line, Measure, Paragraph, StyleId};
use crate::geom::Abs;

/// Width of a segment: its body, and the white space after it.
pub(super) fn width(segment: &Segment, sizes: &[Abs]) -> (Abs, Abs) {
    segment.widths.iter().fold((Abs::ZERO, Abs::ZERO), |(body, space), (style, text, white)| {
        let size = sizes[usize::from(style.0)];
        (body + text.at(size), space + white.at(size))
    })
}

impl Paragraph {
    /// Width on one endless line, without trailing white space (the widest, where breaks are forced).
    #[must_use]
    pub fn natural_width(&self, sizes: &[Abs]) -> Abs {
        if let Some(width) = self.unbroken_width(sizes) {
            return width;
        }
        let (mut widest, mut used, mut trail) = (Abs::ZERO, Abs::ZERO, Abs::ZERO);
        for segment in &self.segments {
            let (body, space) = width(segment, sizes);
            used += trail + body;
            trail = space;
            widest = widest.max(used);
            if segment.forced {
                (used, trail) = (Abs::ZERO, Abs::ZERO);
            }
        }
        widest
    }

    /// Width of the widest part that cannot be broken, with the hyphen that a line has after it.
    #[must_use]
    pub fn widest_word(&self, sizes: &[Abs]) -> Abs {
        let widths =
            self.segments.iter().map(|segment| width(segment, sizes).0 + segment.hyphen_width(sizes));
        widths.fold(Abs::ZERO, Abs::max)
    }

    /// Whether several words that stay together, such as a number and its unit, are wider than a room.
    #[must_use]
    pub fn has_wide_words(&self, room: Abs, sizes: &[Abs]) -> bool {
        let is_wide = |segment: &&Segment| !width(segment, sizes).0.fits(room);
        let wide = self.segments.iter().filter(is_wide);
        wide.map(|segment| &self.atoms[segment.start..segment.body])
            .any(|atoms| atoms.iter().any(|atom| atom.space))
    }

    /// The least number of lines it takes.
    #[must_use]
    pub fn count_lines(&self, measure: &Measure<'_>) -> usize {
        if self.unbroken_width(measure.sizes).is_some_and(|width| width.fits(measure.first)) {
            return usize::from(!self.atoms.is_empty());
        }
        let mut lines = 0;
        self.first_fit(measure, |_| lines += 1);
        lines
    }

    /// Sets it: the least number of lines, and among those breaks the best ones for the whole paragraph.
    #[must_use]
    pub fn set(&self, measure: &Measure<'_>) -> Vec<Line> {
        let greedy = self.greedy(measure);
        let chosen = if greedy.iter().any(|line| line.broken) || greedy.len() < 2 {
            greedy
        } else {
            self.best(measure, &greedy)
        };
        let room = |place: usize| if place == 0 { measure.first } else { measure.rest };
        chosen
            .iter()
            .enumerate()
            .map(|(place, line)| self.set_line(line, room(place), measure.sizes))
            .collect()
    }

    /// The lines of first-fit.
    pub(super) fn greedy(&self, measure: &Measure<'_>) -> Vec<Chosen> {
        let mut lines = Vec::new();
        self.first_fit(measure, |line| lines.push(line));
        lines
    }

    /// Hands out the lines, each as full as it can be: the least number of lines. A line ends where there is room for its
    /// hyphen, which may be some segments before the last that has room itself.
    fn first_fit(&self, measure: &Measure<'_>, mut line: impl FnMut(Chosen)) {
        let mut room = measure.first;
        let (mut start, mut used, mut trail) = (0, Abs::ZERO, Abs::ZERO);
        let mut broken = false;
        // The segment at hand, and the last before which the line may end.
        let (mut index, mut next) = (0, 0);
        while let Some(segment) = self.segments.get(index) {
            let (body, space) = width(segment, measure.sizes);
            if segment.start > start && !(used + trail + body).fits(room) {
                if self.segments[next].start <= start {
                    // No hyphen has room: the word is broken without one.
                    (next, broken) = (index, true);
                }
                let end = self.segments[next].start;
                line(Chosen { atoms: start..end, broken });
                (start, used, trail, broken) = (end, Abs::ZERO, Abs::ZERO, false);
                (index, room) = (next, measure.rest);
                continue;
            }
            if segment.start == start && !body.fits(room) {
                // Wider than the room: broken wherever it has to be.
                for end in self.forced_ends(start..segment.body, room, measure) {
                    line(Chosen { atoms: start..end, broken: true });
                    start = end;
                    room = measure.rest;
                }
                used = self.atoms_width(start..segment.body, measure.sizes);
                (trail, broken) = (space, true);
            } else {
                used += trail + body;
                trail = space;
            }
            if segment.forced {
                line(Chosen { atoms: start..segment.end, broken });
                (start, used, trail, broken) = (segment.end, Abs::ZERO, Abs::ZERO, false);
                room = measure.rest;
            }
            index += 1;
            if segment.hyphen.is_none() || (used + segment.hyphen_width(measure.sizes)).fits(room) {
                next = index;
            }
        }
        if start < self.atoms.len() {
            line(Chosen { atoms: start..self.atoms.len(), broken });
        }
    }

    /// Ends of the full lines that a too wide word fills; what is left over begins another.
    fn forced_ends(&self, atoms: Range<usize>, room: Abs, measure: &Measure<'_>) -> Vec<usize> {
        let mut ends = Vec::new();
        let (mut start, mut used, mut room) = (atoms.start, Abs::ZERO, room);
        let mut at = atoms.start;
        while at < atoms.end {
            // What is joined to an atom goes with it to the next line.
            let joined = self.atoms[at + 1..atoms.end].iter().take_while(|atom| atom.joined).count();
            let end = at + 1 + joined;
            let width = self.atoms_width(at..end, measure.sizes);
            // A space may hang out, unless a mark stands on it.
            let is_white = joined == 0 && self.atoms[at].space;
            if at > start && !is_white && !(used + width).fits(room) {
                let cut = self.word_start(start..at).or_else(|| self.after_hyphen(start..at));
                let cut = cut.unwrap_or_else(|| self.spared(start..atoms.end, at));
                ends.push(cut);
                (start, used, room) = (cut, Abs::ZERO, measure.rest);
                at = cut;
                continue;
            }
            used += width;
            at = end;
        }
        ends
    }

    /// Where the last word begins behind a space and something before that: code has spaces that no line breaks at of its own
    /// accord.
    fn word_start(&self, atoms: Range<usize>) -> Option<usize> {
        let is_start = |at: &usize| self.atoms[at - 1].space && !self.atoms[*at].joined;
        let start = (atoms.start + 1..=atoms.end).rev().find(is_start)?;
        let is_indent = self.atoms[atoms.start..start].iter().all(|atom| atom.space);
        (!is_indent).then_some(start)
    }

    /// Behind the last hyphen between words in the second half of a line: code and addresses do not break there of their own
    /// accord.
    fn after_hyphen(&self, atoms: Range<usize>) -> Option<usize> {
        let text = |at: usize| self.atoms[at].glyph.as_ref().map_or("", |glyph| glyph.text.as_str());
        let is_end = |at: &usize| {
            text(at - 1) == "-" && text(at - 2).ends_with(char::is_alphanumeric) && !self.atoms[*at].joined
        };
        (atoms.start + atoms.len() / 2 + 2..=atoms.end).rev().find(is_end)
    }

    /// The end of a line nearest to `at` that leaves no letter or two of the word alone on the next line.
    fn spared(&self, word: Range<usize>, at: usize) -> usize {
        const FEW: usize = 3;
        let is_first = |at: &usize| !self.atoms[*at].joined;
        let rest = (at..word.end).filter(is_first).take(FEW).count();
        let Some(back) = (FEW - rest).checked_sub(1) else { return at };
        let earlier = (word.start..at).rev().filter(is_first).nth(back);
        // Nor at the end of this one.
        let has_enough = |end: &usize| (word.start..*end).filter(is_first).take(FEW).count() == FEW;
        earlier.filter(has_enough).unwrap_or(at)
    }

    fn atoms_width(&self, atoms: Range<usize>, sizes: &[Abs]) -> Abs {
        atoms_width(&self.atoms[atoms], sizes)
    }

    /// As many lines as first-fit, with the least raggedness: each run between forced breaks for itself.
    fn best(&self, measure: &Measure<'_>, greedy: &[Chosen]) -> Vec<Chosen> {
        let mut lines = Vec::new();
        let mut from = 0;
        let mut taken = 0;
        for (index, segment) in self.segments.iter().enumerate() {
            let is_last = index + 1 == self.segments.len();
            if !segment.forced && !is_last {
                continue;
            }
            let run = &self.segments[from..=index];
            let count = greedy[taken..].iter().take_while(|line| line.atoms.start < segment.end).count();
            let room = if lines.is_empty() { measure.first } else { measure.rest };
            lines.extend(balance(run, &greedy[taken..taken + count], room, measure));
            taken += count;
            from = index + 1;
        }
        lines
    }

    /// The hyphen that a line ends with, if it ends within a word that has one there, and has room for it.
    fn hyphen(&self, line: &Range<usize>, room: Abs, sizes: &[Abs]) -> Option<&Atom> {
        let last = self.segments.partition_point(|segment| segment.end < line.end);
        let segment = self.segments.get(last).filter(|segment| segment.end == line.end)?;
        let hyphen = segment.hyphen.as_deref()?;
        let width = self.atoms_width(line.clone(), sizes) + segment.hyphen_width(sizes);
        width.fits(room).then_some(hyphen)
    }

    /// Puts the atoms of a line side by side.
    fn set_line(&self, line: &Chosen, room: Abs, sizes: &[Abs]) -> Line {
        let mut atoms = Cow::Borrowed(&self.atoms[line.atoms.clone()]);
        if let Some(hyphen) = self.hyphen(&line.atoms, room, sizes) {
            atoms.to_mut().push(hyphen.clone());
        }
        let spaces = atoms.iter().rev().take_while(|atom| atom.space).count();
        let body = atoms.len() - spaces;
        // One space stays at the end of a line that goes on, for those who hear or copy the text.
        let goes_on = spaces > 0 && line.atoms.end < self.atoms.len() && atoms[body].glyph.is_some();
        let kept = &atoms[..body + usize::from(goes_on)];
        let width = atoms_width(&atoms[..body], sizes);
        let mut row = Row { sizes, fragments: Vec::new(), x: Abs::ZERO };
        match self.base {
            None => (0..kept.len()).for_each(|index| row.push(kept, index, 0)),
            Some(base) => {
                let order = order(kept, body, base);
                if let Some(first) = order.first()
                    && first.0 == body
                {
                    // The space after the last word of a line that runs to the left.
                    row.x = Abs::ZERO - kept[body].advance.at(sizes[usize::from(kept[body].style.0)]);
                }
                order.into_iter().for_each(|(index, level)| row.push(kept, index, level));
                row.fragments.sort_by_key(|(range, _)| range.start);
            }
        }
        let fragments = row.fragments.into_iter().map(|(_, fragment)| fragment).collect();
        Line { fragments, width, broke_word: line.broken }
    }
}

fn atoms_width(atoms: &[Atom], sizes: &[Abs]) -> Abs {
    atoms.iter().map(|atom| atom.advance.at(sizes[usize::from(atom.style.0)])).sum()
}

/// From left to right, the atoms of a line and their levels (UAX #9, L1 and L2); from `body` on it is white space.
fn order(atoms: &[Atom], body: usize, base: u8) -> Vec<(usize, u8)> {
    let level = |(index, atom): (usize, &Atom)| if index < body { atom.level } else { base };
    let levels: Vec<u8> = atoms.iter().enumerate().map(level).collect();
    visual_order(&levels).into_iter().map(|index| (index, levels[index])).collect()
}

/// A line in the making: fragments and which atoms they hold.
struct Row<'a> {
    sizes: &'a [Abs],
    fragments: Vec<(Range<usize>, Fragment)>,
    x: Abs,
}

impl Row<'_> {
    /// The next atom to the right, of all those of the line.
    fn push(&mut self, atoms: &[Atom], index: usize, level: u8) {
        let atom = &atoms[index];
        if atom.glyph.is_none() && atom.owner == MARKER {
            return;
        }
        let advance = atom.advance.at(self.sizes[usize::from(atom.style.0)]);
        let is_rtl = level % 2 == 1;
        match self.fragments.last_mut() {
            Some((range, last)) if joins(last, atom, is_rtl) && is_next(range, index, is_rtl) => {
                *range = range.start.min(index)..range.end.max(index + 1);
                last.width += advance;
                if let Some(glyph) = &atom.glyph {
                    last.glyphs.push(glyph.clone());
                }
            }
            _ => {
                let mut fragment = fragment(atom, self.x, advance, is_rtl);
                // As many as will join it, if what follows it in reading follows it in the line.
                let joining = atoms[index + 1..].iter().take_while(|next| joins(&fragment, next, is_rtl));
                fragment.glyphs.reserve_exact(joining.count());
                self.fragments.push((index..index + 1, fragment));
            }
        }
        self.x += advance;
    }
}

/// Whether an atom follows those of a fragment, in the direction that they run.
const fn is_next(range: &Range<usize>, index: usize, is_rtl: bool) -> bool {
    if is_rtl { index + 1 == range.start } else { index == range.end }
}

/// Atoms of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) atoms: Range<usize>,
    pub(super) broken: bool,
}

fn joins(last: &Fragment, atom: &Atom, is_rtl: bool) -> bool {
    let same: (StyleId, u32, FaceId, bool) = (last.style, last.owner, last.face, last.is_rtl);
    !last.is_object && atom.glyph.is_some() && same == (atom.style, atom.owner, atom.face, is_rtl)
}

fn fragment(atom: &Atom, x: Abs, width: Abs, is_rtl: bool) -> Fragment {
    Fragment {
        x,
        width,
        style: atom.style,
        owner: atom.owner,
        face: atom.face,
        glyphs: atom.glyph.clone().into_iter().collect(),
        is_object: atom.glyph.is_none(),
        is_rtl,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Em;
    use crate::text::{CharStyle, Fonts, Piece, Setter};

    /// The lines of a text of 10 pt in a room.
    fn lines(text: &str, code: bool, room: Abs) -> Vec<(String, Abs)> {
        let fonts = Fonts::bundled();
        let style = CharStyle { face: FaceId(0), tracking: Em::ZERO, code };
        let mut setter = Setter::new(vec![style], &fonts, "en");
        let piece = Piece::Text { text: text.to_owned(), style: StyleId(0), owner: 0, stick: false };
        let paragraph = setter.shape(&[piece]).unwrap();
        let set = paragraph.set(&Measure { first: room, rest: room, sizes: &[Abs::pt(10.0)] });
        let text = |line: &Line| {
            line.fragments.iter().flat_map(|part| &part.glyphs).map(|glyph| &*glyph.text).collect::<String>()
        };
        set.iter().map(|line| (text(line), line.width)).collect()
    }

    #[test]
    fn too_wide_code_is_cut_at_its_spaces() {
        // Spaces of code that is set as it is break no line of their own accord.
        let cut = |text: &str| {
            let lines = lines(&text.replace(' ', "\u{a0}"), true, Abs::pt(40.0)).into_iter();
            lines.map(|line| line.0.replace('\u{a0}', " ")).collect::<Vec<_>>()
        };
        assert_eq!(cut("let it = be(it)"), ["let it = ", "be(it)"]);
        assert_eq!(cut("released-today"), ["released-", "today"]);
        assert_eq!(cut("a-longlonglong"), ["a-longlon", "glong"]);
        let indented = cut("    longlonglong");
        assert!(indented[0].starts_with("    l"), "no line has an indent alone: {indented:?}");
    }

    #[test]
    fn a_space_with_a_mark_on_it_is_no_white_space() {
        for text in ["aaaaaa \u{301}bb", "aaaaa \u{301}bbbbbb", "aa \u{301}bbbbbbbbbbbbbb"] {
            let lines = lines(text, false, Abs::pt(32.0));
            assert_eq!(lines.iter().map(|line| &*line.0).collect::<String>(), text);
            assert!(lines.iter().all(|line| line.1.fits(Abs::pt(32.0))), "{lines:?}");
            assert!(lines.iter().all(|line| !line.0.starts_with('\u{301}')), "{lines:?}");
        }
    }
}
