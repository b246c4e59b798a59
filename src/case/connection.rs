//! The connections that sent something destructive: whose they were, since when, with what client,
//! and what the rest of the evidence knows of the address that they came from.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use crate::{
    case::{
        facts::{Act, Case},
        sent::{Sent, Standing},
        suspect::Suspect,
        trigger::TriggerKind,
    },
    event::{
        ids::{EventId, StatementId},
        kind::EventKind,
        place::SourceId,
        query::{Origin, Outcome, Query, Witness},
        session::{Service, SessionAction},
    },
    sql::{fold::is_mapped, operation::Operation, statement::Verb},
    time::{SECOND, When},
};

/// An account at a server, as far as a record says it: user and address.
type Account<'a> = (Option<&'a str>, Option<&'a str>);

/// An address that connected so long before an act does not come for it.
const LONG_BEFORE_US: i64 = 3600 * SECOND;

/// How long before a connection a refused login from the same address still belongs to it.
const REFUSED_US: i64 = 24 * 3600 * SECOND;

/// Fewer requests than this do not show which address is that of a balancer.
const FEW_REQUESTS: usize = 10;

/// What is known of an address.
#[derive(Default)]
struct Traces<'a> {
    /// When connections to a database server from it began.
    connected: Vec<i64>,
    /// The accounts that these used.
    accounts: BTreeSet<&'a str>,
    /// Refused logins to a database server from it.
    refused: Vec<(i64, EventId)>,
    /// Somebody logged in to a machine from it.
    logged_in: bool,
    /// Web requests that came from it; with an account, somebody is known there.
    requests: usize,
    /// The accounts of its web requests.
    web_users: BTreeSet<&'a str>,
}

/// A connection while the events pass by.
struct Open<'a> {
    began: Option<When>,
    first: EventId,
    client: Option<&'a str>,
    sent: Vec<EventId>,
    /// Statements with a condition that took most of a table.
    took_most: Vec<EventId>,
    all_built: bool,
    account: Account<'a>,
    /// It did ordinary work: rows read and written.
    works: bool,
    /// Its first statements, two at most.
    opening: Vec<&'a str>,
}

/// How many statements make up the beginning of a connection.
const OPENING: usize = 2;

/// How many other connections that do the application's work must begin alike, to show that one is
/// the application's as well.
const ALIKE: usize = 3;

/// A connection in a log: source and number, or the account where the log numbers none.
type Key<'a> = (SourceId, Option<u64>, Option<Account<'a>>);

#[derive(Default)]
struct Register<'a> {
    addresses: BTreeMap<&'a str, Traces<'a>>,
    machines: BTreeSet<&'a str>,
    requests: usize,
    open: BTreeMap<Key<'a>, usize>,
    connections: Vec<Open<'a>>,
}

