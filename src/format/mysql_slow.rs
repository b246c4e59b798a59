//! The slow query log of MySQL, MariaDB and Percona Server as a file: header lines that begin with
//! `#`, `use`, `SET timestamp`, then the statement as the client sent it (grammar in
//! `grammar/slow_log.rs`, from the servers' sql/log.cc).
//!
//! A record is one entry from its `# User@Host:` line to the `# Time:` line of the next, which the
//! carry pass hands on. The statement stands there raw, so header lines inside an open literal are
//! text, not entries.

mod prefilter;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        query::{Origin, Outcome, Query},
        remark::Remark,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, RecordReader},
        grammar::{
            lines::text,
            mysql::{self, Moment, banner, banner_draft, banner_in, banner_of, banner_tail},
            prefilter::Prefilter,
            prefixed,
            slow_log::{
                self, Mode, Piece,
                entry::{Entry, near, shift},
                metric,
            },
        },
    },
    sql::{
        dialect::{Dialect, Flavour},
        open::OpenScan,
    },
    time::{SECOND, Stamp, Written},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_slow",
    about: "slow query log of MySQL, MariaDB, Percona Server",
    example: "# Time: 260306  9:10:30\n# User@Host: app[app] @ web1 [10.0.0.5]\n# Query_time: 2.5  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 9\nSET timestamp=1772788230;\nDELETE FROM carts;",
    sniff: |head| prefixed::sniff(head, sniff),
    reader: |head| prefixed::reader(head, sniff, Box::new(SlowReader { dialect: banner_in(head) })),
};

/// How sure it is of a source whose lines bear no prefix.
fn sniff(head: &Head<'_>) -> Likeness {
    let mut banners = 0u32;
    let mut before = 0u32;
    let mut headers = 0u32;
    let mut measured = false;
    for line in head.lines().take(20_000) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if banner(line).is_some() || (banners > 0 && banner_tail(line)) {
            banners = banners.saturating_add(1);
        } else if line.starts_with(b"# at ") || super::mysql_general::start(line).is_some() {
            // another log, which may quote this one
            if headers == 0 {
                return Likeness::NONE;
            }
        } else if metric(line) || line.starts_with(b"# administrator command:") {
            headers = headers.saturating_add(1);
            measured |= line.starts_with(b"# Query_time: ");
        } else if headers == 0 {
            before = before.saturating_add(1);
        }
        if headers > 12 && measured {
            break;
        }
    }
    match (headers, before) {
        (0, 0) if banners > 0 => {
            if super::mysql_general::named_general(head) {
                Likeness(40)
            } else {
                Likeness(50)
            }
        }
        (0, _) => Likeness::NONE,
        (1, 0) => Likeness(60),
        (_, 0) => Likeness(96),
        (2.., 1..=200) if measured => Likeness(75),
        (2.., _) if measured => Likeness(40),
        _ => Likeness::NONE,
    }
}

/// Whether a line begins an entry.
pub(crate) fn begins(line: &[u8]) -> bool {
    line.starts_with(b"# User@Host:")
        || line.starts_with(b"# User: ")
        || line.starts_with(b"# Time:") && mysql::find(line, b"# User@Host:").is_some()
}

struct SlowReader {
    dialect: Dialect,
}

impl RecordReader for SlowReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        begins(line) || banner(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut read = Parsed::default();
        if !read_entries(record, OpenScan::default(), &mut read) {
            // `'C:\'` is closed only where NO_BACKSLASH_ESCAPES holds
            let mut literal = Parsed::default();
            if read_entries(record, OpenScan::with_literal_backslash(), &mut literal) {
                read = literal;
            }
        }
        out.drafts.append(&mut read.drafts);
        out.gaps.append(&mut read.gaps);
    }

    fn leads(&self, line: &[u8]) -> bool {
        line.starts_with(b"# Time: ")
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn is_open(&self, record: &[u8]) -> bool {
        slow_log::ends_open(record)
    }

    fn prefilter(&self) -> Option<&dyn Prefilter> {
        Some(self)
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(SlowCarry {
            dialect: self.dialect,
            last: None,
            database: None,
            latest: None,
            sampled: false,
            next: None,
        })
    }
}

/// Reads a record's entries; whether the last of them is closed under this reading of backslashes.
fn read_entries(record: &[u8], scan: OpenScan, out: &mut Parsed) -> bool {
    let left = slow_log::read(record, Mode::Whole(scan), &mut |piece: Piece<'_, '_>| match piece {
        Piece::Entry(entry) => out.draft(draft(std::mem::take(entry))),
        Piece::Banner(line) => out.draft(banner_draft(line)),
        Piece::Time(entry) => {
            // the stamp of the next record
            let stamp = Query { admin: Some(NEXT.into()), ..Query::default() };
            let mut draft = Draft::new(record.len(), EventKind::Query(Box::new(stamp)))
                .stamped(entry.time.map(|time| time.written()));
            draft.at.start = entry.at.start;
            if entry.bad.time {
                draft.remarks.push(Remark::NoTime);
            }
            out.draft(draft);
        }
        Piece::Gap(at, reason) => out.gap(at, reason),
    });
    left.closed
}

