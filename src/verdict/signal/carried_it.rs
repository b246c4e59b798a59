//! `carried-it`: the request carried the statement.

use crate::{
    case::{
        carried::{carries, values},
        suspect::Suspect,
    },
    event::kind::EventKind,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A value of the web request, decoded, is the statement or the part of it that made it
    /// destructive.
    pub(crate) struct CarriedIt;
}

impl Signal for CarriedIt {
    fn id(&self) -> &'static str {
        "carried-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let event = suspect.events.first().copied()?;
        let EventKind::Request(request) = &charge.scene.case.events.get(event).kind else {
            return None;
        };
        let is_it = |value: String| charge.scene.acts.iter().any(|act| carries(&value, &act.text));
        request.texts().flat_map(values).any(is_it).then_some(())?;
        pro(6.0, "a value of the request, decoded, is the statement or a part of it", vec![event])
    }
}
