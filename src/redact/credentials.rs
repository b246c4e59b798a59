//! Secrets under a name: environment variables, keys of JSON, YAML, PHP and SQL, accounts and
//! hashes of passwords.

use crate::redact::{
    rule::{Find, Level, Rule},
    sign::{assigned, before, blank, byte, classes, goes_on, run, skip, word, word_if},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "env-assign",
        level: Level::Secrets,
        signs: &[&[classes(["A-Z0-9", "=", ""], |text, at, _| {
            let name = text.get(..=at).unwrap_or_default();
            let from = name
                .iter()
                .rposition(|b| !(b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_'))
                .map_or(0, |place| place.saturating_add(1));
            let name = name.get(from..).unwrap_or_default();
            ["PASS", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "_DSN", "_URL"]
                .iter()
                .any(|part| memchr::memmem::find(name, part.as_bytes()).is_some())
        })]],
        find: Find::Patterns(&[
            r#"\b[A-Z0-9_]*(?:PASSWORD|PASSWD|PASSPHRASE|[A-Z0-9]_PWD|_PASS|SECRET|TOKEN|API_?KEY|APP_KEY|PRIVATE_KEY|ACCESS_KEY|ENCRYPTION_KEY|CREDENTIALS?|_DSN|DATABASE_URL|REDIS_URL)(?:_ID|_BASE|_KEY|_VALUE|_HASH)?[0-9]*=¤(?P<s4>[^\s#;,&"'\])}][^\s;,&"')\]}]*))"#,
        ]),
    },
    Rule {
        id: "kv-secret",
        level: Level::Secrets,
        signs: &[&[
            word_if("password", named),
            word_if("passwd", named),
            word_if("passphrase", named),
            word_if("pwd", named),
            word_if("secret", named),
            word_if("token", named),
            word_if("credential", |text, at, end| {
                named(text, at, end)
                    || (goes_on(text, end, "s") && named(text, at, end.saturating_add(1)))
            }),
            word_if("password_confirmation", named),
            word_if("key", |text, at, end| {
                let name = text.get(..at).unwrap_or_default();
                let name =
                    name.strip_suffix(b"_").or_else(|| name.strip_suffix(b"-")).unwrap_or(name);
                let ends = |with: &[u8]| {
                    name.len()
                        .checked_sub(with.len())
                        .and_then(|from| name.get(from..))
                        .is_some_and(|end| end.eq_ignore_ascii_case(with))
                };
                (ends(b"api") || ends(b"private") || ends(b"access") || ends(b"secret"))
                    && named(text, at, end)
            }),
        ]],
        find: Find::PatternsIf(
            &[
                r#"(?i)(?P<k>[a-z0-9_.\[-]*(?:password|passwd|passphrase|pwd|secret|api[_-]?key|token|private[_-]?key|access[_-]?key|secret[_-]?key|credentials?|password_confirmation))\]?«\s*(?:=>|:=|[:=])\s*¤(?P<s4>[^\s,;&}\])"'`:=>(\\\[{][^\s,;&}\])"']*))"#,
            ],
            is_secret,
        ),
    },
    Rule {
        id: "sql-identified",
        level: Level::Secrets,
        signs: &[&[
            word_if("identified", |text, _, end| blank(byte(text, end))),
            word_if("password", |text, at, end| {
                let next = byte(text, skip(text, end, blank));
                next == b'('
                    || next == b'=' && before(text, at) == b'_'
                    || blank(before(text, at)) && {
                        let words = text.get(..at).unwrap_or_default().trim_ascii_end();
                        words.len() >= 3 && goes_on(words, words.len().saturating_sub(3), "set")
                    }
            }),
        ]],
        find: Find::Patterns(&[
            r#"(?i)\bidentified\s+(?:(?:with|via)\s+\S+\s+)?(?:by|as|using)\s+(?:password\s*\(?\s*)?¤(?P<s4>[^\s"',;)(]+))"#,
            r#"(?i)\bset\s+password\s*(?:for\s+\S+\s*)?=\s*(?:(?:old_)?password\s*\(\s*)?¤(?P<s4>[^\s"',;)(]+))"#,
            r#"(?i)\b(?:master|source)_password\s*=\s*¤(?P<s4>[^\s"',;]+))"#,
            r"(?i)\b(?:old_)?password\s*\(\s*¤[^\s\S])",
        ]),
    },
    Rule {
        id: "password-hash",
        level: Level::Secrets,
        signs: &[&[
            word("$argon2"),
            word("$apr1$"),
            word("$gy$"),
            word("$md5"),
            word("$sha1$"),
            word("$pbkdf2"),
            word("$scrypt$"),
            word("$A$005$"),
            word("pbkdf2_sha"),
            word("SCRAM-SHA-256$"),
            classes(["$", "2", "abxy"], |text, _, end| byte(text, end) == b'$'),
            classes(["$", "156y7", "$"], |_, _, _| true),
            classes(["{", "Ss", "SsMmHh"], |text, at, _| {
                let scheme =
                    skip(text, at.saturating_add(1), |b| b.is_ascii_alphanumeric() || b == b'-');
                byte(text, scheme) == b'}'
            }),
            classes(["*", "0-9A-Fa-f", "0-9A-Fa-f"], |text, at, _| {
                run(text, at.saturating_add(1), |b| b.is_ascii_hexdigit()) >= 40
            }),
        ]],
        find: Find::Patterns(&[
            r"(?P<s>\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{20,53})",
            r#"(?P<s>\$argon2(?:id|i|d)\$v=[0-9]+\$[^\s'",;)]+(?:,[tp]=[0-9]+)*(?:\$[A-Za-z0-9+/=]+)*)"#,
            r"(?P<s>\$(?:[156]|apr1|sha1\$[0-9]+|md5[a-z,0-9=]*)\$[^\s'$]{1,40}\$[./A-Za-z0-9]{20,})",
            r"(?P<s>\$(?:y|gy|7|scrypt|pbkdf2[a-z0-9-]*)\$[^\s'$:]{1,80}(?:\$[./A-Za-z0-9+=-]{1,128}){1,3})",
            r"(?P<s>(?:pbkdf2_sha(?:1|256|512)|SCRAM-SHA-256)\$[0-9]+[$:][^\s'$]{1,80}\$[A-Za-z0-9+/=:]{20,})",
            r"(?i)\{(?:S?SHA(?:224|256|384|512)?|S?MD5|HMAC-MD5)\}(?P<s>[A-Za-z0-9+/]{20,}={0,2})",
            r"(?i)(?P<s>\*[0-9A-F]{40})\b",
            r#"(?P<s>\$A\$005\$[^\s'"]+)"#,
        ]),
    },
];

/// Whether a value that may be a secret is assigned to the name which ends at `end`.
fn named(text: &[u8], _: usize, end: usize) -> bool {
    let end = if byte(text, end) == b']' { end.saturating_add(1) } else { end };
    assigned(text, end).is_some_and(|value| match byte(text, value) {
        b'"' | b'\'' => true,
        b'\\' => byte(text, skip(text, value, |b| b == b'\\')) == b'"',
        b',' | b';' | b'&' | b'}' | b')' | b']' | b'`' | b':' | b'=' | b'>' | b'(' | b'['
        | b'{' => false,
        // a parameter of a statement, or a mask
        _ => text.get(value..skip(text, value, unquoted)).is_some_and(|value| {
            value.iter().any(|b| !matches!(b, b'*' | b'?' | b'+' | b'x' | b'.'))
        }),
    })
}

/// Whether a byte may be part of a value without quotes.
fn unquoted(b: u8) -> bool {
    !blank(b) && !matches!(b, b',' | b';' | b'&' | b'}' | b']' | b')' | b'"' | b'\'')
}

/// Not the working directory that `sudo` logs, and not a word of prose after a colon.
fn is_secret(key: &str, value: &str) -> bool {
    let path = value.starts_with(['/', '~']) || value.is_empty();
    !(path && (key == "PWD" || key == "OLDPWD"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn named_secrets_go() {
        hides(
            "env-assign",
            &[
                ("MYSQL_PWD=geheim1 mysql shop", "geheim1"),
                ("export DB_PASSWORD='ge heim1'", "heim1"),
                ("AWS_SECRET_ACCESS_KEY=geheim1", "geheim1"),
                ("DATABASE_URL=mysql://a:geheim1@b/c", "geheim1"),
            ],
        );
        hides(
            "kv-secret",
            &[
                (r#"{"user":"bob","password":"ge\"heim1"}"#, "heim1"),
                (r#"{\"password\":\"geheim1\"}"#, "geheim1"),
                ("'password' => 'geheim1',", "geheim1"),
                ("[password] => geheim1", "geheim1"),
                ("password: geheim1", "geheim1"),
                ("where token = 'geheim1'", "geheim1"),
                ("client_secret=geheim1&x=1", "geheim1"),
                ("Server=x;Uid=a;Pwd=geheim1;", "geheim1"),
                ("\"remember_token\": \"geheim1\"", "geheim1"),
            ],
        );
        hides(
            "sql-identified",
            &[
                ("CREATE USER 'a'@'%' IDENTIFIED BY 'geheim1'", "geheim1"),
                ("ALTER USER a IDENTIFIED WITH mysql_native_password BY \"geheim1\"", "geheim1"),
                ("SET PASSWORD FOR 'a'@'%' = PASSWORD('geheim1')", "geheim1"),
                ("CHANGE MASTER TO MASTER_PASSWORD='geheim1'", "geheim1"),
                ("update user set x = PASSWORD('geheim1')", "geheim1"),
            ],
        );
        hides(
            "password-hash",
            &[
                (
                    "x $2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234 y",
                    "abcdefghijkl",
                ),
                ("$argon2id$v=19$m=65536,t=4,p=1$c2FsdA$aGFzaA", "aGFzaA"),
                ("root:$y$j9T$abcdefghijk$ABCDEFGHIJKLMNOPQRSTUVWXYZ012345678:19000:0", "ABCDEFG"),
                ("bob:$apr1$abcdefgh$ABCDEFGHIJKLMNOPQRSTUV", "ABCDEFG"),
                ("userPassword {SSHA}ABCDEFGHIJKLMNOPQRSTUVWXYZ012345==", "ABCDEFG"),
                ("pbkdf2_sha256$600000$abcdefgh$ABCDEFGHIJKLMNOPQRSTUVWXYZ=", "ABCDEFG"),
                ("AS '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9'", "6BB4837EB"),
            ],
        );
    }

    #[test]
    fn words_about_passwords_stay() {
        keeps(&[
            "password reset mail queued",
            "create table password_resets (token varchar(255), password varchar(255))",
            "PWD=/root ; USER=root ; COMMAND=/bin/ls",
            "IDENTIFIED BY <secret>",
            "password=$DB_PASSWORD",
            "App\\Http\\Controllers\\Auth\\PasswordController::reset",
            "tokens: 15",
            "password = NULL",
        ]);
    }
}
