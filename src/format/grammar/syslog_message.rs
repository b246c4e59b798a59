//! What a host's log line tells, by the program that wrote it: cron daemons, systemd, database
//! servers and the kernel here, logins and privilege changes in [`super::login`].

use std::collections::{HashMap, VecDeque};

use crate::{
    event::{
        draft::{Draft, GapReason},
        job::{CronRun, Scheduler},
        kind::EventKind,
        log::{Level, Server, ServerMark},
        remark::Remark,
        session::{Command, CommandVia, Service, Session, SessionAction},
    },
    format::{
        contract::Carry,
        grammar::{
            audit_line, login, server_mark,
            syslog_header::{self, Envelope, Origin, Shape},
        },
    },
    time::{Stamp, Written},
};

/// The draft of a line in one of the forms of [`envelope`], or why there is none.
pub(crate) fn line(record: &[u8]) -> Result<Draft, GapReason> {
    match syslog_header::read(record) {
        Some(envelope) => Ok(draft(envelope, record.len())),
        None if record.iter().all(|b| b.is_ascii_whitespace() || *b == 0) => Err(GapReason::Blank),
        None if record.starts_with(b"-- ") => Err(GapReason::Furniture),
        None if !syslog_header::starts(record) => Err(GapReason::Torn),
        None => Err(GapReason::Unparsed),
    }
}

/// PAM's modules and sshd all tell of one failed attempt, and sshd again when the connection ends:
/// it counts once.
#[derive(Default)]
pub(crate) struct OneFailure {
    /// The last attempt of each process among the last that there were.
    attempts: HashMap<u64, Attempt>,
    /// These, by process and number, the latest last.
    order: VecDeque<(u64, u64)>,
    number: u64,
}

struct Attempt {
    number: u64,
    /// As PAM names it, which does not name an account that is unknown.
    user: Option<String>,
    /// PAM told of it, sshd did not yet.
    open: bool,
}

/// So many attempts are remembered.
const ATTEMPTS: usize = 256;

impl OneFailure {
    /// Whether a failure was told of already.
    fn is_told(&mut self, session: &Session, pid: u64) -> bool {
        let told = self.attempts.get(&pid).is_some_and(|attempt| {
            let same = attempt.user.is_none() || attempt.user == session.user;
            session.gave_up || attempt.open && same
        });
        // only PAM names a terminal
        let open = session.tty.is_some();
        self.number += 1;
        let (number, user) = (self.number, session.user.clone());
        self.attempts.insert(pid, Attempt { number, user, open });
        self.order.push_back((pid, number));
        if self.order.len() > ATTEMPTS
            && let Some((pid, number)) = self.order.pop_front()
            && self.attempts.get(&pid).is_some_and(|attempt| attempt.number == number)
        {
            self.attempts.remove(&pid);
        }
        told
    }
}

impl Carry for OneFailure {
    fn takes(&self, draft: &Draft) -> bool {
        matches!(&draft.kind, EventKind::Session(session) if session.service == Some(Service::Sshd))
    }

    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for draft in drafts {
            let EventKind::Session(session) = &draft.kind else { continue };
            let Some(pid) = session.pid else { continue };
            if session.service != Some(Service::Sshd) || session.action != SessionAction::Failed {
                continue;
            }
            if self.is_told(session, pid) {
                let user = session.user.as_deref().unwrap_or("nobody");
                let from = session.from.as_deref().unwrap_or("an unknown address");
                draft.kind =
                    EventKind::Text(format!("sshd: the same failure of {user} from {from}"));
            }
        }
    }
}

