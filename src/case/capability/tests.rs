//! What command lines of every kind are found able to do.

use crate::{
    case::capability::{
        ability::{Ability, Certainty},
        follow::abilities,
        library::Library,
        procedure::Procedure,
    },
    event::{
        job::CronJob,
        script::{Language, Script},
    },
};

fn script(language: Language, name: &str) -> Script {
    Script { language, name: name.to_owned(), ..Script::default() }
}

fn shell_script(name: &str, text: &str) -> Script {
    Script { text: Some(text.to_owned()), ..script(Language::Shell, name) }
}

fn library() -> Library {
    let mut library = Library::default();
    library.add(&shell_script(
        "release.sh",
        "set -eu\nREL=/srv/releases/$1\nif [ \"${2:-}\" = \"--fresh\" ]; then\n  mariadb -u rel -e \"DROP DATABASE IF EXISTS store\"\nfi\nmariadb -u rel store < $REL/schema.sql\n",
    ));
    library.add(&shell_script("refresh.sh", ". /etc/refresh.env\nexport MYSQL_PWD=x\ngunzip -c \"$DUMP\" | mariadb -u etl \"$TARGET\"\n"));
    library.add(&shell_script("loop.sh", "bash loop.sh\n./loop.sh\n"));
    library.add(&shell_script(
        "backup.sh",
        "mysqldump store | gzip > /b/x.sql.gz\nmysql -e 'SELECT 1'\n",
    ));
    library.add(&Script {
        settings: vec![
            ("DUMP".to_owned(), "/d/x.sql.gz".to_owned()),
            ("TARGET".to_owned(), "store".to_owned()),
        ],
        ..script(Language::Env, "refresh.env")
    });
    library.add(&Script {
        statements: vec!["ALTER TABLE a DROP COLUMN b".to_owned(), "SELECT 1".to_owned()],
        ..script(Language::Sql, "slim.sql")
    });
    library.add(&Script {
        settings: vec![("class".to_owned(), "App\\Jobs\\Rebuild".to_owned())],
        statements: vec!["Call::truncate()".to_owned()],
        ..script(Language::Php, "Rebuild.php")
    });
    library.add(&Script {
        jobs: vec![
            CronJob {
                schedule: "dailyAt('03:15')".to_owned(),
                command: "php artisan migrate:refresh --force".to_owned(),
                ..CronJob::default()
            },
            CronJob {
                schedule: "hourly()".to_owned(),
                command: "php artisan session:gc".to_owned(),
                ..CronJob::default()
            },
        ],
        ..script(Language::Php, "Kernel.php")
    });
    library.add(&Script {
        commands: vec!["/usr/local/bin/refresh.sh".to_owned()],
        ..script(Language::Unit, "refresh.service")
    });
    library
}

fn found(command: &str) -> Vec<Ability> {
    abilities(command, &library())
}

fn procedures(command: &str) -> Vec<Procedure> {
    found(command).into_iter().map(|ability| ability.procedure).collect()
}

fn one(command: &str) -> Ability {
    let mut all = found(command);
    assert_eq!(all.len(), 1, "{command}: {all:?}");
    all.pop().unwrap_or_default()
}

#[test]
fn artisan_commands_have_their_procedure() {
    for (command, procedure) in [
        ("php artisan migrate:fresh", Procedure::MigrateFresh),
        ("/usr/bin/php8.2 artisan migrate:refresh --force", Procedure::MigrateRefresh),
        ("cd /srv/app && php artisan migrate:reset", Procedure::MigrateReset),
        ("php artisan migrate:rollback --step=5 --force", Procedure::MigrateRollback),
        ("php artisan migrate --force", Procedure::Migrate),
        ("./artisan db:wipe", Procedure::DbWipe),
        ("$FORGE_PHP artisan db:seed", Procedure::DbSeed),
        ("php artisan test", Procedure::TestRun),
        ("vendor/bin/phpunit --filter X", Procedure::TestRun),
        ("php vendor/bin/pest", Procedure::TestRun),
        ("composer test", Procedure::TestRun),
        ("php artisan tinker", Procedure::ModelTruncate),
        (
            "php artisan tinker --execute=\"App\\Models\\User::truncate();\"",
            Procedure::ModelTruncate,
        ),
        ("php artisan optimize:clear", Procedure::RetentionJob),
        ("dep artisan:migrate:fresh production", Procedure::MigrateFresh),
    ] {
        assert_eq!(procedures(command), [procedure], "{command}");
    }
    let ability = one(
        "cd /srv/app && php artisan migrate:rollback --step=5 --force --env=staging --path=database/x",
    );
    assert_eq!(
        (ability.directory.as_deref(), ability.step, ability.force),
        (Some("/srv/app"), Some(5), true)
    );
    assert_eq!(
        (ability.environment.as_deref(), ability.path.as_deref()),
        (Some("staging"), Some("database/x"))
    );
    assert_eq!(
        procedures("php artisan migrate:fresh --seed"),
        [Procedure::MigrateFresh, Procedure::DbSeed]
    );
    assert!(one("php artisan migrate:fresh --pretend").pretend);
    assert_eq!(one("php artisan cache:clear").tables, ["cache", "cache_locks"]);
}

