//! How sure it is that an operation took place, apart from how bad it is.

use crate::{
    case::{
        facts::{Act, Status},
        reason::StatusReason,
    },
    text::vocabulary::vocabulary,
};

vocabulary! {
    /// How sure.
    pub enum Confidence {
        /// Typed, and never seen to be sent.
        Low = "low",
        /// One witness, or its effect alone.
        Medium = "medium",
        /// The server's own record, or several witnesses.
        High = "high",
    }
}

impl Confidence {
    /// How sure acts of one kind are; the first stands for all in what is said of it.
    pub fn of(acts: &[&Act]) -> Confidence {
        let Some(first) = acts.first() else { return Confidence::Medium };
        let witnesses = acts.iter().map(|act| act.events.len()).max().unwrap_or(0);
        match first.status {
            _ if first.typed_only => Confidence::Low,
            Status::Inferred => Confidence::Medium,
            Status::Failed | Status::RolledBack => Confidence::High,
            Status::Executed
                if witnesses >= 2
                    || matches!(
                        first.status_reason,
                        StatusReason::Recorded | StatusReason::Missed | StatusReason::MadeAgain
                    ) =>
            {
                Confidence::High
            }
            Status::Executed => Confidence::Medium,
        }
    }
}