/// The draft of a journal's entry from its fields; `written` where the form gives a stamp beside.
pub(crate) fn entry(
    field: &dyn Fn(&str) -> Option<String>,
    written: Option<Written>,
    len: usize,
) -> Draft {
    let written = written.or_else(|| {
        let text = field("__REALTIME_TIMESTAMP").or_else(|| field("_SOURCE_REALTIME_TIMESTAMP"))?;
        let us = text.parse().ok()?;
        Some(Written { stamp: Stamp::Instant(us), text: text.into(), unit_us: 1, offset_s: None })
    });
    let envelope = Envelope {
        shape: Shape::Json,
        written,
        host: field("_HOSTNAME"),
        tag: field("SYSLOG_IDENTIFIER")
            .or_else(|| field("_COMM"))
            .or_else(|| field("_SYSTEMD_UNIT"))
            .unwrap_or_default(),
        pid: field("SYSLOG_PID").or_else(|| field("_PID")).and_then(|pid| pid.parse().ok()),
        message: field("MESSAGE").unwrap_or_default(),
    };
    draft(envelope, len)
}

/// The draft of one line of a host's log that is `len` bytes long.
pub(crate) fn draft(envelope: Envelope, len: usize) -> Draft {
    let origin = Origin { tag: &envelope.tag, pid: envelope.pid, host: envelope.host.as_deref() };
    let (message, times) = repeated(&envelope.message);
    let mut draft = Draft::new(len, kind(&origin, message)).stamped(envelope.written);
    draft.remarks.extend(times.map(Remark::Repeated));
    draft
}

/// `message repeated 3 times: [ …]` and what was repeated.
fn repeated(message: &str) -> (&str, Option<u64>) {
    let inner = || {
        let rest = message.trim_start().strip_prefix("message repeated ")?;
        let (count, rest) = rest.split_once(" times: [")?;
        Some((rest.strip_suffix(']')?.trim_start(), count.parse().ok()?))
    };
    inner().map_or((message, None), |(message, times)| (message, Some(times)))
}

/// What `message` tells.
pub(crate) fn kind(origin: &Origin<'_>, message: &str) -> EventKind {
    let program = origin.program();
    let told = match program.as_str() {
        "cron" | "crond" | "cronie" | "fcron" => cron(origin, message)
            .or_else(|| busybox(origin, message))
            .or_else(|| login::pam(origin, message)),
        "crontab" => crontab(origin, message),
        "anacron" => anacron(origin, message),
        "supercronic" => supercronic(origin, message),
        "busybox" => busybox(origin, message),
        "systemd" => systemd(origin, message),
        "kernel" => kernel(message),
        "mysqld" | "mariadbd" | "mysqld_safe" | "mariadbd-safe" | "mysql" | "mariadb" => {
            Some(server(message))
        }
        "mysql-server_auditing" | "mariadb-server_auditing" => audit(message),
        "bash" | "-bash" | "sh" | "-sh" | "snoopy" => typed(origin, message),
        "" => cron(origin, message)
            .or_else(|| crontab(origin, message))
            .or_else(|| login::event("", origin, message))
            .or_else(|| anacron(origin, message))
            .or_else(|| systemd(origin, message)),
        other => login::event(other, origin, message),
    };
    told.unwrap_or_else(|| {
        EventKind::Text(if origin.tag.is_empty() {
            message.to_owned()
        } else {
            format!("{}: {message}", origin.tag)
        })
    })
}

/// An event of MariaDB's audit plugin. Its table events repeat what the statement's own line says.
fn audit(message: &str) -> Option<EventKind> {
    let fields = audit_line::fields(message.trim_start().as_bytes())?;
    let told = audit_line::kind(&fields);
    let repeats = matches!(&told, EventKind::Query(query) if query.origin == Some(crate::event::query::Origin::TableEvent));
    (!repeats).then_some(told)
}

/// `(who) WHAT (detail)`.
fn cron_event(message: &str) -> Option<(&str, &str, &str)> {
    let (who, rest) = message.trim_start().strip_prefix('(')?.split_once(") ")?;
    let (what, detail) = rest.split_once(" (")?;
    let detail = detail.trim_end();
    Some((who, what, detail.strip_suffix(')').unwrap_or(detail)))
}

