//! Statements that were typed into a database's client, as a terminal shows them: behind the
//! client's prompt, with what the server answered.

use std::ops::Range;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        query::{Outcome, Query, Witness},
    },
    format::{
        contract::Parsed,
        grammar::postgres::{NOTICE, taken_along},
    },
    sql::dialect::Dialect,
    time::Written,
};

/// The most of an answer that is kept.
const ANSWER: usize = 64 * 1024;

/// A prompt with what was typed behind it.
struct Prompt<'t> {
    database: Option<&'t str>,
    dialect: Dialect,
    typed: &'t str,
}

impl<'t> Prompt<'t> {
    /// `shop=# drop table a;`, `shop=*> `, `mysql> `, `MariaDB [shop]> `.
    fn of(line: &'t str) -> Option<Prompt<'t>> {
        let of_mysql = |database, typed: &'t str| Prompt {
            database,
            dialect: Dialect::default(),
            typed: typed.trim_start(),
        };
        if let Some((name, typed)) = ["MariaDB [", "MySQL ["]
            .iter()
            .find_map(|head| line.strip_prefix(head)?.split_once("]>"))
        {
            return Some(of_mysql(Some(name).filter(|name| *name != "(none)"), typed));
        }
        if let Some(typed) = ["mysql>", "mariadb>"].iter().find_map(|head| line.strip_prefix(head))
        {
            return Some(of_mysql(None, typed));
        }
        let (database, rest) = line.split_once('=')?;
        let rest = rest.strip_prefix(['*', '!', '?']).unwrap_or(rest);
        let typed = rest.strip_prefix(['#', '>'])?;
        let is_name = !database.is_empty()
            && database.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        (is_name && (typed.is_empty() || typed.starts_with(' '))).then(|| Prompt {
            database: Some(database),
            dialect: Dialect::POSTGRES,
            typed: typed.trim_start(),
        })
    }
}

/// What stands behind the prompt of a statement's further lines: `shop-# `, `shop(*> `, `    -> `.
fn more(line: &str, dialect: Dialect) -> Option<&str> {
    if !dialect.is_postgres() {
        let line = line.trim_start();
        return ["-> ", "'> ", "\"> ", "`> "].iter().find_map(|mark| line.strip_prefix(mark));
    }
    let (front, typed) = line.split_once(['#', '>'])?;
    let front = front.strip_suffix(['*', '!', '?']).unwrap_or(front);
    let name = front.strip_suffix(['-', '(', '\'', '"', '$', '*'])?;
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    (is_name && (typed.is_empty() || typed.starts_with(' '))).then(|| typed.trim_start())
}

/// A statement, and what was answered so far.
struct Typed {
    at: Range<usize>,
    stamp: Option<Written>,
    query: Query,
    answer: String,
    answered_at: Range<usize>,
}

/// The session of a client, as far as it was shown.
#[derive(Default)]
pub(crate) struct ClientSession {
    typed: Option<Typed>,
}

impl ClientSession {
    /// Takes a line that stands there `at` a place, since the moment of `stamp`; whether it is of
    /// the session.
    pub(crate) fn line(
        &mut self,
        at: &Range<usize>,
        line: &str,
        stamp: Option<&Written>,
        out: &mut Parsed,
    ) -> bool {
        if let Some(open) = &mut self.typed
            && open.answer.is_empty()
            && let Some(typed) = more(line, open.query.dialect)
        {
            open.query.sql.push('\n');
            open.query.sql.push_str(typed);
            open.at.end = at.end;
            open.stamp = stamp.cloned().or(open.stamp.take());
            return true;
        }
        let Some(prompt) = Prompt::of(line) else {
            let Some(open) = &mut self.typed else { return false };
            if open.answer.is_empty() {
                open.answered_at.start = at.start;
            }
            if open.answer.len().saturating_add(line.len()) < ANSWER {
                open.answer.push_str(line.trim_end());
                open.answer.push('\n');
                open.answered_at.end = at.end;
            }
            return true;
        };
        self.end(out);
        let typed = prompt.typed.trim();
        if !typed.is_empty() && !typed.starts_with('\\') && !matches!(typed, "exit" | "quit") {
            self.typed = Some(Typed {
                at: at.clone(),
                stamp: stamp.cloned(),
                query: Query {
                    sql: typed.to_owned(),
                    database: prompt.database.map(str::to_owned),
                    witness: Witness::Typed,
                    dialect: prompt.dialect,
                    ..Query::default()
                },
                answer: String::new(),
                answered_at: at.end..at.end,
            });
        }
        true
    }

