//! `answered-then`: a request that may change something was answered just when the statements ran.

use crate::{
    case::{
        request::{may_change, runs_jobs},
        sent::Standing,
        suspect::Suspect,
        trigger::TriggerKind,
    },
    text::page::page,
    time::SECOND,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A web server answered a request that may change something (POST, PUT, PATCH, DELETE) within
    /// two seconds of the statements, and they are written as a framework's query builder writes
    /// them, or came from an account and address that do the application's work: the code behind
    /// the address sent them, most likely. So it is with a request that runs the application's jobs
    /// (`/cron`) where no record names the sender. Less where several such requests were answered
    /// then.
    pub(crate) struct AnsweredThen;
}

/// How far the line of a request, written at its end, may stand from the last statement.
const ANSWER_US: i64 = 2 * SECOND;

impl Signal for AnsweredThen {
    fn id(&self) -> &'static str {
        "answered-then"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        if !answered(suspect, charge) {
            return None;
        }
        let is_built = || charge.scene.acts.iter().all(|a| a.is_of_query_builder());
        let by_application = || {
            let mut senders = charge.scene.near.iter().filter_map(|other| other.sent.as_ref());
            senders.any(|sent| sent.standing == Standing::Application)
        };
        // of a call that comes at all hours, only where nothing names another sender
        let is_job = || {
            let unsent = charge.scene.near.iter().all(|other| other.sent.is_none());
            unsent && called(suspect).is_some_and(|(_, target)| runs_jobs(target))
        };
        let is_own = is_built() || by_application();
        if !is_own && !is_job() {
            return None;
        }
        let others = charge.scene.near.iter().filter(|c| answered(c, charge)).count();
        let events = suspect.events.iter().copied().take(1).collect();
        if others > 1 {
            return pro(
                2.0,
                format!(
                    "it is one of {others} requests of this kind that were answered when the statements ran"
                ),
                events,
            );
        }
        let text = if is_own {
            "no other request that may change something was answered when the statements ran, and they came as the application's own code sends them"
        } else {
            "it runs the application's jobs; no other request that may change something was answered when the statements ran, and no record names who sent them"
        };
        pro(4.0, text, events)
    }
}

/// Method and target of a request.
fn called(suspect: &Suspect) -> Option<(&str, &str)> {
    suspect.command.as_deref()?.split_once(' ')
}

fn answered(suspect: &Suspect, charge: &Charge<'_>) -> bool {
    suspect.kind == TriggerKind::WebRequest
        && suspect.did_not_run.is_none()
        && called(suspect).is_some_and(|(method, target)| may_change(method) || runs_jobs(target))
        && suspect.when.is_some_and(|w| {
            w.best >= charge.scene.started.best.saturating_sub(SECOND)
                && w.best <= charge.scene.ended.saturating_add(ANSWER_US)
        })
}
