//! `extract`: what comes out of a PDF, and where it goes.

use std::fs;

use cheatsheet::export::pdf::{self, Carried, Options};
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use cheatsheet::{input, layout};
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};

use super::{Desk, SHEET};

const THEME: &str = "{ \"colour\": { \"left\": \"#0B3563\" } }";

/// A desk with `sheet.pdf`, made from a sheet that names its theme in a folder of its own.
fn themed(flags: &[&str]) -> Desk {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("looks")).expect("a folder");
    desk.put("looks/house.json", THEME);
    desk.edit("\"language\"", "\"theme\": \"looks/house.json\", \"language\"");
    desk.done(&[&["render", "sheet.json", "-o", "sheet.pdf"], flags].concat());
    fs::create_dir(desk.path("far")).expect("a folder");
    desk
}

#[test]
fn a_sheet_and_its_theme_make_the_same_file_again() {
    for standard in ["ua1", "ua2"] {
        let desk = themed(&["--pdf", standard]);
        let told = desk.done(&["extract", "sheet.pdf", "-o", "far/sheet.json"]);
        assert_eq!(told.err, "wrote far/sheet.json\nwrote far/looks/house.json, the theme of the sheet\n");
        assert_eq!(desk.get("far/sheet.json"), desk.get("sheet.json"));
        assert_eq!(desk.get("far/looks/house.json"), THEME.as_bytes());
        desk.done(&["render", "far/sheet.json", "-o", "again.pdf", "--pdf", standard]);
        assert!(desk.get("again.pdf") == desk.get("sheet.pdf"), "{standard}: it makes another file");
        desk.done(&["check", "far/sheet.json", "--against", "sheet.pdf"]);
        // A theme that differs in nothing but a space is another file.
        desk.put("far/looks/house.json", format!("{THEME} "));
        assert_eq!(desk.run(&["check", "far/sheet.json", "--against", "sheet.pdf"]).code, 1);
    }
}

#[test]
fn a_theme_is_never_written_over() {
    let desk = themed(&[]);
    fs::create_dir(desk.path("far/looks")).expect("a folder");
    desk.put("far/looks/house.json", THEME);
    // Where it is already, it stays.
    let told = desk.done(&["extract", "sheet.pdf", "-o", "far/sheet.json"]);
    assert_eq!(told.err, "wrote far/sheet.json\n");
    fs::remove_file(desk.path("far/sheet.json")).expect("it was written");
    desk.put("far/looks/house.json", "{}");
    let told = desk.run(&["extract", "sheet.pdf", "-o", "far/sheet.json"]);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("there is another one; move it away"), "{}", told.err);
    assert_eq!(desk.get("far/looks/house.json"), b"{}");
    assert!(!desk.path("far/sheet.json").exists(), "the sheet was written without its theme");
}

#[test]
fn a_sheet_does_not_take_the_place_of_its_theme() {
    let desk = themed(&[]);
    desk.put("house.json", THEME);
    desk.edit("\"language\"", "\"theme\": \"house.json\", \"language\"");
    desk.done(&["render", "sheet.json", "-o", "sheet.pdf"]);
    let told = desk.run(&["extract", "sheet.pdf", "-o", "far/house.json"]);
    assert!(told.code == 2 && told.err.contains("name another output"), "{}", told.err);
    assert!(!desk.path("far/house.json").exists());
}

#[test]
fn a_sheet_does_not_take_the_place_of_its_pdf() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "-o", "sheet.pdf"]);
    let told = desk.run(&["extract", "sheet.pdf", "-o", "sheet.pdf"]);
    assert!(told.code == 2 && told.err.contains("is the PDF itself"), "{}", told.err);
    assert!(desk.get("sheet.pdf").starts_with(b"%PDF-"));
}

#[cfg(unix)]
#[test]
fn a_theme_stays_in_the_folder_of_the_sheet() {
    let desk = themed(&[]);
    fs::create_dir(desk.path("elsewhere")).expect("a folder");
    std::os::unix::fs::symlink("../elsewhere", desk.path("far/looks")).expect("a link");
    let told = desk.run(&["extract", "sheet.pdf", "-o", "far/sheet.json"]);
    assert!(told.code == 2 && told.err.contains("leads out of the folder"), "{}", told.err);
    assert!(!desk.path("elsewhere/house.json").exists());
}

