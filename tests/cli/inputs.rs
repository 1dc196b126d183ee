//! Bad input of any kind: a clear error, the right exit code, and no output.

use std::fs;

use super::{Desk, PDF, SHEET};

/// Renders, and expects an error in short form that begins so.
fn refused(desk: &Desk, sheet: &str, code: i32, beginning: &str) {
    let told = desk.run(&["render", sheet, "--message-format", "short"]);
    assert_eq!(told.code, code, "{sheet}: {}", told.err);
    assert!(told.err.starts_with(beginning), "{sheet}: {}", told.err);
    assert!(!desk.path(PDF).exists() && told.out.is_empty(), "{sheet}");
}

#[test]
fn what_is_no_sheet_is_refused_at_its_place() {
    let desk = Desk::new();
    let late = SHEET.replace("\"tea\": \"Pour", "\"tea\": \"P\u{0}ur");
    for (content, beginning) in [
        (b"".as_slice(), "a.json:1:1: error[syntax]: the file is empty"),
        (b"\xef\xbb\xbf", "a.json:1:1: error[syntax]: the file is empty"),
        (b"\"a sheet\"", "a.json:1:1: error[wrong-type]: a sheet must be an object, and is a string"),
        (b"{\"a\": \"\xff\"}", "a.json:1:8: error[encoding]: "),
        (b"\xff\xfe{\0}\0", "a.json:1:1: error[encoding]: "),
        (b"{\n\"title\": \"\\ud800\"}", "a.json:2:11: error[syntax]: `\\ud800` is half a character"),
        (b"{\"title\": 1e999}", "a.json:1:11: error[too-large]: "),
        (b"\0", "a.json:1:1: error[syntax]: `U+0000` is no value"),
        (late.as_bytes(), "a.json:21:65: error[syntax]: the control character U+0000 stands in a text"),
        ("[".repeat(100_000).as_bytes(), "a.json:1:100000: error[syntax]: this bracket is never closed"),
        (("[".repeat(10_000) + &"]".repeat(10_000)).as_bytes(), "a.json:1:34: error[too-large]: "),
    ] {
        desk.put("a.json", content);
        refused(&desk, "a.json", 1, beginning);
    }
}

#[test]
fn a_file_of_100_megabytes_is_refused() {
    let desk = Desk::new();
    let file = fs::File::create(desk.path("large.json")).expect("the folder takes a file");
    file.set_len(100 << 20).expect("holes cost nothing");
    refused(&desk, "large.json", 1, "large.json:1:1: error[too-large]: ");
}

