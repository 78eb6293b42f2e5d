"""Extraction is complete, exact, and cheap when little has changed: against the simulated Lever, over real HTTP."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from pipeline.run import ExtractOptions
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import Running, running
from pipeline.workspace import Workspace
from tests.journey.conftest import UNLIMITED_ASHBY, UNLIMITED_LEVER
from tests.journey.lever_truth import TABLE_OF, differences, extract, gaps, held

PEOPLE = 4
FULL = ExtractOptions(sweep=1.0, every_list=True)
NO_SWEEP = ExtractOptions(sweep=0.0)


@pytest.fixture
def company() -> Iterator[Running]:
    with running(people=PEOPLE, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY) as vendors:
        yield vendors


def _endpoints(vendors: Running) -> Counter[str]:
    """Calls to Lever since the recorder was reset, ids taken out of the paths."""
    known = {*TABLE_OF, "notes", "applications", "download", "deleted", "apply", "contacts"}
    return Counter(
        "/".join(part if part in known or not any(sign.isdigit() for sign in part) else ":id" for part in path)
        for call in vendors.lever.recorder.calls()
        for path in [call.path.removeprefix("/v1/").split("/")]
    )


def _downloads(calls: Counter[str]) -> int:
    return sum(count for path, count in calls.items() if path.endswith("/download"))


def _children(calls: Counter[str]) -> int:
    lists = {f"opportunities/:id/{kind}" for kind in (*TABLE_OF, "notes")}
    return sum(count for path, count in calls.items() if path in lists)


def test_everything_that_lever_has_is_held(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)

    assert differences(company.lever, tmp_path) == {}


def test_every_file_is_held_by_its_bytes(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)

    true_hashes = company.lever.describe(company.lever.state)["sha256"]
    rows = held(tmp_path, ["attachment"])["attachment"]
    kept = {_name_in_truth(row): row for row in rows.values() if row["outcome"] == "kept"}
    assert kept
    for name, row in kept.items():
        content = (tmp_path / "files" / row["sha256"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"] == true_hashes[name]
        assert len(content) == row["bytes"]
    undelivered = {id_ for id_ in true_hashes if id_ not in kept}
    cases = company.lever.state.cases
    assert undelivered <= {id_ for name, ids in cases.items() if name.startswith("file gap") for id_ in ids}
    refused = {row["object_id"] for row in rows.values() if row["outcome"] == "refused"}
    assert refused == {id_ for name, ids in cases.items() if name.startswith("file gap") for id_ in ids}
    assert 0 in {row["bytes"] for row in kept.values()}, "the empty file is a file"
    assert not [path for path in (tmp_path / "files").iterdir() if path.name.startswith(".")]


def _name_in_truth(row: dict[str, Any]) -> str:
    """The stand-in tells the two documents of an offer apart by a word after the offer's id."""
    kind, _, document = row["kind"].partition("_")
    return f"{row['object_id']}:{document}" if kind == "offer" else str(row["object_id"])


def test_a_second_run_without_changes_looks_into_no_opportunity(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    company.lever.recorder.reset()

    report = extract(company, tmp_path, NO_SWEEP)

    calls = _endpoints(company)
    assert _children(calls) == 0
    # Only files that could not be had are asked for again.
    assert _downloads(calls) <= 3 * len(gaps(tmp_path)["attachment"])
    assert differences(company.lever, tmp_path) == {}
    assert any("was not read again" in remark for remark in report.remarks)


CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "a note": ("add_note", {"text": "One more."}),
    "a feedback": ("add_feedback", {"text": "Good."}),
    "an interview": ("schedule_interview", {"date": 1_800_000_000_000}),
    "an offer": ("add_offer", {}),
    "a form": ("add_form", {"text": "Yes."}),
    "a file": ("add_file", {"name": "reference.pdf"}),
    "a stage": ("move_stage", {}),
    "a tag": ("add_tag", {"tag": "brand new"}),
    "a source": ("add_source", {"source": "brand new"}),
}


def _change(company: Running, opportunity: str, change: str, **more: Any) -> Any:
    name, details = CHANGES[change]
    if name == "move_stage":
        details = {"stage": company.lever.state.stages[-1].id}
    return company.lever.edit(name, opportunity=opportunity, **details, **more)


