//! Set lines → glyph runs with their colours, links and tags.

use super::Painter;
use crate::compose::styles::{ink, is_raised};
use crate::compose::{Owner, Sign, TextBlock};
use crate::display::{Colour, Content, Glyph, GlyphRun, Role, TagId, Target};
use crate::geom::{Abs, Em, Point, Rect};
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
}

impl Look {
    /// Flush left, in ink.
    pub(super) const fn new(tag: Option<TagId>, leading: Abs) -> Self {
        Self { tag, side: None, leading, flush_right: false }
    }

    pub(super) const fn of(self, side: Side) -> Self {
        Self { side: Some(side), ..self }
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
}

/// A text that is being drawn.
struct Drawn<'t> {
    text: &'t TextBlock,
    sizes: &'t [Abs],
    look: Look,
    open: Option<OpenLink>,
    /// Whether a word was drawn last, with no space behind it.
    ends_open: bool,
    /// White paper and signs since.
    gap: Gap,
}

/// What stands between two words of a line that no space parts.
#[derive(Debug, Clone, Copy, Default)]
struct Gap {
    width: Abs,
    /// Left edge, in the line.
    x: Abs,
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
        let lines = text.para.set(room);
        self.lines(text, &lines, room.sizes, spot);
        lines.len()
    }

    /// Draws some lines of a text that was set before.
    pub(super) fn lines(&mut self, text: &TextBlock, lines: &[Line], sizes: &[Abs], spot: Spot) {
        let Spot { lane, y, look } = spot;
        if let Some((tag, language)) = look.tag.zip(text.language) {
            self.book.structure.tag_mut(tag).language = Some(language.to_owned());
        }
        let mut drawn = Drawn { text, sizes, look, open: None, ends_open: false, gap: Gap::default() };
        let mut baseline = y;
        let is_mirrored = self.is_mirrored;
        for line in lines {
            let x = if look.flush_right { lane.right() - line.width } else { lane.x };
            for fragment in &line.fragments {
                // A mirror turns the order within a line round: turned round before, it comes out right.
                let at = |from: Abs, width: Abs| {
                    let from = if is_mirrored { line.width - from - width } else { from };
                    Point::new(x + from, baseline)
                };
                self.follow_link(&mut drawn, fragment);
                self.fragment(&mut drawn, fragment, &at);
            }
            baseline += look.leading;
        }
        self.close_link(&mut drawn);
    }

    /// Draws a fragment; `place` tells where something of a width stands that begins somewhere in the line.
    fn fragment(&mut self, drawn: &mut Drawn<'_>, fragment: &Fragment, place: &dyn Fn(Abs, Abs) -> Point) {
        let at = place(fragment.x, fragment.width);
        let colour = self.colour(ink(fragment.style), drawn.look.side);
        let size = drawn.sizes[usize::from(fragment.style.0)];
        if fragment.is_object {
            drawn.gap = Gap { width: drawn.gap.width + fragment.width, x: fragment.x };
            if let Some(sign) = Sign::from_id(fragment.owner) {
                self.upright(at.x, fragment.width, |painter| painter.sign(sign, at, fragment.width, colour));
            }
            return;
        }
        let rise = if is_raised(fragment.style) { SOURCE_RISE * (size / SOURCE_SIZE) } else { Abs::ZERO };
        let origin = Point::new(at.x, at.y - rise);
        let glyphs = fragment.glyphs.clone();
        let mut run = GlyphRun { face: fragment.face, size, origin, colour, glyphs, is_rtl: fragment.is_rtl };
        let mut tag = self.home(drawn, fragment);
        if let Some(open) = &mut drawn.open {
            if open.owner == fragment.owner {
                open.areas.push(Rect::new(at.x, origin.y - size * 0.9, fragment.width, size * 1.15));
                open.text.push_str(&run.text());
            }
            tag = open.tag;
        }
        if let Some(Owner::Entry(source)) = drawn.owner(fragment) {
            self.place_source(*source, Point::new(at.x, at.y - size * 1.2));
        }
        let gap = std::mem::take(&mut drawn.gap);
        if drawn.ends_open && gap.width > run.size * 0.05 {
            self.part(&mut run, (fragment, gap), tag, place);
        }
        drawn.ends_open = !run.text().ends_with(char::is_whitespace);
        self.put(tag, Content::Glyphs(run));
    }

    /// Where white paper or a sign parts two words of a line (a raised number from its word, a mark's word from the
    /// topic), a space does so for those who listen, copy and search. It stands beside the second word, clear of the sign.
    fn part(
        &mut self,
        run: &mut GlyphRun,
        (fragment, gap): (&Fragment, Gap),
        tag: Option<TagId>,
        place: &dyn Fn(Abs, Abs) -> Point,
    ) {
        let starts_open = !run.text().starts_with(char::is_whitespace);
        let Some(id) = self.fonts.face(run.face).glyph_for(' ').filter(|_| starts_open) else { return };
        let advance = Em::new((gap.width / run.size).min(0.1));
        let width = advance.at(run.size);
        let space = Glyph { id, advance, offset: (Em::ZERO, Em::ZERO), text: " ".into() };
        if gap.x < fragment.x {
            run.glyphs.insert(0, space);
            // In a mirror, the run keeps its other edge.
            run.origin.x -= if self.is_mirrored { Abs::ZERO } else { width };
        } else {
            // The line runs to the left: the space is at the right of the second word, whichever way that runs.
            let origin = Point { y: run.origin.y, ..place(fragment.x + fragment.width, width) };
            self.put(tag, Content::Glyphs(GlyphRun { glyphs: vec![space], origin, ..run.clone() }));
        }
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
            drawn.open =
                Some(OpenLink { owner: fragment.owner, tag, areas: Vec::new(), text: String::new() });
        }
    }

    fn close_link(&mut self, drawn: &mut Drawn<'_>) {
        let Some(open) = drawn.open.take() else { return };
        let owner = usize::try_from(open.owner).ok().and_then(|owner| drawn.text.owners.get(owner));
        match owner {
            Some(Owner::Link(address)) => {
                self.link(open.areas, Target::Uri(address.clone()), open.text, open.tag);
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
