//! Which strips stand together, by hand and against all ways to break.

use super::*;

const FOOTLESS: Room = Room {
    first: Abs::ZERO,
    middle: Abs::ZERO,
    last_foot: Abs::ZERO,
    least_foot: Abs::ZERO,
    only: Abs::ZERO,
};

fn strips(kinds: &str) -> Vec<Strip> {
    let strip = |kind| Strip {
        height: Abs::pt(10.0),
        kind,
        repeated: match kind {
            Kind::Row | Kind::Picture | Kind::Attached => Abs::pt(10.0),
            Kind::Whole | Kind::Head => Abs::ZERO,
        },
    };
    let kind = |letter| match letter {
        'H' => Kind::Head,
        'r' => Kind::Row,
        'p' => Kind::Picture,
        'a' => Kind::Attached,
        _ => Kind::Whole,
    };
    kinds.chars().map(|letter| strip(kind(letter))).collect()
}

fn pages(kinds: &str, lines: f64) -> Vec<String> {
    let room = Abs::pt(lines * 10.0);
    let room = Room { first: room, middle: room, only: room, ..FOOTLESS };
    paginate(&strips(kinds), room).ranges.into_iter().map(|range| kinds[range].to_owned()).collect()
}

#[test]
fn two_rows_stay_on_either_side() {
    assert_eq!(pages("Hrrrrr", 5.0), ["Hrrr", "rr"]);
    assert_eq!(pages("Hrrrr", 4.0), ["Hrr", "rr"]);
}

#[test]
fn a_callout_stays_with_its_row() {
    assert_eq!(pages("Hrrrrrrar", 7.0), ["Hrrrrr", "rar"]);
}

#[test]
fn a_last_page_of_a_line_is_joined_by_what_stands_before() {
    assert_eq!(pages("HrrrrrrrrrrrrrrHrrWWW", 20.0), ["HrrrrrrrrrrrrrrHrr", "WWW"]);
    // Not where the page before would be left much too short.
    assert_eq!(pages("HrrrrrHrrrrW", 11.0), ["HrrrrrHrrrr", "W"]);
}

#[test]
fn a_page_may_begin_with_a_picture() {
    assert_eq!(pages("Hrrrrp", 5.0), ["Hrrrr", "p"]);
    // A picture is as good as two rows on either side, and a callout stays with it.
    assert_eq!(pages("Hprrrr", 4.0), ["Hprr", "rr"]);
    assert_eq!(pages("Hprr", 3.0), ["Hp", "rr"]);
    assert_eq!(pages("Hrrrpa", 5.0), ["Hrrr", "pa"]);
    // One row is still too few.
    assert_eq!(pages("WWWHrp", 5.0), ["WWW", "Hrp"]);
}

#[test]
fn a_lone_row_is_better_than_a_page_more_than_half_empty() {
    assert_eq!(pages("WHrrr", 4.0), ["WHrr", "r"]);
    assert_eq!(pages("WWWHrrr", 6.0), ["WWW", "Hrrr"]);
}

#[test]
fn a_head_never_stands_alone_at_the_end() {
    assert_eq!(pages("HrrrrrHrrr", 8.0), ["Hrrrrr", "Hrrr"]);
}

#[test]
fn a_page_ends_with_a_group_if_it_stays_nearly_full() {
    // 9 of 10 are kept by ending with the group; 12 of 20 would not be.
    assert_eq!(pages("HrrrrrrrrrrrrrrrrrHrrrrr", 21.0), ["Hrrrrrrrrrrrrrrrrr", "Hrrrrr"]);
    assert_eq!(pages("HrrrrHrrrrrrrr", 10.0), ["HrrrrHrrrr", "rrrr"]);
}

#[test]
fn a_head_without_rows_leaves_even_the_first_page() {
    let room = Room { first: Abs::pt(15.0), middle: Abs::pt(100.0), only: Abs::pt(15.0), ..FOOTLESS };
    assert_eq!(paginate(&strips("Hrrr"), room).ranges, [0..0, 0..4]);
    // One row alone is better than a title alone.
    let room = Room { first: Abs::pt(25.0), ..room };
    assert_eq!(paginate(&strips("Hrrr"), room).ranges, [0..2, 2..4]);
}

/// A number below `limit` from a sequence that is the same each time.
fn next(state: &mut u64, limit: u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from((*state >> 33) % limit).unwrap_or(0)
}

