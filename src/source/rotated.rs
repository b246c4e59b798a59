//! Logs that were cut into several files by rotation: which belong together, and in which order.

use std::collections::BTreeMap;

use super::{evidence::Source, note::Note};

/// Splits the name of a rotated log into what its set shares and its rank: the oldest has the
/// least rank.
pub(crate) fn rotation(path: &str) -> (String, i64) {
    let mut name = path;
    for packed in [".gz", ".bz2", ".xz", ".zst"] {
        name = name.strip_suffix(packed).unwrap_or(name);
    }
    if let Some((stem, number)) = name.rsplit_once('.')
        && !number.is_empty()
        && number.len() <= 3
        && let Ok(number) = number.parse::<i64>()
    {
        return (stem.to_owned(), -number);
    }
    if let Some((stem, date)) = name.rsplit_once('-')
        && matches!(date.len(), 8 | 10)
        && let Ok(date) = date.parse::<i64>()
    {
        // A date is before the running file, which has rank 0.
        return (stem.to_owned(), date - 10_000_000_000);
    }
    (name.to_owned(), 0)
}

/// Notes at each file of a rotated log which part of it that is. Copies count once.
pub(crate) fn mark_rotated(sources: &mut [Source]) {
    let mut sets: BTreeMap<String, Vec<(i64, usize)>> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate().filter(|(_, source)| source.same_as.is_none())
    {
        let (stem, rank) = rotation(&source.path);
        sets.entry(stem).or_default().push((rank, index));
    }
    for (stem, mut parts) in sets {
        // two files of one rank are no sequence
        parts.sort_unstable();
        let ranks: std::collections::BTreeSet<i64> = parts.iter().map(|(rank, _)| *rank).collect();
        if parts.len() < 2 || ranks.len() < parts.len() {
            continue;
        }
        let count = parts.len();
        for (number, (_, index)) in parts.into_iter().enumerate() {
            if let Some(source) = sources.get_mut(index) {
                let number = number.saturating_add(1);
                source.notes.push(Note::Part { number, of: count, stem: stem.clone() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotated_names_sort_from_old_to_new() {
        let mut names =
            ["auth.log", "auth.log.1", "auth.log.2.gz", "auth.log-20251103.gz"].map(rotation);
        names.sort_by_key(|(_, rank)| *rank);
        assert!(names.iter().all(|(stem, _)| stem == "auth.log"));
        assert_eq!(
            names.iter().map(|(_, rank)| *rank).collect::<Vec<_>>(),
            [20251103 - 10_000_000_000, -2, -1, 0]
        );
    }

    #[test]
    fn parts_of_a_rotated_log_know_their_place_and_other_files_stay_alone() {
        let mut sources: Vec<Source> =
            ["a/auth.log", "a/auth.log.1", "a/auth.log.2.gz", "b/auth.log", "a/x-20251103.gz"]
                .iter()
                .map(|name| Source::from_bytes(name, Vec::new()))
                .collect();
        mark_rotated(&mut sources);
        let said: Vec<String> = sources
            .iter()
            .map(|source| source.notes.iter().map(Note::to_string).collect::<Vec<_>>().join("; "))
            .collect();
        assert_eq!(said[0], "part 3 of 3 of the rotated log a/auth.log, oldest first");
        assert_eq!(said[2], "part 1 of 3 of the rotated log a/auth.log, oldest first");
        assert!(said[3].is_empty() && said[4].is_empty(), "{said:?}");
    }
}
