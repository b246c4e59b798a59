//! Statements that an application logs line by line, each in its framework's dress, without a stamp
//! of their own: `sql [bindings]`, Rails' `Cart Delete (0.5ms)  DELETE …`, Sequelize, TypeORM,
//! Hibernate. A line that says when a request began dates what follows it.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::Request,
        query::Query,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            bare_sql,
            lines::{readable, without_escapes},
            querylog::run_time,
            steps,
        },
    },
    sql::{dialect::Dialect, open::ends_open},
    time::{
        Written,
        read::{read_any, read_clf},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "query_log",
    about: "statements that an application logs line by line (query listeners, Rails, Sequelize, TypeORM, Hibernate)",
    example: "select * from `carts` where `id` = ? [7]\ndelete from `carts` []",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut all, mut dressed, mut statements, mut ended) = (0u32, 0u32, 0u32, 0u32);
    let mut stamped = 0u32;
    for line in head.lines().take(1000).filter(|line| !line.trim_ascii().is_empty()) {
        if control(&readable(&without_escapes(line))).is_some() {
            continue;
        }
        all = all.saturating_add(1);
        let is_stamped = steps::step(line).is_some() && served(line).is_none();
        stamped = stamped.saturating_add(u32::from(is_stamped));
        let text = readable(line);
        let clean = without_escapes(text.as_bytes());
        if let Some(found) = bare_sql::find(&readable(&clean)) {
            statements = statements.saturating_add(1);
            let leads = found.lead.trim().is_empty();
            let ends = leads && found.tail.trim_start().starts_with(';');
            ended = ended.saturating_add(u32::from(ends));
            let undressed = leads && !found.tail.contains(['[', 's']);
            dressed = dressed.saturating_add(u32::from(!undressed));
        }
    }
    // a script's statements stand bare and end
    let is_log = statements.saturating_mul(2) >= all
        && dressed.saturating_mul(2) >= statements
        && stamped.saturating_mul(4) < all;
    Likeness(if statements > 0 && is_log && ended.saturating_mul(2) <= dressed { 30 } else { 0 })
}

struct Records;

/// When the request began of which a line tells: `Started GET "/" for 10.0.0.5 at 2026-…`.
fn began(line: &str) -> Option<Written> {
    let (_, stamp) = line.strip_prefix("Started ")?.rsplit_once(" at ")?;
    read_any(stamp.as_bytes()).map(|(written, _)| written)
}

/// A request that Django's server answered, behind the statements that it sent:
/// `[06/Mar/2026 09:10:32] "POST /purge HTTP/1.1" 302 0`.
fn served(line: &[u8]) -> Option<(Request, Written)> {
    let (at, took) = read_clf(line.strip_prefix(b"[")?)?;
    let said = readable(line.get(took + 1..)?.strip_prefix(b"] \"")?);
    let (asked, answer) = said.split_once('"')?;
    let (method, target) = asked.split_once(' ')?;
    let request = Request {
        method: method.to_owned(),
        target: target.split(' ').next()?.to_owned(),
        status: answer.split_whitespace().next()?.parse().ok(),
        from: None,
        user: None,
        agent: None,
        more: None,
    };
    Some((request, at))
}

/// The beginning or end of a transaction behind a run time or another mark: `(0.4ms)  BEGIN`.
fn control(line: &str) -> Option<&str> {
    let at = line.rfind([')', ']', ':'])?;
    let sql = line.get(at + 1..)?.trim();
    let words = sql.trim_end_matches(';').to_ascii_lowercase();
    let is_one = matches!(
        words.as_str(),
        "begin" | "begin transaction" | "start transaction" | "commit" | "rollback"
    ) || ["savepoint ", "release savepoint ", "rollback to savepoint "]
        .iter()
        .any(|verb| words.starts_with(verb) && words.split(' ').count() <= 4);
    is_one.then_some(sql)
}