fn cron(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let (who, what, detail) = cron_event(message)?;
    let ended = match what {
        "CMD" => false,
        "CMDEND" | "END" => true,
        _ => return None,
    };
    // cron -L 8 writes the job's own pid before the command
    let numbered = detail.strip_prefix('[').and_then(|rest| {
        let (pid, command) = rest.split_once("] ")?;
        Some((pid.parse::<u64>().ok()?, command))
    });
    let (pid, command) =
        numbered.map_or((origin.pid, detail), |(pid, command)| (Some(pid), command));
    Some(run(origin, Some(who), command, pid, Scheduler::Cron, ended))
}

fn run(
    origin: &Origin<'_>,
    user: Option<&str>,
    command: &str,
    pid: Option<u64>,
    scheduler: Scheduler,
    ended: bool,
) -> EventKind {
    EventKind::CronRun(Box::new(CronRun {
        user: user.map(str::to_owned),
        command: command.trim().to_owned(),
        pid,
        host: origin.host(),
        scheduler,
        ended,
    }))
}

/// Somebody looked at a crontab or changed it.
fn crontab(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let (who, what, whose) = cron_event(message)?;
    if !["REPLACE", "LIST", "DELETE", "BEGIN EDIT", "END EDIT"].contains(&what) {
        return None;
    }
    Some(EventKind::Command(Box::new(Command {
        user: Some(who.to_owned()),
        command: format!("crontab {what} ({whose})"),
        via: CommandVia::ToolOutput,
        run_as: Some(whose.to_owned()),
        host: origin.host(),
        ..Command::default()
    })))
}

fn anacron(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let rest = message.trim_start().strip_prefix("Job `")?;
    let (job, what) = rest.split_once("' ")?;
    let ended = match what.split_whitespace().next()? {
        "started" => false,
        "terminated" => true,
        _ => return None,
    };
    Some(run(origin, None, job, origin.pid, Scheduler::Anacron, ended))
}

/// `USER root pid 15 cmd …`.
pub(crate) fn busybox(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let rest = message.trim_start().strip_prefix("USER ")?;
    let (user, rest) = rest.split_once(" pid ")?;
    let (pid, command) = rest.trim_start().split_once(" cmd ")?;
    Some(run(origin, Some(user), command, pid.trim().parse().ok(), Scheduler::Busybox, false))
}

/// logfmt: `level=info msg=starting iteration=0 job.command="…" job.schedule="…"`.
pub(crate) fn supercronic(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    let command = logfmt(message, "job.command")?;
    let ended = match logfmt(message, "msg")?.as_str() {
        "starting" => false,
        "job succeeded" => true,
        text if text.starts_with("error running command") => true,
        _ => return None,
    };
    Some(run(origin, None, &command, origin.pid, Scheduler::Supercronic, ended))
}

/// The value of `key` in `key=value key="quoted value"`.
pub(crate) fn logfmt(message: &str, key: &str) -> Option<String> {
    let mut rest = message.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => {
                let mut escaped = false;
                let end = quoted.find(|c| {
                    let closes = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    closes
                })?;
                let (value, next) = quoted.split_at_checked(end)?;
                (
                    value.replace("\\\"", "\"").replace("\\\\", "\\"),
                    next.strip_prefix('"').unwrap_or(next),
                )
            }
            None => {
                let (value, next) = after.split_once(' ').unwrap_or((after, ""));
                (value.to_owned(), next)
            }
        };
        if name.trim() == key {
            return Some(value);
        }
        rest = next;
    }
    None
}

/// `Starting x.service - What it is...` begins a run of a job (or the start of a daemon, which
/// the line does not tell apart), `Finished x.service` ends one.
fn systemd(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    if let Some(event) = database_unit(message) {
        return Some(event);
    }
    let (ended, rest) = match message.strip_prefix("Starting ") {
        Some(rest) => (false, rest),
        None => (true, message.strip_prefix("Finished ")?),
    };
    let unit = rest.split_whitespace().next()?.trim_end_matches("...");
    unit.ends_with(".service").then(|| run(origin, None, unit, None, Scheduler::Systemd, ended))
}

