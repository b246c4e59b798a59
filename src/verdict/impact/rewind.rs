//! A dump of the same database, older than the loss, that was loaded over its tables: they are then
//! as they were when it was taken, whatever had come in, was changed or was added to them since.

use std::collections::BTreeSet;

use crate::{
    case::{
        capability::{ability::Ability, library::plain_name, procedure::Procedure},
        facts::{Case, Seen, Wire},
        snapshot,
    },
    event::{
        backup::{Backup, BackupTable},
        ids::EventId,
        query::Outcome,
    },
    sql::statement::Verb,
    time::When,
    verdict::{
        impact::loss::{Impact, Rewind, TableLoss, TableState},
        incident::Incident,
        scene::Scene,
        suspect::RankedSuspect,
    },
};

/// So many changes of the tables' shape are told.
const RESHAPED: usize = 20;

/// What an incident's load put back, where its first suspect names the dump and the evidence has
/// it; what it took is then told table by table.
pub(crate) fn rewind(scene: &Scene<'_>, incident: &mut Incident) {
    let case = scene.case;
    if incident.cause.mechanism.profile().procedure != Some(Procedure::DumpRestore) {
        return;
    }
    let loaded = incident.suspects.first().and_then(|first| loaded(case, incident, first));
    let Some((event, taken, dump)) = loaded else { return };
    let database = incident.database.clone();
    let own = |table: &&mut TableLoss| table.database == database;
    let saved = incident.backup.as_ref().and_then(|choice| case.backup(choice.event));
    for table in incident.impact.tables.iter_mut().filter(own) {
        let Some(held) = of_dump(dump, &table.name) else { continue };
        let names = |columns: &[(String, String)]| -> Vec<String> {
            columns.iter().map(|(name, _)| name.clone()).collect()
        };
        let before = saved
            .and_then(|saved| Some(names(&of_dump(saved, &table.name)?.columns)))
            .filter(|columns| !columns.is_empty())
            .or_else(|| {
                dumped_columns(case, incident.started.best, database.as_deref(), &table.name)
            })
            .unwrap_or_default();
        let has =
            |name: &String| held.columns.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        if !held.columns.is_empty() {
            table.columns_lost.extend(before.into_iter().filter(|name| !has(name)));
        }
        table.rows_loaded = Some(held.rows);
        table.rows_lost = table.rows_before.map(|before| before.saturating_sub(held.rows));
        table.note = None;
        if table.state == TableState::Recreated && table.rows_after.is_none() && held.rows > 0 {
            incident.impact.tables_lost = incident.impact.tables_lost.saturating_sub(1);
        }
    }
    sum(&mut incident.impact);
    let since = (taken.best, incident.started.best);
    let names: BTreeSet<String> = incident
        .impact
        .tables
        .iter()
        .filter(|table| table.rows_loaded.is_some())
        .map(|table| table.name.to_lowercase())
        .collect();
    let (mut reshaped, mut changed) = (Vec::new(), 0_u64);
    let witnesses = scene.acts.iter().flat_map(|act| &act.events);
    let wires: BTreeSet<Wire> = witnesses.filter_map(|&event| case.wire(event)).collect();
    let is_own = |event: EventId| case.wire(event).is_some_and(|wire| wires.contains(&wire));
    for seen in case.seen_between(since.0, since.1.saturating_sub(1)) {
        if is_own(seen.event) {
            continue;
        }
        match is_on(case, seen, &names, database.as_deref()) {
            Some(true) if reshaped.len() < RESHAPED => reshaped.push(seen.event),
            Some(false) if seen.statement.overwrites => changed = changed.saturating_add(1),
            _ => {}
        }
    }
    incident.rewind = Some(Rewind { event, taken, reshaped, changed });
}

fn sum(impact: &mut Impact) {
    let known = impact.tables.iter().filter_map(|table| table.rows_lost);
    impact.rows_lost = known.reduce(u64::saturating_add);
}

/// The dump that a suspect's command loads: of the same database, and older than the load.
fn loaded<'a>(
    case: &'a Case<'_>,
    incident: &Incident,
    first: &RankedSuspect,
) -> Option<(EventId, When, &'a Backup)> {
    let loads = |ability: &&Ability| ability.procedure == Procedure::DumpRestore;
    let file = first.suspect.abilities.iter().filter(loads).find_map(|a| a.reads.as_deref())?;
    let shared = |event: &EventId| {
        let (own, theirs) = (case.path(*event).rsplit('/'), file.rsplit('/'));
        own.zip(theirs).take_while(|(a, b)| plain_name(a) == plain_name(b)).count()
    };
    let event =
        case.backups.iter().copied().filter(|event| shared(event) > 0).max_by_key(shared)?;
    let (dump, taken) = (case.backup(event)?, case.taken(event)?);
    let is_same =
        |name: &String| incident.database.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(name));
    let holds = |table: &&TableLoss| of_dump(dump, &table.name).is_some();
    let held = incident.impact.tables.iter().filter(holds).count();
    (dump.database.as_ref().is_none_or(is_same)
        && taken.best < incident.started.best
        && held.saturating_mul(2) > incident.impact.tables.len())
    .then_some((event, taken, dump))
}

fn of_dump<'a>(dump: &'a Backup, table: &str) -> Option<&'a BackupTable> {
    dump.tables.iter().find(|held| held.table.eq_ignore_ascii_case(table))
}

/// The columns of a table in the last dump of columns from before.
fn dumped_columns(
    case: &Case<'_>,
    at: i64,
    database: Option<&str>,
    table: &str,
) -> Option<Vec<String>> {
    let before = case.snapshots.iter().filter(|dump| snapshot::is_before(dump, at));
    let newest = before
        .filter_map(|dump| {
            let is_it = |(of, name): &(String, String)| {
                name.eq_ignore_ascii_case(table)
                    && (of.is_empty() || database.is_none_or(|own| own.eq_ignore_ascii_case(of)))
            };
            let (_, columns) = dump.columns.iter().find(|(key, _)| is_it(key))?;
            Some((snapshot::known_time(dump), columns))
        })
        .max_by_key(|(at, _)| *at)?;
    Some(newest.1.iter().map(|(name, _)| name.clone()).collect())
}

/// Whether a statement changes the shape of one of some tables, or (`false`) does something else to
/// one; `None` where it touches none, was refused or is about indexes being switched off.
fn is_on(
    case: &Case<'_>,
    seen: &Seen,
    names: &BTreeSet<String>,
    database: Option<&str>,
) -> Option<bool> {
    let query = case.query(seen.event)?;
    if matches!(query.outcome, Outcome::Refused { .. }) {
        return None;
    }
    let statement = &seen.statement;
    let object = statement.objects.first();
    let of = object.and_then(|name| name.database.as_deref()).or(query.database.as_deref());
    if of.zip(database).is_some_and(|(of, own)| !of.eq_ignore_ascii_case(own)) {
        return None;
    }
    let is_index = matches!(statement.verb, Verb::CreateOther | Verb::DropIndex);
    if is_index {
        let text = seen.text(query).to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        return (text.contains(" index ") && words.any(|word| names.contains(word)))
            .then_some(true);
    }
    object.filter(|name| names.contains(&name.name.to_lowercase()))?;
    let is_switch = || seen.text(query).to_ascii_uppercase().contains("ABLE KEYS");
    Some(statement.verb == Verb::AlterTable && !is_switch())
}
