//! `render`: sheet → files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::args::{Emit, FontPath, Making, PdfStandard, Render};
use super::edition::{Destination, choose, destination, is_folder};
use super::files::Largest;
use super::progress::during;
use super::report::Reporter;
use super::source::Source;
use super::{Failure, files, fonts, theme};
use crate::compose::Composed;
use crate::diag::{Diagnostic, Severity, Span};
use crate::export::pdf::{self, Carried, Options, Standard};
use crate::export::png::{self, Zoom};
use crate::model::{Edition, Sheet};
use crate::page::bands::glyphs;
use crate::resources::Resources;
use crate::text::Fonts;
use crate::{Layout, input, parallel};

/// A sheet without errors and all that it needs.
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) sheet: Sheet,
    pub(super) resources: Resources,
    pub(super) fonts: Fonts,
    /// What was found in reading it: warnings, not yet reported.
    found: Vec<Diagnostic>,
    /// Its file and that of its theme, if it has one of its own, as PDFs carry them.
    carried: OnceLock<Carried>,
    theme: Option<Carried>,
    /// All files that it was read from.
    inputs: Vec<PathBuf>,
}

/// Reads a sheet, its pictures and its fonts. Errors are reported; warnings wait for [`Loaded::report`].
pub(super) fn load(path: &Path, folders: &FontPath, reporter: &mut Reporter) -> Result<Loaded, Failure> {
    let source = Source::new(path, files::read_sheet(path)?);
    let mut reading = input::read(&source.bytes);
    let resources = pictures(&reading.pictures, path, &mut reading.diagnostics);
    let mut fonts = None;
    if let Some(sheet) = &reading.sheet {
        let places = (path, folders.font_path.as_slice());
        fonts = Some(fonts::load(sheet, places, &mut reading.diagnostics, reporter)?);
    }
    let mut found = reading.diagnostics;
    let has_error = found.iter().any(|found| found.severity == Severity::Error);
    if has_error {
        // Nothing will be laid out, where it would be said.
        found.extend(broken(&reading.pictures, &resources));
        let more = unreadable(&reading.others, path).filter(|more| !found.contains(more));
        found.extend(more.collect::<Vec<_>>());
    }
    found.sort_by_key(|finding| finding.span);
    match (reading.sheet, fonts) {
        (Some(mut sheet), Some(fonts)) if !has_error => {
            if input::theme_file(&sheet).is_some() {
                // Before what is said of the theme.
                reporter.report(&source, &found);
            }
            let inputs = inputs(&sheet, path, &folders.font_path);
            let theme = theme::load(&mut sheet, &source, reporter)?;
            Ok(Loaded { source, sheet, resources, fonts, found, carried: OnceLock::new(), theme, inputs })
        }
        _ => {
            reporter.report(&source, &found);
            Err(Failure::reported())
        }
    }
}

/// Reads pictures; those that cannot be read are found.
fn pictures(named: &[(String, Span)], sheet: &Path, found: &mut Vec<Diagnostic>) -> Resources {
    let (folder, mut resources) = (files::folder_of(sheet), Resources::default());
    for (name, span) in named {
        match files::read_named(&folder, name, Largest::PICTURE) {
            Ok(bytes) => {
                resources.images.insert(name.clone(), bytes);
            }
            Err(error) => found.push(files::missing(sheet, (name, *span), &error)),
        }
    }
    resources
}

/// The files, of fonts and of the theme, that cannot be read.
fn unreadable(named: &[(String, Span)], sheet: &Path) -> impl Iterator<Item = Diagnostic> {
    let folder = files::folder_of(sheet);
    named.iter().filter_map(move |(name, span)| {
        let error = files::read_named(&folder, name, Largest::FONT).err()?;
        Some(files::missing(sheet, (name, *span), &error))
    })
}

/// The pictures that cannot be used, each where it is first named.
fn broken(named: &[(String, Span)], resources: &Resources) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let firsts = named.iter().filter(|(name, _)| seen.insert(name));
    let faults = firsts
        .filter_map(|(name, span)| crate::compose::picture_fault(resources.images.get(name)?, (name, *span)));
    faults.collect()
}

/// The sheet file, the files it names and those in the folders of fonts.
fn inputs(sheet: &Sheet, path: &Path, font_folders: &[PathBuf]) -> Vec<PathBuf> {
    let named = input::files(sheet).into_iter().map(|(name, _)| files::beside(path, name));
    // A folder that cannot be read was reported when its fonts were read.
    let fonts = font_folders.iter().flat_map(|folder| files::fonts_in(folder).unwrap_or_default());
    std::iter::once(path.to_owned()).chain(named).chain(fonts).collect()
}

