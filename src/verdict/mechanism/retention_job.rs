//! `retention_job`: a job that deletes what is old.

use crate::{
    case::{
        capability::procedure::Procedure, facts::Act, severity::Severity, suspect::Suspect,
        trigger::TriggerKind,
    },
    event::ids::{EventId, StatementId},
    sql::{fold::folded, operation::Operation},
    text::page::page,
    time::SECOND,
    verdict::{
        exported,
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile, Toll},
        scene::Scene,
    },
};

page! {
    /// Deletes by a date, in slices by LIMIT, the same statement again and again, or by one list of
    /// keys after the other while a job named after that is at work; DROP PARTITION
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
        if let Some(job) = purge_at_work(scene).filter(|_| !fits && is_in_chunks(scene)) {
            let text = "rows deleted by lists of their keys, one list after the other, while a job \
                        was at work that removes rows by its name";
            out.add(2.5, text, [scene.witnesses(2), vec![job]].concat());
            out.add_named(print, Procedure::RetentionJob);
            return out;
        }
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

/// Whether acts delete by lists of keys, and one of them took several lists, in the writing of a
/// program's mapper (`"orders"."id" IN (…)`). A page for administrators deletes so as well.
fn is_in_chunks(scene: &Scene<'_>) -> bool {
    let is_listed = |act: &Act| {
        let text = folded(&act.text);
        act.operation == Operation::DeleteMost
            && LIST_HEADS.iter().any(|head| text.contains(head))
            && !text.contains("select ")
    };
    scene.own_acts().all(is_listed) && scene.own_acts().any(|act| act.seen.len() >= 2)
}

/// A job that began right before and is named after what it removes.
fn purge_at_work(scene: &Scene<'_>) -> Option<EventId> {
    let is_job = |one: &&Suspect| {
        matches!(
            one.kind,
            TriggerKind::QueueWorker
                | TriggerKind::Scheduler
                | TriggerKind::Cron
                | TriggerKind::SystemdTimer
        )
    };
    let is_begun = |one: &&Suspect| {
        one.when.is_some_and(|when| {
            scene.started.best.saturating_sub(when.best) <= BEGUN_US
                && when.earliest <= scene.started.latest.saturating_add(SECOND)
        })
    };
    let removes = |one: &&Suspect| {
        let command = one.command.as_deref().unwrap_or_default().to_ascii_lowercase();
        let mut words = command.split(|c: char| !c.is_ascii_alphabetic());
        words.any(|word| REMOVES.contains(&word))
    };
    let mut jobs = scene.in_time().filter(is_job).filter(is_begun).filter(removes);
    jobs.next()?.events.first().copied()
}

/// A job sends its first delete so soon after its start.
const BEGUN_US: i64 = 60 * SECOND;

/// Words in the names of jobs that remove rows.
const REMOVES: [&str; 10] = [
    "cleanup",
    "delete",
    "expire",
    "expired",
    "prune",
    "purge",
    "remove",
    "retention",
    "sweep",
    "trim",
];

/// How a list behind a quoted column begins.
const LIST_HEADS: [&str; 2] = ["\" in (", "` in ("];
