//! The slow query log of MySQL, MariaDB and Percona Server as a file: header lines that begin with
//! `#`, `use`, `SET timestamp`, then the statement as the client sent it (grammar from the servers'
//! sql/log.cc).
//!
//! A record is one entry from its `# User@Host:` line to the `# Time:` line of the next, which the
//! carry pass hands on. The statement stands there raw, so header lines inside an open literal are
//! text, not entries.

mod stamps;

use std::ops::Range;

use self::stamps::{settle, shift};
use crate::{
    event::{Draft, EventKind, GapReason, Outcome, Query},
    format::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
    parse::{
        mysql::{
            self, Account, Line, account, banner, banner_draft, banner_in, banner_of, banner_tail, begins_statement, cut, decimal_us, epoch, filled, iso_stamp,
            lines, number, old_stamp, text, unquote,
        },
        sqlopen::OpenScan,
    },
    sql::{Dialect, Flavour},
    time::{SECOND, Stamp, Written},
};

/// The format.
pub struct MysqlSlow;

impl Format for MysqlSlow {
    fn id(&self) -> &'static str {
        "mysql_slow"
    }

    fn about(&self) -> &'static str {
        "slow query log of MySQL, MariaDB, Percona Server"
    }

    fn example(&self) -> &'static str {
        "# Time: 260306  9:10:30\n# User@Host: app[app] @ web1 [10.0.0.5]\n# Query_time: 2.5  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 9\nSET timestamp=1772788230;\nDELETE FROM carts;"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
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

    fn reader(&self, head: &Head<'_>) -> Reader {
        Reader::Records(Box::new(SlowReader { dialect: banner_in(head) }))
    }
}

/// A header line that names one of the servers' own fields.
fn metric(line: &[u8]) -> bool {
    [&b"# Time: "[..], b"# User@Host: ", b"# User: ", b"# Query_time: ", b"# Thread_id: ", b"# Schema: ", b"# Rows_affected: ", b"# Bytes_sent: "]
        .iter()
        .any(|known| line.starts_with(known))
}

struct SlowReader {
    dialect: Dialect,
}

impl RecordReader for SlowReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.starts_with(b"# User@Host:")
            || line.starts_with(b"# User: ")
            || line.starts_with(b"# Time:") && mysql::find(line, b"# User@Host:").is_some()
            || banner(line).is_some()
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
        let mut entry = Entry::default();
        for line in lines(record) {
            entry.take(record, line, None);
        }
        // a user line that is written twice, the second time on its own
        entry.body.is_some() && entry.scan.is_open() || entry.seen == Seen::Both && entry.body.is_none()
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(SlowCarry { dialect: self.dialect, last: None, database: None, latest: None, sampled: false, next: None })
    }
}

/// Reads a record's entries; whether the last of them is closed under this reading of backslashes.
fn read_entries(record: &[u8], scan: OpenScan, out: &mut Parsed) -> bool {
    let mut entry = Entry { fresh: scan, ..Entry::default() };
    for line in lines(record) {
        entry.take(record, line, Some(out));
    }
    let closed = entry.body.is_none() || !entry.scan.is_open();
    if entry.seen == Seen::Time && entry.body.is_none() {
        // the stamp of the next record
        let stamp = Query { admin: Some(NEXT.into()), ..Query::default() };
        let mut draft = Draft::new(record.len(), EventKind::Query(Box::new(stamp))).stamped(entry.time);
        draft.at.start = entry.start;
        if entry.bad_time {
            draft.notes.push(NO_TIME.into());
        }
        out.draft(draft);
    } else {
        entry.finish(record, record.len(), Some(out));
    }
    closed
}

/// How far the header of an entry has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// Nothing that tells.
    #[default]
    Nothing,
    /// Only `# Time:`.
    Time,
    /// `# Time:` and `# User@Host:`.
    Both,
    /// `# User@Host:` with no `# Time:`.
    User,
    /// More.
    Fields,
}

/// One entry as it is put together line by line.
#[derive(Default)]
struct Entry {
    start: usize,
    seen: Seen,
    time: Option<Written>,
    bad_time: bool,
    account: Account,
    query: Query,
    schema: Option<String>,
    used: Option<String>,
    use_line: Option<Range<usize>>,
    set: Option<Written>,
    /// A `SET` line of the server has been, also where its number is no time.
    set_seen: bool,
    body: Option<Range<usize>>,
    scan: OpenScan,
    /// How the scan of each statement begins.
    fresh: OpenScan,
    notes: Vec<String>,
}

