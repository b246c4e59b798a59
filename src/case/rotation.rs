//! Tables named by a month or a day, of which the oldest goes when its time has come.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        connection::client_of,
        facts::{Act, Case, Status},
    },
    event::{kind::EventKind, query::Witness},
    sql::operation::Operation,
    time::SECOND,
};

/// The fewest younger ones that must be left.
const LEFT: usize = 2;

/// The most that go at once: two where one run was missed.
const AT_ONCE: usize = 2;

/// How far apart the statements of one run stand.
const ONE_RUN_US: i64 = 3600 * SECOND;

/// The name that dated tables share, and how their dates are written: `web_hits_p` and 6 digits.
type Family = (String, usize);

/// The tables of each family, by their dates, and when those that were dropped were.
#[derive(Default)]
pub(crate) struct Rotation {
    known: BTreeMap<Family, BTreeSet<String>>,
    dropped: BTreeMap<Family, Vec<(i64, String)>>,
}

impl Rotation {
    /// Of all tables that backups, schema dumps and statements name.
    pub(crate) fn new(case: &Case<'_>, acts: &[Act]) -> Rotation {
        let mut out = Rotation::default();
        let mut note = |table: &str| {
            if let Some((family, date)) = dated(table) {
                out.known.entry(family).or_default().insert(date);
            }
        };
        for event in case.events.rows() {
            match &event.kind {
                EventKind::Backup(backup) => backup.tables.iter().for_each(|one| note(&one.table)),
                EventKind::Table(row) => note(row.unpack().table),
                _ => {}
            }
        }
        let statements = case.seen.rows().iter().flat_map(|seen| &seen.statement.objects);
        statements.for_each(|object| note(&object.name));
        for act in acts.iter().filter(|act| is_drop(act)) {
            let Some(when) = act.when else { continue };
            for (family, date) in act.tables.iter().filter_map(|table| dated(table)) {
                out.dropped.entry(family).or_default().push((when.best, date));
            }
        }
        out
    }

    /// Whether an act that nobody typed drops the oldest of a family alone, and younger ones stay.
    pub(crate) fn is_due(&self, case: &Case<'_>, act: &Act, table: &str) -> bool {
        let Some((at, (family, date))) = act.when.map(|when| when.best).zip(dated(table)) else {
            return false;
        };
        let by_person = act.events.iter().any(|&event| {
            let query = case.query(event);
            query.is_some_and(|q| q.witness == Witness::Typed || client_of(q, None).is_some())
        });
        let dropped = self.dropped.get(&family).map(Vec::as_slice).unwrap_or_default();
        let at_once = dropped.iter().filter(|(other, _)| other.abs_diff(at) <= ONE_RUN_US as u64);
        let gone = |one: &&String| {
            dropped.iter().any(|(then, other)| other == *one && *then <= at + ONE_RUN_US)
        };
        let left: Vec<&String> =
            self.known.get(&family).into_iter().flatten().filter(|one| !gone(one)).collect();
        is_drop(act)
            && !by_person
            && at_once.count() <= AT_ONCE
            && left.len() >= LEFT
            && left.iter().all(|one| **one > date)
    }
}

fn is_drop(act: &Act) -> bool {
    act.operation == Operation::DropTable && act.status == Status::Executed
}

/// `web_hits_p2026_05` as `web_hits_p` with `202605`: what stands before a year and a month,
/// perhaps a day, at the end of a name.
fn dated(table: &str) -> Option<(Family, String)> {
    let stem = table.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'));
    let digits: String = table.get(stem.len()..)?.chars().filter(char::is_ascii_digit).collect();
    let year: u32 = digits.get(..4)?.parse().ok()?;
    let month: u32 = digits.get(4..6)?.parse().ok()?;
    let fits = matches!(digits.len(), 6 | 8) && (1990..2100).contains(&year);
    (fits && (1..=12).contains(&month) && !stem.is_empty())
        .then(|| ((stem.to_ascii_lowercase(), digits.len()), digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_month_or_a_day_are_of_a_family() {
        let of = |name: &str| dated(name).map(|((stem, _), date)| format!("{stem} {date}"));
        assert_eq!(of("web_hits_p2026_05").as_deref(), Some("web_hits_p 202605"));
        assert_eq!(of("ledger.Entries-2026-05-31").as_deref(), Some("ledger.entries 20260531"));
        assert_eq!(of("logs_20260531").as_deref(), Some("logs 20260531"));
        for other in ["orders", "tenant_42", "orders_2024", "build_202699", "2026_05"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
