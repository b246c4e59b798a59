//! A glance at a host's log lines: of those that most programs write nothing is made.

use crate::{
    format::grammar::{
        login,
        prefilter::{Glance, Scale, joined_hash, shape_hash, text_hash},
        relevance::{Relevance, command_relevance, text_relevance},
        syslog_header,
    },
    time::quick,
};

/// No program whose words are understood has a longer name.
const NAME_BYTES: usize = 24;

/// What a glance shows of a line that [`super::syslog_message::line`] would make a text of, or the
/// beginning or end of a session that no daemon for remote logins reports.
pub(crate) fn line(line: &[u8]) -> Option<Glance> {
    // looked at all together, by the processor's vectors
    let is_strange = |b: &u8| *b >= 0x7f || *b < b' ' && *b != b'\t';
    let is_plain = !line.iter().fold(false, |strange, b| strange | is_strange(b))
        && !memchr::memchr_iter(b'#', line).any(|at| line.get(at..at + 3) == Some(b"#01"));
    let (at, rest) = stamp(line).filter(|_| is_plain)?;
    let (tag, message) = syslog_header::tag_and_message(rest)?;
    let mut name = [0; NAME_BYTES];
    let name = name.get_mut(..tag.len())?;
    name.copy_from_slice(tag);
    name.make_ascii_lowercase();
    let glance = |alike| {
        // an escape is a number
        let stamp = memchr::memchr(b'#', line).is_none().then_some(0);
        Some(Glance { at: Some(at), alike: Some(alike), stamp, ..Glance::default() })
    };
    if matches!(&*name, b"cron" | b"crond" | b"cronie" | b"fcron")
        && let Some(job) = job(message)
    {
        return match command_relevance(job[0]) {
            Relevance::Grave => {
                glance(text_hash(job)).map(|glance| Glance { grave: true, stamp: None, ..glance })
            }
            Relevance::Telling => glance(shape_hash(job)),
            Relevance::None => None,
        };
    }
    if let Some(user) = login::quick_session(message) {
        let is_own = matches!(&*name, b"cron" | b"crond" | b"sudo" | b"su" | b"systemd-logind");
        return is_own.then(|| glance(shape_hash([user, b""]))).flatten();
    }
    if !is_text(name, message) || text_relevance(rest) != Relevance::Telling {
        return None;
    }
    glance(joined_hash(&[tag, b": ", message]))
}

/// Command and account of a run that cron tells of: `(app) CMD (job)`.
fn job(message: &[u8]) -> Option<[&[u8]; 2]> {
    let rest = message.strip_prefix(b"(")?;
    let (user, rest) = rest.split_at_checked(memchr::memchr(b')', rest)?)?;
    let rest = rest.strip_prefix(b") ")?;
    let detail = ["CMD (", "CMDEND (", "END ("]
        .iter()
        .find_map(|what| rest.strip_prefix(what.as_bytes()))?
        .trim_ascii_end();
    let command = detail.strip_suffix(b")").unwrap_or(detail);
    // a process id before the command
    (!command.starts_with(b"[")).then(|| [command.trim_ascii(), user])
}

/// The stamp of a line in a form that only journalctl writes, and what follows it.
pub(crate) fn stamp(line: &[u8]) -> Option<((Scale, i64), &[u8])> {
    if let Some(b"Mon " | b"Tue " | b"Wed " | b"Thu " | b"Fri " | b"Sat " | b"Sun ") = line.get(..4)
    {
        let moment = quick::iso(line.get(4..)?)?;
        return Some((Scale::at(moment), line.get(4 + moment.took..)?.strip_prefix(b" ")?));
    }
    let (number, rest) = line.split_at_checked(memchr::memchr(b' ', line)?)?;
    let at = quick::epoch(number).filter(|_| number.contains(&b'.'))?;
    Some(((Scale::Instant, at), rest.get(1..)?))
}

/// Whether what a program says is no more than a text, judged too seldom rather than too often.
fn is_text(name: &[u8], message: &[u8]) -> bool {
    let begins = |all: &[&[u8]]| all.iter().any(|words| message.starts_with(words));
    let names_server = || {
        [&b"mysql"[..], b"mariadb"].iter().any(|name| memchr::memmem::find(message, name).is_some())
    };
    if !message.first().is_some_and(u8::is_ascii_alphanumeric)
        || begins(&[b"message repeated ", b"ROOT LOGIN ", b"pam_"])
    {
        return false;
    }
    match name {
        b"systemd" => !begins(&[b"Starting ", b"Finished "]) && !names_server(),
        b"kernel" => !names_server(),
        b"crontab"
        | b"cron"
        | b"crond"
        | b"cronie"
        | b"fcron"
        | b"anacron"
        | b"supercronic"
        | b"busybox"
        | b"mysqld"
        | b"mariadbd"
        | b"mysqld_safe"
        | b"mariadbd-safe"
        | b"mysql"
        | b"mariadb"
        | b"mysql-server_auditing"
        | b"mariadb-server_auditing"
        | b"bash"
        | b"-bash"
        | b"sh"
        | b"-sh"
        | b"snoopy"
        | b"login"
        | b"dropbear"
        | b"sudo"
        | b"su"
        | b"systemd-logind"
        | b"pam_unix" => false,
        _ if name.starts_with(b"sshd") => match message.strip_prefix(b"Connection closed by ") {
            Some(rest) => rest.first().is_some_and(u8::is_ascii_digit),
            None => !begins(&[
                b"Accepted ",
                b"Failed ",
                b"Disconnected from ",
                b"Connection reset by ",
                b"Starting session: ",
            ]),
        },
        // a path, a unit, PAM's own name
        _ => !name.iter().any(|b| matches!(b, b'/' | b'(' | b')' | b'.')),
    }
}
