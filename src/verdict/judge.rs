//! Facts to incidents: acts grouped, each group with its cause, suspects, loss and severity.

use std::collections::{HashMap, HashSet};

use crate::{
    case::{
        act,
        facts::{Act, Case, Status},
        housekeeping::mark_housekeeping,
        reason::Housekeeping,
        scratch::{is_production, is_side_database},
        severity::{MANY_TABLES, Severity},
        suspects::suspects,
        uses::{MISSED_US, Uses},
    },
    event::{
        ids::{ActId, EventId, IdVec, RuleId},
        kind::EventKind,
    },
    sql::operation::Operation,
    time::When,
    verdict::{
        adjust::{adjust, confront},
        cause::Cause,
        footprint::Footprint,
        impact::{
            backup::{Choice, last_good},
            loss::Impact,
            measure::measure,
            rewind::rewind,
        },
        incident::{Found, Incident},
        inferred::{anew, commands, errors, signs, states},
        mechanism::{
            Mechanism,
            contract::{Toll, Unstated},
        },
        ranking,
        roster::Roster,
        rule,
        scene::{self, Scene},
        signal::contract::Charge,
        told::told,
    },
};

/// Judges a case.
pub(crate) fn judge(case: &Case<'_>) -> Found {
    let mut acts = act::acts(case);
    adjust(case, &mut acts);
    let suspects = suspects(case, &acts);
    let uses = Uses::of(case, &acts);
    confront(case, &mut acts, &uses);
    mark_housekeeping(case, &mut acts, &uses);
    let signs = signs::signs(case);
    acts.extend(states::acts(case, &signs, &acts, &suspects));
    acts.extend(errors::acts(case, &signs, &acts, &suspects));
    acts.extend(anew::acts(case, &acts, &suspects));
    acts.extend(commands::acts(case, &acts, &suspects));
    let roster = Roster::new(&suspects, acts.iter());
    let within = |when: Option<When>| when.is_none() || case.window.admits(when);
    let own: Vec<Option<RuleId>> = acts.iter_mut().map(|act| by_policy(case, act)).collect();
    let (mut acts, own) = (IdVec::new(acts), IdVec::new(own));
    let mut severities = acts.column(lone_severity);
    for (id, rule) in own.iter() {
        if let Some(rule) = *rule {
            *severities.get_mut(id) = case.policy.rules.get(rule).severity;
        }
    }
    // all are judged, as an earlier loss makes a repair of a later one; the window parts them
    let is_inside = |id: &ActId| within(acts.get(*id).when);
    let mut groups: Vec<Vec<ActId>> = scene::group(&acts)
        .into_iter()
        .chain(states::group(&acts))
        .flat_map(|group| <[_; 2]>::from(group.into_iter().partition::<Vec<_>, _>(is_inside)))
        .filter(|group| !group.is_empty())
        .collect();
    groups.sort_by_key(|group| {
        group.iter().filter_map(|&id| acts.get(id).when).map(|when| when.best).min()
    });
    let missed = missed_in_production(case);
    let court =
        Court { case, acts: &acts, uses: &uses, own: &own, roster: &roster, missed: &missed };
    let mut incidents: Vec<Incident> =
        groups.iter().filter_map(|group| court.incident(group, &mut severities)).collect();
    for &mechanism in Mechanism::ALL {
        let losses = mechanism.definition().without_statements(case).into_iter();
        incidents.extend(losses.map(|loss| unstated(case, mechanism, loss)));
    }
    incidents.sort_by_key(|incident| incident.started.best);
    mark_repairs(&incidents, &mut acts, &mut severities);
    // Below that, findings say what there is to say.
    incidents.retain(|incident| incident.severity >= Severity::Medium);
    incidents.retain(|incident| {
        let is_loss = |&act: &ActId| acts.get(act).housekeeping.is_none();
        incident.acts.is_empty() || incident.acts.iter().any(is_loss)
    });
    limited(Found { acts, severities, own, incidents, outside: 0 }, within)
}

