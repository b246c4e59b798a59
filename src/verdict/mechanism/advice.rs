//! Advice that several mechanisms share.

use crate::verdict::mechanism::contract::Advice;

/// Against SQL that an everyday account may send.
pub(crate) const FEWER_RIGHTS: Advice = Advice {
    text: "Take DROP and TRUNCATE from everyday accounts (on PostgreSQL: let another role own the tables), and DELETE where they need none. In clients, set `sql_safe_updates=1` (MySQL) or `\\set AUTOCOMMIT off` (psql).",
    why: "the account that was used had the right to do this at any time",
};

/// Against application code that empties whole tables.
pub(crate) const BOUNDED_DELETES: Advice = Advice {
    text: "Make jobs delete in bounded slices with a condition, and review code that calls truncate().",
    why: "one call emptied whole tables",
};
