//! `watch`: renders again on every change of the sheet or of a file it names.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};

use super::args::{Emit, Watch};
use super::edition::{Destination, choose, destination};
use super::render::{Loaded, load};
use super::report::Reporter;
use super::{Failure, files};
use crate::input;
use crate::text::Fonts;

/// An editor that saves writes several times; one rendering answers them all.
const QUIET: Duration = Duration::from_millis(60);

pub(super) fn run(args: &Watch, reporter: &mut Reporter) -> Result<(), Failure> {
    if args.sheet == Path::new("-") || args.out.as_deref() == Some(Path::new("-")) {
        return Err(Failure::usage("`watch` needs files"));
    }
    let (sender, events) = mpsc::channel();
    let failed =
        |error: notify::Error| Failure::usage(format!("cannot watch `{}`: {error}", args.sheet.display()));
    let mut watcher = notify::recommended_watcher(sender).map_err(failed)?;
    let folder = files::folder_of(&args.sheet);
    // Folders, not files: many editors save by renaming a new file over the old one.
    watcher.watch(&folder, RecursiveMode::Recursive).map_err(failed)?;
    let assets = folder.join("../assets");
    if assets.is_dir() {
        watcher.watch(&assets, RecursiveMode::Recursive).map_err(failed)?;
    }
    let fonts = Fonts::bundled();
    let mut state = State::default();
    loop {
        state.refresh(args, &fonts, reporter)?;
        reporter.finish();
        if events.recv().is_err() {
            return Ok(());
        }
        while events.recv_timeout(QUIET).is_ok() {}
    }
}

/// What the last rendering was made from.
#[derive(Default)]
struct State {
    last: Option<Vec<(PathBuf, Option<Vec<u8>>)>>,
}

impl State {
    /// Renders if a file differs from the last time (our own output is in the folder too).
    fn refresh(&mut self, args: &Watch, fonts: &Fonts, reporter: &mut Reporter) -> Result<(), Failure> {
        let now = inputs(&args.sheet);
        if self.last.as_ref() == Some(&now) {
            return Ok(());
        }
        let is_first = self.last.is_none();
        self.last = Some(now);
        match load(&args.sheet, reporter).and_then(|loaded| render(&loaded, args, fonts, reporter)) {
            // A sheet in the middle of an edit is no reason to stop.
            Err(Failure { code: 1, .. }) => Ok(()),
            Err(failure) if !is_first => {
                reporter.failure(&failure.message.unwrap_or_default());
                Ok(())
            }
            result => result,
        }
    }
}

/// The sheet and the pictures it names, as they are now.
fn inputs(sheet: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let bytes = files::read(sheet).ok();
    let mut found = vec![(sheet.to_owned(), bytes.clone())];
    if let Some(read) = bytes.and_then(|bytes| input::read(&bytes).sheet) {
        for (name, _) in input::pictures(&read) {
            let path = files::folder_of(sheet).join(name);
            let content = files::read(&path).ok();
            found.push((path, content));
        }
    }
    found
}

fn render(loaded: &Loaded, args: &Watch, fonts: &Fonts, reporter: &mut Reporter) -> Result<(), Failure> {
    let editions = choose(&loaded.sheet, &args.edition, &args.change)?;
    files::make_folder(args.out.as_deref())?;
    for edition in &editions {
        let layout = loaded.layout(edition, fonts, reporter)?;
        let pdf = loaded.pdf(&layout, fonts)?;
        let to = destination(args.out.as_deref(), &loaded.sheet, edition, editions.len() == 1, Emit::Pdf);
        files::write(&to, &pdf)?;
        if let Destination::File(path) = &to {
            reporter.note(&format!("wrote {}", path.display()));
        }
    }
    Ok(())
}
