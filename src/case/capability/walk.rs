//! One command line being followed, with what was found on the way. The files beside this one teach
//! it shells and scripts (`follow`), wrappers (`program`), Laravel (`artisan`) and clients
//! (`client`).

use crate::case::capability::{ability::Ability, library::Library};

/// How deep scripts may start scripts.
pub(super) const DEPTH: usize = 8;
/// The most abilities that one command line is given.
const ABILITIES_MAX: usize = 500;
/// The most simple commands that are looked at for one command line, scripts included.
pub(super) const STEPS_MAX: usize = 5000;

/// One command line being followed.
pub(super) struct Walk<'a> {
    pub(super) library: &'a Library,
    pub(super) out: Vec<Ability>,
    pub(super) steps: usize,
    /// Scripts and jobs on the way, so that none is followed in a circle.
    pub(super) started: Vec<String>,
}

impl Walk<'_> {
    pub(super) fn push(&mut self, ability: Ability) {
        if self.out.len() < ABILITIES_MAX && !self.out.contains(&ability) {
            self.out.push(ability);
        }
    }
}
