//! The binary log, as it is (`raw`) and as mysqlbinlog or mariadb-binlog prints it, with or without
//! `-v`: `# at N`, a header line with the local time, then statements ended by `/*!*/;` or row
//! images (`###`).
//!
//! Each statement is an event; so is each group of row images of one statement: its text where the
//! log bears it (`#Q>`, `Rows_query`), else a text made of verb and table with `truncated` set (the
//! condition is not known), `origin` `row event`, and the number of rows in `rows_affected`.

mod carry;
mod raw;

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Outcome, Query, Witness},
        remark::Remark,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::text,
            mysql::{Line, Moment, cut, epoch, find, lines, number, old_moment, unquote},
            prefilter::{Glance, Scale},
            relevance::is_routine,
        },
        mysql_binlog::carry::{BinlogCarry, part},
    },
    sql::open::{OpenScan, ends_open, plainly_open},
    time::{SECOND, Written, quick},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_binlog",
    about: "binary log: the file itself, and what mysqlbinlog prints of it",
    example: "# at 424\n#260306  9:10:30 server id 1  end_log_pos 508 CRC32 0xef41e626 \tQuery\tthread_id=55\texec_time=0\terror_code=0\nSET TIMESTAMP=1772788230/*!*/;\ndrop table carts\n/*!*/;",
    sniff,
    reader: |head| {
        if head.bytes.starts_with(raw::MAGIC) {
            Reader::Document(Box::new(raw::Document))
        } else {
            Reader::Records(Box::new(BinlogReader))
        }
    },
};

fn sniff(head: &Head<'_>) -> Likeness {
    if head.bytes.starts_with(raw::MAGIC) {
        return Likeness(99);
    }
    let mut at = 0u32;
    let mut headers = 0u32;
    let mut first = None;
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(3000) {
        let opening = [
            &b"/*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE"[..],
            b"/*!40019 SET @@session.max_",
            b"/*!50003 SET @OLD_COMPLETION_TYPE",
            b"DELIMITER /*!*/;",
            b"# at ",
        ]
        .iter()
        .any(|known| line.starts_with(known));
        first.get_or_insert(opening || header(line).is_some());
        at = at.saturating_add(u32::from(position(line)));
        headers = headers.saturating_add(u32::from(header(line).is_some()));
        if headers > 5 {
            break;
        }
    }
    match (headers, first) {
        (0, _) => Likeness::NONE,
        (_, Some(true)) => Likeness(98),
        (2.., _) if at > 1 => Likeness(60),
        _ => Likeness::NONE,
    }
}

/// `# at 1285`.
fn position(line: &[u8]) -> bool {
    line.strip_prefix(b"# at ").is_some_and(|at| number(at.trim_ascii_end()).is_some())
}

/// `#260306  9:10:30 server id 1  end_log_pos 508 CRC32 0x… \tQuery\t…`: the stamp and what follows
/// the position.
fn header(line: &[u8]) -> Option<(Moment<'_>, &[u8])> {
    let (written, rest) = old_moment(line.strip_prefix(b"#")?)?;
    let rest = rest.strip_prefix(b" server id ")?;
    let server = rest.iter().take(20).take_while(|b| b.is_ascii_digit()).count();
    let behind = rest.get(server..)?.trim_ascii_start().strip_prefix(b"end_log_pos ");
    let rest = behind.or_else(|| Some(cut(rest, b"end_log_pos ")?.1))?;
    let digits = rest.iter().take(20).take_while(|b| b.is_ascii_digit()).count();
    let rest = rest.get(digits..)?.trim_ascii_start();
    let rest = match rest.strip_prefix(b"CRC32 0x") {
        Some(rest) => rest
            .get(rest.iter().take_while(|b| b.is_ascii_hexdigit()).count()..)?
            .trim_ascii_start(),
        None => rest,
    };
    Some((written, rest))
}

struct BinlogReader;

