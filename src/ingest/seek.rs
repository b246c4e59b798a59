//! Times of single entries, and the part of a log that a span of time lies in, found by bisection
//! in files whose entries are in the order of time.

use std::io;

use chrono::{Datelike, NaiveDate};

use crate::{
    ingest::entries::Entries,
    source::{buffer::Buffer, handle::Handle},
    time::{SECOND, Stamp, When, Written, zone::Zone},
};

/// How stamps of one source become instants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// The zone of stamps that name none.
    pub(crate) zone: Zone,
    /// The first year-less stamp of the source, with its year.
    pub(crate) first_day: Option<NaiveDate>,
}

impl Timing {
    /// When a stamp was; `None` where it bears no year and none is known.
    pub(crate) fn when(&self, written: &Written) -> Option<When> {
        match written.stamp {
            Stamp::Instant(us) => Some(When::at(us, written.unit_us)),
            Stamp::Local(local) => Some(self.zone.when(local, written.unit_us)),
            Stamp::Yearless { month, day, time } => {
                let first = self.first_day?;
                // a line or two may stand before their time; half a year back is the next year
                let place =
                    |year: i32| NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day));
                let same = place(first.year()).filter(|date| *date >= first - chrono::Days::new(2));
                let date =
                    same.or_else(|| place(first.year() + 1)).or_else(|| place(first.year()))?;
                Some(self.zone.when(date.and_time(time), written.unit_us))
            }
        }
    }
}

/// Which part of a source a span of time lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Only in these bytes, which begin with an entry; entries around the ends may lie outside.
    Within(u64, u64),
    /// It may lie anywhere: the source is not in the order of time, for this reason.
    Anywhere(String),
}

/// Writers that share a log get this far out of order.
const SLACK_US: i64 = 60 * SECOND;
/// But no more than this is read for it.
const SLACK_BYTES: u64 = 8 << 20;
/// A bracket this small is read as it is, which takes no longer than the probes that would narrow
/// it.
const SMALL: u64 = 256 << 10;
/// What is read in front of a place, to see the line before it.
const IN_FRONT: u64 = 512;
/// What is read for one stamp, at first and at most.
const PROBE: u64 = 16 << 10;
const PROBE_MOST: u64 = 4 << 20;
/// Stamps that are compared over the whole file before bisection is trusted.
const SAMPLES: u64 = 16;

struct Search<'a> {
    handle: &'a Handle<'a>,
    entries: &'a Entries,
    timing: &'a Timing,
    size: u64,
    buffer: Buffer,
    /// Every stamp that was read, by its place.
    seen: std::collections::BTreeMap<u64, When>,
}

