//! Terms of a report that no wing below it has: what stands in a timeline, and why a source says
//! nothing of some time.

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// What a verdict claims of losses.
    pub enum Claim {
        /// There was one.
        Loss = "loss",
        /// There was none: what would have shown it was read, and does not.
        NoLoss = "no_loss",
        /// Neither: what would have shown one is not in the evidence, or was not understood.
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
        /// It may have prepared it.
        Precursor = "precursor",
        /// It set it off.
        Trigger = "trigger",
        /// It destroyed something.
        Destruction = "destruction",
        /// It followed from it.
        Effect = "effect",
        /// It mended something.
        Recovery = "recovery",
        /// It is worth knowing beside it.
        Context = "context",
    }
}

vocabulary! {
    /// Why a source says nothing of some time or bytes.
    pub enum Silence {
        /// Its beginning or end lies in a file that is not there.
        Rotated = "rotated",
        /// Nothing was written for long.
        Silent = "silent",
        /// What is there was not understood.
        Unparsed = "unparsed",
        /// It was cut off.
        Truncated = "truncated",
    }
}
