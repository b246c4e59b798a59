//! Whose server an incident is of, for all that is said of its logs and of recovery.

use crate::{
    case::facts::Case,
    event::{ids::EventId, kind::EventKind},
    sql::dialect::{Dialect, Flavour},
    verdict::incident::{Found, Incident},
};

/// A family of servers: what its logs are called, and how its data come back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    /// MySQL and MariaDB; also where nothing says.
    MySql,
    /// PostgreSQL.
    Postgres,
}

impl Server {
    /// That of an incident: by its own statements, else by all of the evidence.
    pub(crate) fn of(case: &Case<'_>, found: &Found, incident: &Incident) -> Server {
        let events = incident.acts.iter().flat_map(|&act| &found.acts.get(act).events);
        let mut told = events.filter_map(|event: &EventId| case.query(*event));
        told.find_map(|query| known(query.dialect)).unwrap_or_else(|| Server::of_all(case))
    }

    /// That of which the whole evidence tells; MySQL's where it tells of both.
    pub(crate) fn of_all(case: &Case<'_>) -> Server {
        let mut postgres = false;
        for event in case.events.rows() {
            let told = match &event.kind {
                EventKind::Query(query) => known(query.dialect),
                EventKind::Log(log) => match log.sqlstate.as_deref() {
                    Some("42S02" | "42S22") => Some(Server::MySql),
                    Some("42P01" | "42703" | "3D000") => Some(Server::Postgres),
                    _ => None,
                },
                _ => None,
            };
            match told {
                Some(Server::MySql) => return Server::MySql,
                Some(Server::Postgres) => postgres = true,
                None => {}
            }
        }
        // an archive or a listing of its own form is enough where no statement is
        let form = |id: &str| id.starts_with("pg_") || id.starts_with("postgres_");
        let any_form = || case.sources.rows().iter().any(|s| s.format.is_some_and(form));
        if postgres || any_form() { Server::Postgres } else { Server::MySql }
    }

    /// What to say of this server, of two.
    pub(crate) fn pick<T>(self, mysql: T, postgres: T) -> T {
        match self {
            Server::MySql => mysql,
            Server::Postgres => postgres,
        }
    }
}

fn known(dialect: Dialect) -> Option<Server> {
    match dialect.flavour {
        Flavour::Unknown => None,
        Flavour::MySql | Flavour::MariaDb => Some(Server::MySql),
        Flavour::Postgres => Some(Server::Postgres),
    }
}
