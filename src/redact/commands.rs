//! Secrets on command lines: glued `-pSECRET` of the MySQL family, long options, other tools'
//! ways, and the words of commands that the kernel's audit wrote down one by one.

use std::{ops::Range, sync::OnceLock};

use regex::Regex;

use super::statements;
use crate::redact::{
    rule::{Find, Level, Rule, Within},
    sign::{Sign, before, blank, byte, classes, goes_on, run, skip, word, word_if},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "mysql-argv-p",
        level: Level::Secrets,
        signs: &[
            &[classes([" \t'\"", "-", "p"], |text, _, end| !blank(byte(text, end)))],
            PROGRAMS,
        ],
        find: Find::Code(mysql_argv),
    },
    Rule {
        id: "audit-argument",
        level: Level::Secrets,
        signs: &[&[word("a0=")]],
        find: Find::Code(audit_arguments),
    },
    Rule {
        id: "long-password",
        level: Level::Secrets,
        signs: &[&[word_if("--", |text, at, end| {
            // the whole of a line of hyphens is looked at once
            if before(text, at) == b'-' {
                return false;
            }
            let name = text
                .get(end..skip(text, end, |b| b.is_ascii_alphanumeric() || b == b'-'))
                .unwrap_or_default();
            let names =
                |part: &[u8]| name.windows(part.len()).any(|some| some.eq_ignore_ascii_case(part));
            let behind = byte(text, end.saturating_add(name.len()));
            (behind == b'=' || blank(behind))
                && (names(b"pass") || names(b"token") || names(b"secret") || names(b"key"))
        })]],
        find: Find::Patterns(&[
            r#"(?i)--(?:[a-z0-9]+-)*(?:password|passwd|passphrase|pass|token|secret|api-?key)[0-9]*=¤(?P<s4>[^\s"';|&][^\s;|&]*))"#,
            // for the MySQL family the next word would be the database
            r#"(?i)\b(?:curl|wget|aws|redis-cli|gh|glab|docker|helm|vault|mongodump|mongorestore|mongosh|mongo|http|npm|composer|rclone)\b[^;|&\n]*?\s--(?:password|passwd|pass|token|secret|api-?key)\s+¤(?P<s4>[^\s"';|&-][^\s;|&]*))"#,
        ]),
    },
    Rule {
        id: "tool-password",
        level: Level::Secrets,
        signs: &[&[
            word_if("sshpass", |text, _, end| blank(byte(text, end))),
            word_if("htpasswd", |text, _, end| blank(byte(text, end))),
            word_if("mongo", |text, _, end| option(text, end, b"-p")),
            word_if("pass", |text, _, end| {
                let end = end
                    .saturating_add(if goes_on(text, end, "in") { 2 } else { 0 })
                    .saturating_add(if goes_on(text, end, "out") { 3 } else { 0 });
                byte(text, end) == b':'
                    && run(text, end.saturating_add(1), |b| {
                        !blank(b) && !matches!(b, b';' | b'|' | b'&')
                    }) >= 3
            }),
            word_if("redis-cli", |text, _, end| option(text, end, b"-a")),
            word_if("curl", |text, _, end| {
                option(text, end, b"-u") || option(text, end, b"--user")
            }),
        ]],
        find: Find::Patterns(&[
            r#"\bsshpass\s+-p\s*¤(?P<s4>[^\s"';|&]+))"#,
            r#"\bredis-cli\b[^;|&\n]*?\s-a\s*¤(?P<s4>[^\s"';|&]+))"#,
            r#"\bcurl\b[^;|&\n]*?\s(?:-u|--user)[\s=]*["']?[^\s:"']+:(?P<s>[^\s"';|&]+)"#,
            r"\bhtpasswd\s+-[a-zA-Z]*b[a-zA-Z]*\s+\S+\s+\S+\s+(?P<s>[^\s;|&]+)",
            r#"\bmongo(?:sh|dump|restore|import|export)?\b[^;|&\n]*?\s-p\s*¤(?P<s4>[^\s"';|&-][^\s;|&]*))"#,
            r"\bpass(?:in|out)?:(?P<s>[^\s;|&]{3,})",
        ]),
    },
];

