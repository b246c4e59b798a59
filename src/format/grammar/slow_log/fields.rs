//! The header lines of an entry, one by one, in all forms in which servers write them.

use crate::{
    event::remark::Remark,
    format::grammar::{
        lines::text,
        mysql::{self, Moment, cut, decimal_us, epoch_moment, iso_moment, number, old_moment},
        slow_log::{Open, Seen},
    },
    sql::dialect::Flavour,
    time::SECOND,
};

impl<'a> Open<'a> {
    pub(super) fn time_line(&mut self, bytes: &'a [u8]) {
        self.seen = Seen::Time;
        let (stamp, user) =
            match memchr::memchr(b'#', bytes).and_then(|_| cut(bytes, b"# User@Host:")) {
                Some((stamp, user)) => (stamp.trim_ascii(), Some(user)),
                None => (bytes, None),
            };
        let read = if stamp.get(4) == Some(&b'-') { iso_moment(stamp) } else { old_moment(stamp) };
        self.entry.time =
            read.map(
                |(moment, rest)| {
                    if rest.is_empty() { moment } else { Moment { text: stamp, ..moment } }
                },
            );
        self.entry.bad.time = self.entry.time.is_none() && !stamp.is_empty();
        if let Some(user) = user {
            self.user_line(user);
        }
    }

    pub(super) fn user_line(&mut self, bytes: &'a [u8]) {
        let mut who = bytes.trim_ascii();
        let digits = who.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        if digits > 0
            && let Some((before, id)) = who.split_at_checked(who.len().saturating_sub(digits))
            && let Some(before) = before.trim_ascii_end().strip_suffix(b"Id:")
            && let Some(id) = number(id)
        {
            self.entry.connection_id = Some(id);
            self.entry.flavour = Flavour::MySql;
            who = before.trim_ascii_end();
        }
        self.entry.account = who;
        self.seen = match self.seen {
            Seen::Nothing => Seen::User,
            Seen::Time => Seen::Both,
            seen => seen,
        };
    }

    /// A `# Key: value  Key: value` line, or one of the few of another form.
    pub(super) fn field_line(&mut self, bytes: &'a [u8]) -> bool {
        let Some(rest) = bytes.strip_prefix(b"#") else {
            // a fault of Percona Server 8.0: a line of fields comes without its `#`
            let words = Words(bytes.trim_ascii()).take(4);
            let keys: Vec<bool> = words.map(|word| key(word).is_some()).collect();
            let one = bytes.trim_ascii_start().starts_with(b"InnoDB_") && keys == [true, false];
            return self.seen == Seen::Fields && (one || keys == [true, false, true, false]);
        };
        if rest.trim_ascii().is_empty()
            || rest == b" Warnings"
            || rest == b" No InnoDB statistics available for this query"
        {
            return true;
        }
        let Some(rest) = rest.strip_prefix(b" ") else { return false };
        if rest.starts_with(b"explain: ") {
            self.entry.flavour = Flavour::MariaDb;
            return true;
        }
        if let Some(routine) = rest
            .strip_prefix(b"Stored_routine: ")
            .or_else(|| rest.strip_prefix(b"Stored routine: "))
        {
            self.entry.routine = Some(routine.trim_ascii()).filter(|name| !name.is_empty());
            return true;
        }
        if self.condition(rest) {
            return true;
        }
        let mut words = Words(rest);
        let mut next = words.next();
        if next.is_none_or(|word| key(word).is_none()) {
            return false;
        }
        while let Some(word) = next {
            next = words.next();
            let Some(key) = key(word) else { continue };
            let value = next.filter(|word| self::key(word).is_none());
            if key == b"Schema" {
                self.schema(rest, word);
            }
            if let Some(value) = value {
                self.field(key, value);
                next = words.next();
            }
            if key == b"QC_hit" && rest.starts_with(b"Thread_id: ") {
                self.entry.flavour = Flavour::MariaDb;
            }
        }
        true
    }

