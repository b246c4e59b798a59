//! `ran-without-harm`: it ran before, and nothing happened.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, con},
};

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
        if suspect.only_due || suspect.opaque || suspect.sent.is_some() || !suspect.typed.is_empty()
        {
            return None;
        }
        let (quiet, last) = charge.roster.quiet_runs_before(suspect);
        if quiet < 2 {
            return None;
        }
        let text = format!("it ran {quiet} times before in this evidence without such an effect");
        con((quiet as f64 / 2.0).min(1.5), text, last.into_iter().collect())
    }
}
