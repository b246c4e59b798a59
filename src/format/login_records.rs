//! Who was logged in: the records of wtmp and btmp (utmp(5), 384 bytes each on Linux), and what
//! `last` and `lastb` print of them.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Service, Session, SessionAction},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{lines, text},
    },
    time::{
        SECOND, Stamp, Written,
        read::{read_ctime, read_syslog_classic},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "login_records",
    about: "logins and logouts as last and lastb print them, and the files wtmp and btmp themselves",
    example: "ops      pts/0        203.0.113.7      Fri Mar  6 09:01 - 09:40  (00:38)",
    sniff,
    reader: |head| {
        let failed = head.file_name().contains("btmp");
        Reader::Document(Box::new(Document { failed }))
    },
};

/// Bytes of a record.
const RECORD: usize = 384;

fn sniff(head: &Head<'_>) -> Likeness {
    let records = head.bytes.as_chunks::<RECORD>().0;
    let whole = !head.whole || head.bytes.len() == records.len() * RECORD;
    // btmp has what attackers typed, and who cleans a wtmp leaves zeros in it
    let fit = records.iter().filter(|record| Record::of(record).is_some()).count();
    let zero = records.iter().filter(|record| record.iter().all(|b| *b == 0)).count();
    if whole && fit > 0 && (fit + zero) * 10 >= records.len() * 9 {
        return Likeness(95);
    }
    let (mut all, mut fit) = (0usize, 0usize);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200) {
        all += 1;
        fit += usize::from(Listed::of(&text(line)).is_some() || footer(&text(line)).is_some());
    }
    Likeness(if fit > 0 && fit * 10 >= all * 9 { 93 } else { 0 })
}

struct Document {
    failed: bool,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        if document.as_chunks::<RECORD>().0.iter().any(|record| Record::of(record).is_some()) {
            return records(document, self.failed, out);
        }
        let failed = lines(document)
            .any(|(_, line)| footer(&text(line)).is_some_and(|file| file.contains("btmp")));
        let from = lines(document).find_map(|(_, line)| begins(&text(line)));
        for (at, line) in lines(document) {
            let shown = text(line);
            if let Some(mut listed) = Listed::of(&shown) {
                if let Some(from) = from {
                    listed.date(from, &shown);
                }
                listed.drafts(failed, &at, out);
            } else if shown.trim().is_empty() {
                out.gap(at, GapReason::Blank);
            } else if footer(&shown).is_some() {
                out.gap(at, GapReason::Furniture);
            } else {
                out.gap(at, GapReason::Unparsed);
            }
        }
    }
}

/// `wtmp begins Sun Mar  1 00:00:12 2026`: the file's name.
fn footer(line: &str) -> Option<&str> {
    begins(line).and(line.trim().split(' ').next())
}

/// The same: when the file begins.
fn begins(line: &str) -> Option<NaiveDateTime> {
    let (_, rest) = line.split_once(" begins ")?;
    match read_ctime(rest.trim().as_bytes())?.0.stamp {
        Stamp::Local(at) => Some(at),
        _ => None,
    }
}

fn draft(at: &std::ops::Range<usize>, session: Session, stamp: Option<Written>) -> Draft {
    let kind = EventKind::Session(Box::new(session));
    Draft { at: at.clone(), ..Draft::new(0, kind).stamped(stamp) }
}

/// Years that a file may reach over: later the same day has the same weekday again.
const YEARS: usize = 5;

/// A line of `last`.
struct Listed {
    user: String,
    tty: String,
    from: Option<String>,
    began: Written,
    /// Where the line tells the day as well, or the session ended on the day on which it began.
    ended: Option<Written>,
}

impl Listed {
    fn of(line: &str) -> Option<Listed> {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let at = DAYS.iter().filter_map(|day| line.find(&format!(" {day} "))).min()?;
        let (who, when) = line.split_at_checked(at + 1)?;
        let mut words = who.split_whitespace();
        // lastb leaves the place of a name that nobody has empty
        let user = if line.starts_with(' ') { "" } else { words.next()? }.to_owned();
        let rest: Vec<&str> = words.collect();
        let (began, behind) = stamp(when)?;
        let is_over = behind.trim_start().starts_with("- ");
        if !is_over && !["still", "gone"].iter().any(|word| behind.trim_start().starts_with(word)) {
            return None;
        }
        let end = behind.trim_start().strip_prefix("- ");
        let ended = end.and_then(|end| {
            stamp(end).map(|(ended, _)| ended).or_else(|| same_day(when, end, &began))
        });
        let tty = (*rest.first()?).to_owned();
        let from = rest.get(1).filter(|_| rest.len() == 2).map(|from| (*from).to_owned());
        Some(Listed { user, tty, from, began, ended })
    }

