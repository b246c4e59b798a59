//! What waiting costs, while a decision is made.

use crate::{
    case::trigger::TriggerKind,
    report::{
        server::Server,
        v1::{Incident as Told, Trigger},
    },
    verdict::{impact::loss::TableState, incident::Incident, likelihood::Likelihood},
};

/// The trigger, where one is known.
pub(crate) fn known(told: &Told) -> Option<&Trigger> {
    told.triggers.first().filter(|t| t.kind != TriggerKind::Unknown)
}

/// What gets worse by the hour.
pub(crate) fn waiting(incident: &Incident, told: &Told, server: Server) -> String {
    if !told.impact.accounts.is_empty() {
        return "programs that use these accounts cannot log in, or lack their rights.".into();
    }
    let mut parts = Vec::new();
    let recurs = known(told).filter(|t| {
        matches!(
            t.kind,
            TriggerKind::Cron
                | TriggerKind::SystemdTimer
                | TriggerKind::Scheduler
                | TriggerKind::DbEvent
        )
    });
    if let Some(job) = recurs {
        parts.push(
            if matches!(job.likelihood, Likelihood::AlmostCertain | Likelihood::VeryLikely) {
                "the job runs again on its schedule"
            } else {
                "the suspected job may run again on its schedule"
            },
        );
    }
    let is = |state| incident.impact.tables.iter().any(|t| t.state == state);
    if is(TableState::Recreated) || told.impact.keeps_rows() {
        parts.push("new rows pile up that must be merged later");
    }
    if is(TableState::Missing) && !told.impact.errors.is_empty() {
        parts.push("requests on missing tables keep failing");
    } else if !told.impact.lost_columns().is_empty() && !told.impact.errors.is_empty() {
        parts.push("requests that need what is gone keep failing");
    }
    parts
        .push(server.pick("binary logs and snapshots expire", "archived WAL and snapshots expire"));
    format!("{}.", parts.join("; "))
}
