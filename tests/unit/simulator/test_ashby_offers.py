"""Ashby stand-in: offer processes, offers with versions and decisions, referrals, interviews (sections 9.8 and 9.9)."""

from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_options import SCOPES, AshbyOptions
from pipeline.simulator.ashby_state import canonical

NOBODY = str(uuid4())
AT = "2014-02-03T04:05:06.000Z"
START = {"path": "_systemfield_start_date", "value": "2014-03-01"}
SALARY = {"path": "_systemfield_salary", "value": {"value": 50_000, "currencyCode": "EUR"}}


class Case:
    """An application, and the way to an offer for it."""

    def __init__(self, **switches: Any) -> None:
        self.desk: Desk = desk(0, **switches)
        self.job: str = self.desk.ask("job.list")[0]["id"]
        self.application = self.apply()

    def apply(self) -> str:
        person = self.desk.ask("candidate.create", name="N", email="n@post.example")["id"]
        return str(self.desk.ask("application.create", candidateId=person, jobId=self.job)["id"])

    def form(self, application: str | None = None) -> dict[str, str]:
        """A started process and an empty form."""
        process = self.desk.ask("offerProcess.start", applicationId=application or self.application)
        form = self.desk.ask("offer.start", offerProcessId=process["id"])
        return {"offerProcessId": process["id"], "offerFormId": form["id"]}

    def offer(self, *submissions: dict[str, Any], **body: Any) -> dict[str, Any]:
        form = body or self.form()
        reply = self.desk.post("offer.create", {**form, "offerForm": {"fieldSubmissions": [START, *submissions]}})
        return dict(reply.body["results"]) if reply.body["success"] else {"refused": reply.body["errorInfo"]["code"]}

    def mails(self, kind: str) -> list[str]:
        return [row["endpoint"] for row in self.desk.state.notifications if row["kind"] == kind]


ALL_TYPES: list[dict[str, Any]] = [
    SALARY,
    {"path": "function", "value": "Analyst"},
    {"path": "vacation_days", "value": 25},
    {"path": "relocation", "value": False},
    {"path": "contract", "value": "fixed term"},
    {"path": "perks", "value": ["train", "bicycle"]},
]


def test_an_offer_reads_back_with_every_type_of_field() -> None:
    case = Case()
    offer = case.offer(*ALL_TYPES)
    version = offer["latestVersion"]
    assert (offer["acceptanceStatus"], offer["offerStatus"]) == ("WaitingOnResponse", "WaitingOnCandidateResponse")
    assert (version["startDate"], version["salary"]) == ("2014-03-01", SALARY["value"])
    assert {row["title"]: (row["value"], row.get("valueLabel")) for row in version["customFields"]} == {
        "Function": ("Analyst", None),
        "Vacation days": (25, None),
        "Relocation": (False, None),
        "Contract": ("fixed term", "Fixed"),
        "Perks": (["train", "bicycle"], ["Train", "Bicycle"]),
    }
    assert case.desk.ask("offer.info", offerId=offer["id"]) == offer
    short = case.desk.ask("offer.info", offerId=offer["id"], excludeFormDefinition=True)
    assert short.keys() == offer.keys() - {"formDefinition"}
    (listed,) = case.desk.ask("offer.list", applicationId=case.application)
    assert listed.keys() == short.keys() - {"versions"}
    assert case.mails("approvers") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "no_such_field", "value": "x"},
        {"path": "_systemfield_start_date", "value": "2014-03-01"},
        {"path": "_systemfield_salary", "value": 50_000},
        {"path": "_systemfield_salary", "value": {"value": 1.5, "currencyCode": "EUR"}},
        {"path": "_systemfield_salary", "value": {"value": 1, "currencyCode": "€"}},
        {"path": "function", "value": 5},
        {"path": "vacation_days", "value": 25.5},
        {"path": "relocation", "value": "yes"},
        {"path": "contract", "value": "Fixed term"},
        {"path": "perks", "value": "train"},
        {"path": "perks", "value": ["helicopter"]},
        {"path": "_systemfield_opening", "value": "REQ-7"},
    ],
)
def test_answers_that_do_not_fit_the_form(wrong: dict[str, Any]) -> None:
    case = Case()
    assert case.offer(wrong) == {"refused": "invalid_input"}
    assert case.desk.ask("offer.list") == []


def test_a_required_field_must_be_answered() -> None:
    case = Case()
    body = {**case.form(), "offerForm": {"fieldSubmissions": [SALARY]}}
    assert case.desk.refusal("offer.create", **body) == "invalid_input"


