//! Facts to incidents: how it was done, what was lost, who or what likely started it.
//!
//! [`judge`] is the way through: acts, [`adjust`]ed by what the states show, are grouped into
//! [`scene`]s; each leaves a [`footprint`], which a [`mechanism`] explains best ([`cause`]); what
//! it took is measured ([`impact`]) and weighed by a [`rule`]; every [`signal`] speaks for or
//! against every suspect ([`ranking`]), and some of them are [`told`]. The result is an
//! [`incident`].

pub(crate) mod adjust;
pub(crate) mod cause;
pub(crate) mod confidence;
pub(crate) mod counted;
pub(crate) mod damage;
pub(crate) mod exported;
pub(crate) mod footprint;
pub(crate) mod impact;
pub(crate) mod incident;
pub(crate) mod inferred;
pub(crate) mod judge;
pub(crate) mod likelihood;
pub(crate) mod mechanism;
pub(crate) mod overwritten;
pub(crate) mod ranking;
pub(crate) mod roster;
pub(crate) mod rule;
pub(crate) mod scene;
pub(crate) mod shrunk;
pub(crate) mod signal;
pub(crate) mod suspect;
pub(crate) mod swapped;
pub(crate) mod told;
pub(crate) mod untimed;

#[cfg(test)]
mod tests;
