//! The Linux audit log: `type=… msg=audit(epoch:serial): key=value …`, several lines of one serial
//! for one system call; values of odd bytes are hexadecimal; after auditd's audit.log and the
//! audit message formats of its userspace.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Command, CommandVia, Service, Session, SessionAction},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::lines::readable,
    },
    time::{Written, read::read_epoch},
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "auditd",
    about: "audit.log of the Linux audit daemon",
    example: "type=EXECVE msg=audit(1795415944.123:456): argc=2 a0=\"php\" a1=\"artisan\"",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut all, mut own) = (0usize, 0usize);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200) {
        all += 1;
        own += usize::from(Line::read(line).is_some());
    }
    if own > 0 && own * 2 >= all { Likeness(96) } else { Likeness::NONE }
}

/// Kinds that only add to the line before them.
const ADDS: &[&str] = &[
    "EXECVE",
    "CWD",
    "PATH",
    "PROCTITLE",
    "SOCKADDR",
    "BPRM_FCAPS",
    "EOE",
    "FD_PAIR",
    "IPC",
    "MMAP",
    "OBJ_PID",
    "SOCKETCALL",
];

/// One line taken apart.
struct Line {
    kind: String,
    written: Option<Written>,
    serial: String,
    rest: String,
}

impl Line {
    fn read(line: &[u8]) -> Option<Line> {
        let text = readable(line);
        let text = text.trim_end_matches(['\r', '\n']);
        let text = match text.strip_prefix("node=") {
            Some(rest) => rest.split_once(' ')?.1,
            None => text,
        };
        let (kind, rest) = text.strip_prefix("type=")?.split_once(' ')?;
        let (stamp, rest) = rest.strip_prefix("msg=audit(")?.split_once(')')?;
        let (time, serial) = stamp.rsplit_once(':')?;
        let written = read_epoch(time.as_bytes()).map(|(written, _)| written);
        // the separator before the names that an enriched log adds
        let rest = rest.trim_start_matches(':').trim().replace('\u{1d}', " ");
        Some(Line { kind: kind.to_owned(), written, serial: serial.to_owned(), rest })
    }

    /// A field as written: its value and whether it stood in quotes.
    fn raw(&self, name: &str) -> Option<(&str, bool)> {
        let mut rest = self.rest.as_str();
        loop {
            let at = rest.find(name)?;
            let (before, found) = rest.split_at_checked(at)?;
            let after = found.get(name.len()..)?;
            let begins = before.is_empty() || before.ends_with([' ', '\'', '(']);
            if begins && let Some(value) = after.strip_prefix('=') {
                return Some(match value.strip_prefix('"') {
                    Some(quoted) => (quoted.split('"').next().unwrap_or(quoted), true),
                    None => (value.split([' ', '\'']).next().unwrap_or(value), false),
                });
            }
            rest = after;
        }
    }

    /// A field as plain text: hexadecimal undone.
    fn text(&self, name: &str) -> Option<String> {
        let (value, quoted) = self.raw(name)?;
        if matches!(value, "?" | "(none)" | "(null)" | "") {
            return None;
        }
        Some(if quoted {
            value.to_owned()
        } else {
            unhex(value).unwrap_or_else(|| value.to_owned())
        })
    }

    /// An account: its name where the log gives one, else its number.
    fn account(&self, number: &str, name: &str) -> Option<String> {
        let unset = |value: &str| matches!(value, "unset" | "4294967295" | "-1");
        if let Some((value, _)) =
            self.raw(name).filter(|(value, _)| !unset(value) && !value.starts_with("unknown"))
        {
            return Some(value.to_owned());
        }
        let (value, _) = self.raw(number).filter(|(value, _)| !unset(value))?;
        Some(if value.bytes().all(|b| b.is_ascii_digit()) {
            if value == "0" { "root".to_owned() } else { format!("uid {value}") }
        } else {
            value.to_owned()
        })
    }
}

fn unhex(value: &str) -> Option<String> {
    if value.len() < 2
        || !value.len().is_multiple_of(2)
        || !value.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return None;
    }
    let mut bytes = Vec::with_capacity(value.len() / 2);
    for pair in value.as_bytes().chunks_exact(2) {
        bytes.push(u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?);
    }
    let text = readable(&bytes).into_owned();
    // a plain number is no text
    text.chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\0'))
        .then(|| text.replace('\0', " ").trim_end().to_owned())
}

/// A word as a shell would need it written.
fn quoted(word: &str) -> String {
    let plain = !word.is_empty()
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        Line::read(line).is_some_and(|line| !ADDS.contains(&line.kind.as_str()))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let lines: Vec<Line> = record.split(|b| *b == b'\n').filter_map(Line::read).collect();
        let Some(first) = lines.first() else {
            let blank = record.trim_ascii().is_empty();
            out.gap(0..record.len(), if blank { GapReason::Blank } else { GapReason::Unparsed });
            return;
        };
        let executed = lines.iter().find(|line| line.kind == "EXECVE");
        let kind = match executed {
            Some(executed) => execution(executed, &lines),
            None => single(first),
        };
        let kind = kind.unwrap_or_else(|| {
            let text = readable(record.split(|b| *b == b'\n').next().unwrap_or_default());
            EventKind::Text(text.trim_end().to_owned())
        });
        let written = executed.unwrap_or(first).written.clone();
        out.draft(Draft::new(record.len(), kind).stamped(written));
    }
}

