//! Tables were made anew, and no statement was seen.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// Tables were made anew, and no statement was seen.
pub struct TablesRecreated;

impl Rule for TablesRecreated {
    fn id(&self) -> &'static str {
        "tables-recreated"
    }

    fn operation(&self) -> Operation {
        Operation::TablesRecreated
    }

    fn about(&self) -> &'static str {
        "Tables were made anew, and no statement was seen.

## What it flags
Tables whose creation time is that of one moment, with no rows, where an earlier state had them older and filled.

## Why it matters
A wipe that no log recorded shows itself so.

## What it misses
Recreation followed by a restore.

## Example
`all of CREATE_TIME 06:28:22, no rows`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = rows;
        if act.tables.len() >= crate::case::severity::MANY_TABLES {
            Severity::Critical
        } else {
            Severity::High
        }
    }
}
