//! A request that may change something was answered just when the statements ran.

use crate::verdict::signal::contract::{Deed, Signal, Weighed, pro};
use crate::{
    case::{suspects::Candidate, trigger::TriggerKind},
    time::SECOND,
};

/// A request that may change something was answered just when the statements ran.
pub struct AnsweredThen;

/// How far the line of a request, written at its end, may stand from the last statement.
const ANSWER_US: i64 = 2 * SECOND;

impl Signal for AnsweredThen {
    fn id(&self) -> &'static str {
        "answered-then"
    }

    fn about(&self) -> &'static str {
        "A web server answered a request that may change something (POST, PUT, PATCH, DELETE) within two seconds of the statements, and they are written as a framework's query builder writes them: the code behind the address sent them, most likely. Less where several such requests were answered then."
    }

    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed> {
        if !answered(suspect, deed)
            || !deed.scene.acts.iter().all(|a| a.lower_case && a.text.contains('`'))
        {
            return None;
        }
        let others = deed.all.iter().filter(|c| answered(c, deed)).count();
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
            "no other request that may change something was answered when the statements ran, and they are written as the application's own code writes them",
            events,
        )
    }
}

fn answered(candidate: &Candidate, deed: &Deed<'_>) -> bool {
    candidate.kind == TriggerKind::WebRequest
        && candidate.did_not_run.is_none()
        && candidate.command.as_deref().is_some_and(|c| {
            crate::case::suspects::may_change(c.split_whitespace().next().unwrap_or_default())
        })
        && candidate.when.is_some_and(|w| {
            w.best >= deed.scene.started.best.saturating_sub(SECOND)
                && w.best <= deed.scene.ended.saturating_add(ANSWER_US)
        })
}
