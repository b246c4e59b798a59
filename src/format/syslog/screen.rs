//! Looking over large syslog files: every line by its stamp and the program that wrote it.

use std::sync::LazyLock;

use super::Lines;
use crate::{
    parse::{
        envelope,
        screen::{Mark, Scale, Screen, Weight},
        telling::Needles,
    },
    time::{Stamp, micros, quick},
};

/// What a job or a typed command may do that matters most.
static DEEDS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["migrat", "db:wipe", "db:seed", "mysql ", "truncate", "drop", "mariadb "]));
static SERVERS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["mysql", "mariadb"]));
static TYPED: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["artisan", "mysql", "mariadb"]));

impl Screen for Lines {
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)> {
        let mut at = from;
        loop {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            if let Some(us) = quick::month_day(rest) {
                return Some((at, Mark { at: Some((Scale::Yearless, us)), error: false }));
            }
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..end)?;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if envelope::starts(line) {
                return Some((at, slow(line)));
            }
            at += end + 1;
        }
    }

    fn weigh(&self, record: &[u8], _hit: usize) -> Weight {
        let Some((program, message)) = program(record) else { return Weight::Telling };
        let begins = |words: &[&[u8]]| words.iter().any(|word| message.starts_with(word));
        let holds = |words: &Needles| words.find(message, 0).is_some();
        match program {
            b"CRON" | b"CROND" | b"cron" | b"crond" => {
                if begins(&[b"pam_"]) {
                    Weight::None
                } else if holds(&DEEDS) {
                    Weight::Grave
                } else {
                    Weight::Telling
                }
            }
            b"systemd" if holds(&SERVERS) => Weight::Grave,
            b"systemd" if begins(&[b"Starting ", b"Finished "]) => Weight::Telling,
            b"systemd" => Weight::None,
            b"kernel" if holds(&SERVERS) => Weight::Grave,
            b"kernel" => Weight::None,
            b"sudo" | b"bash" | b"snoopy" if holds(&TYPED) => Weight::Grave,
            _ if program.starts_with(b"sshd") => {
                if begins(&[b"Accepted ", b"pam_", b"Disconnected from user ", b"Starting session"]) {
                    Weight::Telling
                } else {
                    Weight::None
                }
            }
            b"sudo" | b"su" | b"systemd-logind" | b"cronie" | b"fcron" | b"crontab" | b"anacron" | b"supercronic" | b"busybox" | b"bash" | b"-bash" | b"sh"
            | b"-sh" | b"snoopy" | b"login" => Weight::Telling,
            _ if program.starts_with(b"mysql") || program.starts_with(b"mariadb") => Weight::Grave,
            _ if begins(&[b"pam_"]) || program.contains(&b'/') || program.contains(&b'.') || begins(&[b"message repeated"]) => Weight::Telling,
            _ => Weight::None,
        }
    }
}

/// Program and message of a classic or ISO line.
fn program(record: &[u8]) -> Option<(&[u8], &[u8])> {
    let took = if quick::month_day(record).is_some() {
        16
    } else if quick::local(record).is_some() && record.get(10) == Some(&b'T') {
        memchr::memchr(b' ', record)? + 1
    } else {
        return None;
    };
    let rest = record.get(took..)?;
    let host = memchr::memchr(b' ', rest.get(..rest.len().min(300))?)?;
    let rest = rest.get(host + 1..)?;
    let name = rest.iter().take(128).position(|b| matches!(b, b'[' | b':' | b' '))?;
    let message = rest.get(name..)?;
    let colon = memchr::memmem::find(message.get(..message.len().min(64))?, b": ")?;
    Some((rest.get(..name)?, message.get(colon + 2..)?))
}

fn slow(line: &[u8]) -> Mark {
    let stamp = envelope::read(line).and_then(|envelope| envelope.written);
    let at = stamp.and_then(|written| match written.stamp {
        Stamp::Instant(us) => Some((Scale::Instant, us)),
        Stamp::Local(local) => Some((Scale::Local, micros(local))),
        Stamp::Yearless { .. } => None,
    });
    Mark { at, error: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_decide() {
        let weigh = |line: &str| Lines.weigh(line.as_bytes(), 0);
        assert_eq!(weigh("Oct  1 00:00:05 box CRON[2]: (app) CMD (php artisan schedule:run)"), Weight::Telling);
        assert_eq!(weigh("Oct  1 00:00:05 box CRON[2]: (app) CMD (php artisan migrate:fresh)"), Weight::Grave);
        assert_eq!(weigh("Oct  1 00:00:05 box CRON[2]: pam_unix(cron:session): session opened for user root(uid=0)"), Weight::None);
        assert_eq!(weigh("Oct  1 00:00:05 box sshd[2]: Failed password for root from 192.0.2.7 port 1 ssh2"), Weight::None);
        assert_eq!(weigh("Oct  1 00:00:05 box sshd[2]: Accepted publickey for ada from 192.0.2.7 port 1 ssh2"), Weight::Telling);
        assert_eq!(weigh("2025-10-01T00:00:05.1+02:00 box sudo: ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mysql"), Weight::Grave);
        assert_eq!(weigh("Oct  1 00:00:05 box nginx: hello"), Weight::None);
    }
}
