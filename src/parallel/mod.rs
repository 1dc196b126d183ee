//! Work on two threads. What comes out does not depend on which of them did what.
//!
//! The second thread begins with the program ([`start`]) and keeps awake between its tasks. Where it was not begun, as in tests, or
//! where there is one core only, all is done on the caller's thread.

mod pair;

use std::sync::atomic::{AtomicUsize, Ordering};

use pair::{PAIR, Pair};

pub(crate) use pair::{give_way, start, wait_while};

/// Does two things, on two threads if the second one is free.
pub(crate) fn join<A: Send, B: Send>(
    own: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    join_on(PAIR.get(), own, other)
}

fn join_on<A: Send, B: Send>(
    pair: Option<&'static Pair>,
    own: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    match pair {
        Some(pair) => pair.join(own, other),
        None => (own(), other()),
    }
}

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

/// Has workers work on each of the items, one here and one on the second thread. The one here first does what is to be done
/// beside the items; where the second thread is not free, it does it all.
pub(crate) fn map<W: Worker, B: Send>(
    items: &[W::Item],
    worker: impl Fn() -> W + Sync,
    beside: impl FnOnce(&mut W) -> B + Send,
) -> Mapped<W, B> {
    map_on(PAIR.get(), items, worker, beside)
}

fn map_on<W: Worker, B: Send>(
    pair: Option<&'static Pair>,
    items: &[W::Item],
    worker: impl Fn() -> W + Sync,
    beside: impl FnOnce(&mut W) -> B + Send,
) -> Mapped<W, B> {
    let next = AtomicUsize::new(0);
    let share = |worker: &mut W| -> Vec<(usize, W::Result)> {
        let free = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let taken = free.map_while(|index| Some((index, items.get(index)?)));
        taken.map(|(index, item)| (index, worker.work(item))).collect()
    };
    let own = || {
        let mut worker = worker();
        let beside = beside(&mut worker);
        (share(&mut worker), worker.end(), beside)
    };
    let other = || {
        // The items may all be done before this begins.
        let is_left = next.load(Ordering::Relaxed) < items.len();
        is_left.then(|| {
            let mut worker = worker();
            (share(&mut worker), worker.end())
        })
    };
    let ((mut results, rest, beside), others) = join_on(pair, own, other);
    let mut rests = vec![rest];
    if let Some((others, rest)) = others {
        results.extend(others);
        rests.push(rest);
    }
    results.sort_unstable_by_key(|(index, _)| *index);
    Mapped { results: results.into_iter().map(|(_, result)| result).collect(), rests, beside }
}

#[cfg(test)]
mod tests {
    use super::{Pair, Worker, join_on, map_on};

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
    fn on_one_thread_and_on_two_results_come_in_order_and_each_item_is_worked_on_once() {
        let two: &Pair = Box::leak(Box::new(Pair::new().unwrap()));
        for pair in [None, Some(two)] {
            for count in [0, 1, 1000, 100_000] {
                let items: Vec<usize> = (0..count).collect();
                let mapped = map_on(pair, &items, || Doubler(0), |_| "beside");
                assert_eq!(mapped.results, items.iter().map(|item| item * 2).collect::<Vec<_>>());
                assert_eq!(mapped.rests.iter().sum::<usize>(), count);
                assert_eq!(mapped.beside, "beside");
            }
            assert_eq!(join_on(pair, || 1, || 2), (1, 2));
            assert_eq!(join_on(pair, || join_on(pair, || 1, || 2), || 3), ((1, 2), 3));
        }
    }
}
