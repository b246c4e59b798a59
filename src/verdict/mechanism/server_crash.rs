//! `server_crash`: a crash of the server that left damage.

use crate::{
    case::{
        capability::procedure::Procedure, facts::Case, severity::Severity, suspect::Suspect,
        trigger::TriggerKind,
    },
    event::{ids::EventId, kind::EventKind, log::ServerMark},
    text::{
        number::number,
        page::page,
        shell_word::{SCRATCH, name_word, reader, shell_word, statement_word},
    },
    time::{SECOND, When, utc},
    verdict::{
        damage::damaged,
        footprint::Why,
        impact::backup::Choice,
        likelihood::Likelihood,
        mechanism::contract::{Advice, Definition, Profile, Step, Unrecovered, Unstated},
        suspect::RankedSuspect,
    },
};

const NEW: &str = "mysql -h \"${NEW_HOST:?}\" -u \"${DB_USER:?}\" -p";

page! {
    /// The server's error log has a report of a crash, or at least two lines of damaged pages or
    /// tables; recovery from an unclean stop at the next start speaks for it. No statement did it.
    pub(crate) struct ServerCrash;
}

impl Definition for ServerCrash {
    fn profile(&self) -> Profile {
        Profile {
            headline: Some("the database server crashed and left damage"),
            heading: Some("crash of the database server"),
            by_statements: false,
            advice: &[Advice {
                text: "Monitor the host's storage and memory, keep page checksums on, and check tables regularly on a replica or a restored backup.",
                why: "the damage became known only when the pages were read",
            }],
            checks: &[
                Advice {
                    text: "Run `mysqlcheck --check --all-databases` on the new server now and again a day later.",
                    why: "damage shows only when a page is read",
                },
                Advice {
                    text: "Read the server's error log for corruption and crash recovery over the first day.",
                    why: "a remaining fault of disk or memory shows up again",
                },
            ],
            ..Profile::new("server_crash", "", "a crash of the database server")
        }
    }

    fn without_statements(&self, case: &Case<'_>) -> Vec<Unstated> {
        use ServerMark::{Corruption, Crash, Mismatched, Recovery};
        let is_of_it = |mark| matches!(mark, Crash | Corruption | Recovery | Mismatched);
        let mut lines: Vec<Line> = case
            .events
            .iter()
            .filter_map(|(event, placed)| match &placed.kind {
                EventKind::Server(server) if is_of_it(server.mark) => {
                    Some(Line { when: placed.when?, mark: server.mark, event })
                }
                _ => None,
            })
            .collect();
        lines.sort_by_key(|line| (line.when.best, line.event));
        lines
            .chunk_by(|a, b| b.when.best.saturating_sub(a.when.best) < APART_US)
            .filter_map(|lines| of_one(case, lines))
            .collect()
    }

    fn recovery(&self, loss: &Unrecovered<'_>) -> Option<Vec<Step>> {
        let damaged = damaged(loss.case, loss.server);
        let of_table = || damaged.first().and_then(|table| table.split_once('.'));
        let database = name_word(
            loss.database.or_else(|| of_table().map(|(database, _)| database)).unwrap_or_default(),
        );
        let create = statement_word(
            "CREATE DATABASE",
            loss.database.or_else(|| of_table().map(|(database, _)| database)),
        );
        let files =
            if loss.backup.is_some() { &["readable", "damaged"][..] } else { &["readable"] };
        let loads: String = files
            .iter()
            .map(|file| format!("{NEW} {database} < \"${{SAFE_PLACE:?}}\"/{file}.sql\n"))
            .collect();
        let named = if damaged.is_empty() {
            "the damaged tables".to_owned()
        } else {
            damaged.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ")
        };
        let mut out = vec![
            Step::new(
                "Stop the server and keep it from restarting: each start works on the damaged files.",
            )
            .command("systemctl mask --now mariadb mysql")
            .risk("the site is down")
            .check("no server process runs; `systemctl unmask` both before the end"),
            Step::new("Copy the data directory as it is, before any repair.")
                .command("cp -a \"${DATADIR:?}\" \"${SAFE_PLACE:?}\"/datadir-as-found")
                .risk("it needs as much disk space as the data, on a disk other than the suspect one")
                .check("the copy has the size of the original"),
            Step::new(
                "Check the disk and the memory first: pages do not go bad by themselves, and a restore onto a failing disk fails again.",
            )
            .command("dmesg -T | grep -iE 'i/o error|ecc|mce'\nsmartctl -a \"${DEVICE:?}\"")
            .check("no device or memory errors; otherwise use another machine for what follows"),
            dump_readable(&damaged, &named, &database),
        ];
        match loss.backup {
            Some(choice) => out.extend(from_backup(
                loss,
                choice,
                (&damaged, &named),
                (&database, &create),
            )),
            None => out.push(Step::new(format!(
                "Look for a backup of {named}: none in this evidence is complete and older than the crash."
            ))),
        }
        out.push(
            Step::new(
                "Load the dumps on a new server, check every table, then point the application to it.",
            )
            .command(format!("{NEW} -e {create}\n{loads}mysqlcheck -h \"${{NEW_HOST:?}}\" -u \"${{DB_USER:?}}\" -p --check --all-databases"))
            .risk("tables of the two dumps are from different moments: rows may refer to rows that are not there")
            .check("every table is reported as OK"),
        );
        Some(out)
    }

