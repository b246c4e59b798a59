//! What a statement destroys if it succeeds.

use super::operation::Effect;
use super::operation::Operation;
use super::statement::Alteration;
use super::statement::Condition;
use super::statement::Statement;
use super::statement::Verb;
use crate::sql::operation::Name;

/// Stands behind a schema's name and a dot for all of its tables.
pub(crate) const EVERY_TABLE: &str = "*";
/// Stands before a role's name, in the place of a schema's, for all that it owns.
pub(crate) const OWNED_BY: &str = "owned by ";

/// Stands before a type's name, in the place of a schema's, for the columns of that type.
pub(crate) const OF_TYPE: &str = "of type ";

/// What a statement destroys if it succeeds; empty where it is harmless.
pub(crate) fn effects(statement: &Statement) -> Vec<Effect> {
    let effect = |operation, objects: &[Name]| Effect {
        operation,
        objects: objects.to_vec(),
        columns: Vec::new(),
    };
    let objects = statement.objects.as_slice();
    if statement.clauses.temporary
        || (objects.is_empty() && !matches!(statement.verb, Verb::Revoke | Verb::DropUser))
    {
        return Vec::new();
    }
    let every_row = matches!(statement.condition, Condition::None | Condition::AlwaysTrue)
        && statement.limit.is_none();
    match statement.verb {
        Verb::DropTable => vec![effect(Operation::DropTable, objects)],
        Verb::DropSchema => vec![effect(Operation::DropTable, &every("", objects))],
        Verb::DropOwned => vec![effect(Operation::DropTable, &every(OWNED_BY, objects))],
        Verb::DropType if statement.clauses.cascade => {
            vec![effect(Operation::DropColumn, &every(OF_TYPE, objects))]
        }
        Verb::DropView => vec![effect(Operation::DropView, objects)],
        Verb::DropDatabase => vec![effect(Operation::DropDatabase, objects)],
        Verb::DropRoutine | Verb::DropTrigger | Verb::DropEvent => {
            vec![effect(Operation::DropRoutine, objects)]
        }
        Verb::DropUser => vec![effect(Operation::DropUser, objects)],
        Verb::Revoke => vec![effect(Operation::Revoke, objects)],
        Verb::Truncate => vec![effect(Operation::TruncateTable, objects)],
        Verb::Rename => vec![effect(Operation::RenameTable, objects)],
        Verb::Delete if every_row => vec![effect(Operation::DeleteAll, objects)],
        Verb::Update if every_row => vec![effect(Operation::UpdateAll, objects)],
        Verb::CreateTable if statement.clauses.or_replace => {
            vec![effect(Operation::ReplaceTable, objects)]
        }
        // MariaDB: OR REPLACE is DROP DATABASE IF EXISTS first
        Verb::CreateDatabase if statement.clauses.or_replace => {
            vec![effect(Operation::DropDatabase, objects)]
        }
        Verb::AlterTable => altered(statement),
        _ => Vec::new(),
    }
}

/// What stands for the tables of each object, which the statement does not name.
fn every(of: &str, objects: &[Name]) -> Vec<Name> {
    let every =
        |one: &Name| Name { name: format!("{of}{}.{EVERY_TABLE}", one.name), ..one.clone() };
    objects.iter().map(every).collect()
}

/// The effects of an ALTER TABLE, one for each kind of loss.
fn altered(statement: &Statement) -> Vec<Effect> {
    let mut out: Vec<Effect> = Vec::new();
    for alteration in &statement.alterations {
        let (operation, column, new_name) = match alteration {
            Alteration::DropColumn(column) => (Operation::DropColumn, Some(column), None),
            Alteration::Retype { column, .. } => (Operation::AlterLossy, Some(column), None),
            Alteration::Lossy(_) => (Operation::AlterLossy, None, None),
            Alteration::DropPartition(_) => (Operation::DropPartition, None, None),
            Alteration::RenameTo(name) => (Operation::RenameTable, None, Some(name)),
            Alteration::Harmless => continue,
        };
        match out.iter_mut().find(|effect| effect.operation == operation) {
            Some(effect) => effect.columns.extend(column.cloned()),
            None => {
                let mut objects = statement.objects.clone();
                objects.extend(new_name.cloned());
                out.push(Effect {
                    operation,
                    objects,
                    columns: column.cloned().into_iter().collect(),
                });
            }
        }
    }
    out
}