#[test]
fn what_only_looks_or_saves_can_do_nothing() {
    for command in [
        "php artisan migrate:status | head -3",
        "php artisan help migrate:fresh | head -3",
        "php artisan migrate:fresh --help",
        "php artisan down",
        "php artisan config:clear",
        "mysqldump store | gzip > x.sql.gz",
        "/usr/local/bin/backup.sh",
        "mysql -e 'SHOW TABLES' store",
        "grep migrate:fresh deploy.sh",
        "echo php artisan migrate:fresh",
        "cat release.sh",
        "ls",
        "",
        "mysqladmin flush-logs",
    ] {
        assert_eq!(procedures(command), [], "{command}");
    }
}

#[test]
fn wrappers_are_peeled() {
    for command in [
        "sudo -u www-data php artisan migrate:fresh",
        "sudo -u www APP_ENV=x php artisan migrate:fresh",
        "nohup nice -n 10 php artisan migrate:fresh &",
        "env APP_ENV=local php artisan migrate:fresh",
        "timeout 60 php artisan migrate:fresh",
        "ssh -p 22 ops@host 'cd /srv && php artisan migrate:fresh'",
        "bash -lc 'php artisan migrate:fresh'",
        "su - app -c 'php artisan migrate:fresh'",
        "docker exec -it -u app web php artisan migrate:fresh",
        "docker compose -f x.yml exec web php artisan migrate:fresh",
        "kubectl exec -n a pod -- php artisan migrate:fresh",
        "./vendor/bin/sail artisan migrate:fresh",
        "flock -n /tmp/x php artisan migrate:fresh",
        "yes | php artisan migrate:fresh",
        "if true; then php artisan migrate:fresh; fi",
    ] {
        assert_eq!(procedures(command), [Procedure::MigrateFresh], "{command}");
    }
}

#[test]
fn clients_send_what_they_are_given() {
    let ability = one("mysql -uroot -psecret -e \"DELETE FROM orders\" store");
    assert_eq!(
        (ability.procedure, ability.database.as_deref()),
        (Procedure::ManualSql, Some("store"))
    );
    assert_eq!(
        (ability.statement.as_deref(), ability.database_user.as_deref()),
        (Some("DELETE FROM orders"), Some("root"))
    );
    assert_eq!(
        procedures("sudo mariadb -e 'DROP DATABASE store'"),
        [Procedure::DropDatabase, Procedure::ManualSql]
    );
    let ability = one("mysql -h 127.0.0.1 -P 3306 -u root store");
    assert_eq!(
        (ability.procedure, ability.certainty, ability.interactive),
        (Procedure::ManualSql, Certainty::Open, true)
    );
    assert_eq!(ability.database.as_deref(), Some("store"));
    assert_eq!(
        one("mysql store <<EOF\nDROP TABLE a;\nSELECT 1;\nEOF\n").statement.as_deref(),
        Some("DROP TABLE a")
    );
    assert_eq!(one("echo 'TRUNCATE a' | mysql store").statement.as_deref(), Some("TRUNCATE a"));
    assert_eq!(one("mysql store < /x/slim.sql").procedure, Procedure::ScriptSql);
    assert_eq!(
        one("mysql -e 'source /x/slim.sql' store").statement.as_deref(),
        Some("ALTER TABLE a DROP COLUMN b")
    );
    assert_eq!(
        procedures("mysql store < unknown.sql"),
        [Procedure::DumpRestore, Procedure::ScriptSql]
    );
    assert_eq!(procedures("zcat /b/store.sql.gz | mysql -uroot store"), [Procedure::DumpRestore]);
    assert_eq!(procedures("mysqldump a | mysql b"), [Procedure::DumpRestore]);
    let ability = one("mysqladmin -f drop store");
    assert_eq!(
        (ability.procedure, ability.database.as_deref(), ability.force),
        (Procedure::DropDatabase, Some("store"), true)
    );
}

