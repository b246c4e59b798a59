//! What Laravel's destructive commands have in common: its guard, and what to do about them.

use crate::{
    case::{suspect::Suspect, trigger::TriggerKind},
    verdict::mechanism::contract::{Advice, Lesson, Step},
};

/// What would have stopped a command that drops or resets.
const STOPPED_BY: [Advice; 2] = [
    Advice {
        text: "Forbid destructive commands where the environment is production: `DB::prohibitDestructiveCommands(app()->isProduction())` in a service provider (Laravel 11.9 and later; rollback from 11.39).",
        why: "the framework's guard refuses fresh, refresh, reset and wipe before any SQL is sent, even with --force; earlier versions have no such guard",
    },
    Advice {
        text: "Let the application use an account without DROP, and migrations another one that is named only where releases run.",
        why: "the account of the application had the right to drop every table",
    },
];

/// What to see to before migrations run again.
pub(crate) const COMPARE_MIGRATIONS: Step<&str> = Step {
    text: "Compare the migrations table with the files before anything runs again, then run only what is pending.",
    command: Some("php artisan migrate:status"),
    risk: Some("a migration that ran once and is not recorded fails or runs twice"),
    check: Some("no migration is pending, and every table of the backup is there"),
};

/// What would have stopped a command that drops or resets, started by this.
pub(crate) fn advice(trigger: Option<TriggerKind>) -> Vec<Advice> {
    let text = match trigger {
        Some(TriggerKind::Deploy) => {
            "Take the command out of the release steps: a release needs `php artisan migrate`, and nothing that drops or resets."
        }
        Some(TriggerKind::Cron | TriggerKind::SystemdTimer | TriggerKind::Scheduler) => {
            "Take the command out of the schedule, or bind it to the environment that it is meant for."
        }
        Some(TriggerKind::TestSuite) => {
            "Keep test runs off machines that hold the settings of production."
        }
        _ => return STOPPED_BY.to_vec(),
    };
    let why = "it ran without a person looking on, and will run again as it stands";
    STOPPED_BY.into_iter().chain([Advice { text, why }]).collect()
}

/// What became of the question that the framework asks before it destroys.
pub(crate) fn guard(suspect: &Suspect) -> Option<Lesson> {
    let command = suspect.command.as_deref().filter(|command| command.contains("artisan"))?;
    let text = if command.contains("--force") {
        "the command bore `--force`, which skips the question that the framework asks in production"
    } else if suspect.kind == TriggerKind::Shell {
        "the command bore no `--force`: in an environment named production the framework asks first. Either the environment had another name, or the question was answered with yes; which of the two is not in this evidence"
    } else {
        return None;
    };
    Some(Lesson { helped: false, text })
}