/// The connections that sent something destructive, whoever or whatever sat behind them, in the
/// order in which they began.
pub(crate) fn senders(case: &Case<'_>, acts: &[Act]) -> Vec<Suspect> {
    let by_condition = acts.iter().filter(|act| act.operation == Operation::DeleteMost);
    let by_condition: BTreeSet<StatementId> =
        by_condition.flat_map(|act| act.seen.iter().copied()).collect();
    let by_condition: BTreeSet<EventId> =
        by_condition.into_iter().map(|id| case.seen.get(id).event).collect();
    let mut register = Register::default();
    let mut seen = case.seen.rows().iter().peekable();
    for (index, event) in case.events.iter() {
        match &event.kind {
            EventKind::Query(query) => {
                let mut statements = Vec::new();
                while let Some(one) = seen.next_if(|one| one.event <= index) {
                    statements.push(one);
                }
                let at = register.query(case, index, query);
                let Some(open) = at.and_then(|at| register.connections.get_mut(at)) else {
                    continue;
                };
                if open.opening.len() < OPENING && !query.sql.is_empty() {
                    open.opening.push(&query.sql);
                }
                for one in statements {
                    open.client =
                        open.client.or_else(|| client_of(query, one.statement.comment.as_deref()));
                    if one.effects.is_empty() && by_condition.contains(&one.event) {
                        open.took_most.push(index);
                    } else if one.effects.is_empty() {
                        open.works |= is_work(one.statement.verb);
                    } else if !matches!(query.outcome, Outcome::Refused { .. }) {
                        open.sent.push(index);
                        open.all_built &= is_mapped(&query.sql)
                            || one.statement.lower_case && query.sql.contains('`');
                    }
                }
            }
            EventKind::Session(session) if session.service == Some(Service::Mysql) => {
                let (Some(number), Some(when)) = (session.pid, event.when) else { continue };
                let account = (session.user.as_deref(), session.from.as_deref());
                match session.action {
                    SessionAction::Login => {
                        let key = (event.place.source, Some(number), None);
                        register.begin(key, index, Some(when), account);
                    }
                    SessionAction::Failed => register.refused(account.1, when, index),
                    SessionAction::Logout => {}
                }
            }
            EventKind::Session(session) => {
                register.machines.extend(session.host.as_deref());
                if session.action == SessionAction::Login
                    && let Some(from) = session.from.as_deref()
                {
                    register.traces(from).logged_in = true;
                }
            }
            EventKind::CronRun(run) => register.machines.extend(run.host.as_deref()),
            EventKind::Command(command) => register.machines.extend(command.host.as_deref()),
            EventKind::Request(request) => {
                register.requests = register.requests.saturating_add(1);
                if let Some(from) = request.from.as_deref() {
                    let traces = register.traces(from);
                    traces.requests = traces.requests.saturating_add(1);
                    traces.web_users.extend(request.user.as_deref());
                }
            }
            _ => {}
        }
    }
    register.senders(case)
}

/// Whether a statement is ordinary work on rows.
pub(crate) fn is_work(verb: Verb) -> bool {
    matches!(verb, Verb::Select | Verb::Insert | Verb::Replace | Verb::Update | Verb::Delete)
}

impl<'a> Register<'a> {
    fn traces(&mut self, address: &'a str) -> &mut Traces<'a> {
        self.addresses.entry(bare_address(address)).or_default()
    }

    fn refused(&mut self, address: Option<&'a str>, when: When, event: EventId) {
        if let Some(address) = address {
            self.traces(address).refused.push((when.best, event));
        }
    }

    fn begin(
        &mut self,
        key: Key<'a>,
        first: EventId,
        began: Option<When>,
        account: Account<'a>,
    ) -> usize {
        if let (Some(address), Some(when)) = (account.1, began) {
            let traces = self.traces(address);
            traces.connected.push(when.best);
            traces.accounts.extend(account.0);
        }
        let at = self.connections.len();
        self.open.insert(key, at);
        self.connections.push(Open {
            began,
            first,
            client: None,
            sent: Vec::new(),
            took_most: Vec::new(),
            all_built: true,
            account,
            works: false,
            opening: Vec::new(),
        });
        at
    }

    /// The connection that a query's record belongs to; none of what was typed or is only quoted.
    fn query(&mut self, case: &Case<'_>, index: EventId, query: &'a Query) -> Option<usize> {
        let account = (query.user.as_deref(), query.host.as_deref());
        if matches!(query.witness, Witness::Typed | Witness::InError) {
            return None;
        }
        if case.is_applied(index) {
            return None;
        }
        let when = case.when(index);
        let connects = matches!(query.admin.as_deref(), Some("Connect" | "Change user"));
        if connects && matches!(query.outcome, Outcome::Refused { .. }) {
            self.refused(account.1, when?, index);
            return None;
        }
        if account == (None, None) {
            return None;
        }
        let source = case.place(index).source;
        let key = match query.connection_id {
            Some(number) => (source, Some(number), None),
            None => (source, None, Some(account)),
        };
        let known = self.open.get(&key).copied().filter(|&at| {
            // without numbers, what lies an hour apart is no one sitting
            let far = |open: &Open<'_>| {
                query.connection_id.is_none()
                    && open.began.zip(when).is_some_and(|(began, now)| {
                        now.best.saturating_sub(began.best) > LONG_BEFORE_US
                    })
            };
            !connects
                && self
                    .connections
                    .get(at)
                    .is_some_and(|open| open.account == account && !far(open))
        });
        Some(known.unwrap_or_else(|| self.begin(key, index, when, account)))
    }

