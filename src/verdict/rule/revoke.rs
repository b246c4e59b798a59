//! Rights are taken away.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// Rights are taken away.
pub struct Revoke;

impl Rule for Revoke {
    fn id(&self) -> &'static str {
        "revoke"
    }

    fn operation(&self) -> Operation {
        Operation::Revoke
    }

    fn about(&self) -> &'static str {
        "Rights are taken away.

## What it flags
REVOKE.

## Why it matters
Programs fail where they worked.

## What it misses
Rights lost with a dropped database.

## Example
`REVOKE ALL ON shop.* FROM app`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::Medium
    }
}
