//! Files of the package mnabialek/laravel-sql-logger: each statement under a comment that tells its
//! origin, number, time and run time, closed by a ruler (`/*====*/`). Grammar from the package's
//! `Formatter` and its default `entry_format`. The stamp is of the statement's end.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Query},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{lines::readable, querylog},
    },
    sql::open::ends_open,
    time::read::read_any,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "laravel_sql_logger",
    about: "queries as the package laravel-sql-logger writes them",
    example: "/* Origin (console): php artisan orders:purge\n   Query 2 - 2026-01-02 03:04:05 [12.1ms] */\ndelete from `orders`;\n/*==================================================*/",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..head.bytes.len().min(8 * 1024)).unwrap_or(head.bytes);
    Likeness(
        if begin.trim_ascii_start().starts_with(b"/*")
            && querylog::commented(&readable(begin)).is_some()
        {
            96
        } else {
            0
        },
    )
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.starts_with(b"/* Origin (")
            || line
                .strip_prefix(b"/* Query ")
                .is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
    }

    fn is_open(&self, record: &[u8]) -> bool {
        ends_open(record)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let text = readable(record);
        let Some(found) = querylog::commented(&text) else {
            let reason =
                if text.trim().is_empty() { GapReason::Blank } else { GapReason::Truncated };
            return out.gap(0..record.len(), reason);
        };
        let query = Query {
            sql: found.sql.to_owned(),
            query_time_us: found.time_us,
            origin: found.origin.map(|caller| Origin::Caller(caller.to_owned())),
            truncated: ends_open(record),
            ..Query::default()
        };
        let mut draft = Draft::new(record.len(), EventKind::Query(Box::new(query)))
            .stamped(read_any(found.stamp.as_bytes()).map(|(written, _)| written));
        draft.shift_us =
            found.time_us.map_or(0, |us| i64::try_from(us).unwrap_or(i64::MAX).saturating_neg());
        out.draft(draft);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read, torment};

    const LOG: &str = include_str!("../../samples/formats/laravel_sql_logger/sample.log");

    #[test]
    fn the_comment_tells_origin_time_and_run_time() {
        let all = queries(&FORMAT, LOG);
        assert_eq!(
            all.iter().map(|query| query.sql.as_str()).collect::<Vec<_>>(),
            ["select * from `users` where `name` = '/* Query 7 - x'", "delete from `orders`"]
        );
        assert_eq!(
            (all[1].origin.as_ref(), all[1].query_time_us),
            (Some(&Origin::Caller("php artisan orders:purge --all".into())), Some(12_100))
        );
        let (drafts, gaps) = read(&FORMAT, LOG.as_bytes());
        assert!(drafts.iter().all(|draft| draft.written.is_some()) && gaps.is_empty());
        assert!(likeness(&FORMAT, LOG) > 90);
        assert_eq!(likeness(&FORMAT, "/* a query */ select 1;\n"), 0);
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        torment(&FORMAT, LOG);
    }
}