    fn senders(mut self, case: &Case<'_>) -> Vec<Suspect> {
        for traces in self.addresses.values_mut() {
            traces.connected.sort_unstable();
        }
        let workers: BTreeSet<Account<'_>> = self
            .connections
            .iter()
            .filter(|open| open.works && open.sent.is_empty() && open.took_most.is_empty())
            .map(|open| open.account)
            .collect();
        let mut beginnings: BTreeMap<_, usize> = BTreeMap::new();
        let working = self.connections.iter().filter(|open| open.works && open.sent.is_empty());
        for open in working.filter(|open| open.opening.len() == OPENING) {
            let known = beginnings.entry((open.account, open.opening.as_slice())).or_default();
            *known = known.saturating_add(1);
        }
        let mut out: Vec<Suspect> = Vec::new();
        let is_sender = |open: &&Open<'_>| !open.sent.is_empty() || !open.took_most.is_empty();
        for open in self.connections.iter().filter(is_sender) {
            let (user, host) = open.account;
            let alike = beginnings.get(&(open.account, open.opening.as_slice()));
            let standing = if alike.is_some_and(|known| *known >= ALIKE) {
                Standing::Application
            } else {
                self.standing(open, workers.contains(&open.account))
            };
            // a job deletes by conditions too; only from outside the connection says who it was
            let statements = match (open.sent.as_slice(), standing) {
                ([], Standing::Outsider) => open.took_most.clone(),
                ([], _) => continue,
                (sent, _) => sent.to_vec(),
            };
            let own = Suspect {
                kind: match (standing == Standing::Outsider, open.client) {
                    (true, _) => TriggerKind::RemoteClient,
                    (false, None) if open.all_built => TriggerKind::Unknown,
                    (false, _) => TriggerKind::DbClient,
                },
                actor: user.map(str::to_owned),
                host: host.filter(|host| !host.is_empty()).map(str::to_owned),
                command: open.client.map(str::to_owned),
                when: open.began,
                events: vec![open.first],
                sent: Some(Sent {
                    statements,
                    number: match &case.events.get(open.first).kind {
                        EventKind::Query(query) => query.connection_id,
                        EventKind::Session(session) => session.pid,
                        _ => None,
                    },
                    standing,
                    refused: self.refused_before(open),
                    is_built: open.all_built,
                }),
                ..Suspect::default()
            };
            match out.iter_mut().rev().take(64).find(|other| is_one(other, &own)) {
                Some(other) => join(other, own),
                None => out.push(own),
            }
        }
        out
    }

    fn refused_before(&self, open: &Open<'_>) -> Vec<EventId> {
        let (Some(address), Some(began)) = (open.account.1, open.began) else {
            return Vec::new();
        };
        let Some(traces) = self.addresses.get(bare_address(address)) else { return Vec::new() };
        let from = began.best.saturating_sub(REFUSED_US);
        let within = |at: i64| at >= from && at <= began.latest;
        traces.refused.iter().filter(|(at, _)| within(*at)).map(|(_, event)| *event).collect()
    }

