//! Destructive operations: what each is, why it matters, how bad it is. One file each, named in
//! [`RULES`].

pub mod alter_lossy;
pub mod contract;
pub mod delete_most;
pub mod delete_without_where;
pub mod drop_column;
pub mod drop_database;
pub mod drop_partition;
pub mod drop_routine;
pub mod drop_table;
pub mod drop_user;
pub mod drop_view;
pub mod rename_table;
pub mod replace_table;
pub mod revoke;
pub mod rows_vanished;
pub mod tables_recreated;
pub mod truncate_table;
pub mod update_without_where;

use contract::Rule;

use crate::sql::operation::Operation;

/// Every rule.
pub static RULES: &[&dyn Rule] = &[
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
pub fn of(operation: Operation) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.operation() == operation)
}
