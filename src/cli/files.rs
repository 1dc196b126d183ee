//! Disk: sheets and pictures in, whole files out.
#![expect(clippy::disallowed_methods, reason = "the one place that reads and writes files")]

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Failure;
use super::edition::Destination;
use crate::diag::{Code, Diagnostic, Span};

/// Bytes of the largest file that is read, by what it is; a device may have no end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Largest(u64);

impl Largest {
    pub(super) const SHEET: Self = Self(crate::input::LARGEST as u64);
    pub(super) const PICTURE: Self = Self(64 << 20);
    /// The largest collections of East Asian faces have some 150 MB.
    pub(super) const FONT: Self = Self(256 << 20);
    /// One has all fonts and pictures of its sheet.
    pub(super) const PDF: Self = Self(512 << 20);
}

/// Reads a sheet file; `-` is standard input. Of one that is too large as much as shows it: that is for the reader to say, as
/// all that is wrong with a sheet.
pub(super) fn read_sheet(path: &Path) -> Result<Vec<u8>, Failure> {
    read_input(path, Largest::SHEET)
}

/// The same of a file that may be larger.
pub(super) fn read_input(path: &Path, most: Largest) -> Result<Vec<u8>, Failure> {
    let read =
        if path == Path::new("-") { beginning(&mut io::stdin().lock(), most) } else { open(path, most) };
    read.map_err(|error| Failure::file("read", path, &error))
}

/// Reads a file whole, or says that it is too large.
pub(super) fn read(path: &Path, most: Largest) -> io::Result<Vec<u8>> {
    let bytes = open(path, most)?;
    if bytes.len() as u64 > most.0 {
        let message = format!("it is larger than {} MB", most.0 >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The beginning of a file; a folder is an error with a word for it.
fn open(path: &Path, most: Largest) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    beginning(&mut fs::File::open(path)?, most)
}

/// All there is to read, or a byte too much.
fn beginning(from: &mut impl io::Read, most: Largest) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most.0 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// By what a file looks changed without being read: when it was written, and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(SystemTime, u64);

/// Of the file that a path leads to.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    Some(Stamp(found.modified().ok()?, found.len()))
}

/// Whether two paths lead to one file.
pub(super) fn are_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Reads a file that a sheet names. A link must not lead out of the sheet's folder (or the `assets` beside it).
pub(super) fn read_named(folder: &Path, name: &str, most: Largest) -> io::Result<Vec<u8>> {
    let path = folder.join(name);
    let home = if name.starts_with("../") { folder.join("../assets") } else { folder.to_owned() };
    if !fs::canonicalize(&path)?.starts_with(fs::canonicalize(home)?) {
        return Err(io::Error::other("it leads out of the folder of the sheet"));
    }
    read(&path, most)
}

/// Whether a path that a sheet names leads out of its folder, by a link in the part of it that is there.
pub(super) fn leads_out(folder: &Path, name: &str) -> bool {
    let there = folder.join(name).ancestors().find_map(|part| fs::canonicalize(part).ok());
    match (there, fs::canonicalize(folder)) {
        (Some(there), Ok(home)) => !there.starts_with(home),
        // Without the folder there is nothing that leads anywhere.
        _ => false,
    }
}

/// The font files right in a folder, sorted by name.
pub(super) fn fonts_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    files_in(folder, &["ttf", "otf", "ttc", "otc"])
}

/// The files right in a folder whose names end so, sorted by name.
pub(super) fn files_in(folder: &Path, extensions: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path.extension().map(|text| text.to_string_lossy().to_lowercase());
        if extension.is_some_and(|extension| extensions.contains(&extension.as_str())) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A file that a sheet names, as its own path is spelt.
pub(super) fn beside(sheet: &Path, name: &str) -> PathBuf {
    sheet.parent().unwrap_or(Path::new("")).join(name)
}

/// That a file cannot be read which a sheet names at a place.
pub(super) fn missing(sheet: &Path, (name, span): (&str, Span), error: &io::Error) -> Diagnostic {
    let reason = Failure::file("read", &beside(sheet, name), error).message.unwrap_or_default();
    Diagnostic::error(Code::MissingFile, span, reason).with_help("the path is relative to the sheet file")
}

/// The folder that a sheet's paths are relative to.
pub(super) fn folder_of(sheet: &Path) -> PathBuf {
    match sheet.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Writes an output whole or not at all.
pub(super) fn write(destination: &Destination, bytes: &[u8]) -> Result<(), Failure> {
    match destination {
        Destination::Stdout => print(bytes),
        Destination::File(path) => {
            write_file(path, bytes).map_err(|error| Failure::file("write", path, &error))
        }
    }
}

/// Makes the folder that an output named with a `/` at its end stands for.
pub(super) fn make_folder(out: Option<&Path>) -> Result<(), Failure> {
    match out {
        Some(out) if out.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) => {
            fs::create_dir_all(out).map_err(|error| Failure::file("make", out, &error))
        }
        _ => Ok(()),
    }
}

/// Results to standard output; that the reader went away is no error.
pub(super) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::file("write", Path::new("standard output"), &error))
        }
        _ => Ok(()),
    }
}

/// A temporary file in the same folder, closed, then renamed over what is there.
fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let path = match fs::canonicalize(path) {
        Ok(path) => path,
        // A pipe that has no name of its own.
        Err(_) if fs::metadata(path).is_ok() => path.to_owned(),
        Err(_) => behind_links(path)?,
    };
    let old = fs::metadata(&path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // A device or a pipe has nothing to lose, and that nobody reads it to its end is no error.
        return fs::write(&path, bytes).or_else(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Ok(()),
            _ => Err(error),
        });
    }
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(io::Error::other("it is read-only"));
    }
    let folder = folder_of(&path);
    let mut temporary = builder(old.map(|old| old.permissions())).tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    closed(temporary)?.persist(&path).map_err(|error| error.error)
}

/// Closes a file, when disks over a network say that they are full (close(2), which `File` does not ask).
#[cfg(target_os = "linux")]
fn closed(temporary: tempfile::NamedTempFile) -> io::Result<tempfile::TempPath> {
    let (file, path) = temporary.into_parts();
    nix::unistd::close(file)?;
    Ok(path)
}

/// Closes a file of which all is on the disk.
#[cfg(not(target_os = "linux"))]
fn closed(temporary: tempfile::NamedTempFile) -> io::Result<tempfile::TempPath> {
    temporary.as_file().sync_all()?;
    Ok(temporary.into_temp_path())
}

/// Through links, to the file that they name, which is not there.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("it is a link to itself"))
}

/// Temporary files with the permissions of what they replace, or those of any new file.
fn builder(old: Option<fs::Permissions>) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cheatsheet-");
    #[cfg(unix)]
    let old = old.or_else(|| Some(std::os::unix::fs::PermissionsExt::from_mode(0o666)));
    if let Some(permissions) = old {
        builder.permissions(permissions);
    }
    builder
}

/// Writes a file that must not be there yet, and makes the folders on its way.
pub(super) fn create_with_folders(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = folder_of(path);
    fs::create_dir_all(&folder).map_err(|error| Failure::file("make", &folder, &error))?;
    create(path, bytes)
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let mut temporary = builder(None).tempfile_in(folder_of(path))?;
        temporary.write_all(bytes)?;
        closed(temporary)?.persist_noclobber(path).map_err(|error| error.error)
    };
    write().map_err(|error| Failure::file("write", path, &error))
}
