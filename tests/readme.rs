//! The README tells the truth: its commands run in the order in which they stand, its examples are valid, its files exist.

#![allow(clippy::disallowed_methods, reason = "tests make their own folders and files")]

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

const README: &str = include_str!("../README.md");
const PICTURE: &str = "assets/page-1.png";

/// The texts of all code blocks in a language.
fn blocks(language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in README.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some("")) => panic!("a code block does not say its language"),
            (None, Some(named)) => open = Some((named, String::new())),
            (Some((named, text)), Some(_)) => {
                if *named == language {
                    found.push(std::mem::take(text));
                }
                open = None;
            }
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

/// What stands between backticks outside of code blocks.
fn code_spans() -> Vec<String> {
    let mut is_prose = true;
    let prose = README.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        is_prose ^= is_fence;
        is_prose && !is_fence
    });
    prose.flat_map(|line| line.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// A folder with what the commands start from.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["data", "assets"] {
        std::fs::create_dir(folder.path().join(part)).expect("a folder");
        for entry in root.join(part).read_dir().expect("the folder of the project") {
            let from = entry.expect("an entry").path();
            if from.is_file() {
                let to = folder.path().join(part).join(from.file_name().expect("a name"));
                std::fs::copy(&from, to).expect("a copy");
            }
        }
    }
    folder
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cheatsheet"));
    // A day on which the facts of a new sheet are more than 90 days old.
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1798761600");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).output().expect("the program starts")
}

/// Runs `watch` until the file that it writes is there.
fn watch(folder: &Path, arguments: &[&str], output: &str) {
    let mut child = program(folder, arguments).spawn().expect("the program starts");
    let start = Instant::now();
    while !folder.join(output).exists() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let still_runs = child.try_wait().expect("its state").is_none();
    child.kill().expect("it can be stopped");
    child.wait().expect("it ends");
    assert!(still_runs && folder.join(output).exists(), "`watch` wrote no {output}");
}

#[test]
fn every_command_runs() {
    let folder = project();
    let folder = folder.path();
    let blocks = blocks("sh");
    let commands: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).collect();
    assert!(commands.len() >= 10, "the README has no more than {commands:?}");
    for line in commands {
        if line == "cargo test" {
            continue;
        }
        let ours = line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("cheatsheet "));
        let ours = ours.unwrap_or_else(|| panic!("`{line}` is no command of this program"));
        let (ours, redirect) = ours.split_once(" > ").map_or((ours, None), |(ours, to)| (ours, Some(to)));
        let arguments: Vec<&str> = ours.split(' ').collect();
        if let ["watch", .., output] = arguments.as_slice() {
            watch(folder, &arguments, output);
            continue;
        }
        let output = run(folder, &arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        // A new sheet has facts that are old by now, and a row without sources: these two commands find them.
        let finding = arguments.iter().find_map(|argument| match *argument {
            "--stale" => Some("[stale]"),
            "--sources" => Some("[no-source]"),
            _ => None,
        });
        match finding {
            None => assert!(output.status.success(), "`{line}` fails: {said}"),
            Some(word) => assert!(said.contains(word), "`{line}` finds nothing: {said}"),
        }
        if let Some(to) = redirect {
            assert!(!output.stdout.is_empty(), "`{line}` writes nothing");
            std::fs::write(folder.join(to), &output.stdout).expect("a file");
        }
    }
    for made in
        ["Lambda default vs. Lambda managed instances.pdf", "out/Tea vs. coffee (letter).pdf", "page.png"]
    {
        assert!(folder.join(made).is_file(), "no {made}");
    }
}

#[test]
fn the_exit_codes_are_those_told() {
    let folder = project();
    let folder = folder.path();
    std::fs::write(folder.join("broken.json"), "{").expect("a file");
    let code = |arguments: &[&str]| run(folder, arguments).status.code();
    assert_eq!(code(&["check", "data/lambda-default-vs-lmi.json"]), Some(0));
    assert_eq!(code(&["check", "broken.json"]), Some(1));
    assert_eq!(code(&["check", "no-such.json"]), Some(2));
}

