//! A table is emptied by TRUNCATE.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// A table is emptied by TRUNCATE.
pub struct TruncateTable;

impl Rule for TruncateTable {
    fn id(&self) -> &'static str {
        "truncate-table"
    }

    fn operation(&self) -> Operation {
        Operation::TruncateTable
    }

    fn about(&self) -> &'static str {
        "A table is emptied by TRUNCATE.

## What it flags
TRUNCATE [TABLE].

## Why it matters
All rows are gone, the counter starts again, and the binary log does not hold the rows.

## What it misses
Tables emptied by a drop and create.

## Example
`TRUNCATE TABLE activity_log`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = act;
        if rows == Some(0) { Severity::Low } else { Severity::High }
    }
}
