//! One chunk of a source: which of its entries are asked for. Raw bytes are searched; an entry's
//! bounds are looked for only around a hit, and only hits are taken apart.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use chrono::Timelike;

use super::{filter::Filter, mask::Frames, pattern::Pattern};
use crate::{
    format::{contract::Format, grammar::lines::newlines},
    ingest::{entries::Entries, seek::Timing},
    redact::{
        own::Own,
        redactor::{Hole, Redactor},
        rule::Level,
    },
    source::stream::chunk::Chunk,
    time::{SECOND, When, window::Window},
};

/// What is asked for; the same for all sources.
pub(super) struct Plan {
    /// What entries hold; any where `None`.
    pub(super) pattern: Option<Pattern>,
    /// Entries that do not hold it.
    pub(super) invert: bool,
    pub(super) filter: Filter,
    /// What every entry that passes the filter holds.
    pub(super) screen: Option<Pattern>,
    /// Microseconds since 1970, both inclusive; `None` where time does not matter.
    pub(super) window: Option<Window>,
    /// Entries shown in front of a hit and behind it.
    pub(super) before: usize,
    pub(super) after: usize,
    /// What is wanted of the hits.
    pub(super) wanted: Wanted,
    /// The formats that sources must have; any where none is named.
    pub(super) types: Vec<&'static Format>,
    /// Binary sources are searched as if they were text.
    pub(super) text: bool,
    /// Hits are counted by this.
    pub(super) by: Option<By>,
    /// Line numbers are wanted.
    pub(super) lines: bool,
    /// What is taken out of what is shown.
    pub(super) redact: Level,
    /// The user's own rules of redaction.
    pub(super) own: Arc<[Own]>,
}

/// What is wanted of the hits in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All that is to be shown of them.
    Entries,
    /// Their number.
    Count,
    /// Whether there is one.
    First,
}

impl Plan {
    /// Whether entries of a source that holds these bytes may be asked for: most sources do not
    /// even hold the words.
    pub(super) fn may_be_in(&self, bytes: &[u8]) -> bool {
        let holds = |pattern: &Option<Pattern>| {
            pattern.as_ref().is_none_or(|pattern| pattern.wants_entries() || pattern.is_in(bytes))
        };
        (self.invert || holds(&self.pattern)) && holds(&self.screen)
    }
}

/// What hits are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum By {
    /// The level of log entries
    Level,
    /// The channel of log entries, in Laravel most often the environment
    Channel,
    /// The day
    Day,
    /// The hour
    Hour,
    /// The minute
    Minute,
}

impl By {
    /// The length of a step in seconds, for what counts by time.
    pub(super) fn step_s(self) -> Option<u32> {
        match self {
            By::Level | By::Channel => None,
            By::Day => Some(86_400),
            By::Hour => Some(3_600),
            By::Minute => Some(60),
        }
    }
}

/// An entry that may be shown.
pub(super) struct Item {
    /// Its bytes in [`Out::text`], without what is not to be shown.
    pub(super) at: Range<usize>,
    /// Where something is missing, in [`Out::holes`].
    pub(super) holes: Range<usize>,
    /// Offset in the content.
    pub(super) start: u64,
    /// Line feeds before it in the chunk.
    pub(super) line: u64,
    /// Entries before it in the chunk, where context is wanted.
    pub(super) number: u64,
    /// It is asked for; else it may be shown as context.
    pub(super) hit: bool,
    /// It bears no stamp, and none stands before it in its chunk: it is a hit if the last entry of
    /// the chunks before lies in the window.
    pub(super) inherits: bool,
}

/// How often each value was seen.
#[derive(Default)]
pub(super) struct Tally {
    /// The first that were seen, which most often are all: found by comparing sooner than by
    /// hashing.
    few: Vec<(String, u64)>,
    names: HashMap<String, u64>,
    /// Local time of the beginning of the step, in microseconds.
    pub(super) times: BTreeMap<i64, u64>,
}

/// Names that are compared one by one.
const FEW: usize = 12;

