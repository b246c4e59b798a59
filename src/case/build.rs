//! From gathered evidence to a case.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        applier::appliers,
        backup_run,
        capability::library::Library,
        facts::{self, Case, Once, SourceInfo},
        policy::Policy,
        snapshot, statements,
    },
    event::{
        ids::{EventId, IdSlice, IdVec},
        kind::EventKind,
        place::SourceId,
    },
    ingest::gathered::Gathered,
    time::{window::Window, zone::Zone},
};

impl<'a> Case<'a> {
    /// What judgement looks at: the events of `gathered`, with what is read off them once. Only
    /// what was done in `window` is judged.
    pub(crate) fn new(gathered: &'a Gathered, policy: &'a Policy, window: Window) -> Case<'a> {
        let events = IdSlice::new(&gathered.placed.events);
        let paths: Vec<String> = gathered.sources.iter().map(|s| s.path.clone()).collect();
        let zone_of = |source: SourceId| {
            gathered
                .placed
                .clocks
                .get(source.index())
                .map_or(Zone::UTC, |c| c.rows.unwrap_or(c.zone))
        };
        let local = |source: SourceId, text: &str| facts::row_time(zone_of(source), text);
        let (snapshots, (library, seen)) = rayon::join(
            || snapshot::snapshots(events, &paths, &local),
            || rayon::join(|| Library::new(events.rows(), &paths), || statements::scan(events)),
        );
        let of = |test: fn(&EventKind) -> bool| -> Vec<EventId> {
            events.iter().filter(|(_, event)| test(&event.kind)).map(|(id, _)| id).collect()
        };
        let backups = of(|kind| matches!(kind, EventKind::Backup(_)));
        let migrations = of(|kind| matches!(kind, EventKind::Migration(_)));
        let named = |&id: &EventId| {
            let source = events.get(id).place.source;
            Some((id, snapshot::date_in(paths.get(source.index())?, source, &local)?))
        };
        let named = backups.iter().chain(&migrations).filter_map(named).collect();
        let sources = gathered.sources.iter().zip(&gathered.tallies).zip(&gathered.placed.clocks);
        let sources = sources.map(|((source, tally), clock)| SourceInfo {
            path: source.path.clone(),
            format: tally.format,
            doubtful: clock.doubtful,
            rows: clock.rows.unwrap_or(clock.zone),
        });
        let mut case = Case {
            once: Once::default(),
            events,
            sources: IdVec::new(sources.collect()),
            seen,
            library,
            snapshots,
            scripts: of(|kind| matches!(kind, EventKind::Script(_))),
            messages: of(|kind| matches!(kind, EventKind::Log(_) | EventKind::Server(_))),
            doings: of(|kind| matches!(kind, EventKind::Command(_) | EventKind::Session(_))),
            schema_objects: of(|kind| matches!(kind, EventKind::SchemaObject(_))),
            backups,
            migrations,
            backup_named: named,
            backup_runs: BTreeMap::new(),
            answers: &gathered.answers,
            appliers: BTreeSet::new(),
            zone: gathered.zone(),
            window,
            policy,
        };
        let is_job = |kind: &EventKind| matches!(kind, EventKind::CronJob(_));
        let jobs: Vec<EventId> =
            case.events.iter().filter(|(_, event)| is_job(&event.kind)).map(|(id, _)| id).collect();
        let run = |&backup: &EventId| Some((backup, backup_run::run(&case, backup, &jobs)?));
        let runs: Vec<_> = case.backups.iter().filter_map(run).collect();
        case.backup_runs = runs.iter().map(|(backup, (run, _))| (*backup, *run)).collect();
        case.backup_named.extend(runs.into_iter().map(|(backup, (_, when))| (backup, when)));
        case.appliers = appliers(&case);
        case
    }
}
