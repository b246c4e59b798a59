//! The script is in the evidence.

use crate::case::suspects::Candidate;
use crate::verdict::signal::contract::{Deed, Signal, Weighed, pro};

/// The script is in the evidence.
pub struct ScriptText;

impl Signal for ScriptText {
    fn id(&self) -> &'static str {
        "script-text"
    }

    fn about(&self) -> &'static str {
        "The script that the suspect runs is in the evidence, and its text explains the deed."
    }

    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed> {
        let script = suspect.script?;
        if suspect
            .abilities
            .iter()
            .any(|a| crate::verdict::signal::contract::covers(a.mechanism, deed.mechanism))
        {
            return pro(
                1.0,
                "the script that it runs is in the evidence and has the step that does this",
                vec![script],
            );
        }
        None
    }
}
