//! The shell: arguments, files, terminal, exit codes. All that is not a pure function of the sheet is here.

mod args;
mod changes;
mod check;
mod diff;
mod edition;
mod extract;
mod files;
mod fonts;
mod message;
mod progress;
mod render;
mod report;
mod source;
mod theme;
mod usage;
mod watch;

use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::diag::Code;
use args::{Cli, Command};
use report::Reporter;

/// Why a command ended early.
#[derive(Debug)]
struct Failure {
    /// 1: the sheet has problems, which are reported already. 2: the command could not run.
    code: u8,
    /// What to say, if nothing was said yet.
    message: Option<String>,
}

impl Failure {
    /// The sheet has problems.
    const fn reported() -> Self {
        Self { code: 1, message: None }
    }

    fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: Some(message.into()) }
    }

    fn file(verb: &str, path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
            io::ErrorKind::StorageFull => "the disk is full".to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
            io::ErrorKind::NotADirectory => "a part of the path is no folder".to_owned(),
            io::ErrorKind::InvalidFilename => "the name is too long, or not one for a file".to_owned(),
            _ => error.to_string(),
        };
        Self::usage(format!("cannot {verb} `{}`: {reason}", path.display()))
    }
}

/// Runs the command line: 0 done, 1 the sheet has problems, 2 the command could not run.
#[must_use]
pub fn run() -> ExitCode {
    crate::parallel::start();
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = match usage::parse(&arguments) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let mut reporter = Reporter::new(&cli.output);
    let result = match cli.command {
        Command::New(args) => new(&args.file, &reporter),
        Command::Render(args) => render::run(&args, &mut reporter),
        Command::Check(args) => check::run(&args, &mut reporter),
        Command::Watch(args) => watch::run(&args, &mut reporter),
        Command::Diff(args) => diff::run(&args, &mut reporter),
        Command::Extract(args) => extract::run(&args, &mut reporter),
        Command::Schema => files::print(crate::input::schema().as_bytes()),
        Command::Explain(args) => files::print(explain(args.code.as_deref()).as_bytes()),
        Command::Completions(args) => completions(args.shell),
        Command::Man(args) => man(args.command.as_deref()),
    };
    let code = match result {
        Ok(()) => 0,
        Err(failure) => {
            if let Some(message) = &failure.message {
                reporter.failure(message);
            }
            failure.code
        }
    };
    reporter.finish();
    ExitCode::from(code)
}

/// What `new` writes.
const TEMPLATE: &str = include_str!("template.json");

fn new(file: &Path, reporter: &Reporter) -> Result<(), Failure> {
    if file == Path::new("-") {
        return files::print(TEMPLATE.as_bytes());
    }
    files::create(file, TEMPLATE.as_bytes())?;
    let name = file.display();
    reporter.note(&format!("wrote {name}"));
    reporter.note(&format!("next: `cheatsheet render {name}`, or `cheatsheet watch {name}` while you write"));
    reporter.note("for help in the editor: `cheatsheet schema > cheatsheet.schema.json` in the same folder");
    Ok(())
}

/// A code with its cause and remedy; all of them without a word.
fn explain(word: Option<&str>) -> String {
    let codes = Code::ALL.iter().filter(|code| word.is_none_or(|word| word == code.word()));
    let texts = codes
        .map(|code| format!("{}\n  cause:  {}\n  remedy: {}\n", code.word(), code.cause(), code.remedy()));
    texts.collect::<Vec<_>>().join("\n")
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "cheatsheet", &mut script);
    files::print(&script)
}

fn man(command: Option<&str>) -> Result<(), Failure> {
    let mut root = Cli::command();
    // Names and inherited flags of the commands are filled in.
    root.build();
    let page = match command {
        None => root,
        Some(name) => match root.get_subcommands().find(|command| command.get_name() == name) {
            Some(found) => found.clone(),
            None => return Err(Failure::usage(format!("there is no command `{name}`"))),
        },
    };
    let mut text = Vec::new();
    let written = clap_mangen::Man::new(page).render(&mut text);
    written.map_err(|error| Failure::usage(format!("the man page cannot be made: {error}")))?;
    files::print(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Errors of temporary files come in the words of a library, with a name that tells the author nothing.
    #[test]
    fn what_the_system_forbids_is_said_in_our_words() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "at path \"/root/.cheatsheet-inKPYn\"");
        let failure = Failure::file("write", Path::new("/root/x.pdf"), &error);
        assert_eq!(failure.message.as_deref(), Some("cannot write `/root/x.pdf`: permission denied"));
    }
}
