//! Terms of a report that no wing below it has: what stands in a timeline, and why a source says
//! nothing of some time.

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// What a verdict claims of losses.
    pub enum Claim {
        /// The evidence shows a loss.
        Loss = "loss",
        /// There was no loss: what would have shown one was read whole, and shows none.
        NoLoss = "no_loss",
        /// Neither loss nor its absence is shown: what would show it is missing or unreadable.
        NotShown = "not_shown",
    }
}

impl Claim {
    /// As the badge of a verdict without incidents.
    pub fn words(self) -> &'static str {
        match self {
            Claim::Loss => "incident",
            Claim::NoLoss => "no incident",
            Claim::NotShown => "not shown",
        }
    }

    /// For reports that do not say.
    pub(crate) fn unsaid() -> Claim {
        Claim::NotShown
    }
}

vocabulary! {
    /// What a moment is to what happened.
    pub enum Role {
        /// It came before the destruction and may have prepared it.
        Precursor = "precursor",
        /// It set the destruction off.
        Trigger = "trigger",
        /// It destroyed something.
        Destruction = "destruction",
        /// It followed from the destruction, as errors about missing tables do.
        Effect = "effect",
        /// It repaired something, or tried to.
        Recovery = "recovery",
        /// It happened near the destruction and is worth knowing.
        Context = "context",
    }
}

vocabulary! {
    /// Why a source says nothing of some time or bytes.
    pub enum Silence {
        /// The log was rotated: that part of it lies in a file that is not in the evidence.
        Rotated = "rotated",
        /// Nothing was written for unusually long.
        Silent = "silent",
        /// The bytes are there but could not be understood.
        Unparsed = "unparsed",
        /// The file was cut off.
        Truncated = "truncated",
    }
}

vocabulary! {
    /// What can be done about a loss.
    pub enum Course {
        /// Restore from the backup that was found.
        Restore = "restore",
        /// Look for a newer copy first.
        Search = "search",
        /// Accept the loss.
        Accept = "accept",
    }
}