#[test]
fn scripts_are_followed_with_their_arguments_and_settings() {
    let ability = one("/usr/local/bin/refresh.sh >> /home/etl/x.log 2>&1");
    assert_eq!(
        (ability.procedure, ability.database.as_deref()),
        (Procedure::DumpRestore, Some("store"))
    );
    assert_eq!(
        (ability.certainty, ability.through.first().map(String::as_str)),
        (Certainty::Through, Some("refresh.sh"))
    );
    let fresh = procedures("/srv/release.sh 2026 --fresh");
    assert!(
        fresh.contains(&Procedure::DropDatabase) && fresh.contains(&Procedure::ScriptSql),
        "{fresh:?}"
    );
    assert!(!procedures("/srv/release.sh 2026").contains(&Procedure::DropDatabase));
    assert!(procedures("bash -x release.sh 2026 --fresh").contains(&Procedure::DropDatabase));
    assert_eq!(procedures("refresh.service"), [Procedure::DumpRestore]);
    assert_eq!(procedures("bash loop.sh"), []);
}

#[test]
fn the_scheduler_starts_its_jobs() {
    let all = found("cd /srv/app && php artisan schedule:run >> /dev/null 2>&1");
    let refresh = all
        .iter()
        .find(|ability| ability.procedure == Procedure::MigrateRefresh)
        .expect("the daily job");
    assert_eq!(
        refresh.schedule.as_ref().map(|(schedule, _)| schedule.as_str()),
        Some("dailyAt('03:15')")
    );
    assert_eq!(refresh.directory.as_deref(), Some("/srv/app"));
    assert!(refresh.force);
}

#[test]
fn a_worker_runs_the_jobs_of_the_application() {
    for command in ["App\\Jobs\\Rebuild", "php artisan queue:work --tries=3"] {
        let ability = one(command);
        assert_eq!(
            (ability.procedure, ability.statement.as_deref()),
            (Procedure::ModelTruncate, Some("Call::truncate()")),
            "{command}"
        );
    }
}

#[test]
fn online_schema_changes_are_known_by_their_tools() {
    let ability = one(
        "pt-online-schema-change --alter \"ADD COLUMN c INT\" --execute D=store,t=orders,u=root",
    );
    assert_eq!(
        (ability.procedure, ability.database.as_deref(), ability.pretend),
        (Procedure::OnlineSchemaChange, Some("store"), false)
    );
    assert!(
        one("pt-online-schema-change --alter \"ADD COLUMN c INT\" --dry-run D=store,t=orders")
            .pretend
    );
    assert_eq!(
        one("gh-ost --database=store --table=orders --alter='DROP COLUMN c' --execute")
            .database
            .as_deref(),
        Some("store")
    );
}

#[test]
fn hostile_lines_end() {
    let deep = "bash -c \"".repeat(2000);
    let sudo = "sudo ".repeat(20_000);
    let nested = "$(".repeat(5000);
    for command in [
        deep.as_str(),
        &sudo,
        &nested,
        "ssh",
        "docker exec",
        "env",
        "timeout",
        "mysql -e",
        "mysql -u",
        "php",
        "php artisan",
        "flock",
        ". ",
        "eval eval eval",
    ] {
        let _ = found(command);
    }
}

#[test]
fn what_a_sourced_script_sets_holds_in_the_one_that_sources_it() {
    let shell = |name: &str, text: &str| Script {
        language: Language::Shell,
        name: name.into(),
        text: Some(text.into()),
        ..Script::default()
    };
    let mut library = Library::default();
    library.add(&shell("common.sh", "BASE=shop\nTARGET=${BASE}_live\n"));
    library.add(&shell(
        "load.sh",
        "#!/bin/bash\nsource /opt/common.sh\nmysql -e 'DROP TABLE carts' $TARGET\n",
    ));
    let found = abilities("/opt/load.sh", &library);
    assert_eq!(
        found.iter().map(|ability| ability.database.as_deref()).collect::<Vec<_>>(),
        [Some("shop_live")]
    );
}

#[test]
fn of_two_applications_the_folder_tells_which_settings_hold() {
    let env = |database: &str| Script {
        language: Language::Env,
        name: ".env".into(),
        settings: vec![("DB_DATABASE".into(), database.into())],
        ..Script::default()
    };
    let mut library = Library::default();
    library.add_settings(&env("shop"), "var/www/shop");
    library.add_settings(&env("shop_staging"), "var/www/staging");
    let database =
        |line: &str| abilities(line, &library).first().and_then(|ability| ability.database.clone());
    assert_eq!(
        database("cd /var/www/staging && php artisan migrate:fresh").as_deref(),
        Some("shop_staging")
    );
    assert_eq!(database("cd /var/www/shop && php artisan migrate:fresh").as_deref(), Some("shop"));
    assert_eq!(database("php artisan migrate:fresh"), None, "either may be meant");
}
