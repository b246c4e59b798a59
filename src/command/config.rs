//! `backtrail.toml`: zones, years, ignored tables, staging databases, and rules and redactions of
//! the user's own. Every mistake in it is told with its line; none is passed over.

mod reader;

use std::{path::Path, sync::Arc};

use globset::GlobMatcher;
use sha2::{Digest, Sha256};

use crate::{
    case::policy::Policy,
    error::{Error, Result},
    ingest::clock::ClockOptions,
    redact::Own,
    report::v1,
    source::hash::hex,
    text::escape,
    time::zone::Zone,
};

/// The name of the file.
pub const FILE_NAME: &str = "backtrail.toml";

/// The most bytes of such a file.
pub const MOST_BYTES: u64 = 1 << 20;

/// Everything that settings may say; nothing where there is no file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Zones of files that fit a pattern.
    pub zones: Vec<(GlobMatcher, Zone)>,
    /// The zone of all else that shows none.
    pub rest: Option<Zone>,
    /// Years of files that fit a pattern.
    pub years: Vec<(GlobMatcher, i32)>,
    /// The year of all else that shows none.
    pub year: Option<i32>,
    /// What is said of the databases.
    pub policy: Policy,
    /// Rules of redaction.
    pub own: Arc<[Own]>,
    /// The file and what it changes, for the report.
    pub stated: Option<v1::Settings>,
}

