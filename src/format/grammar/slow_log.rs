//! The grammar of slow query logs, read from bytes without a copy: header lines that begin with
//! `#`,
//! `use`, `SET timestamp`, then the statement as the client sent it (sql/log.cc of the servers).
//!
//! The statement stands there raw, so header lines inside an open literal are text, not entries.

pub(crate) mod entry;
pub(crate) mod fields;
mod quick;

use std::ops::Range;

use crate::{
    event::draft::GapReason,
    format::grammar::{
        mysql::{Line, banner, banner_tail, begins_statement, chomp},
        slow_log::entry::Entry,
    },
    sql::{dialect::Flavour, open::OpenScan},
};

/// An entry that ends inside a quote is read together with those that follow, up to so many of
/// them, until all is closed; more are not one statement that was taken apart.
pub(crate) const LOOKAHEAD: usize = 8;
/// Nor is more text than this.
const LOOKAHEAD_BYTES: usize = 4 << 20;

/// What a log holds, in the order of the bytes.
pub(crate) enum Piece<'p, 'a> {
    /// An entry, which may be taken out of its place.
    Entry(&'p mut Entry<'a>),
    /// The first line of what a server writes when it opens the file.
    Banner(Line<'a>),
    /// A `# Time:` line at the end of the text, whose entry is not in it.
    Time(&'p mut Entry<'a>),
    /// Bytes that are no entry.
    Gap(Range<usize>, GapReason),
}

/// Who is told what a log holds.
pub(crate) trait Visit<'a> {
    /// The next piece.
    fn piece(&mut self, piece: Piece<'_, 'a>);

    /// Whether a statement ends outside quotes and comments, by the scan with which statements
    /// begin. `body` is its text with the semicolon and the line end, `sql` without. Asked at most
    /// once, just before the entry of that statement is told. Whoever knows a quicker way to the
    /// same answer may go it.
    fn closed(&mut self, body: &'a [u8], _sql: &'a [u8], fresh: OpenScan) -> bool {
        let mut scan = fresh;
        scan.feed(body);
        !scan.is_open()
    }
}

impl<'a, F: FnMut(Piece<'_, 'a>)> Visit<'a> for F {
    fn piece(&mut self, piece: Piece<'_, 'a>) {
        self(piece);
    }
}

/// A header line that names one of the servers' own fields.
pub(crate) fn metric(line: &[u8]) -> bool {
    line.starts_with(b"# ")
        && [
            &b"# Time: "[..],
            b"# User@Host: ",
            b"# User: ",
            b"# Query_time: ",
            b"# Thread_id: ",
            b"# Schema: ",
            b"# Rows_affected: ",
            b"# Bytes_sent: ",
        ]
        .iter()
        .any(|known| line.starts_with(known))
}

/// Whether a line begins an entry, or what stands before one and belongs to no other.
pub(crate) fn begins(line: &[u8]) -> bool {
    line.starts_with(b"# Time:")
        || line.starts_with(b"# User@Host:")
        || line.starts_with(b"# User: ")
        || banner(line).is_some()
}

/// How a text is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    /// It is whole; what an open quote swallows stays swallowed. The scan with which each statement
    /// begins.
    Whole(OpenScan),
    /// It goes on; the entry at its end may be left for the next call.
    Part,
    /// As a part, but nothing follows.
    LastPart,
}

/// What a reading left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// Where the entry begins that more text may change.
    pub at: usize,
    /// The last statement ends outside quotes and comments.
    pub closed: bool,
}

/// Reads the entries of `text`, which begins with one.
pub(crate) fn read<'a>(text: &'a [u8], mode: Mode, each: &mut impl Visit<'a>) -> Left {
    read_as(text, mode, false, each)
}

/// As [`read`]; `by_line` without the shorter ways through entries that are as most are.
fn read_as<'a>(text: &'a [u8], mode: Mode, by_line: bool, each: &mut impl Visit<'a>) -> Left {
    let (lookahead, last, fresh) = match mode {
        Mode::Whole(fresh) => (None, true, fresh),
        Mode::Part => (Some(LOOKAHEAD), false, OpenScan::default()),
        Mode::LastPart => (Some(LOOKAHEAD), true, OpenScan::default()),
    };
    let mut open = Open { fresh, by_line, ..Open::default() };
    let mut at = 0_usize;
    // the header lines that an open quote swallowed: where the first stands, and how many
    let mut swallowed: Option<(usize, usize)> = None;
    loop {
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if open.seen == Seen::Nothing
                && open.body.is_none()
                && !open.by_line
                && let Some(head) = quick::head(rest)
            {
                at = at.saturating_add(head.length);
                open.head(&head);
                continue;
            }
            let length =
                memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end.saturating_add(1));
            let raw = rest.get(..length).unwrap_or(rest);
            let line = Line { start: at, end: at.saturating_add(length), text: chomp(raw), raw };
            at = line.end;
            match open.take(text, line, each) {
                Took::Line => {
                    swallowed = swallowed.filter(|_| open.body.is_some());
                    continue;
                }
                Took::Entry(end) => {
                    at = end;
                    swallowed = None;
                    continue;
                }
                Took::Swallowed => {}
            }
            let Some(most) = lookahead else { continue };
            let (first, count) = swallowed.unwrap_or((line.start, 0));
            let count = count.saturating_add(usize::from(!line.text.starts_with(b"# Time:")));
            swallowed = Some((first, count));
            if count > most || at.saturating_sub(open.start) > LOOKAHEAD_BYTES {
                at = first;
                open.give_back(text, first, each);
                swallowed = None;
            }
        }
        let undecided = open.body.is_some() && open.scan.is_open();
        if let Some((first, _)) = swallowed.take().filter(|_| undecided && last) {
            at = first;
            open.give_back(text, first, each);
            continue;
        }
        if !last && (undecided || open.body.is_none()) {
            return Left { at: open.start, closed: !undecided };
        }
        open.end(text, each);
        return Left { at: text.len(), closed: !undecided };
    }
}

