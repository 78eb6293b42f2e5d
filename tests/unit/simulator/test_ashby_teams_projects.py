"""Ashby stand-in: hiring teams, projects, tags taken off, deletion with what hangs on it (sections 9.1, 9.2, 9.10)."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_state import canonical

NOBODY = str(uuid4())
ADD = {
    "application": "application.addHiringTeamMember",
    "job": "hiringTeam.addMember",
    "opening": "hiringTeam.addMember",
}


def owner(opened: Desk, kind: str) -> str:
    """The id of an application, job or opening without a team."""
    if kind == "application":
        person = opened.ask("candidate.create", name="N", email="n@post.example")["id"]
        return str(opened.ask("application.create", candidateId=person, jobId=opened.ask("job.list")[1]["id"])["id"])
    if kind == "opening":
        return str(opened.ask("opening.create", identifier="REQ-7")["id"])
    return str(opened.ask("job.list")[1]["id"])


def membership(opened: Desk, kind: str) -> dict[str, str]:
    role = opened.ask("hiringTeamRole.list", namesOnly=False)[0]["id"]
    return {f"{kind}Id": owner(opened, kind), "teamMemberId": opened.ask("user.list")[1]["id"], "roleId": role}


def team(opened: Desk, body: dict[str, str]) -> list[str]:
    if "openingId" in body:
        shown = opened.ask("opening.info", openingId=body["openingId"])["latestVersion"]
    elif "jobId" in body:
        shown = opened.ask("job.info", id=body["jobId"])
    else:
        shown = opened.ask("application.info", applicationId=body["applicationId"])
    return [row["userId"] for row in shown["hiringTeam"]]


@pytest.mark.parametrize("kind", ADD)
def test_a_member_comes_and_goes(kind: str) -> None:
    opened = desk(0)
    body = membership(opened, kind)
    added = opened.ask(ADD[kind], **body)
    assert added.keys() == {"email", "firstName", "lastName", "role", "userId"}
    assert team(opened, body) == [body["teamMemberId"]]
    assert opened.ask(ADD[kind].replace("add", "remove"), **body) == added
    assert team(opened, body) == []


@pytest.mark.parametrize(("verdict", "count"), [("ok", 1), ("refuse", 1), ("stack", 2)])
def test_the_same_member_twice(verdict: str, count: int) -> None:
    opened = desk(0, add_member_twice=verdict)
    body = membership(opened, "job")
    opened.ask("hiringTeam.addMember", **body)
    assert opened.post("hiringTeam.addMember", body).body["success"] is (verdict != "refuse")
    assert len(team(opened, body)) == count


@pytest.mark.parametrize("verdict", ["ok", "refuse"])
def test_a_member_who_is_not_there(verdict: str) -> None:
    opened = desk(0, remove_absent_member=verdict)
    body = membership(opened, "application")
    reply = opened.post("application.removeHiringTeamMember", body).body
    assert reply["success"] is (verdict == "ok")


@pytest.mark.parametrize("verb", ["addMember", "removeMember"])
def test_exactly_one_owner_must_be_named(verb: str) -> None:
    opened = desk(0)
    body = membership(opened, "job")
    assert opened.refusal(f"hiringTeam.{verb}", **body, applicationId=NOBODY) == "invalid_input"
    assert opened.refusal(f"hiringTeam.{verb}", **{key: body[key] for key in ("teamMemberId", "roleId")})
    assert opened.refusal(f"hiringTeam.{verb}", **{**body, "teamMemberId": NOBODY}) == "user_not_found"
    assert opened.refusal(f"hiringTeam.{verb}", **{**body, "roleId": NOBODY}) == "hiring_team_role_not_found"
    assert opened.refusal(f"hiringTeam.{verb}", **{**body, "jobId": NOBODY}) == "job_not_found"


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_a_disabled_member(verdict: str) -> None:
    opened = desk(0, disabled_user=verdict)
    body = membership(opened, "job")
    hands.EDITS["disable_user"](opened.state, user_id=body["teamMemberId"])
    assert opened.post("hiringTeam.addMember", body).body["success"] is (verdict == "accept")


def test_whether_members_are_told_can_be_assumed() -> None:
    opened = desk(0, record_unknown_notifications=True)
    opened.ask("hiringTeam.addMember", **membership(opened, "job"))
    assert [(row["kind"], row["endpoint"]) for row in opened.state.notifications] == [
        ("unknown", "hiringTeam.addMember")
    ]


def test_a_project_is_made_found_and_filled() -> None:
    opened = desk(1)
    person = opened.ask("candidate.create", name="N", email="n@post.example")["id"]
    project = opened.ask("project.create", title="For spring", description="d", confidential=False)
    assert (project["title"], project["isArchived"], project["authorId"]) == (
        *("For spring", False),
        opened.state.key_user_id,
    )
    assert opened.ask("project.info", projectId=project["id"]) == project
    assert opened.ask("project.search", title="for spring") == [project]
    assert project in opened.ask("project.list")
    both = {"candidateId": person, "projectId": project["id"]}
    assert opened.ask("candidate.addProject", **both)["id"] == person
    assert opened.ask("candidate.listProjects", candidateId=person) == [project]
    assert opened.post("candidate.listProjects", {"candidateId": person}).body.keys() == {
        *("success", "results", "moreDataAvailable")
    }
    opened.ask("candidate.removeProject", **both)
    assert opened.ask("candidate.listProjects", candidateId=person) == []
    assert opened.state.notifications == []


@pytest.mark.parametrize(
    ("switches", "body", "made"),
    [
        ({}, {"description": None}, True),
        ({}, {"description": {"type": "PlainText", "value": "d"}}, True),
        ({"project_description": "refuse"}, {"description": "d"}, False),
        ({"project_description": "refuse"}, {"description": None}, True),
        ({"project_field_required": True}, {}, False),
        ({"name_max_chars": 3}, {}, False),
    ],
)
def test_what_project_create_takes(switches: dict[str, Any], body: dict[str, Any], made: bool) -> None:
    assert desk(0, **switches).post("project.create", {"title": "Title", **body}).body["success"] is made


def test_project_create_may_not_be_there_yet() -> None:
    reply = desk(0, project_create="absent").post("project.create", {"title": "T"})
    assert (reply.status, reply.body["success"]) == (404, False)


@pytest.mark.parametrize(
    ("switch", "endpoint", "first"),
    [
        ("add_project_twice", "candidate.addProject", True),
        ("remove_absent_project", "candidate.removeProject", False),
        ("remove_absent_tag", "candidate.removeTag", False),
        ("add_tag_twice", "candidate.addTag", True),
    ],
)
@pytest.mark.parametrize("verdict", ["ok", "refuse"])
def test_a_repetition(switch: str, endpoint: str, first: bool, verdict: str) -> None:
    opened = desk(1, **{switch: verdict})
    thing = (
        {"tagId": opened.ask("candidateTag.list")[0]["id"]}
        if "Tag" in endpoint
        else {"projectId": opened.ask("project.list")[0]["id"]}
    )
    body = {"candidateId": opened.ask("candidate.create", name="N")["id"], **thing}
    if first:
        opened.ask(endpoint, **body)
    assert opened.post(endpoint, body).body["success"] is (verdict == "ok")


def test_confidential_projects_need_the_switch_of_the_key() -> None:
    seeing = desk(0)
    secret = next(row for row in seeing.ask("project.list") if row["confidential"])
    blind = Desk(seeing.state, AshbyOptions(rate_window="none", error_form="errorInfo", confidential_jobs=False))
    assert secret["id"] not in [row["id"] for row in blind.ask("project.list")]
    assert blind.ask("project.search", title=secret["title"]) == []
    assert blind.refusal("project.info", projectId=secret["id"]) == "project_not_found"


def test_people_change_projects_merge_and_delete() -> None:
    opened = desk(0)
    project = opened.ask("project.list")[0]["id"]
    one, two = (opened.ask("candidate.create", name=name)["id"] for name in ("One", "Two"))
    hands.EDITS["put_into_project"](opened.state, candidate_id=two, project_id=project)
    hands.merge(opened.state, one, two)
    assert [row["id"] for row in opened.ask("candidate.listProjects", candidateId=one)] == [project]
    hands.delete(opened.state, one)
    assert opened.state.projects.by_id[project].members == {}
    three = opened.ask("candidate.create", name="Three")["id"]
    hands.EDITS["put_into_project"](opened.state, candidate_id=three, project_id=project)
    hands.EDITS["put_into_project"](opened.state, candidate_id=three, project_id=project, inside=False)
    assert opened.ask("candidate.listProjects", candidateId=three) == []
    hands.EDITS["archive"](opened.state, object_id=project)
    assert opened.ask("project.info", projectId=project)["isArchived"] is True


def test_projects_and_teams_count_in_the_end_state() -> None:
    opened = desk(0)
    ends = [canonical(opened.state)]
    project = opened.ask("project.create", title="P")["id"]
    ends.append(canonical(opened.state))
    opened.ask("project.create", title="P")
    ends.append(canonical(opened.state))
    person = opened.ask("candidate.create", name="N")["id"]
    ends.append(canonical(opened.state))
    opened.ask("candidate.addProject", candidateId=person, projectId=project)
    ends.append(canonical(opened.state))
    opened.ask("hiringTeam.addMember", **membership(opened, "opening"))
    ends.append(canonical(opened.state))
    assert all(before != after for before, after in pairwise(ends))


def test_stage_mails_go_out_by_move_and_by_history_only_where_the_switch_says() -> None:
    plan = "General"
    for switches, mails in (
        ({}, []),
        ({"archive_mail_stages": (f"{plan}: Archived",)}, ["application.changeStage"]),
        ({"archive_mail_stages": ("Sales: Archived",)}, []),
        (
            {"archive_mail_stages": (f"{plan}: Archived",), "history_sends_archive_mail": True},
            ["application.create", "application.changeStage"],
        ),
    ):
        opened = desk(0, **switches)
        plan_id = next(row["id"] for row in opened.ask("interviewPlan.list") if row["title"] == plan)
        job = next(row["id"] for row in opened.ask("job.list") if row["defaultInterviewPlanId"] == plan_id)
        stages = opened.ask("interviewStage.list", interviewPlanId=plan_id)
        reason = opened.ask("archiveReason.list")[0]["id"]
        at = "2014-02-03T00:00:00.000Z"
        history = [
            {"stageId": stages[0]["id"], "stageNumber": 0, "enteredStageAt": at},
            {"stageId": stages[-1]["id"], "stageNumber": 1, "enteredStageAt": at, "archiveReasonId": reason},
        ]
        person = opened.ask("candidate.create", name="N", email="n@post.example")["id"]
        silent = opened.ask("candidate.create", name="M")["id"]
        for one in (person, silent):
            body = {"candidateId": one, "jobId": job}
            opened.ask("application.create", **body, applicationHistory=history)
            moved = opened.ask("application.create", **body)["id"]
            opened.ask(
                "application.changeStage",
                applicationId=moved,
                interviewStageId=stages[-1]["id"],
                archiveReasonId=reason,
            )
        sent = [row["endpoint"] for row in opened.state.notifications if row["kind"] == "candidate_email"]
        assert sent == mails


def test_an_archive_mail_that_is_asked_for() -> None:
    opened = desk(0)
    job = opened.ask("job.list")[0]
    stages = opened.ask("interviewStage.list", interviewPlanId=job["defaultInterviewPlanId"])
    mailed, in_mail = (row["id"] for row in opened.ask("communicationTemplate.list"))
    person = opened.ask("candidate.create", name="N", email="n@post.example")["id"]
    nameless = opened.ask("candidate.create", name="M")["id"]

    def move(one: str, template: str) -> Any:
        application = opened.ask("application.create", candidateId=one, jobId=job["id"])["id"]
        body = {
            "applicationId": application,
            "interviewStageId": stages[-1]["id"],
            "archiveReasonId": opened.ask("archiveReason.list")[0]["id"],
            "archiveEmail": {"communicationTemplateId": template},
        }
        return opened.post("application.changeStage", body).body

    assert move(person, NOBODY)["errorInfo"]["code"] == "communication_template_not_found"
    assert move(person, in_mail)["errorInfo"]["code"] == "communication_template_not_allowed"
    assert move(nameless, mailed)["errorInfo"]["code"] == "invalid_input"
    assert not [row for row in opened.state.notifications if row["kind"] == "candidate_email"]
    assert move(person, mailed)["results"]["status"] == "Archived"
    assert [row["kind"] for row in opened.state.notifications][-1] == "candidate_email"
