//! A job that empties a table to fill it again.

use crate::verdict::mechanism::contract::{Judgement, Signature, add_named};
use crate::{
    case::facts::Seen,
    sql::{operation::Operation, statement::Verb},
    verdict::{footprint::Footprint, scene::Scene},
};

/// A job that empties a table to fill it again.
pub struct EtlJob;

impl Signature for EtlJob {
    fn id(&self) -> &'static str {
        "etl_job"
    }

    fn about(&self) -> &'static str {
        "TRUNCATE or DELETE of a table followed by an INSERT … SELECT or LOAD DATA into the same one by the same account."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement {
            command: Some("an extract-transform-load job".into()),
            ..Judgement::default()
        };
        let emptied: Vec<&String> = scene
            .acts
            .iter()
            .filter(|a| {
                matches!(
                    a.operation,
                    Operation::TruncateTable | Operation::DeleteAll | Operation::ReplaceTable
                )
            })
            .flat_map(|a| &a.tables)
            .collect();
        let loads: Vec<(&str, usize)> = scene
            .after()
            .filter_map(|seen| Some((seen.statement.objects.first()?.name.as_str(), seen)))
            .filter(|(name, seen)| emptied.iter().any(|table| table == name) && loads(scene, seen))
            .map(|(name, seen)| (name, seen.event))
            .collect();
        add_named(&mut out, print, self.id());
        if loads.is_empty() {
            return Judgement::no(
                "no table was emptied and filled again by the same hand",
                Vec::new(),
            );
        }
        let events = loads.iter().map(|(_, event)| *event).take(3).collect();
        // to fill all that was emptied is what such a job is for, whatever started it
        if emptied.iter().all(|table| loads.iter().any(|(name, _)| table == name)) {
            out.add(4.0, "every emptied table was filled again at once by the same hand", events);
        } else {
            out.add(2.5, "emptied tables were filled again at once by the same hand", events);
        }
        out
    }
}

/// Whether a statement fills a table as a loading job does: in bulk, or on the connection that emptied
/// it. Rows that others of the same account put in one by one are the application going on.
fn loads(scene: &Scene<'_>, seen: &Seen) -> bool {
    match seen.statement.verb {
        Verb::LoadData => true,
        Verb::Insert | Verb::Replace => {
            let theirs = scene.case.query(seen.event).and_then(|query| query.connection_id);
            let mut ours = scene.acts.iter().filter_map(|act| act.connection).peekable();
            let same =
                theirs.is_none_or(|theirs| ours.peek().is_none() || ours.any(|own| own == theirs));
            let copies = || {
                let text = scene.text(seen).to_ascii_lowercase();
                text.contains("select") && !text.contains("values")
            };
            same || copies()
        }
        _ => false,
    }
}