    /// Finds the year of a line that tells the weekday, in a file that begins at `from`.
    fn date(&mut self, from: NaiveDateTime, line: &str) {
        for written in [Some(&mut self.began), self.ended.as_mut()].into_iter().flatten() {
            let Stamp::Yearless { month, day, time } = written.stamp else { continue };
            let found = (from.year()..).take(YEARS).find_map(|year| {
                let date = NaiveDate::from_ymd_opt(year, month.into(), day.into())?;
                let is_it = line.contains(&format!(" {} ", date.format("%a %b %e")));
                is_it.then(|| date.and_time(time)).filter(|at| at.date() >= from.date())
            });
            if let Some(at) = found {
                written.stamp = Stamp::Local(at);
            }
        }
    }

    fn drafts(self, failed: bool, at: &std::ops::Range<usize>, out: &mut Parsed) {
        // `reboot   system boot`, `shutdown system down`, `runlevel (to lvl 5)`
        if ["reboot", "shutdown", "runlevel"].contains(&self.user.as_str()) {
            let kind = EventKind::Text(format!("last: {}", self.user));
            let draft = Draft::new(0, kind).stamped(Some(self.began));
            return out.draft(Draft { at: at.clone(), ..draft });
        }
        let session = |action| Session {
            user: Some(self.user.clone()).filter(|user| !user.is_empty()),
            from: self.from.clone(),
            action,
            service: Some(Service::Login),
            tty: Some(self.tty.clone()),
            ..Session::default()
        };
        let first = if failed { SessionAction::Failed } else { SessionAction::Login };
        out.draft(draft(at, session(first), Some(self.began.clone())));
        if let Some(ended) = self.ended.clone().filter(|_| !failed) {
            out.draft(draft(at, session(SessionAction::Logout), Some(ended)));
        }
    }
}

/// `Fri Mar  6 09:01:11 2026` or `Fri Mar  6 09:01`, and what stands behind.
fn stamp(shown: &str) -> Option<(Written, &str)> {
    if let Some((written, took)) = read_ctime(shown.as_bytes()) {
        return Some((written, shown.get(took..)?));
    }
    const LONG: usize = "Fri Mar  6 09:01".len();
    let (short, rest) = shown.split_at_checked(LONG)?;
    let (mut written, _) = read_syslog_classic(format!("{}:00", short.get(4..)?).as_bytes())?;
    written.text = short.get(4..)?.into();
    written.unit_us = 60 * SECOND;
    Some((written, rest))
}

/// `09:40  (00:38)` on the day of `when`, where it is no earlier than `began`.
fn same_day(when: &str, end: &str, began: &Written) -> Option<Written> {
    let day = when.get(.."Fri Mar  6 ".len())?;
    let (ended, rest) =
        stamp(&format!("{day}{}", end.get(..5)?)).map(|(at, _)| (at, end.get(5..)))?;
    let is_short = !rest?.contains('+');
    (is_short && minutes(&ended)? >= minutes(began)?).then_some(ended)
}

fn minutes(written: &Written) -> Option<NaiveTime> {
    match written.stamp {
        Stamp::Yearless { time, .. } => Some(time),
        _ => None,
    }
}

/// A record of utmp(5).
struct Record {
    kind: i16,
    pid: u32,
    line: String,
    user: String,
    host: String,
    at_s: i32,
}

impl Record {
    fn of(bytes: &[u8; RECORD]) -> Option<Record> {
        let word = |at: usize| Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let name = |at: usize, len: usize| {
            let field = bytes.get(at..at + len)?;
            let end = field.iter().position(|b| *b == 0).unwrap_or(len);
            let field = field.get(..end)?;
            let is_plain = !field.iter().any(u8::is_ascii_control);
            is_plain.then(|| text(field))
        };
        let kind = i16::from_le_bytes(bytes.get(..2)?.try_into().ok()?);
        let padding = bytes.get(2..4)? == [0, 0] && bytes.get(364..)?.iter().all(|b| *b == 0);
        let at_s = word(340)?;
        // since the year 2000
        ((1..=9).contains(&kind) && padding && at_s > 946_684_800).then_some(())?;
        Some(Record {
            kind,
            pid: u32::try_from(word(4)?).ok()?,
            line: name(8, 32)?,
            user: name(44, 32)?,
            host: name(76, 256)?,
            at_s,
        })
    }
}

