//! Acts that belong together, and the statements around them: what a signature looks at.

use std::{collections::HashSet, sync::OnceLock};

use crate::{
    case::{
        connection::client_of,
        facts::{Act, Case, Seen, Status},
        reason::StatusReason,
        scratch::is_side_database,
        suspect::Suspect,
        uses::Uses,
    },
    event::{
        ids::{ActId, EventId, IdVec},
        query::Origin,
    },
    sql::{fold::folded, operation::Operation},
    time::{SECOND, When},
    verdict::roster::Roster,
};

/// Acts of different connections belong together if no farther apart: a tool that opens a new
/// connection for each statement does so within seconds.
const BURST_US: i64 = 15 * SECOND;

/// Acts of one connection belong together if no farther apart than a person's pause.
const SITTING_US: i64 = 3600 * SECOND;

/// Changes of one schema from one account and address belong together if no farther apart: a
/// command that opens a connection of its own is typed again for each step.
const STEPS_US: i64 = 60 * SECOND;

/// One connection drops tables here and a database there no farther apart.
const WRECK_US: i64 = 120 * SECOND;

/// Acts are asked of so many groups whether they belong to them, the newest first.
const MOST_OPEN: usize = 200;

/// How long before and after the acts a signature may look.
pub(crate) const AROUND_US: i64 = 120 * SECOND;

/// Acts of one hand.
pub(crate) struct Scene<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// What is done to the tables of all acts.
    pub uses: &'a Uses<'a>,
    /// The acts, in time order.
    pub acts: Vec<&'a Act>,
    /// The database.
    pub database: Option<String>,
    /// When the first began.
    pub started: When,
    /// When the last ended.
    pub ended: i64,
    /// Statements of the same connections (or, without numbers, the same account) from
    /// [`AROUND_US`] before the first act to [`AROUND_US`] after the last, in order, each once.
    pub stream: Vec<&'a Seen>,
    /// Suspects that may have to do with the acts, in the order of the case.
    pub near: Vec<&'a Suspect>,
    /// How many more of that time were left out because others of their kind were nearer.
    pub not_weighed: usize,
    /// The folded texts of the acts, once asked for.
    folded_texts: OnceLock<Vec<String>>,
    /// The record in which [`Scene::client`] found it, once asked for: each suspect asks.
    client: OnceLock<Option<EventId>>,
}

/// Groups executed acts that are not housekeeping.
pub(crate) fn group(acts: &IdVec<ActId, Act>) -> Vec<Vec<ActId>> {
    let mut groups: Vec<Vec<ActId>> = Vec::new();
    // those that an act may still belong to, the newest last
    let mut open: Vec<usize> = Vec::new();
    for (index, act) in acts.iter() {
        if act.status != Status::Executed || act.housekeeping.is_some() {
            continue;
        }
        let home = open.iter().rev().copied().find(|&at| {
            groups.get(at).is_some_and(|group| {
                group.iter().rev().take(400).any(|&other| together(acts.get(other), act))
            })
        });
        match home.and_then(|at| groups.get_mut(at)) {
            Some(group) => group.push(index),
            None => {
                open.push(groups.len());
                groups.push(vec![index]);
                if open.len() > MOST_OPEN {
                    open.remove(0);
                }
            }
        }
    }
    groups
}