/// An entry as an event.
fn draft(entry: Entry<'_>) -> Draft {
    let (user, host) = entry.account();
    let database = entry.database().map(|name| text(&name));
    let mut remarks = entry.remarks;
    if entry.bad.set {
        remarks.push(Remark::ClockAbsurd);
    }
    if entry.headless {
        remarks.push(Remark::Headless);
    }
    if entry.bad.time {
        remarks.push(Remark::NoTime);
    }
    let outcome = match (entry.condition, entry.error) {
        (Some((code, message)), _) => {
            Outcome::Refused { code: u32::try_from(code).ok(), message: Some(text(message)) }
        }
        (None, Some(0)) => Outcome::Done,
        (None, Some(code)) => Outcome::Refused { code: u32::try_from(code).ok(), message: None },
        (None, None) => Outcome::Unsaid,
    };
    let query = Query {
        sql: text(entry.sql),
        admin: entry.admin.then(|| text(entry.sql)),
        user: user.map(text),
        host: host.map(text),
        // an empty name tells the carry pass that there is none, rather than none said
        database,
        connection_id: entry.connection_id,
        query_time_us: entry.query_time_us,
        lock_time_us: entry.lock_time_us,
        rows_sent: entry.rows_sent,
        rows_examined: entry.rows_examined,
        rows_affected: entry.rows_affected,
        outcome,
        origin: entry.routine.map(|name| Origin::Routine(text(name))),
        truncated: entry.truncated,
        dialect: Dialect { flavour: entry.flavour, version: None },
        ..Query::default()
    };
    let written = |moment: Option<Moment<'_>>| moment.map(|moment| moment.written());
    let (stamp, twin) = settle(written(entry.time), written(entry.set), &mut remarks);
    let shift_us = shifted(query.dialect, stamp.as_ref(), query.query_time_us);
    Draft {
        at: entry.at,
        written: stamp,
        twin: twin.map(Box::new),
        shift_us,
        kind: EventKind::Query(Box::new(query)),
        remarks,
    }
}

fn shifted(dialect: Dialect, written: Option<&Written>, query_time_us: Option<u64>) -> i64 {
    written.map_or(0, |written| shift(dialect, written.stamp, written.offset_s, query_time_us))
}

/// By this word the carry pass knows the stamp of the next record.
const NEXT: &str = "slow log time";

/// Which of an entry's two stamps counts, and which is its twin.
fn settle(
    time: Option<Written>,
    set: Option<Written>,
    remarks: &mut Vec<Remark>,
) -> (Option<Written>, Option<Written>) {
    match (time, set) {
        (Some(time), _) if time.offset_s.is_some() => (Some(time), None),
        (Some(time), Some(set)) if near(time.stamp, set.stamp) => {
            (Some(Written { text: time.text.clone(), ..set }), Some(time))
        }
        (Some(time), Some(_)) => {
            remarks.push(Remark::ClockSet);
            (Some(time), None)
        }
        (Some(time), None) => (Some(time), None),
        (None, set) => (set, None),
    }
}

/// Hands on the time, the database and the server from entry to entry.
struct SlowCarry {
    dialect: Dialect,
    last: Option<Written>,
    database: Option<String>,
    /// The latest epoch seen, in microseconds.
    latest: Option<i64>,
    sampled: bool,
    /// A `# Time:` line that waits for its entry.
    next: Option<Draft>,
}

impl SlowCarry {
    fn entry(&mut self, draft: &mut Draft) {
        let EventKind::Query(query) = &mut draft.kind else { return };
        // line ends are not part of a record's last draft
        if let Some(next) =
            self.next.take_if(|next| draft.at.start.saturating_sub(next.at.end) <= 2)
            && draft.twin.is_none()
            && draft.written.as_ref().is_none_or(|written| written.text.starts_with("SET "))
        {
            draft.at.start = draft.at.start.min(next.at.start);
            draft.remarks.extend(next.remarks);
            if next.written.as_ref().is_some_and(|time| time.offset_s.is_some()) {
                query.dialect.flavour = Flavour::MySql;
            }
            let (written, twin) = settle(next.written, draft.written.take(), &mut draft.remarks);
            (draft.written, draft.twin) = (written, twin.map(Box::new));
        }
        if query.dialect.flavour == Flavour::Unknown
            || query.dialect.flavour == self.dialect.flavour
        {
            query.dialect = self.dialect;
        }
        match &query.database {
            Some(name) if name.is_empty() => query.database = None,
            Some(name) => self.database = Some(name.clone()),
            None => query.database.clone_from(&self.database),
        }
        match (&draft.written, &draft.twin) {
            (None, _) => draft.written.clone_from(&self.last),
            (Some(_), Some(twin)) => self.last = Some(Written::clone(twin)),
            (Some(written), None) if !written.text.starts_with("SET ") => {
                self.last = Some(written.clone());
            }
            (Some(_), None) => {}
        }
        draft.shift_us = shifted(query.dialect, draft.written.as_ref(), query.query_time_us);
        if let Some(Written { stamp: Stamp::Instant(us), offset_s: None, .. }) = draft.written {
            if self.latest.is_some_and(|latest| us < latest.saturating_sub(86_400 * SECOND)) {
                draft.remarks.push(Remark::Earlier);
            }
            self.latest = self.latest.max(Some(us));
        }
        let sampled = self.sampled;
        let says_so = |remark: &Remark| matches!(remark, Remark::Sampled(_));
        draft.remarks.retain(|remark| !(sampled && says_so(remark)));
        self.sampled |= draft.remarks.iter().any(says_so);
    }
}

impl Carry for SlowCarry {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        drafts.retain_mut(|draft| {
            if let Some(dialect) = banner_of(draft) {
                // the server writes time and database anew into a file that it opens
                self.dialect = dialect;
                self.last = None;
                self.database = None;
                self.next = None;
                return false;
            }
            if matches!(&draft.kind, EventKind::Query(query) if query.admin.as_deref() == Some(NEXT)) {
                if draft.written.is_some() {
                    self.last.clone_from(&draft.written);
                }
                self.next = Some(draft.clone());
                return false;
            }
            self.entry(draft);
            true
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
mod tests;
