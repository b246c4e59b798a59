//! Why an act is thought to have taken effect or not, and why it may count as housekeeping.

/// What counts the rows that a statement took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedBy {
    /// The statement's own record.
    Record,
    /// The states on either side of it.
    States,
    /// The rows of the last backup before it, of which its condition holds.
    Backup,
}

/// Why an act has its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusReason {
    /// The server's own record says that it worked.
    Recorded,
    /// The log that has it says neither.
    Unstated,
    /// The server refused it.
    Refused {
        /// The number of the error.
        code: Option<u32>,
        /// What the server said.
        message: Option<String>,
    },
    /// Its transaction was rolled back.
    RolledBack,
    /// A ROLLBACK that took long followed on its connection, in a log that lacks the BEGIN.
    LongRollback,
    /// The history of the client that sent it has a ROLLBACK behind it.
    TypedRollback,
    /// An error in its transaction made the server undo all of it.
    TransactionFailed,
    /// Its session ended before a COMMIT.
    SessionEnded,
    /// Its transaction has no end in the log.
    Unended,
    /// `IF EXISTS`, and the server said that it does not.
    NotThere,
    /// The application misses afterwards what it took.
    Missed,
    /// What it dropped was made again, which the server would have refused otherwise.
    MadeAgain,
    /// With IF EXISTS, and nothing shows that there was anything before.
    MayHaveBeenNone,
    /// Its count of rows is most of what the table held.
    TookMost {
        /// Rows taken.
        rows: u64,
        /// Rows held before.
        held: u64,
        /// What counts them.
        by: CountedBy,
    },
    /// Rows of tables whose foreign keys delete along are gone: a delete by a condition took them.
    Cascaded {
        /// Rows taken.
        rows: u64,
        /// Rows held before.
        held: u64,
        /// What counts them.
        by: CountedBy,
    },
    /// A copy with much fewer rows took the place of the table.
    SwappedIn {
        /// Rows of the copy.
        rows: u64,
        /// Rows held before.
        held: u64,
    },
    /// It gave most rows of the table other values, and that was not meant.
    Overwrote {
        /// Rows overwritten.
        rows: u64,
        /// Rows held before.
        held: u64,
        /// Other runs of the same.
        others: usize,
        /// The most rows that one of them overwrote.
        usual: u64,
        /// Warnings or errors about the table begin afterwards.
        missed: bool,
    },
    /// No statement: rows of an earlier state are not in a later one, and the table is the same.
    Shrunk {
        /// Rows gone.
        rows: u64,
        /// Rows held before.
        held: u64,
    },
    /// The column's new type holds less than the one of the state before.
    Narrower,
    /// A state from after still has the table as it was.
    NoEffect,
    /// No statement: tables of an earlier state are missing, empty or created again in a later
    /// one.
    Vanished {
        /// How many.
        tables: usize,
    },
    /// No statement: errors of the application or the server name tables that were there before.
    FoundMissing,
    /// The output of a command says that it was done.
    Printed,
    /// A command that does it was given.
    OnlyGiven,
}

