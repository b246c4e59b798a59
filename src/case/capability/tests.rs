//! What command lines of every kind are found able to do.

use crate::{
    case::capability::{
        ability::{Ability, Certainty},
        follow::abilities,
        library::Library,
        procedure::Procedure,
        tool::Sends,
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
        ("bundle exec rspec spec/models/order_spec.rb", Procedure::TestRun),
        ("npx vitest run", Procedure::TestRun),
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
    assert_eq!((ability.directory.as_deref(), ability.force), (Some("/srv/app"), true));
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
    assert_eq!((ability.procedure, ability.certainty), (Procedure::ManualSql, Certainty::Open));
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

/// What the commands of other tools send: `None` where nothing, the operation that they may do
/// where the table says so.
fn sent(command: &str) -> Vec<Sends> {
    found(command).into_iter().filter_map(|ability| Some(ability.sends?.1)).collect()
}

#[test]
fn commands_of_other_tools_send_what_the_table_says() {
    use Sends::{Back, Database, Forward, Rebuild, Rows, SomeRows, Tables, Values};
    let mut wrong = Vec::new();
    for (command, sends) in [
        ("bin/rails db:drop", Database),
        (
            "RAILS_ENV=production DISABLE_DATABASE_ENVIRONMENT_CHECK=1 bundle exec rake db:schema:load",
            Tables,
        ),
        ("rails db:migrate VERSION=0", Back),
        ("docker compose run --rm web bundle exec rails db:reset", Rebuild),
        ("kubectl exec -it deploy/web -- bin/rails db:seed:replant", Rows),
        ("heroku run -a shop rails db:rollback", Back),
        ("python3 manage.py flush --noinput", Rows),
        ("sudo -u www /srv/venv/bin/python manage.py migrate shop zero", Back),
        ("poetry run python manage.py reset_db --noinput", Database),
        ("./manage.py migrate", Forward),
        ("php bin/console doctrine:database:drop --force --if-exists", Database),
        ("php8.3 bin/console d:f:l -n", Rows),
        ("symfony console doctrine:migrations:migrate prev", Back),
        ("vendor/bin/doctrine orm:schema-tool:drop --force --full-database", Tables),
        ("npx prisma migrate reset --force", Rebuild),
        ("pnpm prisma db push --force-reset", Rebuild),
        ("yarn typeorm schema:drop -d src/ds.ts", Tables),
        ("npm exec -- sequelize-cli db:migrate:undo:all", Back),
        ("pnpm exec knex --env production migrate:rollback --all", Back),
        ("node node_modules/.bin/knex seed:run", Rows),
        ("alembic -c prod.ini downgrade base", Back),
        ("flask db downgrade", Back),
        ("python -m flask db upgrade", Forward),
        ("flyway -url=jdbc:mysql://db/x clean", Tables),
        ("./mvnw -q -Dflyway.url=jdbc:mysql://db/x flyway:clean", Tables),
        ("./gradlew flywayClean", Tables),
        ("liquibase --changelog-file=c.xml drop-all", Tables),
        ("liquibase rollback-count 3", Back),
        ("ssh web1 'cd /var/www && wp db reset --yes'", Rebuild),
        ("wp --path=/var/www site empty --yes", Rows),
        ("wp search-replace a.example b.example", Values),
        ("wp post delete 12 --force", SomeRows),
        ("drush @live sql-drop -y", Tables),
        ("vendor/bin/drush site:install", Tables),
        ("bin/cake migrations rollback", Back),
        ("vendor/bin/phinx rollback -t 0", Back),
        ("php yii migrate/fresh", Tables),
        ("npx mikro-orm schema:drop -r", Rebuild),
        ("bunx drizzle-kit push --force", Forward),
        ("db-migrate db:drop shop", Database),
        ("node ace migration:fresh", Tables),
        ("dbmate drop", Database),
        ("diesel database reset", Rebuild),
        ("cargo sqlx database drop -y", Database),
        ("sea-orm-cli migrate fresh", Tables),
        ("sqitch revert -y db:mysql://db/x", Back),
        ("goose mysql \"app@/shop\" down-to 0", Back),
        ("migrate -path m -database mysql://db/x drop -f", Tables),
        ("dotnet ef database drop --force", Database),
        ("dotnet ef database update 0", Back),
        ("mix ecto.reset", Rebuild),
        ("dropdb -h db shop", Database),
        ("mysqlimport --local --delete shop orders.txt", Rows),
        ("doppler run -- atlas schema clean -u mysql://db/x", Tables),
        ("php artisan tenants:migrate-fresh", Tables),
    ] {
        wrong.extend((sent(command) != [sends]).then(|| (command, found(command))));
    }
    assert_eq!(wrong, []);
    assert_eq!(sent("rails db:drop db:create db:migrate"), [Database, Forward]);
}

#[test]
fn commands_that_only_look_or_ask_do_nothing() {
    for command in [
        "git status",
        "php artisan route:list",
        "npm run lint",
        "npm ci",
        "wp plugin list",
        "wp db tables",
        "bin/rails routes",
        "bin/rails db:migrate:status",
        "flyway info",
        "alembic current",
        "alembic downgrade base --sql",
        "docker compose ps",
        "kubectl get pods",
        "npx prisma migrate status",
        "npx knex migrate:status",
        "liquibase status",
        "liquibase rollback-count-sql 3",
        "python manage.py flush --help",
        "python manage.py showmigrations",
        "python manage.py migrate shop zero --fake",
        "php bin/console doctrine:database:drop",
        "php bin/console doctrine:schema:update --dump-sql",
        "php bin/console doctrine:fixtures:load --append",
        "mikro-orm schema:drop --dump",
        "migrate -path m -database mysql://db/x version",
        "drizzle-kit drop",
        "mysqldump shop > x.sql",
        "pg_dump shop",
        "psql shop -c 'SELECT 1'",
        "psql shop -c '\\dt'",
        "python -V",
        "tail -f storage/logs/laravel.log",
        "systemctl restart php8.2-fpm",
        "sudo systemctl status shop",
        "Get-ChildItem",
    ] {
        assert_eq!(procedures(command), [], "{command}");
    }
}

#[test]
fn a_task_of_the_project_does_what_its_file_says() {
    let mut library = Library::default();
    let tasks = [
        ("db:fresh of package.json", "php artisan migrate:fresh"),
        ("wipe of Makefile", "php artisan db:wipe"),
    ];
    for (name, command) in tasks {
        library
            .add(&Script { commands: vec![command.to_owned()], ..script(Language::Shell, name) });
    }
    let procedures = |command: &str| -> Vec<Procedure> {
        abilities(command, &library).iter().map(|ability| ability.procedure).collect()
    };
    for command in
        ["npm run db:fresh", "yarn db:fresh", "sudo -u app pnpm --prefix /srv run db:fresh"]
    {
        assert_eq!(procedures(command), [Procedure::MigrateFresh], "{command}");
    }
    assert_eq!(procedures("make -C /srv/app DB=shop wipe"), [Procedure::DbWipe]);
    // another runner, another task
    for command in ["make db:fresh", "npm run wipe", "npm run db:fresh2"] {
        assert_eq!(procedures(command), [Procedure::Unseen], "{command}");
    }
}

#[test]
fn what_a_program_does_whose_text_is_not_there_is_open() {
    for command in [
        "/opt/tools/reset_prod.sh",
        "make reset-db",
        "npm run db:reset",
        "node scripts/reset-db.js",
        "ansible-playbook reset.yml",
        "claude -p 'reset the db'",
        "php artisan shop:purge-everything --force",
        "bin/rails shop:purge",
        "python manage.py purge_shop",
        "ssh db1",
        "sudo -i",
        "su - app",
        "docker run --rm shop-tools",
        "docker compose up -d",
        "systemctl start shop-worker",
        "curl -X POST https://shop.example.com/rebuild",
        "php /srv/app/tools/tidy.php",
        "bash unknown.sh",
    ] {
        assert_eq!(procedures(command), [Procedure::Unseen], "{command}");
    }
}

#[test]
fn sql_in_a_command_is_typed_sql() {
    for command in [
        "mysqlsh root@localhost --sql -e \"DROP TABLE t\"",
        "mysqlsh -e \"session.runSql('DROP TABLE t')\"",
        "psql -U app -d shop -c 'DROP TABLE t'",
        "sudo -u postgres psql shop -c \"DROP TABLE t\"",
        "docker exec -i db psql -U postgres shop -c 'DROP TABLE t'",
        "php artisan tinker --execute=\"DB::statement('DROP TABLE t');\"",
        "php -r '$p = new PDO($d); $p->exec(\"DROP TABLE t\");'",
        "wp db query 'DROP TABLE t'",
        "drush sqlq \"DROP TABLE t\"",
        "php bin/console dbal:run-sql 'DROP TABLE t'",
        "bin/rails runner 'ActiveRecord::Base.connection.execute(\"DROP TABLE t\")'",
        "python -c \"c.execute('DROP TABLE t')\"",
        "python3 manage.py shell -c \"cursor.execute('DROP TABLE t')\"",
        "node -e \"db.query('DROP TABLE t')\"",
        "echo 'DROP TABLE t' | python manage.py dbshell",
        "wp db cli <<EOF\nDROP TABLE t;\nEOF\n",
        "echo \"DB::statement('DROP TABLE t');\" | php artisan tinker",
    ] {
        let ability = one(command);
        assert_eq!(
            (ability.procedure, ability.statement.as_deref()),
            (Procedure::ManualSql, Some("DROP TABLE t")),
            "{command}"
        );
    }
    for command in [
        "bin/rails runner 'User.delete_all'",
        "python manage.py shell -c 'Order.objects.all().delete()'",
        "node -e 'sequelize.sync({force: true})'",
    ] {
        assert_eq!(procedures(command), [Procedure::ModelTruncate], "{command}");
    }
    assert_eq!(procedures("bin/rails runner 'puts User.count'"), []);
}
