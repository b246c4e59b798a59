//! From TOML to settings: known keys only, each of its own type, mistakes with their lines.

use std::{borrow::Cow, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::settings::Config;
use crate::{
    case::{
        policy::{Names, OwnRule},
        severity::Severity,
    },
    redact::own::Own,
    source::pattern::NamePattern,
    text::nearest::nearest,
    time::{named::NamedZone, zone::Zone},
};

/// The most of anything that a file may list.
const MOST: usize = 500;

type Value<'i> = Spanned<DeValue<'i>>;

/// Where mistakes are collected.
struct Reader<'t> {
    text: &'t str,
    mistakes: Vec<(usize, String)>,
}

/// The settings of a text, and what is wrong with it: line, from 1, and what.
pub(super) fn read(text: &str) -> (Config, Vec<(usize, String)>) {
    let mut config = Config::default();
    let mut reader = Reader { text, mistakes: Vec::new() };
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            reader.wrong(&at, error.message().to_owned());
            return (config, reader.mistakes);
        }
    };
    let mut own: Vec<Own> = Vec::new();
    reader.table(
        root.get_ref(),
        &[
            "tz",
            "year",
            "zones",
            "years",
            "ignored_tables",
            "staging_databases",
            "rules",
            "redactions",
        ],
        |reader, key, value| match key {
            "tz" => config.rest = reader.zone(value),
            "year" => config.year = reader.year(value),
            "zones" => reader.patterns(value, |reader, glob, value| {
                config.zones.extend(reader.zone(value).map(|zone| (glob, zone)));
            }),
            "years" => reader.patterns(value, |reader, glob, value| {
                config.years.extend(reader.year(value).map(|year| (glob, year)));
            }),
            "ignored_tables" => config.policy.ignored_tables = reader.names(value),
            "staging_databases" => config.policy.staging_databases = reader.names(value),
            "rules" => {
                for (at, table) in reader.tables(value, "[[rules]]") {
                    if let Some(rule) = reader.rule(&at, table) {
                        config.policy.rules.push(rule);
                    }
                }
            }
            _ => {
                for (at, table) in reader.tables(value, "[[redactions]]") {
                    own.extend(reader.redaction(&at, table));
                }
            }
        },
    );
    let mut ids: Vec<&str> =
        config.policy.rules.rows().iter().map(|rule| rule.id.as_str()).collect();
    ids.sort_unstable();
    if let Some([twice, _]) = ids.windows(2).find(|pair| matches!(pair, [a, b] if a == b)) {
        let what = format!("two rules are named `{twice}`");
        reader.mistakes.push((1, what));
    }
    config.own = own.into();
    reader.mistakes.sort();
    (config, reader.mistakes)
}

