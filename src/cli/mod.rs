//! The shell: arguments, files, terminal, exit codes. All that is not a pure function of the sheet is here.

mod args;
mod check;
mod edition;
mod files;
mod render;
mod report;
mod watch;

use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

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
            io::ErrorKind::PermissionDenied if error.raw_os_error().is_some() => {
                "permission denied".to_owned()
            }
            io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
            io::ErrorKind::StorageFull => "the disk is full".to_owned(),
            _ => error.to_string(),
        };
        Self::usage(format!("cannot {verb} `{}`: {reason}", path.display()))
    }
}

/// Runs the command line: 0 done, 1 the sheet has problems, 2 the command could not run.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let mut reporter = Reporter::new(&cli.output);
    let result = match cli.command {
        Command::New(args) => files::create(&args.file, TEMPLATE.as_bytes()),
        Command::Render(args) => render::run(&args, &mut reporter),
        Command::Check(args) => check::run(&args, &mut reporter),
        Command::Watch(args) => watch::run(&args, &mut reporter),
        Command::Schema => files::print(crate::input::schema().as_bytes()),
        Command::Completions(args) => completions(args.shell),
        Command::Man => man(),
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

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "cheatsheet", &mut script);
    files::print(&script)
}

fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(Cli::command()).render(&mut page);
    written.map_err(|error| Failure::usage(format!("the man page cannot be made: {error}")))?;
    files::print(&page)
}