/// Their beginnings alone would be damaged files.
#[test]
fn other_large_files_are_refused_as_large() {
    let desk = Desk::new();
    let hole = |name: &str, megabytes: u64| {
        let file = fs::File::create(desk.path(name)).expect("the folder takes a file");
        file.set_len((megabytes << 20) + 1).expect("holes cost nothing");
    };
    desk.edit("\"language\"", "\"fonts\": [\"large.ttf\"], \"language\"");
    hole("large.ttf", 256);
    let told = desk.run(&["check", "sheet.json", "--message-format", "short"]);
    assert!(told.code == 1 && told.err.contains("large.ttf`: it is larger than 256 MB"), "{}", told.err);
    desk.edit("{ \"callout\"", "{ \"figure\": \"large.png\", \"alt\": \"\" }, { \"callout\"");
    hole("large.png", 64);
    let told = desk.run(&["check", "sheet.json", "--message-format", "short"]);
    assert!(told.code == 1 && told.err.contains("large.png`: it is larger than 64 MB"), "{}", told.err);
    desk.put("sheet.json", SHEET);
    hole("large.pdf", 512);
    for arguments in [&["extract", "large.pdf"][..], &["check", "sheet.json", "--against", "large.pdf"]] {
        let told = desk.run(arguments);
        let expected = "error: cannot read `large.pdf`: it is larger than 512 MB\n";
        assert_eq!((told.code, told.err.as_str()), (2, expected), "{arguments:?}");
    }
    // In a folder of outputs it is somebody else's.
    desk.done(&["render", "sheet.json"]);
    desk.done(&["check", "sheet.json", "--against", "."]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_without_an_end_is_refused() {
    refused(&Desk::new(), "/dev/zero", 1, "/dev/zero:1:1: error[too-large]: ");
}

#[test]
fn what_cannot_be_read_exits_with_2() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder.json")).expect("a folder");
    refused(&desk, "folder.json", 2, "error: cannot read `folder.json`: it is a folder");
    refused(&desk, "nowhere.json", 2, "error: cannot read `nowhere.json`: there is no such file");
    refused(&desk, "sheet.json/a", 2, "error: cannot read `sheet.json/a`: ");
    let long = "a".repeat(5000);
    refused(&desk, &long, 2, "error: cannot read `aaa");
}

#[test]
fn sheets_come_from_standard_input_too() {
    let desk = Desk::new();
    let told = desk.fed(&["render", "-"], SHEET.as_bytes());
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(desk.get(PDF).starts_with(b"%PDF-"));
    let told = desk.fed(&["check", "-", "--message-format", "short"], b"{}");
    assert_eq!(told.code, 1);
    assert!(
        told.err.starts_with("<stdin>:1:1: error[missing-key]: this sheet has no `title`"),
        "{}",
        told.err
    );
    // A name that is a pipe.
    if cfg!(target_os = "linux") {
        assert_eq!(desk.fed(&["check", "/dev/stdin"], SHEET.as_bytes()).code, 0);
    }
}

#[test]
fn pictures_must_be_there_and_be_pictures() {
    let desk = Desk::new();
    let with = |path: &str| {
        let figure = format!("{{ \"figure\": \"{path}\", \"alt\": \"A picture\" }},\n        {{ \"callout\"");
        desk.edit("{ \"callout\"", &figure);
        desk.run(&["render", "sheet.json", "--message-format", "short"])
    };
    desk.put("text.png", "no picture");
    desk.put("broken.svg", "<svg");
    desk.put("empty.svg", "");
    desk.put("page.svg", "<html/>");
    desk.put("bare.svg", "<svg width='9' height='9'/>");
    fs::write(desk.path("packed.svg"), b"\x1f\x8b\x08\0").expect("a file");
    fs::write(desk.path("head.png"), b"\x89PNG\r\n\x1a\n").expect("a file");
    fs::create_dir(desk.path("folder.png")).expect("a folder");
    for (path, wanted) in [
        ("nowhere.png", "error[missing-file]: cannot read `nowhere.png`: there is no such file"),
        ("folder.png", "error[missing-file]: cannot read `folder.png`: it is a folder"),
        (
            "text.png",
            "error[invalid-image]: cannot use the picture text.png: it is no SVG, PNG or JPEG picture",
        ),
        ("empty.svg", "it is no SVG, PNG or JPEG picture"),
        ("page.svg", "it is no SVG, PNG or JPEG picture"),
        ("bare.svg", "its root has no xmlns=\"http://www.w3.org/2000/svg\""),
        ("broken.svg", "error[invalid-image]: cannot use the picture broken.svg: it is no valid SVG: "),
        ("packed.svg", "it is compressed; unpack it into a plain SVG"),
        ("head.png", "error[invalid-image]: cannot use the picture head.png: it cannot be decoded: "),
        ("../secret.png", "error[invalid-value]: `../secret.png` is no path within the folder of the sheet"),
        ("/etc/passwd", "error[invalid-value]: "),
    ] {
        let told = with(path);
        assert_eq!(told.code, 1, "{path}: {}", told.err);
        assert!(told.err.contains(wanted), "{path}: {}", told.err);
        assert!(told.err.starts_with("sheet.json:28:"), "{path}: {}", told.err);
    }
    assert!(!desk.path(PDF).exists());
}

/// Whatever else is wrong.
#[test]
fn all_files_that_are_not_there_are_named_in_one_run() {
    let desk = Desk::new();
    let sheet = SHEET.replace("{ \"callout\"", "{ \"figure\": \"no.svg\", \"alt\": \"\" }, { \"callout\"");
    let named = "\"theme\": \"no.json\", \"fonts\": [\"no.ttf\"], \"title\"";
    for sheet in [sheet.replace("\"title\": \"Tea", "\"titel\": 1, \"title\": \"Tea"), sheet] {
        desk.put("sheet.json", sheet.replacen("\"title\"", named, 1));
        let told = desk.run(&["check", "sheet.json", "--message-format", "short"]);
        for name in ["no.svg", "no.json", "no.ttf"] {
            let wanted = format!("error[missing-file]: cannot read `{name}`: there is no such file");
            assert_eq!(told.err.matches(&wanted).count(), 1, "{}", told.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let (desk, other) = (Desk::new(), Desk::new());
    other.put("secret.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    std::os::unix::fs::symlink(other.path("secret.svg"), desk.path("link.svg")).expect("a link");
    desk.edit("{ \"callout\"", "{ \"figure\": \"link.svg\", \"alt\": \"\" }, { \"callout\"");
    let told = desk.run(&["check", "sheet.json"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.err.contains("it leads out of the folder of the sheet"), "{}", told.err);
}
