//! Which entries of two sheets are the same one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::entries::{Entry, Place, What};
use super::tokens::{Token, plain};

/// By entry of the new sheet: the one of the old sheet that it was, if any. Each old one is given once.
pub(super) fn pairs(old: &[Entry<'_>], new: &[Entry<'_>]) -> Vec<Option<usize>> {
    let mut pairing = Pairing { old, new, of_new: vec![None; new.len()], is_taken: vec![false; old.len()] };
    // Sections first: what stands in them is looked for in its own section before it is in others.
    pairing.all(|entry| entry.what == What::Section, None);
    let sections = pairing.places();
    pairing.all(|entry| entry.what != What::Section, Some(&sections));
    pairing.of_new
}

/// Which place of the old sheet a place of the new one was. Sections have none yet: they are looked for everywhere.
type Places<'s> = Option<&'s BTreeMap<Place, Place>>;

/// Where in the old sheet a new entry would have been.
fn former(entry: &Entry<'_>, places: Places<'_>) -> Option<Place> {
    places.map(|places| places.get(&entry.place).copied().unwrap_or(entry.place))
}

struct Pairing<'p, 'a> {
    old: &'p [Entry<'a>],
    new: &'p [Entry<'a>],
    of_new: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Pairing<'_, '_> {
    /// Pairs entries by what they are called in the file; then by their names, in one place and then anywhere; what is left by its
    /// words.
    fn all(&mut self, is_meant: impl Fn(&Entry<'_>) -> bool, places: Places<'_>) {
        let id = |entry: &Entry<'_>| Some((None, entry.id?.to_owned()));
        self.by(&is_meant, id, id);
        if places.is_some() {
            let here = |entry: &Entry<'_>| Some((Some(entry.place), entry.key.clone()));
            self.by(&is_meant, here, |entry| Some((former(entry, places), entry.key.clone())));
        }
        let anywhere = |entry: &Entry<'_>| Some((None, entry.key.clone())).filter(|(_, key)| !key.is_empty());
        self.by(&is_meant, anywhere, anywhere);
        self.by_likeness(&is_meant, places);
    }

    /// Pairs what has the same key, in order.
    fn by(
        &mut self,
        is_meant: impl Fn(&Entry<'_>) -> bool,
        of_old: impl Fn(&Entry<'_>) -> Option<(Option<Place>, String)>,
        of_new: impl Fn(&Entry<'_>) -> Option<(Option<Place>, String)>,
    ) {
        let mut known: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
        for (index, entry) in self.old.iter().enumerate().filter(|(_, entry)| is_meant(entry)) {
            if let Some(key) = of_old(entry).filter(|_| !self.is_taken[index]) {
                known.entry((entry.what, key)).or_default().push_back(index);
            }
        }
        for (index, entry) in self.new.iter().enumerate().filter(|(_, entry)| is_meant(entry)) {
            let key = of_new(entry).filter(|_| self.of_new[index].is_none());
            let found = key.and_then(|key| known.get_mut(&(entry.what, key))).and_then(VecDeque::pop_front);
            self.take(found, index);
        }
    }

    fn take(&mut self, old: Option<usize>, new: usize) {
        if let Some(old) = old {
            self.of_new[new] = Some(old);
            self.is_taken[old] = true;
        }
    }

    /// Pairs what is left in one place if most of its words are the same: something that has another name now. Each is compared
    /// with those near it alone, so that the cost stays linear.
    fn by_likeness(&mut self, is_meant: impl Fn(&Entry<'_>) -> bool, places: Places<'_>) {
        let mut left: BTreeMap<_, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, entry) in self.old.iter().enumerate() {
            if is_meant(entry) && !self.is_taken[index] {
                left.entry((entry.what, places.map(|_| entry.place))).or_default().0.push(index);
            }
        }
        for (index, entry) in self.new.iter().enumerate() {
            if is_meant(entry) && self.of_new[index].is_none() {
                left.entry((entry.what, former(entry, places))).or_default().1.push(index);
            }
        }
        for (olds, news) in left.into_values() {
            let words = |entries: &[Entry<'_>], of: &[usize]| {
                of.iter().map(|at| bag(entries, *at)).collect::<Vec<_>>()
            };
            let (old_words, new_words) = (words(self.old, &olds), words(self.new, &news));
            for (at, new) in news.iter().enumerate() {
                let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(olds.len());
                let free = near.filter(|near| !self.is_taken[olds[*near]]);
                let likest =
                    free.map(|near| (likeness(&old_words[near], &new_words[at]), near)).max_by(|a, b| {
                        // Of two that are alike, the first.
                        a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))
                    });
                self.take(likest.filter(|(likeness, _)| *likeness >= LIKE).map(|(_, near)| olds[near]), *new);
            }
        }
    }

    /// By place of the new sheet that has a section in the old one: which.
    fn places(&self) -> BTreeMap<Place, Place> {
        let sections = self.new.iter().zip(&self.of_new).filter(|(entry, _)| entry.what == What::Section);
        let nowhere = Place::Section(usize::MAX);
        sections.map(|(new, old)| (new.place, old.map_or(nowhere, |old| self.old[old].place))).collect()
    }
}

/// How far apart entries may be that are compared, counted in entries that are left.
const NEAR: usize = 4;

/// The share of words that what is one entry has in common.
const LIKE: f64 = 0.5;

/// The words of an entry, sorted; of a section the words of what it holds too.
fn bag(entries: &[Entry<'_>], at: usize) -> Vec<String> {
    let entry = &entries[at];
    let mut words = Vec::new();
    add(&mut words, &entry.name);
    entry.parts.iter().filter(|part| part.printed).for_each(|part| add(&mut words, &part.value));
    if entry.what == What::Section {
        let held = entries[at + 1..].iter().take_while(|held| held.place == entry.place);
        held.for_each(|held| add(&mut words, &held.name));
    }
    words.sort_unstable();
    words
}

fn add(words: &mut Vec<String>, tokens: &[Token<'_>]) {
    let text = plain(tokens).to_lowercase();
    words.extend(
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned),
    );
}

/// Twice the words that two bags share, of all their words (Dice's coefficient).
fn likeness(one: &[String], other: &[String]) -> f64 {
    let (mut at, mut with, mut shared) = (0, 0, 0_u32);
    while let (Some(a), Some(b)) = (one.get(at), other.get(with)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => with += 1,
            std::cmp::Ordering::Equal => (at, with, shared) = (at + 1, with + 1, shared + 1),
        }
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    2.0 * f64::from(shared) / f64::from(all.max(1))
}

/// Of indices that should ascend: the fewest that stand out of order, by their place in the list.
pub(super) fn out_of_order(indices: &[usize]) -> BTreeSet<usize> {
    // The longest run that ascends (Fredman 1975): the smallest end of a run of each length, and what each came after.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = Vec::with_capacity(indices.len());
    for (at, index) in indices.iter().enumerate() {
        let length = ends.partition_point(|end| indices[*end] < *index);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut moved: BTreeSet<usize> = (0..indices.len()).collect();
    let mut at = ends.last().copied();
    while let Some(stays) = at {
        moved.remove(&stays);
        at = before[stays];
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_are_out_of_order() {
        let moved = |indices: &[usize]| out_of_order(indices).into_iter().collect::<Vec<_>>();
        assert_eq!(moved(&[0, 1, 2]), [0; 0]);
        assert_eq!(moved(&[3, 0, 1, 2]), [0]);
        assert_eq!(moved(&[0, 2, 3, 1, 4]), [3]);
        assert_eq!(moved(&[2, 1, 0]).len(), 2);
        assert_eq!(moved(&[]), [0; 0]);
    }

    #[test]
    fn likeness_is_the_share_of_words_in_common() {
        let bag = |text: &str| {
            let mut words = Vec::new();
            add(&mut words, &[Token::plain(text.to_owned())]);
            words.sort_unstable();
            words
        };
        assert!((likeness(&bag("Start-up time"), &bag("time of start up")) - 6.0 / 7.0).abs() < 1e-9);
        assert!(likeness(&bag(""), &bag("")).abs() < 1e-9);
    }
}
