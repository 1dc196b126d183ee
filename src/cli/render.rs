//! `render`: sheet → files.

use std::path::Path;

use super::args::{Emit, Render};
use super::edition::{Destination, choose, destination};
use super::report::{Reporter, Source};
use super::{Failure, files};
use crate::diag::{Code, Diagnostic};
use crate::export::pdf::{self, Options};
use crate::export::png::{self, Zoom};
use crate::model::{Edition, Sheet};
use crate::resources::Resources;
use crate::text::Fonts;
use crate::{Layout, input};

/// A sheet without errors and all that it needs.
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) sheet: Sheet,
    pub(super) resources: Resources,
}

/// Reads a sheet and its pictures; what is wrong with them is reported.
pub(super) fn load(path: &Path, reporter: &mut Reporter) -> Result<Loaded, Failure> {
    let source = Source::new(path, files::read_sheet(path)?);
    let mut reading = input::read(&source.bytes);
    let mut resources = Resources::default();
    if let Some(sheet) = &reading.sheet {
        let folder = files::folder_of(path);
        for (name, span) in input::pictures(sheet) {
            match files::read_picture(&folder, name) {
                Ok(bytes) => {
                    resources.images.insert(name.to_owned(), bytes);
                }
                Err(error) => {
                    let reason =
                        Failure::file("read", &folder.join(name), &error).message.unwrap_or_default();
                    let help = "the path is relative to the sheet file";
                    reading
                        .diagnostics
                        .push(Diagnostic::error(Code::MissingFile, span, reason).with_help(help));
                }
            }
        }
    }
    let has_error = reporter.report(&source, &reading.diagnostics);
    match reading.sheet {
        Some(sheet) if !has_error => Ok(Loaded { source, sheet, resources }),
        _ => Err(Failure::reported()),
    }
}

impl Loaded {
    /// Lays out an edition; what is wrong is reported.
    pub(super) fn layout(
        &self,
        edition: &Edition,
        fonts: &Fonts,
        reporter: &mut Reporter,
    ) -> Result<Layout, Failure> {
        match crate::layout(&self.sheet, edition, &self.resources, fonts) {
            Ok(layout) => {
                reporter.report(&self.source, &layout.diagnostics);
                Ok(layout)
            }
            Err(diagnostics) => {
                reporter.report(&self.source, &diagnostics);
                Err(Failure::reported())
            }
        }
    }

    /// The PDF of a layout, with the sheet inside.
    pub(super) fn pdf(&self, layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, Failure> {
        let name = self.source.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.filter(|name| name != "-").unwrap_or_else(|| "sheet.json".to_owned());
        let options = Options { source: Some((name, self.source.bytes.clone())), epoch: epoch()? };
        pdf::export(&layout.book, fonts, &options).map_err(|error| Failure::usage(error.to_string()))
    }
}

/// `SOURCE_DATE_EPOCH`, seconds since 1970 (reproducible-builds.org).
#[expect(clippy::disallowed_methods, reason = "the shell reads the environment")]
pub(super) fn epoch() -> Result<Option<i64>, Failure> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        // Up to the end of the year 9999, the last that a PDF date can name.
        Ok(text) => match text.parse() {
            Ok(epoch @ 0..=253_402_300_799) => Ok(Some(epoch)),
            _ => Err(Failure::usage(format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds"))),
        },
        Err(_) => Ok(None),
    }
}

pub(super) fn run(args: &Render, reporter: &mut Reporter) -> Result<(), Failure> {
    let form = form(args)?;
    let zoom = zoom(args)?;
    let loaded = load(&args.sheet, reporter)?;
    let editions = choose(&loaded.sheet, &args.edition, &args.change)?;
    let is_only = editions.len() == 1;
    if !is_only && args.out.as_deref() == Some(Path::new("-")) {
        return Err(Failure::usage("standard output takes one edition"));
    }
    files::make_folder(args.out.as_deref())?;
    let fonts = Fonts::bundled();
    let mut failure = None;
    for edition in &editions {
        let to = destination(args.out.as_deref(), &loaded.sheet, edition, is_only, form);
        let made = make(&loaded, edition, (form, args.page, zoom), &fonts, reporter);
        match made.and_then(|bytes| files::write(&to, &bytes)) {
            Ok(()) => {
                if let Destination::File(path) = &to {
                    reporter.note(&format!("wrote {}", path.display()));
                }
            }
            // The other editions are still made.
            Err(error) if error.code == 1 => failure = Some(error),
            Err(error) => return Err(error),
        }
    }
    failure.map_or(Ok(()), Err)
}

fn make(
    loaded: &Loaded,
    edition: &Edition,
    (form, page, zoom): (Emit, u32, Zoom),
    fonts: &Fonts,
    reporter: &mut Reporter,
) -> Result<Vec<u8>, Failure> {
    let layout = loaded.layout(edition, fonts, reporter)?;
    match form {
        Emit::Display => Ok(crate::display::dump(&layout.book, fonts).into_bytes()),
        Emit::Pdf => loaded.pdf(&layout, fonts),
        Emit::Png => {
            let pdf = loaded.pdf(&layout, fonts)?;
            png::picture(&pdf, page as usize - 1, zoom).map_err(|error| Failure::usage(error.to_string()))
        }
    }
}

/// What is written: as `--emit` says, else as the name of the output says.
fn form(args: &Render) -> Result<Emit, Failure> {
    if let Some(emit) = args.emit {
        return Ok(emit);
    }
    let extension =
        args.out.as_deref().and_then(Path::extension).map(|text| text.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("png") => Ok(Emit::Png),
        Some(other @ ("svg" | "html" | "md" | "txt" | "jpg" | "jpeg" | "webp")) => {
            Err(Failure::usage(format!("cannot write .{other} files: use .pdf or .png")))
        }
        _ => Ok(Emit::Pdf),
    }
}

fn zoom(args: &Render) -> Result<Zoom, Failure> {
    match (args.scale, args.width) {
        (Some(scale), _) if !(scale > 0.0 && scale.is_finite()) => {
            Err(Failure::usage("--scale must be above 0"))
        }
        (Some(scale), _) => Ok(Zoom::Scale(scale)),
        (None, Some(0)) => Err(Failure::usage("--width must be above 0")),
        (None, Some(width)) => Ok(Zoom::Width(width)),
        (None, None) => Ok(Zoom::Scale(2.0)),
    }
}
