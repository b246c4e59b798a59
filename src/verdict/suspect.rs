//! A suspect as an incident tells of it.

use crate::{
    case::suspect::Suspect,
    verdict::{footprint::Why, likelihood::Likelihood},
};

/// A suspect with what speaks for and against it.
pub(crate) struct RankedSuspect {
    /// The suspect.
    pub suspect: Suspect,
    /// Why and why not.
    pub reasons: Vec<Why>,
    /// How probable it is.
    pub likelihood: Likelihood,
}