impl Entry {
    fn take(&mut self, record: &[u8], line: Line<'_>, mut out: Option<&mut Parsed>) {
        if let Some(body) = &mut self.body {
            let strong = [&b"# Time: "[..], b"# User@Host: ", b"# User: "].iter().any(|known| line.text.starts_with(known)) || banner(line.text).is_some();
            let header = strong || metric(line.text) || line.text.starts_with(b"# administrator command:");
            let ends = header && !self.scan.is_open() && (strong || record.get(body.clone()).is_some_and(|sql| sql.trim_ascii_end().ends_with(b";")));
            if !ends {
                self.scan.feed(line.raw);
                body.end = line.end;
                return;
            }
            self.finish(record, line.start, out.as_deref_mut());
        }
        self.header(record, line, out);
    }

    fn header(&mut self, record: &[u8], line: Line<'_>, mut out: Option<&mut Parsed>) {
        let bytes = line.text;
        if bytes.trim_ascii().is_empty() && self.seen == Seen::Nothing {
            if let Some(out) = out.as_deref_mut() {
                out.gap(line.start..line.end, GapReason::Blank);
            }
            self.start = line.end;
            return;
        }
        if banner(bytes).is_some() {
            self.finish(record, line.start, out.as_deref_mut());
            if let Some(out) = out {
                out.draft(banner_draft(line));
            }
            self.start = line.end;
            return;
        }
        if self.seen == Seen::Nothing && banner_tail(bytes) {
            self.start = line.end;
            return;
        }
        let full = self.seen == Seen::Fields;
        if let Some(rest) = bytes.strip_prefix(b"# Time:") {
            if full {
                self.finish(record, line.start, out);
            }
            self.time_line(rest.trim_ascii());
        } else if let Some(rest) = bytes.strip_prefix(b"# User@Host:").or_else(|| bytes.strip_prefix(b"# User: ")) {
            if full {
                self.finish(record, line.start, out);
            }
            self.user_line(rest);
        } else if let Some(rest) = bytes.strip_prefix(b"# administrator command:") {
            let command = rest.trim_ascii();
            let command = text(command.strip_suffix(b";").unwrap_or(command));
            self.query.sql.clone_from(&command);
            self.query.admin = Some(command);
            self.seen = Seen::Fields;
            self.finish(record, line.end, out);
        } else if !self.set_seen && self.field_line(bytes) {
            self.seen = Seen::Fields;
        } else if !self.set_seen && self.used.is_none() && self.seen != Seen::Nothing && use_line(bytes).is_some() {
            self.used = use_line(bytes);
            self.use_line = Some(line.start..line.end);
            self.seen = Seen::Fields;
        } else if !self.set_seen && self.set_line(bytes) {
            self.set_seen = true;
            self.seen = Seen::Fields;
        } else if bytes.trim_ascii().is_empty() && !self.set_seen {
            // nothing yet
        } else {
            self.scan = self.fresh;
            self.scan.feed(line.raw);
            self.body = Some(line.start..line.end);
        }
    }

    fn time_line(&mut self, bytes: &[u8]) {
        let (stamp, user) = match cut(bytes, b"# User@Host:") {
            Some((stamp, user)) => (stamp.trim_ascii(), Some(user)),
            None => (bytes, None),
        };
        self.time = old_stamp(stamp).or_else(|| iso_stamp(stamp)).map(|(mut written, rest)| {
            if !rest.is_empty() {
                written.text = text(stamp);
            }
            written
        });
        self.bad_time = self.time.is_none() && !stamp.is_empty();
        self.seen = Seen::Time;
        if let Some(user) = user {
            self.user_line(user);
        }
    }

    fn user_line(&mut self, bytes: &[u8]) {
        let (who, id) = match mysql::rcut(bytes, b"Id:") {
            Some((who, id)) if number(id.trim_ascii()).is_some() => (who, number(id.trim_ascii())),
            _ => (bytes, None),
        };
        self.account = account(who.trim_ascii());
        if id.is_some() {
            self.query.connection_id = id;
            self.query.dialect.flavour = Flavour::MySql;
        }
        self.seen = match self.seen {
            Seen::Nothing => Seen::User,
            Seen::Time => Seen::Both,
            seen => seen,
        };
    }

