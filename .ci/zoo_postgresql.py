"""Holds the program to what the PostgreSQL zoo's README says of each file.

usage: zoo_postgresql.py BINARY ZOO

Logs: entries, statements, executes and refusals are counted by the bytes of the events, so that an entry
that is cut in two or swallowed by another shows; findings are what `analyze` makes of them. Files that
nothing can be read from yet are listed with the reason, and fail where that has changed.
"""

import json
import os
import re
import subprocess
import sys

# name: entries, statements, executes, refusals; None where the README gives no number
LOGS = {
    "stderr-default.log": (23, 8, 0, 3),
    "stderr-debian-all-duration.log": (101, 28, 3, 3),
    "stderr-rds.log": (46, 12, 3, 3),
    "stderr-cloudsql.log": (43, 8, 0, 3),
    "stderr-azure.log": (58, 28, 3, 3),
    "stderr-pgbadger-min0.log": (70, 26, 3, 3),
    "stderr-epoch-verbose.log": (48, 28, 3, 3),
    "csvlog-15.csv": (67, 28, 3, 3),
    "jsonlog-15.json": (102, 28, 3, 3),
    "stderr-auto-explain.log": (27, None, 0, 3),
    "stderr-pgaudit.log": (34, None, 0, None),
    "stderr-drop-schema-130-objects.log": (2, 1, 0, 0),
    "stderr-transactions-and-refusals.log": (51, 36, 0, 12),
    "stderr-server-events-and-crash.log": (63, 12, 4, 5),
    "stderr-django-flush-and-migrate-zero.log": (None, None, None, 0),
    "stderr-alembic-downgrade-base.log": (None, None, None, 0),
    "stderr-point-in-time-recovery.log": (None, None, None, None),
    "syslog-rsyslog-classic.log": (17, 5, 10, 1),
}

# what (W) did: status, operation, tables that must be told so; no other table may be told as executed
DDL = [("failed", "drop_table", "customers"), ("executed", "drop_column", "customers")]
MOD = [*DDL, ("executed", "truncate_table", "audit_log"), ("executed", "truncate_table", "customers"), ("executed", "delete_all", "products")]
ALL = [*MOD, ("rolled_back", "drop_table", "order_items"), ("rolled_back", "drop_table", "audit_log")]
ALONG = [("executed", "truncate_table", "orders"), ("executed", "truncate_table", "order_items"), ("executed", "drop_table", "reporting.daily"), ("failed", "drop_table", "nope")]
DONE = {
    "stderr-default.log": DDL,
    "stderr-cloudsql.log": [*DDL, ("executed", "drop_table", "reporting.daily")],
    "stderr-rds.log": MOD,
    "stderr-debian-all-duration.log": [*ALL, *ALONG],
    "stderr-azure.log": ALL,
    "stderr-pgbadger-min0.log": [*ALL, *ALONG],
    "stderr-epoch-verbose.log": ALL,
    "csvlog-15.csv": [*ALL, *ALONG],
    "jsonlog-15.json": [*ALL, *ALONG],
    "stderr-auto-explain.log": [("executed", "delete_all", "reporting.daily"), ("executed", "delete_all", "products")],
    "stderr-pgaudit.log": [("executed", "delete_all", "products"), ("executed", "delete_all", "reporting.daily"), ("executed", "truncate_table", "audit_log")],
    "stderr-drop-schema-130-objects.log": [("executed", "drop_table", "t001"), ("executed", "drop_table", "t130")],
    "stderr-transactions-and-refusals.log": [("rolled_back", "truncate_table", "reporting.daily"), ("executed", "drop_table", "m_1"), ("executed", "drop_database", "")],
    "stderr-server-events-and-crash.log": [("rolled_back", "drop_table", "order_items"), ("failed", "delete_all", "products")],
    "stderr-django-flush-and-migrate-zero.log": [("executed", "truncate_table", "auth_user"), ("executed", "drop_table", "django_admin_log")],
    "stderr-alembic-downgrade-base.log": [("executed", "drop_column", "orders"), ("executed", "drop_table", "orders")],
    "stderr-point-in-time-recovery.log": [],
    "syslog-rsyslog-classic.log": [("executed", "drop_table", "orders")],
}
# what must not be told as done
NOT_DONE = {name: [("delete_all", "orders"), ("drop_table", "orders")] for name in LOGS if name not in ("stderr-alembic-downgrade-base.log", "syslog-rsyslog-classic.log")}
for name in ("stderr-debian-all-duration.log", "stderr-azure.log", "csvlog-15.csv", "jsonlog-15.json", "stderr-pgbadger-min0.log", "stderr-server-events-and-crash.log"):
    NOT_DONE[name].append(("drop_table", "order_items"))

# name: tables, rows, begins with this time or has none
DUMPS = {
    "plain.sql": (6, 1390, None),
    "plain-clean-create-verbose.sql": (6, 1390, "2026-11-30T02:37:58"),
    "inserts.sql": (2, 160, None),
    "column-inserts-data-only.sql": (1, 300, None),
    "schema-only.sql": (6, 0, None),
    "custom.dump": (6, 1390, "2026-11-30T02:38:0"),
    "tar.tar": (6, 1390, "2026-11-30T02:38:0"),
    "directory": (6, 1390, "2026-11-30T02:38:0"),
    "custom-uncompressed.dump": (1, 120, "2026-11-30T02:38:0"),
    "pg_restore-clean-as-sql.sql": (6, 1390, None),
    "dumpall.sql": (18, 4170, None),
    "globals.sql": (0, 0, None),
    "toc-list.txt": (6, 0, "2026-11-30T02:38:00"),
}

