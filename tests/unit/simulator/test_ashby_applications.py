"""Ashby stand-in: applications, their history and moves (section 9.2; open points 2, 3, 9, 10, 14, 17, 18)."""

from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator.ashby_desk import Desk, desk

FIRST, SECOND, THIRD = "2014-02-03T00:00:00.000Z", "2014-03-03T00:00:00.000Z", "2014-04-03T00:00:00.000Z"


class Case:
    """A fresh organisation with a candidate, a job and its stages by title."""

    def __init__(self, **switches: Any) -> None:
        self.desk: Desk = desk(0, **switches)
        self.person: str = self.desk.ask("candidate.create", name="N", email="n@post.example")["id"]
        self.job: dict[str, Any] = self.desk.ask("job.list")[0]
        plan = self.job["defaultInterviewPlanId"]
        self.stages = {row["title"]: row for row in self.desk.ask("interviewStage.list", interviewPlanId=plan)}
        self.reason: str = self.desk.ask("archiveReason.list")[0]["id"]

    def body(self, *events: tuple[str, str], **more: Any) -> dict[str, Any]:
        """A body of application.create with a history of (stage title, time)."""
        body = {"candidateId": self.person, "jobId": self.job["id"], **more}
        return body | ({"applicationHistory": self.history(*events)} if events else {})

    def history(self, *events: tuple[str, str]) -> list[dict[str, Any]]:
        """Events in order; Archived ones with a reason."""
        return [
            {"stageId": self.stages[title]["id"], "stageNumber": number, "enteredStageAt": at}
            | ({"archiveReasonId": self.reason} if title == "Archived" else {})
            for number, (title, at) in enumerate(events)
        ]

    def create(self, *events: tuple[str, str], **more: Any) -> dict[str, Any]:
        row: dict[str, Any] = self.desk.ask("application.create", **self.body(*events, **more))
        return row

    def refusal(self, *events: tuple[str, str], **more: Any) -> str:
        return self.desk.refusal("application.create", **self.body(*events, **more))

    def kinds(self) -> list[str]:
        """What would have been sent to people so far."""
        return [row["kind"] for row in self.desk.state.notifications]


ARCHIVED = (("New Lead", FIRST), ("HM Screen", SECOND), ("Archived", THIRD))


def walked(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(event["title"], event["enteredStageAt"]) for event in row["applicationHistory"]]


def test_create_without_history_enters_the_first_lead_stage_and_sets_its_automation_off() -> None:
    case = Case()
    row = case.create()
    assert (row["status"], row["currentInterviewStage"]["title"]) == ("Lead", "New Lead")
    assert walked(row) == [("New Lead", row["createdAt"])]
    assert case.kinds() == ["automation"]
    assert case.desk.ask("candidate.info", id=case.person)["applicationIds"] == [row["id"]]


def test_create_with_history_is_silent_and_back_dated() -> None:
    case = Case()
    row = case.create(*ARCHIVED, createdAt=FIRST)
    assert (row["createdAt"], row["archivedAt"], row["status"]) == (FIRST, THIRD, "Archived")
    assert walked(row) == list(ARCHIVED)
    assert row["archiveReason"]["id"] == case.reason
    assert [event.get("leftStageAt") for event in row["applicationHistory"]] == [SECOND, THIRD, None]
    assert [event["allowedActions"] for event in row["applicationHistory"]] == [
        ["set_entered_at", "delete"],
        ["set_entered_at", "delete"],
        ["set_entered_at"],
    ]
    assert case.kinds() == []
    assert case.desk.ask("application.info", applicationId=row["id"]) == row


def test_the_array_may_be_in_any_order_but_numbers_count_from_0() -> None:
    case = Case()
    body = case.body(*ARCHIVED)
    body["applicationHistory"].reverse()
    assert walked(case.desk.ask("application.create", **body)) == list(ARCHIVED)
    for numbers in ((1, 2, 3), (0, 1, 3), (0, 1, 1), (-1, 0, 1)):
        for event, number in zip(body["applicationHistory"], numbers, strict=True):
            event["stageNumber"] = number
        assert case.desk.refusal("application.create", **body) == "invalid_input"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("New Lead", "Lead"),
        ("New Applicant", "Active"),
        ("HM Screen", "Active"),
        ("Offer", "Active"),
        ("Hired", "Hired"),
        ("Archived", "Archived"),
    ],
)
def test_status_follows_the_type_of_the_current_stage(title: str, status: str) -> None:
    case = Case()
    row = case.create((title, FIRST))
    assert row["status"] == status
    assert ("archivedAt" in row, row["archiveReason"] is None) == (status == "Archived", status != "Archived")
    assert [hit["id"] for hit in case.desk.ask("application.list", status=status)].count(row["id"]) == 1


