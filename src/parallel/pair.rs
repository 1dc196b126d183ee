//! The two threads.
//!
//! Linux in a virtual machine takes a core that sleeps for one that was taken away, and so puts a thread that begins or wakes up
//! on the core of the one that began it or woke it, to wait there for some milliseconds: longer than any stage of a usual
//! sheet. So the second thread leaves that core at once, and neither thread sleeps as long as the other is about to be done.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{available_parallelism, yield_now};

use rayon_core::{ThreadPool, ThreadPoolBuilder, Yield};

/// The threads of the program.
pub(super) static PAIR: OnceLock<Pair> = OnceLock::new();

/// This thread and the second one.
pub(super) struct Pair {
    pool: ThreadPool,
    /// How often the second thread was called for.
    calls: AtomicUsize,
    /// Whether it is at what it was called for, or may be.
    is_taken: AtomicBool,
}

/// Begins the second thread. The first one is the caller's.
pub(crate) fn start() {
    // Where no thread is to be had, one does it all.
    let has_cores = available_parallelism().is_ok_and(|cores| cores.get() > 1);
    if has_cores
        && PAIR.get().is_none()
        && let Some(pair) = Pair::new()
    {
        PAIR.get_or_init(|| pair).keep_awake();
    }
}

impl Pair {
    pub(super) fn new() -> Option<Self> {
        let has_begun = Arc::new(AtomicBool::new(false));
        let (sign, core) = (Arc::clone(&has_begun), core());
        let begin = move |_| {
            // While this thread has the core of the other one, that one sees nothing.
            sign.store(true, Ordering::Relaxed);
            leave(core);
        };
        let pool = ThreadPoolBuilder::new().num_threads(2).use_current_thread().start_handler(begin);
        let pool = pool.build().ok()?;
        wait_while(|| !has_begun.load(Ordering::Relaxed));
        // While nothing else is to be done, the second thread fetches memory for both.
        let first = room();
        pool.spawn(move || {
            touch(first, ROOM);
            touch(room(), ROOM / 3);
        });
        Some(Self { pool, calls: AtomicUsize::new(0), is_taken: AtomicBool::new(false) })
    }

    /// Keeps the second thread awake until it is called for, or its patience ends.
    fn keep_awake(&'static self) {
        let call = self.calls.load(Ordering::Relaxed);
        self.pool.spawn(move || wait_while(|| self.calls.load(Ordering::Relaxed) == call));
    }

    /// Does two things; both here if the second thread is not free.
    pub(super) fn join<A: Send, B: Send>(
        &'static self,
        own: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        // Within one of two things already, the second thread comes when it is done with the other, or gives way.
        let is_within = self.is_taken.swap(true, Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Relaxed);
        // Whoever is done first keeps awake for the other.
        let (is_own_done, is_other_busy) = (AtomicBool::new(false), AtomicBool::new(false));
        let own = || {
            let done = own();
            is_own_done.store(true, Ordering::Relaxed);
            wait_while(|| is_other_busy.load(Ordering::Relaxed));
            done
        };
        let other = || {
            is_other_busy.store(true, Ordering::Relaxed);
            let done = other();
            is_other_busy.store(false, Ordering::Relaxed);
            helping(|| !is_own_done.load(Ordering::Relaxed));
            done
        };
        let done = self.pool.join(own, other);
        if !is_within {
            self.is_taken.store(false, Ordering::Relaxed);
            self.keep_awake();
        }
        done
    }
}

/// How often a thread looks for what it waits for before it may sleep: some milliseconds.
const PATIENCE: usize = 10_000;

/// Waits without sleeping, but not for long; leaves the core to other threads meanwhile.
pub(crate) fn wait_while(is_so: impl Fn() -> bool) {
    (0..PATIENCE).take_while(|_| is_so()).for_each(|_| yield_now());
}

/// The same, but does what is to be done meanwhile.
fn helping(is_so: impl Fn() -> bool) {
    wait_while(|| {
        give_way();
        is_so()
    });
}

/// Does what the other thread has for this one, if it has something.
pub(crate) fn give_way() {
    while rayon_core::yield_now() == Some(Yield::Executed) {}
}

/// The core that this thread is on; `None` if nobody says.
#[cfg(target_os = "linux")]
fn core() -> Option<usize> {
    nix::sched::sched_getcpu().ok()
}

/// Moves this thread off a core, if it may run on others.
#[cfg(target_os = "linux")]
fn leave(core: Option<usize>) {
    use nix::sched::{sched_getaffinity, sched_setaffinity};
    use nix::unistd::Pid;
    let this = Pid::from_raw(0);
    if let Some(core) = core
        && let Ok(all) = sched_getaffinity(this)
    {
        let mut others = all;
        // The system refuses to leave it without a core.
        if others.unset(core).is_ok() && sched_setaffinity(this, &others).is_ok() {
            // It stays where it is now, but need not.
            let _ = sched_setaffinity(this, &all);
        }
    }
}

#[cfg(not(target_os = "linux"))]
const fn core() {}

#[cfg(not(target_os = "linux"))]
const fn leave(_: ()) {}

/// A block of this thread's heap, to grow into when it is given back. glibc would let the heap grow by a page each time, with a
/// call of the system for each. (The first block teaches glibc not to ask the system for blocks of this size alone.) Other
/// allocators are not harmed by it.
fn room() -> Vec<u8> {
    drop(black_box(Vec::<u8>::with_capacity(ROOM)));
    Vec::with_capacity(ROOM)
}

/// Touches the pages of a block, which the system gives only then, and gives the block back to its heap.
fn touch(mut room: Vec<u8>, bytes: usize) {
    room.spare_capacity_mut()[..bytes].iter_mut().step_by(PAGE).for_each(|byte| _ = byte.write(0));
    drop(black_box(room));
}

/// About half of what a usual sheet takes in the heap of the first thread: while more was fetched, the first thread would already
/// set texts alone. The second one fetches a third of it for itself.
const ROOM: usize = 3 << 19;

/// A page of memory, or a part of one.
const PAGE: usize = 4096;