# name: kind of event, how many
SNAPSHOTS = {
    **{f"pg_stat_user_tables{form}": ("table", 8) for form in ("-aligned.txt", "-border2-unicode.txt", "-expanded.txt", "-unaligned.txt", ".csv", ".html", ".adoc", ".json")},
    "pg_class-oid-order.txt": ("table", 8),
    "dt.txt": ("table", 6),
    "dt-plus.txt": ("table", 6),
    "d.txt": ("table", 13),
    "di-plus.txt": ("table", 6),
    "information_schema-tables.csv": ("table", 8),
    "information_schema-tables-aligned.txt": ("table", 8),
    "information_schema-columns-aligned.txt": ("column", 32),
    "l-plus.txt": ("schema_object", 6),
    "pg_stat_database.txt": ("schema_object", 3),
}
SHELL = {"psql_history": ("query", 6), "psql-session-transcript.txt": ("table", 7), "work.sql": ("script", 1)}

UNREAD = {
    "dumps/pg_dump-verbose.err": "progress of a dump; its tables are in the dump",
    "snapshots/d-plus-orders.txt": "one table's definition, told by a dump",
    "snapshots/dn-plus.txt": "schemas",
    "snapshots/pg_sequences.txt": "sequences",
    "snapshots/pg_class-copy.tsv": "two columns without a name",
    "snapshots/pg_stat_user_tables-tuples-only.tsv": "columns without a name",
    "shell/psql-f-output.txt": "what a script printed, without its statements",
    "shell/psql-drop-schema-cascade-output.txt": "what a client printed, without its statements",
}


def run(binary, *arguments):
    return subprocess.run([binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout


def events(binary, path):
    return [json.loads(line) for line in run(binary, "events", path, "--format", "ndjson", "--redact", "off").splitlines()]


def log(binary, path, name):
    with open(path, "rb") as file:
        content = file.read()
    spans = sorted({(event["byte_start"], event["byte_end"]) for event in events(binary, path)})
    entries = [content[start:end].decode("utf-8", "replace") for start, end in spans]
    begins = r'(?:LOG:  (?:00000: )?|,LOG,00000,"*|"message":")(?:duration: [0-9.]+ ms  )?'
    kind = lambda word: sum(bool(re.search(begins + word, entry)) for entry in entries)
    refused = sum(bool(re.search(r"(^|[- :,\"])(ERROR|FATAL)([:,\"])", entry.split("\n")[0])) for entry in entries)
    got = (len(spans), kind(r"statement: ?"), kind(r"execute [^:]+: "), refused)
    for what, have, want in zip(("entries", "statements", "executes", "refusals"), got, LOGS[name]):
        if want is not None and have != want:
            yield f"{have} {what}, not {want}"
    findings = json.loads(run(binary, "analyze", path, "--format", "json"))["findings"]
    told = {(one["status"], one["operation"], table) for one in findings for table in one["tables"] or [""]}
    for want in DONE[name]:
        if want not in told:
            yield f"not told: {' '.join(want)}"
    for operation, table in NOT_DONE.get(name, []):
        if ("executed", operation, table) in told:
            yield f"told as done: {operation} {table}"


def dump(binary, path, name):
    found = [event for event in events(binary, path) if event["kind"] == "backup"]
    found.sort(key=lambda event: -(event["rows"] or 0))
    if not found:
        yield "no backup"
        return
    tables, rows, time = DUMPS[name]
    count = found[0]["tables"] if isinstance(found[0]["tables"], int) else len(found[0]["tables"])
    if (count, found[0]["rows"], found[0]["complete"]) != (tables, rows, True):
        yield f"{count} tables, {found[0]['rows']} rows, complete {found[0]['complete']}"
    if not (found[0]["time"] or "none").startswith(time or "none"):
        yield f"taken {found[0]['time']}"


def listing(want):
    def check(binary, path, name):
        kind, count = want[name]
        found = sum(event["kind"] == kind for event in events(binary, path))
        if found != count:
            yield f"{found} events of {kind}, not {count}"

    return check


def main():
    binary, zoo = sys.argv[1:3]
    whole = files = 0
    for folder, wanted, check in (("logs", LOGS, log), ("dumps", DUMPS, dump), ("snapshots", SNAPSHOTS, listing(SNAPSHOTS)), ("shell", SHELL, listing(SHELL))):
        for name in sorted(os.listdir(os.path.join(zoo, folder))):
            path = os.path.join(zoo, folder, name)
            files += 1
            if f"{folder}/{name}" in UNREAD:
                wrong = ["it is read now: say here what must be read"] if events(binary, path) else []
            elif name in wanted:
                wrong = list(check(binary, path, name))
            else:
                wrong = ["nothing is said of it here"]
            whole += not wrong
            for what in wrong:
                print(f"{folder}/{name}: {what}")
    print(f"zoo-postgresql {whole}/{files} files, {len(UNREAD)} of them with nothing to be read")


if __name__ == "__main__":
    main()
