//! Model texts → shaped paragraphs that still know their links.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::styles::{Variant, char_styles, em_of, style};
use crate::diag::{Code, Diagnostic, Span};
use crate::geom::Abs;
use crate::model::{Inline, Marks, Sheet, Text, Theme};
use crate::text::{Extents, Fonts, Object, Paragraph, Piece, Setter, StyleId};
use crate::theme::{Role, SOURCE_GAP};
use crate::words::{NumberFormat, borrowed_from};

/// A shaped text and what its parts lead to.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextBlock {
    /// Shaped.
    pub(crate) para: Paragraph,
    /// By the `owner` of a text fragment.
    pub(crate) owners: Vec<Owner>,
    /// The same: where it stands in a list that is run into one paragraph.
    pub(crate) parts: Vec<Option<Part>>,
    /// In the sheet file.
    pub(crate) span: Span,
    /// BCP 47, where it is not the sheet's.
    pub(crate) language: Option<&'static str>,
}

/// A place in a list whose entries are run into one paragraph: for the eye a paragraph, for the ear a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    /// Which list of the paragraph.
    pub(crate) list: usize,
    /// Which entry, counted through all lists of the paragraph.
    pub(crate) item: usize,
    /// What the entry is about, instead of what it says.
    pub(crate) is_label: bool,
    /// BCP 47, where all of this is in another language than the sheet.
    pub(crate) language: Option<&'static str>,
}

/// What a part of a text belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Nothing in particular.
    Plain,
    /// A link.
    Link(Arc<str>),
    /// A citation of the source with this index.
    Cite(usize),
    /// The entry of the source with this index.
    Entry(usize),
    /// A label, and how it is read aloud.
    Said(String),
}

/// After the comma between two source numbers.
const COMMA_GAP: Abs = Abs::pt(0.3);

/// A drawn thing in a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Sign {
    /// Nothing: room.
    Gap,
    /// Hourglass.
    Volatile,
    /// Filled triangle.
    New,
    /// Struck equals sign.
    Disputed,
    /// Filled circle.
    Yes,
    /// Empty circle.
    No,
    /// Half-filled circle.
    Partly,
    /// Triangle up.
    Better,
    /// Triangle down.
    Worse,
    /// Warning triangle.
    Gotcha,
    /// Circle with a plus.
    Tip,
    /// Circle with an i.
    Note,
    /// Circle with a dollar sign.
    Cost,
}

impl Sign {
    const ALL: [Self; 13] = [
        Self::Gap,
        Self::Volatile,
        Self::New,
        Self::Disputed,
        Self::Yes,
        Self::No,
        Self::Partly,
        Self::Better,
        Self::Worse,
        Self::Gotcha,
        Self::Tip,
        Self::Note,
        Self::Cost,
    ];

    /// The sign with a number.
    pub(crate) fn from_id(id: u32) -> Option<Self> {
        Self::ALL.get(usize::try_from(id).ok()?).copied()
    }
}

/// Shapes texts for one edition, and keeps what no font could show.
pub(crate) struct Typesetter<'a> {
    setter: Setter<'a>,
    sheet: &'a Sheet,
    /// How numbers are written.
    pub(crate) numbers: NumberFormat,
    /// Whether source numbers are printed.
    cites: bool,
    /// What went wrong.
    pub(crate) faults: Faults,
}

/// What went wrong while texts were shaped and pictures drawn.
#[derive(Default)]
pub(crate) struct Faults {
    /// What is wrong with pictures.
    pub(crate) pictures: Vec<Diagnostic>,
    /// Characters that no font shows, and the texts they stand in.
    missing: BTreeSet<(Span, char)>,
}

impl<'a> Typesetter<'a> {
    pub(crate) fn new(fonts: &'a Fonts, theme: &Theme, sheet: &'a Sheet, cites: bool) -> Self {
        Self {
            setter: Setter::new(char_styles(fonts, theme), fonts, &sheet.language.text),
            sheet,
            numbers: NumberFormat::of(&sheet.language.text),
            cites,
            faults: Faults::default(),
        }
    }

    /// For texts of the sheet, with source numbers where the edition lists sources.
    pub(crate) fn builder(&self, role: Role) -> Builder {
        Builder { cites: self.cites, ..Builder::new(role) }
    }

    /// A text of the sheet.
    pub(crate) fn text(&mut self, text: &Text, role: Role) -> TextBlock {
        let mut builder = self.builder(role);
        builder.push(text, Marks::default());
        self.finish(builder, text.span)
    }

    /// Words of our own.
    pub(crate) fn words(&mut self, words: &str, role: Role, variant: Variant) -> TextBlock {
        let mut builder = Builder::new(role);
        builder.words(words, variant);
        self.finish_words(builder, words)
    }

    /// Shapes what holds no words but one of our own, with what stands around it.
    pub(crate) fn finish_words(&mut self, builder: Builder, word: &str) -> TextBlock {
        let language = borrowed_from(word, &self.sheet.language.text, &self.sheet.words);
        TextBlock { language, ..self.finish(builder, Span::default()) }
    }

