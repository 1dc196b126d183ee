//! Messages in each format.
//!
//! `tests/cases/errors/<name>.json` is checked, and what a person reads must be `<name>.txt`.
//! `UPDATE=1 cargo test --test cli` writes what comes out; look at the difference before you keep it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{Desk, command, told};

#[test]
fn people_are_told_what_is_wrong_and_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/errors");
    let update = std::env::var("UPDATE").is_ok_and(|value| value == "1");
    let entries = fs::read_dir(&folder).expect("the cases are there");
    let names: BTreeSet<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let cases: Vec<_> =
        names.iter().filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    assert!(cases.len() > 15);
    let mut faults = Vec::new();
    for case in &cases {
        let name = case.file_name().expect("a name").to_string_lossy();
        let told = told(command(&folder, &["check", &name]).output());
        assert!(told.out.is_empty(), "{name}: results go to standard output, messages do not");
        let text = format!("{}exit {}\n", told.err, told.code);
        let path = case.with_extension("txt");
        if update {
            fs::write(&path, &text).expect("the folder takes a file");
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            faults.push(format!("{name}:\n{text}"));
        }
    }
    let is_stray = |path: &Path| {
        path.extension().is_some_and(|end| end == "txt") && !path.with_extension("json").exists()
    };
    faults.extend(
        names.iter().filter(|path| is_stray(path)).map(|path| format!("{} has no case", path.display())),
    );
    assert!(faults.is_empty(), "UPDATE=1 cargo test --test cli writes what comes out\n{}", faults.join("\n"));
}

/// Places are shown of any bytes, in every format.
#[test]
fn every_error_can_be_told_in_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/errors");
    let entries = fs::read_dir(&folder).expect("the cases are there");
    let cases = entries.map(|entry| entry.expect("an entry").path());
    let cases = cases.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut names: Vec<_> =
        cases.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    let desk = Desk::new();
    let binaries: [(&str, &[u8]); 4] = [
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("tails", &[0x80; 1000]),
        ("a-tail", b"\xbf"),
        ("cut", b"{\"title\": \"\xf0\x9f\x8d"),
    ];
    for (name, bytes) in binaries {
        desk.put(name, bytes);
        names.push(desk.path(name).to_string_lossy().into_owned());
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for format in ["human", "short", "json", "github", "sarif"] {
        let told =
            told(command(&folder, &[&["check", "--message-format", format], &names[..]].concat()).output());
        assert!(told.code == 1 && !told.err.contains("panicked"), "{format}: {}", told.err);
        let untold = names.iter().filter(|name| !told.err.contains(**name));
        assert_eq!(untold.count(), 0, "{format}: {}", told.err);
    }
}

/// A sheet with one error past an emoji and escapes, and one warning.
fn faulty() -> Desk {
    let desk = Desk::new();
    desk.edit("**70–100 °C**, by kind[^book]", "\u{1F375} \\u00b0 \\\"hot\\\" **by kind[^bok]");
    desk
}

#[test]
fn short_messages_take_one_line_each() {
    let desk = faulty();
    let told = desk.run(&["check", "sheet.json", "--message-format", "short"]);
    let expected = "sheet.json:24:47: warning[stray-mark]: this `**` has no partner\n\
        sheet.json:24:58: error[unknown-reference]: there is no source `bok`\n";
    assert_eq!((told.code, told.err.as_str()), (1, expected));
    desk.edit("\"kind\"", "\"ki\\nnd\"");
    let told = desk.run(&["check", "sheet.json", "--message-format", "short"]);
    assert_eq!(told.err, "sheet.json:5:3: error[unknown-key]: unknown key `ki\\nnd`\n");
}

