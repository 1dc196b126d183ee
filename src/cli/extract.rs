//! `extract`: the sheet file that a PDF carries.

use super::args::Extract;
use super::edition::Destination;
use super::report::Reporter;
use super::{Failure, files};
use crate::export::pdf::{NoSheet, attached_sheet};

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
    let Some(path) = args.out.as_deref().filter(|path| path.as_os_str() != "-") else {
        return files::print(&sheet);
    };
    files::write(&Destination::File(path.to_owned()), &sheet)?;
    reporter.note(&format!("wrote {}", path.display()));
    Ok(())
}
