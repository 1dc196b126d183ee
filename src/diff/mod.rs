//! What changed between two sheets, as data and in words.
//!
//! Both sheets are taken apart into [`Entry`]s: a row, a callout, a term, a source, a field at the head. Entries that are the same one
//! are paired by their ids, their names, or by most of their words; what differs in them is found word by word. Sides are
//! paired by the ids of their subjects, citations by those of their sources: that numbers moved is no change.

pub mod form;

mod edits;
mod entries;
mod pairs;
mod tokens;

pub use edits::Edit;
pub use entries::{Entry, Part, Place, What};
pub use tokens::Token;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Sheet, Side};

/// All that changed, in the order of the new sheet.
#[derive(Debug, Clone)]
pub struct Diff<'a> {
    /// What was.
    pub old: &'a Sheet,
    /// What is.
    pub new: &'a Sheet,
    /// By place; none is empty.
    pub groups: Vec<Group<'a>>,
}

/// What changed in one place.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// In the new sheet; in the old one if the place is gone.
    pub place: Place,
    /// Whether it is gone: a section of the old sheet.
    pub is_gone: bool,
    /// At least one: in the order of the new sheet, then what is gone.
    pub changes: Vec<Change<'a>>,
}

/// What became of an entry.
#[derive(Debug, Clone)]
pub enum Change<'a> {
    /// It is new.
    Added(Entry<'a>),
    /// It is gone.
    Removed(Entry<'a>),
    /// It says something else, or stands elsewhere.
    Changed {
        /// As it was.
        old: Entry<'a>,
        /// As it is.
        new: Entry<'a>,
        /// What differs in it.
        parts: Vec<PartChange<'a>>,
        /// Whether it stands elsewhere.
        moved: Option<Move>,
    },
}

impl<'a> Change<'a> {
    /// The entry as it is, or was.
    #[must_use]
    pub const fn entry(&self) -> &Entry<'a> {
        match self {
            Self::Added(entry) | Self::Removed(entry) | Self::Changed { new: entry, .. } => entry,
        }
    }
}

/// Where an entry came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// From before or after its neighbours.
    Within,
    /// From a place of the old sheet.
    From(Place),
}

/// What changed in a value.
#[derive(Debug, Clone)]
pub struct PartChange<'a> {
    /// The key of the file; `name` for the name of the entry.
    pub key: &'static str,
    /// Whose it is.
    pub side: Option<Side>,
    /// Whether a reader sees it.
    pub printed: bool,
    /// Both values side by side.
    pub edits: Vec<Edit<'a>>,
}

/// Compares two sheets. The cost grows with their size.
#[must_use]
pub fn diff<'a>(old: &'a Sheet, new: &'a Sheet) -> Diff<'a> {
    let olds = entries::entries(old, sides(old, new));
    let news = entries::entries(new, Side::BOTH);
    let of_new = pairs::pairs(&olds, &news);
    let matched = Matched { olds: &olds, news: &news, of_new: &of_new };
    Diff { old, new, groups: matched.groups() }
}

/// Which subjects of the new sheet those of the old one are: by their ids, else by where they stand.
fn sides(old: &Sheet, new: &Sheet) -> [Side; 2] {
    let [left, right] = &old.subjects;
    let is = |side: Side, id: &str| new.subjects[side.index()].id == id;
    if is(Side::Right, &left.id) || is(Side::Left, &right.id) {
        [Side::Right, Side::Left]
    } else {
        Side::BOTH
    }
}

/// Entries of two sheets, and which are the same.
struct Matched<'p, 'a> {
    olds: &'p [Entry<'a>],
    news: &'p [Entry<'a>],
    of_new: &'p [Option<usize>],
}

