//! A stored procedure that destroys.

use crate::{
    event::query::{Origin, Query},
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Judgement, Signature},
        scene::Scene,
    },
};

/// A stored procedure that destroys.
pub struct StoredRoutine;

impl Signature for StoredRoutine {
    fn id(&self) -> &'static str {
        "stored_routine"
    }

    fn about(&self) -> &'static str {
        "The log names the routine, or a CALL of it stands around the statement."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let _ = print;
        let inside: Vec<usize> = scene
            .acts
            .iter()
            .flat_map(|a| a.events.iter().copied())
            .filter(|&e| {
                scene.case.query(e).is_some_and(|q| matches!(q.origin, Some(Origin::Routine(_))))
            })
            .collect();
        if inside.is_empty() {
            return Judgement::no("no log names a stored routine as the sender", Vec::new());
        }
        let mut out = Judgement::default();
        out.add(
            5.0,
            "the log names the stored routine that sent it",
            inside.iter().copied().take(3).collect(),
        );
        out.command = scene
            .case
            .query(*inside.first().unwrap_or(&0))
            .and_then(Query::routine)
            .map(|name| format!("CALL {name}"));
        out
    }
}
