"""Changes single bytes of reports and of the evidence they cite, and asks `backtrail verify` to notice each.

usage: flips.py BINARY CASES [FLIPS_PER_CASE] [SEED]

CASES is a folder of cases, each with a folder `evidence`. Half of the changes hit a file that the report
cites (most of them inside the cited bytes), half an excerpt in the report. Nothing below CASES is written:
each case is copied first.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile


def run(*arguments):
    return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def path_of(evidence, path):
    """The file on disk: of an archive's member, the archive."""
    return os.path.join(evidence, path.split("!/")[0])


def other(byte, chance):
    return byte ^ (1 << chance.randrange(8))


def flip_evidence(folder, report, chance):
    by_id = {evidence["id"]: evidence for evidence in report["evidence"]}
    citation = chance.choice(report["citations"])
    cited = by_id[citation["evidence"]]
    path = path_of(folder, cited["path"])
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        before = file.read()
    packed = "!/" in cited["path"] or len(before) < citation["byte_end"] or path.endswith((".gz", ".xz", ".bz2", ".zst", ".zip"))
    inside = not packed and chance.random() < 0.7
    at = chance.randrange(citation["byte_start"], citation["byte_end"]) if inside else chance.randrange(len(before))
    after = bytearray(before)
    after[at] = other(after[at], chance)
    return path, before, bytes(after), f"{cited['path']} byte {at}"


def flip_excerpt(report_path, chance):
    with open(report_path, "rb") as file:
        before = file.read()
    report = json.loads(before)
    citation = chance.choice([c for c in report["citations"] if c["excerpt"]])
    quoted = json.dumps(citation["excerpt"], ensure_ascii=False).encode()
    start = before.find(quoted)
    if start < 0:
        return None
    at = start + 1 + chance.randrange(len(quoted) - 2)
    after = bytearray(before)
    after[at] = other(after[at], chance)
    return report_path, before, bytes(after), f"excerpt of {citation['id']} byte {at}"


def main():
    binary, cases = sys.argv[1:3]
    flips = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    missed, tried, whole = [], 0, 0
    for case in sorted(os.listdir(cases)):
        source = os.path.join(cases, case, "evidence")
        if not os.path.isdir(source):
            continue
        chance = random.Random(f"{seed} {case}")
        with tempfile.TemporaryDirectory() as scratch:
            evidence = os.path.join(scratch, "evidence")
            shutil.copytree(source, evidence)
            report_path = os.path.join(scratch, "rca.json")
            run(binary, "analyze", evidence, "-o", report_path)
            verify = (binary, "verify", report_path, "--evidence", evidence)
            first = run(*verify)
            if first.returncode != 0:
                missed.append(f"{case}: the untouched report does not hold: {first.stdout.decode(errors='replace')[-300:]}")
                continue
            with open(report_path, encoding="utf-8") as file:
                report = json.load(file)
            if not report["citations"]:
                continue
            whole += 1
            for number in range(flips):
                change = flip_evidence(evidence, report, chance) if number % 2 else flip_excerpt(report_path, chance)
                if change is None:
                    continue
                path, before, after, what = change
                with open(path, "wb") as file:
                    file.write(after)
                said = run(*verify).returncode
                with open(path, "wb") as file:
                    file.write(before)
                tried += 1
                if said == 0:
                    missed.append(f"{case}: not noticed: {what}")
    for line in missed:
        print(line)
    print(f"flips {tried - len(missed)}/{tried} noticed, {whole} reports held untouched")
    sys.exit(1 if missed else 0)


main()
