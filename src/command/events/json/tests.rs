//! The published schema of events: made from the types, additive, and true of every sample.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value, json};

use super::super::shape;
use super::to_json;
use crate::{
    command::events::{clean::Clean, naming::kind_name},
    event::{
        kind::EventKind,
        placed::{Event, Remarks},
        remark::Remark,
    },
    ingest::{
        clock::options::ClockOptions,
        gather::{self, GatherOptions},
        options::IngestOptions,
    },
    redact::{redactor::Redactor, rule::Level},
    testing,
};

/// The schema of one shape; its definitions go to `definitions`.
fn part<T: schemars::JsonSchema>(definitions: &mut Map<String, Value>) -> Value {
    let generator =
        schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    let map = schema.as_object_mut().expect("an object");
    map.remove("$schema");
    if let Some(Value::Object(more)) = map.remove("$defs") {
        definitions.extend(more);
    }
    schema
}

fn schema() -> Value {
    let mut definitions = Map::new();
    let head = part::<shape::Head<'static>>(&mut definitions);
    let tail = part::<shape::Tail>(&mut definitions);
    let mut all = vec![head, tail];
    let kinds: Vec<(&str, Value)> = vec![
        ("query", part::<shape::Query<'static>>(&mut definitions)),
        ("log", part::<shape::Log<'static>>(&mut definitions)),
        ("cron_run", part::<shape::CronRun<'static>>(&mut definitions)),
        ("cron_job", part::<shape::CronJob<'static>>(&mut definitions)),
        ("table", part::<shape::Table<'static>>(&mut definitions)),
        ("column", part::<shape::Column<'static>>(&mut definitions)),
        ("schema_object", part::<shape::SchemaObject<'static>>(&mut definitions)),
        ("migration", part::<shape::Migration<'static>>(&mut definitions)),
        ("session", part::<shape::Session<'static>>(&mut definitions)),
        ("command", part::<shape::Command<'static>>(&mut definitions)),
        ("backup", part::<shape::Backup<'static>>(&mut definitions)),
        ("server", part::<shape::Server<'static>>(&mut definitions)),
        ("request", part::<shape::Request<'static>>(&mut definitions)),
        ("script", part::<shape::Script<'static>>(&mut definitions)),
        ("text", part::<shape::Text>(&mut definitions)),
    ];
    for (kind, shape) in kinds {
        all.push(json!({"if": {"properties": {"kind": {"const": kind}}}, "then": shape}));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:backtrail:schema:event:v1",
        "title": "Event of backtrail, schema 1",
        "description": "One line of `backtrail events --format ndjson`. A kind that is not known here may come later; its further keys are to be ignored.",
        "type": "object",
        "allOf": all,
        "$defs": definitions
    })
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    testing::published("event-v1.schema.json", &schema());
}

#[test]
fn events_of_every_format_fit_the_schema() {
    let schema = schema();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/formats");
    let wanted = GatherOptions {
        paths: vec![samples.to_string_lossy().into_owned()],
        clock: ClockOptions::default(),
        ingest: IngestOptions { block: 4 << 20, ..IngestOptions::default() },
        hash: false,
    };
    let gathered = gather::gather(&wanted, None).expect("gathered");
    let clean = Clean::new(Redactor::new(Level::Pii));
    let mut kinds = BTreeSet::new();
    let mut all = gathered.placed.events.clone();
    let first = all.first().cloned().expect("an event");
    // no sample has these two
    for kind in [EventKind::Column(Box::default()), EventKind::SchemaObject(Box::default())] {
        all.push(Event { kind, remarks: Remarks::of(vec![Remark::Cut]), ..first.clone() });
    }
    for event in &all {
        let value = to_json(event, &gathered, &clean);
        let wrong = testing::mistakes(&schema, &value);
        assert!(wrong.is_empty(), "{value:#}: {wrong:#?}");
        kinds.insert(kind_name(&event.kind));
    }
    assert!(kinds.len() >= 15, "the samples show only {kinds:?}");
    assert!(fs::read_dir(samples).expect("listed").count() > 20);
}
