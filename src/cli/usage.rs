//! Arguments that cannot be understood, told in the message format that they ask for.

use std::ffi::OsString;
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::{Parser as _, ValueEnum as _};

use super::args::{Cli, MessageFormat};
use super::report::Reporter;

/// Parses the arguments of the process, its name first.
///
/// # Errors
/// With what to exit, when help or the version was asked for, or when a fault was told.
pub(super) fn parse(arguments: &[OsString]) -> Result<Cli, ExitCode> {
    Cli::try_parse_from(arguments).map_err(|error| {
        match asked_format(arguments) {
            Some(format) if error.use_stderr() && format != MessageFormat::Human => {
                let mut reporter = Reporter::with(format, false, ColorChoice::Auto);
                reporter.failure(&in_one_line(&error.render().to_string()));
                reporter.finish();
            }
            // That nobody reads it is no error.
            _ => drop(error.print()),
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// The format that is asked for, whatever is wrong with the rest.
fn asked_format(arguments: &[OsString]) -> Option<MessageFormat> {
    const FLAG: &str = "--message-format";
    let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let flags = words.iter().take_while(|word| *word != "--").count();
    (1..flags).find_map(|at| {
        let after = words[at].strip_prefix(FLAG)?;
        let format = if after.is_empty() { words.get(at + 1)? } else { after.strip_prefix('=')? };
        MessageFormat::from_str(format, false).ok()
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
            asked_format(&arguments)
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