    /// The session goes on no further.
    pub(crate) fn end(&mut self, out: &mut Parsed) {
        let Some(Typed { at, stamp, mut query, answer, answered_at }) = self.typed.take() else {
            return;
        };
        let sent = query.sql.trim_end().trim_end_matches(';').trim_end().len();
        query.sql.truncate(sent);
        (query.outcome, query.rows_affected) = outcome(&query.sql, &answer);
        let (database, dialect) = (query.database.clone(), query.dialect);
        let mut draft = |at: Range<usize>, query: Query| {
            let kind = EventKind::Query(Box::new(query));
            out.draft(Draft { at, ..Draft::new(0, kind).stamped(stamp.clone()) });
        };
        draft(at, query);
        let notice = answer.lines().find_map(|line| line.strip_prefix("NOTICE:  "));
        let detail: String = answer
            .lines()
            .map(|line| line.strip_prefix("DETAIL:  ").unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        let taken = notice.and_then(|notice| taken_along(notice, &detail));
        if let Some((tables, columns)) = taken
            && !(tables.is_empty() && columns.is_empty())
        {
            let admin = Some(NOTICE.to_owned());
            let told = Query { database, admin, tables, columns, dialect, ..Query::default() };
            draft(answered_at, told);
        }
    }
}

/// Whether a statement worked, and how many rows it changed, by what the client showed.
fn outcome(sql: &str, answer: &str) -> (Outcome, Option<u64>) {
    let verb = sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    for line in answer.lines() {
        if let Some(error) = line.strip_prefix("ERROR") {
            let code = error.split_whitespace().next().and_then(|word| word.parse().ok());
            let message = error.split_once(": ").map(|(_, message)| message.trim().to_owned());
            return (Outcome::Refused { code, message }, None);
        }
        if let Some(done) = line.strip_prefix("Query OK") {
            let rows = done.strip_prefix(", ").and_then(|rest| rest.split(' ').next());
            return (Outcome::Done, rows.and_then(|rows| rows.parse().ok()));
        }
        if let Some(tag) = line.strip_prefix(verb.as_str()).filter(|_| !verb.is_empty()) {
            let words: Vec<&str> = tag.split(' ').skip(1).collect();
            let is_word = |word: &&str| word.bytes().all(|b| b.is_ascii_uppercase());
            let rows = words.last().and_then(|word| word.parse().ok());
            let fronts = words.len().saturating_sub(usize::from(rows.is_some()));
            let is_tag = |word: &&str| is_word(word) || *word == "0";
            if (tag.is_empty() || tag.starts_with(' ')) && words.iter().take(fronts).all(is_tag) {
                return (Outcome::Done, rows);
            }
        }
    }
    (Outcome::Unsaid, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<Query> {
        let (mut session, mut out) = (ClientSession::default(), Parsed::default());
        for (number, line) in text.lines().enumerate() {
            session.line(&(number..number + 1), line, None, &mut out);
        }
        session.end(&mut out);
        let queries = out.drafts.into_iter().map(|draft| match draft.kind {
            EventKind::Query(query) => *query,
            other => panic!("{other:?}"),
        });
        queries.collect()
    }

    #[test]
    fn statements_stand_behind_prompts_and_their_outcome_below() {
        let all = told(
            "shop=# drop extension hstore;\nERROR:  cannot drop extension hstore\nHINT:  Use DROP ... CASCADE\n\
             shop=# drop extension hstore\nshop-# cascade;\nNOTICE:  drop cascades to 2 other objects\n\
             DETAIL:  drop cascades to column tags of table goods\ndrop cascades to view v\nDROP EXTENSION\n\
             shop=*> delete from goods where id < 4;\nDELETE 3\nshop=> \\q\n",
        );
        assert_eq!(all.len(), 4);
        assert!(matches!(&all[0].outcome, Outcome::Refused { message: Some(text), .. }
            if text == "cannot drop extension hstore"));
        assert_eq!(all[1].sql, "drop extension hstore\ncascade");
        assert_eq!((&all[1].outcome, all[1].database.as_deref()), (&Outcome::Done, Some("shop")));
        assert_eq!(all[2].columns, [("goods".to_owned(), "tags".to_owned())]);
        assert_eq!((&all[3].outcome, all[3].rows_affected), (&Outcome::Done, Some(3)));
    }

    #[test]
    fn the_mysql_client_and_near_misses() {
        let all = told(
            "mysql> drop table a;\nERROR 1051 (42S02): Unknown table 'shop.a'\nMariaDB [shop]> delete from b\n    -> where 1;\nQuery OK, 9 rows affected (0.01 sec)\n\nMariaDB [shop]> select 1;\n",
        );
        assert!(matches!(all[0].outcome, Outcome::Refused { code: Some(1051), .. }));
        assert_eq!(
            (all[1].sql.as_str(), all[1].rows_affected),
            ("delete from b\nwhere 1", Some(9))
        );
        assert_eq!((&all[2].outcome, all[2].database.as_deref()), (&Outcome::Unsaid, Some("shop")));
        assert!(told("key=value\na => b\nx=#y\n$a=> 1\nERROR: no\n").is_empty());
    }
}
