//! What went wrong or looks wrong, as data. Printing it is the shell's business.

/// A byte range of the sheet file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// From first byte to one past the last.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends before it starts");
        Self { start, end }
    }

    /// Its first byte: of a list or an object the opening bracket, for all of it may run over many lines.
    #[must_use]
    pub const fn head(self) -> Self {
        let end = if self.end > self.start { self.start + 1 } else { self.start };
        Self { start: self.start, end }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No output can be made.
    Error,
    /// Output is made as if nothing were wrong; the author should look.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// What kind; the stable word that scripts match on.
    pub code: Code,
    /// Where in the sheet file, if it has a place there.
    pub span: Option<Span>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Other places that matter, each with what is to be said of it; may be empty.
    pub related: Vec<(Span, String)>,
    /// What to do about it; may be empty.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message.into())
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message.into())
    }

    const fn new(severity: Severity, code: Code, span: Span, message: String) -> Self {
        Self { severity, code, span: Some(span), message, related: Vec::new(), help: Vec::new() }
    }

    /// The same with another place and what is to be said of it.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }

    /// The same with a remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

macro_rules! codes {
    ($($variant:ident $word:literal $cause:literal $remedy:literal;)*) => {
        /// The kinds of findings. The words are a contract: scripts match on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $word, "`: ", $cause, ". Remedy: ", $remedy, ".")] $variant,)*
        }

        impl Code {
            /// All kinds, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What brings it about.
            #[must_use]
            pub const fn cause(self) -> &'static str {
                match self { $(Self::$variant => $cause,)* }
            }

            /// What to do about it.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

codes! {
    Encoding "encoding" "the file is not UTF-8" "save it as UTF-8";
    Syntax "syntax" "the file is not JSON" "mend the JSON at the place shown";
    DuplicateKey "duplicate-key" "an object has the same key twice" "remove one of the two";
    UnknownKey "unknown-key" "an object has a key that the format does not know" "use the word suggested, or remove the key";
    MissingKey "missing-key" "an object lacks a key that it must have" "add the key";
    WrongType "wrong-type" "a value is of the wrong JSON type" "write a value of the type named";
    InvalidValue "invalid-value" "a value is outside what the key allows" "use one of the values named";
    EmptyText "empty-text" "a text that is printed is empty, or shows nothing" "write the text, or remove the key";
    EmptyList "empty-list" "a list that needs an entry has none" "add an entry, or remove the key";
    MissingCell "missing-cell" "a row has no cell for one of the subjects" "add the cell, or use `both`";
    DuplicateId "duplicate-id" "two things of one kind have the same id" "rename one of them";
    UnknownReference "unknown-reference" "an id refers to nothing" "use the id suggested, or add what it names";
    InvalidDate "invalid-date" "a date is not a day or month of the calendar" "write YYYY-MM-DD or YYYY-MM";
    InvalidLink "invalid-link" "an address is not https, http or mailto" "use one of these";
    StrayMark "stray-mark" "a mark of inline markup has no partner" "close it, or write a backslash before it";
    UnusedSource "unused-source" "no text cites a source" "cite it, or remove it";
    UnusedRange "unused-range" "a row with one cell for both subjects has a range, which is drawn in cells of either" "give it `cells`, or remove the range";
    UnreachableItem "unreachable-item" "no edition shows an item" "raise an edition's `priority`, or remove the item";
    EmptySection "empty-section" "a section has no row" "add a row, or remove the section";
    EmptyEdition "empty-edition" "an edition shows no row" "raise its `priority`, or that of some rows";
    DateOrder "date-order" "a date is later than that of the edition, which it should be before" "correct it, or the date of the edition";
    LeftOut "left-out" "an edition leaves out an item with its section, of which it shows no row" "raise the `priority` of a row beside it, or move it to another section";
    LongCell "long-cell" "a cell has more than four lines" "shorten it";
    LongName "long-name" "the name of a subject has more than two lines, or so many that its short form takes its place" "shorten it";
    LongWord "long-word" "a word is wider than its column and was broken" "shorten it, or mark it as code";
    LongCode "long-code" "a line of code is wider than its column and goes on below it, as it does when it is copied" "break it where its language allows, or give the edition a smaller `max_pt` or wider paper";
    AlikeParts "alike-parts" "parts of a chart cannot be told apart by their fills" "make fewer parts of them, four at most";
    RowTooTall "row-too-tall" "a row is taller than a page allows" "split it into several rows";
    DoesNotFit "does-not-fit" "the sheet does not fit the pages of its edition at the smallest type" "shorten the cells named, allow more pages, or drop items of low priority";
    MissingGlyph "missing-glyph" "no font at hand shows a character" "replace the character, or name a font that has it";
    UnknownFamily "unknown-family" "a theme names a family of which there is no font" "name a font file of it in `fonts`, or take a family that is there";
    MissingFace "missing-face" "a family that a theme names has no bold or italic face, so strong or emphasised text does not stand out" "name a file of the face in `fonts`, or take another family";
    InvalidFont "invalid-font" "a font file that the sheet names cannot be used" "name a TrueType or OpenType file with an open licence";
    NoWords "no-words" "the tool has no words in the language of the sheet" "give them in `words`";
    MissingFile "missing-file" "a file that the sheet names cannot be read" "check the path; it is relative to the sheet file";
    InvalidImage "invalid-image" "a picture cannot be decoded" "use an SVG, PNG or JPEG file";
    ThemeLimit "theme-limit" "a theme sets a value that cannot be read in print" "choose a value within the limit named";
    OutOfDate "out-of-date" "a file is not what the sheet makes now" "render it again";
    Stale "stale" "a fact was not checked for longer than allowed" "check it and update `checked`";
    NoSource "no-source" "a cell has no source" "cite one with `[^id]`";
    TooLarge "too-large" "a value is larger than the tool accepts" "make it smaller";
}
