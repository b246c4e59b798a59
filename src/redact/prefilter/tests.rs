//! The screen against applying every rule to every text.

use proptest::prelude::*;

use super::*;
use crate::redact::find::find;

/// Pieces of what rules look for, whole and broken.
const PIECES: &[&str] = &[
    " ",
    "\n",
    "\t",
    "\r\n",
    "  ",
    ":",
    "=",
    "=>",
    ":=",
    " = ",
    "'",
    "\"",
    "\\\"",
    "\\\\\"",
    "`",
    "]",
    "[",
    "(",
    ")",
    "{",
    "}",
    ",",
    ";",
    "|",
    "&",
    "?",
    "/",
    "\\",
    "@",
    "%40",
    ".",
    "-",
    "_",
    "+",
    "*",
    "$",
    "#",
    "ä",
    "\u{a0}",
    "\u{17f}",
    "a",
    "x1",
    "A1",
    "DB",
    "geheim1",
    "GEHEIM",
    "0123456789",
    "12",
    "4",
    "4111111111111111",
    "4111 1111 1111 1111",
    "DE89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "+49 170 1234567",
    "+4917012345678",
    "bob",
    "example.com",
    "web1.",
    "10.0.0.5",
    "fe80::1",
    "/home/",
    "/Users/",
    "\\Users\\",
    "mysql",
    "mysqldump ",
    "mariadb",
    "psql",
    " -p",
    " -pX",
    "'-pX'",
    " -e ",
    " -Ne",
    " --execute=",
    " -c ",
    " --command",
    "a0=",
    "a1=",
    "\"mysql\"",
    "2D7067656865696D31",
    "--password=",
    "--db-pass=",
    "--token ",
    "--api-key=",
    "curl ",
    " -u bob:",
    "sshpass -p ",
    "redis-cli ",
    " -a ",
    "htpasswd -b x y ",
    "mongosh ",
    "pass:",
    "passin:",
    "openssl ",
    "PASSWORD=",
    "DB_PASS=",
    "API_KEY=",
    "X_DSN=",
    "SECRET",
    "TOKEN_ID=",
    "password",
    "passwd",
    "pwd",
    "secret",
    "api_key",
    "apikey",
    "key",
    "token",
    "credentials",
    "password_confirmation",
    "passphrase",
    "private-key",
    "IDENTIFIED BY ",
    "identified via x as ",
    "set password ",
    "for a",
    "master_password",
    "password(",
    "old_password (",
    "$2y$10$",
    "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
    "$argon2id$v=19$",
    "$6$salt$",
    "$A$005$",
    "*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9",
    "base64:",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "'key'",
    "12|",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN",
    "PDO->__construct(",
    "new PDO(",
    "mysqli_connect(",
    "Hash::check(",
    "->attempt(",
    "eyJpdiI6",
    "eyJhbGciOiJIUzI1NiJ9",
    "O:8:",
    "http://",
    "https://",
    "redis://:",
    "mysql:host=db;",
    "dbname=x;",
    "signature",
    "&amp;",
    "code",
    "X-Amz-Signature",
    "/password/reset/",
    "/invitations/",
    "0123456789abcdef0123456789abcdef",
    "Authorization",
    "Bearer ",
    "Basic ",
    "X-Api-Key",
    "Set-Cookie",
    "AKIAABCDEFGHIJKLMNOP",
    "ghp_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "sk_live_",
    "sk-",
    "SG.",
    "AIza",
    "npm_",
    "hf_",
    "hooks.slack.com/services/",
    "/api/webhooks/",
    "discord.com",
    "-----BEGIN ",
    "RSA PRIVATE KEY-----",
    "-----END",
    "[REDACTED:email#1]",
    "phone",
    "mobile",
    "tel",
    "phone_number",
    "030 1234567",
    "SQL: ",
    "(SQL: ",
    ") {\"",
    ")\n",
    ") at ",
    "select ",
    "insert into t ",
    "update t set ",
    "delete from t ",
    "replace into ",
    "call p",
    "create user ",
    "alter ",
    "drop table ",
    "grant ",
    "load data ",
    "set @a",
    "change master to ",
    "with x as ",
    "execute immediate ",
    "values (",
    "truncate ",
    "/* c */ ",
    "/*",
    "*/",
    "Query ",
    "Execute\t",
    "prepare ",
    "` : ",
    "` :\t",
    " : ",
    "ERROR 1064: ",
    "error ",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..14).prop_map(|pieces| pieces.concat())
}

/// As if every rule might find something.
fn all() -> Seen {
    Seen { rules: u64::MAX, verbs: Vec::new(), client: true, labelled: true }
}

