//! Signs that tables or their files are gone: errors of the application, lines of the server.

use crate::{
    case::facts::Case,
    event::{
        ids::EventId,
        kind::EventKind,
        log::{Log, ServerMark},
        query::{Outcome, Query},
    },
    time::When,
};

/// What a sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A table or a database is not there.
    Gone,
    /// Files of a table are not there.
    Files,
    /// The server made a new, empty data directory.
    Initialized,
    /// The server was deleted, with its storage.
    Deleted,
    /// The server took the whole state of another node.
    Replaced,
    /// Its files and its log are of different moments.
    Mismatched,
}

/// A sign with what it names.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    /// What it says.
    pub sign: Sign,
    /// Its event.
    pub event: EventId,
    /// When it was.
    pub when: When,
    /// The database that it names.
    pub database: Option<String>,
    /// The table that it names.
    pub table: Option<String>,
}

impl Signed {
    /// Whether it is about files and not about what a statement may have done.
    pub(crate) fn of_files(&self) -> bool {
        self.sign != Sign::Gone
    }

    /// Whether it may be about a database.
    pub(crate) fn may_be_of(&self, database: Option<&str>) -> bool {
        let (Some(own), Some(other)) = (self.database.as_deref(), database) else { return true };
        own.eq_ignore_ascii_case(other)
    }
}

/// Every sign of known time, in order of time.
pub(crate) fn signs(case: &Case<'_>) -> Vec<Signed> {
    let read = |(event, placed): (EventId, &crate::event::placed::Event)| {
        let (sign, message) = match &placed.kind {
            EventKind::Log(log) => (of_log(log)?, log.message.as_str()),
            EventKind::Server(server) => match server.mark {
                ServerMark::FilesMissing => (Sign::Files, server.message.as_str()),
                ServerMark::Initialized => (Sign::Initialized, ""),
                ServerMark::Deleted => (Sign::Deleted, ""),
                ServerMark::Replaced => (Sign::Replaced, ""),
                ServerMark::Mismatched => (Sign::Mismatched, ""),
                _ => return None,
            },
            EventKind::Query(query) => (of_query(query)?, refusal(query)?),
            _ => return None,
        };
        let (mut database, mut table) = object(message).unwrap_or_default();
        if let EventKind::Query(query) = &placed.kind
            && query.dialect.is_postgres()
        {
            // what stands before a relation's name is its schema
            let schema = database.take().filter(|schema| schema != "public");
            table = table.map(|name| schema.map_or(name.clone(), |of| format!("{of}.{name}")));
            database.clone_from(&query.database);
        }
        let system =
            ["mysql", "sys", "performance_schema", "information_schema"].iter().any(|name| {
                database.as_deref().is_some_and(|database| database.eq_ignore_ascii_case(name))
            });
        (!system || sign != Sign::Gone).then_some(())?;
        let database = database.filter(|_| !system);
        Some(Signed { sign, event, when: placed.when?, database, table })
    };
    case.events.iter().filter_map(read).collect()
}

/// Numbers of errors about a table or a database that is not there, and about files that are not.
fn of_code(code: Option<u32>) -> Option<Sign> {
    match code? {
        1146 | 1049 => Some(Sign::Gone),
        1812 | 1932 => Some(Sign::Files),
        _ => None,
    }
}

fn of_log(log: &Log) -> Option<Sign> {
    of_code(log.error_code).or_else(|| {
        let gone = matches!(log.sqlstate.as_deref(), Some("42S02" | "42P01"))
            || log.message.contains("42S02")
            || log.message.contains("1146 Table");
        gone.then_some(Sign::Gone)
    })
}

fn of_query(query: &Query) -> Option<Sign> {
    match query.outcome {
        Outcome::Refused { code: Some(code), .. } => of_code(Some(code)),
        // PostgreSQL's log has no numbers
        Outcome::Refused { code: None, message: Some(ref message) } => {
            let gone = message.starts_with("relation \"") && message.contains("does not exist");
            gone.then_some(Sign::Gone)
        }
        _ => None,
    }
}

