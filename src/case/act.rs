//! From sightings to acts: the same statement in a slow log, a general log, an audit log and an
//! application's log is one act with several witnesses.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        along,
        facts::{Act, Case, SAME_ACT_US, Status, rank},
        reason::StatusReason,
        refused,
        rollbacks::{self, Undone},
        transactions::Fates,
    },
    event::{
        ids::{ActId, EventId, IdVec, StatementId},
        kind::EventKind,
        query::{Origin, Outcome, Query, Witness},
    },
    sql::{
        self,
        fold::folded,
        operation::{Effect, Operation},
        statement::{Statement, Verb},
    },
    time::When,
};

/// Every act in the case, in time order, those without a time last.
pub(crate) fn acts(case: &Case<'_>) -> Vec<Act> {
    let mut acts: IdVec<ActId, Act> = IdVec::default();
    let mut by_key: BTreeMap<(Operation, String), Vec<ActId>> = BTreeMap::new();
    let mut typed: Vec<Act> = Vec::new();
    let fates = Fates::of(case);
    for (index, seen) in case.seen.iter() {
        let Some(query) = case.query(seen.event).filter(|_| fates.repeats(index).is_none()) else {
            continue;
        };
        for effect in &seen.effects {
            let mut act = sighting(case, query, seen.event, Some(index), &seen.statement, effect);
            let mut columns = fates.apply(index, &mut act);
            if query.dialect.is_postgres() || seen.statement.verb == Verb::DropSchema {
                columns.extend(along::add(case, &mut act));
            }
            let of_type = seen.statement.verb == Verb::DropType;
            for act in if of_type { along::by_table(&act, columns) } else { vec![act] } {
                if query.witness == Witness::Typed && act.when.is_none() {
                    typed.push(act);
                } else {
                    merge(case, act, &mut acts, &mut by_key);
                }
            }
        }
    }
    for (index, event) in case.events.iter() {
        let EventKind::Log(log) = &event.kind else { continue };
        let Some(text) = &log.sql else { continue };
        let query = Query {
            sql: text.clone(),
            witness: Witness::InError,
            outcome: Outcome::Refused { code: log.error_code, message: None },
            ..Query::default()
        };
        for statement in sql::classify::statement::statements(text, query.dialect) {
            for effect in sql::effects::effects(&statement) {
                let act = sighting(case, &query, index, None, &statement, &effect);
                merge(case, act, &mut acts, &mut by_key);
            }
        }
    }
    let mut acts = acts.into_rows();
    let undone = rollbacks::undone(case);
    rolled_back(case, &undone, &mut acts);
    rolled_back(case, &undone, &mut typed);
    undone_by_history(case, &typed, &mut acts);
    attach_typed(case, typed, &mut acts);
    refused::mark(case, &mut acts);
    let order = |act: &Act| {
        let first = act.seen.first().copied();
        (act.when.map_or(i64::MAX, |w| w.best), first.is_none(), first)
    };
    // sorting holds a copy of half of them
    if !acts.is_sorted_by_key(order) {
        acts.sort_by_key(order);
    }
    acts
}

fn sighting(
    case: &Case<'_>,
    query: &Query,
    event: EventId,
    seen: Option<StatementId>,
    statement: &Statement,
    effect: &Effect,
) -> Act {
    let (start, end) = statement.at;
    let text = query.sql.get(start..end).unwrap_or(&query.sql).trim().to_owned();
    let when = case.when(event);
    let named = effect.objects.iter().find_map(|name| name.database.clone());
    let is_database = effect.operation == Operation::DropDatabase;
    let database = if is_database {
        effect.objects.first().map(|name| name.name.clone())
    } else {
        named.or_else(|| query.database.clone())
    };
    let (status, status_reason) = match &query.outcome {
        Outcome::Refused { code, message } => {
            (Status::Failed, StatusReason::Refused { code: *code, message: message.clone() })
        }
        Outcome::Done => (Status::Executed, StatusReason::Recorded),
        Outcome::Unsaid => (Status::Executed, StatusReason::Unstated),
    };
    Act {
        database,
        tables: if is_database {
            Vec::new()
        } else {
            effect.objects.iter().map(|name| name.name.clone()).collect()
        },
        columns: effect.columns.clone(),
        seen: seen.into_iter().collect(),
        events: vec![event],
        when,
        ended: when.map(|w| {
            w.best
                .saturating_add(query.query_time_us.map_or(0, |us| i64::try_from(us).unwrap_or(0)))
        }),
        connection: query.connection_id,
        user: query.user.clone(),
        host: query.host.clone(),
        rows: query.rows_affected,
        lower_case: statement.lower_case,
        text,
        if_exists: statement.clauses.if_exists,
        typed_only: query.witness == Witness::Typed && query.outcome == Outcome::Unsaid,
        ..Act::bare(effect.operation, status, status_reason)
    }
}

fn key(act: &Act) -> (Operation, String) {
    let mut names: Vec<&str> = act.tables.iter().map(String::as_str).collect();
    names.sort_unstable();
    (
        act.operation,
        if names.is_empty() {
            act.database.clone().unwrap_or_default()
        } else {
            names.join(",").to_lowercase()
        },
    )
}