impl RecordReader for BinlogReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        position(line) || header(line).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut all = lines(record);
        let Some(first) = all.next() else { return };
        let Some((written, rest)) = header(first.text) else {
            let preamble = position(first.text)
                || find(record, b"/*!").is_some()
                || find(record, b"DELIMITER").is_some();
            if !preamble && !record.trim_ascii().is_empty() {
                out.gap(0..record.len(), GapReason::Torn);
            }
            return;
        };
        let written = written.written();
        let body = record.get(first.end..).unwrap_or_default();
        let kind = rest.iter().take_while(|b| !matches!(b, b'\t' | b' ' | b':' | b',')).count();
        let kind = rest.get(..kind).unwrap_or_default();
        let make = |query: Query, admin: &str| {
            let query = Query { admin: Some(admin.into()), ..query };
            Draft::new(record.len(), EventKind::Query(Box::new(query)))
                .stamped(Some(written.clone()))
        };
        match kind {
            b"Query" | b"Execute_load_query" => statement(&written, rest, body, record.len(), out),
            b"Start" => {
                let version = cut(rest, b"server v ").map_or(&b""[..], |(_, version)| version);
                let version = version.split(|b| *b == b' ').next().unwrap_or_default();
                out.draft(make(Query { sql: text(version), ..Query::default() }, part::START));
            }
            b"Annotate_rows" | b"Rows_query" => {
                let sql = annotated(all);
                out.draft(make(Query { sql, ..Query::default() }, part::TEXT));
            }
            b"Table_map" => {
                if let Some((name, id)) = cut(rest, b" mapped to number ") {
                    let id = id.iter().take_while(|b| b.is_ascii_digit()).count();
                    let id = cut(rest, b" mapped to number ")
                        .and_then(|(_, digits)| number(digits.get(..id)?));
                    let table = cut(name, b"`")
                        .map(|(_, name)| table(&[&b"`"[..], name].concat()))
                        .unwrap_or_default();
                    out.draft(make(
                        Query { connection_id: id, tables: vec![table], ..Query::default() },
                        part::MAP,
                    ));
                }
            }
            b"GTID" | b"Gtid" | b"Anonymous_GTID" => {
                out.draft(make(
                    Query { connection_id: value(rest, b"thread_id="), ..Query::default() },
                    part::BEGIN,
                ));
            }
            b"Xid" => out.draft(make(Query::default(), part::END)),
            _ => rows(kind, rest, body, &make, out),
        }
    }

    fn is_open(&self, record: &[u8]) -> bool {
        ends_open(record)
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let (first, body) = record.split_at_checked(memchr::memchr(b'\n', record)?)?;
        let (_, rest) = header(first.strip_suffix(b"\r").unwrap_or(first))?;
        let body = body.trim_ascii_start().strip_prefix(b"SET TIMESTAMP=")?;
        let (set, body) = body.split_at_checked(memchr::memchr(b'/', body)?)?;
        let is_seconds = set.len() == 10 || set.len() < 18 && set.get(10) == Some(&b'.');
        let at = quick::epoch(set).filter(|_| is_seconds && rest.starts_with(b"Query\t"))?;
        // a database that is changed to is for the carry
        let body = body.strip_prefix(END)?;
        let (text, behind) = body.split_at_checked(ENDS.find(body)?)?;
        let sql = text.trim_ascii();
        // the header is a comment, and delimiters close what they open
        let is_sent = behind.get(END.len()..)?.trim_ascii().is_empty()
            && is_routine(sql.strip_suffix(b";").unwrap_or(sql))
            && (plainly_open(text) == Some(false) || !ends_open(sql) && !ends_open(record));
        is_sent.then_some(Glance { at: Some((Scale::Instant, at)), ..Glance::default() })
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(BinlogCarry::default())
    }
}

