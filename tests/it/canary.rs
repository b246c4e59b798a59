//! Secrets of every kind, planted in every place of every format: none may come out of any command.

use std::{collections::BTreeMap, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// One planted value: where it stands, the text around it, and what must not come out.
struct Canary {
    place: String,
    text: String,
    value: String,
}

/// Plants values and remembers them.
#[derive(Default)]
struct Garden {
    planted: Vec<Canary>,
    files: BTreeMap<String, String>,
}

/// Shapes of a log message that bears a secret. `{…}` is replaced by a value never used before.
const MESSAGES: &[&str] = &[
    "login failed with password={S}",
    "password: {S}",
    "reply was {\"password\":\"{S}\",\"ok\":true}",
    "config 'api_key' => '{S}', next",
    "connecting to mysql://root:{S}@db1:3306/shop",
    "redis://:{S}@cache:6379/0 refused",
    "Authorization: Bearer {S}{S2}",
    "Cookie: laravel_session={S}; XSRF-TOKEN={S2}",
    "jwt {JWT} expired",
    "push with {AWS} and ghp_{ALNUM36}",
    "customer {MAIL} called",
    "card {CARD} was charged",
    "payout to {IBAN}",
    "{\"phone\":\"{PHONE}\"} saved",
    "hash {BCRYPT} differs",
    "key base64:{KEY32} rotated",
    "token {NUMBER}|{ALNUM40} revoked",
    "GET https://shop.example/reset?token={S}&signature={S2}",
    "mysql:host=db1;dbname=shop;user=app;password={S}",
    "DB_PASSWORD={S}",
    "-----BEGIN RSA PRIVATE KEY----- {PEM} -----END RSA PRIVATE KEY-----",
    "hook https://hooks.slack.com/services/T0/B0/{ALNUM36}",
];

/// Shapes of a command line.
const COMMANDS: &[&str] = &[
    "mysql -uroot -p{S} shop -e 'TRUNCATE TABLE carts'",
    "mysqldump --password={S} --single-transaction shop",
    "mariadb -u root -p'{S}' shop < /srv/fix.sql",
    "MYSQL_PWD={S} mysqladmin status",
    "export APP_API_TOKEN={S}",
    "curl -H 'Authorization: Bearer {S}{S2}' https://api.example/x",
    "curl -u deploy:{S} https://ci.example/job",
    "mysql shop -e \"UPDATE users SET name='{S}' WHERE email='{MAIL}'\"",
    "sshpass -p {S} ssh app@web1 uptime",
    "php artisan tinker --execute=\"User::where('email','{MAIL}')->delete()\"",
];

/// Shapes of a statement.
const STATEMENTS: &[&str] = &[
    "UPDATE users SET password = '{S}' WHERE email = '{MAIL}'",
    "DELETE FROM sessions WHERE token = \"{S}\"",
    "INSERT INTO people (name, phone, card) VALUES ('{S}', {PHONE}, {CARD}), ('{S2}', NULL, NULL)",
    "CREATE USER 'app'@'%' IDENTIFIED BY '{S}'",
    "SET PASSWORD FOR 'app'@'%' = PASSWORD('{S}')",
    "DELETE FROM orders /* password={S} */ WHERE note = '{S2}'",
    "SELECT * FROM users WHERE secret = 0x{HEX} OR remember = '{S}'",
    "ALTER TABLE users ALTER COLUMN note SET DEFAULT '{S}'",
    "CHANGE MASTER TO MASTER_HOST='db2', MASTER_PASSWORD='{S}'",
    "REPLACE INTO settings VALUES ('smtp', '{\"password\":\"{S}\"}')",
];

fn luhn(number: u64) -> String {
    let body = format!("4{number:014}");
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0');
            if i % 2 == 0 {
                let d = d * 2;
                if d > 9 { d - 9 } else { d }
            } else {
                d
            }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn iban(number: u64) -> String {
    let account = format!("{:018}", 100_000_000_000_u64 + number * 7919);
    let rest = format!("{account}131400")
        .bytes()
        .fold(0_u64, |rest, b| (rest * 10 + u64::from(b - b'0')) % 97);
    format!("DE{:02}{account}", 98 - rest)
}

impl Garden {
    /// The text with each `{NAME}` replaced by a value of its own.
    fn fill(&mut self, place: &str, shape: &str) -> String {
        let mut text = shape.to_owned();
        let first = self.planted.len();
        loop {
            let n = self.planted.len() as u64 + 1;
            let long = |len: usize| {
                format!("zQ{n:05}")
                    .chars()
                    .chain("Xk7Pw2Rm9Tb4Vn6Hc3Jd8Lf5Gs1YqAzEuOi0QeRtY".chars())
                    .take(len)
                    .collect::<String>()
            };
            let names: [(&str, String); 15] = [
                ("{S}", format!("zQ{n:05}canaryPw")),
                ("{S2}", format!("zQ{n:05}canaryTok")),
                ("{MAIL}", format!("zq{n:05}@mail.example.org")),
                ("{CARD}", luhn(10_000_000 + n * 31)),
                ("{IBAN}", iban(n)),
                ("{PHONE}", format!("+4917{:08}", 10_000_000 + n * 37)),
                ("{JWT}", format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI{}.{}", long(14), long(22))),
                ("{AWS}", format!("AKIAZQ{n:05}ABCDEFGHI").chars().take(20).collect()),
                ("{ALNUM36}", long(36)),
                ("{ALNUM40}", long(40)),
                (
                    "{BCRYPT}",
                    format!(
                        "$2y$12${}",
                        long(53).chars().chain("a".repeat(53).chars()).take(53).collect::<String>()
                    ),
                ),
                (
                    "{KEY32}",
                    STANDARD.encode(
                        format!("zQ{n:05}canary-key-of-32-bytes!!!")
                            .bytes()
                            .chain(*b"0123456789012345678901234567890")
                            .take(32)
                            .collect::<Vec<_>>(),
                    ),
                ),
                ("{HEX}", format!("{n:04x}deadbeefcafe{n:04x}")),
                ("{NUMBER}", String::new()),
                ("{PEM}", long(40)),
            ];
            let Some((name, value)) = names
                .iter()
                .filter(|(name, _)| text.contains(name))
                .min_by_key(|(name, _)| text.find(name))
            else {
                break;
            };
            if *name == "{NUMBER}" {
                text = text.replacen(name, &n.to_string(), 1);
                continue;
            }
            text = text.replacen(name, value, 1);
            self.planted.push(Canary {
                place: place.to_owned(),
                text: String::new(),
                value: value.clone(),
            });
        }
        for canary in &mut self.planted[first..] {
            canary.text.clone_from(&text);
        }
        text
    }

    /// A file whose records are `record(number, filled shape)`, one for each shape.
    fn plant(
        &mut self,
        file: &str,
        place: &str,
        shapes: &[&str],
        record: impl Fn(usize, &str) -> String,
    ) {
        for (i, shape) in shapes.iter().enumerate() {
            let text = self.fill(&format!("{file} ({place})"), shape);
            let whole = record(i, &text);
            self.files.entry(file.to_owned()).or_default().push_str(&whole);
        }
    }

    fn head(&mut self, file: &str, text: &str) {
        self.files.entry(file.to_owned()).or_default().push_str(text);
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A folder of evidence around one wiped database, with canaries in every file.
fn garden() -> Garden {
    let mut g = Garden::default();
    application(&mut g);
    database(&mut g);
    host(&mut g);
    pipeline(&mut g);
    scripts(&mut g);
    backups(&mut g);
    g
}

/// Seconds of 06:2x, before and after the deed of 06:28:23.
fn clock(i: usize) -> String {
    format!("06:{:02}:{:02}", 26 + i / 20, (i * 3) % 60)
}

/// What the application logs.
fn application(g: &mut Garden) {
    g.plant("app/laravel.log", "message", MESSAGES, |i, m| {
        format!("[2026-11-23 {}] production.ERROR: {m} \n", clock(i))
    });
    g.plant("app/laravel.log", "context", &["{S}", "{MAIL}"], |i, m| {
        format!(
            "[2026-11-23 {}] production.INFO: saved {{\"password\":{},\"id\":7}} \n",
            clock(20 + i),
            json(m)
        )
    });
    g.plant("app/laravel.log", "statement", STATEMENTS, |i, sql| {
        format!(
            "[2026-11-23 {}] production.ERROR: SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.users' doesn't exist (Connection: mysql, SQL: {sql}) {{\"exception\":\"[object] (Illuminate\\\\Database\\\\QueryException(code: 42S02): at /srv/app/Connection.php:712)\n[stacktrace]\n#0 /srv/app/artisan(35): run()\n#1 {{main}}\n\"}} \n",
            clock(25 + i)
        )
    });
    g.plant("app/laravel.log", "stack trace", &["PDO->__construct('mysql:host=db1', 'app', '{S}')", "Hash::check('{S}', '{BCRYPT}')"], |i, call| {
        format!("[2026-11-23 {}] production.ERROR: refused {{\"exception\":\"[object] (PDOException(code: 2002): refused at /srv/a.php:1)\n[stacktrace]\n#0 /srv/a.php(12): {call}\n#1 {{main}}\n\"}} \n", clock(36 + i))
    });
    g.plant("app/laravel-json.log", "message", MESSAGES, |i, m| {
        format!("{{\"message\":{},\"context\":{{\"sql\":\"select 1\",\"note\":{}}},\"level\":400,\"level_name\":\"ERROR\",\"channel\":\"production\",\"datetime\":\"2026-11-23T{}.000000+00:00\",\"extra\":{{}}}}\n", json(m), json(m), clock(i))
    });
    g.plant("app/php_errors.log", "message", MESSAGES, |i, m| {
        format!("[23-Nov-2026 {} UTC] PHP Warning:  {m} in /srv/app/a.php on line 3\n", clock(i))
    });
    g.plant("app/worker.log", "message", MESSAGES, |i, m| {
        format!("2026-11-23 {} note {m}\n", clock(i))
    });
    g.plant("docker/app.log", "message", MESSAGES, |i, m| {
        format!(
            "{{\"log\":{},\"stream\":\"stderr\",\"time\":\"2026-11-23T{}.000000000Z\"}}\n",
            json(&format!("[2026-11-23 {}] production.ERROR: {m} \n", clock(i))),
            clock(i)
        )
    });
}

/// The logs of the database server.
fn database(g: &mut Garden) {
    g.head("mysql/slow.log", "/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime\t\t    Id Command\tArgument\n");
    g.plant("mysql/slow.log", "statement", STATEMENTS, |i, sql| {
        format!("# Time: 261123  {}\n# User@Host: app[app] @ web1 [10.0.0.5]\n# Thread_id: 5  Schema: shop  QC_hit: No\n# Query_time: 2.500000  Lock_time: 0.000001  Rows_sent: 0  Rows_examined: 900\nSET timestamp={};\n{sql};\n", clock(i), 1_795_415_100 + i * 3)
    });
    g.head("mysql/slow.log", "# Time: 261123  06:28:23\n# User@Host: app[app] @ web1 [10.0.0.5]\n# Thread_id: 9  Schema: shop  QC_hit: No\n# Query_time: 2.500000  Lock_time: 0.000001  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1795415303;\ndrop table `users`,`orders`,`people`,`sessions`,`settings`,`migrations`;\n");
    g.head("mysql/general.log", "/usr/sbin/mysqld, Version: 8.0.36 (Example). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n");
    g.plant("mysql/general.log", "statement", STATEMENTS, |i, sql| {
        format!("2026-11-23T{}.100000Z\t   41 Query\t{sql}\n", clock(i))
    });
    g.head("mysql/binlog.sql", "DELIMITER /*!*/;\n# at 4\n#261123  6:20:00 server id 1  end_log_pos 256 CRC32 0x9ebc37ba \tStart: binlog v 4, server v 10.11.6-MariaDB-log created 261123  6:20:00\n");
    g.plant("mysql/binlog.sql", "statement", STATEMENTS, |i, sql| {
        format!("# at {}\n#261123  6:26:{:02} server id 1  end_log_pos {} CRC32 0x5e94d0b0 \tQuery\tthread_id=60\texec_time=0\terror_code=0\tuse `shop`/*!*/;\nSET TIMESTAMP={}/*!*/;\n{sql}\n/*!*/;\n", 256 + i * 100, i * 3, 356 + i * 100, 1_795_415_160 + i * 3)
    });
    g.head("mysql/binlog.sql", "DELIMITER ;\n");
    g.plant("mysql/audit.log", "statement", STATEMENTS, |i, sql| {
        format!(
            "20261123 {},db1,app,10.0.0.5,7,{},QUERY,shop,'{}',0\n",
            clock(i),
            36 + i,
            sql.replace('\'', "\\'")
        )
    });
    g.plant("mysql/sql_errors.log", "statement", STATEMENTS, |i, sql| {
        format!("2026-11-23  {} app[app] @  [10.0.0.5] ERROR 1142: command denied to user 'app'@'10.0.0.5' for table `shop`.`users` : {sql}\n", clock(i))
    });
    g.plant("mysql/error.log", "message", MESSAGES, |i, m| {
        format!("2026-11-23  {} 7 [Warning] {m}\n", clock(i))
    });
    g.plant("home/ada/.mysql_history", "statement", STATEMENTS, |_, sql| format!("{sql};\n"));
}

/// The logs of the host, and what its users typed.
fn host(g: &mut Garden) {
    let hour = |i: usize| format!("Nov 23 {}", clock(i));
    g.plant("host/syslog", "cron command", COMMANDS, |i, c| {
        format!("{} web1 CRON[42{i:02}]: (app) CMD ({c})\n", hour(i))
    });
    g.plant("host/syslog", "message", MESSAGES, |i, m| {
        format!("{} web1 backup[77]: {m}\n", hour(12 + i))
    });
    g.plant("host/auth.log", "sudo command", COMMANDS, |i, c| {
        format!("{} web1 sudo:     ada : TTY=pts/0 ; PWD=/srv/app ; USER=root ; COMMAND=/usr/bin/env {c}\n", hour(i))
    });
    g.plant("host/journal.json", "message", MESSAGES, |i, m| {
        format!(
            "{{\"__REALTIME_TIMESTAMP\":\"{}000000\",\"_HOSTNAME\":\"web1\",\"SYSLOG_IDENTIFIER\":\"backup\",\"_PID\":\"77\",\"MESSAGE\":{}}}\n",
            1_795_415_100 + i * 4,
            json(m)
        )
    });
    g.plant("host/journal.txt", "message", MESSAGES, |i, m| {
        format!("Mon 2026-11-23 {} UTC web1 backup[77]: {m}\n", clock(i))
    });
    g.plant("host/audit.log", "argument", &["-p{S}", "--password={S}"], |i, argument| {
        let hex: String = argument.bytes().map(|b| format!("{b:02X}")).collect();
        let id = 456 + i;
        format!("type=EXECVE msg=audit(1795415200.123:{id}): argc=3 a0=\"mysql\" a1=\"{argument}\" a2=\"shop\"\ntype=EXECVE msg=audit(1795415201.123:{}): argc=3 a0=\"mysql\" a1={hex} a2=\"shop\"\n", id + 100)
    });
    g.plant("host/crontab-root.txt", "job", COMMANDS, |i, c| format!("{} 6 * * * {c}\n", i + 3));
    g.plant("host/crontab-root.txt", "setting", &["DB_PASSWORD={S}", "MAILTO={MAIL}"], |_, s| {
        format!("{s}\n")
    });
    g.plant("home/ada/.bash_history", "command", COMMANDS, |i, c| {
        format!("#{}\n{c}\n", 1_795_415_100 + i * 5)
    });
    g.plant("home/bob/.zsh_history", "command", COMMANDS, |i, c| {
        format!(": {}:0;{c}\n", 1_795_415_100 + i * 5)
    });
    g.plant("home/eve/.local/share/fish/fish_history", "command", COMMANDS, |i, c| {
        format!("- cmd: {c}\n  when: {}\n", 1_795_415_100 + i * 5)
    });
    g.plant("host/access.log", "target", &["/reset?token={S}", "/x?password={S}&a=1", "/login?api_key={S}", "/u?email={MAIL}"], |i, t| {
        format!("203.0.113.7 - - [23/Nov/2026:{} +0000] \"POST {t} HTTP/1.1\" 200 512 \"https://shop.example{t}\" \"curl/8.5\"\n", clock(i))
    });
}

/// What was deployed.
fn pipeline(g: &mut Garden) {
    g.plant("ci/job.log", "command", COMMANDS, |i, c| {
        format!("2026-11-23T{}.1234567Z ##[group]Run {c}\n2026-11-23T{}.2234567Z {c}\n2026-11-23T{}.3234567Z ##[endgroup]\n", clock(i), clock(i), clock(i))
    });
    g.head(
        "ci/deploy.log",
        "[2026-11-23 06:20:05] === deploy started by alice, release 5c1f ===\n",
    );
    g.plant("ci/deploy.log", "command", COMMANDS, |i, c| {
        format!("[2026-11-23 {}] {c}\n", clock(i))
    });
    g.plant("ci/deploy.log", "output", MESSAGES, |_, m| format!("{m}\n"));
    g.head("ci/deploy.log", "[2026-11-23 06:50:07] === deploy finished ===\n");
}

/// Settings, and scripts that commands call.
fn scripts(g: &mut Garden) {
    g.head("app/.env", "APP_ENV=production\nDB_DATABASE=shop\n");
    g.plant(
        "app/.env",
        "setting",
        &[
            "DB_PASSWORD={S}",
            "APP_KEY=base64:{KEY32}",
            "MAIL_FROM={MAIL}",
            "REDIS_URL=redis://:{S}@cache:6379",
            "STRIPE_SECRET=sk_live_{ALNUM36}",
        ],
        |_, s| format!("{s}\n"),
    );
    g.head("scripts/clean.sh", "#!/bin/sh\nset -e\n");
    g.plant("scripts/clean.sh", "command", COMMANDS, |_, c| format!("{c}\n"));
    g.head("scripts/Kernel.php", "<?php\nuse Illuminate\\Support\\Facades\\Schedule;\n");
    g.plant(
        "scripts/Kernel.php",
        "call",
        &[
            "Schedule::exec(\"mysql -uroot -p{S} shop\")->daily();",
            "DB::statement(\"UPDATE users SET token='{S}'\");",
            "Config::set('services.key', ['password' => '{S}']);",
        ],
        |_, c| format!("{c}\n"),
    );
    g.head("scripts/clean.service", "[Unit]\nDescription=Clean\n\n[Service]\n");
    g.plant(
        "scripts/clean.service",
        "unit",
        &[
            "Environment=DB_PASSWORD={S}",
            "ExecStart=/usr/bin/mysql -uroot -p{S} shop -e 'TRUNCATE carts'",
        ],
        |_, c| format!("{c}\n"),
    );
    g.plant("scripts/git.txt", "author", &["{MAIL}", "{MAIL}"], |i, m| {
        format!("commit {:040x}\nAuthor: A <{m}>\nDate:   Mon Nov 23 06:1{i}:05 2026 +0000\n\n    Set password={m}\n\n", 0x5c1f + i)
    });
    g.plant("scripts/fix.sql", "statement", STATEMENTS, |_, sql| format!("{sql};\n"));
}

/// A backup and dumps of the schema.
fn backups(g: &mut Garden) {
    g.head("backups/shop.sql", "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: shop\n-- ------------------------------------------------------\nDROP TABLE IF EXISTS `users`;\nCREATE TABLE `users` (\n  `id` int NOT NULL AUTO_INCREMENT,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB AUTO_INCREMENT=3;\n");
    g.plant("backups/shop.sql", "row", &["{S}", "{MAIL}", "{CARD}", "{BCRYPT}"], |i, v| {
        format!("INSERT INTO `users` VALUES ({i},'{v}');\n")
    });
    g.head("backups/shop.sql", "-- Dump completed on 2026-11-23  5:00:01\n");
    g.head(
        "schema/tables.tsv",
        "TABLE_SCHEMA\tTABLE_NAME\tENGINE\tTABLE_ROWS\tCREATE_TIME\tTABLE_COMMENT\n",
    );
    g.plant(
        "schema/tables.tsv",
        "comment",
        &["password={S}", "owner {MAIL}", "mysql://root:{S}@db1/shop"],
        |i, c| format!("shop\tthing{i}\tInnoDB\t12\t2026-01-05 06:00:00\t{c}\n"),
    );
    g.head(
        "schema/columns.csv",
        "\"TABLE_SCHEMA\",\"TABLE_NAME\",\"COLUMN_NAME\",\"ORDINAL_POSITION\",\"COLUMN_DEFAULT\",\"IS_NULLABLE\",\"COLUMN_TYPE\",\"COLUMN_KEY\"\n",
    );
    g.plant("schema/columns.csv", "default", &["password={S}", "{MAIL}"], |i, c| {
        format!(
            "\"shop\",\"thing0\",\"col{i}\",\"{}\",\"{c}\",\"YES\",\"varchar(255)\",\"\"\n",
            i + 1
        )
    });
}

fn backtrail(args: &[&str], folder: &Path) -> Vec<u8> {
    let output = crate::program::program().args(args).current_dir(folder).output().unwrap();
    assert!(
        output.status.code().is_some_and(|code| code <= 1),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    [output.stdout, output.stderr].concat()
}

/// Which planted values stand in a text, in any case.
fn leaks<'g>(garden: &'g Garden, text: &[u8]) -> Vec<&'g Canary> {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let hex = |value: &str| value.bytes().map(|b| format!("{b:02x}")).collect::<String>();
    garden
        .planted
        .iter()
        .filter(|canary| {
            text.contains(&canary.value.to_ascii_lowercase()) || text.contains(&hex(&canary.value))
        })
        .collect()
}

fn write(garden: &Garden, folder: &Path) {
    for (file, text) in &garden.files {
        let path = folder.join("evidence").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn no_planted_secret_comes_out_of_any_command() {
    let garden = garden();
    assert!(garden.planted.len() >= 400, "{} planted", garden.planted.len());
    let dir = tempfile::tempdir().unwrap();
    write(&garden, dir.path());

    // what nobody would see proves nothing: without redaction the values are all there
    let bare =
        backtrail(&["events", "evidence", "--format", "ndjson", "--redact", "off"], dir.path());
    let shown = leaks(&garden, &bare).len();
    assert!(
        shown * 100 >= garden.planted.len() * 85,
        "only {shown} of {} would be seen in events",
        garden.planted.len()
    );

    let mut outputs: Vec<(String, Vec<u8>)> = Vec::new();
    for format in ["md", "json", "html", "sarif", "junit", "github"] {
        outputs.push((
            format!("analyze {format}"),
            backtrail(&["analyze", "evidence", "-o", "-", "--format", format], dir.path()),
        ));
    }
    outputs.push(("analyze".to_owned(), backtrail(&["analyze", "evidence"], dir.path())));
    for format in ["ndjson", "csv", "timesketch", "table"] {
        outputs.push((
            format!("events {format}"),
            backtrail(&["events", "evidence", "--format", format], dir.path()),
        ));
    }
    for format in ["table", "json", "md"] {
        outputs.push((
            format!("slow {format}"),
            backtrail(
                &[
                    "slow",
                    "evidence/mysql/slow.log",
                    "evidence/app/laravel.log",
                    "--format",
                    format,
                ],
                dir.path(),
            ),
        ));
    }
    outputs.push((
        "schema show".to_owned(),
        backtrail(&["schema", "show", "evidence/schema", "evidence/backups"], dir.path()),
    ));
    for file in garden.files.keys() {
        outputs.push((
            format!("redact {file}"),
            backtrail(&["redact", &format!("evidence/{file}")], dir.path()),
        ));
    }
    // what was taken out does not stand in the way of the check of the citations
    backtrail(&["analyze", "evidence", "-o", "rca.json"], dir.path());
    outputs.push((
        "verify".to_owned(),
        backtrail(&["verify", "rca.json", "--evidence", "evidence"], dir.path()),
    ));

    let mut said = String::new();
    let mut count = 0;
    for (output, bytes) in &outputs {
        for canary in leaks(&garden, bytes) {
            count += 1;
            said.push_str(&format!(
                "\n{output}: {} stands in {}: {}",
                canary.value, canary.place, canary.text
            ));
        }
    }
    assert!(
        count == 0,
        "{count} secrets came out of {} planted:{}",
        garden.planted.len(),
        said.chars().take(30_000).collect::<String>()
    );
}
