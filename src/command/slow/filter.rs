//! Which statements are counted.

use crate::time::When;

/// What must hold of a statement.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// It did not surely end before this.
    pub(super) since: i64,
    /// It did not surely begin after this.
    pub(super) until: i64,
    /// Bounds of time were given, so one without a time is left out.
    pub(super) timed: bool,
    /// It was sent by one of these accounts; by any where none is named.
    pub(super) users: Vec<String>,
    /// From one of these hosts.
    pub(super) hosts: Vec<String>,
    /// In one of these databases.
    pub(super) databases: Vec<String>,
}

impl Filter {
    /// Whether a time lies within the bounds.
    pub(super) fn admits_time(&self, when: Option<When>) -> bool {
        match when {
            Some(when) => when.latest > self.since && when.earliest <= self.until,
            None => !self.timed,
        }
    }

    /// Whether any account or host will do.
    pub(super) fn admits_all_clients(&self) -> bool {
        self.users.is_empty() && self.hosts.is_empty()
    }

    /// Whether account and host are among those asked for.
    pub(super) fn admits_client(&self, user: Option<&[u8]>, host: Option<&[u8]>) -> bool {
        admits(&self.users, user) && admits(&self.hosts, host)
    }

    /// Whether a database is among those asked for.
    pub(super) fn admits_database(&self, database: Option<&[u8]>) -> bool {
        admits(&self.databases, database)
    }
}

fn admits(wanted: &[String], name: Option<&[u8]>) -> bool {
    wanted.is_empty()
        || name.is_some_and(|name| wanted.iter().any(|wanted| wanted.as_bytes() == name))
}