fn records(document: &[u8], failed: bool, out: &mut Parsed) {
    let mut there: HashMap<String, Session> = HashMap::new();
    let (all, rest) = document.as_chunks::<RECORD>();
    for (index, bytes) in all.iter().enumerate() {
        let at = index * RECORD..(index + 1) * RECORD;
        let Some(record) = Record::of(bytes) else {
            out.gap(at, GapReason::Unparsed);
            continue;
        };
        let stamp = Written {
            stamp: Stamp::Instant(i64::from(record.at_s) * SECOND),
            text: record.at_s.to_string().into(),
            unit_us: SECOND,
            offset_s: None,
        };
        let session = match record.kind {
            // a user's process; a login that waits or was refused
            7 | 6 if !record.user.is_empty() && (record.kind == 7 || failed) => {
                let session = Session {
                    user: Some(record.user),
                    from: Some(record.host).filter(|host| !host.is_empty()),
                    action: if failed { SessionAction::Failed } else { SessionAction::Login },
                    service: Some(Service::Login),
                    pid: Some(u64::from(record.pid)),
                    tty: Some(record.line.clone()),
                    ..Session::default()
                };
                there.insert(record.line, session.clone());
                session
            }
            8 if let Some(session) = there.remove(&record.line) => {
                Session { action: SessionAction::Logout, ..session }
            }
            2 => {
                there.clear();
                let kind = EventKind::Text("last: reboot".to_owned());
                out.draft(Draft { at, ..Draft::new(0, kind).stamped(Some(stamp)) });
                continue;
            }
            _ => {
                out.gap(at, GapReason::Furniture);
                continue;
            }
        };
        out.draft(draft(&at, session, Some(stamp)));
    }
    out.gap(document.len() - rest.len()..document.len(), GapReason::Truncated);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read, torment};

    const LAST: &str = "ops      pts/0        203.0.113.7      Fri Mar  6 09:01 - 09:40  (00:38)\nroot     pts/1        198.51.100.4     Fri Mar  6 08:10   still logged in\nops      tty1                          Thu Mar  5 23:50 - 00:10  (00:20)\nreboot   system boot  5.15.0-91-generi Thu Mar  5 22:00   still running\n\nwtmp begins Sun Mar  1 00:00:12 2026\n";

    fn told(bytes: &[u8]) -> Vec<(String, SessionAction, String)> {
        let sessions = read(&FORMAT, bytes).0.into_iter().filter_map(|draft| match draft.kind {
            EventKind::Session(s) => {
                Some((s.user.unwrap_or_default(), s.action, draft.written?.text.to_string()))
            }
            _ => None,
        });
        sessions.collect()
    }

    #[test]
    fn a_listing_tells_when_sessions_began_and_ended() {
        assert!(likeness(&FORMAT, LAST) > 90);
        use SessionAction::{Login, Logout};
        let of = |user: &str, action, at: &str| (user.to_owned(), action, at.to_owned());
        assert_eq!(
            told(LAST.as_bytes()),
            [
                of("ops", Login, "Mar  6 09:01"),
                of("ops", Logout, "Mar  6 09:40"),
                of("root", Login, "Mar  6 08:10"),
                // the day on which it ended is not told
                of("ops", Login, "Mar  5 23:50"),
            ]
        );
        let (drafts, _) = read(&FORMAT, LAST.as_bytes());
        let began = NaiveDate::from_ymd_opt(2026, 3, 6).unwrap().and_hms_opt(9, 1, 0).unwrap();
        assert_eq!(drafts[0].written.as_ref().unwrap().stamp, Stamp::Local(began));
        let failed = told(LAST.replace("wtmp", "btmp").as_bytes());
        assert!(failed.iter().all(|(_, action, _)| *action == SessionAction::Failed));
        torment(&FORMAT, LAST);
        // a sentence with a day in it
        assert_eq!(likeness(&FORMAT, "the job ran on Fri Mar  6 09:01 and failed\n"), 0);
    }

    #[test]
    fn records_tell_the_same() {
        let record = |kind: u8, user: &str, at: i32| {
            let mut out = [0u8; RECORD];
            out[0] = kind;
            out[4] = 9;
            out[8..13].copy_from_slice(b"pts/0");
            out[44..44 + user.len()].copy_from_slice(user.as_bytes());
            out[340..344].copy_from_slice(&at.to_le_bytes());
            out
        };
        let file = [record(7, "ops", 1_772_787_671), record(8, "", 1_772_790_002)].concat();
        let head = Head { name: "wtmp", bytes: &file, whole: true };
        assert_eq!((FORMAT.sniff)(&head), Likeness(95));
        let actions: Vec<_> =
            told(&file).into_iter().map(|(user, action, _)| (user, action)).collect();
        let ops = |action| ("ops".to_owned(), action);
        assert_eq!(actions, [ops(SessionAction::Login), ops(SessionAction::Logout)]);
    }
}
