//! Tokens that are known by their looks: headers, JWT, vendors' prefixes, private keys.

use std::ops::Range;

use crate::redact::{
    place::Place,
    rule::{Find, Level, Rule, Within},
    sign::{Sign, assigned, before, blank, byte, classes, run, skip, word, word_if, wordy},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "auth-header",
        level: Level::Secrets,
        signs: &[&[
            word_if("authorization", given),
            word_if("bearer", credentials),
            word_if("basic", credentials),
            word_if("apikey", credentials),
            word_if("api-key", credentials),
            word_if("cookie", given),
        ]],
        find: Find::PatternsIf(
            &[
                r#"(?i)\bauthorization«\s*(?:=>|[:=])\s*\[?\s*(?:\\*["'])?(?:[a-z]+\s+)?(?P<s>[^\s"',;\\]{6,})"#,
                // Digest, AWS4-HMAC-SHA256 and others with parameters
                r#"(?i)\bauthorization«\s*(?:=>|[:=])\s*(?:\\*["'])?[a-z0-9-]+\s+(?P<s>[a-z_-]+=(?:"[^"\n]*"|[^\s,"]+)(?:,\s*[a-z_-]+=(?:"[^"\n]*"|[^\s,"]+))*)"#,
                r"(?i)\b(?:bearer|basic|api-?key)\s+(?P<s>[A-Za-z0-9._~+/=|-]{12,})",
                r#"(?i)\b(?:set-)?cookie«\s*(?:=>|:)\s*\[?\s*(?:\\*["'])?(?P<s>[^"'\n\r]{4,})"#,
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
        signs: &[VENDOR_SIGNS],
        find: Find::Code(vendor_tokens),
    },
    Rule {
        id: "shaped-token",
        level: Level::Secrets,
        signs: &[&[
            word("hooks.slack.com/services/"),
            word("/api/webhooks/"),
            word("::add-mask::"),
            word("##vso[task.set"),
            classes(["/", "/", "0-9a-f"], |text, at, _| {
                run(text, at.saturating_add(2), |b| b.is_ascii_hexdigit()) >= 32
            }),
            classes(["0-9", ":", "A"], |text, _, end| {
                byte(text, end) == b'A' && length(text, end) >= 30
            }),
            classes(["0-9a-f", "-", "u"], |text, at, end| {
                byte(text, end) == b's'
                    && before(text, at).is_ascii_hexdigit()
                    && byte(text, end.saturating_add(1)).is_ascii_digit()
            }),
            classes(["MNO", "A-Za-z0-9", "A-Za-z0-9"], |text, at, _| {
                let id = length(text, at);
                !wordy(before(text, at))
                    && (23..=28).contains(&id)
                    && byte(text, at.saturating_add(id)) == b'.'
            }),
        ]],
        find: Find::Patterns(&[
            r"hooks\.slack\.com/services/(?P<s>[A-Za-z0-9/_-]{10,})",
            r"discord(?:app)?\.com/api/webhooks/(?P<s>[A-Za-z0-9/_-]{10,})",
            r"https?://(?P<s>[0-9a-f]{32})@",
            // what a pipeline tells its runner to mask
            r#"(?i)::add-mask::(?P<s>[^\s"'\\]+)"#,
            r#"(?i)##vso\[task\.set(?:secret|variable [^\]\n]*issecret=true[^\]\n]*)\](?P<s>[^\s"'\\]+)"#,
            // of Telegram's, Mailchimp's and Discord's bots and accounts
            r"(?:^|[^0-9])(?P<s>[0-9]{6,12}:AA[A-Za-z0-9_-]{30,})",
            r"(?:^|[^0-9A-Za-z])(?P<s>[0-9a-f]{32}-us[0-9]{1,2})\b",
            r"(?:^|[^A-Za-z0-9_-])(?P<s>[MNO][A-Za-z0-9]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,})",
        ]),
    },
    Rule {
        id: "pem",
        level: Level::Secrets,
        signs: &[&[word("-----BEGIN ")]],
        find: Find::Patterns(&[
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?P<s>[A-Za-z0-9+/=\s\\:,.()-]*?)(?:-----END|$)",
        ]),
    },
];

/// Tokens that begin with a word of their vendor's: the word, the least number of bytes behind it,
/// and which these are.
macro_rules! vendors {
    ($($word:literal $least:literal $of:ident,)*) => {
        const VENDOR_SIGNS: &[Sign] = &[$(word_if($word, |text, at, end| {
            token(text, at, end, $word, $least, $of)
        }),)*];
        const VENDORS: &[(&str, usize, fn(u8) -> bool)] = &[$(($word, $least, $of),)*];
    };
}

