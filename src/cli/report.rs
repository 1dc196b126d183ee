//! Findings as text: one renderer for each message format.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstream::{AutoStream, ColorChoice};
use serde_json::{Value, json};

use super::args::{Color, MessageFormat, Output};
use crate::diag::{Code, Diagnostic, Severity, Span};
use crate::input;

/// A sheet file in memory.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl Source {
    pub(super) fn new(path: &Path, bytes: Vec<u8>) -> Self {
        Self { path: path.to_owned(), bytes }
    }

    /// As printed; standard input has a name of its own.
    fn name(&self) -> String {
        if self.path == Path::new("-") { "<stdin>".to_owned() } else { self.path.display().to_string() }
    }

    /// Line and column of a byte, both from 1, columns in characters.
    fn position(&self, at: usize) -> (usize, usize) {
        let before = &self.bytes[..at.min(self.bytes.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let column =
            String::from_utf8_lossy(&before[start..]).chars().filter(|c| *c != '\u{feff}').count() + 1;
        (line, column)
    }
}

/// Where messages go, and in which form.
pub(super) struct Reporter {
    format: MessageFormat,
    quiet: bool,
    color: ColorChoice,
    silent: bool,
    /// Said before; several editions of one sheet share their warnings.
    said: Vec<(PathBuf, Diagnostic)>,
    /// Results of a SARIF log, which is written at the end.
    results: Vec<Value>,
}

impl Reporter {
    pub(super) const fn new(output: &Output) -> Self {
        let color = match output.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self {
            format: output.message_format,
            quiet: output.quiet,
            color,
            silent: false,
            said: Vec::new(),
            results: Vec::new(),
        }
    }

    /// Says nothing: for what was reported before.
    pub(super) const fn silent() -> Self {
        Self {
            format: MessageFormat::Short,
            quiet: true,
            color: ColorChoice::Never,
            silent: true,
            said: Vec::new(),
            results: Vec::new(),
        }
    }

    /// Reports findings; returns whether there is an error among them.
    pub(super) fn report(&mut self, source: &Source, diagnostics: &[Diagnostic]) -> bool {
        for diagnostic in diagnostics {
            let is_known = self.said.iter().any(|(path, said)| *path == source.path && said == diagnostic);
            let is_hidden = self.silent || (self.quiet && diagnostic.severity == Severity::Warning);
            if !is_known && !is_hidden {
                self.one(source, diagnostic);
                self.said.push((source.path.clone(), diagnostic.clone()));
            }
        }
        diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn one(&mut self, source: &Source, diagnostic: &Diagnostic) {
        let text = match self.format {
            MessageFormat::Human => human(source, diagnostic),
            MessageFormat::Short => short(source, diagnostic),
            MessageFormat::Json => json_line(source, diagnostic).to_string(),
            MessageFormat::Github => github(source, diagnostic),
            MessageFormat::Sarif => {
                self.results.push(sarif_result(source, diagnostic));
                return;
            }
        };
        self.line(&text);
    }

    /// That the command could not run.
    pub(super) fn failure(&mut self, message: &str) {
        match self.format {
            _ if self.silent => {}
            MessageFormat::Human => self.line(
                &Renderer::styled()
                    .render(&[annotate_snippets::Group::with_title(Level::ERROR.primary_title(message))]),
            ),
            MessageFormat::Short => self.line(&format!("error: {message}")),
            MessageFormat::Json => {
                let object = json!({ "severity": "error", "code": "failure", "message": message, "file": null, "line": null,
                    "column": null, "end_line": null, "end_column": null, "path": null, "help": null,
                    "related": null });
                self.line(&object.to_string());
            }
            MessageFormat::Github => self.line(&format!("::error::{}", escape_github(message))),
            MessageFormat::Sarif => {
                let result = json!({ "level": "error", "message": { "text": message } });
                self.results.push(result);
            }
        }
    }

    /// Progress for people.
    pub(super) fn note(&self, message: &str) {
        if self.format == MessageFormat::Human && !self.quiet {
            self.line(message);
        }
    }

    /// Writes what is written at the end.
    pub(super) fn finish(&mut self) {
        if self.format == MessageFormat::Sarif && !self.silent {
            let log = sarif(std::mem::take(&mut self.results));
            self.line(&log.to_string());
        }
    }

    /// That nobody reads the messages is no error.
    fn line(&self, text: &str) {
        let mut stream = AutoStream::new(std::io::stderr(), self.color);
        let _ = writeln!(stream, "{text}");
    }
}

const fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The lines around a place with a caret, then the remedy.
fn human(source: &Source, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.clone()).id(diagnostic.code.word());
    let helps = diagnostic.help.iter().map(|help| Level::HELP.message(help.clone()));
    let renderer = Renderer::styled();
    let Some(span) = diagnostic.span else {
        let related = diagnostic.related.iter().map(|(span, message)| related_group(source, *span, message));
        let groups: Vec<_> = std::iter::once(title.elements(helps)).chain(related).collect();
        return renderer.render(&groups);
    };
    let (text, first_line, range) = excerpt(source, span);
    let snippet = Snippet::source(text)
        .path(source.name())
        .line_start(first_line)
        .annotation(AnnotationKind::Primary.span(range));
    let related = diagnostic.related.iter().map(|(span, message)| related_group(source, *span, message));
    let groups: Vec<_> = std::iter::once(title.element(snippet).elements(helps)).chain(related).collect();
    renderer.render(&groups)
}

/// A further place with its own message.
fn related_group(source: &Source, span: Span, message: &str) -> annotate_snippets::Group<'static> {
    let (text, first_line, range) = excerpt(source, span);
    let snippet = Snippet::source(text)
        .path(source.name())
        .line_start(first_line)
        .annotation(AnnotationKind::Primary.span(range));
    Level::NOTE.secondary_title(message.to_owned()).element(snippet)
}

