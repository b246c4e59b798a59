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
        let loads: Vec<(&str, usize)> = scene
            .after()
            .filter(|s| matches!(s.statement.verb, Verb::Insert | Verb::LoadData | Verb::Replace))
            .filter_map(|s| s.statement.objects.first().map(|object| (object.name.as_str(), s.event)))
            .filter(|(name, _)| emptied.iter().any(|table| table == name))
            .collect();
        add_named(&mut out, print, self.id());
        if loads.is_empty() {
            return Judgement::no("no table was emptied and filled again by the same hand", Vec::new());
        }
        let events = loads.iter().map(|(_, event)| *event).take(3).collect();
        // to fill all that was emptied is what such a job is for, whatever started it
        if emptied.iter().all(|table| loads.iter().any(|(name, _)| table == name)) {
            out.add(4.0, "every emptied table was filled again at once by the same hand", events);
        } else {
            out.add(2.5, "emptied tables were filled again at once by the same hand", events);
        }
        out
    }
}