    /// A `# Key: value  Key: value` line, or one of the few of another form.
    fn field_line(&mut self, bytes: &[u8]) -> bool {
        let Some(rest) = bytes.strip_prefix(b"#") else {
            // a fault of Percona Server 8.0: this line comes without its `#`
            return self.seen == Seen::Fields && bytes.starts_with(b"Tmp_tables: ") && mysql::find(bytes, b"Tmp_disk_tables: ").is_some();
        };
        if rest.trim_ascii().is_empty() || rest == b" Warnings" || rest == b" No InnoDB statistics available for this query" {
            return true;
        }
        let Some(rest) = rest.strip_prefix(b" ") else { return false };
        if rest.starts_with(b"explain: ") {
            self.query.dialect.flavour = Flavour::MariaDb;
            return true;
        }
        if let Some(routine) = rest.strip_prefix(b"Stored_routine: ").or_else(|| rest.strip_prefix(b"Stored routine: ")) {
            self.query.origin = filled(routine).map(|name| format!("routine {name}"));
            return true;
        }
        if self.condition(rest) {
            return true;
        }
        let mut words = rest.split(|b| matches!(b, b' ' | b'\t')).filter(|word| !word.is_empty()).peekable();
        if words.peek().is_none_or(|word| key(word).is_none()) {
            return false;
        }
        if let Some((_, schema)) = cut(rest, b"Schema: ") {
            let end = mysql::find(schema, b"  ").unwrap_or(schema.len());
            self.schema = Some(text(schema.get(..end).unwrap_or_default().trim_ascii()));
        } else if rest.trim_ascii_end().ends_with(b"Schema:") {
            self.schema = Some(String::new());
        }
        while let Some(word) = words.next() {
            let Some(key) = key(word) else { continue };
            if let Some(value) = words.next_if(|word| self::key(word).is_none()) {
                self.field(key, value);
            }
            if key == b"QC_hit" && rest.starts_with(b"Thread_id: ") {
                self.query.dialect.flavour = Flavour::MariaDb;
            }
        }
        true
    }

    /// `Note 1051 Unknown table 'shop.nope'` as MariaDB lists the conditions of a statement.
    fn condition(&mut self, rest: &[u8]) -> bool {
        let mut parts = rest.splitn(3, |b| *b == b' ');
        let (Some(level), Some(code), message) = (parts.next(), parts.next(), parts.next()) else { return false };
        if !matches!(level, b"Note" | b"Warning" | b"Error") {
            return false;
        }
        let Some(code) = number(code) else { return false };
        let message = text(message.unwrap_or_default());
        if level == b"Error" {
            self.query.outcome = Outcome::Refused { code: u32::try_from(code).ok(), message: Some(message) };
        } else {
            self.notes.push(format!("{} {code}: {message}", text(level).to_lowercase()));
        }
        true
    }

    fn field(&mut self, key: &[u8], value: &[u8]) {
        let query = &mut self.query;
        match key {
            b"Query_time" => {
                query.query_time_us = decimal_us(value);
                if query.query_time_us.is_none_or(|us| us > 400 * 86_400 * SECOND as u64) {
                    query.query_time_us = None;
                    self.notes.push(format!("Query_time {} is no run time", text(value)));
                }
            }
            b"Lock_time" => query.lock_time_us = decimal_us(value),
            b"Rows_sent" => query.rows_sent = number(value),
            b"Rows_examined" => query.rows_examined = number(value),
            b"Rows_affected" => query.rows_affected = number(value),
            b"Thread_id" => query.connection_id = number(value),
            b"Last_errno" | b"Errno" => {
                query.dialect.flavour = Flavour::MySql;
                match number(value) {
                    Some(0) => query.outcome = Outcome::Done,
                    Some(code) => query.outcome = Outcome::Refused { code: u32::try_from(code).ok(), message: None },
                    None => {}
                }
            }
            b"Killed" if number(value).is_some_and(|killed| killed > 0) => {
                self.notes.push("the statement was killed".into());
            }
            b"Log_slow_rate_limit" if number(value).is_some_and(|rate| rate > 1) => {
                self.notes.push(format!("{SAMPLED}{}", text(value)));
            }
            _ => {}
        }
    }

    /// The server's own `SET` line: `SET last_insert_id=1,insert_id=2,timestamp=3;`.
    fn set_line(&mut self, bytes: &[u8]) -> bool {
        let Some(list) = bytes.strip_prefix(b"SET ").and_then(|rest| rest.trim_ascii_end().strip_suffix(b";")) else { return false };
        let mut set = None;
        for part in list.split(|b| *b == b',') {
            match cut(part, b"=") {
                Some((b"timestamp", value)) if decimal_us(value).is_some() => {
                    set = epoch(value, bytes.trim_ascii_end().strip_suffix(b";").unwrap_or(bytes));
                    if set.is_none() {
                        self.notes.push("the session's clock was set to a time that no log can have".into());
                    }
                }
                Some((b"insert_id" | b"last_insert_id", value)) if number(value).is_some() => {}
                _ => return false,
            }
        }
        self.set = set;
        true
    }

    /// Ends the entry before `end` and begins another there.
    fn finish(&mut self, record: &[u8], end: usize, out: Option<&mut Parsed>) {
        let entry = std::mem::replace(self, Entry { start: end, fresh: self.fresh, ..Entry::default() });
        let Some(out) = out else { return };
        entry.emit(record, end, out);
    }