    /// The name after `Schema:`, up to two blanks; it may hold one.
    pub(super) fn schema(&mut self, line: &'a [u8], word: &[u8]) {
        let behind = cut(line, word).map_or(&b""[..], |(_, behind)| behind);
        let name = behind.strip_prefix(b" ").unwrap_or(behind);
        let end = mysql::find(name, b"  ").unwrap_or(name.len());
        self.entry.schema = Some(name.get(..end).unwrap_or_default().trim_ascii());
    }

    /// `Note 1051 Unknown table 'shop.nope'` as MariaDB lists the conditions of a statement.
    pub(super) fn condition(&mut self, rest: &'a [u8]) -> bool {
        if !matches!(rest.first(), Some(b'N' | b'W' | b'E')) {
            return false;
        }
        let mut parts = rest.splitn(3, |b| *b == b' ');
        let (Some(level), Some(code), message) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        if !matches!(level, b"Note" | b"Warning" | b"Error") {
            return false;
        }
        let Some(code) = number(code) else { return false };
        let message = message.unwrap_or_default();
        if level == b"Error" {
            self.entry.condition = Some((code, message));
        } else {
            let said = format!("{} {code}: {}", text(level).to_lowercase(), text(message));
            self.entry.remarks.push(Remark::Warned(said));
        }
        true
    }

    pub(super) fn field(&mut self, key: &[u8], value: &[u8]) {
        let entry = &mut self.entry;
        match key {
            b"Query_time" => {
                entry.query_time_us = decimal_us(value);
                if entry.query_time_us.is_none_or(|us| us > 400 * 86_400 * SECOND as u64) {
                    entry.query_time_us = None;
                    entry.remarks.push(Remark::NoRunTime(text(value)));
                }
            }
            b"Lock_time" => entry.lock_time_us = decimal_us(value),
            b"Rows_sent" => entry.rows_sent = number(value),
            b"Rows_examined" => entry.rows_examined = number(value),
            b"Rows_affected" => entry.rows_affected = number(value),
            b"Thread_id" => entry.connection_id = number(value),
            b"Last_errno" | b"Errno" => {
                entry.flavour = Flavour::MySql;
                if let Some(code) = number(value) {
                    entry.error = Some(code);
                    entry.condition = None;
                }
            }
            b"Killed" if number(value).is_some_and(|killed| killed > 0) => {
                entry.remarks.push(Remark::Killed);
            }
            b"Log_slow_rate_limit" if number(value).is_some_and(|rate| rate > 1) => {
                entry.remarks.push(Remark::Sampled(text(value)));
            }
            _ => {}
        }
    }

    /// The server's own `SET` line: `SET last_insert_id=1,insert_id=2,timestamp=3;`.
    pub(super) fn set_line(&mut self, bytes: &'a [u8]) -> bool {
        let Some(list) =
            bytes.strip_prefix(b"SET ").and_then(|rest| rest.trim_ascii_end().strip_suffix(b";"))
        else {
            return false;
        };
        let (mut set, mut bad) = (None, false);
        for part in list.split(|b| *b == b',') {
            let Some((name, value)) =
                memchr::memchr(b'=', part).and_then(|at| part.split_at_checked(at))
            else {
                return false;
            };
            let value = value.get(1..).unwrap_or_default();
            match name {
                b"timestamp" if decimal_us(value).is_some() => {
                    set = epoch_moment(
                        value,
                        bytes.trim_ascii_end().strip_suffix(b";").unwrap_or(bytes),
                    );
                    bad |= set.is_none();
                }
                b"insert_id" | b"last_insert_id" if number(value).is_some() => {}
                _ => return false,
            }
        }
        self.entry.set = set;
        self.entry.bad.set = bad;
        true
    }
}

/// The words of a line.
struct Words<'a>(&'a [u8]);

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let blank = |b: &u8| matches!(b, b' ' | b'\t');
        let from = self.0.iter().position(|b| !blank(b))?;
        let rest = self.0.get(from..)?;
        let length = rest.iter().position(blank).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(length)?;
        self.0 = behind;
        Some(word)
    }
}

/// A word that ends as keys do.
fn key(word: &[u8]) -> Option<&[u8]> {
    let key = word.strip_suffix(b":")?;
    (!key.is_empty() && key.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')))
        .then_some(key)
}
