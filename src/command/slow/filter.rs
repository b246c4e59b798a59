//! Which statements are counted.

use super::condition::Conditions;
use crate::time::{When, window::Window};

/// What must hold of a statement.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// It may lie within this time.
    pub(super) window: Window,
    /// It was sent by one of these accounts; by any where none is named.
    pub(super) users: Vec<String>,
    /// From one of these hosts.
    pub(super) hosts: Vec<String>,
    /// In one of these databases.
    pub(super) databases: Vec<String>,
    /// Its numbers fit.
    pub(super) conditions: Conditions,
    /// It stands in a file of one of these formats; of any where none is named.
    pub(super) formats: Vec<&'static str>,
}

impl Filter {
    /// Whether a time lies within the bounds.
    pub(super) fn admits_time(&self, when: Option<When>) -> bool {
        self.window.admits(when)
    }

    /// Whether a file of this format is asked for.
    pub(super) fn admits_format(&self, format: Option<&str>) -> bool {
        self.formats.is_empty() || format.is_some_and(|format| self.formats.contains(&format))
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
