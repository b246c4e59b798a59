//! Logs of any size from a seed, for benchmarks: the same arguments give the same bytes.
//!
//! `cargo run --release --example logs -- laravel|slow|general|syslog|tables SIZE[K|M|G] [SEED]`,
//! to standard output.

use std::{
    env,
    io::{self, BufWriter, Write},
};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.roll(of.len() as u64) as usize).copied().unwrap_or("")
    }
}

const TABLES: [&str; 24] = [
    "users",
    "orders",
    "order_items",
    "products",
    "prices",
    "carts",
    "cart_items",
    "sessions",
    "invoices",
    "payments",
    "refunds",
    "coupons",
    "reviews",
    "stocks",
    "warehouses",
    "shipments",
    "addresses",
    "messages",
    "tickets",
    "audit_entries",
    "exports",
    "jobs",
    "failed_jobs",
    "tags",
];
const COLUMNS: [&str; 12] = [
    "id",
    "user_id",
    "order_id",
    "status",
    "state",
    "email",
    "name",
    "total",
    "currency",
    "created_at",
    "updated_at",
    "deleted_at",
];
const MESSAGES: [&str; 8] = [
    "Order placed",
    "Payment captured",
    "Cache miss for key",
    "Mail queued",
    "Deadlock found when trying to get lock; try restarting transaction",
    "Undefined array key",
    "Connection refused",
    "Slow response from the payment provider",
];
const BANNER: &str = "/usr/sbin/mysqld, Version: 8.0.36 (MySQL Community Server - GPL). started with:\nTcp port: 3306  Unix socket: /var/run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n";
/// 2026-01-05 00:00:00 UTC, the first stamp of every log.
const START: u64 = 1_767_571_200;
/// Seconds over which a log's stamps are spread, whatever its size.
const SPAN: u64 = 27 * 86_400;

struct Log<W: Write> {
    out: W,
    written: u64,
    size: u64,
    dice: Dice,
}

impl<W: Write> Log<W> {
    fn put(&mut self, text: &str) -> io::Result<()> {
        self.written += text.len() as u64;
        self.out.write_all(text.as_bytes())
    }

    /// The time at which the log has come this far.
    fn now(&self) -> u64 {
        START + (u128::from(self.written) * u128::from(SPAN) / u128::from(self.size.max(1))) as u64
    }

    fn laravel(&mut self) -> io::Result<()> {
        let stamp = stamp(self.now(), ' ');
        let (id, message) = (self.dice.roll(10_000_000), self.dice.pick(&MESSAGES));
        let level = match self.dice.roll(20) {
            0..3 => "ERROR",
            3..5 => "WARNING",
            5..8 => "DEBUG",
            _ => "INFO",
        };
        self.put(&format!(
            "[{stamp}] production.{level}: {message} {{\"order_id\":{id},\"userId\":{}}} ",
            id % 90_000
        ))?;
        if level != "ERROR" {
            return self.put("\n");
        }
        self.put(&format!(
            "{{\"exception\":\"[object] (Illuminate\\\\Database\\\\QueryException(code: 40001): {message} at /srv/shop/app/Order.php:{})\n[stacktrace]\n",
            id % 900
        ))?;
        for n in 0..25 + self.dice.roll(40) {
            let line = self.dice.roll(1_200);
            let class = self.dice.pick(&[
                "Database\\\\Connection",
                "Pipeline\\\\Pipeline",
                "Routing\\\\Router",
                "Foundation\\\\Http\\\\Kernel",
                "Container\\\\Container",
            ]);
            self.put(&format!("#{n} /srv/shop/vendor/laravel/framework/src/Illuminate/{class}.php({line}): Illuminate\\\\{class}->handle(Object(Closure))\n"))?;
        }
        self.put("#99 {main}\n\"} \n")
    }

    fn statement(&mut self) -> String {
        // few forms, many values
        let form = self.dice.roll(200);
        let mut shape = Dice(form);
        let (table, other) = (shape.pick(&TABLES), shape.pick(&TABLES));
        let (a, b, c) = (shape.pick(&COLUMNS), shape.pick(&COLUMNS), shape.pick(&COLUMNS));
        let (x, y) = (self.dice.roll(9_000_000), self.dice.roll(90_000));
        match shape.roll(6) {
            0 => {
                let ids: Vec<String> = (0..=self.dice.roll(12))
                    .map(|_| self.dice.roll(9_000_000).to_string())
                    .collect();
                format!(
                    "select * from `{table}`\n  where `{a}` in ({}) and `{table}`.`deleted_at` is null\n  order by `{b}` desc limit {}",
                    ids.join(", "),
                    y % 500
                )
            }
            1 => format!(
                "update `{table}` set `{a}` = 'v{x}', `updated_at` = '{}' where `{b}` = {x} and `{c}` = {y}",
                stamp(self.now(), ' ')
            ),
            2 => format!(
                "insert into `{table}` (`{a}`, `{b}`, `{c}`) values ({x}, 'it''s {y}', null), ({y}, 'b', {x})"
            ),
            3 => format!(
                "select count(*) as aggregate from `{table}`\n  inner join `{other}` on `{other}`.`id` = `{table}`.`{a}`\n  where `{table}`.`{b}` >= '{}' and `{other}`.`status` = 'st{y}'",
                stamp(START + x, ' ')
            ),
            4 => format!("delete from `{table}` where `id` = {x} limit 1"),
            _ => format!(
                "select `{a}`, `{b}`, sum(`total`) from `{table}` where `{c}` between {y} and {x} group by `{a}` having sum(`total`) > {y} order by `{b}` asc"
            ),
        }
    }

