"""Keeps docs/first-runs.json, what the program said of incidents when it saw them first, and writes
docs/calibration.md from it: for each likelihood word, how often what it was said of was right.

    calibrate.py record BINARY LABEL CASES [SCORES]   adds a set of cases that it never saw before
    calibrate.py page                                 writes the page
    calibrate.py check                                says whether the page is that of the file

CASES is a folder of cases (`evidence/` and `truth.json`); SCORES tells which of them were whole, as
`{case: {"failed": []}}`. Record a set once, before anything is changed because of it.
"""

import collections
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RUNS = os.path.join(HERE, "docs", "first-runs.json")
PAGE = os.path.join(HERE, "docs", "calibration.md")
# the words of ICD 203 with their ranges
SAYS = {"almost_certain": "95-99 %", "very_likely": "80-95 %", "likely": "55-80 %", "roughly_even": "45-55 %", "unlikely": "20-45 %", "very_unlikely": "5-20 %", "almost_no_chance": "1-5 %"}


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def fits(trigger, accepted):
    return any(
        trigger["kind"] == want["kind"] and all(not want.get(key) or re.search(want[key], trigger.get(key) or "", re.I) for key in ("command", "actor"))
        for want in accepted
    )


def report(binary, case, truth):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "report.json")
        command = [binary, "analyze", os.path.join(case, "evidence"), *truth.get("args", []), "-o", out]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if not os.path.exists(out):
            sys.exit(f"{case}: {done.stderr.decode()[-300:]}")
        with open(out, encoding="utf-8") as file:
            return json.load(file)


def judge(told, want):
    """The words said of one incident with whether they were right; none where it was not found."""
    slack = want.get("find_slack_s", 30)
    near = [got for got in told["incidents"] if seconds(got["started_at"]) <= seconds(want["end"]) + slack and seconds(got["ended_at"]) >= seconds(want["start"]) - slack]
    near.sort(key=lambda got: got["mechanism"]["id"] not in want["mechanism"])
    if not near:
        return None
    mechanism = near[0]["mechanism"]
    words = {"mechanism": (mechanism["likelihood"], mechanism["id"] in want["mechanism"])}
    # where the truth accepts `unknown`, naming nobody is the right answer
    if want.get("trigger"):
        first = near[0]["triggers"][0]
        words["trigger"] = (first["likelihood"], fits(first, want["trigger"]))
    return words


def kind_of(truth):
    incidents = truth.get("incidents", [])
    return "benign" if not incidents else incidents[0]["mechanism"][0]


def record(binary, label, folder, scores=None):
    whole = {}
    if scores:
        with open(scores, encoding="utf-8") as file:
            whole = {case: not said["failed"] for case, said in json.load(file).items()}
    tally = {"mechanism": collections.defaultdict(lambda: [0, 0]), "trigger": collections.defaultdict(lambda: [0, 0])}
    kinds, found, incidents = collections.defaultdict(lambda: [0, 0]), 0, 0
    cases = [name for name in sorted(os.listdir(folder)) if os.path.isfile(os.path.join(folder, name, "truth.json"))]
    for name in cases:
        case = os.path.join(folder, name)
        with open(os.path.join(case, "truth.json"), encoding="utf-8") as file:
            truth = json.load(file)
        kinds[kind_of(truth)][1] += 1
        kinds[kind_of(truth)][0] += whole.get(name, False)
        told = report(binary, case, truth)
        for want in truth.get("incidents", []):
            incidents += 1
            words = judge(told, want)
            found += words is not None
            for what, (word, right) in (words or {}).items():
                tally[what][word][0] += right
                tally[what][word][1] += 1
    runs = load()
    if any(run["label"] == label for run in runs):
        sys.exit(f"{label} is recorded: a first run happens once")
    kinds = dict(sorted(kinds.items())) if scores else {}
    runs.append({"label": label, "cases": len(cases), "whole": sum(whole.get(name, False) for name in cases) if scores else None, "incidents": incidents, "found": found, **tally, "kinds": kinds})
    with open(RUNS, "w", encoding="utf-8") as file:
        json.dump(runs, file, indent=1)
        file.write("\n")


def load():
    if not os.path.exists(RUNS):
        return []
    with open(RUNS, encoding="utf-8") as file:
        return json.load(file)


def words(runs, what):
    rows = []
    for word, means in SAYS.items():
        counts = [run[what].get(word, (0, 0)) for run in runs]
        right, said = (sum(column) for column in zip(*counts))
        if said:
            rows.append(f"| {word.replace('_', ' ')} | {means} | {right} of {said} | {100 * right / said:.0f} % |")
    return ["| word | means | right | share |", "| --- | --- | --- | --- |", *rows]


def page():
    runs = load()
    sets = [f"| {run['label']} | {run['cases']} | {'not counted' if run['whole'] is None else run['whole']} | {run['found']} of {run['incidents']} |" for run in runs]
    kinds = collections.defaultdict(lambda: [0, 0])
    for run in runs:
        for kind, (whole, cases) in run["kinds"].items():
            kinds[kind][0] += whole
            kinds[kind][1] += cases
    return "\n".join([
        "# Calibration",
        "",
        "How often the report was right about incidents that the program had never seen, and how often each likelihood word was. Every truth was written before the first run; nothing was changed between the first look at a case and these figures. Later runs are better and prove less, so they are not counted here.",
        "",
        "`.ci/calibrate.py` keeps the figures in `docs/first-runs.json` and writes this page from them.",
        "",
        "## The cases",
        "",
        "A case is whole when everything that its truth asks for is right: incident, times, mechanism, trigger, operations, tables, rows, backup, loss window, and no false alarm.",
        "",
        "| cases | number | whole | incidents found |",
        "| --- | --- | --- | --- |",
        *sets,
        "",
        "By what happened (a case with several incidents counts under its first):",
        "",
        "| kind | whole |",
        "| --- | --- |",
        *[f"| {kind} | {whole} of {cases} |" for kind, (whole, cases) in sorted(kinds.items())],
        "",
        "## The words",
        "",
        "The words and their ranges are those of ICD 203. The first-ranked trigger:",
        "",
        *words(runs, "trigger"),
        "",
        "The mechanism:",
        "",
        *words(runs, "mechanism"),
        "",
        "`unknown` counts as right where the truth accepts it: where the evidence does not show who did it, naming nobody is the right answer.",
        "",
        "## What this does not show",
        "",
        "- The sample is small. With 10 of 10 right, the true share may still be as low as 74 % (95 % confidence, one-sided); with 3 of 3, 37 %.",
        "- The program that a set was shown to is the program of its day. What a set taught was built in afterwards, so that the next set is read better than the one before.",
        "- Incidents that are missing here altogether (other servers, other frameworks, larger hosts) say nothing about how those would be read.",
        "",
    ])


def main():
    match sys.argv[1:]:
        case ["record", binary, label, folder, *scores]:
            record(binary, label, folder, *scores)
        case ["page"]:
            with open(PAGE, "w", encoding="utf-8") as file:
                file.write(page())
        case ["check"]:
            with open(PAGE, encoding="utf-8") as file:
                if file.read() != page():
                    sys.exit("docs/calibration.md is not that of docs/first-runs.json: .ci/calibrate.py page")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
