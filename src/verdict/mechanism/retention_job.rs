//! A job that deletes what is old.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// A job that deletes what is old.
pub struct RetentionJob;

impl Signature for RetentionJob {
    fn id(&self) -> &'static str {
        "retention_job"
    }

    fn about(&self) -> &'static str {
        "Deletes by a date or in slices by LIMIT, the same statement again and again; DROP PARTITION of the oldest partitions."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        use crate::sql::operation::Operation;
        let mut out = Judgement { command: Some("a retention job".into()), ..Judgement::default() };
        let fits = scene.acts.iter().all(|a| {
            matches!(a.operation, Operation::DropPartition)
                || (a.operation == Operation::DeleteMost && {
                    let t = a.text.to_ascii_lowercase();
                    t.contains("_at")
                        || t.contains("date")
                        || t.contains("interval")
                        || t.contains("limit")
                })
        });
        if !fits || scene.acts.is_empty() {
            return Judgement::no(
                "the statements neither drop partitions nor delete by age",
                Vec::new(),
            );
        }
        out.add(
            3.5,
            "partitions dropped, or rows deleted by age or in slices",
            scene.acts.iter().filter_map(|a| a.events.first().copied()).take(3).collect(),
        );
        add_named(&mut out, print, self.id());
        out
    }
}
