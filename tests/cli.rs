//! The program as its user meets it: arguments in, files, messages and exit codes out.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read what the program wrote, and start it in an environment of their own"
)]

#[path = "cli/checks.rs"]
mod checks;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/comparing.rs"]
mod comparing;
#[path = "cli/extracting.rs"]
mod extracting;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/messages.rs"]
mod messages;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/watching.rs"]
mod watching;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with one good sheet in it, `sheet.json` (what `new` writes).
struct Desk {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    code: i32,
    out: String,
    err: String,
}

const PDF: &str = "Tea vs. coffee.pdf";
const SHEET: &str = include_str!("../src/cli/template.json");

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().expect("a folder") };
        desk.put("sheet.json", SHEET);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("the folder takes a file");
    }

    fn get(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The sheet with one passage replaced.
    fn edit(&self, from: &str, to: &str) {
        assert!(SHEET.contains(from), "{from}");
        self.put("sheet.json", SHEET.replace(from, to));
    }

    fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), arguments)
    }

    fn run(&self, arguments: &[&str]) -> Told {
        told(self.command(arguments).output())
    }

    /// Runs what must go well.
    fn done(&self, arguments: &[&str]) -> Told {
        let told = self.run(arguments);
        assert_eq!(told.code, 0, "{arguments:?}: {}", told.err);
        told
    }

    /// Runs with bytes on standard input.
    fn fed(&self, arguments: &[&str], input: &[u8]) -> Told {
        let mut child = start(self.command(arguments).stdin(Stdio::piped()));
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input).expect("the program reads");
        drop(stdin);
        told(child.wait_with_output())
    }

    /// The names in the folder, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder is there");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// The program in a folder, in an environment that does not depend on who runs the tests.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cheatsheet"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn start(command: &mut Command) -> Child {
    command.spawn().expect("the program starts")
}

fn told(output: std::io::Result<Output>) -> Told {
    let output = output.expect("the program runs");
    Told {
        code: output.status.code().expect("no signal ends the program"),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