def test_unknown_processes_forms_and_offers() -> None:
    case = Case()
    form = case.form()
    assert case.desk.refusal("offerProcess.start", applicationId=NOBODY) == "application_not_found"
    assert case.desk.refusal("offer.start", offerProcessId=NOBODY) == "offer_process_not_found"
    assert case.offer(**{**form, "offerProcessId": NOBODY}) == {"refused": "offer_process_not_found"}
    assert case.offer(**{**form, "offerFormId": NOBODY}) == {"refused": "offer_form_not_found"}
    assert case.desk.refusal("offer.info", offerId=NOBODY) == "offer_not_found"


@pytest.mark.parametrize(("verdict", "processes"), [("new", 2), ("refuse", 1), ("same", 1)])
def test_a_second_process_for_an_application(verdict: str, processes: int) -> None:
    case = Case(offer_process_twice=verdict)
    case.form()
    reply = case.desk.post("offerProcess.start", {"applicationId": case.application}).body
    assert reply["success"] is (verdict != "refuse")
    assert len(canonical(case.desk.state)["offerProcesses"]) == processes


@pytest.mark.parametrize("verdict", ["refuse", "version"])
def test_the_same_form_twice(verdict: str) -> None:
    case = Case(offer_form_twice=verdict)
    form = case.form()
    first = case.offer(**form)
    second = case.offer(SALARY, **form)
    (listed,) = case.desk.ask("offer.list", applicationId=case.application)
    assert listed["id"] == first["id"]
    if verdict == "refuse":
        assert second == {"refused": "invalid_input"}
    else:
        assert [version.get("salary") for version in second["versions"]] == [None, SALARY["value"]]


def test_another_form_in_the_process_is_another_version() -> None:
    case = Case()
    form = case.form()
    first = case.offer(**form)
    again = case.desk.ask("offer.start", offerProcessId=form["offerProcessId"])["id"]
    second = case.offer(SALARY, offerProcessId=form["offerProcessId"], offerFormId=again)
    assert (second["id"], len(second["versions"])) == (first["id"], 2)


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_an_offer_for_an_archived_application(verdict: str) -> None:
    case = Case(offer_on_archived_application=verdict)
    hands.move(case.desk.state, case.application, "Archived", "Withdrew")
    reply = case.desk.post("offerProcess.start", {"applicationId": case.application}).body
    assert reply["success"] is (verdict == "accept")


def test_approvers_are_told_where_offers_need_approval() -> None:
    case = Case(approvals=("offer",))
    offer = case.offer()
    assert (offer["offerStatus"], offer["latestVersion"]["approvalStatus"]) == (
        *("WaitingOnOfferApproval", "WaitingOnApprovals"),
    )
    assert case.mails("approvers") == ["offer.create"]
    assert case.desk.ask("offer.list", approvalStatus=["WaitingOnApprovals"])
    assert case.desk.ask("offer.list", approvalStatus=["Approved"]) == []


@pytest.mark.parametrize(
    ("acceptance", "status"),
    [("Accepted", "CandidateAccepted"), ("Declined", "CandidateRejected"), ("Cancelled", "OfferCancelled")],
)
def test_a_decision_can_be_back_dated(acceptance: str, status: str) -> None:
    case = Case()
    offer = case.offer()["id"]
    assert case.desk.refusal("offer.setDecidedAt", offerId=offer, decidedAt=AT) == "invalid_input"
    decided = case.desk.ask("offer.setStatus", offerId=offer, acceptanceStatus=acceptance)
    assert (decided["acceptanceStatus"], decided["offerStatus"]) == (acceptance, status)
    assert decided["decidedAt"] > AT
    before = canonical(case.desk.state)
    assert case.desk.ask("offer.setDecidedAt", offerId=offer, decidedAt=AT)["decidedAt"] == AT
    assert canonical(case.desk.state) != before
    assert [row["id"] for row in case.desk.ask("offer.list", offerStatus=[status])] == [offer]
    assert case.desk.ask("offer.list", acceptanceStatus=["Pending"]) == []


