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
            // Knex: Batch 5 rolled back: 3 migrations
            "rolled back: ",
            "Dropped all views",
        ]
        .iter()
        .any(|w| output.contains(w));
        let tables = charge
            .scene
            .acts
            .iter()
            .flat_map(|a| &a.tables)
            .filter(|table| table.len() > 4 && has_word(output, table))
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

/// Whether a text has a name that is no part of a longer one.
fn has_word(text: &str, name: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at.saturating_add(name.len())..));
        before.is_none_or(|text| !text.ends_with(inner))
            && after.is_none_or(|text| !text.starts_with(inner))
    })
}
