//! `other-database`: it works on another database.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, never},
};

page! {
    /// A command whose text names a database other than the one that was hit did not hit it.
    pub(crate) struct OtherDatabase;
}

impl Signal for OtherDatabase {
    fn id(&self) -> &'static str {
        "other-database"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let hit = charge.scene.database.as_deref()?;
        let named: Vec<&str> =
            suspect.abilities.iter().filter_map(|a| a.database.as_deref()).collect();
        let elsewhere = !named.is_empty()
            && suspect.abilities.iter().all(|a| {
                a.database
                    .as_deref()
                    .is_some_and(|d| !d.eq_ignore_ascii_case(hit) && !d.contains('$'))
            });
        if elsewhere
            && suspect
                .abilities
                .iter()
                .all(|a| a.statement.as_deref().is_none_or(|s| !s.contains(hit)))
        {
            return never(
                format!(
                    "its text works on the database {}, not on {hit}",
                    named.first().copied().unwrap_or_default()
                ),
                suspect.events.clone(),
            );
        }
        None
    }
}