/// A longer line is not searched for options.
const LINE_BYTES: usize = 4096;

/// Programs of the MySQL family, by what they begin with.
const PROGRAMS: &[Sign] = &[
    word("mysql"),
    word("maria"),
    word("mydumper"),
    word("myloader"),
    word("xtrabackup"),
    word("innobackupex"),
];

/// Whether an option follows on the line or behind its end. In a very long line it may.
fn option(text: &[u8], at: usize, option: &[u8]) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let near = rest.get(..LINE_BYTES).unwrap_or(rest);
    match memchr::memchr(b'\n', near) {
        Some(end) => {
            near.get(..end).is_some_and(|line| memchr::memmem::find(line, option).is_some())
                || near
                    .get(end..)
                    .is_some_and(|next| next.get(1..).is_some_and(|next| next.starts_with(option)))
        }
        None => rest.len() > near.len() || memchr::memmem::find(near, option).is_some(),
    }
}

/// `-pSECRET` among the words after a program of the MySQL family.
fn mysql_argv(text: &str, _: &Within, out: &mut Vec<Range<usize>>) {
    static PROGRAM: OnceLock<Option<Regex>> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        Regex::new(
            r#"(?:^|[\s/\\'"(`=;|&])(?:mysql(?:dump|admin|import|check|pump|sh|binlog|show|slap|_upgrade|repair|optimize)?|mariadb(?:-[a-z]+|backup)?|mydumper|myloader|xtrabackup|mariabackup|innobackupex)(?:\.exe)?['"]?[ \t]"#,
        )
        .ok()
    });
    let Some(program) = program else {
        out.push(0..text.len());
        return;
    };
    let mut from = 0;
    while let Some(found) = program.find_at(text, from) {
        from = words(text, found.end(), out).max(found.end());
    }
}

