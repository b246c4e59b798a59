//! A routine, trigger or event is dropped.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// A routine, trigger or event is dropped.
pub struct DropRoutine;

impl Rule for DropRoutine {
    fn id(&self) -> &'static str {
        "drop-routine"
    }

    fn operation(&self) -> Operation {
        Operation::DropRoutine
    }

    fn about(&self) -> &'static str {
        "A routine, trigger or event is dropped.

## What it flags
DROP PROCEDURE, FUNCTION, TRIGGER, EVENT.

## Why it matters
Behaviour changes; no rows are lost.

## What it misses
Routines replaced by CREATE OR REPLACE.

## Example
`DROP TRIGGER audit_orders`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::Low
    }
}
