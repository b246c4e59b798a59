//! `stored_routine`: a stored procedure that destroys.

use crate::{
    case::capability::procedure::Procedure,
    event::{
        ids::EventId,
        query::{Origin, Query},
    },
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile},
        scene::Scene,
    },
};

page! {
    /// The log names the routine, or a CALL of it stands around the statement.
    pub(crate) struct StoredRoutine;
}

impl Definition for StoredRoutine {
    fn profile(&self) -> Profile {
        Profile {
            left_by: &[Procedure::ManualSql, Procedure::ScriptSql],
            ..Profile::new("stored_routine", "a stored routine", "a stored routine")
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let inside: Vec<EventId> = scene
            .acts
            .iter()
            .flat_map(|a| a.events.iter().copied())
            .filter(|&e| {
                scene.case.query(e).is_some_and(|q| matches!(q.origin, Some(Origin::Routine(_))))
            })
            .collect();
        let Some(&first) = inside.first() else {
            return Judgement::no("no log names a stored routine as the sender", Vec::new());
        };
        let mut out = Judgement::default();
        out.add(
            5.0,
            "the log names the stored routine that sent it",
            inside.iter().copied().take(3).collect(),
        );
        out.command =
            scene.case.query(first).and_then(Query::routine).map(|name| format!("CALL {name}"));
        out
    }
}