fn merge(
    case: &Case<'_>,
    act: Act,
    acts: &mut IdVec<ActId, Act>,
    by_key: &mut BTreeMap<(Operation, String), Vec<ActId>>,
) {
    let slots = by_key.entry(key(&act)).or_default();
    let found = slots.iter().rev().take(64).find(|&&other| same(case, acts.get(other), &act));
    match found {
        Some(&other) => absorb(case, acts.get_mut(other), act),
        None => slots.push(acts.push(act)),
    }
}

/// Whether two sightings are of one act: other sources, the same database as far as both say,
/// the same connection as far as both number it and neither is a replica's, and times that meet.
fn same(case: &Case<'_>, a: &Act, b: &Act) -> bool {
    let source = |event: &EventId| case.place(*event).source;
    let sources: BTreeSet<_> = a.events.iter().map(source).collect();
    if b.events.iter().map(source).any(|s| sources.contains(&s)) {
        return false;
    }
    if let (Some(x), Some(y)) = (&a.database, &b.database)
        && !x.eq_ignore_ascii_case(y)
    {
        return false;
    }
    if let (Some(x), Some(y)) = (a.connection, b.connection)
        && x != y
        && ![a, b].into_iter().any(|act| is_applied(case, act))
    {
        return false;
    }
    match (a.when, b.when) {
        (Some(x), Some(y)) => {
            let from = x.earliest.saturating_sub(SAME_ACT_US);
            let to = a.ended.unwrap_or(x.latest).max(x.latest).saturating_add(SAME_ACT_US);
            y.latest > from && y.earliest < to
        }
        _ => true,
    }
}

/// Whether all that is seen of an act was applied by a replica.
fn is_applied(case: &Case<'_>, act: &Act) -> bool {
    act.events.iter().all(|event| case.is_applied(*event))
}

fn witness(case: &Case<'_>, act: &Act) -> u8 {
    act.events
        .iter()
        .map(|event| match &case.events.get(*event).kind {
            // The server's own record knows the start better than the application's, which
            // counts back from the end.
            EventKind::Query(query) => rank(query.witness)
                .saturating_mul(2)
                .saturating_add(u8::from(query.connection_id.is_some())),
            _ => 1,
        })
        .max()
        .unwrap_or(0)
}

fn absorb(case: &Case<'_>, act: &mut Act, other: Act) {
    let applied = [&*act, &other].map(|act| is_applied(case, act));
    let better = match applied {
        [true, false] => {
            // who sent it is known where it was sent
            (act.connection, act.user, act.host) = (None, None, None);
            true
        }
        [false, true] => false,
        _ => witness(case, &other) > witness(case, act),
    };
    if other.status == Status::Failed && act.status != Status::Failed {
        act.status = Status::Failed;
        act.status_reason = other.status_reason;
    } else if other.status == Status::RolledBack && act.status == Status::Executed {
        act.status = Status::RolledBack;
        act.status_reason = other.status_reason;
    } else if other.status_reason == StatusReason::Recorded && act.status == Status::Executed {
        act.status_reason = StatusReason::Recorded;
    }
    if better && other.when.is_some() {
        act.when = other.when;
        act.text.clone_from(&other.text);
        act.lower_case = other.lower_case;
        act.ended = other.ended.or(act.ended);
    }
    act.when = act.when.or(other.when);
    act.database = act.database.take().or(other.database);
    if applied != [false, true] {
        act.connection = act.connection.or(other.connection);
        act.user = act.user.take().or(other.user);
        act.host = act.host.take().or(other.host);
    }
    act.rows = act.rows.max(other.rows);
    act.typed_only &= other.typed_only;
    act.seen.extend(other.seen);
    act.events.extend(other.events);
    if other.tables.len() > act.tables.len() {
        act.tables = other.tables;
    }
}

/// So many acts of the same words are looked through for one of them that was typed.
const MOST_ALIKE: usize = 1000;

/// Statements of a client's history have no time: each speaks for the act that it matches, if any.
/// The same words typed twice speak for two acts, in their order. What went along with an act's
/// own tables was not typed.
fn attach_typed(case: &Case<'_>, typed: Vec<Act>, acts: &mut Vec<Act>) {
    if typed.is_empty() {
        return;
    }
    let words = |act: &Act| (act.operation, folded(&act.text));
    let source = |event: &EventId| case.place(*event).source;
    let mut by_words: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut by_key: BTreeMap<_, usize> = BTreeMap::new();
    for (at, act) in acts.iter().enumerate() {
        by_words.entry(words(act)).or_default().push(at);
        by_key.entry(key(act)).or_insert(at);
    }
    for act in typed {
        let (wanted, own) = (key(&act), act.events.first().map(source));
        let is_same = |other: &Act| {
            let names_all = || act.tables.iter().all(|table| other.tables.contains(table));
            key(other) == wanted || !act.tables.is_empty() && names_all()
        };
        let is_free = |other: &Act| other.events.iter().all(|event| Some(source(event)) != own);
        let alike = by_words.entry(words(&act)).or_default();
        let mut same = alike.iter().copied().take(MOST_ALIKE).filter_map(|at| {
            let other = acts.get(at).filter(|other| is_same(other))?;
            Some((at, is_free(other)))
        });
        let first = same.next();
        let free = first.into_iter().chain(same).find(|(_, is_free)| *is_free);
        let found = free.or(first).map(|(at, _)| at).or_else(|| by_key.get(&wanted).copied());
        match found.and_then(|at| acts.get_mut(at)) {
            Some(other) => {
                other.events.extend(act.events);
                other.seen.extend(act.seen);
                other.typed_only = false;
            }
            None => {
                alike.push(acts.len());
                by_key.entry(wanted).or_insert(acts.len());
                acts.push(act);
            }
        }
    }
}

