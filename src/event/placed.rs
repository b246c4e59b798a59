//! An event in its place and time.

use crate::{
    event::{kind::EventKind, place::Place},
    time::{When, Written},
};

/// An event in its place and time.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The bytes.
    pub place: Place,
    /// The stamp as it stands.
    pub written: Option<Box<Written>>,
    /// When it was; `None` where nothing says.
    pub when: Option<When>,
    /// What it tells.
    pub kind: EventKind,
    /// As in [`Draft::notes`]; few events have any.
    pub notes: Option<Box<Notes>>,
}

impl Event {
    /// As [`EventKind::is_error`].
    pub(crate) fn is_error(&self) -> bool {
        self.kind.is_error()
    }

    /// Its notes.
    pub(crate) fn notes(&self) -> &[String] {
        self.notes.as_ref().map_or(&[], |notes| notes.0.as_slice())
    }
}

/// What a reader could not make sense of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes(Vec<String>);

impl Notes {
    /// `None` where there are none.
    pub(crate) fn of(notes: Vec<String>) -> Option<Box<Notes>> {
        (!notes.is_empty()).then(|| Box::new(Notes(notes)))
    }
}
