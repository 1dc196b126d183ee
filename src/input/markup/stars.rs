//! Runs of asterisks, and which of them belong together.

use std::ops::Range;

use super::tokens::Token;

/// A run of asterisks.
pub(super) struct Stars {
    pub(super) range: Range<usize>,
    opens: bool,
    closes: bool,
    /// Whether it touches a character that is no space, and so looks like a mark.
    pub(super) touches: bool,
    /// How many have no partner.
    pub(super) left: usize,
    /// How many spans of emphasis and of strong text end here.
    pub(super) ends: [usize; 2],
    /// How many begin here.
    pub(super) begins: [usize; 2],
}

impl Stars {
    /// Those in a range of a text, all still without partners.
    pub(super) fn new(text: &str, range: Range<usize>) -> Self {
        let is_solid =
            |character: Option<char>| character.is_some_and(|character| !character.is_whitespace());
        let closes = is_solid(text[..range.start].chars().next_back());
        let opens = is_solid(text[range.end..].chars().next());
        let left = range.len();
        Self { range, opens, closes, touches: opens || closes, left, ends: [0; 2], begins: [0; 2] }
    }

    /// Joins the end of a span to its beginning.
    fn join(&mut self, open: &mut Self) {
        let width = self.left.min(open.left).min(2);
        open.left -= width;
        self.left -= width;
        open.begins[width - 1] += 1;
        self.ends[width - 1] += 1;
    }
}

/// Pairs the asterisks, as CommonMark does: each closing run takes the nearest opening one before it. Those in the text of a
/// link pair among themselves.
pub(super) fn pair(tokens: &mut [Token]) {
    // Runs that wait for a partner, the nearest last. What stands between two partners is passed over for good.
    let (mut open, mut around_link) = (Vec::new(), Vec::new());
    for index in 0..tokens.len() {
        let (before, rest) = tokens.split_at_mut(index);
        match &mut rest[0] {
            Token::Open { .. } => std::mem::swap(&mut open, &mut around_link),
            Token::Close { .. } => {
                open.clear();
                std::mem::swap(&mut open, &mut around_link);
            }
            Token::Stars(stars) => close(stars, before, &mut open),
            _ => continue,
        }
        if matches!(&rest[0], Token::Stars(stars) if stars.opens && stars.left > 0) {
            open.push(index);
        }
    }
}

/// Joins a run to those before it that are open, as far as it closes.
fn close(stars: &mut Stars, before: &mut [Token], open: &mut Vec<usize>) {
    while stars.closes
        && stars.left > 0
        && let Some(Token::Stars(partner)) = open.last().map(|index| &mut before[*index])
    {
        stars.join(partner);
        if partner.left == 0 {
            open.pop();
        }
    }
}
