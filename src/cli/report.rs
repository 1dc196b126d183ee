//! Where messages go, and in which form.

use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use anstream::adapter::strip_str;
use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde_json::Value;

use super::args::{Color, MessageFormat, Output};
use super::message;
use super::source::{Source, visible};
use crate::diag::{Diagnostic, Severity};

/// Writes messages to standard error.
pub(super) struct Reporter {
    format: MessageFormat,
    quiet: bool,
    color: ColorChoice,
    silent: bool,
    /// Said before; several editions of one sheet share their warnings.
    said: BTreeSet<(PathBuf, Diagnostic)>,
    /// What is in a SARIF log, which is written at the end.
    results: Vec<Value>,
    failures: Vec<String>,
}

impl Reporter {
    pub(super) fn new(output: &Output) -> Self {
        let color = match output.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self::with(output.message_format, output.quiet, color)
    }

    /// Writes in a format.
    pub(super) fn with(format: MessageFormat, quiet: bool, color: ColorChoice) -> Self {
        Self {
            format,
            quiet,
            color,
            silent: false,
            said: BTreeSet::new(),
            results: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Says nothing: for what was reported before.
    pub(super) fn silent() -> Self {
        Self { silent: true, ..Self::with(MessageFormat::Short, true, ColorChoice::Never) }
    }

    /// Reports findings; returns whether there is an error among them.
    pub(super) fn report(&mut self, source: &Source, diagnostics: &[Diagnostic]) -> bool {
        for diagnostic in diagnostics {
            let is_hidden = self.silent || (self.quiet && diagnostic.severity == Severity::Warning);
            if !is_hidden && self.said.insert((source.path.clone(), diagnostic.clone())) {
                self.one(source, diagnostic);
            }
        }
        diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn one(&mut self, source: &Source, diagnostic: &Diagnostic) {
        let text = match self.format {
            MessageFormat::Human => message::human(source, diagnostic),
            MessageFormat::Short => message::short(source, diagnostic),
            MessageFormat::Json => message::json(source, diagnostic),
            MessageFormat::Github => message::github(source, diagnostic),
            MessageFormat::Sarif => {
                self.results.push(message::sarif_result(source, diagnostic));
                return;
            }
        };
        self.line(&text);
    }

    /// That the command could not run.
    pub(super) fn failure(&mut self, message: &str) {
        match self.format {
            _ if self.silent => {}
            MessageFormat::Human => self.line(&message::human_failure(message)),
            MessageFormat::Short => self.line(&format!("error: {}", visible(message))),
            MessageFormat::Json => self.line(&message::json_failure(message)),
            MessageFormat::Github => self.line(&message::github_failure(message)),
            MessageFormat::Sarif => self.failures.push(message.to_owned()),
        }
    }

    /// What was done, for people.
    pub(super) fn note(&self, message: &str) {
        if self.format == MessageFormat::Human && !self.quiet && !self.silent {
            self.line(&visible(message));
        }
    }

    /// Whether somebody waits at a terminal.
    pub(super) fn is_watched(&self) -> bool {
        self.format == MessageFormat::Human && !self.quiet && !self.silent && std::io::stderr().is_terminal()
    }

    /// Whether a stream shows colours, by what was asked for.
    pub(super) fn paints(&self, stream: &impl RawStream) -> bool {
        let choice = if self.color == ColorChoice::Auto { AutoStream::choice(stream) } else { self.color };
        choice != ColorChoice::Never
    }

    /// Forgets what was said: the same is said again of a new state of the sheet.
    pub(super) fn forget(&mut self) {
        self.said.clear();
    }

    /// Writes what is written at the end.
    pub(super) fn finish(&mut self) {
        if self.format == MessageFormat::Sarif && !self.silent {
            let log = message::sarif(std::mem::take(&mut self.results), &std::mem::take(&mut self.failures));
            self.line(&log.to_string());
        }
    }

    /// That nobody reads the messages is no error.
    fn line(&self, text: &str) {
        let mut stream = AutoStream::new(std::io::stderr().lock(), self.color);
        let text = format!("{text}\n");
        let _ = if stream.current_choice() == ColorChoice::Never {
            // In one piece: the stream would write what stands between two colours by itself each time.
            stream.into_inner().write_all(strip_str(&text).to_string().as_bytes())
        } else {
            stream.write_all(text.as_bytes())
        };
    }
}
