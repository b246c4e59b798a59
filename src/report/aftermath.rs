//! What followed an incident, to its end: repairs, second attempts, restarts, the last error, who
//! left.

use std::{cell::LazyCell, collections::HashSet};

use crate::{
    case::{
        capability::{follow::abilities, procedure::Procedure},
        facts::{Case, Status},
    },
    event::{
        ids::EventId,
        kind::EventKind,
        log::ServerMark,
        placed::Event,
        session::{Command, CommandVia, SessionAction},
    },
    report::{effects::errors, frame::Frame, terms::Role},
    text::code::coded,
    time::SECOND,
    verdict::incident::{Found, Incident},
};

/// How long after an incident something is taken for its consequence.
const AFTER_US: i64 = 12 * 3600 * SECOND;
/// Commands of one kind by one account in such a time are told together.
const TOGETHER_US: i64 = 1800 * SECOND;
/// Most commands, and lines of the server, that are told one by one.
const MOST: usize = 6;

/// A moment: when, what it is to the incident, in words, and what shows it.
pub(crate) type After = (i64, Role, String, Vec<EventId>);

/// What followed `incident`, in order of time; `others` began incidents of their own.
pub(crate) fn aftermath(
    case: &Case<'_>,
    found: &Found,
    frame: &Frame<'_>,
    incident: &Incident,
) -> Vec<After> {
    let mut out = commands(case, found, frame, incident);
    let until = incident.ended.saturating_add(AFTER_US);
    if let [_, .., (last, name)] = incident.again.as_slice()
        && let Some(at) = case.when(*last).map(|when| when.best)
        && case
            .when(incident.again.first().map_or(*last, |(first, _)| *first))
            .is_some_and(|first| at.saturating_sub(first.best) >= SECOND)
    {
        let name = name.as_deref().unwrap_or_default();
        let text = format!("the last of them, {name}, was recreated");
        out.push((at, Role::Effect, text, vec![*last]));
    }
    let all: Vec<EventId> = errors(case, incident).take(100_000).collect();
    if let [_, .., last] = all.as_slice()
        && let Some(at) = case.when(*last).map(|when| when.best)
    {
        let text = format!("last of {} application errors that name what was lost", all.len());
        out.push((at, Role::Effect, text, vec![*last]));
    }
    let marks = case.within(&case.messages, incident.ended.saturating_add(1), until);
    let ready = |(_, event): &(EventId, &Event)| matches!(&event.kind, EventKind::Server(server) if server.mark == ServerMark::Ready);
    for (id, _) in marks.filter(ready).take(MOST) {
        if let Some(at) = case.when(id).map(|when| when.best) {
            out.push((at, Role::Recovery, "the database server was started".into(), vec![id]));
        }
    }
    let actor = incident.suspects.first().and_then(|s| s.suspect.actor.as_deref());
    let left = case.within(&case.doings, incident.started.best, until).find(|(_, event)| {
        matches!(&event.kind, EventKind::Session(session) if session.action == SessionAction::Logout
            && actor.is_some() && session.user.as_deref() == actor)
    });
    if let (Some((id, _)), Some(actor)) = (left, actor)
        && let Some(at) = case.when(id).map(|when| when.best)
    {
        out.push((at, Role::Context, format!("{actor} logged out"), vec![id]));
    }
    refused(case, found, incident, &mut out);
    out.sort_by_key(|moment| moment.0);
    out
}

/// Statements against the same tables that the server refused, around the incident.
fn refused(case: &Case<'_>, found: &Found, incident: &Incident, out: &mut Vec<After>) {
    let near =
        incident.started.best.saturating_sub(AFTER_US)..=incident.ended.saturating_add(AFTER_US);
    let is_lost = |name: &String| incident.impact.tables.iter().any(|table| table.name == *name);
    let acts = found.acts.rows().iter().filter(|act| act.status == Status::Failed);
    for act in acts.filter(|act| act.tables.iter().any(is_lost)).take(MOST) {
        if let (Some(when), Some(event)) = (act.when, act.events.first())
            && near.contains(&when.best)
            && case.when(*event).is_some()
        {
            let role =
                if when.best < incident.started.best { Role::Precursor } else { Role::Context };
            let what = act.operation.id().replace('_', " ");
            out.push((when.best, role, format!("the server refused a {what}"), vec![*event]));
        }
    }
}

/// What a command is to what happened before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It brings tables or rows back, or the service.
    Repair,
    /// It can do what was done.
    Again,
}

