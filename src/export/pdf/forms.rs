//! Drawings of many cells, such as QR codes; those that several pages show are written once, as form objects
//! (ISO 32000-1, 8.10).

use std::collections::BTreeMap;

use super::content::{Canvas, hundredths, number, of_hundredths};
use super::packer;
use super::paths::leading_rectangle;
use super::tokens::Ref;
use super::write::Objects;
use crate::display::{Book, Content, Path};
use crate::geom::{Abs, Point};
use printpdf::DictItem;

/// Fewer rectangles are no grid worth the name.
const FEWEST: usize = 12;

/// A filled path of many rectangles, all one unit high and on a grid of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cells {
    unit: Abs,
    /// The corner of the first cell.
    origin: Point,
    /// Left, top, width and height (down, so negative) of each, in units to the right of and above the origin.
    cells: Vec<[i64; 4]>,
}

impl Cells {
    pub(super) fn of(path: &Path) -> Option<Self> {
        if path.segments.len() <= 5 * FEWEST || path.stroke.is_some() || path.clip.is_some() {
            return None;
        }
        let rectangles: Vec<(Point, Point)> =
            path.segments.chunks(5).map(leading_rectangle).collect::<Option<_>>()?;
        let (origin, opposite) = *rectangles.first()?;
        let unit = (opposite.y - origin.y).abs();
        if unit <= Abs::ZERO {
            return None;
        }
        let whole = |length: Abs| {
            let units = length / unit;
            #[allow(clippy::cast_possible_truncation, reason = "cells on a page")]
            ((units - units.round()).abs() < 1e-6).then_some(units.round() as i64)
        };
        let cell = |(corner, opposite): &(Point, Point)| {
            let edges = [corner.x - origin.x, origin.y - corner.y, opposite.x - corner.x];
            let height = whole(corner.y - opposite.y).filter(|height| height.abs() == 1)?;
            Some([whole(edges[0])?, whole(edges[1])?, whole(edges[2])?, height])
        };
        Some(Self { unit, origin, cells: rectangles.iter().map(cell).collect::<Option<_>>()? })
    }

    /// Left, bottom, right and top of all, in units.
    fn bounds(&self) -> [i64; 4] {
        self.cells.iter().fold([i64::MAX, i64::MAX, i64::MIN, i64::MIN], |[l, b, r, t], [x, y, w, h]| {
            [l.min(*x).min(x + w), b.min(*y).min(y + h), r.max(*x).max(x + w), t.max(*y).max(y + h)]
        })
    }
}

/// The drawings that more than one page shows.
pub(super) struct Forms(Vec<Cells>);

impl Forms {
    pub(super) fn new(book: &Book) -> Self {
        let mut pages: BTreeMap<Vec<[i64; 4]>, (usize, Cells)> = BTreeMap::new();
        for page in &book.pages {
            let paths = page.items.iter().filter_map(|item| match &item.content {
                Content::Path(path) => Cells::of(path),
                _ => None,
            });
            for cells in paths {
                pages.entry(cells.cells.clone()).or_insert((0, cells)).0 += 1;
            }
        }
        let shared = pages.into_values().filter(|(count, _)| *count > 1);
        Self(shared.map(|(_, cells)| cells).collect())
    }

    /// The name under which page content refers to a drawing.
    fn name(&self, cells: &Cells) -> Option<String> {
        self.0.iter().position(|form| form.cells == cells.cells).map(form_name)
    }

    /// Writes the form objects, with their names.
    pub(super) fn write(&self, objects: &mut Objects) -> Vec<(String, Ref)> {
        let write = |(index, form): (usize, &Cells)| {
            let cells = form.cells.iter().map(|[x, y, w, h]| format!("{x} {y} {w} {h} re\n"));
            let content = cells.collect::<String>() + "f";
            let form = objects.stream(
                |entries| {
                    entries.key("Type").name("XObject").key("Subtype").name("Form");
                    entries.key("BBox").array(|area| {
                        form.bounds().iter().for_each(|edge| _ = area.integer(*edge));
                    });
                    entries.key("Resources").dictionary(|_| ());
                },
                packer::Content::Bytes(content.into_bytes()),
            );
            (form_name(index), form)
        };
        self.0.iter().enumerate().map(write).collect()
    }
}

fn form_name(index: usize) -> String {
    format!("F{index}")
}

impl Canvas<'_> {
    /// Cells in their own units, which are short to write.
    pub(super) fn cells(&mut self, cells: &Cells) {
        let scale = number(cells.unit.to_pt());
        let matrix = [scale.clone(), DictItem::Int(0), DictItem::Int(0), scale];
        let origin = self.at(cells.origin).map(|edge| of_hundredths(hundredths(edge)));
        self.save();
        self.put("cm", matrix.into_iter().chain(origin).collect());
        if let Some(name) = self.forms.name(cells) {
            self.put("Do", vec![DictItem::Name(name.into_bytes())]);
        } else {
            for cell in &cells.cells {
                self.put("re", cell.map(DictItem::Int).to_vec());
            }
            self.op("f", &[]);
        }
        self.restore();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::{Colour, Item, Page, Segment};
    use crate::geom::Rect;

    fn path(places: &[(f64, f64)]) -> Path {
        let rectangle = |(x, y): &(f64, f64)| {
            let area = Rect::new(Abs::pt(x * 1.5), Abs::pt(y * 1.5), Abs::pt(1.5), Abs::pt(1.5));
            let at = Point::new;
            [
                Segment::Move(at(area.origin.x, area.origin.y)),
                Segment::Line(at(area.right(), area.origin.y)),
                Segment::Line(at(area.right(), area.bottom())),
                Segment::Line(at(area.origin.x, area.bottom())),
                Segment::Close,
            ]
        };
        let segments = places.iter().flat_map(rectangle).collect();
        Path { segments, fill: Some(Colour::Gray(0)), even_odd: false, stroke: None, clip: None }
    }

    fn row() -> Vec<(f64, f64)> {
        (0..20).map(|place| (f64::from(place), 3.0)).collect()
    }

    #[test]
    fn only_cells_of_one_grid_are_written_in_its_units() {
        let mut places = row();
        let cells = Cells::of(&path(&places)).unwrap();
        assert_eq!(
            (cells.unit, cells.cells[7], cells.bounds()),
            (Abs::pt(1.5), [7, 0, 1, -1], [0, -1, 20, 0])
        );
        places[7].0 += 0.5;
        assert_eq!(Cells::of(&path(&places)), None);
    }

    #[test]
    fn only_what_two_pages_show_is_a_form() {
        let page = || {
            let content = Content::Path(path(&row()));
            Page { items: vec![Item { tag: None, content }], ..Page::default() }
        };
        let forms = |pages: usize| {
            Forms::new(&Book { pages: (0..pages).map(|_| page()).collect(), ..Book::default() })
        };
        assert_eq!([1, 2, 3].map(|pages| forms(pages).0.len()), [0, 1, 1]);
    }
}
