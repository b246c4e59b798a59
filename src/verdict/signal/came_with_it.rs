//! `came-with-it`: its earlier runs came with the same statements.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A job after whose earlier runs the very same statements came, run for run, sends them. One
    /// that runs far more often than they come does not.
    pub(crate) struct CameWithIt;
}

/// So often it is no chance.
const LEAST_RUNS: usize = 2;

impl Signal for CameWithIt {
    fn id(&self) -> &'static str {
        "came-with-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        if suspect.sent.is_some() || suspect.interactive {
            return None;
        }
        let matched = charge.roster.matched_runs_before(suspect, &charge.scene.acts)?;
        if matched.runs < LEAST_RUNS {
            return None;
        }
        let text = format!("the same statements came with {} earlier runs of it", matched.runs);
        pro(4.0, text, matched.last.into_iter().collect())
    }
}