fn commands(case: &Case<'_>, found: &Found, frame: &Frame<'_>, incident: &Incident) -> Vec<After> {
    let begun = LazyCell::new(|| -> HashSet<EventId> {
        let firsts = found.incidents.iter().filter_map(|other| other.suspects.first());
        firsts.flat_map(|first| first.suspect.events.iter().copied()).collect()
    });
    let until = incident.ended.saturating_add(AFTER_US);
    let from = incident.started.best.saturating_add(1);
    // account, kind, first and last time, first command, events
    type Run<'a> = (Option<&'a str>, Kind, i64, i64, &'a str, Vec<EventId>);
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (id, event) in case.within(&case.doings, from, until) {
        let EventKind::Command(command) = &event.kind else { continue };
        let Some(at) = event.when.map(|when| when.best) else { continue };
        if !is_typed(command) {
            continue;
        }
        let Some(kind) = kind(case, incident, command) else { continue };
        if begun.contains(&id) {
            continue;
        }
        let who = command.user.as_deref();
        match runs.last_mut() {
            Some((user, known, _, last, _, events))
                if *user == who && *known == kind && at.saturating_sub(*last) <= TOGETHER_US =>
            {
                *last = at;
                events.push(id);
            }
            _ => runs.push((who, kind, at, at, &command.command, vec![id])),
        }
    }
    let words = |(who, kind, at, last, command, events): Run<'_>| {
        let who = who.unwrap_or("somebody");
        let first = coded(&frame.redact.text(command), 160);
        let rest = events.len().saturating_sub(1);
        let more = match rest {
            0 => String::new(),
            n => format!(
                " and {n} more command{} of that kind, the last at {}",
                if n == 1 { "" } else { "s" },
                case.clock(last)
            ),
        };
        let (role, text) = match kind {
            Kind::Repair => (Role::Recovery, format!("{who} ran {first}{more}")),
            Kind::Again => (Role::Context, format!("{who} ran {first} as well{more}")),
        };
        let shown = [events.first(), events.last().filter(|_| rest > 0)];
        (at, role, text, shown.into_iter().flatten().copied().collect())
    };
    runs.into_iter().take(MOST).map(words).collect()
}

/// Whether a person gave the command and it was let through.
fn is_typed(command: &Command) -> bool {
    matches!(command.via, CommandVia::History | CommandVia::Sudo | CommandVia::Audit)
        && !command.refused
}

fn kind(case: &Case<'_>, incident: &Incident, command: &Command) -> Option<Kind> {
    let can = abilities(command.command.trim(), &case.library);
    let elsewhere = |database: &Option<String>| {
        database.is_some() && incident.database.is_some() && *database != incident.database
    };
    let done = |procedure: Procedure| {
        can.iter().any(|a| a.procedure == procedure && !a.pretend && !elsewhere(&a.database))
    };
    let own = incident.cause.mechanism.profile().procedure;
    if own.is_some_and(|own| own != Procedure::ManualSql && done(own)) {
        return Some(Kind::Again);
    }
    let restores = [Procedure::Migrate, Procedure::DbSeed, Procedure::DumpRestore];
    let restarts = ["artisan down", "artisan up", "start mysql", "start mariadb", "start postgres"];
    let is_repair = restores.into_iter().any(done)
        || restarts.iter().any(|words| command.command.contains(words));
    is_repair.then_some(Kind::Repair)
}

#[cfg(test)]
mod tests {
    use crate::report::{engine::of_files, terms::Role};

    #[test]
    fn the_timeline_goes_to_the_repairs_the_last_error_and_the_logout() {
        let error = |clock: &str| {
            format!(
                "[2026-03-06 {clock}] production.ERROR: SQLSTATE[42S02]: Base table or view not \
                 found: 1146 Table 'shop.orders' doesn't exist\n"
            )
        };
        let general = "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\tDROP TABLE orders\n";
        // 09:01:50, 09:20:00, 09:20:30, 09:25:00, and another day
        let history = "#1772787710\nmysql shop -e 'DROP TABLE orders'\n\
             #1772788800\nphp artisan migrate --force\n\
             #1772788830\nphp artisan db:seed --force\n\
             #1772789100\nls -la\n\
             #1772961600\nphp artisan migrate --force\n";
        let auth = "2026-03-06T09:00:00.000000+00:00 web sshd[7]: pam_unix(sshd:session): session opened for user ana(uid=1) by (uid=0)\n\
             2026-03-06T09:30:00.000000+00:00 web sshd[7]: pam_unix(sshd:session): session closed for user ana\n";
        let errors = [error("09:02:22"), error("09:19:59")].concat();
        let report = of_files(&[
            ("general.log", general),
            ("home/ana/.bash_history", history),
            ("auth.log", auth),
            ("laravel.log", &errors),
        ]);
        let told: Vec<(&str, Role, &str)> = report
            .timeline
            .iter()
            .skip_while(|m| m.role != Role::Destruction)
            .map(|m| (m.at.get(11..16).unwrap_or_default(), m.role, m.text.as_str()))
            .collect();
        let has = |clock: &str, role: Role, words: &str| {
            told.iter().any(|(at, r, text)| *at == clock && *r == role && text.contains(words))
        };
        assert!(has("09:19", Role::Effect, "last of 2 application errors"), "{told:?}");
        assert!(
            has("09:20", Role::Recovery, "ran `php artisan migrate --force` and 1 more command"),
            "{told:?}"
        );
        assert!(has("09:30", Role::Context, "ana logged out"), "{told:?}");
        assert!(!told.iter().any(|(_, _, text)| text.contains("ls -la")), "{told:?}");
        assert_eq!(told.iter().filter(|t| t.1 == Role::Recovery).count(), 1, "{told:?}");
    }
}
