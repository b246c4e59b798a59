//! Recovery on PostgreSQL: a base backup and the archived WAL up to just before the loss, into
//! a new data directory; else a dump on a server for trials. WAL does not go on top of a dump.

use crate::{
    report::way::{Way, bring_back_columns, no_backup},
    sql::{effects::EVERY_TABLE, operation::Operation},
    text::shell_word::{name_word, reader, shell_word},
    verdict::{
        impact::loss::{TableLoss, TableState},
        mechanism::contract::Step,
    },
};

/// The server for trials, as options of every client.
const SCRATCH: &str = "-h \"${SCRATCH_HOST:?}\" -U \"${DB_USER:?}\"";

/// What is done to the data.
pub(crate) fn steps(way: &Way<'_>) -> Vec<Step> {
    let mut out = vec![keep(way)];
    out.extend(dead_rows(way));
    out.extend([point_in_time(way), load(way)]);
    if way.incident.backup.is_some() {
        out.push(if way.changes_columns() { bring_back_columns(way) } else { bring_back(way) });
    }
    out
}

/// Accounts and rights that are gone.
pub(crate) fn accounts() -> Step {
    Step::new("Restore the roles and their privileges from an older `pg_dumpall --globals-only`, from a dump's own GRANT statements, or from the set-up scripts.")
        .risk("a privilege granted too widely is harder to notice than a missing one")
        .check("`\\du` and `\\dp` show what they showed before")
}

fn keep(way: &Way<'_>) -> Step {
    const COPY: &str = "psql -X -c 'SELECT pg_switch_wal()' postgres\ncp -a \"${WAL_ARCHIVE:?}\" \"${SAFE_PLACE:?}\"/";
    let (what, dump, check) = if way.drops_database() {
        ("", String::new(), "the archive holds the last segment")
    } else {
        (
            "dump what is there now, and ",
            format!("pg_dump -Fc -f \"${{SAFE_PLACE:?}}\"/as-found.dump {}\n", way.database),
            "`pg_restore -l` lists what is in the dump, and the archive holds the last segment",
        )
    };
    Step::new(format!("Preserve the current state before anything is loaded: {what}copy the archived WAL and the base backups. Suspend whatever expires them (pgBackRest, Barman, WAL-G, the retention of a managed service)."))
        .command(format!("{dump}{COPY}"))
        .risk("it needs disk space; without an archive the server recycles its WAL by itself: then copy pg_wal at once")
        .check(check)
}

/// Rows that a DELETE or UPDATE took lie in the table's files until they are vacuumed.
fn dead_rows(way: &Way<'_>) -> Option<Step> {
    const BY_ROWS: [Operation; 3] =
        [Operation::DeleteAll, Operation::DeleteMost, Operation::UpdateAll];
    let step = Step::new("Turn autovacuum off for these tables at once: the rows as they were lie in the tables' files until a vacuum takes them away. The extension pg_dirtyread can read them till then.")
        .risk("a vacuum may have been there already; run no VACUUM, CLUSTER or rewriting ALTER TABLE on them, and turn autovacuum on again afterwards")
        .check("last_autovacuum in pg_stat_user_tables is older than the loss");
    let set: Vec<String> = way
        .tables()
        .iter()
        .map(|table| {
            let (schema, name) = table.name.rsplit_once('.').unzip();
            let (of, set) = match schema {
                Some(schema) => (":\"s\".", format!(" -v s={}", name_word(schema))),
                None => ("", String::new()),
            };
            let name = name_word(name.unwrap_or(&table.name));
            format!("echo 'ALTER TABLE {of}:\"t\" SET (autovacuum_enabled = off)' | psql -X{set} -v t={name} {}", way.database)
        })
        .collect();
    way.only(&BY_ROWS).then(|| if set.is_empty() { step } else { step.command(set.join("\n")) })
}

/// A commit at the target itself is left out, and the statement's commit is never before its
/// stamp.
fn point_in_time(way: &Way<'_>) -> Step {
    let started = way.incident.started.best;
    let target = crate::time::utc(started).format("%Y-%m-%d %H:%M:%S%.6f+00");
    Step::new(format!(
        "Where a base backup from before {} and the WAL since then are kept, recover them into a new data directory, up to just before the first destructive statement: nothing that was committed before it is missing there. A managed service (RDS, Aurora, Cloud SQL, Azure) does this by its point-in-time restore into a new instance; give it the same moment.",
        way.case.show(started)
    ))
    .command(format!(
        "mkdir -m 700 \"${{NEW_DATADIR:?}}\"\ntar -xf \"${{BASE_BACKUP:?}}\" -C \"${{NEW_DATADIR:?}}\"\nprintf '%s\\n' \"restore_command = 'cp ${{WAL_ARCHIVE:?}}/%f %p'\" \"recovery_target_time = '{target}'\" 'recovery_target_inclusive = off' 'recovery_target_action = pause' 'archive_mode = off' >> \"${{NEW_DATADIR:?}}\"/postgresql.auto.conf\ntouch \"${{NEW_DATADIR:?}}\"/recovery.signal\npg_ctl -D \"${{NEW_DATADIR:?}}\" -o '-p 5433' start"
    ))
    .risk("the target is the statement's time in the server's log: where that clock or zone is in doubt, find the transaction with pg_waldump and set recovery_target_xid or recovery_target_lsn; before version 12 the settings stand in recovery.conf; once promoted it is a history of its own, so start again from the base backup for another target; where the settings lie outside the data directory (Debian, Ubuntu), copy postgresql.conf and pg_hba.conf into it first and run this as postgres; it must never archive into the archive that it reads")
    .check("its log says `recovery stopping before commit of transaction`; the tables hold their rows (a SELECT on one may hang while recovery is paused); `SELECT pg_wal_replay_resume()` then opens it for writing")
}

