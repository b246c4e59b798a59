//! Files of `NAME=value` lines that programs read at their start: `.env`, `/etc/default/x`.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        script::{Language, Script},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{lines, text, without_bom},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "env_file",
    about: "environment file: NAME=value lines",
    example: "APP_TIMEZONE=Europe/Berlin",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.file_name().to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut fits, mut other) = (0usize, 0usize);
    for line in head.lines().take(1000) {
        let line = without_bom(line).trim_ascii();
        if line.is_empty() || line.first() == Some(&b'#') {
            continue;
        }
        if setting(line).is_some() { fits += 1 } else { other += 1 }
    }
    let name = head.file_name().to_ascii_lowercase();
    let named = name.starts_with(".env") || name.ends_with(".env") || name.contains(".env.");
    Likeness(match (fits, other, named) {
        (0, ..) => 0,
        (_, 0, true) => 92,
        (f, o, true) if f > o => 80,
        (2.., 0, false) => 50,
        (_, 0, false) => 25,
        _ => 0,
    })
}

/// `NAME=value` with the quotes taken off.
fn setting(line: &[u8]) -> Option<(String, String)> {
    let line = text(line);
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let plain = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if !plain {
        return None;
    }
    let value = value.trim();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            value.get(1..).and_then(|v| v.rsplit_once(quote)).map_or(value, |(v, _)| v)
        }
        _ => value.split(" #").next().unwrap_or(value).trim_end(),
    };
    Some((name.to_owned(), value.to_owned()))
}

struct Document {
    name: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut script =
            Script { language: Language::Env, name: self.name.clone(), ..Script::default() };
        for (range, line) in lines(document) {
            let line = without_bom(line).trim_ascii();
            match setting(line) {
                Some(setting) => script.settings.push(setting),
                None if line.is_empty() || line.first() == Some(&b'#') => {}
                None => out.gap(range, GapReason::Unparsed),
            }
        }
        out.draft(Draft::new(document.len(), EventKind::Script(Box::new(script))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_comments_are_no_part_of_a_value() {
        assert_eq!(setting(b"APP_NAME=\"My App\" # x"), Some(("APP_NAME".into(), "My App".into())));
        assert_eq!(setting(b"DB=shop # live"), Some(("DB".into(), "shop".into())));
        assert_eq!(setting(b"export A=1"), Some(("A".into(), "1".into())));
        assert_eq!(setting(b"* * * * * X=1 run"), None);
    }
}
