//! The theme file of a sheet: read beside it, carried in the PDF, put beside it again.

use std::path::{Path, PathBuf};

use super::files::Largest;
use super::report::Reporter;
use super::source::Source;
use super::{Failure, files};
use crate::characters::is_invisible;
use crate::export::pdf::Carried;
use crate::input;
use crate::model::{Sheet, ThemeSource};

/// Reads the theme file that a sheet names, if it names one; what is wrong with it is reported. Returns what the PDF
/// carries of it.
pub(super) fn load(
    sheet: &mut Sheet,
    source: &Source,
    reporter: &mut Reporter,
) -> Result<Option<Carried>, Failure> {
    let Some((name, span)) = input::theme_file(sheet) else { return Ok(None) };
    let folder = files::folder_of(&source.path);
    let path = files::beside(&source.path, name);
    let bytes = files::read_named(&folder, name, Largest::SHEET).map_err(|error| {
        reporter.report(source, &[files::missing(&source.path, (name, span), &error)]);
        Failure::reported()
    })?;
    let carried = carried_name(name, &source.file_name());
    let (theme, found) = input::read_theme(&bytes);
    let theme_source = Source::new(&path, bytes);
    reporter.report(&theme_source, &found);
    sheet.theme = ThemeSource::Carried(Box::new(theme.ok_or_else(Failure::reported)?.named_at(span)));
    Ok(Some(Carried::new(carried, theme_source.bytes)))
}

/// The name under which a PDF carries the theme: without folders, without what file systems refuse or nobody sees, and
/// not the sheet's.
fn carried_name(path: &str, sheet: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_odd = |c: char| c.is_control() || is_invisible(c) || "\\:*?\"<>|".contains(c);
    let plain: String = name.chars().map(|c| if is_odd(c) { '-' } else { c }).collect();
    if plain == sheet { format!("theme-{plain}") } else { plain }
}

/// Where the theme that a PDF carries goes, when its sheet goes to a file; `None` where it is there already. Nothing of
/// the author's is written over.
pub(super) fn place(sheet: &Path, name: &str, theme: &[u8]) -> Result<Option<PathBuf>, Failure> {
    let folder = files::folder_of(sheet);
    let path = folder.join(name);
    let refused = |reason: &str, remedy: &str| {
        Err(Failure::usage(format!("cannot write the theme `{}`: {reason}; {remedy}", path.display())))
    };
    if sheet.file_name().is_some_and(|file| folder.join(file) == path) {
        return refused("the sheet would have the same name", "name another output");
    }
    if files::leads_out(&folder, name) {
        return refused("it leads out of the folder of the sheet", "extract to another folder");
    }
    match path.exists().then(|| files::read(&path, Largest::SHEET)) {
        None => Ok(Some(path)),
        Some(Ok(there)) if there == theme => Ok(None),
        Some(_) => refused("there is another one", "move it away, or extract to another folder"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_carried_themes_are_plain_and_their_own() {
        assert_eq!(carried_name("looks/house.json", "sheet.json"), "house.json");
        assert_eq!(carried_name("looks/sheet.json", "sheet.json"), "theme-sheet.json");
        assert_eq!(carried_name("a\u{202e}b\n?.json", "sheet.json"), "a-b--.json");
    }
}
