"""Ashby stand-in, served: after each creation that went wrong on its way, its probe of section 10 (d) tells the truth.

And every answer of these endpoints has the shape that the OpenAPI copy gives it.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import yaml

from pipeline.simulator import ashby
from pipeline.simulator.ashby_around import ENDPOINTS
from pipeline.simulator.ashby_contract import problem, rules
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_hands import EDITS
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.faults import Fault
from pipeline.simulator.serving import serving

REFERENCE = Path(__file__).parents[3].parent / "shared" / "reference"
AT = "2014-02-03T04:05:06.000Z"


class Caller:
    """A client of a served organisation that has one application."""

    def __init__(self, opened: Desk, address: str) -> None:
        self.desk = opened
        self.client = httpx.Client(base_url=address, auth=(opened.options.key, ""))
        self.team: str = self.ask("department.list")[0]["id"]
        self.place: str = self.ask("location.list")[0]["id"]
        self.job: str = self.ask("job.list")[0]["id"]
        self.person: str = self.ask("candidate.create", name="N", email="n@post.example")["id"]
        self.application: str = self.ask("application.create", candidateId=self.person, jobId=self.job)["id"]

    def ask(self, endpoint: str, /, timeout_s: float = 5.0, **body: Any) -> Any:
        answer = self.client.post(f"/{endpoint}", json=body, timeout=timeout_s)
        assert answer.status_code == 200, answer.text
        assert answer.json()["success"] is True, answer.text
        return answer.json()["results"]

    def offer_form(self) -> dict[str, Any]:
        process = self.ask("offerProcess.start", applicationId=self.application)["id"]
        form = self.ask("offer.start", offerProcessId=process)["id"]
        answers = [{"path": "_systemfield_start_date", "value": "2014-03-01"}]
        return {"offerProcessId": process, "offerFormId": form, "offerForm": {"fieldSubmissions": answers}}


@pytest.fixture
def caller() -> Iterator[Caller]:
    opened = desk(0)
    with serving(opened.app) as (address,):
        made = Caller(opened, address)
        yield made
        made.client.close()


def referral(caller: Caller) -> dict[str, Any]:
    job = next(row for row in caller.ask("job.list") if row["status"] == "Open")
    answers = {
        "_systemfield_name": "R",
        "_systemfield_email": "r@post.example",
        "_systemfield_job": {"title": job["title"], "value": job["id"]},
    }
    return {
        "id": caller.ask("referralForm.info")["id"],
        "creditedToUserId": caller.ask("user.list")[0]["id"],
        "fieldSubmissions": [{"path": path, "value": value} for path, value in answers.items()],
    }


Bodies = Callable[[Caller], dict[str, Any]]
Probe = Callable[[Caller], list[Any]]

CREATIONS: dict[str, tuple[Bodies, Probe]] = {
    "department.create": (
        lambda _: {"name": "New", "extraData": {"lever": "7"}},
        lambda caller: [row for row in caller.ask("department.list") if row["extraData"] == {"lever": "7"}],
    ),
    "location.create": (
        lambda _: {"name": "New", "type": "Location", "extraData": {"lever": "7"}},
        lambda caller: [row for row in caller.ask("location.list") if row["extraData"] == {"lever": "7"}],
    ),
    "job.create": (
        lambda caller: {"title": "New", "teamId": caller.team, "locationId": caller.place},
        lambda caller: [row for row in caller.ask("job.list", status=["Draft"]) if row["title"] == "New"],
    ),
    "opening.create": (
        lambda _: {"identifier": "REQ-7"},
        lambda caller: caller.ask("opening.search", identifier="REQ-7"),
    ),
    "project.create": (
        lambda _: {"title": "New"},
        lambda caller: caller.ask("project.search", title="New"),
    ),
    "offer.create": (
        Caller.offer_form,
        lambda caller: caller.ask("offer.list", applicationId=caller.application),
    ),
    "referral.create": (
        referral,
        lambda caller: caller.ask("candidate.search", email="r@post.example"),
    ),
    "candidate.addProject": (
        lambda caller: {"candidateId": caller.person, "projectId": caller.ask("project.list")[0]["id"]},
        lambda caller: caller.ask("candidate.listProjects", candidateId=caller.person),
    ),
    "hiringTeam.addMember": (
        lambda caller: {
            "applicationId": caller.application,
            "teamMemberId": caller.ask("user.list")[0]["id"],
            "roleId": caller.ask("applicationHiringTeamRole.list")[0]["id"],
        },
        lambda caller: list(caller.ask("application.info", applicationId=caller.application)["hiringTeam"]),
    ),
}
TROUBLE = {"500_before": 0, "drop_before": 0, "500_after": 1, "drop_after": 1, "drop_during": 1, "slow": 1}


@pytest.mark.parametrize("kind", TROUBLE)
@pytest.mark.parametrize("name", CREATIONS)
def test_a_probe_tells_whether_a_lost_creation_happened(caller: Caller, name: str, kind: str) -> None:
    body_of, probe = CREATIONS[name]
    body = body_of(caller)
    assert probe(caller) == []
    caller.desk.faults.replace([Fault(kind, f"/{name}", nth=1, seconds=0.3)])
    with contextlib.suppress(httpx.TransportError):
        assert caller.client.post(f"/{name}", json=body, timeout=0.2).status_code == 500
    assert len(probe(caller)) == TROUBLE[kind]
    if TROUBLE[kind] == 0:
        caller.ask(name, **body)
    assert len(probe(caller)) == 1


def test_an_effect_that_comes_late_is_found_late(caller: Caller) -> None:
    caller.desk.faults.replace([Fault("slow_effect", "/project.create", nth=1, seconds=0.4)])
    with pytest.raises(httpx.ReadTimeout):
        caller.client.post("/project.create", json={"title": "New"}, timeout=0.1)
    assert caller.ask("project.search", title="New") == []
    end = time.monotonic() + 5
    while not caller.ask("project.search", title="New") and time.monotonic() < end:
        time.sleep(0.02)
    assert len(caller.ask("project.search", title="New")) == 1


def test_a_search_may_not_know_yet_what_a_list_shows() -> None:
    opened = desk(0, search_visible_after_s=60.0)
    opened.ask("opening.create", identifier="REQ-7")
    opened.ask("project.create", title="New")
    assert opened.ask("opening.search", identifier="REQ-7") == opened.ask("project.search", title="New") == []
    assert "REQ-7" in [row["latestVersion"]["identifier"] for row in opened.ask("opening.list")]
    assert "New" in [row["title"] for row in opened.ask("project.list")]


def everything(caller: Caller) -> Iterator[tuple[str, dict[str, Any]]]:
    """A call of every endpoint here that succeeds, in an order in which it can."""
    yield from (("closeReason.list", {}), ("communicationTemplate.list", {}), ("sourceTrackingLink.list", {}))
    for kind, row in (("department", caller.team), ("location", caller.place)):
        yield f"{kind}.archive", {f"{kind}Id": row}
        yield f"{kind}.restore", {f"{kind}Id": row}
    yield "job.update", {"jobId": caller.job, "title": "Other"}
    seat = {"identifier": "REQ-7", "teamId": caller.team, "locationIds": [caller.place], "jobIds": [caller.job]}
    yield "opening.create", {**seat, "openingState": "Open", "targetHireDate": "2014-02-03"}
    opening = {"openingId": caller.ask("opening.search", identifier="REQ-7")[0]["id"]}
    yield from (("opening.info", opening), ("opening.list", {}), ("opening.search", {"identifier": "REQ-7"}))
    yield "opening.update", {**opening, "description": "d"}
    for verb in ("remove", "add"):
        yield f"opening.{verb}Job", {**opening, "jobId": caller.job}
        yield f"opening.{verb}Location", {**opening, "locationId": caller.place}
    yield "opening.setOpeningState", {**opening, "openingState": "Closed"}
    yield "opening.setArchived", {**opening, "archive": True}
    role = caller.ask("hiringTeamRole.list", namesOnly=False)[0]["id"]
    member = {"teamMemberId": caller.ask("user.list")[0]["id"], "roleId": role}
    for verb in ("addMember", "removeMember"):
        yield f"hiringTeam.{verb}", {**member, "jobId": caller.job}
    for verb in ("addHiringTeamMember", "removeHiringTeamMember"):
        yield f"application.{verb}", {**member, "applicationId": caller.application}
    yield "project.create", {"title": "New", "description": "d"}
    project = caller.ask("project.search", title="New")[0]["id"]
    yield from (("project.list", {}), ("project.search", {"title": "New"}), ("project.info", {"projectId": project}))
    both = {"candidateId": caller.person, "projectId": project}
    yield from (("candidate.addProject", both), ("candidate.listProjects", {"candidateId": caller.person}))
    yield "candidate.removeProject", both
    yield "offerProcess.start", {"applicationId": caller.application}
    form = caller.offer_form()
    yield "offer.start", {"offerProcessId": form["offerProcessId"]}
    yield "offer.create", form
    offer = {"offerId": caller.ask("offer.list")[0]["id"]}
    yield from (("offer.list", {}), ("offer.info", offer))
    yield "offer.setStatus", {**offer, "acceptanceStatus": "Accepted"}
    yield "offer.setDecidedAt", {**offer, "decidedAt": AT}
    yield "referralForm.info", {}
    yield "referral.create", referral(caller)
    who = [row["email"] for row in caller.ask("user.list")[:1]]
    EDITS["schedule"](caller.desk.state, caller.application, "Panel", AT, AT, who)
    yield "interviewSchedule.list", {}
    schedule = caller.ask("interviewSchedule.list")[0]["id"]
    yield "interviewEvent.list", {"interviewScheduleId": schedule, "expand": ["interview"]}
    yield "interview.list", {"includeNonSharedInterviews": True}
    yield "interview.info", {"id": caller.ask("interview.list")[0]["id"]}


NULLS_OF_THE_COPY = {"trainingRole", "interviewerPool"}


def without_nulls(value: Any) -> Any:
    """Recordings show null where the copy knows only the value's type, so nulls are taken for absent."""
    if isinstance(value, dict):
        return {
            key: without_nulls(entry) for key, entry in value.items() if entry is not None or key in NULLS_OF_THE_COPY
        }
    return [without_nulls(entry) for entry in value] if isinstance(value, list) else value