fn load(way: &Way<'_>) -> Step {
    let Some(choice) = &way.incident.backup else {
        return no_backup();
    };
    let (path, database) = (way.case.path(choice.event), &way.database);
    // of a dump in a folder, its table of contents was read
    let word = shell_word(path.strip_suffix("/toc.dat").unwrap_or(path));
    let is_archive =
        way.case.sources.get(way.case.place(choice.event).source).format == Some("pg_archive");
    let commands = if is_archive {
        format!(
            "createdb {SCRATCH} {database}\npg_restore -l {word} > \"${{SAFE_PLACE:?}}\"/contents\npg_restore --no-owner -L \"${{SAFE_PLACE:?}}\"/contents {SCRATCH} -d {database} {word}"
        )
    } else {
        format!(
            "createdb {SCRATCH} {database}\n{} {word} | psql -X -v ON_ERROR_STOP=1 {SCRATCH} -d {database}",
            reader(path)
        )
    };
    let step = Step::new("Without WAL: load the last good backup on a scratch server, never on the live one. What was written after it is not in it, and WAL cannot be replayed on top of a dump.")
        .command(commands)
        .risk(if is_archive {
            "lines that are taken out of the listing are not restored, so one table is enough where one is lost; never add --clean; the path is the one in this evidence"
        } else {
            "a dump made with --create, --clean or pg_dumpall drops and connects to databases by name: look for DROP and \\connect in it first; the path is the one in this evidence"
        });
    match way.holds() {
        Some(holds) => step.check(holds),
        None => step,
    }
}

/// Tables as options of pg_dump. A name without quotes is a pattern, and folds to lower case.
fn options<'t>(tables: impl Iterator<Item = &'t TableLoss>) -> String {
    let part = |part: &str| match part {
        EVERY_TABLE => part.to_owned(),
        part => format!("\"{}\"", part.replace('"', "\"\"")),
    };
    let name = |t: &TableLoss| t.name.split('.').map(part).collect::<Vec<_>>().join(".");
    tables.map(|t| format!(" -t {}", name_word(&name(t)))).collect()
}

/// A table that is gone comes back as it was; one that stands empty takes the rows alone, as
/// pg_restore stops at a CREATE of what exists; where rows remain, nothing can be loaded over them.
fn bring_back(way: &Way<'_>) -> Step {
    let step = Step::new("Bring back only what is lost, in one transaction, and without --clean: tables that are gone as they are, rows into tables that stand empty, and rows of tables that still hold some by way of a table beside them (`INSERT … ON CONFLICT DO NOTHING`). Then set each sequence above the highest id ever given (`setval`) and refresh materialized views.")
        .risk("-t takes no table along that foreign keys need, and pg_restore stops at a table that exists: leave those out and merge them by hand")
        .check("each table has as many rows on the live server as on the scratch server");
    let (tables, database) = (way.tables(), &way.database);
    let server = "-h \"${HOST:?}\" -U \"${DB_USER:?}\"";
    let load = |file: &str, only: &str, named: &str| {
        format!(
            "pg_dump -Fc{only} {SCRATCH}{named} -f \"${{SAFE_PLACE:?}}\"/{file} {database}\npg_restore --no-owner --single-transaction {server} -d {database} \"${{SAFE_PLACE:?}}\"/{file}"
        )
    };
    let of = |state| options(tables.iter().filter(move |t| t.state == state));
    let mut commands = Vec::new();
    if way.drops_database() {
        commands.push(format!("createdb {server} {database}"));
        commands.push(load("back.dump", "", ""));
    } else if way.incident.impact.tables.is_empty() {
        commands.push(load("back.dump", "", ""));
    } else {
        let (missing, empty) = (of(TableState::Missing), of(TableState::Empty));
        let are_missing =
            || way.incident.impact.tables.iter().all(|t| t.state == TableState::Missing);
        if !missing.is_empty() || tables.is_empty() && are_missing() {
            commands.push(load("back.dump", "", &missing));
        }
        if !empty.is_empty() {
            commands.push(load("rows.dump", " --data-only", &empty));
        }
    }
    if commands.is_empty() { step } else { step.command(commands.join("\n")) }
}
