//! Variables in words, and conditions that the arguments of a script decide.

use crate::{case::capability::scope::Scope, format::grammar::shell::Guard};

/// The longest word that expansion makes.
const WORD_MAX: usize = 16 * 1024;

/// `word` with the variables that are known put in; others stay as written.
pub(super) fn expand(word: &str, scope: &Scope) -> String {
    if !word.contains('$') {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (written, value, next) = variable(after, scope);
        match value {
            Some(value) => out.push_str(&value),
            None => {
                out.push('$');
                out.push_str(written);
            }
        }
        rest = next;
        if out.len() > WORD_MAX {
            return out;
        }
    }
    out.push_str(rest);
    out
}

/// The text of the reference after `$`, its value, and what follows.
fn variable<'t>(after: &'t str, scope: &Scope) -> (&'t str, Option<String>, &'t str) {
    if let Some(inner) = after.strip_prefix('{') {
        let Some((reference, next)) = inner.split_once('}') else { return (after, None, "") };
        let written = after.get(..reference.len() + 2).unwrap_or(after);
        let (name, default) = match reference.split_once([':', '-', '?', '%', '#', '/', '^', ',']) {
            None => (reference, None),
            Some((name, _)) => match reference.get(name.len()..).unwrap_or("") {
                rest if rest.starts_with(":-") => (name, rest.strip_prefix(":-")),
                rest if rest.starts_with(":?") || rest.starts_with('?') => (name, None),
                rest if rest.starts_with('-') => (name, rest.strip_prefix('-')),
                // ${x%.gz} and its kin change the value
                _ => return (written, None, next),
            },
        };
        let value = lookup(name, scope).filter(|value| default.is_none() || !value.is_empty());
        let value = value.or_else(|| {
            // a default is only taken where the variable is known to be unset
            let positional = name.parse::<usize>().is_ok() && scope.arguments.is_some();
            default
                .filter(|_| positional || scope.scripted())
                .map(|default| default.trim_matches('"').to_owned())
        });
        return (written, value, next);
    }
    let length = match after.chars().next() {
        Some(c) if c.is_ascii_alphabetic() || c == '_' => {
            after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count()
        }
        Some('0'..='9' | '@' | '*' | '#') => 1,
        _ => 0,
    };
    let (name, next) = after.split_at_checked(length).unwrap_or(("", after));
    (name, if length == 0 { None } else { lookup(name, scope) }, next)
}

fn lookup(name: &str, scope: &Scope) -> Option<String> {
    if let Some(arguments) = &scope.arguments {
        match name {
            "@" | "*" => return Some(arguments.join(" ")),
            "#" => return Some(arguments.len().to_string()),
            _ => {
                if let Ok(number) = name.parse::<usize>() {
                    return match number {
                        0 => scope.through.last().cloned(),
                        _ => Some(arguments.get(number - 1).cloned().unwrap_or_default()),
                    };
                }
            }
        }
    }
    scope.variables.get(name).cloned()
}

/// Whether all conditions hold: `None` where that cannot be said.
pub(super) fn decide(guards: &[Guard], scope: &Scope) -> Option<bool> {
    let mut all = Some(true);
    for guard in guards {
        match test(&guard.words, scope).map(|holds| holds != guard.negated) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

fn test(words: &[String], scope: &Scope) -> Option<bool> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.first().copied()? {
        "[" | "[[" => {
            words.remove(0);
            if matches!(words.last().copied(), Some("]" | "]]")) {
                words.pop();
            }
        }
        "test" => {
            words.remove(0);
        }
        _ => return None,
    }
    let mut negated = false;
    if words.first() == Some(&"!") {
        negated = true;
        words.remove(0);
    }
    let known = |word: &str| {
        let value = expand(word, scope);
        (!value.contains(['$', '`'])).then_some(value)
    };
    let holds = match words.as_slice() {
        ["-n", word] => !known(word)?.is_empty(),
        ["-z", word] => known(word)?.is_empty(),
        [left, operator @ ("=" | "==" | "!="), right] => {
            let (left, right) = (known(left)?, known(right)?);
            if right.contains(['*', '?', '[']) {
                return None;
            }
            (left == right) != (*operator == "!=")
        }
        [left, operator @ ("-eq" | "-ne" | "-gt" | "-lt" | "-ge" | "-le"), right] => {
            let (left, right): (i64, i64) =
                (known(left)?.parse().ok()?, known(right)?.parse().ok()?);
            match *operator {
                "-eq" => left == right,
                "-ne" => left != right,
                "-gt" => left > right,
                "-lt" => left < right,
                "-ge" => left >= right,
                _ => left <= right,
            }
        }
        _ => return None,
    };
    Some(holds != negated)
}
