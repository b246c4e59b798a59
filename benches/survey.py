#!/usr/bin/env python3
"""How fast `analyze` surveys a large log of each line format in which nothing is destroyed.

    benches/survey.py [--binary target/dist/backtrail] [--data DIR] [--size 256M] [--rounds 3]
                      [--only mysql_general,journal] [--growth]

Makes a log of each format (the same bytes every time, kept in DIR), runs `analyze --no-hash` on it,
and prints a Markdown table: bytes a second of wall and of CPU time, medians of the rounds, and peak
resident memory. `--growth` compares the memory of `--size` with that of a log 16 times as large.
Standard library only.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

TABLES = ["users", "orders", "order_items", "products", "prices", "carts", "invoices", "payments", "stocks", "tickets"]
# 2026-01-05 00:00:00 UTC
START = 1_767_571_200


class Moment:
    """A second, written in the ways that logs write it."""

    def __init__(self, at):
        self.epoch = at
        of = time.gmtime(at)
        self.date = time.strftime("%Y-%m-%d", of)
        self.clock = time.strftime("%H:%M:%S", of)
        self.iso = f"{self.date}T{self.clock}"
        self.blank = f"{self.date} {self.clock}"
        self.short = time.strftime("%y%m%d ", of) + f"{of.tm_hour:2}" + time.strftime(":%M:%S", of)
        self.packed = time.strftime("%Y%m%d %H:%M:%S", of)
        self.syslog = time.strftime("%b ", of) + f"{of.tm_mday:2} {self.clock}"
        self.web = time.strftime("%d/%b/%Y:%H:%M:%S +0000", of)
        self.journal = time.strftime("%a %Y-%m-%d %H:%M:%S UTC", of)


def statement(n):
    """The statements of a shop on a quiet day."""
    table, key = TABLES[n % 10], n * 7919 % 100_003
    match n % 8:
        case 0 | 1 | 2:
            return f"select * from `{table}` where `id` = {key} limit 1"
        case 3:
            return f"select count(*) as aggregate from `{table}` where `status` = 'open' and `user_id` = {key}"
        case 4:
            return f"insert into `{table}` (`user_id`, `total`, `note`, `created_at`) values ({key}, 19.90, 'line {n}', '2026-01-05 10:00:00')"
        case 5:
            return f"update `{table}` set `status` = 'paid', `updated_at` = '2026-01-05 10:00:00' where `id` = {key}"
        case 6:
            return f"select `{table}`.*, `users`.`name` from `{table}` inner join `users` on `users`.`id` = `{table}`.`user_id` where `{table}`.`id` in ({key}, {key + 1}, {key + 2})"
        case _:
            return f"select `id`, `name` from `{table}` where `name` like 'a%' order by `id` desc limit {n % 50}"


def said(n):
    """What programs say of such a day."""
    return (
        f"Order {n} placed by user {n * 31 % 90_000}", f"Payment captured for order {n}", f"Cache miss for key user:{n % 5000}",
        f"Mail queued to user {n % 90_000}", f"Slow response from the payment provider ({n % 900} ms)", f"Connection to 10.0.0.{n % 250} refused, will retry",
    )[n % 6]


def mysql_general(n, at):
    if n == 0:
        return "/usr/sbin/mysqld, Version: 8.0.36 (MySQL Community Server - GPL). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n"
    connection, step = divmod(n, 12)
    stamp = f"{at.iso}.{n * 977 % 1_000_000:06}Z\t{connection + 8:5} "
    match step:
        case 0:
            return stamp + "Connect\tshop@10.0.0.5 on shop using TCP/IP\n"
        case 11:
            return stamp + "Quit\t\n"
    return stamp + f"Query\t{statement(n)}\n"


def mysql_slow(n, at):
    return (
        f"# Time: {at.iso}.{n * 977 % 1_000_000:06}Z\n# User@Host: shop[shop] @ web1 [10.0.0.5]  Id: {n // 12 + 8:5}\n"
        f"# Query_time: 1.{n % 1000:03}000  Lock_time: 0.000002 Rows_sent: {n % 50}  Rows_examined: {n % 90_000}\nSET timestamp={at.epoch};\n{statement(n)};\n"
    )


def mysql_error(n, at):
    text = (
        f"[Warning] [MY-010055] [Server] IP address '10.0.0.{n % 250}' could not be resolved: Name or service not known",
        f"[Note] [MY-010914] [Server] Aborted connection {n} to db: 'shop' user: 'shop' host: '10.0.0.5' (Got timeout reading communication packets).",
        "[Note] [MY-012551] [InnoDB] Page cleaner took 4012ms to flush 120 and evict 0 pages",
        f"[Warning] [MY-013360] [Server] Plugin mysql_native_password reported: ''mysql_native_password' is deprecated, seen {n} times'",
    )[n % 4]
    return f"{at.iso}.{n * 977 % 1_000_000:06}Z {n // 12 + 8} {text}\n"


def server_audit(n, at):
    return f"{at.packed},db1,shop,10.0.0.5,{n // 12 + 8},{n},QUERY,shop,'" + statement(n).replace("'", "\\'") + "',0\n"


def mysql_audit(n, at):
    return (
        f'{{"audit_record":{{"name":"Query","record":"{n + 1}_2026-01-05T00:00:00","timestamp":"{at.iso} UTC","command_class":"{statement(n).split()[0]}","connection_id":"{n // 12 + 8}",'
        f'"status":0,"sqltext":"{statement(n)}","user":"shop[shop] @ web1 [10.0.0.5]","host":"web1","os_user":"","ip":"10.0.0.5","db":"shop"}}}}\n'
    )


def mysql_audit_csv(n, at):
    return f'"Query","{n + 1}_2026-01-05T00:00:00","{at.iso} UTC","{statement(n).split()[0]}","{n // 12 + 8}",0,"{statement(n)}","shop[shop] @ web1 [10.0.0.5]","web1","","10.0.0.5","shop"\n'


def mysql_audit_xml(n, at):
    return ('<?xml version="1.0" encoding="utf-8"?>\n<AUDIT>\n' if n == 0 else "") + (
        f" <AUDIT_RECORD>\n  <TIMESTAMP>{at.iso} UTC</TIMESTAMP>\n  <RECORD_ID>{n + 1}_2026-01-05T00:00:00</RECORD_ID>\n  <NAME>Query</NAME>\n  <CONNECTION_ID>{n // 12 + 8}</CONNECTION_ID>\n"
        f"  <STATUS>0</STATUS>\n  <STATUS_CODE>0</STATUS_CODE>\n  <USER>shop[shop] @ web1 [10.0.0.5]</USER>\n  <OS_LOGIN/>\n  <HOST>web1</HOST>\n  <IP>10.0.0.5</IP>\n"
        f"  <COMMAND_CLASS>{statement(n).split()[0]}</COMMAND_CLASS>\n  <SQLTEXT>{statement(n)}</SQLTEXT>\n </AUDIT_RECORD>\n"
    )


def mysql_binlog(n, at):
    if n == 0:
        return f"DELIMITER /*!*/;\n# at 4\n#{at.short} server id 1  end_log_pos 256 CRC32 0x9ebc37ba \tStart: binlog v 4, server v 8.0.36 created {at.short}\n"
    return (
        f"# at {n * 300}\n#{at.short} server id 1  end_log_pos {n * 300 + 290} CRC32 0x{n * 2654435761 % 2**32:08x} \tQuery\tthread_id={n // 12 + 8}\texec_time=0\terror_code=0\n"
        # it prints the database where it changes
        f"{'use `shop`/*!*/;' + chr(10) if n == 1 else ''}SET TIMESTAMP={at.epoch}/*!*/;\n{statement(n % 2 + 4 + n // 8 * 8)}\n/*!*/;\n"
    )


def json_log(n, at):
    return f'{{"time":"{at.iso}Z","level":"{("info", "info", "warn", "debug")[n % 4]}","msg":"{said(n)}","service":"api","request_id":"{n * 2654435761 % 2**32:08x}","user_id":{n % 90_000}}}\n'


def laravel(n, at):
    level = ("INFO", "INFO", "DEBUG", "WARNING", "ERROR")[n % 5]
    line = f'[{at.blank}] production.{level}: {said(n)} {{"order_id":{n},"userId":{n % 90_000}}} \n'
    if level != "ERROR":
        return line
    return line + "[stacktrace]\n" + "".join(f"#{i} /srv/shop/vendor/laravel/framework/src/Illuminate/Pipeline/Pipeline.php({100 + i}): Illuminate\\\\Pipeline\\\\Pipeline->handle()\n" for i in range(9)) + '#9 {main}\n"} \n'


def laravel_json(n, at):
    name, level = (("INFO", 200), ("DEBUG", 100), ("WARNING", 300))[n % 3]
    return f'{{"message":"{said(n)}","context":{{"order_id":{n},"userId":{n % 90_000}}},"level":{level},"level_name":"{name}","channel":"production","datetime":"{at.iso}.123456+00:00","extra":{{}}}}\n'


def access_log(n, at):
    path = (f"/orders/{n}", f"/products/{n % 5000}?page={n % 9}", "/", "/api/v1/stock", f"/assets/app.{n % 7}.js", "/login")[n % 6]
    return f'203.0.113.{n % 250} - - [{at.web}] "{"POST" if n % 6 == 5 else "GET"} {path} HTTP/1.1" 200 {n % 40_000} "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"\n'


def logged(n):
    """What the services of a host say: program, number of its process, message."""
    return (
        ("CRON", "pam_unix(cron:session): session opened for user app(uid=1001) by (uid=0)"),
        ("CRON", "(app) CMD (cd /srv/shop && php artisan schedule:run >> /dev/null 2>&1)"),
        ("CRON", "pam_unix(cron:session): session closed for user app"),
        ("sshd", f"Failed password for invalid user admin from 203.0.113.{n % 250} port {40_000 + n % 20_000} ssh2"),
        ("sshd", f"Connection closed by 203.0.113.{n % 250} port {40_000 + n % 20_000} [preauth]"),
        ("nginx", f"{n} upstream timed out while reading response header from upstream"),
        ("systemd", "Started phpsessionclean.service - Clean php session files."),
        ("shop-worker", said(n)),
    )[n % 8]


def syslog(n, at):
    program, text = logged(n)
    return f"{at.syslog} web1 {program}[{n % 30_000 + 300}]: {text}\n"


def journal(n, at):
    program, text = logged(n)
    return f"{at.journal} web1 {program}[{n % 30_000 + 300}]: {text}\n"


def postgres_log(n, at):
    head = f"{at.blank}.{n % 1000:03} UTC [{n // 12 % 30_000 + 800}] app@shop LOG:  "
    match n % 12:
        case 0:
            return f"{at.blank}.{n % 1000:03} UTC [{n // 12 % 30_000 + 800}] [unknown]@[unknown] LOG:  connection received: host=10.0.0.7 port={40_000 + n % 20_000}\n"
        case 1:
            return head + "connection authorized: user=app database=shop application_name=web\n"
        case 11:
            return head + f"disconnection: session time: 0:00:02.899 user=app database=shop host=10.0.0.7 port={40_000 + n % 20_000}\n"
        case 5:
            return head + f"duration: {n % 900}.204 ms\n"
    return head + f"statement: {statement(n)}\n".replace("`", '"')


def postgres_csv(n, at):
    text = statement(n).replace("`", '""')
    return f'{at.blank}.{n % 1000:03} UTC,"app","shop",{n // 12 % 30_000 + 800},"10.0.0.7:41016",69aa8bf6.32c,{n % 12},"idle",2026-01-05 00:00:00 UTC,3/{n},0,LOG,00000,"statement: {text}",,,,,,,,,"web","client backend",,0\n'


def postgres_json(n, at):
    return (
        f'{{"timestamp":"{at.blank}.{n % 1000:03} UTC","user":"app","dbname":"shop","pid":{n // 12 % 30_000 + 800},"remote_host":"10.0.0.7","remote_port":41016,"session_id":"69aa8bf6.32c","line_num":{n % 12},"ps":"idle",'
        f'"session_start":"2026-01-05 00:00:00 UTC","vxid":"3/{n}","txid":0,"error_severity":"LOG","message":"statement: {statement(n).replace("`", "")}","application_name":"web","backend_type":"client backend","query_id":0}}\n'
    )


FORMATS = [
    mysql_general, mysql_slow, mysql_error, server_audit, mysql_audit, mysql_audit_csv, mysql_audit_xml, mysql_binlog, json_log,
    laravel, laravel_json, access_log, syslog, journal, postgres_log, postgres_csv, postgres_json,
]


def make(record, path, size):
    """Writes `size` bytes or a little more, over 27 days."""
    with open(path + ".part", "w", encoding="utf-8", newline="\n") as out:
        written, n, at = 0, 0, Moment(START)
        while written < size:
            some = []
            for _ in range(64):
                some.append(record(n, at))
                n += 1
            text = "".join(some)
            out.write(text)
            written += len(text)
            now = START + written * 27 * 86_400 // size
            if now != at.epoch:
                at = Moment(now)
    os.replace(path + ".part", path)


def run(binary, path, scratch):
    """Wall and CPU seconds, peak resident memory in MiB, and the format that was recognised."""
    report, told = os.path.join(scratch, "report.json"), os.path.join(scratch, "time")
    begun = time.perf_counter()
    # a child of this program would be charged this program's memory; GNU time is small
    command = ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", told, binary, "analyze", "--no-hash", path, "-o", report]
    status = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    wall = time.perf_counter() - begun
    if status != 0:
        sys.exit(f"status {status}: {' '.join(command)}")
    user, system, peak = map(float, open(told).read().split()[-3:])
    return wall, user + system, peak / 1024, report


def size_of(text):
    return int(text[:-1]) << {"K": 10, "M": 20, "G": 30}[text[-1]]


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/dist/backtrail")
    parser.add_argument("--data", default=os.path.join(tempfile.gettempdir(), "backtrail-survey"))
    parser.add_argument("--size", default="256M")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="formats, with commas between")
    parser.add_argument("--growth", action="store_true")
    args = parser.parse_args()
    os.makedirs(args.data, exist_ok=True)
    binary, size = os.path.abspath(args.binary), size_of(args.size)
    chosen = [record for record in FORMATS if not args.only or record.__name__ in args.only.split(",")]
    print(f"{args.size} of each, {os.cpu_count()} processors: {processor()}; load {os.getloadavg()[0]:.1f}\n")
    print("| format | MB/s | MB a second of CPU time | peak memory, MiB |" + (f" of {size * 16 >> 20} MiB |" if args.growth else ""))
    print("|---|---:|---:|---:|" + ("---:|" if args.growth else ""), flush=True)
    for record in chosen:
        peaks = []
        for scale in (1, 16) if args.growth else (1,):
            path = os.path.join(args.data, f"{record.__name__}-{size * scale >> 20}.log")
            if not os.path.exists(path):
                make(record, path, size * scale)
            with open(path, "rb") as file:
                while file.read(1 << 20):
                    pass
            runs = [run(binary, path, args.data) for _ in range(args.rounds if scale == 1 else 1)]
            wall, cpu = (statistics.median(run[part] for run in runs) for part in (0, 1))
            peaks.append(max(run[2] for run in runs))
            if scale == 1:
                speed = f"{os.path.getsize(path) / wall / 1e6:,.0f} | {os.path.getsize(path) / cpu / 1e6:,.0f}"
            else:
                os.remove(path)
        print(f"| {record.__name__} | {speed} | " + " | ".join(f"{peak:.0f}" for peak in peaks) + " |", flush=True)


if __name__ == "__main__":
    main()