fn same(text: &str) {
    for level in [Level::Secrets, Level::Pii, Level::Strict] {
        let seen = look(text.as_bytes(), level);
        let spans = |seen: &Seen| {
            find(level, &[], text, seen)
                .into_iter()
                .map(|found| (found.rule, found.at))
                .collect::<Vec<_>>()
        };
        assert_eq!(spans(&seen), spans(&all()), "{level:?} {text:?}");
    }
    let seen = look(text.as_bytes(), Level::Secrets);
    assert_eq!(statements::quoted(text, &seen), statements::quoted(text, &all()), "{text:?}");
    assert_eq!(statements::body_start(text, &seen), statements::body_found(text), "{text:?}");
    let insert = format!("insert {text}");
    assert_eq!(
        statements::without_bare_values(&insert),
        statements::without_values_found(&insert),
        "{insert:?}"
    );
}

/// The same by comparing every sign at every place.
fn compared(text: &[u8], level: Level) -> Seen {
    let is_at = |signs: &[Sign], at: usize| signs.iter().any(|sign| sign.is_at(text, at, false));
    let places =
        |signs: &[Sign]| (0..text.len()).filter(|at| is_at(signs, *at)).collect::<Vec<_>>();
    let seen = |signs: &[Sign]| !places(signs).is_empty();
    let rules = RULES.iter().copied().flatten().enumerate();
    let found = rules
        .filter(|(_, rule)| rule.level <= level && rule.signs.iter().all(|signs| seen(signs)))
        .fold(0, |bits, (index, _)| bits | 1 << index);
    Seen {
        rules: found,
        verbs: places(statements::VERBS),
        client: seen(statements::OPTIONS) && seen(statements::CLIENTS),
        labelled: seen(statements::LABELS),
    }
}

proptest! {
    #[test]
    fn which_digits_stand_in_brackets_changes_nothing(head in texts(), number in "[0-9]{1,7}", tail in texts()) {
        let marked = |number: &str, level: Level| {
            let redactor = crate::redact::redactor::Redactor::new(level);
            redactor.mark(&format!("{head}({number}):{tail}")).map(|marked| (marked.text.len(), marked.holes.iter().map(|hole| (hole.at, hole.rule)).collect::<Vec<_>>()))
        };
        for level in [Level::Secrets, Level::Pii, Level::Strict] {
            assert_eq!(marked(&number, level), marked(&"1".repeat(number.len()), level), "{level:?} {head:?} ({number}): {tail:?}");
        }
    }

    #[test]
    fn the_tables_tell_what_comparing_at_every_place_tells(text in texts()) {
        for level in [Level::Secrets, Level::Pii, Level::Strict] {
            let (looked, compared) = (look(text.as_bytes(), level), compared(text.as_bytes(), level));
            assert_eq!(format!("{looked:?}"), format!("{compared:?}"), "{text:?}");
            assert_eq!(look_for_rules(text.as_bytes(), level).rules, compared.rules, "{text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_missed_that_applying_every_rule_finds(text in texts()) {
        same(&text);
    }
}

#[test]
fn a_sign_of_equality_is_a_value_and_a_column_is_none() {
    for text in ["--password= = `", "--password= `a`", "password = = `a`", "password == `a`"] {
        same(text);
    }
}

#[test]
fn nothing_is_missed_in_the_samples() {
    for (_, bytes, _) in crate::testing::sample_files() {
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        // pieces as entries are, some lines each; patterns over all of a large file take long
        for lines in lines.chunks(9).take(3) {
            same(&lines.concat());
        }
    }
}

#[test]
fn short_texts_are_compared_to_their_ends() {
    for text in [
        "", "-", "--", "4", "41", "411", "4111", " 4", "set", "SG.", "x=", "A=", "pwd:", "pwd:x",
        "a@b.c", "\n-e", " -e'", "-e '",
    ] {
        for level in [Level::Secrets, Level::Strict] {
            assert_eq!(
                format!("{:?}", look(text.as_bytes(), level)),
                format!("{:?}", compared(text.as_bytes(), level)),
                "{text:?}"
            );
        }
    }
}

#[test]
fn texts_without_signs_are_told_at_once() {
    for text in [
        "",
        "a",
        "#3 /var/www/html/vendor/laravel/framework/src/Illuminate/Cookie/Middleware/EncryptCookies.php(75): Illuminate\\\\Pipeline\\\\Pipeline->handle(Object(Closure))",
        "[2025-10-01 00:00:00] production.DEBUG: Session regenerated for OrderItem #5347747 {\"order_id\":6295443,\"trace_id\":\"1d70b819fb2e63d6\"} ",
        "select `a`.`token` = `b`.`id` from `password_resets`",
    ] {
        assert!(look(text.as_bytes(), Level::Pii).no_rule(), "{text}");
    }
}

#[test]
fn no_bit_of_the_tables_is_shared_by_groups() {
    assert!(tables().buckets.iter().all(|signs| {
        signs.iter().all(|(group, _)| signs.first().is_some_and(|(first, _)| first == group))
    }));
}
