//! `logged-in`: the person was logged in.

use crate::{
    case::{suspect::Suspect, trigger::TriggerKind},
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A login of the same account that covers the moment; for a release, a login of the release
    /// account that lasted as long as the run.
    pub(crate) struct LoggedIn;
}

impl Signal for LoggedIn {
    fn id(&self) -> &'static str {
        "logged-in"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let actor = suspect.actor.as_deref()?;
        if suspect.opaque || suspect.sent.is_some() {
            return None;
        }
        let session = charge.scene.near.iter().find(|c| {
            c.opaque
                && c.actor.as_deref() == Some(actor)
                && c.kind != TriggerKind::DbClient
                && c.when.is_some_and(|w| {
                    w.earliest <= charge.scene.started.latest.saturating_add(crate::time::SECOND)
                })
                && c.ended.is_none_or(|end| {
                    end.saturating_add(crate::time::SECOND) >= charge.scene.started.earliest
                })
        })?;
        pro(
            1.0,
            format!("the account {actor} was logged in at that moment"),
            session.events.iter().copied().take(2).collect(),
        )
    }
}
