//! Text with inline marks.

use std::sync::Arc;

use crate::diag::Span;

/// A printed text: runs, citations and forced breaks, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// The parts.
    pub inlines: Vec<Inline>,
    /// Of the string in the file, quotes included.
    pub span: Span,
}

/// Characters of the file without markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// As written.
    pub text: String,
    /// Of the string in the file, quotes included.
    pub span: Span,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Characters that share their marks. Never empty; holds no newline.
    Run {
        /// The characters, unescaped.
        text: String,
        /// Strong, emphasis, code.
        marks: Marks,
        /// Target of the link they are in (`https`, `http` or `mailto`). Runs of one link share one address: neighbours whose
        /// addresses are equal, but not the same, are in two links.
        link: Option<Arc<str>>,
    },
    /// Citations: indices into [`super::Sheet::all_sources`], as written, at least one.
    Cite(Vec<usize>),
    /// A forced line break.
    Break,
}

/// The marks of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Marks {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// `` `code` ``
    pub code: bool,
}

impl Text {
    /// The same text with spaces in place of forced breaks.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        let space = || Inline::Run { text: " ".to_owned(), marks: Marks::default(), link: None };
        let inlines = self.inlines.iter().map(|inline| match inline {
            Inline::Break => space(),
            other => other.clone(),
        });
        Self { inlines: inlines.collect(), span: self.span }
    }

    /// The characters alone, breaks as spaces, citations left out.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for inline in &self.inlines {
            match inline {
                Inline::Run { text, .. } => out.push_str(text),
                Inline::Break => out.push(' '),
                Inline::Cite(_) => {}
            }
        }
        out
    }
}
