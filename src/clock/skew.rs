//! Clocks that run apart: the application's log and the database server's tell of the same
//! statements, and the time between the two is the same few seconds or minutes each time.

use std::collections::HashMap;

use super::pairs;
use crate::{event::EventKind, ingest::SourceRead, time::SECOND};

/// Less than this is the delay of writing, not a clock.
const LEAST: i64 = 5 * SECOND;
/// More than this is taken for another deed, or another zone.
const MOST: i64 = 600 * SECOND;
/// How far the pairs may stray from their median.
const SPREAD: i64 = 2 * SECOND;
/// Pairs that prove it, at the least.
const PAIRS: usize = 3;

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
    matches!(source.format, Some("mysql_slow" | "mysql_general" | "mysql_binlog" | "server_audit" | "mysql_audit" | "sql_errlog"))
}

/// For each source how far its clock is ahead, where shared statements show it. `instant` places a
/// draft by its source and number.
pub(super) fn measure(read: &[SourceRead], instant: impl Fn(usize, usize) -> Option<i64>) -> Vec<Option<Skew>> {
    let mut server: HashMap<String, Vec<i64>> = HashMap::new();
    for (index, source) in read.iter().enumerate().filter(|(_, source)| is_server(source)) {
        for (number, sited) in source.drafts.iter().enumerate() {
            let Some(at) = instant(index, number) else { continue };
            for key in statement_keys(&sited.draft.kind) {
                server.entry(key).or_default().push(at);
            }
        }
    }
    read.iter()
        .enumerate()
        .map(|(index, source)| {
            if is_server(source) || server.is_empty() {
                return None;
            }
            let mut mine: HashMap<String, Vec<i64>> = HashMap::new();
            for (number, sited) in source.drafts.iter().enumerate() {
                for key in statement_keys(&sited.draft.kind) {
                    if server.contains_key(&key)
                        && let Some(at) = instant(index, number)
                    {
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

/// The distance that statements which stand once in each of both keep.
fn of(mine: &HashMap<String, Vec<i64>>, server: &HashMap<String, Vec<i64>>) -> Option<Skew> {
    let mut apart: Vec<i64> = mine
        .iter()
        .filter_map(|(key, list)| match (list.as_slice(), server.get(key)?.as_slice()) {
            ([a], [b]) => Some(a.saturating_sub(*b)),
            _ => None,
        })
        .filter(|apart| apart.abs() <= MOST)
        .collect();
    apart.sort_unstable();
    let median = apart.get(apart.len() / 2).copied()?;
    let close = apart.iter().filter(|apart| (**apart - median).abs() <= SPREAD).count();
    (close >= PAIRS && close * 5 >= apart.len() * 4 && median.abs() >= LEAST).then_some(Skew { ahead: median, pairs: close })
}

/// "47 s ahead of", "2 min 3 s behind".
pub(super) fn words(skew: Skew) -> String {
    let seconds = (skew.ahead.abs() + SECOND / 2) / SECOND;
    let long = if seconds < 120 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) };
    format!("{long} {}", if skew.ahead < 0 { "behind" } else { "ahead of" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(list: &[(&str, i64)]) -> HashMap<String, Vec<i64>> {
        list.iter().map(|(key, at)| ((*key).to_owned(), vec![*at * SECOND])).collect()
    }

    #[test]
    fn a_constant_distance_is_a_skew_and_a_scattered_one_is_not() {
        let server = map(&[("a", 1000), ("b", 1300), ("c", 2000), ("d", 5000)]);
        let skew = of(&map(&[("a", 1047), ("b", 1347), ("c", 2048), ("d", 5047)]), &server);
        assert_eq!(skew, Some(Skew { ahead: 47 * SECOND, pairs: 4 }));
        assert_eq!(skew.map(words), Some("47 s ahead of".to_owned()));
        assert_eq!(of(&map(&[("a", 1047), ("b", 1310), ("c", 2100), ("d", 5200)]), &server), None);
        assert_eq!(of(&map(&[("a", 1001), ("b", 1301), ("c", 2001), ("d", 5001)]), &server), None, "a second is the delay of writing");
        assert_eq!(of(&map(&[("a", 1047), ("b", 1347)]), &server), None, "two are chance");
    }
}
