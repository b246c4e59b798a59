//! Every row is changed.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// Every row is changed.
pub struct UpdateWithoutWhere;

impl Rule for UpdateWithoutWhere {
    fn id(&self) -> &'static str {
        "update-without-where"
    }

    fn operation(&self) -> Operation {
        Operation::UpdateAll
    }

    fn about(&self) -> &'static str {
        "Every row is changed.

## What it flags
UPDATE without WHERE and LIMIT, or with a condition that is always true.

## Why it matters
The old values are gone, unless a row-based binary log has them.

## What it misses
Conditions true of all rows by chance.

## Example
`UPDATE users SET password_hash = ''`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = rows;
        if act.lower_case && act.text.contains(char::from(96)) {
            Severity::Medium
        } else {
            Severity::High
        }
    }
}
