//! What Laravel's console commands, test runners and code given to PHP can do.

use crate::case::capability::{
    ability::{Ability, Certainty},
    input::Input,
    procedure::Procedure,
    scope::Scope,
    walk::Walk,
};

/// What a console command of Laravel or of a well-known package does, and the only tables that it
/// touches (any where there are none).
fn known(name: &str) -> Option<(Procedure, &'static [&'static str])> {
    let found: (Procedure, &'static [&'static str]) = match name {
        "migrate:fresh" => (Procedure::MigrateFresh, &[]),
        "migrate:refresh" => (Procedure::MigrateRefresh, &[]),
        "migrate:reset" => (Procedure::MigrateReset, &[]),
        "migrate:rollback" => (Procedure::MigrateRollback, &[]),
        "migrate" => (Procedure::Migrate, &[]),
        "db:wipe" => (Procedure::DbWipe, &[]),
        "db:seed" => (Procedure::DbSeed, &[]),
        "test" | "dusk" | "pest" | "phpunit" | "pest:test" => (Procedure::TestRun, &[]),
        "cache:clear" | "optimize:clear" => (Procedure::RetentionJob, &["cache", "cache_locks"]),
        "queue:flush" | "queue:forget" => (Procedure::RetentionJob, &["failed_jobs"]),
        "queue:prune-failed" => (Procedure::RetentionJob, &["failed_jobs"]),
        "queue:prune-batches" => (Procedure::RetentionJob, &["job_batches"]),
        "queue:clear" => (Procedure::RetentionJob, &["jobs"]),
        "telescope:prune" | "telescope:clear" => (Procedure::RetentionJob, &["telescope_*"]),
        "session:gc" => (Procedure::RetentionJob, &["sessions"]),
        "auth:clear-resets" => {
            (Procedure::RetentionJob, &["password_resets", "password_reset_tokens"])
        }
        "sanctum:prune-expired" => (Procedure::RetentionJob, &["personal_access_tokens"]),
        "passport:purge" => (Procedure::RetentionJob, &["oauth_*"]),
        "activitylog:clean" => (Procedure::RetentionJob, &["activity_log"]),
        "pulse:clear" | "pulse:purge" | "pulse:trim" => (Procedure::RetentionJob, &["pulse_*"]),
        "model:prune" => (Procedure::RetentionJob, &[]),
        _ => return None,
    };
    Some(found)
}

impl Walk<'_> {
    /// `artisan` with `words` after it.
    pub(super) fn artisan(&mut self, words: &[String], input: &Input, scope: &Scope) {
        let value = |name: &str| {
            words.iter().enumerate().find_map(|(at, word)| {
                let rest = word.strip_prefix(name)?;
                match rest.strip_prefix('=') {
                    Some(value) => Some(value.to_owned()),
                    None if rest.is_empty() => {
                        words.get(at + 1).filter(|next| !next.starts_with('-')).cloned()
                    }
                    None => None,
                }
            })
        };
        let has = |name: &str| words.iter().any(|word| word == name);
        let Some(name) = words.iter().find(|word| !word.starts_with('-')) else { return };
        if has("--help") || has("-h") || has("--version") || has("-V") {
            return;
        }
        let environment = value("--env");
        let database =
            self.application_database(environment.as_deref(), scope.directory.as_deref());
        let base = |procedure: Procedure, tables: &[&'static str]| Ability {
            database: database.clone(),
            force: has("--force") || has("-f"),
            pretend: has("--pretend"),
            tables: tables.to_vec(),
            ..scope.ability(procedure, format!("php artisan {}", words.join(" ")))
        };
        match name.as_str() {
            "db" => {
                let mut ability = base(Procedure::ManualSql, &[]);
                ability.certainty = Certainty::Open;
                self.push(ability);
            }
            "tinker" => match value("--execute").or_else(|| input.said()) {
                Some(text) => self.code(&text, "php artisan tinker", scope),
                None => {
                    let mut ability = base(Procedure::ModelTruncate, &[]);
                    ability.certainty = Certainty::Open;
                    self.push(ability);
                }
            },
            "schedule:run" | "schedule:work" | "schedule:test" => {
                self.schedule(&scope.clone());
            }
            "queue:work" | "queue:listen" | "horizon" | "horizon:work" | "queue:retry" => {
                self.queue(scope);
            }
            name => match known(name) {
                Some((procedure, tables)) => {
                    let ability = base(procedure, tables);
                    let seeds = procedure != Procedure::DbSeed
                        && (has("--seed") || words.iter().any(|word| word.starts_with("--seeder")));
                    self.push(ability);
                    if seeds {
                        self.push(base(Procedure::DbSeed, &[]));
                    }
                    if procedure == Procedure::DbSeed || seeds {
                        let class = value("--class")
                            .or_else(|| value("--seeder"))
                            .unwrap_or_else(|| "DatabaseSeeder".to_owned());
                        self.class(&class, scope);
                    }
                }
                None => {
                    let library = self.library;
                    if let Some(scripts) = library.console.get(name) {
                        self.php(scripts, &format!("php artisan {name}"), scope);
                        return;
                    }
                    let called: Vec<String> = ["php artisan".to_owned()]
                        .into_iter()
                        .chain(words.iter().cloned())
                        .collect();
                    self.tool("artisan", &called, input, scope);
                }
            },
        }
    }

    /// A worker runs whatever job comes: every class of the library that looks like one.
    fn queue(&mut self, scope: &Scope) {
        let library = self.library;
        for scripts in library.classes.values() {
            for script in scripts {
                let Some((_, class)) = script
                    .settings
                    .iter()
                    .find(|(key, value)| key == "class" && value.contains("Jobs\\"))
                else {
                    continue;
                };
                self.php(std::slice::from_ref(script), class, scope);
            }
        }
    }

    /// A test runner: RefreshDatabase and its kin rebuild the database that the settings name.
    pub(super) fn tests(&mut self, words: &[String], scope: &Scope) {
        let database = self.application_database(Some("testing"), scope.directory.as_deref());
        let mut ability = scope.ability(Procedure::TestRun, words.join(" "));
        ability.database = database;
        self.push(ability);
    }
}
