//! `production-guard`: the framework asks before it destroys in production.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, con},
};

page! {
    /// Without --force, artisan asks for confirmation where the environment is production; without
    /// a terminal nobody answers, and from Laravel 9.21 on the command ends. (Up to 9.20 a piped
    /// yes was taken.)
    pub(crate) struct ProductionGuard;
}

impl Signal for ProductionGuard {
    fn id(&self) -> &'static str {
        "production-guard"
    }

    fn weigh(&self, suspect: &Suspect, _: &Charge<'_>) -> Option<Weighed> {
        let artisan = suspect.command.as_deref().is_some_and(|c| c.contains("artisan"));
        let unforced = !suspect.abilities.is_empty()
            && suspect.abilities.iter().all(|a| a.procedure.asks_in_production())
            && suspect.abilities.iter().all(|a| !a.force);
        if artisan
            && unforced
            && !suspect.interactive
            && suspect.output.is_none()
            && suspect.kind.is_unattended()
        {
            return con(
                2.0,
                "it has no --force and no terminal: in production the framework would have asked, and nobody was there to answer",
                suspect.events.clone(),
            );
        }
        None
    }
}