impl StatusReason {
    /// What counts the rows that it tells of.
    pub(crate) fn counted_by(&self) -> Option<CountedBy> {
        match self {
            StatusReason::TookMost { by, .. } | StatusReason::Cascaded { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let text = match self {
            StatusReason::Recorded => "the server's own record shows that it succeeded",
            StatusReason::Unstated => "its log does not record outcomes",
            StatusReason::Refused { code: Some(code), message: Some(message) } => {
                return format!("the server answered error {code}: {message}");
            }
            StatusReason::Refused { code: Some(code), message: None } => {
                return format!("the server answered error {code}");
            }
            StatusReason::Refused { code: None, message: Some(message) } => {
                return format!("the server answered: {message}");
            }
            StatusReason::Refused { code: None, message: None } => "the server refused it",
            StatusReason::RolledBack => "its transaction ended in ROLLBACK on the same connection",
            StatusReason::LongRollback => {
                "a guess: a ROLLBACK of a second or longer followed on the same connection within ten minutes, and the log has no COMMIT between them"
            }
            StatusReason::TypedRollback => {
                "the client's history has a ROLLBACK after it, and the server's log does not record transactions"
            }
            StatusReason::TransactionFailed => {
                "an error in its transaction made the server undo all of it, even at a COMMIT"
            }
            StatusReason::SessionEnded => {
                "its session ended before a COMMIT, so the server undid its transaction"
            }
            StatusReason::Unended => {
                "its transaction has neither COMMIT nor ROLLBACK in the log; it is taken to have been committed"
            }
            StatusReason::NotThere => "the server answered that there was nothing of that name",
            StatusReason::Missed => "the application looked for it afterwards and did not find it",
            StatusReason::MadeAgain => {
                "it was created again afterwards, which the server refuses while the old one exists"
            }
            StatusReason::MayHaveBeenNone => {
                "it has IF EXISTS, and nothing in this evidence shows whether the object existed"
            }
            StatusReason::TookMost { rows, held, by: CountedBy::Backup } => {
                return format!(
                    "its condition holds of {rows} of the {held} rows in the last backup before it"
                );
            }
            StatusReason::TookMost { rows, held, .. } => {
                return format!("it took {rows} of about {held} rows");
            }
            StatusReason::Cascaded { rows, held, by } => {
                let by = match by {
                    CountedBy::Backup => "as computed from the last backup before it",
                    _ => "between the dumps before and after it",
                };
                return format!(
                    "foreign keys with ON DELETE CASCADE lead from the statement's table to these; they lost {rows} of {held} rows {by}"
                );
            }
            StatusReason::SwappedIn { rows, held } => {
                return format!(
                    "the copy that took its place was filled with {rows} rows; the table held {held}"
                );
            }
            StatusReason::Overwrote { rows, held, others, usual, missed } => {
                let others = match others {
                    0 => String::new(),
                    1 => format!("; its other run changed {usual}"),
                    n => format!("; its {n} other runs changed {usual} at most"),
                };
                let missed = if *missed {
                    "; warnings or errors about what the table holds begin after it"
                } else {
                    ""
                };
                return format!("it gave {rows} of about {held} rows new values{others}{missed}");
            }
            StatusReason::Shrunk { rows, .. } => {
                return format!(
                    "{rows} rows of an earlier state are not in a later one, and no log in this evidence has the statement"
                );
            }
            StatusReason::Narrower => "the new type is narrower than the old one",
            StatusReason::NoEffect => {
                "the later schema dump still has the table with its old creation time: the statement had no effect"
            }
            StatusReason::Vanished { tables } => {
                return format!(
                    "{tables} tables of an earlier state are missing, empty or created again in a later one, and no log in this evidence has the statement"
                );
            }
            StatusReason::Printed => {
                "the command's own output reports it as done; no log in this evidence has the statement"
            }
            StatusReason::OnlyGiven => "the command was run; its result is not in this evidence",
            StatusReason::FoundMissing => {
                "the application or the server misses what existed before, and no log in this evidence has a statement that removed it"
            }
        };
        text.to_owned()
    }
}

/// Why an act counts as housekeeping: nothing that people work with was lost by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Housekeeping {
    /// The same account made the database shortly before, and no other used it.
    ScratchDatabase,
    /// The same account made the database again at once and loaded it, and no other uses it.
    ReloadedDatabase,
    /// A database of a parallel test run.
    ParallelTest,
    /// A RENAME put the table aside before; its rows live on under its old name.
    SwappedOut,
    /// A rename keeps the rows.
    Rename,
    /// The framework makes the content anew by itself.
    Volatile,
    /// An application's account emptied its cache.
    Cache,
    /// A partition was taken out, and its rows copied as a whole before it was dropped.
    Archived,
    /// The oldest of tables named by their months or days, of which younger ones stay.
    Rotation,
    /// The table's name says that it is a working copy.
    ScratchName,
    /// The same account made the table shortly before.
    ScratchTable,
    /// The table was not there.
    NothingToDrop,
    /// The same hand made it again at once and gave it another name: room for the next build.
    MakesRoom,
    /// No row was there to be taken.
    NoRows,
    /// The same account did the same before, at regular intervals.
    Habit {
        /// How often before.
        runs: usize,
    },
    /// The first runs of what became a habit.
    HabitToBe,
    /// Part of loading a backup after a loss.
    Restore,
    /// The settings name the database among staging databases, by this pattern.
    StagingDatabase(String),
    /// The settings name the tables among those to ignore, by this pattern.
    IgnoredTable(String),
}

impl Housekeeping {
    /// Whether repetition is the reason.
    pub fn is_habit(&self) -> bool {
        matches!(self, Housekeeping::Habit { .. } | Housekeeping::HabitToBe)
    }

    /// In words.
    pub fn words(&self) -> String {
        let text = match self {
            Housekeeping::ScratchDatabase => {
                "the same account created the database less than a day earlier, and no other account used it: a scratch database"
            }
            Housekeeping::ReloadedDatabase => {
                "the same account recreated the database at once and loaded it, and no other account uses it in this evidence: a copy that is refreshed"
            }
            Housekeeping::ParallelTest => "a database of a parallel test run",
            Housekeeping::SwappedOut => {
                "a RENAME had swapped the table out, as an online schema change does; its rows live on in the table that took its place"
            }
            Housekeeping::Rename => "a rename keeps the rows",
            Housekeeping::Volatile => {
                "the table holds what the framework rebuilds by itself (cache, sessions, queues, debugging)"
            }
            Housekeeping::Cache => {
                "its name marks it as a cache, and an account that does the application's work emptied it"
            }
            Housekeeping::Rotation => {
                "it is the oldest of tables named by their dates, nobody typed it, and younger ones stay"
            }
            Housekeeping::Archived => {
                "it was detached as a partition and copied as a whole before, and the copy was kept: an archived partition"
            }
            Housekeeping::ScratchName => {
                "its name marks it as a temporary, staging or shadow table"
            }
            Housekeeping::ScratchTable => {
                "the same account created the table less than a day earlier: a scratch table"
            }
            Housekeeping::NothingToDrop => {
                "it has IF EXISTS, and the earlier evidence does not have the table: there was nothing to drop"
            }
            Housekeeping::MakesRoom => {
                "it has IF EXISTS, and the same connection created the table again at once and renamed it: it made room for a table under construction"
            }
            Housekeeping::NoRows => "the server counted no changed row",
            Housekeeping::Habit { runs } => {
                return format!(
                    "the same account did the same {runs} times before at regular intervals: routine, not an accident"
                );
            }
            Housekeeping::HabitToBe => {
                "the same account went on doing the same at regular intervals: routine, not an accident"
            }
            Housekeeping::Restore => "part of loading a backup after an earlier loss",
            Housekeeping::StagingDatabase(pattern) => {
                return format!("the settings name `{pattern}` among staging databases");
            }
            Housekeeping::IgnoredTable(pattern) => {
                return format!("the settings name `{pattern}` among ignored tables");
            }
        };
        text.to_owned()
    }
}
