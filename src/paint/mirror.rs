//! Sheets that run from right to left. A page is laid out as ever, then seen in a mirror: the label lane stands on the
//! right, the first subject right of the second, all is flush right. Texts, signs and pictures are moved as they are.

use std::ops::Range;

use super::Painter;
use super::shapes::shift;
use crate::display::{Content, Segment};
use crate::geom::{Abs, Rect};

/// Items of the current page that are moved as a whole, and the edges of what they draw.
#[derive(Debug, Clone)]
pub(super) struct Upright {
    items: Range<usize>,
    left: Abs,
    right: Abs,
}

impl Painter<'_> {
    /// Draws something `width` wide that a mirror must not turn round, nor anything in it.
    pub(super) fn upright(&mut self, left: Abs, width: Abs, draw: impl FnOnce(&mut Self)) {
        let first = self.items();
        let is_mirrored = std::mem::replace(&mut self.is_mirrored, false);
        draw(self);
        self.is_mirrored = is_mirrored;
        if is_mirrored {
            self.upright.push(Upright { items: first..self.items(), left, right: left + width });
        }
    }

    fn items(&self) -> usize {
        self.book.pages.last().map_or(0, |page| page.items.len())
    }

    /// Mirrors the current page about the middle of its live area.
    pub(super) fn mirror(&mut self) {
        let live = self.plan.grid.live();
        let sum = live.x + live.right();
        let Some(page) = self.book.pages.last_mut() else { return };
        let mut at = 0;
        for group in self.upright.drain(..) {
            page.items[at..group.items.start].iter_mut().for_each(|item| flip(&mut item.content, sum));
            let by = sum - group.left - group.right;
            page.items[group.items.clone()].iter_mut().for_each(|item| shift(&mut item.content, by));
            at = group.items.end;
        }
        page.items[at..].iter_mut().for_each(|item| flip(&mut item.content, sum));
        for area in page.links.iter_mut().flat_map(|link| &mut link.areas) {
            flip_area(area, sum);
        }
    }
}

/// Mirrors a painted thing: `sum` is twice the place of the mirror. Texts and bitmaps are only moved.
fn flip(content: &mut Content, sum: Abs) {
    match content {
        Content::Glyphs(run) => run.origin.x = sum - run.origin.x - run.width(),
        Content::Image(image) => flip_area(&mut image.area, sum),
        Content::Path(path) => {
            for segment in &mut path.segments {
                match segment {
                    Segment::Move(p) | Segment::Line(p) => p.x = sum - p.x,
                    Segment::Cubic(a, b, p) => {
                        a.x = sum - a.x;
                        b.x = sum - b.x;
                        p.x = sum - p.x;
                    }
                    Segment::Close => {}
                }
            }
            if let Some(clip) = &mut path.clip {
                flip_area(clip, sum);
            }
        }
    }
}

fn flip_area(area: &mut Rect, sum: Abs) {
    area.origin.x = sum - area.right();
}
