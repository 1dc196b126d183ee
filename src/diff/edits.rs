//! Two values → what of the old one is gone and what of the new one came.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::Token;

/// A part of two values laid side by side; all parts in order give both, but for spaces beside what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit<'a> {
    /// In both.
    Kept(Vec<Token<'a>>),
    /// In the old one only.
    Removed(Vec<Token<'a>>),
    /// In the new one only.
    Added(Vec<Token<'a>>),
}

/// Compares two values word by word. Where little is left of the old one, or both are longer than anybody compares by eye, all of it
/// is given as removed and added: that is easier to read.
pub(super) fn edits<'a>(old: &[Token<'a>], new: &[Token<'a>]) -> Vec<Edit<'a>> {
    if old == new {
        return vec![Edit::Kept(new.to_vec())].into_iter().filter(|_| !new.is_empty()).collect();
    }
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return replaced(old, new);
    }
    let edits = joined(capture_diff_slices(Algorithm::Myers, old, new), old, new);
    let words = |tokens: &[Token<'_>]| tokens.iter().filter(|token| !token.is_space()).count();
    let kept: usize =
        edits.iter().map(|edit| if let Edit::Kept(tokens) = edit { words(tokens) } else { 0 }).sum();
    if kept * LEAST_KEPT < words(old).min(words(new)) { replaced(old, new) } else { edits }
}

/// Of words, one of so many must have stayed in the shorter value for a comparison of words.
const LEAST_KEPT: usize = 3;

/// The most pairs of words that are looked at: two texts of 2,000 words.
const MOST_PAIRS: usize = 16_000_000;

fn replaced<'a>(old: &[Token<'a>], new: &[Token<'a>]) -> Vec<Edit<'a>> {
    let both = [Edit::Removed(old.to_vec()), Edit::Added(new.to_vec())];
    both.into_iter().filter(|edit| !edit.tokens().is_empty()).collect()
}

/// Operations as edits; spaces between two changes belong to these.
fn joined<'a>(operations: Vec<DiffOp>, old: &[Token<'a>], new: &[Token<'a>]) -> Vec<Edit<'a>> {
    let mut edits = Vec::new();
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let last = operations.len().saturating_sub(1);
    for (index, operation) in operations.into_iter().enumerate() {
        let (before, after) = (&old[operation.old_range()], &new[operation.new_range()]);
        let is_kept = matches!(operation, DiffOp::Equal { .. });
        let is_between = (1..last).contains(&index) && after.iter().all(Token::is_space);
        if !is_kept || is_between {
            removed.extend_from_slice(before);
            added.extend_from_slice(after);
            continue;
        }
        edits.extend(change(&mut removed, &mut added));
        edits.push(Edit::Kept(after.to_vec()));
    }
    edits.extend(change(&mut removed, &mut added));
    edits
}

/// What was gathered, taken out.
fn change<'a>(removed: &mut Vec<Token<'a>>, added: &mut Vec<Token<'a>>) -> impl Iterator<Item = Edit<'a>> {
    let both = [Edit::Removed(std::mem::take(removed)), Edit::Added(std::mem::take(added))];
    let is_blank = |edit: &Edit<'_>| edit.tokens().iter().all(Token::is_space);
    // A space beside a word is no change of its own.
    let hides = !both.iter().all(is_blank);
    both.into_iter().filter(move |edit| if hides { !is_blank(edit) } else { !edit.tokens().is_empty() })
}

impl<'a> Edit<'a> {
    /// The words, to be put otherwise.
    pub(super) const fn tokens_mut(&mut self) -> &mut Vec<Token<'a>> {
        match self {
            Self::Kept(tokens) | Self::Removed(tokens) | Self::Added(tokens) => tokens,
        }
    }

    /// The words.
    #[must_use]
    pub fn tokens(&self) -> &[Token<'a>] {
        match self {
            Self::Kept(tokens) | Self::Removed(tokens) | Self::Added(tokens) => tokens,
        }
    }
}
