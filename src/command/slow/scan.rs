//! Slow logs block by block on all threads, without an event for each entry: what a block gives is
//! summed up where it was read and put together in the order of the file.
//!
//! The first entries of a block wait for what the block before left open: a `# Time:` line, a
//! literal that holds the text of an entry. Names and times that an entry leaves out because the
//! one before it said them are filled in where blocks are put together.

use std::{io, ops::ControlFlow};

use super::{
    digest::{Before, Digest, Sample},
    filter::Filter,
    names::{Accounts, Name},
};
use crate::{
    format::grammar::{
        lines::newlines,
        mysql::{Moment, banner},
        slow_log::{self, LOOKAHEAD, Mode, Piece, Visit, entry::Entry},
    },
    source::{
        evidence::Source,
        stream::{
            self,
            chunk::Chunk,
            run::{Content, StreamOptions},
        },
    },
    sql::{
        dialect::{Dialect, Flavour},
        fingerprint::{
            Fingerprinter, Key,
            outline::{Found, Outlines},
            walk::Digits,
        },
        open::OpenScan,
    },
    time::{Stamp, When, zone::Zone},
};

/// Bytes of one block: so large that setting up its classes costs little beside reading it.
pub(super) const BLOCK_BYTES: u64 = 2 << 20;

/// How one log is read.
#[derive(Clone, Copy)]
pub(super) struct Log<'a> {
    /// Its source.
    pub(super) source: &'a Source,
    /// The zone of its stamps without one.
    pub(super) zone: Zone,
    /// The server that wrote it, as its head tells.
    pub(super) dialect: Dialect,
    /// What is counted.
    pub(super) filter: &'a Filter,
    /// What becomes of digits in names.
    pub(super) digits: Digits,
    /// The run's hash.
    pub(super) key: Key,
    /// Bytes of a block.
    pub(super) block: u64,
    /// Threads.
    pub(super) threads: usize,
}

/// What the entries so far said of those that follow; `None` where that is for an earlier part of
/// the log to say.
#[derive(Clone, Debug)]
struct Said {
    database: Option<Option<Vec<u8>>>,
    /// The last `# Time:`.
    time: Option<Option<When>>,
    dialect: Dialect,
}

/// Digests of a block's entries, by what decides whether they are wanted: nothing more, the time
/// that stood before the block, the database that stood before it, or both.
type Digests = [Digest; 4];
const BY_TIME: usize = 1;
const BY_DATABASE: usize = 2;

/// What one block gave.
#[derive(Default)]
struct Part {
    /// Line feeds in the block.
    lines: u64,
    /// Its first entries.
    head: Vec<u8>,
    /// Those behind them.
    digests: Digests,
    /// What they leave said; `None` where all of the block is head.
    said: Option<Said>,
    /// What is left open at the end.
    tail: Vec<u8>,
    /// How forms are known again; made for the first block.
    forms: Option<Forms>,
    /// Places of the worst statements in the block.
    places: Vec<u64>,
}

/// What makes forms, and what is known again from block to block.
struct Forms {
    maker: Fingerprinter,
    /// Outlines, with the places of their classes in the first digest.
    outlines: Outlines,
    /// Accounts, with the numbers of their names in the first digest.
    accounts: Accounts,
}

/// Adds the entries of one log to `digest`.
///
/// # Errors
/// Where the log cannot be read; what stands before that place was added.
pub(super) fn read(log: &Log<'_>, digest: &mut Digest) -> io::Result<()> {
    let handle = log.source.open()?;
    let options =
        StreamOptions { block: log.block, threads: log.threads, ..StreamOptions::default() };
    let said = Said { database: Some(None), time: Some(None), dialect: log.dialect };
    let mut whole = Whole {
        log,
        maker: Fingerprinter::new(log.digits),
        digest,
        said,
        open: Vec::new(),
        open_lines: 0,
        lines: 0,
    };
    let result = stream::run::run(
        Content::At(&handle),
        &slow_log::begins,
        &options,
        |chunk, part: &mut Part| log.part(chunk, part),
        |part| {
            whole.take(part);
            ControlFlow::Continue(())
        },
    );
    whole.settle(&[], 0, Mode::LastPart);
    result
}

