//! `could-do-it`: what its text can do, against what was done.

use crate::{
    case::{
        capability::{ability::Ability, procedure::Procedure},
        suspect::Suspect,
    },
    event::query::Query,
    sql::fold::folded,
    text::page::page,
    time::{SECOND, schedule::Schedule, zone::Zone},
    verdict::signal::contract::{Charge, Signal, Weighed, con, never, pro},
};

page! {
    /// The text of a command, script, job or schedule is read for what it can send. A suspect that
    /// can do just this gains, one that can do something else only is excluded, a login whose
    /// commands are not known stays possible.
    pub(crate) struct CouldDoIt;
}

impl Signal for CouldDoIt {
    fn id(&self) -> &'static str {
        "could-do-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let events = suspect.events.iter().copied().take(2).collect::<Vec<_>>();
        if suspect.abilities.is_empty() && (suspect.opaque || suspect.sent.is_some()) {
            return None;
        }
        let removes = |ability: &Ability| ability.procedure == Procedure::FilesRemoved;
        if charge.profile.procedure == Some(Procedure::FilesRemoved) {
            if !suspect.abilities.iter().any(removes) {
                return never("it removes no files, volume or machine", events);
            }
        } else if charge.is_known
            && !suspect.abilities.is_empty()
            && suspect.abilities.iter().all(removes)
        {
            return never("it removes files and sends no statement", events);
        }
        let is_scheduler_tick = suspect
            .command
            .as_deref()
            .is_some_and(|c| c.contains("schedule:run") || c.contains("schedule:work"));
        if suspect.abilities.is_empty() {
            if is_scheduler_tick {
                return con(
                    4.0,
                    "it starts the framework's schedule, and nothing in this evidence has a destructive task on that schedule",
                    events,
                );
            }
            return never("it cannot send such statements", events);
        }
        let tables: Vec<&String> = charge.scene.acts.iter().flat_map(|a| &a.tables).collect();
        let able: Vec<&Ability> = suspect
            .abilities
            .iter()
            .filter(|a| {
                !a.pretend
                    && reaches(a, &tables)
                    && due(a, suspect, charge)
                    && charge.scene.acts.iter().any(|act| a.may(act.operation))
            })
            .collect();
        if able.is_empty() {
            return if is_scheduler_tick {
                con(
                    4.0,
                    "it starts the framework's schedule, and no destructive task was due at that minute",
                    events,
                )
            } else {
                never("what it can do does not touch these tables at that time", events)
            };
        }
        if let Some((points, text)) = has_statement(&able, charge) {
            return pro(points, text, events);
        }
        // A call in program text (`Post::truncate()`) is no statement to compare word for word.
        let names_it = |a: &&Ability| {
            Some(a.procedure) == charge.profile.procedure
                && a.statement.as_deref().is_none_or(|s| s.contains("::") || s.contains("->"))
        };
        if able.iter().any(names_it) {
            if is_scheduler_tick {
                return pro(
                    1.5,
                    "it starts the framework's schedule, which has a task that does exactly that",
                    events,
                );
            }
            return pro(4.0, "this command does exactly that", events);
        }
        let objects: Vec<&String> =
            charge.scene.acts.iter().flat_map(|a| a.tables.iter().chain(&a.database)).collect();
        let related = able.iter().any(|a| {
            a.statement.as_deref().is_none_or(|s| objects.iter().any(|o| s.contains(o.as_str())))
                && charge.profile.covers(a.procedure)
        });
        if related {
            let points = if able
                .iter()
                .any(|a| a.procedure == Procedure::ManualSql && a.statement.is_none())
            {
                1.5
            } else {
                2.0
            };
            return pro(points, "it can send such statements", events);
        }
        if able.iter().any(|a| a.is_unseen()) {
            return pro(
                if bodes(suspect, charge) { 1.5 } else { 0.5 },
                "possible; what it runs is not in this evidence",
                events,
            );
        }
        if !charge.is_known {
            return None;
        }
        never("it can send statements, but not these", events)
    }
}

/// Points and words where one of them has the statement that was sent, or calls the routine.
fn has_statement(able: &[&Ability], charge: &Charge<'_>) -> Option<(f64, &'static str)> {
    let wanted = charge.scene.folded_texts();
    let any = |fits: &dyn Fn(&str) -> bool| {
        able.iter().any(|ability| ability.statement.as_deref().is_some_and(fits))
    };
    if any(&|s| {
        let s = folded(s);
        wanted.contains(&s) || wanted.iter().any(|w| !w.is_empty() && s.contains(w.as_str()))
    }) {
        return Some((5.0, "its text has the very statement"));
    }
    if any(&|s| wanted.iter().any(|w| fills(&folded(s), w))) {
        return Some((4.0, "its text has the statement, with a variable for a name in it"));
    }
    if any(&|s| called(s).is_some_and(|routine| sent_by(charge, &routine))) {
        return Some((5.0, "its text calls the stored routine that sent the statements"));
    }
    if any(&|s| called(s).is_some_and(|routine| MAINTENANCE.contains(&routine.as_str()))) {
        return Some((4.0, "it calls a routine that drops what is past its retention"));
    }
    (charge.scene.inside().next().is_some() && any(&|s| called(s).is_some()))
        .then_some((2.0, "it calls a stored routine whose text is not in this evidence"))
}

