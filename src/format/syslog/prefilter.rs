//! Surveying large syslog files: every line by its stamp and the program that wrote it.

use std::sync::LazyLock;

use super::Lines;
use crate::{
    format::grammar::{
        prefilter::{Mark, Prefilter, Scale},
        relevance::Relevance,
        syslog_header,
    },
    text::needles::Needles,
    time::quick,
};

/// What a job or a typed command may do that matters most.
static DEEDS: LazyLock<Needles> = LazyLock::new(|| {
    Needles::written(&["migrat", "db:wipe", "db:seed", "mysql ", "truncate", "drop", "mariadb "])
});
static SERVERS: LazyLock<Needles> = LazyLock::new(|| Needles::written(&["mysql", "mariadb"]));
static TYPED: LazyLock<Needles> =
    LazyLock::new(|| Needles::written(&["artisan", "mysql", "mariadb"]));

/// Of `Mon DD HH:MM:SS `.
const STAMP_BYTES: usize = 16;
/// A host's name is no longer than this.
const HOST_BYTES: usize = 300;

impl Prefilter for Lines {
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)> {
        let mut at = from;
        loop {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            if let Some(us) = quick::month_day(rest) {
                return Some((
                    at,
                    Mark {
                        at: Some((Scale::Yearless, us)),
                        error: false,
                        body: after_host(rest, STAMP_BYTES),
                    },
                ));
            }
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..end)?;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if syslog_header::starts(line) {
                let iso = quick::local(line).is_some() && line.get(10) == Some(&b'T');
                let stamp = line.iter().take(64).position(|b| *b == b' ').filter(|_| iso);
                return Some((
                    at,
                    Mark {
                        body: stamp.map_or(0, |blank| after_host(line, blank + 1)),
                        ..slow(line)
                    },
                ));
            }
            at += end + 1;
        }
    }

    fn relevance(&self, record: &[u8], mark: &Mark, _hit: usize) -> Relevance {
        let Some((program, message)) = program(record, mark) else { return Relevance::Telling };
        let begins = |words: &[&[u8]]| words.iter().any(|word| message.starts_with(word));
        let holds = |words: &Needles| words.start(message, 0).is_some();
        match program {
            b"CRON" | b"CROND" | b"cron" | b"crond" => {
                if begins(&[b"pam_"]) {
                    Relevance::None
                } else if holds(&DEEDS) {
                    Relevance::Grave
                } else {
                    Relevance::Telling
                }
            }
            b"systemd" if holds(&SERVERS) => Relevance::Grave,
            b"systemd" if begins(&[b"Starting ", b"Finished "]) => Relevance::Telling,
            b"systemd" => Relevance::None,
            b"kernel" if holds(&SERVERS) => Relevance::Grave,
            b"kernel" => Relevance::None,
            b"sudo" | b"bash" | b"snoopy" if holds(&TYPED) => Relevance::Grave,
            _ if program.starts_with(b"sshd") => {
                if begins(&[b"Accepted ", b"pam_", b"Disconnected from user ", b"Starting session"])
                {
                    Relevance::Telling
                } else {
                    Relevance::None
                }
            }
            b"sudo" | b"su" | b"systemd-logind" | b"cronie" | b"fcron" | b"crontab"
            | b"anacron" | b"supercronic" | b"busybox" | b"bash" | b"-bash" | b"sh" | b"-sh"
            | b"snoopy" | b"login" => Relevance::Telling,
            _ if program.starts_with(b"mysql") || program.starts_with(b"mariadb") => {
                Relevance::Grave
            }
            _ if begins(&[b"pam_"])
                || program.contains(&b'/')
                || program.contains(&b'.')
                || begins(&[b"message repeated"]) =>
            {
                Relevance::Telling
            }
            _ => Relevance::None,
        }
    }

    fn essence<'r>(&self, record: &'r [u8], mark: &Mark) -> [&'r [u8]; 2] {
        program(record, mark).map_or([record, b""], |(program, message)| [program, message])
    }
}

/// Where the program's name begins, behind the host's that begins at `at`; 0 where there is none.
fn after_host(line: &[u8], at: usize) -> u32 {
    let rest = line.get(at..).unwrap_or_default();
    let end = rest.iter().take(HOST_BYTES).position(|b| matches!(b, b' ' | b'\n'));
    end.filter(|end| rest.get(*end) == Some(&b' ')).map_or(0, |end| (at + end + 1) as u32)
}

/// Program and message of a line whose program begins where `mark` says.
fn program<'r>(record: &'r [u8], mark: &Mark) -> Option<(&'r [u8], &'r [u8])> {
    let rest = record.get(mark.body as usize..).filter(|_| mark.body > 0)?;
    let name = rest.iter().take(128).position(|b| matches!(b, b'[' | b':' | b' '))?;
    let (name, rest) = rest.split_at_checked(name)?;
    let mut colon = 0;
    loop {
        colon += rest.get(colon..rest.len().min(64))?.iter().position(|b| *b == b':')?;
        if rest.get(colon + 1) == Some(&b' ') {
            return Some((name, rest.get(colon + 2..)?));
        }
        colon += 1;
    }
}

fn slow(line: &[u8]) -> Mark {
    let stamp = syslog_header::read(line).and_then(|envelope| envelope.written);
    Mark { at: stamp.and_then(|written| Scale::of(&written.stamp)), error: false, body: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_decide() {
        let relevance = |line: &str| {
            let (_, mark) = Lines.next(line.as_bytes(), 0).unwrap();
            Lines.relevance(line.as_bytes(), &mark, 0)
        };
        assert_eq!(
            relevance("Oct  1 00:00:05 box CRON[2]: (app) CMD (php artisan schedule:run)"),
            Relevance::Telling
        );
        assert_eq!(
            relevance("Oct  1 00:00:05 box CRON[2]: (app) CMD (php artisan migrate:fresh)"),
            Relevance::Grave
        );
        assert_eq!(
            relevance(
                "Oct  1 00:00:05 box CRON[2]: pam_unix(cron:session): session opened for user root(uid=0)"
            ),
            Relevance::None
        );
        assert_eq!(
            relevance(
                "Oct  1 00:00:05 box sshd[2]: Failed password for root from 192.0.2.7 port 1 ssh2"
            ),
            Relevance::None
        );
        assert_eq!(
            relevance(
                "Oct  1 00:00:05 box sshd[2]: Accepted publickey for ada from 192.0.2.7 port 1 ssh2"
            ),
            Relevance::Telling
        );
        assert_eq!(
            relevance(
                "2025-10-01T00:00:05.1+02:00 box sudo: ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mysql"
            ),
            Relevance::Grave
        );
        assert_eq!(relevance("Oct  1 00:00:05 box nginx: hello"), Relevance::None);
    }
}
