//! The finished PDF, parsed back: what a reader's program finds in the file, judged against the sheet and the display list.

mod support;

use std::collections::BTreeSet;

use cheatsheet::display::{Book, Content, Target};
use cheatsheet::export::pdf::{self, Carried, Options, Standard};
use cheatsheet::export::png::{self, Zoom};
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use lopdf::{Dictionary, Object};
use serde_json::json;
use support::pdf::Pdf;
use support::strings;

const EDITIONS: [&str; 8] = ["a4", "letter", "gray", "bound", "quick", "large-print", "a3", "press"];

/// The file of an edition, as the command line would write it.
fn made(book: &Book) -> Vec<u8> {
    let source = Some(Carried::new("sheet.json", support::real_source()));
    pdf::export(book, &Fonts::bundled(), &Options { source, epoch: None, ..Options::default() })
        .expect("the book can be written")
}

#[test]
fn pages_and_boxes_are_those_of_the_edition() {
    for id in EDITIONS {
        let (sheet, book) = support::real(id);
        let edition = support::edition(&sheet, id);
        let pdf = Pdf::parse(&made(&book));
        assert_eq!(pdf.pages.len(), book.pages.len(), "{id}");
        if let Some(most) = edition.pages {
            assert!(pdf.pages.len() <= most as usize, "{id}");
        }
        let size = edition.paper.size;
        let bleed = edition.bleed.to_pt();
        for page in &pdf.pages {
            let [media, trim, bled] = ["MediaBox", "TrimBox", "BleedBox"].map(|key| pdf.numbers(*page, key));
            near(trim[2] - trim[0], size.width.to_pt(), 0.01, id);
            near(trim[3] - trim[1], size.height.to_pt(), 0.01, id);
            for side in 0..2 {
                near(trim[side] - bled[side], bleed, 0.01, id);
                near(bled[side + 2] - trim[side + 2], bleed, 0.01, id);
                assert!(
                    media[side] <= bled[side] && bled[side + 2] <= media[side + 2],
                    "{id}: {media:?} {bled:?}"
                );
            }
            assert_eq!(media[..2], [0.0, 0.0], "{id}");
        }
    }
}

#[test]
fn every_font_is_embedded_as_a_subset() {
    let (_, book) = support::real("a4");
    let pdf = Pdf::parse(&made(&book));
    let bundled = Fonts::bundled();
    let mut seen = BTreeSet::new();
    for page in &pdf.pages {
        for font in pdf.fonts(*page).values() {
            let name = pdf.name(font, "BaseFont");
            let (tag, face) = name.split_once('+').unwrap_or_else(|| panic!("{name} is no subset"));
            assert!(tag.len() == 6 && tag.bytes().all(|letter| letter.is_ascii_uppercase()), "{name}");
            assert!(font.has(b"ToUnicode"), "{name}");
            let descendant = pdf.described(font);
            let descriptor = pdf.dictionary(descendant.get(b"FontDescriptor").expect("a descriptor"));
            let file =
                descriptor.get(b"FontFile2").or_else(|_| descriptor.get(b"FontFile3")).expect("a font file");
            let size = pdf.stream(file).len();
            assert!(size > 500 && size < 40_000, "{name} takes {size} bytes");
            seen.insert(face.to_owned());
        }
    }
    let known: BTreeSet<String> =
        (0..8).map(|face| bundled.face(cheatsheet::text::FaceId(face)).name().to_owned()).collect();
    assert!(!seen.is_empty() && seen.is_subset(&known), "{seen:?}");
}

#[test]
fn the_text_holds_every_string_of_the_sheet_in_order() {
    for id in EDITIONS {
        let (sheet, book) = support::real(id);
        let edition = support::edition(&sheet, id);
        let text = Pdf::parse(&made(&book)).read_aloud();
        // Marks, source numbers, labels of our own stand between the strings of the sheet.
        strings::assert_in_order(&text, &strings::body(&sheet, edition), 130);
    }
}

