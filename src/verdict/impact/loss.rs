//! A loss in numbers: each table before and after, the sums, and what they rest on.

use crate::{event::ids::EventId, text::vocabulary::vocabulary, time::When};

vocabulary! {
    /// What became of a table.
    pub enum TableState {
        /// The table is gone.
        Missing = "missing",
        /// The table is there, with no rows.
        Empty = "empty",
        /// The table has fewer rows than before.
        Fewer = "fewer",
        /// The table was dropped and created again: it is empty or holds only new rows.
        Recreated = "recreated",
        /// The table is as it was.
        Intact = "intact",
    }
}

impl TableState {
    /// Whether what the table held is gone.
    pub fn is_lost(self) -> bool {
        matches!(self, TableState::Missing | TableState::Empty | TableState::Recreated)
    }
}

vocabulary! {
    /// Where the number of lost rows comes from.
    pub enum RowsBasis {
        /// The count is from a schema dump taken before the loss, which servers only estimate.
        Snapshot = "snapshot",
        /// The rows were counted in a backup.
        Backup = "backup",
        /// The statement's condition was evaluated over the rows of a backup, and foreign keys
        /// were followed.
        Computed = "computed",
        /// The number follows from what the logs of the statements say.
        Estimate = "estimate",
        /// Nothing in the evidence says how many.
        Unknown = "unknown",
    }
}

impl RowsBasis {
    /// Whether the number is of the very rows that were lost, and no estimate from before.
    pub fn is_exact(self) -> bool {
        self == RowsBasis::Estimate
    }

    /// In words, to follow the number.
    pub fn words(self) -> &'static str {
        match self {
            RowsBasis::Snapshot => "estimated from the schema dump taken before the incident",
            RowsBasis::Backup => "counted in the backup",
            RowsBasis::Computed => {
                "computed from the backup, by the condition of the statement over its rows"
            }
            RowsBasis::Estimate => "counted by the server for the statements",
            RowsBasis::Unknown => "on an unknown basis",
        }
    }
}

/// A table as it was and is.
pub(crate) struct TableLoss {
    /// Its database.
    pub database: Option<String>,
    /// Its name.
    pub name: String,
    /// Rows before, where a state or backup tells.
    pub rows_before: Option<u64>,
    /// Rows after, where a state tells.
    pub rows_after: Option<u64>,
    /// Rows lost: more than the difference where those that are there now were written since.
    pub rows_lost: Option<u64>,
    /// Rows of the dump that was loaded in its place, where that is in the evidence.
    pub rows_loaded: Option<u64>,
    /// What became of it.
    pub state: TableState,
    /// Columns dropped or narrowed.
    pub columns_lost: Vec<String>,
    /// What else there is to say.
    pub note: Option<String>,
}

impl TableLoss {
    /// Whether a state from after shows that it lost something.
    pub(crate) fn is_seen(&self) -> bool {
        self.rows_after.is_some_and(|now| self.rows_before.is_none_or(|before| now < before))
    }

    /// Whether every row from before is gone, and those there now are new.
    pub(crate) fn is_renewed(&self) -> bool {
        self.rows_lost > Some(0) && self.rows_lost == self.rows_before && self.rows_after > Some(0)
    }
}

/// What was lost.
pub(crate) struct Impact {
    /// Per table; those of the incident's own database first.
    pub tables: Vec<TableLoss>,
    /// Tables that are missing or empty.
    pub tables_lost: u64,
    /// The sum over the tables; `None` where nothing tells of those that the statements name.
    pub rows_lost: Option<u64>,
    /// Where their number comes from.
    pub basis: RowsBasis,
    /// Names of tables of the same database that stayed as they were.
    pub intact: Vec<String>,
    /// A state from after is in the evidence.
    pub seen_after: bool,
    /// Rows of the migrations table.
    pub migrations: Option<Batches>,
}

impl Impact {
    /// Nothing known to be lost.
    pub(crate) fn none() -> Impact {
        Impact {
            tables: Vec::new(),
            tables_lost: 0,
            rows_lost: None,
            basis: RowsBasis::Unknown,
            intact: Vec::new(),
            seen_after: false,
            migrations: None,
        }
    }

    /// The tables of one database.
    pub(crate) fn of(&self, database: Option<&str>) -> impl Iterator<Item = &TableLoss> {
        self.tables.iter().filter(move |table| table.database.as_deref() == database)
    }

    /// With what was lost in another database.
    pub(crate) fn join(&mut self, other: Impact) {
        self.tables_lost = self.tables_lost.saturating_add(other.tables_lost);
        self.rows_lost = match (self.rows_lost, other.rows_lost) {
            (Some(own), Some(more)) => Some(own.saturating_add(more)),
            (own, more) => own.or(more),
        };
        if self.basis == RowsBasis::Unknown {
            self.basis = other.basis;
        }
        self.seen_after &= other.seen_after;
        self.tables.extend(other.tables);
    }

    /// Tenths of the rows that the worst hit table lost, where both states are known.
    pub(crate) fn taken_tenths(&self) -> u64 {
        let of = |table: &TableLoss| {
            let (before, after) = (table.rows_before?, table.rows_after?);
            // Of a few rows, most are soon gone.
            (before >= 100)
                .then(|| before.saturating_sub(after).saturating_mul(10).checked_div(before))
                .flatten()
        };
        self.tables.iter().filter_map(of).max().unwrap_or(0)
    }
}

/// What the migrations table says of either side.
pub(crate) struct Batches {
    /// The newest batch before.
    pub before: Option<u64>,
    /// The newest batch after.
    pub after: Option<u64>,
    /// Migrations known, and not run any more.
    pub pending: Vec<String>,
}

/// What was loaded over tables.
pub(crate) struct Rewind {
    /// The dump.
    pub event: EventId,
    /// When it was taken.
    pub taken: When,
    /// Statements between the two that changed the shape of the tables.
    pub reshaped: Vec<EventId>,
    /// How many statements between the two gave rows of the tables other values.
    pub changed: u64,
}