def test_the_opening_of_an_offer() -> None:
    case = Case()
    opening = case.desk.ask("opening.create", identifier="REQ-7")["id"]
    seat = {"path": "_systemfield_opening", "value": opening}
    first = case.offer(seat)
    assert first["latestVersion"]["openingId"] == opening
    other = case.form(case.apply())
    assert case.offer(seat, **other) == {"refused": "opening_in_use"}
    hands.EDITS["decide_offer"](case.desk.state, offer_id=first["id"], acceptance="Declined")
    case.desk.state.openings.by_id[opening].state = "Filled"
    assert case.offer(seat, **other) == {"refused": "opening_state_invalid"}
    case.desk.state.openings.by_id[opening].state = "Open"
    assert case.offer(seat, **other)["latestVersion"]["openingId"] == opening
    assert case.offer({**seat, "value": NOBODY}, **case.form()) == {"refused": "opening_not_found"}


def test_a_key_without_the_right_to_offers() -> None:
    rights = tuple(scope for scope in SCOPES if not scope.startswith("offers"))
    opened = desk(0, scopes=rights)
    assert opened.post("offer.list").status == opened.post("offerProcess.start").status == 403


def test_offers_of_confidential_jobs_are_hidden() -> None:
    case = Case()
    offer = case.offer()["id"]
    hands.EDITS["hide_job"](case.desk.state, job_id=case.job)
    blind = Desk(case.desk.state, AshbyOptions(rate_window="none", error_form="errorInfo", confidential_jobs=False))
    assert blind.ask("offer.list") == []
    assert blind.refusal("offer.info", offerId=offer) == "offer_not_found"
    assert [row["id"] for row in case.desk.ask("offer.list")] == [offer]


@pytest.mark.parametrize(("verdict", "left"), [("with_all", 0), ("alone", 1), ("refuse", 1)])
def test_deletion_of_an_application_with_an_offer(verdict: str, left: int) -> None:
    case = Case(deleted_application=verdict)
    case.offer()
    reply = case.desk.post("application.delete", {"applicationId": case.application}).body
    assert reply["success"] is (verdict != "refuse")
    assert len(case.desk.ask("offer.list")) == len(canonical(case.desk.state)["offers"]) == left
    bare = case.apply()
    assert case.desk.ask("application.delete", applicationId=bare) == {"applicationId": bare}


def test_people_decide_and_delete() -> None:
    case = Case()
    offer = case.offer()["id"]
    hands.EDITS["decide_offer"](case.desk.state, offer_id=offer, acceptance="Accepted")
    assert case.desk.ask("offer.info", offerId=offer)["offerStatus"] == "CandidateAccepted"
    hands.EDITS["delete_offer"](case.desk.state, offer_id=offer)
    assert case.desk.ask("offer.list") == []
    case.offer()
    hands.EDITS["set_source"](case.desk.state, application_id=case.application, title="Jobsite")
    assert case.desk.ask("application.info", applicationId=case.application)["source"]["title"] == "Jobsite"
    hands.EDITS["delete_application"](case.desk.state, application_id=case.application)
    assert case.desk.ask("offer.list") == []
    assert case.desk.refusal("application.info", applicationId=case.application) == "application_not_found"


def referral(opened: Desk, **answers: Any) -> dict[str, Any]:
    form = opened.ask("referralForm.info")["id"]
    job = next(row for row in opened.ask("job.list") if row["status"] == "Open")
    given = {
        "_systemfield_name": "R",
        "_systemfield_email": "r@post.example",
        "_systemfield_job": {"title": job["title"], "value": job["id"]},
        **answers,
    }
    submissions = [{"path": path, "value": value} for path, value in given.items() if value is not None]
    return {"id": form, "creditedToUserId": opened.ask("user.list")[0]["id"], "fieldSubmissions": submissions}


def test_the_referral_form_is_made_by_reading_it() -> None:
    opened = desk(0)
    before = canonical(opened.state)
    assert before["referralForm"] is False
    form = opened.ask("referralForm.info")
    assert canonical(opened.state) == {**before, "referralForm": True}
    assert opened.ask("referralForm.info") == form


def test_a_referral_makes_a_person_with_an_application_and_credits_the_user() -> None:
    opened = desk(0)
    body = referral(
        opened,
        _systemfield_location={"city": "Ghent"},
        _systemfield_education=[{"schoolName": "S", "isCurrent": True}],
        acquaintance="Neighbours",
    )
    row = opened.ask("referral.create", **body, createdAt=AT)
    assert (row["createdAt"], row["status"]) == (AT, "Lead")
    assert row["creditedToUser"]["id"] == body["creditedToUserId"]
    (told,) = opened.ask("application.info", applicationId=row["id"], expand=["referrals"])["referrals"]
    assert (told["referredAt"], told["user"]["id"]) == (AT, body["creditedToUserId"])
    person = opened.ask("candidate.info", id=row["candidate"]["id"])
    assert (person["name"], person["createdAt"], person["location"]["locationSummary"]) == ("R", AT, "Ghent")
    assert [one["kind"] for one in opened.state.notifications] == ["automation"]
    before = canonical(opened.state)
    opened.ask("referral.create", **body, createdAt=AT)
    assert len(canonical(opened.state)["referrals"]) == len(before["referrals"]) + 1 == 2


