//! What Laravel's destructive commands have in common: its guard, and what to do about them.

use crate::{
    case::{suspect::Suspect, trigger::TriggerKind},
    verdict::mechanism::contract::{Advice, Lesson, Step},
};

/// What would have stopped a command that drops or resets.
const STOPPED_BY: [Advice; 2] = [
    Advice {
        text: "Forbid destructive commands in production: `DB::prohibitDestructiveCommands(app()->isProduction())` in a service provider (Laravel 11.9 and later; rollback from 11.39).",
        why: "the framework's guard refuses fresh, refresh, reset and wipe before any SQL is sent, even with --force; earlier versions have no such guard",
    },
    Advice {
        text: "Give the application an account without DROP, and run migrations with another account that only releases use.",
        why: "the application's account was allowed to drop every table",
    },
];

/// What to see to before migrations run again.
pub(crate) const COMPARE_MIGRATIONS: Step<&str> = Step {
    text: "Compare the migrations table with the files before anything runs again, then run only what is pending.",
    command: Some("php artisan migrate:status"),
    risk: Some("a migration that ran but is not recorded fails or runs twice"),
    check: Some("no migration is pending, and every table of the backup exists"),
};

/// What would have stopped a command that drops or resets, started by this.
pub(crate) fn advice(trigger: Option<TriggerKind>) -> Vec<Advice> {
    let text = match trigger {
        Some(TriggerKind::Deploy) => {
            "Remove the command from the release steps: a release needs `php artisan migrate` and nothing that drops or resets."
        }
        Some(TriggerKind::Cron | TriggerKind::SystemdTimer | TriggerKind::Scheduler) => {
            "Remove the command from the schedule, or restrict it to the environment it is meant for."
        }
        Some(TriggerKind::TestSuite) => {
            "Keep test runs off machines that hold production settings."
        }
        _ => return STOPPED_BY.to_vec(),
    };
    let why = "it ran unattended and will run again as it stands";
    STOPPED_BY.into_iter().chain([Advice { text, why }]).collect()
}

/// What became of the question that the framework asks before it destroys; `environment` is that
/// which an entry of the same process names.
pub(crate) fn guard(suspect: &Suspect, environment: Option<&str>) -> Option<Lesson> {
    let command = suspect.command.as_deref().filter(|command| command.contains("artisan"))?;
    let text = if command.contains("--force") {
        "the command had `--force`, which skips the framework's question in production"
    } else if suspect.kind == TriggerKind::Shell {
        match environment {
            Some("production") => {
                "the command had no `--force`, and its own log entry names the environment production: the framework asks first there, so the question was answered with yes"
            }
            Some(_) => {
                "the command had no `--force`, but its own log entry names an environment other than production, in which the framework does not ask"
            }
            None => {
                "the command had no `--force`: in an environment named production the framework asks first. Either the environment had another name or someone answered yes; which one is not in this evidence"
            }
        }
    } else {
        return None;
    };
    Some(Lesson { helped: false, text })
}

#[cfg(test)]
mod tests {
    use super::guard;
    use crate::case::{suspect::Suspect, trigger::TriggerKind};

    #[test]
    fn what_became_of_the_question_is_told_by_the_environment_of_the_entry() {
        let told = |command: &str, environment: Option<&str>| {
            let suspect = Suspect {
                kind: TriggerKind::Shell,
                command: Some(command.to_owned()),
                ..Suspect::default()
            };
            guard(&suspect, environment).map_or("", |lesson| lesson.text)
        };
        let plain = "php artisan migrate:fresh";
        assert!(told(plain, Some("production")).ends_with("answered with yes"));
        assert!(told(plain, Some("local")).ends_with("does not ask"));
        assert!(told(plain, None).ends_with("not in this evidence"));
        assert!(told("php artisan migrate:fresh --force", Some("production")).contains("skips"));
        assert_eq!(told("mysql shop", Some("production")), "");
    }
}