/// Where the first entries end: so many that what was left open before them can be settled.
fn head_end(text: &[u8]) -> usize {
    let mut entries = 0_usize;
    let mut at = 0_usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"# User") {
            entries += 1;
            if entries > LOOKAHEAD + 1 {
                return at;
            }
        }
        let Some(end) = memchr::memchr(b'\n', rest) else { break };
        at += end + 1;
    }
    text.len()
}

/// The visit of one block.
struct Visitor<'v, 'l> {
    log: &'v Log<'l>,
    /// Where the first entries end.
    least: usize,
    head: Option<usize>,
    said: Said,
    digests: &'v mut Digests,
    forms: &'v mut Forms,
    /// How the outline of the statement that was judged last was found.
    outline: Found,
}

impl<'a> Visit<'a> for Visitor<'_, '_> {
    fn piece(&mut self, piece: Piece<'_, 'a>) {
        let outline = std::mem::replace(&mut self.outline, Found::Unfit);
        let entry = match &piece {
            Piece::Entry(entry) => entry,
            Piece::Banner(line) => return self.said.reset(banner(line.text), self.log.dialect),
            Piece::Time(_) | Piece::Gap(..) => return,
        };
        let at = entry.at.start;
        if self.head.is_none() && at >= self.least {
            self.head = Some(at);
        }
        let Visitor { log, head, digests, forms, said, .. } = self;
        log.count(entry, said, |bucket, sample| {
            let Some(digest) = digests.get_mut(bucket).filter(|_| head.is_some()) else { return };
            let place = match outline {
                Found::Known(place) if bucket == 0 => place,
                _ => {
                    let form = form(entry, &mut forms.maker);
                    let place = digest.place(form, log.key.hash(form), usize::MAX);
                    if outline == Found::New && bucket == 0 {
                        forms.outlines.keep(place);
                    }
                    place
                }
            };
            let numbers = &mut digest.numbers;
            let mut parts = || {
                let (user, host) = entry.account();
                (user.map(|name| numbers.number(name)), host.map(|name| numbers.number(name)))
            };
            // the numbers that are kept are those of the first digest
            let (user, host) = if bucket == 0 {
                forms.accounts.client(entry.account, log.key.hash(entry.account), &mut parts)
            } else {
                parts()
            };
            let sample =
                Sample { user: user.map(Name::Known), host: host.map(Name::Known), ..*sample };
            digest.add(place, &sample, usize::MAX, || at as u64);
        });
    }

    fn closed(&mut self, body: &'a [u8], sql: &'a [u8], fresh: OpenScan) -> bool {
        let outline = self.forms.outlines.find(sql);
        // what is known was closed when it was seen first
        let closed = matches!(outline, Found::Known(_)) || {
            let mut scan = fresh;
            scan.feed(body);
            !scan.is_open()
        };
        if closed {
            self.outline = outline;
        }
        closed
    }
}

impl Part {
    /// Forgets everything but its memory and what it knows of forms.
    fn clear(&mut self, log: &Log<'_>) -> &mut Forms {
        self.head.clear();
        self.tail.clear();
        self.said = None;
        let [first, rest @ ..] = &mut self.digests;
        rest.iter_mut().for_each(|digest| {
            digest.clear();
        });
        let holds = first.clear();
        let forms = self.forms.get_or_insert_with(|| Forms {
            maker: Fingerprinter::new(log.digits),
            outlines: Outlines::new(log.digits),
            accounts: Accounts::default(),
        });
        if !holds || forms.outlines.is_full() {
            forms.outlines.clear();
        }
        if !holds {
            forms.accounts.clear();
        }
        forms
    }

