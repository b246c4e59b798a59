//! PostgreSQL's log as text (`log_destination = stderr` or `syslog`), whatever its
//! `log_line_prefix`: Debian, RDS and Aurora, Azure, Cloud SQL, pgBadger's (grammar in
//! `grammar/postgres/line.rs`). An entry is one severity line with its companions.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Server, ServerMark},
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::{lines, readable},
            postgres::{
                line::{entry, glance, line},
                quick_stamp,
                sessions::Sessions,
            },
            prefilter::{Glance, Scale},
            server_mark,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "postgres_log",
    about: "log of PostgreSQL as text, with any log_line_prefix",
    example: "2026-03-06 09:10:30.344 CET [10909] app@shop LOG:  statement: drop table carts",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut entries, mut stamped, mut own, mut others) = (0u32, 0u32, 0u32, 0u32);
    // the container image says first how it made a data directory
    let preface = head.bytes.starts_with(b"The files belonging to this database system");
    for bytes in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(2000) {
        match line(bytes) {
            Some(line) => {
                entries += 1;
                stamped += u32::from(line.is_stamped());
                own += u32::from(bytes.windows(6).any(|word| word == b"LOG:  "));
            }
            None if preface && entries == 0 => {}
            None => others += u32::from(!bytes.starts_with(b"\t") && !bytes.starts_with(b" ")),
        }
    }
    Likeness(match entries {
        0 => 0,
        _ if stamped * 2 < entries => {
            if own > 1 && others * 4 < entries {
                70
            } else {
                0
            }
        }
        _ if others > entries * 2 => 0,
        1 => 60,
        _ => 93,
    })
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, bytes: &[u8]) -> bool {
        line(bytes).is_some_and(|line| line.is_entry())
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        match entry(record) {
            Some((entry, written)) => {
                entry.drafts(record.len(), written.as_ref(), &mut out.drafts);
                out.drafts.extend(initialized(record).map(|draft| draft.stamped(written)));
            }
            None if record.trim_ascii().is_empty() => {
                out.gap(0..record.len(), GapReason::Blank);
            }
            None => out.gap(0..record.len(), GapReason::Torn),
        }
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        glance(record)
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        quick_stamp(record.get(at..)?).map(|(at, _)| at)
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Sessions>::default()
    }
}

