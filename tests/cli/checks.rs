//! `check` with its questions: is it fresh, is it stale, has it sources.

use std::fs;

use super::{Desk, PDF, SHEET, told};

#[test]
fn outputs_are_fresh_until_the_sheet_changes() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "--edition", "a4", "--edition", "letter", "-o", "out/"]);
    let pdf = format!("out/{PDF}");
    desk.done(&["check", "sheet.json", "--against", &pdf]);
    desk.done(&["check", "sheet.json", "--against", "out/Tea vs. coffee (letter).pdf"]);
    desk.done(&["check", "sheet.json", "--against", "out"]);
    desk.edit("You have **one**", "You have **two**");
    for against in [pdf.as_str(), "out"] {
        let told = desk.run(&["check", "sheet.json", "--against", against, "--message-format", "short"]);
        assert_eq!(told.code, 1, "{}", told.err);
        assert!(
            told.err.contains("error[out-of-date]: `out/Tea vs. coffee.pdf` is not what this sheet"),
            "{}",
            told.err
        );
        assert_eq!(told.err.lines().count(), if against == "out" { 2 } else { 1 }, "{}", told.err);
    }
}

#[test]
fn outputs_under_other_names_are_found_by_the_sheet_they_carry() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "-o", "out/", "--paper", "a5"]);
    let (out, poster) = (desk.path("out").join(PDF), desk.path("out/poster.PDF"));
    fs::rename(&out, &poster).expect("another name");
    // What flags made it, nobody knows; asked about it alone, the answer is about editions.
    desk.done(&["check", "sheet.json", "--against", "out"]);
    let told = desk.run(&["check", "sheet.json", "--against", "out/poster.PDF"]);
    assert!(told.code == 1 && told.err.contains("it carries this very sheet"), "{}", told.err);
    desk.edit("You have **one**", "You have **two**");
    let told = desk.run(&["check", "sheet.json", "--against", "out"]);
    assert!(told.code == 1 && told.err.contains("`out/poster.PDF` is not what this sheet"), "{}", told.err);
}

#[test]
fn there_must_be_something_to_check_against() {
    let desk = Desk::new();
    fs::create_dir(desk.path("out")).expect("a folder");
    for (against, message) in [("out", "holds no PDF of this sheet"), ("a.pdf", "there is no such file")] {
        let told = desk.run(&["check", "sheet.json", "--against", against]);
        assert!(told.code == 2 && told.err.contains(message), "{}", told.err);
    }
    desk.put("a.pdf", "no PDF at all");
    let told = desk.run(&["check", "sheet.json", "--against", "a.pdf"]);
    assert!(told.code == 1 && told.err.contains("it is no PDF"), "{}", told.err);
}

#[test]
fn facts_grow_stale() {
    let desk = Desk::new();
    let stale = |epoch: &str, days: &str| {
        let mut command =
            desk.command(&["check", "sheet.json", "--stale", days, "--message-format", "short"]);
        let told = told(command.env("SOURCE_DATE_EPOCH", epoch).output());
        (told.code, told.err.lines().map(str::to_owned).collect::<Vec<_>>())
    };
    // 2026-01-31, 30 days after the facts were checked.
    let day = "1769817600";
    let never = "sheet.json:27:20: error[stale]: `Cup` does not say when it was checked";
    assert_eq!(stale(day, "30"), (1, vec![never.to_owned()]));
    let (code, lines) = stale(day, "29");
    assert_eq!((code, lines.len()), (1, 3));
    assert_eq!(
        lines[0],
        "sheet.json:23:20: error[stale]: `Water` was last checked on 2026-01-01, 30 days ago"
    );
    desk.edit("\"both\": ", "\"checked\": \"2026-01-31\", \"both\": ");
    assert_eq!(stale(day, "30"), (0, Vec::new()));
}

#[test]
fn cells_need_sources_when_asked() {
    let desk = Desk::new();
    desk.done(&["check", "sheet.json"]);
    let told = desk.run(&["check", "sheet.json", "--sources", "--message-format", "short"]);
    assert_eq!(told.code, 1);
    let places: Vec<_> = told.err.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(places, ["sheet.json:26:29", "sheet.json:26:84", "sheet.json:27:35"], "{}", told.err);
}

#[test]
fn what_concerns_one_edition_names_it() {
    let desk = Desk::new();
    let narrow = "{ \"id\": \"narrow\", \"paper\": { \"width_mm\": 90, \"height_mm\": 200 } }";
    let long = "The left cell speaks of the first subject, and goes on to speak of it \
        at such length that it takes many lines where the paper is narrow";
    let sheet = SHEET.replace("{ \"id\": \"letter\", \"paper\": \"letter\", \"pages\": 1 }", narrow);
    desk.put("sheet.json", sheet.replace("The left cell speaks of the first subject", long));
    let told = desk.run(&["check", "sheet.json"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("(in edition `narrow`)"), "{}", told.err);
}
