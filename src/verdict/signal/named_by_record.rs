//! `named-by-record`: the record of the statement names it.

use crate::{
    case::suspect::Suspect,
    event::ids::EventId,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// An application may log with each statement the job, the command or the request that sent it;
    /// a trace has the frames of the command.
    pub(crate) struct NamedByRecord;
}

impl Signal for NamedByRecord {
    fn id(&self) -> &'static str {
        "named-by-record"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let command = suspect.command.as_deref()?;
        let short = command.rsplit(['\\', '/']).next().unwrap_or(command).to_ascii_lowercase();
        if short.len() < 4 {
            return None;
        }
        let core = short.split_whitespace().find(|w| w.contains(':')).unwrap_or(&short).to_owned();
        let told: Vec<EventId> = charge
            .scene
            .acts
            .iter()
            .flat_map(|a| a.events.iter().copied())
            .filter(|&e| {
                charge.scene.case.query(e).is_some_and(|q| {
                    q.origin
                        .as_ref()
                        .is_some_and(|o| o.to_string().to_ascii_lowercase().contains(&core))
                })
            })
            .collect();
        if told.is_empty() {
            return None;
        }
        pro(
            4.0,
            "the record of the statement names it as the sender",
            told.into_iter().take(2).collect(),
        )
    }
}