impl Tally {
    /// Every name with its count.
    pub(super) fn into_names(self) -> HashMap<String, u64> {
        let mut names = self.names;
        for (name, count) in self.few {
            *names.entry(name).or_default() += count;
        }
        names
    }

    pub(super) fn name(&mut self, name: &str) {
        if let Some((_, count)) = self.few.iter_mut().find(|(known, _)| known == name) {
            *count += 1;
            return;
        }
        if self.few.len() < FEW {
            self.few.push((name.to_owned(), 1));
            return;
        }
        match self.names.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                self.names.insert(name.to_owned(), 1);
            }
        }
    }

    pub(super) fn time(&mut self, when: When, timing: &Timing, step_s: u32) {
        let local = when.best.saturating_add(i64::from(timing.zone.offset_at(when.best)) * SECOND);
        let begin = local - local.rem_euclid(i64::from(step_s) * SECOND);
        *self.times.entry(begin).or_default() += 1;
    }

    pub(super) fn add(&mut self, other: &mut Tally) {
        for (name, count) in other.few.drain(..).chain(other.names.drain()) {
            *self.names.entry(name).or_default() += count;
        }
        for (time, count) in std::mem::take(&mut other.times) {
            *self.times.entry(time).or_default() += count;
        }
    }
}

/// What a chunk held.
#[derive(Default)]
pub(super) struct Out {
    pub(super) text: Vec<u8>,
    pub(super) holes: Vec<Hole>,
    pub(super) items: Vec<Item>,
    /// Hits that need not be shown.
    pub(super) count: u64,
    pub(super) newlines: u64,
    pub(super) entries: u64,
    pub(super) tally: Tally,
    /// Time of the last entry that bears a stamp.
    pub(super) last: Option<When>,
    marks: Vec<(Range<usize>, Verdict)>,
    frames: Frames,
    redactor: Option<Redactor>,
}

impl Out {
    fn clear(&mut self) {
        self.text.clear();
        self.holes.clear();
        self.items.clear();
        self.marks.clear();
        (self.count, self.newlines, self.entries, self.last) = (0, 0, 0, None);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    No,
    Yes,
    /// Yes if what stands before the chunk lies in the window.
    Inherits,
}

/// One source.
pub(super) struct Search<'a> {
    pub(super) plan: &'a Plan,
    pub(super) entries: &'a Entries,
    pub(super) timing: &'a Timing,
}

/// The stamp that holds at a place of a chunk.
#[derive(Default)]
struct Clock {
    /// Up to here it was looked for.
    at: usize,
    last: Option<When>,
}