    /// Shapes what a builder holds.
    pub(crate) fn finish(&mut self, builder: Builder, span: Span) -> TextBlock {
        let para = self.setter.shape(&builder.pieces).unwrap_or_else(|missing| {
            for glyph in missing {
                let place = builder.places.iter().rfind(|(first, _)| *first <= glyph.piece);
                let place = place.map(|(_, place)| *place).filter(|place| *place != Span::default());
                self.faults.missing.insert((place.unwrap_or(span), glyph.character));
            }
            Paragraph::default()
        });
        TextBlock { para, owners: builder.owners, parts: builder.parts, span, language: None }
    }

    /// The ink of a text on one line.
    pub(crate) fn extents(&self, text: &TextBlock) -> Extents {
        self.setter.extents(&text.para)
    }
}

/// What went wrong: pictures, and for each text the characters that no font shows, where the first stands in the file.
pub(crate) fn findings(all: Vec<Faults>, sheet: &Sheet) -> Vec<Diagnostic> {
    let (mut found, mut missing) = (Vec::new(), BTreeMap::<Span, BTreeSet<(Span, char)>>::new());
    for faults in all {
        found.extend(faults.pictures);
        for (span, character) in faults.missing {
            missing.entry(span).or_default().insert((sheet.place_of(character, span), character));
        }
    }
    found.extend(missing.values().filter_map(missing_glyphs));
    found.sort_by(|one, other| one.span.cmp(&other.span).then_with(|| one.cmp(other)));
    found.dedup();
    found
}

/// Of one text, in its order; `None` without any.
fn missing_glyphs(characters: &BTreeSet<(Span, char)>) -> Option<Diagnostic> {
    let (place, _) = characters.first()?;
    let name = |character: char| format!("{character:?} (U+{:04X})", u32::from(character));
    let names: Vec<String> = characters.iter().map(|(_, character)| name(*character)).collect();
    let (noun, pronoun) = if names.len() == 1 { ("character", "it") } else { ("characters", "them") };
    let message = format!("no font at hand shows the {noun} {}", names.join(", "));
    let help = format!("replace the {noun}, or name a font that has {pronoun} in `fonts`");
    Some(Diagnostic::error(Code::MissingGlyph, *place, message).with_help(help))
}

/// Words of one part with no-break spaces, if they have no more characters than a line has room for.
pub(crate) fn unbroken(words: &str, most: usize) -> Cow<'_, str> {
    let is_short = words.chars().count() <= most;
    if is_short { Cow::Owned(words.replace(' ', "\u{a0}")) } else { Cow::Borrowed(words) }
}

/// Collects the pieces of one paragraph.
pub(crate) struct Builder {
    role: Role,
    cites: bool,
    pieces: Vec<Piece>,
    owners: Vec<Owner>,
    /// By owner.
    parts: Vec<Option<Part>>,
    /// Where what follows stands.
    part: Option<Part>,
    /// Owner of what leads nowhere there.
    plain: u32,
    /// The next entry, and its list.
    next: (usize, usize),
    /// From which piece on which text of the sheet stands; the default: none.
    places: Vec<(usize, Span)>,
}

impl Builder {
    /// For words of our own, and for texts without their source numbers: see [`Typesetter::builder`].
    pub(crate) fn new(role: Role) -> Self {
        Self {
            role,
            cites: false,
            pieces: Vec::new(),
            owners: vec![Owner::Plain],
            parts: vec![None],
            part: None,
            plain: 0,
            next: (0, 0),
            places: Vec::new(),
        }
    }

    /// What follows begins an entry of a list: its label.
    pub(crate) fn label(&mut self) {
        let (item, list) = self.next;
        self.next.0 += 1;
        self.stand(Some(Part { list, item, is_label: true, language: None }));
    }

    /// The same; the label is read in other words than those that are printed.
    pub(crate) fn label_said(&mut self, said: String) {
        self.label();
        self.plain = self.owner(Owner::Said(said));
    }

    /// What follows is what the entry says.
    pub(crate) fn body(&mut self) {
        self.stand(self.part.map(|part| Part { is_label: false, language: None, ..part }));
    }

    /// The label or body that begins is all in a language that is not the sheet's.
    pub(crate) fn speak(&mut self, language: Option<&'static str>) {
        if language.is_some() {
            self.stand(self.part.map(|part| Part { language, ..part }));
        }
    }

    /// What follows is an entry without a label.
    pub(crate) fn item(&mut self) {
        self.label();
        self.body();
    }

    /// What follows is in no list; the next entry begins another.
    pub(crate) fn end_list(&mut self) {
        self.next.1 += usize::from(self.part.is_some());
        self.stand(None);
    }

    fn stand(&mut self, part: Option<Part>) {
        self.part = part;
        self.plain = self.owner(Owner::Plain);
    }