#[test]
fn words_are_whole_and_spaced_for_those_who_search() {
    let (sheet, book) = support::real("a4");
    let text = strings::spaced(&Pdf::parse(&made(&book)).read_aloud());
    let body = strings::body(&sheet, support::edition(&sheet, "a4"));
    let notes = sheet.notes.iter().flat_map(|note| [&note.label, &note.text]);
    let terms = sheet.glossary.iter().flat_map(|term| [&term.term, &term.meaning]);
    let foot = notes.chain(terms).flat_map(strings::pieces);
    // The last sources are cited by the reserve alone.
    let titles = sheet.all_sources().take(39).flat_map(|source| strings::pieces(&source.title));
    for string in body.into_iter().chain(foot).chain(titles) {
        let wanted = strings::spaced(&string);
        assert!(text.contains(&wanted), "{wanted:?} cannot be found by searching");
    }
}

#[test]
fn words_that_are_parted_are_read_whole() {
    let sheet = support::sheet(include_bytes!("cases/layout/soft-hyphens.json"));
    let fonts = Fonts::bundled();
    let book = support::lay(&sheet, &sheet.editions[0], &Resources::default(), &fonts);
    for standard in [Standard::Ua1, Standard::Ua2] {
        let options = Options { standard, ..Options::default() };
        let pdf = Pdf::parse(&pdf::export(&book, &fonts, &options).expect("the book can be written"));
        let text = pdf.read_aloud();
        assert!(
            text.matches('\u{AD}').count() > 8,
            "hyphens stand for soft ones (ISO 32000-1, 14.8.2.2.3): {text:?}"
        );
        let text = strings::spaced(&text.replace('\u{AD}', ""));
        for string in strings::body(&sheet, &sheet.editions[0]) {
            let wanted = strings::spaced(&string.replace('\u{AD}', ""));
            assert!(text.contains(&wanted), "{wanted:?} is not in {text:?}");
        }
        if standard == Standard::Ua2 {
            // Its outline leads to elements.
            continue;
        }
        let [title] = &pdf.outline()[..] else { panic!("one title") };
        let heard = pdf.links().into_iter().map(|link| link.contents);
        let titles = title.children.iter().map(|mark| mark.title.clone()).chain([title.title.clone()]);
        assert!(heard.chain(titles).all(|text| !text.contains('\u{AD}')), "titles are for other places");
    }
}

#[test]
fn what_is_repeated_is_an_artifact() {
    let (sheet, book) = support::real("a4");
    let shown = Pdf::parse(&made(&book)).text();
    let name = sheet.subjects[1].name.plain();
    let on = |page: usize, artifact: bool| -> String {
        shown
            .iter()
            .filter(|text| text.page == page && text.artifact == artifact)
            .map(|text| &*text.text)
            .collect()
    };
    assert!(on(0, false).contains(&name) && !on(0, true).contains(&name));
    assert!(on(1, true).contains(&name));
    assert!(on(0, true).contains("page 1 of 2") && on(1, true).contains("page 2 of 2"));
}

#[test]
fn source_numbers_lead_to_entries_and_entries_to_pages() {
    let (sheet, book) = support::real("a4");
    let pdf = Pdf::parse(&made(&book));
    let annotations = pdf.links();
    let areas: usize = book.pages.iter().flat_map(|page| &page.links).map(|link| link.areas.len()).sum();
    assert_eq!(annotations.len(), areas, "one annotation for each line of a link");

    let mut addresses = BTreeSet::new();
    let mut cited = BTreeSet::new();
    let mut found = annotations.iter();
    for (at, page) in book.pages.iter().enumerate() {
        for link in &page.links {
            for _ in &link.areas {
                let annotation = found.next().expect("as many annotations as areas");
                assert_eq!(annotation.page, at);
                assert!(!annotation.contents.is_empty(), "a link says where it leads");
                match &link.target {
                    Target::Uri(address) => {
                        assert_eq!(annotation.address.as_deref(), Some(&**address));
                        addresses.insert(address.clone());
                    }
                    Target::Place(place) => {
                        let wanted = book.places[*place];
                        let (page, x, y) = annotation.place.expect("it leads to a place");
                        assert_eq!(page, wanted.page);
                        // Places are written in whole points, outwards.
                        near(x, wanted.x.to_pt(), 1.0, "x of a place");
                        near(book.pages[page].size.height.to_pt() - y, wanted.y.to_pt(), 1.0, "y of a place");
                        cited.insert(*place);
                    }
                }
            }
        }
    }
    // The place of a source is just above the entry that bears its number. An edition prints those that it cites.
    for (index, source) in sheet.all_sources().enumerate().filter(|(index, _)| cited.contains(index)) {
        let place = book.places[index];
        let number = (index + 1).to_string();
        let is_entry = support::seen::items(&book).any(|(page, item)| {
            let cheatsheet::display::Content::Glyphs(run) = &item.content else { return false };
            let below = (run.origin.y - place.y).to_pt();
            page == place.page && (0.0..12.0).contains(&below) && run.text().trim() == number
        });
        assert!(is_entry, "source {number} ({}) has no entry at its place", source.title.plain());
        if let Some(url) = &source.url {
            assert!(addresses.contains(url.as_str()), "nothing leads to {url}");
        }
    }
    assert_eq!(cited, (0..39).collect::<BTreeSet<usize>>(), "sources that a number leads to");
    let newest = sheet.release.url.expect("the sheet has an address").text;
    assert!(addresses.iter().any(|address| address.contains(&newest)), "the newest edition is linked");
}

