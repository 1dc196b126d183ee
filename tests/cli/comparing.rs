//! `diff`: where the two sheets come from, and in which form it answers.

use serde_json::Value;

use super::{Desk, PDF, SHEET};

/// A desk with the PDF of a sheet that has changed since.
fn changed() -> Desk {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json"]);
    desk.edit("\"Water\"", "\"Fresh water\"");
    desk
}

#[test]
fn a_pdf_is_the_sheet_that_it_carries() {
    let desk = changed();
    let told = desk.done(&["diff", PDF, "sheet.json"]);
    assert!(told.out.contains("{+Fresh water+}"), "{}", told.out);
    assert!(told.out.ends_with("\n1 changed\n") && told.err.is_empty(), "{}{}", told.out, told.err);
    let told = desk.done(&["diff", PDF, PDF]);
    assert!(told.out.ends_with("Nothing changed.\n"), "{}", told.out);
}

#[test]
fn one_of_the_two_may_come_from_elsewhere() {
    let desk = changed();
    let piped = desk.fed(&["diff", "-", "sheet.json"], SHEET.as_bytes());
    assert_eq!((piped.code, piped.out), (0, desk.done(&["diff", PDF, "sheet.json"]).out));
    let told = desk.run(&["diff", "-", "-"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("name a file for the other"), "{}", told.err);
}

#[test]
fn what_is_wrong_with_either_is_said_at_its_place() {
    let desk = changed();
    desk.put("broken.json", SHEET.replace("\"title\"", "\"titel\""));
    let told = desk.run(&["diff", "broken.json", "broken.json", "--message-format", "short"]);
    assert_eq!((told.code, told.out.as_str()), (1, ""));
    assert!(told.err.contains("broken.json:3:3: error[unknown-key]"), "{}", told.err);
    desk.put("other.pdf", "%PDF-1.7\nno sheet");
    assert_eq!(desk.run(&["diff", "other.pdf", "sheet.json"]).code, 1);
    assert_eq!(desk.run(&["diff", "none.json", "sheet.json"]).code, 2);
}

#[test]
fn json_has_all_changes_with_their_places() {
    let desk = changed();
    let told = desk.done(&["diff", PDF, "sheet.json", "--format", "json"]);
    let all: Value = serde_json::from_str(&told.out).expect("it is JSON");
    let [change] = all["changes"].as_array().expect("a list").as_slice() else { panic!("{all}") };
    assert_eq!((change["change"].as_str(), change["what"].as_str()), (Some("changed"), Some("row")));
    let [part] = change["parts"].as_array().expect("a list").as_slice() else { panic!("{change}") };
    assert_eq!((part["old"].as_str(), part["new"].as_str()), (Some("Water"), Some("Fresh water")));
    let line = SHEET.lines().position(|line| line.contains("\"Water\"")).expect("the row") + 1;
    assert_eq!(change["new"]["line"].as_u64(), u64::try_from(line).ok());
    assert_eq!(change["new"]["path"], change["old"]["path"]);
}

#[test]
fn readers_are_not_told_what_they_do_not_see_but_the_author_is() {
    let desk = Desk::new();
    desk.put("old.json", SHEET);
    desk.edit("\"editions\": [", "\"editions\": [{ \"id\": \"more\" }, ");
    let told = desk.done(&["diff", "old.json", "sheet.json", "--format", "markdown"]);
    assert!(told.out.contains("Nothing changed."), "{}", told.out);
    assert_eq!(told.err, "1 change that no words of the page show is left out; `--format text` has all\n");
}

#[test]
fn colours_are_there_where_they_are_asked_for() {
    let desk = changed();
    let plain = desk.done(&["diff", PDF, "sheet.json"]);
    let painted = desk.done(&["diff", PDF, "sheet.json", "--color", "always"]);
    assert!(!plain.out.contains('\u{1b}') && painted.out.contains("\u{1b}[32m{+"), "{}", painted.out);
}

#[test]
fn themes_are_compared_by_what_they_say() {
    let desk = Desk::new();
    let named = SHEET.replacen("\"language\"", "\"theme\": \"t.json\", \"language\"", 1);
    desk.put("sheet.json", &named);
    desk.put("t.json", "{ \"colour\": { \"ink\": \"#101010\" } }");
    desk.done(&["render", "sheet.json"]);
    desk.put("t.json", "{ \"colour\": { \"ink\": \"#202020\" } }");
    let told = desk.done(&["diff", PDF, "sheet.json"]);
    assert!(told.out.contains("ink: [-#101010-]{+#202020+}"), "{}", told.out);
    // Of a sheet that comes from elsewhere, the theme of that time cannot be had.
    let told = desk.fed(&["diff", "-", "sheet.json"], named.as_bytes());
    assert!(told.out.ends_with("Nothing changed.\n"), "{}", told.out);
}
