//! `check`: what is wrong with sheets, and whether outputs are up to date.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::args::{Check, Emit};
use super::edition::{Destination, destination};
use super::files::Largest;
use super::render::{Loaded, load};
use super::report::Reporter;
use super::{Failure, files};
use crate::diag::{Code, Diagnostic, Span};
use crate::export::pdf::{NoFile, Standard, attached_sheet};
use crate::model::{Date, Edition};
use crate::{audit, input};

pub(super) fn run(args: &Check, reporter: &mut Reporter) -> Result<(), Failure> {
    let mut failure = None;
    for path in &args.sheets {
        match sheet(path, args, reporter) {
            Err(error) if error.code == 1 => failure = failure.or(Some(error)),
            Err(error) => {
                // What cannot be read is said at once; the other sheets are still checked.
                if let Some(message) = &error.message {
                    reporter.failure(message);
                }
                failure = Some(Failure { code: 2, message: None });
            }
            Ok(()) => {}
        }
    }
    failure.map_or(Ok(()), Err)
}

fn sheet(path: &Path, args: &Check, reporter: &mut Reporter) -> Result<(), Failure> {
    let loaded = load(path, &args.fonts, reporter)?;
    loaded.report(&[], reporter);
    let mut found = Vec::new();
    if let Some(days) = args.stale {
        found.extend(audit::stale(&loaded.sheet, today()?, days));
    }
    if args.sources {
        found.extend(audit::without_source(&loaded.sheet));
    }
    found.extend(of_editions(&loaded, reporter));
    let mut failed = reporter.report(&loaded.source, &found);
    if let Some(against) = &args.against {
        failed |= !against_outputs(&loaded, against, reporter)?;
    }
    if failed {
        return Err(Failure::reported());
    }
    reporter.note(&format!("{}: no errors", loaded.source.name()));
    Ok(())
}

/// What is found in laying out each edition; where it concerns only some of them, their names are added.
fn of_editions(loaded: &Loaded, reporter: &Reporter) -> Vec<Diagnostic> {
    let editions = &loaded.sheet.editions;
    let mut found: BTreeMap<(Option<Span>, Diagnostic), Vec<&str>> = BTreeMap::new();
    for edition in editions {
        let laid_out = loaded.lay_out(edition, reporter, |_| ()).map(|layout| layout.diagnostics);
        for diagnostic in laid_out.unwrap_or_else(|errors| errors) {
            let ids = found.entry((diagnostic.span, diagnostic)).or_default();
            if ids.last() != Some(&edition.id.as_str()) {
                ids.push(&edition.id);
            }
        }
    }
    let named = found.into_iter().map(|((_, mut diagnostic), ids)| {
        if ids.len() == editions.len() || diagnostic.code == Code::DoesNotFit {
            return diagnostic;
        }
        let word = if ids.len() == 1 { "edition" } else { "the editions" };
        diagnostic.message += &format!(" (in {word} `{}`)", ids.join("`, `"));
        diagnostic
    });
    named.collect()
}

/// Whether the PDF, or all those of this sheet in a folder, are what the sheet makes now.
fn against_outputs(loaded: &Loaded, against: &Path, reporter: &mut Reporter) -> Result<bool, Failure> {
    let outputs = if against.is_dir() {
        outputs_in(loaded, against)?
    } else {
        let bytes = read_output(against).map_err(|error| Failure::file("read", against, &error))?;
        let (path, editions) = (against.to_owned(), loaded.sheet.editions.iter().collect());
        vec![Output { path, bytes, editions, must_match: true }]
    };
    if outputs.is_empty() {
        let message = format!("`{}` holds no PDF of this sheet", against.display());
        return Err(Failure::usage(message));
    }
    let mut all_fresh = true;
    for output in outputs {
        if !output.is_fresh(loaded, reporter)? {
            let message = format!("`{}` is not what this sheet makes now", output.path.display());
            let mut finding = Diagnostic::error(Code::OutOfDate, Span::default(), message);
            finding.span = None;
            reporter.report(&loaded.source, &[finding.with_help(output.remedy(loaded))]);
            all_fresh = false;
        }
    }
    Ok(all_fresh)
}

