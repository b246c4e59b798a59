//! Other names for users, tables, databases, hosts and addresses, made up from a seed and put in
//! wherever the old ones stand.
//!
//! Names that are conventions of the software stay: the tables of frameworks themselves, `root` and
//! `www-data`, the server's schemas, and the words by which tools mark tables of passage (`_new`,
//! `_old`, `tmp`).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::bytes::Regex;
use serde_json::Value;

/// A small generator with a seed (splitmix64): the same names on every machine.
pub struct Dice(pub u64);

impl Dice {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A word of `syllables` that no language or software uses, ending in a consonant.
    fn word(&mut self, syllables: usize) -> String {
        let mut out = String::new();
        for _ in 0..syllables {
            out.push(b"bdfgklmnprtvz"[(self.next() % 13) as usize] as char);
            out.push(b"aeiou"[(self.next() % 5) as usize] as char);
        }
        out.push(b"kmnrx"[(self.next() % 5) as usize] as char);
        out
    }
}

/// Tables that frameworks and their packages make, whatever the application.
const FRAMEWORK: &[&str] = &[
    "_prisma_migrations",
    "alembic_version",
    "ar_internal_metadata",
    "cache",
    "cache_locks",
    "databasechangelog",
    "databasechangeloglock",
    "django_migrations",
    "doctrine_migration_versions",
    "failed_jobs",
    "flyway_schema_history",
    "job_batches",
    "jobs",
    "knex_migrations",
    "knex_migrations_lock",
    "migrations",
    "oauth_access_tokens",
    "oauth_auth_codes",
    "oauth_refresh_tokens",
    "password_reset_tokens",
    "password_resets",
    "personal_access_tokens",
    "pulse_aggregates",
    "pulse_entries",
    "pulse_values",
    "schema_migrations",
    "sequelizemeta",
    "sessions",
    "telescope_entries",
    "telescope_entries_tags",
    "telescope_monitoring",
];

/// Whether a framework or one of its packages makes a table of this name.
fn is_of_framework(table: &str) -> bool {
    let table = table.to_ascii_lowercase();
    FRAMEWORK.contains(&table.as_str()) || table.ends_with("woocommerce_sessions")
}

/// Words in names that say what a table is for to the tool that made it, and those that say what
/// a database is for to people.
const WORDS: &[&str] = &[
    "new",
    "old",
    "gho",
    "ghc",
    "del",
    "tmp",
    "temp",
    "stg",
    "staging",
    "stage",
    "scratch",
    "prod",
    "production",
    "live",
    "test",
    "tests",
    "testing",
    "dev",
    "development",
    "local",
    "sandbox",
    "ci",
    "demo",
    "qa",
    "uat",
    "preview",
    "etl",
    "work",
    "load",
    "backup",
    "bak",
    "import",
    "restore",
    "check",
    "cache",
];
const SYSTEM_DATABASES: &[&str] =
    &["mysql", "information_schema", "performance_schema", "sys", "test", "public", "postgres"];
const SYSTEM_USERS: &[&str] = &[
    "root",
    "www-data",
    "mysql",
    "nobody",
    "daemon",
    "postgres",
    "debian-sys-maint",
    "mariadb.sys",
    "event_scheduler",
    "system user",
    "apache",
    "nginx",
    "ansible",
    "reboot",
];
/// Accounts that are words of the trade: they are renamed where a line names an account, and not
/// in `deploy.sh`.
const COMMON_WORDS: &[&str] = &[
    "deploy", "deployer", "ci", "forge", "app", "web", "admin", "git", "backup", "api", "laravel",
    "user", "report", "reports", "dev", "release", "shop", "runner", "worker", "test",
];

/// Old names and new ones.
#[derive(Default)]
pub struct Names {
    /// Words that stand alone: tables, databases, hosts, users.
    words: BTreeMap<String, String>,
    /// The names of these among the words that may be parts of longer words, the longest first.
    parts: Vec<String>,
    /// Hosts and users with characters that are in no word.
    phrases: Vec<(String, String)>,
    /// Accounts that are common words.
    common: BTreeMap<String, String>,
    places: Option<Regex>,
    /// Names of model classes.
    classes: BTreeMap<String, String>,
}

