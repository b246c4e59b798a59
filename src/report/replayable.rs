//! A log of every statement, over the time that no backup holds.

use std::collections::BTreeMap;

use crate::{
    case::facts::Case,
    event::{
        ids::EventId,
        place::SourceId,
        query::{Outcome, Witness},
    },
    report::{cite::Citer, frame::cite, v1::Reason},
    sql::statement::Verb,
    text::{code::coded, number::number},
    time::SECOND,
    verdict::incident::Incident,
};

/// A log in which a server that is in use says nothing for longer was not written then.
const SILENCE_US: i64 = 3600 * SECOND;

/// What one log has of one stretch of time.
#[derive(Default)]
struct Kept {
    last: i64,
    holds: bool,
    writes: Vec<EventId>,
}

/// The general log that has the statements of the whole time between backup and loss.
pub(crate) fn replayable(
    case: &Case<'_>,
    incident: &Incident,
    citer: &mut Citer<'_>,
) -> Option<Reason> {
    let from = incident.backup.as_ref()?.taken.best;
    let until = incident.started.best;
    let mut logs: BTreeMap<SourceId, Kept> = BTreeMap::new();
    let around = from.saturating_sub(SILENCE_US)..until;
    for (id, event) in case.between(around.start, around.end.saturating_sub(1)) {
        let (Some(query), Some(when)) = (case.query(id), event.when) else { continue };
        if query.witness != Witness::AtArrival || query.dialect.is_postgres() {
            continue;
        }
        let log = logs.entry(event.place.source).or_insert_with(|| Kept {
            last: when.best,
            holds: when.best <= from,
            writes: Vec::new(),
        });
        log.holds &= when.best.saturating_sub(log.last) <= SILENCE_US;
        log.last = when.best;
    }
    for seen in case.seen_between(from, until.saturating_sub(1)) {
        let Some(query) = case.query(seen.event) else { continue };
        let writes = matches!(
            seen.statement.verb,
            Verb::Insert | Verb::Replace | Verb::Update | Verb::Delete | Verb::AlterTable
        );
        let is_own = query.database.as_ref().is_none_or(|name| {
            incident.database.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(name))
        });
        if writes && is_own && !matches!(query.outcome, Outcome::Refused { .. }) {
            let log = logs.get_mut(&case.place(seen.event).source);
            log.into_iter().for_each(|log| log.writes.push(seen.event));
        }
    }
    let whole = |log: &Kept| {
        log.holds && until.saturating_sub(log.last) <= SILENCE_US && !log.writes.is_empty()
    };
    let (source, log) = logs.into_iter().find(|(_, log)| whole(log))?;
    let ends: Vec<EventId> =
        [log.writes.first(), log.writes.last()].into_iter().flatten().copied().collect();
    Some(Reason {
        in_favour: true,
        text: format!(
            "{} has the statements of all that time, at least {} of them writing to this database: replayed in their order on the scratch server, where no binary log is left, they bring back what the backup lacks",
            coded(&case.sources.get(source).path, 200),
            number(log.writes.len() as u64)
        ),
        citations: cite(case, citer, &ends),
    })
}

#[cfg(test)]
mod tests {
    use crate::report::engine::of_files;

    #[test]
    fn a_general_log_without_a_hole_can_be_replayed_and_one_that_begins_later_cannot() {
        let dump = "-- MySQL dump 10.13  Distrib 8.0.28\n-- Host: localhost    Database: shop\n\
             CREATE TABLE `orders` (\n  `id` int NOT NULL\n);\n\
             INSERT INTO `orders` VALUES (1),(2),(3);\n-- Dump completed on 2026-03-06  8:00:00\n";
        let line = |clock: &str, what: &str| format!("2026-03-06T{clock}.000000Z\t   84 {what}\n");
        let early = line("07:59:00", "Connect\tapp@web on shop using TCP/IP");
        let write = line("08:30:00", "Query\tINSERT INTO orders VALUES (4)");
        let rest = line("09:02:00", "Connect\tapp@web on shop using TCP/IP")
            + &line("09:02:17", "Query\tDROP TABLE orders");
        for (log, told) in
            [(early.clone() + &write + &rest, true), (write + &rest, false), (early + &rest, false)]
        {
            let report = of_files(&[("general.log", &log), ("shop.sql", dump)]);
            let window =
                report.gravest().and_then(|one| one.loss_window.clone()).expect("a window");
            assert_eq!(window.statements.is_some(), told, "{log}");
        }
    }
}
