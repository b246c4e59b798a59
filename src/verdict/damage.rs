//! Tables that the database server itself names as damaged.

use crate::{
    case::facts::Case,
    event::{ids::EventId, kind::EventKind},
};

/// The most tables that are named.
const MOST: usize = 20;

/// Tables, each with its database, whose files the server's own lines name.
pub(crate) fn damaged(case: &Case<'_>, events: &[EventId]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for &event in events {
        let EventKind::Server(server) = &case.events.get(event).kind else {
            continue;
        };
        for word in server.message.split([' ', '\'', '"', '`', ',']) {
            let Some(stem) = word.trim_end_matches('.').strip_suffix(".ibd") else { continue };
            let mut parts = stem.rsplit('/');
            let (Some(table), Some(database)) = (parts.next(), parts.next()) else { continue };
            // a partition is part of its table
            let table = table.split('#').next().unwrap_or(table);
            let name = format!("{database}.{table}");
            if !table.is_empty() && !database.is_empty() && database != "." && !out.contains(&name)
            {
                out.push(name);
            }
        }
    }
    out.truncate(MOST);
    out
}