/// Routines of extensions that drop partitions and chunks by a setting: pg_partman, TimescaleDB.
const MAINTENANCE: &[&str] = &[
    "run_maintenance",
    "run_maintenance_proc",
    "drop_partition_time",
    "drop_partition_id",
    "drop_chunks",
    "policy_retention",
];

/// Whether a command is called after such a act, or after what was hit: a hint, no more.
fn bodes(suspect: &Suspect, charge: &Charge<'_>) -> bool {
    const WORDS: [&str; 14] = [
        "reset", "drop", "wipe", "purge", "fresh", "truncate", "clean", "destroy", "flush",
        "delete", "nuke", "teardown", "restore", "rollback",
    ];
    let Some(command) = suspect.command.as_deref().map(str::to_ascii_lowercase) else {
        return false;
    };
    let mut words = command.split(|c: char| !c.is_ascii_alphanumeric());
    let database = charge.scene.database.as_deref();
    let hit = charge.scene.acts.iter().flat_map(|act| &act.tables);
    words.any(|word| {
        WORDS.contains(&word) || Some(word) == database || hit.clone().any(|table| table == word)
    })
}

/// Whether a statement of a script becomes `sent` once its variables have values: what stands
/// between the variables is found in `sent`, in order, from its start to its end. A statement that
/// is little more than a variable fits anything and so nothing.
fn fills(statement: &str, sent: &str) -> bool {
    if !statement.contains('$') {
        return false;
    }
    let mut pieces: Vec<String> = vec![String::new()];
    let mut rest = statement.chars().filter(|c| *c != '\\').peekable();
    while let Some(c) = rest.next() {
        if c != '$' {
            if let Some(last) = pieces.last_mut() {
                last.push(c);
            }
            continue;
        }
        if rest.next_if_eq(&'{').is_some() {
            while rest.next().is_some_and(|c| c != '}') {}
        } else {
            while rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '_').is_some() {}
        }
        pieces.push(String::new());
    }
    let literal: usize = pieces.iter().map(|p| p.trim().len()).sum();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    if literal < 8 || first.trim().is_empty() || !sent.ends_with(last.as_str()) {
        return false;
    }
    let Some(mut left) = sent.strip_prefix(first.as_str()) else { return false };
    for piece in pieces.iter().skip(1).filter(|p| !p.is_empty()) {
        let Some(at) = left.find(piece.as_str()) else { return false };
        left = left.get(at.saturating_add(piece.len())..).unwrap_or("");
    }
    true
}

/// The routine that a statement calls (`CALL x.y(1)`, `SELECT x.y(1)`), without its schema.
fn called(statement: &str) -> Option<String> {
    let mut words = statement
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ';'))
        .filter(|w| !w.is_empty());
    let verb = words.next()?.to_ascii_lowercase();
    let routine = words.next()?;
    let is_call = verb == "call" || verb == "select" && statement.contains(&format!("{routine}("));
    is_call.then(|| bare(routine))
}

fn bare(name: &str) -> String {
    let own = name.rsplit('.').next().unwrap_or(name);
    own.trim_matches(['`', '"']).to_ascii_lowercase()
}

/// Whether the log names the routine as the sender of the acts.
fn sent_by(charge: &Charge<'_>, routine: &str) -> bool {
    charge.scene.acts.iter().flat_map(|a| &a.events).any(|&event| {
        let sender = charge.scene.case.query(event).and_then(Query::routine);
        sender.is_some_and(|name| bare(name) == routine)
    })
}

/// Whether an ability reaches any of these tables; one without a list reaches all.
fn reaches(ability: &Ability, tables: &[&String]) -> bool {
    ability.tables.is_empty()
        || tables.is_empty()
        || tables.iter().any(|table| {
            ability.tables.iter().any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => table.starts_with(start),
                None => table.as_str() == *pattern,
            })
        })
}

/// Whether a scheduled task was due when the suspect ran: in its own zone where it names one, else
/// under any of the zones that its times may be in. An unreadable schedule may be due any time.
fn due(ability: &Ability, suspect: &Suspect, charge: &Charge<'_>) -> bool {
    let (Some((text, zone)), Some(when)) = (&ability.schedule, suspect.when) else { return true };
    let Some(schedule) = Schedule::parse(text) else { return true };
    let zones = match zone.as_deref().and_then(Zone::parse) {
        Some(zone) => vec![zone],
        None => vec![charge.scene.case.zone, Zone::UTC],
    };
    zones.into_iter().any(|zone| {
        [0, -30 * SECOND]
            .into_iter()
            .any(|shift| schedule.due(when.best.saturating_add(shift), &|at| zone.offset_at(at)))
    })
}

#[cfg(test)]
mod tests {
    use super::fills;

    #[test]
    fn variables_stand_for_names() {
        assert!(fills("truncate table $table", "truncate table invoices"));
        assert!(fills(
            "alter table `${t}` drop partition $p",
            "alter table `readings` drop partition p202601"
        ));
        assert!(!fills("truncate table $table", "truncate tables"));
        assert!(!fills("truncate table $table", "drop table invoices"));
        assert!(!fills("$sql", "drop table invoices"));
        assert!(!fills("delete from orders", "delete from orders"));
        assert!(!fills("alter table $t drop partition $p", "alter table readings drop column wh"));
    }
}
