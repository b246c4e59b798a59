//! A table is renamed.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// A table is renamed.
pub struct RenameTable;

impl Rule for RenameTable {
    fn id(&self) -> &'static str {
        "rename-table"
    }

    fn operation(&self) -> Operation {
        Operation::RenameTable
    }

    fn about(&self) -> &'static str {
        "A table is renamed.

## What it flags
RENAME TABLE, ALTER TABLE … RENAME.

## Why it matters
Nothing is lost, but what asks for the old name fails.

## What it misses
Swaps by an online schema change are told as such.

## Example
`RENAME TABLE a TO b`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::Low
    }
}
