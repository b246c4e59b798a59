//! Terms of a report that no wing below it has: what stands in a timeline, and why a source says
//! nothing of some time.

use crate::text::vocabulary::vocabulary;

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
