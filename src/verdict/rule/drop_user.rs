//! An account is dropped.

use crate::verdict::rule::contract::Rule;
use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
};

/// An account is dropped.
pub struct DropUser;

impl Rule for DropUser {
    fn id(&self) -> &'static str {
        "drop-user"
    }

    fn operation(&self) -> Operation {
        Operation::DropUser
    }

    fn about(&self) -> &'static str {
        "An account is dropped.

## What it flags
DROP USER, DROP ROLE.

## Why it matters
Programs can no longer log in; it is as bad as a lost table where one of them is refused afterwards.

## What it misses
Accounts locked or with another password.

## Example
`DROP USER app`
"
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        let _ = (act, rows);
        Severity::Medium
    }
}
