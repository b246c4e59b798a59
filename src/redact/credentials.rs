//! Secrets under a name: environment variables, keys of JSON, YAML, PHP and SQL, accounts and
//! hashes of passwords.

use crate::redact::{
    named::{may_bear, values},
    rule::{Find, Level, Rule},
    sign::{Sign, before, blank, byte, classes, goes_on, run, skip, word, word_if},
};

/// Words that names of secrets end in, or parts of them.
const NAMES: &[Sign] = &[
    word_if("pass", may_bear),
    word_if("pwd", may_bear),
    word_if("secret", may_bear),
    word_if("token", may_bear),
    word_if("key", may_bear),
    word_if("credential", may_bear),
    word_if("creds", may_bear),
    word_if("salt", may_bear),
    word_if("auth", may_bear),
    word_if("sess", may_bear),
    word_if("sid", may_bear),
    word_if("sig", may_bear),
    word_if("otp", may_bear),
    word_if("pin", may_bear),
    word_if("cvc", may_bear),
    word_if("cvv", may_bear),
    word_if("pw", may_bear),
    word_if("psw", may_bear),
    word_if("pswd", may_bear),
    word_if("wort", may_bear),
    word_if("pepper", may_bear),
    word_if("nonce", may_bear),
    word_if("srf", may_bear),
    word_if("cookie", may_bear),
    word_if("dsn", may_bear),
    word_if("url", may_bear),
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "env-assign",
        level: Level::Secrets,
        signs: &[NAMES],
        find: Find::Code(|place, _, out| {
            values(place, |env, at| out.extend(env.then_some(at)));
        }),
    },
    Rule {
        id: "kv-secret",
        level: Level::Secrets,
        signs: &[NAMES],
        find: Find::Code(|place, _, out| {
            values(place, |env, at| out.extend((!env).then_some(at)));
        }),
    },
    Rule {
        id: "temporary-password",
        level: Level::Secrets,
        signs: &[&[
            word("temporary password is generated for "),
            word_if("send ", |text, _, end| matches!(byte(text, end), b'"' | b'\\' | b'-')),
        ]],
        find: Find::Patterns(&[
            r"(?i)temporary password is generated for \S+: (?P<s>\S+)",
            // what expect answers to a prompt
            r#"(?i)pass(?:word|phrase)[^"\n]{0,40}\\*"[^"\n]{0,40}?\bsend\s+(?:--\s+)?\\*"(?P<s>[^"\\\n]+)"#,
        ]),
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
        id: "hashed-password",
        level: Level::Secrets,
        signs: &[&[
            word("bcrypt("),
            word("password_hash("),
            word("hash::make("),
            word("convertto-securestring "),
            word("aes_encrypt("),
            word("aes_decrypt("),
            word("pgp_sym_encrypt("),
            word("pgp_sym_decrypt("),
        ]],
        find: Find::Patterns(&[
            r"(?i)\b(?:bcrypt|password_hash|hash::make)\s*\(\s*¤[^\s\S])",
            r#"(?i)\bconvertto-securestring\s+(?:-string\s+)?¤(?P<s4>[^\s"'$()\\-][^\s"'()]*))"#,
            r"(?i)\b(?:aes|pgp_sym)_(?:en|de)crypt\s*\((?:[^()',]|'[^']*')*,\s*¤[^\s\S])",
        ]),
    },
    Rule {
        id: "login-file",
        level: Level::Secrets,
        signs: &[&[
            word("machine "),
            word("default login "),
            word_if("password ", |text, at, _| {
                let head = text.get(..at).unwrap_or_default();
                let line = head.iter().rev().take_while(|b| **b != b'\n');
                line.clone().take(20).all(|b| blank(*b)) && line.take(1).count() == 1
            }),
            // the port of a line of .pgpass
            classes([":", "*0-9", ":0-9"], |text, at, _| {
                let port = at.saturating_add(1);
                let digits = run(text, port, |b| b.is_ascii_digit());
                let end = port.saturating_add(digits.max(1));
                (byte(text, port) == b'*' || matches!(digits, 4 | 5)) && byte(text, end) == b':'
            }),
        ]],
        find: Find::Patterns(&[
            r#"(?i)\b(?:machine\s+\S+|default)\s+login\s+\S+\s+password\s+"?(?P<s>[^\s"']+)"#,
            // set in below the machine's name; prose is in small letters
            r#"(?m)^[ \t]+password\s+"?(?P<s>[^\s"']*[^a-z\s"'][^\s"']*)"?\s*$"#,
            r#"(?m)(?:^|["'\s])[^\s:"']+:(?:\*|[0-9]{4,5}):[^\s:"'/]+:[^\s:"'/]+:(?P<s>(?:\\.|[^\s:\\"'])+)(?:["'\s]|$)"#,
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
            word_if("md5", |text, _, end| run(text, end, |b| b.is_ascii_hexdigit()) == 32),
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
            r"(?P<s>\$[56]\$rounds=[0-9]+\$[^\s'$]{1,40}\$[./A-Za-z0-9]{20,})",
            r"(?:^|[^0-9A-Za-z])(?P<s>md5[0-9a-f]{32})\b",
            r"(?P<s>\$(?:y|gy|7|scrypt|pbkdf2[a-z0-9-]*)\$[^\s'$:]{1,80}(?:\$[./A-Za-z0-9+=-]{1,128}){1,3})",
            r"(?P<s>(?:pbkdf2_sha(?:1|256|512)|SCRAM-SHA-256)\$[0-9]+[$:][^\s'$]{1,80}\$[A-Za-z0-9+/=:]{20,})",
            r"(?i)\{(?:S?SHA(?:224|256|384|512)?|S?MD5|HMAC-MD5)\}(?P<s>[A-Za-z0-9+/]{20,}={0,2})",
            r"(?i)(?P<s>\*[0-9A-F]{40})\b",
            r#"(?P<s>\$A\$005\$[^\s'"]+)"#,
        ]),
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn passwords_of_login_files_and_hashing_calls_go() {
        hides(
            "login-file",
            &[
                ("db1.example:5432:shop:app:geheim1", "geheim1"),
                ("echo 'db1:5432:*:app:geheim1' >> ~/.pgpass", "geheim1"),
                ("*:*:*:postgres:geheim1", "geheim1"),
                ("/var/run/postgresql:5432:*:app:ge\\:heim1", "heim1"),
                ("machine api.example login bob password geheim1", "geheim1"),
                ("default login bob password \"geheim1\"", "geheim1"),
                ("machine api.example\n  login bob\n  password geheim1\n", "geheim1"),
            ],
        );
        hides(
            "hashed-password",
            &[
                ("['password' => bcrypt('geheim1')]", "geheim1"),
                ("Hash::make(\"geheim1\")", "geheim1"),
                ("ConvertTo-SecureString 'geheim1' -AsPlainText", "geheim1"),
                ("(ConvertTo-SecureString geheim1 -AsPlainText -Force))", "geheim1"),
                ("SELECT pgp_sym_decrypt(card, 'geheim1')", "geheim1"),
            ],
        );
        keeps(&[
            "at 2026-01-02 03:04:05:1234 in a:b",
            "listen on 0.0.0.0:5432: address in use",
            "2001:db8:1234:5678:9abc:def0:1:2 refused",
            "bcrypt($password) and Hash::make($request->password)",
            "a machine with a login shell",
            "ConvertTo-SecureString $plain -AsPlainText -Force",
            "Usage:\n  password reset\n  password expire\n",
        ]);
    }

    #[test]
    fn named_secrets_go() {
        hides(
            "env-assign",
            &[
                ("MYSQL_PWD=geheim1 mysql shop", "geheim1"),
                ("export DB_PASSWORD='ge heim1'", "heim1"),
                ("AWS_SECRET_ACCESS_KEY=geheim1", "geheim1"),
                ("DATABASE_URL=mysql://a:geheim1@b/c", "geheim1"),
                ("DB_PASSWORD=ge#heim1", "heim1"),
                ("DB_PASSWORD=ge;heim1", "heim1"),
                ("DB_PASSWORD=ge\"heim1", "heim1"),
                (r#"{"said":"DB_PASSWORD=ge\"heim1"}"#, "heim1"),
                ("DB_PASSWORD={geheim1}", "geheim1"),
                ("DB_PASSWORD=$GEHEIM1", "GEHEIM1"),
                ("MYSQL_PWD='ge'\"'\"'heim1' mysql shop", "heim1"),
                ("HASHIDS_SALT=geheim1", "geheim1"),
                ("REDIS_AUTH=geheim1", "geheim1"),
                ("PASS=$(echo geheim1) mysql shop", "geheim1"),
            ],
        );
        hides(
            "kv-secret",
            &[
                (r#"{"user":"bob","password":"ge\"heim1"}"#, "heim1"),
                (r#"{\"password\":\"geheim1\"}"#, "geheim1"),
                ("'password' => 'geheim1',", "geheim1"),
                (r#"{\"password\":\"ge\\\"heim1\"}"#, "heim1"),
                ("mysql --password='ge'\\''heim1' shop", "heim1"),
                (r#"{"password":["geheim1"]}"#, "geheim1"),
                (
                    "\"db_password\": {\n  \"value\": \"geheim1\",\n  \"type\": \"string\"",
                    "geheim1",
                ),
                (
                    "  password: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6638643965\n",
                    "6638643965",
                ),
                ("hudson.util.Secret: {geheim1abcdefgh1234=}", "geheim1abc"),
                (r#"{"name":"password","value":"geheim1"}"#, "geheim1"),
                ("- name: DB_PASSWORD\n  value: geheim1", "geheim1"),
                ("  password: |\n    geheim1\n", "geheim1"),
                ("  password: 'ge ''heim1'", "heim1"),
                ("  password: ge he heim1", "heim1"),
                ("$password = 'ge' . 'heim1';", "heim1"),
                ("$c->setPassword('geheim1');", "geheim1"),
                ("define('DB_PASSWORD', 'geheim1');", "geheim1"),
                ("define( \"AUTH_KEY\", \"geheim1\" );", "geheim1"),
                ("- {name: DB_PASSWORD, value: \"geheim1\"}", "geheim1"),
                ("\"password\" => string(7) \"geheim1\"", "geheim1"),
                ("a:1:{s:8:\"password\";s:7:\"geheim1\";}", "geheim1"),
                ("<db user=\"x\" password=\"geheim1\"/>", "geheim1"),
                ("<password>geheim1</password>", "geheim1"),
                ("<db:password>geheim1</db:password>", "geheim1"),
                ("client-key-data: geheim1", "geheim1"),
                ("GET /x?user%5Bpassword%5D=geheim1&page=2", "geheim1"),
                ("PHP_AUTH_PW: geheim1", "geheim1"),
                ("X-Api-Key: Abc12345", "Abc12345"),
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
            "Access denied for user 'a'@'b' (using password: YES)",
            "tests pass: 12, bypass: yes",
            "password: must be at least 8 characters",
            "'password' => 'required|min:8', 'password' => 'hashed'",
            "protected $hidden = ['password', 'remember_token'];",
            "$request->only('email', 'password');",
            "$password = $request->input('password');",
            "password = bcrypt($request->password)",
            "password: {{ vault_password }}",
            "DB_PASSWORD=${DB_PASSWORD}",
            "DB_PASSWORD=$(cat /run/secrets/db) php artisan migrate",
            "{\"user\"=>{\"password\"=>\"[FILTERED]\"}}",
            "  + password = (sensitive value)",
            "middleware auth:sanctum, author: Bob",
            "\"cache_key\":\"users:12\",\"public_key\":\"abc\",\"key\":\"value\"",
            "primary key: id, foreign key (user_id)",
            "Unexpected token: } in JSON",
            "\"session_id\":\"6a5e8c3d.1938\", session_id=12345",
            "error: secret not found, api_key: missing",
            "line 12: pin: 5",
            "{\"token_type\":\"Bearer\",\"token_count\":15}",
            "'guards' => ['web' => ['driver' => 'session']]",
            "- name: DB_HOST\n  value: db1",
            "  passwords:\n    users: 5",
        ]);
    }
}
