//! What one command line can do, and how sure that is.

use crate::{
    case::capability::{procedure::Procedure, tool::Sends},
    sql::operation::Operation,
};

/// How sure it is that a command can do this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// It is open what the command does: an interactive client, input that is not at hand.
    #[default]
    Open,
    /// A script, schedule or job that the command starts holds it.
    Through,
    /// The command line itself says it.
    Said,
}

/// One thing that a command line can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ability {
    /// What it is.
    pub procedure: Procedure,
    /// How sure.
    pub certainty: Certainty,
    /// The command that does it, innermost, wrappers taken off.
    pub command: String,
    /// Scripts, jobs and schedules on the way to it, outermost first.
    pub through: Vec<String>,
    /// The statement or call that is sent, where known; `None` where the tool makes its own or
    /// where any may follow.
    pub statement: Option<String>,
    /// The database, where the command line or its settings name it.
    pub database: Option<String>,
    /// The working directory, where the line changes to one.
    pub directory: Option<String>,
    /// The account at the database server.
    pub database_user: Option<String>,
    /// The dump that it loads, where the line names it.
    pub reads: Option<String>,
    /// The only tables that it touches (a trailing `*` for any ending); empty for any.
    pub tables: Vec<&'static str>,
    /// The tool of the table that it is a command of, and what that sends.
    pub sends: Option<(&'static str, Sends)>,
    /// The schedule that starts it, as written, and its zone.
    pub schedule: Option<(String, Option<String>)>,
    /// `--force`.
    pub force: bool,
    /// `--pretend`, `--dry-run`: it changes nothing.
    pub pretend: bool,
    /// It stands in an `if` whose condition could not be decided.
    pub conditional: bool,
}

impl Ability {
    /// Whether it may do this, as far as that shows without its text.
    pub(crate) fn may(&self, operation: Operation) -> bool {
        self.sends.is_none_or(|(_, sends)| sends.may(operation))
    }

    /// Whether it may leave a database without the tables that it had.
    pub(crate) fn may_drop_many(&self) -> bool {
        !self.pretend
            && (self.procedure.may_drop_many()
                || self.sends.is_some_and(|(_, sends)| sends.may_drop_many()))
    }

    /// Whether nothing is known of it but that a program runs.
    pub(crate) fn is_unseen(&self) -> bool {
        self.procedure == Procedure::Unseen
    }
}
