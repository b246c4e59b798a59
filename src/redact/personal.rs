//! Personal data: mail addresses, telephone numbers, payment cards, bank accounts.

use crate::redact::{
    rule::{Find, Level, Rule},
    sign::{assigned, before, byte, classes, classes_behind, run, skip, word_if, wordy},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "email",
        level: Level::Pii,
        signs: &[&[
            classes(["A-Za-z0-9._+\"-", "@", "A-Za-z0-9-"], |text, at, _| {
                domain(text, at.saturating_add(2))
            }),
            classes(["^ -~\n\r\t", "@", ""], |text, at, _| domain(text, at.saturating_add(2))),
            classes(["", "@", "^ -~\n\r\t"], |text, at, _| domain(text, at.saturating_add(2))),
            classes(["%", "4", "0"], |text, at, end| {
                mail_byte(before(text, at)) && domain(text, end)
            }),
        ]],
        find: Find::PatternsIf(
            &[
                r"(?P<s>[A-Za-z0-9._+\x80-\xff-]{1,64}(?:@|%40)(?:[A-Za-z0-9\x80-\xff-]{1,63}\.){1,8}[A-Za-z\x80-\xff]{2,24})",
                r#"(?P<s>"[A-Za-z0-9._+ -]{1,64}"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})"#,
            ],
            is_address,
        ),
    },
    Rule {
        id: "phone",
        level: Level::Pii,
        signs: &[&[
            classes(["+", "1-9", ""], |text, at, _| {
                let number = at.saturating_add(1);
                let end = skip(text, number, |b| {
                    b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'(' | b')')
                });
                let digits = text
                    .get(number..end)
                    .unwrap_or_default()
                    .iter()
                    .filter(|b| b.is_ascii_digit())
                    .count();
                digits >= 8
                    && !matches!(before(text, at), b':' | b'.' | b'+' | b'-')
                    && !before(text, at).is_ascii_alphanumeric()
            }),
            word_if("phone", numbered),
            word_if("mobile", numbered),
            word_if("tel", numbered),
            word_if("phone_number", numbered),
            word_if("phoneNumber", numbered),
        ]],
        find: Find::PatternsIf(
            &[
                r"(?:^|[^A-Za-z0-9:.+-])(?P<s>\+[1-9](?:[ -]?\(?[0-9]{1,4}\)?){2,7})",
                r#"(?i)(?:phone|mobile|tel|telephone|phone_?number|mobile_?number)«\s*(?:=>|[:=])\s*["']?(?P<s>\+?[0-9][0-9 ()/-]{6,20})"#,
            ],
            |_, found| {
                let digits = found.bytes().filter(u8::is_ascii_digit).count();
                (8..=15).contains(&digits)
            },
        ),
    },
    Rule {
        id: "card",
        level: Level::Pii,
        // years of this century begin no number of a card
        signs: &[&[
            classes_behind("^A-Za-z0-9._#-", ["3-6", "0-9", "0-9"], card_long),
            classes_behind("^A-Za-z0-9._#-", ["2", "2-7", "0-9"], card_long),
        ]],
        find: Find::PatternsIf(
            &[
                r"(?:^|[^A-Za-z0-9._#-])(?P<s>(?:3[47]|4[0-9]|5[0-9]|6[0-9]|2[2-7])[0-9]{2}(?:[ -]?[0-9]{4,6}){2}(?:[ -]?[0-9]{1,7})?)(?:$|[^A-Za-z0-9_-])",
            ],
            |_, found| is_card(found),
        ),
    },
    Rule {
        id: "iban",
        level: Level::Pii,
        signs: &[&[classes(["A-Za-z", "A-Za-z", "0-9"], |text, at, end| {
            let four = |at: usize| run(text, at, |b| b.is_ascii_alphanumeric()) >= 4;
            let next = end.saturating_add(1);
            byte(text, end).is_ascii_digit()
                && !wordy(before(text, at))
                && four(next.saturating_add(usize::from(byte(text, next) == b' ')))
        })]],
        find: Find::PatternsIf(
            &[r"(?i)\b(?P<s>[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b"],
            |_, found| is_iban(found),
        ),
    },
];

