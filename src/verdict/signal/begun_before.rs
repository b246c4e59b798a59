//! `begun-before`: how well its time fits the first statement.

use crate::{
    case::{suspect::Suspect, trigger::TriggerKind},
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, con, never, pro},
};

page! {
    /// A command line sends its first statement within a second or two of its start, a cron job
    /// within three, a person within the session. The farther, the less likely; one that began
    /// afterwards or was over is excluded under every reading of the clocks.
    pub(crate) struct BegunBefore;
}

impl Signal for BegunBefore {
    fn id(&self) -> &'static str {
        "begun-before"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        if suspect.sent.is_some() {
            return None;
        }
        let events = suspect.events.iter().copied().take(2).collect::<Vec<_>>();
        let Some(when) = suspect.when else { return con(0.5, "its time is not known", events) };
        let started = charge.scene.started;
        let first = if charge.profile.by_statements { "the first statement" } else { "the loss" };
        let act = charge
            .scene
            .acts
            .iter()
            .find(|act| act.when == Some(started))
            .and_then(|act| act.events.first().copied());
        let unsure = suspect
            .events
            .first()
            .zip(act)
            .is_some_and(|(&own, act)| charge.scene.case.apart(own, act));
        const DAY_US: i64 = 26 * 3600 * crate::time::SECOND;
        if unsure
            && when.best.abs_diff(started.best) < DAY_US.unsigned_abs()
            && (when.earliest > started.latest
                || suspect.ended.is_some_and(|end| end < started.earliest))
        {
            return con(
                3.0,
                "by its log's assumed zone it did not run at that time; the zone is not proven, so this does not exclude it",
                events,
            );
        }
        if when.earliest > started.latest.saturating_add(crate::time::SECOND) {
            return never(format!("it began after {first}"), events);
        }
        if suspect
            .ended
            .is_some_and(|end| end.saturating_add(2 * crate::time::SECOND) < started.earliest)
        {
            return never(format!("it was over before {first}"), events);
        }
        let gap = started.seconds_after(when).max(0.0);
        let began = if gap < 0.5 {
            format!("it began in the same second as {first}")
        } else {
            format!("it began {gap:.0} s before {first}")
        };
        let is_client = suspect.kind == TriggerKind::DbClient;
        if suspect.kind == TriggerKind::WebRequest && suspect.ended.is_some() {
            return pro(2.0, "it was answered when or after the first statement ran", events);
        }
        let covered = suspect.ended.is_some_and(|end| end >= started.best);
        if covered || is_client {
            // A session that lasts covers many things; being open is little by itself.
            return if gap <= 10.0 {
                pro(2.0, format!("{began} and was open then"), events)
            } else if gap <= 1800.0 || covered {
                pro(1.0, format!("it was open at the time of {first}"), events)
            } else {
                con(
                    1.0,
                    format!("it began {:.0} minutes before, and its end is not known", gap / 60.0),
                    events,
                )
            };
        }
        if gap <= 60.0 {
            let weight = if gap <= 3.0 {
                3.0
            } else if gap <= 15.0 {
                2.0
            } else {
                1.0
            };
            pro(weight, began, events)
        } else if gap > 6.0 * 3600.0 {
            never(
                format!(
                    "it began {:.0} hours before {first}, and nothing shows that it lasted",
                    gap / 3600.0
                ),
                events,
            )
        } else {
            // A person gives one command after the other; a job may do other work first, and by a
            // clock of its own.
            let most = if suspect.interactive { 6.0 } else { 3.0 };
            con(
                (gap / 60.0).min(most),
                format!("it began {:.0} minutes before {first}", gap / 60.0),
                events,
            )
        }
    }
}