impl Search<'_> {
    /// The first entry that begins at `at` or behind, within `to`, and bears a stamp.
    fn probe(&mut self, at: u64, to: u64) -> io::Result<Option<(u64, When)>> {
        let mut wanted = PROBE;
        loop {
            // some bytes in front: an entry may begin with the line before its record
            let from = at.saturating_sub(IN_FRONT);
            let end = from.saturating_add(wanted).min(self.size);
            self.buffer.begin(from);
            let more = end.saturating_sub(from);
            self.handle.append(from, more as usize, &mut self.buffer)?;
            let bytes: &[u8] = &self.buffer;
            let ended = end >= self.size || (bytes.len() as u64) < more;
            // the first line that begins at `at` or behind
            let mut next = match at {
                0 => 0,
                _ => {
                    let line_feed = usize::try_from(at - 1 - from).unwrap_or(0);
                    match bytes.get(line_feed..).and_then(|rest| memchr::memchr(b'\n', rest)) {
                        Some(found) => self.first_from(bytes, line_feed + found + 1),
                        None => bytes.len(),
                    }
                }
            };
            while next < bytes.len() {
                let start = from.saturating_add(next as u64);
                if start >= to {
                    return Ok(None);
                }
                let behind = self.entries.next(bytes, next);
                // an entry whose end is not there yet may bear its stamp behind
                let whole = behind < bytes.len() || ended;
                let entry = bytes.get(next..behind).unwrap_or_default();
                if let Some(when) = self
                    .entries
                    .reader()
                    .and_then(|reader| reader.written(entry))
                    .and_then(|written| self.timing.when(&written))
                {
                    self.seen.insert(start, when);
                    return Ok(Some((start, when)));
                }
                if !whole {
                    break;
                }
                next = behind;
            }
            if ended || wanted >= PROBE_MOST {
                return Ok(None);
            }
            wanted = wanted.saturating_mul(4);
        }
    }

    /// The first entry that begins with a line at `line` or behind.
    fn first_from(&self, bytes: &[u8], line: usize) -> usize {
        if bytes.get(line..).is_some_and(|rest| !rest.is_empty())
            && self.entries.begins(bytes, line)
        {
            line
        } else {
            self.entries.next(bytes, line)
        }
    }

    /// The last entry that is known to be on the near side of `before`, with all in front of it,
    /// and
    /// the first that is known to be behind it; at most about [`SMALL`] bytes lie between.
    fn bound(&mut self, before: impl Fn(When) -> bool) -> io::Result<(u64, u64)> {
        let (mut low, mut far) = (0u64, self.size);
        // stamps that were read before narrow it down
        for (at, when) in &self.seen {
            if !before(*when) {
                far = *at;
                break;
            }
            low = *at;
        }
        // where the next probe ends; no stamped entry begins between it and `far`
        let mut high = far;
        while high.saturating_sub(low) > SMALL {
            let middle = low + (high - low) / 2;
            match self.probe(middle, high)? {
                Some((at, when)) if before(when) => low = at,
                found => {
                    far = found.map_or(far, |(at, _)| at);
                    high = middle;
                }
            }
        }
        Ok((low, far))
    }

    /// Two stamps that show that the source is not in the order of time.
    fn disorder(&self) -> Option<(u64, u64)> {
        let mut latest: Option<(u64, When)> = None;
        for (at, when) in &self.seen {
            if let Some((before, most)) = latest
                && when.latest.saturating_add(SLACK_US) < most.earliest
            {
                return Some((before, *at));
            }
            if latest.is_none_or(|(_, most)| when.earliest > most.earliest) {
                latest = Some((*at, *when));
            }
        }
        None
    }
}

/// Finds the part of `handle`'s source that entries from `since` to `until` (microseconds since
/// 1970, both may be open) lie in. Reads a few dozen blocks of some kilobytes.
///
/// # Errors
/// Where the source cannot be read.
pub(crate) fn part(
    handle: &Handle<'_>,
    entries: &Entries,
    timing: &Timing,
    since: i64,
    until: i64,
) -> io::Result<Part> {
    let size = handle.size();
    if size <= SMALL {
        return Ok(Part::Within(0, size));
    }
    let mut search = Search {
        handle,
        entries,
        timing,
        size,
        buffer: Buffer::default(),
        seen: std::collections::BTreeMap::new(),
    };
    for n in 0..SAMPLES {
        let at = size / SAMPLES * n;
        handle.soon(at.saturating_sub(IN_FRONT), at.saturating_add(PROBE));
    }
    for n in 0..SAMPLES {
        search.probe(size / SAMPLES * n, size)?;
    }
    search.probe(size.saturating_sub(PROBE), size)?;
    if search.seen.is_empty() {
        return Ok(Part::Anywhere(
            "its entries have no timestamps that can be placed in time".to_owned(),
        ));
    }
    // where a zone sets its clocks back, an hour of stamps stands twice
    let hour = 3600 * SECOND;
    let repeats = |at: i64| {
        let around = |by: i64| timing.zone.offset_at(at.saturating_add(by));
        if around(-2 * hour) == around(2 * hour) { 0 } else { 2 * hour }
    };
    let from = if since == i64::MIN {
        0
    } else {
        let (near, _) = search.bound(|when| when.latest <= since)?;
        let far = since.saturating_sub(SLACK_US).saturating_sub(repeats(since));
        let (low, _) = search.bound(|when| when.latest <= far)?;
        entry_at(&mut search, low.max(near.saturating_sub(SLACK_BYTES)).min(near))?
    };
    let to = if until == i64::MAX {
        size
    } else {
        let (_, near) = search.bound(|when| when.earliest <= until)?;
        let far = until.saturating_add(SLACK_US).saturating_add(repeats(until));
        let (_, high) = search.bound(|when| when.earliest <= far)?;
        let most = near.saturating_add(SLACK_BYTES).min(size);
        if high <= most { high } else { entry_at(&mut search, most)? }
    };
    if let Some((a, b)) = search.disorder() {
        return Ok(Part::Anywhere(format!(
            "its entries are not in the order of time (the one at byte {b} is older than that at byte {a})"
        )));
    }
    Ok(Part::Within(from, to.max(from)))
}