/// Words; a client's history writes a blank as `\040`, which is no part of the word behind it.
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\\040|[A-Za-z0-9_]+").expect("a pattern"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b(203\.0\.113|198\.51\.100|192\.0\.2|10\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3})\.(\d{1,3})\b").expect("a pattern")
});

impl Names {
    /// Names for what these events name, each as `backtrail events` writes it.
    pub fn of(events: &[Value], seed: u64) -> Names {
        let (mut tables, mut databases, mut users, mut hosts) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for event in events {
            let name = |key: &str| event[key].as_str().map(str::to_owned);
            users.extend(event["source"].as_str().and_then(owner));
            match event["kind"].as_str().unwrap_or_default() {
                "table" => {
                    tables.extend(name("table"));
                    databases.extend(name("database"));
                }
                "backup" => {
                    let held = event["tables"].as_array().into_iter().flatten();
                    tables.extend(held.filter_map(|it| it["table"].as_str()).map(str::to_owned));
                    databases.extend(name("database"));
                }
                "query" => {
                    databases.extend(name("database"));
                    users.extend(name("user"));
                    for sql in event["sql"].as_str().unwrap_or_default().split(';') {
                        objects(sql, &mut tables, &mut databases);
                    }
                }
                "cron_run" | "session" | "command" => {
                    users.extend(name("user"));
                    hosts.extend(name("host"));
                }
                "cron_job" => users.extend(name("user")),
                _ => {}
            }
        }
        Names::made(&tables, &databases, &users, &hosts, seed)
    }

    fn made(
        tables: &BTreeSet<String>,
        databases: &BTreeSet<String>,
        users: &BTreeSet<String>,
        hosts: &BTreeSet<String>,
        seed: u64,
    ) -> Names {
        let mut names = Names::default();
        let mut dice = Dice(seed);
        let mut bases: BTreeMap<String, String> = BTreeMap::new();
        let plain = |name: &str| {
            name.len() > 1
                && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_')
                && name.bytes().any(|c| c.is_ascii_alphabetic())
        };
        for database in databases
            .iter()
            .filter(|name| plain(name) && !SYSTEM_DATABASES.contains(&name.to_lowercase().as_str()))
        {
            let new = in_words(database, &mut bases, &mut dice);
            names.words.insert(database.clone(), new);
        }
        for table in tables.iter().filter(|name| {
            plain(name) && !is_of_framework(name) && !names_a_database(name, databases)
        }) {
            let new = in_words(table, &mut bases, &mut dice);
            let (class, other) = (singular_class(table), singular_class(&new));
            names.classes.insert(class, other);
            // Django's admin writes it with a slash
            let slashed = |name: &str| name.replacen('_', "/", 1);
            if table.contains('_') {
                names.phrases.push((slashed(table), slashed(&new)));
            }
            names.words.insert(table.clone(), new);
        }
        names.parts = names.words.keys().cloned().collect();
        names.parts.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for host in hosts.iter().filter(|host| host.len() > 1 && *host != "localhost") {
            let new = format!("{}-{}", dice.word(2), 10 + dice.next() % 80);
            names.phrases.push((host.clone(), new));
        }
        for user in
            users.iter().filter(|user| user.len() > 1 && !SYSTEM_USERS.contains(&user.as_str()))
        {
            let new = dice.word(2);
            if names.words.contains_key(user) {
                // an account named for its database stays so
            } else if COMMON_WORDS.contains(&user.as_str()) {
                names.common.insert(user.clone(), new);
            } else if plain(user) {
                names.words.insert(user.clone(), new);
            } else if user.bytes().all(|c| c.is_ascii_graphic()) {
                names.phrases.push((user.clone(), new));
            }
        }
        names.phrases.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
        names.places = places(names.common.keys());
        names
    }

