//! From tokens to deeds: what each statement of a text is, and what it destroys if it succeeds.
//!
//! Decided here, where SQL leaves room:
//! - A condition counts as always true where constants make it so (`1=1`, `NOT 0`, `… OR true`,
//!   `name LIKE '%'`, `a = a`), and where a column called `id` is only asked to be there or
//!   positive (`id > 0`, `id IS NOT NULL`), which is how people get past safe-update mode.
//! - A DELETE or UPDATE with a LIMIT, or of joined tables without WHERE, is no `delete_all` or
//!   `update_all`: it takes what the limit or the join lets through. Counts may show more.
//! - A type change is given as a candidate for `alter_lossy`; whether it loses anything depends
//!   on the old type ([`narrows`]).
//! - Dropped triggers and events count as routines.

mod alter;
mod body;
mod condition;
mod cursor;
mod narrow;
mod statement;
#[cfg(test)]
mod tests;

pub use narrow::narrows;

use super::{Alteration, Condition, Deed, Dialect, Name, Operation, Statement, Verb, split};

/// How deep a statement may stand in the text of another (`EXECUTE IMMEDIATE`, bodies).
const NESTING: usize = 4;

/// The statements in `text`, in order; never empty statements.
pub fn statements(text: &str, dialect: Dialect) -> Vec<Statement> {
    statements_cut(text, dialect, false)
}

/// The same for a text that its writer may have cut short (`cut`): the last statement then makes
/// no claim about what would have followed.
pub fn statements_cut(text: &str, dialect: Dialect, cut: bool) -> Vec<Statement> {
    let mut out = Vec::new();
    collect(text, dialect, cut, 0, &mut out);
    out
}

fn collect(text: &str, dialect: Dialect, cut: bool, nesting: usize, out: &mut Vec<Statement>) {
    if nesting >= NESTING {
        return;
    }
    let mut pieces = split::pieces(text, dialect);
    if let Some(last) = pieces.last_mut() {
        last.open |= cut || ends_in_dots(text);
    }
    for piece in &pieces {
        statement::read(text, piece, dialect, nesting, out);
    }
}

/// `…` or `...` at the end: how digests and interfaces show that they left something out.
fn ends_in_dots(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with("...") || text.ends_with('…')
}

/// What a statement destroys if it succeeds; empty where it is harmless.
pub fn deeds(statement: &Statement) -> Vec<Deed> {
    let deed = |operation, objects: &[Name]| Deed {
        operation,
        objects: objects.to_vec(),
        columns: Vec::new(),
    };
    let objects = statement.objects.as_slice();
    if statement.temporary
        || (objects.is_empty() && !matches!(statement.verb, Verb::Revoke | Verb::DropUser))
    {
        return Vec::new();
    }
    let every_row = matches!(statement.condition, Condition::None | Condition::AlwaysTrue)
        && statement.limit.is_none();
    match statement.verb {
        Verb::DropTable => vec![deed(Operation::DropTable, objects)],
        Verb::DropView => vec![deed(Operation::DropView, objects)],
        Verb::DropDatabase => vec![deed(Operation::DropDatabase, objects)],
        Verb::DropRoutine | Verb::DropTrigger | Verb::DropEvent => {
            vec![deed(Operation::DropRoutine, objects)]
        }
        Verb::DropUser => vec![deed(Operation::DropUser, objects)],
        Verb::Revoke => vec![deed(Operation::Revoke, objects)],
        Verb::Truncate => vec![deed(Operation::TruncateTable, objects)],
        Verb::Rename => vec![deed(Operation::RenameTable, objects)],
        Verb::Delete if every_row => vec![deed(Operation::DeleteAll, objects)],
        Verb::Update if every_row => vec![deed(Operation::UpdateAll, objects)],
        Verb::CreateTable if statement.or_replace => vec![deed(Operation::ReplaceTable, objects)],
        // MariaDB: OR REPLACE is DROP DATABASE IF EXISTS first
        Verb::CreateDatabase if statement.or_replace => {
            vec![deed(Operation::DropDatabase, objects)]
        }
        Verb::AlterTable => altered(statement),
        _ => Vec::new(),
    }
}

/// The deeds of an ALTER TABLE, one for each kind of loss.
fn altered(statement: &Statement) -> Vec<Deed> {
    let mut out: Vec<Deed> = Vec::new();
    for alteration in &statement.alterations {
        let (operation, column, new_name) = match alteration {
            Alteration::DropColumn(column) => (Operation::DropColumn, Some(column), None),
            Alteration::Retype { column, .. } => (Operation::AlterLossy, Some(column), None),
            Alteration::Lossy(_) => (Operation::AlterLossy, None, None),
            Alteration::DropPartition(_) => (Operation::DropPartition, None, None),
            Alteration::RenameTo(name) => (Operation::RenameTable, None, Some(name)),
            Alteration::Harmless => continue,
        };
        match out.iter_mut().find(|deed| deed.operation == operation) {
            Some(deed) => deed.columns.extend(column.cloned()),
            None => {
                let mut objects = statement.objects.clone();
                objects.extend(new_name.cloned());
                out.push(Deed {
                    operation,
                    objects,
                    columns: column.cloned().into_iter().collect(),
                });
            }
        }
    }
    out
}
