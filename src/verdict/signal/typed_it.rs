//! The statement stands in the history of that client.

use crate::case::suspects::Candidate;
use crate::verdict::signal::contract::{Deed, Signal, Weighed, pro};

/// The statement stands in the history of that client.
pub struct TypedIt;

impl Signal for TypedIt {
    fn id(&self) -> &'static str {
        "typed-it"
    }

    fn about(&self) -> &'static str {
        "A client session whose person has the statement in the client history."
    }

    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed> {
        let fold = |t: &str| {
            t.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .trim_end_matches(';')
                .to_ascii_lowercase()
        };
        let wanted: Vec<String> = deed.scene.acts.iter().map(|a| fold(&a.text)).collect();
        let typed: Vec<usize> = suspect
            .typed
            .iter()
            .copied()
            .filter(|&e| deed.scene.case.query(e).is_some_and(|q| wanted.contains(&fold(&q.sql))))
            .collect();
        if typed.is_empty() {
            return None;
        }
        pro(
            4.0,
            format!(
                "{} of the statements stand in the client history of the same person",
                typed.len()
            ),
            typed.into_iter().take(3).collect(),
        )
    }
}