def test_stages_must_belong_to_the_plan() -> None:
    case = Case()
    other = next(
        row for row in case.desk.ask("job.list") if row["defaultInterviewPlanId"] != case.job["defaultInterviewPlanId"]
    )
    foreign = case.desk.ask("interviewStage.list", interviewPlanId=other["defaultInterviewPlanId"])[0]["id"]
    event = {"stageId": foreign, "stageNumber": 0, "enteredStageAt": FIRST}
    assert case.refusal(applicationHistory=[event]) == "invalid_input"
    assert case.refusal(interviewStageId=foreign) == "invalid_input"
    assert case.refusal(interviewStageId=str(uuid4())) == "interview_stage_not_found"
    assert case.refusal(interviewPlanId=other["defaultInterviewPlanId"]) == "invalid_input"
    assert case.refusal(interviewPlanId=str(uuid4())) == "interview_plan_not_found"


def test_an_archive_reason_is_for_archived_stages_only_and_needed_there() -> None:
    case = Case()
    (event,) = case.history(("Archived", FIRST))
    without = {key: value for key, value in event.items() if key != "archiveReasonId"}
    assert case.refusal(applicationHistory=[without]) == "invalid_input"
    assert case.refusal(applicationHistory=[{**event, "archiveReasonId": str(uuid4())}]) == "archive_reason_not_found"
    (lead,) = case.history(("New Lead", FIRST))
    assert case.refusal(applicationHistory=[{**lead, "archiveReasonId": case.reason}]) == "invalid_input"
    assert case.refusal(interviewStageId=case.stages["Archived"]["id"]) == "invalid_input"


def test_the_initial_stage_can_be_chosen() -> None:
    case = Case()
    assert case.create(interviewStageId="FirstPreInterviewScreen")["currentInterviewStage"]["title"] == "New Applicant"
    chosen = case.stages["Offer"]["id"]
    assert case.create(interviewStageId=chosen)["currentInterviewStage"]["id"] == chosen


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("candidateId", "candidate_not_found"),
        ("jobId", "job_not_found"),
        ("sourceId", "source_not_found"),
        ("creditedToUserId", "user_not_found"),
    ],
)
def test_create_names_only_known_things(key: str, code: str) -> None:
    case = Case()
    assert case.refusal(("New Lead", FIRST), **{key: str(uuid4())}) == code
    assert case.desk.ask("candidate.info", id=case.person)["applicationIds"] == []


@pytest.mark.parametrize(("verdict", "records"), [("new", 2), ("refuse", 1), ("same", 1)])
def test_2_second_application(verdict: str, records: int) -> None:
    case = Case(second_application=verdict)
    first = case.create(("New Lead", FIRST))
    reply = case.desk.post("application.create", case.body(("HM Screen", SECOND))).body
    assert reply["success"] is (verdict != "refuse")
    if verdict == "same":
        assert reply["results"] == first
    assert len(case.desk.ask("candidate.info", id=case.person)["applicationIds"]) == records


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
@pytest.mark.parametrize("status", ["Draft", "Closed", "Archived"])
def test_3_job_status(verdict: str, status: str) -> None:
    case = Case(**{f"application_on_{status.lower()}_job": verdict})
    case.desk.state.jobs.by_id[case.job["id"]].status = status
    assert case.desk.post("application.create", case.body(*ARCHIVED)).body["success"] is (verdict == "accept")