/// The words of a command as auditd writes them: `a0="mysql" a1="-pX"`, or in hexadecimal. They are
/// judged as the line that they make.
fn audit_arguments(text: &str, within: &Within, out: &mut Vec<Range<usize>>) {
    static ARGUMENT: OnceLock<Option<Regex>> = OnceLock::new();
    let argument = ARGUMENT.get_or_init(|| {
        Regex::new(r#"\ba[0-9]{1,4}=(?:"(?P<q>[^"\n]*)"|(?P<x>(?:[0-9A-Fa-f]{2})+)\b)"#).ok()
    });
    let Some(argument) = argument else {
        out.push(0..text.len());
        return;
    };
    if !text.contains("a0=") {
        return;
    }
    let mut end = 0_usize;
    for line in text.split_inclusive('\n') {
        let base = end;
        end = end.saturating_add(line.len());
        let mut joined = String::new();
        let mut words = Vec::new();
        for captures in argument.captures_iter(line) {
            let (at, word) = match (captures.name("q"), captures.name("x")) {
                (Some(quoted), _) => (quoted.range(), quoted.as_str().to_owned()),
                (_, Some(hex)) => (hex.range(), from_hex(hex.as_str())),
                _ => continue,
            };
            let start = joined.len();
            joined.push_str(&word);
            words.push((start..joined.len(), at));
            joined.push(' ');
        }
        let mut secret = statements::quoted(&joined, &(within.look)(joined.as_bytes(), Level::Pii))
            .into_iter()
            .map(|quoted| quoted.at)
            .collect::<Vec<_>>();
        let shown = joined.replace("a0=", "a0 ");
        secret.extend((within.find)(&shown, Level::Pii));
        for (word, at) in words {
            let text = joined.get(word.clone()).unwrap_or_default();
            if secret.iter().any(|secret| secret.start < word.end && word.start < secret.end)
                || statements::body_start(text, &(within.look)(text.as_bytes(), Level::Secrets))
                    == Some(0)
            {
                out.push(base.saturating_add(at.start)..base.saturating_add(at.end));
            }
        }
    }
}

fn from_hex(text: &str) -> String {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0_u8, |byte, digit| byte << 4 | *digit as u8))
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Goes through the words of a command from `at` to its end, which it gives back.
fn words(text: &str, at: usize, out: &mut Vec<Range<usize>>) -> usize {
    let bytes = text.as_bytes();
    let mut here = at;
    loop {
        while bytes.get(here).is_some_and(|b| matches!(b, b' ' | b'\t')) {
            here = here.saturating_add(1);
        }
        let start = here;
        let mut quote = None;
        let mut ended = false;
        loop {
            let Some(byte) = bytes.get(here).copied() else {
                ended = true;
                break;
            };
            match (quote, byte) {
                (None, b'\'' | b'"') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                (_, b'\\') => here = here.saturating_add(1),
                (None, b' ' | b'\t') => break,
                (None, b';' | b'|' | b'&' | b'\n' | b'\r' | b')') | (Some(_), b'\n') => {
                    ended = true;
                    break;
                }
                _ => {}
            }
            here = here.saturating_add(1);
        }
        let end = here.min(text.len());
        let word = text.get(start..end).unwrap_or_default();
        let unquoted = word.trim_start_matches(['"', '\'']);
        let opened = word.len().saturating_sub(unquoted.len());
        if let Some(secret) = unquoted.strip_prefix("-p").filter(|secret| !secret.is_empty()) {
            let begin = start.saturating_add(opened).saturating_add(2);
            let inner = secret.trim_start_matches(['"', '\'']);
            let skipped = secret.len().saturating_sub(inner.len());
            let bare = inner.trim_end_matches(['"', '\'']);
            let from = begin.saturating_add(skipped);
            // a port of a container (`-p3306:3306`) or a reference (`-p$PASS`) is no secret
            let port = bare.contains(':')
                && bare.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
            if !port && !crate::redact::rule::says_nothing(bare) && !bare.starts_with("[REDACTED") {
                out.push(from..from.saturating_add(bare.len()));
            }
        }
        if ended {
            return end.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn passwords_of_clients_go() {
        hides(
            "mysql-argv-p",
            &[
                ("mysql -uroot -pgeheim1 shop", "geheim1"),
                ("/usr/bin/mysqldump -u root -p'ge heim1' shop > x.sql", "heim1"),
                ("mariadb-dump \"-pgeheim1\" shop", "geheim1"),
                ("0 3 * * * mysqldump shop -e 'a; b' -pgeheim1 | gzip", "geheim1"),
                ("docker exec db mysql -pgeheim1", "geheim1"),
            ],
        );
        hides(
            "long-password",
            &[
                ("mysql --password=geheim1 shop", "geheim1"),
                ("tool --db-pass='ge heim1' x", "heim1"),
                ("curl --token geheim1 https://x.de", "geheim1"),
            ],
        );
        hides(
            "tool-password",
            &[
                ("sshpass -p geheim1 ssh web1", "geheim1"),
                ("redis-cli -h x -a geheim1 FLUSHALL", "geheim1"),
                ("curl -s -u bob:geheim1 https://x.de", "geheim1"),
            ],
        );
    }

    #[test]
    fn words_of_audited_commands_go() {
        hides(
            "audit-argument",
            &[
                (
                    "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"mysql\" a1=\"-pgeheim1\" a2=\"shop\"",
                    "geheim1",
                ),
                (
                    "type=EXECVE msg=audit(1.2:3): argc=2 a0=\"mysql\" a1=2D7067656865696D31",
                    "67656865696D31",
                ),
                (
                    "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"mysql\" a1=\"-e\" a2=757064617465207520736574206E203D202767656865696D3127",
                    "67656865696D31",
                ),
            ],
        );
        keeps(&[
            "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"php\" a1=\"artisan\" a2=6D6967726174653A6672657368",
        ]);
    }

    #[test]
    fn other_options_stay() {
        keeps(&[
            "mysql -P3306 -u root -p shop",
            "mysqldump --password shop orders",
            "docker run --name mysql -p3306:3306 mysql:8",
            "mkdir -p/var/www/x",
            "mysql --protocol=tcp -e 'select now()'",
            "ssh -p22 web1",
            "php artisan test --parallel --bypass=1",
        ]);
    }
}
