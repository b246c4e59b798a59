//! A database is dropped.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// A database is dropped.
pub struct DropDatabase;

impl Rule for DropDatabase {
    fn id(&self) -> &'static str {
        "drop-database"
    }

    fn operation(&self) -> Operation {
        Operation::DropDatabase
    }

    fn about(&self) -> &'static str {
        "A database is dropped.

## What it flags
DROP DATABASE or DROP SCHEMA, and mysqladmin drop where a log names it.

## Why it matters
Every table in it is gone at once.

## What it misses
Files removed from the data directory.

## Example
`DROP DATABASE shop`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::Critical
    }
}
