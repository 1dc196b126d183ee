//! Lists that are run into one paragraph: terms, sources, facts. What is drawn stays a paragraph; what is read is a list
//! (ISO 32000-1, 14.8.4.3.3) with a label and a body in each item.

use super::Painter;
use crate::compose::{Owner, Part};
use crate::display::{Role, TagId};

/// Which element of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    List(usize),
    Item(usize),
    Leaf(Part),
}

impl Painter<'_> {
    /// The element of a part of the paragraph that `paragraph` holds. The same wherever the paragraph goes on: in another
    /// line, column or page.
    pub(super) fn leaf(&mut self, paragraph: TagId, part: Part, owner: Option<&Owner>) -> TagId {
        let role = if part.is_label { Role::Label } else { Role::ListBody };
        let list = self.level((paragraph, Level::List(part.list)), paragraph, Role::List);
        let item = self.level((paragraph, Level::Item(part.item)), list, Role::ListItem);
        let leaf = self.level((paragraph, Level::Leaf(part)), item, role);
        if let Some(language) = part.language {
            self.book.structure.tag_mut(leaf).language = Some(language.to_owned());
        }
        if let Some(Owner::Said(said)) = owner {
            self.book.structure.tag_mut(leaf).actual_text = Some(said.clone());
        }
        leaf
    }

    /// An element that is made when it is first asked for.
    fn level(&mut self, key: (TagId, Level), parent: TagId, role: Role) -> TagId {
        if let Some(tag) = self.runs.get(&key) {
            return *tag;
        }
        let tag = self.tag(parent, role);
        self.runs.insert(key, tag);
        tag
    }
}