/// A file that this sheet should have made, and the editions that it may be.
struct Output<'s> {
    path: PathBuf,
    bytes: Vec<u8>,
    editions: Vec<&'s Edition>,
    /// Whether it must be one of them. Under a name of its own, flags may have made it of this sheet, and nobody knows which.
    must_match: bool,
}

impl Output<'_> {
    fn is_fresh(&self, loaded: &Loaded, reporter: &Reporter) -> Result<bool, Failure> {
        for edition in &self.editions {
            let layout = loaded.layout(edition, &mut Reporter::silent())?;
            if loaded.pdf(&layout, Standard::of(&self.bytes), reporter)? == self.bytes {
                return Ok(true);
            }
        }
        Ok(!self.must_match
            && attached_sheet(&self.bytes).is_ok_and(|carried| carried == loaded.source.bytes))
    }

    fn remedy(&self, loaded: &Loaded) -> &'static str {
        match attached_sheet(&self.bytes) {
            Err(NoFile::NotPdf) => "it is no PDF: name one that `render` made",
            Err(NoFile::Locked) => "it opens with a password only: render it again",
            Err(_) => "it carries no sheet: name a PDF that `render` made",
            Ok(carried) if carried == loaded.source.bytes => {
                "it carries this very sheet, but flags or another version of the program made it: render it again without flags, \
                 or make an edition of what they say"
            }
            Ok(_) => "render it again",
        }
    }
}

fn read_output(path: &Path) -> io::Result<Vec<u8>> {
    files::read(path, Largest::PDF)
}

/// The PDFs of this sheet in a folder: those with the names of its editions, and others that carry a sheet of its title.
fn outputs_in<'s>(loaded: &'s Loaded, folder: &Path) -> Result<Vec<Output<'s>>, Failure> {
    let sheet = &loaded.sheet;
    let mut outputs = Vec::new();
    for edition in &sheet.editions {
        match destination(Some(folder), sheet, edition, false, Emit::Pdf) {
            Destination::File(path) if path.exists() => {
                let bytes = read_output(&path).map_err(|error| Failure::file("read", &path, &error))?;
                outputs.push(Output { path, bytes, editions: vec![edition], must_match: true });
            }
            _ => {}
        }
    }
    let all = files::files_in(folder, &["pdf"]).map_err(|error| Failure::file("read", folder, &error))?;
    for path in all {
        if outputs.iter().any(|output| output.path == path) {
            continue;
        }
        let bytes = match read_output(&path) {
            Ok(bytes) => bytes,
            // Neither is an output: what is larger than all of ours, and a link that leads nowhere.
            Err(error) if matches!(error.kind(), ErrorKind::FileTooLarge | ErrorKind::NotFound) => continue,
            Err(error) => return Err(Failure::file("read", &path, &error)),
        };
        let carried = attached_sheet(&bytes).ok();
        let title = carried.and_then(|carried| Some(input::read(&carried).sheet?.title));
        if title.is_some_and(|title| title == sheet.title) {
            outputs.push(Output {
                path,
                bytes,
                editions: sheet.editions.iter().collect(),
                must_match: false,
            });
        }
    }
    Ok(outputs)
}

/// The day on which a check is made: the only question that the clock answers.
#[expect(
    clippy::disallowed_methods,
    reason = "how long ago a fact was checked depends on the day of the check"
)]
fn today() -> Result<Date, Failure> {
    let seconds = match super::render::epoch()? {
        Some(epoch) => epoch,
        None => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            now.map_or(0, |now| i64::try_from(now.as_secs()).unwrap_or(i64::MAX))
        }
    };
    Ok(Date::from_unix_days(seconds.div_euclid(86_400)))
}