    fn would_decide(&self, hours: &str) -> Vec<String> {
        vec![
            format!(
                "the kernel's log (dmesg, `journalctl -k`) of {hours} would show memory or disk faults, and whether the process was killed for lack of memory"
            ),
            "a core file, or the server's backtrace with its symbols, would show where the server stopped".into(),
        ]
    }
}

/// A line of the server that marks something.
struct Line {
    when: When,
    mark: ServerMark,
    event: EventId,
}

/// Lines that lie further apart tell of different happenings: a server that is started again and
/// again on damaged files tells of them at each start.
const APART_US: i64 = 12 * 3600 * SECOND;

/// The crash of which lines of one time tell, in their order.
fn of_one(case: &Case<'_>, lines: &[Line]) -> Option<Unstated> {
    let marked = |wanted: ServerMark| -> Vec<EventId> {
        lines.iter().filter(|line| line.mark == wanted).map(|line| line.event).collect()
    };
    let crashed = marked(ServerMark::Crash);
    let damage = marked(ServerMark::Corruption);
    let recovered = marked(ServerMark::Recovery);
    // pages and log of different moments need no crash to be told as damaged
    let copied = lines.iter().any(|line| line.mark == ServerMark::Mismatched);
    if crashed.is_empty() && (damage.len() < 2 || copied) {
        return None;
    }
    let is_shown = |line: &&Line| matches!(line.mark, ServerMark::Crash | ServerMark::Corruption);
    let first = lines.iter().find(is_shown)?;
    let some = |events: &[EventId], most: usize| events.iter().copied().take(most).collect();
    let mut reasons = Vec::new();
    if !crashed.is_empty() {
        let text = "the server's error log has its own report of a crash";
        reasons.push(Why::pro(text, some(&crashed, 2)));
    }
    if !recovered.is_empty() {
        let text = "the storage engine recovered from an unclean stop at the next start";
        reasons.push(Why::pro(text, some(&recovered, 2)));
    }
    if !damage.is_empty() {
        let text = format!("{} lines report damaged pages or tables", damage.len());
        reasons.push(Why::pro(text, some(&damage, 3)));
    }
    let severity = if damage.is_empty() { Severity::Medium } else { Severity::High };
    let ended = lines.last().map_or(first.when.best, |line| line.when.best);
    let is_quiet = case.seen_between(first.when.best, ended).all(|seen| seen.effects.is_empty());
    let quiet = Why::con("no statement in the logs removed anything at that time", Vec::new());
    let happened = if crashed.is_empty() {
        "pages or tables are damaged; what damaged them is not in this evidence"
    } else {
        "the server stopped by itself; what made it crash is not in this evidence"
    };
    let mut server = crashed;
    server.extend(damage.into_iter().take(5));
    Some(Unstated {
        started: first.when,
        ended,
        severity,
        likelihood: Likelihood::AlmostCertain,
        reasons,
        excluded: is_quiet.then_some((Procedure::ManualSql, quiet)),
        suspect: RankedSuspect {
            suspect: Suspect {
                kind: TriggerKind::Server,
                when: Some(first.when),
                events: vec![first.event],
                opaque: true,
                ..Suspect::default()
            },
            reasons: vec![Why::pro(happened, some(&server, 2))],
            likelihood: Likelihood::Likely,
        },
        server,
    })
}

