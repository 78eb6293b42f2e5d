"""Ashby stand-in: departments and locations put away, jobs changed and moved, openings (sections 9.6 and 9.7)."""

from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_state import canonical

NOBODY = str(uuid4())


def titled(rows: list[dict[str, Any]], title: str, key: str = "title") -> str:
    return next(str(row["id"]) for row in rows if row[key] == title)


def full(opened: Desk, **more: Any) -> dict[str, Any]:
    """What an opening needs to be more than a draft."""
    return {
        "identifier": "REQ-7",
        "teamId": opened.ask("department.list")[0]["id"],
        "locationIds": [opened.ask("location.list")[0]["id"]],
        "jobIds": [opened.ask("job.list")[0]["id"]],
        **more,
    }


@pytest.mark.parametrize("kind", ["department", "location"])
def test_archived_is_gone_from_the_list_until_restored(kind: str) -> None:
    opened = desk(0)
    row = opened.ask(f"{kind}.list")[0]
    names = {f"{kind}Id": row["id"]}
    assert opened.ask(f"{kind}.archive", **names)["isArchived"] is True
    assert opened.ask(f"{kind}.archive", **names)["isArchived"] is True
    assert row["id"] not in [one["id"] for one in opened.ask(f"{kind}.list")]
    assert opened.ask(f"{kind}.info", **names)["isArchived"] is True
    assert opened.ask(f"{kind}.restore", **names)["isArchived"] is False
    assert row["id"] in [one["id"] for one in opened.ask(f"{kind}.list")]
    assert opened.refusal(f"{kind}.archive", **{f"{kind}Id": NOBODY}) == f"{kind}_not_found"
    assert opened.refusal(f"{kind}.restore", **{f"{kind}Id": NOBODY}) == f"{kind}_not_found"


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_a_job_in_an_archived_department_or_location(verdict: str) -> None:
    opened = desk(0, archived_setup=verdict)
    team, place = opened.ask("department.list")[0]["id"], opened.ask("location.list")[0]["id"]
    opened.ask("department.archive", departmentId=team)
    made = opened.post("job.create", {"title": "J", "teamId": team, "locationId": place}).body
    assert made["success"] is (verdict == "accept")


def test_job_update_changes_what_is_given_and_nothing_else() -> None:
    opened = desk(0)
    before = opened.ask("job.list")[0]
    plan = titled(opened.ask("interviewPlan.list"), "Sales")
    requisition = str(uuid4())
    after = opened.ask(
        "job.update",
        jobId=before["id"],
        title="Other",
        defaultInterviewPlanId=plan,
        customRequisitionId=requisition,
        employmentType="Contract",
    )
    assert (after["title"], after["defaultInterviewPlanId"]) == ("Other", plan)
    assert (after["customRequisitionId"], after["employmentType"]) == (requisition, "Contract")
    assert {key for key in after if after[key] != before[key]} - {"updatedAt"} == {
        *("title", "defaultInterviewPlanId", "interviewPlanIds", "customRequisitionId", "employmentType")
    }
    assert [row["id"] for row in opened.ask("job.search", requisitionId=requisition)] == [before["id"]]
    assert opened.ask("job.search", requisitionId=requisition, title="Nothing") == []
    assert opened.ask("job.search", requisitionId="x") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "invalid_input"),
        ({"teamId": NOBODY}, "department_not_found"),
        ({"locationId": NOBODY}, "location_not_found"),
        ({"defaultInterviewPlanId": NOBODY}, "interview_plan_not_found"),
    ],
)
def test_job_update_refuses(change: dict[str, Any], code: str) -> None:
    opened = desk(0)
    assert opened.refusal("job.update", jobId=opened.ask("job.list")[0]["id"], **change) == code
    assert opened.refusal("job.update", jobId=NOBODY, title="T") == "job_not_found"


def test_a_closed_and_an_archived_job_are_reached_by_legal_moves_and_tell_nobody() -> None:
    opened = desk(0)
    team, place = opened.ask("department.list")[0]["id"], opened.ask("location.list")[0]["id"]
    plan = opened.ask("interviewPlan.list")[0]["id"]
    body = {"title": "Old", "teamId": team, "locationId": place, "defaultInterviewPlanId": plan}
    closed, archived = opened.ask("job.create", **body)["id"], opened.ask("job.create", **body)["id"]
    for status in ("Open", "Closed"):
        shown = opened.ask("job.setStatus", jobId=closed, status=status)
        assert shown["jobPostingIds"] == []
    assert {"openedAt", "closedAt"} <= shown.keys()
    assert opened.ask("job.setStatus", jobId=archived, status="Archived")["status"] == "Archived"
    assert opened.refusal("job.setStatus", jobId=archived, status="Open") == "invalid_input"
    assert opened.refusal("job.setStatus", jobId=closed, status="Open") == "invalid_input"
    assert opened.state.notifications == []


