//! `answered-then`: a request that may change something was answered just when the statements ran.

use crate::{
    case::{sent::Standing, suspect::Suspect, trigger::TriggerKind},
    text::page::page,
    time::SECOND,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A web server answered a request that may change something (POST, PUT, PATCH, DELETE) within
    /// two seconds of the statements, and they are written as a framework's query builder writes
    /// them, or came from an account and address that do the application's work: the code behind
    /// the address sent them, most likely. Less where several such requests were answered then.
    pub(crate) struct AnsweredThen;
}

/// How far the line of a request, written at its end, may stand from the last statement.
const ANSWER_US: i64 = 2 * SECOND;

impl Signal for AnsweredThen {
    fn id(&self) -> &'static str {
        "answered-then"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let is_built = || charge.scene.acts.iter().all(|a| a.is_of_query_builder());
        let by_application = || {
            let mut senders = charge.scene.near.iter().filter_map(|other| other.sent.as_ref());
            senders.any(|sent| sent.standing == Standing::Application)
        };
        if !answered(suspect, charge) || !(is_built() || by_application()) {
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
        pro(
            4.0,
            "no other request that may change something was answered when the statements ran, and they came as the application's own code sends them",
            events,
        )
    }
}

fn answered(suspect: &Suspect, charge: &Charge<'_>) -> bool {
    suspect.kind == TriggerKind::WebRequest
        && suspect.did_not_run.is_none()
        && suspect.command.as_deref().is_some_and(|c| {
            crate::case::request::may_change(c.split_whitespace().next().unwrap_or_default())
        })
        && suspect.when.is_some_and(|w| {
            w.best >= charge.scene.started.best.saturating_sub(SECOND)
                && w.best <= charge.scene.ended.saturating_add(ANSWER_US)
        })
}
