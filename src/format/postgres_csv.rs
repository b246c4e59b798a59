//! PostgreSQL's log as CSV (`log_destination = csvlog`): 23 columns since 9.0, 24 since 13, 26
//! since 14; line breaks stand raw inside quotes.

use crate::{
    event::draft::GapReason,
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::readable,
            mysql::number,
            postgres::{
                Entry, Routine, Who, cells, glance, quick_stamp, sessions::Sessions, stamp,
                stamp_in_session,
            },
            prefilter::{Glance, Scale},
            raw_cells::RawCells,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "postgres_csv",
    about: "log of PostgreSQL as CSV (csvlog)",
    example: r#"2026-03-06 09:10:30.344 CET,"app","shop",812,"10.0.0.7:41016",69aa8bf6.32c,3,"idle",2026-03-06 09:10:30 CET,3/2,0,LOG,00000,"statement: drop table carts",,,,,,,,,"psql","client backend",,0"#,
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let lines = || head.lines().filter(|line| !line.trim_ascii().is_empty()).take(400);
    // a file that was cut may begin inside a record
    Likeness(match lines().filter(|line| starts(line)).count() {
        0 => 0,
        _ if lines().next().is_some_and(starts) => 96,
        1 => 0,
        _ => 80,
    })
}

/// `2026-03-06 09:10:30.344 CET,"app","shop",812,`: a stamp, two names or none, a process id.
fn starts(line: &[u8]) -> bool {
    // what rewrites such a file may quote every text, or none
    let bare = line.strip_prefix(b"\"").unwrap_or(line);
    let end = if bare.len() < line.len() { &b"\","[..] } else { b"," };
    let Some((_, took)) = stamp(bare) else { return false };
    let Some(mut rest) = bare.get(took..).and_then(|rest| rest.strip_prefix(end)) else {
        return false;
    };
    let mut is_bare = false;
    for _ in 0..2 {
        let quoted = rest.strip_prefix(b"\"").and_then(|inner| {
            let end = memchr::memchr(b'"', inner.get(..200).unwrap_or(inner))?;
            inner.get(end + 1..)
        });
        let name = rest.iter().take(200).take_while(|b| !matches!(b, b',' | b'"')).count();
        is_bare |= quoted.is_none() && name > 0;
        let behind = quoted.or_else(|| rest.get(name..)).unwrap_or_default();
        let Some(next) = behind.strip_prefix(b",") else { return false };
        rest = next;
    }
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let behind = rest.get(digits + 1..).unwrap_or_default();
    digits > 0 && rest.get(digits) == Some(&b',') && (!is_bare || names_session(behind))
}

/// `10.0.0.7:41016,69aa8bf6.32c,`, which no other list has.
fn names_session(cells: &[u8]) -> bool {
    let id = cells.split(|b| *b == b',').nth(1).unwrap_or_default();
    let id = id.strip_prefix(b"\"").unwrap_or(id);
    id.split(|b| *b == b'.').count() == 2
        && id.iter().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b'"'))
}

struct Records;