#[test]
fn the_outline_is_nested_and_leads_to_the_sections() {
    let (sheet, book) = support::real("a4");
    let pdf = Pdf::parse(&made(&book));
    let outline = pdf.outline();
    assert_eq!(outline.len(), 1);
    assert_eq!(outline[0].title, sheet.title);
    let titles: Vec<String> = outline[0].children.iter().map(|mark| mark.title.clone()).collect();
    let sections: Vec<String> = sheet.sections.iter().map(|section| section.title.plain()).collect();
    assert!(sections.iter().all(|section| titles.contains(section)), "{titles:?}");
    let order: Vec<&String> = titles.iter().filter(|title| sections.contains(title)).collect();
    assert_eq!(order, sections.iter().collect::<Vec<_>>());
    let line = sheet.timeline.as_ref().expect("a time line").title.plain();
    let groups = sheet.sources.iter().take(1).map(|group| group.group.plain());
    for headed in
        ["In one breath", "Choose", "Same on both", &line].map(str::to_owned).into_iter().chain(groups)
    {
        assert!(titles.contains(&headed), "{headed} is not among {titles:?}");
    }
    let mut before = (0, 0.0, f64::MAX);
    for mark in &outline[0].children {
        let (page, x, y) = mark.place;
        // The groups of sources may stand in columns.
        let goes_on = page > before.0 || (page == before.0 && (y < before.2 || x > before.1));
        assert!(goes_on, "{} goes back", mark.title);
        before = (page, x, y);
    }
}

#[test]
fn metadata_say_what_the_sheet_says() {
    for id in ["a4", "gray"] {
        let (sheet, book) = support::real(id);
        let pdf = Pdf::parse(&made(&book));
        let info = pdf.dictionary(pdf.document.trailer.get(b"Info").expect("Info"));
        assert_eq!(pdf.string(info, "Title"), sheet.title);
        assert!(pdf.string(info, "CreationDate").starts_with("D:20261123"), "the date of the content");
        let catalog = pdf.document.catalog().expect("a catalog");
        assert_eq!(pdf.string(catalog, "Lang"), sheet.language.text);
        let shown = pdf.dictionary(catalog.get(b"ViewerPreferences").expect("preferences"));
        assert_eq!(shown.get(b"DisplayDocTitle").and_then(Object::as_bool).ok(), Some(true));
        assert!(
            catalog.has(b"PageLabels") && catalog.has(b"StructTreeRoot") && catalog.has(b"OutputIntents")
        );
        let xmp =
            String::from_utf8(pdf.stream(catalog.get(b"Metadata").expect("XMP"))).expect("XMP is UTF-8");
        assert!(xmp.contains(&format!(">{}<", sheet.title)), "{xmp}");
        assert!(xmp.contains("pdfuaid:part=\"1\"") && xmp.contains("pdfaid:part=\"3\""), "{xmp}");
    }
}

