"""Ashby stand-in: keys, permissions, envelopes, error forms, limits, faults (sections 1, 2, 4, 5, 6)."""

import asyncio
import base64
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from pipeline.simulator import ashby
from pipeline.simulator.ashby_contract import CONTRACTS
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_hands import EDITS
from pipeline.simulator.ashby_options import SCOPES, AshbyOptions
from pipeline.simulator.ashby_org import found
from pipeline.simulator.ashby_state import canonical
from pipeline.simulator.calls import Recorder
from pipeline.simulator.control import Vendor
from pipeline.simulator.faults import Fault, Faults

# Typed off the table of section 5 by hand, apart from the table in `ashby`.
PERMISSIONS = {
    "apiKeysRead": "apiKey.info",
    "candidatesRead": "application.info application.list application.listHistory applicationHiringTeamRole.list "
    "candidate.info candidate.list candidate.search candidate.listNotes candidate.listProjects project.list "
    "project.search project.info applicationFeedback.list file.info",
    "candidatesWrite": "application.create application.update application.changeStage application.changeSource "
    "application.updateHistory application.addHiringTeamMember candidate.create candidate.update candidate.addTag "
    "candidate.removeTag candidate.createNote customField.setValue customField.setValues candidate.addProject "
    "candidate.removeProject application.removeHiringTeamMember referral.create "
    "applicationFeedback.submit candidate.uploadFile candidate.uploadResume file.createFileUploadHandle",
    "candidatesDelete": "application.delete",
    "hiringProcessMetadataRead": "archiveReason.list candidateTag.list customField.info customField.list source.list "
    "closeReason.list communicationTemplate.list referralForm.info sourceTrackingLink.list feedbackFormDefinition.list "
    "feedbackFormDefinition.info",
    "hiringProcessMetadataWrite": "candidateTag.create customField.create customField.updateSelectableValues",
    "interviewsRead": "interviewPlan.list interviewStage.list interview.info interview.list interviewEvent.list "
    "interviewSchedule.list",
    "jobsRead": "job.list job.info job.search jobInterviewPlan.info opening.info opening.list opening.search",
    "jobsWrite": "job.create job.setStatus job.update opening.addJob opening.addLocation opening.create "
    "opening.removeJob opening.removeLocation opening.setArchived opening.setOpeningState opening.update",
    "offersRead": "offer.info offer.list",
    "offersWrite": "offer.create offer.setDecidedAt offer.setStatus offer.start offerProcess.start",
    "projectsWrite": "project.create",
    "organizationRead": "department.list department.info hiringTeamRole.list location.list location.info user.list "
    "user.info user.search",
    "organizationWrite": "department.create department.archive department.restore location.create location.archive "
    "location.restore hiringTeam.addMember hiringTeam.removeMember",
}
NEEDED = [(name, scope) for scope, names in PERMISSIONS.items() for name in names.split()]


def _count(opened: Desk) -> int:
    """Candidates named N."""
    return sum(row["name"] == "N" for row in canonical(opened.state)["candidates"])


def basic(credentials: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(credentials.encode()).decode()}


@pytest.mark.parametrize(("name", "scope"), NEEDED)
def test_a_key_without_the_permission_gets_403_with_error_objects(name: str, scope: str) -> None:
    rest = tuple(known for known in SCOPES if known != scope)
    reply = desk(0, scopes=rest).post(name, {})
    assert (reply.status, reply.body) == (
        403,
        {"success": False, "errors": [{"message": "missing_endpoint_permission"}]},
    )
    assert desk(0, scopes=(scope,)).post(name, {}).status == 200


def test_every_endpoint_has_a_permission_and_a_contract() -> None:
    assert ashby.ENDPOINTS.keys() == CONTRACTS.keys()
    assert {name for name, _ in NEEDED} | {"version.list"} == ashby.ENDPOINTS.keys()


def test_update_history_also_needs_the_switch_of_the_key() -> None:
    assert desk(0, update_history=False).post("application.updateHistory", {}).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": ""}, 401),
        ({"authorization": "Bearer x"}, 401),
        (basic("wrong-key:"), 403),
        (basic(AshbyOptions().key + ":password"), 403),
        (basic(AshbyOptions().key + ":"), 200),
        ({"authorization": "Basic %%%"}, 403),
    ],
)
def test_the_key_is_the_user_name_with_a_blank_password(headers: dict[str, str], status: int) -> None:
    assert desk(0).post("user.list", {}, headers).status == status