/// Only what was done within the time that is judged; of the rest the losses are counted.
fn limited(mut found: Found, within: impl Fn(Option<When>) -> bool) -> Found {
    if found.acts.iter().all(|(_, act)| within(act.when)) {
        let all = found.incidents.len();
        let is_inside = |one: &Incident| !one.acts.is_empty() || within(Some(one.started));
        found.incidents.retain(is_inside);
        found.outside = all.saturating_sub(found.incidents.len());
        return found;
    }
    let is_loss = |act: &Act| {
        matches!(act.status, Status::Executed | Status::Inferred) && act.housekeeping.is_none()
    };
    let mut out = Found::default();
    let mut ids: IdVec<ActId, Option<ActId>> = IdVec::default();
    let marks = found.severities.into_rows().into_iter().zip(found.own.into_rows());
    for (act, (severity, own)) in found.acts.into_rows().into_iter().zip(marks) {
        if within(act.when) {
            out.severities.push(severity);
            out.own.push(own);
            ids.push(Some(out.acts.push(act)));
        } else {
            out.outside = out.outside.saturating_add(usize::from(is_loss(&act)));
            ids.push(None);
        }
    }
    for mut incident in found.incidents {
        let is_unstated = incident.acts.is_empty();
        incident.acts = incident.acts.iter().filter_map(|id| *ids.get(*id)).collect();
        if !incident.acts.is_empty() || is_unstated && within(Some(incident.started)) {
            out.incidents.push(incident);
        } else {
            out.outside = out.outside.saturating_add(usize::from(is_unstated));
        }
    }
    out
}

/// The rule in the user's policy about an act. A rule goes before what names and habits say.
fn by_policy(case: &Case<'_>, act: &mut Act) -> Option<RuleId> {
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
}

/// What an act's rule says of its severity, where its tables held so many rows. What was only typed
/// may not have been sent.
fn by_rule(act: &Act, rows: Option<u64>) -> Severity {
    let severity =
        rule::of(act.operation).map_or(Severity::Medium, |rule| rule.severity(act, rows));
    if act.typed_only { severity.min(Severity::Medium) } else { severity }
}

/// How bad an act is by itself, in no incident.
fn lone_severity(act: &Act) -> Severity {
    match act.status {
        Status::Failed | Status::RolledBack => Severity::Low,
        _ if act.housekeeping.is_some() => Severity::Info,
        _ => by_rule(act, None),
    }
}

/// What is needed to judge a group of acts.
struct Court<'a> {
    case: &'a Case<'a>,
    acts: &'a IdVec<ActId, Act>,
    uses: &'a Uses<'a>,
    own: &'a IdVec<ActId, Option<RuleId>>,
    roster: &'a Roster<'a>,
    /// See [`missed_in_production`].
    missed: &'a HashMap<String, Vec<i64>>,
}

/// What a group of acts took, and what there is to go back to.
struct Taken {
    backup: Option<Choice>,
    passed: Vec<(EventId, String)>,
    impact: Impact,
    elsewhere: Vec<(String, Option<Choice>)>,
}

/// When applications in production had errors that name a database whose name is that of a side
/// environment, in order of time, by the name in lower case.
fn missed_in_production(case: &Case<'_>) -> HashMap<String, Vec<i64>> {
    let mut out: HashMap<String, Vec<i64>> = HashMap::new();
    for &id in &case.messages {
        let event = case.events.get(id);
        let (EventKind::Log(log), Some(when)) = (&event.kind, event.when) else { continue };
        if !log.channel.as_deref().is_some_and(is_production) || !event.kind.is_error() {
            continue;
        }
        let words = log.message.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
        for word in words.filter(|word| is_side_database(word)) {
            out.entry(word.to_lowercase()).or_default().push(when.best);
        }
    }
    out
}

/// Whether the database of a scene is beside no other, whatever its name: no statement or backup
/// names another, something was backed up, and others than those who did it used it before.
fn is_main(case: &Case<'_>, scene: &Scene<'_>) -> bool {
    let Some(name) = scene.database.as_deref() else { return false };
    let is_other = |database: &str| !database.eq_ignore_ascii_case(name);
    let saved = || case.backups.iter().filter_map(|&event| case.backup(event)?.database.as_deref());
    let sent = || case.seen.rows().iter().filter_map(|seen| Some((seen, case.query(seen.event)?)));
    let mut named = sent().filter_map(|(_, query)| query.database.as_deref());
    if case.backups.is_empty() || saved().any(is_other) || named.any(is_other) {
        return false;
    }
    sent().any(|(seen, query)| {
        let is_own = |act: &Act| act.user == query.user && act.host == query.host;
        query.database.is_some()
            && query.host.is_some()
            && seen.when.is_some_and(|when| when.best < scene.started.best)
            && !scene.acts.iter().any(|act| is_own(act))
    })
}