/// The lines that a span begins and ends on; their first line's number; the span within them.
fn excerpt(source: &Source, span: Span) -> (String, usize, std::ops::Range<usize>) {
    let bytes = &source.bytes;
    let (start, end) = (span.start.min(bytes.len()), span.end.min(bytes.len()));
    let from = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let to = bytes[end..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |newline| end + newline);
    // Byte by byte, so that what is not UTF-8 moves nothing.
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\u{feff}', "");
    let before = text(&bytes[from..start]);
    let inside = text(&bytes[start..end]);
    let range = before.len()..before.len() + inside.len();
    (before + &inside + &text(&bytes[end..to]), source.position(start).0, range)
}

fn place(source: &Source, diagnostic: &Diagnostic) -> (usize, usize) {
    diagnostic.span.map_or((1, 1), |span| source.position(span.start))
}

fn short(source: &Source, diagnostic: &Diagnostic) -> String {
    let (line, column) = place(source, diagnostic);
    let (severity, code) = (severity(diagnostic), diagnostic.code.word());
    let mut lines = format!("{}:{line}:{column}: {severity}[{code}]: {}", source.name(), diagnostic.message);
    for (span, message) in &diagnostic.related {
        let (line, column) = source.position(span.start);
        lines.push_str(&format!("\n{}:{line}:{column}: note[{code}]: {message}", source.name()));
    }
    lines
}

fn json_line(source: &Source, diagnostic: &Diagnostic) -> Value {
    let start = diagnostic.span.map(|span| source.position(span.start));
    let end = diagnostic.span.map(|span| source.position(span.end));
    let path = diagnostic.span.map(|span| input::pointer_at(&source.bytes, span));
    let help = (!diagnostic.help.is_empty()).then(|| diagnostic.help.join("\n"));
    json!({
        "severity": severity(diagnostic),
        "code": diagnostic.code.word(),
        "message": diagnostic.message,
        "file": source.name(),
        "line": start.map(|place| place.0),
        "column": start.map(|place| place.1),
        "end_line": end.map(|place| place.0),
        "end_column": end.map(|place| place.1),
        "path": path,
        "help": help,
        "related": related(source, diagnostic),
    })
}

/// Further places, each as an object of the same keys; `null` if there is none.
fn related(source: &Source, diagnostic: &Diagnostic) -> Value {
    if diagnostic.related.is_empty() {
        return Value::Null;
    }
    let places = diagnostic.related.iter().map(|(span, message)| {
        let ((line, column), (end_line, end_column)) =
            (source.position(span.start), source.position(span.end));
        json!({
            "message": message,
            "file": source.name(),
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "path": input::pointer_at(&source.bytes, *span),
        })
    });
    places.collect()
}

/// A workflow command of GitHub Actions.
fn github(source: &Source, diagnostic: &Diagnostic) -> String {
    let (line, column) = place(source, diagnostic);
    let (end_line, end_column) = diagnostic.span.map_or((line, column), |span| source.position(span.end));
    let message =
        std::iter::once(&diagnostic.message).chain(&diagnostic.help).cloned().collect::<Vec<_>>().join("\n");
    let property = |text: &str| escape_github(text).replace(':', "%3A").replace(',', "%2C");
    format!(
        "::{} file={},line={line},endLine={end_line},col={column},endColumn={end_column},title={}::{}",
        severity(diagnostic),
        property(&source.name()),
        diagnostic.code.word(),
        escape_github(&message)
    )
}

fn escape_github(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn sarif_result(source: &Source, diagnostic: &Diagnostic) -> Value {
    let message =
        std::iter::once(&diagnostic.message).chain(&diagnostic.help).cloned().collect::<Vec<_>>().join("\n");
    let mut location = json!({ "artifactLocation": { "uri": uri(&source.name()) } });
    if let Some(span) = diagnostic.span {
        let ((line, column), (end_line, end_column)) =
            (source.position(span.start), source.position(span.end));
        location["region"] =
            json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
    }
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|(span, message)| {
            let ((line, column), (end_line, end_column)) =
                (source.position(span.start), source.position(span.end));
            let region =
                json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
            json!({
                "message": { "text": message },
                "physicalLocation": { "artifactLocation": { "uri": uri(&source.name()) }, "region": region },
            })
        })
        .collect();
    json!({
        "ruleId": diagnostic.code.word(),
        "level": severity(diagnostic),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location }],
        "relatedLocations": related,
    })
}

/// A path as a relative reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A log of SARIF 2.1.0 (OASIS).
fn sarif(results: Vec<Value>) -> Value {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            json!({ "id": code.word(), "shortDescription": { "text": code.cause() }, "help": { "text": code.remedy() } })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "cheatsheet", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