    /// Counts the lines, and those before each of the worst statements, whose places stand where
    /// their lines shall.
    fn count_lines(&mut self, text: &[u8]) {
        self.places.clear();
        self.places.extend(
            self.digests.iter_mut().flat_map(|digest| digest.worst().map(|worst| worst.line)),
        );
        self.places.sort_unstable();
        let (mut counted, mut lines) = (0, 0);
        let mut until = |place: usize| {
            lines += newlines(text.get(counted..place).unwrap_or_default());
            counted = place;
            lines
        };
        let lines_at: Vec<u64> = self.places.iter().map(|place| until(*place as usize)).collect();
        self.lines = until(text.len());
        for worst in self.digests.iter_mut().flat_map(Digest::worst) {
            if let Some(line) =
                self.places.binary_search(&worst.line).ok().and_then(|index| lines_at.get(index))
            {
                worst.line = *line;
            }
        }
    }
}

impl Log<'_> {
    /// Reads a block.
    fn part(&self, chunk: &Chunk<'_>, part: &mut Part) {
        let text = chunk.bytes;
        part.clear(self);
        let least = head_end(text);
        let mut head = None;
        if let Some(forms) = part.forms.as_mut().filter(|_| least < text.len()) {
            let said = Said { database: None, time: None, dialect: self.dialect };
            let mut visitor = Visitor {
                log: self,
                least,
                head,
                said,
                digests: &mut part.digests,
                forms,
                outline: Found::Unfit,
            };
            let left = slow_log::read(text, Mode::Part, &mut visitor);
            head = visitor.head;
            if head.is_some() {
                part.said = Some(visitor.said);
                part.tail.extend_from_slice(text.get(left.at..).unwrap_or_default());
            }
        }
        part.count_lines(text);
        part.head.extend_from_slice(text.get(..head.unwrap_or(text.len())).unwrap_or(text));
    }

    /// Hands an entry that is wanted to `add`, with the digest to which it belongs, but for its
    /// account.
    fn count(&self, entry: &Entry<'_>, said: &mut Said, add: impl FnOnce(usize, &Sample<'_>)) {
        let dialect = match entry.flavour {
            Flavour::Unknown => said.dialect,
            flavour if flavour == said.dialect.flavour => said.dialect,
            flavour => Dialect { flavour, version: None },
        };
        let time = entry.time.and_then(|time| self.when(time));
        let moment = slow_log::entry::settle(entry.time, entry.set).0;
        let own = moment.and_then(|moment| {
            let shift =
                slow_log::entry::shift(dialect, moment.stamp, moment.offset_s, entry.query_time_us);
            Some(self.when(moment)?.shifted(shift))
        });
        if time.is_some() {
            said.time = Some(time);
        }
        // an inherited stamp is a `# Time:` without an offset, which servers of that age alone
        // leave out
        let shift = slow_log::entry::shift(
            dialect,
            Stamp::Local(chrono::NaiveDateTime::MIN),
            None,
            entry.query_time_us,
        );
        let (when, same_time) = match (own, &said.time) {
            (Some(when), _) => (Some(when), None),
            (None, Some(before)) => (before.map(|before| before.shifted(shift)), None),
            (None, None) => (None, Some(shift)),
        };
        let named = entry.database();
        if let Some(name) = named.as_deref().filter(|name| !name.is_empty())
            && said.database.as_ref().and_then(Option::as_deref) != Some(name)
        {
            said.database = Some(Some(name.to_vec()));
        }
        let (database, same_database) = match (named.as_deref(), &said.database) {
            (Some(b""), _) => (None, false),
            (Some(name), _) => (Some(name), false),
            (None, Some(before)) => (before.as_deref(), false),
            (None, None) => (None, true),
        };
        if entry.headless {
            return;
        }
        let mut bucket = 0;
        if same_time.is_some() && self.filter.window.bounded {
            bucket |= BY_TIME;
        } else if !self.filter.admits_time(when) {
            return;
        }
        if same_database && !self.filter.databases.is_empty() {
            bucket |= BY_DATABASE;
        } else if !self.filter.admits_database(database) {
            return;
        }
        if !self.filter.admits_all_clients() {
            let (user, host) = entry.account();
            if !self.filter.admits_client(user, host) {
                return;
            }
        }
        let sample = Sample {
            sql: entry.sql,
            us: entry.query_time_us,
            lock_us: entry.lock_time_us,
            rows_examined: entry.rows_examined,
            rows_sent: entry.rows_sent,
            rows_affected: entry.rows_affected,
            database: database.map(Name::Text),
            same_database,
            at: when.map(|when| when.best),
            same_time,
            source: self.source.id.index(),
            ..Sample::default()
        };
        if self.filter.conditions.admit(&sample) {
            add(bucket, &sample);
        }
    }

    fn when(&self, moment: Moment<'_>) -> Option<When> {
        match moment.stamp {
            Stamp::Instant(us) => Some(When::at(us, moment.unit_us)),
            Stamp::Local(local) => Some(self.zone.when(local, moment.unit_us)),
            Stamp::Yearless { .. } => None,
        }
    }
}

