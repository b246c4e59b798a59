//! `etl_job`: a job that empties a table to fill it again.

use crate::{
    case::{
        capability::procedure::Procedure, facts::Act, reason::StatusReason, severity::Severity,
        snapshot,
    },
    event::ids::EventId,
    sql::operation::Operation,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile, Toll},
        scene::Scene,
    },
};

page! {
    /// TRUNCATE or DELETE of a table followed by an INSERT … SELECT or LOAD DATA into the same one
    /// by the same account; or one of the loads that give rows other values by a key, as earlier
    /// ones did, or a copy that is built under another name and swapped in by RENAME.
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
        let again: Vec<EventId> = scene
            .acts
            .iter()
            .filter(|act| is_load(act))
            .filter_map(|act| act.events.first().copied())
            .collect();
        if !again.is_empty() && again.len() == scene.acts.len() {
            out.add(4.0, "the same statement loads this table again and again", again);
            return out;
        }
        let swapped = |act: &&&Act| matches!(act.status_reason, StatusReason::SwappedIn { .. });
        if let Some(act) = scene.acts.iter().find(swapped) {
            let text = "a copy was built under another name and swapped in";
            out.add(4.0, text, act.events.iter().take(1).copied().collect());
            return out;
        }
        let emptied: Vec<(&String, Vec<EventId>)> = scene
            .acts
            .iter()
            .filter(|a| {
                matches!(
                    a.operation,
                    Operation::TruncateTable | Operation::DeleteAll | Operation::ReplaceTable
                )
            })
            .flat_map(|act| act.tables.iter().map(|table| (table, loads(scene, act, table))))
            .collect();
        let loads: Vec<EventId> = emptied.iter().flat_map(|(_, events)| events).copied().collect();

        if loads.is_empty() {
            return Judgement::no(
                "no table was emptied and filled again by the same hand",
                Vec::new(),
            );
        }
        let events = loads.into_iter().take(3).collect();
        // to fill all that was emptied is what such a job is for, whatever started it
        if emptied.iter().all(|(_, events)| !events.is_empty()) {
            out.add(4.0, "the same hand loads every table at once that it emptied", events);
        } else {
            out.add(2.5, "the same hand loads tables at once that it emptied", events);
        }
        out
    }

    /// A job that is meant to fill a table again is as bad as any other where it leaves little of
    /// it, puts little into it, or did the same to another database until now.
    fn severity(&self, by_rule: Severity, toll: &Toll<'_>) -> Severity {
        match toll.taken_tenths() {
            _ if is_load(toll.act) => by_rule,
            _ if matches!(toll.act.status_reason, StatusReason::SwappedIn { .. }) => by_rule,
            8.. => by_rule,
            _ if toll.strayed() || toll.is_left_short() => by_rule,
            _ => by_rule.less().less(),
        }
    }
}

/// Whether an act is one of several loads that overwrite rows of a table.
fn is_load(act: &Act) -> bool {
    matches!(act.status_reason, StatusReason::Overwrote { others, .. } if others > 0)
}

/// The statements by which the hand that emptied a table filled it again, or put little into it.
fn loads(scene: &Scene<'_>, act: &Act, table: &str) -> Vec<EventId> {
    let held = act.when.and_then(|when| snapshot::rows_before(scene.case, act, table, when.best));
    let enough = scene.uses.refilled(act, table, held);
    if enough.is_empty() { scene.uses.copied(act, table) } else { enough }
}
