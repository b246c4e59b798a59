//! `printed-it`: its output tells of the charge.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// Output such as `Dropped all tables successfully.` or the names of the migrations that were
    /// undone is near proof.
    pub(crate) struct PrintedIt;
}

impl Signal for PrintedIt {
    fn id(&self) -> &'static str {
        "printed-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let output = suspect.output.as_deref()?;
        let told = [
            "Dropped all tables",
            "Dropping all tables",
            "Rolling back",
            "Rolled back",
            "Dropped all views",
        ]
        .iter()
        .any(|w| output.contains(w));
        let tables = charge
            .scene
            .acts
            .iter()
            .flat_map(|a| &a.tables)
            .filter(|t| t.len() > 4 && output.contains(t.as_str()))
            .count();
        if told || tables >= 2 {
            return pro(
                5.0,
                "its own output confirms it",
                suspect.events.iter().copied().take(2).collect(),
            );
        }
        None
    }
}
