//! `retention_job`: a job that deletes what is old.

use crate::{
    case::{capability::procedure::Procedure, severity::Severity},
    event::ids::StatementId,
    sql::operation::Operation,
    text::page::page,
    verdict::{
        exported,
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile, Toll},
        scene::Scene,
    },
};

page! {
    /// Deletes by a date or in slices by LIMIT, the same statement again and again; DROP PARTITION
    /// of the oldest partitions; or a schema dropped that its application wrote out before, as when
    /// a customer leaves.
    pub(crate) struct RetentionJob;
}

impl Definition for RetentionJob {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("a retention job"),
            procedure: Some(Procedure::RetentionJob),
            left_by: &[Procedure::ManualSql, Procedure::ScriptSql, Procedure::ModelTruncate],
            ..Profile::new("retention_job", "a retention job", "a retention job")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        let plans = scene.own_acts().map(|act| exported::plan(scene.case, act));
        if let Some(first) = plans.collect::<Option<Vec<_>>>().and_then(|of| of.into_iter().next())
        {
            let text = "the application wrote just this schema out before, and speaks of it in its \
                        log before and at the drop";
            out.add(4.0, text, first);
            return out;
        }
        let fits = scene.own_acts().all(|a| {
            matches!(a.operation, Operation::DropPartition)
                || (a.operation == Operation::DeleteMost
                    && a.seen
                        .iter()
                        .map(|&id| &scene.case.seen.get(id).statement)
                        .any(|delete| delete.by_time || delete.limit.is_some()))
        });
        if !fits || scene.own_acts().next().is_none() {
            return Judgement::no(
                "the statements neither drop partitions nor delete by age",
                Vec::new(),
            );
        }
        out.add(3.5, "partitions dropped, or rows deleted by age or in slices", scene.witnesses(3));
        out.add_named(print, Procedure::RetentionJob);
        out
    }

    /// A job that is meant to keep most of a table is worse the less it leaves of it, and as bad as
    /// any other where it did the same to another database until now, or where its condition takes
    /// rows of any age as well. What was written out before and dropped by plan is worth a look.
    fn severity(&self, by_rule: Severity, toll: &Toll<'_>) -> Severity {
        if exported::plan(toll.case, toll.act).is_some() {
            return by_rule.min(Severity::Medium);
        }
        let is_widened = |id: &StatementId| toll.case.seen.get(*id).statement.widened;
        match toll.taken_tenths() {
            8.. => by_rule,
            _ if toll.act.seen.iter().any(is_widened) => by_rule,
            _ if toll.strayed() => by_rule,
            5..8 => by_rule.less(),
            _ => by_rule.less().less(),
        }
    }
}
