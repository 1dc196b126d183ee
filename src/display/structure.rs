//! The logical structure: what items are, apart from how they look (ISO 32000-1, 14.7 and 14.8).

/// Index into [`Structure::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub usize);

/// A forest of elements; the roots are the tags without a parent, and siblings are read in order of creation.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    /// A parent always stands before its children.
    pub tags: Vec<Tag>,
}

/// One structure element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub role: Role,
    /// The element it is in.
    pub parent: Option<TagId>,
    /// Said instead of what is drawn.
    pub alt: Option<String>,
    /// The characters that the drawing stands for.
    pub actual_text: Option<String>,
    /// BCP 47, where it differs from the document's.
    pub language: Option<String>,
}

/// Standard structure types (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Role {
    Document,
    Sect,
    /// Level 1–6.
    Heading(u8),
    P,
    Table,
    THead,
    TBody,
    TR,
    /// A header cell; `TD`s name it by its own id.
    TH {
        scope: Scope,
        columns: u8,
    },
    /// A data cell with the header cells it answers to.
    TD {
        headers: Vec<TagId>,
        columns: u8,
    },
    List,
    ListItem,
    Label,
    ListBody,
    Figure,
    Code,
    Link,
}

/// What a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Scope {
    Row,
    Column,
}

impl Structure {
    /// Adds an element as the last child of `parent`.
    pub fn add(&mut self, parent: Option<TagId>, role: Role) -> TagId {
        self.tags.push(Tag { role, parent, alt: None, actual_text: None, language: None });
        TagId(self.tags.len() - 1)
    }

    /// The element itself.
    #[must_use]
    pub fn tag_mut(&mut self, id: TagId) -> &mut Tag {
        &mut self.tags[id.0]
    }
}
