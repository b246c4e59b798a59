//! Secrets in URLs and data source names.

use crate::redact::{
    rule::{Find, Level, Rule},
    sign::{blank, byte, classes, goes_on, run, skip, word, word_if, wordy},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "url-userinfo",
        level: Level::Secrets,
        signs: &[&[word_if("://", userinfo), word_if(r":\/\/", userinfo)]],
        find: Find::Patterns(&[
            r#"[A-Za-z][A-Za-z0-9+.-]*://[^\s:/?#@'"<>]*:(?P<s>(?:[^\s/'"<>]|['"<>?#][^\s/'"<>,;:=)]){1,200})@[A-Za-z0-9\[]"#,
        ]),
    },
    Rule {
        id: "dsn",
        level: Level::Secrets,
        signs: &[&[
            word_if("pwd=", in_dsn),
            word_if("password=", in_dsn),
            word_if("passwd=", in_dsn),
            word_if("pass=", in_dsn),
        ]],
        find: Find::Patterns(&[
            r#"(?i)\b(?:mysql|mariadb|pgsql|sqlsrv|odbc|dblib|oci):[^\s'"]*?(?:password|passwd|pwd|pass)=(?P<s>[^;'"\s]+)"#,
        ]),
    },
    Rule {
        // of Go's and of Oracle's drivers
        id: "driver-dsn",
        level: Level::Secrets,
        signs: &[&[word("@tcp("), word("@unix("), word("jdbc:oracle:")]],
        find: Find::Patterns(&[
            r#"(?i)[A-Za-z0-9_.-]+:(?P<s>[^\s/'"`]{1,200})@(?:tcp|unix)\("#,
            r#"(?i)\bjdbc:oracle:[a-z]+:[^\s/'"@]+/(?P<s>[^\s'"@]+)@"#,
        ]),
    },
    Rule {
        id: "signed-url",
        level: Level::Secrets,
        signs: &[&[
            classes(["?&", "", ""], |text, at, _| {
                let name = at.saturating_add(1);
                let name = if goes_on(text, name, "amp;") { name.saturating_add(4) } else { name };
                let end = skip(text, name, |b| wordy(b) || b == b'-');
                byte(text, end) == b'='
                    && NAMES.iter().any(|known| {
                        text.get(name..end)
                            .is_some_and(|name| name.eq_ignore_ascii_case(known.as_bytes()))
                    })
            }),
            word_if("/password/reset/", tokened),
            word_if("/reset-password/", tokened),
            word_if("/invitation", |text, at, end| {
                tokened(text, at, skip(text, end, |b| matches!(b, b's' | b'S')).saturating_add(1))
            }),
            word_if("/magic-link/", tokened),
            word_if("/email/verify/", |text, at, end| {
                tokened(text, at, skip(text, end, wordy).saturating_add(1))
            }),
            word_if("/incomingwebhook/", tokened),
        ]],
        find: Find::Patterns(&[
            r#"(?i)[?&](?:amp;)?(?:signature|x-amz-signature|x-amz-credential|x-amz-security-token|sig|token|password|access_token|api_?key|secret|auth)=(?P<s>[^&\s"'#<>\\]+)"#,
            // an order or a status may bear these names
            r#"(?i)[?&](?:amp;)?(?:code|state|key)=(?P<s>[^&\s"'#<>\\]{0,40}[0-9][^&\s"'#<>\\]*)"#,
            r"(?i)/IncomingWebhook/(?P<s>[A-Za-z0-9]{20,})",
            r"(?i)/email/verify/[A-Za-z0-9_]+/(?P<s>[A-Za-z0-9_-]{20,})",
            r"(?i)/(?:password/reset|reset-password|invitations?|magic-link)/(?P<s>[A-Za-z0-9_-]{20,})",
        ]),
    },
];

/// What addresses call that which signs them.
const NAMES: &[&str] = &[
    "signature",
    "x-amz-signature",
    "x-amz-credential",
    "x-amz-security-token",
    "sig",
    "token",
    "code",
    "state",
    "password",
    "access_token",
    "api_key",
    "apikey",
    "secret",
    "auth",
    "key",
];

/// Whether a name and a secret follow.
fn userinfo(text: &[u8], _: usize, end: usize) -> bool {
    let user = skip(text, end, |b| {
        !blank(b) && !matches!(b, b':' | b'/' | b'?' | b'#' | b'@' | b'\'' | b'"' | b'<' | b'>')
    });
    let secret = user.saturating_add(1);
    byte(text, user) == b':'
        && text
            .get(secret..skip(text, secret, in_secret))
            .is_some_and(|secret| secret.iter().skip(1).any(|b| *b == b'@'))
}

fn in_secret(b: u8) -> bool {
    !blank(b) && b != b'/'
}

/// Whether a colon stands before it in the same word. In a very long one it may.
fn in_dsn(text: &[u8], at: usize, _: usize) -> bool {
    const WORD_BYTES: usize = 4096;
    let name = text.get(at.saturating_sub(WORD_BYTES)..at).unwrap_or_default();
    let word = name.iter().rev().take_while(|b| !blank(**b) && !matches!(**b, b'\'' | b'"'));
    word.clone().count() == WORD_BYTES || word.into_iter().any(|b| *b == b':')
}

/// Whether a long token follows.
fn tokened(text: &[u8], _: usize, end: usize) -> bool {
    run(text, end, |b| wordy(b) || b == b'-') >= 20
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn secrets_in_urls_go() {
        hides(
            "url-userinfo",
            &[
                ("mysql://root:geheim1@db/shop", "geheim1"),
                ("redis://:geheim1@cache:6379", "geheim1"),
                ("mongodb+srv://a:ge@heim1@x/y", "heim1"),
                ("mysql://root:ge'heim1@db/shop", "heim1"),
                ("mysql://root:ge?heim1@db/shop", "heim1"),
                (r#"{"url":"https:\/\/bob:geheim1@host\/x"}"#, "geheim1"),
                ("git clone https://bob:geheim1@github.com/x.git", "geheim1"),
            ],
        );
        hides(
            "driver-dsn",
            &[
                ("root:geheim1@tcp(db:3306)/shop", "geheim1"),
                ("jdbc:oracle:thin:system/geheim1@db:1521:XE", "geheim1"),
            ],
        );
        hides("dsn", &[("mysql:host=db;dbname=shop;password=geheim1", "geheim1")]);
        hides(
            "signed-url",
            &[
                ("GET /x?expires=1&signature=geheim1 HTTP", "geheim1"),
                ("/password/reset/0123456789abcdef0123456789abcdef", "0123456789abcdef"),
            ],
        );
    }

    #[test]
    fn plain_urls_stay() {
        keeps(&[
            "http://host:8080/a@b",
            "https://example.org/users?page=2&sort=name",
            "GET /reset-password HTTP/1.1",
            "GET /orders?state=open&key=created_at&code=new",
            "see http://host:80, http://other:81 and bob@host",
            "https://host:8080/?next=a@b",
        ]);
    }
}
