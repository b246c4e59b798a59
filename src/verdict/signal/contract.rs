//! What a signal answers: how much it speaks for or against a suspect, and why.

use crate::{
    case::suspect::Suspect,
    event::ids::EventId,
    text::page::Page,
    verdict::{footprint::Why, mechanism::contract::Profile, roster::Roster, scene::Scene},
};

/// What a signal says.
#[derive(Debug)]
pub(crate) struct Weighed {
    /// Log odds.
    pub points: f64,
    /// Why.
    pub why: Why,
    /// The suspect cannot have done it, under every reading.
    pub excludes: bool,
}

/// What was done, as far as a suspect must be able to do it.
pub(crate) struct Charge<'a> {
    /// The scene.
    pub scene: &'a Scene<'a>,
    /// The mechanism thought most likely.
    pub profile: Profile,
    /// Whether anything shows the mechanism.
    pub is_known: bool,
    /// All suspects of the case.
    pub roster: &'a Roster<'a>,
}

/// A signal.
pub(crate) trait Signal: Page + Sync {
    /// Its id.
    fn id(&self) -> &'static str;
    /// What it says of a suspect; `None` where it has nothing to say.
    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed>;
}

/// A reason for.
pub(crate) fn pro(points: f64, text: impl Into<String>, events: Vec<EventId>) -> Option<Weighed> {
    Some(Weighed { points, why: Why::pro(text, events), excludes: false })
}

/// A reason against.
pub(crate) fn con(points: f64, text: impl Into<String>, events: Vec<EventId>) -> Option<Weighed> {
    Some(Weighed { points: -points.abs(), why: Why::con(text, events), excludes: false })
}

/// A reason that settles it.
pub(crate) fn never(text: impl Into<String>, events: Vec<EventId>) -> Option<Weighed> {
    Some(Weighed { points: -100.0, why: Why::con(text, events), excludes: true })
}
