//! Mailboxes (mbox, RFC 4155; or one message with its headers) in which cron mails what its jobs
//! print: the subject names account, host and command, the body is the output, with `set -x` each
//! command that the job ran. Cron mails when a job is over.

use std::{borrow::Cow, ops::Range};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    event::{
        draft::{Draft, GapReason},
        job::{CronRun, Scheduler},
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            artisan,
            lines::{clip, lines, text},
            steps,
        },
    },
    time::{
        SECOND, Written,
        read::{read_ctime, read_rfc2822},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "cron_mail",
    about: "mailbox with the mails of cron: what its jobs ran and printed",
    example: "From root@web1  Fri Mar  6 03:15:09 2026\nFrom: root@web1 (Cron Daemon)\nSubject: Cron <deploy@web1> php artisan report:build\nDate: Fri,  6 Mar 2026 03:15:09 +0100 (CET)\n\nBuilt 12 reports.",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let first = head.lines().find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    if envelope(first).is_some() {
        let is_header = head.lines().nth(1).is_some_and(|line| header(line).is_some());
        return Likeness(if is_header { 96 } else { 0 });
    }
    let mail = Mail::of(head.bytes);
    let is_of_cron = header(first).is_some() && mail.date.is_some() && job(&mail.subject).is_some();
    Likeness(if is_of_cron { 96 } else { 0 })
}

/// The stamp of the line that begins a message in a mailbox: `From root@web1  Fri Mar  6 …`.
fn envelope(line: &[u8]) -> Option<Written> {
    let rest = line.strip_prefix(b"From ")?;
    let end = memchr::memchr(b' ', rest)?;
    read_ctime(rest.get(end..)?.trim_ascii_start()).map(|(written, _)| written)
}

/// A field of a message's head.
fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(b':', line).filter(|at| *at > 0)?;
    let name = line.get(..at)?;
    let is_name = name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_name.then_some((name, line.get(at + 1..)?.trim_ascii()))
}

/// The job that a subject names.
fn job(subject: &str) -> Option<CronRun> {
    let run = |user: Option<&str>, host: Option<&str>, command: &str| CronRun {
        user: user.map(str::to_owned),
        host: host.map(str::to_owned),
        command: command.trim().to_owned(),
        ..CronRun::default()
    };
    if let Some(rest) = subject.strip_prefix("Cron <") {
        let (account, command) = rest.split_once('>')?;
        let (user, host) = account.split_once('@')?;
        return Some(run(Some(user), Some(host), command));
    }
    if let Some(rest) = subject.strip_prefix("Anacron job '") {
        let (name, host) = rest.split_once('\'')?;
        let host = host.trim().strip_prefix("on ");
        return Some(CronRun { scheduler: Scheduler::Anacron, ..run(Some("root"), host, name) });
    }
    // crond of BusyBox
    let command = subject.strip_prefix("cron: ")?;
    Some(CronRun { scheduler: Scheduler::Busybox, ..run(None, None, command) })
}

/// The head of a message.
#[derive(Default)]
struct Mail {
    subject: String,
    /// When it was sent.
    date: Option<Written>,
    encoding: String,
    /// Where its body begins.
    body: usize,
}

impl Mail {
    fn of(record: &[u8]) -> Mail {
        let mut mail = Mail { body: record.len(), ..Mail::default() };
        let mut sent = None;
        let mut is_subject = false;
        for (range, line) in lines(record) {
            if line.trim_ascii().is_empty() {
                mail.body = record.len().min(range.end + 1);
                break;
            }
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                if is_subject {
                    mail.subject.push(' ');
                    mail.subject.push_str(text(line).trim());
                }
                continue;
            }
            sent = sent.or_else(|| envelope(line));
            let Some((name, value)) = header(line) else { continue };
            is_subject = name.eq_ignore_ascii_case(b"subject");
            if is_subject {
                mail.subject = text(value);
            } else if name.eq_ignore_ascii_case(b"date") {
                mail.date = read_rfc2822(value).map(|(written, _)| written);
            } else if name.eq_ignore_ascii_case(b"content-transfer-encoding") {
                mail.encoding = text(value).to_ascii_lowercase();
            }
        }
        mail.date = mail.date.or(sent);
        mail
    }

    /// The body as it was before it was encoded.
    fn decoded<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        match self.encoding.as_str() {
            "quoted-printable" => Cow::Owned(unquoted(body)),
            "base64" => {
                let bare: Vec<u8> =
                    body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
                STANDARD.decode(bare).map_or(Cow::Borrowed(body), Cow::Owned)
            }
            _ => Cow::Borrowed(body),
        }
    }
}