impl Search<'_> {
    /// Searches a chunk.
    pub(super) fn work(&self, chunk: &Chunk<'_>, out: &mut Out) {
        out.clear();
        let bytes = chunk.bytes;
        let plan = self.plan;
        let mut clock = Clock::default();
        let mut counted = (0usize, 0u64);
        let driver = if plan.invert {
            plan.screen.as_ref()
        } else {
            plan.pattern.as_ref().or(plan.screen.as_ref())
        };
        let driver =
            driver.filter(|driver| !driver.wants_entries() && plan.before == 0 && plan.after == 0);
        if let Some(driver) = driver {
            let by_pattern = !plan.invert && plan.pattern.is_some();
            // where hits are only counted, where an entry begins does not matter
            let bare = by_pattern
                && plan.wanted != Wanted::Entries
                && plan.by.is_none()
                && plan.window.is_none()
                && plan.filter.is_open();
            let mut at = 0;
            while at < bytes.len()
                && let Some((from, to)) = driver.first(bytes, at)
            {
                // an empty match at the very end lies in no entry
                if from >= bytes.len() {
                    break;
                }
                let end = self.entries.next(bytes, from);
                if bare && to <= end {
                    out.count += 1;
                    if plan.wanted == Wanted::First {
                        break;
                    }
                    at = end;
                    continue;
                }
                let start = self.entries.start_of(bytes, from, at);
                let entry = bytes.get(start..end).unwrap_or_default();
                // a hit that reaches into the next entry is none, but there may be another
                if to <= end || driver.is_in(entry) {
                    let verdict = self.judge(bytes, start..end, by_pattern, &mut clock);
                    self.take(chunk, start..end, verdict, &clock, &mut counted, out);
                    if plan.wanted == Wanted::First && verdict == Verdict::Yes {
                        break;
                    }
                }
                at = end;
            }
        } else if plan.before == 0 && plan.after == 0 {
            let mut at = 0;
            while at < bytes.len() {
                let end = self.entries.next(bytes, at);
                let verdict = self.judge(bytes, at..end, false, &mut clock);
                self.take(chunk, at..end, verdict, &clock, &mut counted, out);
                if plan.wanted == Wanted::First && verdict == Verdict::Yes {
                    break;
                }
                at = end;
            }
        } else {
            self.with_context(chunk, &mut clock, &mut counted, out);
        }
        if plan.window.is_some() || plan.by.is_some_and(|by| by.step_s().is_some()) {
            self.advance(bytes, bytes.len(), &mut clock);
            out.last = clock.last;
        }
        if plan.lines {
            out.newlines = counted.1 + newlines(bytes.get(counted.0..).unwrap_or_default());
        }
    }

    fn with_context(
        &self,
        chunk: &Chunk<'_>,
        clock: &mut Clock,
        counted: &mut (usize, u64),
        out: &mut Out,
    ) {
        let bytes = chunk.bytes;
        let plan = self.plan;
        let mut marks = std::mem::take(&mut out.marks);
        let mut at = 0;
        while at < bytes.len() {
            let end = self.entries.next(bytes, at);
            marks.push((at..end, self.judge(bytes, at..end, false, clock)));
            at = end;
        }
        out.entries = marks.len() as u64;
        // the next hit at or behind each entry, from the back
        let mut next = usize::MAX;
        let mut ahead: Vec<usize> = marks
            .iter()
            .enumerate()
            .rev()
            .map(|(index, (_, verdict))| {
                if *verdict != Verdict::No {
                    next = index;
                }
                next
            })
            .collect();
        ahead.reverse();
        let mut last: Option<usize> = None;
        for (index, ((range, verdict), next)) in marks.iter().zip(ahead).enumerate() {
            if *verdict != Verdict::No {
                last = Some(index);
            }
            let near = next.saturating_sub(index) <= plan.before
                || last.is_some_and(|last| index - last <= plan.after);
            // those at the ends may be context of hits in the chunks around
            if near || index < plan.after || index + plan.before >= marks.len() {
                self.push(chunk, range.clone(), index as u64, *verdict, counted, out);
            }
        }
        marks.clear();
        out.marks = marks;
    }

    /// Whether an entry is asked for. `found` says that it holds the pattern.
    fn judge(&self, bytes: &[u8], range: Range<usize>, found: bool, clock: &mut Clock) -> Verdict {
        let plan = self.plan;
        let entry = bytes.get(range.clone()).unwrap_or_default();
        if !found && plan.pattern.as_ref().is_none_or(|pattern| pattern.is_in(entry)) == plan.invert
        {
            return Verdict::No;
        }
        let timed = plan.window.is_some() || plan.by.is_some_and(|by| by.step_s().is_some());
        if timed {
            // most entries bear their own stamp
            match self.stamp(entry) {
                Some(when) if clock.at <= range.start => {
                    *clock = Clock { at: range.end, last: Some(when) }
                }
                _ => self.advance(bytes, range.end, clock),
            }
        }
        let verdict = match (plan.window, clock.last) {
            (None, _) => Verdict::Yes,
            (Some(_), None) => Verdict::Inherits,
            (Some(window), Some(when)) if window.admits(Some(when)) => Verdict::Yes,
            (Some(_), Some(_)) => Verdict::No,
        };
        if verdict == Verdict::No || !plan.filter.passes(self.entries.reader(), entry) {
            return Verdict::No;
        }
        verdict
    }

    /// Moves the clock to the last stamp in front of `to`, which is the end of an entry.
    fn advance(&self, bytes: &[u8], to: usize, clock: &mut Clock) {
        let mut end = to;
        while end > clock.at {
            let start = self.entries.start_of(bytes, end - 1, clock.at);
            let entry = bytes.get(start..end).unwrap_or_default();
            if let Some(when) = self.stamp(entry) {
                clock.last = Some(when);
                break;
            }
            end = start;
        }
        clock.at = clock.at.max(to);
    }

    fn stamp(&self, entry: &[u8]) -> Option<When> {
        self.entries
            .reader()
            .and_then(|reader| reader.written(entry))
            .and_then(|written| self.timing.when(&written))
    }

    fn take(
        &self,
        chunk: &Chunk<'_>,
        range: Range<usize>,
        verdict: Verdict,
        clock: &Clock,
        counted: &mut (usize, u64),
        out: &mut Out,
    ) {
        if verdict == Verdict::No {
            return;
        }
        let plan = self.plan;
        let entry = chunk.bytes.get(range.clone()).unwrap_or_default();
        if let Some(by) = plan.by {
            let label =
                || self.entries.reader().map(|reader| reader.label(entry)).unwrap_or_default();
            let name = match by {
                By::Level => label().level.map(crate::event::log::Level::into_name),
                By::Channel => label().channel,
                By::Day | By::Hour | By::Minute => None,
            };
            match (by.step_s(), verdict, clock.last) {
                (None, Verdict::Yes, _) => out.tally.name(name.as_deref().unwrap_or("")),
                (Some(step), Verdict::Yes, Some(when)) => out.tally.time(when, self.timing, step),
                _ => {
                    let from = out.text.len();
                    out.text.extend_from_slice(name.as_deref().unwrap_or("").as_bytes());
                    let at = from..out.text.len();
                    out.items.push(Item {
                        at,
                        start: 0,
                        line: 0,
                        number: 0,
                        hit: true,
                        inherits: true,
                        holes: 0..0,
                    });
                }
            }
        } else if plan.wanted != Wanted::Entries && verdict == Verdict::Yes {
            out.count += 1;
        } else {
            self.push(chunk, range, 0, verdict, counted, out);
        }
    }

    /// Adds an entry to what may be shown.
    fn push(
        &self,
        chunk: &Chunk<'_>,
        range: Range<usize>,
        number: u64,
        verdict: Verdict,
        counted: &mut (usize, u64),
        out: &mut Out,
    ) {
        let entry = chunk.bytes.get(range.clone()).unwrap_or_default();
        let (from, holes) = (out.text.len(), out.holes.len());
        match (self.plan.wanted, self.plan.redact) {
            (Wanted::Count | Wanted::First, _) => {}
            (Wanted::Entries, Level::Off) => out.text.extend_from_slice(entry),
            (Wanted::Entries, level) => {
                let redactor = out
                    .redactor
                    .get_or_insert_with(|| Redactor::with_own(level, Arc::clone(&self.plan.own)));
                out.frames.mask(entry, redactor, &mut out.text, &mut out.holes);
            }
        }
        if self.plan.lines {
            counted.1 += newlines(chunk.bytes.get(counted.0..range.start).unwrap_or_default());
            counted.0 = range.start;
        }
        out.items.push(Item {
            at: from..out.text.len(),
            holes: holes..out.holes.len(),
            start: chunk.start + range.start as u64,
            line: counted.1,
            number,
            hit: verdict != Verdict::No,
            inherits: verdict == Verdict::Inherits,
        });
    }
}

/// The beginning of a step of time as text.
pub(super) fn step_name(local_us: i64, by: By) -> String {
    let local = crate::time::utc(local_us).naive_utc();
    match by {
        By::Day => local.format("%Y-%m-%d").to_string(),
        _ => format!("{} {:02}:{:02}", local.format("%Y-%m-%d"), local.hour(), local.minute()),
    }
}