/// What systemd says of a database server's unit.
fn database_unit(message: &str) -> Option<EventKind> {
    let (unit, mark) = if let Some((unit, what)) = message.split_once(": ") {
        let killed = what.contains("code=killed")
            || what.contains("code=dumped")
            || what.contains("oom-kill")
            || what.contains("core-dump");
        (unit, if killed { ServerMark::Crash } else { ServerMark::None })
    } else {
        let (verb, rest) = message.split_once(' ')?;
        let mark = match verb {
            "Started" => ServerMark::Ready,
            "Stopped" => ServerMark::Shutdown,
            "Starting" | "Stopping" => ServerMark::None,
            _ => return None,
        };
        (rest.split_whitespace().next()?, mark)
    };
    let stem = unit.strip_suffix(".service")?;
    let name = stem.split('@').next()?;
    ["mysql", "mysqld", "mariadb", "mariadbd"].contains(&name).then(|| {
        EventKind::Server(Box::new(Server {
            message: message.to_owned(),
            mark,
            ..Server::default()
        }))
    })
}

/// The kernel speaks of a database server only to say that it killed it.
pub(crate) fn kernel(message: &str) -> Option<EventKind> {
    let killed = ["Killed process", "Kill process"].iter().any(|words| message.contains(words));
    let server = ["(mysqld)", "(mariadbd)"].iter().any(|name| message.contains(name));
    (killed && server).then(|| {
        EventKind::Server(Box::new(Server {
            message: message.to_owned(),
            mark: ServerMark::Crash,
            ..Server::default()
        }))
    })
}

/// A line of a database server's error log that went to syslog.
pub(crate) fn server(message: &str) -> EventKind {
    let level = [
        ("[Note]", Level::Note),
        ("[Warning]", Level::Warning),
        ("[ERROR]", Level::Error),
        ("[System]", Level::System),
    ]
    .into_iter()
    .find_map(|(word, level)| message.contains(word).then_some(level));
    let mark = server_mark::mark(message.as_bytes());
    EventKind::Server(Box::new(Server { message: message.to_owned(), level, thread: None, mark }))
}

/// Commands that a shell or `snoopy` sends to syslog.
fn typed(origin: &Origin<'_>, message: &str) -> Option<EventKind> {
    if let Some(rest) = message.trim_start().strip_prefix("HISTORY: ") {
        let mut user = None;
        let mut rest = rest;
        while let Some((word, after)) = rest.split_once(' ') {
            if let Some(uid) = word.strip_prefix("UID=") {
                user = Some(format!("uid {uid}"));
            } else if !word.starts_with("PID=") {
                break;
            }
            rest = after;
        }
        return Some(command(origin, user, rest, None, None));
    }
    let (fields, text) = message.trim_start().strip_prefix('[')?.split_once("]: ")?;
    let field = |name: &str| {
        fields
            .split_whitespace()
            .find_map(|word| word.strip_prefix(name)?.strip_prefix(':').map(str::to_owned))
    };
    let user = field("login")
        .or_else(|| field("username"))
        .or_else(|| field("uid").map(|uid| format!("uid {uid}")));
    Some(command(
        origin,
        user,
        text,
        field("cwd"),
        field("tty").map(|tty| tty.trim_start_matches("/dev/").to_owned()),
    ))
}

