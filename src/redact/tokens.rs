//! Tokens that are known by their looks: headers, JWT, vendors' prefixes, private keys.

use super::{Find, Level, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "auth-header",
        level: Level::Secrets,
        hint: "authorization|bearer|basic|x-api-key|x-csrf|x-xsrf|x-auth|cookie",
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
    Rule { id: "jwt", level: Level::Secrets, hint: "eyJ", find: Find::Patterns(&[r"\b(?P<s>eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*)"]) },
    Rule {
        id: "vendor-token",
        level: Level::Secrets,
        hint: "AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|[sr]k_|SG\\.|AIza|npm_|pypi-|hooks|webhooks|://[0-9a-f]{32}|whsec_|shpat_|dop_v1_|hf_|sk-",
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
        hint: "BEGIN [A-Z ]*PRIVATE KEY",
        find: Find::Patterns(&[r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?P<s>[A-Za-z0-9+/=\s\\:,.-]*?)(?:-----END|$)"]),
    },
];

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
                ("https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2", "0123456789abcdef"),
                ("https://hooks.slack.com/services/T000/B000/abcdef", "abcdef"),
            ],
        );
        hides(
            "pem",
            &[
                ("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nxyz=\n-----END RSA PRIVATE KEY-----", "MIIEabc"),
                ("-----BEGIN PRIVATE KEY-----\nMIIEabc", "MIIEabc"),
            ],
        );
    }

    #[test]
    fn prose_stays() {
        keeps(&["Basic authentication failed", "the bearer of bad news", "cookie consent", "risk_live_feed"]);
    }
}
