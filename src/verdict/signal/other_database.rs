//! It works on another database.

use crate::case::suspects::Candidate;
use crate::verdict::signal::contract::{Deed, Signal, Weighed, never};

/// It works on another database.
pub struct OtherDatabase;

impl Signal for OtherDatabase {
    fn id(&self) -> &'static str {
        "other-database"
    }

    fn about(&self) -> &'static str {
        "A command whose text names a database other than the one that was hit did not hit it."
    }

    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed> {
        let hit = deed.scene.database.as_deref()?;
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
