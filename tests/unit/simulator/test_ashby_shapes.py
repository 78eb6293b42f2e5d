"""Ashby stand-in: answers have the keys that the recordings have, null or left out as they have it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_objects import FileHandle, Place

RECORDED = Path(__file__).parents[3].parent / "shared" / "payloads" / "ashby" / "nango-recorded"


def recorded(file: str) -> Any:
    """The recorded answer of the first call in a file."""
    path = RECORDED / f"{file}.json"
    if not path.exists():
        pytest.skip("the recordings are not here; they are third parties' data and lie outside the project")
    return json.loads(path.read_text())[0]["response"]


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The path of every key in a JSON value; all items of a list count as one."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield f"{path}.{key}"
            yield from keys(entry, f"{path}.{key}")
    elif isinstance(value, list):
        for entry in value:
            yield from keys(entry, f"{path}[]")


def rich(opened: Desk) -> dict[str, str]:
    """Ids of a candidate with everything, and of their archived application."""
    state = opened.state
    source = next(row["id"] for row in opened.ask("source.list"))
    person = opened.ask(
        "candidate.create",
        name="Full",
        email="full@post.example",
        phoneNumber="+1",
        linkedInUrl="https://www.linkedin.com/in/full",
        website="https://full.example",
        sourceId=source,
    )["id"]
    file = FileHandle(state.new_id(), "cv.pdf", "handle")
    hands.edit(state, person, position="Position", company="Company", school="School", resume=file, files=(file,))
    job = next(row for row in opened.ask("job.list") if row["status"] == "Open")
    stages = opened.ask("interviewStage.list", interviewPlanId=job["defaultInterviewPlanId"])
    reason = opened.ask("archiveReason.list")[0]["id"]
    at = "2024-02-04T21:38:12.466Z"
    history = [
        {"stageId": stages[3]["id"], "stageNumber": 0, "enteredStageAt": at},
        {"stageId": stages[-1]["id"], "stageNumber": 1, "enteredStageAt": at, "archiveReasonId": reason},
    ]
    application = opened.ask(
        "application.create", candidateId=person, jobId=job["id"], sourceId=source, applicationHistory=history
    )["id"]
    return {"person": person, "application": application, "job": job["id"], "source": source}


NO_BRAND = {".results.job.brandId"}  # trimmed from this recording, there in others


@pytest.mark.parametrize(
    ("file", "endpoint", "parameters", "trimmed"),
    [
        ("get-candidate", "candidate.info", {"id": "person"}, set()),
        ("get-application", "application.info", {"applicationId": "application"}, NO_BRAND),
        ("get-job", "job.info", {"id": "closed job"}, set()),
    ],
)
def test_one_object(file: str, endpoint: str, parameters: dict[str, str], trimmed: set[str]) -> None:
    theirs = recorded(file)
    opened = desk()
    ids = rich(opened)
    ids["closed job"] = next(row["id"] for row in opened.ask("job.list") if row["status"] == "Closed")
    ours = opened.post(endpoint, {key: ids[name] for key, name in parameters.items()}).body
    assert set(keys(ours)) - trimmed == set(keys(theirs))


def test_a_new_candidate_with_nothing_but_a_name() -> None:
    theirs = recorded("create-candidate")
    ours = desk().post("candidate.create", {"name": "N"}).body
    assert set(keys(ours)) == set(keys(theirs))
    nulls = {key for key, value in theirs["results"].items() if value is None}
    assert {key for key, value in ours["results"].items() if value is None} == nulls


def test_a_moved_application_without_archiving_and_group() -> None:
    theirs = recorded("change-application-stage")
    opened = desk()
    ids = rich(opened)
    plan = opened.ask("job.info", id=ids["job"])["defaultInterviewPlanId"]
    hired = next(row["id"] for row in opened.ask("interviewStage.list", interviewPlanId=plan) if row["type"] == "Hired")
    ours = opened.post("application.changeStage", {"applicationId": ids["application"], "interviewStageId": hired}).body
    assert set(keys(ours)) == set(keys(theirs))
    assert ours["results"]["archiveReason"] is None
    assert ours["results"]["currentInterviewStage"]["interviewStageGroupId"] is None


@pytest.mark.parametrize(
    ("file", "endpoint", "body"),
    [
        ("create-application", "application.create", {"candidateId": "person", "jobId": "job"}),
        ("update-application", "application.update", {"applicationId": "application", "sendNotifications": False}),
        (
            "change-application-source",
            "application.changeSource",
            {"applicationId": "application", "sourceId": "source"},
        ),
        ("update-candidate", "candidate.update", {"candidateId": "person", "name": "Other"}),
        ("create-note", "candidate.createNote", {"candidateId": "person", "note": "text"}),
    ],
)
def test_writes_answer_at_least_the_recorded_keys(file: str, endpoint: str, body: dict[str, Any]) -> None:
    theirs = recorded(file)
    opened = desk()
    ids = rich(opened)
    ours = opened.post(
        endpoint, {key: ids.get(value, value) if isinstance(value, str) else value for key, value in body.items()}
    )
    missing = set(keys(theirs)) - set(keys(ours.body))
    archived = {".results.archivedAt"} if file == "update-application" else set()
    assert missing - archived == set()


PAGED = {".moreDataAvailable", ".nextCursor"}


@pytest.mark.parametrize(
    ("file", "endpoint"),
    [
        ("list-candidates", "candidate.list"),
        ("list-applications", "application.list"),
        ("jobs", "job.list"),
        ("users", "user.list"),
        ("list-departments", "department.list"),
        ("list-sources", "source.list"),
    ],
)
def test_lists(file: str, endpoint: str) -> None:
    theirs = recorded(file)
    opened = desk(40)
    ids = rich(opened)
    hands.edit(opened.state, ids["person"], place=Place(opened.state.new_id(), "Ghent", "East Flanders", "Belgium"))
    limit = {"limit": 45} if ".nextCursor" in set(keys(theirs)) and endpoint == "candidate.list" else {}
    page = opened.post(endpoint, limit).body
    if "nextCursor" in page:
        page["results"] += opened.post(endpoint, {**limit, "cursor": page["nextCursor"]}).body["results"]
    ours = set(keys(page))
    assert {key for key in ours if ".results" in key} - _not_in_recording(endpoint) == {
        key for key in keys(theirs) if ".results" in key
    }
    if endpoint == "source.list":
        assert page.keys() == theirs.keys()


def _not_in_recording(endpoint: str) -> set[str]:
    """Keys of things that the recorded organisation happened not to have (all are in the OpenAPI copy)."""
    value = {f".results[].customFields[].{key}" for key in ("id", "title", "isPrivate", "value", "valueLabel")}
    member = {f".results[].hiringTeam[].{key}" for key in ("email", "firstName", "lastName", "role", "userId")}
    tag = {f".results[].tags[].{key}" for key in ("id", "title", "isArchived")}
    return {"candidate.list": value | tag, "job.list": member}.get(endpoint, set())


def test_envelopes_of_lists() -> None:
    opened = desk(150)
    assert list(opened.post("candidate.list").body) == ["success", "results", "moreDataAvailable", "nextCursor"]
    assert list(opened.post("user.list").body) == ["success", "results", "moreDataAvailable", "syncToken"]
    assert list(opened.post("source.list").body) == ["success", "results", "moreDataAvailable"]
    assert list(opened.post("archiveReason.list").body) == ["success", "results"]


def test_what_is_empty_is_left_out_or_null_as_recorded() -> None:
    opened = desk()
    ids = rich(opened)
    person = opened.ask("candidate.create", name="N")["id"]
    shown = opened.ask("application.create", candidateId=person, jobId=ids["job"])
    assert shown["source"] is shown["creditedToUser"] is shown["archiveReason"] is None
    assert shown["appliedViaJobPostingId"] is shown["submitterClientIp"] is shown["submitterUserAgent"] is None
    assert "archivedAt" not in shown
    assert "primaryEmailAddress" not in shown["candidate"]
    draft = opened.ask(
        "job.create",
        title="J",
        teamId=opened.ask("department.list")[0]["id"],
        locationId=opened.ask("location.list")[0]["id"],
    )
    assert draft["customRequisitionId"] is draft["defaultInterviewPlanId"] is None
    assert {"openedAt", "closedAt"} & draft.keys() == set()
