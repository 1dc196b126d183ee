//! `watch`: renders again on every change of the sheet or of a file it names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};

use super::args::Watch;
use super::files::{Largest, Stamp};
use super::render::{Form, load, make_all};
use super::report::Reporter;
use super::{Failure, files};
use crate::input;

/// An editor that saves writes several times; one rendering answers them all.
const QUIET: Duration = Duration::from_millis(60);
/// How often we look at files of which nobody may tell: what a link leads to, what is in a folder that came in the place of
/// another.
const LOOK: Duration = Duration::from_secs(1);

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
        // Files in folders that are not there yet are looked for again at the next change.
        let folders = state.folders().into_iter();
        let fresh = folders.filter(|folder| !watched.contains(folder));
        let fresh: Vec<_> =
            fresh.filter(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok()).collect();
        if !fresh.is_empty() {
            // What changed before the watch began.
            watched.extend(fresh);
            continue;
        }
        if !state.wait(&events) {
            return Ok(());
        }
        // In a folder that is never quiet, a few events must do; those that come later are seen next time.
        (0..100).take_while(|_| events.recv_timeout(QUIET).is_ok()).count();
    }
}

/// What the last rendering was made from.
#[derive(Default)]
struct State {
    last: Option<Vec<Input>>,
}

/// A file that a rendering was made from; without content if it cannot be read.
struct Input {
    path: PathBuf,
    /// Of the content or an older one.
    stamp: Option<Stamp>,
    content: Option<Vec<u8>>,
}

impl Input {
    fn of(path: PathBuf, most: Largest) -> Self {
        // In this order, what changes between the two is seen the next time.
        let stamp = files::stamp(&path);
        let content = files::read(&path, most).ok();
        Self { path, stamp, content }
    }

    fn is_like(&self, other: &Self) -> bool {
        (&self.path, &self.content) == (&other.path, &other.content)
    }
}

impl State {
    /// Folders, not files: many editors save by renaming a new file over the old one.
    fn folders(&self) -> BTreeSet<PathBuf> {
        self.last.iter().flatten().map(|input| files::folder_of(&input.path)).collect()
    }

    /// Waits until somebody tells of a change, or a file looks as if it had changed; `false` if nobody will tell any more.
    fn wait(&self, events: &mpsc::Receiver<()>) -> bool {
        let looks_new = |input: &Input| files::stamp(&input.path) != input.stamp;
        loop {
            match events.recv_timeout(LOOK) {
                Ok(()) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) if self.last.iter().flatten().any(looks_new) => return true,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Renders if a file differs from the last time (our own output is in the folder too); tells whether it did.
    fn refresh(&mut self, args: &Watch, form: Form, reporter: &mut Reporter) -> Result<bool, Failure> {
        let now = inputs(args);
        let is_same = |last: &Vec<Input>| {
            last.len() == now.len() && last.iter().zip(&now).all(|(last, now)| last.is_like(now))
        };
        let (is_first, is_same) = (self.last.is_none(), self.last.as_ref().is_some_and(is_same));
        self.last = Some(now);
        if is_same {
            return Ok(false);
        }
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

/// The sheet, the files that it names, and the folders of fonts with what is in them, as they are now.
fn inputs(args: &Watch) -> Vec<Input> {
    let sheet = Input::of(args.sheet.clone(), Largest::SHEET);
    let reading = sheet.content.as_deref().map(input::read).unwrap_or_default();
    let named = reading.pictures.iter().chain(&reading.others);
    let named: Vec<PathBuf> = named.map(|(name, _)| files::beside(&args.sheet, name)).collect();
    let folders = args.making.fonts.font_path.iter();
    let fonts = folders.flat_map(|folder| {
        let inside = files::fonts_in(folder).unwrap_or_default();
        std::iter::once(folder.clone()).chain(inside)
    });
    let others = named.into_iter().chain(fonts).map(|path| Input::of(path, Largest::FONT));
    std::iter::once(sheet).chain(others.collect::<Vec<_>>()).collect()
}