/// Whose SQL it is, as far as the quotes around the first name tell: servers of the family of MySQL
/// take `"` for a string unless told otherwise.
fn dialect(sql: &str) -> Dialect {
    let words = sql.to_ascii_lowercase();
    let is_quoted = ["from \"", "table \"", "into \"", "update \"", "exists \""]
        .iter()
        .any(|place| words.contains(place));
    if is_quoted { Dialect::POSTGRES } else { Dialect::default() }
}

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        let clean = without_escapes(line);
        let text = readable(&clean);
        bare_sql::find(&text).is_some()
            || began(&text).is_some()
            || control(&text).is_some()
            || served(&clean).is_some()
    }

    fn is_open(&self, record: &[u8]) -> bool {
        ends_open(record)
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let clean = without_escapes(record);
        let text = readable(&clean);
        let first = text.lines().next().unwrap_or_default();
        if let Some((request, at)) = served(&clean) {
            let kind = EventKind::Request(Box::new(request));
            return out.draft(Draft::new(record.len(), kind).stamped(Some(at)));
        }
        let kind = if let Some(found) =
            bare_sql::find(text.trim_end()).or_else(|| bare_sql::find(first))
        {
            EventKind::Query(Box::new(Query {
                sql: found.sql.to_owned(),
                query_time_us: run_time(found.lead).or_else(|| run_time(found.tail)),
                dialect: dialect(found.sql),
                ..Query::default()
            }))
        } else if let Some(sql) = control(first) {
            EventKind::Query(Box::new(Query { sql: sql.to_owned(), ..Query::default() }))
        } else if began(first).is_some() {
            EventKind::Text(text.trim_end().to_owned())
        } else {
            let blank = text.trim().is_empty();
            let reason = if blank { GapReason::Blank } else { GapReason::Unparsed };
            return out.gap(0..record.len(), reason);
        };
        out.draft(Draft::new(record.len(), kind).stamped(began(first)));
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Began>::default()
    }
}

/// When the request began to which statements belong.
#[derive(Default)]
struct Began(Option<Written>);

impl Carry for Began {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for draft in drafts {
            match &draft.written {
                // what follows is of another request
                Some(_) if matches!(draft.kind, EventKind::Request(_)) => self.0 = None,
                Some(written) => self.0 = Some(written.clone()),
                None => draft.written.clone_from(&self.0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read, torment};

    const RAILS: &str = include_str!("../../samples/formats/query_log/rails.log");

    #[test]
    fn statements_take_the_time_of_their_request() {
        let sql: Vec<String> = queries(&FORMAT, RAILS).into_iter().map(|q| q.sql).collect();
        assert_eq!(sql, ["SELECT `carts`.* FROM `carts` LIMIT 1", "DELETE FROM `carts`"]);
        let (drafts, gaps) = read(&FORMAT, RAILS.as_bytes());
        assert!(drafts.iter().all(|draft| draft.written.is_some()) && gaps.is_empty());
    }

    #[test]
    fn transactions_end_the_statement_before_them() {
        let log = " (0.9ms)  TRUNCATE TABLE \"public\".\"a\", \"public\".\"b\" RESTART IDENTITY CASCADE\n (0.4ms)  BEGIN\nA Create (1.2ms)  INSERT INTO \"a\" (\"b\") VALUES (1)\n (0.3ms)  ROLLBACK\n";
        assert!(likeness(&FORMAT, log) > 0);
        let read: Vec<(String, bool)> = queries(&FORMAT, log)
            .into_iter()
            .map(|query| (query.sql, query.dialect.is_postgres()))
            .collect();
        let [truncate, begin, insert, rollback] = &read[..] else { panic!("{read:?}") };
        assert!(truncate.0.ends_with("CASCADE") && truncate.1 && insert.1, "{read:?}");
        assert_eq!((begin.0.as_str(), rollback.0.as_str()), ("BEGIN", "ROLLBACK"));
    }

    #[test]
    fn what_a_server_answers_ends_the_statements_of_a_request() {
        let log = "(0.001) SELECT 1 FROM a; args=()\n(0.002) DELETE FROM carts; args=()\n[06/Mar/2026 09:10:32] \"POST /purge HTTP/1.1\" 302 0\n";
        assert!(likeness(&FORMAT, log) > 15);
        let (drafts, gaps) = read(&FORMAT, log.as_bytes());
        assert!(drafts.len() == 3 && gaps.is_empty(), "{drafts:?}");
        let EventKind::Request(request) = &drafts[2].kind else { panic!("a request") };
        assert_eq!((request.target.as_str(), request.status), ("/purge", Some(302)));
        torment(&FORMAT, log);
    }

    #[test]
    fn a_script_is_no_log() {
        assert!(likeness(&FORMAT, FORMAT.example) > 0);
        let sequelize = "Executing (default): DELETE FROM `carts`;\nExecuting (default): DROP TABLE IF EXISTS `a`;\n";
        assert!(likeness(&FORMAT, sequelize) > 0);
        for script in [
            "DELETE FROM a;\nDROP TABLE b;\n",
            "we should\ndelete from `a` []\nlater\n",
            "drop table a\n",
        ] {
            assert_eq!(likeness(&FORMAT, script), 0, "{script}");
        }
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        torment(&FORMAT, RAILS);
    }
}
