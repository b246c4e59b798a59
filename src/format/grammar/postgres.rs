//! What PostgreSQL logs, in whatever form: an entry of its fields, and what it tells
//! (src/backend/utils/error/elog.c, src/backend/tcop/postgres.c).
//!
//! `line` takes the text form apart; the CSV and JSON forms name the same fields.

mod cron;
pub(crate) mod line;
pub(crate) mod sessions;

use std::borrow::Cow;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        log::{Level, Server, ServerMark},
        query::{Origin, Outcome, Query, Witness},
    },
    format::grammar::{prefilter::Scale, relevance::is_plainly_routine},
    sql::dialect::Dialect,
    time::{SECOND, Stamp, Written, micros, quick, read},
};

/// One entry: a message with what belongs to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry<'a> {
    /// Who the session is.
    pub(crate) who: Who,
    /// `LOG`, `ERROR`, …, as written.
    pub(crate) severity: &'a str,
    /// The message without a SQLSTATE before it.
    pub(crate) message: Cow<'a, str>,
    /// DETAIL.
    pub(crate) detail: Cow<'a, str>,
    /// The statement that an error is about.
    pub(crate) statement: Cow<'a, str>,
}

/// The session of an entry, as far as the prefix or the fields tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Who {
    /// Process id: one a connection.
    pub(crate) pid: Option<u64>,
    /// Role.
    pub(crate) user: Option<String>,
    /// Database.
    pub(crate) database: Option<String>,
    /// The name that the client gave itself.
    pub(crate) application: Option<String>,
    /// The client's address, without the port.
    pub(crate) host: Option<String>,
}

/// Severities with which an entry begins.
const SEVERITIES: [(&str, Level); 13] = [
    ("LOG", Level::Note),
    ("ERROR", Level::Error),
    ("WARNING", Level::Warning),
    ("NOTICE", Level::Notice),
    ("FATAL", Level::Critical),
    ("PANIC", Level::Emergency),
    ("INFO", Level::Info),
    ("DEBUG", Level::Debug),
    ("DEBUG1", Level::Debug),
    ("DEBUG2", Level::Debug),
    ("DEBUG3", Level::Debug),
    ("DEBUG4", Level::Debug),
    ("DEBUG5", Level::Debug),
];

/// The level of a severity; `None` for any other word.
pub(crate) fn level(severity: &str) -> Option<Level> {
    SEVERITIES.iter().find(|(name, _)| *name == severity).map(|(_, level)| level.clone())
}

/// A session's protocol steps, as the general log of MySQL names them.
const CONNECT: &str = "Connect";
const QUIT: &str = "Quit";
/// A notice of what a statement took along.
pub(crate) const NOTICE: &str = "Notice";