impl Config {
    /// Settings from the bytes of a file. The error lists up to ten mistakes, a line each, after
    /// the name of the file as it is given here.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Config> {
        let name = escape::terminal(file);
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Error::Usage(format!(
                "{name}: longer than {MOST_BYTES} bytes, which no settings are"
            )));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes
                .iter()
                .take(error.valid_up_to())
                .filter(|byte| **byte == b'\n')
                .count()
                .saturating_add(1);
            Error::Usage(format!("{name}:{line}: not UTF-8, which TOML must be"))
        })?;
        let (mut config, mistakes) = reader::read(text);
        if !mistakes.is_empty() {
            let lines: Vec<String> = mistakes
                .iter()
                .take(10)
                .map(|(line, what)| format!("{name}:{line}: {}", escape::terminal(what)))
                .collect();
            let more = mistakes.len().saturating_sub(10);
            let rest = if more > 0 { format!("\nand {more} more") } else { String::new() };
            return Err(Error::Usage(format!("{}{rest}", lines.join("\n"))));
        }
        let bare = Path::new(file)
            .file_name()
            .map_or_else(|| FILE_NAME.to_owned(), |name| name.to_string_lossy().into_owned());
        config.stated = Some(v1::Settings {
            file: bare,
            sha256: hex(&Sha256::digest(bytes)),
            effects: config.effects(),
        });
        Ok(config)
    }

    /// What the command line says of clocks, with these settings where it says nothing.
    pub fn clock(&self, mut said: ClockOptions) -> ClockOptions {
        said.stated.extend(self.zones.iter().cloned());
        // a zone or year on the command line is for all that its patterns leave, and so goes
        // before patterns of years here as well
        if said.year.is_none() {
            said.years.extend(self.years.iter().cloned());
            said.year = self.year;
        }
        said.rest = said.rest.or(self.rest);
        said
    }

    /// What is said, a sentence each.
    fn effects(&self) -> Vec<String> {
        let mut out = Vec::new();
        out.extend(
            self.rest.map(|zone| format!("Stamps that show no zone are read in {}.", zone.name())),
        );
        out.extend(self.zones.iter().map(|(glob, zone)| {
            format!("Stamps of `{}` are read in {}.", glob.glob(), zone.name())
        }));
        out.extend(self.year.map(|year| format!("Stamps without a year begin in {year}.")));
        out.extend(self.years.iter().map(|(glob, year)| {
            format!("Stamps of `{}` without a year begin in {year}.", glob.glob())
        }));
        let list = |names: &[crate::case::policy::Names]| {
            names
                .iter()
                .map(|names| format!("`{}`", names.pattern()))
                .collect::<Vec<_>>()
                .join(", ")
        };
        if !self.policy.ignored_tables.is_empty() {
            out.push(format!(
                "Losses of these tables are housekeeping: {}.",
                list(&self.policy.ignored_tables)
            ));
        }
        if !self.policy.staging_databases.is_empty() {
            out.push(format!(
                "Losses in these databases are housekeeping: {}.",
                list(&self.policy.staging_databases)
            ));
        }
        for rule in &self.policy.rules {
            let label =
                if rule.label.is_empty() { String::new() } else { format!(" ({})", rule.label) };
            out.push(format!(
                "The rule `{}`{label} makes what it finds {}.",
                rule.id,
                rule.severity.id()
            ));
        }
        if !self.own.is_empty() {
            let ids: Vec<String> = self.own.iter().map(|rule| format!("`{}`", rule.id())).collect();
            out.push(format!("Redactions of the user's own: {}.", ids.join(", ")));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = include_str!("../../docs/backtrail.toml");

    fn wrong(text: &str) -> String {
        match Config::parse("dir/backtrail.toml", text.as_bytes()) {
            Err(error) => error.to_string(),
            Ok(config) => panic!("{text:?} was read as {config:?}"),
        }
    }

    #[test]
    fn the_documented_file_is_read_whole() {
        let config = Config::parse("backtrail.toml", WHOLE.as_bytes()).expect("valid");
        assert!(
            config.rest.is_some()
                && !config.zones.is_empty()
                && config.year.is_some()
                && !config.years.is_empty()
        );
        assert!(
            !config.policy.ignored_tables.is_empty() && !config.policy.staging_databases.is_empty()
        );
        assert!(config.policy.rules.len() >= 2 && !config.own.is_empty());
        let stated = config.stated.expect("stated");
        assert_eq!((stated.file.as_str(), stated.sha256.len()), ("backtrail.toml", 64));
        assert!(stated.effects.len() >= 8, "{:?}", stated.effects);
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let config = Config::parse("backtrail.toml", b"# nothing\n").expect("valid");
        assert!(
            config.rest.is_none()
                && config.policy.rules.is_empty()
                && config.stated.expect("stated").effects.is_empty()
        );
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_the_nearest_name() {
        for (text, line, hint) in [
            ("\ntz = \"Europe/Berln\"\n", 2, "Europe/Berlin"),
            ("ignore_tables = []\n", 1, "ignored_tables"),
            ("\n\n[zone]\n", 3, "zones"),
            ("year = \"2025\"\n", 1, "a whole number"),
            ("year = 25\n", 1, "1995"),
            ("[years]\n\"*.log\" = true\n", 2, "a whole number"),
            ("ignored_tables = [\"a\",\n \"*\"]\n", 2, "every name"),
            ("ignored_tables = \"a\"\n", 1, "a list"),
            ("[[rules]]\nid = \"a\"\nseverity = \"hihg\"\ntables = [\"t\"]\n", 3, "high"),
            ("[[rules]]\nid = \"a\"\nseverity = \"high\"\n", 1, "statement"),
            ("[[rules]]\nseverity = \"high\"\ntables = [\"t\"]\n", 1, "id"),
            ("[[rules]]\nid = \"a\"\nseverity = \"high\"\nstatement = '('\n", 4, "unclosed group"),
            ("[[rules]]\nid = \"a\"\nseverity = \"high\"\nstatment = 'x'\n", 4, "statement"),
            ("[[redactions]]\nid = \"a\"\npattern = 'x*'\n", 3, "empty text"),
            ("[[redactions]]\nid = \"A b\"\npattern = 'x'\n", 2, "small letters"),
            ("tz = \n", 1, ""),
            ("tz = \"UTC\"\ntz = \"UTC\"\n", 2, "duplicate"),
        ] {
            let said = wrong(text);
            assert!(
                said.starts_with(&format!("dir/backtrail.toml:{line}: ")) && said.contains(hint),
                "{text:?}: {said}"
            );
        }
        assert!(
            Config::parse("x", b"a = \"\xff\"")
                .expect_err("not UTF-8")
                .to_string()
                .contains("UTF-8")
        );
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let said = wrong("tz = 1\nyear = 1\nnothing = 1\n");
        assert_eq!(said.lines().count(), 3, "{said}");
    }

    #[test]
    fn a_name_in_the_file_cannot_move_the_cursor() {
        let said = wrong("\"\\u001b[31m\" = 1\n");
        assert!(!said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn the_command_line_goes_first() {
        let config =
            Config::parse("backtrail.toml", b"tz = \"Europe/Berlin\"\nyear = 2020\n[zones]\n\"*.log\" = \"+02:00\"\n[years]\n\"a*\" = 2021\n").expect("valid");
        let said = config.clock(ClockOptions::default());
        assert_eq!(
            (said.rest, said.year_of("a.log"), said.year_of("b.log")),
            (Zone::parse("Europe/Berlin"), Some(2021), Some(2020))
        );
        let said = config.clock(ClockOptions {
            rest: Some(Zone::UTC),
            year: Some(2024),
            ..ClockOptions::default()
        });
        assert_eq!(
            (said.rest, said.year_of("a.log"), said.stated.len()),
            (Some(Zone::UTC), Some(2024), 1)
        );
    }
}
