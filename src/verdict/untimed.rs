//! Commands in histories without times: whether they may have been given when something happened.
//!
//! A history has an order. What stands in it beside commands whose times another log has is bounded
//! by them, and all of it was typed while its person was logged in.

use crate::{
    case::{scratch::is_side_database, suspect::Suspect, suspects::as_typed, trigger::TriggerKind},
    event::{ids::EventId, place::SourceId},
    time::SECOND,
    verdict::scene::Scene,
};

/// The login in which a command without a time may have been given just when the acts began: its
/// person's, on the same host, open at that moment. `None` too where a neighbour in the history was
/// run on the wrong side of the acts, or where the command is meant for another environment.
pub(crate) fn login(scene: &Scene<'_>, suspect: &Suspect) -> Option<EventId> {
    let actor = suspect.actor.as_deref().filter(|_| suspect.when.is_none())?;
    let &event = suspect.events.first()?;
    if !suspect.interactive || suspect.sent.is_some() || suspect.did_not_run.is_some() {
        return None;
    }
    if suspect.command.as_deref().is_some_and(is_for_elsewhere) {
        return None;
    }
    let own = host_of(scene.case.path(event));
    let is_same_host = |login: &Suspect| {
        let other = login.events.first().and_then(|&at| host_of(scene.case.path(at)));
        own.zip(other).is_none_or(|(own, other)| own == other)
    };
    let covers = |login: &&Suspect| {
        login.opaque
            && login.actor.as_deref() == Some(actor)
            && matches!(login.kind, TriggerKind::Shell | TriggerKind::Deploy)
            && login.sent.is_none()
            && login.when.is_some_and(|when| when.earliest <= scene.started.latest)
            && login.ended.is_none_or(|end| end.saturating_add(SECOND) >= scene.started.earliest)
            && is_same_host(login)
    };
    let login = scene.in_time().find(covers)?;
    if is_bounded_off(scene, suspect, event) {
        return None;
    }
    login.events.first().copied()
}

/// Whether a later command of the same history was run before the acts, or an earlier one after
/// them, by a log that has its time.
fn is_bounded_off(scene: &Scene<'_>, suspect: &Suspect, event: EventId) -> bool {
    let place = scene.case.place(event);
    let mut neighbours = scene.near.iter().filter(|other| {
        other.when.is_none() && other.actor == suspect.actor && is_in(scene, other, place.source)
    });
    neighbours.any(|other| {
        let Some(&at) = other.events.first().filter(|at| **at != event) else { return false };
        let Some((earliest, latest)) = time_by_another_log(scene, other) else { return false };
        let is_later = scene.case.place(at).span.start > place.span.start;
        // what was typed behind it waited for its end
        if is_later {
            latest < scene.started.earliest.saturating_sub(SECOND)
        } else {
            earliest > scene.started.latest.saturating_add(SECOND)
        }
    })
}

fn is_in(scene: &Scene<'_>, suspect: &Suspect, source: SourceId) -> bool {
    suspect.events.first().is_some_and(|&at| scene.case.place(at).source == source)
}

/// When another log says that the command was run, where it says so just once.
fn time_by_another_log(scene: &Scene<'_>, suspect: &Suspect) -> Option<(i64, i64)> {
    let command = suspect.command.as_deref().filter(|command| command.starts_with("sudo "))?;
    let own = as_typed(command);
    let mut twins = scene.near.iter().filter(|other| {
        other.actor == suspect.actor
            && other.when.is_some()
            && other.command.as_deref().is_some_and(|text| as_typed(text) == own)
    });
    let when = twins.next()?.when?;
    twins.next().is_none().then_some((when.earliest, when.latest))
}

/// The folder of a path before those that a host has itself: `web1/home/kim/.bash_history` and
/// `all/web1/var/log/auth.log` are of `web1`.
fn host_of(path: &str) -> Option<&str> {
    let own = ["home/", "root/", "var/", "etc/", "Users/"];
    let starts = own.iter().filter_map(|folder| {
        path.match_indices(folder)
            .map(|(at, _)| at)
            .find(|&at| at == 0 || path.get(..at).is_some_and(|before| before.ends_with('/')))
    });
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    let end = starts.min().unwrap_or(file);
    let host = path.get(..end)?.trim_end_matches('/').rsplit('/').next()?;
    // what a collector sorts files by names no host
    let is_sorted = ["auth", "log", "logs", "history", "histories", "host", "os", "system"];
    (!host.is_empty() && !is_sorted.contains(&host)).then_some(host)
}

/// Whether a command names an environment beside production: `RAILS_ENV=test`, `--env=dev`.
fn is_for_elsewhere(command: &str) -> bool {
    let mut words = command.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let named = match word.split_once('=') {
            Some((name, value)) if name.ends_with("_ENV") || is_environment_option(name) => {
                Some(value)
            }
            None if is_environment_option(word) => words.peek().copied(),
            _ => None,
        };
        if named.is_some_and(|name| is_side_database(name.trim_matches(['"', '\'']))) {
            return true;
        }
    }
    false
}

fn is_environment_option(word: &str) -> bool {
    ["--env", "--environment"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_for_another_environment_is_told() {
        for command in
            ["RAILS_ENV=test bin/rails db:reset", "bin/console x --env=dev", "x --env staging y"]
        {
            assert!(is_for_elsewhere(command), "{command}");
        }
        for command in ["RAILS_ENV=production bin/rails db:reset", "bin/console x", "x test"] {
            assert!(!is_for_elsewhere(command), "{command}");
        }
    }

    #[test]
    fn hosts_are_the_folders_before_their_own() {
        assert_eq!(host_of("web1/home/kim/.bash_history"), Some("web1"));
        assert_eq!(host_of("web1/auth.log"), Some("web1"));
        assert_eq!(host_of("a/web1/var/log/auth.log"), Some("web1"));
        assert_eq!(host_of("logs/auth.log"), None);
        assert_eq!(host_of("home/kim/.bash_history"), None);
        assert_eq!(host_of("auth.log"), None);
    }
}
