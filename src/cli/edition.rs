//! Which editions a command makes, and under which names.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::{Change, Colour, Emit};
use crate::model::{ColourMode, Edition, Paper, Priority, Sheet};

/// Parses `--paper`.
pub(super) fn paper(text: &str) -> Result<Paper, String> {
    if let Some(paper) = Paper::named(text) {
        return Ok(paper);
    }
    let (least, most) = Paper::EDGES_MM;
    let edges = text.split_once('x').map(|(width, height)| (width.parse(), height.parse()));
    match edges {
        Some((Ok(width), Ok(height))) if [width, height].iter().all(|edge| (least..=most).contains(edge)) => {
            Ok(Paper::mm(width, height))
        }
        _ => {
            let names: Vec<_> = Paper::NAMED.iter().map(|(name, _)| *name).collect();
            Err(format!("use {}, or WIDTHxHEIGHT from {least} to {most} mm", names.join(", ")))
        }
    }
}

/// The editions asked for, with what the flags change; without `ids`, the first.
pub(super) fn choose(sheet: &Sheet, ids: &[String], change: &Change) -> Result<Vec<Edition>, Failure> {
    let mut chosen: Vec<Edition> = Vec::new();
    for id in ids {
        let Some(found) = sheet.editions.iter().find(|edition| edition.id == *id) else {
            let all: Vec<_> = sheet.editions.iter().map(|edition| edition.id.as_str()).collect();
            let message = format!("there is no edition `{id}`: the sheet has `{}`", all.join("`, `"));
            return Err(Failure::usage(message));
        };
        if !chosen.iter().any(|edition| edition.id == *id) {
            chosen.push(found.clone());
        }
    }
    if ids.is_empty() {
        chosen.extend(sheet.editions.first().cloned());
    }
    for edition in &mut chosen {
        change.apply(edition);
    }
    Ok(chosen)
}

impl Change {
    fn apply(&self, edition: &mut Edition) {
        edition.paper = self.paper.unwrap_or(edition.paper);
        edition.pages = self.pages.or(edition.pages);
        edition.colour = self.colour.map_or(edition.colour, |colour| match colour {
            Colour::Full => ColourMode::Full,
            Colour::Gray => ColourMode::Gray,
        });
        edition.priority = self.priority.and_then(Priority::new).unwrap_or(edition.priority);
    }
}

/// Where an output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    Stdout,
    File(PathBuf),
}

/// Where an edition goes, by `-o`: the sheet's first edition, and the only one asked for under a name of one's own,
/// take the plain name; others add their id.
pub(super) fn destination(
    out: Option<&Path>,
    sheet: &Sheet,
    edition: &Edition,
    is_only: bool,
    form: Emit,
) -> Destination {
    let is_first = sheet.editions.first().is_some_and(|first| first.id == edition.id);
    let extension = match form {
        Emit::Pdf => "pdf",
        Emit::Png => "png",
        Emit::Display => "txt",
    };
    let named = |is_plain: bool, stem: &str| {
        let id = if is_plain { String::new() } else { format!(" ({})", edition.id) };
        format!("{stem}{id}.{extension}")
    };
    let default = || named(is_first, &file_stem(&sheet.title));
    match out {
        None => Destination::File(PathBuf::from(default())),
        // Under its long name it would be replaced where it goes to a file.
        Some(out) if out == Path::new("-") || out == Path::new("/dev/stdout") => Destination::Stdout,
        Some(out) if is_folder(out) => Destination::File(out.join(default())),
        Some(out) if is_only || is_first => Destination::File(out.to_owned()),
        Some(out) => {
            let stem = out.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            Destination::File(out.with_file_name(named(false, &stem)))
        }
    }
}

/// Whether an output names a folder: it ends like one, or is one.
pub(super) fn is_folder(out: &Path) -> bool {
    out.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) || out.is_dir()
}

/// A title as a file name: as it stands, but for soft hyphens, and for what the system does not take.
fn file_stem(title: &str) -> String {
    let refused = if cfg!(windows) { "/\\:*?\"<>|" } else { "/" };
    let characters = title.chars().filter(|c| *c != '\u{AD}');
    let mut stem: String =
        characters.map(|c| if c.is_control() || refused.contains(c) { '-' } else { c }).collect();
    // File names have 255 bytes at most; an id and an extension must fit too.
    while stem.len() > 180 {
        stem.pop();
    }
    let stem = stem.trim();
    if stem.trim_matches('.').is_empty() { "sheet".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_file_names() {
        assert_eq!(file_stem("Trains vs. planes"), "Trains vs. planes");
        assert_eq!(file_stem("a/b\n"), "a-b-");
        #[cfg(unix)]
        assert_eq!(file_stem("Tea: hot or cold?"), "Tea: hot or cold?");
        assert_eq!(file_stem(".."), "sheet");
        assert!(file_stem(&"é".repeat(300)).len() <= 180);
    }

    #[test]
    fn papers_have_names_or_edges() {
        assert_eq!(paper("a4"), Ok(Paper::A4));
        assert_eq!(paper("210x297"), Ok(Paper::A4));
        assert!(paper("10x10").is_err() && paper("a9").is_err() && paper("nanx100").is_err());
    }
}
