"""Ashby stand-in: whatever a client sends, it gets an envelope; a call that fails leaves the state as it was."""

import json
import random
from typing import Any

import pytest

from pipeline.simulator.ashby import ENDPOINTS
from pipeline.simulator.ashby_contract import CONTRACTS
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_state import snapshot

TIME = "2024-02-03T00:00:00Z"
EVENT = {"stageNumber": 0, "enteredStageAt": TIME}
SENSE: dict[str, Any] = {
    "name": "N",
    "title": "T",
    "email": "x@y.example",
    "note": "n",
    "isPrivate": True,
    "sendNotifications": False,
    "createdAt": TIME,
    "limit": 5,
    "createdAfter": 1_700_000_000_000,
    "objectType": "Candidate",
    "fieldType": "String",
    "fieldValue": "none",
    "status": "Archived",
    "type": "Location",
    "selectableValues": [{"label": "L", "value": "v"}],
    "location": {"city": "Ghent"},
    "socialLinks": [{"type": "Medium", "url": "https://x.example"}],
    "phoneNumber": "+1",
    "alternateEmail": "z@y.example",
    "includeArchived": True,
    "extraData": {"k": "v"},
    "identifier": "REQ-7",
    "openingState": "Draft",
    "targetHireDate": "2024-02-03",
    "archive": True,
    "acceptanceStatus": "Accepted",
    "decidedAt": TIME,
    "offerForm": {"fieldSubmissions": [{"path": "_systemfield_start_date", "value": "2024-02-03"}]},
    "fieldSubmissions": [{"path": "_systemfield_name", "value": "N"}],
}
"""Valid values, so that some bodies pass the contract and reach the handler; ids are drawn."""
KEYS = (
    *SENSE,
    "candidateId",
    "jobId",
    "applicationId",
    "fieldId",
    "interviewStageId",
    "cursor",
    "syncToken",
    "values",
    "applicationHistory",
    "fieldSubmissions",
    "offerForm",
)
WORDS = ("Candidate", "Application", "Open", "Draft", "String", "ValueSelect", "Location", "text/html", "x@y.example")


def pools(opened: Desk) -> dict[str, list[str]]:
    """For each key that names an object: ids of such objects."""
    state = opened.state
    people, applications, jobs = list(state.candidates.by_id), list(state.applications.by_id), list(state.jobs.by_id)
    users, departments, plans = list(state.users.by_id), list(state.departments.by_id), list(state.plans.by_id)
    plan = state.applications.by_id[applications[0]].plan_id
    process = opened.ask("offerProcess.start", applicationId=applications[0])["id"]
    forms = [opened.ask("offer.start", offerProcessId=process)["id"] for _ in range(20)]
    first = {"offerProcessId": process, "offerFormId": forms[0], "offerForm": SENSE["offerForm"]}
    return {
        "offerProcessId": [process],
        "offerFormId": forms,
        "offerId": [opened.ask("offer.create", **first)["id"]],
        "openingId": list(state.openings.by_id),
        "projectId": list(state.projects.by_id),
        "closeReasonId": list(state.close_reasons),
        "id": [people[0], jobs[0], opened.ask("referralForm.info")["id"], *state.interviews.by_id],
        "candidateId": people[-3:],
        "jobId": jobs,
        "applicationId": applications,
        "tagId": list(state.tags.by_id),
        "fieldId": list(state.fields.by_id),
        "objectId": [*people[-3:], *applications],
        "sourceId": list(state.sources),
        "creditedToUserId": users,
        "interviewStageId": [stage.id for stage in state.plans.by_id[plan].stages],
        "interviewPlanId": plans,
        "archiveReasonId": list(state.reasons),
        "teamMemberId": users,
        "roleId": list(state.roles),
        "teamId": departments,
        "locationId": list(state.locations.by_id),
        "userId": users,
        "departmentId": departments,
        "customFieldId": list(state.fields.by_id),
        "defaultInterviewPlanId": plans,
        "parentId": departments,
    }


def nonsense(dice: random.Random, known: list[str], depth: int = 0) -> Any:
    match dice.randrange(12 if depth < 3 else 8):
        case 0:
            return None
        case 1:
            return dice.choice([True, False])
        case 2:
            return dice.choice([0, 1, -1, 100, 10**30, 1.5])
        case 3 | 4 | 5:
            return dice.choice(known)
        case 6:
            return dice.choice(
                ["", " ", "x", "2024-02-30T00:00:00Z", "2024-02-03T00:00:00Z", "\u0000", "https://x.example"]
            )
        case 7:
            return dice.choice(WORDS)
        case 8 | 9:
            return [nonsense(dice, known, depth + 1) for _ in range(dice.randrange(3))]
        case _:
            return {dice.choice(KEYS): nonsense(dice, known, depth + 1) for _ in range(dice.randrange(4))}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_any_body_gets_an_envelope(name: str) -> None:
    dice = random.Random(name)
    opened = desk(3, unknown_keys="ignore", null_in_update="clear", error_form="rotate")
    right = pools(opened)
    known = [one for pool in right.values() for one in pool]
    before = snapshot(opened.state)
    for _ in range(25):
        body: dict[str, Any] = {key: dice.choice(pool) for key, pool in right.items() if dice.random() < 0.9}
        body |= {key: value for key, value in SENSE.items() if dice.random() < 0.7}
        if dice.random() < 0.5:
            body["values"] = [{"fieldId": dice.choice(right["fieldId"]), "fieldValue": "none"}]
            body["applicationHistory"] = [{**EVENT, "stageId": dice.choice(right["interviewStageId"])}]
        body |= {key: nonsense(dice, known) for key in dice.sample(KEYS, dice.randrange(4))}
        reply = opened.post(name, body)
        after = snapshot(opened.state)
        assert reply.status == 200
        if reply.body["success"] is False:
            assert after == before
            assert reply.body.get("errors") or reply.body["errorInfo"]
        before = after


@pytest.mark.parametrize("name", CONTRACTS)
def test_bodies_of_the_wrong_shape(name: str) -> None:
    opened = desk(0)
    wrongs: tuple[Any, ...] = ([], "x", 1, None, [[]])
    for wrong in wrongs:
        assert opened.post(name, json.dumps(wrong).encode()).body["success"] is False
