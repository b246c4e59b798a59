//! Every event of the evidence as a value, for users of the library.

use serde_json::Value;

use crate::{
    command::events::{clean::Clean, json::to_json},
    error::{Error, Result},
    ingest::gather::{GatherOptions, gather, on_threads},
    report::engine::Options,
};

/// Hands every event of the evidence in `paths` to `each`, in order of time, as the object that
/// `backtrail events` writes.
///
/// # Errors
/// As [`analyze`](crate::analyze).
pub fn events<P: Into<String>>(
    paths: impl IntoIterator<Item = P>,
    options: &Options,
    mut each: impl FnMut(Value) + Send,
) -> Result<()> {
    let wanted = GatherOptions { hash: false, ..options.gather(paths) };
    on_threads(options.threads, || {
        let mut gathered = gather(&wanted, None)?;
        if !gathered.usable() {
            return Err(Error::NothingUsable(gathered.nothing_usable()));
        }
        let clean = Clean::new(options.redactor());
        let events = std::mem::take(&mut gathered.placed.events);
        for event in gathered.stream(events, &wanted.ingest) {
            each(to_json(&event, &gathered, &clean));
        }
        Ok(())
    })?
}
