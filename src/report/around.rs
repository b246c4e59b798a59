//! What stands around incidents, of which there may be thousands: gathered in one pass, found by
//! time.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
};

use crate::{
    case::{
        capability::{ability::Ability, follow::abilities},
        facts::{Act, Case, Status},
    },
    event::{
        ids::EventId,
        kind::EventKind,
        log::{Level, ServerMark},
        session::{Command, CommandVia, Service, SessionAction},
    },
    time::SECOND,
    verdict::incident::{Found, Incident},
};

/// How long before an incident something may have prepared it.
pub(crate) const BEFORE_US: i64 = 48 * 3600 * SECOND;
/// How long after an incident errors are its consequence.
const ERRORS_US: i64 = 24 * 3600 * SECOND;
/// Most errors of one incident that are counted.
const MOST_ERRORS: usize = 100_000;

/// In order of time, in microseconds since 1970.
type Timed<T> = Vec<(i64, T)>;

/// A command that a person gave and that was let through.
pub(crate) struct Typed<'a> {
    /// Its event.
    pub event: EventId,
    /// What was given, and who gave it.
    pub command: &'a Command,
    can: OnceCell<Vec<Ability>>,
}

impl Typed<'_> {
    /// What it can do; worked out when it is first asked for.
    pub(crate) fn can(&self, case: &Case<'_>) -> &[Ability] {
        self.can.get_or_init(|| abilities(self.command.command.trim(), &case.library))
    }
}

/// What stands in the two days before incidents and in the day after them.
#[derive(Default)]
pub(crate) struct Around<'a> {
    /// Commands by which somebody changed files or settings.
    pub edits: Timed<(EventId, &'a Command)>,
    /// Commands that began no incident.
    pub typed: Timed<Typed<'a>>,
    /// Logins by ssh, by account, and from where.
    pub logins: HashMap<&'a str, Timed<(EventId, Option<&'a str>)>>,
    /// Ends of sessions, by account.
    pub logouts: HashMap<&'a str, Timed<EventId>>,
    /// Errors of the application.
    pub failed: Timed<EventId>,
    /// Starts of the database server.
    pub ready: Timed<EventId>,
    /// Stops of the database server.
    pub stopped: Timed<EventId>,
    /// Acts that the server refused, by the table.
    pub refused: HashMap<&'a str, Timed<&'a Act>>,
    /// Errors of the application that miss something.
    missing: Timed<EventId>,
    /// The same, by the lost table that they name.
    missing_tables: HashMap<&'a str, Timed<EventId>>,
    /// The same, by the lost column.
    missing_columns: HashMap<&'a str, Timed<EventId>>,
    /// The same, by the lost database.
    missing_databases: HashMap<&'a str, Timed<EventId>>,
}

/// Those from one moment to another.
pub(crate) fn span<T>(list: &[(i64, T)], from: i64, to: i64) -> &[(i64, T)] {
    let first = list.partition_point(|(at, _)| *at < from);
    let end = list.partition_point(|(at, _)| *at <= to);
    list.get(first..end).unwrap_or_default()
}

