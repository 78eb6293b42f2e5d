"""The whole journey as a user makes it: the sums close, a second run writes nothing, nobody reads a name."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline.simulator.faults import Fault
from pipeline.tables import BUCKETS, ENTITIES
from tests.journey.conftest import Journey

DEMO_BUCKETS = {"matched", "merged", "excluded", "held", "blocked"}
"""What may become of a record of the invented company when nothing goes wrong."""


def test_every_record_is_in_one_bucket_and_a_second_run_writes_nothing(journey: Journey) -> None:
    first = journey.run("run", "--yes", exit_code=5)

    buckets = first.told["buckets"]
    assert tuple(buckets) == ENTITIES
    for entity, counts in buckets.items():
        assert tuple(counts) == BUCKETS
        assert {bucket for bucket, records in counts.items() if records} <= DEMO_BUCKETS, entity
        assert counts["matched"] > 0, entity
    state = journey.vendors.lever.state
    assert sum(buckets["application"].values()) == len(state.opportunities)

    before = journey.writes()
    assert before > 100
    second = journey.run("run", "--yes", exit_code=5)

    assert journey.writes() == before
    assert second.told["buckets"] == buckets

    (journey.workspace / "ledger.sqlite").unlink()
    forgotten = journey.run("load", "--yes", exit_code=3)

    assert "ledger.sqlite" in forgotten.stderr
    assert journey.writes() == before


def test_the_report_says_the_same_as_the_command(journey: Journey) -> None:
    ended = journey.run("run", "--yes", exit_code=5)

    summary = json.loads((journey.workspace / "report" / "summary.json").read_text())
    assert summary["entities"] == ended.told["buckets"]
    assert summary["verdict"] == "incomplete"
    assert Path(ended.told["report"]).read_text().startswith("<!doctype html>")


def test_no_name_address_or_key_leaves_the_workspace_tables(journey: Journey) -> None:
    journey.vendors.ashby.faults.replace(
        [
            Fault("500_after", match="/candidate.create", share=0.1),
            Fault("429", match="/candidate.createNote", share=0.05),
        ]
    )
    journey.vendors.lever.faults.replace([Fault("500_before", match="/v1/opportunities*", share=0.02)])
    ended = journey.run("run", "--yes")
    refused = journey.run("person-that-is-no-command")

    shown = ended.stdout + ended.stderr + refused.stdout + refused.stderr
    logs = "".join(path.read_text() for path in (journey.workspace / "logs").iterdir())
    ledger = (journey.workspace / "ledger.sqlite").read_bytes().decode("latin-1")
    canaries = [canary for canary in journey.vendors.lever.state.canaries() if len(canary) > 3]
    assert len(canaries) > 50
    for canary in canaries:
        assert canary not in shown, "a command showed it"
        assert canary not in logs, "a log holds it"
        assert canary not in ledger, "the ledger holds it"


def test_undecided_mappings_stop_before_the_first_write(journey: Journey) -> None:
    journey.run("extract", exit_code=0)
    with (journey.workspace / "mappings" / "gap.csv").open(encoding="utf-8", newline="") as lines:
        gaps = sorted({row["gap"] for row in csv.DictReader(lines)})
    accepted = [word for gap in gaps for word in ("--accept-gap", gap)]

    ended = journey.run("run", *accepted, exit_code=4)

    assert "mappings/source.csv" in ended.stderr
    assert "--yes" in ended.stderr
    assert journey.writes() == 0


def test_a_stage_whose_input_is_missing_says_which_stage_makes_it(journey: Journey) -> None:
    ended = journey.run("load", "--yes", exit_code=3)

    assert "lever2ashby transform" in ended.stderr


def test_a_half_written_table_is_recognised(journey: Journey) -> None:
    for stage in ("extract", "survey"):
        journey.run(stage, exit_code=0)
    path = min((journey.workspace / "raw" / "raw_lever__note").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-100])

    ended = journey.run("transform", "--yes", exit_code=3)

    assert "raw_lever__note" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/opportunities", '{"data": [{"id": "x", "na'),
        ("/v1/users", "<html>down for a moment</html>"),
        ("/v1/stages", '{"data": {"id": 7}, "hasNext": false}'),
        ("/v1/opportunities", '{"data": [], "hasNext": true}'),
    ],
)
def test_a_broken_page_of_levers_is_read_again(journey: Journey, path: str, body: str) -> None:
    journey.vendors.lever.faults.replace([Fault("body", match=path, nth=1, body=body)])

    journey.run("extract", exit_code=0)


@pytest.mark.parametrize("vendor", ["lever", "ashby"])
def test_a_vendor_that_never_gives_a_usable_answer_ends_in_a_sentence(journey: Journey, vendor: str) -> None:
    fault = Fault("body", match="/v1/users" if vendor == "lever" else "/user.list", body='{"results": [1, 2')
    getattr(journey.vendors, vendor).faults.replace([fault])
    journey.env["LEVER2ASHBY_TIMEOUT_S"] = "0.3"

    ended = journey.run("extract" if vendor == "lever" else "survey", exit_code=7)

    assert "run the command again" in ended.stderr
    assert "Traceback" not in ended.stderr
    getattr(journey.vendors, vendor).faults.clear()
    journey.run("extract" if vendor == "lever" else "survey", exit_code=0)


def test_what_cannot_be_read_in_a_record_holds_that_record_and_no_other(journey: Journey) -> None:
    """A time that is no number, a missing contact: the row is held with a sentence, never lost."""
    page = _opportunities(journey)
    chosen = [one for one in page["data"] if one["applications"] and not one["archived"]][:2]
    chosen[0].pop("contact")
    chosen[1]["createdAt"] = "yesterday"
    journey.vendors.lever.faults.replace([Fault("body", match="/v1/opportunities", body=json.dumps(page))])

    ended = journey.run("run", "--yes", exit_code=5)

    assert sum(ended.told["buckets"]["application"].values()) == len(page["data"])
    report = (journey.workspace / "report" / "index.html").read_text()
    assert "createdAt" in report
    assert "contact" in report


def _opportunities(journey: Journey) -> Any:
    """The one page of opportunities of this small company, as Lever serves it."""
    answer = httpx.get(
        f"{journey.vendors.lever_url}/opportunities",
        params=[("confidentiality", "all"), ("expand", "applications"), ("expand", "contact"), ("limit", "100")],
        auth=(journey.vendors.line()["lever_api_key"], ""),
    )
    assert not answer.json()["hasNext"], "the company has grown beyond a page: use fewer people"
    return answer.json()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LEVER_API_KEY", "", "LEVER_API_KEY is not set"),
        ("LEVER_API_KEY", "wrong-key-canary", "does not accept our sign-in"),
        ("LEVER_BASE_URL", "http://api.lever.example/v1", "LEVER_BASE_URL: must start with https://"),
        ("LEVER_REQUESTS_PER_SECOND", "many", "LEVER_REQUESTS_PER_SECOND"),
    ],
)
def test_wrong_settings_are_said_without_the_value(journey: Journey, name: str, value: str, sentence: str) -> None:
    journey.env[name] = value

    ended = journey.run("extract", exit_code=2)

    assert sentence in ended.stderr
    assert "wrong-key-canary" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_two_commands_never_write_to_one_workspace_at_once(journey: Journey) -> None:
    import fcntl

    journey.workspace.mkdir(parents=True)
    with (journey.workspace / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = journey.run("extract", exit_code=2)

    assert "Another lever2ashby command" in ended.stderr


def test_a_list_whose_token_dies_begins_anew_and_one_that_never_lasts_ends_in_a_sentence(journey: Journey) -> None:
    expired = '{"success": false, "errors": ["next_cursor_expired"]}'
    journey.vendors.ashby.faults.replace([Fault("body", match="/candidate.list", nth=2, body=expired)])
    journey.run("survey", exit_code=0)

    journey.vendors.lever.set_options(token_life_seconds=0.0)
    journey.vendors.lever.reset(people=60)
    ended = journey.run("extract", exit_code=7)

    assert "keeps forgetting" in ended.stderr
    journey.vendors.lever.set_options(token_life_seconds=None)
    journey.run("extract", exit_code=0)


@pytest.mark.prove
def test_the_demonstration_ends_well_at_the_vendors_real_limits(tmp_path: Path) -> None:
    workspace = tmp_path / "demo"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "demo", "--people", "5", "--workspace", str(workspace), "--json"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert Path(told["report"]).is_file()
    assert "0 records did not arrive and no rule says why" in told["remarks"]["reconcile"]
