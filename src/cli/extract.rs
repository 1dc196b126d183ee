//! `extract`: the sheet file that a PDF carries.

use std::path::Path;

use super::args::Extract;
use super::edition::Destination;
use super::report::Reporter;
use super::source::Source;
use super::{Failure, files};
use crate::diag::{Code, Diagnostic};
use crate::export::pdf::{NoSheet, attached_sheet};
use crate::input;

pub(super) fn run(args: &Extract, reporter: &mut Reporter) -> Result<(), Failure> {
    let pdf = files::read(&args.pdf).map_err(|error| Failure::file("read", &args.pdf, &error))?;
    let sheet = attached_sheet(&pdf).map_err(|reason| {
        let name = args.pdf.display();
        let message = match reason {
            NoSheet::NotPdf => format!("`{name}` is no PDF"),
            NoSheet::Damaged => format!("`{name}` is damaged: the sheet in it cannot be read"),
            NoSheet::NotCarried => {
                format!("`{name}` carries no sheet; PDFs that `cheatsheet render` writes do")
            }
        };
        Failure { code: 1, message: Some(message) }
    })?;
    let path = args.out.as_deref().filter(|path| path.as_os_str() != "-");
    match path {
        None => files::print(&sheet)?,
        Some(path) => {
            files::write(&Destination::File(path.to_owned()), &sheet)?;
            reporter.note(&format!("wrote {}", path.display()));
        }
    }
    let source = Source::new(path.unwrap_or(Path::new("-")), sheet);
    reporter.report(&source, &not_carried(&source.bytes, path));
    Ok(())
}

/// The files that a sheet needs beside itself, but for those that are there already. Of a sheet that this version cannot read,
/// none are known.
fn not_carried(sheet: &[u8], path: Option<&Path>) -> Vec<Diagnostic> {
    let reading = input::read(sheet);
    let named = reading.sheet.iter().flat_map(input::files);
    let is_there = |name: &str| path.is_some_and(|path| files::folder_of(path).join(name).is_file());
    let missing = named.filter(|(name, _)| !is_there(name)).map(|(name, span)| {
        let message = format!("the sheet needs `{name}`, which the PDF does not carry");
        let help = "get it from where the PDF was made; the path is relative to the sheet file";
        Diagnostic::warning(Code::MissingFile, span, message).with_help(help)
    });
    missing.collect()
}
