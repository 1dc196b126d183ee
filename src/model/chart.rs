//! Charts.

use super::{Side, Text, Word};
use crate::diag::Span;

/// Stacked bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Heading, after the topic.
    pub title: Text,
    /// In the label lane; `None` prints the language's word for "Worked example".
    pub topic: Option<Text>,
    /// Of the values; printed before them if it is a currency sign, else after them.
    pub unit: Word,
    /// What the segments are.
    pub parts: Vec<Part>,
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// Below the bars.
    pub note: Option<Text>,
    /// Of the whole object.
    pub span: Span,
}

/// A kind of segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// As in the keys of `values`.
    pub id: String,
    /// In the legend.
    pub label: Text,
}

/// One bar of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Before the bar, bold.
    pub label: Text,
    /// After the label, small.
    pub note: Option<Text>,
    /// Whose colour and fill it takes; `None` is neutral.
    pub subject: Option<Side>,
    /// Index into [`Chart::parts`] and a number ≥ 0, in the order of the parts.
    pub values: Vec<(usize, f64)>,
}
