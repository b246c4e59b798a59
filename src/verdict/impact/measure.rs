//! Measures what the acts of an incident took, against the states on either side and the backup.

use std::collections::{HashMap, HashSet};

use crate::{
    case::{
        facts::{Act, Status},
        reason::{CountedBy, StatusReason},
        snapshot,
    },
    event::{backup::Backup, ids::EventId},
    sql::operation::Operation,
    time::SECOND,
    verdict::{
        impact::{
            backup::Choice,
            cascade::{self, Sides},
            loss::{Impact, RowsBasis, TableLoss, TableState},
            migrations,
        },
        scene::Scene,
    },
};

/// What the acts of a scene took. `refilled`: the tables were filled again by the same hand, as by
/// a dump loaded over them, so that only what is fewer now is lost.
pub(crate) fn measure(scene: &Scene<'_>, good: Option<&Choice>, refilled: bool) -> Impact {
    let case = scene.case;
    let backup = good.and_then(|choice| case.backup(choice.event));
    let taken = good.map_or(i64::MIN, |choice| choice.taken.best);
    let mut hit = Hit::of(scene);
    let database = scene.database.as_deref();
    let before = snapshot::last_before(case, Some(scene.started.best), database, &hit.names);
    hit.add_whole_databases(backup);
    let after =
        snapshot::first_after(case, scene.ended.saturating_sub(SECOND), database, &hit.names);
    let sides = Sides { before, after };
    // A snapshot that is not newer than the backup estimates what the backup counts.
    let since_backup = before.and_then(|view| snapshot::known_time(view.snapshot));
    let counts = since_backup.is_none_or(|at| at <= taken.saturating_add(3600 * SECOND));
    let held = backup.iter().flat_map(|backup| backup.tables.iter().rev());
    // of two that are called alike the one of the incident's database counts
    let (other, own): (Vec<_>, Vec<_>) = held.partition(|table| {
        let is_own = |name: &String| database.is_none_or(|own| own.eq_ignore_ascii_case(name));
        !table.database.as_ref().is_none_or(is_own)
    });
    let backed_up: HashMap<String, u64> = other
        .into_iter()
        .flat_map(|table| {
            [
                (table.table.clone(), table),
                (qualified(table.database.as_deref(), &table.table), table),
            ]
        })
        .chain(own.into_iter().map(|table| (table.table.clone(), table)))
        .map(|(name, table)| (name.to_ascii_lowercase(), table.rows))
        .collect();
    let mut impact = Impact {
        migrations: migrations::batches(case, scene.started, scene.ended),
        ..Impact::none()
    };
    let mut total: Option<u64> = None;
    let mut from_backup = Vec::new();
    // rows that the backup counts, and those that only a snapshot tells of
    let (mut by_backup, mut by_snapshot) = (None::<u64>, None::<u64>);
    for name in &hit.names {
        let table = Measured::of(scene, &hit, sides, (&backed_up, counts), name, refilled);
        let by_record = table.harm == Harm::Rows && table.counted.is_some();
        let known = if table.counted_in_backup { &mut by_backup } else { &mut by_snapshot };
        if let Some(rows) = table.loss.rows_before
            && !(by_record && table.rows_now.is_none())
        {
            *known = Some(known.unwrap_or(0).saturating_add(rows));
        }
        if let Some(rows) = table.loss.rows_lost {
            total = Some(total.unwrap_or(0).saturating_add(rows));
        }
        if table.is_lost(refilled) {
            impact.tables_lost = impact.tables_lost.saturating_add(1);
        }
        from_backup.push(table.counted_in_backup);
        impact.tables.push(table.loss);
    }
    let along = cascade::cascaded(case, &scene.acts, sides, &hit.names, &backed_up);
    for table in &along {
        total = total.map(|total| total.saturating_add(table.rows_lost.unwrap_or(0)));
        if table.state == TableState::Empty || table.is_renewed() {
            impact.tables_lost = impact.tables_lost.saturating_add(1);
        }
    }
    impact.tables.extend(along);
    for table in &mut impact.tables {
        table.database.clone_from(&scene.database);
    }
    impact.rows_lost = total;
    impact.seen_after = after.is_some();
    impact.basis = match (by_backup, by_snapshot) {
        (None, None) if total.is_none() => RowsBasis::Unknown,
        (None, None) if scene.acts.iter().any(|act| is_computed(act)) => RowsBasis::Computed,
        (None, None) => RowsBasis::Estimate,
        _ if by_backup > by_snapshot => RowsBasis::Backup,
        _ => RowsBasis::Snapshot,
    };
    if impact.basis == RowsBasis::Snapshot {
        for (table, _) in impact.tables.iter_mut().zip(&from_backup).filter(|(_, held)| **held) {
            table.note.get_or_insert_with(|| "rows as counted in the backup".to_owned());
        }
    }
    if let (Some(before), Some(after)) = (before, after) {
        let written = |name: &str| {
            let seen = scene.acts.iter().flat_map(|act| &act.seen);
            let mut names = seen.flat_map(|&id| &case.seen.get(id).statement.objects);
            names.any(|own| own.name.eq_ignore_ascii_case(name))
        };
        let untouched = |name: &&str| {
            !written(name)
                && !hit.names.iter().any(|own| own.eq_ignore_ascii_case(name))
                && after.contains(name)
                && !impact.tables.iter().any(|table| table.name == **name)
        };
        impact.intact = before.tables.names().filter(untouched).map(str::to_owned).collect();
    }
    impact
}

