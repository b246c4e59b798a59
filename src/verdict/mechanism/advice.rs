//! Advice that several mechanisms share.

use crate::verdict::mechanism::contract::Advice;

/// Against SQL that an everyday account may send.
pub(crate) const FEWER_RIGHTS: Advice = Advice {
    text: "Revoke DROP (TRUNCATE needs it too) from everyday accounts, and for clients set `sql_safe_updates=1` (`--safe-updates`).",
    why: "the account was allowed to do this at any time",
};

/// Against application code that empties whole tables.
pub(crate) const BOUNDED_DELETES: Advice = Advice {
    text: "Make jobs delete in bounded slices with a condition, and review code that calls truncate().",
    why: "one call emptied whole tables",
};
