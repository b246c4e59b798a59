//! Work on several threads whose results are handed on in order: whoever finishes the next in order
//! hands it on, and those that wait behind it. No thread stands by for that.

use std::{
    collections::VecDeque,
    io,
    ops::ControlFlow,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

/// What a block came to.
pub(super) enum Done<O> {
    /// It begins no record; the output was not used.
    Empty(O),
    /// What the work made of it.
    Output(O),
    /// It could not be read.
    Failed(io::Error),
}

/// Calls `step` on `threads` threads, the caller's among them, until one says `None`: it takes the
/// next
/// piece of work and gives its number and what it came to. Hands the results to `sink` in the order
/// of
/// the numbers, each in its own time on any of the threads; what it is done with comes back to
/// `step`.
/// `sink` may end the run. Each thread has a `B` of its own.
pub(super) fn run_in_order<O: Default + Send, B: Default>(
    threads: usize,
    step: impl Fn(&mut B, O) -> Option<(u64, Done<O>)> + Sync,
    sink: impl FnMut(&mut O) -> ControlFlow<()> + Send,
) -> io::Result<()> {
    let order = Order::new(threads, sink);
    let worker = || {
        let mut own = B::default();
        // a panic in the work must not leave the others waiting
        let _guard = order.guard();
        while let Some(output) = order.begin() {
            let Some((number, done)) = step(&mut own, output) else {
                order.nothing_left();
                break;
            };
            order.deliver(number, done);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(worker);
        }
        worker();
    });
    order.finish()
}

/// Calls `work` with each number below `count`, on several threads, and `show` with the results, in
/// the order of the numbers.
pub(crate) fn each_in_order<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    mut show: impl FnMut(usize, T) -> ControlFlow<()> + Send,
) {
    let next = AtomicU64::new(0);
    let step = |(): &mut (), _: Option<(usize, T)>| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let index = usize::try_from(number).ok().filter(|index| *index < count)?;
        Some((number, Done::Output(Some((index, work(index))))))
    };
    let show = |result: &mut Option<(usize, T)>| match result.take() {
        Some((index, result)) => show(index, result),
        None => ControlFlow::Continue(()),
    };
    // nothing is read here that could fail
    let _ = run_in_order(threads.clamp(1, count.max(1)), step, show);
}

struct State<O> {
    /// The number of the next result to hand on.
    next: u64,
    /// Results from `next` on.
    waiting: VecDeque<Option<Done<O>>>,
    /// Outputs to be filled anew.
    spare: Vec<O>,
    /// Blocks that are worked on or wait.
    in_flight: usize,
    draining: bool,
    stopped: bool,
    error: Option<io::Error>,
}

struct Order<O, S> {
    state: Mutex<State<O>>,
    freed: Condvar,
    sink: Mutex<S>,
    /// The most blocks in flight.
    most: usize,
}

/// Ends the run for all where a thread panics.
struct Guard<'a, O, S>(&'a Order<O, S>);

impl<O, S> Drop for Guard<'_, O, S> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut state = self.0.lock();
            state.stopped = true;
            drop(state);
            self.0.freed.notify_all();
        }
    }
}

impl<O, S> Order<O, S> {
    fn lock(&self) -> MutexGuard<'_, State<O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn guard(&self) -> Guard<'_, O, S> {
        Guard(self)
    }
}

impl<O: Default + Send, S: FnMut(&mut O) -> ControlFlow<()> + Send> Order<O, S> {
    fn new(threads: usize, sink: S) -> Order<O, S> {
        let state = State {
            next: 0,
            waiting: VecDeque::new(),
            spare: Vec::new(),
            in_flight: 0,
            draining: false,
            stopped: false,
            error: None,
        };
        Order {
            state: Mutex::new(state),
            freed: Condvar::new(),
            sink: Mutex::new(sink),
            most: threads.saturating_mul(2).max(1),
        }
    }

    /// Waits until another block may be begun; `None` once the run has ended.
    fn begin(&self) -> Option<O> {
        let mut state = self.lock();
        while state.in_flight >= self.most && !state.stopped {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        state.in_flight += 1;
        Some(state.spare.pop().unwrap_or_default())
    }

    /// There was no block left to begin.
    fn nothing_left(&self) {
        self.lock().in_flight -= 1;
        self.freed.notify_all();
    }

    /// Takes the result of block `number`; hands on what is due.
    fn deliver(&self, number: u64, done: Done<O>) {
        let mut state = self.lock();
        let index = usize::try_from(number.saturating_sub(state.next)).unwrap_or(usize::MAX);
        while state.waiting.len() <= index && state.waiting.len() <= self.most {
            state.waiting.push_back(None);
        }
        if let Some(place) = state.waiting.get_mut(index) {
            *place = Some(done);
        }
        if state.draining {
            return;
        }
        state.draining = true;
        while let Some(Some(_)) = state.waiting.front() {
            let Some(Some(done)) = state.waiting.pop_front() else { break };
            state.next += 1;
            let mut ended = state.stopped;
            match done {
                Done::Empty(output) => state.spare.push(output),
                Done::Failed(error) => {
                    if !ended {
                        state.error = Some(error);
                    }
                    ended = true;
                }
                Done::Output(mut output) => {
                    if !ended {
                        drop(state);
                        ended =
                            (self.sink.lock().unwrap_or_else(PoisonError::into_inner))(&mut output)
                                .is_break();
                        state = self.lock();
                    }
                    state.spare.push(output);
                }
            }
            state.stopped |= ended;
            state.in_flight -= 1;
            if ended || state.in_flight + 1 == self.most {
                self.freed.notify_all();
            }
        }
        state.draining = false;
    }

    fn finish(self) -> io::Result<()> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.error.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        for threads in [1, 2, 7] {
            for count in [0, 1, 2, 50] {
                let mut shown = Vec::new();
                each_in_order(
                    count,
                    threads,
                    |number| number * 3,
                    |number, result| {
                        shown.push((number, result));
                        ControlFlow::Continue(())
                    },
                );
                let wanted: Vec<_> = (0..count).map(|number| (number, number * 3)).collect();
                assert_eq!(shown, wanted);
            }
            let mut shown = 0;
            each_in_order(
                1_000,
                threads,
                |number| number,
                |number, _| {
                    shown = number;
                    if number == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(shown, 5);
        }
    }
}
