//! Foot band, QR code and foot line.

use super::Painter;
use super::shapes::{filled, rectangle};
use super::text::{Look, Spot};
use crate::compose::FootEntry;
use crate::display::{Content, Role, TagId, Target};
use crate::geom::{Abs, Point, Rect};
use crate::page::bands::count;
use crate::page::foot::{FOOT_LINE_GAP, FootLine, FootPlan, Hang, foot_line_room, qr_room};
use crate::page::grid::Lane;
use crate::page::head::heads_height;
use crate::page::{FOOT_LINE, FootSlice};
use crate::text::Line;

/// Label and text of an entry: the element of each, and its lines, which give up their glyphs as they are drawn.
#[derive(Default)]
pub(super) struct Note([(Option<TagId>, Vec<Line>); 2]);

impl Painter<'_> {
    pub(super) fn foot(&mut self, page: usize) {
        let grid = &self.plan.grid;
        let line_top = grid.bottom - self.plan.foot.line;
        let (lines, range) = self.plan.foot_lines(page);
        let opens = matches!(self.plan.pages[page].foot, FootSlice::First | FootSlice::Only)
            || matches!(&self.plan.pages[page].foot, FootSlice::Last(range) if range.start == 0);
        let has_qr = self.plan.foot.qr > Abs::ZERO && opens;
        if !range.is_empty() || has_qr {
            let mut height = FootPlan::lines_height(lines.rows(range.len()), grid);
            if has_qr {
                height = height.max(qr_room(self.plan.foot.qr, grid));
            }
            let is_alone = self.plan.pages[page].bands.is_empty() && page > 0;
            let top = if is_alone { grid.top + heads_height(self.composed, grid) } else { line_top - height };
            self.rule(grid.live(), top);
            for (part, lane) in lines.columns(range, self.plan.foot.qr, grid) {
                self.band_lines(&lines.lines[part], lane, lines.indent, top);
            }
            if has_qr {
                self.qr(top + grid.pt(6.4));
            }
        }
        self.foot_line(page, line_top);
    }

    fn band_lines(&mut self, lines: &[FootLine], lane: Lane, indent: Abs, top: Abs) {
        let grid = &self.plan.grid;
        let mut at = 0;
        while at < lines.len() {
            let id = lines[at].entry;
            let run = lines[at..].iter().take_while(|line| line.entry == id).count();
            let y = top + grid.pt(12.1) + grid.pt(9.0) * count(at);
            if let Some(entry) = self.entries.get(id) {
                let first = lines[at].line;
                let hang = Hang::new(&entry.label, indent, lane.width, grid);
                if first == 0 {
                    self.begin_note(entry, hang, lane);
                    if let Some(title) = &entry.bookmark {
                        self.bookmark(title.clone(), Point::new(lane.x, y - grid.pt(9.0)));
                    }
                }
                let begins = if first == 0 { hang.first } else { hang.rest };
                let behind = |by: Abs| Lane { x: lane.x + by, width: lane.width - by };
                for (place, (text, lane)) in
                    [(&entry.label, lane), (&entry.text, behind(begins))].into_iter().enumerate()
                {
                    // What goes on in another column, or on another page, is still the same paragraph, set once.
                    let (tag, mut set) = std::mem::take(&mut self.note.0[place]);
                    let end = (first + run).min(set.len());
                    if first < end {
                        let back = if place == 0 { Abs::ZERO } else { hang.rest - begins };
                        let look = Look::new(tag, grid.pt(9.0)).hanging(back);
                        self.lines(text, &mut set[first..end], &grid.sizes, Spot { lane, y, look });
                    }
                    self.note.0[place] = (tag, set);
                }
            }
            at += run;
        }
    }

    /// Sets label and text of an entry, of which the first lines are to be drawn.
    fn begin_note(&mut self, entry: &FootEntry, hang: Hang, lane: Lane) {
        let parent = self.parts.entries;
        let note = self.tag(parent, Role::ListItem);
        let grid = &self.plan.grid;
        let label = entry.label.para.set(&hang.label(grid));
        let text = entry.text.para.set(&hang.text(lane.width, grid));
        let has_label = label.iter().any(|line| !line.fragments.is_empty());
        let tag = has_label.then(|| self.tag(note, Role::Label));
        self.note = Note([(tag, label), (Some(self.tag(note, Role::ListBody)), text)]);
    }

    /// The QR code of the newest edition, in the label lane.
    fn qr(&mut self, top: Abs) {
        let foot = &self.composed.foot;
        let Some((url, code)) = foot.url.as_ref().zip(foot.qr.as_ref()) else { return };
        let x = self.plan.grid.label.x;
        let module = self.plan.grid.qr_module();
        let mut segments = Vec::new();
        for row in 0..code.size() {
            let mut column = 0;
            while column < code.size() {
                let run = (column..code.size()).take_while(|at| code.get_module(*at, row)).count();
                let run = i32::try_from(run).unwrap_or(0);
                if run > 0 {
                    let at = |modules: i32| module * f64::from(modules);
                    segments.extend(rectangle(Rect::new(x + at(column), top + at(row), at(run), module)));
                }
                column += run.max(1);
            }
        }
        let edge = module * f64::from(code.size());
        let area = Rect::new(x, top, edge, edge);
        let is_first = !std::mem::replace(&mut self.has_qr, true);
        // Read once; repeated at the sources.
        let figure = is_first.then(|| self.qr_link(&url.text, area));
        let ink = self.palette.ink;
        self.upright(x, edge, |painter| painter.put(figure, Content::Path(filled(segments, ink))));
    }

    /// The area that leads where the QR code does; returns the element of the code.
    fn qr_link(&mut self, url: &str, area: Rect) -> TagId {
        let alt = self.composed.words.qr.replace("{url}", url);
        let parent = self.parts.foot;
        let link = self.tag(parent, Role::Link);
        let figure = self.tag(link, Role::Figure);
        let language = self.composed.language_of(self.composed.words.qr).map(str::to_owned);
        self.book.structure.tag_mut(link).language.clone_from(&language);
        let tag = self.book.structure.tag_mut(figure);
        (tag.alt, tag.language) = (Some(alt.clone()), language);
        self.link(vec![area], Target::Uri(url.into()), alt, Some(link));
        figure
    }

    /// Address and what is found there, left; version, date and page, right.
    fn foot_line(&mut self, page: usize, top: Abs) {
        let grid = &self.plan.grid;
        let live = grid.live();
        let right = self.composed.page_line(page + 1, self.plan.pages.len(), &mut self.setter);
        let above = right.para.count_lines(&grid.room(live.width)).saturating_sub(1);
        let baseline = grid.bottom - grid.pt(2.4) - grid.pt(FOOT_LINE) * count(above);
        let look = Look::new(None, grid.pt(FOOT_LINE));
        self.text(&right, live, baseline, look.flush_right());
        if let Some(left) = &self.composed.foot.line {
            let room = foot_line_room(self.composed, grid);
            // A number of more digits than were reckoned with.
            let beside = live.width - right.para.natural_width(&grid.sizes) - grid.pt(FOOT_LINE_GAP);
            let width = if room < live.width { room.min(beside) } else { room };
            let lane = Lane { x: live.x, width };
            // Read once, on the first page; repeated on the others.
            let parent = self.parts.foot;
            let tag = (page == 0).then(|| self.tag(parent, Role::P));
            self.text(left, lane, top + grid.pt(7.6), Look { tag, ..look });
        }
    }
}