/// A sheet that this tool would not have made a PDF of.
#[test]
fn a_path_out_of_the_folder_is_refused() {
    let sheet = input::read(SHEET.as_bytes()).sheet.expect("a sheet");
    let fonts = Fonts::bundled();
    let made = layout(&sheet, &sheet.editions[0], &Resources::default(), &fonts).expect("it fits");
    for path in ["../house.json", "/tmp/house.json", "a/../../house.json"] {
        let source = SHEET.replace("\"language\"", &format!("\"theme\": \"{path}\", \"language\""));
        let options = Options {
            source: Some(Carried::new("sheet.json", source.clone().into_bytes())),
            theme: Some(Carried::new("house.json", THEME.into())),
            ..Options::default()
        };
        let desk = Desk::new();
        desk.put("sheet.pdf", pdf::export(&made.book, &fonts, &options).expect("it can be written"));
        let told = desk.run(&["extract", "sheet.pdf", "-o", "out.json"]);
        assert_eq!(told.code, 1, "{}", told.err);
        assert!(told.err.contains("no path within the folder of the sheet"), "{}", told.err);
        assert!(told.err.contains("save the theme with a PDF reader"), "{}", told.err);
        assert_eq!(desk.names(), ["out.json", "sheet.json", "sheet.pdf"]);
        assert_eq!(desk.get("out.json"), source.as_bytes());
    }
}

#[test]
fn standard_output_takes_the_sheet_alone() {
    let desk = themed(&[]);
    for out in [&[][..], &["-o", "-"]] {
        let told = desk.done(&[&["extract", "sheet.pdf", "--message-format", "short"], out].concat());
        assert_eq!(told.out.as_bytes(), desk.get("sheet.json"));
        let (place, message) = told.err.split_once(": ").expect("a place and a message");
        assert!(place.starts_with("<stdin>:"), "{place}");
        assert_eq!(
            message,
            "warning[missing-file]: the sheet needs `looks/house.json`, which the PDF carries beside it\n"
        );
    }
    let told = desk.done(&["extract", "sheet.pdf"]);
    assert!(told.err.contains("write the sheet to a file with `-o`"), "{}", told.err);
    let told = desk.done(&["extract", "sheet.pdf", "-q"]);
    assert_eq!((told.out.as_bytes(), told.err.as_str()), (&*desk.get("sheet.json"), ""));
}

#[test]
fn extracting_a_sheet_tells_what_else_it_needs() {
    let desk = Desk::new();
    desk.put(
        "mark.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path d='M0 0h8v8z'/></svg>",
    );
    desk.edit(
        "\"tagline\": \"Steeped leaves\"",
        "\"emblem\": { \"image\": \"mark.svg\", \"alt\": \"A mark\" }",
    );
    desk.done(&["render", "sheet.json", "-o", "sheet.pdf"]);
    fs::create_dir(desk.path("far")).expect("a folder");
    let told = desk.done(&["extract", "sheet.pdf", "-o", "far/sheet.json", "--message-format", "short"]);
    assert_eq!(desk.get("far/sheet.json"), desk.get("sheet.json"));
    let (place, message) = told.err.split_once(": ").expect("a place and a message");
    assert!(place.starts_with("far/sheet.json:"), "{place}");
    assert_eq!(message, "warning[missing-file]: the sheet needs `mark.svg`, which the PDF does not carry\n");
    // Where the file is, nothing is missing.
    fs::copy(desk.path("mark.svg"), desk.path("far/mark.svg")).expect("a copy");
    let told = desk.done(&["extract", "sheet.pdf", "-o", "far/sheet.json"]);
    assert_eq!(told.err, "wrote far/sheet.json\n");
}

#[test]
fn a_pdf_behind_a_password_is_not_called_damaged() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "-o", "sheet.pdf"]);
    for (user_password, code, said) in [("", 0, ""), ("secret", 1, "opens with a password only")] {
        let mut pdf = Document::load_mem(&desk.get("sheet.pdf")).expect("a PDF");
        let version = EncryptionVersion::V2 {
            document: &pdf,
            owner_password: "owner",
            user_password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).expect("a password");
        pdf.encrypt(&state).expect("encrypted");
        pdf.save(desk.path("locked.pdf")).expect("saved");
        let told = desk.run(&["extract", "locked.pdf"]);
        assert!(told.code == code && told.err.contains(said), "{}", told.err);
    }
}