    fn slow(&mut self) -> io::Result<()> {
        let now = self.now();
        let (micro, connection, rows) =
            (self.dice.roll(1_000_000), 10_000 + self.dice.roll(90_000), self.dice.roll(5_000_000));
        let us = 100_000 + self.dice.roll(900_000) * (1 + self.dice.roll(4));
        let (host, part) = (self.dice.roll(6), self.dice.roll(250));
        let statement = self.statement();
        self.put(&format!(
            "# Time: {}.{micro:06}Z\n# User@Host: shop[shop] @ web-{host} [10.0.3.{part}]  Id: {connection}\n# Query_time: {}.{:06}  Lock_time: 0.{:06} Rows_sent: {}  Rows_examined: {rows}\nSET timestamp={};\n{statement};\n",
            stamp(now, 'T'),
            us / 1_000_000,
            us % 1_000_000,
            micro % 900,
            rows % 1_000,
            now
        ))
    }

    /// A connection and what it sends.
    fn general(&mut self) -> io::Result<()> {
        let connection = 10 + self.written / 900;
        let statements = 3 + self.dice.roll(9);
        let last = statements + 1;
        for n in 0..=last {
            let (time, micro) = (stamp(self.now(), 'T'), self.dice.roll(1_000_000));
            let said = match n {
                0 => "Connect\tshop@10.0.3.7 on shop using TCP/IP".to_owned(),
                n if n == last => "Quit\t".to_owned(),
                _ => format!("Query\t{}", self.statement()),
            };
            self.put(&format!("{time}.{micro:06}Z\t{connection:5} {said}\n"))?;
        }
        Ok(())
    }

    fn syslog(&mut self) -> io::Result<()> {
        let text = stamp(self.now(), ' ');
        let (day, time) = (text.get(8..10).unwrap_or("05"), text.get(11..).unwrap_or("00:00:00"));
        let number = 1_000 + self.dice.roll(60_000);
        let line = match self.dice.roll(4) {
            0 => format!(
                "CRON[{number}]: (www-data) CMD (cd /srv/shop && php artisan schedule:run >> /dev/null 2>&1)"
            ),
            1 => format!(
                "sshd[{number}]: Accepted publickey for deploy from 10.0.{}.{} port {number} ssh2",
                number % 9,
                number % 250
            ),
            2 => format!(
                "systemd[1]: Started session-{number}.scope - Session {number} of User deploy."
            ),
            _ => format!(
                "kernel: [{number}.{number}] TCP: request_sock_TCP: Possible SYN flooding on port 443."
            ),
        };
        self.put(&format!("Jan {:>2} {time} web-1 {line}\n", day.trim_start_matches('0')))
    }

    fn table(&mut self, n: u64) -> io::Result<()> {
        let table = self.dice.pick(&TABLES);
        let (rows, size) = (self.dice.roll(5_000_000), 16_384 * (1 + self.dice.roll(90_000)));
        let created = stamp(START - 1_000_000 + n, ' ');
        self.put(&format!("def\tshop_{}\t{table}_{n}\tBASE TABLE\tInnoDB\t10\tDynamic\t{rows}\t96\t{size}\t0\t{}\t0\t{}\t{created}\tNULL\tNULL\tutf8mb4_unicode_ci\tNULL\t\t\n", n / 500, size / 3, rows + 1))
    }
}

/// Seconds since 1970 as `2026-01-05 00:00:00`.
fn stamp(seconds: u64, between: char) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // the calendar of eras of 400 years, from 1 March of the year 0
    let day = days + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}{between}{:02}:{:02}:{:02}",
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

fn size(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(['K', 'M', 'G']);
    let unit = match text.get(digits.len()..)? {
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => 1,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let wrong = || {
        io::Error::other(
            "usage: logs laravel|slow|general|syslog|tables SIZE[K|M|G] [SEED]; the size of tables is in rows",
        )
    };
    let kind = args.first().ok_or_else(wrong)?;
    let size = args.get(1).and_then(|text| size(text)).ok_or_else(wrong)?;
    let seed = args.get(2).map_or(Some(42), |text| text.parse().ok()).ok_or_else(wrong)?;
    let out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut log = Log { out, written: 0, size, dice: Dice(seed) };
    match kind.as_str() {
        "laravel" => {
            while log.written < size {
                log.laravel()?;
            }
        }
        "slow" | "general" => {
            log.put(BANNER)?;
            while log.written < size {
                if kind == "slow" { log.slow() } else { log.general() }?;
            }
        }
        "syslog" => {
            while log.written < size {
                log.syslog()?;
            }
        }
        "tables" => {
            log.put("TABLE_CATALOG\tTABLE_SCHEMA\tTABLE_NAME\tTABLE_TYPE\tENGINE\tVERSION\tROW_FORMAT\tTABLE_ROWS\tAVG_ROW_LENGTH\tDATA_LENGTH\tMAX_DATA_LENGTH\tINDEX_LENGTH\tDATA_FREE\tAUTO_INCREMENT\tCREATE_TIME\tUPDATE_TIME\tCHECK_TIME\tTABLE_COLLATION\tCHECKSUM\tCREATE_OPTIONS\tTABLE_COMMENT\n")?;
            for n in 0..size {
                log.table(n)?;
            }
        }
        _ => return Err(wrong()),
    }
    log.out.flush()
}
