#!/usr/bin/env python3
"""Compares `backtrail slow` with pgBadger (Debian's package) on PostgreSQL logs made from a seed.

    benches/pgbadger.py [--binary target/dist/backtrail] [--statements 1000000] [--seed 42]

Three kinds of log: stderr with durations (statements over several lines, parse and bind beside execute,
errors), csvlog, and auto_explain. Prints for each the number of statements and the sum of their durations as
either program has them, and the wall and CPU time of each, as a table in Markdown under the processor's name;
fails where counts or sums differ.
"""

import argparse
import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

STATEMENTS = [
    "select * from orders where id = {n}",
    "select o.id, sum(i.qty)\nfrom orders o\njoin order_items i on i.order_id = o.id\nwhere o.customer_id = {n}\ngroup by 1",
    "update stock set n = n - {n} where sku = 'S-{n}'",
    "insert into audit (what) values ('note {n}: it''s done')",
    "delete from sessions where id = '{n}'",
]


def entries(count, seed):
    """Seconds since the log's start, process, sql, microseconds; sums are kept in whole microseconds."""
    draw = random.Random(seed)
    for number in range(count):
        sql = draw.choice(STATEMENTS).format(n=draw.randrange(100000))
        yield number / 50, 100 + draw.randrange(20), sql, draw.randrange(1, 9_000_000 if draw.random() < 0.01 else 9000)


def stamp(seconds):
    moment = time.gmtime(1772445600 + int(seconds))
    return time.strftime("%Y-%m-%d %H:%M:%S", moment) + f".{int(seconds * 1000) % 1000:03d} UTC"


def tabbed(text):
    return text.replace("\n", "\n\t")


def stderr(entry, number):
    seconds, process, sql, took = entry
    head = f"{stamp(seconds)} [{process}] app@shop "
    if number % 5 == 0 and "\n" not in sql:
        steps = "".join(f"{head}LOG:  duration: 0.010 ms  {step} <unnamed>: {tabbed(sql)}\n" for step in ("parse", "bind"))
        return f"{steps}{head}LOG:  duration: {took / 1000:.3f} ms  execute <unnamed>: {tabbed(sql)}\n"
    noise = ""
    if number % 97 == 0:
        noise = f'{head}ERROR:  relation "nope" does not exist at character 15\n{head}STATEMENT:  select * from nope\n'
    return f"{noise}{head}LOG:  duration: {took / 1000:.3f} ms  statement: {tabbed(sql)}\n"


def csvlog(entry, number):
    seconds, process, sql, took = entry
    at = stamp(seconds)
    row = [at, "app", "shop", process, "10.0.0.7:5101", f"69a5.{process:x}", number + 1, "SELECT", at[:19] + " UTC", f"3/{number}", 0, "LOG", "00000"]
    row += [f"duration: {took / 1000:.3f} ms  statement: {sql}", *[""] * 8, "shop-web", "client backend", "", 0]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()


def auto_explain(entry, _number):
    seconds, process, sql, took = entry
    plan = f"Query Text: {sql}\nSeq Scan on orders  (cost=0.00..12.00 rows=1 width=8)\n  Filter: (id = 1)"
    return f"{stamp(seconds)} [{process}] app@shop LOG:  duration: {took / 1000:.3f} ms  plan:\n\t{tabbed(plan)}\n"


def timed(command):
    """What a command printed, with its wall and its CPU time in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        name = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    return f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default="target/dist/backtrail")
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    differ = False
    print(f"{processor()}; {asked.statements} statements each\n")
    print("| log | MB | statements | sum, s | backtrail wall (CPU), s | pgBadger wall (CPU), s | ratio of wall | of CPU |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for form, make, name in (("stderr", stderr, "durations.log"), ("csv", csvlog, "csvlog.csv"), ("stderr", auto_explain, "auto_explain.log")):
        with tempfile.TemporaryDirectory() as folder:
            path, other = os.path.join(folder, name), os.path.join(folder, "badger.json")
            total = 0
            with open(path, "w", encoding="utf-8") as file:
                for number, entry in enumerate(entries(asked.statements, asked.seed)):
                    total += entry[3]
                    file.write(make(entry, number))
            out, wall, cpu = timed([asked.binary, "slow", path, "--format", "json"])
            own = json.loads(out)
            form_of = ["-p", "%m [%p] %u@%d "] if form == "stderr" else []
            _, its_wall, its_cpu = timed(["pgbadger", "-q", "-f", form, *form_of, "-x", "json", "-o", other, path])
            with open(other, encoding="utf-8") as file:
                its = json.load(file)["overall_stat"]["postgres"]
            its_sum = round(its["queries_duration"]["execute"] * 1000)
            told = (own["statements"], own["total_us"])
            size = os.path.getsize(path) / 1e6
            times = f"{wall:.2f} ({cpu:.2f}) | {its_wall:.0f} ({its_cpu:.0f}) | {its_wall / wall:.0f} | {its_cpu / cpu:.0f}"
            print(f"| {name} | {size:.0f} | {told[0]} | {told[1] / 1e6} | {times} |", flush=True)
            if told != (asked.statements, total) or (its["queries_number"], its_sum) != told:
                print(f"made {asked.statements} of {total} us, pgBadger {its['queries_number']} of {its_sum} us")
                differ = True
    if differ:
        sys.exit("they differ")


if __name__ == "__main__":
    main()
