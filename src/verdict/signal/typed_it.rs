//! `typed-it`: the statement stands in the history of that client.

use crate::{
    case::suspect::Suspect,
    event::ids::EventId,
    sql::fold::folded,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A client session whose person has the statement in the client history.
    pub(crate) struct TypedIt;
}

impl Signal for TypedIt {
    fn id(&self) -> &'static str {
        "typed-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let wanted = charge.scene.folded_texts();
        let typed: Vec<EventId> = suspect
            .typed
            .iter()
            .copied()
            .filter(|&e| {
                charge.scene.case.query(e).is_some_and(|q| wanted.contains(&folded(&q.sql)))
            })
            .collect();
        if typed.is_empty() {
            return None;
        }
        pro(
            4.0,
            format!("{} of the statements are in the same person's client history", typed.len()),
            typed.into_iter().take(3).collect(),
        )
    }
}
