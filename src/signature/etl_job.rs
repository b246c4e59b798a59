//! A job that empties a table to fill it again.

use super::{Judgement, Signature, add_named};
use crate::{footprint::Footprint, scene::Scene};

/// A job that empties a table to fill it again.
pub struct Member;

impl Signature for Member {
    fn id(&self) -> &'static str {
        "etl_job"
    }

    fn about(&self) -> &'static str {
        "TRUNCATE or DELETE of a table followed by an INSERT … SELECT or LOAD DATA into the same one by the same account."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        use crate::sql::{Operation, Verb};
        let mut out = Judgement { command: Some("an extract-transform-load job".into()), ..Judgement::default() };
        let emptied: Vec<&String> = scene.acts.iter().filter(|a| matches!(a.operation, Operation::TruncateTable | Operation::DeleteAll | Operation::ReplaceTable)).flat_map(|a| &a.tables).collect();
        let filled: Vec<usize> = scene.after().filter(|s| matches!(s.statement.verb, Verb::Insert | Verb::LoadData | Verb::Replace) && s.statement.objects.first().is_some_and(|o| emptied.iter().any(|t| **t == o.name))).map(|s| s.event).collect();
        add_named(&mut out, print, self.id());
        let account = scene.acts.iter().any(|a| a.user.as_deref().is_some_and(|u| u.to_ascii_lowercase().contains("etl") || u.to_ascii_lowercase().contains("import")));
        if emptied.is_empty() || (filled.is_empty() && !account) {
            return Judgement::no("no table was emptied and filled again by the same hand", Vec::new());
        }
        if !filled.is_empty() {
            out.add(2.5, "the emptied tables were filled again at once", filled.into_iter().take(3).collect());
        }
        if account {
            out.add(1.5, "the account is one of a loading job", scene.acts.iter().filter_map(|a| a.events.first().copied()).take(1).collect());
        }
        out
    }
}
