//! Clocks that run apart: what a host's log tells of stands in the database server's log as well,
//! and the time between the two is the same few seconds or minutes each time.
//!
//! Of one act tell: a statement in the application's log and in the server's; a job or command
//! whose text, or whose script's text, holds a statement, and that statement.

use std::collections::{BTreeMap, HashMap};

use super::pairs;
use crate::{
    event::{kind::EventKind, script::Language},
    format::grammar::shell,
    ingest::source_read::SourceRead,
    time::SECOND,
};

/// Less than this is the delay of writing, not a clock.
const LEAST: i64 = 5 * SECOND;
/// More than this is taken for another act, or another zone.
const MOST: i64 = 600 * SECOND;
/// How far apart the greatest and the least distance of the pairs may be: a script takes its time
/// to get to its statement.
const SPREAD: i64 = 4 * SECOND;
/// Pairs that prove it, at the least.
const PAIRS: usize = 3;
/// More entries than this under one key are a routine that tells nothing.
const ENTRIES: usize = 200;

/// How far the clock of a source is ahead of the database server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Skew {
    /// Microseconds; negative where it is behind.
    pub(super) ahead: i64,
    /// Deeds that show it.
    pub(super) pairs: usize,
}

/// Whether the source is written by the database server.
pub(super) fn is_server(source: &SourceRead) -> bool {
    matches!(
        source.format,
        Some(
            "mysql_slow"
                | "mysql_general"
                | "mysql_mixed"
                | "mysql_binlog"
                | "server_audit"
                | "mysql_audit"
                | "sql_errlog"
        )
    )
}

/// The host that a source's lines name.
pub(super) fn host(source: &SourceRead) -> Option<&str> {
    source.drafts.iter().take(1000).find_map(|sited| match &sited.draft.kind {
        EventKind::CronRun(run) => run.host.as_deref(),
        EventKind::Session(session) => session.host.as_deref(),
        _ => None,
    })
}

/// For each source how far its clock is ahead, where acts in both show it. `instant` places a
/// draft by its source and number.
pub(super) fn measure(
    read: &[SourceRead],
    instant: impl Fn(usize, usize) -> Option<i64>,
) -> Vec<Option<Skew>> {
    let mut server: HashMap<String, Vec<i64>> = HashMap::new();
    for (index, source) in read.iter().enumerate().filter(|(_, source)| is_server(source)) {
        for (number, sited) in source.drafts.iter().enumerate() {
            let Some(at) = instant(index, number) else { continue };
            for key in statement_keys(&sited.draft.kind) {
                server.entry(key).or_default().push(at);
            }
        }
    }
    let scripts = scripts(read);
    read.iter()
        .enumerate()
        .map(|(index, source)| {
            if is_server(source) || server.is_empty() {
                return None;
            }
            let mut mine: HashMap<String, Vec<i64>> = HashMap::new();
            let mut sent: HashMap<&str, Vec<String>> = HashMap::new();
            for (number, sited) in source.drafts.iter().enumerate() {
                let keys = match &sited.draft.kind {
                    EventKind::CronRun(run) if !run.ended => sent
                        .entry(&run.command)
                        .or_insert_with(|| keys_of_command(&run.command, &scripts))
                        .clone(),
                    EventKind::Command(command) => sent
                        .entry(&command.command)
                        .or_insert_with(|| keys_of_command(&command.command, &scripts))
                        .clone(),
                    kind => statement_keys(kind),
                };
                for key in keys.into_iter().filter(|key| server.contains_key(key)) {
                    if let Some(at) = instant(index, number) {
                        mine.entry(key).or_default().push(at);
                    }
                }
            }
            of(&mine, &server)
        })
        .collect()
}

fn statement_keys(kind: &EventKind) -> Vec<String> {
    match kind {
        EventKind::Query(_) | EventKind::Log(_) => pairs::keys(kind),
        _ => Vec::new(),
    }
}

/// The keys of the statements that each script of the evidence sends, by its file name.
fn scripts(read: &[SourceRead]) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for sited in read.iter().flat_map(|source| &source.drafts) {
        if let EventKind::Script(script) = &sited.draft.kind
            && script.language == Language::Shell
        {
            let keys: Vec<String> = script
                .commands
                .iter()
                .take(1000)
                .flat_map(|command| keys_of_command(command, &BTreeMap::new()))
                .collect();
            out.entry(script.name.clone()).or_default().extend(keys);
        }
    }
    out
}

/// The keys of the statements that a command line gives to a client, itself or by a script.
fn keys_of_command(command: &str, scripts: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut out = Vec::new();
    for simple in shell::parse(command).commands.iter().take(100) {
        let is_client = simple
            .words
            .iter()
            .any(|word| matches!(word.rsplit('/').next(), Some("mysql" | "mariadb")));
        for (at, word) in simple.words.iter().enumerate() {
            if let Some(keys) = word.rsplit('/').next().and_then(|name| scripts.get(name)) {
                out.extend(keys.iter().cloned());
            }
            let text = match word.strip_prefix("--execute=").or_else(|| word.strip_prefix("-e")) {
                Some("") => simple.words.get(at + 1).map(String::as_str),
                None if word == "--execute" => simple.words.get(at + 1).map(String::as_str),
                found => found,
            };
            if let Some(text) = text.filter(|text| is_client && !text.contains('$')) {
                out.extend(pairs::sql_keys(text));
            }
        }
    }
    out
}