impl Entry<'_> {
    /// What it tells: drafts of `len` bytes, stamped.
    pub(crate) fn drafts(&self, len: usize, written: Option<&Written>, out: &mut Vec<Draft>) {
        let level = level(self.severity).unwrap_or(Level::Note);
        let refused = level.is_error();
        let query = if refused { self.refused() } else { self.query() };
        let ends = matches!(level, Level::Critical | Level::Emergency);
        let (kind, shift_us) = match query {
            Some(query) => {
                // what is written with a duration is written at the end
                let took = query.query_time_us.and_then(|us| i64::try_from(us).ok());
                (EventKind::Query(Box::new(query)), took.map_or(0, i64::saturating_neg))
            }
            None => (EventKind::Server(Box::new(self.server(level))), 0),
        };
        let mut draft = Draft::new(len, kind).stamped(written.cloned());
        draft.shift_us = shift_us;
        out.push(draft);
        if ends {
            let quit = Query { admin: Some(QUIT.to_owned()), ..self.of_session() };
            out.push(Draft::new(len, EventKind::Query(Box::new(quit))).stamped(written.cloned()));
        }
    }

    /// A query of this session with nothing in it.
    fn of_session(&self) -> Query {
        Query {
            database: self.who.database.clone(),
            user: self.who.user.clone(),
            host: self.who.host.clone(),
            connection_id: self.who.pid,
            origin: self.who.application.clone().map(Origin::Program),
            witness: Witness::AtArrival,
            dialect: Dialect::POSTGRES,
            ..Query::default()
        }
    }

    fn refused(&self) -> Option<Query> {
        let sql = statement(&self.statement);
        (!sql.is_empty()).then(|| Query {
            sql,
            outcome: Outcome::Refused { code: None, message: Some(self.message.to_string()) },
            witness: Witness::InError,
            ..self.of_session()
        })
    }

    /// What a message of no error tells of a statement or a connection.
    fn query(&self) -> Option<Query> {
        let message = self.message.as_ref();
        let mut query = self.of_session();
        if let Some(sql) = sent(message) {
            query.sql = statement(sql);
        } else if let Some(rest) = message.strip_prefix("duration: ") {
            let (milliseconds, rest) = rest.split_once(" ms")?;
            query.query_time_us = microseconds(milliseconds);
            query.witness = Witness::AtEnd;
            let rest = rest.trim_start();
            if let Some(plan) = rest.strip_prefix("plan:") {
                explained(plan, &mut query);
            } else if let Some(sql) = sent(rest) {
                query.sql = statement(sql);
                query.outcome = Outcome::Done;
            } else {
                let (step, sql) = ["parse", "bind"]
                    .iter()
                    .find_map(|step| Some((*step, named(rest, step)?)))
                    .unwrap_or(("duration", ""));
                query.admin = Some(step.to_owned());
                query.sql = statement(sql);
            }
        } else if let Some(audit) = message.strip_prefix("AUDIT: ") {
            let (sql, is_inside) = audited(audit)?;
            query.sql = statement(&sql);
            if is_inside {
                query.origin = Some(Origin::Inside);
            }
            query.witness = Witness::AsRan;
        } else if let Some(rest) = message.strip_prefix("connection authorized: ") {
            query.admin = Some(CONNECT.to_owned());
            query.user = pair(rest, "user").or(query.user);
            query.database = pair(rest, "database").or(query.database);
            query.origin = pair(rest, "application_name").map(Origin::Program).or(query.origin);
        } else if let Some(rest) = message.strip_prefix("connection received: ") {
            query.admin = Some(CONNECT.to_owned());
            query.host = pair(rest, "host").or(query.host);
        } else if message.starts_with("disconnection: ") {
            query.admin = Some(QUIT.to_owned());
        } else {
            query.admin = Some(NOTICE.to_owned());
            if let Some(name) = not_there(message) {
                query.tables = vec![name];
                query.outcome = Outcome::Refused { code: None, message: Some(message.to_owned()) };
            } else {
                (query.tables, query.columns) = taken_along(message, &self.detail)?;
            }
        }
        Some(query)
    }

    fn server(&self, level: Level) -> Server {
        let message = self.message.as_ref();
        let is = |words: &[&str]| words.iter().any(|word| message.starts_with(word));
        let mark = if is(&["database system is ready to accept"]) {
            ServerMark::Ready
        } else if is(&[
            "received fast shutdown",
            "received smart shutdown",
            "database system is shut down",
        ]) {
            ServerMark::Shutdown
        } else if message.contains("was terminated by signal")
            || is(&["database system was interrupted", "received immediate shutdown"])
        {
            ServerMark::Crash
        } else if is(&["redo starts at", "starting point-in-time recovery", "recovery stopping"]) {
            ServerMark::Recovery
        } else if is(&[
            "could not locate a valid checkpoint",
            "could not locate required checkpoint",
        ]) {
            ServerMark::FilesMissing
        } else if is(&["invalid page in block", "could not read block"]) {
            ServerMark::Corruption
        } else {
            ServerMark::None
        };
        let detail =
            if self.detail.is_empty() { String::new() } else { format!(" ({})", self.detail) };
        Server {
            message: format!("{message}{detail}"),
            level: Some(level),
            thread: self.who.pid,
            mark,
        }
    }
}