@pytest.mark.parametrize(
    "answers",
    [
        {"_systemfield_email": None},
        {"_systemfield_email": "no address"},
        {"_systemfield_job": "a title"},
        {"_systemfield_location": {"town": "Ghent"}},
        {"_systemfield_education": [{"degree": "MSc"}]},
        {"_systemfield_education": [{"schoolName": "S", "isCurrent": True, "endDate": "2024-05-15"}]},
    ],
)
def test_referrals_that_do_not_fit(answers: dict[str, Any]) -> None:
    opened = desk(0)
    assert opened.refusal("referral.create", **referral(opened, **answers)) == "invalid_input"
    assert opened.ask("candidate.search", name="R") == []


def test_a_referral_needs_an_open_job_and_the_form() -> None:
    opened = desk(0)
    closed = next(row for row in opened.ask("job.list") if row["status"] == "Closed")
    job = {"title": closed["title"], "value": closed["id"]}
    assert opened.refusal("referral.create", **referral(opened, _systemfield_job=job)) == "invalid_input"
    assert opened.refusal("referral.create", **{**referral(opened), "id": NOBODY}) == "referral_form_not_found"
    missing = {**referral(opened), "creditedToUserId": NOBODY}
    assert opened.refusal("referral.create", **missing) == "user_not_found"


@pytest.mark.parametrize(("verdict", "people"), [("new", 2), ("refuse", 1), ("existing", 1)])
def test_a_referral_of_a_known_address(verdict: str, people: int) -> None:
    opened = desk(0, referral_known_email=verdict)
    opened.ask("candidate.create", name="Known", email="R@post.example")
    assert opened.post("referral.create", referral(opened)).body["success"] is (verdict != "refuse")
    assert len(opened.ask("candidate.search", email="r@post.example")) == people


def test_interviews_are_listed_shared_ones_first_of_all() -> None:
    opened = desk(0)
    shared = opened.ask("interview.list")
    assert [row["title"] for row in shared] == ["Debrief", "Phone screen", "Panel"]
    more = opened.ask("interview.list", includeNonSharedInterviews=True, includeArchived=True)
    assert [row["title"] for row in more if row not in shared] == ["Pairing", "Old test"]
    assert [row.get("jobId") for row in more][3] == opened.ask("job.list")[0]["id"]
    assert opened.ask("interview.info", id=shared[1]["id"]) == shared[1]
    assert opened.refusal("interview.info", id=NOBODY) == "interview_not_found"


def test_schedules_that_people_make_can_be_read() -> None:
    case = Case()
    users = [row["email"] for row in case.desk.ask("user.list")[:2]]
    hands.EDITS["schedule"](
        case.desk.state,
        application_id=case.application,
        interview="Panel",
        starts_at=AT,
        ends_at=AT,
        interviewers=users,
    )
    (row,) = case.desk.ask("interviewSchedule.list", applicationId=case.application)
    assert (row["status"], row["interviewEvents"][0]["startTime"]) == ("Scheduled", AT)
    assert [one["email"] for one in row["interviewEvents"][0]["interviewers"]] == users
    assert case.desk.ask("interviewSchedule.list", interviewStageId=NOBODY) == []
    (event,) = case.desk.ask("interviewEvent.list", interviewScheduleId=row["id"], expand=["interview"])
    assert event["interview"]["title"] == "Panel"
    assert case.desk.refusal("interviewEvent.list", interviewScheduleId=NOBODY) == "interview_schedule_not_found"
    assert case.mails("unknown") == []
    assert len(canonical(case.desk.state)["schedules"]) == 1


def test_the_short_lists() -> None:
    opened = desk(0)
    assert len(opened.ask("closeReason.list", includeArchived=True)) == len(opened.ask("closeReason.list")) + 1
    assert len(opened.ask("sourceTrackingLink.list", includeDisabled=True)) == 2
    (link,) = opened.ask("sourceTrackingLink.list")
    assert link["sourceId"] in [row["id"] for row in opened.ask("source.list")]
    assert next(row["intendedTypes"] for row in opened.ask("communicationTemplate.list")) == ["email"]
