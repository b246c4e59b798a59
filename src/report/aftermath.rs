//! What followed an incident, to its end: repairs, second attempts, restarts, the last error, who
//! left.

use std::collections::BTreeSet;

use crate::{
    case::{capability::procedure::Procedure, facts::Case},
    event::ids::EventId,
    report::{
        around::{Around, Typed, span},
        frame::Frame,
        terms::Role,
    },
    text::code::coded,
    time::SECOND,
    verdict::incident::Incident,
};

/// How long after an incident something is taken for its consequence.
const AFTER_US: i64 = 12 * 3600 * SECOND;
/// Commands of one kind by one account in such a time are told together.
const TOGETHER_US: i64 = 1800 * SECOND;
/// Most commands, and lines of the server, that are told one by one.
const MOST: usize = 6;

/// A moment: when, what it is to the incident, in words, and what shows it.
pub(crate) type After = (i64, Role, String, Vec<EventId>);

/// What followed `incident`, in order of time.
pub(crate) fn aftermath(case: &Case<'_>, frame: &Frame<'_>, incident: &Incident) -> Vec<After> {
    let around = &frame.around;
    let mut out = commands(case, frame, incident);
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
    let all = around.errors(incident);
    if let [_, .., last] = all.as_slice()
        && let Some(at) = case.when(*last).map(|when| when.best)
    {
        let text = format!("last of {} application errors that name what was lost", all.len());
        out.push((at, Role::Effect, text, vec![*last]));
    }
    let after = incident.ended.saturating_add(1);
    let marks = |list: &[(i64, EventId)], is_start: bool| -> Vec<(i64, EventId, bool)> {
        let of = span(list, after, until).iter().take(MOST);
        of.map(|&(at, id)| (at, id, is_start)).collect()
    };
    let mut servers = [marks(&around.ready, true), marks(&around.stopped, false)].concat();
    servers.sort_unstable();
    let mut was_up = true;
    for (at, id, is_start) in servers {
        // one stop has several lines
        if is_start || was_up {
            let (role, text) = match is_start {
                true => (Role::Recovery, "the database server was started"),
                false if span(&around.ready, at, i64::MAX).is_empty() => {
                    (Role::Context, "the database server was stopped, and no start follows here")
                }
                false => (Role::Context, "the database server was stopped"),
            };
            out.push((at, role, text.into(), vec![id]));
        }
        was_up = is_start;
    }
    if let Some(actor) = incident.suspects.first().and_then(|s| s.suspect.actor.as_deref())
        && let Some(left) = around.logouts.get(actor)
        && let Some(&(at, id)) = span(left, incident.started.best, until).first()
    {
        out.push((at, Role::Context, format!("{actor} logged out"), vec![id]));
    }
    refused(around, incident, &mut out);
    out.sort_by_key(|moment| moment.0);
    out
}

/// Statements against the same tables that the server refused, around the incident.
fn refused(around: &Around<'_>, incident: &Incident, out: &mut Vec<After>) {
    let from = incident.started.best.saturating_sub(AFTER_US);
    let until = incident.ended.saturating_add(AFTER_US);
    let tables = incident.impact.tables.iter();
    let lists = tables.filter_map(|table| around.refused.get(table.name.as_str()));
    let mut told = BTreeSet::new();
    for (at, act) in lists.flat_map(|list| span(list, from, until).iter().take(MOST)) {
        if let Some(event) = act.events.first() {
            told.insert((*at, *event, act.operation.id().replace('_', " ")));
        }
    }
    for (at, event, what) in told.into_iter().take(MOST) {
        let role = if at < incident.started.best { Role::Precursor } else { Role::Context };
        out.push((at, role, format!("the server refused a {what}"), vec![event]));
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

fn commands(case: &Case<'_>, frame: &Frame<'_>, incident: &Incident) -> Vec<After> {
    let until = incident.ended.saturating_add(AFTER_US);
    let from = incident.started.best.saturating_add(1);
    // account, kind, first and last time, first command, events
    type Run<'a> = (Option<&'a str>, Kind, i64, i64, &'a str, Vec<EventId>);
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (at, typed) in span(&frame.around.typed, from, until) {
        let (at, id, command) = (*at, typed.event, typed.command);
        let Some(kind) = kind(case, incident, typed) else { continue };
        let who = command.user.as_deref();
        let is_last = runs.len() == MOST;
        match runs.last_mut() {
            Some((user, known, _, last, _, events))
                if *user == who && *known == kind && at.saturating_sub(*last) <= TOGETHER_US =>
            {
                *last = at;
                events.push(id);
            }
            _ if is_last => break,
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
    runs.into_iter().map(words).collect()
}

fn kind(case: &Case<'_>, incident: &Incident, typed: &Typed<'_>) -> Option<Kind> {
    let can = typed.can(case);
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
        || restarts.iter().any(|words| typed.command.command.contains(words));
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