/// What a table of another database than the incident's is called.
fn qualified(database: Option<&str>, table: &str) -> String {
    database.map_or_else(|| table.to_owned(), |database| format!("{database}.{table}"))
}

/// The tables that were hit, and the acts that name each.
struct Hit<'a> {
    scene: &'a Scene<'a>,
    names: Vec<String>,
    acts: HashMap<&'a str, Vec<&'a Act>>,
    /// Drops of whole databases, which hit every table of each.
    drops: Vec<&'a Act>,
}

impl<'a> Hit<'a> {
    fn of(scene: &'a Scene<'a>) -> Hit<'a> {
        let mut hit = Hit { scene, names: Vec::new(), acts: HashMap::new(), drops: Vec::new() };
        for &act in scene.acts.iter().filter(|act| act.operation.is_of_rows()) {
            let whole = act.operation == Operation::DropDatabase;
            for table in &act.tables {
                if !hit.acts.contains_key(table.as_str()) {
                    hit.names.push(table.clone());
                }
                let on = hit.acts.entry(table).or_default();
                if !whole {
                    on.push(act);
                }
            }
            if whole {
                hit.drops.push(act);
            }
        }
        hit
    }

    /// The database of a drop, where it is another than the incident's.
    fn other<'b>(&self, drop: &'b Act) -> Option<&'b str> {
        let own = self.scene.database.as_deref();
        drop.database
            .as_deref()
            .filter(|name| own.is_some_and(|own| !own.eq_ignore_ascii_case(name)))
    }

    /// Where whole databases went: the tables that each is known to have held.
    fn add_whole_databases(&mut self, backup: Option<&Backup>) {
        let (drops, named) = (self.drops.clone(), self.names.clone());
        let mut known: HashSet<String> = named.iter().cloned().collect();
        for drop in drops {
            let other = self.other(drop);
            let at = Some(self.scene.started.best);
            let database = drop.database.as_deref();
            let of_backup = |backup: &Backup| -> Vec<String> {
                let is_own = |name: &str| database.is_none_or(|own| own.eq_ignore_ascii_case(name));
                let held = backup.tables.iter().filter(|table| {
                    let of = table.database.as_deref().or(backup.database.as_deref());
                    of.map_or(other.is_none(), is_own)
                });
                held.map(|table| table.table.clone()).collect()
            };
            let named = if other.is_some() { &[][..] } else { &named };
            let held = match snapshot::last_before(self.scene.case, at, database, named) {
                Some(view) => view.tables.names().map(str::to_owned).collect(),
                None => backup.map(of_backup).unwrap_or_default(),
            };
            let names = held.into_iter().map(|name| qualified(other, &name));
            self.names.extend(names.filter(|name| known.insert(name.clone())));
        }
    }

    fn on(&self, name: &'a str) -> impl Iterator<Item = &'a Act> + Clone {
        let is_of = move |drop: &&&'a Act| {
            self.other(drop).is_none_or(|other| {
                name.strip_prefix(other).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        let drops = self.drops.iter().filter(is_of).copied();
        self.acts.get(name).into_iter().flatten().copied().chain(drops)
    }
}

/// Whether rows that it took, or that went along, are those of a backup.
fn is_computed(act: &Act) -> bool {
    act.status_reason.counted_by() == Some(CountedBy::Backup)
        || act.along.as_ref().is_some_and(|along| !along.is_empty())
}

fn is_of_columns(act: &Act) -> bool {
    matches!(act.operation, Operation::DropColumn | Operation::AlterLossy)
}

/// The worst that was done to a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// Columns only.
    Columns,
    /// Values of its rows, which are all still there.
    Values,
    /// Some of its rows.
    Rows,
    /// All of its rows.
    Emptied,
    /// The table itself.
    Dropped,
}

impl Harm {
    fn of<'a>(acts: impl Iterator<Item = &'a Act>) -> Harm {
        let of_one = |act: &Act| match act.operation {
            _ if is_of_columns(act) => Harm::Columns,
            _ if matches!(act.status_reason, StatusReason::SwappedIn { .. }) => Harm::Rows,
            Operation::DropTable
            | Operation::DropDatabase
            | Operation::ReplaceTable
            | Operation::TablesRecreated => Harm::Dropped,
            Operation::RowsVanished
                if !matches!(
                    act.status_reason,
                    StatusReason::Cascaded { .. } | StatusReason::Shrunk { .. }
                ) =>
            {
                Harm::Dropped
            }
            Operation::TruncateTable | Operation::DeleteAll => Harm::Emptied,
            Operation::UpdateAll => Harm::Values,
            _ => Harm::Rows,
        };
        acts.map(of_one).max().unwrap_or(Harm::Rows)
    }
}