/// The least that rules are broken by, over all ways to share strips out; `None` if a strip is too tall.
fn least_broken(strips: &[Strip], room: Room) -> Option<u32> {
    let count = strips.len();
    let used = |from: usize, to: usize| -> Abs { strips[from..to].iter().map(|strip| strip.height).sum() };
    let broken = |from: usize, to: usize, here: Abs| {
        let may_end = |to: &usize| broken_rules(strips, (from, *to), false) == 0;
        let last = (from + 1..count).rev().filter(|to| used(from, *to).fits(here)).find(may_end);
        let may_part = last.is_some_and(|last| last < to && is_hole(here - used(from, last), room.middle));
        if to == count { 0 } else { broken_rules(strips, (from, to), may_part) }
    };
    // From the end: the least for what begins a page.
    let mut least: Vec<Option<u32>> = vec![None; count + 1];
    least[count] = Some(0);
    for from in (0..count).rev() {
        let here = room.middle - strips[from].repeated;
        let ends = (from + 1..=count).filter(|to| used(from, *to).fits(here));
        least[from] = ends.filter_map(|to| Some(least[to]? + broken(from, to, here))).min();
    }
    let ends = (1..=count).filter(|to| used(0, *to).fits(room.first));
    let costs = ends.filter_map(|to| Some(least[to]? + broken(0, to, room.first)));
    costs.chain(least[0].map(|least| least + EMPTY)).min()
}

#[test]
fn no_way_to_break_is_better() {
    let mut state = 5;
    let mut seen = 0;
    for _ in 0..3000 {
        let kinds: String = (0..1 + next(&mut state, 24))
            .map(|_| ['H', 'r', 'r', 'r', 'r', 'p', 'a', 'W'][next(&mut state, 8)])
            .collect();
        let mut strips = strips(&kinds);
        #[allow(clippy::cast_precision_loss, reason = "small numbers")]
        strips.iter_mut().for_each(|strip| strip.height = Abs::pt(8.0 + next(&mut state, 30) as f64));
        let room = Room {
            first: Abs::pt([40.0, 70.0, 100.0][next(&mut state, 3)]),
            middle: Abs::pt([70.0, 110.0][next(&mut state, 2)]),
            only: Abs::pt(40.0),
            ..FOOTLESS
        };
        let Some(least) = least_broken(&strips, room) else { continue };
        let found = paginate(&strips, room);
        assert_eq!(found.broken, least, "{kinds} {room:?} {found:?}");
        let limit = found.ranges.len();
        assert_eq!(paginate_within(&strips, room, limit).map(|pages| pages.broken), Some(least), "{kinds}");
        seen += 1;
    }
    assert!(seen > 2000, "{seen}");
}

#[test]
fn every_strip_is_placed_once_and_in_order() {
    for lines in 2..12 {
        let kinds = "WHrrrraHraHrrrrrrrrrrraWW";
        assert_eq!(pages(kinds, f64::from(lines)).concat(), kinds, "{lines} lines");
    }
}

#[test]
fn the_foot_takes_strips_along_to_the_last_page() {
    let room = Room {
        first: Abs::pt(40.0),
        middle: Abs::pt(40.0),
        last_foot: Abs::pt(30.0),
        least_foot: Abs::pt(30.0),
        only: Abs::pt(10.0),
    };
    let pages = paginate(&strips("WWWW"), room);
    assert_eq!(pages.ranges, [0..3, 3..4]);
    let pages =
        paginate(&strips("WWWW"), Room { last_foot: Abs::pt(35.0), least_foot: Abs::pt(35.0), ..room });
    assert_eq!(pages.ranges, [0..4, 4..4]);
}

#[test]
fn what_needs_no_page_takes_none() {
    let room = Room {
        first: Abs::pt(40.0),
        middle: Abs::pt(40.0),
        last_foot: Abs::pt(10.0),
        only: Abs::pt(30.0),
        ..FOOTLESS
    };
    assert_eq!(paginate(&strips("HrrrHrr"), room).ranges, [0..4, 4..7]);
    assert_eq!(paginate(&strips("HrrrHrrr"), room).ranges, [0..4, 4..8]);
    let needed = Room { least_foot: room.last_foot, ..room };
    assert_eq!(paginate(&strips("HrrrHrrr"), needed).ranges, [0..4, 4..8, 8..8]);
}