def test_what_changed_is_fetched_and_little_else(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    changed = sorted(company.lever.state.opportunities)[: len(CHANGES)]
    for opportunity, (name, details) in zip(changed, CHANGES.values(), strict=True):
        details = {"stage": company.lever.state.stages[-1].id} if name == "move_stage" else details
        company.lever.edit(name, opportunity=opportunity, **details)
    company.lever.recorder.reset()

    extract(company, tmp_path, NO_SWEEP)

    assert differences(company.lever, tmp_path) == {}
    calls = _endpoints(company)
    assert len(CHANGES) <= calls["opportunities/:id/notes"] <= len(CHANGES) + 1, "and the probe of the key"
    assert _children(calls) <= 9 * (len(CHANGES) + 1)


def test_what_leaves_no_mark_is_found_by_the_sweep_and_said_until_then(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    lever = company.lever
    ids = sorted(lever.state.opportunities)
    lever.edit("add_quiet_note", opportunity=ids[1], text="Nobody was told.")
    lever.edit("add_file", opportunity=ids[2], name="quiet.pdf", quiet=True)
    feedback, parent = next(
        (one["id"], parent)
        for parent, objects in lever.describe(lever.state)["children"]["feedback"].items()
        for one in objects
        if one["completedAt"] and not one["deletedAt"]
    )
    lever.edit("edit_feedback", opportunity=parent, feedback=feedback, text="On second thoughts: no.")

    report = extract(company, tmp_path, NO_SWEEP)
    assert set(differences(lever, tmp_path)) == {"note", "file", "feedback"}
    assert any("An edit that leaves no mark is found when the sweep comes to it" in said for said in report.remarks)

    report = extract(company, tmp_path, FULL)
    assert differences(lever, tmp_path) == {}
    assert not any("was not read again" in said for said in report.remarks)


def test_the_rolling_sweep_comes_to_everything(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    for opportunity in sorted(company.lever.state.opportunities)[::7]:
        company.lever.edit("add_quiet_note", opportunity=opportunity, text="Nobody was told.")

    left = []
    for _ in range(4):
        extract(company, tmp_path, ExtractOptions(sweep=0.25))
        left.append(len(differences(company.lever, tmp_path).get("note", [])))

    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert left[0] > 0


def test_a_mass_bump_of_updated_at_reads_nothing_again(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    changed = sorted(company.lever.state.opportunities)[5]
    company.lever.edit("bump_all")
    company.lever.edit("add_note", opportunity=changed, text="A real change among the bumps.")
    company.lever.recorder.reset()

    extract(company, tmp_path, NO_SWEEP)

    assert _children(_endpoints(company)) <= 30
    assert differences(company.lever, tmp_path) == {}


def test_a_lone_bump_of_updated_at_is_looked_into(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    changed = sorted(company.lever.state.opportunities)[5]
    company.lever.edit("add_quiet_note", opportunity=changed, text="Only updatedAt will tell.")
    company.lever.edit("add_tag", opportunity=changed, tag="x")
    company.lever.edit("remove_tag", opportunity=changed, tag="x")

    extract(company, tmp_path, NO_SWEEP)

    assert differences(company.lever, tmp_path) == {}


def test_deletions_become_tombstones_and_take_their_children_along(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    lever = company.lever
    gone = [parent for parent, notes in lever.state.notes.items() if notes and parent in lever.state.opportunities][:5]
    for opportunity in gone:
        lever.edit("delete", opportunity=opportunity)

    extract(company, tmp_path, NO_SWEEP)

    assert differences(lever, tmp_path) == {}
    stones = held(tmp_path, ["tombstone"])["tombstone"]
    assert {key for key, stone in stones.items() if stone["told_by"] == "feed"} == {
        f"opportunity/{id_}" for id_ in gone
    }
    assert "vanished_without_trace" not in gaps(tmp_path)


def test_panels_and_referrals_are_asked_for_only_where_there_can_be_some(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    sparse = _endpoints(company)
    company.lever.recorder.reset()

    extract(company, tmp_path, FULL)

    every = _endpoints(company)
    opportunities = len(company.lever.state.opportunities)
    assert every["opportunities/:id/panels"] >= opportunities > sparse["opportunities/:id/panels"]
    assert every["opportunities/:id/referrals"] >= opportunities > sparse["opportunities/:id/referrals"]


def test_eeo_answers_are_copied_on_request_only_and_kept_apart(company: Running, tmp_path: Path) -> None:
    extract(company, tmp_path)
    assert not (tmp_path / "eeo").exists()
    assert not any("eeo" in path for path in _endpoints(company))

    extract(company, tmp_path, ExtractOptions(eeo=True))

    state = company.lever.describe(company.lever.state)
    rows = held(tmp_path, ["eeo_response_pii", "eeo_response"])
    assert set(rows["eeo_response_pii"]) == {one["id"] for one in state["eeo_responses_pii"]}
    assert rows["eeo_response"]
    with closing(duck.connect(Workspace(tmp_path))) as connection:
        names = {row[0] for row in connection.sql("show tables").fetchall()}
    assert not any("eeo" in name for name in names), "no view that a stage or a notebook could join by accident"


def test_a_dry_run_tells_the_calls_and_the_run_after_it_goes_on(company: Running, tmp_path: Path) -> None:
    report = extract(company, tmp_path, ExtractOptions(dry_run=True))
    told = report.rows
    listed = _endpoints(company)
    assert _children(listed) == 0

    extract(company, tmp_path)

    calls = _endpoints(company)
    for name, path in (("note", "notes"), ("feedback", "feedback"), ("offer", "offers"), ("form", "forms")):
        assert 0 <= calls[f"opportunities/:id/{path}"] - told[name] <= 4, f"{path}: the probe of the key comes on top"
    assert calls["opportunities/:id/referrals"] - told["referral"] <= 4
    assert calls["opportunities/:id/panels"] <= told["panel"] + 4
    assert calls["opportunities"] <= told["opportunity"] + 2


SWITCHES: dict[str, dict[str, Any]] = {
    "contacts are not expanded, applications with fewer keys": {
        "expand_contact": False,
        "expanded_client_fields": False,
    },
    "contacts are expanded with fewer keys, and nothing is empty as expected": {
        "expand_contact_whole": False,
        "empty_resumes": "not_found",
        "files_list": "bare",
        "forms_list": "bare",
        "deleted_rows": "bare",
        "deleted_window_days": 30,
    },
    "downloads redirect, and more can be had": {
        "download_redirect": True,
        "question_files_downloadable": True,
        "inactive_templates_readable": True,
        "removed_stage_readable": True,
    },
    "pages are short and in another order": {
        "short_pages_every": 1,
        "updated_order": "desc",
        "null_updated_matches": True,
        "channels_as": "comma",
    },
    "no published postings by default": {"published_in_default_list": "never", "channel_keeps_unpublished": False},
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_whatever_the_documentation_leaves_open_the_copy_is_exact(
    company: Running, tmp_path: Path, switch: str
) -> None:
    company.lever.set_options(**SWITCHES[switch])

    extract(company, tmp_path)

    assert differences(company.lever, tmp_path) == {}


def test_contacts_that_are_not_expanded_whole_are_read_alone(company: Running, tmp_path: Path) -> None:
    company.lever.set_options(expand_contact_whole=False)

    extract(company, tmp_path)

    contacts = held(tmp_path, ["contact"])["contact"]
    expected = {one["contact"] for one in held(tmp_path, ["opportunity"])["opportunity"].values()}
    assert set(contacts) == expected


def test_a_big_file_is_streamed(tmp_path: Path) -> None:
    size = 100 * 1024 * 1024
    options = LeverOptions(rate_limit="none", big_file_bytes=size)
    with running(people=0, lever_options=options, ashby_options=UNLIMITED_ASHBY) as vendors:
        extract(vendors, tmp_path)
        rows = held(tmp_path, ["attachment"])["attachment"].values()

    assert size in {row.get("bytes") for row in rows}


def test_the_counts_of_every_table_are_told(company: Running, tmp_path: Path) -> None:
    report = extract(company, tmp_path)

    told = json.loads(json.dumps(report.rows))
    for table in ("feedback", "interview", "panel", "offer", "resume", "file", "form", "referral", "requisition"):
        assert told[f"raw_lever__{table}"] > 0, table
