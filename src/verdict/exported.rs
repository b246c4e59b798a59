//! A schema that its application wrote out and then dropped, as when a customer leaves.

use std::collections::BTreeSet;

use crate::{
    case::{
        connection::client_of,
        facts::{Act, Case, Status},
    },
    event::{ids::EventId, kind::EventKind, log::Level, query::Witness},
    sql::operation::Operation,
    time::SECOND,
};

/// How long before the drop the export may have been made.
const EXPORTED_US: i64 = 24 * 3600 * SECOND;

/// How close to the drop the application speaks of it.
const TOLD_US: i64 = 60 * SECOND;

/// What shows that an act is planned: a whole export of the one schema that it drops, and nothing
/// else, from the day before, of which the application spoke earlier and again at the drop.
pub(crate) fn plan(case: &Case<'_>, act: &Act) -> Option<Vec<EventId>> {
    let at = act.when?.best;
    let (schema, _) = act.tables.first()?.split_once('.')?;
    let by_person = |event: &EventId| {
        let query = case.query(*event);
        query.is_some_and(|q| q.witness == Witness::Typed || client_of(q, None).is_some())
    };
    if act.operation != Operation::DropTable
        || act.status != Status::Executed
        || schema.eq_ignore_ascii_case("public")
        || act.events.iter().any(by_person)
    {
        return None;
    }
    let is_of = |table: &str| {
        table.split_once('.').is_some_and(|(own, _)| own.eq_ignore_ascii_case(schema))
    };
    let dropped: BTreeSet<String> = act.tables.iter().map(|table| table.to_lowercase()).collect();
    let is_export = |event: &EventId| {
        let Some(backup) = case.backup(*event) else { return false };
        let held: BTreeSet<String> = backup.tables.iter().map(|t| t.table.to_lowercase()).collect();
        let just_before = case.taken(*event).is_some_and(|when| {
            when.earliest <= at && at.saturating_sub(when.earliest) <= EXPORTED_US
        });
        backup.complete && backup.tells_rows() && just_before && held == dropped
    };
    let export = *case.backups.iter().find(|event| is_export(event))?;
    let told: Vec<(i64, EventId)> = case
        .within(&case.messages, at.saturating_sub(EXPORTED_US), at.saturating_add(TOLD_US))
        .filter_map(|(id, event)| {
            let EventKind::Log(log) = &event.kind else { return None };
            let calm = log.level.as_ref().is_none_or(|level| *level <= Level::Notice);
            let names = calm && names(&log.message, schema);
            names.then_some((event.when?.best, id))
        })
        .collect();
    let near = at.saturating_sub(TOLD_US);
    let &(_, first) = told.first().filter(|(when, _)| *when < near)?;
    let &(_, last) = told.last().filter(|(when, _)| *when >= near)?;
    act.tables.iter().all(|table| is_of(table)).then(|| vec![export, first, last])
}

/// Whether a text has a name as a word of its own.
fn names(text: &str, name: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    words.any(|word| word.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        assert!(names("OffboardJob: schema \"birch\" dropped", "birch"));
        assert!(!names("birchwood dropped", "birch") && !names("", "birch"));
    }
}