    fn emit(mut self, record: &[u8], end: usize, out: &mut Parsed) {
        let at = self.start..end;
        if self.query.admin.is_none() {
            // a `use` that nothing follows is the statement itself
            let range = self.body.clone().or_else(|| self.use_line.clone().filter(|_| !self.set_seen));
            let Some(sql) = range.and_then(|range| record.get(range)) else {
                let reason = if self.seen == Seen::Nothing { GapReason::Blank } else { GapReason::Truncated };
                return out.gap(at, reason);
            };
            let sql = sql.trim_ascii();
            if self.seen == Seen::Nothing && !begins_statement(sql) {
                return out.gap(at, GapReason::Torn);
            }
            self.query.truncated = self.scan.is_open() || !sql.ends_with(b";");
            self.query.sql = text(sql.strip_suffix(b";").unwrap_or(sql).trim_ascii_end());
            if self.seen == Seen::Nothing {
                // perhaps the tail of a longer statement
                self.query.truncated = true;
                self.notes.push("the head of this entry is not in the file".into());
            }
        }
        if self.bad_time {
            self.notes.push(NO_TIME.into());
        }
        let mut query = self.query;
        query.user = self.account.user;
        query.host = self.account.host;
        // an empty name tells the carry pass that there is none, rather than none said
        query.database = match (self.schema, self.used) {
            (Some(schema), used) if schema.is_empty() => used.or(Some(schema)),
            (Some(schema), _) => Some(schema),
            (None, used) => used,
        };
        if self.time.as_ref().is_some_and(|time| time.offset_s.is_some()) {
            query.dialect.flavour = Flavour::MySql;
        }
        let (written, twin) = settle(self.time, self.set, &mut self.notes);
        let shift_us = shift(query.dialect, written.as_ref(), query.query_time_us);
        out.draft(Draft { at, written, twin, shift_us, kind: EventKind::Query(Box::new(query)), notes: self.notes });
    }
}

/// By this word the carry pass knows the stamp of the next record.
const NEXT: &str = "slow log time";

/// The note of an entry whose `# Time:` line is garbage.
const NO_TIME: &str = "the # Time: line bears no time";

/// The note of an entry of a sampled log begins so.
const SAMPLED: &str = "the log is sampled: one of ";

/// A word that ends as keys do.
fn key(word: &[u8]) -> Option<&[u8]> {
    let key = word.strip_suffix(b":")?;
    (!key.is_empty() && key.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))).then_some(key)
}

/// The database of the server's own `use` line.
fn use_line(bytes: &[u8]) -> Option<String> {
    let name = bytes.strip_prefix(b"use ")?.trim_ascii_end().strip_suffix(b";")?;
    let name = unquote(name);
    (!name.is_empty() && !name.contains(';')).then_some(name)
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
        if let Some(next) = self.next.take_if(|next| draft.at.start.saturating_sub(next.at.end) <= 2)
            && draft.twin.is_none()
            && draft.written.as_ref().is_none_or(|written| written.text.starts_with("SET "))
        {
            draft.at.start = draft.at.start.min(next.at.start);
            draft.notes.extend(next.notes);
            if next.written.as_ref().is_some_and(|time| time.offset_s.is_some()) {
                query.dialect.flavour = Flavour::MySql;
            }
            (draft.written, draft.twin) = settle(next.written, draft.written.take(), &mut draft.notes);
        }
        if query.dialect.flavour == Flavour::Unknown || query.dialect.flavour == self.dialect.flavour {
            query.dialect = self.dialect;
        }
        match &query.database {
            Some(name) if name.is_empty() => query.database = None,
            Some(name) => self.database = Some(name.clone()),
            None => query.database.clone_from(&self.database),
        }
        match (&draft.written, &draft.twin) {
            (None, _) => draft.written.clone_from(&self.last),
            (Some(_), Some(twin)) => self.last = Some(twin.clone()),
            (Some(written), None) if !written.text.starts_with("SET ") => self.last = Some(written.clone()),
            (Some(_), None) => {}
        }
        draft.shift_us = shift(query.dialect, draft.written.as_ref(), query.query_time_us);
        if let Some(Written { stamp: Stamp::Instant(us), offset_s: None, .. }) = draft.written {
            if self.latest.is_some_and(|latest| us < latest.saturating_sub(86_400 * SECOND)) {
                draft.notes.push("earlier than the entries before it by more than a day: the session's clock may have been set".into());
            }
            self.latest = self.latest.max(Some(us));
        }
        let sampled = self.sampled;
        draft.notes.retain(|note| !(sampled && note.starts_with(SAMPLED)));
        self.sampled |= draft.notes.iter().any(|note| note.starts_with(SAMPLED));
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
