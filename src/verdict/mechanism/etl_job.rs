//! `etl_job`: a job that empties a table to fill it again.

use crate::{
    case::{capability::procedure::Procedure, facts::Seen, severity::Severity},
    event::ids::EventId,
    sql::{operation::Operation, statement::Verb},
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile, Toll},
        scene::Scene,
    },
};

page! {
    /// TRUNCATE or DELETE of a table followed by an INSERT … SELECT or LOAD DATA into the same one
    /// by the same account.
    pub(crate) struct EtlJob;
}

impl Definition for EtlJob {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("an extract-transform-load job"),
            left_by: &[
                Procedure::ManualSql,
                Procedure::ScriptSql,
                Procedure::RetentionJob,
                Procedure::ModelTruncate,
            ],
            ..Profile::new("etl_job", "a loading job", "a load job")
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let mut out = Judgement::default();
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
        let loads: Vec<(&str, EventId)> = scene
            .after()
            .filter_map(|seen| Some((seen.statement.objects.first()?.name.as_str(), seen)))
            .filter(|(name, seen)| emptied.iter().any(|table| table == name) && loads(scene, seen))
            .map(|(name, seen)| (name, seen.event))
            .collect();

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

    /// A job that is meant to fill a table again is as bad as any other where it leaves little of
    /// it, or did the same to another database until now.
    fn severity(&self, by_rule: Severity, toll: &Toll<'_>) -> Severity {
        match toll.impact.taken_tenths() {
            8.. => by_rule,
            _ if toll.strayed() => by_rule,
            _ => by_rule.less().less(),
        }
    }
}

/// Whether a statement fills a table as a loading job does: in bulk, or on the connection that
/// emptied it. Rows that others of the same account put in one by one are the application going on.
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