    /// What is known of a connection's address, given whether others of its account do the
    /// application's work.
    fn standing(&self, open: &Open<'_>, shares_work: bool) -> Standing {
        let address = bare_address(open.account.1.unwrap_or_default());
        let reach = Reach::of(address);
        if reach == Reach::Machine {
            return Standing::Local;
        }
        let began = open.began.map_or(i64::MAX, |when| when.best);
        let traces = self.addresses.get(address);
        let long_before = traces.and_then(|t| t.connected.first()).is_some_and(|first| {
            began != i64::MAX && first.saturating_add(LONG_BEFORE_US) <= began
        });
        if shares_work && (long_before || reach == Reach::Network) {
            return Standing::Application;
        }
        let balances = traces.is_some_and(|t| {
            !t.web_users.is_empty()
                || self.requests >= FEW_REQUESTS && t.requests.saturating_mul(2) >= self.requests
        });
        let is_machine = self.machines.iter().any(|name| {
            let short = |name: &str| name.split('.').next().unwrap_or(name).to_ascii_lowercase();
            reach == Reach::Network
                && address.parse::<IpAddr>().is_err()
                && short(name) == short(address)
        });
        // a host of several people, such as a jump host
        let is_shared = reach == Reach::Network
            && traces.is_some_and(|t| t.accounts.iter().any(|one| Some(*one) != open.account.0));
        let has_others = || {
            self.addresses.iter().any(|(other, traces)| {
                *other != address
                    && !traces.connected.is_empty()
                    && Reach::of(other) != Reach::Machine
            })
        };
        if long_before || balances || is_machine || is_shared || traces.is_some_and(|t| t.logged_in)
        {
            Standing::Known
        } else if reach == Reach::Internet {
            Standing::Outsider
        } else if is_bridge(address) || !has_others() {
            Standing::Private
        } else {
            Standing::Stranger
        }
    }
}

/// Whether two logs tell of one connection.
fn is_one(a: &Suspect, b: &Suspect) -> bool {
    let (Some(x), Some(y)) = (&a.sent, &b.sent) else { return false };
    let near = match (a.when, b.when) {
        (Some(m), Some(n)) => m.best.abs_diff(n.best) <= LONG_BEFORE_US.unsigned_abs(),
        _ => true,
    };
    x.number.is_some() && x.number == y.number && a.actor == b.actor && near
}

/// Joins what two logs tell of one connection.
fn join(into: &mut Suspect, other: Suspect) {
    if other.when.is_some_and(|when| into.when.is_none_or(|known| when.best < known.best)) {
        into.when = other.when;
        into.events = other.events;
    }
    into.host = into.host.take().or(other.host);
    into.command = into.command.take().or(other.command);
    if let (Some(sent), Some(more)) = (&mut into.sent, other.sent) {
        sent.statements.extend(more.statements);
        sent.refused.extend(more.refused);
    }
}

/// How far away an address is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The machine itself.
    Machine,
    /// A private network; names count as its own.
    Network,
    /// The internet.
    Internet,
}

impl Reach {
    fn of(address: &str) -> Reach {
        match address.parse::<IpAddr>() {
            Err(_) if ["", "localhost", "[local]"].contains(&address) => Reach::Machine,
            Err(_) => Reach::Network,
            Ok(ip) if ip.is_loopback() || ip.is_unspecified() => Reach::Machine,
            Ok(IpAddr::V4(ip)) => {
                let [a, b, ..] = ip.octets();
                let shared = a == 100 && (64..128).contains(&b);
                if ip.is_private() || ip.is_link_local() || shared {
                    Reach::Network
                } else {
                    Reach::Internet
                }
            }
            Ok(IpAddr::V6(ip)) if ip.is_unique_local() || ip.is_unicast_link_local() => {
                Reach::Network
            }
            Ok(IpAddr::V6(_)) => Reach::Internet,
        }
    }
}

/// Whether an address is one that a bridge of containers hands out by default: what comes from
/// there is a container, or whoever reached the machine that runs them.
fn is_bridge(address: &str) -> bool {
    matches!(address.parse::<IpAddr>(), Ok(IpAddr::V4(ip))
        if matches!(ip.octets(), [172, 17..=31, ..]))
}

/// An address as others write it: without the mark of a cloud's proxy, the IPv4 prefix of IPv6, a
/// port and an interface.
fn bare_address(address: &str) -> &str {
    let address = address.strip_prefix("cloudsqlproxy~").unwrap_or(address);
    let address = address.strip_prefix("::ffff:").unwrap_or(address);
    let address = address.split('%').next().unwrap_or(address);
    match address.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.parse::<u16>().is_ok() => host,
        _ => address,
    }
}