fn together(a: &Act, b: &Act) -> bool {
    let is_one_hand = a.connection.is_some() && a.connection == b.connection && a.user == b.user;
    let other_database = a.database.as_ref().zip(b.database.as_ref()).is_some_and(|(x, y)| x != y);
    // one client that drops one database after the other, or tables beside it, does one thing
    let drops = |operation| [a, b].iter().filter(|act| act.operation == operation).count();
    let (databases, tables) = (drops(Operation::DropDatabase), drops(Operation::DropTable));
    let within = match (is_one_hand, other_database, databases, tables) {
        (true, true, 1, 1) if is_same_side(a, b) => WRECK_US,
        (true, _, 2, _) => BURST_US,
        (_, true, ..) if goes_on(a, b) => BURST_US,
        (_, true, ..) => return false,
        (true, ..) => SITTING_US,
        _ if is_step(a, b) => STEPS_US,
        _ => BURST_US,
    };
    let (Some(x), Some(y)) = (a.when, b.when) else {
        return a.typed_only && b.typed_only;
    };
    let gap = y.best.saturating_sub(a.ended.unwrap_or(x.best).max(x.best)).max(0);
    let may_be_one = (a.connection.is_none() || a.connection != b.connection)
        && (a.user.is_none() || b.user.is_none() || a.user == b.user);
    gap <= within && (is_one_hand || may_be_one)
}

/// Whether both change the schema of one database from one account and address.
fn is_step(a: &Act, b: &Act) -> bool {
    let changes = |act: &Act| matches!(act.operation, Operation::DropTable | Operation::DropColumn);
    let is_one = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    changes(a)
        && changes(b)
        && is_one(&a.user, &b.user)
        && is_one(&a.host, &b.host)
        && is_one(&a.database, &b.database)
}

/// Whether one account does to tables of the same names what it did in another database: a command
/// that goes from tenant to tenant.
fn goes_on(a: &Act, b: &Act) -> bool {
    a.operation == b.operation
        && !a.tables.is_empty()
        && a.tables == b.tables
        && a.user.is_some()
        && is_same_side(a, b)
}

/// Whether both are of production, or both of databases beside it, as far as their names say.
fn is_same_side(a: &Act, b: &Act) -> bool {
    let databases = a.database.as_deref().zip(b.database.as_deref());
    databases.is_some_and(|(x, y)| is_side_database(x) == is_side_database(y))
}

/// Clients that call themselves by the name of their command.
pub(crate) const CLIENTS: [&str; 11] = [
    "psql",
    "pg_restore",
    "pg_dump",
    "pg_dumpall",
    "dropdb",
    "createdb",
    "vacuumdb",
    "pgbench",
    "mysql",
    "mariadb",
    "mysqlsh",
];

impl<'a> Scene<'a> {
    /// The events of the acts whose records show that another statement ran them, and by what.
    pub(crate) fn inside(&self) -> impl Iterator<Item = (EventId, &'static str)> {
        // a record of many statements is one event of many acts
        let mut read = HashSet::new();
        let events = self.acts.iter().flat_map(|act| act.events.iter().copied());
        let events = events.filter(move |&event| read.insert(event));
        let shown = move |event: EventId| {
            let query = self.case.query(event)?;
            if query.origin == Some(Origin::Inside) {
                let text = "the audit log counts it among the statements that another one ran";
                return Some((event, text));
            }
            // MySQL writes a routine's parameters and variables so in its binary log, nothing else
            let text = "the binary log has the value of a routine's own variable in it";
            query.sql.contains("NAME_CONST(").then_some((event, text))
        };
        events.filter_map(shown)
    }