fn command(
    origin: &Origin<'_>,
    user: Option<String>,
    text: &str,
    directory: Option<String>,
    tty: Option<String>,
) -> EventKind {
    EventKind::Command(Box::new(Command {
        user,
        command: text.trim().to_owned(),
        via: CommandVia::History,
        directory,
        tty,
        host: origin.host(),
        ..Command::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::job::Scheduler;

    fn told(tag: &str, message: &str) -> EventKind {
        kind(&Origin { tag, pid: Some(7), host: Some("box") }, message)
    }

    fn cron_run(tag: &str, message: &str) -> CronRun {
        match told(tag, message) {
            EventKind::CronRun(run) => *run,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn cron_daemons_tell_of_starts_and_ends() {
        let run = cron_run("CRON", "(app) CMD ( /usr/bin/job (a) >/dev/null)");
        assert_eq!(
            (run.user.as_deref(), run.command.as_str(), run.ended),
            (Some("app"), "/usr/bin/job (a) >/dev/null", false)
        );
        assert!(cron_run("CROND", "(root) CMDEND (job)").ended);
        let run = cron_run("CRON", "(app) CMD ([991] job)");
        assert_eq!((run.pid, run.command.as_str()), (Some(991), "job"));
        let run = cron_run("crond", "USER root pid  88 cmd job x");
        assert_eq!(
            (run.pid, run.command.as_str(), run.scheduler),
            (Some(88), "job x", Scheduler::Busybox)
        );
        assert_eq!(cron_run("anacron", "Job `cron.daily' started").command, "cron.daily");
        assert!(cron_run("anacron", "Job `cron.daily' terminated (exit status: 1)").ended);
        let run = cron_run(
            "supercronic",
            r#"level=info msg=starting job.command="echo \"x\"" job.schedule="* * * * *""#,
        );
        assert_eq!(run.command, "echo \"x\"");
    }

    #[test]
    fn a_changed_crontab_is_a_command_of_who_changed_it() {
        let EventKind::Command(command) = told("crontab", "(root) REPLACE (app)") else { panic!() };
        assert_eq!(
            (command.user.as_deref(), command.run_as.as_deref()),
            (Some("root"), Some("app"))
        );
    }

    #[test]
    fn what_is_no_job_stays_text() {
        for message in [
            "(*system*) RELOAD (/etc/crontab)",
            "(CRON) error (grandchild #8 failed with exit status 1)",
        ] {
            assert!(matches!(told("cron", message), EventKind::Text(_)), "{message}");
        }
    }

    #[test]
    fn systemd_tells_of_jobs_and_of_the_database_server() {
        assert_eq!(cron_run("systemd", "Starting demo.service - A job...").command, "demo.service");
        assert!(cron_run("systemd", "Finished demo.service - A job.").ended);
        let EventKind::Server(server) =
            told("systemd", "mariadb.service: Main process exited, code=killed, status=9/KILL")
        else {
            panic!()
        };
        assert_eq!(server.mark, ServerMark::Crash);
    }

    #[test]
    fn a_repeated_message_is_read_as_what_was_repeated() {
        assert_eq!(repeated("message repeated 3 times: [ Failed x]"), ("Failed x", Some(3)));
    }

    #[test]
    fn a_shell_that_reports_to_syslog_names_the_command() {
        let EventKind::Command(command) =
            told("snoopy", "[login:ada tty:/dev/pts/1 cwd:/srv filename:/bin/ls]: ls -l")
        else {
            panic!()
        };
        assert_eq!(
            (command.user.as_deref(), command.tty.as_deref(), command.command.as_str()),
            (Some("ada"), Some("pts/1"), "ls -l")
        );
    }

    #[test]
    fn pam_and_sshd_tell_of_one_failure_and_the_next_attempt_is_another() {
        let lines = [
            "Mar  6 09:00:00 web1 sshd[12]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.4  user=root",
            "Mar  6 09:00:02 web1 sshd[12]: Failed password for root from 192.0.2.4 port 5 ssh2",
            "Mar  6 09:00:04 web1 sshd[12]: Failed password for root from 192.0.2.4 port 5 ssh2",
            "Mar  6 09:00:05 web1 sshd[12]: Connection closed by authenticating user root 192.0.2.4 port 5 [preauth]",
        ];
        let mut drafts: Vec<Draft> =
            lines.iter().filter_map(|text| line(text.as_bytes()).ok()).collect();
        OneFailure::default().pass(&mut drafts);
        let failed: Vec<bool> =
            drafts.iter().map(|draft| matches!(draft.kind, EventKind::Session(_))).collect();
        assert_eq!(failed, [true, false, true, false]);
    }
}