impl<'a> Matched<'_, 'a> {
    fn groups(&self) -> Vec<Group<'a>> {
        let places = self.places();
        let moved = self.moved(&places);
        let mut groups: BTreeMap<(Place, bool), Vec<Change<'a>>> = BTreeMap::new();
        for (index, new) in self.news.iter().enumerate() {
            let change = match self.of_new[index] {
                None => Some(Change::Added(new.clone())),
                Some(old) => changed(&self.olds[old], new, moved.get(&index).copied()),
            };
            groups.entry((new.place, false)).or_default().extend(change);
        }
        let stays: BTreeSet<usize> = self.of_new.iter().flatten().copied().collect();
        for (_, old) in self.olds.iter().enumerate().filter(|(index, _)| !stays.contains(index)) {
            let place = match old.place {
                Place::Section(_) => places.get(&old.place).map(|place| (*place, false)),
                other => Some((other, false)),
            };
            groups.entry(place.unwrap_or((old.place, true))).or_default().push(Change::Removed(old.clone()));
        }
        groups.retain(|_, changes| !changes.is_empty());
        let group = |((place, is_gone), changes)| Group { place, is_gone, changes };
        groups.into_iter().map(group).collect()
    }

    /// By section of the old sheet that is still there: which it is.
    fn places(&self) -> BTreeMap<Place, Place> {
        let pairs = self.news.iter().zip(self.of_new).filter(|(new, _)| new.what == What::Section);
        pairs.filter_map(|(new, old)| Some((self.olds[(*old)?].place, new.place))).collect()
    }

    /// The new entries that stand elsewhere. What is made of a sheet, and its time line, have an order of their own.
    fn moved(&self, places: &BTreeMap<Place, Place>) -> BTreeMap<usize, Move> {
        let mut moved = BTreeMap::new();
        let mut by_place: BTreeMap<(Place, bool), Vec<(usize, usize)>> = BTreeMap::new();
        for (index, new) in self.news.iter().enumerate() {
            let Some(old) = self.of_new[index] else { continue };
            let from = self.olds[old].place;
            let is_section = new.what == What::Section;
            if !is_section && places.get(&from).copied().unwrap_or(from) != new.place {
                moved.insert(index, Move::From(from));
            } else if !matches!(new.place, Place::Timeline | Place::Making) {
                let place = if is_section { Place::Head } else { new.place };
                by_place.entry((place, is_section)).or_default().push((index, old));
            }
        }
        for list in by_place.into_values() {
            let olds: Vec<usize> = list.iter().map(|(_, old)| *old).collect();
            moved.extend(pairs::out_of_order(&olds).into_iter().map(|at| (list[at].0, Move::Within)));
        }
        moved
    }
}

/// What differs between an entry as it was and as it is; `None` if nothing does.
fn changed<'a>(old: &Entry<'a>, new: &Entry<'a>, moved: Option<Move>) -> Option<Change<'a>> {
    let mut parts = Vec::new();
    if old.name != new.name {
        let edits = edits::edits(&old.name, &new.name);
        parts.push(PartChange { key: "name", side: None, printed: true, edits });
    }
    let is = |part: &Part<'_>, other: &Part<'_>| (part.key, part.side) == (other.key, other.side);
    let gone = old.parts.iter().filter(|part| !new.parts.iter().any(|other| is(part, other)));
    let values = gone.map(|part| (part, part.value.as_slice(), [].as_slice()));
    let stay = new.parts.iter().map(|part| {
        let before = old.parts.iter().find(|other| is(part, other));
        (part, before.map(|part| part.value.as_slice()).unwrap_or_default(), part.value.as_slice())
    });
    let differ = values.chain(stay).filter(|(_, old, new)| old != new);
    parts.extend(differ.map(|(part, old, new)| PartChange {
        key: part.key,
        side: part.side,
        // Readers of a page see the numbers of sources; readers of what changed on it have no list of them.
        printed: part.printed && said(old).ne(said(new)),
        edits: edits::edits(old, new),
    }));
    let is_same = parts.is_empty() && moved.is_none();
    (!is_same).then(|| Change::Changed { old: old.clone(), new: new.clone(), parts, moved })
}

/// A value without its citations.
fn said<'t, 'a>(value: &'t [Token<'a>]) -> impl Iterator<Item = &'t Token<'a>> {
    value.iter().filter(|token| !matches!(token, Token::Cite(_)))
}