    /// The acts that statements name, without what went along by foreign keys.
    pub(crate) fn own_acts(&self) -> impl Iterator<Item = &'a Act> {
        let along = |act: &&Act| matches!(act.status_reason, StatusReason::Cascaded { .. });
        self.acts.iter().copied().filter(move |act| !along(act))
    }

    /// The scene of a group.
    pub(crate) fn new(
        case: &'a Case<'a>,
        acts: &'a IdVec<ActId, Act>,
        uses: &'a Uses<'a>,
        group: &[ActId],
        roster: &Roster<'a>,
    ) -> Option<Scene<'a>> {
        let acts: Vec<&Act> = group.iter().map(|&id| acts.get(id)).collect();
        let (started, ended) = crate::case::act::span(&acts).or_else(|| {
            let typed = acts.iter().flat_map(|a| &a.events).copied().collect::<Vec<_>>();
            let client = roster
                .suspects()
                .iter()
                .find(|c| c.when.is_some() && c.typed.iter().any(|e| typed.contains(e)))?;
            let when = client.when?;
            Some((when, when.best))
        })?;
        let connections: HashSet<u64> = acts.iter().filter_map(|a| a.connection).collect();
        let user = acts.iter().find_map(|a| a.user.clone());
        let database = acts.iter().find_map(|a| a.database.clone());
        let from = started.best.saturating_sub(AROUND_US);
        let to = ended.saturating_add(AROUND_US);
        let mut stream: Vec<&Seen> = case
            .seen_between(from, to)
            .filter(|s| {
                case.query(s.event).is_some_and(|q| match q.connection_id {
                    Some(c) if connections.contains(&c) => true,
                    _ => {
                        q.user == user
                            && (q.database == database || q.database.is_none())
                            && user.is_some()
                            || connections.is_empty()
                    }
                })
            })
            .collect();
        stream.truncate(20_000);
        let (near, not_weighed) = roster.near(started.best, &acts);
        let (folded_texts, client) = (OnceLock::new(), OnceLock::new());
        Some(Scene {
            case,
            uses,
            acts,
            database,
            started,
            ended,
            stream,
            near,
            not_weighed,
            folded_texts,
            client,
        })
    }

    /// Suspects whose time fits: begun no later than the first act, and not surely over before.
    pub(crate) fn in_time(&self) -> impl Iterator<Item = &'a Suspect> + '_ {
        self.near.iter().copied().filter(|one| fits_in_time(one, self.started))
    }

    /// The client that the connection of the acts calls itself, where it is one that is named like
    /// its command, and a record of it.
    pub(crate) fn client(&self) -> Option<(EventId, &'a str)> {
        let name = |event: EventId| match &self.case.query(event)?.origin {
            Some(Origin::Program(name)) => Some(name.as_str()),
            _ => None,
        };
        let is_client = |event: &EventId| name(*event).is_some_and(|name| CLIENTS.contains(&name));
        let find = || {
            let mut events = self.acts.iter().flat_map(|act| &act.events).copied();
            events.find(is_client)
        };
        let event = (*self.client.get_or_init(find))?;
        Some((event, name(event)?))
    }

    /// The client in which people type or click that a record of the acts names.
    pub(crate) fn person(&self) -> Option<(EventId, &'a str)> {
        let seen = self.acts.iter().flat_map(|act| &act.seen).map(|&id| self.case.seen.get(id));
        let mut named = seen.filter_map(|one| {
            let comment = one.statement.comment.as_deref();
            Some((one.event, client_of(self.case.query(one.event)?, comment)?))
        });
        named.next()
    }

    /// Whether a statement is the first act or came after it.
    pub(crate) fn is_after(&self, seen: &Seen) -> bool {
        let first = self.acts.iter().find(|act| act.when == Some(self.started));
        // an act's further witnesses, such as the CREATE behind a DROP, come later than it
        let statement = first.and_then(|act| act.seen.first());
        let own = statement.map(|&id| self.case.seen.get(id).event);
        let others = first.filter(|_| own.is_none()).into_iter().flat_map(|act| &act.events);
        !own.iter().chain(others).any(|event| self.case.precedes(seen.event, *event))
            && seen.when.is_some_and(|when| when.best >= self.started.best.saturating_sub(SECOND))
    }

    /// The statements that made again what the acts dropped, in order: each with the table, or
    /// `None` for the database itself.
    pub(crate) fn made_again(&self) -> Vec<(EventId, Option<String>)> {
        let mut out = Vec::new();
        for act in &self.acts {
            match act.operation {
                Operation::DropTable => out.extend(act.tables.iter().filter_map(|table| {
                    Some((self.uses.made_again(act, table)?.event, Some(table.clone())))
                })),
                Operation::DropDatabase => {
                    let from = act.when.map_or(i64::MIN, |when| when.earliest);
                    let is_it = |seen: &&Seen| {
                        seen.when.is_some_and(|when| when.best >= from)
                            && act.events.iter().any(|&own| self.case.precedes(own, seen.event))
                    };
                    let name = act.database.as_deref().unwrap_or_default();
                    let made = self.case.made_database(name).find(is_it);
                    out.extend(made.map(|seen| (seen.event, None)));
                }
                _ => {}
            }
        }
        out.sort();
        out.dedup();
        out
    }

    /// The first witness of each of the first acts, at most so many.
    pub(crate) fn witnesses(&self, most: usize) -> Vec<EventId> {
        self.acts.iter().filter_map(|act| act.events.first().copied()).take(most).collect()
    }

    /// Every table that an act names, once, in order.
    pub(crate) fn tables(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        for name in self.acts.iter().flat_map(|a| &a.tables) {
            if known.insert(name) {
                out.push(name.clone());
            }
        }
        out
    }

    /// The folded texts of the acts, in their order.
    pub(crate) fn folded_texts(&self) -> &[String] {
        self.folded_texts.get_or_init(|| self.acts.iter().map(|act| folded(&act.text)).collect())
    }

    /// The text of a statement.
    pub(crate) fn text(&self, seen: &Seen) -> &'a str {
        self.case
            .query(seen.event)
            .map_or("", |q| q.sql.get(seen.statement.at.0..seen.statement.at.1).unwrap_or(&q.sql))
    }
}

