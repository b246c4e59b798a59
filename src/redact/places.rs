//! Where people and machines are: addresses, home directories, host names; often evidence
//! themselves, so only at the strict level.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::redact::{
    rule::{Find, Level, Rule},
    sign::{classes, word},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "ip",
        level: Level::Strict,
        signs: &[&[
            classes(["0-9", ".", "0-9"], |_, _, _| true),
            classes([":", "0-9A-Fa-f:", ""], |_, _, _| true),
        ]],
        find: Find::PatternsIf(
            &[
                r"(?:^|[^A-Za-z0-9.])(?P<s>[0-9]{1,3}(?:\.[0-9]{1,3}){3})\b",
                r"(?:^|[^A-Za-z0-9:.])(?P<s>[0-9A-Fa-f:]{2,39})",
            ],
            |_, found| found.parse::<Ipv4Addr>().is_ok() || found.parse::<Ipv6Addr>().is_ok(),
        ),
    },
    Rule {
        id: "userpath",
        level: Level::Strict,
        signs: &[&[word("/home/"), word("/Users/"), word("\\Users\\")]],
        find: Find::Patterns(&[r#"(?:/home/|/Users/|\\+Users\\+)(?P<s>[^/\\\s'":;,]+)"#]),
    },
    Rule {
        id: "host",
        level: Level::Strict,
        signs: &[&[classes(["A-Za-z0-9-", ".", "A-Za-z0-9"], |_, _, _| true)]],
        find: Find::Patterns(&[
            r"\b(?P<s>(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}(?:com|net|org|io|de|at|ch|eu|uk|fr|nl|us|local|internal|lan|intern|corp|example|test|cloud|app|dev|invalid))\b",
        ]),
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::hides;
    use super::super::tests::keeps;
    use crate::redact::{redactor::Redactor, rule::Level};

    #[test]
    fn places_go_at_the_strict_level() {
        hides(
            "ip",
            &[("from 10.0.0.5 port 22", "10.0.0.5"), ("[fe80::1]", "fe80::1"), ("from ::1", "::1")],
        );
        hides("userpath", &[("/home/bob/x.sh", "bob"), ("C:\\Users\\bob\\x", "bob")]);
        hides("host", &[("at web1.example.com ok", "web1")]);
        let strict = Redactor::new(Level::Strict);
        let text = "2025-10-27 06:28:23 laravel.log 1.2.3 shop.users";
        assert_eq!(strict.text(text), text);
    }

    #[test]
    fn places_stay_by_default() {
        keeps(&["from 10.0.0.5 port 22", "/home/bob/x.sh", "web1.example.com", "a::b 06:28:23"]);
    }
}
