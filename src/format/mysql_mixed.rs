//! The logs of a MySQL or MariaDB server in one file: a container sends all of them to its standard
//! output, and `general_log_file`, `slow_query_log_file` and `log_error` may name the same file.
//! Each record is read by the log whose writer begins it.

use crate::{
    event::{draft::Draft, kind::EventKind, query::Witness},
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::mysql::{banner, banner_of, banner_tail},
        mysql_error, mysql_general, mysql_slow,
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_mixed",
    about: "error log, general log and slow log of MySQL and MariaDB by turns in one file",
    example: "2026-03-06  9:10:30 0 [Note] mariadbd: ready for connections.\n260306  9:10:31\t    25 Query\tdrop table carts\n2026-03-06  9:10:32 25 [Warning] Aborted connection 25 to db: 'shop'",
    sniff,
    reader,
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut seen = [0u32; 3];
    let mut before = 0u32;
    for line in head.lines().take(20_000) {
        // the slow and the general log both begin with one
        if banner(line).is_some() || banner_tail(line) {
            continue;
        }
        match log_of(line) {
            Some(log) => {
                if let Some(count) = seen.get_mut(log as usize) {
                    *count = count.saturating_add(1);
                }
            }
            None if seen == [0; 3] && !line.trim_ascii().is_empty() => {
                before = before.saturating_add(1);
            }
            None => {}
        }
    }
    let logs = seen.iter().filter(|count| **count > 0).count();
    // another kind of log that quotes these begins with lines of its own
    Likeness(match (logs, before) {
        (0 | 1, _) => 0,
        (_, 0) => 97,
        (_, 1..=20) => 78,
        _ => 20,
    })
}

fn reader(head: &Head<'_>) -> Reader {
    let formats: [&Format; 3] = [&mysql_general::FORMAT, &mysql_slow::FORMAT, &mysql_error::FORMAT];
    let readers = formats.into_iter().filter_map(|format| match (format.reader)(head) {
        Reader::Records(reader) => Some(reader),
        Reader::Document(_) => None,
    });
    Reader::Records(Box::new(MixedReader { readers: readers.collect() }))
}

/// Which log a line begins a record of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Log {
    General,
    Slow,
    Error,
}

fn log_of(line: &[u8]) -> Option<Log> {
    if mysql_general::start(line).is_some() || banner(line).is_some() {
        Some(Log::General)
    } else if mysql_slow::begins(line) || line.starts_with(b"# Time: ") {
        Some(Log::Slow)
    } else if mysql_error::begins(line) {
        Some(Log::Error)
    } else {
        None
    }
}

struct MixedReader {
    /// In the order of [`Log`].
    readers: Vec<Box<dyn RecordReader>>,
}

impl MixedReader {
    fn of(&self, record: &[u8]) -> Option<&dyn RecordReader> {
        let first = record.split(|b| *b == b'\n').next().unwrap_or_default();
        let first = first.strip_suffix(b"\r").unwrap_or(first);
        let log = log_of(first).unwrap_or(Log::Error);
        self.readers.get(log as usize).map(AsRef::as_ref)
    }
}

impl RecordReader for MixedReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        log_of(line).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if let Some(reader) = self.of(record) {
            reader.read(record, out);
        }
    }

    fn is_open(&self, record: &[u8]) -> bool {
        self.of(record).is_some_and(|reader| reader.is_open(record))
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(MixedCarry { carries: self.readers.iter().map(|reader| reader.carry()).collect() })
    }
}

/// To each log its own: what an entry leaves unsaid, the one before it in the same log said.
struct MixedCarry {
    /// In the order of [`Log`].
    carries: Vec<Box<dyn Carry>>,
}

impl Carry for MixedCarry {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        let log = match drafts.first().map(|draft| &draft.kind) {
            Some(EventKind::Query(query)) if query.witness == Witness::AtArrival => Log::General,
            Some(EventKind::Query(_)) => Log::Slow,
            _ => Log::Error,
        };
        // a banner stands for all that a server writes from then on
        let banner = drafts.first().is_some_and(|draft| banner_of(draft).is_some());
        for (at, carry) in self.carries.iter_mut().enumerate() {
            if banner {
                carry.pass(&mut drafts.clone());
            } else if at == log as usize {
                carry.pass(drafts);
            }
        }
        if banner {
            drafts.clear();
        }
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        self.carries.iter_mut().for_each(|carry| carry.finish(out));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read};

    const TURNS: &str = "2026-03-06  9:10:30 0 [Note] mariadbd: ready for connections.\nVersion: '10.11.6-MariaDB'  socket: ''  port: 3306\nmariadbd, Version: 10.11.6-MariaDB (x). started with:\nTcp port: 3306  Unix socket: /x.sock\nTime\t\t    Id Command\tArgument\n260306  9:10:31\t    25 Connect\tapp@10.0.0.5 on shop using TCP/IP\n2026-03-06  9:10:32 24 [Warning] Aborted connection 24 to db: 'x'\n\t\t    25 Query\tdrop table carts\n# Time: 260306  9:10:33\n# User@Host: app[app] @  [10.0.0.5]\n# Query_time: 2.5  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 9\nSET timestamp=1772788233;\ndelete from t;\n2026-03-06  9:10:34 24 [ERROR] Incorrect key file for table 't'\n";

    #[test]
    fn each_entry_is_read_by_its_own_log_and_takes_the_rest_from_there() {
        assert!(likeness(&FORMAT, TURNS) > likeness(&mysql_error::FORMAT, TURNS));
        assert!(likeness(&FORMAT, TURNS) > likeness(&mysql_general::FORMAT, TURNS));
        let (drafts, gaps) = read(&FORMAT, TURNS.as_bytes());
        assert_eq!((drafts.len(), gaps.len()), (6, 0), "{drafts:?} {gaps:?}");
        let queries = queries(&FORMAT, TURNS);
        let drop = &queries[1];
        assert_eq!(
            (drop.sql.as_str(), drop.database.as_deref()),
            ("drop table carts", Some("shop"))
        );
        assert_eq!(queries[2].sql, "delete from t");
        assert_eq!(drafts[3].written.as_ref().unwrap().text, "260306  9:10:31");
    }

    #[test]
    fn one_log_alone_is_not_several() {
        for format in [&mysql_error::FORMAT, &mysql_general::FORMAT, &mysql_slow::FORMAT] {
            assert_eq!(likeness(&FORMAT, format.example), 0, "{}", format.id);
        }
        // a statement that quotes an error log, in a general log
        let quoted = "260306  9:10:31\t    25 Query\tinsert into notes values ('a\n2026-03-06  9:10:32 24 [Warning] b')\n260306  9:10:32\t    25 Quit\t\n";
        assert_eq!(read(&FORMAT, quoted.as_bytes()).0.len(), 2);
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        crate::format::testing::torment(&FORMAT, TURNS);
    }
}