@pytest.mark.parametrize(
    ("switches", "kinds", "status"),
    [
        ({}, [], "Open"),
        ({"approvals": ("job",)}, ["approvers"], "Open"),
        ({"approvals": ("opening",)}, [], "Open"),
        ({"approvals": ("job",), "approval_of_jobs": "refuse"}, [], "Draft"),
    ],
)
def test_an_approval_rule_for_jobs(switches: dict[str, Any], kinds: list[str], status: str) -> None:
    opened = desk(0, **switches)
    team, place = opened.ask("department.list")[0]["id"], opened.ask("location.list")[0]["id"]
    plan = opened.ask("interviewPlan.list")[0]["id"]
    job = opened.ask("job.create", title="J", teamId=team, locationId=place, defaultInterviewPlanId=plan)["id"]
    opened.post("job.setStatus", {"jobId": job, "status": "Open"})
    assert opened.ask("job.info", id=job)["status"] == status
    assert [row["kind"] for row in opened.state.notifications] == kinds


def test_an_opening_is_a_draft_with_what_was_sent() -> None:
    opened = desk(0)
    body = full(opened, targetHireDate="2020-02-03", isBackfill=True, description="Since A. left")
    row = opened.ask("opening.create", **body)
    version = row["latestVersion"]
    assert (row["openingState"], row["isArchived"]) == ("Draft", False)
    assert not {"openedAt", "closedAt", "archivedAt"} & row.keys()
    assert {key: version[key] for key in body} == body
    assert (version["employmentType"], version["targetStartDate"], version["hiringTeam"]) == ("FullTime", None, [])
    assert opened.ask("opening.info", openingId=row["id"]) == row
    assert opened.ask("opening.search", identifier="REQ-7") == [row]
    assert opened.ask("opening.search", identifier="REQ") == []
    assert row in opened.ask("opening.list")
    assert opened.ask("job.info", id=body["jobIds"][0], expand=["openings"])["openings"] == [row]


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_the_same_identifier_twice(verdict: str) -> None:
    opened = desk(0, opening_identifier_twice=verdict)
    first = opened.ask("opening.create", identifier="REQ-7")["id"]
    assert opened.post("opening.create", {"identifier": "REQ-7"}).body["success"] is (verdict == "accept")
    assert len(opened.ask("opening.search", identifier="REQ-7")) == (2 if verdict == "accept" else 1)
    assert opened.ask("opening.update", openingId=first, identifier="REQ-7", description="d")


@pytest.mark.parametrize("state", ["Approved", "Open", "Closed"])
@pytest.mark.parametrize("lacking", [None, "identifier", "teamId", "locationIds", "jobIds"])
@pytest.mark.parametrize("needs", ["everything", "nothing"])
def test_a_state_but_draft_asks_for_more(state: str, lacking: str | None, needs: str) -> None:
    opened = desk(0, opening_state_needs=needs)
    body = {key: value for key, value in full(opened, openingState=state).items() if key != lacking}
    before = len(opened.ask("opening.list"))
    reply = opened.post("opening.create", body).body
    assert reply["success"] is (lacking is None or needs == "nothing")
    assert len(opened.ask("opening.list")) - before == reply["success"]
    if reply["success"]:
        assert reply["results"]["openingState"] == state
        assert ("openedAt" in reply["results"]) is (state == "Open")


def test_states_and_archiving() -> None:
    opened = desk(0, close_reason="required")
    row = opened.ask("opening.create", **full(opened))["id"]
    reason = opened.ask("closeReason.list")[0]["id"]
    assert opened.ask("opening.setOpeningState", openingId=row, openingState="Open")["openingState"] == "Open"
    for more in ({}, {"closeReasonId": NOBODY}, {"openingState": "Filled"}):
        body = {"openingId": row, "openingState": "Closed", **more}
        assert opened.post("opening.setOpeningState", body).body["success"] is False
    assert opened.refusal("opening.setOpeningState", openingId=row) == "invalid_input"
    assert opened.refusal("opening.setOpeningState", openingId=row, openingState="Draft", closeReasonId=reason)
    closed = opened.ask("opening.setOpeningState", openingId=row, openingState="Closed", closeReasonId=reason)
    assert (closed["openingState"], closed["closeReasonId"], "closedAt" in closed) == ("Closed", reason, True)
    assert "archivedAt" in opened.ask("opening.setArchived", openingId=row, archive=True)
    assert "archivedAt" not in opened.ask("opening.setArchived", openingId=row, archive=False)
    assert opened.refusal("opening.setArchived", openingId=row) == "invalid_input"
    assert opened.refusal("opening.setArchived", archive=True) == "opening_not_found"


@pytest.mark.parametrize(("effect", "state"), [("tells", "Open"), ("refuse", "Draft")])
def test_an_approval_rule_for_openings(effect: str, state: str) -> None:
    opened = desk(0, approvals=("opening",), approval_of_jobs=effect)
    row = opened.ask("opening.create", **full(opened))["id"]
    opened.post("opening.setOpeningState", {"openingId": row, "openingState": "Open"})
    assert opened.ask("opening.info", openingId=row)["openingState"] == state
    assert [one["kind"] for one in opened.state.notifications] == (["approvers"] if effect == "tells" else [])


