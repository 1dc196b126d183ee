//! One finding in each message format.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};
use serde::Serialize;
use serde_json::{Value, json};

use super::source::{Source, visible};
use crate::diag::{Code, Diagnostic, Severity, Span};

const fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Message and remedies, a line each.
fn whole(diagnostic: &Diagnostic) -> String {
    std::iter::once(&diagnostic.message).chain(&diagnostic.help).cloned().collect::<Vec<_>>().join("\n")
}

/// The line with a caret under the place, then the remedies, then the other places.
pub(super) fn human(source: &Source, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.word());
    let first = match diagnostic.span {
        Some(span) => placed(title, source, span),
        None => Group::with_title(title),
    };
    let helps = diagnostic.help.iter().map(|help| Level::HELP.message(visible(help)));
    let related = diagnostic
        .related
        .iter()
        .map(|(span, message)| placed(Level::NOTE.secondary_title(visible(message)), source, *span));
    let groups: Vec<_> = std::iter::once(first.elements(helps)).chain(related).collect();
    Renderer::styled().render(&groups)
}

/// That the command could not run.
pub(super) fn human_failure(message: &str) -> String {
    Renderer::styled().render(&[Group::with_title(Level::ERROR.primary_title(visible(message)))])
}

/// Adds a place: its line with a caret. Of an endless line a part is shown, which does not tell the column.
fn placed<'a>(title: Title<'a>, source: &Source, span: Span) -> Group<'a> {
    let (text, first_line, range) = source.excerpt(span);
    let (line, column) = source.position(span.start);
    let is_cut = text[..range.start].chars().count() + 1 != column;
    let snippet =
        Snippet::source(text).line_start(first_line).annotation(AnnotationKind::Primary.span(range));
    if is_cut {
        title.element(Origin::path(source.name()).line(line).char_column(column)).element(snippet)
    } else {
        title.element(snippet.path(source.name()))
    }
}

/// `file:line:column: error[code]: message`, one line each.
pub(super) fn short(source: &Source, diagnostic: &Diagnostic) -> String {
    let (line, column) = diagnostic.span.map_or((1, 1), |span| source.position(span.start));
    let code = diagnostic.code.word();
    let message = visible(&diagnostic.message);
    let mut lines = format!("{}:{line}:{column}: {}[{code}]: {message}", source.name(), severity(diagnostic));
    for (span, message) in &diagnostic.related {
        let (line, column) = source.position(span.start);
        lines.push_str(&format!("\n{}:{line}:{column}: note[{code}]: {}", source.name(), visible(message)));
    }
    lines
}

/// A place, as the machine formats have it.
#[derive(Serialize)]
struct Place {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    /// A JSON Pointer.
    path: Option<String>,
}

impl Place {
    fn of(source: &Source, span: Option<Span>) -> Self {
        let (start, end) =
            (span.map(|span| source.position(span.start)), span.map(|span| source.position(span.end)));
        Self {
            file: Some(source.name()),
            line: start.map(|place| place.0),
            column: start.map(|place| place.1),
            end_line: end.map(|place| place.0),
            end_column: end.map(|place| place.1),
            path: span.map(|span| source.pointer(span)),
        }
    }

    const NOWHERE: Self =
        Self { file: None, line: None, column: None, end_line: None, end_column: None, path: None };
}

/// One line of JSON; the keys are a contract.
#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place,
    help: Option<String>,
    related: Option<Vec<Related<'a>>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

impl Line<'_> {
    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One object a line.
pub(super) fn json(source: &Source, diagnostic: &Diagnostic) -> String {
    let related = diagnostic
        .related
        .iter()
        .map(|(span, message)| Related { message, place: Place::of(source, Some(*span)) });
    let line = Line {
        severity: severity(diagnostic),
        code: diagnostic.code.word(),
        message: &diagnostic.message,
        place: Place::of(source, diagnostic.span),
        help: (!diagnostic.help.is_empty()).then(|| diagnostic.help.join("\n")),
        related: (!diagnostic.related.is_empty()).then(|| related.collect()),
    };
    line.text()
}

/// That the command could not run: the same keys, with the code `failure` and no place.
pub(super) fn json_failure(message: &str) -> String {
    let place = Place::NOWHERE;
    Line { severity: "error", code: "failure", message, place, help: None, related: None }.text()
}

/// A workflow command of GitHub Actions.
pub(super) fn github(source: &Source, diagnostic: &Diagnostic) -> String {
    let property = |text: &str| escape_github(text).replace(':', "%3A").replace(',', "%2C");
    let place = diagnostic.span.map_or(String::new(), |span| {
        let ((line, column), (end_line, end_column)) =
            (source.position(span.start), source.position(span.end));
        format!(",line={line},endLine={end_line},col={column},endColumn={end_column}")
    });
    format!(
        "::{} file={}{place},title={}::{}",
        severity(diagnostic),
        property(&source.name()),
        diagnostic.code.word(),
        escape_github(&whole(diagnostic))
    )
}

/// The same for what has no file.
pub(super) fn github_failure(message: &str) -> String {
    format!("::error::{}", escape_github(message))
}

fn escape_github(text: &str) -> String {
    // Line by line, for a line break within a message is data.
    text.split('\n').map(|line| visible(line).replace('%', "%25")).collect::<Vec<_>>().join("%0A")
}

/// A result of a SARIF log.
pub(super) fn sarif_result(source: &Source, diagnostic: &Diagnostic) -> Value {
    let place = physical(source, diagnostic.span);
    let mut result = json!({
        "ruleId": diagnostic.code.word(),
        "level": severity(diagnostic),
        "message": { "text": whole(diagnostic) },
        "locations": [{ "physicalLocation": place }],
    });
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|(span, message)| {
            json!({ "message": { "text": message }, "physicalLocation": physical(source, Some(*span)) })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn physical(source: &Source, span: Option<Span>) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(&source.path.display().to_string()) } });
    if let Some(span) = span {
        let ((line, column), (end_line, end_column)) =
            (source.position(span.start), source.position(span.end));
        location["region"] =
            json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
    }
    location
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

/// A log of SARIF 2.1.0 (OASIS): results, and why the command could not run.
pub(super) fn sarif(results: Vec<Value>, failures: &[String]) -> Value {
    let rules = Code::ALL.iter().map(|code| {
        json!({ "id": code.word(), "shortDescription": { "text": code.cause() }, "help": { "text": code.remedy() } })
    });
    let notifications =
        failures.iter().map(|message| json!({ "level": "error", "message": { "text": message } }));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cheatsheet",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Value>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": failures.is_empty(),
                "toolExecutionNotifications": notifications.collect::<Value>(),
            }],
            "results": results,
        }],
    })
}