impl<'a> Around<'a> {
    pub(crate) fn new(case: &'a Case<'_>, found: &'a Found) -> Around<'a> {
        let firsts = found.incidents.iter().filter_map(|incident| incident.suspects.first());
        let begun: HashSet<EventId> =
            firsts.flat_map(|first| first.suspect.events.iter().copied()).collect();
        let mut around = Around::default();
        for act in found.acts.rows().iter().filter(|act| act.status == Status::Failed) {
            let Some(when) = act.when else { continue };
            for table in &act.tables {
                around.refused.entry(table).or_default().push((when.best, act));
            }
        }
        around.refused.values_mut().for_each(|acts| acts.sort_by_key(|(at, _)| *at));
        for incident in &found.incidents {
            for table in &incident.impact.tables {
                around.missing_tables.entry(&table.name).or_default();
                for column in &table.columns_lost {
                    around.missing_columns.entry(column).or_default();
                }
            }
            if let Some(database) = &incident.database {
                around.missing_databases.entry(database).or_default();
            }
        }
        let mut windows: Vec<(i64, i64)> = found
            .incidents
            .iter()
            .map(|i| (i.started.best.saturating_sub(BEFORE_US), i.ended.saturating_add(ERRORS_US)))
            .collect();
        windows.sort_unstable();
        let mut seen = i64::MIN;
        for (from, to) in windows {
            let from = from.max(seen);
            for (event, _) in case.within(&case.doings, from, to) {
                around.doing(case, event, &begun);
            }
            for (event, _) in case.within(&case.messages, from, to) {
                around.message(case, event);
            }
            seen = seen.max(to.saturating_add(1));
        }
        around
    }

    fn doing(&mut self, case: &'a Case<'_>, event: EventId, begun: &HashSet<EventId>) {
        let Some(at) = case.when(event).map(|when| when.best) else { return };
        match &case.events.get(event).kind {
            EventKind::Command(command) if is_typed(command) => {
                if is_edit(&command.command) {
                    self.edits.push((at, (event, command)));
                }
                if !command.refused && !begun.contains(&event) {
                    self.typed.push((at, Typed { event, command, can: OnceCell::new() }));
                }
            }
            EventKind::Session(session) => {
                let Some(user) = session.user.as_deref() else { return };
                match session.action {
                    SessionAction::Login if session.service == Some(Service::Sshd) => {
                        let from = session.from.as_deref();
                        self.logins.entry(user).or_default().push((at, (event, from)));
                    }
                    SessionAction::Logout => {
                        self.logouts.entry(user).or_default().push((at, event));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn message(&mut self, case: &'a Case<'_>, event: EventId) {
        let Some(at) = case.when(event).map(|when| when.best) else { return };
        match &case.events.get(event).kind {
            EventKind::Server(server) if server.mark == ServerMark::Ready => {
                self.ready.push((at, event));
            }
            EventKind::Server(server) if server.mark == ServerMark::Shutdown => {
                self.stopped.push((at, event));
            }
            EventKind::Log(log) => {
                if log.level.as_ref().is_some_and(Level::is_error) {
                    self.failed.push((at, event));
                }
                let state = log.sqlstate.as_deref();
                let is_column = log.error_code == Some(1054)
                    || matches!(state, Some("42S22" | "42703"))
                    || log.message.contains("Unknown column");
                let is_missing = is_column
                    || matches!(log.error_code, Some(1146 | 1049 | 1812 | 1932))
                    || matches!(state, Some("42S02" | "42P01"))
                    || log.message.contains("Base table or view not found");
                if !is_missing {
                    return;
                }
                self.missing.push((at, event));
                let put = |list: Option<&mut Timed<EventId>>| match list {
                    Some(list) if list.last().is_none_or(|(_, last)| *last != event) => {
                        list.push((at, event));
                    }
                    _ => {}
                };
                for word in log.message.split(['\'', '`', '.', '"', ' ']) {
                    put(self.missing_tables.get_mut(word));
                    if is_column {
                        put(self.missing_columns.get_mut(word));
                    }
                    if log.error_code == Some(1049) {
                        put(self.missing_databases.get_mut(word));
                    }
                }
            }
            _ => {}
        }
    }

    /// The errors of the application, within a day, that name what an incident took, in order of
    /// time.
    pub(crate) fn errors(&self, incident: &Incident) -> Vec<EventId> {
        let until = incident.ended.saturating_add(ERRORS_US);
        let tables = &incident.impact.tables;
        let by_table = tables.iter().filter_map(|it| self.missing_tables.get(it.name.as_str()));
        let columns = tables.iter().flat_map(|it| &it.columns_lost);
        let by_column = columns.filter_map(|it| self.missing_columns.get(it.as_str()));
        let by_database =
            incident.database.iter().filter_map(|it| self.missing_databases.get(it.as_str()));
        let any = tables.is_empty().then_some(&self.missing);
        let lists = any.into_iter().chain(by_table).chain(by_column).chain(by_database);
        let mut errors: Vec<EventId> = lists
            .flat_map(|list| span(list, incident.started.best, until).iter().take(MOST_ERRORS))
            .map(|(_, event)| *event)
            .collect();
        errors.sort_unstable();
        errors.dedup();
        errors.truncate(MOST_ERRORS);
        errors
    }
}

/// Whether a person gave the command.
fn is_typed(command: &Command) -> bool {
    matches!(command.via, CommandVia::History | CommandVia::Sudo | CommandVia::Audit)
}

/// Whether a command changes files or settings.
fn is_edit(command: &str) -> bool {
    const EDITS: [&str; 16] = [
        "sed -i",
        "vi ",
        "vim ",
        "nano ",
        "crontab",
        ".env",
        "tee ",
        " > /etc",
        "mv ",
        "cp ",
        "git pull",
        "git checkout",
        "config:cache",
        "config:clear",
        "chmod",
        "ln -s",
    ];
    EDITS.iter().any(|words| command.contains(words))
}
