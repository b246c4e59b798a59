//! One act in two sources: keys under which events of different sources are the same, and the
//! offsets that such pairs show.

use std::collections::HashMap;

use super::proof::offset_between;
use crate::{
    event::{kind::EventKind, session::CommandVia},
    sql::fold::bare,
    time::SECOND,
};

/// More events under one key than this are a routine that tells nothing.
const MOST: usize = 24;
/// How far the two stamps of one act may lie apart beside the offset.
const JITTER: i64 = 3 * SECOND;

/// The keys of what an event tells; events with an equal key are likely one act.
pub(super) fn keys(kind: &EventKind) -> Vec<String> {
    match kind {
        EventKind::Query(query) if query.admin.is_none() => sql_keys(&query.sql),
        EventKind::Log(log) => log.sql.as_deref().map(sql_keys).unwrap_or_default(),
        EventKind::Command(command)
            if matches!(
                command.via,
                CommandVia::History | CommandVia::Sudo | CommandVia::Audit
            ) =>
        {
            let text = bare(&command.command);
            let text = text.strip_prefix("sudo").unwrap_or(&text);
            let text = text.rsplit('/').next().filter(|_| text.starts_with('/')).unwrap_or(text);
            if text.len() >= 8 { vec![format!("c {text}")] } else { Vec::new() }
        }
        EventKind::CronRun(run) => match run.pid {
            Some(pid) => vec![format!("r {pid} {}", bare(&run.command))],
            None => Vec::new(),
        },
        EventKind::Session(session) => match (session.pid, &session.user) {
            (Some(pid), Some(user)) => {
                vec![format!("s {pid} {user} {:?} {:?}", session.service, session.action)]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What the keys of created tables begin with.
const TABLE: &str = "t ";

/// The key of a table's creation.
pub(super) fn create_key(table: &str) -> String {
    format!("{TABLE}{}", table.to_lowercase())
}

pub(super) fn sql_keys(sql: &str) -> Vec<String> {
    let text = bare(sql);
    let mut out = Vec::new();
    if let Some(rest) = text.strip_prefix("createtable") {
        let rest = rest.strip_prefix("ifnotexists").unwrap_or(rest);
        let name = rest.split('(').next().unwrap_or_default();
        let name = name.rsplit('.').next().unwrap_or(name);
        if !name.is_empty() && name.len() < 128 {
            out.push(create_key(name));
        }
    }
    if text.len() >= 12 && !text.starts_with("set") && !text.starts_with("use") {
        out.push(format!("q {text}"));
    }
    out
}

/// Instants of events by key.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_key: HashMap<String, Vec<i64>>,
}

impl Known {
    pub(super) fn add(&mut self, key: String, at: i64) {
        let list = self.by_key.entry(key).or_default();
        if list.len() <= MOST && list.last() != Some(&at) {
            list.push(at);
        }
    }

    pub(super) fn knows(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// Whether it knows when any table was created.
    pub(super) fn knows_tables(&self) -> bool {
        self.by_key.keys().any(|key| key.starts_with(TABLE))
    }
}

/// What pairs show of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Seconds east of UTC.
    pub(super) offset: i32,
    /// Deeds that show it.
    pub(super) acts: usize,
    /// An instant at which it holds, for each of them.
    pub(super) instants: Vec<i64>,
    /// Offsets that at least half as many acts show.
    pub(super) rivals: Vec<i32>,
}

/// Which offset most acts show; where none fits to the second, the one under which the two clocks
/// are always the same few minutes apart.
pub(super) fn compare(locals: &HashMap<String, Vec<i64>>, known: &Known) -> Option<Shown> {
    to_the_second(locals, known).or_else(|| minutes_apart(locals, known))
}

/// How far two clocks may run apart to be taken for two clocks of one zone.
const APART: i64 = 300 * SECOND;
/// Deeds that prove it, at the least.
const CLOSE: usize = 3;

fn minutes_apart(locals: &HashMap<String, Vec<i64>>, known: &Known) -> Option<Shown> {
    let mut apart: Vec<(i64, i64)> = locals
        .iter()
        .filter_map(|(key, mine)| match (mine.as_slice(), known.by_key.get(key)?.as_slice()) {
            ([local], [instant]) => Some((local.saturating_sub(*instant), *instant)),
            _ => None,
        })
        .collect();
    apart.sort_unstable();
    let (median, _) = apart.get(apart.len() / 2).copied()?;
    let close: Vec<i64> = apart
        .iter()
        .filter(|(d, _)| (d - median).abs() <= JITTER)
        .map(|(_, instant)| *instant)
        .collect();
    let offset = offset_between(median, 0, APART)?;
    (close.len() >= CLOSE && close.len() * 5 >= apart.len() * 4).then(|| {
        let mut instants = close;
        instants.sort_unstable();
        Shown { offset, acts: instants.len(), instants, rivals: Vec::new() }
    })
}

/// Which offset most acts show. `locals` are wall-clock microseconds by key.
fn to_the_second(locals: &HashMap<String, Vec<i64>>, known: &Known) -> Option<Shown> {
    // offset → one entry for each act: instant
    let mut votes: HashMap<i32, Vec<i64>> = HashMap::new();
    let mut in_order: Vec<_> = locals.iter().collect();
    in_order.sort_unstable();
    for (key, mine) in in_order {
        let Some(theirs) = known.by_key.get(key) else { continue };
        if mine.len() > MOST || theirs.len() > MOST {
            continue;
        }
        for local in mine {
            let mut seen: Vec<i32> = Vec::new();
            for instant in theirs {
                if let Some(offset) = offset_between(*local, *instant, JITTER)
                    && !seen.contains(&offset)
                {
                    seen.push(offset);
                    votes.entry(offset).or_default().push(*instant);
                }
            }
        }
    }
    let mut ranked: Vec<(usize, i32)> =
        votes.iter().map(|(offset, list)| (list.len(), *offset)).collect();
    ranked.sort_by_key(|(count, offset)| (std::cmp::Reverse(*count), offset.abs(), *offset));
    let (acts, offset) = ranked.first().copied()?;
    let rivals: Vec<i32> = ranked
        .iter()
        .skip(1)
        .filter(|(count, _)| count * 2 >= acts)
        .map(|(_, offset)| *offset)
        .collect();
    let mut instants = votes.remove(&offset).unwrap_or_default();
    instants.sort_unstable();
    Some(Shown { offset, acts, instants, rivals })
}

/// A stretch of a file in which one offset holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The number of the draft that shows it first.
    pub(super) first: usize,
    /// The number of the draft that shows it last.
    pub(super) last: usize,
    /// Seconds east of UTC.
    pub(super) offset: i32,
    /// Instants at which it holds.
    pub(super) instants: Vec<i64>,
}

/// Deeds that show a stretch, at the least.
const STRETCH: usize = 2;
/// More stretches than this are no change of zone but a muddle.
const STRETCHES: usize = 4;

/// Where the offset changes within a file: `mine` are draft number, wall-clock microseconds and
/// key,
/// in the order of the file. `None` where one offset holds throughout, or none is sure.
pub(super) fn stretches(mine: &[(usize, i64, String)], known: &Known) -> Option<Vec<Stretch>> {
    let mut out: Vec<Stretch> = Vec::new();
    for (number, local, key) in mine {
        let Some([instant]) = known.by_key.get(key).map(Vec::as_slice) else { continue };
        let Some(offset) = offset_between(*local, *instant, JITTER) else { continue };
        match out.last_mut() {
            Some(last) if last.offset == offset => {
                last.last = *number;
                last.instants.push(*instant);
            }
            _ => out.push(Stretch {
                first: *number,
                last: *number,
                offset,
                instants: vec![*instant],
            }),
        }
    }
    ((2..=STRETCHES).contains(&out.len())
        && out.iter().all(|stretch| stretch.instants.len() >= STRETCH))
    .then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_known_again_whatever_its_quotes_and_blanks() {
        assert_eq!(sql_keys("drop table `a`,`b`;"), sql_keys("DROP TABLE a, b"));
        assert!(
            sql_keys("create table if not exists `shop`.`orders` (`id` int)")
                .contains(&create_key("Orders"))
        );
    }

    #[test]
    fn clocks_that_run_minutes_apart_still_show_the_offset() {
        let mut known = Known::default();
        let mut locals = HashMap::new();
        for (n, at) in [1_000_000, 1_004_321, 1_009_000].into_iter().enumerate() {
            known.add(format!("k{n}"), at * SECOND);
            locals.insert(format!("k{n}"), vec![(at + 3600 + 95) * SECOND]);
        }
        assert_eq!(
            compare(&locals, &known).map(|shown| (shown.offset, shown.acts)),
            Some((3600, 3))
        );
    }

    #[test]
    fn an_offset_that_changes_midway_gives_two_stretches() {
        let mut known = Known::default();
        let mut mine = Vec::new();
        for n in 0..6_usize {
            let at = (1_000_000 + 5_000 * n as i64) * SECOND;
            known.add(format!("k{n}"), at);
            mine.push((n * 10, at + if n < 3 { 0 } else { 3600 * SECOND }, format!("k{n}")));
        }
        let found = stretches(&mine, &known).unwrap();
        assert_eq!(
            found.iter().map(|s| (s.first, s.last, s.offset)).collect::<Vec<_>>(),
            [(0, 20, 0), (30, 50, 3600)]
        );
        assert_eq!(stretches(&mine[..3], &known), None, "one offset is no change");
        assert_eq!(stretches(&mine[..4], &known), None, "one act alone could be chance");
    }

    #[test]
    fn pairs_show_the_offset_and_routines_do_not() {
        let mut known = Known::default();
        known.add("a".into(), 1_000_000 * SECOND);
        known.add("b".into(), 1_004_321 * SECOND);
        let locals = HashMap::from([
            ("a".to_owned(), vec![1_003_601 * SECOND]),
            ("b".to_owned(), vec![1_007_921 * SECOND]),
            ("c".to_owned(), vec![5]),
        ]);
        let shown = compare(&locals, &known).unwrap();
        assert_eq!((shown.offset, shown.acts, shown.rivals.is_empty()), (3600, 2, true));
    }
}