vendors! {
    // Amazon
    "AKIA" 16 upper,
    "ASIA" 16 upper,
    // GitHub, GitLab
    "ghp_" 20 wordy,
    "gho_" 20 wordy,
    "ghu_" 20 wordy,
    "ghs_" 20 wordy,
    "ghr_" 20 wordy,
    "github_pat_" 20 wordy,
    "glpat-" 16 dotted,
    "glrt-" 16 dotted,
    "glft-" 16 dotted,
    "gldt-" 16 dotted,
    "glptt-" 16 dotted,
    "glsoat-" 16 dotted,
    "glcbt-" 16 dotted,
    "glimt-" 16 dotted,
    "glagent-" 16 dotted,
    "GR1348941" 16 dashed,
    // Slack
    "xoxa-" 10 dashed,
    "xoxb-" 10 dashed,
    "xoxc-" 10 dashed,
    "xoxe-" 10 dashed,
    "xoxe." 10 dotted,
    "xoxp-" 10 dashed,
    "xoxr-" 10 dashed,
    "xoxs-" 10 dashed,
    "xapp-" 10 dashed,
    // Stripe
    "sk_live_" 10 wordy,
    "sk_test_" 10 wordy,
    "rk_live_" 10 wordy,
    "rk_test_" 10 wordy,
    "pk_live_" 10 wordy,
    "pk_test_" 10 wordy,
    "whsec_" 16 wordy,
    // of others: OpenAI and Anthropic, SendGrid, Google, npm, PyPI, Shopify, Hugging Face …
    "sk-" 20 dashed,
    "SG." 33 dotted,
    "AIza" 30 dashed,
    "ya29." 20 dotted,
    "GOCSPX-" 20 dashed,
    "npm_" 30 wordy,
    "pypi-" 30 dashed,
    "rubygems_" 30 wordy,
    "shpat_" 32 wordy,
    "shpss_" 32 wordy,
    "shpca_" 32 wordy,
    "dop_v1_" 40 wordy,
    "doo_v1_" 40 wordy,
    "dor_v1_" 40 wordy,
    "hf_" 30 wordy,
    "hvs." 20 dashed,
    "dckr_pat_" 20 dashed,
    "dp.pt." 20 wordy,
    "dp.st." 20 dotted,
    "pscale_pw_" 20 dashed,
    "pscale_tkn_" 20 dashed,
    "sntrys_" 20 base64,
    "sntryu_" 20 wordy,
    "key-" 32 wordy,
    "AGE-SECRET-KEY-" 20 upper,
    "laravel_sanctum_" 40 wordy,
    "ATATT3" 20 base64,
    "lin_api_" 20 wordy,
    "secret_" 40 wordy,
    "ntn_" 30 wordy,
    "figd_" 20 dashed,
    "PMAK-" 20 dashed,
    "NRAK-" 20 dashed,
    "glsa_" 20 wordy,
    "dapi" 32 wordy,
    "EAAA" 40 dashed,
    "sq0csp-" 20 dashed,
}

fn upper(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit()
}

fn dashed(b: u8) -> bool {
    wordy(b) || b == b'-'
}

fn dotted(b: u8) -> bool {
    dashed(b) || b == b'.'
}

fn base64(b: u8) -> bool {
    dashed(b) || matches!(b, b'+' | b'/' | b'=')
}

/// Whether the token of this vendor's stands at `at`: the word is its own, and what follows is long
/// enough and no word of people's.
fn token(text: &[u8], at: usize, end: usize, word: &str, least: usize, of: fn(u8) -> bool) -> bool {
    let rest = text.get(end..skip(text, end, of)).unwrap_or_default();
    text.get(at..end) == Some(word.as_bytes())
        && !before(text, at).is_ascii_alphanumeric()
        && rest.len() >= least
        && rest.iter().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

fn vendor_tokens(place: &Place<'_>, _: &Within, out: &mut Vec<Range<usize>>) {
    let bytes = place.text.as_bytes();
    for (word, least, of) in VENDORS {
        for at in memchr::memmem::find_iter(bytes, word.as_bytes()) {
            let end = at.saturating_add(word.len());
            if token(bytes, at, end, word, *least, *of) {
                let end = skip(bytes, end, of);
                let ended = bytes.get(at..end).unwrap_or_default();
                let dots = ended.iter().rev().take_while(|b| **b == b'.').count();
                out.push(at..end.saturating_sub(dots));
            }
        }
    }
}

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
                (r#"{"headers":{"authorization":["Bearer geheim12"]}}"#, "geheim12"),
                ("apikey Abc12345Def67890", "Abc12345"),
                ("Authorization: Digest username=\"x\", response=\"geheim1\"", "geheim1"),
                ("Cookie: laravel_session=AbC; XSRF-TOKEN=DeF", "AbC"),
            ],
        );
        hides("jwt", &[("t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-x_y z", "eyJzdWI")]);
        hides(
            "vendor-token",
            &[
                ("id AKIAABCDEFGHIJKLMNOP x", "AKIAABCD"),
                ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghij"),
                ("sk_live_abcdefgh1jklmnop", "abcdefgh"),
                ("got glrt-abcdefghijklmnop1234 x", "abcdefgh"),
                ("/srv/dump_glpat-abc1efghijklmnop1234.01.abcdefghi.sql", "abc1efgh"),
                ("xapp-1-A0ABCDEFG-1234567890-0123456789abcdef", "A0ABCDEFG"),
                ("key-0123456789abcdef0123456789abcdef", "01234567"),
                ("AGE-SECRET-KEY-1ABCDEFGHIJKLMNOPQRSTUVWXYZ", "1ABCDEF"),
                ("sntrys_eyJpYXQiOjE2ODczMzY1NDMuNjk4NTk", "eyJpYXQ"),
            ],
        );
        hides(
            "shaped-token",
            &[
                ("0123456789abcdef0123456789abcdef-us12", "01234567"),
                ("/bot123456789:AAbcdefghijklmnopqrstuvwxyz012345/sendMessage", "AAbcdef"),
                ("MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz012345", "abcdefgh"),
                (
                    "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2",
                    "0123456789abcdef",
                ),
                ("https://hooks.slack.com/services/T000/B000/abcdef", "abcdef"),
                ("::add-mask::geheim1", "geheim1"),
                ("##vso[task.setvariable variable=pw;issecret=true]geheim1", "geheim1"),
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
            "sk-learn-is-a-name-of-a-library ask-0123456789012345678901234",
            "key-value-store-of-the-application-without-a-digit",
            "branch-us12 0123456789abcdef0123456789abcdef-eu1 web-us1",
            "10:AA 123456789:AB",
            "npm_config_registry npm_lifecycle_event",
            "SG.com secret_santa_list_of_the_whole_company hf_transfer",
            "-----BEGIN CERTIFICATE-----",
        ]);
    }
}
