#!/usr/bin/env python3
"""Measures backtrail beside the tools that people would use instead, on the same files.

    benches/peers.py [--binary target/dist/backtrail] [--data DIR] [--size 1G] [--rounds 5]
                     [--only G1,S1] [--growth] [--seed 42]

Makes its data from a seed with `examples/logs.rs`, then runs backtrail and each peer that is installed
in turn, round by round, in two states of the page cache:

    R    the file was evicted and read back in one go (large folios): an archive that is looked at
    W4   the file was written in appends of 4 KiB: a log that a server writes

and prints, for every mark, the ratio of the medians of wall time, that of CPU time, the peak resident memory,
and whether the mark is hit. The figures of a busy machine are ratios of runs beside each other; trust CPU time
there. Standard library only.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WORDS = ["drop table", "drop database", "drop schema", "truncate table", "truncate ", "delete from", "migrate:fresh", "migrate:reset", "migrate:refresh", "db:wipe"]
RARE = "order_9999999_never"


def evict(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def state_r(path):
    evict(path)
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def state_w4(path):
    with open(path, "rb", buffering=0) as old, open(path + ".4k", "wb", buffering=0) as new:
        while block := old.read(4096):
            new.write(block)
    os.replace(path + ".4k", path)


STATES = {"R": state_r, "W4": state_w4}


class Run:
    """One run of a command: seconds of wall and CPU time, peak resident memory in MiB."""

    def __init__(self, command, output):
        if isinstance(command, str):
            command = ["sh", "-c", command]
        told = output + ".time"
        # a child of this program would be charged this program's memory; GNU time is small
        command = ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", told, *command]
        with open(output, "wb") as out:
            begun = time.perf_counter()
            self.status = subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C"}).returncode
            self.wall = time.perf_counter() - begun
        user, system, peak = map(float, open(told).read().split()[-3:])
        self.cpu = user + system
        self.rss = peak / 1024
        self.bytes = os.path.getsize(output)


def bare_wall(command, output):
    """Seconds of wall time of a run that lasts so few milliseconds that starting GNU time would count."""
    with open(output, "wb") as out:
        redirect = [(os.POSIX_SPAWN_DUP2, out.fileno(), 1)]
        begun = time.perf_counter()
        _, status = os.waitpid(os.posix_spawn(command[0], command, os.environ, file_actions=redirect), 0)
        wall = time.perf_counter() - begun
    if status != 0:
        print(f"  wait status {status}: {command}", file=sys.stderr)
    return wall


def alternate(commands, rounds, scratch):
    """The runs of each command, one after the other in every round."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            run = Run(command, os.path.join(scratch, "out-" + re.sub(r"\W", "_", name)))
            if run.status not in (0, 1):
                print(f"  {name}: exit status {run.status}: {command}", file=sys.stderr)
            runs[name].append(run)
    return runs


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


class Table:
    def __init__(self):
        self.rows = []
        print("| mark | state | what | backtrail wall s (cpu) | peer wall s (cpu) | ratio | mark | | peak RSS MiB |")
        print("|---|---|---|---:|---:|---:|---:|---|---:|", flush=True)

    def row(self, mark, state, what, ours, theirs, ratio, limit, hit, rss):
        print(f"| {mark} | {state} | {what} | {ours} | {theirs} | {ratio} | {limit} | {'hit' if hit else '**missed**'} | {rss} |", flush=True)
        self.rows.append((mark, hit))

    def compare(self, mark, state, what, runs, peer, most=None, times=None):
        """`most`: ours takes at most so many times theirs; `times`: ours is so many times faster."""
        ours, theirs = runs["backtrail"], runs[peer]
        side = lambda runs: f"{median(runs, 'wall'):.3f} ({median(runs, 'cpu'):.3f})"
        wall = median(ours, "wall") / median(theirs, "wall")
        cpu = median(ours, "cpu") / max(median(theirs, "cpu"), 1e-6)
        rss = f"{median(ours, 'rss'):.0f} / {median(theirs, 'rss'):.0f}"
        if most is not None:
            self.row(mark, state, f"{what}, beside {peer}", side(ours), side(theirs), f"{wall:.2f} (cpu {cpu:.2f})", f"≤ {most}", wall <= most, rss)
        else:
            self.row(mark, state, f"{what}, beside {peer}", side(ours), side(theirs), f"1/{1 / wall:.1f} (cpu 1/{1 / cpu:.1f})", f"≥ {times}×", 1 / wall >= times, rss)