/// The distance that most of a source's acts keep from the server's record of them.
fn of(mine: &HashMap<String, Vec<i64>>, server: &HashMap<String, Vec<i64>>) -> Option<Skew> {
    // distance, and which act shows it
    let mut apart: Vec<(i64, usize)> = Vec::new();
    let mut acts = 0;
    let mut in_order: Vec<_> = mine.iter().collect();
    in_order.sort_unstable();
    for (key, list) in in_order {
        let Some(theirs) =
            server.get(key).filter(|theirs| theirs.len() <= ENTRIES && list.len() <= ENTRIES)
        else {
            continue;
        };
        for at in list {
            let before = apart.len();
            apart.extend(
                theirs
                    .iter()
                    .map(|other| (at.saturating_sub(*other), acts))
                    .filter(|(d, _)| d.abs() <= MOST),
            );
            acts += usize::from(apart.len() > before);
        }
    }
    apart.sort_unstable();
    let distinct = |window: &[(i64, usize)]| {
        window.iter().map(|(_, act)| *act).collect::<std::collections::BTreeSet<_>>().len()
    };
    // each distance with how many acts lie within SPREAD from it on
    let mut windows: Vec<(usize, i64)> = Vec::new();
    let mut end = 0;
    for (start, (least, _)) in apart.iter().enumerate() {
        end = end.max(start);
        while apart.get(end).is_some_and(|(d, _)| d - least <= SPREAD) {
            end += 1;
        }
        windows.push((distinct(apart.get(start..end).unwrap_or_default()), *least));
    }
    windows.sort_by_key(|(count, least)| (std::cmp::Reverse(*count), least.abs()));
    let (count, least) = windows.first().copied()?;
    let rival = windows
        .iter()
        .find(|(_, other)| (other - least).abs() > 2 * SPREAD)
        .is_some_and(|(other, _)| other * 2 > count);
    let inside: Vec<i64> =
        apart.iter().map(|(d, _)| *d).filter(|d| (least..=least + SPREAD).contains(d)).collect();
    let ahead = inside.get(inside.len() / 2).copied()?;
    (count >= PAIRS && count * 5 >= acts * 4 && !rival && ahead.abs() >= LEAST)
        .then_some(Skew { ahead, pairs: count })
}

/// "47 s ahead of", "2 min 3 s behind".
pub(super) fn words(skew: Skew) -> String {
    let seconds = (skew.ahead.abs() + SECOND / 2) / SECOND;
    let long = if seconds < 120 {
        format!("{seconds} s")
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    };
    format!("{long} {}", if skew.ahead < 0 { "behind" } else { "ahead of" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(list: &[(&str, &[i64])]) -> HashMap<String, Vec<i64>> {
        list.iter()
            .map(|(key, times)| ((*key).to_owned(), times.iter().map(|at| at * SECOND).collect()))
            .collect()
    }

    #[test]
    fn a_constant_distance_is_a_skew_and_a_scattered_one_is_not() {
        let server = map(&[("a", &[1000]), ("b", &[1300]), ("c", &[2000]), ("d", &[5000])]);
        let skew =
            of(&map(&[("a", &[1047]), ("b", &[1347]), ("c", &[2048]), ("d", &[5047])]), &server);
        assert_eq!(skew, Some(Skew { ahead: 47 * SECOND, pairs: 4 }));
        assert_eq!(skew.map(words), Some("47 s ahead of".to_owned()));
        assert_eq!(
            of(&map(&[("a", &[1047]), ("b", &[1310]), ("c", &[2100]), ("d", &[5200])]), &server),
            None
        );
        assert_eq!(
            of(&map(&[("a", &[1001]), ("b", &[1301]), ("c", &[2001]), ("d", &[5001])]), &server),
            None,
            "a second is the delay of writing"
        );
        assert_eq!(of(&map(&[("a", &[1047]), ("b", &[1347])]), &server), None, "two are chance");
    }

    #[test]
    fn a_job_that_runs_each_minute_shows_nothing_and_one_that_runs_each_hour_does() {
        let every =
            |step: i64, from: i64| -> Vec<i64> { (0..8).map(|n| from + n * step).collect() };
        let (minutes, late) = (every(60, 0), every(60, -103));
        assert_eq!(of(&map(&[("a", &late)]), &map(&[("a", &minutes)])), None);
        let (hours, behind) = (every(3600, 0), every(3600, -403));
        assert_eq!(
            of(&map(&[("a", &behind)]), &map(&[("a", &hours)])),
            Some(Skew { ahead: -403 * SECOND, pairs: 8 })
        );
    }

    #[test]
    fn a_job_is_known_by_the_statement_of_its_script() {
        let scripts = BTreeMap::from([(
            "stats.sh".to_owned(),
            keys_of_command(
                "mariadb -h db1 shop -e \"SELECT COUNT(*) FROM sales\"",
                &BTreeMap::new(),
            ),
        )]);
        assert_eq!(
            keys_of_command("/opt/stats.sh > /dev/null", &scripts),
            pairs::sql_keys("select count(*) from sales")
        );
        assert!(keys_of_command("/opt/other.sh -e x", &scripts).is_empty());
    }
}