impl Court<'_> {
    /// The incident of a group of acts; writes down how bad each of them is.
    fn incident(
        &self,
        group: &[ActId],
        severities: &mut IdVec<ActId, Severity>,
    ) -> Option<Incident> {
        let scene = Scene::new(self.case, self.acts, self.uses, group, self.roster)?;
        let print = Footprint::read(&scene);
        let cause = Cause::of(&scene, &print);
        let profile = cause.mechanism.profile();
        let Taken { backup, passed, impact, elsewhere } =
            self.taken(group, &scene, cause.mechanism.definition().refills(&scene));
        let severity = self.severity(group, &scene, cause.mechanism, &impact, severities);
        let charge = Charge {
            scene: &scene,
            profile,
            is_known: cause.mechanism.is_known(),
            roster: self.roster,
        };
        let (suspects, excluded) = told(ranking::weigh(&charge), &scene, &cause);
        let mut incident = Incident {
            acts: group.to_vec(),
            started: scene.started,
            ended: scene.ended,
            database: scene.database.clone(),
            severity,
            cause,
            suspects,
            excluded,
            not_weighed: scene.not_weighed,
            impact,
            backup,
            elsewhere,
            passed,
            again: scene.made_again(),
            rewind: None,
            server: Vec::new(),
        };
        rewind(&scene, &mut incident);
        Some(incident)
    }

    /// What a group of acts took, database by database.
    fn taken(&self, group: &[ActId], scene: &Scene<'_>, refills: bool) -> Taken {
        let of = |scene: &Scene<'_>| {
            let (at, database) = (scene.started.best, scene.database.as_deref());
            let (backup, passed) = last_good(self.case, at, database, &scene.tables());
            let impact = measure(scene, backup.as_ref(), refills);
            Taken { backup, passed, impact, elsewhere: Vec::new() }
        };
        let mut shares: Vec<(&str, Vec<ActId>)> = Vec::new();
        for &id in group {
            let Some(name) = self.acts.get(id).database.as_deref() else { continue };
            match shares.iter_mut().find(|(known, _)| *known == name) {
                Some((_, acts)) => acts.push(id),
                None => shares.push((name, vec![id])),
            }
        }
        if shares.len() < 2 {
            return of(scene);
        }
        let mut shares = shares.into_iter().filter_map(|(name, acts)| {
            let own = Scene::new(self.case, self.acts, self.uses, &acts, self.roster)?;
            Some((name, of(&own)))
        });
        let Some((_, mut taken)) = shares.next() else { return of(scene) };
        for (name, other) in shares {
            taken.impact.join(other.impact);
            let is_used = |event| other.backup.as_ref().is_some_and(|b| b.event == event);
            taken.passed.retain(|(event, _)| !is_used(*event));
            taken.elsewhere.push((name.to_owned(), other.backup));
        }
        taken
    }

    /// Whether an application in production has errors with a database after what was done to it:
    /// then its name misleads.
    fn misses(&self, database: &str, scene: &Scene<'_>) -> bool {
        let Some(times) = self.missed.get(&database.to_lowercase()) else { return false };
        let from = scene.acts.iter().filter_map(|act| act.when).map(|when| when.best).min();
        from.is_some_and(|from| {
            let next = times.get(times.partition_point(|at| *at < from));
            next.is_some_and(|at| at.saturating_sub(from) <= MISSED_US)
        })
    }

    /// How bad the worst act of a group is; writes down each.
    fn severity(
        &self,
        group: &[ActId],
        scene: &Scene<'_>,
        mechanism: Mechanism,
        impact: &Impact,
        severities: &mut IdVec<ActId, Severity>,
    ) -> Severity {
        let rows_before: HashMap<&str, u64> = impact
            .tables
            .iter()
            .rev()
            .filter_map(|table| Some((table.name.as_str(), table.rows_before?)))
            .collect();
        let is_aside = scene
            .database
            .as_deref()
            .is_some_and(|name| is_side_database(name) && !self.misses(name, scene))
            && !is_main(self.case, scene);
        let mut worst = Severity::Info;
        for &id in group {
            let act = self.acts.get(id);
            let rows = act
                .tables
                .iter()
                .filter_map(|table| rows_before.get(table.as_str()).copied())
                .reduce(u64::saturating_add);
            let mut own = by_rule(act, rows);
            if is_aside {
                own = own.min(Severity::Medium);
            }
            let toll = Toll { case: self.case, acts: self.acts, uses: self.uses, act, impact };
            own = mechanism.definition().severity(own, &toll);
            if let Some(rule) = *self.own.get(id) {
                own = self.case.policy.rules.get(rule).severity;
            }
            *severities.get_mut(id) = own;
            worst = worst.max(own);
        }
        let drops = scene.acts.iter().filter(|act| act.operation == Operation::DropTable).count();
        if worst == Severity::High && drops >= MANY_TABLES { Severity::Critical } else { worst }
    }
}

