//! Secrets on command lines: glued `-pSECRET` of the MySQL family, long options, other tools'
//! ways; and SQL that a command or a log record holds.

use std::{ops::Range, sync::OnceLock};

use regex::Regex;

use super::{Find, Level, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule { id: "mysql-argv-p", level: Level::Secrets, hint: r"\s['\x22]?-p\S", find: Find::Code(mysql_argv) },
    Rule {
        id: "long-password",
        level: Level::Secrets,
        hint: r"--[a-z0-9-]*(pass|token|secret|key)",
        find: Find::Patterns(&[
            r#"(?i)--(?:[a-z0-9]+-)*(?:password|passwd|passphrase|pass|token|secret|api-?key)[0-9]*=¤(?P<s4>[^\s"';|&][^\s;|&]*))"#,
            // for the MySQL family the next word would be the database
            r#"(?i)\b(?:curl|wget|aws|redis-cli|gh|glab|docker|helm|vault|mongodump|mongorestore|mongosh|mongo|http|npm|composer|rclone)\b[^;|&\n]*?\s--(?:password|passwd|pass|token|secret|api-?key)\s+¤(?P<s4>[^\s"';|&-][^\s;|&]*))"#,
        ]),
    },
    Rule {
        id: "tool-password",
        level: Level::Secrets,
        hint: "sshpass|redis-cli|curl|htpasswd|mongo|openssl|ldap",
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

/// `-pSECRET` among the words after a program of the MySQL family.
fn mysql_argv(text: &str, out: &mut Vec<Range<usize>>) {
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
            let port = bare.contains(':') && bare.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
            if !port && !super::says_nothing(bare) && !bare.starts_with("[REDACTED") {
                out.push(from..from.saturating_add(bare.len()));
            }
        }
        if ended {
            return end.saturating_add(1);
        }
    }
}

/// Where the SQL lies that a command hands to a client with `-e`, `--execute` or `-c`.
pub(super) fn embedded_sql(command: &str) -> Option<Range<usize>> {
    static OPTION: OnceLock<Option<Regex>> = OnceLock::new();
    let option = OPTION
        .get_or_init(|| Regex::new(r#"\b(?:mysql|mariadb|psql|mysqlsh)\b[^\n]*?\s(?:-[A-Za-z]*e|--execute|-c|--command)(?:\s*|=)(["'])"#).ok())
        .as_ref()?;
    let captures = option.captures(command)?;
    let quote = captures.get(1)?;
    let rest = command.get(quote.end()..)?;
    // the last such quote: those between may be the SQL's own
    let length = if quote.as_str() == "\"" { rest.rfind('"') } else { rest.find('\'') };
    Some(quote.end()..quote.end().saturating_add(length.unwrap_or(rest.len())))
}

/// Where SQL begins in a record of a log: at a line's start or behind a log's own words.
pub(super) fn sql_start(text: &str) -> Option<usize> {
    static START: OnceLock<Option<Regex>> = OnceLock::new();
    let start = START
        .get_or_init(|| {
            Regex::new(
                r"(?im)(?:^|\b(?:Query|Execute|Prepare)[ \t]+|\bSQL:[ \t]+)(?P<s>(?:/\*[^\n]{0,400}?\*/\s*)?(?:select\s|insert\s|update\s+\S+\s|delete\s|replace\s|call\s|create\s|alter\s|drop\s|grant\s|load\s+data|set\s+@|with\s+\S+\s+as|execute\s+immediate|values\s|truncate\s))",
            )
            .ok()
        })
        .as_ref();
    let Some(start) = start else { return Some(0) };
    Some(start.captures(text)?.name("s")?.start())
}

/// Where a message of Laravel's quotes a statement: `(Connection: mysql, SQL: …)`.
pub(super) fn quoted_sql(text: &str) -> Option<Range<usize>> {
    let (head, rest) = text.split_once("SQL: ")?;
    if !head.ends_with(['(', ' ']) {
        return None;
    }
    let start = head.len().saturating_add("SQL: ".len());
    let ends = [") {\"", ")\n", ")\r", ") at ", ")\\n", ")\""];
    let end = ends.iter().filter_map(|mark| rest.find(mark)).min().or_else(|| rest.rfind(')')).unwrap_or(rest.len());
    Some(start..start.saturating_add(end))
}

/// A statement into which an application wrote its values without quotes: those of VALUES go.
pub(super) fn without_bare_values(sql: &str) -> Option<String> {
    static VALUES: OnceLock<Option<Regex>> = OnceLock::new();
    let values = VALUES.get_or_init(|| Regex::new(r"(?is)\bvalues\s*\(.*\)").ok()).as_ref()?;
    let insert = sql.get(..7).is_some_and(|verb| verb.trim_start().to_ascii_lowercase().starts_with(['i', 'r']));
    insert.then(|| values.replace(sql, "values (?+)").into_owned())
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
            &[("mysql --password=geheim1 shop", "geheim1"), ("tool --db-pass='ge heim1' x", "heim1"), ("curl --token geheim1 https://x.de", "geheim1")],
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
    fn other_options_stay() {
        keeps(&[
            "mysql -P3306 -u root -p shop",
            "mysqldump --password shop orders",
            "docker run --name mysql -p3306:3306 mysql:8",
            "mkdir -p/var/www/x",
            "mysql --protocol=tcp -e 'select 1'",
            "ssh -p22 web1",
            "php artisan test --parallel --bypass=1",
        ]);
    }
}
