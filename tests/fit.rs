//! The fit: its advice is true, and more text never gives larger type.

mod support;

use cheatsheet::diag::{Code, Diagnostic, Span};
use cheatsheet::display::{Book, Content, Page};
use cheatsheet::geom::Abs;
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use serde_json::{Value, json};

/// A sheet of so many rows, for one page; the cells are of some length each.
fn sheet_of(cells: &[[usize; 2]], edition: &Value) -> Value {
    let row = |(index, lengths): (usize, &[usize; 2])| json!({ "topic": format!("Topic {index}"), "cells": { "a": words(lengths[0]), "b": words(lengths[1]) } });
    let rows: Vec<Value> = cells.iter().enumerate().map(row).collect();
    let sections: Vec<Value> = rows.chunks(7).map(|rows| json!({ "title": "Part", "items": rows })).collect();
    json!({
        "title": "Fit", "language": "en", "edition": { "version": "1", "date": "2026-01-01" },
        "subjects": [{ "id": "a", "name": "Apples" }, { "id": "b", "name": "Bricks" }],
        "sections": sections, "editions": [edition],
    })
}

/// So many words of different lengths.
fn words(count: usize) -> String {
    let words = ["room", "of", "measure", "a", "larger", "type", "and", "pages"];
    (0..count).map(|index| words[index % words.len()]).collect::<Vec<_>>().join(" ")
}

fn lay(source: &str, fonts: &Fonts) -> Result<Book, Vec<Diagnostic>> {
    let sheet = support::sheet(source.as_bytes());
    let edition = sheet.editions[0].clone();
    match cheatsheet::layout(&sheet, &edition, &Resources::default(), fonts) {
        Ok(layout) => Ok(layout.book),
        Err(found) => Err(found),
    }
}

/// The size of the first topic, which is the body size.
fn body(book: &Book) -> Abs {
    let mut items = book.pages.iter().flat_map(|page| &page.items);
    let size = items.find_map(|item| match &item.content {
        Content::Glyphs(run) if run.text().trim() == "Topic 0" => Some(run.size),
        _ => None,
    });
    size.expect("the first topic is drawn")
}

/// A number below `limit` from a sequence that is the same each time.
fn next(state: &mut u64, limit: u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from((*state >> 33) % limit).unwrap_or(0)
}

fn random_cells(state: &mut u64, rows: usize) -> Vec<[usize; 2]> {
    (0..rows).map(|_| [1 + next(state, 14), 1 + next(state, 18)]).collect()
}

#[test]
fn growing_a_cell_never_makes_the_type_larger() {
    let fonts = Fonts::bundled();
    let edition = json!({ "id": "x", "paper": "a4", "pages": 1 });
    let mut state = 7;
    for _ in 0..4 {
        let mut cells = random_cells(&mut state, 34);
        let (row, side) = (next(&mut state, 34), next(&mut state, 2));
        let mut last = None;
        for _ in 0..14 {
            let size = lay(&sheet_of(&cells, &edition).to_string(), &fonts).ok().map(|book| body(&book));
            if let Some((before, after)) = last.zip(size) {
                assert!(after <= before, "{after:?} after {before:?}, row {row}");
            }
            // Once it does not fit, it never does again.
            assert!(last.is_some() || size.is_none() || cells[row][side] < 100, "{cells:?}");
            if size.is_none() {
                break;
            }
            last = size;
            cells[row][side] += 1 + next(&mut state, 3);
        }
        assert!(last.is_some());
    }
}

/// The largest size of a text with these characters: that of its row's topic.
fn size_of(book: &Book, text: &str) -> Option<Abs> {
    let items = book.pages.iter().flat_map(|page| &page.items);
    let sizes = items.filter_map(|item| match &item.content {
        Content::Glyphs(run) if run.text().trim() == text => Some(run.size),
        _ => None,
    });
    sizes.reduce(Abs::max)
}

#[test]
fn growing_a_cell_of_the_real_sheet_never_makes_its_type_larger() {
    let fonts = Fonts::bundled();
    let source: Value = serde_json::from_slice(&support::real_source()).expect("it is JSON");
    let resources = support::pictures(&support::sheet(&support::real_source()), &support::project("data"));
    for (item, subject) in [(0, "default"), (1, "managed")] {
        let mut grown = source.clone();
        let mut last = None;
        for word in words(16).split(' ') {
            let sheet = support::sheet(grown.to_string().as_bytes());
            let laid_out = cheatsheet::layout(&sheet, &sheet.editions[0], &resources, &fonts);
            let Ok(layout) = laid_out else { break };
            let size = size_of(&layout.book, "Runs on").expect("the topic is drawn");
            assert!(last.is_none_or(|last| size <= last), "{size:?} after {last:?} at `{word}`");
            last = Some(size);
            let cell = &mut grown["sections"][0]["items"][item]["cells"][subject];
            *cell = json!(format!("{} {word}", cell.as_str().expect("a text")));
        }
        assert!(last.is_some());
    }
}

/// Cuts characters from the end of a text, as the advice says.
fn cut(source: &mut String, span: Span, characters: usize) {
    let text: String = serde_json::from_str(&source[span.start..span.end]).expect("the place is a text");
    let kept: String = text.chars().take(text.chars().count() - characters).collect();
    source.replace_range(span.start..span.end, &json!(kept).to_string());
}