@pytest.mark.parametrize("verdict", ["history", "stage", "refuse"])
def test_3_history_together_with_a_stage(verdict: str) -> None:
    case = Case(history_with_stage=verdict)
    body = case.body(("New Lead", FIRST), ("HM Screen", SECOND), interviewStageId=case.stages["Offer"]["id"])
    reply = case.desk.post("application.create", body).body
    if verdict == "refuse":
        assert reply["success"] is False
    else:
        expected = ["New Lead", "HM Screen"] + (["Offer"] if verdict == "stage" else [])
        assert [title for title, _ in walked(reply["results"])] == expected
        assert case.kinds() == (["automation"] if verdict == "stage" else [])
        same = {**body, "interviewStageId": case.stages["HM Screen"]["id"]}
        assert len(case.desk.ask("application.create", **same)["applicationHistory"]) == 2


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_3_hired_in_history(verdict: str) -> None:
    case = Case(hired_in_history=verdict)
    reply = case.desk.post("application.create", case.body(("New Lead", FIRST), ("Hired", SECOND))).body
    assert reply["success"] is (verdict == "accept")


@pytest.mark.parametrize("source", ["history", "now"])
def test_3_archived_at(source: str) -> None:
    row = Case(archived_at=source).create(*ARCHIVED)
    assert (row["archivedAt"] == THIRD) is (source == "history")


@pytest.mark.parametrize("strict", [True, False])
def test_history_may_go_back_in_time(strict: bool) -> None:
    case = Case(history_must_not_go_back=strict)
    back = case.body(("New Lead", SECOND), ("HM Screen", FIRST))
    assert case.desk.post("application.create", back).body["success"] is not strict
    assert case.create(("New Lead", FIRST), ("HM Screen", FIRST))["status"] == "Active"


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_18_future_times_in_history(verdict: str) -> None:
    case = Case(created_at_future=verdict)
    reply = case.desk.post("application.create", case.body(("New Lead", "2999-01-01T00:00:00Z"))).body
    assert reply["success"] is (verdict == "accept")


def test_update() -> None:
    case = Case()
    row = case.create(*ARCHIVED)
    source = case.desk.ask("source.list")[0]
    user = case.desk.ask("user.list")[0]
    body = {"applicationId": row["id"], "sourceId": source["id"], "creditedToUserId": user["id"], "createdAt": FIRST}
    after = case.desk.ask("application.update", **body, sendNotifications=False)
    assert (after["source"], after["creditedToUser"], after["createdAt"]) == (source, user, FIRST)
    assert "applicationHistory" not in after
    assert case.kinds() == []
    case.desk.ask("application.update", applicationId=row["id"])
    assert case.kinds() == ["subscribers"]


@pytest.mark.parametrize("verdict", ["refuse", "clear", "ignore"])
def test_9_null_in_update(verdict: str) -> None:
    case = Case(null_in_update=verdict)
    source = case.desk.ask("source.list")[0]["id"]
    row = case.create(*ARCHIVED, sourceId=source)
    body = {"applicationId": row["id"], "sourceId": None, "sendNotifications": False}
    reply = case.desk.post("application.update", body).body
    assert reply["success"] is (verdict != "refuse")
    after = case.desk.ask("application.info", applicationId=row["id"])
    assert (after["source"] is None) is (verdict == "clear")


def test_change_source_and_null_unsets_it() -> None:
    case = Case()
    row = case.create(*ARCHIVED)
    source = case.desk.ask("source.list")[0]
    assert case.desk.ask("application.changeSource", applicationId=row["id"], sourceId=source["id"])["source"] == source
    assert case.desk.ask("application.changeSource", applicationId=row["id"], sourceId=None)["source"] is None


def test_change_stage_moves_now_and_sets_automation_off() -> None:
    case = Case()
    row = case.create(("New Lead", FIRST))
    body = {"applicationId": row["id"], "interviewStageId": case.stages["Archived"]["id"]}
    assert case.desk.refusal("application.changeStage", **body) == "invalid_input"
    after = case.desk.ask("application.changeStage", **body, archiveReasonId=case.reason)
    assert (after["status"], after["archiveReason"]["id"]) == ("Archived", case.reason)
    assert after["archivedAt"] > THIRD
    assert case.kinds() == ["automation"]
    back = case.desk.ask(
        "application.changeStage", applicationId=row["id"], interviewStageId=case.stages["Offer"]["id"]
    )
    assert (back["status"], back["archiveReason"], "archivedAt" in back) == ("Active", None, False)
    assert len(case.desk.ask("application.listHistory", applicationId=row["id"])) == 3