/// Programs in which people type or click statements, by a word of the name that they give
/// themselves; the name of a driver, an application or a command-line client shows no person.
const PROGRAMS: &[&str] = &[
    "dbeaver",
    "datagrip",
    "workbench",
    "heidisql",
    "tableplus",
    "navicat",
    "sequel",
    "phpmyadmin",
    "adminer",
    "beekeeper",
    "dbforge",
    "pgadmin",
    "postico",
    "azuredatastudio",
    "azdata",
    "cloud sql studio",
];

/// Statements that no other client sends, with its name. (phpMyAdmin: its database interface and
/// `ForeignKey`; Adminer: its MySQL driver.)
const MARKS: &[(&str, &str)] = &[
    ("SET lc_messages = '", "phpMyAdmin"),
    ("SET FOREIGN_KEY_CHECKS = OFF", "phpMyAdmin"),
    ("SET sql_quote_show_create = 1, autocommit = 1", "Adminer"),
    ("SELECT `DEFAULT_COLLATION_NAME` FROM `information_schema`.`SCHEMATA` WHERE", "HeidiSQL"),
    ("SHOW SESSION VARIABLES LIKE 'lower_case_table_names'", "MySQL Workbench"),
];

/// The client of a person that a record names, or that its statement gives away.
pub(crate) fn client_of<'a>(query: &'a Query, comment: Option<&'a str>) -> Option<&'a str> {
    let is_client = |name: &str| {
        let lower = name.to_ascii_lowercase();
        PROGRAMS.iter().any(|program| lower.contains(program))
    };
    let program = match &query.origin {
        Some(Origin::Program(name)) => Some(name.as_str()).filter(|name| is_client(name)),
        _ => None,
    };
    let told = || {
        let (_, name) = comment?.split_once("ApplicationName=")?;
        let name = name.split(" - ").next()?.split("*/").next()?.trim();
        Some(name).filter(|name| is_client(name))
    };
    let marked = || {
        let own = |mark: &&(&str, &str)| query.sql.starts_with(mark.0);
        MARKS.iter().find(own).map(|(_, name)| *name)
    };
    program.or_else(told).or_else(marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_near_or_far() {
        for (address, reach) in [
            ("", Reach::Machine),
            ("localhost", Reach::Machine),
            ("[local]", Reach::Machine),
            ("127.0.0.1", Reach::Machine),
            ("::1", Reach::Machine),
            ("::ffff:127.0.0.1", Reach::Machine),
            ("10.0.0.5:51022", Reach::Network),
            ("web1.internal", Reach::Network),
            ("fe80::1%eth0", Reach::Network),
            ("fd00::5", Reach::Network),
            ("100.64.3.4", Reach::Network),
            ("172.32.0.1", Reach::Internet),
            ("203.0.113.66", Reach::Internet),
            ("cloudsqlproxy~203.0.113.66", Reach::Internet),
            ("2001:db8::7", Reach::Internet),
        ] {
            assert!(Reach::of(bare_address(address)) == reach, "{address}");
        }
        assert!(is_bridge("172.17.0.1") && !is_bridge("172.16.0.1") && !is_bridge("10.0.0.1"));
    }

    #[test]
    fn a_persons_client_is_told_from_a_driver() {
        let query = |sql: &str, origin: Option<&str>| Query {
            sql: sql.to_owned(),
            origin: origin.map(|name| Origin::Program(name.to_owned())),
            ..Query::default()
        };
        let comment = |text| client_of(&Query::default(), Some(text)).map(str::to_owned);
        assert_eq!(
            comment("/* ApplicationName=DBeaver 24.1.0 - Main */").as_deref(),
            Some("DBeaver 24.1.0")
        );
        assert_eq!(comment("/* ApplicationName=billing - Main */"), None);
        let of = |sql: &str, origin| client_of(&query(sql, origin), None).map(str::to_owned);
        assert_eq!(of("", Some("pgAdmin 4")).as_deref(), Some("pgAdmin 4"));
        assert_eq!(of("", Some("psql")), None);
        assert_eq!(of("SET lc_messages = 'en_US'", None).as_deref(), Some("phpMyAdmin"));
        assert_eq!(of("SET FOREIGN_KEY_CHECKS = 0", None), None);
    }
}