def size_of(text):
    return int(text[:-1]) << {"K": 10, "M": 20, "G": 30}[text[-1]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/dist/backtrail")
    parser.add_argument("--data", default=None, help="where the logs lie or are made; a folder for temporary files by default")
    parser.add_argument("--size", default="1G")
    parser.add_argument("--seed", default="42")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="marks, with commas between")
    parser.add_argument("--states", default="R,W4")
    parser.add_argument("--growth", action="store_true", help="how time and memory grow from 128 MiB to 4 GiB, instead")
    args = parser.parse_args()
    binary = os.path.abspath(args.binary)
    data = args.data or os.path.join(tempfile.gettempdir(), "backtrail-benchmark")
    os.makedirs(data, exist_ok=True)
    scratch = os.path.join(data, "scratch")
    os.makedirs(scratch, exist_ok=True)
    only = {mark for mark in args.only.split(",") if mark}
    wanted = lambda *marks: not only or any(mark in only for mark in marks)
    have = lambda tool: shutil.which(tool) is not None

    def made(kind, size):
        path = os.path.join(data, f"{kind}-{size.lower()}.{'tsv' if kind == 'tables' else 'log'}")
        if not os.path.exists(path):
            root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
            with open(path + ".part", "wb") as out:
                subprocess.run(["cargo", "run", "-q", "--release", "--example", "logs", "--", kind, size, args.seed], cwd=root, stdout=out, check=True)
            os.replace(path + ".part", path)
        return path

    window = ["--since", "2026-01-20 06:00:00", "--until", "2026-01-20 07:10:00"]
    if args.growth:
        return growth(binary, made, window, args.rounds, scratch)

    table = Table()
    laravel = made("laravel", args.size)
    pattern = "|".join(WORDS)
    expressions = [part for word in WORDS for part in ("-e", word)]
    grep = [binary, "grep"]
    raw = [*grep, "--redact", "off"]

    for state in args.states.split(","):
        make = STATES[state]
        if wanted("G1") and have("rg"):
            make(laravel)
            runs = alternate({"backtrail": grep + ["-c", "-F", RARE, laravel], "rg -c": ["rg", "-c", RARE, laravel]}, args.rounds * 3, scratch)
            table.compare("G1", state, "rare literal", runs, "rg -c", most=1.0 if state == "R" else 0.65)
        if wanted("G2"):
            make(laravel)
            entries = r"(?m)^\[20[^\n]*Deadlock[^\n]*\n(?:(?:[^\[\n][^\n]*|\[[^2\n][^\n]*)\n)*"
            commands = {"backtrail": grep + ["-F", "Deadlock", laravel], "raw": raw + ["-F", "Deadlock", laravel]}
            if have("rg"):
                commands["rg -U"] = ["rg", "-U", "-N", "-o", entries, laravel]
            if have("lnav"):
                commands["lnav"] = ["lnav", "-n", "-c", ":filter-in Deadlock", laravel]
            runs = alternate(commands, min(args.rounds, 3), scratch)
            for peer, times in [("rg -U", 10), ("lnav", 40)]:
                for what, own in [("whole entries", "backtrail"), ("the same with --redact off", "raw")]:
                    if peer in runs:
                        both = {"backtrail": runs[own], peer: runs[peer]}
                        table.compare("G2", state, f"{what} ({runs[own][0].bytes >> 20} MiB out, {peer} {runs[peer][0].bytes >> 20})", both, peer, times=times)
        if wanted("G3") and have("rg"):
            make(laravel)
            runs = alternate({"backtrail": grep + ["-c", "-i", "-F", *expressions, laravel], "rg -c -i": ["rg", "-c", "-i", pattern, laravel]}, args.rounds * 3, scratch)
            table.compare("G3", state, "ten words, -i", runs, "rg -c -i", most=0.6)
        if wanted("G4"):
            make(laravel)
            awk = r"""match($0, /^\[20[^]]*\] [a-z]+\.([A-Z]+):/) { split($2, a, "."); split($3, b, "."); n[b[2]]++ } END { for (l in n) print l, n[l] }"""
            commands = {"backtrail": grep + ["--count-by", "level", laravel], "awk": ["awk", awk, laravel]}
            if have("agrind"):
                commands["agrind"] = ["agrind", '* | parse "] production.*:" as level | count by level', "-f", laravel]
            runs = alternate(commands, min(args.rounds, 3), scratch)
            for peer in [peer for peer in commands if peer != "backtrail"]:
                table.compare("G4", state, "counts by level", runs, peer, times=12)
        if wanted("T1"):
            for cold, own, how in [(False, grep, "warm"), (True, grep, "cold"), (False, raw, "warm, --redact off"), (True, raw, "cold, --redact off")]:
                make(laravel)
                command, output = own + ["", *window, laravel], os.path.join(scratch, "window")
                walls = []
                for _ in range(args.rounds * 3):
                    if cold:
                        evict(laravel)
                    walls.append(bare_wall(command, output))
                wall = statistics.median(walls) * 1000
                table.row("T1", state, f"70 minutes, page cache {how} ({os.path.getsize(output) >> 10} KiB out)", f"{wall:.1f} ms", "", "", "≤ 10 ms", wall <= 10, "")
                peak = median([Run(command, output) for _ in range(3)], "rss")
                table.row("M1", state, f"peak memory of the window, {how}", "", "", "", "≤ 8 MiB", peak <= 8, f"{peak:.1f}")
        if wanted("S1") and have("pt-query-digest"):
            slow = made("slow", args.size)
            make(slow)
            # the peer reads a part, as it takes minutes for the whole: bytes a second are compared
            part = os.path.join(data, "slow-part.log")
            with open(slow, "rb") as file:
                head = file.read(64 << 20)
            with open(part, "wb") as file:
                file.write(head[: head.rfind(b"\n# Time: ") + 1])
            peer = Run(["pt-query-digest", "--limit", "20", part], os.path.join(scratch, "pt"))
            ours = [Run([binary, "slow", slow], os.path.join(scratch, "slow")) for _ in range(args.rounds)]
            scale = os.path.getsize(slow) / os.path.getsize(part)
            wall, cpu = peer.wall * scale / median(ours, "wall"), peer.cpu * scale / median(ours, "cpu")
            table.row("S1", state, "digest, beside pt-query-digest on the first 64 MiB", f"{median(ours, 'wall'):.3f} ({median(ours, 'cpu'):.3f})", f"{peer.wall * scale:.1f} ({peer.cpu * scale:.1f}) scaled", f"1/{wall:.0f} (cpu 1/{cpu:.0f})", "≥ 100×", wall >= 100, f"{median(ours, 'rss'):.0f} / {peer.rss:.0f}")
        if wanted("M1"):
            make(laravel)
            run = Run(grep + ["-F", "Deadlock", laravel], os.path.join(scratch, "grep"))
            table.row("M1", state, "peak memory of grep", "", "", "", "≤ 16 MiB", run.rss <= 16, f"{run.rss:.0f}")
        if wanted("A1", "A2", "M1"):
            files = [laravel, made("slow", args.size), made("syslog", f"{size_of(args.size) >> 21}M"), made("tables", "100K")]
            folder = os.path.join(data, "evidence")
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            for path in files:
                make(path)
                os.link(path, os.path.join(folder, os.path.basename(path)))
            report = os.path.join(scratch, "report.json")
            analyze = [binary, "analyze", "--year", "2026", folder, "-o", report]
            commands = {"backtrail": [*analyze, "--no-hash"]}
            if have("rg"):
                commands["rg -c -i"] = ["rg", "-c", "-i", pattern, *files]
            commands["with SHA-256"] = analyze
            commands["sha256"] = " & ".join(f"openssl dgst -sha256 {path}" for path in files) + " & wait"
            runs = alternate(commands, min(args.rounds, 3), scratch)
            if have("rg"):
                table.compare("A1", state, "analyze of 2.7 GB", runs, "rg -c -i", most=4)
            most = max(median(runs["sha256"], "wall"), median(runs["backtrail"], "wall"))
            both = median(runs["with SHA-256"], "wall")
            table.row("A2", state, "the same with SHA-256, beside the greater of both", f"{both:.2f}", f"{most:.2f}", f"{both / most:.2f}", "≤ 1.25", both / most <= 1.25, f"{median(runs['with SHA-256'], 'rss'):.0f}")
            # the greater one leaves no core free: what two cores can do is half of what both take
            evenly = max(median(runs["sha256"], "wall"), (median(runs["backtrail"], "cpu") + median(runs["sha256"], "cpu")) / len(os.sched_getaffinity(0)))
            table.row("A2", state, "the same, beside hashing alone or all CPU time spread evenly over the cores", f"{both:.2f}", f"{evenly:.2f}", f"{both / evenly:.2f}", "≤ 1.25", both / evenly <= 1.25, "")
            table.row("M1", state, "peak memory of analyze", "", "", "", "≤ 64 MiB", median(runs["backtrail"], "rss") <= 64, f"{median(runs['backtrail'], 'rss'):.0f}")
    if wanted("G5") and have("rg"):
        for end, pack, times, most in [("gz", ["gzip", "-6", "-k", "-f"], 3, None), ("zst", ["zstd", "-3", "-q", "-k", "-f"], None, 1.0)]:
            if not have(pack[0]):
                continue
            packed = f"{laravel}.{end}"
            if not os.path.exists(packed):
                subprocess.run([*pack, laravel], check=True)
            state_r(packed)
            runs = alternate({"backtrail": grep + ["-c", "-F", RARE, packed], "rg -z": ["rg", "-z", "-c", RARE, packed]}, min(args.rounds, 3), scratch)
            table.compare("G5", "R", f"rare literal in .{end}", runs, "rg -z", times=times, most=most)
    print(f"\n{sum(hit for _, hit in table.rows)} of {len(table.rows)} hit")


