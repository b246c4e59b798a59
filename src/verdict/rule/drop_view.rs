//! A view is dropped.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// A view is dropped.
pub struct DropView;

impl Rule for DropView {
    fn id(&self) -> &'static str {
        "drop-view"
    }

    fn operation(&self) -> Operation {
        Operation::DropView
    }

    fn about(&self) -> &'static str {
        "A view is dropped.

## What it flags
DROP VIEW.

## Why it matters
Queries through it fail; no rows are lost.

## What it misses
Views that break because their tables are gone.

## Example
`DROP VIEW v_sales`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::Low
    }
}
