//! How far a run has come, on standard error, for people who wait: after a second, on a terminal
//! only, gone when the run ends.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::source::{self, stream};

/// Bytes that were read, and who shows them.
pub(crate) struct Progress {
    done: Arc<AtomicU64>,
    ended: Arc<(Mutex<bool>, Condvar)>,
    shower: Mutex<Option<JoinHandle<()>>>,
}

/// How long nothing is shown.
const QUIET: Duration = Duration::from_secs(1);
/// How often it is shown anew.
const STEP: Duration = Duration::from_millis(200);

impl Progress {
    /// Begins; `total` bytes are to be read, 0 where that is not known.
    pub(crate) fn start(total: u64) -> Progress {
        Progress::counting(total, false)
    }

    fn counting(total: u64, engine: bool) -> Progress {
        let done = Arc::new(AtomicU64::new(0));
        let ended = Arc::new((Mutex::new(false), Condvar::new()));
        // a thread costs more than a short run; a pipe is not looked at
        let shower = io::stderr().is_terminal().then(|| {
            let (done, ended) = (Arc::clone(&done), Arc::clone(&ended));
            thread::spawn(move || {
                show(
                    &|| {
                        if engine {
                            stream::run::bytes_read()
                        } else {
                            done.load(Ordering::Relaxed)
                        }
                    },
                    total,
                    &ended,
                );
            })
        });
        Progress { done, ended, shower: Mutex::new(shower) }
    }

    /// Shows what the streaming engine reads of what `paths` name. Nothing is looked at where
    /// nobody watches.
    pub(crate) fn over(paths: &[String]) -> Progress {
        let total = if io::stderr().is_terminal() {
            let files =
                source::discovery::list(paths).map(|listing| listing.files).unwrap_or_default();
            files.iter().filter_map(|file| file.file.metadata().ok()).map(|meta| meta.len()).sum()
        } else {
            0
        };
        Progress::counting(total, true)
    }

    /// What grows by the bytes that are read.
    pub(crate) fn bytes(&self) -> &AtomicU64 {
        &self.done
    }

    /// The same, to be handed on.
    pub(crate) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    /// Counts bytes that need not be read.
    pub(crate) fn skip(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        *self.ended.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.ended.1.notify_all();
        if let Some(shower) = self.shower.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = shower.join();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn show(done: &dyn Fn() -> u64, total: u64, ended: &(Mutex<bool>, Condvar)) {
    let begun = Instant::now();
    let mut wait = QUIET;
    let mut shown = false;
    let mut over = ended.0.lock().unwrap_or_else(PoisonError::into_inner);
    while !*over {
        let (guard, timeout) =
            ended.1.wait_timeout(over, wait).unwrap_or_else(PoisonError::into_inner);
        over = guard;
        let done = done();
        if !*over && timeout.timed_out() && done > 0 {
            let line = line(done, total, begun.elapsed());
            let _ = write!(io::stderr(), "\r\x1b[2K{line}");
            shown = true;
            wait = STEP;
        }
    }
    if shown {
        let _ = write!(io::stderr(), "\r\x1b[2K");
    }
}

/// `3.1 of 12.4 GB, 2.2 GB/s, 4 s left`.
fn line(done: u64, total: u64, elapsed: Duration) -> String {
    let rate = (done as f64 / elapsed.as_secs_f64().max(0.001)) as u64;
    let mut line = bytes(done);
    if total >= done && total > 0 {
        line = format!("{line} of {}", bytes(total));
    }
    line.push_str(&format!(", {}/s", bytes(rate)));
    if total > done && rate > 0 {
        let left = (total - done) / rate + 1;
        line.push_str(&match left {
            0..120 => format!(", {left} s left"),
            120..7200 => format!(", {} min left", left / 60),
            _ => format!(", {} h left", left / 3600),
        });
    }
    line
}

fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", count as f64 / 1e6),
        _ => format!("{:.2} GB", count as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_how_fast_and_how_long() {
        assert_eq!(
            line(3_000_000_000, 12_000_000_000, Duration::from_secs(2)),
            "3.00 GB of 12.00 GB, 1.50 GB/s, 7 s left"
        );
        assert_eq!(line(500, 0, Duration::from_secs(1)), "500 B, 500 B/s");
    }

    #[test]
    fn it_ends_at_once() {
        let progress = Progress::start(10);
        progress.bytes().fetch_add(10, Ordering::Relaxed);
        progress.finish();
        assert_eq!(progress.counter().load(Ordering::Relaxed), 10);
    }
}
