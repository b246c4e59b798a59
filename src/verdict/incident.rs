//! Findings that belong together: one mechanism, one trigger.

use std::collections::HashMap;

use crate::{
    case::{
        act,
        facts::{Act, Case, Status},
        housekeeping,
        reason::{Housekeeping, StatusReason},
        severity::Severity,
        suspects::{Candidate, candidates},
        trigger::TriggerKind,
    },
    event::{kind::EventKind, log::ServerMark},
    sql::operation::Operation,
    time::{SECOND, When},
    verdict::{
        footprint::{Footprint, Why},
        impact::{
            backup::{self, Choice},
            loss::Impact,
            measure::measure,
        },
        inferred,
        likelihood::Likelihood,
        mechanism::SIGNATURES,
        ranking::{self, Suspicion},
        rule,
        scene::{self, Scene},
        signal::contract::Deed,
    },
};

/// A mechanism, judged.
pub struct Mechanism {
    /// Its id.
    pub id: &'static str,
    /// Log odds.
    pub points: f64,
    /// How probable it is.
    pub likelihood: Likelihood,
    /// The command.
    pub command: Option<String>,
    /// Versions.
    pub version: Option<String>,
    /// Why.
    pub reasons: Vec<Why>,
    /// The others, and why not.
    pub excluded: Vec<(&'static str, Why)>,
}

/// A suspect as the report tells of it.
pub struct Suspect {
    /// The suspect.
    pub candidate: Candidate,
    /// Log odds.
    pub points: f64,
    /// Why and why not.
    pub reasons: Vec<Why>,
    /// How probable it is.
    pub likelihood: Likelihood,
}

/// An incident.
pub struct Incident {
    /// Indices into the acts.
    pub acts: Vec<usize>,
    /// When it began.
    pub started: When,
    /// When it ended, in microseconds since 1970.
    pub ended: i64,
    /// The database.
    pub database: Option<String>,
    /// How bad.
    pub severity: Severity,
    /// By what.
    pub mechanism: Mechanism,
    /// By whom, the likeliest first.
    pub suspects: Vec<Suspect>,
    /// Who not.
    pub excluded: Vec<Suspect>,
    /// What was lost.
    pub impact: Impact,
    /// The last good backup.
    pub backup: Option<Choice>,
    /// Backups passed over, and why.
    pub passed: Vec<(usize, String)>,
    /// Server events, where the incident is the server's.
    pub server: Vec<usize>,
}

/// What was found.
pub struct Found {
    /// Every act.
    pub acts: Vec<Act>,
    /// Severity of each act.
    pub severities: Vec<Severity>,
    /// The number of the user's rule about each act.
    pub own: Vec<Option<usize>>,
    /// In time order.
    pub incidents: Vec<Incident>,
    /// Every suspect.
    pub candidates: Vec<Candidate>,
}

/// Judges a case.
pub fn judge(case: &Case<'_>) -> Found {
    let mut acts = act::acts(case);
    let candidates = candidates(case);
    widen(case, &mut acts);
    no_effect(case, &mut acts);
    housekeeping::mark_housekeeping(case, &mut acts);
    let extra = inferred::acts(case, &acts, &candidates);
    let from_errors = if extra.iter().any(|a| a.operation == Operation::DropTable) {
        None
    } else {
        inferred::from_errors(case, &acts, &candidates)
    };
    acts.extend(extra);
    acts.extend(from_errors);
    let own = by_policy(case, &mut acts);
    let mut groups = scene::group(&acts);
    groups.extend(inferred::group(&acts));
    groups.sort_by_key(|g| g.iter().filter_map(|&i| acts.get(i)?.when).map(|w| w.best).min());
    let stated = |index: usize| {
        own.get(index)
            .copied()
            .flatten()
            .and_then(|rule| case.policy.rules.get(rule))
            .map(|rule| rule.severity)
    };
    let mut severities: Vec<Severity> = acts
        .iter()
        .enumerate()
        .map(|(index, act)| stated(index).unwrap_or_else(|| lone_severity(act)))
        .collect();
    let mut incidents: Vec<Incident> = Vec::new();
    for group in groups {
        if let Some(incident) = one(case, &acts, &group, &candidates, &stated, &mut severities) {
            incidents.push(incident);
        }
    }
    incidents.extend(crash(case));
    incidents.sort_by_key(|i| i.started.best);
    // Restores that mend an earlier loss are part of its recovery, not a loss of their own.
    for index in 0..incidents.len() {
        let (before, rest) = incidents.split_at(index);
        let Some(incident) = rest.first() else { continue };
        if mends(incident, before, &acts) {
            for &act in &incident.acts {
                if let Some(severity) = severities.get_mut(act) {
                    *severity = (*severity).min(Severity::Low);
                }
                if let Some(act) = acts.get_mut(act) {
                    act.housekeeping = Some(Housekeeping::Restore);
                }
            }
        }
    }
    // Below that, findings say what there is to say.
    incidents.retain(|i| i.severity >= Severity::Medium);
    incidents.retain(|i| {
        i.acts.is_empty()
            || i.acts.iter().any(|&a| acts.get(a).is_some_and(|a| a.housekeeping.is_none()))
    });
    Found { acts, severities, own, incidents, candidates }
}

/// What the user's policy says of each act: the number of the rule about it. A rule about an act
/// goes before what names and habits say of it.
fn by_policy(case: &Case<'_>, acts: &mut [Act]) -> Vec<Option<usize>> {
    let judged = |act: &mut Act| {
        if !matches!(act.status, Status::Executed | Status::Inferred) {
            return None;
        }
        let rule = case.policy.rule(&act.text, act.database.as_deref(), &act.tables);
        if rule.is_some() {
            act.housekeeping = None;
        } else if let Some(why) = case.policy.housekeeping(act.database.as_deref(), &act.tables) {
            act.housekeeping = Some(why);
        }
        rule
    };
    acts.iter_mut().map(judged).collect()
}

fn mends(incident: &Incident, before: &[Incident], acts: &[Act]) -> bool {
    if !matches!(incident.mechanism.id, "dump_restore" | "script_sql" | "manual_sql") {
        return false;
    }
    let mine: Vec<&String> = incident
        .acts
        .iter()
        .filter_map(|&a| acts.get(a))
        .filter(|a| a.if_exists && a.operation == Operation::DropTable)
        .flat_map(|a| &a.tables)
        .collect();
    if mine.is_empty() {
        return false;
    }
    before.iter().any(|old| {
        let gone: Vec<&String> =
            old.acts.iter().filter_map(|&a| acts.get(a)).flat_map(|a| &a.tables).collect();
        let everything = old
            .acts
            .iter()
            .filter_map(|&a| acts.get(a))
            .any(|a| a.operation == Operation::DropDatabase);
        old.severity >= Severity::Medium
            && (old.database == incident.database
                || old.database.is_none()
                || incident.database.is_none())
            && (everything || mine.iter().filter(|t| gone.contains(t)).count() * 2 >= mine.len())
    })
}

/// Deletes and updates by a condition that took most of a table become deeds by their row counts.
fn widen(case: &Case<'_>, acts: &mut Vec<Act>) {
    use crate::sql::statement::{Condition, Verb};
    for (index, seen) in case.seen.iter().enumerate() {
        let statement = &seen.statement;
        if statement.verb != Verb::Delete
            || statement.condition != Condition::Some
            || statement.limit.is_some()
        {
            continue;
        }
        let Some(query) = case.query(seen.event) else { continue };
        let (Some(rows), Some(table)) = (query.rows_affected, statement.objects.first()) else {
            continue;
        };
        if rows < 100 || housekeeping::is_volatile(&table.name) {
            continue;
        }
        let database = table.database.clone().or_else(|| query.database.clone());
        let held = crate::case::snapshot::last_before(
            case,
            seen.when.map(|w| w.best),
            database.as_deref(),
            std::slice::from_ref(&table.name),
        )
        .and_then(|v| v.table(&table.name))
        .and_then(|(t, _)| t.table_rows);
        if let Some(held) = held.filter(|held| rows.saturating_mul(2) >= *held) {
            acts.push(Act {
                operation: Operation::DeleteMost,
                database,
                tables: vec![table.name.clone()],
                columns: Vec::new(),
                seen: vec![index],
                events: vec![seen.event],
                when: seen.when,
                ended: seen.when.map(|w| w.best),
                connection: query.connection_id,
                user: query.user.clone(),
                host: query.host.clone(),
                status: Status::Executed,
                status_reason: StatusReason::TookMost { rows, held },
                wears_away: false,
                rows: Some(rows),
                lower_case: statement.lower_case,
                text: query.sql.clone(),
                if_exists: false,
                typed_only: false,
                housekeeping: None,
            });
        }
    }
    // A change of type is a loss only where the new type is narrower than the one before, or the
    // server said that it cut values.
    let before = |act: &Act, column: &str| -> Option<String> {
        let at = act.when?.best;
        let table = act.tables.first()?;
        let from_columns =
            case.snapshots.iter().filter(|s| crate::case::snapshot::is_before(s, at)).find_map(
                |s| {
                    s.columns
                        .iter()
                        .find(|((_, t), _)| t.eq_ignore_ascii_case(table))
                        .and_then(|(_, columns)| {
                            columns.iter().find(|(c, _)| c.eq_ignore_ascii_case(column))
                        })
                        .and_then(|(_, t)| t.clone())
                },
            );
        from_columns.or_else(|| {
            let (choice, _) =
                backup::last_good(case, at, act.database.as_deref(), std::slice::from_ref(table));
            let backup = case.backup(choice?.event)?;
            backup
                .tables
                .iter()
                .find(|t| t.table.eq_ignore_ascii_case(table))?
                .columns
                .iter()
                .find(|(c, _)| c.eq_ignore_ascii_case(column))
                .map(|(_, t)| t.clone())
        })
    };
    acts.retain_mut(|act| {
        if act.operation != Operation::AlterLossy || act.columns.is_empty() {
            return true;
        }
        let mut narrower: Option<bool> = None;
        for &index in &act.seen {
            let Some(seen) = case.seen.get(index) else { continue };
            for change in &seen.statement.alterations {
                let crate::sql::statement::Alteration::Retype { column, column_type } = change
                else {
                    continue;
                };
                match before(act, column)
                    .and_then(|old| crate::sql::classify::narrow::narrows(&old, column_type))
                {
                    Some(true) => narrower = Some(true),
                    Some(false) => narrower = narrower.or(Some(false)),
                    None => {}
                }
            }
        }
        if narrower == Some(true) {
            act.status_reason = StatusReason::Narrower;
        }
        narrower == Some(true)
    });
}

/// Acts that the state after disproves: a dropped table that is still there as old as before.
fn no_effect(case: &Case<'_>, acts: &mut [Act]) {
    for act in acts
        .iter_mut()
        .filter(|a| a.status == Status::Executed && a.operation == Operation::DropTable)
    {
        let Some(when) = act.when else { continue };
        let Some(view) =
            crate::case::snapshot::first_after(case, when.best, act.database.as_deref(), &[])
        else {
            continue;
        };
        if crate::case::snapshot::known_time(view.snapshot).is_none_or(|t| t < when.best)
            && view.snapshot.side.is_none()
        {
            continue;
        }
        let standing = act
            .tables
            .iter()
            .filter(|t| {
                view.table(t).is_some_and(|(_, e)| {
                    case.made_at(e).is_some_and(|m| m < when.best.saturating_sub(2 * SECOND))
                })
            })
            .count();
        if standing > 0 && standing == act.tables.len() && !act.tables.is_empty() {
            act.status = Status::Failed;
            act.status_reason = StatusReason::NoEffect;
        }
    }
}

fn lone_severity(act: &Act) -> Severity {
    match (act.status, act.housekeeping.is_some()) {
        (Status::Failed, _) => Severity::Low,
        (Status::RolledBack, _) => Severity::Low,
        (_, true) => Severity::Info,
        _ => {
            let base = rule::of(act.operation).map_or(Severity::Medium, |r| r.severity(act, None));
            if act.typed_only { base.min(Severity::Medium) } else { base }
        }
    }
}

fn one(
    case: &Case<'_>,
    acts: &[Act],
    group: &[usize],
    candidates: &[Candidate],
    stated: &dyn Fn(usize) -> Option<Severity>,
    severities: &mut [Severity],
) -> Option<Incident> {
    let scene = Scene::new(case, acts, group, candidates)?;
    let print = Footprint::read(&scene);
    let mechanism = mechanism(&scene, &print);
    let names = scene.tables();
    let (backup, passed) =
        backup::last_good(case, scene.started.best, scene.database.as_deref(), &names);
    let impact = measure(&scene, backup.as_ref(), mechanism.id == "dump_restore");
    let rows_before: HashMap<&str, u64> = impact
        .tables
        .iter()
        .rev()
        .filter_map(|t| Some((t.name.as_str(), t.rows_before?)))
        .collect();
    let mut severity = Severity::Info;
    for &index in group {
        let Some(act) = acts.get(index) else { continue };
        let mut rows: Option<u64> = None;
        for table in &act.tables {
            if let Some(known) = rows_before.get(table.as_str()).copied() {
                rows = Some(rows.unwrap_or(0).saturating_add(known));
            }
        }
        let mut own = rule::of(act.operation).map_or(Severity::Medium, |r| r.severity(act, rows));
        if act.typed_only {
            own = own.min(Severity::Medium);
        }
        if scene.database.as_deref().is_some_and(housekeeping::is_side_database) {
            own = own.min(Severity::Medium);
        }
        own = match mechanism.id {
            "migrate" => own.less(),
            // A job that is meant to keep most of a table, or to fill it again, and leaves little of
            // it; or one that did the same to another database until now.
            "retention_job" | "etl_job" => match impact.taken_tenths() {
                8.. => own,
                _ if strayed(acts, act) => own,
                5..8 if mechanism.id == "retention_job" => own.less(),
                _ => own.less().less(),
            },
            "account_change" if locked_out(case, act) => own.max(Severity::High),
            "online_schema_change" => Severity::Info,
            _ => own,
        };
        own = stated(index).unwrap_or(own);
        if let Some(slot) = severities.get_mut(index) {
            *slot = own;
        }
        severity = severity.max(own);
    }
    if group.len() >= crate::case::severity::MANY_TABLES
        && severity == Severity::High
        && group
            .iter()
            .filter_map(|&i| acts.get(i))
            .filter(|a| a.operation == Operation::DropTable)
            .count()
            >= crate::case::severity::MANY_TABLES
    {
        severity = Severity::Critical;
    }
    let deed =
        Deed { scene: &scene, print: &print, mechanism: mechanism.id, all: candidates, acts };
    let weighed = ranking::weigh(&deed);
    let (suspects, excluded) = suspects(weighed, &scene, &mechanism);
    Some(Incident {
        acts: group.to_vec(),
        started: scene.started,
        ended: scene.ended,
        database: scene.database.clone(),
        severity,
        mechanism,
        suspects,
        excluded,
        impact,
        backup,
        passed,
        server: Vec::new(),
    })
}

/// Whether the same account did the same to tables of the same names in another database before, at
/// two times at least.
fn strayed(acts: &[Act], act: &Act) -> bool {
    let Some(at) = act.when.map(|w| w.best) else { return false };
    let elsewhere = acts.iter().filter(|o| {
        o.operation == act.operation
            && o.tables == act.tables
            && !o.tables.is_empty()
            && o.user == act.user
            && o.database.is_some()
            && act.database.is_some()
            && o.database != act.database
            && o.when.is_some_and(|w| w.best < at)
    });
    elsewhere.count() >= 2
}

/// How long after an account was dropped a refused login of it counts as its doing.
const LOCKED_OUT_US: i64 = 24 * 3600 * SECOND;

/// Whether a dropped account tried to log in afterwards and was refused: something needed it.
fn locked_out(case: &Case<'_>, act: &Act) -> bool {
    let Some(at) = act.when.map(|w| w.best) else { return false };
    if act.operation != Operation::DropUser {
        return false;
    }
    let refusals: Vec<String> = act
        .tables
        .iter()
        .map(|name| format!("Access denied for user '{}'@", name.split('@').next().unwrap_or(name)))
        .collect();
    case.between(at, at.saturating_add(LOCKED_OUT_US)).any(|(_, event)| {
        let text = match &event.kind {
            EventKind::Log(log) => &log.message,
            EventKind::Server(server) => &server.message,
            _ => return false,
        };
        refusals.iter().any(|refusal| text.contains(refusal.as_str()))
    })
}

fn mechanism(scene: &Scene<'_>, print: &Footprint) -> Mechanism {
    let mut judged: Vec<_> = SIGNATURES.iter().map(|s| (s.id(), s.judge(scene, print))).collect();
    judged.sort_by(|a, b| b.1.points.total_cmp(&a.1.points));
    let mut judged = judged.into_iter();
    let first = judged.next();
    let rest: Vec<_> = judged.collect();
    let Some((id, best)) = first.filter(|(_, j)| j.points > 0.0) else {
        return Mechanism {
            id: "unknown",
            points: 0.0,
            likelihood: Likelihood::RoughlyEven,
            command: None,
            version: None,
            reasons: Vec::new(),
            excluded: Vec::new(),
        };
    };
    let lead = best.points - rest.first().map_or(0.0, |(_, j)| j.points.max(0.0));
    let likelihood = if best.points >= 7.0 && lead >= 3.0 {
        Likelihood::AlmostCertain
    } else if best.points >= 5.0 && lead >= 2.0 {
        Likelihood::VeryLikely
    } else if lead >= 1.0 {
        Likelihood::Likely
    } else {
        Likelihood::RoughlyEven
    };
    let excluded = rest
        .into_iter()
        .filter_map(|(other, mut j)| {
            let why = j.reasons.iter().position(|w| !w.in_favour)?;
            Some((other, j.reasons.swap_remove(why)))
        })
        .collect();
    Mechanism {
        id,
        points: best.points,
        likelihood,
        command: best.command,
        version: best.version,
        reasons: best.reasons,
        excluded,
    }
}

fn suspects(
    weighed: Vec<Suspicion<'_>>,
    scene: &Scene<'_>,
    mechanism: &Mechanism,
) -> (Vec<Suspect>, Vec<Suspect>) {
    let (excluded, mut live): (Vec<_>, Vec<_>) = weighed.into_iter().partition(|s| s.excluded);
    live.retain(|s| s.points >= ranking::LEAST);
    // The login in which the first suspect's command was typed is no other suspect.
    if let Some(first) = live.first().map(|s| s.candidate) {
        let mut rank = 0_usize;
        live.retain(|s| {
            rank = rank.saturating_add(1);
            rank == 1 || !(s.candidate.opaque && !first.opaque && same_run(first, s.candidate))
        });
    }
    let words: Vec<Likelihood> = live
        .iter()
        .enumerate()
        .map(|(rank, s)| match rank {
            0 => ranking::likelihood(
                s,
                live.iter().skip(1).find(|o| !same_run(s.candidate, o.candidate)),
            ),
            _ if live.first().is_some_and(|f| f.points - s.points < ranking::CLEAR_LEAD) => {
                Likelihood::RoughlyEven
            }
            _ if s.points >= 3.0 => Likelihood::Unlikely,
            _ => Likelihood::VeryUnlikely,
        })
        .collect();
    let mut out: Vec<Suspect> = live
        .into_iter()
        .zip(words)
        .map(|(s, likelihood)| Suspect {
            candidate: s.candidate.clone(),
            points: s.points,
            reasons: s.reasons,
            likelihood,
        })
        .collect();
    // Nobody was seen to start it: what the statement itself says of its sender.
    let connection = scene.acts.iter().find(|a| a.user.is_some());
    let events: Vec<usize> =
        scene.acts.iter().filter_map(|a| a.events.first().copied()).take(2).collect();
    let own = match mechanism.id {
        "stored_event" => Some((
            TriggerKind::DbEvent,
            mechanism.command.clone(),
            6.0,
            "the server's own event scheduler sends such statements",
        )),
        "manual_sql" if out.first().is_none_or(|s| s.points < 3.0) && connection.is_some() => {
            Some((
                TriggerKind::DbClient,
                None,
                2.5,
                "the account and host are those of the connection; who used the client is not in this evidence",
            ))
        }
        _ => None,
    };
    if let Some((kind, command, points, why)) = own {
        let candidate = Candidate {
            kind,
            actor: connection.and_then(|a| a.user.clone()),
            host: connection.and_then(|a| a.host.clone()).filter(|h| !h.is_empty()),
            command,
            when: Some(scene.started),
            events: events.clone(),
            opaque: true,
            ..Candidate::default()
        };
        out.insert(
            0,
            Suspect {
                candidate,
                points,
                reasons: vec![Why::pro(why, events)],
                likelihood: if kind == TriggerKind::DbEvent {
                    Likelihood::VeryLikely
                } else {
                    Likelihood::Likely
                },
            },
        );
    }
    let mut shown: Vec<Suspect> = Vec::new();
    for s in excluded {
        // Each command once: a job that ran every minute is one innocent.
        let same = shown.iter().any(|o: &Suspect| {
            o.candidate.kind == s.candidate.kind
                && o.candidate.command == s.candidate.command
                && o.candidate.command.is_some()
        });
        if !same
            && s.candidate.when.is_some_and(|w| {
                w.best.abs_diff(scene.started.best) <= 3600 * SECOND.unsigned_abs()
            })
        {
            shown.push(Suspect {
                candidate: s.candidate.clone(),
                points: s.points,
                reasons: s.reasons,
                likelihood: Likelihood::AlmostNoChance,
            });
        }
    }
    shown.sort_by_key(|s| s.candidate.when.map(|w| w.best.abs_diff(scene.started.best)));
    shown.truncate(12);
    out.truncate(6);
    (out, shown)
}

/// Whether two suspects are two views of one run: a login and what was typed in it, the steps of a
/// release.
fn same_run(a: &Candidate, b: &Candidate) -> bool {
    a.actor.is_some()
        && a.actor == b.actor
        && (a.opaque || b.opaque || a.kind == b.kind && a.script.is_some() && a.script == b.script)
}

/// A crash of the server that left damage.
fn crash(case: &Case<'_>) -> Option<Incident> {
    let marks = |wanted: ServerMark| -> Vec<usize> {
        case.events
            .iter()
            .enumerate()
            .filter(|(_, e)| matches!(&e.kind, EventKind::Server(s) if s.mark == wanted))
            .map(|(i, _)| i)
            .collect()
    };
    let (crashed, damaged, recovered) =
        (marks(ServerMark::Crash), marks(ServerMark::Corruption), marks(ServerMark::Recovery));
    let first = crashed
        .iter()
        .chain(&damaged)
        .filter_map(|&i| case.when(i).map(|w| (w, i)))
        .min_by_key(|(w, _)| w.best)?;
    if crashed.is_empty() && damaged.len() < 2 {
        return None;
    }
    let last = crashed
        .iter()
        .chain(&damaged)
        .chain(&recovered)
        .filter_map(|&i| case.when(i))
        .map(|w| w.best)
        .max()
        .unwrap_or(first.0.best);
    let severity = if damaged.is_empty() { Severity::Medium } else { Severity::High };
    let mut reasons = Vec::new();
    if !crashed.is_empty() {
        reasons.push(Why::pro(
            "the server's error log has its own report of a crash",
            crashed.iter().copied().take(2).collect(),
        ));
    }
    if !recovered.is_empty() {
        reasons.push(Why::pro(
            "the storage engine recovered from an unclean stop at the next start",
            recovered.iter().copied().take(2).collect(),
        ));
    }
    if !damaged.is_empty() {
        reasons.push(Why::pro(
            format!("{} lines tell of damaged pages or tables", damaged.len()),
            damaged.iter().copied().take(3).collect(),
        ));
    }
    let (backup, passed) = backup::last_good(case, first.0.best, None, &[]);
    let candidate = Candidate {
        kind: TriggerKind::Server,
        when: Some(first.0),
        events: vec![first.1],
        opaque: true,
        ..Candidate::default()
    };
    let database =
        backup.as_ref().and_then(|b| case.backup(b.event)).and_then(|b| b.database.clone());
    let mut server = crashed;
    server.extend(damaged.iter().copied().take(5));
    Some(Incident {
        acts: Vec::new(),
        started: first.0,
        ended: last,
        database,
        severity,
        mechanism: Mechanism {
            id: "server_crash",
            points: 8.0,
            likelihood: Likelihood::AlmostCertain,
            command: None,
            version: None,
            reasons,
            excluded: vec![(
                "manual_sql",
                Why::con("no statement in the logs removed anything at that time", Vec::new()),
            )],
        },
        suspects: vec![Suspect {
            candidate,
            points: 5.0,
            reasons: vec![Why::pro(
                "the server stopped by itself; what made it crash is not in this evidence",
                server.iter().copied().take(2).collect(),
            )],
            likelihood: Likelihood::Likely,
        }],
        excluded: Vec::new(),
        impact: Impact::none(),
        backup,
        passed,
        server,
    })
}