fn number_after(text: &str, before: &str) -> Option<usize> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[test]
fn cutting_what_is_asked_for_makes_it_fit() {
    let fonts = Fonts::bundled();
    let edition = json!({ "id": "x", "paper": "a4", "pages": 1 });
    let mut state = 11;
    let mut tried = 0;
    for rows in (36..60).flat_map(|rows| [rows, rows]) {
        let mut source = sheet_of(&random_cells(&mut state, rows), &edition).to_string();
        let Err(found) = lay(&source, &fonts) else { continue };
        let error = found.iter().find(|found| found.code == Code::DoesNotFit).expect("it does not fit");
        let advice = &error.help[0];
        let enough = number_after(advice, "cutting the first ")
            .or_else(|| number_after(advice, "cutting these "))
            .or_else(|| advice.starts_with("cutting the first of").then_some(1));
        let Some(enough) = enough else { continue };
        assert!(error.related.len() >= enough, "{error:#?}");
        let mut cuts: Vec<_> = error.related[..enough].to_vec();
        cuts.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        for (span, message) in cuts {
            cut(&mut source, span, number_after(&message, "cut ").expect("it says how much"));
        }
        let fits = lay(&source, &fonts);
        assert!(fits.is_ok(), "{rows} rows: {advice}");
        tried += 1;
    }
    assert!(tried >= 5, "only {tried} sheets were worth cutting");
}

#[test]
fn what_else_would_do_does() {
    let fonts = Fonts::bundled();
    let edition = json!({ "id": "x", "paper": "a4", "pages": 1 });
    let sheet = sheet_of(&random_cells(&mut 3, 60), &edition);
    let Err(found) = lay(&sheet.to_string(), &fonts) else { panic!("60 rows fit a page") };
    let help = found[0].help.iter().find(|help| help.starts_with("or allow ")).expect("it says what else");
    let pages = number_after(help, "or allow ").expect("it says how many");
    let more = json!({ "id": "x", "paper": "a4", "pages": pages });
    let mut larger = sheet;
    larger["editions"] = json!([more]);
    let book = lay(&larger.to_string(), &fonts).expect("so many pages are enough");
    let size = format!("{:.2} pt", body(&book).to_pt());
    assert!(help.contains(&size), "{help}: {size}");
}

/// All text of a page, in the order in which it is drawn.
fn text(page: &Page) -> String {
    let runs = page.items.iter().filter_map(|item| match &item.content {
        Content::Glyphs(run) => Some(run.text()),
        _ => None,
    });
    runs.collect()
}

#[test]
fn a_foot_of_many_pages_is_no_advice_to_cut_nothing() {
    let edition = json!({ "id": "x", "paper": "a4", "pages": 2 });
    let mut sheet = sheet_of(&[[30, 30], [40, 12], [5, 50]], &edition);
    sheet["notes"] = json!([{ "label": "Note", "text": words(9000) }]);
    let Err(found) = lay(&sheet.to_string(), &Fonts::bundled()) else { panic!("9,000 words fit two pages") };
    let help = &found[0].help[0];
    assert_eq!(help, "these cells are the cheapest to shorten, but that alone will not do", "{found:#?}");
}

#[test]
fn the_page_of_the_sources_is_the_one_that_is_named() {
    let fonts = Fonts::bundled();
    let edition = json!({ "id": "x", "paper": "a4" });
    let mut seen = [false; 2];
    for rows in 24..56 {
        let mut sheet = sheet_of(&vec![[1, 1]; rows], &edition);
        // What tells that they stand below takes so much room that they do not.
        sheet["words"] = json!({ "sources_below": words(120), "sources_on": "listed on page {page}" });
        let entry = |id: &str| json!({ "id": id, "title": format!("Source {id}"), "url": format!("https://example.org/{id}") });
        sheet["sources"] = json!([{ "group": "Found", "entries": [entry("s"), entry("t")] }]);
        sheet["sections"][0]["items"][0]["cells"]["a"] = json!("a[^s][^t]");
        let book = lay(&sheet.to_string(), &fonts).expect("it fits as many pages as it takes");
        let page = book.pages.iter().position(|page| text(page).contains("Found")).expect("they are printed");
        let names = number_after(&text(&book.pages[0]), "listed on page\u{a0}")
            .or_else(|| number_after(&text(&book.pages[0]), "listed on page "));
        assert_eq!(names, (page > 0).then_some(page + 1), "{rows} rows");
        seen[page.min(1)] = true;
    }
    assert_eq!(seen, [true, true]);
}

#[test]
fn a_qr_code_alone_takes_no_page() {
    let fonts = Fonts::bundled();
    let edition = json!({ "id": "x", "paper": "a4" });
    for rows in 60..100 {
        let mut sheet = sheet_of(&vec![[1, 1]; rows], &edition);
        sheet["edition"]["url"] = json!("https://example.org/x");
        let book = lay(&sheet.to_string(), &fonts).expect("it fits as many pages as it takes");
        assert!(book.pages.iter().all(|page| text(page).contains("Topic")), "{rows} rows");
    }
}

/// A foot that stands takes more than one that flows, as it does from some size on.
#[test]
fn a_size_that_fits_is_found_though_smaller_ones_do_not() {
    let fonts = Fonts::bundled();
    let size = |least: f64, most: f64| {
        let edition = json!({ "id": "a4", "pages": 2, "type": { "min_pt": least, "max_pt": most } });
        let mut value = sheet_of(&[[4, 1]; 64], &edition);
        let group =
            |id: String, title: &str| json!({ "group": id, "entries": [{ "id": id, "title": title }] });
        let short = (0..40).map(|index| group(format!("short{index}"), "t"));
        let long = (0..2).map(|index| group(format!("long{index}"), words(34).as_str()));
        value["sources"] = short.chain(long).collect();
        lay(&value.to_string(), &fonts).ok().map(|book| body(&book))
    };
    assert_eq!([size(8.0, 8.0), size(8.5, 8.5)], [None, Some(Abs::pt(8.5))]);
    assert_eq!(size(8.0, 9.0), size(7.5, 9.0));
    assert!(size(7.5, 9.0) >= Some(Abs::pt(8.5)));
}
