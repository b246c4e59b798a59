//! The statements of the events: each scanned once, and what a prepared one does told where it is
//! executed.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::{
    case::facts::Seen,
    event::{
        ids::{EventId, IdSlice, IdVec, StatementId},
        kind::EventKind,
        place::SourceId,
        placed::Event,
        query::Witness,
    },
    sql::{
        self,
        fold::folded,
        operation::{Name, Operation},
        prepared::{Step, step},
        statement::Verb,
    },
};

/// Every statement in the events, scanned once; an EXECUTE does what its PREPARE named.
pub(crate) fn scan(events: IdSlice<'_, EventId, Event>) -> IdVec<StatementId, Seen> {
    let mut seen: Vec<Seen> = events
        .par_iter()
        .flat_map_iter(|(id, event)| {
            let mut seen = Vec::new();
            if let EventKind::Query(query) = &event.kind
                && query.is_run()
            {
                for statement in sql::classify::statement::statements_cut(
                    &query.sql,
                    query.dialect,
                    query.truncated,
                ) {
                    let effects = sql::effects::effects(&statement);
                    seen.push(Seen { event: id, statement, effects, when: event.when });
                }
            }
            seen
        })
        .collect();
    link(events, &mut seen);
    spare_temporary(events, &mut seen);
    IdVec::new(seen)
}

/// The most temporary tables that one connection is held to have.
const TEMPORARY_MAX: usize = 1000;

/// Takes out what statements do to the temporary tables of their own connection, whose names hide
/// those of tables that stay.
fn spare_temporary(events: IdSlice<'_, EventId, Event>, seen: &mut [Seen]) {
    let makes =
        |row: &Seen| row.statement.verb == Verb::CreateTable && row.statement.clauses.temporary;
    if !seen.iter().any(makes) {
        return;
    }
    let mut held: BTreeMap<(SourceId, Option<u64>), BTreeSet<String>> = BTreeMap::new();
    let mut rows = seen.iter_mut().peekable();
    for (id, event) in events.iter() {
        let EventKind::Query(query) = &event.kind else { continue };
        let key = (event.place.source, query.connection_id);
        // what a client's history holds was typed by one hand
        let is_one = query.connection_id.is_some() || query.witness == Witness::Typed;
        if matches!(query.admin.as_deref(), Some("Quit" | "Connect")) {
            held.remove(&key);
        }
        while let Some(row) = rows.next_if(|row| row.event <= id) {
            if !is_one {
                continue;
            }
            let text = query.sql.get(row.statement.at.0..row.statement.at.1).unwrap_or_default();
            let plain = |name: &Name| {
                let name = name.name.to_lowercase();
                name.strip_prefix("pg_temp.").map(str::to_owned).unwrap_or(name)
            };
            if makes(row) {
                let own = held.entry(key).or_default();
                if own.len() < TEMPORARY_MAX && !folded(text).contains("on commit drop") {
                    own.extend(row.statement.objects.iter().map(plain));
                }
                continue;
            }
            let Some(own) = held.get_mut(&key) else { continue };
            if row.statement.verb == Verb::Other && folded(text).starts_with("discard") {
                own.clear();
            }
            for effect in &mut row.effects {
                effect.objects.retain(|name| !own.contains(&plain(name)));
            }
            row.effects.retain(|effect| {
                !effect.objects.is_empty()
                    || matches!(effect.operation, Operation::Revoke | Operation::DropUser)
            });
            if row.statement.verb == Verb::DropTable {
                own.retain(|table| !row.statement.objects.iter().any(|name| plain(name) == *table));
            }
        }
    }
}

/// The most prepared statements and variables that one connection is held to have.
const PREPARED_MAX: usize = 1000;

/// Gives each EXECUTE the effects of the text that its PREPARE named on the same connection of the
/// same log. A general log writes the text once more in an `Execute` of its own, which then counts.
fn link(events: IdSlice<'_, EventId, Event>, seen: &mut [Seen]) {
    let mut texts: BTreeMap<(SourceId, Option<u64>), BTreeMap<String, Option<String>>> =
        BTreeMap::new();
    for at in 0..seen.len() {
        let Some(entry) = seen.get(at) else { continue };
        if !matches!(entry.statement.verb, Verb::Prepare | Verb::Execute | Verb::Set) {
            continue;
        }
        let event = events.get(entry.event);
        let EventKind::Query(query) = &event.kind else { continue };
        let text = query.sql.get(entry.statement.at.0..entry.statement.at.1).unwrap_or(&query.sql);
        let Some(step) = step(text, query.dialect) else { continue };
        let key = (event.place.source, query.connection_id);
        let known = texts.entry(key).or_default();
        if known.len() > PREPARED_MAX {
            known.clear();
        }
        match step {
            Step::Prepare { name, text } => {
                known.insert(name, Some(text));
            }
            Step::Assign { variable, text } => {
                known.insert(format!("@{variable}"), text);
            }
            Step::PrepareFrom { name, variable } => {
                let text = known.get(&format!("@{variable}")).cloned().flatten();
                known.insert(name, text);
            }
            Step::Execute { name } => {
                let Some(Some(text)) = known.get(&name) else { continue };
                let effects: Vec<_> = sql::classify::statement::statements(text, query.dialect)
                    .iter()
                    .flat_map(sql::effects::effects)
                    .collect();
                let next = seen.iter().skip(at.saturating_add(1)).take(64).find(|other| {
                    let event = events.get(other.event);
                    matches!(&event.kind, EventKind::Query(query) if (event.place.source, query.connection_id) == key)
                });
                if next.is_some_and(|next| next.effects == effects) {
                    continue;
                }
                if let Some(entry) = seen.get_mut(at) {
                    entry.effects.extend(effects);
                }
            }
        }
    }
}