    /// A user's new name.
    pub fn user(&self, name: &str) -> String {
        let phrase =
            || self.phrases.iter().find(|(old, _)| old == name).map(|(_, new)| new.clone());
        self.common
            .get(name)
            .or_else(|| self.words.get(name))
            .cloned()
            .or_else(phrase)
            .unwrap_or_else(|| name.to_owned())
    }

    /// A text with the new names.
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        let text = self.accounts(text);
        let text = self.tokens(&text);
        let text = self.whole(&text);
        ADDRESS
            .replace_all(&text, |found: &regex::bytes::Captures<'_>| {
                let (net, host) = (
                    std::str::from_utf8(&found[1]).expect("digits"),
                    std::str::from_utf8(&found[2]).expect("digits"),
                );
                match net {
                    "203.0.113" => format!("198.51.100.{host}"),
                    "198.51.100" => format!("192.0.2.{host}"),
                    "192.0.2" => format!("203.0.113.{host}"),
                    _ => format!(
                        "{}.{host}",
                        net.rsplit_once('.').map_or(net.to_owned(), |(start, last)| format!(
                            "{start}.{}",
                            (last.parse::<u32>().unwrap_or(0) + 7) % 250
                        ))
                    ),
                }
                .into_bytes()
            })
            .into_owned()
    }

    /// Accounts that are common words, where a line names an account.
    fn accounts(&self, text: &[u8]) -> Vec<u8> {
        let Some(places) = &self.places else { return text.to_vec() };
        places
            .replace_all(text, |found: &regex::bytes::Captures<'_>| {
                let (all, name) = (
                    found.get(0).expect("the match"),
                    found.iter().skip(1).flatten().next().expect("the account"),
                );
                let new = std::str::from_utf8(name.as_bytes())
                    .ok()
                    .and_then(|name| self.common.get(name))
                    .expect("a known account");
                let mut out = text[all.start()..name.start()].to_vec();
                out.extend_from_slice(new.as_bytes());
                out.extend_from_slice(&text[name.end()..all.end()]);
                out
            })
            .into_owned()
    }

    fn tokens(&self, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        let mut line: (usize, bool) = (0, false);
        for found in TOKEN.find_iter(text) {
            let token = std::str::from_utf8(found.as_bytes()).expect("ASCII");
            let around =
                (found.start().checked_sub(1).map(|i| text[i]), text.get(found.end()).copied());
            out.extend_from_slice(&text[at..found.start()]);
            at = found.end();
            if found.start() >= line.0 {
                let end = memchr::memchr(b'\n', &text[found.start()..])
                    .map_or(text.len(), |end| found.start() + end);
                line = (end, server_prose(&text[found.start()..end.min(found.start() + 120)]));
            }
            let quoted = |c: Option<u8>| c.is_some_and(|c| b"`'\"./@".contains(&c));
            let new = if line.1 && !quoted(around.0) && !quoted(around.1) {
                None
            } else {
                self.token(token, around)
            };
            match new {
                Some(new) => out.extend_from_slice(new.as_bytes()),
                None => out.extend_from_slice(token.as_bytes()),
            }
        }
        out.extend_from_slice(&text[at..]);
        out
    }

    fn token(&self, token: &str, (before, after): (Option<u8>, Option<u8>)) -> Option<String> {
        if let Some(new) = self.words.get(token) {
            return Some(new.clone());
        }
        if before == Some(b'-')
            && let Some(new) = token.strip_prefix('u').and_then(|user| self.words.get(user))
        {
            return Some(format!("u{new}"));
        }
        if let Some(new) = self.classes.get(token)
            && (before == Some(b'\\') || after == Some(b':'))
        {
            return Some(new.clone());
        }
        if !token.contains('_') || is_of_framework(token) {
            return None;
        }
        // part of a longer name: a migration's file, a trigger, a key, a dated folder
        let mut out = String::new();
        let mut rest = token;
        let mut changed = false;
        while !rest.is_empty() {
            let part = self.parts.iter().find(|part| {
                rest.strip_prefix(part.as_str())
                    .is_some_and(|more| more.is_empty() || more.starts_with('_'))
            });
            if let Some(part) = part {
                out.push_str(&self.words[part]);
                rest = &rest[part.len()..];
                changed = true;
            } else {
                let end = rest.find('_').unwrap_or(rest.len());
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            if let Some(more) = rest.strip_prefix('_') {
                out.push('_');
                rest = more;
            }
        }
        changed.then_some(out)
    }

    /// Names with characters that are in no word.
    fn whole(&self, text: &[u8]) -> Vec<u8> {
        let mut text = text.to_vec();
        for (old, new) in &self.phrases {
            let name = |c: Option<u8>| {
                c.is_some_and(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
            };
            let mut out = Vec::with_capacity(text.len());
            let mut at = 0;
            for found in memchr::memmem::find_iter(&text, old.as_bytes()) {
                let end = found + old.len();
                let is_command = text.get(end) == Some(&b':')
                    && text.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
                if found < at
                    || is_command
                    || name(found.checked_sub(1).map(|i| text[i]))
                    || name(text.get(end).copied())
                {
                    continue;
                }
                out.extend_from_slice(&text[at..found]);
                out.extend_from_slice(new.as_bytes());
                at = end;
            }
            out.extend_from_slice(&text[at..]);
            text = out;
        }
        text
    }
}

/// The account whose file a history is, from its path: `home/NAME/.bash_history`,
/// `NAME.bash_history`, `root/.bash_history`.
fn owner(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    if !file.contains("history") {
        return None;
    }
    let stem = file.split('.').next().filter(|stem| !stem.contains("history"));
    let first = file.split(['.', '_', '-']).next();
    let folder = folder.rsplit('/').next();
    let shells = ["bash", "zsh", "fish", "mysql", "history", "mariadb", "ConsoleHost"];
    let places = ["evidence", "histories", "home", "logs", "log", ""];
    stem.filter(|stem| !stem.is_empty())
        .or(first.filter(|first| !first.is_empty() && !shells.contains(first)))
        .or(folder.filter(|folder| !places.contains(folder)))
        .map(str::to_owned)
}

/// Statements that make, rename, empty or drop tables or databases, and on what.
static STATEMENT: LazyLock<regex::Regex> = LazyLock::new(|| {
    regex::Regex::new(
        r"(?isx) ^\s* (?:
            create \s+ (?:or\s+replace\s+)? (?:temporary\s+)? table | drop \s+ (?:temporary\s+)? table
            | truncate (?:\s+table)? | rename \s+ table | (?:create|drop) \s+ (?P<database>database|schema)
        ) \s+ (?:if \s+ (?:not\s+)? exists \s+)? (?P<objects>.*)",
    )
    .expect("a pattern")
});
/// `table` or `database.table`, at the head of a text or behind a comma or `TO`.
static OBJECT: LazyLock<regex::Regex> = LazyLock::new(|| {
    regex::Regex::new(
        r"(?ix) (?:^|,|\bto\b) \s* `?(?P<first>[\w$\#-]+)`? (?: \.`?(?P<second>[\w$\#-]+)`? )?",
    )
    .expect("a pattern")
});

