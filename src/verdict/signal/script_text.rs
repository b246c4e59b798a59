//! `script-text`: the script is in the evidence.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// The script that the suspect runs is in the evidence, and its text explains what was
    /// done.
    pub(crate) struct ScriptText;
}

impl Signal for ScriptText {
    fn id(&self) -> &'static str {
        "script-text"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let script = suspect.script?;
        if suspect.abilities.iter().any(|a| charge.profile.covers(a.procedure)) {
            return pro(
                1.0,
                "the script it runs is in the evidence and contains the step that does this",
                vec![script],
            );
        }
        None
    }
}
