//! The person was logged in.

use crate::case::{suspects::Candidate, trigger::TriggerKind};
use crate::verdict::signal::contract::{Deed, Signal, Weighed, pro};

/// The person was logged in.
pub struct LoggedIn;

impl Signal for LoggedIn {
    fn id(&self) -> &'static str {
        "logged-in"
    }

    fn about(&self) -> &'static str {
        "A login of the same account that covers the moment; for a release, a login of the release account that lasted as long as the run."
    }

    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed> {
        let actor = suspect.actor.as_deref()?;
        if suspect.opaque {
            return None;
        }
        let session = deed.all.iter().find(|c| {
            c.opaque
                && c.actor.as_deref() == Some(actor)
                && c.kind != TriggerKind::DbClient
                && c.when.is_some_and(|w| {
                    w.earliest <= deed.scene.started.latest.saturating_add(crate::time::SECOND)
                })
                && c.ended.is_none_or(|end| {
                    end.saturating_add(crate::time::SECOND) >= deed.scene.started.earliest
                })
        })?;
        pro(
            1.0,
            format!("the account {actor} was logged in at that moment"),
            session.events.iter().copied().take(2).collect(),
        )
    }
}
