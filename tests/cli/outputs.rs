//! What `render` writes, where, and what it leaves alone.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::{Desk, PDF, SHEET, start, told};

fn picture_size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    (number(16), number(20))
}

#[test]
fn outputs_are_named_by_title_and_edition() {
    let desk = Desk::new();
    assert_eq!(desk.done(&["render", "sheet.json"]).err, format!("wrote {PDF}\n"));
    desk.done(&["render", "sheet.json", "--edition", "letter", "--edition", "a4"]);
    assert_eq!(desk.names(), ["Tea vs. coffee (letter).pdf", PDF, "sheet.json"]);
    assert!(desk.get(PDF).starts_with(b"%PDF-"));
    assert_ne!(desk.get(PDF), desk.get("Tea vs. coffee (letter).pdf"));
}

#[test]
fn an_output_is_a_file_a_folder_or_standard_output() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "-o", "a.pdf", "--edition", "a4", "--edition", "letter"]);
    desk.done(&["render", "sheet.json", "-o", "out/"]);
    fs::create_dir(desk.path("there")).expect("a folder");
    desk.done(&["render", "sheet.json", "-o", "there"]);
    let file = desk.get("a.pdf");
    assert_eq!(desk.get(&format!("out/{PDF}")), file);
    assert_eq!(desk.get(&format!("there/{PDF}")), file);
    assert!(desk.path("a (letter).pdf").exists());
    let mut command = desk.command(&["render", "sheet.json", "-o", "-"]);
    let output = command.output().expect("it runs");
    assert!(output.stdout == file && output.stderr.is_empty());
}

#[test]
fn pictures_are_made_by_extension() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "-o", "a.png", "--scale", "1"]);
    desk.done(&["render", "sheet.json", "-o", "b.PNG", "--width", "300"]);
    desk.done(&["render", "sheet.json", "-o", "c", "--emit", "png", "--scale", "1", "--paper", "a5"]);
    desk.done(&["render", "sheet.json", "-o", "d.png", "--scale", "1", "--paper", "100x200"]);
    assert_eq!(picture_size(&desk.get("a.png")), (595, 841));
    assert_eq!(picture_size(&desk.get("b.PNG")).0, 300);
    assert_eq!(picture_size(&desk.get("c")), (419, 595));
    assert_eq!(picture_size(&desk.get("d.png")), (283, 566));
    let rows: Vec<String> =
        (0..90).map(|row| format!("{{ \"topic\": \"{row}\", \"both\": \"x\" }}, ")).collect();
    let long = SHEET.replacen("\"items\": [", &format!("\"items\": [{}", rows.concat()), 1);
    desk.put("long.json", long.replace("\"pages\": 1", "\"pages\": 3"));
    let told = desk.done(&["render", "long.json", "-o", "f.png", "--scale", "1", "--page", "2"]);
    assert!(told.err.contains("wrote f.png, page 2 of "), "{}", told.err);
    let told = desk.run(&["render", "sheet.json", "-o", "e.png", "--page", "9"]);
    assert_eq!((told.code, told.err.as_str()), (2, "error: there is no page 9: the sheet has 1\n"));
    assert!(!desk.path("e.png").exists());
}

#[test]
fn forms_that_are_not_made_are_refused() {
    let desk = Desk::new();
    for name in ["a.docx", "a.SVG", "a.htm"] {
        let told = desk.run(&["render", "sheet.json", "-o", name]);
        assert!(told.code == 2 && told.err.ends_with("files: use .pdf or .png\n"), "{name}: {}", told.err);
    }
    for flag in [["--width", "300"], ["--scale", "1"], ["--page", "1"]] {
        for form in ["pdf", "display"] {
            let told = desk.run(&["render", "sheet.json", "--emit", form, flag[0], flag[1]]);
            let beginning = format!("error: {} is for pictures: ", flag[0]);
            assert!(told.code == 2 && told.err.starts_with(&beginning), "{flag:?}: {}", told.err);
        }
    }
    assert_eq!(desk.names(), ["sheet.json"]);
    for name in ["sheet", "v1.2 sheet", "v1.2"] {
        desk.done(&["render", "sheet.json", "-o", name]);
        assert!(desk.get(name).starts_with(b"%PDF-"), "{name}");
    }
}