#[test]
fn json_messages_are_one_object_a_line_with_the_keys_of_the_contract() {
    let desk = faulty();
    let told = desk.run(&["check", "sheet.json", "--message-format", "json"]);
    let lines: Vec<&str> = told.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", told.err);
    let keys =
        ["severity", "code", "message", "file", "line", "column", "end_line", "end_column", "path", "help"];
    for line in &lines {
        let places: Vec<_> = keys.iter().map(|key| line.find(&format!("\"{key}\":"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{line}");
    }
    let error: Value = serde_json::from_str(lines[1]).expect("JSON");
    assert_eq!(
        error,
        json!({ "severity": "error", "code": "unknown-reference", "message": "there is no source `bok`",
            "file": "sheet.json", "line": 24, "column": 58, "end_line": 24, "end_column": 61,
            "path": "/sections/0/items/0/cells/tea", "help": "did you mean `book`?", "related": null })
    );
    let told = desk.run(&["check", "nowhere.json", "--message-format", "json"]);
    let failure: Value = serde_json::from_str(&told.err).expect("JSON");
    assert_eq!((&failure["code"], &failure["severity"]), (&json!("failure"), &json!("error")));
}

#[test]
fn what_is_asked_wrongly_is_told_in_the_format_asked_for() {
    let desk = faulty();
    let told = desk.run(&["check", "--stael", "9", "sheet.json", "--message-format", "json"]);
    let failure: Value = serde_json::from_str(&told.err).expect("JSON");
    assert_eq!((told.code, &failure["code"], &failure["severity"]), (2, &json!("failure"), &json!("error")));
    let message = failure["message"].as_str().expect("a message");
    assert!(message.starts_with("unexpected argument '--stael' found; tip: "), "{message}");
    assert!(!message.contains("Usage"), "{message}");
    let told = desk.run(&["rendr", "--message-format=short"]);
    assert!(told.code == 2 && told.err.starts_with("error: unrecognized subcommand 'rendr'"), "{}", told.err);
    assert_eq!(told.err.lines().count(), 1, "{}", told.err);
    let told = desk.run(&["--message-format", "sarif", "rendr"]);
    let log: Value = serde_json::from_str(&told.err).expect("a SARIF log");
    assert!(log["runs"][0].to_string().contains("unrecognized subcommand"), "{log}");
    // Help is no message.
    let told = desk.run(&["--message-format", "json", "--help"]);
    assert!(told.code == 0 && told.out.contains("Usage"), "{}", told.out);
}

#[test]
fn github_messages_are_workflow_commands() {
    let desk = faulty();
    fs::rename(desk.path("sheet.json"), desk.path("a,b:100%.json")).expect("a name of a file");
    let told = desk.run(&["check", "a,b:100%.json", "--message-format", "github"]);
    let line = told.err.lines().nth(1).expect("two messages");
    assert_eq!(
        line,
        "::error file=a%2Cb%3A100%25.json,line=24,endLine=24,col=58,endColumn=61,title=unknown-reference::\
        there is no source `bok`%0Adid you mean `book`?"
    );
}

#[test]
fn sarif_is_one_log_even_without_a_finding() {
    let desk = faulty();
    let log = |arguments: &[&str]| -> Value {
        let told = desk.run(&[arguments, &["--message-format", "sarif"]].concat());
        serde_json::from_str(&told.err).unwrap_or_else(|error| panic!("{error}: {}", told.err))
    };
    let faulty = log(&["check", "sheet.json"]);
    assert_eq!(faulty["version"], "2.1.0");
    let run = &faulty["runs"][0];
    let rules: Vec<_> = run["tool"]["driver"]["rules"].as_array().expect("rules").iter().collect();
    assert_eq!(run["results"].as_array().map(Vec::len), Some(2));
    let result = &run["results"][1];
    assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "sheet.json");
    assert_eq!(
        place["region"],
        json!({ "startLine": 24, "startColumn": 58, "endLine": 24, "endColumn": 61 })
    );
    desk.put("good.json", super::SHEET);
    assert_eq!(log(&["check", "good.json"])["runs"][0]["results"], json!([]));
    let failed = log(&["check", "nowhere.json"]);
    assert_eq!(failed["runs"][0]["invocations"][0]["executionSuccessful"], json!(false));
}

#[test]
fn quiet_leaves_only_errors() {
    let desk = faulty();
    let told = desk.run(&["check", "sheet.json", "-q"]);
    assert!(told.err.contains("error[unknown-reference]") && !told.err.contains("warning"), "{}", told.err);
    desk.put("sheet.json", super::SHEET);
    assert_eq!(desk.done(&["render", "sheet.json", "-q"]).err, "");
    assert_eq!(desk.done(&["check", "sheet.json", "--quiet"]).err, "");
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let desk = faulty();
    let escapes = |flags: &[&str], variable: Option<&str>| {
        let mut command = desk.command(&[&["check", "sheet.json"], flags].concat());
        command.envs(variable.map(|name| (name, "1")));
        told(command.output()).err.contains('\u{1b}')
    };
    assert!(!escapes(&[], None));
    assert!(escapes(&["--color", "always"], None));
    assert!(!escapes(&["--color", "never"], None));
    assert!(!escapes(&["--color", "auto"], Some("NO_COLOR")));
}

#[test]
fn all_sheets_are_checked_and_the_worst_exit_code_wins() {
    let desk = faulty();
    desk.put("good.json", super::SHEET);
    let told = desk.run(&["check", "nowhere.json", "sheet.json", "good.json"]);
    assert_eq!(told.code, 2);
    for part in ["cannot read `nowhere.json`", "error[unknown-reference]", "good.json: no errors"] {
        assert!(told.err.contains(part), "{part}: {}", told.err);
    }
    assert_eq!(desk.run(&["check", "good.json", "sheet.json"]).code, 1);
}

#[test]
fn what_the_terminal_would_obey_is_shown_instead() {
    let desk = Desk::new();
    desk.edit("\"kind\"", "\"\\u001b[2Jkind\\u202e\"");
    for format in ["human", "short", "github", "json"] {
        let told = desk.run(&["check", "sheet.json", "--message-format", format]);
        assert!(told.code == 1 && !told.err.contains('\u{1b}'), "{format}: {}", told.err);
        // JSON is for programs, and keeps every character that it can hold.
        assert!(format == "json" || !told.err.contains('\u{202e}'), "{format}: {}", told.err);
    }
}

#[test]
fn many_errors_cost_no_more_than_many_errors() {
    let desk = Desk::new();
    let row = "{ \"topik\": \"T\", \"cells\": { \"tea\": \"[^nothing]\", \"cofee\": \"x\" } },\n";
    desk.edit("{ \"topic\": \"Cup\"", &format!("{}{{ \"topic\": \"Cup\"", row.repeat(3000)));
    let told = desk.run(&["check", "sheet.json", "--message-format", "json"]);
    assert_eq!((told.code, told.err.lines().count()), (1, 9000));
    let told = desk.run(&["check", "sheet.json"]);
    assert!(told.err.len() < 9000 * 1000, "{}", told.err.len());
}
