//! Web requests as suspects.

use crate::{
    case::{
        capability::{self, ability::Ability},
        carried::{holds_sql, values},
        facts::Case,
        suspect::Suspect,
        trigger::TriggerKind,
    },
    event::{ids::EventId, kind::EventKind, log::Request},
    time::{SECOND, When},
};

/// A request as a suspect: its address is named after what it may do, or it may change something,
/// runs jobs or carries SQL and was answered when one of the destructive statements at `acts` ran,
/// which are in time order.
pub(crate) fn of_request(
    case: &Case<'_>,
    index: EventId,
    request: &Request,
    acts: &[i64],
) -> Option<Suspect> {
    let when = case.when(index);
    let mut abilities = capability::follow::answers(&request.target, &case.library);
    let script = behind(case, &abilities);
    let is_suspect = !abilities.is_empty()
        || suspicious(&request.target)
        || near_act(when, acts)
            && (may_change(&request.method)
                || runs_jobs(&request.target)
                || request.texts().flat_map(values).any(|value| holds_sql(&value)));
    if !is_suspect {
        return None;
    }
    if abilities.is_empty() {
        abilities = of_target(&request.target)
            .map(|command| capability::follow::abilities(command, &case.library))
            .unwrap_or_default();
    }
    Some(Suspect {
        kind: TriggerKind::WebRequest,
        actor: request.user.clone(),
        host: request.from.clone(),
        command: Some(format!("{} {}", request.method, request.target)),
        // Most servers write a request's line when it has ended.
        when: when.map(|w| When { earliest: w.earliest.saturating_sub(REQUEST_US), ..w }),
        // of a server that surely does, what was answered before is over
        ended: when.filter(|_| case.path(index).contains("nginx")).map(|when| when.latest),
        events: vec![index],
        opaque: script.is_none(),
        abilities,
        script,
        did_not_run: request
            .status
            .filter(|s| (400..500).contains(s))
            .map(|s| format!("the server answered {s}")),
        ..Suspect::default()
    })
}

/// The program text through which something is able to do what it does.
pub(crate) fn behind(case: &Case<'_>, abilities: &[Ability]) -> Option<EventId> {
    abilities.iter().find_map(|ability| {
        let file = ability.through.first()?;
        case.scripts.iter().copied().find(|&at| {
            matches!(&case.events.get(at).kind, EventKind::Script(script) if script.name == *file)
        })
    })
}

/// Whether requests of this method may change something.
pub(crate) fn may_change(method: &str) -> bool {
    ["POST", "PUT", "PATCH", "DELETE"].iter().any(|m| method.eq_ignore_ascii_case(m))
}

/// Whether a request is a call that runs the jobs of an application that are due: `/wp-cron.php`,
/// `/cron/KEY`, `/admin/cron.php`.
pub(crate) fn runs_jobs(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or(target);
    path.split('/').any(|part| {
        let stem = part.rsplit_once('.').map_or(part, |(stem, _)| stem);
        // a page about cron is no call of it: only of a program's name the words count
        let own = if stem.len() < part.len() { stem.rsplit(['-', '_']).next() } else { Some(part) };
        own.is_some_and(|word| word.eq_ignore_ascii_case("cron"))
    })
}

/// Whether a request that was answered then may have sent one of the statements at `acts`.
fn near_act(when: Option<When>, acts: &[i64]) -> bool {
    let Some(when) = when else { return false };
    let from = acts.partition_point(|at| *at < when.best.saturating_sub(REQUEST_US));
    acts.get(from).is_some_and(|at| *at <= when.best.saturating_add(SECOND))
}

/// The longest that a web request runs before servers give up on it.
pub(crate) const REQUEST_US: i64 = 60 * SECOND;

/// The command that a web address is named after, as routes that run artisan are.
fn of_target(target: &str) -> Option<&'static str> {
    let lower = target.to_ascii_lowercase();
    let commands = [
        ("refresh", "php artisan migrate:refresh --force"),
        ("fresh", "php artisan migrate:fresh --force"),
        ("wipe", "php artisan db:wipe --force"),
        ("rollback", "php artisan migrate:rollback --force"),
        ("reset", "php artisan migrate:reset --force"),
        ("seed", "php artisan db:seed --force"),
    ];
    commands.iter().find(|(word, _)| lower.contains(word)).map(|(_, command)| *command)
}

fn suspicious(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    [
        "artisan",
        "migrate",
        "/fresh",
        "/reset",
        "/wipe",
        "/seed",
        "/install",
        "/setup",
        "_ignition",
        "phpmyadmin",
        "adminer",
        "tbl_",
        "db_structure",
        "/sql",
        "/import",
        "demo-reset",
        "truncate",
        "drop",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_runs_jobs_is_no_page_about_them() {
        for target in ["/wp-cron.php?doing_wp_cron", "/shop/cron.php", "/cron/K3Y", "/api/cron"] {
            assert!(runs_jobs(target), "{target}");
        }
        for target in ["/blog/cron-explained", "/blog/what-is-cron", "/?q=cron", "/acronym.php"] {
            assert!(!runs_jobs(target), "{target}");
        }
    }
}