/// The incident of a loss that shows without any statement.
fn unstated(case: &Case<'_>, mechanism: Mechanism, loss: Unstated) -> Incident {
    let (backup, passed) = last_good(case, loss.started.best, None, &[]);
    let database = backup.as_ref().and_then(|choice| case.backup(choice.event)?.database.clone());
    let excluded = loss
        .excluded
        .and_then(|(procedure, why)| Mechanism::of(procedure).map(|mechanism| (mechanism, why)));
    Incident {
        acts: Vec::new(),
        started: loss.started,
        ended: loss.ended,
        database,
        severity: loss.severity,
        cause: Cause {
            mechanism,
            likelihood: loss.likelihood,
            command: None,
            version: None,
            reasons: loss.reasons,
            excluded: excluded.into_iter().collect(),
        },
        suspects: vec![loss.suspect],
        excluded: Vec::new(),
        not_weighed: 0,
        impact: Impact::none(),
        backup,
        elsewhere: Vec::new(),
        passed,
        again: Vec::new(),
        rewind: None,
        server: loss.server,
    }
}

/// Restores that mend an earlier loss are part of its recovery, not a loss of their own.
fn mark_repairs(
    incidents: &[Incident],
    acts: &mut IdVec<ActId, Act>,
    severities: &mut IdVec<ActId, Severity>,
) {
    // by table, and by database where the whole of it went
    let mut taken: HashMap<&str, Vec<&Incident>> = HashMap::new();
    let mut dropped: Vec<&Incident> = Vec::new();
    let mut repairs: Vec<ActId> = Vec::new();
    for incident in incidents {
        let own: Vec<&Act> = incident.acts.iter().map(|&act| acts.get(act)).collect();
        let mine = remade(incident, &own);
        let mut earlier = mine
            .iter()
            .filter_map(|table| taken.get(table.as_str()))
            .flat_map(|before| before.iter().rev().take(MOST_REPAIRED))
            .chain(dropped.iter().rev().take(MOST_REPAIRED));
        if !mine.is_empty() && earlier.any(|earlier| mends(incident, &mine, earlier, acts)) {
            repairs.extend(&incident.acts);
        }
        for act in &own {
            act.tables.iter().for_each(|table| taken.entry(table).or_default().push(incident));
        }
        if own.iter().any(|act| act.operation == Operation::DropDatabase) {
            dropped.push(incident);
        }
    }
    for act in repairs {
        *severities.get_mut(act) = (*severities.get(act)).min(Severity::Low);
        acts.get_mut(act).housekeeping = Some(Housekeeping::Restore);
    }
}

/// So many earlier losses of one table are asked whether a later one mends them.
const MOST_REPAIRED: usize = 16;

/// The tables that an incident drops with IF EXISTS, where its mechanism may mend an earlier loss.
fn remade<'a>(incident: &Incident, own: &[&'a Act]) -> Vec<&'a String> {
    if !incident.cause.mechanism.profile().may_mend {
        return Vec::new();
    }
    own.iter()
        .filter(|act| act.if_exists && act.operation == Operation::DropTable)
        .flat_map(|act| &act.tables)
        .collect()
}

/// Whether the tables that an incident drops are mostly ones that an earlier one had taken already.
fn mends(
    incident: &Incident,
    mine: &[&String],
    earlier: &Incident,
    acts: &IdVec<ActId, Act>,
) -> bool {
    let theirs: Vec<&Act> = earlier.acts.iter().map(|&act| acts.get(act)).collect();
    let everything = theirs.iter().any(|act| act.operation == Operation::DropDatabase);
    let gone: HashSet<&String> = theirs.iter().flat_map(|act| &act.tables).collect();
    let again = mine.iter().filter(|table| gone.contains(*table)).count();
    earlier.severity >= Severity::Medium
        && (earlier.database == incident.database
            || earlier.database.is_none()
            || incident.database.is_none())
        && (everything || again.saturating_mul(2) >= mine.len())
}
