//! Where the events of a time line stand.

use super::bands::{count, half_units};
use super::grid::{Arrangement, Grid};
use crate::compose::TimelineBlock;
use crate::geom::Abs;

/// Where the events of a time line stand, from the left of both columns: at the tick of their month. `None` if a label
/// would need more than three lines, or two events share a month.
pub(crate) fn timeline_places(line: &TimelineBlock, grid: &Grid) -> Option<Vec<Abs>> {
    let width = grid.span().width;
    let (first, last) = (line.events.first()?.month, line.events.last()?.month);
    if line.events.windows(2).any(|pair| pair[0].month == pair[1].month) || first == last {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "months of four-digit years are far below 2^52")]
    let share = |month: i64| (month - first) as f64 / (last - first) as f64;
    let places: Vec<Abs> = line.events.iter().map(|event| width * share(event.month)).collect();
    let fits = (0..places.len()).all(|event| {
        let room = event_room(line, &places, event, grid);
        let event = &line.events[event];
        let lines = event.text.para.count_lines(&grid.room(room));
        let widest = event.text.para.widest_word(&grid.sizes).max(event.date.para.natural_width(&grid.sizes));
        lines <= 3 && widest.fits(room)
    });
    fits.then_some(places)
}

/// Room of an event's label: up to the next tick. The last one is flush right and shares the room before it with its neighbour:
/// it takes what it needs, but no more than half, or than what its neighbour leaves.
pub(crate) fn event_room(line: &TimelineBlock, places: &[Abs], event: usize, grid: &Grid) -> Abs {
    let gap = grid.pt(3.0);
    let last = places.len() - 1;
    if event + 1 < last {
        return places[event + 1] - places[event] - gap;
    }
    let shared = grid.span().width - places[last - 1] - gap;
    let needed = |event: usize| {
        let [text, date] = [&line.events[event].text, &line.events[event].date];
        // What fits to the last point must not break for a rounding error.
        text.para.natural_width(&grid.sizes).max(date.para.natural_width(&grid.sizes)) + Abs::pt(0.01)
    };
    let needed = needed(last).min((shared / 2.0).max(shared - needed(last - 1)));
    if event == last { needed } else { shared - needed }
}

/// Lines of the title and its note, in the lane.
pub(crate) fn timeline_label(line: &TimelineBlock, grid: &Grid) -> usize {
    let room = grid.room(grid.label.width);
    let note = line.note.as_ref().map_or(0, |text| text.para.count_lines(&room));
    line.title.para.count_lines(&room) + note
}

/// Height of the band.
pub(super) fn timeline_height(line: &TimelineBlock, grid: &Grid) -> Abs {
    let label = timeline_label(line, grid);
    let (above, beside) = match grid.arrangement {
        Arrangement::Lane => (0, label),
        Arrangement::Above => (label, 0),
    };
    let above = grid.pt(10.0) * count(above);
    let least = grid.pt(10.0) + grid.pt(10.0) * count(beside);
    let height = match timeline_places(line, grid) {
        Some(places) => {
            let rooms = (0..places.len()).map(|event| event_room(line, &places, event, grid));
            let lines = line.events.iter().zip(rooms);
            let lines = lines.map(|(event, room)| event.text.para.count_lines(&grid.room(room)));
            let most = lines.max().unwrap_or(1);
            half_units(grid.pt(45.0) + grid.pt(9.2) * (count(most) - 2.0).max(0.0), grid)
        }
        None => {
            let lines = line.run.para.count_lines(&grid.room(grid.span().width));
            grid.pt(10.0) + grid.pt(10.0) * count(lines)
        }
    };
    above + height.max(least)
}