/// What the entry point of the container image says between the server's own entries, without a
/// stamp, when it made a new data directory.
fn initialized(record: &[u8]) -> Option<Draft> {
    let said = lines(record).skip(1).find(|(_, line)| {
        line.starts_with(b"PostgreSQL init process complete")
            && server_mark::mark(line) == ServerMark::Initialized
    });
    let (at, line) = said?;
    let server = Server {
        message: readable(line).into_owned(),
        level: Some(Level::Note),
        thread: None,
        mark: ServerMark::Initialized,
    };
    let mut draft = Draft::new(record.len(), EventKind::Server(Box::new(server)));
    draft.at = at;
    Some(draft)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::{
        event::query::{Origin, Outcome, Query},
        format::testing::{likeness, queries, read, torment},
    };

    fn only(text: &str) -> Query {
        let mut found = queries(&FORMAT, text);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    #[test]
    fn the_prefix_is_read_by_what_stands_in_it() {
        for (prefix, pid, user, database, host) in [
            ("2026-11-30 02:37:05.344 UTC [10598] ", 10598, None, None, None),
            ("2026-11-30 02:37:05.344 CET [109] app@shop ", 109, Some("app"), Some("shop"), None),
            (
                "2026-11-30 02:37:09 UTC:10.0.0.7(51836):app@shop:[957]:",
                957,
                Some("app"),
                Some("shop"),
                Some("10.0.0.7"),
            ),
            ("2026-11-30 02:37:13 UTC-6b0ce159.2c67-", 0x2c67, None, None, None),
            (
                "2026-11-30 02:37:11.2 UTC [11]: [3-1] db=shop,user=app ",
                11,
                Some("app"),
                Some("shop"),
                None,
            ),
            (
                "2026-11-30 05:37:16 +03 [15]: [3-1] user=app,db=shop,app=my tool,client=10.0.0.7 ",
                15,
                Some("app"),
                Some("shop"),
                Some("10.0.0.7"),
            ),
            ("1796006239.441 00000 6b0ce15f.2d8a 0 3/7 DROP TABLE ", 0x2d8a, None, None, None),
            ("", 0, None, None, None),
        ] {
            let query = only(&format!("{prefix}LOG:  statement: drop table carts"));
            assert_eq!(query.sql, "drop table carts", "{prefix}");
            assert_eq!(query.connection_id.unwrap_or(0), pid, "{prefix}");
            assert_eq!(query.user.as_deref(), user, "{prefix}");
            assert_eq!(query.database.as_deref(), database, "{prefix}");
            assert_eq!(query.host.as_deref(), host, "{prefix}");
        }
        let query = only(
            "2026-11-30 05:37:16 +03 [15]: [3-1] user=a,db=b,app=my tool,client=::1 LOG:  statement: x",
        );
        assert_eq!(query.origin, Some(Origin::Program("my tool".to_owned())));
    }

    #[test]
    fn an_entry_is_one_with_its_companions_and_a_literal_forges_none() {
        let text = "2026-11-30 02:37:05.344 UTC [7] LOG:  statement: insert into a values ('x\n\
                    \t2026-01-01 00:00:00.000 UTC [1] LOG:  statement: drop table b');\n\
                    2026-11-30 02:37:06.344 UTC [7] ERROR:  relation \"a\" does not exist\n\
                    2026-11-30 02:37:06.344 UTC [7] STATEMENT:  select 1\n\t  from a\n\
                    cp: cannot stat '/x': No such file or directory\n";
        let found = queries(&FORMAT, text);
        assert_eq!(found.len(), 2);
        assert!(found[0].sql.starts_with("insert into a"));
        assert_eq!(found[1].sql, "select 1\n  from a");
        assert!(
            matches!(&found[1].outcome, Outcome::Refused { message: Some(m), .. } if m.contains("does not exist"))
        );
    }

    #[test]
    fn a_new_data_directory_is_told_by_the_entry_point_of_the_image() {
        let marks = |text: &str| -> Vec<ServerMark> {
            let (drafts, _) = read(&FORMAT, text.as_bytes());
            let marks = drafts.iter().filter_map(|draft| match &draft.kind {
                EventKind::Server(server) if draft.written.is_some() => Some(server.mark),
                _ => None,
            });
            marks.filter(|mark| *mark == ServerMark::Initialized).collect()
        };
        let down = "2026-04-22 05:05:06.822 UTC [48] LOG:  database system is shut down\n";
        let done = "PostgreSQL init process complete; ready for start up.\n";
        let up = "2026-04-22 05:05:07.002 UTC [1] LOG:  starting PostgreSQL 16.6\n";
        assert_eq!(marks(&format!("{down}server stopped\n\n{done}\n{up}")).len(), 1);
        let skipped = "PostgreSQL Database directory appears to contain a database; Skipping initialization\n";
        assert!(marks(&format!("{down}{skipped}{up}")).is_empty());
        let forged = "2026-04-22 05:05:07.002 UTC [9] LOG:  statement: select '\n\tPostgreSQL init process complete; ready for start up.'\n";
        assert!(marks(forged).is_empty());
    }

    #[test]
    fn a_duration_is_of_a_statement_that_ended_and_parse_and_bind_are_none() {
        let line = |rest: &str| format!("2026-11-30 02:37:05.344 UTC [7] a@b LOG:  {rest}\n");
        let found = only(&line("duration: 1.842 ms  statement: delete from a"));
        assert_eq!((found.query_time_us, found.outcome), (Some(1842), Outcome::Done));
        let found = only(&line("duration: 0.1 ms  execute my stmt: delete from a"));
        assert_eq!((found.sql.as_str(), found.admin), ("delete from a", None));
        assert_eq!(
            only(&line("duration: 0.1 ms  bind <unnamed>: delete from a")).admin.as_deref(),
            Some("bind")
        );
        assert_eq!(only(&line("duration: 0.1 ms")).admin.as_deref(), Some("duration"));
        let plan = "duration: 0.2 ms  plan:\n\tQuery Text: delete from a\n\twhere b;\n\tDelete on a  (cost=0 rows=0 width=0) (actual time=0.1 rows=0 loops=1)\n\t  ->  Seq Scan on a  (cost=0 rows=1 width=6) (actual time=0.1 rows=30 loops=1)";
        let found = only(&line(plan));
        assert_eq!((found.sql.as_str(), found.rows_affected), ("delete from a\nwhere b", Some(30)));
        let found =
            only(&line("AUDIT: SESSION,1,1,WRITE,DELETE,,,\"delete from \"\"a\"\"\",<none>"));
        assert_eq!(found.sql, "delete from \"a\"");
    }

    #[test]
    fn a_prefix_without_a_time_leaves_it_to_syslog() {
        let text = "Mar 10 09:00:00 db1 postgres[5245]: [7-1] db=shop,user=app,app=x LOG:  statement: drop table a\nMar 10 09:00:01 db1 postgres[5245]: [8-1] db=,user=,app= LOG:  checkpoint starting: time\n";
        assert!(likeness(&FORMAT, text) > 90);
        let (drafts, _) = read(&FORMAT, text.as_bytes());
        let stamps: Vec<_> = drafts
            .iter()
            .filter_map(|draft| Some(draft.written.as_ref()?.text.to_string()))
            .collect();
        assert_eq!(stamps, ["Mar 10 09:00:00", "Mar 10 09:00:01"]);
        assert!(matches!(&drafts[0].kind, EventKind::Query(q) if q.user.as_deref() == Some("app")));
    }

    #[test]
    fn syslog_carries_it_too() {
        let text = "Mar 10 09:00:00 db1 postgres[5245]: [7-1] 2026-03-10 09:00:00.485 CET [5245] app@shop LOG:  statement: drop table a,\n\
                    Mar 10 09:00:00 db1 postgres[5245]: [7-2] #011b cas\n\
                    Mar 10 09:00:00 db1 postgres[5245]: [7-3] cade\n";
        assert_eq!(only(text).sql, "drop table a,\nb cascade");
    }

    #[test]
    fn other_logs_are_not_taken_for_it() {
        assert_eq!(likeness(&FORMAT, FORMAT.example), 60);
        for text in [
            "[2026-11-30 02:37:05] production.ERROR: SQLSTATE[42P01] {\"x\":1}",
            "2026-11-30 02:37:05,123 ERROR: something",
            "2026-11-30  9:10:30 0 [ERROR] mysqld: x",
            "pg_restore: error: could not execute query: ERROR:  relation \"a\" does not exist",
        ] {
            assert_eq!(likeness(&FORMAT, text), 0, "{text}");
        }
    }

    #[test]
    fn garbled_text_is_survived() {
        torment(
            &FORMAT,
            "2026-11-30 02:37:09 UTC:10.0.0.7(51):a@b:[95]:ERROR:  x: y\n2026-11-30 02:37:09 UTC::@:[95]:STATEMENT:  drop table \"a\"\n\tcascade\n",
        );
    }
}
