//! The general query log of MySQL and MariaDB as a file: stamp (left out while the second stays
//! the same before 5.7 and in MariaDB), connection, command, argument (grammar from the servers'
//! sql/log.cc).

use std::collections::HashMap;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Outcome, Query, Witness},
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, RecordReader},
        grammar::{
            lines::text,
            mysql::{
                Moment, banner, banner_draft, banner_in, banner_of, banner_tail, cut, filled,
                iso_moment, lines, number, old_moment, quick_moment, rcut, unquote,
            },
            prefilter::{Glance, Scale},
            prefixed,
            relevance::is_routine,
        },
    },
    sql::{dialect::Dialect, open::ends_open},
    time::Written,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_general",
    about: "general query log of MySQL and MariaDB",
    example: "260306  9:10:30\t    25 Connect\tapp@10.0.0.5 on shop using TCP/IP\n\t\t    25 Query\tselect * from invoices",
    sniff: |head| prefixed::sniff(head, sniff),
    reader: |head| {
        prefixed::reader(head, sniff, Box::new(GeneralReader { dialect: banner_in(head) }))
    },
};

/// How sure it is of a source whose lines bear no prefix.
fn sniff(head: &Head<'_>) -> Likeness {
    let mut banners = 0u32;
    let mut before = 0u32;
    let mut starts = 0u32;
    let mut foreign = 0u32;
    for line in head.lines().take(20_000) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if banner(line).is_some() || (banners > 0 && banner_tail(line)) {
            banners = banners.saturating_add(1);
        } else if start(line).is_some() {
            starts = starts.saturating_add(1);
            if starts > 20 {
                break;
            }
        } else if starts == 0 {
            before = before.saturating_add(1);
            if line.starts_with(b"# ") {
                foreign = foreign.saturating_add(1);
            }
        }
    }
    match (starts, before) {
        (0, 0) if banners > 0 => {
            if named_general(head) {
                Likeness(51)
            } else {
                Likeness(45)
            }
        }
        (0, _) => Likeness::NONE,
        (_, 0) => Likeness(96),
        (2.., 1..=200) if foreign == 0 => Likeness(75),
        (2.., _) if foreign == 0 => Likeness(40),
        _ => Likeness::NONE,
    }
}

/// Whether the name says that a file with nothing but a banner is a general log.
pub(crate) fn named_general(head: &Head<'_>) -> bool {
    let name = head.file_name().to_ascii_lowercase();
    !name.contains("slow")
        && (name.contains("general")
            || name.contains("query")
            || name.starts_with("mysql.log")
            || name.starts_with("mariadb.log"))
}

/// The beginning of an entry.
pub(crate) struct Start<'a> {
    written: Option<Moment<'a>>,
    id: u64,
    command: &'a [u8],
    argument: &'a [u8],
}

/// The commands that the servers name, for the form that has no tabs.
const COMMANDS: &[&str] = &[
    "Sleep",
    "Quit",
    "Init DB",
    "Query",
    "Field List",
    "Create DB",
    "Drop DB",
    "Refresh",
    "Shutdown",
    "Statistics",
    "Processlist",
    "Connect",
    "Kill",
    "Debug",
    "Ping",
    "Time",
    "Delayed insert",
    "Delayed_insert",
    "Change user",
    "Binlog Dump",
    "Table Dump",
    "Connect Out",
    "Register Slave",
    "Register Replica",
    "Prepare",
    "Execute",
    "Long Data",
    "Close stmt",
    "Reset stmt",
    "Set option",
    "Fetch",
    "Daemon",
    "Error",
    "Binlog Dump GTID",
    "Reset Connection",
    "Reset connection",
    "Bulk_execute",
    "Slave_IO",
    "Slave_SQL",
    "Slave_worker",
    "clone",
    "Clone",
];

