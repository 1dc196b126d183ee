//! `check`: what is wrong with sheets, and whether outputs are up to date.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{Check, Emit};
use super::edition::{Destination, destination};
use super::files::Largest;
use super::render::{Loaded, load};
use super::report::Reporter;
use super::{Failure, files};
use crate::audit;
use crate::diag::{Code, Diagnostic, Span};
use crate::export::pdf::Standard;
use crate::model::Date;

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
            found.entry((diagnostic.span, diagnostic)).or_default().push(&edition.id);
        }
    }
    let named = found.into_iter().map(|((_, diagnostic), ids)| {
        if ids.len() == editions.len() || diagnostic.code == Code::DoesNotFit {
            return diagnostic;
        }
        let word = if ids.len() == 1 { "edition" } else { "the editions" };
        diagnostic.with_help(format!("this is so in {word} `{}`", ids.join("`, `")))
    });
    named.collect()
}

/// Whether the PDF, or all those of this sheet in a folder, are what the sheet makes now.
fn against_outputs(loaded: &Loaded, against: &Path, reporter: &mut Reporter) -> Result<bool, Failure> {
    let sheet = &loaded.sheet;
    let outputs: Vec<(PathBuf, Vec<_>)> = if against.is_dir() {
        let named = sheet.editions.iter().map(|edition| {
            let to = destination(Some(against), sheet, edition, false, Emit::Pdf);
            (to, vec![edition])
        });
        let files = named.filter_map(|(to, edition)| match to {
            Destination::File(path) if path.exists() => Some((path, edition)),
            _ => None,
        });
        files.collect()
    } else {
        vec![(against.to_owned(), sheet.editions.iter().collect())]
    };
    if outputs.is_empty() {
        let message = format!("`{}` holds no PDF of this sheet", against.display());
        return Err(Failure::usage(message));
    }
    let mut all_fresh = true;
    for (path, editions) in outputs {
        let bytes = files::read(&path, Largest::PDF).map_err(|error| Failure::file("read", &path, &error))?;
        let mut is_fresh = false;
        for edition in editions {
            let layout = loaded.layout(edition, &mut Reporter::silent())?;
            is_fresh = loaded.pdf(&layout, Standard::of(&bytes), reporter)? == bytes;
            if is_fresh {
                break;
            }
        }
        if !is_fresh {
            let message = format!("`{}` is not what this sheet makes now", path.display());
            let mut finding = Diagnostic::error(Code::OutOfDate, Span::default(), message);
            finding.span = None;
            reporter.report(&loaded.source, &[finding.with_help("render it again")]);
            all_fresh = false;
        }
    }
    Ok(all_fresh)
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