def loaded(name: str) -> dict[str, Any]:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip("the OpenAPI file is not here; it is third parties' data and lies outside the project")
    document: dict[str, Any] = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
    return document


def whole(document: dict[str, Any], node: Any) -> Any:
    """A schema with its references put in place, oneOf as anyOf."""
    if isinstance(node, list):
        return [whole(document, entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target: Any = document
        for part in node["$ref"][2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            target = target[int(key)] if isinstance(target, list) else target[key]
        return whole(document, target)
    return {("anyOf" if key == "oneOf" else key): whole(document, value) for key, value in node.items()}


def test_every_answer_has_the_shape_of_the_openapi_copy(caller: Caller) -> None:
    document = loaded("ashby-openapi.yml")
    called = set()
    for name, body in everything(caller):
        called.add(name)
        answer = caller.client.post(f"/{name}", json=body).json()
        assert answer["success"] is True, (name, answer)
        if f"/{name}" not in document["paths"]:
            continue
        responses = document["paths"][f"/{name}"]["post"]["responses"]
        schema = whole(document, responses["200"]["content"]["application/json"]["schema"])["anyOf"][0]
        found = jsonschema.Draft202012Validator(schema).iter_errors(without_nulls(answer))
        # The copy says of trainingRole that it is required and may be null, yet its words leave null out.
        wrong = [error.message for error in found if list(error.absolute_path)[-1:] != ["trainingRole"]]
        assert wrong == [], name
    assert called == ENDPOINTS.keys()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("project.create", {"title": "T", "description": None, "confidential": True}),
        ("offer.setStatus", {"offerId": "x", "acceptanceStatus": "Declined", "excludeFormDefinition": True}),
        ("offer.setDecidedAt", {"offerId": "x", "decidedAt": AT}),
    ],
)
def test_bodies_of_the_supplement(name: str, body: dict[str, Any]) -> None:
    content = loaded("ashby-openapi-supplement.yml")["paths"][f"/{name}"]["post"]["requestBody"]["content"]
    theirs = jsonschema.Draft202012Validator(content["application/json"]["schema"])
    ours = rules(AshbyOptions())
    assert not list(theirs.iter_errors(body))
    assert problem(name, body, ours) is None
    assert body.keys() == content["application/json"]["schema"]["properties"].keys()
    for key in content["application/json"]["schema"]["required"]:
        rest = {known: value for known, value in body.items() if known != key}
        assert list(theirs.iter_errors(rest))
        assert problem(name, rest, ours) is not None


def test_all_of_it_is_among_the_endpoints_of_the_app() -> None:
    assert ENDPOINTS.keys() <= ashby.ENDPOINTS.keys()
