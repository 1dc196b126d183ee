//! `help`, `new`, `schema`, `explain`, `completions`, `man`, and usage errors.

use super::{Desk, SHEET};

/// The commands that `help` lists, in its order.
fn listed(desk: &Desk) -> Vec<String> {
    let help = desk.done(&["help"]).out;
    let commands = help.split("Commands:\n").nth(1).expect("a list of commands");
    let lines = commands.lines().take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn help_lists_what_there_is_in_the_order_of_work() {
    let commands = listed(&Desk::new());
    let place = |name: &str| {
        commands
            .iter()
            .position(|command| command == name)
            .unwrap_or_else(|| panic!("no {name}: {commands:?}"))
    };
    let work = ["new", "render", "check", "watch", "schema", "explain", "completions", "man", "help"];
    let places: Vec<_> = work.iter().map(|name| place(name)).collect();
    assert!(places.is_sorted(), "{commands:?}");
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let desk = Desk::new();
    for name in listed(&desk).iter().filter(|name| *name != "help") {
        let help = desk.done(&[name, "--help"]).out;
        assert!(help.contains("Example"), "{name}: {help}");
        assert!(help.contains(&format!("  cheatsheet {name}")), "{name}: {help}");
        assert!(!help.starts_with("Usage"), "{name} does not say what it does: {help}");
    }
    let help = desk.done(&["--help"]).out;
    assert!(help.contains("Exit codes") && help.contains("SOURCE_DATE_EPOCH") && help.contains("NO_COLOR"));
}

#[test]
fn new_writes_a_sheet_without_fault_and_never_overwrites() {
    let desk = Desk::new();
    desk.done(&["new", "mine.json"]);
    assert_eq!(desk.get("mine.json"), SHEET.as_bytes());
    let checked = desk.done(&["check", "mine.json"]);
    assert_eq!((checked.out.as_str(), checked.err.as_str()), ("", "mine.json: no errors\n"));
    desk.put("mine.json", "mine");
    let again = desk.run(&["new", "mine.json"]);
    assert_eq!((again.code, again.err.as_str()), (2, "error: cannot write `mine.json`: it exists already\n"));
    assert_eq!(desk.get("mine.json"), b"mine");
    assert_eq!(desk.run(&["new", "no/folder.json"]).code, 2);
    assert_eq!(desk.done(&["new", "-"]).out, SHEET);
    assert_eq!(desk.names(), ["mine.json", "sheet.json"]);
}

#[test]
fn the_schema_that_new_names_is_the_one_that_schema_prints() {
    let desk = Desk::new();
    let told = desk.done(&["new", "other.json"]);
    assert!(told.err.contains("cheatsheet schema > cheatsheet.schema.json"), "{}", told.err);
    assert!(SHEET.contains("\"$schema\": \"./cheatsheet.schema.json\""));
    let printed = desk.done(&["schema"]);
    assert_eq!((printed.out, printed.err), (cheatsheet::input::schema(), String::new()));
}

#[test]
fn every_code_is_explained() {
    let desk = Desk::new();
    let all = desk.done(&["explain"]).out;
    for code in cheatsheet::diag::Code::ALL {
        assert!(all.contains(&format!("{}\n  cause:  {}\n", code.word(), code.cause())));
        let one = desk.done(&["explain", code.word()]).out;
        assert_eq!(one.lines().count(), 3, "{one}");
    }
    let unknown = desk.run(&["explain", "mising-cell"]);
    assert!(unknown.code == 2 && unknown.err.contains("missing-cell"), "{}", unknown.err);
}

#[test]
fn completions_and_man_pages_come_from_the_same_definitions() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(desk.done(&["completions", shell]).out.contains("message-format"), "{shell}");
    }
    let page = desk.done(&["man"]).out;
    assert!(page.contains(".TH cheatsheet 1") && page.contains("render"), "{page}");
    let page = desk.done(&["man", "render"]).out;
    assert!(page.contains("cheatsheet\\-render") && page.contains("\\-\\-edition"), "{page}");
    assert_eq!(desk.run(&["man", "rendr"]).code, 2);
}

#[test]
fn help_has_colours_as_asked_for() {
    let desk = Desk::new();
    let is_painted = |arguments: &[&str]| {
        let told = desk.run(arguments);
        format!("{}{}", told.out, told.err).contains('\u{1b}')
    };
    assert!(!is_painted(&["rendr"]) && !is_painted(&["--help"]));
    assert!(is_painted(&["rendr", "--color", "always"]) && is_painted(&["--color=always", "--help"]));
}

#[test]
fn what_is_asked_wrongly_exits_with_2() {
    let desk = Desk::new();
    for (arguments, hint) in [
        (&[][..], "Usage"),
        (&["rendr", "sheet.json"], "render"),
        (&["render"], "<SHEET>"),
        (&["render", "sheet.json", "--papr", "a4"], "--paper"),
        (&["render", "sheet.json", "--paper", "a9"], "letter"),
        (&["render", "sheet.json", "--pages", "0"], "0"),
        (&["render", "sheet.json", "--priority", "5"], "1..=4"),
        (&["render", "sheet.json", "--edition", "a5"], "`a4`, `letter`"),
        (&["render", "sheet.json", "--scale", "0"], "above 0"),
        (&["render", "sheet.json", "--scale", "1", "--width", "100"], "--width"),
        (&["render", "sheet.json", "-o", "sheet.jpg"], ".png"),
        (&["render", "sheet.json", "-o", "-", "--edition", "a4", "--edition", "letter"], "one edition"),
        (&["watch", "-"], "files"),
    ] {
        let told = desk.run(arguments);
        assert_eq!(told.code, 2, "{arguments:?}: {}", told.err);
        assert!(told.err.contains(hint), "{arguments:?}: {}", told.err);
        assert!(told.out.is_empty(), "{arguments:?}");
    }
    assert_eq!(desk.names(), ["sheet.json"]);
}
