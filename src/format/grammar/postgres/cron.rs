//! pg_cron's own entries (`cron.log_statement`, src/pg_cron.c): `cron job 3 starting: DELETE …` and
//! `cron job 3 COMMAND completed: DELETE 1066`. The first has the statement, the second its rows;
//! where the server logs no statements, the two are all that tells of it.

use std::collections::BTreeMap;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        query::{Origin, Outcome, Query, Witness},
    },
    format::grammar::postgres::statement,
    sql::dialect::Dialect,
};

/// More jobs than this are not remembered at once.
const MOST_JOBS: usize = 1000;

/// What pg_cron says of a job.
#[derive(Debug, PartialEq)]
enum Told<'a> {
    /// It starts, with this statement.
    Starting(&'a str),
    /// It ended, with so many rows where they are counted.
    Completed(Option<u64>),
}

/// The number of a job and what a message says of it.
fn told(message: &str) -> Option<(&str, Told<'_>)> {
    let (job, said) = message.strip_prefix("cron job ")?.split_once(' ')?;
    if job.is_empty() || !job.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let told = if let Some(sql) = said.strip_prefix("starting: ") {
        Told::Starting(sql)
    } else {
        let end = said.strip_prefix("COMMAND completed: ")?;
        Told::Completed(end.split_ascii_whitespace().last().and_then(|n| n.parse().ok()))
    };
    Some((job, told))
}

/// Jobs that have started and not ended.
#[derive(Default)]
pub(super) struct Jobs {
    running: BTreeMap<String, Running>,
}

/// A job that has started.
struct Running {
    sql: String,
    /// A session logged the statement itself.
    logged: bool,
}

impl Jobs {
    /// Makes a statement of a job's end, unless the log has the statement anyway.
    pub(super) fn pass(&mut self, draft: &mut Draft) {
        match &draft.kind {
            EventKind::Server(server) => {
                let Some((job, told)) = told(&server.message) else { return };
                let job = job.to_owned();
                match told {
                    Told::Starting(sql) if self.running.len() < MOST_JOBS => {
                        let sql = statement(sql);
                        self.running.insert(job, Running { sql, logged: false });
                    }
                    Told::Starting(_) => {}
                    Told::Completed(rows) => {
                        let done = self.running.remove(&job).filter(|one| !one.logged);
                        if let Some(done) = done {
                            draft.kind = query(job, done.sql, rows);
                        }
                    }
                }
            }
            EventKind::Query(query) if !self.running.is_empty() => {
                let own = self.running.values_mut().filter(|one| one.sql == query.sql);
                own.for_each(|one| one.logged = true);
            }
            _ => {}
        }
    }
}

/// A job's statement, which has ended.
fn query(job: String, sql: String, rows: Option<u64>) -> EventKind {
    EventKind::Query(Box::new(Query {
        sql,
        origin: Some(Origin::Job(job)),
        outcome: Outcome::Done,
        witness: Witness::AtEnd,
        rows_affected: rows,
        dialect: Dialect::POSTGRES,
        ..Query::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::log::{Server, ServerMark};

    fn server(message: &str) -> EventKind {
        let (level, thread, mark) = (None, None, ServerMark::None);
        EventKind::Server(Box::new(Server { message: message.to_owned(), level, thread, mark }))
    }

    fn sent(sql: &str) -> EventKind {
        EventKind::Query(Box::new(Query { sql: sql.to_owned(), ..Query::default() }))
    }

    /// The statements of jobs that come out, with their rows.
    fn passed(kinds: Vec<EventKind>) -> Vec<(String, Option<u64>)> {
        let (mut jobs, mut out) = (Jobs::default(), Vec::new());
        for kind in kinds {
            let mut draft = Draft::new(1, kind);
            jobs.pass(&mut draft);
            out.push(draft);
        }
        let done = |draft: Draft| match draft.kind {
            EventKind::Query(query) if matches!(query.origin, Some(Origin::Job(_))) => {
                Some((query.sql.clone(), query.rows_affected))
            }
            _ => None,
        };
        out.into_iter().filter_map(done).collect()
    }

    #[test]
    fn a_job_is_one_statement_with_its_rows() {
        let start = server("cron job 3 starting: DELETE FROM a");
        let end = server("cron job 3 COMMAND completed: DELETE 7 7");
        assert_eq!(passed(vec![start, end]), [("DELETE FROM a".to_owned(), Some(7))]);
    }

    #[test]
    fn a_job_that_did_not_end_is_no_statement_yet() {
        let start = server("cron job 3 starting: DELETE FROM a;");
        let end = server("cron job 4 COMMAND completed: DELETE 7");
        assert_eq!(passed(vec![start, end]), []);
    }

    #[test]
    fn a_statement_that_its_session_logs_is_told_once() {
        let start = server("cron job 3 starting: DELETE FROM a");
        let end = server("cron job 3 COMMAND completed: DELETE 7");
        assert_eq!(passed(vec![start, sent("DELETE FROM a"), end]), []);
        let start = server("cron job 3 starting: DELETE FROM a");
        let end = server("cron job 3 COMMAND completed: DELETE 7");
        let other = passed(vec![start, sent("DELETE FROM b"), end]);
        assert_eq!(other, [("DELETE FROM a".to_owned(), Some(7))]);
    }

    #[test]
    fn other_words_of_a_job_are_no_statement() {
        for other in ["cron job x starting: a", "cron job 3 connection failed", "cron job"] {
            assert_eq!(told(other), None, "{other}");
        }
    }
}
