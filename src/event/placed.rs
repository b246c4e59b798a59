//! An event in its place and time.

use crate::{
    event::{kind::EventKind, place::Place, remark::Remark},
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
    /// What was odd about it; few events have any.
    pub remarks: Option<Box<Remarks>>,
}

impl Event {
    /// As [`EventKind::is_error`].
    pub(crate) fn is_error(&self) -> bool {
        self.kind.is_error()
    }

    /// What was odd about it.
    pub(crate) fn remarks(&self) -> &[Remark] {
        self.remarks.as_ref().map_or(&[], |remarks| remarks.0.as_slice())
    }
}

/// What was odd about an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remarks(Vec<Remark>);

impl Remarks {
    /// `None` where there are none.
    pub(crate) fn of(remarks: Vec<Remark>) -> Option<Box<Remarks>> {
        (!remarks.is_empty()).then(|| Box::new(Remarks(remarks)))
    }
}