impl Reader<'_> {
    fn wrong(&mut self, at: &Range<usize>, what: String) {
        let before = self.text.as_bytes().iter().take(at.start);
        self.mistakes.push((before.filter(|byte| **byte == b'\n').count().saturating_add(1), what));
    }

    /// Hands each known key of a table to `take`; in the order of the file.
    fn table<'i>(
        &mut self,
        table: &DeTable<'i>,
        known: &[&str],
        mut take: impl FnMut(&mut Self, &str, &Value<'i>),
    ) {
        let mut entries: Vec<(&Spanned<Cow<'i, str>>, &Value<'i>)> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                take(self, name, value);
            } else {
                let what = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("no key is named `{name}`; did you mean `{near}`?"),
                    None => format!("no key is named `{name}`; there are {}", known.join(", ")),
                };
                self.wrong(&key.span(), what);
            }
        }
    }

    fn expected(&mut self, value: &Value<'_>, what: &str) {
        let is = value.get_ref().type_str();
        self.wrong(&value.span(), format!("{what} is wanted here, and not this {is}"));
    }

    fn string(&mut self, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.expected(value, "a text in quotes");
        }
        text.map(str::to_owned)
    }

    fn zone(&mut self, value: &Value<'_>) -> Option<Zone> {
        let name = self.string(value)?;
        let zone = Zone::parse(&name);
        if zone.is_none() {
            let what = match nearest(&name, NamedZone::names()) {
                Some(near) => format!("no zone is named `{name}`; did you mean `{near}`?"),
                None => format!(
                    "no zone is named `{name}`; give an IANA name such as Europe/Berlin, or an offset such as +02:00"
                ),
            };
            self.wrong(&value.span(), what);
        }
        zone
    }

    fn year(&mut self, value: &Value<'_>) -> Option<i32> {
        let Some(number) = value.get_ref().as_integer() else {
            self.expected(value, "a whole number");
            return None;
        };
        let year = i32::from_str_radix(&number.as_str().replace('_', ""), number.radix())
            .ok()
            .filter(|year| (1995..=2099).contains(year));
        if year.is_none() {
            self.wrong(&value.span(), "a year lies between 1995 and 2099".to_owned());
        }
        year
    }

    /// A table whose keys are patterns for files.
    fn patterns<'i>(
        &mut self,
        value: &Value<'i>,
        mut take: impl FnMut(&mut Self, NamePattern, &Value<'i>),
    ) {
        let Some(table) = value.get_ref().as_table() else {
            return self.expected(value, "a table of patterns");
        };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries.into_iter().take(MOST) {
            match NamePattern::new(key.get_ref()) {
                Ok(glob) => take(self, glob, value),
                Err(error) => self.wrong(&key.span(), error.to_string()),
            }
        }
    }

    fn names(&mut self, value: &Value<'_>) -> Vec<Names> {
        let Some(items) = value.get_ref().as_array() else {
            self.expected(value, "a list of names or patterns");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter().take(MOST) {
            let Some(text) = self.string(item) else { continue };
            match Names::new(&text) {
                Ok(names) => out.push(names),
                Err(why) => {
                    self.wrong(&item.span(), format!("the pattern `{text}` is refused: {why}"));
                }
            }
        }
        out
    }

    /// The tables of an array of tables, each with its place.
    fn tables<'v, 'i>(
        &mut self,
        value: &'v Value<'i>,
        what: &str,
    ) -> Vec<(Range<usize>, &'v DeTable<'i>)> {
        let items =
            value.get_ref().as_array().map(|items| items.iter().take(MOST).collect::<Vec<_>>());
        let tables: Option<Vec<_>> = items.and_then(|items| {
            items.into_iter().map(|item| Some((item.span(), item.get_ref().as_table()?))).collect()
        });
        if tables.is_none() {
            self.expected(value, &format!("a table under {what}"));
        }
        tables.unwrap_or_default()
    }

    fn missing(&mut self, at: &Range<usize>, what: &str) {
        self.wrong(at, format!("{what} is missing here"));
    }

    fn rule(&mut self, at: &Range<usize>, table: &DeTable<'_>) -> Option<OwnRule> {
        const WORDS: [Severity; 5] =
            [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
        let before = self.mistakes.len();
        let (mut id, mut label, mut severity, mut statement) = (None, String::new(), None, None);
        let (mut tables, mut databases) = (Vec::new(), Vec::new());
        self.table(
            table,
            &["id", "label", "severity", "statement", "tables", "databases"],
            |reader, key, value| match key {
                "tables" => tables = reader.names(value),
                "databases" => databases = reader.names(value),
                _ => {
                    let Some(text) = reader.string(value) else { return };
                    match key {
                        "id" if !text.is_empty()
                            && text.len() <= 40
                            && text
                                .bytes()
                                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) =>
                        {
                            id = Some(text);
                        }
                        "id" => reader.wrong(
                            &value.span(),
                            "an id is of 1 to 40 letters, digits, `-` and `_`".to_owned(),
                        ),
                        "label"
                            if text.chars().count() <= 200
                                && !text.chars().any(char::is_control) =>
                        {
                            label = text;
                        }
                        "label" => reader.wrong(
                            &value.span(),
                            "a label is one line of at most 200 characters".to_owned(),
                        ),
                        "severity" => {
                            severity = WORDS.into_iter().find(|word| word.id() == text);
                            if severity.is_none() {
                                let near = nearest(&text, WORDS.iter().map(|word| word.id()))
                                    .map(|near| format!("; did you mean `{near}`?"));
                                let what = near.unwrap_or_else(|| {
                                    "; there are critical, high, medium, low and info".to_owned()
                                });
                                reader.wrong(
                                    &value.span(),
                                    format!("no severity is named `{text}`{what}"),
                                );
                            }
                        }
                        _ => match OwnRule::pattern(&text) {
                            Ok(pattern) => statement = Some(pattern),
                            Err(why) => reader
                                .wrong(&value.span(), format!("the pattern is refused: {why}")),
                        },
                    }
                }
            },
        );
        if self.mistakes.len() > before {
            return None;
        }
        if statement.is_none() && tables.is_empty() && databases.is_empty() {
            self.missing(at, "a condition (`statement`, `tables` or `databases`)");
        }
        if id.is_none() {
            self.missing(at, "`id`");
        }
        if severity.is_none() {
            self.missing(at, "`severity`");
        }
        Some(OwnRule { id: id?, label, severity: severity?, statement, tables, databases })
    }

    fn redaction(&mut self, at: &Range<usize>, table: &DeTable<'_>) -> Option<Own> {
        let before = self.mistakes.len();
        let (mut id, mut pattern) = (None, None);
        self.table(table, &["id", "pattern"], |reader, key, value| {
            let text = reader.string(value).map(|text| (value.span(), text));
            if key == "id" { id = text } else { pattern = text }
        });
        if self.mistakes.len() > before {
            return None;
        }
        let (Some((id_at, id)), Some((pattern_at, pattern))) = (id, pattern) else {
            self.missing(at, "`id` or `pattern`");
            return None;
        };
        match Own::new(&id, &pattern) {
            Ok(own) => Some(own),
            Err(why) => {
                // a name that is refused says so with any pattern
                let at = if Own::new(&id, "x").is_err() { id_at } else { pattern_at };
                self.wrong(&at, format!("the redaction is refused: {why}"));
                None
            }
        }
    }
}
