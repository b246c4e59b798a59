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
        /// The command is there, but nothing shows that it ran or that its SQL was sent.
        Low = "low",
        /// One source shows it, or only its effect is seen.
        Medium = "medium",
        /// The server's own log shows it, or several sources do.
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
