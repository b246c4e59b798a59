//! Destructive operations: what each is, why it matters, how bad it is. One file each, named in
//! [`RULES`].

pub(crate) mod alter_lossy;
pub(crate) mod contract;
pub(crate) mod delete_most;
pub(crate) mod delete_without_where;
pub(crate) mod drop_column;
pub(crate) mod drop_database;
pub(crate) mod drop_partition;
pub(crate) mod drop_routine;
pub(crate) mod drop_table;
pub(crate) mod drop_user;
pub(crate) mod drop_view;
pub(crate) mod rename_table;
pub(crate) mod replace_table;
pub(crate) mod revoke;
pub(crate) mod rows_vanished;
pub(crate) mod tables_recreated;
pub(crate) mod truncate_table;
pub(crate) mod update_without_where;

use contract::Rule;

use crate::sql::operation::Operation;

/// Every rule.
pub(crate) static RULES: &[&dyn Rule] = &[
    &drop_table::DropTable,
    &drop_view::DropView,
    &drop_database::DropDatabase,
    &drop_column::DropColumn,
    &drop_partition::DropPartition,
    &drop_routine::DropRoutine,
    &truncate_table::TruncateTable,
    &delete_without_where::DeleteWithoutWhere,
    &delete_most::DeleteMost,
    &update_without_where::UpdateWithoutWhere,
    &alter_lossy::AlterLossy,
    &rename_table::RenameTable,
    &replace_table::ReplaceTable,
    &drop_user::DropUser,
    &revoke::Revoke,
    &rows_vanished::RowsVanished,
    &tables_recreated::TablesRecreated,
];

/// The rule about an operation.
pub(crate) fn of(operation: Operation) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.operation() == operation)
}