fn dump_readable(damaged: &[String], named: &str, database: &str) -> Step {
    let ignored: String = damaged
        .iter()
        .filter(|t| t.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')))
        .map(|t| format!(" --ignore-table={t}"))
        .collect();
    Step::new(format!(
        "Start a second server on a copy of the copy with `innodb_force_recovery=1`, with the settings of the first but for its paths, and dump everything readable except {named}."
    ))
    .command(format!(
        "cp -a \"${{SAFE_PLACE:?}}\"/datadir-as-found \"${{SAFE_PLACE:?}}\"/rescue\n\
         mysqld --datadir=\"${{SAFE_PLACE:?}}\"/rescue --socket=\"${{SAFE_PLACE:?}}\"/rescue.sock --pid-file=\"${{SAFE_PLACE:?}}\"/rescue.pid --skip-networking --skip-log-bin --innodb-force-recovery=1 --user=mysql &\n\
         mysqladmin -S \"${{SAFE_PLACE:?}}\"/rescue.sock --wait=30 ping\n\
         mysqldump -S \"${{SAFE_PLACE:?}}\"/rescue.sock --single-transaction --routines --triggers --events{ignored} {database} > \"${{SAFE_PLACE:?}}\"/readable.sql"
    ))
    .risk("values above 3 may damage the copy for good: raise it only on another copy")
    .check("the dump ends with `-- Dump completed`")
}

/// The damaged tables out of the backup, and forward from there.
fn from_backup(
    loss: &Unrecovered<'_>,
    choice: &Choice,
    (damaged, named): (&[String], &str),
    (database, create): (&str, &str),
) -> [Step; 3] {
    let path = loss.case.path(choice.event);
    let stamp = |us: i64| utc(us).format("%Y-%m-%d %H:%M:%S").to_string();
    let mut load = Step::new(format!(
        "Take {named} from the last good backup: load it on a scratch server."
    ))
    .command(format!(
        "{SCRATCH} -e {create}\n{} {} | {SCRATCH} {database}",
        reader(path),
        shell_word(path)
    ))
    .risk("anything written to these tables after the backup is missing from it; the path is the one in this evidence");
    if let Some(backup) = loss.case.backup(choice.event) {
        load = load.check(format!(
            "{} tables and {} rows, as in the dump",
            backup.tables.len(),
            number(backup.rows)
        ));
    }
    let replay = Step::new(format!(
        "Where binary logs reach from {} on, replay them on the scratch server up to the crash.",
        loss.case.show(choice.taken.best)
    ))
    .command(format!(
        "TZ=UTC mysqlbinlog --start-datetime='{}' --stop-datetime='{}' --database={database} ${{BINLOG_FILES:?}} | {SCRATCH}",
        stamp(choice.taken.best),
        stamp(loss.started.best)
    ))
    .risk("the last transaction before the crash may be cut off")
    .check("the newest rows are from just before the crash");
    let names: String = damaged
        .iter()
        .filter_map(|table| table.split_once('.'))
        .map(|(_, table)| format!(" {}", shell_word(table)))
        .collect();
    let names = if names.is_empty() { " \"${TABLES:?}\"".to_owned() } else { names };
    let dump = Step::new(format!("Dump {named} from the scratch server."))
        .command(format!(
            "mysqldump -h \"${{SCRATCH_HOST:?}}\" -u \"${{DB_USER:?}}\" -p --single-transaction {database}{names} > \"${{SAFE_PLACE:?}}\"/damaged.sql"
        ))
        .check("the dump ends with `-- Dump completed`");
    [load, replay, dump]
}
