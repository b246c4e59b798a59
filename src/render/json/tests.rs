//! The published schema of the report: made from the types, additive, and true of every sample.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{
    render::{
        contract::{RenderOptions, Renderer},
        json::Json,
        page::fixture,
    },
    report::{
        engine::{Options, analyze},
        options::ReportOptions,
        seal::Sealed,
        v1::Report,
    },
    testing,
};

fn schema() -> Value {
    let generator =
        schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Sealed<'_>>().to_value();
    let map = schema.as_object_mut().expect("an object");
    map.insert("title".to_owned(), json!("Report of backtrail, schema 1"));
    map.insert("$id".to_owned(), json!("urn:backtrail:schema:report:v1"));
    schema
}

fn written(report: &Report) -> Value {
    serde_json::from_slice(&Json.render(report, &RenderOptions::default())).expect("JSON")
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    testing::published("report-v1.schema.json", &schema());
}

#[test]
fn every_key_is_always_there() {
    let schema = schema();
    for definition in schema["$defs"].as_object().expect("definitions").values().chain([&schema]) {
        // a closed set of words has no keys
        let Some(keys) = definition["properties"].as_object() else {
            assert!(definition.get("enum").or(definition.get("oneOf")).is_some(), "{definition}");
            continue;
        };
        let (keys, always) = (keys, definition["required"].as_array().expect("a list"));
        assert_eq!(keys.len(), always.len(), "unknown is null, never left out: {definition}");
    }
}

#[test]
fn reports_fit_their_schema() {
    let schema = schema();
    let mut reports: Vec<(String, Report)> =
        [fixture::wiped(), fixture::quiet(), fixture::two(), fixture::hostile("<x>")]
            .into_iter()
            .map(|report| ("a fixture".to_owned(), report))
            .collect();
    let options = Options::default().report(ReportOptions {
        settings: crate::command::config::file::parse(
            "backtrail.toml",
            include_bytes!("../../../docs/backtrail.toml"),
        )
        .expect("valid")
        .stated,
        ..ReportOptions::default()
    });
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases");
    let mut folders: Vec<_> = fs::read_dir(cases)
        .expect("listed")
        .map(|case| case.expect("listed").path().join("evidence"))
        .filter(|folder| folder.is_dir())
        .collect();
    folders.sort();
    // some of each kind: the types make the keys, and only their values differ from case to case
    for folder in folders.iter().step_by(5) {
        let report = analyze([folder.to_string_lossy()], &options).expect("a report");
        reports.push((folder.display().to_string(), report));
    }
    assert!(reports.len() > 4, "no case was read");
    for (name, report) in reports {
        let wrong = testing::mistakes(&schema, &written(&report));
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    }
}