impl Loaded {
    /// Reports what was found in reading, and then what was found later.
    pub(super) fn report(&self, later: &[Diagnostic], reporter: &mut Reporter) {
        reporter.report(&self.source, &self.found);
        reporter.report(&self.source, later);
    }

    /// Lays out an edition; errors are reported. Meanwhile what PDFs carry is packed, and most of their glyphs are drawn.
    pub(super) fn layout(&self, edition: &Edition, reporter: &mut Reporter) -> Result<Layout, Failure> {
        let prepare = |composed: &Composed<'_>| {
            // What is to be laid out on two threads comes first.
            self.fonts.draw(glyphs(composed), parallel::give_way);
            self.carried();
        };
        self.lay_out(edition, reporter, prepare).map_err(|diagnostics| {
            self.report(&diagnostics, reporter);
            Failure::reported()
        })
    }

    /// Lays out an edition, and does something else meanwhile.
    pub(super) fn lay_out(
        &self,
        edition: &Edition,
        reporter: &Reporter,
        beside: impl FnOnce(&Composed<'_>) + Send,
    ) -> Result<Layout, Vec<Diagnostic>> {
        let work = || crate::layout_beside(&self.sheet, edition, (&self.resources, &self.fonts), beside);
        during(&format!("laying out `{}`", edition.id), reporter, work)
    }

    /// Its file as PDFs carry it.
    fn carried(&self) -> &Carried {
        self.carried.get_or_init(|| Carried::new(self.source.file_name(), self.source.bytes.clone()))
    }

    /// An output must not take the place of what it is made from.
    fn spare_inputs(&self, to: &Destination) -> Result<(), Failure> {
        let Destination::File(to) = to else { return Ok(()) };
        if self.inputs.iter().any(|input| files::are_same(input, to)) {
            let message = format!("`{}` is what the sheet is made from: name another output", to.display());
            return Err(Failure::usage(message));
        }
        Ok(())
    }

    /// The PDF of a layout, with the sheet and its theme inside.
    pub(super) fn pdf(
        &self,
        layout: &Layout,
        standard: Standard,
        reporter: &Reporter,
    ) -> Result<Vec<u8>, Failure> {
        let source = Some(self.carried().clone());
        let options = Options { source, theme: self.theme.clone(), epoch: epoch()?, standard };
        let work = || pdf::export(&layout.book, &self.fonts, &options);
        during("writing the PDF", reporter, work).map_err(|error| Failure::usage(error.to_string()))
    }
}

/// `SOURCE_DATE_EPOCH`, seconds since 1970 (reproducible-builds.org).
#[expect(clippy::disallowed_methods, reason = "the shell reads the environment")]
pub(super) fn epoch() -> Result<Option<i64>, Failure> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        // Up to the end of the year 9999, the last that a PDF date can name.
        Ok(text) => match text.parse() {
            Ok(epoch @ 0..=253_402_300_799) => Ok(Some(epoch)),
            _ => Err(Failure::usage(format!(
                "SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds since 1970"
            ))),
        },
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(error) => Err(Failure::usage(format!("SOURCE_DATE_EPOCH cannot be read: {error}"))),
    }
}

pub(super) fn run(args: &Render, reporter: &mut Reporter) -> Result<(), Failure> {
    let form = Form::of(&args.making)?;
    let loaded = load(&args.sheet, &args.making.fonts, reporter)?;
    let made = make_all(&loaded, &args.making, form, reporter);
    // The program is about to end: the system takes the memory back faster than it could be given.
    std::mem::forget(loaded);
    made
}

/// Endings of names under which nobody looks for a PDF. What else stands after a dot may be a part of the name.
const FOREIGN: [&str; 24] = [
    "svg", "html", "htm", "md", "txt", "jpg", "jpeg", "webp", "gif", "tif", "tiff", "json", "doc", "docx",
    "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "epub", "ps",
];

/// What an output is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    emit: Emit,
    standard: Standard,
    /// From 1.
    page: u32,
    zoom: Zoom,
}

/// Makes each edition asked for.
pub(super) fn make_all(
    loaded: &Loaded,
    making: &Making,
    form: Form,
    reporter: &mut Reporter,
) -> Result<(), Failure> {
    let made = make_each(loaded, making, form, reporter);
    // What was found in reading is said with the first edition, and where it did not come to one.
    loaded.report(&[], reporter);
    made
}