def test_change_stage_refuses_what_the_documents_name() -> None:
    case = Case(hired_needs_opening=True)
    row = case.create(("New Lead", FIRST))["id"]
    offer, hired, archived = (case.stages[title]["id"] for title in ("Offer", "Hired", "Archived"))
    mail = {"communicationTemplateId": str(uuid4())}
    for body, code in (
        ({"interviewStageId": str(uuid4())}, "interview_stage_not_found"),
        ({"interviewStageId": offer, "archiveReasonId": case.reason}, "invalid_input"),
        ({"interviewStageId": offer, "archiveEmail": mail}, "invalid_input"),
        ({"interviewStageId": archived, "archiveReasonId": str(uuid4())}, "archive_reason_not_found"),
        (
            {"interviewStageId": archived, "archiveReasonId": case.reason, "archiveEmail": mail},
            "communication_template_not_found",
        ),
        ({"interviewStageId": hired}, "invalid_input"),
    ):
        assert case.desk.refusal("application.changeStage", applicationId=row, **body) == code
    assert len(case.desk.ask("application.listHistory", applicationId=row)) == 1
    assert case.kinds() == []


@pytest.mark.parametrize(("verdict", "events"), [("nothing", 1), ("event", 2), ("refuse", 1)])
def test_10_change_to_the_same_stage(verdict: str, events: int) -> None:
    case = Case(change_to_same_stage=verdict)
    row = case.create(("New Lead", FIRST))["id"]
    body = {"applicationId": row, "interviewStageId": case.stages["New Lead"]["id"]}
    assert case.desk.post("application.changeStage", body).body["success"] is (verdict != "refuse")
    assert len(case.desk.ask("application.listHistory", applicationId=row)) == events
    assert case.kinds() == (["automation"] if verdict == "event" else [])


def resent(row: dict[str, Any], reason: str | None = None) -> list[dict[str, Any]]:
    """The history of an application as updateHistory takes it."""
    return [
        {
            "applicationHistoryId": event["id"],
            "stageId": event["stageId"],
            "stageNumber": event["stageNumber"],
            "enteredStageAt": event["enteredStageAt"],
        }
        | ({"archiveReasonId": reason} if reason and event["title"] == "Archived" else {})
        for event in row["applicationHistory"]
    ]


def test_update_history_redates_deletes_and_inserts_without_a_sound() -> None:
    case = Case()
    row = case.create(("New Lead", FIRST), ("HM Screen", SECOND))
    lead, screen = resent(row)
    lead["enteredStageAt"] = "2013-01-01T00:00:00Z"
    after = case.desk.ask("application.updateHistory", applicationId=row["id"], applicationHistory=[lead, screen])
    assert walked(after) == [("New Lead", "2013-01-01T00:00:00.000Z"), ("HM Screen", SECOND)]
    assert [event["id"] for event in after["applicationHistory"]] == [
        event["id"] for event in row["applicationHistory"]
    ]
    (archived,) = case.history(("Archived", THIRD))
    grown = [lead, screen, {**archived, "stageNumber": 2}]
    after = case.desk.ask("application.updateHistory", applicationId=row["id"], applicationHistory=grown)
    assert (after["status"], after["archivedAt"], after["archiveReason"]["id"]) == ("Archived", THIRD, case.reason)
    current = resent(after)[2] | {"stageNumber": 0}
    after = case.desk.ask("application.updateHistory", applicationId=row["id"], applicationHistory=[current])
    assert walked(after) == [("Archived", THIRD)]
    assert case.kinds() == []


def test_update_history_refuses_strangers() -> None:
    case = Case()
    row = case.create(("New Lead", FIRST), ("HM Screen", SECOND))
    lead, screen = resent(row)
    for history in (
        [lead, {**screen, "applicationHistoryId": str(uuid4())}],
        [lead, {**lead, "stageNumber": 1}],
        [lead, {**screen, "stageId": case.stages["Offer"]["id"]}],
        [lead, {**screen, "stageNumber": 5}],
    ):
        body = {"applicationId": row["id"], "applicationHistory": history}
        assert case.desk.refusal("application.updateHistory", **body) == "invalid_input"
    assert case.desk.ask("application.info", applicationId=row["id"]) == row


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_update_history_with_new_events(verdict: str) -> None:
    case = Case(history_insert=verdict)
    row = case.create(("New Lead", FIRST))
    (event,) = case.history(("HM Screen", SECOND))
    body = {"applicationId": row["id"], "applicationHistory": [*resent(row), {**event, "stageNumber": 1}]}
    assert case.desk.post("application.updateHistory", body).body["success"] is (verdict == "accept")