/// Columns, from 0.
const USER: usize = 1;
const DATABASE: usize = 2;
const PID: usize = 3;
const FROM: usize = 4;
const SESSION: usize = 5;
const SESSION_START: usize = 8;
const SEVERITY: usize = 11;
const MESSAGE: usize = 13;
const DETAIL: usize = 14;
const QUERY: usize = 19;
const APPLICATION: usize = 22;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        starts(line)
    }

    fn is_open(&self, record: &[u8]) -> bool {
        memchr::memchr_iter(b'"', record).count() % 2 == 1
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if !starts(record) {
            let reason =
                if record.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Torn };
            return out.gap(0..record.len(), reason);
        }
        let text = readable(record);
        let cells = cells(&text);
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        if cells.len() <= MESSAGE {
            return out.gap(0..record.len(), GapReason::Truncated);
        }
        let said = |at: usize| Some(cell(at).to_owned()).filter(|name| !name.is_empty());
        let entry = Entry {
            who: Who {
                pid: cell(PID).parse().ok(),
                user: said(USER),
                database: said(DATABASE),
                application: said(APPLICATION),
                host: said(FROM).map(|from| match from.rsplit_once(':') {
                    Some((host, _)) => host.to_owned(),
                    None => from,
                }),
            },
            severity: cell(SEVERITY),
            message: cell(MESSAGE).into(),
            detail: cell(DETAIL).into(),
            statement: cell(QUERY).into(),
        };
        let bare = record.strip_prefix(b"\"").unwrap_or(record);
        let written = stamp_in_session(bare, cell(SESSION), cell(SESSION_START));
        entry.drafts(record.len(), written.as_ref(), &mut out.drafts);
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let (at, took) = quick_stamp(record)?;
        let mut cells = RawCells(record.get(took..)?.strip_prefix(b",")?);
        // the columns up to the process id are those by which a record is known
        let is_known = starts(record) && memchr::memchr(b'\n', record).is_none();
        let pid = cells.nth(PID - USER).filter(|_| is_known)?;
        let severity = cells.nth(SEVERITY - PID - 1)?;
        let message = cells.nth(MESSAGE - SEVERITY - 1)?;
        if severity != b"LOG" || self.is_open(record) {
            return None;
        }
        let ends = match glance(message)? {
            Routine::Sent => None,
            Routine::End => Some(number(pid)?),
            Routine::Begin | Routine::LetIn => return None,
        };
        let stamp = ends.is_none().then_some(0);
        Some(Glance { at: Some(at), ends, stamp, ..Glance::default() })
    }

    fn moment(&self, record: &[u8], _at: usize) -> Option<(Scale, i64)> {
        quick_stamp(record).map(|(at, _)| at)
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Sessions>::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, torment};

    #[test]
    fn a_stamp_in_quotes_is_one() {
        let quoted = format!("\"{}\n", FORMAT.example.replacen(" CET,", " CET\",", 1));
        let head = Head { name: "x", bytes: quoted.as_bytes(), whole: true };
        assert!((FORMAT.sniff)(&head) > Likeness(90));
        let drafts = crate::format::testing::read(&FORMAT, quoted.as_bytes()).0;
        assert_eq!(drafts[0].written.as_ref().unwrap().text, "2026-03-06 09:10:30.344 CET");
    }

    #[test]
    fn names_without_quotes_are_names() {
        let bare = format!("{}\n", FORMAT.example.replace('"', ""));
        assert_eq!(likeness(&FORMAT, &bare), 96);
        let found = queries(&FORMAT, &bare);
        assert_eq!(
            (found[0].user.as_deref(), found[0].sql.as_str()),
            (Some("app"), "drop table carts")
        );
        assert_eq!(likeness(&FORMAT, "2026-03-06 09:10:30 CET,app,shop,5,carts,1.5x,"), 0);
    }

    #[test]
    fn a_record_that_a_literal_imitates_is_none() {
        let line = FORMAT.example;
        let forged = line.replace(
            "drop table carts",
            &format!("insert into a values ('\n{}\n')", line.replace('"', "\"\"")),
        );
        let found = queries(&FORMAT, &format!("{forged}\n{line}\n"));
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|query| query.connection_id == Some(812)));
        assert!(found.first().is_some_and(|query| query.sql.starts_with("insert into a")));
    }

    #[test]
    fn a_csv_of_other_things_is_not_taken_for_it() {
        assert_eq!(likeness(&FORMAT, FORMAT.example), 96);
        assert_eq!(likeness(&FORMAT, "2026-03-06 09:10:30 CET,1,2,3"), 0);
        assert_eq!(likeness(&FORMAT, "2026-03-06 09:10:30,web1,DELETE,5,carts"), 0);
    }

    #[test]
    fn garbled_text_is_survived() {
        torment(&FORMAT, &format!("{}\n", FORMAT.example));
    }
}
