//! The fonts of a sheet: those in the binary, those it names, those of the folders given.

use std::path::{Path, PathBuf};

use super::files::Largest;
use super::report::Reporter;
use super::{Failure, files};
use crate::diag::{Code, Diagnostic};
use crate::model::Sheet;
use crate::text::{Fonts, Rank};

/// All fonts at hand, in the order in which they are tried; what is wrong with those that the sheet names is found.
pub(super) fn load(
    sheet: &Sheet,
    (path, folders): (&Path, &[PathBuf]),
    found: &mut Vec<Diagnostic>,
    reporter: &mut Reporter,
) -> Result<Fonts, Failure> {
    let mut fonts = Fonts::bundled();
    let home = files::folder_of(path);
    for file in &sheet.fonts {
        match files::read_named(&home, &file.path, Largest::FONT) {
            Ok(bytes) => {
                if let Err(error) = fonts.add(bytes, Rank::Sheet) {
                    let message = format!("`{}` cannot be used: {error}", file.path);
                    found.push(
                        Diagnostic::error(Code::InvalidFont, file.span, message).with_help(error.remedy()),
                    );
                }
            }
            Err(error) => {
                found.push(files::missing(path, (&file.path, file.span), &error));
            }
        }
    }
    for folder in folders {
        add_folder(folder, &mut fonts, reporter)?;
    }
    Ok(fonts)
}

/// The fonts right in a folder, by file name, so that the outcome does not depend on the disk. Those that cannot be used
/// are left out, with a note.
fn add_folder(folder: &Path, fonts: &mut Fonts, reporter: &mut Reporter) -> Result<(), Failure> {
    for path in files::fonts_in(folder).map_err(|error| Failure::file("read", folder, &error))? {
        let bytes =
            files::read(&path, Largest::FONT).map_err(|error| Failure::file("read", &path, &error))?;
        if let Err(error) = fonts.add(bytes, Rank::Folder) {
            reporter.note(&format!("left out {}: {error}", path.display()));
        }
    }
    Ok(())
}
