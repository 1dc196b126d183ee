//! `watch`: started, it renders; the sheet changes, it renders again; a broken sheet does not stop it.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{Desk, PDF, SHEET, start};

/// Far more than it takes, so that only a program that does not answer fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// Ends the program however the test ends.
struct Watcher(Child);

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

impl Watcher {
    fn of(desk: &Desk, arguments: &[&str]) -> Self {
        let log = fs::File::create(desk.path("log")).expect("the folder takes a file");
        let mut command = desk.command(&[&["watch", "sheet.json"], arguments].concat());
        Self(start(command.stdout(Stdio::null()).stderr(log)))
    }

    /// Waits until something is so.
    fn until<T>(&mut self, what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = probe() {
                return found;
            }
            assert!(self.0.try_wait().expect("its state").is_none(), "it ended while waiting for {what}");
            assert!(Instant::now() < end, "it did not answer with {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn every_change_is_rendered() {
    let desk = Desk::new();
    let read = |name: &str| fs::read(desk.path(name)).ok();
    let log = || String::from_utf8_lossy(&read("log").unwrap_or_default()).into_owned();
    let mut watcher = Watcher::of(&desk, &[]);
    watcher.until("waiting", || log().contains("waiting for changes").then_some(()));
    let first = desk.get(PDF);

    desk.edit("Pour and wait", "Pour and wait a while");
    let second = watcher.until("a second output", || read(PDF).filter(|pdf| *pdf != first));
    assert!(second.starts_with(b"%PDF-"));

    desk.edit("\"topic\": \"Water\"", "\"topik\": \"Water\"");
    watcher.until("an error", || log().contains("unknown key `topik`").then_some(()));
    assert_eq!(desk.get(PDF), second);

    // As many editors save: a new file in the place of the old one.
    desk.put("new", SHEET);
    fs::rename(desk.path("new"), desk.path("sheet.json")).expect("it can be moved");
    watcher.until("the first output again", || read(PDF).filter(|pdf| *pdf == first));
}

#[test]
fn pictures_are_watched_too() {
    let desk = Desk::new();
    let svg = |fill: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='{fill}'/></svg>"
        )
    };
    fs::create_dir(desk.path("pictures")).expect("a folder");
    desk.put("pictures/a.svg", svg("#111111"));
    desk.edit("{ \"callout\"", "{ \"figure\": \"pictures/a.svg\", \"alt\": \"A square\" }, { \"callout\"");
    let read = |name: &str| fs::read(desk.path(name)).ok();
    let mut watcher = Watcher::of(&desk, &["-o", "out.png", "--scale", "1"]);
    watcher.until("waiting", || {
        String::from_utf8_lossy(&read("log")?).contains("waiting for changes").then_some(())
    });
    let first = desk.get("out.png");
    assert!(first.starts_with(b"\x89PNG"));
    desk.put("pictures/a.svg", svg("#eeeeee"));
    watcher.until("another picture", || read("out.png").filter(|png| *png != first));
}

const SVG: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";

#[test]
fn a_picture_may_come_while_the_sheet_is_wrong() {
    let desk = Desk::new();
    desk.edit("{ \"callout\"", "{ \"figure\": \"a/b/c.svg\", \"alt\": \"A square\" }, { \"callout\"");
    let mut watcher = Watcher::of(&desk, &["-o", "out.pdf"]);
    let log = || fs::read_to_string(desk.path("log")).unwrap_or_default();
    watcher.until("an error", || log().contains("missing-file").then_some(()));
    // One folder after the other, none of which was there to be watched.
    for folder in ["a", "a/b"] {
        fs::create_dir(desk.path(folder)).expect("a folder");
        std::thread::sleep(Duration::from_millis(200));
    }
    desk.put("a/b/c.svg", SVG);
    watcher.until("an output", || fs::read(desk.path("out.pdf")).ok());
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_and_folders_that_are_replaced_are_watched() {
    let desk = Desk::new();
    let read = || fs::read(desk.path("out.pdf")).ok();
    fs::create_dir(desk.path("far")).expect("a folder");
    desk.put("far/real.json", SHEET);
    fs::remove_file(desk.path("sheet.json")).expect("it is there");
    std::os::unix::fs::symlink("far/real.json", desk.path("sheet.json")).expect("a link");
    let mut watcher = Watcher::of(&desk, &["-o", "out.pdf"]);
    let first = watcher.until("an output", read);
    for (folder, text) in [("older", "Pour and wait a while"), ("oldest", "Pour and go")] {
        fs::rename(desk.path("far"), desk.path(folder)).expect("it can be moved");
        fs::create_dir(desk.path("far")).expect("a folder");
        desk.put("far/real.json", SHEET.replace("Pour and wait", text));
        let before = if folder == "older" { first.clone() } else { read().expect("it was there") };
        watcher.until("another output", || read().filter(|pdf| *pdf != before));
    }
}

/// Its own log lies in the folder, too.
#[test]
fn a_log_is_written_when_something_was_made() {
    let desk = Desk::new();
    let log = || fs::read_to_string(desk.path("log")).unwrap_or_default();
    let mut watcher = Watcher::of(&desk, &["--message-format", "sarif"]);
    watcher.until("a log", || (log().lines().count() > 0).then_some(()));
    desk.put("other", "what the sheet has nothing to do with");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(log().lines().count(), 1, "{}", log());
    desk.edit("\"topic\": \"Water\"", "\"topik\": \"Water\"");
    watcher.until("another log", || log().contains("unknown key `topik`").then_some(()));
    assert_eq!(log().lines().count(), 2, "{}", log());
}

#[test]
fn a_sheet_that_is_not_there_cannot_be_watched() {
    let desk = Desk::new();
    let told = desk.run(&["watch", "nowhere.json"]);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("nowhere.json"), "{}", told.err);
}
