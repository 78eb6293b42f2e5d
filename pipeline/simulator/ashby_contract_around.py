"""What the endpoints of openings, projects, offers, referrals, interviews and teams take, and more of the set-up.

Part of the table in `ashby_contract`; same reading.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.simulator import ashby_checks as c
from pipeline.simulator.ashby_checks import Problem, Rules
from pipeline.simulator.ashby_contract_parts import ARCHIVED, EMPLOYMENTS, SYNC, Contract, body

ACCEPTANCES = ("Accepted", "Declined", "Pending", "Created", "Cancelled", "WaitingOnResponse")
OFFER_STATUSES = (
    *("WaitingOnApprovalStart", "WaitingOnOfferApproval", "WaitingOnApprovalDefinition", "WaitingOnCandidateResponse"),
    *("CandidateRejected", "CandidateAccepted", "OfferCancelled"),
)
OPENING_STATES = ("Draft", "Approved", "Open", "Closed")


def day(path: str, value: Any, _: Rules) -> Problem | None:
    """A date as YYYY-MM-DD (the text of the parameters asks for it)."""
    fits = isinstance(value, str) and c.DATE.fullmatch(value)
    return None if fits else Problem(path, "must be a date as YYYY-MM-DD")


def anything(_: str, __: Any, ___: Rules) -> Problem | None:
    """A value whose type the form's field decides."""
    return None


SUBMISSIONS = c.array(c.record({"path": c.text, "value": anything}, {}))
OPENING: Mapping[str, c.Check] = {
    "identifier": c.text,
    "description": c.text,
    "teamId": c.text,
    "targetHireDate": day,
    "targetStartDate": day,
    "isBackfill": c.boolean,
    "employmentType": c.words(*EMPLOYMENTS, ""),
}
MEMBER: Mapping[str, c.Check] = {"teamMemberId": c.uuid, "roleId": c.uuid}
TEAM = body(
    MEMBER, dict.fromkeys(("applicationId", "jobId", "openingId"), c.uuid), *("applicationId", "jobId"), "openingId"
)
CREATED: Mapping[str, c.Check] = {**SYNC, "createdAfter": c.integer}
CANDIDATE_AND_PROJECT: Mapping[str, c.Check] = {"candidateId": c.uuid, "projectId": c.uuid}
OFFER_FORM = c.record({"fieldSubmissions": SUBMISSIONS}, {})

CONTRACTS: Mapping[str, Contract] = {
    "department.archive": body({"departmentId": c.text}, {}),
    "department.restore": body({"departmentId": c.text}, {}),
    "location.archive": body({"locationId": c.text}, {}),
    "location.restore": body({"locationId": c.text}, {}),
    "job.update": body(
        {"jobId": c.uuid},
        {
            "title": c.filled,
            "teamId": c.uuid,
            "locationId": c.uuid,
            "defaultInterviewPlanId": c.uuid,
            "customRequisitionId": c.uuid,
            "employmentType": c.words(*EMPLOYMENTS),
        },
    ),
    "closeReason.list": body({}, ARCHIVED),
    "communicationTemplate.list": body({}, {}),
    "sourceTrackingLink.list": body({}, {"includeDisabled": c.boolean}),
    "opening.create": body(
        {},
        {
            **OPENING,
            "locationIds": c.array(c.text),
            "jobIds": c.array(c.text),
            "openingState": c.words(*OPENING_STATES),
        },
    ),
    "opening.info": body({"openingId": c.text}, {}),
    "opening.search": body({"identifier": c.text}, {}),
    "opening.list": body({}, CREATED),
    "opening.update": body({}, {"openingId": c.text, **OPENING}),
    "opening.addJob": body({"openingId": c.text, "jobId": c.text}, {}),
    "opening.removeJob": body({"openingId": c.text, "jobId": c.text}, {}),
    "opening.addLocation": body({"openingId": c.text, "locationId": c.text}, {}),
    "opening.removeLocation": body({"openingId": c.text, "locationId": c.text}, {}),
    "opening.setOpeningState": body(
        {}, {"openingId": c.text, "openingState": c.words(*OPENING_STATES), "closeReasonId": c.text}
    ),
    "opening.setArchived": body({}, {"openingId": c.text, "archive": c.boolean}),
    "hiringTeam.addMember": TEAM,
    "hiringTeam.removeMember": TEAM,
    "application.removeHiringTeamMember": body({"applicationId": c.uuid, **MEMBER}, {}),
    "project.list": body({}, CREATED),
    "project.search": body({}, {"title": c.text}),
    "project.info": body({"projectId": c.text}, {}),
    "project.create": body(
        {"title": c.filled},
        {"description": c.or_null(c.either(c.text, c.mapping(c.text))), "confidential": c.boolean},
    ),
    "candidate.addProject": body(CANDIDATE_AND_PROJECT, {}),
    "candidate.removeProject": body(CANDIDATE_AND_PROJECT, {}),
    "candidate.listProjects": body({"candidateId": c.uuid}, SYNC),
    "referralForm.info": body({}, {}),
    "referral.create": body(
        {"id": c.uuid, "creditedToUserId": c.uuid, "fieldSubmissions": SUBMISSIONS}, {"createdAt": c.time}
    ),
    "offerProcess.start": body({"applicationId": c.uuid}, {}),
    "offer.start": body({"offerProcessId": c.uuid}, {}),
    "offer.create": body(
        {"offerProcessId": c.uuid, "offerFormId": c.uuid, "offerForm": OFFER_FORM},
        {"excludeFormDefinition": c.boolean},
    ),
    "offer.list": body(
        {},
        {
            **CREATED,
            "applicationId": c.uuid,
            "offerStatus": c.array(c.words(*OFFER_STATUSES)),
            "acceptanceStatus": c.array(c.words(*ACCEPTANCES)),
            "approvalStatus": c.array(c.words("Approved", "WaitingOnApprovals", "Declined")),
        },
    ),
    "offer.info": body({"offerId": c.uuid}, {"excludeFormDefinition": c.boolean}),
    "offer.setStatus": body(
        {"offerId": c.text, "acceptanceStatus": c.words("Accepted", "Declined", "Cancelled")},
        {"excludeFormDefinition": c.boolean},
    ),
    "offer.setDecidedAt": body({"offerId": c.text, "decidedAt": c.time}, {}),
    "interview.list": body(
        {},
        {
            **SYNC,
            **ARCHIVED,
            "includeNonSharedInterviews": c.boolean,
            "excludeArchivedScheduleTemplateInterviews": c.boolean,
        },
    ),
    "interview.info": body({"id": c.uuid}, {}),
    "interviewSchedule.list": body({}, {**CREATED, "applicationId": c.uuid, "interviewStageId": c.uuid}),
    "interviewEvent.list": body({"interviewScheduleId": c.uuid}, {**CREATED, "expand": c.array(c.words("interview"))}),
}