    /// Whether nothing has been put in.
    pub(crate) const fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What follows is of another role.
    pub(crate) const fn set_role(&mut self, role: Role) {
        self.role = role;
    }

    /// A text of the sheet; `extra` marks are added to its own.
    pub(crate) fn push(&mut self, text: &Text, extra: Marks) {
        self.set_place(text.span);
        let mut open = None;
        for inline in &text.inlines {
            match inline {
                Inline::Run { text, marks, link } => {
                    open = link.as_ref().map(|link| (link, self.link(link, open)));
                    let owner = open.map_or(self.plain, |(_, owner)| owner);
                    let marks = Marks {
                        strong: marks.strong || extra.strong,
                        emphasis: marks.emphasis != extra.emphasis,
                        code: marks.code || extra.code,
                    };
                    self.text(text, Variant::Marks(marks), owner, false);
                }
                Inline::Cite(sources) if self.cites => self.cite(sources),
                Inline::Cite(_) => {}
                Inline::Break => self.forced_break(extra),
            }
        }
        self.set_place(Span::default());
    }

    /// The owner of a run of a link: that of the link's run before it, whatever marks the two have, or a new one.
    fn link(&mut self, link: &Arc<str>, before: Option<(&Arc<str>, u32)>) -> u32 {
        let Some((_, owner)) = before.filter(|(before, _)| Arc::ptr_eq(before, link)) else {
            return self.owner(Owner::Link(Arc::clone(link)));
        };
        let breaks = self.pieces.iter().rev().take_while(|piece| matches!(piece, Piece::Break)).count();
        let last = self.pieces.len() - breaks;
        // The space before a forced break is in the link, too.
        if breaks > 0
            && let Some(Piece::Text { owner: of_space, .. }) = self.pieces[..last].last_mut()
        {
            *of_space = owner;
        }
        owner
    }

    /// What follows comes from a string of the sheet; the default: from none.
    pub(crate) fn set_place(&mut self, place: Span) {
        self.places.push((self.pieces.len(), place));
    }

    /// The space before the break is not seen, but whoever copies or listens gets two words.
    pub(super) fn forced_break(&mut self, marks: Marks) {
        if !matches!(self.pieces.last(), None | Some(Piece::Break)) {
            self.words(" ", Variant::Marks(marks));
        }
        self.pieces.push(Piece::Break);
    }

    /// Words without marks of their own.
    pub(crate) fn words(&mut self, words: &str, variant: Variant) {
        self.text(words, variant, self.plain, false);
    }

    /// Words after what is there, from which the first of them does not part.
    pub(crate) fn words_after(&mut self, words: &str, variant: Variant) {
        let (first, others) = words.split_at(words.find(' ').unwrap_or(words.len()));
        self.text(" ", variant, self.plain, true);
        self.text(first, variant, self.plain, true);
        self.words(others, variant);
    }

    /// Words that belong to something.
    pub(crate) fn owned(&mut self, words: &str, variant: Variant, owner: Owner) {
        let owner = self.owner(owner);
        self.text(words, variant, owner, false);
    }

    /// A drawn sign; `width` at the normal unit.
    pub(crate) fn sign(&mut self, sign: Sign, width: Abs, variant: Variant, breakable: bool) {
        let style = style(self.role, variant);
        let advance = em_of(width, style);
        self.pieces.push(Piece::Object(Object { id: sign as u32, advance, style, breakable, space: false }));
    }

    /// White space of a width at the normal unit; vanishes where a line ends.
    pub(crate) fn space(&mut self, width: Abs, variant: Variant) {
        let style = style(self.role, variant);
        let advance = em_of(width, style);
        let id = Sign::Gap as u32;
        self.pieces.push(Piece::Object(Object { id, advance, style, breakable: false, space: true }));
    }

    /// Source numbers, in ascending order, raised after the word before them.
    pub(crate) fn cite(&mut self, sources: &[usize]) {
        let mut sources = sources.to_vec();
        sources.sort_unstable();
        sources.dedup();
        self.sign(Sign::Gap, SOURCE_GAP, Variant::Source, false);
        for (place, source) in sources.into_iter().enumerate() {
            if place > 0 {
                self.text(",", Variant::Source, self.plain, true);
                self.sign(Sign::Gap, COMMA_GAP, Variant::Source, false);
            }
            let owner = self.owner(Owner::Cite(source));
            self.text(&(source + 1).to_string(), Variant::Source, owner, true);
        }
    }

    fn owner(&mut self, owner: Owner) -> u32 {
        self.owners.push(owner);
        self.parts.push(self.part);
        u32::try_from(self.owners.len() - 1).unwrap_or(0)
    }

    fn text(&mut self, text: &str, variant: Variant, owner: u32, stick: bool) {
        if !text.is_empty() {
            let style: StyleId = style(self.role, variant);
            self.pieces.push(Piece::Text { text: text.to_owned(), style, owner, stick });
        }
    }
}