fn mail_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'.' | b'_' | b'+' | b'-')
}

/// Whether the name of a domain begins at `at`, with more than one label.
fn domain(text: &[u8], at: usize) -> bool {
    let end = skip(text, at, |b| b.is_ascii_alphanumeric() || b == b'-' || b >= 0x80);
    end > at
        && byte(text, end) == b'.'
        && (byte(text, end.saturating_add(1)).is_ascii_alphanumeric()
            || byte(text, end.saturating_add(1)) == b'-'
            || byte(text, end.saturating_add(1)) >= 0x80)
}

/// Whether a number is assigned to the name that ends at `end`.
fn card_long(text: &[u8], at: usize, _: usize) -> bool {
    run(text, at, |b| b.is_ascii_digit()) >= 4 && {
        let end = skip(text, at, |b| b.is_ascii_digit() || matches!(b, b' ' | b'-'));
        text.get(at..end).unwrap_or_default().iter().filter(|b| b.is_ascii_digit()).count() >= 13
    }
}

fn numbered(text: &[u8], _: usize, end: usize) -> bool {
    assigned(text, end).is_some_and(|value| {
        let value = skip(text, value, |b| matches!(b, b'"' | b'\'' | b'\\'));
        byte(text, value.saturating_add(usize::from(byte(text, value) == b'+'))).is_ascii_digit()
    })
}

/// Not a unit of systemd, and not the account that code hosts use.
fn is_address(_: &str, text: &str) -> bool {
    const UNITS: &[&str] =
        &["service", "timer", "socket", "mount", "slice", "target", "scope", "path", "device"];
    let domain = text.rsplit('.').next().unwrap_or_default();
    !UNITS.contains(&domain) && !text.starts_with("git@")
}

fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if !(13..=19).contains(&digits.len()) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit.saturating_mul(2)) {
            (0, _) => *digit,
            (_, twice) if twice > 9 => twice.saturating_sub(9),
            (_, twice) => twice,
        })
        .sum();
    // all zeros and the like are no card
    sum.is_multiple_of(10) && digits.iter().any(|digit| Some(digit) != digits.first())
}

fn is_iban(text: &str) -> bool {
    let plain: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    if !(15..=34).contains(&plain.len()) {
        return false;
    }
    let rest = plain.iter().skip(4).chain(plain.iter().take(4)).try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        let shift = if value > 9 { 100 } else { 10 };
        Some(rest.saturating_mul(shift).saturating_add(value) % 97)
    });
    rest == Some(1)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn personal_data_goes() {
        hides(
            "email",
            &[
                ("from bob.jones+x@mail.example.com to", "bob.jones"),
                ("?mail=bob%40example.com", "bob%40"),
            ],
        );
        hides(
            "phone",
            &[
                ("call +4917012345678 now", "4917012345678"),
                ("\"phone\":\"030 1234567\"", "1234567"),
                ("(+49 170 1234567)", "1234567"),
            ],
        );
        hides(
            "card",
            &[("paid 4111 1111 1111 1111 ok", "1111 1111"), ("n=4111111111111111", "411111")],
        );
        hides(
            "iban",
            &[
                ("to DE89370400440532013000.", "DE89370400"),
                ("iban de89370400440532013000 x", "de893704"),
                ("DE89 3704 0044 0532 0130 00", "3704 0044"),
            ],
        );
    }

    #[test]
    fn numbers_of_other_kinds_stay() {
        keeps(&[
            "20251027062823 1761546503123456 4111111111111112",
            "06:28:23+01:00 offset +0100",
            "position 4294967295 of mysql-bin.000123",
            "'shop'@'10.0.0.5' root@localhost",
            "deploy of git@github.com:org/repo.git",
            "rows 5500000055555559123456789012",
        ]);
    }
}
