//! Results in the order of the content: whoever finishes the next in order hands it on, and those
//! that wait behind it. No thread stands by for that.

use std::{
    collections::VecDeque,
    io,
    ops::ControlFlow,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
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

pub(super) struct Order<O, S> {
    state: Mutex<State<O>>,
    freed: Condvar,
    sink: Mutex<S>,
    /// The most blocks in flight.
    most: usize,
}

/// Ends the run for all where a thread panics.
pub(super) struct Guard<'a, O, S>(&'a Order<O, S>);

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

    pub(super) fn guard(&self) -> Guard<'_, O, S> {
        Guard(self)
    }
}

impl<O: Default + Send, S: FnMut(&mut O) -> ControlFlow<()> + Send> Order<O, S> {
    pub(super) fn new(threads: usize, sink: S) -> Order<O, S> {
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
    pub(super) fn begin(&self) -> Option<O> {
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
    pub(super) fn nothing_left(&self) {
        self.lock().in_flight -= 1;
        self.freed.notify_all();
    }

    /// Takes the result of block `number`; hands on what is due.
    pub(super) fn deliver(&self, number: u64, done: Done<O>) {
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

    pub(super) fn finish(self) -> io::Result<()> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.error.map_or(Ok(()), Err)
    }
}
