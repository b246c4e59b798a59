//! Secrets in URLs and data source names.

use super::{Find, Level, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "url-userinfo",
        level: Level::Secrets,
        hint: "://[^/\\s]*@",
        find: Find::Patterns(&[r#"[A-Za-z][A-Za-z0-9+.-]*://[^\s:/?#@'"<>]*:(?P<s>[^\s/'"<>]+)@"#]),
    },
    Rule {
        id: "dsn",
        level: Level::Secrets,
        hint: "pwd=|password=|pass=",
        find: Find::Patterns(&[r#"(?i)\b(?:mysql|mariadb|pgsql|sqlsrv|odbc|dblib|oci):[^\s'"]*?(?:password|passwd|pwd|pass)=(?P<s>[^;'"\s]+)"#]),
    },
    Rule {
        id: "signed-url",
        level: Level::Secrets,
        hint: "[?&;]|reset|verify",
        find: Find::Patterns(&[
            r#"(?i)[?&](?:amp;)?(?:signature|x-amz-signature|x-amz-credential|x-amz-security-token|sig|token|code|state|password|access_token|api_?key|secret|auth|key)=(?P<s>[^&\s"'#<>\\]+)"#,
            r"(?i)/(?:password/reset|reset-password|invitations?|magic-link)/(?P<s>[A-Za-z0-9_-]{20,})",
        ]),
    },
];

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
                ("git clone https://bob:geheim1@github.com/x.git", "geheim1"),
            ],
        );
        hides("dsn", &[("mysql:host=db;dbname=shop;password=geheim1", "geheim1")]);
        hides(
            "signed-url",
            &[("GET /x?expires=1&signature=geheim1 HTTP", "geheim1"), ("/password/reset/0123456789abcdef0123456789abcdef", "0123456789abcdef")],
        );
    }

    #[test]
    fn plain_urls_stay() {
        keeps(&["http://host:8080/a@b", "https://example.org/users?page=2&sort=name", "GET /reset-password HTTP/1.1"]);
    }
}