/// What a glance at a message of level LOG shows: a routine statement, with or without its time, a
/// time alone, or the end of the session. In the message escapes may stand.
pub(crate) fn glance(message: &[u8]) -> Option<Routine> {
    let sent = |text: &[u8]| match text.strip_prefix(b"statement: ") {
        Some(sql) => is_plainly_routine(sql),
        None => text
            .strip_prefix(b"execute ")
            .and_then(|rest| rest.get(memchr::memmem::find(rest, b": ")? + 2..))
            .is_some_and(is_plainly_routine),
    };
    let timed = || {
        let rest = message.strip_prefix(b"duration: ")?;
        let number = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let rest = rest.get(number..)?.strip_prefix(b" ms")?;
        let rest = rest.trim_ascii_start();
        (rest.is_empty() || sent(rest)).then_some(())
    };
    if message.starts_with(b"disconnection: ") {
        Some(Routine::End)
    } else if message.starts_with(b"connection received: ") {
        Some(Routine::Begin)
    } else if message.starts_with(b"connection authorized: ") {
        Some(Routine::LetIn)
    } else {
        (sent(message) || timed().is_some()).then_some(Routine::Sent)
    }
}

/// What a survey need only count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Routine {
    /// A statement or its time.
    Sent,
    /// The session begins.
    Begin,
    /// The session that began is of a user and a database.
    LetIn,
    /// The session ends.
    End,
}

/// The number of a [`stamp`] at the start of a text, and the bytes it took, where the zone that
/// stands behind it is one and needs no second look.
pub(crate) fn quick_stamp(bytes: &[u8]) -> Option<((Scale, i64), usize)> {
    let moment = quick::iso(bytes).filter(|moment| moment.zoned && bytes.get(10) == Some(&b' '))?;
    bytes.get(moment.took - 1)?.is_ascii_uppercase().then_some(())?;
    Some(((Scale::Instant, moment.at), moment.took))
}

/// A statement as events hold it.
fn statement(sql: &str) -> String {
    let sql = sql.trim();
    sql.strip_suffix(';').unwrap_or(sql).to_owned()
}

/// The text behind `statement: ` or `execute NAME: `.
fn sent(message: &str) -> Option<&str> {
    message
        .strip_prefix("statement: ")
        .or_else(|| message.strip_prefix("statement:").filter(|rest| rest.starts_with('\n')))
        .or_else(|| named(message, "execute"))
}

/// The text behind `STEP NAME: `; a name may hold blanks.
fn named<'m>(message: &'m str, step: &str) -> Option<&'m str> {
    let rest = message.strip_prefix(step)?.strip_prefix(' ')?;
    rest.split_once(": ").map(|(_, sql)| sql)
}

/// Microseconds of `1234.567`.
fn microseconds(milliseconds: &str) -> Option<u64> {
    let (whole, fraction) = milliseconds.trim().split_once('.').unwrap_or((milliseconds, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(digits.parse().ok()?)
}

/// What auto_explain says: the statement, and the rows that the node below its change passed on.
fn explained(plan: &str, query: &mut Query) {
    query.witness = Witness::AsRan;
    let Some((_, rest)) = plan.split_once("Query Text: ") else { return };
    let node = |line: &str| {
        let line = line.trim_start();
        line.contains("(cost=") || line.contains("(actual ")
    };
    let mut sql = String::new();
    let mut nodes = rest.lines().skip_while(|line| {
        if node(line) {
            return false;
        }
        sql.push_str(line);
        sql.push('\n');
        true
    });
    let changes = |line: &str| {
        let line = line.trim_start().trim_start_matches("->").trim_start();
        ["Delete on ", "Update on "].iter().any(|verb| line.starts_with(verb))
    };
    let rows = |line: &str| -> Option<u64> {
        let (_, rest) = line.rsplit_once("rows=")?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    if nodes.any(changes) {
        query.rows_affected = nodes.find(|line| node(line)).and_then(rows);
    }
    query.sql = statement(&sql);
}

/// The statement of pgaudit's `SESSION,1,1,WRITE,DELETE,,,statement,parameters`, and whether
/// another statement ran it: the second number counts those that one statement of the client led
/// to.
fn audited(text: &str) -> Option<(String, bool)> {
    let cells = cells(text);
    let part: Option<u32> = cells.get(2).and_then(|cell| cell.parse().ok());
    let sql = cells.into_iter().nth(7).filter(|sql| sql != "<previously logged>")?;
    Some((sql, part.is_some_and(|part| part > 1)))
}

/// The fields of a line of CSV; a quote inside quotes is doubled, line breaks there are text.
pub(crate) fn cells(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        let mut cell = String::new();
        if let Some(mut quoted) = rest.strip_prefix('"') {
            loop {
                let Some((part, after)) = quoted.split_once('"') else {
                    cell.push_str(quoted);
                    rest = "";
                    break;
                };
                cell.push_str(part);
                match after.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        quoted = more;
                    }
                    None => {
                        rest = after;
                        break;
                    }
                }
            }
        } else {
            let end = rest.find([',', '\n']).unwrap_or(rest.len());
            cell.push_str(rest.get(..end).unwrap_or_default().trim_end_matches('\r'));
            rest = rest.get(end..).unwrap_or_default();
        }
        out.push(cell);
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => return out,
        }
    }
}