/// Whether a text ends inside an entry.
pub(crate) fn ends_open(text: &[u8]) -> bool {
    let mut open = Open::default();
    for line in super::mysql::lines(text) {
        open.take(text, line, &mut |_: Piece<'_, '_>| {});
    }
    // a user line that is written twice, the second time on its own
    open.body.is_some() && open.scan.is_open() || open.seen == Seen::Both && open.body.is_none()
}

/// What a line came to.
enum Took {
    /// It is part of an entry, or of none.
    Line,
    /// It is the header of an entry that an open quote swallowed.
    Swallowed,
    /// It and what follows it up to here ended an entry.
    Entry(usize),
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
struct Open<'a> {
    start: usize,
    seen: Seen,
    entry: Entry<'a>,
    use_line: Option<Range<usize>>,
    /// A `SET` line of the server has been, also where its number is no time.
    set_seen: bool,
    body: Option<Range<usize>>,
    scan: OpenScan,
    /// How the scan of each statement begins.
    fresh: OpenScan,
    /// No line is passed over unread.
    by_line: bool,
}

impl<'a> Open<'a> {
    /// Takes a line.
    fn take(&mut self, text: &'a [u8], line: Line<'a>, each: &mut impl Visit<'a>) -> Took {
        if let Some(body) = &mut self.body {
            let strong = quick::begins(line.text) || banner(line.text).is_some();
            let header =
                strong || metric(line.text) || line.text.starts_with(b"# administrator command:");
            let open = header && self.scan.is_open();
            let ends = header
                && !open
                && (strong
                    || text
                        .get(body.clone())
                        .is_some_and(|sql| sql.trim_ascii_end().ends_with(b";")));
            if !ends {
                self.scan.feed(line.raw);
                body.end = line.end;
                return if open && begins(line.text) { Took::Swallowed } else { Took::Line };
            }
            self.finish(text, line.start, each);
        }
        self.header(text, line, each)
    }

    fn header(&mut self, text: &'a [u8], line: Line<'a>, each: &mut impl Visit<'a>) -> Took {
        let bytes = line.text;
        if self.seen == Seen::Nothing && bytes.trim_ascii().is_empty() {
            each.piece(Piece::Gap(line.start..line.end, GapReason::Blank));
            self.start = line.end;
            return Took::Line;
        }
        if !bytes.starts_with(b"#") {
            if banner(bytes).is_some() {
                self.finish(text, line.start, each);
                each.piece(Piece::Banner(line));
                self.start = line.end;
                return Took::Line;
            }
            if self.seen == Seen::Nothing && banner_tail(bytes) {
                self.start = line.end;
                return Took::Line;
            }
        }
        let full = self.seen == Seen::Fields;
        if let Some(rest) = bytes.strip_prefix(b"# Time:") {
            if full {
                self.finish(text, line.start, each);
            }
            self.time_line(rest.trim_ascii());
        } else if let Some(rest) =
            bytes.strip_prefix(b"# User@Host:").or_else(|| bytes.strip_prefix(b"# User: "))
        {
            if full {
                self.finish(text, line.start, each);
            }
            self.user_line(rest);
        } else if let Some(rest) = bytes.strip_prefix(b"# administrator command:") {
            let command = rest.trim_ascii();
            self.entry.sql = command.strip_suffix(b";").unwrap_or(command);
            self.entry.admin = true;
            self.seen = Seen::Fields;
            self.finish(text, line.end, each);
        } else if !self.set_seen && self.field_line(bytes) {
            self.seen = Seen::Fields;
        } else if !self.set_seen
            && self.entry.used.is_none()
            && self.seen != Seen::Nothing
            && use_line(bytes).is_some()
        {
            self.entry.used = use_line(bytes);
            self.use_line = Some(line.start..line.end);
            self.seen = Seen::Fields;
        } else if !self.set_seen && self.set_line(bytes) {
            self.set_seen = true;
            self.seen = Seen::Fields;
        } else if bytes.trim_ascii().is_empty() && !self.set_seen {
            // nothing yet
        } else {
            return self.statement(text, line, each);
        }
        Took::Line
    }