#[test]
fn the_gray_edition_has_no_colour() {
    let (_, book) = support::real("gray");
    let pdf = Pdf::parse(&made(&book));
    for page in &pdf.pages {
        for operation in pdf.operations(*page) {
            let is_colour = matches!(
                &*operation.operator,
                "rg" | "RG" | "k" | "K" | "cs" | "CS" | "sc" | "SC" | "scn" | "SCN"
            );
            assert!(!is_colour, "{operation:?}");
        }
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let (_, book) = support::real("a4");
    let first = made(&book);
    assert_eq!(first, made(&support::real("a4").1), "a second time");
    let threads: Vec<_> = (0..8).map(|_| std::thread::spawn(|| made(&support::real("a4").1))).collect();
    for (number, thread) in threads.into_iter().enumerate() {
        let bytes = thread.join().expect("the thread ends well");
        assert!(bytes == first, "thread {number} gives other bytes");
    }
}

#[test]
fn the_sheet_rides_inside() {
    let (_, book) = support::real("a4");
    let pdf = Pdf::parse(&made(&book));
    let catalog = pdf.document.catalog().expect("a catalog");
    let attached = pdf.document.dereference(catalog.get(b"AF").expect("AF")).expect("it is there").1;
    let file = pdf.dictionary(&attached.as_array().expect("a list")[0]);
    assert_eq!(pdf.name(file, "AFRelationship"), "Source");
    let streams = pdf.dictionary(file.get(b"EF").expect("EF"));
    assert_eq!(pdf.stream(streams.get(b"F").expect("F")), support::real_source());
}

#[test]
fn pages_are_drawn_and_their_qr_codes_lead_to_the_newest_edition() {
    for id in ["a4", "gray"] {
        let (sheet, book) = support::real(id);
        let bytes = made(&book);
        for page in 0..book.pages.len() {
            let png = png::picture(&bytes, page, Zoom::Scale(150.0 / 72.0)).expect("the page can be drawn");
            let picture = image::load_from_memory(&png).expect("it is a picture").into_luma8();
            let dark = picture.pixels().filter(|pixel| pixel.0[0] < 128).count();
            let share = dark as f64 / f64::from(picture.width() * picture.height());
            assert!((0.02..0.25).contains(&share), "{:.1} % of page {} are dark", share * 100.0, page + 1);
            let (width, height) = (picture.width() as usize, picture.height() as usize);
            let mut codes = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
                picture.get_pixel(x as u32, y as u32).0[0]
            });
            let found = codes.detect_grids();
            assert_eq!(found.len(), 1, "codes on page {} of {id}", page + 1);
            let (_, address) = found[0].decode().expect("the code can be read");
            assert_eq!(Some(address), sheet.release.url.as_ref().map(|url| url.text.clone()));
        }
    }
}

fn near(measured: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((measured - wanted).abs() <= tolerance, "{what}: {measured} instead of {wanted}");
}

#[test]
fn the_newer_standard_says_so_and_leads_to_elements() {
    let (_, book) = support::real("a4");
    let options = Options { standard: Standard::Ua2, ..Options::default() };
    let bytes = pdf::export(&book, &Fonts::bundled(), &options).expect("the book can be written");
    assert!(bytes.starts_with(b"%PDF-2.0"));
    let pdf = Pdf::parse(&bytes);
    assert!(!pdf.document.trailer.has(b"Info"), "PDF/A-4 has none");
    let inner = pdf.document.objects.values().filter_map(|object| object.as_dict().ok());
    let mut leading = 0;
    for entry in inner.filter(|entry| entry.has(b"Title") || entry.has(b"Rect")) {
        assert!(!entry.has(b"Dest"), "{entry:?}");
        let action = pdf.dictionary(entry.get(b"A").expect("an action"));
        if let Ok(target) = action.get(b"SD") {
            let element = target.as_array().expect("a destination").first().expect("an element");
            assert!(pdf.dictionary(element).has(b"S"), "{entry:?}");
            leading += 1;
        }
    }
    assert!(leading > 100, "{leading} links lead to elements");
    let root =
        pdf.dictionary(pdf.document.catalog().and_then(|all| all.get(b"StructTreeRoot")).expect("tags"));
    assert!(root.has(b"Namespaces"));
}

