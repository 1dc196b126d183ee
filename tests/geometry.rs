//! The real sheet against the figures of its design: what an art director with a ruler would check.
//!
//! Lengths are points, measured from the top left of the trimmed A4 page; the unit is 5 pt.

mod support;

use std::collections::BTreeSet;

use cheatsheet::display::{Book, Colour, Content, GlyphRun, Path, Role};
use cheatsheet::input;
use cheatsheet::model::Sheet;
use cheatsheet::text::Fonts;
use support::seen::{self, Line, Rule};

/// The three edges that everything is set from, and the right edge.
const EDGES: [f64; 3] = [28.35, 110.55, 316.28];
const RIGHT: f64 = 566.93;
/// Right edges of the label lane and of the left column.
const LANE_RIGHT: f64 = 103.46;
const LEFT_RIGHT: f64 = 303.52;

/// A row by the beginning of its topic, and its lines in the lane, left and right; a spanning row has none on the right.
type Row = (&'static str, [u8; 3]);

/// A section: its top, its title, its rows.
struct Block {
    top: f64,
    title: &'static str,
    rows: &'static [Row],
}

const ONE: [u8; 3] = [1, 1, 1];
const SPAN: [u8; 3] = [1, 1, 0];

const PAGE_1: &[Block] = &[
    Block {
        top: 240.0,
        title: "Compute",
        rows: &[
            ("Runs on", ONE),
            ("Isolation", ONE),
            ("Instances", ONE),
            ("Memory", ONE),
            ("vCPU", ONE),
            ("GPU", ONE),
            ("Lifetime", ONE),
        ],
    },
    Block {
        top: 365.0,
        title: "Concurrency",
        rows: &[
            ("Per environment", ONE),
            ("Setting", ONE),
            ("Ceiling", ONE),
            ("When full", ONE),
            ("Between requests", ONE),
            ("Check in code", ONE),
        ],
    },
    Block {
        top: 475.0,
        title: "Scaling, starts",
        rows: &[
            ("Trigger", ONE),
            ("Speed", ONE),
            ("Faster than that", ONE),
            ("Floor and cap", ONE),
            ("Scale to zero", [2, 1, 2]),
            ("Scale-in", ONE),
            ("Cold start", ONE),
            ("Init time limit", ONE),
            ("SnapStart", ONE),
            ("Gotcha", SPAN),
        ],
    },
    Block {
        top: 655.0,
        title: "Time and failure",
        rows: &[("Timeout", [2, 1, 2]), ("At the timeout", ONE), ("After a crash", ONE), ("Gotcha", SPAN)],
    },
];

const PAGE_2: &[Block] = &[
    Block {
        top: 47.5,
        title: "Cost",
        rows: &[
            ("You pay for", ONE),
            ("Compute", ONE),
            ("Management fee", ONE),
            ("When idle", ONE),
            ("Discounts", ONE),
            ("Free tier", ONE),
            ("Rule of thumb", ONE),
            ("Gotcha", SPAN),
        ],
    },
    Block {
        top: 267.5,
        title: "Runtimes",
        rows: &[("Languages", ONE), ("Node.js", ONE), ("Python", ONE), ("Java, .NET", ONE), ("Rust", ONE)],
    },
    Block {
        top: 362.5,
        title: "Network, access",
        rows: &[("VPC", ONE), ("Outbound", ONE), ("IAM roles", ONE), ("Gotcha", SPAN)],
    },
    Block {
        top: 442.5,
        title: "Ship",
        rows: &[
            ("First deploy", ONE),
            ("Publishing", ONE),
            ("Deploy time", ONE),
            ("Versions", ONE),
            ("Switching", ONE),
            ("Extensions", ONE),
            ("Gotcha", SPAN),
        ],
    },
    Block {
        top: 567.5,
        title: "Observe",
        rows: &[("Logs", ONE), ("Metrics", ONE), ("Throttle cause", ONE), ("Regions", ONE)],
    },
];

fn near(measured: f64, wanted: f64, tolerance: f64, what: &str) {
    let off = measured - wanted;
    assert!(off.abs() <= tolerance, "{what}: {measured:.2}, the design says {wanted:.2} ({off:+.2})");
}

/// The line at a place: on a page, with its left edge at `x` and its baseline within 0.3 pt of `y`.
fn line_at(lines: &[Line], page: usize, x: f64, y: f64) -> &Line {
    let mut found = lines
        .iter()
        .filter(|line| line.page == page && (line.x - x).abs() < 12.0 && (line.baseline - y).abs() < 0.3);
    found.next().unwrap_or_else(|| panic!("no line on page {} at {x:.2},{y:.2}", page + 1))
}

/// The different baselines between two heights whose lines begin in a strip; raised numbers have none of their own.
fn baselines(lines: &[Line], page: usize, (from, to): (f64, f64), (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut found: Vec<f64> = lines
        .iter()
        .filter(|line| line.page == page && line.size > 6.0)
        .filter(|line| (from..to).contains(&(line.x + 0.1)) && (top..bottom).contains(&line.baseline))
        .map(|line| line.baseline)
        .collect();
    found.sort_by(f64::total_cmp);
    found.dedup_by(|a, b| (*a - *b).abs() < 0.05);
    found
}

fn section_rules(book: &Book, page: usize) -> Vec<Rule> {
    let live = |rule: &Rule| (rule.right - rule.x - 538.58).abs() < 0.05 && rule.thickness > 0.5;
    seen::rules(book, page).into_iter().filter(live).collect()
}

#[test]
fn blocks_stand_where_the_design_has_them() {
    let (_, book) = support::real("a4");
    assert_eq!(book.pages.len(), 2);
    // The rule of most blocks is 2.5 below their top; that of the summary and of the band is at it. The band stands on
    // the foot line: 59.8 above 805 on page 1.
    let rules = [
        vec![82.5, 132.5, 242.5, 367.5, 477.5, 657.5, 745.2],
        vec![50.0, 270.0, 365.0, 445.0, 570.0, 650.0, 680.0, 727.2],
    ];
    for (page, wanted) in rules.iter().enumerate() {
        let found = section_rules(&book, page);
        assert_eq!(found.len(), wanted.len(), "rules of page {}: {found:?}", page + 1);
        for (rule, wanted) in found.iter().zip(wanted) {
            near(rule.y, *wanted, 0.05, "rule");
            near(rule.x, EDGES[0], 0.05, "left end of a rule");
            near(rule.thickness, 0.9, 1e-6, "thickness of a rule");
            assert_eq!(rule.colour, Colour::Rgb(0x11, 0x11, 0x11));
        }
    }
    // The lane's rule and the bars open each page.
    for page in 0..2 {
        let first = seen::rules(&book, page).into_iter().find(|rule| (rule.y - 25.0).abs() < 1e-6).unwrap();
        near(first.right, LANE_RIGHT, 0.05, "right end of the lane's rule");
    }
}

#[test]
fn heads_and_foot_stand_where_the_design_has_them() {
    let (_, book) = support::real("a4");
    let lines = seen::lines(&book);
    let wanted = [
        // Title block: lane, names, captions.
        (0, EDGES[0], 39.2, "AWS Lambda"),
        (0, EDGES[0], 49.5, "Cheatsheet"),
        (0, EDGES[0], 59.6, "Edition 1.0, 2026-11-23"),
        (0, EDGES[0], 69.6, "Facts checked"),
        (0, EDGES[0], 79.5, "2026-11-23"),
        (0, EDGES[1], 49.5, "Lambda default"),
        (0, EDGES[2], 49.5, "Lambda managed instances"),
        (0, EDGES[0], 96.9, "In one breath"),
        (0, EDGES[1], 96.9, "Lambda default runs one request"),
        (0, EDGES[1], 109.5, "instances run many"),
        (0, EDGES[1], 121.9, "The first suits bursty"),
        (0, EDGES[0], 145.1, "Choose"),
        (0, EDGES[1], 145.9, "Choose default if…"),
        (0, EDGES[2], 145.9, "Choose managed instances if…"),
        (0, EDGES[0], 235.5, "Neither"),
        (0, EDGES[1], 235.5, "Synchronous work over 15"),
        (0, EDGES[0], 812.6, "example.com/lmi"),
        // Column heads, chart, same, time line.
        (1, EDGES[0], 39.2, "AWS Lambda"),
        (1, EDGES[1], 41.2, "Lambda default"),
        (1, EDGES[2], 41.2, "Lambda managed instances"),
        (1, EDGES[0], 198.1, "Worked example"),
        (1, EDGES[1], 198.1, "The commitment decides"),
        (1, EDGES[1], 221.1, "Default "),
        (1, EDGES[1], 234.3, "Managed, on demand "),
        (1, EDGES[1], 247.5, "Managed, 3-year plan "),
        (1, EDGES[1], 261.0, "US East (N. Virginia)"),
        (1, EDGES[0], 662.7, "= Same on both"),
        (1, EDGES[1], 662.7, "Request price"),
        (1, EDGES[1], 672.9, "functions"),
        (1, EDGES[0], 692.6, "A year of change"),
        (1, EDGES[1], 692.6, "2025-11"),
        (1, EDGES[1], 710.2, "Launch: 5 Regions"),
        (1, EDGES[0], 812.6, "example.com/lmi"),
    ];
    for (page, x, y, text) in wanted {
        let line = line_at(&lines, page, x, y);
        assert!(
            line.text.starts_with(text),
            "at {x},{y} of page {}: {:?}, not {text:?}",
            page + 1,
            line.text
        );
        near(line.x, x, 0.05, text);
        near(line.baseline, y, 0.11, text);
    }
    // Flush right: "vs." in the left column, version and page at the foot, the last label of the time line.
    let flush = |page: usize, text: &str, right: f64| {
        let line = lines.iter().rfind(|line| line.page == page && line.text.contains(text)).expect(text);
        near(line.right, right, 0.05, text);
    };
    flush(0, "vs.", LEFT_RIGHT);
    flush(0, "page ", RIGHT);
    flush(1, "page ", RIGHT);
    flush(1, "to zero", RIGHT);
}

/// In large print only one of the whole names has room.
#[test]
fn heads_of_later_pages_name_both_subjects_in_one_form() {
    for (edition, names) in [
        ("a4", ["Lambda default", "Lambda managed instances"]),
        ("large-print", ["default", "managed instances"]),
    ] {
        let (_, book) = support::real(edition);
        let lines = seen::lines(&book);
        let top = |page: usize| {
            let on_page = lines.iter().filter(move |line| line.page == page);
            on_page.map(|line| line.baseline).fold(f64::MAX, f64::min)
        };
        for page in 1..book.pages.len() {
            let top = top(page);
            let heads = lines.iter().filter(|line| line.page == page && line.baseline < top + 4.0);
            let heads: Vec<&str> = heads.map(|line| line.text.trim()).collect();
            assert!(names.iter().all(|name| heads.contains(name)), "{edition}, page {page}: {heads:?}");
        }
    }
}

#[test]
fn every_row_has_the_lines_of_the_design() {
    let (_, book) = support::real("a4");
    let lines = seen::lines(&book);
    for (page, blocks) in [PAGE_1, PAGE_2].into_iter().enumerate() {
        for block in blocks {
            let head = block.top + 15.6;
            let title = line_at(&lines, page, EDGES[0], head);
            assert!(
                title.text.starts_with(block.title),
                "{:?} stands where {} should",
                title.text,
                block.title
            );
            for edge in EDGES {
                let head_line = line_at(&lines, page, edge, head);
                near(head_line.x, edge, 0.05, block.title);
                near(head_line.baseline, head, 0.05, block.title);
            }
            let mut top = block.top + 20.0;
            for (topic, wanted) in block.rows {
                let most = wanted.iter().fold(0, |most, lines| most.max(*lines));
                let bottom = top + 10.0 * f64::from(most) + 5.0;
                row(&lines, page, (top, bottom), topic, *wanted);
                top = bottom;
            }
        }
    }
}

fn row(lines: &[Line], page: usize, (top, bottom): (f64, f64), topic: &str, wanted: [u8; 3]) {
    let name = line_at(lines, page, EDGES[0], top + 10.6);
    assert!(name.text.trim_start().starts_with(topic), "{:?} stands where {topic} should", name.text);
    let strips = [(EDGES[0], LANE_RIGHT), (EDGES[1], LEFT_RIGHT), (EDGES[2], RIGHT)];
    for (strip, wanted) in strips.into_iter().zip(wanted) {
        let found = baselines(lines, page, strip, (top, bottom));
        // Fragments of a spanning row begin anywhere.
        if wanted > 0 {
            assert_eq!(found.len(), usize::from(wanted), "lines of {topic} from {}: {found:?}", strip.0);
            for (place, baseline) in found.iter().enumerate() {
                near(*baseline, top + 10.6 + 10.0 * place as f64, 0.05, topic);
            }
            if strip.0 != EDGES[0] {
                near(line_at(lines, page, strip.0, top + 10.6).x, strip.0, 0.05, topic);
            }
        }
    }
}

#[test]
fn decision_rows_and_band_lines_are_as_many_as_in_the_design() {
    let (_, book) = support::real("a4");
    let lines = seen::lines(&book);
    let topics = ["Traffic", "Money", "Trust", "Size", "Time", "Code"];
    for (place, topic) in topics.into_iter().enumerate() {
        let y = 159.0 + 12.0 * place as f64;
        assert_eq!(line_at(&lines, 0, EDGES[0], y).text, topic);
        // Texts hang behind their tick boxes.
        near(line_at(&lines, 0, EDGES[1], y).x, EDGES[1] + 10.5, 0.05, topic);
        near(line_at(&lines, 0, EDGES[2], y).x, EDGES[2] + 10.5, 0.05, topic);
    }
    for (page, top, count) in [(0, 745.2, 6), (1, 727.2, 8)] {
        let found = baselines(&lines, page, (EDGES[1], RIGHT), (top, 805.0));
        assert_eq!(found.len(), count, "band of page {}", page + 1);
        for (place, baseline) in found.iter().enumerate() {
            near(*baseline, top + 12.1 + 9.0 * place as f64, 0.05, "band");
        }
    }
    assert_eq!(baselines(&lines, 0, (EDGES[1], RIGHT), (82.5, 130.0)).len(), 3, "lines of the summary");
}

#[test]
fn one_body_size_on_all_pages() {
    for id in ["a4", "letter", "bound", "gray", "press", "a3"] {
        let (_, book) = support::real(id);
        let sizes: Vec<BTreeSet<String>> =
            (0..book.pages.len()).map(|page| topic_sizes(&book, page)).collect();
        assert_eq!(sizes[0].len(), 1, "edition {id}: {sizes:?}");
        assert!(sizes.iter().all(|page| *page == sizes[0]), "edition {id}: {sizes:?}");
    }
}

/// Sizes of the topics of a page, marks and callouts aside.
fn topic_sizes(book: &Book, page: usize) -> BTreeSet<String> {
    let fonts = Fonts::bundled();
    let topics = seen::items(book).filter_map(|(at, item)| {
        let Content::Glyphs(run) = &item.content else { return None };
        let is_header = seen::ancestor(book, item.tag?, |role| matches!(role, Role::TH { .. })).is_some();
        let is_topic = at == page && is_header && fonts.face(run.face).name().ends_with("Medium");
        is_topic.then(|| format!("{:.3}", run.size.to_pt()))
    });
    topics.collect()
}

fn runs(book: &Book) -> Vec<(usize, &GlyphRun)> {
    let items = seen::items(book);
    items
        .filter_map(
            |(page, item)| if let Content::Glyphs(run) = &item.content { Some((page, run)) } else { None },
        )
        .collect()
}

/// Large print is not among them: its figures are its own.
const EDITIONS: [&str; 7] = ["a4", "letter", "gray", "bound", "quick", "a3", "press"];

#[test]
fn nothing_is_printed_too_small() {
    let fonts = Fonts::bundled();
    for id in EDITIONS {
        let (_, book) = support::real(id);
        for (page, run) in runs(&book) {
            let (name, size) = (fonts.face(run.face).name(), run.size.to_pt());
            let what = format!("{:?} on page {} of {id} at {size:.2} pt", run.text(), page + 1);
            if name.contains("Mono") {
                // x-height 0.516 em.
                assert!(size * 0.516 * 25.4 / 72.0 >= 1.2, "{what}");
            } else if run
                .text()
                .trim_start()
                .chars()
                .all(|character| character.is_ascii_digit() || character == ',')
            {
                // Source numbers: digits 0.698 em high.
                assert!(size >= 5.7 - 1e-9 && size * 0.698 * 25.4 / 72.0 >= 1.4 - 0.005, "{what}");
            } else if size < 7.5 - 1e-9 {
                let is_mark =
                    ["volatile", "new", "disputed", "cont."].iter().any(|word| run.text().trim() == *word);
                assert!(is_mark && size >= 7.0 - 1e-9, "{what}");
            }
        }
    }
}

#[test]
fn nothing_is_printed_near_an_edge() {
    let edge = 8.0 * 72.0 / 25.4 - 1e-6;
    for id in EDITIONS {
        let (_, book) = support::real(id);
        for (page, item) in seen::items(&book) {
            let (width, height) = (book.pages[page].size.width.to_pt(), book.pages[page].size.height.to_pt());
            let (left, top, right, bottom) = match &item.content {
                Content::Glyphs(run) => {
                    let (x, y, size) = (run.origin.x.to_pt(), run.origin.y.to_pt(), run.size.to_pt());
                    (x, y - 0.78 * size, seen::right(run), y + 0.22 * size)
                }
                Content::Path(path) => {
                    let ink = seen::ink(path);
                    (ink.origin.x.to_pt(), ink.origin.y.to_pt(), ink.right().to_pt(), ink.bottom().to_pt())
                }
                Content::Image(image) => {
                    let area = image.area;
                    (
                        area.origin.x.to_pt(),
                        area.origin.y.to_pt(),
                        area.right().to_pt(),
                        area.bottom().to_pt(),
                    )
                }
            };
            let inside = left >= edge && top >= edge && right <= width - edge && bottom <= height - edge;
            assert!(inside, "page {} of {id}: {left:.2},{top:.2} to {right:.2},{bottom:.2}", page + 1);
        }
    }
}

#[test]
fn no_rule_is_too_thin() {
    for id in EDITIONS {
        let (_, book) = support::real(id);
        for page in 0..book.pages.len() {
            for path in seen::paths(&book, page) {
                if let Some(stroke) = &path.stroke {
                    assert!(stroke.width.to_pt() >= 0.25 - 1e-9, "{id}: {path:?}");
                }
                let area = seen::ink(path).size;
                assert!(
                    area.width.to_pt().max(area.height.to_pt()) >= 0.25
                        && area.width.to_pt().min(area.height.to_pt()) >= 0.25 - 1e-9,
                    "{id}: {path:?}"
                );
            }
        }
    }
}

#[test]
fn no_text_stands_on_a_fill() {
    for id in EDITIONS {
        let (_, book) = support::real(id);
        for page in 0..book.pages.len() {
            let fills: Vec<&Path> = seen::paths(&book, page).filter(|path| path.fill.is_some()).collect();
            for (_, run) in runs(&book).into_iter().filter(|(at, _)| *at == page) {
                let (x, y, size) = (run.origin.x.to_pt(), run.origin.y.to_pt(), run.size.to_pt());
                let (right, top) = (seen::right(run), y - 0.5 * size);
                let behind = fills.iter().find(|path| {
                    let ink = seen::ink(path);
                    let (left, upper) = (ink.origin.x.to_pt(), ink.origin.y.to_pt());
                    left < right - 0.1
                        && ink.right().to_pt() > x + 0.1
                        && upper < y - 0.1
                        && ink.bottom().to_pt() > top + 0.1
                });
                assert!(behind.is_none(), "{id}: {:?} at {x:.2},{y:.2} stands on {behind:?}", run.text());
            }
        }
    }
}

/// WCAG 2.2's relative luminance.
fn luminance(colour: Colour) -> f64 {
    let linear = |level: u8| {
        let level = f64::from(level) / 255.0;
        if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    };
    match colour {
        Colour::Rgb(red, green, blue) => {
            0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }
        Colour::Gray(level) => linear(level),
    }
}

fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

const PAPER: Colour = Colour::Rgb(0xFF, 0xFF, 0xFF);

#[test]
fn the_sides_differ_and_everything_stands_out_from_the_paper() {
    for id in EDITIONS {
        let (_, book) = support::real(id);
        for (page, run) in runs(&book) {
            let ratio = contrast(run.colour, PAPER);
            assert!(ratio >= 4.5, "{:?} on page {} of {id}: {ratio:.2}", run.text(), page + 1);
        }
        for page in 0..book.pages.len() {
            let paths: Vec<&Path> = seen::paths(&book, page).collect();
            for path in &paths {
                if let Some(stroke) = &path.stroke {
                    let is_dark = contrast(stroke.colour, PAPER) >= 3.0;
                    assert!(is_dark || is_on_dark(path, &paths), "{id}: {path:?}");
                }
                if path.fill.is_some_and(|fill| contrast(fill, PAPER) < 3.0) {
                    assert!(
                        is_outlined(path, &paths) || is_on_dark(path, &paths),
                        "{id}: a pale fill without outline: {path:?}"
                    );
                }
            }
        }
    }
    let (_, book) = support::real("a4");
    let lines = seen::lines(&book);
    let (left, right) = (line_at(&lines, 0, EDGES[1], 49.5), line_at(&lines, 0, EDGES[2], 49.5));
    let ratio = contrast(left.colour, right.colour);
    assert!((2.0..3.0).contains(&ratio), "left against right: {ratio:.2}");
    assert_eq!([left.colour, right.colour], [Colour::Rgb(0x0B, 0x35, 0x63), Colour::Rgb(0xBA, 0x50, 0x0E)]);
}

/// Whether a white line lies within a dark shape.
fn is_on_dark(line: &Path, paths: &[&Path]) -> bool {
    let inner = seen::bounds(line);
    paths.iter().any(|path| {
        let outer = seen::bounds(path);
        path.fill.is_some_and(|fill| contrast(fill, PAPER) >= 4.5)
            && outer.origin.x < inner.origin.x
            && outer.origin.y < inner.origin.y
            && inner.right() < outer.right()
            && inner.bottom() < outer.bottom()
    })
}

/// Whether a fill has an outline that stands out, its own or another path's.
fn is_outlined(fill: &Path, paths: &[&Path]) -> bool {
    let area = seen::bounds(fill);
    paths.iter().any(|path| {
        let Some(stroke) = &path.stroke else { return false };
        let other = seen::bounds(path);
        let near = |a: cheatsheet::geom::Abs, b: cheatsheet::geom::Abs| (a - b).abs().to_pt() < 1.5;
        contrast(stroke.colour, PAPER) >= 3.0
            && near(area.origin.x, other.origin.x)
            && near(area.origin.y, other.origin.y)
            && near(area.right(), other.right())
            && near(area.bottom(), other.bottom())
    })
}

#[test]
fn section_edges_fall_on_the_half_unit_grid() {
    for id in ["a4", "letter", "gray", "bound", "press", "a3"] {
        let (_, book) = support::real(id);
        let sizes = topic_sizes(&book, 0);
        let body: f64 = sizes.first().unwrap().parse().unwrap();
        let half = body / 8.5 * 2.5;
        for page in 0..book.pages.len() {
            let live = seen::rules(&book, page).into_iter().filter(|rule| {
                let is_wide = rule.right - rule.x > book.pages[page].size.width.to_pt() * 0.8;
                is_wide && rule.thickness > 0.5 && rule.colour == ink(&book)
            });
            let mut live: Vec<f64> = live.map(|rule| rule.y - 25.0).collect();
            // The band is set from the bottom.
            live.pop();
            for y in live {
                let steps = y / half;
                assert!(
                    (steps - steps.round()).abs() < 0.01,
                    "{id}, page {}: {y:.2} is {steps:.2} half units",
                    page + 1
                );
            }
        }
    }
}

/// The colour of section rules.
fn ink(book: &Book) -> Colour {
    if book.meta.gray { Colour::Gray(0) } else { Colour::Rgb(0x11, 0x11, 0x11) }
}

/// The real sheet with its subjects the other way round.
fn swapped() -> Sheet {
    let mut value: serde_json::Value = serde_json::from_slice(&support::real_source()).expect("it is JSON");
    value["subjects"].as_array_mut().expect("it is a list").reverse();
    let reading = input::read(value.to_string().as_bytes());
    reading.sheet.expect("the sheet stays sound")
}

#[test]
fn swapping_the_subjects_mirrors_the_sheet() {
    let (_, book) = support::real("a4");
    let sheet = swapped();
    let resources = support::pictures(&sheet, &support::project("data"));
    let edition = support::edition(&sheet, "a4");
    let mirror = support::lay(&sheet, edition, &resources, &Fonts::bundled());

    let names = |book: &Book| -> Vec<String> {
        let lines = seen::lines(book);
        let is_name = |line: &&Line| line.page == 0 && line.size > 13.5;
        let name = |line: &Line| line.text.trim_end_matches("[vs.]").to_owned();
        lines.iter().filter(is_name).map(name).collect()
    };
    let mut back = names(&mirror);
    back.reverse();
    assert_eq!(names(&book), back);

    // The left bar is solid and the right one segmented, whoever stands there; as many bars, hatches and boxes.
    let kinds = |book: &Book, colour: Colour| -> (usize, usize, usize) {
        let all: Vec<&Path> = (0..book.pages.len()).flat_map(|page| seen::paths(book, page)).collect();
        let solid = all.iter().filter(|path| path.fill == Some(colour) && path.segments.len() == 5);
        let hatched = all.iter().filter(|path| path.clip.is_some());
        let is_stroked = |path: &&&Path| path.stroke.as_ref().is_some_and(|stroke| stroke.colour == colour);
        let is_square = |path: &&&Path| {
            let size = seen::bounds(path).size;
            path.fill.is_none()
                && path.segments.len() == 5
                && (size.width - size.height).abs().to_pt() < 1e-6
                && size.width.to_pt() < 6.0
        };
        let first: Vec<&Path> = seen::paths(book, 0).collect();
        let boxes = first.iter().filter(is_stroked).filter(is_square);
        (solid.count(), hatched.filter(is_stroked).count(), boxes.count())
    };
    let (left, right) = (Colour::Rgb(0x0B, 0x35, 0x63), Colour::Rgb(0xBA, 0x50, 0x0E));
    let (solid, hatched_left, ticks) = kinds(&book, left);
    assert!(
        solid > 0 && ticks == 6 && hatched_left == 0,
        "{solid} solid, {ticks} boxes, {hatched_left} hatched"
    );
    assert_eq!(kinds(&mirror, left).1, 0, "the left side is never hatched");
    assert_eq!(kinds(&mirror, left).2, ticks);
    assert!(kinds(&book, right).1 > 0 && kinds(&mirror, right).1 > 0);

    // Not a word more or less in what is read; what is repeated on further pages is not read again.
    assert_eq!(unlike(&words(&book), &words(&mirror)), Vec::<String>::new());
}

/// All words that are read, however their lines break.
fn words(book: &Book) -> Vec<String> {
    let read = seen::items(book).filter(|(_, item)| item.tag.is_some());
    let mut text = String::new();
    let mut before = None;
    for (page, item) in read {
        let Content::Glyphs(run) = &item.content else { continue };
        if before != Some((page, item.tag)) {
            text.push(' ');
        }
        before = Some((page, item.tag));
        text.push_str(&run.text());
    }
    let text = text.replace("vs.", " ");
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

/// What is in one of two sorted lists alone.
fn unlike(a: &[String], b: &[String]) -> Vec<String> {
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        let mut left = b.to_vec();
        let mut only = Vec::new();
        for word in a {
            match left.iter().position(|other| other == word) {
                Some(place) => drop(left.remove(place)),
                None => only.push(word.clone()),
            }
        }
        only
    };
    [only(a, b), only(b, a)].concat()
}