/// The beginning of a stamped entry at `at` or behind it.
fn entry_at(search: &mut Search<'_>, at: u64) -> io::Result<u64> {
    if at == 0 || search.seen.contains_key(&at) {
        return Ok(at);
    }
    Ok(search.probe(at, search.size)?.map_or(search.size, |(start, _)| start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        format::{self, contract::Head},
        source::evidence::Source,
    };

    /// 2026-03-02 00:00:00 UTC.
    const BEGIN: i64 = 1_772_409_600;

    fn log(seconds: impl Iterator<Item = i64>) -> (String, Vec<(u64, i64)>) {
        let mut text = String::new();
        let mut places = Vec::new();
        for (n, second) in seconds.enumerate() {
            places.push((text.len() as u64, (BEGIN + second) * SECOND));
            let at = crate::time::utc((BEGIN + second) * SECOND).format("%Y-%m-%d %H:%M:%S");
            text.push_str(&format!("[{at}] local.INFO: entry {n} with a text that fills the line up to some length {{\"n\":{n}}} \n"));
            if n % 11 == 0 {
                text.push_str("#0 a line that belongs to it\n");
            }
        }
        (text, places)
    }

    fn found(text: &str, since: i64, until: i64) -> Part {
        let source = Source::from_bytes("laravel.log", text.as_bytes());
        let head = Head { name: "laravel.log", bytes: text.as_bytes(), whole: true };
        let entries = Entries::of(format::by_id("laravel"), &head);
        let handle = source.open().unwrap();
        part(&handle, &entries, &Timing { zone: Zone::UTC, first_day: None }, since, until).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        #[test]
        fn a_window_holds_all_its_entries(gaps in prop::collection::vec(0i64..400, 20), jitter in 0i64..40, from in 0i64..200_000, length in 0i64..50_000) {
            let mut at = 0;
            let seconds = (0..4_000usize).map(|n| {
                at += gaps[n % gaps.len()] * i64::from(n % 9 == 0);
                (at - (n as i64 * 7919) % (jitter + 1)).max(0)
            });
            let (text, places) = log(seconds);
            let (since, until) = ((BEGIN + from) * SECOND, (BEGIN + from + length) * SECOND);
            let Part::Within(a, b) = found(&text, since, until) else { panic!("in order") };
            prop_assert!(a == 0 || places.iter().any(|(start, _)| *start == a));
            prop_assert!(b == text.len() as u64 || b == a || places.iter().any(|(start, _)| *start == b), "{}", b);
            for (start, when) in places {
                if when + SECOND > since && when <= until {
                    prop_assert!((a..b).contains(&start), "{} not in {}..{}", start, a, b);
                }
            }
        }
    }

    #[test]
    fn little_is_read_of_what_lies_outside() {
        let (text, places) = log(0..20_000);
        let Part::Within(a, b) = found(&text, (BEGIN + 10_000) * SECOND, (BEGIN + 10_100) * SECOND)
        else {
            panic!("in order")
        };
        let wanted: Vec<u64> = places
            .iter()
            .filter(|(_, when)| {
                ((BEGIN + 9_940) * SECOND..=(BEGIN + 10_160) * SECOND).contains(when)
            })
            .map(|(start, _)| *start)
            .collect();
        let (first, last) = (wanted[0], wanted[wanted.len() - 1]);
        assert!((first.saturating_sub(SMALL)..=first).contains(&a), "{a} {first}");
        assert!((last..=last + SMALL).contains(&b), "{last} {b}");
    }

    #[test]
    fn what_is_not_in_order_is_told() {
        let (text, _) = log((0..20_000).map(|n| (n + 8_000) % 20_000));
        assert!(matches!(found(&text, BEGIN * SECOND, (BEGIN + 60) * SECOND), Part::Anywhere(_)));
    }
}