/// One table, measured.
struct Measured {
    loss: TableLoss,
    /// Its rows before are those of the backup.
    counted_in_backup: bool,
    /// Rows that a record of a statement counts.
    counted: Option<u64>,
    harm: Harm,
    /// What a state from after tells, where there is one.
    rows_now: Option<u64>,
}

impl Measured {
    fn of(
        scene: &Scene<'_>,
        hit: &Hit<'_>,
        sides: Sides<'_>,
        (backed_up, counts): (&HashMap<String, u64>, bool),
        name: &str,
        refilled: bool,
    ) -> Measured {
        let own = hit.on(name);
        let sides = Sides { after: sides.after.filter(|view| view.speaks_of(name)), ..sides };
        let harm = Harm::of(own.clone());
        let dumped = sides.before.and_then(|view| view.table(name)?.0.table_rows);
        // The server's estimate may be 0 for a table that has rows (just after a start); a backup
        // counts.
        let from_backup = backed_up
            .get(&name.to_ascii_lowercase())
            .copied()
            .filter(|rows| counts || dumped.is_none() || dumped == Some(0) && *rows > 0);
        let rows_before = from_backup.or(dumped);
        let row_after = sides.after.and_then(|view| view.table(name));
        let rows_now = match &row_after {
            Some((table, _)) if harm == Harm::Rows => sides
                .before
                .zip(sides.after)
                .and_then(|(before, after)| before.left(&after, name, rows_before))
                .or(table.table_rows),
            Some((table, _)) => table.table_rows,
            None => sides.after.map(|_| 0),
        };
        let put_back = || scene.uses.put_back(hit.on(name).last()?, name);
        let again = rows_now.is_none() && refilled && harm > Harm::Rows;
        let rows_now = rows_now.or_else(|| again.then(put_back).flatten().filter(|rows| *rows > 0));
        let mut table = Measured {
            counted_in_backup: from_backup.is_some(),
            counted: own.clone().filter_map(|act| act.rows_of(name)).filter(|rows| *rows > 0).max(),
            harm,
            rows_now,
            loss: TableLoss {
                database: None,
                name: name.to_owned(),
                rows_before,
                rows_after: if harm == Harm::Columns { rows_before } else { rows_now },
                rows_lost: None,
                rows_loaded: None,
                state: TableState::Intact,
                columns_lost: own
                    .filter(|act| is_of_columns(act))
                    .flat_map(|act| act.columns.iter().cloned())
                    .collect(),
                note: None,
            },
        };
        let row = row_after.map(|(_, event)| event);
        table.loss.state = table.state(scene, hit, sides, row);
        table.loss.rows_lost = table.rows_lost(refilled);
        table.loss.note = table.note();
        table
    }

