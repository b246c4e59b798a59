//! What the mysql client printed when a script ran: `Warning (Code 1265): …` of `--show-warnings`,
//! `ERROR 1142 (42000) at line 3: …`, `Query OK, 3 rows affected`.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Log},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::lines::{clip, text, trim_end_of_line, without_bom},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "client_output",
    about: "output of the mysql client: warnings, errors, rows affected",
    example: "Warning (Code 1265): Data truncated for column 'title' at row 1",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut fits, mut whole) = (0usize, 0usize);
    for line in head.lines().take(500).filter(|line| !line.trim_ascii().is_empty()) {
        whole += 1;
        fits += usize::from(message(line).is_some());
    }
    Likeness(if fits > 0 && fits * 2 >= whole { 88 } else { 0 })
}

fn message(line: &[u8]) -> Option<Log> {
    let line = text(without_bom(line).trim_ascii());
    let log = |level: Level, message: &str, code: Option<u32>, state: Option<&str>| Log {
        level: Some(level),
        message: clip(message, 4000),
        error_code: code,
        sqlstate: state.map(str::to_owned),
        ..Log::default()
    };
    for (lead, level) in [
        ("Warning (Code ", Level::Warning),
        ("Note (Code ", Level::Notice),
        ("Error (Code ", Level::Error),
    ] {
        if let Some((code, told)) = line.strip_prefix(lead).and_then(|rest| rest.split_once("): "))
        {
            return Some(log(level, told, code.parse().ok(), None));
        }
    }
    if let Some(rest) = line.strip_prefix("ERROR ") {
        let (code, rest) = rest.split_once(' ')?;
        let code = code.parse().ok()?;
        let (state, _) = rest.strip_prefix('(')?.split_once(')')?;
        return Some(log(Level::Error, &line, Some(code), Some(state)));
    }
    let settled = line.starts_with("Query OK, ")
        || line.starts_with("Rows matched: ")
        || line.starts_with("Records: ")
        || line.starts_with("mysql: [Warning]");
    settled.then(|| log(Level::Info, &line, None, None))
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, _line: &[u8]) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let line = trim_end_of_line(record);
        let kind = match message(line) {
            Some(log) => EventKind::Log(Box::new(log)),
            None if line.trim_ascii().is_empty() || line.iter().all(|b| b"-+ ".contains(b)) => {
                out.gap(0..record.len(), GapReason::Blank);
                return;
            }
            None => EventKind::Text(clip(&text(line), 4000)),
        };
        out.draft(Draft::new(record.len(), kind));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_give_their_numbers() {
        assert_eq!(
            message(b"Warning (Code 1265): Data truncated for column 't' at row 1")
                .and_then(|l| l.error_code),
            Some(1265)
        );
        let log = message(b"ERROR 1142 (42000) at line 3: DROP command denied").expect("an error");
        assert_eq!((log.error_code, log.sqlstate.as_deref()), (Some(1142), Some("42000")));
        assert!(message(b"ERROR: something").is_none());
    }
}