def growth(binary, made, window, rounds, scratch):
    """Seconds and MiB for sizes that double."""
    print("| what | 128 MiB | 512 MiB | 1 GiB | 4 GiB |\n|---|---:|---:|---:|---:|")
    jobs = {
        "grep, rare literal": lambda kind: [binary, "grep", "-c", "-F", RARE, kind("laravel")],
        "grep, ten words -i": lambda kind: [binary, "grep", "-c", "-i", "-F", *[part for word in WORDS for part in ("-e", word)], kind("laravel")],
        "grep, 70 minutes": lambda kind: [binary, "grep", "--redact", "off", "", *window, kind("laravel")],
        "slow": lambda kind: [binary, "slow", kind("slow")],
        "analyze of a Laravel log, --no-hash": lambda kind: [binary, "analyze", "--no-hash", kind("laravel"), "-o", os.path.join(scratch, "growth.json")],
        "analyze of a general log, --no-hash": lambda kind: [binary, "analyze", "--no-hash", kind("general"), "-o", os.path.join(scratch, "growth.json")],
    }
    for name, job in jobs.items():
        cells = []
        for size in ["128M", "512M", "1G", "4G"]:
            command = job(lambda kind: made(kind, size))
            state_r(command[-1] if os.path.exists(command[-1]) else next(part for part in command if part.endswith(".log")))
            runs = [Run(command, os.path.join(scratch, "growth")) for _ in range(rounds)]
            cells.append(f"{median(runs, 'wall'):.3f} s, {median(runs, 'rss'):.0f} MiB")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
