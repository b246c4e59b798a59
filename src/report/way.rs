//! One incident as its recovery sees it, whatever the server, and the steps that are the same on
//! each.

use crate::{
    case::facts::Case,
    report::id::IncidentId,
    sql::operation::Operation,
    text::number::number,
    verdict::{
        impact::loss::TableLoss,
        incident::{Found, Incident},
        mechanism::contract::Step,
    },
};

/// One incident, and what its recovery depends on.
pub(crate) struct Way<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// All that was found.
    pub found: &'a Found,
    /// The incident's number.
    pub id: IncidentId,
    /// The incident.
    pub incident: &'a Incident,
    /// Its database as one word of a shell.
    pub database: String,
}

impl Way<'_> {
    /// Whether all that was done is of these kinds.
    pub(crate) fn only(&self, some: &[Operation]) -> bool {
        self.incident.is_only(self.found, some)
    }

    /// Whether only values of columns are gone, in rows that are all there.
    pub(crate) fn changes_columns(&self) -> bool {
        self.only(&[Operation::DropColumn, Operation::AlterLossy, Operation::UpdateAll])
    }

    /// Whether the database itself is gone, and nobody created it again.
    pub(crate) fn drops_database(&self) -> bool {
        self.incident.again.is_empty() && self.only(&[Operation::DropDatabase])
    }

    /// What must be there when the backup is loaded.
    pub(crate) fn holds(&self) -> Option<String> {
        let backup = self.case.backup(self.incident.backup.as_ref()?.event)?;
        let plural = if backup.tables.len() == 1 { "" } else { "s" };
        Some(format!(
            "{} table{plural} and {} rows, as in the dump",
            backup.tables.len(),
            number(backup.rows)
        ))
    }

    /// The tables, where they are few and a shell command can name each.
    pub(crate) fn tables(&self) -> &[TableLoss] {
        const NAMED: usize = 8;
        let own = self.incident.impact.of(self.incident.database.as_deref()).count();
        let tables = self.incident.impact.tables.get(..own).unwrap_or_default();
        let safe = |t: &TableLoss| !t.name.starts_with('-') && !t.name.contains(char::is_control);
        if tables.len() > NAMED || !tables.iter().all(safe) { &[] } else { tables }
    }
}

/// The incidents with their numbers.
pub(crate) fn numbered(found: &Found) -> impl Iterator<Item = (IncidentId, &Incident)> {
    (0..).map(IncidentId::of).zip(&found.incidents)
}

/// Where no backup will do.
pub(crate) fn no_backup() -> Step {
    Step::new(
        "Look for a backup: none in this evidence is complete, older than the loss and holds the lost tables. Ask about volume snapshots, delayed replicas, and dumps on other hosts.",
    )
}

/// Values are lost in rows that are all there.
pub(crate) fn bring_back_columns() -> Step {
    Step::new("Copy the affected columns back from the scratch server, row by row by primary key; leave all other columns alone.")
        .risk("rows written since the loss hold newer values than the backup")
        .check("a sample of rows shows the old values")
}