/// The value of `key=` in `user=a database=b application_name=c d SSL enabled …`.
fn pair(text: &str, key: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once(key)?;
        let begins = before.is_empty() || before.ends_with(' ');
        match after.strip_prefix('=').filter(|_| begins) {
            Some(value) => {
                let value = value.split(' ').next().unwrap_or(value);
                return Some(value.to_owned()).filter(|value| known(value));
            }
            None => rest = after,
        }
    }
}

fn known(name: &str) -> bool {
    !name.is_empty() && name != "[unknown]"
}

/// The table, view or database that an `IF EXISTS` did not find.
fn not_there(message: &str) -> Option<String> {
    let (_, name) = message.strip_suffix("\" does not exist, skipping")?.split_once(" \"")?;
    let kinds = ["table ", "view ", "materialized view ", "database "];
    kinds.iter().any(|kind| message.starts_with(kind)).then(|| name.to_owned())
}

/// Tables, and columns of other tables: each a table and a column.
type Along = (Vec<String>, Vec<(String, String)>);

/// What a statement took along, from a notice of it and its detail.
pub(crate) fn taken_along(message: &str, detail: &str) -> Option<Along> {
    let quoted = |text: &str| Some(text.split('"').nth(1)?.to_owned());
    if message.starts_with("truncate cascades to table ") {
        return Some((vec![quoted(message)?], Vec::new()));
    }
    if !message.starts_with("drop cascades to ") {
        return None;
    }
    let bare = |name: &str| {
        let name = name.trim();
        name.strip_prefix("public.").unwrap_or(name).trim_matches('"').to_owned()
    };
    let (mut tables, mut columns) = Along::default();
    for line in message.lines().take(1).chain(detail.lines()) {
        if let Some(column) = line.strip_prefix("drop cascades to column ") {
            let parts = column.split_once(" of table ");
            columns.extend(parts.map(|(column, table)| (bare(table), bare(column))));
        } else {
            tables.extend(line.strip_prefix("drop cascades to table ").map(bare));
        }
    }
    Some((tables, columns))
}

/// A stamp `2026-11-30 02:37:05.344 CET` at the start of a text, and the bytes that it took. The
/// zone is an abbreviation, which may stand for several; then the stamp is one without a zone.
pub(crate) fn stamp(bytes: &[u8]) -> Option<(Written, usize)> {
    let local = bytes.get(..19).filter(|stamp| stamp.get(4) == Some(&b'-'))?;
    let fraction = match bytes.get(19) {
        Some(b'.') => 1 + bytes.iter().skip(20).take(6).take_while(|b| b.is_ascii_digit()).count(),
        _ => 0,
    };
    let end = local.len() + fraction;
    let (written, took) = read::read_iso(bytes.get(..end)?).filter(|(_, took)| *took == end)?;
    let Some(zone) = bytes.get(end..).and_then(|rest| rest.strip_prefix(b" ")) else {
        return Some((written, took));
    };
    let sign = zone.first().is_some_and(|b| matches!(b, b'+' | b'-'));
    let body = zone.iter().skip(usize::from(sign)).take(6);
    let length = if sign {
        1 + body.take_while(|b| b.is_ascii_digit() || **b == b':').count()
    } else {
        body.take_while(|b| b.is_ascii_uppercase()).count()
    };
    if length < 2 {
        return Some((written, took));
    }
    let end = end + 1 + length;
    let text = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let name = zone.get(..length)?;
    // three zones share each of these
    let doubtful = [&b"IST"[..], b"CST", b"BST"].contains(&name);
    let offset = read::read_zone(name).filter(|(_, took)| *took == length && !doubtful);
    let written = Written { text: text.into(), ..written };
    Some((
        match offset {
            Some((read::Zone::Offset(seconds), _)) => at_offset(written, seconds),
            _ => written,
        },
        end,
    ))
}