/// Takes the tables and databases that a statement names.
fn objects(sql: &str, tables: &mut BTreeSet<String>, databases: &mut BTreeSet<String>) {
    let Some(found) = STATEMENT.captures(sql) else { return };
    // what stands in brackets are columns
    let list = found["objects"].split('(').next().unwrap_or_default();
    for object in OBJECT.captures_iter(list) {
        let first = object["first"].to_owned();
        match object.name("second") {
            Some(second) => {
                databases.insert(first);
                tables.insert(second.as_str().to_owned());
            }
            None if found.name("database").is_some() => {
                databases.insert(first);
            }
            None => {
                tables.insert(first);
            }
        }
    }
}

/// Lines in which the server speaks of itself: its words are not names of tables.
fn server_prose(line: &[u8]) -> bool {
    [&b" [Note] "[..], b" [Warning] ", b" [ERROR] ", b" [System] "]
        .iter()
        .any(|mark| memchr::memmem::find(line, mark).is_some())
}

/// A token that is the name of a database too is renamed as that.
fn names_a_database(name: &str, databases: &BTreeSet<String>) -> bool {
    databases.contains(name)
}

/// A name with each of its words exchanged; a word gets the same new one everywhere, in singular
/// and plural.
fn in_words(name: &str, bases: &mut BTreeMap<String, String>, dice: &mut Dice) -> String {
    name.split('_')
        .map(|word| {
            if matches!(word, "prod" | "production") {
                // production is called many things
                return bases
                    .entry(word.to_owned())
                    .or_insert_with(|| {
                        ["prod", "live", "main", "core"][(dice.next() % 4) as usize].to_owned()
                    })
                    .clone();
            }
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            // the period of a partition stays: p2026
            if word.is_empty() || WORDS.contains(&word) || digits == word.len() || digits >= 4 {
                return word.to_owned();
            }
            let (base, ending) = if let Some(base) = word.strip_suffix("ies") {
                (format!("{base}y"), "ies")
            } else if let Some(base) =
                word.strip_suffix('s').filter(|base| base.len() > 2 && !base.ends_with('s'))
            {
                (base.to_owned(), "s")
            } else {
                (word.to_owned(), "")
            };
            let new = bases.entry(base).or_insert_with(|| dice.word(3)).clone();
            format!("{new}{}", if ending.is_empty() { "" } else { "s" })
        })
        .collect::<Vec<_>>()
        .join("_")
}