/// The number after `key` in a header line.
fn value(rest: &[u8], key: &[u8]) -> Option<u64> {
    let (_, after) = cut(rest, key)?;
    number(after.get(..after.iter().take(20).take_while(|b| b.is_ascii_digit()).count())?)
}

/// `` `db`.`table` `` as `db.table`.
fn table(name: &[u8]) -> String {
    match cut(name, b"`.`") {
        Some((database, name)) => {
            format!("{}.{}", unquote(&[database, b"`"].concat()), unquote(&[b"`", name].concat()))
        }
        None => unquote(name),
    }
}

/// The original text of row events: lines after `#Q> ` (MariaDB) or `# ` (MySQL).
fn annotated<'a>(all: impl Iterator<Item = Line<'a>>) -> String {
    let mut sql = Vec::new();
    for line in all {
        let Some(part) = line
            .text
            .strip_prefix(b"#Q> ")
            .or_else(|| line.text.strip_prefix(b"#Q>"))
            .or_else(|| line.text.strip_prefix(b"# "))
        else {
            // a line of the text itself, which mysqlbinlog did not mark
            if line.text.trim_ascii().is_empty() || line.text.starts_with(b"/*!") {
                break;
            }
            sql.push(b'\n');
            sql.extend_from_slice(line.text);
            continue;
        };
        if !sql.is_empty() {
            sql.push(b'\n');
        }
        sql.extend_from_slice(part);
    }
    let sql = sql.trim_ascii();
    text(sql.strip_suffix(b";").unwrap_or(sql))
}

/// The statements of a `Query` event.
fn statement(written: &Written, rest: &[u8], body: &[u8], len: usize, out: &mut Parsed) {
    let mut query = Query {
        connection_id: value(rest, b"thread_id="),
        witness: Witness::Committed,
        ..Query::default()
    };
    query.query_time_us =
        value(rest, b"exec_time=").filter(|s| *s > 0).and_then(|s| s.checked_mul(SECOND as u64));
    let mut remarks = Vec::new();
    query.outcome = match value(rest, b"error_code=") {
        Some(0) => Outcome::Done,
        Some(code) => {
            remarks.push(Remark::FailedMidway(code));
            Outcome::Unsaid
        }
        None => Outcome::Unsaid,
    };
    let mut set = None;
    for piece in pieces(body) {
        let sql = piece.trim_ascii();
        if let Some(time) = sql.strip_prefix(b"SET TIMESTAMP=") {
            let digits =
                time.split(|b| !b.is_ascii_digit() && *b != b'.').next().unwrap_or_default();
            set = epoch(digits, written.text.as_bytes());
        } else if let Some(name) = sql.strip_prefix(b"use ") {
            query.database = Some(unquote(name));
        } else if let Some(id) = sql.strip_prefix(b"SET @@session.pseudo_thread_id=") {
            query.connection_id = query.connection_id.or(number(id));
        } else if !sql.is_empty() && !furniture(sql) {
            let mut one = query.clone();
            let sql = sql.strip_suffix(b";").unwrap_or(sql).trim_ascii_end();
            one.sql = text(sql);
            one.truncated = ends_open(sql);
            if sql.eq_ignore_ascii_case(b"BEGIN") || sql.eq_ignore_ascii_case(b"START TRANSACTION")
            {
                one.admin = Some(part::BEGIN.into());
            } else if sql.eq_ignore_ascii_case(b"COMMIT") {
                one.admin = Some(part::END.into());
            }
            let (stamp, twin) = match &set {
                Some(set) => (set.clone(), Some(written.clone())),
                None => (written.clone(), None),
            };
            let mut draft = Draft::new(len, EventKind::Query(Box::new(one))).stamped(Some(stamp));
            draft.twin = twin.map(Box::new);
            draft.remarks.clone_from(&remarks);
            out.draft(draft);
        }
    }
}

