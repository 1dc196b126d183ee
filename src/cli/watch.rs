//! `watch`: renders again on every change of the sheet or of a file it names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};

use super::args::Watch;
use super::files::Largest;
use super::render::{Form, load, make_all};
use super::report::Reporter;
use super::{Failure, files};
use crate::input;

/// An editor that saves writes several times; one rendering answers them all.
const QUIET: Duration = Duration::from_millis(60);

pub(super) fn run(args: &Watch, reporter: &mut Reporter) -> Result<(), Failure> {
    if args.sheet == Path::new("-") || args.making.out.as_deref() == Some(Path::new("-")) {
        return Err(Failure::usage("`watch` needs files"));
    }
    let form = Form::of(&args.making)?;
    let (sender, events) = mpsc::channel::<()>();
    let failed =
        |error: notify::Error| Failure::usage(format!("cannot watch `{}`: {error}", args.sheet.display()));
    // That somebody reads a file is no news; we read them ourselves.
    let tell = move |event: notify::Result<notify::Event>| {
        if event.map_or(true, |event| !event.kind.is_access()) {
            // After the end nobody listens.
            let _ = sender.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(tell).map_err(failed)?;
    let mut watched = BTreeSet::from([files::folder_of(&args.sheet)]);
    for folder in &watched {
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(failed)?;
    }
    let mut state = State::default();
    loop {
        if state.refresh(args, form, reporter)? {
            // Only then: a log in the same folder would be a change itself.
            reporter.finish();
        }
        // Pictures in folders that are not there yet are looked for again at the next change.
        let folders = state.folders().into_iter();
        let fresh = folders.filter(|folder| !watched.contains(folder));
        let fresh: Vec<_> =
            fresh.filter(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok()).collect();
        if !fresh.is_empty() {
            // What changed before the watch began.
            watched.extend(fresh);
            continue;
        }
        if events.recv().is_err() {
            return Ok(());
        }
        // In a folder that is never quiet, a few events must do; those that come later are seen next time.
        (0..100).take_while(|_| events.recv_timeout(QUIET).is_ok()).count();
    }
}

/// What the last rendering was made from.
#[derive(Default)]
struct State {
    last: Option<Vec<(PathBuf, Option<Vec<u8>>)>>,
}

impl State {
    /// Folders, not files: many editors save by renaming a new file over the old one.
    fn folders(&self) -> BTreeSet<PathBuf> {
        self.last.iter().flatten().map(|(path, _)| files::folder_of(path)).collect()
    }

    /// Renders if a file differs from the last time (our own output is in the folder too); tells whether it did.
    fn refresh(&mut self, args: &Watch, form: Form, reporter: &mut Reporter) -> Result<bool, Failure> {
        let now = inputs(&args.sheet);
        if self.last.as_ref() == Some(&now) {
            return Ok(false);
        }
        let is_first = self.last.is_none();
        self.last = Some(now);
        reporter.forget();
        let loaded = load(&args.sheet, &args.making.fonts, reporter);
        let made = loaded.and_then(|loaded| make_all(&loaded, &args.making, form, reporter));
        let result = match made {
            // A sheet in the middle of an edit is no reason to stop.
            Err(Failure { code: 1, .. }) => Ok(()),
            Err(failure) if !is_first => {
                reporter.failure(&failure.message.unwrap_or_default());
                Ok(())
            }
            result => result,
        };
        if is_first && result.is_ok() {
            reporter.note("waiting for changes; Ctrl-C ends");
        }
        result.map(|()| true)
    }
}

/// The sheet, the pictures and the theme it names, as they are now.
fn inputs(sheet: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let bytes = files::read(sheet, Largest::SHEET).ok();
    let mut found = vec![(sheet.to_owned(), bytes.clone())];
    if let Some(read) = bytes.and_then(|bytes| input::read(&bytes).sheet) {
        let fonts = read.fonts.iter().map(|file| file.path.as_str());
        let others = input::pictures(&read).into_iter().chain(input::theme_file(&read)).map(|(name, _)| name);
        for name in others.chain(fonts) {
            let path = files::folder_of(sheet).join(name);
            let content = files::read(&path, Largest::FONT).ok();
            found.push((path, content));
        }
    }
    found
}
