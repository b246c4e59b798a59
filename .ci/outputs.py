"""Hands what the program writes to those who read it elsewhere: validators of the published schemas and the
importers of the tools. usage: outputs.py BINARY

What it needs comes from PyPI into an environment of its own; where that cannot be had it says so and passes,
unless BACKTRAIL_CI_STRICT is set."""

import csv
import functools
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
NEEDS = ["jsonschema==4.26.0", "check-jsonschema==0.39.0", "pandas", "duckdb", "lxml", "timesketch-import-client", "six"]


def run(*command, check=True, **more):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)
    if check and done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def environment(folder):
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run([python, "-m", "pip", "-q", "install", *NEEDS], check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        if os.environ.get("BACKTRAIL_CI_STRICT"):
            sys.exit(done.stderr)
        print("the validators cannot be installed here: left out")
        sys.exit(0)
    return python


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    if len(sys.argv) == 2:
        with tempfile.TemporaryDirectory() as folder:
            python = environment(pathlib.Path(folder) / "venv")
            sys.exit(subprocess.run([python, __file__, binary, "inside"], check=False).returncode)
    check(binary)


def check(binary):
    import jsonschema

    cases = sorted((ROOT / "samples/cases").glob("*/evidence"))
    report_schema = json.loads((ROOT / "docs/report-v1.schema.json").read_text(encoding="utf-8"))
    event_schema = json.loads((ROOT / "docs/event-v1.schema.json").read_text(encoding="utf-8"))
    for schema in (report_schema, event_schema):
        jsonschema.Draft202012Validator.check_schema(schema)
    reports = jsonschema.Draft202012Validator(report_schema)
    events = jsonschema.Draft202012Validator(event_schema)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for case in cases:
            out = folder / case.parent.name
            out.mkdir()
            run(binary, "analyze", case, "--no-config", "-q", *(f"-o{out / name}" for name in ("r.json", "r.sarif", "r.xml")))
            reports.validate(json.loads((out / "r.json").read_text(encoding="utf-8")))
            sarif(out / "r.sarif")
            junit(out / "r.xml")
        print(f"{len(cases)} reports fit their schema; SARIF and JUnit of each are as their readers want them")
        hostile = folder / "hostile"
        hostile.mkdir()
        texts = ["=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "a,b;c", 'say "x"', "##[error]x", "::error::x", "\t=1", "\u202eevil", "\x1b[31m", "# =1\n=2", "'=1", "|"]
        (hostile / "laravel.log").write_text("".join(f"[2025-10-27 06:28:{n:02}] production.ERROR: {text}\n" for n, text in enumerate(texts)), encoding="utf-8")
        for evidence in [hostile, ROOT / "samples/formats", *cases]:
            timeline(binary, evidence, folder, events)
    workflows()


def timeline(binary, evidence, folder, schema):
    """The events in each form, read back by its consumer's own parser."""
    import duckdb
    import pandas

    form = lambda name: run(binary, "events", evidence, "--no-config", "-q", "--format", name)
    ndjson = [json.loads(line) for line in form("ndjson").decode().splitlines()]
    for event in ndjson:
        schema.validate(event)
    table = form("csv").decode()
    rows = list(csv.DictReader(io.StringIO(table), strict=True))
    assert len(rows) == len(ndjson), "CSV has another number of events"
    for row, event in zip(rows, ndjson):
        assert (row["source"].lstrip("'"), row["line"], row["kind"], row["time"]) == (
            event["source"], str(event["line"]), event["kind"], event["time"] or ""), f"CSV tells another event: {row}"
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()), f"a formula: {row}"
    path = folder / "events.csv"
    path.write_text(table, encoding="utf-8")
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert len(frame) == len(ndjson) and list(frame["summary"]) == [row["summary"] for row in rows], "pandas reads other rows"
    count = duckdb.sql(f"select count(*) from read_csv('{path}', all_varchar=true, header=true)").fetchall()[0][0]
    assert count == len(ndjson), "DuckDB reads another number of rows"
    lines = folder / "events.ndjson"
    lines.write_bytes(form("ndjson"))
    for name in ("ndjson", "csv", "timesketch"):
        assert b"##[" not in form(name), f"a command to a runner in {name}"
    count = duckdb.sql(f"select count(*) from read_json('{lines}', format='newline_delimited', sample_size=-1)").fetchall()[0][0]
    assert count == len(ndjson), "DuckDB reads another number of objects"
    timesketch(form("timesketch"), [event for event in ndjson if event["time"]], folder)
    print(f"{evidence.parent.name}/{evidence.name}: {len(ndjson)} events, the same for Python, pandas, DuckDB and Timesketch")


def timesketch(text, timed, folder):
    """Through the streamer of Timesketch's own import client; only the sending is left out."""
    import pandas
    from timesketch_import_client import importer

    sent = []

    class Streamer(importer.ImportStreamer):
        def _upload_data_buffer(self, end_stream, data_lines=None, retry_count=0):
            sent.extend(self._data_lines if data_lines is None else data_lines)

    streamer = Streamer()
    streamer._sketch = folder
    streamer.set_timeline_name("backtrail")
    for line in text.decode().splitlines():
        streamer.add_json(line)
    streamer.flush(end_stream=True)
    assert len(sent) == len(timed), f"Timesketch took {len(sent)} of {len(timed)} events"
    for event, own in zip(sent, timed):
        assert event["message"] is not None and event["timestamp_desc"], event
        assert pandas.Timestamp(event["datetime"]) == pandas.Timestamp(own["time"]), event


@functools.cache
def sarif_schema():
    """The schema of SARIF 2.1.0 as a package of its authors ships it; None where npm has it not."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"], cwd=folder, check=False, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            return None
        with tarfile.open(pathlib.Path(folder) / done.stdout.split()[-1]) as package:
            return json.load(package.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json"))


def sarif(path):
    import jsonschema

    report = json.loads(path.read_text(encoding="utf-8"))
    schema = sarif_schema()
    if schema:
        jsonschema.validators.validator_for(schema)(schema).validate(report)
    elif os.environ.get("BACKTRAIL_CI_STRICT"):
        sys.exit("the schema of SARIF cannot be had")
    run_ = report["runs"][0]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    for result in run_["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert "://" not in uri and not uri.startswith("/") and " " not in uri, uri


def junit(path):
    from lxml import etree

    tree = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True))
    # the schema that Jenkins checks with, under its own licence (MIT, in the file)
    etree.XMLSchema(etree.parse(str(ROOT / ".ci/junit-10.xsd"))).assertValid(tree)
    root = tree.getroot()
    suites = root.findall("testsuite")
    assert root.tag == "testsuites" and suites
    for suite in suites:
        cases = suite.findall("testcase")
        assert len(cases) == int(suite.get("tests")) and len(suite.findall("testcase/failure")) == int(suite.get("failures"))
        assert all(case.get("name") and case.get("classname") for case in cases)


def workflows():
    """The documented jobs and the action, against the schemas that check-jsonschema brings."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    for schema, path in [("vendor.github-actions", "action.yml"), ("vendor.github-workflows", "docs/ci/github-workflow.yml"), ("vendor.github-workflows", ".github/workflows/ci.yml"), ("vendor.github-workflows", ".github/workflows/release.yml"), ("vendor.gitlab-ci", "docs/ci/gitlab-job.yml")]:
        run(*command, schema, ROOT / path)
    print("the action, the workflow and the job fit their schemas")


if __name__ == "__main__":
    main()