@pytest.mark.parametrize("what", ["Job", "Location"])
def test_jobs_and_locations_of_an_opening(what: str) -> None:
    opened = desk(0)
    row = opened.ask("opening.create", identifier="REQ-7")["id"]
    other = opened.ask(f"{what.lower()}.list")[1]["id"]
    names = {"openingId": row, f"{what.lower()}Id": other}
    for _ in range(2):
        shown = opened.ask(f"opening.add{what}", **names)["latestVersion"]
    assert shown[f"{what.lower()}Ids"] == [other]
    for _ in range(2):
        shown = opened.ask(f"opening.remove{what}", **names)["latestVersion"]
    assert shown[f"{what.lower()}Ids"] == []
    missing = {**names, f"{what.lower()}Id": NOBODY}
    for verb in ("add", "remove"):
        assert opened.refusal(f"opening.{verb}{what}", **missing) == f"{what.lower()}_not_found"


def test_a_confidential_job_of_an_opening_is_hidden_from_a_key_without_the_switch() -> None:
    seeing = desk(0)
    secret = next(row["id"] for row in seeing.ask("job.list") if row["confidential"])
    opening = seeing.ask("opening.create", identifier="REQ-7", jobIds=[secret])["id"]
    blind = Desk(
        seeing.state, type(seeing.options)(rate_window="none", error_form="errorInfo", confidential_jobs=False)
    )
    assert blind.ask("opening.info", openingId=opening)["latestVersion"]["jobIds"] == []
    assert blind.refusal("opening.create", jobIds=[secret]) == "job_not_found"


def test_custom_values_of_an_opening() -> None:
    opened = desk(0)
    row = opened.ask("opening.create", identifier="REQ-7")["id"]
    field = opened.ask("customField.create", title="Lever id", fieldType="String", objectType="Opening_Version")["id"]
    opened.ask("customField.setValue", objectId=row, objectType="Opening", fieldId=field, fieldValue="x")
    shown = opened.ask("opening.info", openingId=row)["latestVersion"]["customFields"]
    assert [(one["title"], one["value"]) for one in shown] == [("Lever id", "x")]


def test_openings_page_and_sync() -> None:
    opened = desk(0)
    for number in range(5):
        opened.ask("opening.create", identifier=f"REQ-{number}")
    page = opened.post("opening.list", {"limit": 4}).body
    assert page["moreDataAvailable"] is True
    last = opened.post("opening.list", {"limit": 4, "cursor": page["nextCursor"]}).body
    assert len(page["results"] + last["results"]) == 6
    opened.ask("opening.update", openingId=page["results"][2]["id"], description="new")
    again = opened.post("opening.list", {"syncToken": last["syncToken"]}).body
    assert [row["id"] for row in again["results"]] == [page["results"][2]["id"]]


def test_what_people_do_to_jobs_and_set_up() -> None:
    opened = desk(0)
    job, team = opened.ask("job.list")[0]["id"], opened.ask("department.list")[0]["id"]
    opening = opened.ask("opening.create", identifier="REQ-7")["id"]
    hands.EDITS["set_job_status"](opened.state, job_id=job, status="Closed")
    hands.EDITS["rename"](opened.state, object_id=team, name="Renamed")
    hands.EDITS["rename"](opened.state, object_id=opening, name="REQ-8")
    hands.EDITS["archive"](opened.state, object_id=opening)
    hands.EDITS["set_team"](opened.state, object_id=job, members=[])
    assert (opened.ask("job.info", id=job)["status"], opened.ask("job.info", id=job)["hiringTeam"]) == ("Closed", [])
    assert opened.ask("department.info", departmentId=team)["name"] == "Renamed"
    assert opened.ask("opening.search", identifier="REQ-8")[0]["isArchived"] is True
    hands.EDITS["archive"](opened.state, object_id=opening, archived=False)
    assert opened.ask("opening.search", identifier="REQ-8")[0]["isArchived"] is False
    hands.EDITS["archive"](opened.state, object_id=team)
    assert team not in [row["id"] for row in opened.ask("department.list")]
    hands.EDITS["hide_job"](opened.state, job_id=job)
    assert opened.ask("job.info", id=job)["confidential"] is True


CHANGES: dict[str, Any] = {
    "description": "d",
    "targetHireDate": "2020-01-01",
    "targetStartDate": "2020-01-01",
    "isBackfill": True,
    "employmentType": "Intern",
    "identifier": "REQ-8",
}


@pytest.mark.parametrize("name", [*CHANGES, "teamId", "locationIds", "jobIds", "openingState"])
def test_every_field_of_an_opening_counts(name: str) -> None:
    ends = []
    for with_it in (True, False):
        opened = desk(0, opening_state_needs="nothing")
        value = {**CHANGES, **full(opened, openingState="Approved")}[name]
        opened.ask("opening.create", **({name: value} if with_it else {}))
        ends.append(canonical(opened.state))
    assert ends[0] != ends[1]


def test_an_opening_twice_shows() -> None:
    opened = desk(0)
    opened.ask("opening.create", **full(opened))
    before = canonical(opened.state)
    opened.ask("opening.create", **full(opened))
    assert canonical(opened.state) != before