fn make_each(loaded: &Loaded, making: &Making, form: Form, reporter: &mut Reporter) -> Result<(), Failure> {
    let out = making.out.as_deref();
    let editions = choose(&loaded.sheet, &making.edition, &making.change)?;
    let is_only = editions.len() == 1;
    if !is_only && out == Some(Path::new("-")) {
        return Err(Failure::usage("standard output takes one edition: name one, or a folder"));
    }
    let mut failure = None;
    for edition in &editions {
        let to = destination(out, &loaded.sheet, edition, is_only, form.emit);
        loaded.spare_inputs(&to)?;
        let made = make(loaded, edition, form, reporter);
        // Meanwhile what was found is reported, and the pages are given up.
        let write = |(bytes, layout): (Vec<u8>, Layout)| {
            let pages = layout.book.pages.len();
            let beside = || {
                loaded.report(&layout.diagnostics, reporter);
                drop(layout);
            };
            let write = || files::make_folder(out).and_then(|()| files::write(&to, &bytes));
            parallel::join(write, beside).0.map(|()| pages)
        };
        match made.and_then(write) {
            Ok(pages) => {
                if let Destination::File(path) = &to {
                    reporter.note(&format!("wrote {}{}", path.display(), form.part(pages)));
                }
            }
            // The other editions are still made.
            Err(error) if error.code == 1 => failure = Some(error),
            Err(error) => return Err(error),
        }
    }
    failure.map_or(Ok(()), Err)
}

/// An output, and the layout it was made from.
fn make(
    loaded: &Loaded,
    edition: &Edition,
    form: Form,
    reporter: &mut Reporter,
) -> Result<(Vec<u8>, Layout), Failure> {
    let layout = loaded.layout(edition, reporter)?;
    let bytes = match form.emit {
        Emit::Display => crate::display::dump(&layout.book, &loaded.fonts).into_bytes(),
        Emit::Pdf => loaded.pdf(&layout, form.standard, reporter)?,
        Emit::Png => {
            let pdf = loaded.pdf(&layout, form.standard, reporter)?;
            let picture = || png::picture(&pdf, form.page as usize - 1, form.zoom);
            let picture = during("drawing the page", reporter, picture);
            picture.map_err(|error| Failure::usage(error.to_string()))?
        }
    };
    Ok((bytes, layout))
}

impl Form {
    /// Which of some pages it shows, where that is not all of them.
    fn part(self, pages: usize) -> String {
        if self.emit == Emit::Png && pages > 1 {
            format!(", page {} of {pages}; another with --page", self.page)
        } else {
            String::new()
        }
    }

    /// As `--emit` says, else as the name of the output says.
    pub(super) fn of(making: &Making) -> Result<Self, Failure> {
        let zoom = match (making.picture.scale, making.picture.width) {
            (Some(scale), _) if !(scale > 0.0 && scale.is_finite()) => {
                return Err(Failure::usage("--scale must be above 0"));
            }
            (Some(scale), _) => Zoom::Scale(scale),
            (None, Some(width)) => Zoom::Width(width),
            (None, None) => Zoom::Scale(2.0),
        };
        let picture = &making.picture;
        let extension = making.out.as_deref().filter(|out| !is_folder(out)).and_then(Path::extension);
        let extension = extension.map(|text| text.to_string_lossy().to_lowercase());
        let emit = match (making.picture.emit, extension.as_deref()) {
            (Some(emit), _) => emit,
            (None, Some("png")) => Emit::Png,
            (None, Some(other)) if FOREIGN.contains(&other) => {
                return Err(Failure::usage(format!("cannot write .{other} files: use .pdf or .png")));
            }
            _ => Emit::Pdf,
        };
        let flags = [
            ("page", picture.page.is_some()),
            ("scale", picture.scale.is_some()),
            ("width", picture.width.is_some()),
        ];
        if let Some((flag, _)) = flags.into_iter().find(|(_, is_set)| *is_set && emit != Emit::Png) {
            let help = "name an output that ends in .png, or use --emit png";
            return Err(Failure::usage(format!("--{flag} is for pictures: {help}")));
        }
        let standard = match making.pdf {
            PdfStandard::Ua1 => Standard::Ua1,
            PdfStandard::Ua2 => Standard::Ua2,
        };
        Ok(Self { emit, standard, page: picture.page.unwrap_or(1), zoom })
    }
}