/// What mysqlbinlog adds so that its output can be run.
fn furniture(sql: &[u8]) -> bool {
    const SETS: &[&[u8]] = &[
        b"SET @@",
        b"SET INSERT_ID=",
        b"SET LAST_INSERT_ID=",
        b"SET @OLD_",
        b"/*!\\C",
        b"SET @`",
        b"DELIMITER",
        b"# ",
    ];
    SETS.iter().any(|known| sql.starts_with(known))
        || sql.starts_with(b"/*") && find(sql, b"SET @@").is_some() && sql.ends_with(b"*/")
}

/// The delimiter of statements.
const END: &[u8] = b"/*!*/;";

static ENDS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(END));

/// The texts between the delimiters.
fn pieces(body: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut from = 0usize;
    let mut at = 0usize;
    let mut scan = OpenScan::default();
    while let Some((before, _)) = body.get(at..).and_then(|rest| cut(rest, END)) {
        scan.feed(before);
        let end = at.saturating_add(before.len());
        at = end.saturating_add(END.len());
        if scan.is_open() {
            scan.feed(END);
            continue;
        }
        scan = OpenScan::default();
        found.push(body.get(from..end).unwrap_or_default());
        from = at;
    }
    let rest = body.get(from..).unwrap_or_default();
    // what follows the last delimiter is a comment as a rule
    if !rest.trim_ascii().is_empty()
        && !rest.trim_ascii_start().starts_with(b"#")
        && !rest.trim_ascii_start().starts_with(b"DELIMITER")
    {
        found.push(rest);
    }
    found
}

/// The row images of a `Write_rows`, `Update_rows` or `Delete_rows` event.
fn rows(
    kind: &[u8],
    rest: &[u8],
    body: &[u8],
    make: &dyn Fn(Query, &str) -> Draft,
    out: &mut Parsed,
) {
    let verb = match kind {
        _ if kind.starts_with(b"Write_rows") || kind.starts_with(b"Write_compressed_rows") => {
            "INSERT INTO"
        }
        _ if kind.starts_with(b"Update_rows") || kind.starts_with(b"Update_compressed_rows") => {
            "UPDATE"
        }
        _ if kind.starts_with(b"Delete_rows") || kind.starts_with(b"Delete_compressed_rows") => {
            "DELETE FROM"
        }
        _ => return,
    };
    let mut counts: Vec<(&'static str, Vec<u8>, u64)> = Vec::new();
    let mut stated = None;
    for line in lines(body) {
        if let Some(image) = line.text.strip_prefix(b"### ") {
            let Some((verb, name)) =
                ["INSERT INTO", "UPDATE", "DELETE FROM"].iter().find_map(|verb| {
                    Some((*verb, image.strip_prefix(verb.as_bytes())?.strip_prefix(b" `")?))
                })
            else {
                continue;
            };
            match counts.iter_mut().rev().find(|(known, table, _)| *known == verb && table == name)
            {
                Some((_, _, count)) => *count = count.saturating_add(1),
                None => counts.push((verb, name.to_vec(), 1)),
            }
        } else if let Some(count) = line.text.strip_prefix(b"# Number of rows: ") {
            stated = number(count.trim_ascii());
        }
    }
    let end = find(rest, b"STMT_END_F").is_some();
    let origin = end.then_some(Origin::RowEvent);
    if counts.is_empty() {
        let id = value(rest, b"table id ");
        let query = Query {
            sql: verb.into(),
            connection_id: id,
            rows_affected: stated,
            origin,
            ..Query::default()
        };
        return out.draft(make(query, part::ROWS));
    }
    let last = counts.len().saturating_sub(1);
    for (n, (verb, name, count)) in counts.into_iter().enumerate() {
        let name = table(&[b"`", name.trim_ascii_end()].concat());
        let origin = origin.clone().filter(|_| n == last);
        let query = Query {
            sql: verb.into(),
            tables: vec![name],
            rows_affected: Some(count),
            origin,
            ..Query::default()
        };
        out.draft(make(query, part::ROWS));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
mod tests;
