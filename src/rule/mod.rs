//! Destructive deeds: what each is, why it matters, how bad it is. One file each, named in
//! [`RULES`].

use crate::{case::Act, severity::Severity, sql::Operation};

macro_rules! members { ($($module:ident),* $(,)?) => {
    $(pub mod $module;)*
    /// Every rule.
    pub static RULES: &[&dyn Rule] = &[$(&$module::Member),*];
} }

members![
    drop_table,
    drop_view,
    drop_database,
    drop_column,
    drop_partition,
    drop_routine,
    truncate_table,
    delete_without_where,
    delete_most,
    update_without_where,
    alter_lossy,
    rename_table,
    replace_table,
    drop_user,
    revoke,
    rows_vanished,
    tables_recreated,
];

/// A rule.
pub trait Rule: Sync {
    /// Its id, with hyphens.
    fn id(&self) -> &'static str;
    /// The deed it is about.
    fn operation(&self) -> Operation;
    /// Its page, with the headings `What it flags`, `Why it matters`, `What it misses`, `Example`.
    fn about(&self) -> &'static str;
    /// How bad the deed is where it succeeded against tables that people work with; `rows` is what
    /// they held, where known.
    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity;
}

/// The rule about an operation.
pub fn of(operation: Operation) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.operation() == operation)
}