#[test]
fn the_examples_are_valid_in_a_new_sheet() {
    let folder = project();
    assert!(run(folder.path(), &["new", "tea.json"]).status.success());
    let sheet = std::fs::read(folder.path().join("tea.json")).expect("the new sheet");
    let examples = blocks("json");
    assert!(!examples.is_empty());
    for example in examples {
        let mut sheet: serde_json::Value = serde_json::from_slice(&sheet).expect("JSON");
        let value: serde_json::Value = serde_json::from_str(&example).expect("JSON");
        let place = if value.get("topic").is_some() { "/sections/0/items" } else { "/editions" };
        sheet.pointer_mut(place).and_then(|list| list.as_array_mut()).expect("a list").push(value);
        let reading = cheatsheet::input::read(sheet.to_string().as_bytes());
        assert_eq!(reading.diagnostics, [], "{example}");
        assert!(reading.sheet.is_some());
    }
}

#[test]
fn flags_and_files_named_exist() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let helps = ["new", "render", "check", "watch", "diff", "schema"].map(|command| {
        let output = run(folder.path(), &["help", command]);
        String::from_utf8(output.stdout).expect("UTF-8")
    });
    let spans = code_spans();
    let flags = spans.iter().filter(|span| span.starts_with("--"));
    for flag in flags.filter_map(|span| span.split(' ').next()) {
        assert!(helps.iter().any(|help| help.contains(flag)), "no command has {flag}");
    }
    let targets = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for target in targets.filter(|target| !target.starts_with("https://")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).is_file(), "no {target}");
    }
}

#[test]
fn every_font_has_its_licence_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let letters = |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let mut licences = Vec::new();
    let mut families = std::collections::BTreeSet::new();
    for entry in folder.read_dir().expect("the fonts") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        if let Some(family) = name.strip_prefix("OFL-").and_then(|name| name.strip_suffix(".txt")) {
            let text = std::fs::read_to_string(folder.join(&name)).expect("a licence");
            for part in ["Copyright", "PREAMBLE", "PERMISSION & CONDITIONS", "TERMINATION", "DISCLAIMER"] {
                assert!(text.contains(part), "{name} is not whole");
            }
            licences.push(letters(family));
        } else if let Some((family, _)) = name.split_once('_') {
            families.insert(family.to_owned());
        }
    }
    assert!(families.len() >= 2, "{families:?}");
    for family in families {
        assert!(licences.iter().any(|licence| family.starts_with(licence)), "no licence for {family}");
    }
}

#[test]
fn the_checks_begin_with_the_test_command_told() {
    let steps = include_str!("../.ci/run");
    let first = steps.lines().find(|line| line.starts_with("step ")).expect("a step");
    assert!(first.ends_with(" cargo test"), "{first}");
    assert!(blocks("sh").iter().any(|block| block == "cargo test\n"));
}

/// Not byte for byte: rasterising may round otherwise on other processors.
#[test]
#[ignore = "the picture changes with every change of the layout; .ci/run compares it"]
fn the_picture_is_what_the_program_draws() {
    let folder = project();
    let kept =
        image::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE)).expect("the picture").to_rgb8();
    let width = kept.width().to_string();
    let sheet = "data/lambda-default-vs-lmi.json";
    let arguments = ["render", sheet, "-o", "fresh.png", "--width", &width];
    assert!(run(folder.path(), &arguments).status.success());
    let fresh = image::open(folder.path().join("fresh.png")).expect("a picture").to_rgb8();
    let remedy = format!("renew it: cheatsheet render {sheet} -o {PICTURE} --width {width}");
    assert_eq!(kept.dimensions(), fresh.dimensions(), "{remedy}");
    let farthest = kept.iter().zip(fresh.iter()).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(farthest <= Some(16), "{PICTURE} is out of date by {farthest:?} of 255; {remedy}");
}
