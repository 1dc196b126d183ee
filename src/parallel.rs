//! The same work on many things, on two threads. What comes out does not depend on which of them did what.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, ScopedJoinHandle, scope};

/// Fewer things than this are done before a second thread has begun.
const WORTH_A_THREAD: usize = 8;

/// Works on things of a kind, and may keep what it needs from one to the next.
pub(crate) trait Worker {
    /// What is worked on.
    type Item: Sync;
    /// What comes of an item, whatever came before it.
    type Result: Send;
    /// What is left at the end.
    type Rest: Send;

    /// Works on one item.
    fn work(&mut self, item: &Self::Item) -> Self::Result;

    /// Ends the work.
    fn end(self) -> Self::Rest;
}

/// What [`map`] gives back.
pub(crate) struct Mapped<W: Worker, B> {
    /// Of each item, in their order.
    pub(crate) results: Vec<W::Result>,
    /// Of each worker; which of them did how much is left to chance.
    pub(crate) rests: Vec<W::Rest>,
    /// Of what was done beside the items.
    pub(crate) beside: B,
}

/// Has workers work on each of the items, one here and one on a second thread. The one here first does what is to be done beside
/// the items; where no second thread is to be had, it does it all.
pub(crate) fn map<W: Worker, B>(
    items: &[W::Item],
    worker: impl Fn() -> W + Sync,
    beside: impl FnOnce(&mut W) -> B,
) -> Mapped<W, B> {
    let next = AtomicUsize::new(0);
    let share = |worker: &mut W| -> Vec<(usize, W::Result)> {
        let free = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let taken = free.map_while(|index| Some((index, items.get(index)?)));
        taken.map(|(index, item)| (index, worker.work(item))).collect()
    };
    scope(|threads| {
        let helper = (items.len() >= WORTH_A_THREAD).then(|| {
            Builder::new().spawn_scoped(threads, || {
                make_room();
                let mut worker = worker();
                (share(&mut worker), worker.end())
            })
        });
        let mut own = worker();
        let beside = beside(&mut own);
        let mut results = share(&mut own);
        let mut rests = vec![own.end()];
        if let Some(Ok(helper)) = helper {
            let (others, rest) = joined(helper);
            results.extend(others);
            rests.push(rest);
        }
        results.sort_unstable_by_key(|(index, _)| *index);
        Mapped { results: results.into_iter().map(|(_, result)| result).collect(), rests, beside }
    })
}

/// Gives this thread's heap room to grow. glibc would let it grow by a page each time, with a call of the system for each; a block
/// that is given back stays with the heap. (The first one teaches glibc not to ask the system for blocks of this size
/// alone.) Memory that nobody touches costs nothing, here and with other allocators.
fn make_room() {
    for _ in 0..2 {
        drop(black_box(Vec::<u8>::with_capacity(ROOM)));
    }
}

/// More than the share of a usual sheet.
const ROOM: usize = 2 << 20;

/// A panic of the helper is one of the caller's.
fn joined<T>(helper: ScopedJoinHandle<'_, T>) -> T {
    helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::{WORTH_A_THREAD, Worker, map};

    /// Doubles numbers, and counts them.
    struct Doubler(usize);

    impl Worker for Doubler {
        type Item = usize;
        type Result = usize;
        type Rest = usize;

        fn work(&mut self, item: &usize) -> usize {
            self.0 += 1;
            item * 2
        }

        fn end(self) -> usize {
            self.0
        }
    }

    #[test]
    fn results_come_in_order_and_each_item_is_worked_on_once() {
        for count in [0, 1, WORTH_A_THREAD, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let mapped = map(&items, || Doubler(0), |_| "beside");
            assert_eq!(mapped.results, items.iter().map(|item| item * 2).collect::<Vec<_>>());
            assert_eq!(mapped.rests.iter().sum::<usize>(), count);
            assert_eq!(mapped.beside, "beside");
        }
    }
}