/// `call_charges` → `CallCharge`.
fn singular_class(table: &str) -> String {
    let mut words: Vec<String> = table.split('_').map(str::to_owned).collect();
    if let Some(last) = words.last_mut() {
        *last = match last.strip_suffix("ies") {
            Some(base) => format!("{base}y"),
            None => last.strip_suffix('s').unwrap_or(last).to_owned(),
        };
    }
    words
        .iter()
        .map(|word| word[..1.min(word.len())].to_uppercase() + word.get(1..).unwrap_or(""))
        .collect()
}

/// Where a line names an account.
fn places<'n>(common: impl Iterator<Item = &'n String>) -> Option<Regex> {
    let names: Vec<String> = common.map(|name| regex::escape(name)).collect();
    if names.is_empty() {
        return None;
    }
    let x = format!("({})", names.join("|"));
    let forms = [
        // sshd, PAM, logind, sudo, cron
        r"(?:for|for\ invalid\ user|user|of\ user|by|ruser)\ X(?:\(|\ from|\ by|\.|,|\n|$|\ |;)",
        r"\(X\)",
        r"sudo:\s+X\ :",
        r"(?:USER|user|LOGNAME|DB_USERNAME|ruser|\buser_name|acct)=.?X\b",
        r"(?:home|histories|crontabs)/X\b",
        // the server's logs and clients
        r"\bX@",
        r"\bX\[",
        r"\[X\]\ @",
        r"[`']X[`']@",
        r",X,(?:localhost|\d)",
        r"(?:-u|-u\ |--user[=\ ])X\b",
        r"chown\ (?:-\w+\ )*X\b",
        // system crontabs
        r"(?m:^(?:[-\d*/,]+\ +){5}X\ )",
        // files of one account
        r"\bX\.(?:bash|zsh|mysql|mariadb|fish)_history",
        r#""user":\s*"X""#,
    ];
    let all: Vec<String> =
        forms.iter().map(|form| form.replace('X', &x).replace(r"\ ", " ")).collect();
    Some(Regex::new(&format!("(?-u){}", all.join("|"))).expect("a pattern"))
}
