//! Secrets under a name: environment variables, keys of JSON, YAML, PHP and SQL, accounts and
//! hashes of passwords.

use super::{Find, Level, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "env-assign",
        level: Level::Secrets,
        hint: "PASS|PWD|SECRET|TOKEN|KEY|CREDENTIAL|DSN|DATABASE_URL",
        find: Find::Patterns(&[
            r#"\b[A-Z0-9_]*(?:PASSWORD|PASSWD|PASSPHRASE|[A-Z0-9]_PWD|_PASS|SECRET|TOKEN|API_?KEY|APP_KEY|PRIVATE_KEY|ACCESS_KEY|ENCRYPTION_KEY|CREDENTIALS?|_DSN|DATABASE_URL|REDIS_URL)(?:_ID|_BASE|_KEY|_VALUE|_HASH)?[0-9]*=¤(?P<s4>[^\s#;,&"'\])}][^\s;,&"')\]}]*))"#,
        ]),
    },
    Rule {
        id: "kv-secret",
        level: Level::Secrets,
        hint: "passw|passphrase|pwd|secret|api.?key|token|private.?key|access.?key|credential|password_confirmation",
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
        hint: "identified|set\\s+password|_password|password\\s*\\(",
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
        hint: r"\$2[abxy]\$|\$argon2|\$[156]\$|\*[0-9A-F]{40}|\$A\$005",
        find: Find::Patterns(&[
            r"(?P<s>\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{20,53})",
            r#"(?P<s>\$argon2(?:id|i|d)\$v=[0-9]+\$[^\s'",;)]+(?:,[tp]=[0-9]+)*(?:\$[A-Za-z0-9+/=]+)*)"#,
            r"(?P<s>\$[156]\$[^\s'$]{1,40}\$[./A-Za-z0-9]{20,})",
            r"(?i)(?P<s>\*[0-9A-F]{40})\b",
            r#"(?P<s>\$A\$005\$[^\s'"]+)"#,
        ]),
    },
];

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
                ("x $2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234 y", "abcdefghijkl"),
                ("$argon2id$v=19$m=65536,t=4,p=1$c2FsdA$aGFzaA", "aGFzaA"),
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
