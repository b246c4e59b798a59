//! Which settings file is obeyed, and its mistakes: each is told with its line; none is passed
//! over.

use std::{fs, io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{reader, settings::Config};
use crate::{
    error::{Error, Result},
    report::v1,
    source::hash::hex,
    text::escape,
};

/// The name of the file.
const FILE_NAME: &str = "backtrail.toml";

/// The most bytes of such a file.
const MOST_BYTES: u64 = 1 << 20;

/// Settings as they were found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// What they say; nothing where there is no file.
    pub(crate) config: Config,
    /// Which settings are obeyed, or why none are, where that needs saying.
    pub(crate) notice: Option<String>,
}

impl Settings {
    /// The settings of a file that the user names.
    pub(crate) fn of(file: &Path) -> Result<Settings> {
        Ok(Settings { config: read(file)?, notice: None })
    }

    /// Those of the working folder or the nearest folder above it. A file that lies within the
    /// evidence is not obeyed unless it is named: evidence gives no orders.
    pub(crate) fn nearest(evidence: &[String]) -> Result<Settings> {
        let Ok(here) = std::env::current_dir() else { return Ok(Settings::default()) };
        let Some((up, file)) = here
            .ancestors()
            .map(|folder| folder.join(FILE_NAME))
            .enumerate()
            .find(|(_, file)| file.is_file())
        else {
            return Ok(Settings::default());
        };
        let shown = format!("{}{FILE_NAME}", "../".repeat(up));
        let whole = |path: &Path| fs::canonicalize(path).ok();
        let within = whole(&file).is_some_and(|file| {
            evidence
                .iter()
                .any(|path| whole(Path::new(path)).is_some_and(|folder| file.starts_with(folder)))
        });
        if within {
            let notice = format!(
                "{shown} lies within the evidence and is not obeyed; name it with --config to obey it"
            );
            return Ok(Settings { config: Config::default(), notice: Some(notice) });
        }
        Ok(Settings {
            config: read(Path::new(&shown))?,
            notice: Some(format!("settings of {shown} are obeyed")),
        })
    }
}

/// The settings of a file.
fn read(file: &Path) -> Result<Config> {
    let failed =
        |source| Error::Io { doing: "read the settings of", path: file.to_path_buf(), source };
    let mut bytes = Vec::new();
    fs::File::open(file)
        .map_err(failed)?
        .take(MOST_BYTES.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    parse(&file.to_string_lossy(), &bytes)
}

/// Settings from the bytes of a file. The error lists up to ten mistakes, a line each, after
/// the name of the file as it is given here.
pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Config> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ingest::clock::options::ClockOptions, time::zone::Zone};

    const WHOLE: &str = include_str!("../../../docs/backtrail.toml");

    fn wrong(text: &str) -> String {
        match parse("dir/backtrail.toml", text.as_bytes()) {
            Err(error) => error.to_string(),
            Ok(config) => panic!("{text:?} was read as {config:?}"),
        }
    }

    #[test]
    fn the_documented_file_is_read_whole() {
        let config = parse("backtrail.toml", WHOLE.as_bytes()).expect("valid");
        assert!(
            config.rest.is_some()
                && !config.zones.is_empty()
                && config.year.is_some()
                && !config.years.is_empty()
        );
        assert!(
            !config.policy.ignored_tables.is_empty() && !config.policy.staging_databases.is_empty()
        );
        assert!(config.policy.rules.rows().len() >= 2 && !config.own.is_empty());
        let stated = config.stated.expect("stated");
        assert_eq!((stated.file.as_str(), stated.sha256.len()), ("backtrail.toml", 64));
        assert!(stated.effects.len() >= 8, "{:?}", stated.effects);
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let config = parse("backtrail.toml", b"# nothing\n").expect("valid");
        assert!(
            config.rest.is_none()
                && config.policy.rules.rows().is_empty()
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
        assert!(parse("x", b"a = \"\xff\"").expect_err("not UTF-8").to_string().contains("UTF-8"));
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
            parse("backtrail.toml", b"tz = \"Europe/Berlin\"\nyear = 2020\n[zones]\n\"*.log\" = \"+02:00\"\n[years]\n\"a*\" = 2021\n").expect("valid");
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