    /// What became of it. `row` is its row in the state from after.
    fn state(
        &self,
        scene: &Scene<'_>,
        hit: &Hit<'_>,
        sides: Sides<'_>,
        row: Option<EventId>,
    ) -> TableState {
        let (name, before) = (self.loss.name.as_str(), self.loss.rows_before);
        let again =
            || hit.on(name).last().is_some_and(|act| scene.uses.made_again(act, name).is_some());
        let by_statement = match self.harm {
            Harm::Columns | Harm::Values => return TableState::Intact,
            Harm::Dropped if again() => TableState::Recreated,
            Harm::Dropped => TableState::Missing,
            Harm::Emptied => TableState::Empty,
            Harm::Rows => TableState::Fewer,
        };
        let Some(row) = row else {
            // a listing may leave out views, or other schemas
            let gone = sides.after.is_some() && !again();
            return if gone { TableState::Missing } else { by_statement };
        };
        let since = scene.started.best.saturating_sub(SECOND);
        let is_new = match scene.case.made_at(row) {
            Some(at) => at >= since,
            None => hit.on(name).any(|act| act.status != Status::Inferred),
        };
        match self.rows_now {
            _ if self.harm == Harm::Dropped && is_new => TableState::Recreated,
            // it held none before
            Some(0) if before == Some(0) && self.harm != Harm::Dropped => TableState::Intact,
            Some(0) => TableState::Empty,
            Some(now) if before.is_some_and(|before| now < before) => TableState::Fewer,
            // it is as old as before, so it was not dropped
            _ if self.harm == Harm::Dropped => TableState::Intact,
            // a count that is no smaller is an estimate, or others were put in
            _ => by_statement,
        }
    }

    /// Why the numbers of a table do not add up, where they do not.
    fn note(&self) -> Option<String> {
        let (before, now) = (self.loss.rows_before?, self.rows_now?);
        let gone = self.loss.rows_lost.filter(|lost| *lost != before.saturating_sub(now))?;
        Some(if self.harm == Harm::Rows {
            format!("the record of the statement counts {gone} rows")
        } else if now < before {
            "all rows from before are gone; those there now are new".to_owned()
        } else {
            "the count afterwards is an estimate, or of new rows".to_owned()
        })
    }

    /// Rows lost, where anything tells.
    fn rows_lost(&self, refilled: bool) -> Option<u64> {
        if self.harm <= Harm::Values {
            return None;
        }
        match (self.loss.rows_before, self.rows_now) {
            (Some(before), Some(now)) if self.harm == Harm::Rows => {
                Some(self.counted.unwrap_or(before.saturating_sub(now)))
            }
            (Some(before), Some(now)) if refilled && now > 0 => Some(before.saturating_sub(now)),
            (Some(before), None) if self.harm == Harm::Rows => Some(self.counted.unwrap_or(before)),
            // What is there now was put in since: the old rows are gone all the same.
            (Some(before), _) => Some(before),
            (None, _) => self.counted,
        }
    }

    /// Whether the table counts as lost.
    fn is_lost(&self, refilled: bool) -> bool {
        let emptied = self.loss.state == TableState::Empty && self.loss.rows_before > Some(0);
        let whole = match self.rows_now.filter(|_| refilled) {
            Some(rows) => rows == 0 && self.loss.rows_before != Some(0),
            None => true,
        };
        let is_hit = matches!(self.harm, Harm::Dropped | Harm::Emptied) || emptied;
        is_hit && whole && self.loss.state != TableState::Intact
    }
}