@pytest.mark.parametrize(
    "path", ["candidate.delete", "application.transfer", "", "candidate", "application.change_stage"]
)
def test_any_other_path_is_404(path: str) -> None:
    assert desk(0).post(path, {}).status == 404


def test_only_post_is_known() -> None:
    opened = desk(0)
    assert opened.send("GET", "/user.list", b"", basic(opened.options.key + ":")).status == 404


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_the_content_type_must_be_json(content_type: str) -> None:
    reply = desk(0).post("user.list", {}, {"content-type": content_type})
    assert reply.body["errorInfo"]["code"] == "invalid_input"


def test_a_charset_beside_the_content_type_is_fine() -> None:
    assert desk(0).post("user.list", {}, {"content-type": "application/json; charset=utf-8"}).body["success"] is True


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b"null", b'{"limit": NaN}', b'{"cursor": "\\ud800"}', b"\xff"]
)
def test_the_body_must_be_a_json_object(content: bytes) -> None:
    assert desk(0).post("user.list", content).body["errorInfo"]["code"] == "invalid_input"


def test_every_reply_has_request_id_and_version() -> None:
    opened = desk(0)
    replies = [
        opened.post("user.list", {}),
        opened.post("user.list", {}, {"authorization": ""}),
        opened.post("nothing.here", {}),
        opened.post("user.info", {}),
    ]
    for reply in replies:
        assert len(reply.headers["x-ashby-request-id"]) == 26
        assert reply.headers["ashby-version"] == "2026-01-01"
        assert reply.headers["ashby-version-status"] == "active"
    assert len({reply.headers["x-ashby-request-id"] for reply in replies}) == len(replies)
    assert replies[3].body["errorInfo"]["requestId"] == replies[3].headers["x-ashby-request-id"]


def test_the_version_may_be_named_but_no_other_one() -> None:
    opened = desk(0)
    assert opened.post("user.list", {}, {"Ashby-Version": "2026-01-01"}).body["success"] is True
    assert opened.post("user.list", {}, {"Ashby-Version": "2024-01-01"}).body["success"] is False


@pytest.mark.parametrize("status", [200, 400])
def test_logical_failures_have_the_status_of_the_switch(status: int) -> None:
    assert desk(0, error_status=status).post("user.info", {"userId": str(uuid4())}).status == status


FORMS: dict[str, dict[str, Any]] = {
    "strings": {"success": False, "errors": ["user_not_found"]},
    "objects": {"success": False, "errors": [{"message": "user_not_found"}]},
}


@pytest.mark.parametrize("form", ["errorInfo", "strings", "objects", "both"])
def test_error_forms(form: str) -> None:
    body = desk(0, error_form=form).post("user.info", {"userId": str(uuid4())}).body
    if form in FORMS:
        assert body == FORMS[form]
    else:
        assert body["errorInfo"]["code"] == "user_not_found"
        assert ("errors" in body) == (form == "both")
        assert {"code", "message", "requestId"} == body["errorInfo"].keys()


def test_error_forms_take_turns_by_default() -> None:
    opened = desk(0, error_form=AshbyOptions().error_form)
    seen = [frozenset(opened.post("user.info", {}).body) for _ in range(8)]
    assert len(set(seen)) == 3
    assert seen[:4] == seen[4:]


def test_invalid_input_names_message_and_parameter() -> None:
    body = desk(0, error_form="objects").post("candidate.list", {"limit": 101}).body
    assert body["errors"] == [{"message": "limit must be <= 100", "parameter": "limit"}]


WINDOWS = [
    {"rate_window": "fixed", "window_offset_s": 0.0},
    {"rate_window": "sliding"},
    {"rate_window": "bucket", "bucket_capacity": 5},
]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("retry_after", [True, False])
def test_over_the_limit_is_429_and_has_no_effect(window: dict[str, Any], retry_after: bool) -> None:
    opened = desk(0, requests_per_minute=5, window_s=3600.0, retry_after=retry_after, **window)
    replies = [opened.post("candidate.create", {"name": "N"}) for _ in range(7)]
    assert [reply.status for reply in replies] == [200] * 5 + [429] * 2
    assert ("retry-after" in replies[-1].headers) is retry_after
    assert "x-ratelimit-scope" not in replies[-1].headers
    assert _count(opened) == 5


