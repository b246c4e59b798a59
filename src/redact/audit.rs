//! Commands in audit records: each word in a field of its own.

use std::{ops::Range, sync::OnceLock};

use regex::Regex;

use super::statements;
use crate::redact::{
    place::Place,
    rule::{Level, Within},
};

/// The words of a command as auditd writes them: `a0="mysql" a1="-pX"`, or in hexadecimal. They are
/// judged as the line that they make.
pub(super) fn audit_arguments(place: &Place<'_>, within: &Within, out: &mut Vec<Range<usize>>) {
    static ARGUMENT: OnceLock<Option<Regex>> = OnceLock::new();
    let argument = ARGUMENT.get_or_init(|| {
        Regex::new(r#"\ba[0-9]{1,4}=(?:"(?P<q>[^"\n]*)"|(?P<x>(?:[0-9A-Fa-f]{2})+)\b)"#).ok()
    });
    let text = place.text.as_ref();
    let Some(argument) = argument else {
        out.push(0..text.len());
        return;
    };
    if !text.contains("a0=") {
        return;
    }
    let mut end = 0_usize;
    for line in text.split_inclusive('\n') {
        let base = end;
        end = end.saturating_add(line.len());
        let mut joined = String::new();
        let mut words = Vec::new();
        for captures in argument.captures_iter(line) {
            let (at, word) = match (captures.name("q"), captures.name("x")) {
                (Some(quoted), _) => (quoted.range(), quoted.as_str().to_owned()),
                (_, Some(hex)) => (hex.range(), from_hex(hex.as_str())),
                _ => continue,
            };
            let start = joined.len();
            joined.push_str(&word);
            words.push((start..joined.len(), at));
            joined.push(' ');
        }
        let mut secret = statements::quoted(&joined, &(within.look)(joined.as_bytes(), Level::Pii))
            .into_iter()
            .map(|quoted| quoted.at)
            .collect::<Vec<_>>();
        let shown = joined.replace("a0=", "a0 ");
        secret.extend((within.find)(&shown, Level::Pii));
        for (word, at) in words {
            let text = joined.get(word.clone()).unwrap_or_default();
            if secret.iter().any(|secret| secret.start < word.end && word.start < secret.end)
                || statements::body_start(text, &(within.look)(text.as_bytes(), Level::Secrets))
                    == Some(0)
            {
                out.push(base.saturating_add(at.start)..base.saturating_add(at.end));
            }
        }
    }
}

fn from_hex(text: &str) -> String {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0_u8, |byte, digit| byte << 4 | *digit as u8))
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hides, keeps};

    #[test]
    fn words_of_audited_commands_go() {
        hides(
            "audit-argument",
            &[
                (
                    "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"mysql\" a1=\"-pgeheim1\" a2=\"shop\"",
                    "geheim1",
                ),
                (
                    "type=EXECVE msg=audit(1.2:3): argc=2 a0=\"mysql\" a1=2D7067656865696D31",
                    "67656865696D31",
                ),
                (
                    "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"mysql\" a1=\"-e\" a2=757064617465207520736574206E203D202767656865696D3127",
                    "67656865696D31",
                ),
            ],
        );
        keeps(&[
            "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"php\" a1=\"artisan\" a2=6D6967726174653A6672657368",
        ]);
    }
}
