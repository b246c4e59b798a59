//! What a connection to a database server sent, and what is known of where it came from.

use crate::event::ids::EventId;

/// What a connection sent, and what is known of where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The destructive statements that it sent.
    pub statements: Vec<EventId>,
    /// The server's number for it.
    pub number: Option<u64>,
    /// What the evidence knows of its address.
    pub standing: Standing,
    /// Logins from its address that were refused in the day before, in order of time.
    pub refused: Vec<EventId>,
    /// All its statements are in the writing of a query builder.
    pub is_built: bool,
}

/// What the evidence knows of the address of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The server's own machine, or the address is not said.
    Local,
    /// Other connections of the same account from the same address do the application's work, or
    /// begin with the very statements that it begins with.
    Application,
    /// Somebody logged in from there, it connected an hour before or earlier, or it is the address
    /// of a balancer or of a machine whose logs are at hand.
    Known,
    /// An address of a private network, with no other addresses to compare it with.
    Private,
    /// No other evidence knows this address of a private network.
    Stranger,
    /// No other evidence knows this address of the internet.
    Outsider,
}
