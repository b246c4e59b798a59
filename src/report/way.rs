//! One incident as its recovery sees it, whatever the server, and the steps that are the same on
//! each.

use crate::{
    case::facts::Case,
    event::{backup::BackupTable, kind::EventKind},
    report::id::IncidentId,
    sql::operation::Operation,
    text::{code::coded, number::number},
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

    /// Whether the time of the loss rests on a zone that is not proven.
    pub(crate) fn is_zone_assumed(&self) -> bool {
        self.incident.is_zone_assumed(self.case, self.found)
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

    /// The highest AUTO_INCREMENT of each table that any state in the evidence shows, as a remark.
    pub(crate) fn next_ids(&self, tables: &[TableLoss]) -> String {
        let highest = |table: &TableLoss| {
            let is_own = |name: &str| {
                let own = self.incident.database.as_deref();
                name.is_empty() || own.is_none_or(|own| own.eq_ignore_ascii_case(name))
            };
            let states = self.case.snapshots.iter().flat_map(|dump| &dump.databases);
            let listed =
                states.filter(|(name, _)| is_own(name)).filter_map(|(_, held)| {
                    match &self.case.events.get(held.get(&table.name)?).kind {
                        EventKind::Table(row) => row.unpack().auto_increment,
                        _ => None,
                    }
                });
            let saved = self.case.backups.iter().filter_map(|&event| {
                let backup = self.case.backup(event)?;
                let of = |held: &&BackupTable| held.table.eq_ignore_ascii_case(&table.name);
                is_own(backup.database.as_deref().unwrap_or_default())
                    .then(|| backup.tables.iter().find(of)?.auto_increment)?
            });
            let most = listed.chain(saved).max().filter(|next| *next > 1)?;
            Some(format!("{} {}", coded(&table.name, 64), number(most)))
        };
        let known: Vec<String> = tables.iter().filter_map(highest).collect();
        match known.as_slice() {
            [] => String::new(),
            known => format!(" (the highest next ids in this evidence: {})", known.join(", ")),
        }
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

/// Values are lost in rows that are all there. A column that is gone must be there again first.
pub(crate) fn bring_back_columns(way: &Way<'_>) -> Step {
    const COPY: &str = "Copy the affected columns back from the scratch server, row by row by primary key; leave all other columns alone.";
    let gone = gone_columns(way);
    if gone.is_empty() {
        return Step::new(COPY)
            .risk("rows written since the loss hold newer values than the backup")
            .check("a sample of rows shows the old values");
    }
    Step::new(format!("Add the dropped columns again, NULL allowed until they are filled ({}); take their other attributes and indexes from the backup's CREATE TABLE. {COPY}", gone.join(", ")))
        .risk("rows written since the loss have no old value: the column may have to stay NULL there")
        .check("as many rows have a value as in the backup")
}

/// Columns that are gone, each with its type where the backup shows it.
fn gone_columns(way: &Way<'_>) -> Vec<String> {
    let backup = way.incident.backup.as_ref().and_then(|choice| way.case.backup(choice.event));
    let kind = |table: &str, column: &str| {
        let held = backup?.tables.iter().find(|t| t.table.eq_ignore_ascii_case(table))?;
        let (_, kind) = held.columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(column))?;
        Some(kind.clone()).filter(|kind| !kind.is_empty())
    };
    let mut out = Vec::new();
    let acts = way.incident.acts.iter().map(|&act| way.found.acts.get(act));
    for act in acts.filter(|act| act.operation == Operation::DropColumn) {
        for (table, column) in
            act.tables.iter().flat_map(|table| act.columns.iter().map(move |c| (table, c)))
        {
            let name = coded(&format!("{table}.{column}"), 120);
            let kind = kind(table, column).map(|k| format!(" as {}", coded(&k, 120)));
            out.push(name + &kind.unwrap_or_default());
        }
    }
    out
}