fn refusal(query: &Query) -> Option<&str> {
    match &query.outcome {
        Outcome::Refused { message, .. } => message.as_deref(),
        _ => None,
    }
}

/// The database and the table that a server's message names as missing.
fn object(message: &str) -> Option<(Option<String>, Option<String>)> {
    if let Some(name) = between(message, "Unknown database '", '\'') {
        return Some((Some(name.to_owned()), None));
    }
    if let Some(name) = between(message, "relation \"", '"') {
        return Some(split(name, '.'));
    }
    if let Some(name) =
        between(message, "Table '", '\'').or_else(|| between(message, "for table '", '\''))
    {
        let name = name.trim_start_matches("./");
        return Some(split(name, if name.contains('/') { '/' } else { '.' }));
    }
    let quoted = message.split_once("for table `").or_else(|| message.split_once("for `"));
    if let Some((_, rest)) = quoted {
        // InnoDB quotes a name that is quoted already once more
        let (first, rest) = rest.trim_start_matches('`').split_once('`')?;
        return Some(match rest.strip_prefix(".`").and_then(|rest| rest.split_once('`')) {
            Some((table, _)) => (Some(first.to_owned()), Some(table.to_owned())),
            None => split(first, if first.contains('/') { '/' } else { '.' }),
        });
    }
    if let Some((_, rest)) = message.split_once(" tablespace ").filter(|_| {
        message.contains("valid tablespace file for ")
            || message.contains("Ignoring tablespace for ")
    }) {
        let name = rest.split_once("for ")?.1.split(' ').next()?.trim_end_matches('.');
        return name.contains('/').then(|| split(name, '/'));
    }
    message.split([' ', '\'', '"', '`', ',']).find_map(|word| {
        let stem = word.trim_end_matches('.').strip_suffix(".ibd")?;
        let (folder, table) = stem.rsplit_once('/')?;
        let database = folder.rsplit('/').next().filter(|name| !matches!(*name, "" | "."));
        Some((database.map(str::to_owned), Some(table.to_owned())))
    })
}

fn between<'m>(message: &'m str, before: &str, end: char) -> Option<&'m str> {
    message.split_once(before)?.1.split_once(end).map(|(name, _)| name)
}

fn split(name: &str, mark: char) -> (Option<String>, Option<String>) {
    match name.rsplit_once(mark) {
        Some((database, table)) => (Some(database.to_owned()), Some(table.to_owned())),
        None => (None, Some(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_what_is_missing() {
        let named = |message: &str| {
            let (database, table) = object(message).unwrap_or_default();
            (database.unwrap_or_default(), table.unwrap_or_default())
        };
        let orders = ("shop".to_owned(), "orders".to_owned());
        for message in [
            "Base table or view not found: 1146 Table 'shop.orders' doesn't exist",
            "General error: 1812 Tablespace is missing for table `shop`.`orders`.",
            "Tablespace is missing for table 'shop/orders'",
            "Cannot open datafile for read-only: './shop/orders.ibd' OS error: 71",
            "Table './shop/orders' doesn't exist in engine",
            "InnoDB: Could not find a valid tablespace file for ``shop`.`orders``. Please refer to",
            "InnoDB: Could not find a valid tablespace file for `shop/orders`. Please refer to",
            "InnoDB: Failed to find tablespace for table `shop`.`orders` in the cache.",
            "InnoDB: Could not find a valid tablespace file for shop/orders. Please refer to",
            "InnoDB: Ignoring tablespace for shop/orders because it could not be opened.",
            "Tablespace 4, name 'shop/orders', file './shop/orders.ibd' is missing!",
        ] {
            assert_eq!(named(message), orders, "{message}");
        }
        assert_eq!(named("Unknown database 'shop'"), ("shop".to_owned(), String::new()));
        let relation = "ERROR:  relation \"orders\" does not exist";
        assert_eq!(named(relation), (String::new(), "orders".to_owned()));
        assert_eq!(object("Operating system error number 2 in a file operation."), None);
    }
}
