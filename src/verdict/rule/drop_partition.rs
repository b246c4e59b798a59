//! A partition is dropped or emptied.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// A partition is dropped or emptied.
pub struct DropPartition;

impl Rule for DropPartition {
    fn id(&self) -> &'static str {
        "drop-partition"
    }

    fn operation(&self) -> Operation {
        Operation::DropPartition
    }

    fn about(&self) -> &'static str {
        "A partition is dropped or emptied.

## What it flags
ALTER TABLE … DROP PARTITION or TRUNCATE PARTITION.

## Why it matters
All rows of the partition are gone; as a monthly habit it is retention.

## What it misses
REORGANIZE that loses rows by a wrong bound.

## Example
`ALTER TABLE events DROP PARTITION p2024`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::High
    }
}
