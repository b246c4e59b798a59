//! What Laravel and PHP leak: application keys, API tokens, encrypted payloads, arguments in
//! stack traces.

use crate::redact::{
    rule::{Find, Level, Rule},
    sign::{blank, byte, classes, goes_on, run, skip, word, word_if},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "laravel-app-key",
        level: Level::Secrets,
        signs: &[&[
            word_if("base64:", |text, _, end| {
                run(text, end, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')) >= 22
            }),
            word_if("'key'", |text, _, end| goes_on(text, skip(text, end, blank), "=>")),
        ]],
        find: Find::Patterns(&[
            r"base64:(?P<s>[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{22}==)",
            r"(?i)'key'\s*=>\s*'(?P<s>[^'\s]{32})'",
        ]),
    },
    Rule {
        id: "sanctum-token",
        level: Level::Secrets,
        signs: &[&[classes(["0-9", "|", "A-Za-z0-9"], |text, at, _| {
            run(text, at.saturating_add(2), |b| b.is_ascii_alphanumeric() || b == b'_') >= 40
        })]],
        find: Find::Patterns(&[r"\b(?P<s>[0-9]{1,10}\|(?:[a-z]+_){0,3}[A-Za-z0-9]{40,64})\b"]),
    },
    Rule {
        id: "pdo-trace",
        level: Level::Secrets,
        signs: &[&[
            word("PDO->__construct("),
            word("PDO::connect("),
            word("new PDO("),
            word("createPdoConnection("),
            word("mysqli_connect("),
            word("mysqli_real_connect("),
            word("mysqli->__construct("),
            word("->attempt("),
            word("Redis->auth("),
            word("Hash::check("),
            word("HashManager->check("),
            word("new mysqli("),
            word("->validateCredentials("),
            word("->rehash("),
        ]],
        find: Find::Patterns(&[
            r#"(?:PDO->__construct|PDO::connect|new PDO|createPdoConnection|mysqli_connect|mysqli_real_connect|mysqli->__construct|new mysqli)\(\s*(?:'[^'\n]*'|"[^"\n]*"|[^,()\n]*),\s*(?P<s>(?:'[^'\n]*'|"[^"\n]*"|[^,()\n]*)(?:,\s*(?:'[^'\n]*'|"[^"\n]*"))?)"#,
            r"(?:Redis->auth|Hash::check|HashManager->check|->attempt|->validateCredentials|->rehash)\((?P<s>[^)\n]+)",
        ]),
    },
    Rule {
        id: "laravel-payload",
        level: Level::Pii,
        signs: &[&[
            word("eyJpdiI6"),
            classes(["O", ":", "0-9"], |text, at, _| {
                byte(text, skip(text, at.saturating_add(2), |b| b.is_ascii_digit())) == b':'
            }),
        ]],
        find: Find::Patterns(&[
            r"(?P<s>eyJpdiI6[A-Za-z0-9+/=_%-]{20,})",
            r#"(?P<s>O:[0-9]+:\\{0,3}"[^\n]{150,}?\})\\{0,3}""#,
        ]),
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn keys_tokens_and_arguments_go() {
        hides(
            "laravel-app-key",
            &[("key base64:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= x", "AAAAAA")],
        );
        hides(
            "sanctum-token",
            &[("token 12|abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN", "abcdefgh")],
        );
        hides(
            "pdo-trace",
            &[
                (
                    "#0 /x.php(70): PDO->__construct('mysql:host=127....', 'root', 'geheim1', Array)",
                    "geheim1",
                ),
                ("#0 x: mysqli_connect('db', 'root', 'geheim1')", "geheim1"),
                ("Hash::check('geheim1', Object)", "geheim1"),
            ],
        );
        hides(
            "laravel-payload",
            &[("laravel_session eyJpdiI6IkFBQUFBQUFBQUFBQUFBQUFBQUE9PSJ9", "IkFBQUFB")],
        );
    }

    #[test]
    fn plain_frames_stay() {
        keeps(&[
            "#1 /app/vendor/laravel/framework/src/Illuminate/Database/Connection.php(712): PDO->prepare('select * from ...')",
        ]);
    }
}
