//! What a mechanism answers: how well a scene bears its signature, and why.

use crate::verdict::{
    footprint::{Footprint, Why},
    scene::Scene,
};

/// How well a scene bears a signature.
#[derive(Debug, Default)]
pub struct Judgement {
    /// 0 or less: excluded, and the first reason against says why. Points add up as in
    /// [`crate::verdict::signal`]: about 3 for a mark that few others leave, 1 for one that many leave.
    pub points: f64,
    /// Why, for and against.
    pub reasons: Vec<Why>,
    /// The command line, where a witness names it; else the command in general.
    pub command: Option<String>,
    /// Versions of the tool that leave this footprint.
    pub version: Option<String>,
}

impl Judgement {
    /// Not this, and why.
    pub fn no(text: impl Into<String>, events: Vec<usize>) -> Judgement {
        Judgement { points: 0.0, reasons: vec![Why::con(text, events)], ..Judgement::default() }
    }

    /// Adds a reason for, worth so many points.
    pub fn add(&mut self, points: f64, text: impl Into<String>, events: Vec<usize>) {
        self.points += points;
        self.reasons.push(if points >= 0.0 {
            Why::pro(text, events)
        } else {
            Why::con(text, events)
        });
    }
}

/// A mechanism's signature.
pub trait Signature: Sync {
    /// The contract's id.
    fn id(&self) -> &'static str;
    /// Its page: what footprint it leaves, what looks alike and how they are told apart.
    fn about(&self) -> &'static str;
    /// How well a scene bears it.
    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement;
}

/// Adds what commands near the acts say of a mechanism.
pub(crate) fn add_named(judgement: &mut Judgement, print: &Footprint, id: &str) {
    if let Some(named) = print.nearest(id, 120.0) {
        judgement.add(
            3.0,
            "a command that does just this was given right before",
            vec![named.event],
        );
        judgement.command = Some(named.command.clone());
    } else if let Some(named) = print.nearest(id, 900.0) {
        judgement.add(
            1.0,
            "a command that does this was given within a quarter of an hour before",
            vec![named.event],
        );
        judgement.command = Some(named.command.clone());
    }
}
