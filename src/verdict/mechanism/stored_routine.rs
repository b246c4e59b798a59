//! `stored_routine`: a stored procedure that destroys.

use crate::{
    case::capability::procedure::Procedure,
    event::{
        ids::EventId,
        query::{Origin, Query, Witness},
    },
    sql::statement::Verb,
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile},
        scene::Scene,
    },
};

page! {
    /// The log names the routine; or its record shows that another statement ran this one (the
    /// count of pgaudit, a routine's variable in MySQL's binary log); or the same connection called
    /// a routine at that moment and sent no such statement itself.
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
        let mut out = Judgement::default();
        let Some(&first) = inside.first() else {
            if let Some((_, text)) = scene.inside().next() {
                out.add(3.5, text, scene.inside().map(|(event, _)| event).take(3).collect());
            }
            if let Some((event, call)) = called(scene) {
                out.add(
                    3.5,
                    "the same connection called a stored routine at that moment, and sent no such statement itself",
                    vec![event],
                );
                out.command = Some(call);
            }
            if out.points <= 0.0 {
                return Judgement::no("no log names a stored routine as the sender", Vec::new());
            }
            return out;
        };
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

/// How long before its first statement a routine may have been called.
const CALLED_US: i64 = 2 * SECOND;

/// A CALL by the connection of the acts, none of which a log has as sent by the client.
fn called(scene: &Scene<'_>) -> Option<(EventId, String)> {
    let is_sent = |event: &EventId| {
        let query = scene.case.query(*event);
        query.is_some_and(|query| query.witness == Witness::AtArrival)
    };
    if scene.acts.iter().any(|act| act.events.iter().any(is_sent)) {
        return None;
    }
    let connection = scene.acts.iter().find_map(|act| act.connection)?;
    let from = scene.started.earliest.saturating_sub(CALLED_US);
    let to = scene.ended.saturating_add(CALLED_US);
    scene.stream.iter().find_map(|seen| {
        let query = scene.case.query(seen.event)?;
        let then = seen.when.is_some_and(|when| (from..=to).contains(&when.best));
        let own = query.connection_id == Some(connection) && query.witness == Witness::AtArrival;
        let is_call = seen.statement.verb == Verb::Call && then && own;
        is_call.then(|| (seen.event, seen.text(query).to_owned()))
    })
}
