//! A suspect: something in the evidence that may have started something, with what it can do.

use crate::{
    case::{capability::ability::Ability, sent::Sent, trigger::TriggerKind},
    event::ids::EventId,
    time::{SECOND, When},
};

/// A deployment's steps belong to one run if no longer silent than this.
pub(crate) const SAME_RUN_US: i64 = 900 * SECOND;

/// A suspect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suspect {
    /// Who or what it is.
    pub kind: TriggerKind,
    /// The account or role.
    pub actor: Option<String>,
    /// The host it came from or ran on.
    pub host: Option<String>,
    /// The command line, script or job class.
    pub command: Option<String>,
    /// When it began; `None` for a history without times.
    pub when: Option<When>,
    /// When it ended, in microseconds since 1970, where known.
    pub ended: Option<i64>,
    /// Its witnesses.
    pub events: Vec<EventId>,
    /// What it can do; empty and `opaque` for a session whose commands are not known.
    pub abilities: Vec<Ability>,
    /// What it did is not known: a login without a history.
    pub opaque: bool,
    /// It never ran: refused, cancelled, only defined.
    pub did_not_run: Option<String>,
    /// A job that was due then; whether it ran is not known.
    pub only_due: bool,
    /// What it printed.
    pub output: Option<String>,
    /// It has a terminal, or was typed: a prompt can be answered.
    pub interactive: bool,
    /// Statements typed in the client session it opened, by event.
    pub typed: Vec<EventId>,
    /// A script whose text explains it, by event.
    pub script: Option<EventId>,
    /// Of a connection to the server: what it sent.
    pub sent: Option<Sent>,
}
