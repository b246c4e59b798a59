//! `ran-at-all`: it was refused, cancelled or only looked at.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, con, never},
};

page! {
    /// A command that sudo refused, that was cancelled at its prompt, or that ran with --pretend
    /// sent nothing. A job that was due, where no log of jobs is at hand, most likely ran.
    pub(crate) struct RanAtAll;
}

impl Signal for RanAtAll {
    fn id(&self) -> &'static str {
        "ran-at-all"
    }

    fn weigh(&self, suspect: &Suspect, _: &Charge<'_>) -> Option<Weighed> {
        if let Some(why) = &suspect.did_not_run {
            return never(format!("it did not run: {why}"), suspect.events.clone());
        }
        if suspect.only_due {
            let text = "it was due then; no log of scheduled jobs shows whether it ran";
            return con(1.0, text, suspect.events.clone());
        }
        let output = suspect.output.as_deref().unwrap_or_default();
        if [
            "Command Canceled",
            "Command cancelled",
            "prohibited from running",
            "option does not exist",
            "is not defined",
        ]
        .iter()
        .any(|w| output.contains(w))
        {
            return never(
                "its output says that it was cancelled or refused",
                suspect.events.clone(),
            );
        }
        if !suspect.abilities.is_empty() && suspect.abilities.iter().all(|a| a.pretend) {
            return never(
                "it ran with --pretend, which prints the statements and sends none",
                suspect.events.clone(),
            );
        }
        None
    }
}
