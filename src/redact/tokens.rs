//! Tokens that are known by their looks: headers, JWT, vendors' prefixes, private keys.

use crate::redact::{
    rule::{Find, Level, Rule},
    sign::{assigned, before, blank, byte, classes, goes_on, run, skip, word, word_if, wordy},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "auth-header",
        level: Level::Secrets,
        signs: &[&[
            word_if("authorization", given),
            word_if("bearer", credentials),
            word_if("basic", credentials),
            word_if("x-api-key", given),
            word_if("x-csrf-token", given),
            word_if("x-xsrf-token", given),
            word_if("x-auth-token", given),
            word_if("cookie", given),
        ]],
        find: Find::PatternsIf(
            &[
                r#"(?i)\bauthorization«\s*(?:=>|[:=])\s*(?:\\*["'])?(?:[a-z]+\s+)?(?P<s>[^\s"',;\\]{6,})"#,
                r"(?i)\b(?:bearer|basic)\s+(?P<s>[A-Za-z0-9._~+/=|-]{12,})",
                r#"(?i)\bx-(?:api-key|csrf-token|xsrf-token|auth-token)«\s*(?:=>|[:=])\s*(?:\\*["'])?(?P<s>[^\s"',;\\]{4,})"#,
                r#"(?i)\b(?:set-)?cookie«\s*:\s*(?:\\*["'])?(?P<s>[^"'\n\r]{4,})"#,
            ],
            // `basic authentication` is prose
            |_, found| !found.bytes().all(|b| b.is_ascii_lowercase()),
        ),
    },
    Rule {
        id: "jwt",
        level: Level::Secrets,
        signs: &[&[word_if("eyJ", |text, _, end| length(text, end) >= 5)]],
        find: Find::Patterns(&[
            r"\b(?P<s>eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*)",
        ]),
    },
    Rule {
        id: "vendor-token",
        level: Level::Secrets,
        signs: &[&[
            word_if("AKIA", |text, _, end| length(text, end) >= 16),
            word_if("ASIA", |text, _, end| length(text, end) >= 16),
            classes(["g", "h", "pousr"], |text, _, end| {
                byte(text, end) == b'_' && length(text, end) >= 20
            }),
            word("github_pat_"),
            word("glpat-"),
            classes(["x", "o", "x"], |text, _, end| byte(text, end.saturating_add(1)) == b'-'),
            classes(["srp", "k", "_"], |text, _, end| {
                goes_on(text, end, "live_") || goes_on(text, end, "test_")
            }),
            word("whsec_"),
            classes(["s", "k", "-"], |text, at, end| {
                !wordy(before(text, at)) && length(text, end) >= 20
            }),
            classes(["S", "G", "."], |text, _, end| length(text, end) >= 16),
            word_if("AIza", |text, _, end| length(text, end) >= 30),
            word_if("npm_", |text, _, end| length(text, end) >= 30),
            word_if("pypi-", |text, _, end| length(text, end) >= 30),
            word_if("shpat_", |text, _, end| length(text, end) >= 32),
            word("dop_v1_"),
            word_if("hf_", |text, _, end| length(text, end) >= 30),
            word("hooks.slack.com/services/"),
            word("/api/webhooks/"),
            classes(["/", "/", "0-9a-f"], |text, at, _| {
                run(text, at.saturating_add(2), |b| b.is_ascii_hexdigit()) >= 32
            }),
        ]],
        find: Find::Patterns(&[
            r"\b(?P<s>(?:AKIA|ASIA)[A-Z0-9]{16})\b",
            r"\b(?P<s>gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
            r"\b(?P<s>glpat-[A-Za-z0-9_-]{16,})",
            r"\b(?P<s>xox[abeprs]-[A-Za-z0-9-]{10,})",
            r"\b(?P<s>(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{16,})",
            r"\b(?P<s>sk-[A-Za-z0-9_-]{20,})",
            r"\b(?P<s>SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})",
            r"\b(?P<s>AIza[A-Za-z0-9_-]{30,})",
            r"\b(?P<s>npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|shpat_[A-Fa-f0-9]{32}|dop_v1_[a-f0-9]{64}|hf_[A-Za-z0-9]{30,})",
            r"hooks\.slack\.com/services/(?P<s>[A-Za-z0-9/_-]{10,})",
            r"discord(?:app)?\.com/api/webhooks/(?P<s>[A-Za-z0-9/_-]{10,})",
            r"https?://(?P<s>[0-9a-f]{32})@",
        ]),
    },
    Rule {
        id: "pem",
        level: Level::Secrets,
        signs: &[&[word("-----BEGIN ")]],
        find: Find::Patterns(&[
            r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?P<s>[A-Za-z0-9+/=\s\\:,.-]*?)(?:-----END|$)",
        ]),
    },
];

/// Bytes of a token.
fn length(text: &[u8], at: usize) -> usize {
    run(text, at, |b| wordy(b) || b == b'-')
}

/// Whether something is given under the name that ends at `end`.
fn given(text: &[u8], _: usize, end: usize) -> bool {
    assigned(text, end).is_some()
}

/// Whether credentials follow the word that ends at `end`.
fn credentials(text: &[u8], _: usize, end: usize) -> bool {
    let of = |b: u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b'.' | b'_' | b'~' | b'+' | b'/' | b'=' | b'|' | b'-')
    };
    blank(byte(text, end)) && run(text, skip(text, end, blank), of) >= 12
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn tokens_go() {
        hides(
            "auth-header",
            &[
                ("Authorization: Basic Ym9iOmdlaGVpbQ==", "Ym9iOm"),
                ("\"authorization\":[\"Bearer abcdefGHIJKL1234\"]", "GHIJKL1234"),
                ("X-Api-Key: Abc12345", "Abc12345"),
                ("Cookie: laravel_session=AbC; XSRF-TOKEN=DeF", "AbC"),
            ],
        );
        hides("jwt", &[("t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-x_y z", "eyJzdWI")]);
        hides(
            "vendor-token",
            &[
                ("id AKIAABCDEFGHIJKLMNOP x", "AKIAABCD"),
                ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghij"),
                ("sk_live_abcdefghijklmnop", "abcdefgh"),
                (
                    "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2",
                    "0123456789abcdef",
                ),
                ("https://hooks.slack.com/services/T000/B000/abcdef", "abcdef"),
            ],
        );
        hides(
            "pem",
            &[
                (
                    "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nxyz=\n-----END RSA PRIVATE KEY-----",
                    "MIIEabc",
                ),
                ("-----BEGIN PRIVATE KEY-----\nMIIEabc", "MIIEabc"),
            ],
        );
    }

    #[test]
    fn prose_stays() {
        keeps(&[
            "Basic authentication failed",
            "the bearer of bad news",
            "cookie consent",
            "risk_live_feed",
        ]);
    }
}