@pytest.mark.parametrize("verdict", ["refuse", "kept"])
def test_update_history_without_the_event_that_stays(verdict: str) -> None:
    case = Case(history_left_out=verdict)
    row = case.create(("New Lead", FIRST), ("HM Screen", SECOND))
    body = {"applicationId": row["id"], "applicationHistory": resent(row)[:1]}
    assert case.desk.post("application.updateHistory", body).body["success"] is (verdict == "kept")
    after = case.desk.ask("application.info", applicationId=row["id"])
    assert walked(after) == [("New Lead", FIRST), ("HM Screen", SECOND)]


def test_delete_is_for_good() -> None:
    case = Case()
    row = case.create(*ARCHIVED)["id"]
    assert case.desk.ask("application.delete", applicationId=row) == {"applicationId": row}
    assert case.desk.refusal("application.info", applicationId=row) == "application_not_found"
    assert case.desk.refusal("application.delete", applicationId=row) == "application_not_found"
    assert case.desk.ask("candidate.info", id=case.person)["applicationIds"] == []


@pytest.mark.parametrize(("verdict", "members"), [("ok", 1), ("refuse", 1), ("stack", 2)])
def test_10_hiring_team(verdict: str, members: int) -> None:
    case = Case(add_member_twice=verdict)
    row = case.create(*ARCHIVED)["id"]
    user = case.desk.ask("user.list")[0]
    role = case.desk.ask("applicationHiringTeamRole.list")[1]
    body = {"applicationId": row, "teamMemberId": user["id"], "roleId": role["id"]}
    made = case.desk.ask("application.addHiringTeamMember", **body)
    assert made == {
        "email": user["email"],
        "firstName": user["firstName"],
        "lastName": user["lastName"],
        "role": role["title"],
        "userId": user["id"],
    }
    assert case.desk.post("application.addHiringTeamMember", body).body["success"] is (verdict != "refuse")
    assert case.desk.ask("application.info", applicationId=row)["hiringTeam"] == [made] * members
    for key, code in (("teamMemberId", "user_not_found"), ("roleId", "hiring_team_role_not_found")):
        assert case.desk.refusal("application.addHiringTeamMember", **{**body, key: str(uuid4())}) == code
    assert case.kinds() == []


def test_what_nobody_documents_is_recorded_when_asked_for() -> None:
    case = Case(record_unknown_notifications=True)
    case.desk.state.notifications.clear()
    row = case.create(*ARCHIVED)["id"]
    user, role = case.desk.ask("user.list")[0]["id"], case.desk.ask("applicationHiringTeamRole.list")[0]["id"]
    case.desk.ask("application.addHiringTeamMember", applicationId=row, teamMemberId=user, roleId=role)
    assert case.kinds() == ["unknown", "unknown"]


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_17_disabled_member(verdict: str) -> None:
    case = Case(disabled_user=verdict)
    row = case.create(*ARCHIVED)["id"]
    everyone = case.desk.ask("user.list", includeDeactivated=True)
    disabled = next(user["id"] for user in everyone if not user["isEnabled"])
    role = case.desk.ask("applicationHiringTeamRole.list")[0]["id"]
    body = {"applicationId": row, "teamMemberId": disabled, "roleId": role}
    assert case.desk.post("application.addHiringTeamMember", body).body["success"] is (verdict == "accept")


def test_list_filters() -> None:
    case = Case()
    row = case.create(*ARCHIVED, createdAt=FIRST)
    assert [hit["id"] for hit in case.desk.ask("application.list", jobId=case.job["id"])] == [row["id"]]
    at = 1_391_385_600_000  # FIRST in epoch milliseconds
    assert row["id"] in [hit["id"] for hit in case.desk.ask("application.list", createdAfter=at - 1)]
    assert row["id"] not in [hit["id"] for hit in case.desk.ask("application.list", createdAfter=at)]
    assert case.desk.ask("application.list", jobId=str(uuid4())) == []
    shown = case.desk.ask("application.info", applicationId=row["id"], expand=["openings", "referrals"])
    assert (shown["openings"], shown["referrals"]) == ([], [])
    assert case.desk.refusal("application.info", submittedFormInstanceId=str(uuid4())) == "application_not_found"
