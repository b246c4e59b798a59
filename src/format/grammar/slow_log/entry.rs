//! One entry of a slow log, and what its two stamps mean.

use std::{borrow::Cow, ops::Range};

use crate::{
    event::remark::Remark,
    format::grammar::mysql::{Moment, account_parts, unquote},
    sql::dialect::{Dialect, Flavour},
    time::{SECOND, Stamp, micros},
};

/// Stamps that are there and cannot be true.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BadStamps {
    /// There is a `# Time:` line that bears no time.
    pub time: bool,
    /// `SET timestamp` names a time that no log can have.
    pub set: bool,
}

/// One entry as it stands.
#[derive(Debug, Default)]
pub(crate) struct Entry<'a> {
    /// Its bytes.
    pub at: Range<usize>,
    /// Its `# Time:`.
    pub time: Option<Moment<'a>>,
    /// The time that the server set.
    pub set: Option<Moment<'a>>,
    /// Which of the two is there and tells no time.
    pub bad: BadStamps,
    /// `priv[user] @ host [ip]`.
    pub account: &'a [u8],
    /// The connection's number.
    pub connection_id: Option<u64>,
    /// The server, where the entry tells.
    pub flavour: Flavour,
    /// The `Schema:` field; empty where it is there and empty.
    pub schema: Option<&'a [u8]>,
    /// The name in the server's own `use` line, with its quotes.
    pub used: Option<&'a [u8]>,
    /// Run time in microseconds.
    pub query_time_us: Option<u64>,
    /// Time waiting for locks.
    pub lock_time_us: Option<u64>,
    /// Rows sent.
    pub rows_sent: Option<u64>,
    /// Rows read.
    pub rows_examined: Option<u64>,
    /// Rows changed.
    pub rows_affected: Option<u64>,
    /// The server's error number; 0 for none.
    pub error: Option<u64>,
    /// The last `Error` among the conditions that MariaDB lists: number and words.
    pub condition: Option<(u64, &'a [u8])>,
    /// The stored routine that ran it.
    pub routine: Option<&'a [u8]>,
    /// The statement without its semicolon, or the command.
    pub sql: &'a [u8],
    /// It is a protocol command.
    pub admin: bool,
    /// Its end is not there.
    pub truncated: bool,
    /// Its header is not there.
    pub headless: bool,
    /// What else it says.
    pub remarks: Vec<Remark>,
}

impl<'a> Entry<'a> {
    /// The account's name and the client's host.
    pub(crate) fn account(&self) -> (Option<&'a [u8]>, Option<&'a [u8]>) {
        account_parts(self.account)
    }

    /// The name of the database as it is said here: `Some("")` where it is said that there is none.
    pub(crate) fn database(&self) -> Option<Cow<'a, [u8]>> {
        let used = self.used.map(|name| {
            match name.strip_prefix(b"`").and_then(|name| name.strip_suffix(b"`")) {
                Some(inner) if inner.contains(&b'`') => Cow::Owned(unquote(name).into_bytes()),
                Some(inner) => Cow::Borrowed(inner),
                None => Cow::Borrowed(name),
            }
        });
        match (self.schema, used) {
            (Some(b""), used) => used.or(Some(Cow::Borrowed(b""))),
            (Some(schema), _) => Some(Cow::Borrowed(schema)),
            (None, used) => used,
        }
    }
}

/// Which of an entry's two stamps counts, which is its twin, and whether the session's clock was
/// set.
pub(crate) fn settle<'a>(
    time: Option<Moment<'a>>,
    set: Option<Moment<'a>>,
) -> (Option<Moment<'a>>, Option<Moment<'a>>, bool) {
    match (time, set) {
        (Some(time), Some(set)) if time.offset_s.is_none() => {
            if near(time.stamp, set.stamp) {
                (Some(Moment { text: time.text, ..set }), Some(time), false)
            } else {
                (Some(time), None, true)
            }
        }
        (Some(time), _) => (Some(time), None, false),
        (None, set) => (set, None, false),
    }
}

/// Whether a wall-clock time can be the epoch's in some zone, run time included.
pub(crate) fn near(time: Stamp, set: Stamp) -> bool {
    match (time, set) {
        (Stamp::Local(local), Stamp::Instant(us)) => {
            micros(local).abs_diff(us) < 2 * 86_400 * SECOND as u64
        }
        _ => true,
    }
}

/// What to add to a stamp to get to the statement's start, in microseconds.
pub(crate) fn shift(
    dialect: Dialect,
    stamp: Stamp,
    offset_s: Option<i32>,
    query_time_us: Option<u64>,
) -> i64 {
    let epoch = offset_s.is_none() && matches!(stamp, Stamp::Instant(_));
    let at_start = match dialect.flavour {
        // both of its stamps are the start
        Flavour::MariaDb => true,
        // 5.0 wrote the start, 5.1 to 8.0.13 the end, since then the start beside a `# Time:` with
        // zone
        Flavour::MySql => {
            epoch && dialect.version.is_some_and(|version| !(50_100..80_014).contains(&version))
        }
        Flavour::Unknown | Flavour::Postgres => false,
    };
    if at_start {
        0
    } else {
        i64::try_from(query_time_us.unwrap_or(0)).map_or(0, i64::saturating_neg)
    }
}
