//! Where signs around words hold (CommonMark 0.31, 6.2).

use crate::diff::{Edit, Token};

/// What changed between two parts that stayed: what went, what came.
type Change<'a> = [Vec<Token<'a>>; 2];

/// The same changes, but so wide that signs around each hold. Right beside a word none holds before or after punctuation:
/// then the word is given as changed too. `written` is how words are written.
pub(super) fn widened<'a>(edits: &[Edit<'a>], written: impl Fn(&[Token<'a>]) -> String) -> Vec<Edit<'a>> {
    let (mut kept, mut changes) = parted(edits);
    let mut at = 0;
    while at < changes.len() {
        let texts = changes[at].each_ref().map(|tokens| written(tokens));
        let mut texts = texts.iter().filter(|text| !text.trim().is_empty());
        // Between what went and what came there is a space.
        let first = texts.next();
        let (left, right) = (first, texts.next().or(first));
        let before = written(&kept[at]).chars().next_back();
        let after = written(&kept[at + 1]).chars().next();
        let word = if left.is_some_and(|text| !holds(before, text.chars().next())) {
            kept[at].pop().map(|word| (word, true))
        } else if right.is_some_and(|text| !holds(after, text.chars().next_back())) {
            Some((kept[at + 1].remove(0), false))
        } else {
            None
        };
        let Some((word, is_before)) = word else {
            at += 1;
            continue;
        };
        for tokens in &mut changes[at] {
            tokens.insert(if is_before { 0 } else { tokens.len() }, word.clone());
        }
        at = joined(&mut kept, &mut changes, at);
    }
    whole(kept, changes)
}

/// Whether a sign holds that has these characters outside and inside. What may be no punctuation to Unicode is none outside, and
/// what may be some is some inside.
fn holds(outside: Option<char>, inside: Option<char>) -> bool {
    let is_punctuation = |c: char| c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{2027}');
    inside.is_none_or(|c| c.is_alphanumeric() || c.is_whitespace())
        || outside.is_none_or(|c| c.is_whitespace() || is_punctuation(c))
}

/// What stayed, before, between and after the changes.
fn parted<'a>(edits: &[Edit<'a>]) -> (Vec<Vec<Token<'a>>>, Vec<Change<'a>>) {
    let (mut kept, mut changes) = (vec![Vec::new()], Vec::<Change<'a>>::new());
    for edit in edits {
        let side = match edit {
            Edit::Kept(tokens) => {
                if let Some(last) = kept.last_mut() {
                    last.extend_from_slice(tokens);
                }
                continue;
            }
            Edit::Removed(_) => 0,
            Edit::Added(_) => 1,
        };
        // Nothing stayed since the last change.
        if changes.is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
            changes.push(Change::default());
            kept.push(Vec::new());
        }
        if let Some(last) = changes.last_mut() {
            last[side].extend_from_slice(edit.tokens());
        }
    }
    (kept, changes)
}

/// A change becomes one with those beside it from which nothing parts it any more; which it is then.
fn joined<'a>(kept: &mut Vec<Vec<Token<'a>>>, changes: &mut Vec<Change<'a>>, at: usize) -> usize {
    let mut join = |at: usize| {
        if at + 1 < changes.len() && kept[at + 1].is_empty() {
            kept.remove(at + 1);
            let next = changes.remove(at + 1);
            changes[at].iter_mut().zip(next).for_each(|(tokens, more)| tokens.extend(more));
            return true;
        }
        false
    };
    join(at);
    if at > 0 && join(at - 1) { at - 1 } else { at }
}

fn whole<'a>(kept: Vec<Vec<Token<'a>>>, changes: Vec<Change<'a>>) -> Vec<Edit<'a>> {
    let mut edits = Vec::new();
    let mut changes = changes.into_iter();
    for tokens in kept {
        edits.push(Edit::Kept(tokens));
        if let Some([removed, added]) = changes.next() {
            edits.extend([Edit::Removed(removed), Edit::Added(added)]);
        }
    }
    edits.retain(|edit| !edit.tokens().is_empty());
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(words: &[&'static str]) -> Vec<Token<'static>> {
        words.iter().map(|word| Token::plain(*word)).collect()
    }

    /// With `-` before what went and `+` before what came.
    fn shown(edits: &[Edit<'static>]) -> Vec<String> {
        let written = |tokens: &[Token<'_>]| crate::diff::tokens::plain(tokens);
        let shown = |edit: &Edit<'_>| match edit {
            Edit::Kept(tokens) => written(tokens),
            Edit::Removed(tokens) => format!("-{}", written(tokens)),
            Edit::Added(tokens) => format!("+{}", written(tokens)),
        };
        widened(edits, |tokens| written(tokens)).iter().map(shown).collect()
    }

    #[test]
    fn a_word_goes_with_the_punctuation_beside_it() {
        let kept = || Edit::Kept(tokens(&["60", " ", "min"]));
        let more = Edit::Added(tokens(&[",", " ", "then"]));
        assert_eq!(shown(&[kept(), more]), ["60 ", "-min", "+min, then"]);
        assert_eq!(shown(&[kept(), Edit::Removed(tokens(&["."]))]), ["60 ", "-min.", "+min"]);
        let quote = || Edit::Added(tokens(&["“"]));
        assert_eq!(shown(&[quote(), kept(), quote()]), ["-60", "+“60", " ", "-min", "+min“"]);
        assert_eq!(shown(&[quote(), Edit::Kept(tokens(&["x"])), quote()]), ["-x", "+“x“"]);
    }

    #[test]
    fn what_holds_stays_as_it_is() {
        let kept = || Edit::Kept(tokens(&["60", " "]));
        let (went, came) = (Edit::Removed(tokens(&["(", "a", ")"])), Edit::Added(tokens(&["b", "."])));
        let edits = [kept(), went, came];
        assert_eq!(shown(&edits), ["60 ", "-(a)", "+b."]);
        assert_eq!(shown(&[Edit::Added(tokens(&["a", "."]))]), ["+a."]);
        assert_eq!(shown(&[]), [""; 0]);
    }
}