/// RFC 2045, 6.7: `=3D` is `=`, and `=` at a line's end joins it with the next.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        let line_end = [&b"\n"[..], b"\r\n"].into_iter().find(|end| behind.starts_with(end));
        let (byte, took) = match (*first, byte, line_end) {
            (b'=', Some(byte), _) => (Some(byte), 2),
            (b'=', None, Some(end)) => (None, end.len()),
            (byte, ..) => (Some(byte), 0),
        };
        out.extend(byte);
        rest = behind.get(took..).unwrap_or_default();
    }
    out
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        envelope(line).is_some()
    }

    fn opening(&self) -> Option<&'static [u8]> {
        Some(b"F")
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
            return;
        }
        let mail = Mail::of(record);
        let raw = record.get(mail.body..).unwrap_or_default();
        let body = mail.decoded(raw);
        let Some(run) = job(&mail.subject) else {
            let told = format!("mail: {}\n{}", mail.subject, text(&body));
            let kind = EventKind::Text(clip(told.trim_end(), OUTPUT));
            out.draft(Draft::new(record.len(), kind).stamped(mail.date));
            return;
        };
        let blocks = blocks(&body);
        let first = blocks.iter().find_map(|(_, block)| match block {
            Block::Step(at) => Some(at.clone()),
            _ => None,
        });
        // a job without a word about its beginning began with the minute, if it was short
        let began = first.or_else(|| mail.date.as_ref().and_then(|at| at.floor(60 * SECOND)));
        let lent = Lent { run: &run, date: mail.date.as_ref() };
        let mut printed = lent.drafts(&body, &blocks);
        let is_as_sent = matches!(body, Cow::Borrowed(_));
        for draft in &mut printed {
            draft.at = if is_as_sent {
                draft.at.start + mail.body..draft.at.end + mail.body
            } else {
                mail.body..record.len()
            };
        }
        out.draft(Draft::new(mail.body, EventKind::CronRun(Box::new(run.clone()))).stamped(began));
        out.drafts.extend(printed);
    }
}

/// The most of a text that is kept.
const OUTPUT: usize = 32_000;

/// A stretch of what a job printed.
enum Block {
    /// A command that the shell showed (`set -x`), and what it printed.
    Traced(String),
    /// A line with a stamp, and what was printed below it.
    Step(Written),
    /// Anything before the first of both.
    Said,
}

fn blocks(body: &[u8]) -> Vec<(Range<usize>, Block)> {
    // `+++ b/etc/passwd` is of no shell
    let is_diff = lines(body).any(|(_, line)| line.starts_with(b"@@ "));
    let mut out: Vec<(Range<usize>, Block)> = Vec::new();
    for (range, line) in lines(body) {
        let begun = match steps::traced(&text(line)).filter(|_| !is_diff) {
            Some(command) => Some(Block::Traced(command.to_owned())),
            None => steps::step(line).map(|step| Block::Step(step.stamp)),
        };
        match (begun, out.last_mut()) {
            (Some(block), _) => out.push((range, block)),
            (None, Some((last, _))) if !line.is_empty() => last.end = range.end,
            (None, None) if !line.is_empty() => out.push((range, Block::Said)),
            (None, _) => {}
        }
    }
    out
}

/// What the mail says of everything in it.
struct Lent<'m> {
    run: &'m CronRun,
    date: Option<&'m Written>,
}

impl Lent<'_> {
    /// The events of what a job printed, with spans in it.
    fn drafts(&self, body: &[u8], blocks: &[(Range<usize>, Block)]) -> Vec<Draft> {
        let mut out = Vec::new();
        let mut since: Option<&Written> = None;
        for (index, (range, block)) in blocks.iter().enumerate() {
            let record = body.get(range.clone()).unwrap_or_default();
            let before = out.len();
            match block {
                Block::Step(stamp) => {
                    since = Some(stamp);
                    steps::drafts(record, Some(CommandVia::ScriptLog), &mut out);
                }
                Block::Traced(command) => {
                    let next = blocks.get(index..).unwrap_or_default().iter();
                    let until = next.into_iter().find_map(|(_, block)| match block {
                        Block::Step(stamp) => Some(stamp),
                        _ => None,
                    });
                    let until = until.or(self.date);
                    let at = match (since, until) {
                        (Some(since), Some(until)) => since.until(until),
                        _ => None,
                    };
                    out.extend(shown(command, record, at.or_else(|| until.cloned())));
                }
                Block::Said => out.push(self.said(record)),
            }
            for draft in out.iter_mut().skip(before) {
                draft.at = range.clone();
                if let EventKind::Command(command) = &mut draft.kind {
                    command.user = command.user.take().or_else(|| self.run.user.clone());
                    command.host = command.host.take().or_else(|| self.run.host.clone());
                }
            }
        }
        out
    }

    fn said(&self, record: &[u8]) -> Draft {
        let said = text(record);
        let kind = match artisan::proved_by_output(said.lines()) {
            Some(command) => EventKind::Command(Box::new(Command {
                command,
                via: CommandVia::ToolOutput,
                output: Some(clip(&said, OUTPUT)),
                ..Command::default()
            })),
            None => EventKind::Text(clip(&said, OUTPUT)),
        };
        Draft::new(0, kind).stamped(self.date.cloned())
    }
}

