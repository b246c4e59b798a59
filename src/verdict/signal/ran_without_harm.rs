//! `ran-without-harm`: it ran before, and nothing happened.

use crate::{
    case::suspect::Suspect,
    event::ids::EventId,
    text::page::page,
    time::SECOND,
    verdict::signal::contract::{Charge, Signal, Weighed, con},
};

/// An act so long after a run may be the run's.
const ACTS_WITHIN_US: i64 = 60 * SECOND;

page! {
    /// A job that ran many times without such an act is less likely to have begun doing it, unless
    /// its text says that it can.
    pub(crate) struct RanWithoutHarm;
}

impl Signal for RanWithoutHarm {
    fn id(&self) -> &'static str {
        "ran-without-harm"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        if suspect.opaque || suspect.sent.is_some() || !suspect.typed.is_empty() {
            return None;
        }
        let command = suspect.command.as_deref()?;
        let is_run = |other: &&Suspect| {
            other.command.as_deref() == Some(command)
                && other.kind == suspect.kind
                && other.when < suspect.when
        };
        let runs: Vec<&Suspect> = charge.all.iter().filter(is_run).collect();
        if runs.len() < 2 {
            return None;
        }
        let mut acts: Vec<i64> =
            charge.acts.rows().iter().filter_map(|act| act.when.map(|when| when.best)).collect();
        acts.sort_unstable();
        let is_quiet = |run: &&Suspect| {
            let next = run.when.and_then(|ran| {
                acts.get(acts.partition_point(|at| *at < ran.best))
                    .map(|at| at.saturating_sub(ran.best))
            });
            next.is_none_or(|after| after > ACTS_WITHIN_US)
        };
        let quiet: Vec<EventId> = runs
            .into_iter()
            .filter(is_quiet)
            .filter_map(|run| run.events.first().copied())
            .collect();
        if quiet.len() < 2 {
            return None;
        }
        let text = format!("it ran {} times before in this evidence with no such act", quiet.len());
        con((quiet.len() as f64 / 2.0).min(1.5), text, quiet.into_iter().rev().take(1).collect())
    }
}
