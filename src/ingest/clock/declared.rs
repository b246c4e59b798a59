//! Zones that files of the evidence declare: the application's setting, what the host and the
//! database server answered when they were asked.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    event::{kind::EventKind, script::Language},
    ingest::source_read::SourceRead,
    source::evidence::Source,
    time::zone::Zone,
};

/// A declared zone: whose folder it holds for, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// The folder of the file that declares it, with its final `/`; empty at the top.
    pub(super) folder: String,
    /// The zone.
    pub(super) zone: Zone,
    /// "APP_TIMEZONE in .env".
    pub(super) from: String,
}

/// Files larger than this are no settings.
const SETTINGS_BYTES: u64 = 256 * 1024;

/// `'timezone' => 'Europe/Berlin'`, `'timezone' => env('APP_TIMEZONE', 'UTC')` of `config/app.php`.
static CONFIG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?m)^\s*['"]timezone['"]\s*=>\s*(?:env\(\s*['"]APP_TIMEZONE['"]\s*,\s*)?['"]([A-Za-z0-9_/+:\-]{1,64})['"]"#).ok()
});

/// What `timedatectl` and the server's variables say: `Time zone: Europe/Berlin (CET, +0100)`,
/// `system_time_zone | CET`.
static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^\W*(Time zone|Timezone|system_time_zone)\W{1,40}?([A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+\-]+){0,2}|[+-]\d\d:?\d\d)\b").ok()
});

/// The zones that the application's settings name.
pub(super) fn of_application(sources: &[Source], read: &[SourceRead]) -> Vec<Declared> {
    let mut out = Vec::new();
    for (source, read) in sources.iter().zip(read) {
        for sited in &read.drafts {
            if let EventKind::Script(script) = &sited.draft.kind
                && script.language == Language::Env
                && !source.path.ends_with(".example")
                && let Some((_, value)) =
                    script.settings.iter().find(|(name, _)| name == "APP_TIMEZONE")
                && let Some(zone) = Zone::parse(value)
            {
                out.push(Declared {
                    folder: folder(&source.path).to_owned(),
                    zone,
                    from: format!("APP_TIMEZONE in {}", source.path),
                });
            }
        }
    }
    for source in sources
        .iter()
        .filter(|source| source.path.ends_with("config/app.php") && source.size() < SETTINGS_BYTES)
    {
        // what the environment file says stands above the default of the configuration
        let home = folder(&source.path).strip_suffix("config/").unwrap_or_default().to_owned();
        if out.iter().any(|known| known.folder == home) {
            continue;
        }
        let text = source.excerpt(0, SETTINGS_BYTES).unwrap_or_default();
        let named = CONFIG
            .as_ref()
            .and_then(|pattern| pattern.captures(&text))
            .and_then(|found| found.get(1))
            .and_then(|name| Zone::parse(name.as_str()));
        if let Some(zone) = named {
            out.push(Declared {
                folder: home,
                zone,
                from: format!("'timezone' in {}", source.path),
            });
        }
    }
    out
}

/// The one that holds for a path: that of the nearest folder above it, else the only one there is.
pub(super) fn nearest<'d>(declared: &'d [Declared], path: &str) -> Option<&'d Declared> {
    let above = declared
        .iter()
        .filter(|known| !known.folder.is_empty() && path.starts_with(&known.folder))
        .max_by_key(|known| known.folder.len());
    above.or_else(|| {
        declared.first().filter(|first| declared.iter().all(|other| other.zone == first.zone))
    })
}

/// What the host says of itself: `/etc/timezone`, the answer of `timedatectl`, the variables of
/// the database server.
pub(super) fn of_host(sources: &[Source]) -> Option<(Zone, String)> {
    let file =
        sources.iter().find(|source| source.path.ends_with("etc/timezone") && source.size() < 128);
    if let Some(source) = file
        && let Some(zone) = source.excerpt(0, 128).ok().and_then(|text| Zone::parse(text.trim()))
    {
        return Some((zone, source.path.clone()));
    }
    let mut found: Vec<(Zone, String)> = Vec::new();
    for source in
        sources.iter().filter(|source| source.size() < SETTINGS_BYTES && answers(&source.path))
    {
        let text = source.excerpt(0, SETTINGS_BYTES).unwrap_or_default();
        let Some(pattern) = ANSWER.as_ref() else { continue };
        for answer in pattern.captures_iter(&text) {
            if let (Some(what), Some(zone)) =
                (answer.get(1), answer.get(2).and_then(|name| Zone::parse(name.as_str())))
            {
                found.push((zone, format!("{} in {}", what.as_str(), source.path)));
            }
        }
    }
    let (zone, from) = found.first().cloned()?;
    found.iter().all(|(other, _)| *other == zone).then_some((zone, from))
}

/// Whether a file may hold such an answer, by its name.
fn answers(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    ["timedatectl", "variables", "time_zone", "timezone", "hostnamectl", "host-info", "hostinfo"]
        .iter()
        .any(|word| name.contains(word))
}

fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_of_hosts_and_servers_are_read() {
        let text = "               Local time: Mon 2026-11-23 12:48:49 CET\n                Time zone: Europe/Berlin (CET, +0100)\n";
        let sources = [Source::from_bytes("timedatectl.txt", text.as_bytes().to_vec())];
        assert_eq!(
            of_host(&sources).map(|(zone, _)| zone.name()),
            Some("Europe/Berlin".to_owned())
        );
        let sources = [Source::from_bytes(
            "show-variables.txt",
            b"| system_time_zone | CET |\n| time_zone | SYSTEM |\n".to_vec(),
        )];
        assert_eq!(of_host(&sources).map(|(zone, _)| zone.name()), Some("CET".to_owned()));
    }

    #[test]
    fn a_setting_holds_for_what_lies_below_it() {
        let at = |folder: &str, zone: &str| Declared {
            folder: folder.into(),
            zone: Zone::parse(zone).unwrap(),
            from: String::new(),
        };
        let two = [at("", "UTC"), at("staging/", "Europe/Berlin")];
        assert_eq!(
            nearest(&two, "staging/storage/laravel.log").map(|d| d.zone.name()),
            Some("Europe/Berlin".into())
        );
        assert!(
            nearest(&two, "laravel.log").is_none(),
            "two that differ decide nothing for a file outside of both"
        );
        assert!(nearest(&two[..1], "laravel.log").is_some());
    }

    #[test]
    fn the_configuration_names_a_zone() {
        let text = "<?php\nreturn [\n    'timezone' => env('APP_TIMEZONE', 'Asia/Tokyo'),\n];";
        let sources = [Source::from_bytes("app/config/app.php", text.as_bytes().to_vec())];
        let declared = of_application(&sources, &[]);
        assert_eq!(
            declared.first().map(|d| (d.folder.as_str(), d.zone.name())),
            Some(("app/", "Asia/Tokyo".to_owned()))
        );
    }
}
