//! Looking over large syslog files: every line by its stamp and the program that wrote it.

use std::sync::LazyLock;

use super::Lines;
use crate::{
    format::grammar::{
        envelope,
        screen::{Mark, Scale, Screen, Weight},
        telling::Needles,
    },
    time::quick,
};

/// What a job or a typed command may do that matters most.
static DEEDS: LazyLock<Needles> = LazyLock::new(|| {
    Needles::new(&["migrat", "db:wipe", "db:seed", "mysql ", "truncate", "drop", "mariadb "])
});
static SERVERS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["mysql", "mariadb"]));
static TYPED: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["artisan", "mysql", "mariadb"]));

/// Of `Mon DD HH:MM:SS `.
const STAMP_BYTES: usize = 16;
/// A host's name is no longer than this.
const HOST_BYTES: usize = 300;

impl Screen for Lines {
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
            if envelope::starts(line) {
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

    fn weigh(&self, record: &[u8], mark: &Mark, _hit: usize) -> Weight {
        let Some((program, message)) = program(record, mark) else { return Weight::Telling };
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
                if begins(&[b"Accepted ", b"pam_", b"Disconnected from user ", b"Starting session"])
                {
                    Weight::Telling
                } else {
                    Weight::None
                }
            }
            b"sudo" | b"su" | b"systemd-logind" | b"cronie" | b"fcron" | b"crontab"
            | b"anacron" | b"supercronic" | b"busybox" | b"bash" | b"-bash" | b"sh" | b"-sh"
            | b"snoopy" | b"login" => Weight::Telling,
            _ if program.starts_with(b"mysql") || program.starts_with(b"mariadb") => Weight::Grave,
            _ if begins(&[b"pam_"])
                || program.contains(&b'/')
                || program.contains(&b'.')
                || begins(&[b"message repeated"]) =>
            {
                Weight::Telling
            }
            _ => Weight::None,
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
    let stamp = envelope::read(line).and_then(|envelope| envelope.written);
    Mark { at: stamp.and_then(|written| Scale::of(&written.stamp)), error: false, body: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_decide() {
        let weigh = |line: &str| {
            let (_, mark) = Lines.next(line.as_bytes(), 0).unwrap();
            Lines.weigh(line.as_bytes(), &mark, 0)
        };
        assert_eq!(
            weigh("Oct  1 00:00:05 box CRON[2]: (app) CMD (php artisan schedule:run)"),
            Weight::Telling
        );
        assert_eq!(
            weigh("Oct  1 00:00:05 box CRON[2]: (app) CMD (php artisan migrate:fresh)"),
            Weight::Grave
        );
        assert_eq!(
            weigh(
                "Oct  1 00:00:05 box CRON[2]: pam_unix(cron:session): session opened for user root(uid=0)"
            ),
            Weight::None
        );
        assert_eq!(
            weigh(
                "Oct  1 00:00:05 box sshd[2]: Failed password for root from 192.0.2.7 port 1 ssh2"
            ),
            Weight::None
        );
        assert_eq!(
            weigh(
                "Oct  1 00:00:05 box sshd[2]: Accepted publickey for ada from 192.0.2.7 port 1 ssh2"
            ),
            Weight::Telling
        );
        assert_eq!(
            weigh(
                "2025-10-01T00:00:05.1+02:00 box sudo: ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mysql"
            ),
            Weight::Grave
        );
        assert_eq!(weigh("Oct  1 00:00:05 box nginx: hello"), Weight::None);
    }
}