/// Whether a suspect may have been at work when the acts began: under some reading it began
/// before they did (a clock of whole seconds may show it one late), and was not over.
fn fits_in_time(suspect: &Suspect, started: When) -> bool {
    let Some(when) = suspect.when else { return true };
    let late = when.earliest > started.latest.saturating_add(SECOND);
    let over = suspect.ended.is_some_and(|end| end.saturating_add(2 * SECOND) < started.earliest);
    let long_ago = suspect.ended.is_none()
        && started.earliest.saturating_sub(when.latest) > 12 * 3600 * SECOND;
    !late && !over && !long_ago
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_a_command_typed_again_are_one_scene() {
        let act = |operation: Operation, host: &str, connection: u64, second: i64| {
            let best = second * SECOND;
            Act {
                database: Some("shop".to_owned()),
                tables: vec![format!("t{connection}")],
                user: Some("app".to_owned()),
                host: Some(host.to_owned()),
                connection: Some(connection),
                when: Some(When { earliest: best, latest: best, best }),
                ..Act::bare(operation, Status::Executed, StatusReason::Recorded)
            }
        };
        let first = act(Operation::DropTable, "web1", 1, 1);
        assert!(together(&first, &act(Operation::DropColumn, "web1", 2, 40)));
        for other in [
            act(Operation::DropTable, "web2", 2, 40),
            act(Operation::DeleteAll, "web1", 2, 40),
            act(Operation::DropTable, "web1", 2, 90),
        ] {
            assert!(!together(&first, &other));
        }
    }

    #[test]
    fn a_command_that_goes_from_database_to_database_is_one_scene() {
        let act = |database: &str, table: &str, user: &str, second: i64| {
            let best = second * SECOND;
            Act {
                database: Some(database.to_owned()),
                tables: vec![table.to_owned()],
                user: Some(user.to_owned()),
                connection: Some(second.unsigned_abs()),
                when: Some(When { earliest: best, latest: best, best }),
                ..Act::bare(Operation::DropTable, Status::Executed, StatusReason::Recorded)
            }
        };
        let first = act("tenant_a", "notes", "app", 1);
        assert!(together(&first, &act("tenant_b", "notes", "app", 2)));
        for other in [
            act("tenant_b", "bills", "app", 2),
            act("tenant_b", "notes", "ops", 2),
            act("tenant_b", "notes", "app", 60),
            act("tenant_test", "notes", "app", 2),
        ] {
            assert!(!together(&first, &other));
        }
    }
}
