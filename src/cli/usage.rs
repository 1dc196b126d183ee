//! Arguments that cannot be understood, told in the message format that they ask for.

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{Parser as _, ValueEnum};

use super::args::{Cli, Color, MessageFormat};
use super::report::Reporter;

/// Parses the arguments of the process, its name first.
///
/// # Errors
/// With what to exit, when help or the version was asked for, or when a fault was told.
pub(super) fn parse(arguments: &[OsString]) -> Result<Cli, ExitCode> {
    Cli::try_parse_from(arguments).map_err(|error| {
        match asked::<MessageFormat>(arguments, "--message-format") {
            Some(format) if error.use_stderr() && format != MessageFormat::Human => {
                let mut reporter = Reporter::with(format, false, ColorChoice::Auto);
                reporter.failure(&in_one_line(&error.render().to_string()));
                reporter.finish();
            }
            _ => return print(&error, arguments),
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// Prints help, or what clap says of a fault, in colours as asked for. That nobody reads it is no error.
fn print(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let color = match asked(arguments, "--color") {
        Some(Color::Always) => ColorChoice::Always,
        Some(Color::Never) => ColorChoice::Never,
        Some(Color::Auto) | None => ColorChoice::Auto,
    };
    let text = error.render().ansi().to_string();
    let written = if error.use_stderr() {
        AutoStream::new(std::io::stderr().lock(), color).write_all(text.as_bytes())
    } else {
        let mut out = AutoStream::new(std::io::stdout().lock(), color);
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    };
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// What a flag asks for, whatever is wrong with the rest.
fn asked<T: ValueEnum>(arguments: &[OsString], flag: &str) -> Option<T> {
    let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let flags = words.iter().take_while(|word| *word != "--").count();
    (1..flags).find_map(|at| {
        let after = words[at].strip_prefix(flag)?;
        let value = if after.is_empty() { words.get(at + 1)? } else { after.strip_prefix('=')? };
        T::from_str(value, false).ok()
    })
}

/// What clap says, up to the usage: its paragraphs one after the other.
fn in_one_line(text: &str) -> String {
    let told = text.strip_prefix("error: ").unwrap_or(text);
    let paragraphs = told.split("\n\n").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_usage = |text: &String| text.starts_with("Usage:") || text.starts_with("For more information");
    paragraphs.take_while(|text| !is_usage(text)).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_found_among_the_arguments() {
        let asked = |line: &str| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            asked(&arguments, "--message-format")
        };
        assert_eq!(asked("cheatsheet rendr --message-format json"), Some(MessageFormat::Json));
        assert_eq!(asked("cheatsheet --message-format=short --papr"), Some(MessageFormat::Short));
        assert_eq!(asked("cheatsheet check --message-format"), None);
        assert_eq!(asked("cheatsheet check --message-format xml"), None);
        assert_eq!(asked("cheatsheet check -- --message-format json"), None);
        assert_eq!(asked("cheatsheet check --message-formats json"), None);
    }

    #[test]
    fn a_message_is_one_line_without_the_usage() {
        let text = "error: unexpected argument '--papr' found\n\n  tip: a similar argument exists: '--paper'\n\n\
            Usage: cheatsheet render\n\nFor more information, try '--help'.\n";
        let expected = "unexpected argument '--papr' found; tip: a similar argument exists: '--paper'";
        assert_eq!(in_one_line(text), expected);
    }
}
