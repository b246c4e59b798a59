//! Facts to incidents: how it was done, what was lost, who or what likely started it.

pub mod confidence;
pub mod footprint;
pub mod impact;
pub mod incident;
pub mod inferred;
pub mod likelihood;
pub mod mechanism;
pub mod ranking;
pub mod rule;
pub mod scene;
pub mod signal;
