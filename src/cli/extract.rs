//! `extract`: the sheet file that a PDF carries, and its theme.

use std::path::{Path, PathBuf};

use super::args::Extract;
use super::edition::Destination;
use super::files::Largest;
use super::report::Reporter;
use super::source::Source;
use super::{Failure, files, theme};
use crate::diag::{Code, Diagnostic};
use crate::export::pdf::{NoFile, attached_sheet, attached_theme};
use crate::input;
use crate::model::Sheet;

pub(super) fn run(args: &Extract, reporter: &mut Reporter) -> Result<(), Failure> {
    let pdf =
        files::read(&args.pdf, Largest::PDF).map_err(|error| Failure::file("read", &args.pdf, &error))?;
    let bytes = attached_sheet(&pdf).map_err(|reason| no_sheet(&args.pdf, reason))?;
    let reading = input::read(&bytes);
    let taken = Taken { sheet: reading.sheet.as_ref(), theme: attached_theme(&pdf).ok() };
    let path = args.out.as_deref().filter(|path| path.as_os_str() != "-");
    let source = Source::new(path.unwrap_or(Path::new("-")), bytes);
    match path {
        None => files::print(&source.bytes)?,
        Some(path) => {
            if files::are_same(&args.pdf, path) {
                return Err(Failure::usage(format!(
                    "`{}` is the PDF itself: name another output",
                    path.display()
                )));
            }
            // What stands in its way is said before anything is written.
            let theme = taken.place_of_theme(path)?;
            files::write(&Destination::File(path.to_owned()), &source.bytes)?;
            reporter.note(&format!("wrote {}", path.display()));
            if let Some((path, bytes)) = theme {
                files::create_with_folders(&path, bytes)?;
                reporter.note(&format!("wrote {}, the theme of the sheet", path.display()));
            }
            if taken.sheet.is_none() && taken.theme.is_some() {
                reporter.report(&source, &reading.diagnostics);
                return Err(no_place(&args.pdf));
            }
        }
    }
    reporter.report(&source, &taken.missing(path));
    Ok(())
}

pub(super) fn no_sheet(pdf: &Path, reason: NoFile) -> Failure {
    let name = pdf.display();
    let message = match reason {
        NoFile::NotPdf => format!("`{name}` is no PDF"),
        NoFile::Locked => format!("`{name}` opens with a password only: save it without one"),
        NoFile::Damaged => format!("`{name}` is damaged: the sheet in it cannot be read"),
        NoFile::NotCarried => {
            format!("`{name}` carries no sheet; PDFs that `cheatsheet render` writes do")
        }
    };
    Failure { code: 1, message: Some(message) }
}

fn no_place(pdf: &Path) -> Failure {
    let message = format!(
        "the theme in `{}` is not written, since the sheet is wrong: mend it, and save the theme with a PDF reader, \
         which lists it as an attachment",
        pdf.display()
    );
    Failure { code: 1, message: Some(message) }
}

/// What a PDF carries. Of a sheet that this version cannot read, nothing is known.
struct Taken<'a> {
    sheet: Option<&'a Sheet>,
    theme: Option<Vec<u8>>,
}

impl Taken<'_> {
    fn theme_name(&self) -> Option<&str> {
        self.sheet.and_then(input::theme_file).map(|(name, _)| name)
    }

    /// The theme and where it goes, unless it is there already.
    fn place_of_theme(&self, sheet: &Path) -> Result<Option<(PathBuf, &[u8])>, Failure> {
        let (Some(name), Some(bytes)) = (self.theme_name(), &self.theme) else { return Ok(None) };
        Ok(theme::place(sheet, name, bytes)?.map(|path| (path, bytes.as_slice())))
    }

    /// The files that the sheet needs beside itself, but for those that are there.
    fn missing(&self, path: Option<&Path>) -> Vec<Diagnostic> {
        let named = self.sheet.into_iter().flat_map(input::files);
        let is_there = |name: &str| path.is_some_and(|path| files::folder_of(path).join(name).is_file());
        let missing = named.filter(|(name, _)| !is_there(name)).map(|(name, span)| {
            let is_carried = self.theme.is_some() && self.theme_name() == Some(name);
            let (reason, help) = if is_carried { CARRIED } else { NOT_CARRIED };
            let message = format!("the sheet needs `{name}`, which {reason}");
            Diagnostic::warning(Code::MissingFile, span, message).with_help(help)
        });
        missing.collect()
    }
}

/// Why a file is missing, and what to do about it.
const CARRIED: (&str, &str) =
    ("the PDF carries beside it", "write the sheet to a file with `-o`: the theme is put beside it");
const NOT_CARRIED: (&str, &str) =
    ("the PDF does not carry", "get it from where the PDF was made; the path is relative to the sheet file");
