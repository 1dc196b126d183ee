//! Set lines → glyph runs with their colours, links and tags.

use std::sync::Arc;

use super::Painter;
use super::spaces::{Word, before_line, gap, last_word, part};
use crate::compose::styles::{ink, is_raised};
use crate::compose::{Owner, Sign, TextBlock};
use crate::display::{Colour, Content, Glyph, GlyphRun, Role, TagId, Target};
use crate::geom::{Abs, Point, Rect};
use crate::model::Side;
use crate::page::grid::Lane;
use crate::text::{Fragment, Line, Measure};
use crate::theme::{Ink, SOURCE_RISE, SOURCE_SIZE};

/// How a text is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Element that the text belongs to; `None`: an artifact.
    pub(super) tag: Option<TagId>,
    /// Whose colour verdicts take.
    pub(super) side: Option<Side>,
    /// Between baselines.
    pub(super) leading: Abs,
    /// From the right edge of the lane.
    pub(super) flush_right: bool,
    /// How far lines after the first are set in.
    pub(super) hang: Abs,
}

impl Look {
    /// Flush left, in ink.
    pub(super) const fn new(tag: Option<TagId>, leading: Abs) -> Self {
        Self { tag, side: None, leading, flush_right: false, hang: Abs::ZERO }
    }

    pub(super) const fn of(self, side: Side) -> Self {
        Self { side: Some(side), ..self }
    }

    pub(super) const fn hanging(self, hang: Abs) -> Self {
        Self { hang, ..self }
    }

    pub(super) const fn flush_right(self) -> Self {
        Self { flush_right: true, ..self }
    }
}

/// Where text is drawn, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Between which edges.
    pub(super) lane: Lane,
    /// First baseline.
    pub(super) y: Abs,
    /// How.
    pub(super) look: Look,
}

/// A link that is being drawn, over as many lines as it takes.
struct OpenLink {
    owner: u32,
    tag: Option<TagId>,
    areas: Vec<Rect>,
    text: String,
    /// Baseline of the last area.
    baseline: Abs,
}

impl OpenLink {
    /// Adds a part on a baseline. Parts that touch are one area: only their faces differ.
    fn reach(&mut self, area: Rect, baseline: Abs) {
        let is_same_line = self.baseline == baseline;
        self.baseline = baseline;
        match self.areas.last_mut().filter(|last| is_same_line && touch(last, &area)) {
            Some(last) => *last = last.union(&area),
            None => self.areas.push(area),
        }
    }
}

/// Whether two areas of a line stand side by side without a gap; sums of widths are not exact.
fn touch(one: &Rect, other: &Rect) -> bool {
    let between = one.origin.x.max(other.origin.x) - one.right().min(other.right());
    between.to_pt() < 0.01
}

/// A text that is being drawn.
struct Drawn<'t> {
    text: &'t TextBlock,
    sizes: &'t [Abs],
    look: Look,
    open: Option<OpenLink>,
    /// The last word, unless a space follows it.
    word: Option<Word>,
}

impl Drawn<'_> {
    /// What a fragment belongs to; drawn things belong to nothing.
    fn owner(&self, fragment: &Fragment) -> Option<&Owner> {
        let owner = usize::try_from(fragment.owner).ok().filter(|_| !fragment.is_object)?;
        self.text.owners.get(owner)
    }
}