/// Bullets are drawn, and have no labels; terms and sources have some (ISO 32000-2, 14.8.5.5).
#[test]
fn lists_say_whether_they_have_labels() {
    let kinds = [
        list_kinds(include_bytes!("cases/layout/notes-glossary-sources.json")),
        list_kinds(include_bytes!("cases/layout/verdicts-points-code.json")),
    ];
    assert_eq!(kinds.concat(), ["Description", "Unordered"]);
}

/// The kinds of lists in the file of a sheet, each once, that go with their labels.
fn list_kinds(source: &[u8]) -> Vec<String> {
    let sheet = support::sheet(source);
    let fonts = Fonts::bundled();
    let book = support::lay(&sheet, &sheet.editions[0], &Resources::default(), &fonts);
    let options = Options { standard: Standard::Ua2, ..Options::default() };
    let pdf = Pdf::parse(&pdf::export(&book, &fonts, &options).expect("the book can be written"));
    let kids = |element: &Dictionary| -> Vec<Dictionary> {
        let kids = element.get(b"K").map(|kids| pdf.resolve(kids).clone());
        let kids = kids.map(|kids| kids.as_array().cloned().unwrap_or_else(|_| vec![kids]));
        kids.unwrap_or_default().iter().filter_map(|kid| pdf.resolve(kid).as_dict().ok().cloned()).collect()
    };
    let is =
        |element: &Dictionary, kind: &[u8]| element.get(b"S").and_then(Object::as_name).ok() == Some(kind);
    let elements = pdf.document.objects.values().filter_map(|object| object.as_dict().ok());
    let mut kinds = BTreeSet::new();
    for list in elements.filter(|element| is(element, b"L")) {
        let kind = pdf.name(pdf.dictionary(list.get(b"A").expect("attributes")), "ListNumbering");
        let has_labels = kids(list).iter().flat_map(&kids).any(|part| is(&part, b"Lbl"));
        assert_eq!(kind, if has_labels { "Description" } else { "Unordered" });
        kinds.insert(kind);
    }
    kinds.into_iter().collect()
}

#[test]
fn tags_cost_at_most_two_fifths() {
    let (_, book) = support::real("a4");
    let mut bare = book.clone();
    for page in &mut bare.pages {
        page.items.iter_mut().for_each(|item| item.tag = None);
        page.links.iter_mut().for_each(|link| link.tag = None);
    }
    let size = |book: &Book| {
        let options = Options::default();
        pdf::export(book, &Fonts::bundled(), &options).expect("the book can be written").len()
    };
    let (tagged, untagged) = (size(&book), size(&bare));
    assert!(tagged * 10 <= untagged * 14, "{tagged} bytes with tags, {untagged} without");
}

/// The same file twice as an emblem and once as a figure, on two pages.
#[test]
fn a_bitmap_is_carried_once_however_often_it_is_shown() {
    let rows: Vec<_> = (0..60).map(|row| json!({ "topic": format!("Row {row}"), "both": "x" })).collect();
    let emblem = json!({ "image": "tall.png", "alt": "A sign" });
    let figure = json!({ "figure": "tall.png", "alt": "A sign" });
    let sheet = json!({
        "title": "Case", "language": "en", "edition": { "version": "1.0", "date": "2026-11-20" },
        "subjects": [{ "id": "a", "name": "A", "emblem": emblem }, { "id": "b", "name": "B", "emblem": emblem }],
        "sections": [
            { "title": "One", "items": rows },
            { "title": "Two", "items": [{ "topic": "Last", "both": "x" }, figure] }
        ]
    });
    let sheet = support::sheet(sheet.to_string().as_bytes());
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(12, 40).write_to(&mut png, image::ImageFormat::Png).expect("it can be written");
    let resources = Resources { images: [("tall.png".to_owned(), png.into_inner())].into() };
    let book = support::lay(&sheet, &sheet.editions[0], &resources, &Fonts::bundled());
    assert!(book.pages.len() > 1);
    let shown = support::seen::items(&book).filter(|(_, item)| matches!(item.content, Content::Image(_)));
    assert_eq!(shown.count(), 3);
    let pdf = Pdf::parse(&made(&book));
    let is_image =
        |object: &&Object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"BitsPerComponent"));
    assert_eq!(pdf.document.objects.values().filter(is_image).count(), 1);
}