/// A command that the shell showed.
fn shown(command: &str, record: &[u8], at: Option<Written>) -> Option<Draft> {
    // a variable that is set
    let (name, _) = command.split_once('=').unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    if !name.is_empty() && name.chars().all(is_name) {
        return None;
    }
    let printed = lines(record).skip(1).map(|(_, line)| text(line)).collect::<Vec<_>>();
    let kind = EventKind::Command(Box::new(Command {
        command: command.to_owned(),
        via: CommandVia::ScriptLog,
        output: Some(clip(&printed.join("\n"), OUTPUT)),
        ..Command::default()
    }));
    Some(Draft::new(0, kind).stamped(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        format::testing::{likeness, read, torment},
        time::Stamp,
    };

    const HEAD: &str = "From root@ops1.example.com  Fri Mar  6 03:30:05 2026\nReturn-Path: <root@ops1.example.com>\nFrom: \"(Cron Daemon)\" <root@ops1.example.com>\nSubject: Cron <root@ops1>\n /opt/ops/refresh.sh\nX-Cron-Env: <SHELL=/bin/sh>\nDate: Fri,  6 Mar 2026 03:30:05 +0100 (CET)\n";

    fn told(mail: &str) -> Vec<String> {
        let (drafts, _) = read(&FORMAT, mail.as_bytes());
        drafts
            .into_iter()
            .map(|draft| {
                let at = draft.written.as_ref().map(|at| (at.text.to_string(), at.unit_us));
                let (at, unit) = at.unwrap_or_default();
                let said = match draft.kind {
                    EventKind::CronRun(run) => format!(
                        "{}@{} {}",
                        run.user.unwrap_or_default(),
                        run.host.unwrap_or_default(),
                        run.command
                    ),
                    EventKind::Command(c) => {
                        format!("$ {} > {}", c.command, c.output.unwrap_or_default())
                    }
                    EventKind::Text(said) => said,
                    other => panic!("{other:?}"),
                };
                format!("{at}~{} {said}", unit / 1_000_000)
            })
            .collect()
    }

    #[test]
    fn a_mail_is_a_run_and_what_the_shell_showed_are_its_commands() {
        let mail = format!(
            "{HEAD}\n++ DB=crm\n+ date -Is\n2026-03-06T03:30:01+01:00\n+ mysql -e 'DROP DATABASE crm'\nERROR 1008 (HY000)\n+ date -Is\n2026-03-06T03:30:04+01:00\n+ rm -f x\n\n\nFrom a@b  Fri Mar  6 06:00:00 2026\nSubject: Logwatch\n\nFrom here on\n"
        );
        assert!(likeness(&FORMAT, &mail) > 90);
        assert_eq!(
            told(&mail),
            [
                "2026-03-06T03:30:01+01:00~1 root@ops1 /opt/ops/refresh.sh",
                "2026-03-06T03:30:01+01:00~1 $ date -Is > ",
                "2026-03-06T03:30:01+01:00~4 $ mysql -e 'DROP DATABASE crm' > ERROR 1008 (HY000)",
                "2026-03-06T03:30:01+01:00~4 $ date -Is > ",
                "2026-03-06T03:30:04+01:00~2 $ rm -f x > ",
                "Fri Mar  6 06:00:00 2026~1 mail: Logwatch\nFrom here on",
            ]
        );
        torment(&FORMAT, &mail);
    }

    #[test]
    fn a_job_that_says_no_time_began_with_the_minute() {
        let mail = format!(
            "{HEAD}Content-Transfer-Encoding: quoted-printable\n\n--- a/x=3D\n+++ b/x\n@@ -1 =\n@@\n"
        );
        let (drafts, _) = read(&FORMAT, mail.as_bytes());
        let at = drafts[0].written.as_ref().unwrap();
        assert_eq!((at.stamp, at.unit_us), (Stamp::Instant(1_772_764_200_000_000), 60 * SECOND));
        assert_eq!(told(&mail)[1], "Fri,  6 Mar 2026 03:30:05 +0100~1 --- a/x=\n+++ b/x\n@@ -1 @@");
        // one message in a folder of its own
        let single = mail.split_once('\n').unwrap().1;
        assert!(likeness(&FORMAT, single) > 90);
        assert_eq!(likeness(&FORMAT, &single.replace("Cron <", "Re: Cron <")), 0);
        assert_eq!(likeness(&FORMAT, "From here on\nFri: a\n"), 0);
    }
}
