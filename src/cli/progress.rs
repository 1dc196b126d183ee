//! That work goes on, for somebody who waits at a terminal for more than a second.

use std::io::Write;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::report::Reporter;

/// Does the work; says how long it takes by now, each second, and wipes that away at the end.
pub(super) fn during<T>(what: &str, reporter: &Reporter, work: impl FnOnce() -> T) -> T {
    if !reporter.is_watched() {
        return work();
    }
    let (working, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || tell(&mut std::io::stderr(), what, &ended, Duration::from_secs(1)));
        let result = work();
        drop(working);
        result
    })
}

/// Writes a line over itself until the other end of the channel is gone.
fn tell(stream: &mut impl Write, what: &str, ended: &Receiver<()>, period: Duration) {
    let mut periods = 0;
    while ended.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
        periods += 1;
        // That nobody reads it is no error.
        let _ = write!(stream, "\r{what}: {periods} s").and_then(|()| stream.flush());
    }
    if periods > 0 {
        let _ = write!(stream, "\r\u{1b}[K").and_then(|()| stream.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ends the work after so many writings.
    struct Stream {
        text: Vec<u8>,
        left: usize,
        working: Option<mpsc::Sender<()>>,
    }

    impl Write for Stream {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.text.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                self.working = None;
            }
            Ok(())
        }
    }

    #[test]
    fn long_work_is_told_and_wiped_away() {
        let (working, ended) = mpsc::channel();
        let mut stream = Stream { text: Vec::new(), left: 2, working: Some(working) };
        tell(&mut stream, "laying out", &ended, Duration::from_millis(1));
        assert_eq!(String::from_utf8_lossy(&stream.text), "\rlaying out: 1 s\rlaying out: 2 s\r\u{1b}[K");
    }

    #[test]
    fn short_work_is_not_told() {
        let (working, ended) = mpsc::channel();
        let mut stream = Stream { text: Vec::new(), left: 1, working: None };
        drop(working);
        tell(&mut stream, "laying out", &ended, Duration::from_secs(60));
        assert!(stream.text.is_empty());
    }
}
