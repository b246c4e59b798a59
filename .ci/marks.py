"""Runs the scorers beside the repository and compares what they say with the marks that .ci/run states.

usage: marks.py BINARY DISGUISE SHARED; DISGUISE is the program of examples/disguise.rs"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

# a run that gave no report raised no alarm either, and proves nothing
FALSE_ALARM = re.compile(r"^(no false alarm|no loud finding|exit status|report reads)")


def say(script, *arguments):
    """The scorer's last line; all of its output goes to the log."""
    done = subprocess.run([sys.executable, script, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="", flush=True)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if not lines:
        sys.exit(f"{script} said nothing (exit status {done.returncode})")
    return lines[-1]


def number(pattern, line):
    found = re.search(pattern, line)
    if not found:
        sys.exit(f"not understood: {line}")
    return int(found.group(1)), int(found.group(2))


def unread(binary, path):
    """Bytes of a log that were not understood."""
    done = subprocess.run([binary, "analyze", path, "--format", "json"], stdout=subprocess.PIPE, check=False)
    left = [source["unparsed_bytes"] for source in json.loads(done.stdout)["evidence"]]
    print(f"{os.path.basename(path)}: {sum(left)} bytes not understood", flush=True)
    return sum(left)


def disguised(tool, corpus, folder, first_seed):
    """The corpus with all its days moved and its names exchanged, case by case with a seed that is printed."""
    for number, name in enumerate(sorted(os.listdir(corpus))):
        case = os.path.join(corpus, name)
        if os.path.isfile(os.path.join(case, "truth.json")):
            subprocess.run([tool, case, os.path.join(folder, name), str(first_seed + number), "weeks"], check=True)


def main():
    binary, tool, shared = sys.argv[1:4]
    mark = lambda name: int(os.environ[name])
    missed = []

    def hold(what, got, least):
        print(f"{what}: {got}, mark {least}", flush=True)
        if got < least:
            missed.append(f"{what}: {got} is below {least}")

    with tempfile.TemporaryDirectory() as folder:
        details = os.path.join(folder, "score.json")
        line = say(f"{shared}/eval/score.py", "--json", details, binary, f"{shared}/corpus")
        with open(details, encoding="utf-8") as file:
            cases = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        disguised(tool, f"{shared}/corpus", folder, 1000)
        other = say(f"{shared}/eval/score.py", binary, folder)
    hold("disguised corpus, cases whole", number(r"(\d+)/(\d+) cases whole", other)[0], mark("DISGUISED_CASES_WHOLE"))
    passed, total = number(r"score (\d+)/(\d+) checks", line)
    hold("corpus, checks in percent", int(1000 * passed / max(total, 1)) / 10, mark("CORPUS_CHECKS_PERCENT"))
    hold("corpus, cases whole", number(r"(\d+)/(\d+) cases whole", line)[0], mark("CORPUS_CASES_WHOLE"))
    for name in os.environ["CORPUS_NO_FALSE_ALARM"].split():
        alarms = [text for text in cases[name]["failed"] if FALSE_ALARM.search(str(text))]
        print(f"{name}: {'no false alarm' if not alarms else alarms}", flush=True)
        missed.extend(f"{name}: {alarm}" for alarm in alarms)

    for folder in ("stories", "pairs", "corpus-postgresql"):
        other = say(f"{shared}/eval/score.py", binary, f"{shared}/{folder}")
        hold(f"{folder}, cases whole", number(r"(\d+)/(\d+) cases whole", other)[0], mark(f"{folder.upper().replace('-', '_')}_CASES_WHOLE"))

    line = say(f"{shared}/eval/oracle.py", binary, f"{shared}/oracle")
    hold("oracle, samples whole", number(r"oracle (\d+)/(\d+) samples", line)[0], mark("ORACLE_SAMPLES_WHOLE"))
    line = say(f"{shared}/eval/zoo.py", binary, f"{shared}/zoo")
    hold("zoo, files whole", number(r"zoo (\d+)/(\d+) files", line)[0], mark("ZOO_FILES_WHOLE"))

    line = say(f"{shared}/eval/secrets.py", binary, f"{shared}/attack/secrets.json")
    hold("secrets held", number(r"secrets (\d+)/(\d+) held", line)[0], mark("SECRETS_HELD"))
    line = say(f"{shared}/eval/faults.py", binary, f"{shared}/faults")
    hold("faults that stay mended", number(r"faults (\d+)/(\d+) hold", line)[0], mark("FAULTS_HELD"))

    here = os.path.dirname(os.path.abspath(__file__))
    line = say(os.path.join(here, "statements.py"), binary, f"{shared}/zoo")
    found, wanted = number(r"statements (\d+)/(\d+) found", line)
    hold("zoo, statements found by their hash", found, mark("ZOO_STATEMENTS"))
    if found < wanted:
        missed.append(f"zoo: {wanted - found} statements are in the files and not found")

    line = say(os.path.join(here, "zoo_postgresql.py"), binary, f"{shared}/zoo-postgresql")
    hold("PostgreSQL's zoo, files as its README says", number(r"zoo-postgresql (\d+)/(\d+) files", line)[0], mark("ZOO_POSTGRESQL_FILES"))

    captures = sorted(glob.glob(f"{shared}/captures/laravel-log-*") + glob.glob(f"{shared}/captures/laravel-json-*") + glob.glob(f"{shared}/captures/php-error-log-*"))
    gapless = sum(unread(binary, path) == 0 for path in captures)
    hold(f"captures of {len(captures)} read with no gap", gapless, mark("CAPTURES_GAPLESS"))

    if missed:
        sys.exit("below the marks:\n  " + "\n  ".join(missed))


if __name__ == "__main__":
    main()