    /// Takes all header lines of an entry at once, before which nothing is open.
    fn head(&mut self, head: &quick::Head<'a>) {
        if let Some(time) = head.time {
            self.entry.time = Some(time);
            self.seen = Seen::Time;
        }
        self.user_line(head.user);
        if let Some((thread, schema)) = head.maria {
            self.entry.connection_id = Some(thread);
            self.entry.schema = Some(schema);
            self.entry.flavour = Flavour::MariaDb;
        }
        let (entry, fields) = (&mut self.entry, head.fields);
        entry.query_time_us = Some(fields.query_time_us);
        entry.lock_time_us = Some(fields.lock_time_us);
        entry.rows_sent = Some(fields.rows_sent);
        entry.rows_examined = Some(fields.rows_examined);
        self.seen = Seen::Fields;
        if head.rows_affected.is_some() {
            self.entry.rows_affected = head.rows_affected;
        }
        self.entry.set = head.set;
        self.set_seen = head.set.is_some();
    }

    /// Takes the first line of a statement. Where the header of the next entry is in sight and the
    /// statement closed before it, the entry is done; else it goes on line by line.
    fn statement(&mut self, text: &'a [u8], line: Line<'a>, each: &mut impl Visit<'a>) -> Took {
        // the server writes `use` in small letters; a client's own is part of what it sent, unless
        // the server's `SET` stands behind it
        let own = |at: &Range<usize>| !text.get(at.start..).is_some_and(|t| t.starts_with(b"use"));
        let from = match &self.use_line {
            Some(at) if !self.set_seen && own(at) => at.start,
            _ => line.start,
        };
        if !self.by_line
            && let Some(end) = quick::statement_end(text, line)
            && let Some(body) = text.get(from..end)
            && each.closed(body, bare(body).0, self.fresh)
        {
            self.scan = self.fresh;
            self.body = Some(from..end);
            self.finish(text, end, each);
            return Took::Entry(end);
        }
        self.scan = self.fresh;
        self.scan.feed(line.raw);
        self.body = Some(from..line.end);
        Took::Line
    }

    /// What is left at the end of the text.
    fn end(&mut self, text: &'a [u8], each: &mut impl Visit<'a>) {
        if self.seen == Seen::Time && self.body.is_none() {
            self.entry.at = self.start..text.len();
            return each.piece(Piece::Time(&mut self.entry));
        }
        self.finish(text, text.len(), each);
    }

    /// Ends the entry before `end`, where it has swallowed the header of another.
    fn give_back(&mut self, text: &'a [u8], end: usize, each: &mut impl Visit<'a>) {
        if let Some(body) = &mut self.body {
            body.end = end;
        }
        self.finish(text, end, each);
    }

    /// Ends the entry before `end` and begins another there.
    fn finish(&mut self, text: &'a [u8], end: usize, each: &mut impl Visit<'a>) {
        self.emit(text, end, each);
        *self = Open { start: end, fresh: self.fresh, by_line: self.by_line, ..Open::default() };
    }

    fn emit(&mut self, text: &'a [u8], end: usize, each: &mut impl Visit<'a>) {
        let entry = &mut self.entry;
        entry.at = self.start..end;
        if !entry.admin {
            // a `use` that nothing follows is the statement itself
            let range =
                self.body.take().or_else(|| self.use_line.take().filter(|_| !self.set_seen));
            let Some(body) = range.and_then(|range| text.get(range)) else {
                let reason = if self.seen == Seen::Nothing {
                    GapReason::Blank
                } else {
                    GapReason::Truncated
                };
                return each.piece(Piece::Gap(entry.at.clone(), reason));
            };
            let (sql, ended) = bare(body);
            if self.seen == Seen::Nothing && !begins_statement(body.trim_ascii()) {
                return each.piece(Piece::Gap(entry.at.clone(), GapReason::Torn));
            }
            entry.truncated = self.scan.is_open() || !ended;
            entry.sql = sql;
            if self.seen == Seen::Nothing {
                // perhaps the tail of a longer statement
                entry.truncated = true;
                entry.headless = true;
            }
        }
        if entry.time.is_some_and(|time| time.offset_s.is_some()) {
            entry.flavour = Flavour::MySql;
        }
        each.piece(Piece::Entry(entry));
    }
}

/// A statement without the semicolon at its end, and whether there is one.
fn bare(body: &[u8]) -> (&[u8], bool) {
    let sql = body.trim_ascii();
    match sql.strip_suffix(b";") {
        Some(sql) => (sql.trim_ascii_end(), true),
        None => (sql, false),
    }
}

/// The database of the server's own `use` line, as it stands.
fn use_line(bytes: &[u8]) -> Option<&[u8]> {
    let (word, name) = bytes.split_at_checked(4)?;
    let name = Some(name)
        .filter(|_| word.eq_ignore_ascii_case(b"use "))?
        .trim_ascii_end()
        .strip_suffix(b";")?
        .trim_ascii();
    let inner = name.strip_prefix(b"`").and_then(|name| name.strip_suffix(b"`")).unwrap_or(name);
    (!inner.is_empty() && !inner.contains(&b';')).then_some(name)
}

#[cfg(test)]
mod tests;
