//! It ran before, and nothing happened.

use super::{Deed, Signal, Weighed, con};
use crate::candidate::Candidate;

/// It ran before, and nothing happened.
pub struct Member;

impl Signal for Member {
    fn id(&self) -> &'static str {
        "ran-without-harm"
    }

    fn about(&self) -> &'static str {
        "A job that ran many times without such an act is less likely to have begun doing it, unless its text says that it can."
    }

    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed> {
        if suspect.opaque || !suspect.typed.is_empty() {
            return None;
        }
        let command = suspect.command.as_deref()?;
        let runs = deed.all.iter().filter(|c| c.command.as_deref() == Some(command) && c.kind == suspect.kind && c.when < suspect.when);
        let quiet: Vec<usize> = runs.filter(|c| !deed.acts.iter().any(|a| a.when.zip(c.when).is_some_and(|(x, y)| (0..=60 * crate::time::SECOND).contains(&x.best.saturating_sub(y.best))))).filter_map(|c| c.events.first().copied()).collect();
        if quiet.len() < 2 {
            return None;
        }
        con((quiet.len() as f64 / 2.0).min(1.5), format!("it ran {} times before in this evidence with no such act", quiet.len()), quiet.into_iter().rev().take(1).collect())
    }
}