/// Reads the line that begins an entry.
pub(crate) fn start(line: &[u8]) -> Option<Start<'_>> {
    let (written, rest) = match line.first()? {
        b'0'..=b'9' => {
            let (written, rest) = iso_moment(line)
                .filter(|(_, rest)| rest.first() == Some(&b'\t') || rest.first() == Some(&b' '))
                .or_else(|| old_moment(line))?;
            (Some(written), rest)
        }
        b'\t' if line.starts_with(b"\t\t") => (None, line),
        b' ' if line.starts_with(b"        ") => (None, line),
        _ => return None,
    };
    let (id, command, argument) = behind_stamp(rest)?;
    Some(Start { written, id, command, argument })
}

/// Connection, command and argument.
fn behind_stamp(rest: &[u8]) -> Option<(u64, &[u8], &[u8])> {
    let blanks = rest.iter().take(40).take_while(|b| matches!(b, b' ' | b'\t')).count();
    if blanks == 0 {
        return None;
    }
    let rest = rest.get(blanks..)?;
    let length = rest.iter().take(20).take_while(|b| b.is_ascii_digit()).count();
    let (id, rest) = rest.split_at_checked(length)?;
    let id = number(id)?;
    let rest = rest.strip_prefix(b" ")?.trim_ascii_start();
    let front = rest.get(..rest.len().min(64))?;
    if let Some(tab) = memchr::memchr(b'\t', front) {
        let command = rest.get(..tab)?.trim_ascii_end();
        let form = command.first().is_some_and(u8::is_ascii_uppercase) || known(command);
        let plain = command.len() <= 45
            && command.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'_'));
        return if form && plain {
            Some((id, command, rest.get(tab.checked_add(1)?..)?))
        } else {
            None
        };
    }
    let (command, argument) = match cut(rest, b"  ") {
        Some((command, argument)) => (command, argument.trim_ascii_start()),
        None => (rest.trim_ascii_end(), &b""[..]),
    };
    known(command).then_some((id, command, argument))
}

fn known(command: &[u8]) -> bool {
    COMMANDS.iter().any(|known| known.as_bytes() == command)
}

struct GeneralReader {
    dialect: Dialect,
}

impl RecordReader for GeneralReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        start(line).is_some() || banner(line).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let Some(first) = lines(record).next() else { return };
        if banner(first.text).is_some() {
            out.draft(banner_draft(first));
            let mut tail = first.end;
            for line in lines(record).skip(1) {
                if !banner_tail(line.text) && !line.text.trim_ascii().is_empty() {
                    break;
                }
                tail = line.end;
            }
            if tail < record.len() {
                torn(record, tail, out);
            }
            return;
        }
        let Some(start) = start(first.text) else {
            return torn(record, 0, out);
        };
        let more = record.get(first.end..).unwrap_or_default();
        let mut argument = start.argument.to_vec();
        if !more.trim_ascii().is_empty() {
            argument.extend_from_slice(first.raw.get(first.text.len()..).unwrap_or_default());
            argument.extend_from_slice(more);
        }
        let kind = EventKind::Query(Box::new(query(start.id, start.command, &argument)));
        out.draft(
            Draft::new(record.len(), kind).stamped(start.written.as_ref().map(Moment::written)),
        );
    }

    fn is_open(&self, record: &[u8]) -> bool {
        let first = record.split(|b| *b == b'\n').next().unwrap_or_default();
        let Some(start) = start(first) else { return false };
        let used = first.len().saturating_sub(start.argument.len());
        matches!(start.command, b"Query" | b"Execute" | b"Prepare")
            && record.get(used..).is_some_and(ends_open)
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        // of logs in which each entry bears its stamp: no other depends on it
        let (at, rest) = quick_moment(record)?;
        let (id, command, argument) = behind_stamp(rest)?;
        let ends = (command == b"Quit" && argument.trim_ascii().is_empty()).then_some(id);
        let is_let_in =
            command == b"Connect" && !argument.trim_ascii().starts_with(b"Access denied");
        let begins = is_let_in.then_some(id);
        let sql = match command {
            b"Query" => argument,
            b"Execute" => numbered(argument),
            _ => b"",
        };
        let is_plain = || is_routine(sql) && !ends_open(argument);
        (ends.is_some() || is_let_in || is_plain()).then_some(Glance {
            at: Some(at),
            ends,
            begins,
            stamp: (ends.is_none() && begins.is_none()).then_some(0),
            ..Glance::default()
        })
    }

    fn moment(&self, record: &[u8], _at: usize) -> Option<(Scale, i64)> {
        quick_moment(record).map(|(at, _)| at)
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(GeneralCarry { dialect: self.dialect, last: None, connections: HashMap::new() })
    }
}