/// The form of an entry's statement, or the command that stands for it.
fn form<'m>(entry: &Entry<'_>, maker: &'m mut Fingerprinter) -> &'m [u8] {
    if entry.admin { maker.command(entry.sql) } else { maker.of(entry.sql) }
}

impl Said {
    /// The server writes time and database anew into a file that it opens.
    fn reset(&mut self, dialect: Option<Dialect>, at_first: Dialect) {
        *self =
            Said { database: Some(None), time: Some(None), dialect: dialect.unwrap_or(at_first) };
    }
}

/// The parts put together.
struct Whole<'a, 'b> {
    log: &'a Log<'a>,
    maker: Fingerprinter,
    digest: &'b mut Digest,
    said: Said,
    /// What the parts so far left open, and the lines before it.
    open: Vec<u8>,
    open_lines: u64,
    /// Lines of the parts so far.
    lines: u64,
}

impl Whole<'_, '_> {
    fn take(&mut self, part: &mut Part) {
        let before_part = self.lines;
        let Some(said) = part.said.take() else {
            self.settle(&part.head, before_part, Mode::Part);
            self.lines = before_part + part.lines;
            return;
        };
        self.settle(&part.head, before_part, Mode::LastPart);
        let before = Before {
            database: self.said.database.clone().flatten(),
            at: self.said.time.flatten().map(|when| when.best),
        };
        let in_time = self.log.filter.admits_time(self.said.time.flatten());
        let in_database = self.log.filter.admits_database(before.database.as_deref());
        for (bucket, digest) in part.digests.iter().enumerate() {
            if (bucket & BY_TIME == 0 || in_time) && (bucket & BY_DATABASE == 0 || in_database) {
                self.digest.merge(digest, &before, before_part);
            }
        }
        if let Some(database) = said.database {
            self.said.database = Some(database);
        }
        if let Some(time) = said.time {
            self.said.time = Some(time);
        }
        self.said.dialect = said.dialect;
        self.lines = before_part + part.lines;
        self.open_lines = self.lines - newlines(&part.tail);
        std::mem::swap(&mut self.open, &mut part.tail);
    }

    /// Reads what was left open together with what follows it.
    fn settle(&mut self, head: &[u8], lines_before_head: u64, mode: Mode) {
        let mut text = std::mem::take(&mut self.open);
        let first_line = if text.is_empty() { lines_before_head } else { self.open_lines };
        text.extend_from_slice(head);
        let (log, maker, digest, said) =
            (self.log, &mut self.maker, &mut *self.digest, &mut self.said);
        let left = slow_log::read(&text, mode, &mut |piece: Piece<'_, '_>| match &piece {
            Piece::Entry(entry) => log.count(entry, said, |_, sample| {
                let line = || first_line + newlines(text.get(..entry.at.start).unwrap_or_default());
                let (user, host) = entry.account();
                let sample =
                    Sample { user: user.map(Name::Text), host: host.map(Name::Text), ..*sample };
                digest.count(log.key, form(entry, maker), &sample, line);
            }),
            Piece::Banner(line) => said.reset(banner(line.text), log.dialect),
            Piece::Time(_) | Piece::Gap(..) => {}
        });
        self.open_lines = first_line + newlines(text.get(..left.at).unwrap_or_default());
        text.drain(..left.at.min(text.len()));
        self.open = text;
    }
}