#[test]
fn flags_change_what_the_edition_sets() {
    let desk = Desk::new();
    let list = |flags: &[&str]| {
        desk.done(&[&["render", "sheet.json", "-o", "-", "--emit", "display"], flags].concat()).out
    };
    let plain = list(&[]);
    assert_eq!(list(&["--paper", "a4", "--pages", "1", "--colour", "full", "--priority", "3"]), plain);
    assert_ne!(list(&["--paper", "letter"]), plain);
    assert_ne!(list(&["--colour", "gray"]), plain);
    assert!(plain.contains("Cup") && !list(&["--priority", "1"]).contains("Cup"));
    let large = SHEET.replace("\"pages\": 1", "\"pages\": 1, \"type\": { \"min_pt\": 24, \"max_pt\": 72 }");
    desk.put("large.json", large);
    assert_eq!(desk.run(&["render", "large.json"]).code, 1);
    assert_eq!(desk.run(&["render", "large.json", "--pages", "100"]).code, 0);
}

#[test]
fn an_error_leaves_what_was_there() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json"]);
    let before = desk.get(PDF);
    desk.edit("\"topic\": \"Water\"", "\"topik\": \"Water\"");
    let told = desk.run(&["render", "sheet.json"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert_eq!(desk.get(PDF), before);
    assert_eq!(desk.names(), [PDF, "sheet.json"]);
}

/// Nor what else a PDF is made from: theme, fonts that the sheet names, fonts of a folder.
#[test]
fn no_input_is_overwritten() {
    let desk = Desk::new();
    let font = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/IBMPlexMono_400Regular.ttf"))
        .expect("a font");
    fs::create_dir(desk.path("faces")).expect("a folder");
    for name in ["named.ttf", "faces/found.ttf"] {
        desk.put(name, &font);
    }
    desk.put("house.json", "{}");
    desk.edit("\"language\"", "\"theme\": \"house.json\", \"fonts\": [\"named.ttf\"], \"language\"");
    for out in ["house.json", "named.ttf", "faces/found.ttf"] {
        let before = desk.get(out);
        let render = ["render", "sheet.json", "--font-path", "faces", "--emit", "pdf", "-o", out];
        let told = desk.run(&render);
        assert!(told.code == 2 && told.err.contains("is what the sheet is made from"), "{out}: {}", told.err);
        assert!(desk.get(out) == before, "{out} was overwritten");
    }
}

#[test]
fn the_sheet_is_never_overwritten() {
    let desk = Desk::new();
    for out in ["sheet.json", "./sheet.json"] {
        let told = desk.run(&["render", "sheet.json", "--emit", "pdf", "-o", out]);
        assert_eq!(told.code, 2, "{}", told.err);
        assert!(told.err.contains("is what the sheet is made from"), "{}", told.err);
    }
    assert_eq!(desk.get("sheet.json"), SHEET.as_bytes());
}

#[test]
fn what_is_read_only_stays() {
    let desk = Desk::new();
    desk.put("old.pdf", "old");
    let mut permissions = fs::metadata(desk.path("old.pdf")).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(desk.path("old.pdf"), permissions).expect("they can be set");
    let told = desk.run(&["render", "sheet.json", "-o", "old.pdf"]);
    assert_eq!((told.code, told.err.as_str()), (2, "error: cannot write `old.pdf`: it is read-only\n"));
    assert_eq!(desk.get("old.pdf"), b"old");
    assert_eq!(desk.names(), ["old.pdf", "sheet.json"]);
}

#[test]
fn an_output_without_a_place_is_an_error() {
    let desk = Desk::new();
    desk.put("file", "");
    for out in ["no/folder/a.pdf", "file/a.pdf", "file/"] {
        let told = desk.run(&["render", "sheet.json", "-o", out]);
        assert_eq!(told.code, 2, "{out}: {}", told.err);
        assert!(told.err.starts_with("error: cannot "), "{out}: {}", told.err);
    }
    assert_eq!(desk.names(), ["file", "sheet.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn full_and_closed_disks_are_errors() {
    let desk = Desk::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut command = desk.command(&["render", "sheet.json", "-o", "-"]);
    let told = told(command.stdout(full).output());
    assert_eq!(
        (told.code, told.err.as_str()),
        (2, "error: cannot write `standard output`: the disk is full\n")
    );
    let told = desk.run(&["render", "sheet.json", "-o", "/dev/full"]);
    assert_eq!((told.code, told.err.as_str()), (2, "error: cannot write `/dev/full`: the disk is full\n"));
    // Not even root makes files here.
    let told = desk.run(&["render", "sheet.json", "-o", "/sys/a.pdf"]);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.starts_with("error: cannot write `/sys/a.pdf`: "), "{}", told.err);
}

#[test]
fn several_runs_may_write_one_output() {
    let desk = Desk::new();
    desk.done(&["render", "sheet.json", "-o", "alone.pdf"]);
    let children: Vec<_> =
        (0..4).map(|_| start(&mut desk.command(&["render", "sheet.json", "-o", "all.pdf"]))).collect();
    for child in children {
        assert_eq!(told(child.wait_with_output()).code, 0);
    }
    assert_eq!(desk.get("all.pdf"), desk.get("alone.pdf"));
    assert_eq!(desk.names(), ["all.pdf", "alone.pdf", "sheet.json"]);
}

#[test]
fn a_folder_is_one_whatever_its_name_ends_with() {
    let desk = Desk::new();
    fs::create_dir(desk.path("v1.md")).expect("a folder");
    desk.done(&["render", "sheet.json", "-o", "v1.md"]);
    desk.done(&["render", "sheet.json", "-o", "new.png/"]);
    assert!(desk.get("v1.md/Tea vs. coffee.pdf").starts_with(b"%PDF-"));
    assert!(desk.get("new.png/Tea vs. coffee.pdf").starts_with(b"%PDF-"));
}

#[test]
fn what_fails_makes_no_folder() {
    let desk = Desk::new();
    desk.edit("Pour and wait", "\u{e000}");
    assert_eq!(desk.run(&["render", "sheet.json", "-o", "new/"]).code, 1);
    assert!(!desk.path("new").exists());
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_output_even_if_that_is_not_there_yet() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    fs::create_dir(desk.path("far")).expect("a folder");
    symlink("far/there.pdf", desk.path("link.pdf")).expect("a link");
    desk.done(&["render", "sheet.json", "-o", "link.pdf"]);
    assert!(desk.path("link.pdf").is_symlink() && desk.get("far/there.pdf").starts_with(b"%PDF-"));
    symlink("loop.pdf", desk.path("loop.pdf")).expect("a link");
    let told = desk.run(&["render", "sheet.json", "-o", "loop.pdf"]);
    assert!(told.code == 2 && told.err.contains("it is a link to itself"), "{}", told.err);
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_is_the_same_under_its_long_name() {
    let desk = Desk::new();
    let file = fs::File::options().create(true).append(true).open(desk.path("out")).expect("a file");
    desk.put("out", "before\n");
    let mut command = desk.command(&["render", "sheet.json", "-o", "/dev/stdout"]);
    assert_eq!(command.stdout(file).status().expect("it runs").code(), Some(0));
    assert!(desk.get("out").starts_with(b"before\n%PDF-"));
    // A pipe has no name but this.
    let told = desk.done(&["render", "sheet.json", "-o", "/dev/fd/1"]);
    assert!(told.out.starts_with("%PDF-"), "{}", told.err);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::new();
    let mut child = start(desk.command(&["render", "-", "-o", "-"]).stdin(Stdio::piped()));
    // Nobody reads, neither results nor messages, before the program has anything to say.
    drop((child.stdout.take(), child.stderr.take()));
    std::io::copy(&mut SHEET.as_bytes(), &mut child.stdin.take().expect("a pipe")).expect("it reads");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    for arguments in [&["schema"][..], &["man"], &["completions", "bash"], &["explain"], &["--help"]] {
        let mut child = start(&mut desk.command(arguments));
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes_everywhere() {
    let (here, there) = (Desk::new(), Desk::new());
    let made = |desk: &Desk, zone: &str, language: &str| {
        let mut command = desk.command(&["render", "sheet.json"]);
        command.env("TZ", zone).env("LC_ALL", language);
        assert_eq!(told(command.output()).code, 0);
        desk.get(PDF)
    };
    let first = made(&here, "UTC", "C");
    assert_eq!(made(&there, "Asia/Tokyo", "de_DE.UTF-8"), first);
    assert_eq!(made(&here, "America/New_York", "tr_TR.UTF-8"), first);
}

#[test]
fn the_date_of_creation_can_be_set() {
    let desk = Desk::new();
    let made = |epoch: &str| {
        let mut command = desk.command(&["render", "sheet.json", "-o", "a.pdf"]);
        let told = told(command.env("SOURCE_DATE_EPOCH", epoch).output());
        (
            told.code,
            if told.code == 0 { String::from_utf8_lossy(&desk.get("a.pdf")).into_owned() } else { told.err },
        )
    };
    let (code, pdf) = made("1000000000");
    assert_eq!(code, 0);
    assert_eq!(made("1000000000").1, pdf);
    assert_ne!(made("1000000001").1, pdf);
    for wrong in ["", "yesterday", "-1", "99999999999999"] {
        let (code, message) = made(wrong);
        assert!(code == 2 && message.contains("SOURCE_DATE_EPOCH"), "{wrong}: {message}");
    }
}

/// The real sheet, two pages, a hundred times and eight runs at once: in two time zones, from two folders, and in one of
/// them from the sheet that was taken out of the file made in the other.
#[test]
fn a_hundred_runs_at_once_give_the_same_bytes() {
    const REAL: &str = "data/lambda-default-vs-lmi.json";
    let [here, there] = [Desk::new(), Desk::new()];
    for desk in [&here, &there] {
        for folder in ["data", "assets"] {
            fs::create_dir(desk.path(folder)).expect("a folder");
        }
        for emblem in ["assets/emblem-default.svg", "assets/emblem-managed.svg"] {
            desk.put(
                emblem,
                fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(emblem)).expect("a picture"),
            );
        }
    }
    here.put(REAL, fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL)).expect("the real sheet"));
    here.done(&["render", REAL, "--edition", "a4", "-o", "first.pdf"]);
    let first = here.get("first.pdf");
    there.put("first.pdf", &first);
    there.done(&["extract", "first.pdf", "-o", REAL]);
    for runs in (0..100).collect::<Vec<usize>>().chunks(8) {
        let started = runs.iter().map(|run| {
            let desk = [&here, &there][run % 2];
            let zone = ["Pacific/Kiritimati", "America/Los_Angeles"][run / 2 % 2];
            let name = format!("{run}.pdf");
            let mut command = desk.command(&["render", REAL, "--edition", "a4", "-o", &name]);
            (desk, name, start(command.env("TZ", zone)))
        });
        for (desk, name, child) in started.collect::<Vec<_>>() {
            assert_eq!(told(child.wait_with_output()).code, 0, "{name}");
            assert!(desk.get(&name) == first, "{name} is another file");
        }
    }
}