/// What stands before the first entry of a file that begins in the middle of one.
fn torn(record: &[u8], from: usize, out: &mut Parsed) {
    let rest = record.get(from..).unwrap_or_default();
    let reason = if rest.trim_ascii().is_empty()
        || rest.split(|b| *b == b'\n').all(|line| banner_tail(line) || line.trim_ascii().is_empty())
    {
        GapReason::Furniture
    } else {
        GapReason::Torn
    };
    out.gap(from..record.len(), reason);
}

/// What an entry tells.
fn query(id: u64, command: &[u8], argument: &[u8]) -> Query {
    let argument = argument.trim_ascii();
    let mut query =
        Query { connection_id: Some(id), witness: Witness::AtArrival, ..Query::default() };
    match command {
        b"Query" => query.sql = text(argument),
        b"Execute" | b"Bulk_execute" => query.sql = text(numbered(argument)),
        b"Drop DB" | b"Create DB" => {
            // the protocol's own command, which no statement stands beside
            let verb = if command == b"Drop DB" { "DROP" } else { "CREATE" };
            query.sql = format!("{verb} DATABASE `{}`", text(argument).replace('`', "``"));
            query.origin = Some(Origin::Protocol(text(command)));
        }
        _ => {
            query.admin = Some(text(command));
            match command {
                b"Connect" | b"Change user" => connect(argument, &mut query),
                b"Init DB" => query.database = filled(argument),
                b"Prepare" => query.sql = text(numbered(argument)),
                _ => query.sql = text(argument),
            }
        }
    }
    query
}

/// A statement without the handle that 5.0 and 5.1 wrote before it: `[1] SELECT ?`.
fn numbered(argument: &[u8]) -> &[u8] {
    match argument.strip_prefix(b"[").and_then(|rest| cut(rest, b"] ")) {
        Some((handle, sql)) if number(handle).is_some() => sql,
        _ => argument,
    }
}

/// `user@host on db using TCP/IP`, or `Access denied for user 'a'@'b' (using password: YES)`.
fn connect(argument: &[u8], query: &mut Query) {
    if let Some(rest) = argument.strip_prefix(b"Access denied for user ") {
        query.outcome = Outcome::Refused { code: Some(1045), message: Some(text(argument)) };
        let name = rcut(rest, b" (using password").map_or(rest, |(name, _)| name);
        if let Some((user, host)) = rcut(name, b"'@'") {
            query.user = filled(user.strip_prefix(b"'").unwrap_or(user));
            query.host = filled(host.strip_suffix(b"'").unwrap_or(host));
        }
        return;
    }
    let (who, rest) = match rcut(argument, b" on ") {
        Some(parts) => parts,
        None => (argument.strip_suffix(b" on").unwrap_or(argument), &b""[..]),
    };
    let database = match rcut(rest, b"using ") {
        Some((database, _)) if database.is_empty() || database.ends_with(b" ") => database,
        _ => rest,
    };
    query.database = filled(database);
    let who = cut(who, b" as ").map_or(who, |(who, _)| who);
    match rcut(who, b"@") {
        Some((user, host)) => {
            query.user = filled(user);
            query.host = filled(host);
        }
        None => query.user = filled(who),
    }
}

