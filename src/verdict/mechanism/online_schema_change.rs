//! `online_schema_change`: a table altered online through a shadow.

use crate::{
    case::{capability::procedure::Procedure, scratch::is_scratch_name, severity::Severity},
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
    /// A shadow table is filled, a RENAME swaps it in, the old half is dropped; triggers pt_osc_…,
    /// tables _t_new and _t_old, or the comment gh-ost.
    pub(crate) struct OnlineSchemaChange;
}

impl Definition for OnlineSchemaChange {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("pt-online-schema-change or gh-ost"),
            procedure: Some(Procedure::OnlineSchemaChange),
            ..Profile::new(
                "online_schema_change",
                "an online schema change",
                "an online schema change",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let marked: Vec<EventId> = scene
            .stream
            .iter()
            .filter(|s| {
                s.statement.comment.as_deref().is_some_and(|c| c.contains("gh-ost")) || {
                    let t = scene.text(s);
                    t.contains("pt_osc_") || t.contains("_gho`")
                }
            })
            .map(|s| s.event)
            .collect();
        let shadowy = scene.acts.iter().all(|a| {
            a.tables.iter().all(|t| is_scratch_name(t)) || a.operation == Operation::RenameTable
        });
        if marked.is_empty() || !shadowy {
            return Judgement::no(
                "no triggers, comments or shadow tables of an online schema change",
                Vec::new(),
            );
        }
        let mut out = Judgement::default();
        out.add(
            6.0,
            "triggers, comments or names of an online schema change tool",
            marked.into_iter().take(3).collect(),
        );
        out
    }

    /// The rows live on in the table that took the place of the old one.
    fn severity(&self, _: Severity, _: &Toll<'_>) -> Severity {
        Severity::Info
    }
}
