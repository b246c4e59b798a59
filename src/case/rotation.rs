//! Tables named by a month or a day, of which the oldest goes when its time has come.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        connection::client_of,
        facts::{Act, Case, Status},
    },
    event::{ids::EventId, kind::EventKind, query::Witness},
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

/// The drops of dated tables whose time had come, by table in lower case and time.
#[derive(Default)]
pub(crate) struct Rotation {
    due: BTreeSet<(String, i64)>,
}

impl Rotation {
    /// Of all tables that backups, schema dumps and statements name.
    pub(crate) fn new(case: &Case<'_>, acts: &[Act]) -> Rotation {
        let mut dropped: BTreeMap<Family, Vec<(i64, String, &str)>> = BTreeMap::new();
        for act in acts.iter().filter(|act| is_drop(act)) {
            let Some(when) = act.when else { continue };
            for table in &act.tables {
                let Some((family, date)) = dated(table) else { continue };
                dropped.entry(family).or_default().push((when.best, date, table));
            }
        }
        // most cases drop none, and need not be looked through
        if dropped.is_empty() {
            return Rotation::default();
        }
        let mut standing: BTreeMap<Family, BTreeSet<String>> = BTreeMap::new();
        let mut note = |table: &str| {
            if let Some((family, date)) = dated(table).filter(|(own, _)| dropped.contains_key(own))
            {
                standing.entry(family).or_default().insert(date);
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
        let mut out = Rotation::default();
        for (family, mut drops) in dropped {
            drops.sort_unstable();
            let own = standing.entry(family).or_default();
            let times: Vec<i64> = drops.iter().map(|(at, ..)| *at).collect();
            for (at, date, table) in &drops {
                own.remove(date);
                let is_oldest = own.first().is_some_and(|first| first > date);
                let from = times.partition_point(|other| *other < at.saturating_sub(ONE_RUN_US));
                let to = times.partition_point(|other| *other <= at.saturating_add(ONE_RUN_US));
                if is_oldest && own.len() >= LEFT && to.saturating_sub(from) <= AT_ONCE {
                    out.due.insert((table.to_ascii_lowercase(), *at));
                }
            }
        }
        out
    }

    /// Whether an act that nobody typed drops the oldest of a family, and younger ones stay.
    pub(crate) fn is_due(&self, case: &Case<'_>, act: &Act, table: &str) -> bool {
        let by_person = |event: &EventId| {
            let query = case.query(*event);
            query.is_some_and(|q| q.witness == Witness::Typed || client_of(q, None).is_some())
        };
        let is_due = |at: i64| self.due.contains(&(table.to_ascii_lowercase(), at));
        is_drop(act)
            && act.when.is_some_and(|when| is_due(when.best))
            && !act.events.iter().any(by_person)
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