impl Painter<'_> {
    /// Sets a text in a lane, the first baseline at `y`; returns the number of lines.
    pub(super) fn text(&mut self, text: &TextBlock, lane: Lane, y: Abs, look: Look) -> usize {
        let grid = &self.plan.grid;
        let room = grid.room(lane.width);
        self.text_in(text, &room, Spot { lane, y, look })
    }

    /// The same with a room of its own: other sizes, or a shorter first line.
    pub(super) fn text_in(&mut self, text: &TextBlock, room: &Measure<'_>, spot: Spot) -> usize {
        let mut lines = text.para.set(room);
        self.lines(text, &mut lines, room.sizes, spot);
        lines.len()
    }

    /// Draws some lines of a text that was set before; takes their glyphs.
    pub(super) fn lines(&mut self, text: &TextBlock, lines: &mut [Line], sizes: &[Abs], spot: Spot) {
        let Spot { lane, y, look } = spot;
        if let Some((tag, language)) = look.tag.zip(text.language) {
            self.book.structure.tag_mut(tag).language = Some(language.to_owned());
        }
        let mut drawn = Drawn { text, sizes, look, open: None, word: None };
        let mut baseline = y;
        let is_mirrored = self.is_mirrored;
        for (place, line) in lines.iter_mut().enumerate() {
            let hang = if place > 0 { look.hang } else { Abs::ZERO };
            let x = if look.flush_right { lane.right() - line.width } else { lane.x + hang };
            drawn.word = drawn.word.map(|_| before_line(line));
            for index in 0..line.fragments.len() {
                let glyphs = std::mem::take(&mut line.fragments[index].glyphs);
                let fragment = &line.fragments[index];
                // A mirror turns the order within a line round: turned round before, it comes out right.
                let at = if is_mirrored { line.width - fragment.x - fragment.width } else { fragment.x };
                self.follow_link(&mut drawn, fragment);
                self.fragment(&mut drawn, (fragment, line, glyphs), Point::new(x + at, baseline));
            }
            baseline += look.leading;
        }
        self.close_link(&mut drawn);
    }

    /// Draws a fragment of a line, of which its glyphs were taken.
    fn fragment(
        &mut self,
        drawn: &mut Drawn<'_>,
        (fragment, line, glyphs): (&Fragment, &Line, Vec<Glyph>),
        at: Point,
    ) {
        let colour = self.colour(ink(fragment.style), drawn.look.side);
        let size = drawn.sizes[usize::from(fragment.style.0)];
        if fragment.is_object {
            if let Some(sign) = Sign::from_id(fragment.owner) {
                self.upright(at.x, fragment.width, |painter| painter.sign(sign, at, fragment.width, colour));
            }
            return;
        }
        let rise = if is_raised(fragment.style) { SOURCE_RISE * (size / SOURCE_SIZE) } else { Abs::ZERO };
        let origin = Point::new(at.x, at.y - rise);
        let mut run = GlyphRun { face: fragment.face, size, origin, colour, glyphs, is_rtl: fragment.is_rtl };
        let mut tag = self.home(drawn, fragment);
        if let Some(open) = &mut drawn.open {
            if open.owner == fragment.owner {
                let area = Rect::new(at.x, origin.y - size * 0.9, fragment.width, size * 1.15);
                open.reach(area, at.y);
                open.text.push_str(&run.text());
            }
            tag = open.tag;
        }
        if let Some(Owner::Entry(source)) = drawn.owner(fragment) {
            self.place_source(*source, Point::new(at.x, at.y - size * 1.2));
        }
        let gap = drawn.word.and_then(|word| gap(word, fragment, line));
        drawn.word = last_word(fragment, &run);
        if let Some(gap) = gap {
            let before = part(&mut run, self.fonts.face(fragment.face), gap);
            let after = run.width() - fragment.width - before;
            // What grew on the right will have grown on the left when a mirror has turned it round.
            run.origin.x -= if self.is_mirrored { after } else { before };
        }
        self.put(tag, Content::Glyphs(run));
    }

    /// The element that a fragment belongs to, links aside.
    fn home(&mut self, drawn: &Drawn<'_>, fragment: &Fragment) -> Option<TagId> {
        let tag = drawn.look.tag?;
        let owner = usize::try_from(fragment.owner).ok()?;
        let part = drawn.text.parts.get(owner).copied().flatten();
        Some(part.map_or(tag, |part| self.leaf(tag, part, drawn.text.owners.get(owner))))
    }

    /// Opens and closes links as fragments come.
    fn follow_link(&mut self, drawn: &mut Drawn<'_>, fragment: &Fragment) {
        let is_link = matches!(drawn.owner(fragment), Some(Owner::Link(_) | Owner::Cite(_)));
        // What stands between two source numbers goes with the first.
        let parts_numbers = !is_link && !fragment.is_object && is_raised(fragment.style);
        let goes_on = |open: &OpenLink| parts_numbers || is_link && open.owner == fragment.owner;
        if drawn.open.as_ref().is_some_and(goes_on) {
            return;
        }
        self.close_link(drawn);
        if is_link {
            // A link that no element holds would be lost to screen readers: repeated texts have none.
            let Some(parent) = self.home(drawn, fragment) else { return };
            let tag = Some(self.tag(parent, Role::Link));
            let (areas, text, baseline) = (Vec::new(), String::new(), Abs::ZERO);
            drawn.open = Some(OpenLink { owner: fragment.owner, tag, areas, text, baseline });
        }
    }

    fn close_link(&mut self, drawn: &mut Drawn<'_>) {
        let Some(open) = drawn.open.take() else { return };
        let owner = usize::try_from(open.owner).ok().and_then(|owner| drawn.text.owners.get(owner));
        match owner {
            Some(Owner::Link(address)) => {
                self.link(open.areas, Target::Uri(Arc::clone(address)), open.text, open.tag);
            }
            Some(Owner::Cite(source)) => {
                let title = self.composed.sheet.all_sources().nth(*source).map(|source| source.title.plain());
                let alt = format!("{} {}", open.text, title.unwrap_or_default());
                self.link(open.areas, Target::Place(*source), alt, open.tag);
            }
            _ => {}
        }
    }

    /// The colour of an ink, on a side.
    pub(super) const fn colour(&self, ink: Ink, side: Option<Side>) -> Colour {
        match (ink, side) {
            (Ink::Mute, _) => self.palette.mute,
            (Ink::Soft, _) => self.palette.soft,
            (Ink::Side, Some(side)) => self.palette.side(side),
            (Ink::Ink | Ink::Side, _) => self.palette.ink,
        }
    }
}
