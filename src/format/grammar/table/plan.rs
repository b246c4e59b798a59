//! How the rows of one table are read, and what the document says around them.

use std::collections::HashMap;

use crate::{format::grammar::table::cell::Cell, time::Written};

/// What a document says around its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// The database that the rows are of, where they do not say it themselves.
    pub database: Option<String>,
    /// The table that the rows were taken from (`INSERT INTO x`, `<table name="x">`).
    pub object: Option<String>,
    /// Times in it are UTC: the dump was taken with `SET TIME_ZONE='+00:00'`.
    pub utc: bool,
    /// When it was taken, where it says so.
    pub taken: Option<Written>,
    /// Database of each connection of a general log.
    pub(super) sessions: HashMap<u64, String>,
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Tables,
    /// Tables that somebody chose, with their rows counted.
    Counts,
    TableCount,
    Databases,
    Columns,
    Index,
    KeyUse,
    ForeignKey,
    View,
    Routine,
    Trigger,
    Event,
    Partition,
    Migrations,
    MigrationStatus,
    SlowLog,
    GeneralLog,
    CreateTable,
}

/// How the rows of one table are read.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(super) kind: Kind,
    /// What each column means; empty for one that says nothing here.
    pub(super) columns: Vec<&'static str>,
    /// The meaning was taken from the shape of the cells.
    pub(super) guessed: bool,
}

impl Plan {
    pub(super) fn cell<'c>(&self, cells: &'c [Cell], what: &str) -> Option<&'c Cell> {
        cells.get(self.columns.iter().position(|column| *column == what)?)
    }

    pub(super) fn value<'c>(&self, cells: &'c [Cell], what: &str) -> Option<&'c str> {
        self.cell(cells, what)?.value()
    }

    pub(super) fn owned(&self, cells: &[Cell], what: &str) -> Option<String> {
        self.value(cells, what).map(str::to_owned)
    }

    /// A value that is not empty.
    pub(super) fn said(&self, cells: &[Cell], what: &str) -> Option<String> {
        self.owned(cells, what).filter(|text| !text.is_empty())
    }

    /// A name: text that cannot be NULL.
    pub(super) fn name(&self, cells: &[Cell], what: &str) -> Option<String> {
        self.cell(cells, what).map(Cell::text).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    pub(super) fn number(&self, cells: &[Cell], what: &str) -> Option<u64> {
        number(self.value(cells, what)?)
    }
}

/// A whole number, thousands separated or not.
fn number(text: &str) -> Option<u64> {
    let text = text.trim().trim_start_matches('~');
    text.parse().ok().or_else(|| {
        let plain: String = text.chars().filter(|c| *c != ',').collect();
        (plain.len() != text.len()).then(|| plain.parse().ok()).flatten()
    })
}