/// What is known of a connection.
#[derive(Clone, Default)]
struct Connection {
    user: Option<String>,
    host: Option<String>,
    database: Option<String>,
}

/// More connections than this are not remembered at once.
const MOST_CONNECTIONS: usize = 200_000;

/// Hands on the second, and to each connection's statements its account and database.
struct GeneralCarry {
    dialect: Dialect,
    last: Option<Written>,
    connections: HashMap<u64, Connection>,
}

impl GeneralCarry {
    fn entry(&mut self, draft: &mut Draft) {
        match &draft.written {
            Some(written) => self.last = Some(written.clone()),
            None => draft.written.clone_from(&self.last),
        }
        let EventKind::Query(query) = &mut draft.kind else { return };
        query.dialect = self.dialect;
        let Some(id) = query.connection_id else { return };
        let refused = matches!(query.outcome, Outcome::Refused { .. });
        if self.connections.len() >= MOST_CONNECTIONS && !self.connections.contains_key(&id) {
            self.connections.clear();
        }
        match query.admin.as_deref() {
            Some("Connect" | "Change user") => {
                if !refused {
                    let (user, host, database) =
                        (query.user.clone(), query.host.clone(), query.database.clone());
                    self.connections.insert(id, Connection { user, host, database });
                }
                return;
            }
            Some("Init DB") => {
                let connection = self.connections.entry(id).or_default();
                connection.database.clone_from(&query.database);
            }
            _ => {}
        }
        let Some(connection) = self.connections.get_mut(&id) else {
            if let Some(database) = used(&query.sql) {
                self.connections
                    .insert(id, Connection { database: Some(database), ..Connection::default() });
            }
            return;
        };
        query.user.clone_from(&connection.user);
        query.host.clone_from(&connection.host);
        query.database.clone_from(&connection.database);
        match query.admin.as_deref() {
            Some("Quit") => {
                self.connections.remove(&id);
            }
            None => {
                if let Some(database) = used(&query.sql) {
                    connection.database = Some(database);
                } else if connection.database.is_some()
                    && dropped(&query.sql) == connection.database
                {
                    connection.database = None;
                }
            }
            Some(_) => {}
        }
    }
}

/// The words of a short statement that begins with `word`, after it.
fn after<'a>(sql: &'a str, word: &str) -> Option<&'a str> {
    let sql = sql.trim();
    if sql.len() > 400 {
        return None;
    }
    let (first, rest) = sql.split_at_checked(word.len())?;
    (first.eq_ignore_ascii_case(word) && rest.starts_with(|c: char| c.is_whitespace() || c == '`'))
        .then(|| rest.trim())
}

/// The database of a `USE`.
fn used(sql: &str) -> Option<String> {
    let sql = sql.trim_start();
    let bare = sql.strip_prefix("/*").filter(|rest| !rest.starts_with('!'));
    let sql = bare.and_then(|rest| rest.split_once("*/")).map_or(sql, |(_, behind)| behind);
    let name = after(sql, "use")?.trim_end_matches(';').trim();
    (!name.is_empty() && !name.contains(char::is_whitespace) || name.starts_with('`'))
        .then(|| unquote(name.as_bytes()))
}

/// The database of a `DROP DATABASE`.
fn dropped(sql: &str) -> Option<String> {
    let rest = after(sql, "drop")?;
    let rest = after(rest, "database").or_else(|| after(rest, "schema"))?;
    let rest = after(rest, "if").and_then(|rest| after(rest, "exists")).unwrap_or(rest);
    Some(unquote(rest.trim_end_matches(';').trim().as_bytes()))
}

impl Carry for GeneralCarry {
    fn is_taught(&self) -> bool {
        true
    }

    fn glanced(&mut self, ends: &[u64], _out: &mut Vec<Draft>) {
        for connection in ends {
            self.connections.remove(connection);
        }
    }

    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        drafts.retain_mut(|draft| {
            if let Some(dialect) = banner_of(draft) {
                self.dialect = dialect;
                self.last = None;
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
