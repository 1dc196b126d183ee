//! Spaces that are read and not seen: where white paper or a sign parts two words of a line.

use crate::display::{Glyph, GlyphRun};
use crate::geom::{Abs, Em};
use crate::text::{Face, Fragment, Line};

/// Narrower gaps, in ems, are only kerning.
const LEAST_GAP: f64 = 0.05;
/// Advance of the space: it stands beside its word, clear of a sign before it.
const ADVANCE: f64 = 0.1;

/// Where the last word of a line stands, from the left end of the line: its left and right edges.
pub(super) type Word = (Abs, Abs);

/// Where a word would have ended that goes on from the line before: at the end where this line begins.
pub(super) fn before_line(line: &Line) -> Word {
    let begins_left = line.fragments.first().is_none_or(|first| first.x <= Abs::pt(0.01));
    let edge = if begins_left { Abs::ZERO } else { line.width };
    (edge, edge)
}

/// The word that a fragment ends with; `None` if it ends with white space.
pub(super) fn last_word(fragment: &Fragment, run: &GlyphRun) -> Option<Word> {
    let is_open = run.last_character().is_some_and(|last| !last.is_whitespace());
    is_open.then_some((fragment.x, fragment.x + fragment.width))
}

/// White paper, or signs, between a word and the fragment that is read next; `None` where they touch, or other text stands
/// between them (directions of writing may part what is read together). Gives the width, and whether it is left of the fragment.
pub(super) fn gap(word: Word, fragment: &Fragment, line: &Line) -> Option<(Abs, bool)> {
    let (left, right) = (fragment.x, fragment.x + fragment.width);
    let is_left = word.1 <= left + Abs::pt(0.01);
    let (from, to) = if is_left { (word.1, left) } else { (right, word.0) };
    let is_between = |other: &Fragment| {
        !other.is_object && other.x < to && other.x + other.width > from && other.x != left
    };
    (to > from && !line.fragments.iter().any(is_between)).then_some((to - from, is_left))
}

/// Puts a space where a run is begun to be read, for those who listen, copy and search. It takes room only on the side of
/// the gap. Tells how much wider the run is on its left now.
pub(super) fn part(run: &mut GlyphRun, face: &Face, (gap, is_left): (Abs, bool)) -> Abs {
    let starts_open = run.first_character().is_some_and(|first| !first.is_whitespace());
    let Some(id) = face.glyph_for(' ').filter(|_| starts_open && gap > run.size * LEAST_GAP) else {
        return Abs::ZERO;
    };
    // Read first is leftmost, unless the run is read from the right.
    let has_room = is_left != run.is_rtl;
    let advance = if has_room { Em::new((gap / run.size).min(ADVANCE)) } else { Em::ZERO };
    let space = Glyph { id, advance, offset: (Em::ZERO, Em::ZERO), text: " ".into() };
    if run.is_rtl {
        run.glyphs.push(space);
        return Abs::ZERO;
    }
    run.glyphs.insert(0, space);
    advance.at(run.size)
}