/// Marks acts that were undone by the word of the client's history alone: the server's log has no
/// transactions, and the owner typed a ROLLBACK behind each statement like it, or behind this
/// one of as many as were sent.
fn undone_by_history(case: &Case<'_>, typed: &[Act], acts: &mut [Act]) {
    let mut alike: BTreeMap<_, Vec<&Act>> = BTreeMap::new();
    for act in typed {
        alike.entry((key(act), folded(&act.text))).or_default().push(act);
    }
    alike.retain(|_, typed| typed.iter().any(|act| act.status == Status::RolledBack));
    if alike.is_empty() {
        return;
    }
    let is_end = |verb| matches!(verb, Verb::Commit | Verb::Rollback);
    let telling: BTreeSet<_> = case
        .seen
        .rows()
        .iter()
        .filter(|seen| is_end(seen.statement.verb))
        .map(|seen| case.place(seen.event).source)
        .collect();
    let mut sent: BTreeMap<_, Vec<&mut Act>> = BTreeMap::new();
    for act in acts {
        let own = (key(act), folded(&act.text));
        let is_open = act.status == Status::Executed
            && matches!(act.status_reason, StatusReason::Unstated | StatusReason::Unended)
            && !act.events.iter().any(|event| telling.contains(&case.place(*event).source));
        if is_open && alike.get(&own).is_some_and(|typed| is_of_owner(case, act, typed)) {
            sent.entry(own).or_default().push(act);
        }
    }
    for (own, sent) in sent {
        let Some(typed) = alike.get(&own).filter(|typed| typed.len() >= sent.len()) else {
            continue;
        };
        let all = typed.iter().all(|act| act.status == Status::RolledBack);
        if all || typed.len() == sent.len() {
            for (act, typed) in sent.into_iter().zip(typed) {
                if typed.status == Status::RolledBack {
                    act.status = Status::RolledBack;
                    act.status_reason = StatusReason::TypedRollback;
                }
            }
        }
    }
}

/// Whether an act may be by the hand whose history has the statements: the account has the owner's
/// name, or the client is one that keeps such a history.
fn is_of_owner(case: &Case<'_>, act: &Act, typed: &[&Act]) -> bool {
    const CLIENTS: [&str; 4] = ["psql", "pgcli", "mysql", "mycli"];
    let is_client = |origin: &Origin| matches!(origin, Origin::Program(name) if CLIENTS.contains(&name.as_str()));
    let is_owner = |origin: &Origin| matches!(origin, Origin::History(owner) if act.user.as_ref() == Some(owner));
    let any = |act: &Act, test: &dyn Fn(&Origin) -> bool| {
        act.events.iter().any(|e| case.query(*e).and_then(|q| q.origin.as_ref()).is_some_and(test))
    };
    any(act, &is_client) || typed.iter().any(|act| any(act, &is_owner))
}

/// Marks row changes whose transaction was undone; for PostgreSQL [`Fates`] tells more.
fn rolled_back(case: &Case<'_>, undone: &Undone, acts: &mut [Act]) {
    let is_of_rows = |act: &&mut Act| {
        act.status == Status::Executed
            && matches!(
                act.operation,
                Operation::DeleteAll | Operation::DeleteMost | Operation::UpdateAll
            )
    };
    for act in acts.iter_mut().filter(is_of_rows) {
        let is_mysql = |id: &&StatementId| {
            let event = case.seen.get(**id).event;
            case.query(event).is_some_and(|query| !query.dialect.is_postgres())
        };
        let end = act.seen.iter().filter(is_mysql).find_map(|id| undone.get(id));
        if let Some((reason, event)) = end {
            act.status = Status::RolledBack;
            act.status_reason = reason.clone();
            act.events.push(*event);
        }
    }
}
/// The span of time that acts cover: the earliest start and the latest end.
pub(crate) fn span(acts: &[&Act]) -> Option<(When, i64)> {
    let first = acts.iter().filter_map(|a| a.when).min_by_key(|w| w.best)?;
    let last = acts.iter().filter_map(|a| a.ended.or(a.when.map(|w| w.best))).max()?;
    Some((first, last.max(first.best)))
}