@pytest.mark.parametrize("form", ["errorInfo", "strings", "objects", "both", "empty"])
def test_body_of_a_429(form: str) -> None:
    opened = desk(0, rate_window="fixed", window_s=3600.0, requests_per_minute=1, limit_body=form)
    opened.post("user.list", {})
    content = opened.post("user.list", {}).content
    assert content == b"" if form == "empty" else json.loads(content)["success"] is False


def test_the_limit_is_per_key_and_can_be_off() -> None:
    opened = desk(0, rate_window="fixed", window_s=3600.0, requests_per_minute=1)
    opened.post("user.list", {})
    assert opened.post("user.list", {}, basic("other:")).status == 403
    unlimited = desk(0, rate_window="none", requests_per_minute=1)
    assert [unlimited.post("user.list", {}).status for _ in range(3)] == [200] * 3


@pytest.mark.parametrize(("kind", "made"), [("500_before", 0), ("500_after", 1), ("429", 0), ("truncated", 1)])
def test_faults_come_before_or_after_the_effect(kind: str, made: int) -> None:
    opened = desk(0)
    opened.faults.add(Fault(kind, "/candidate.create", nth=1))
    reply = opened.post("candidate.create", {"name": "N"})
    assert reply.status == {"500_before": 500, "500_after": 500, "429": 429, "truncated": 200}[kind]
    assert _count(opened) == made
    assert opened.recorder.calls()[0].path == "/candidate.create"


@pytest.mark.parametrize(("body", "begins"), [("errorInfo", b"{"), ("html", b"<html"), ("empty", b"")])
def test_body_of_a_500(body: str, begins: bytes) -> None:
    opened = desk(0, error_500_body=body)
    opened.faults.add(Fault("500_after", "/user.list"))
    assert opened.post("user.list", {}).content.startswith(begins)


async def _over_http(opened: Desk) -> httpx.Response:
    transport = httpx.ASGITransport(opened.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ashby.example") as client:
        return await client.post("/candidate.create", json={"name": "Zoë"}, auth=(opened.options.key, ""))


def test_an_ordinary_client_gets_through() -> None:
    response = asyncio.run(_over_http(desk(0)))
    assert response.json()["results"]["name"] == "Zoë"


def test_every_call_is_recorded_with_its_outcome() -> None:
    recorder = Recorder(60.0)
    opened = desk(0)
    opened.app = ashby.app(opened.state, opened.options, Faults(), recorder)
    opened.post("user.list", {"limit": 5})
    opened.post("user.list", {}, {"authorization": ""})
    assert [(call.path, call.status, call.body) for call in recorder.calls()] == [
        ("/user.list", 200, {"limit": 5}),
        ("/user.list", 401, {}),
    ]


@pytest.mark.parametrize(
    "wrong", [{"known_email": "maybe"}, {"scopes": ("candidates:read",)}, {"retry_after": "yes"}, {"error_status": 500}]
)
def test_an_option_takes_only_its_own_words(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        AshbyOptions(**wrong)


def test_state_options_edits_and_notifications_can_be_served_as_json() -> None:
    vendor = Vendor(
        found=found,
        build=ashby.app,
        describe=ashby.describe,
        notifications=ashby.notifications,
        options=AshbyOptions(rate_window="none"),
        recorder=Recorder(60.0),
        seed=1,
        people=2,
        edits=EDITS,
    )
    opened = Desk(vendor.state, vendor.options)
    opened.app = vendor
    person = opened.ask("candidate.create", name="N")["id"]
    opened.ask("candidate.update", candidateId=person, name="M")

    def control(method: str, name: str, value: object = None) -> Any:
        reply = opened.send(method, f"/_sim/{name}", b"" if value is None else json.dumps(value).encode(), {})
        assert reply.status == 200, reply.content
        return reply.body

    assert control("GET", "notifications")["notifications"][0]["endpoint"] == "candidate.update"
    control("POST", "edit", {"edit": "edit", "candidate_id": person, "other_emails": ["a@post.example"]})
    assert control("GET", "state") == json.loads(json.dumps(canonical(vendor.state)))
    assert control("POST", "options", {"scopes": ["jobsRead"]})["scopes"] == ["jobsRead"]
    opened.app = vendor
    assert opened.post("user.list").status == 403