/// A program that was started: EXECVE and what belongs to its serial.
fn execution(executed: &Line, lines: &[Line]) -> Option<EventKind> {
    let own =
        |kind: &str| lines.iter().find(|line| line.kind == kind && line.serial == executed.serial);
    let count: usize = executed.raw("argc")?.0.parse().ok()?;
    let mut words = Vec::new();
    for number in 0..count.min(1000) {
        let name = format!("a{number}");
        if let Some(word) = executed.text(&name) {
            words.push(quoted(&word));
        }
    }
    let call = own("SYSCALL");
    let ran_as = call.and_then(|call| call.account("uid", "UID"));
    // the login account survives sudo and su: it is the person
    let person = call.and_then(|call| call.account("auid", "AUID"));
    let same = person == ran_as;
    Some(EventKind::Command(Box::new(Command {
        user: person.or_else(|| ran_as.clone()),
        command: words.join(" "),
        via: CommandVia::Audit,
        directory: own("CWD").and_then(|line| line.text("cwd")),
        tty: call.and_then(|call| call.text("tty")),
        run_as: ran_as.filter(|_| !same),
        refused: call.and_then(|call| call.raw("success")).is_some_and(|(value, _)| value == "no"),
        ..Command::default()
    })))
}

/// A line that tells by itself.
fn single(line: &Line) -> Option<EventKind> {
    let failed =
        line.raw("res").is_some_and(|(value, _)| value.starts_with("failed") || value == "0");
    match line.kind.as_str() {
        "USER_CMD" => Some(EventKind::Command(Box::new(Command {
            user: line.account("auid", "AUID").or_else(|| line.account("uid", "UID")),
            command: line.text("cmd")?,
            via: CommandVia::Audit,
            directory: line.text("cwd"),
            tty: line.text("terminal"),
            refused: failed,
            ..Command::default()
        }))),
        "USER_LOGIN" | "USER_START" | "USER_END" | "USER_LOGOUT" | "USER_AUTH" => {
            if line.kind == "USER_AUTH" && !failed {
                return None;
            }
            let action = match line.kind.as_str() {
                _ if failed => SessionAction::Failed,
                "USER_END" | "USER_LOGOUT" => SessionAction::Logout,
                _ => SessionAction::Login,
            };
            let program =
                line.text("exe").map(|path| path.rsplit('/').next().unwrap_or(&path).to_owned());
            Some(EventKind::Session(Box::new(Session {
                user: line
                    .text("acct")
                    .or_else(|| line.account("id", "ID"))
                    .or_else(|| line.account("auid", "AUID")),
                from: line.text("addr").or_else(|| line.text("hostname")),
                action,
                service: program.as_deref().map(Service::of),
                pid: line.raw("pid").and_then(|(pid, _)| pid.parse().ok()),
                tty: line.text("terminal"),
                ..Session::default()
            })))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> EventKind {
        assert!(
            (FORMAT.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }) > Likeness(90)
        );
        assert!(Records.starts_record(text.lines().next().unwrap_or("").as_bytes()));
        let mut out = Parsed::default();
        Records.read(text.as_bytes(), &mut out);
        assert!(out.drafts.first().is_some_and(|draft| draft.written.is_some()));
        out.drafts.pop().expect("one").kind
    }

    #[test]
    fn the_lines_of_a_call_make_one_command_of_a_person() {
        let text = "type=SYSCALL msg=audit(1795415944.123:456): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 auid=1001 uid=33 tty=pts0 ses=12 comm=\"php\"\n\
                    type=EXECVE msg=audit(1795415944.123:456): argc=4 a0=\"php\" a1=\"artisan\" a2=74696E6B6572 a3=612062\n\
                    type=CWD msg=audit(1795415944.123:456): cwd=\"/srv/app\"\n";
        let EventKind::Command(command) = read(text) else { panic!() };
        assert_eq!(command.command, "php artisan tinker 'a b'");
        assert_eq!(
            (command.user.as_deref(), command.run_as.as_deref()),
            (Some("uid 1001"), Some("uid 33"))
        );
        assert_eq!(
            (command.directory.as_deref(), command.tty.as_deref(), command.via),
            (Some("/srv/app"), Some("pts0"), CommandVia::Audit)
        );
        assert!(
            !Records.starts_record(b"type=CWD msg=audit(1795415944.123:456): cwd=\"/srv/app\"")
        );
    }

    #[test]
    fn sudo_and_logins_are_told_by_one_line() {
        let text = "type=USER_CMD msg=audit(1795415944.123:457): pid=9 uid=1001 auid=1001 ses=3 msg='cwd=\"/home/a\" cmd=6C73202D6C exe=\"/usr/bin/sudo\" terminal=pts/0 res=success'\n";
        let EventKind::Command(command) = read(text) else { panic!() };
        assert_eq!((command.command.as_str(), command.refused), ("ls -l", false));
        let text = "type=USER_LOGIN msg=audit(1795415944.123:458): pid=9 uid=0 auid=1001 ses=3 msg='op=login acct=\"ada\" exe=\"/usr/sbin/sshd\" hostname=192.0.2.7 addr=192.0.2.7 terminal=/dev/pts/0 res=success'\n";
        let EventKind::Session(session) = read(text) else { panic!() };
        assert_eq!(
            (session.user.as_deref(), session.from.as_deref(), session.service),
            (Some("ada"), Some("192.0.2.7"), Some(Service::Sshd))
        );
    }
}