/// A wall-clock stamp as the instant that it is at an offset.
fn at_offset(written: Written, seconds: i32) -> Written {
    match written.stamp {
        Stamp::Local(local) => Written {
            stamp: Stamp::Instant(micros(local) - i64::from(seconds) * SECOND),
            offset_s: Some(seconds),
            ..written
        },
        _ => written,
    }
}

/// The stamp at the start of a text as an instant, where the session's id and start tell the
/// offset.
pub(crate) fn stamp_in_session(text: &[u8], id: &str, start: &str) -> Option<Written> {
    let (written, _) = stamp(text)?;
    Some(match offset_by_session(id, start) {
        Some(offset) => at_offset(written, offset),
        None => written,
    })
}

/// The offset of the log's zone, from a session's id, which begins with the epoch of its start in
/// hexadecimal, and that start in the log's zone.
fn offset_by_session(id: &str, start: &str) -> Option<i32> {
    let epoch = u32::from_str_radix(id.split('.').next()?, 16).ok()?;
    let (local, _) = read::read_iso(start.as_bytes().get(..19)?)?;
    let Stamp::Local(local) = local.stamp else { return None };
    let offset = micros(local) / SECOND - i64::from(epoch);
    let near = (offset + 450).div_euclid(900) * 900;
    ((near - offset).abs() <= 5 && near.abs() <= 14 * 3600).then(|| i32::try_from(near).ok())?
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_that_three_zones_share_is_no_zone() {
        let at = |text: &str| stamp(text.as_bytes()).unwrap();
        let (cet, took) = at("2026-11-30 03:37:05.344 CET [1] LOG:  x");
        assert_eq!((cet.offset_s, took), (Some(3600), 27));
        assert_eq!(at("2026-11-30 02:37:13 UTC-6b0ce159.2c67-LOG:  x").0.offset_s, Some(0));
        assert_eq!(at("2026-11-30 05:37:16 +03 [1]").0.offset_s, Some(10_800));
        assert!(matches!(at("2026-11-30 08:07:23.769 IST").0.stamp, Stamp::Local(_)));
        assert!(stamp(b"select 1").is_none());
    }

    #[test]
    fn a_sessions_id_tells_the_zone() {
        assert_eq!(offset_by_session("6b0ce163.2e59", "2026-11-30 08:07:23 IST"), Some(19_800));
        assert_eq!(offset_by_session("6b0ce161.2e24", "2026-11-29 21:37:21 EST"), Some(-18_000));
        for id in ["x", "-7fffffffffffffff.1", "7fffffffffffffff.1"] {
            assert_eq!(offset_by_session(id, "2026-11-29 21:37:21 EST"), None);
        }
    }

    #[test]
    fn what_went_along_is_read_off_the_notice() {
        assert_eq!(
            taken_along("truncate cascades to table \"orders\"", ""),
            Some((vec!["orders".to_owned()], Vec::new()))
        );
        let detail = "drop cascades to table public.a\ndrop cascades to view v\ndrop cascades to table reporting.b\ndrop cascades to column \"tags)\" of table goods";
        let (tables, columns) = taken_along("drop cascades to 4 other objects", detail).unwrap();
        assert_eq!(tables, ["a", "reporting.b"]);
        assert_eq!(columns, [("goods".to_owned(), "tags)".to_owned())]);
        assert_eq!(taken_along("table \"nope\" does not exist, skipping", ""), None);
    }
}
