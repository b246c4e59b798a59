//! Facts to incidents: how it was done, what was lost, who or what likely started it.
//!
//! [`judge`] is the way through: acts, [`adjust`]ed by what the states show, are grouped into
//! [`scene`]s; each leaves a [`footprint`], which a [`mechanism`] explains best ([`cause`]); what
//! it took is measured ([`impact`]) and weighed by a [`rule`]; every [`signal`] speaks for or
//! against every suspect ([`ranking`]), and some of them are [`told`]. The result is an
//! [`incident`].

pub mod adjust;
pub mod cause;
pub mod confidence;
pub mod damage;
pub mod footprint;
pub mod impact;
pub mod incident;
pub mod inferred;
pub mod judge;
pub mod likelihood;
pub mod mechanism;
pub mod ranking;
pub mod rule;
pub mod scene;
pub mod signal;
pub mod suspect;
pub mod told;

#[cfg(test)]
mod tests;
