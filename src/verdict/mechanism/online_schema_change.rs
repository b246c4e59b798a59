//! A table altered online through a shadow.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature},
    scene::Scene,
};

/// A table altered online through a shadow.
pub struct OnlineSchemaChange;

impl Signature for OnlineSchemaChange {
    fn id(&self) -> &'static str {
        "online_schema_change"
    }

    fn about(&self) -> &'static str {
        "A shadow table is filled, a RENAME swaps it in, the old half is dropped; triggers pt_osc_…, tables _t_new and _t_old, or the comment gh-ost."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let _ = print;
        let marked: Vec<usize> = scene
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
            a.tables.iter().all(|t| crate::case::housekeeping::is_scratch_name(t))
                || a.operation == crate::sql::operation::Operation::RenameTable
        });
        if marked.is_empty() || !shadowy {
            return Judgement::no(
                "no triggers, comments or shadow tables of an online schema change",
                Vec::new(),
            );
        }
        let mut out = Judgement {
            command: Some("pt-online-schema-change or gh-ost".into()),
            ..Judgement::default()
        };
        out.add(
            6.0,
            "triggers, comments or names of an online schema change tool",
            marked.into_iter().take(3).collect(),
        );
        out
    }
}
