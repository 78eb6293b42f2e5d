"""What each endpoint takes: a hand-written schema of every request body, from the OpenAPI copy and its supplement.

Shapes only; whether an id exists, a stage belongs to a plan or a value fits its custom field is for the handlers. A
test holds this table against the OpenAPI copy. Where this page is stricter than the copy (e-mails, URLs, limits, names
that must not be blank), the text of the parameter asks for it or it is our reading of it.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.simulator import ashby_checks as c
from pipeline.simulator import ashby_contract_around as around
from pipeline.simulator import ashby_contract_papers as papers
from pipeline.simulator.ashby_checks import Check, Problem, Rules
from pipeline.simulator.ashby_contract_parts import ARCHIVED, EMPLOYMENTS, PAGE, SYNC, Contract
from pipeline.simulator.ashby_contract_parts import body as _body
from pipeline.simulator.ashby_options import AshbyOptions

INTERVALS = (
    *("NONE", "1 TIME", "1 HOUR", "1 DAY", "1 WEEK", "2 WEEK", "1 MONTH", "2 MONTH", "1 YEAR", "6 MONTH"),
    *("0.5 MONTH", "3 MONTH"),
)
LINK_TYPES = ("LinkedIn", "GitHub", "Twitter", "Medium", "StackOverflow", "YouTube", "CodePen", "Website")
JOB_STATUSES = ("Draft", "Open", "Closed", "Archived")
FIELD_TYPES = (
    *("Boolean", "CompensationRange", "Currency", "Date", "LongText", "MultiValueSelect", "Number", "NumberRange"),
    *("String", "ValueSelect", "Url", "UUID"),
)
FIELD_OWNERS = {
    "Application": "Application",
    "Candidate": "Candidate",
    "Job": "Job",
    "Employee": "Employee",
    "Talent_Project": "Talent_Project",
    "Opening_Version": "Opening",
    "Offer_Version": "Offer",
}
"""Object types of customField.create → the words of reading (section 9.4: the enums differ)."""

PLACE = c.record({}, {"city": c.text, "region": c.text, "country": c.text})
EXTRA = c.mapping(c.text)
ADDRESS = c.record(
    {},
    {
        "postalAddress": c.record(
            {},
            dict.fromkeys(
                ("addressCountry", "addressRegion", "addressLocality", "postalCode", "streetAddress"), c.text
            ),
        )
    },
)
VALUE = c.either(
    c.boolean,
    c.number,
    c.text,
    c.array(c.text),
    PLACE,
    c.record({"value": c.number, "currencyCode": c.text}, {}),
    c.record({"type": c.text, "minValue": c.number, "maxValue": c.number}, {}),
    c.record(
        {
            "type": c.text,
            "minValue": c.number,
            "maxValue": c.number,
            "currencyCode": c.text,
            "interval": c.words(*INTERVALS),
        },
        {},
    ),
)


def _value(path: str, value: Any, rules: Rules) -> Problem | None:
    """A custom value of any type."""
    if value is None and rules.null_in_set_value:
        return None
    return VALUE(path, value, rules) and Problem(path, "must be a value of a custom field")


EVENT = {"stageId": c.uuid, "stageNumber": c.integer, "enteredStageAt": c.time}
EVENT_EXTRAS = {"archiveReasonId": c.uuid, "applicationHistoryId": c.uuid}
HISTORY = c.array(c.record(EVENT, EVENT_EXTRAS), at_least=1)
FIELD_OBJECT = {"objectId": c.uuid, "objectType": c.words("Application", "Candidate", "Job", "Opening")}
NOTE = c.either(c.filled, c.record({"type": c.words("text/plain", "text/html"), "value": c.filled}, {}))
UPDATABLE: Mapping[str, Check] = {
    "name": c.filled,
    "email": c.or_null_in_update(c.email),
    "phoneNumber": c.or_null_in_update(c.filled),
    "linkedInUrl": c.or_null_in_update(c.url),
    "githubUrl": c.or_null_in_update(c.url),
    "websiteUrl": c.or_null_in_update(c.url),
    "alternateEmail": c.or_null_in_update(c.email),
    "socialLinks": c.or_null_in_update(c.array(c.record({"type": c.words(*LINK_TYPES), "url": c.url}, {}))),
    "sourceId": c.or_null_in_update(c.uuid),
    "creditedToUserId": c.or_null_in_update(c.uuid),
    "location": c.or_null_in_update(PLACE),
    "createdAt": c.or_null_in_update(c.time),
    "sendNotifications": c.boolean,
}


CONTRACTS: Mapping[str, Contract] = {
    "apiKey.info": _body({}, {}),
    "version.list": _body({}, {}),
    "user.list": _body({}, {**SYNC, "includeDeactivated": c.boolean}),
    "user.info": _body({"userId": c.uuid}, {}),
    "user.search": _body({"email": c.text}, {}),
    "department.list": _body({}, {**SYNC, **ARCHIVED}),
    "department.info": _body({"departmentId": c.uuid}, {}),
    "department.create": _body({"name": c.filled}, {"externalName": c.text, "parentId": c.uuid, "extraData": EXTRA}),
    "location.list": _body({}, {**SYNC, **ARCHIVED, "includeLocationHierarchy": c.boolean}),
    "location.info": _body({"locationId": c.uuid}, {}),
    "location.create": _body(
        {"name": c.filled, "type": c.words("Location", "LocationHierarchy")},
        {
            "address": ADDRESS,
            "parentLocationId": c.text,
            "isRemote": c.boolean,
            "workplaceType": c.words("OnSite", "Hybrid", "Remote"),
            "externalName": c.text,
            "extraData": EXTRA,
        },
    ),
    "job.list": _body(
        {},
        {
            **SYNC,
            "createdAfter": c.integer,
            "status": c.array(c.words(*JOB_STATUSES)),
            "openedAfter": c.integer,
            "openedBefore": c.integer,
            "closedAfter": c.integer,
            "closedBefore": c.integer,
            "includeUnpublishedJobPostingsIds": c.boolean,
            "expand": c.array(c.words("location", "openings")),
        },
    ),
    "job.info": _body(
        {"id": c.uuid},
        {"includeUnpublishedJobPostingsIds": c.boolean, "expand": c.array(c.words("location", "openings"))},
    ),
    "job.search": _body({}, {"title": c.text, "requisitionId": c.text}, "title", "requisitionId"),
    "job.create": _body(
        {"title": c.filled, "teamId": c.uuid, "locationId": c.uuid},
        {
            "defaultInterviewPlanId": c.uuid,
            "jobTemplateId": c.uuid,
            "brandId": c.uuid,
            "employmentType": c.words(*EMPLOYMENTS),
        },
    ),
    "job.setStatus": _body({"jobId": c.uuid, "status": c.words(*JOB_STATUSES)}, {}),
    "interviewPlan.list": _body({}, {**SYNC, **ARCHIVED}),
    "interviewStage.list": _body({"interviewPlanId": c.uuid}, {}),
    "jobInterviewPlan.info": _body({"jobId": c.uuid}, {}),
    "archiveReason.list": _body({}, ARCHIVED),
    "source.list": _body({}, ARCHIVED),
    "candidateTag.list": _body({}, {**SYNC, **ARCHIVED}),
    "candidateTag.create": _body({"title": c.filled}, {}),
    "customField.list": _body({}, {**SYNC, **ARCHIVED}),
    "customField.info": _body({"customFieldId": c.uuid}, {}),
    "customField.create": _body(
        {"fieldType": c.words(*FIELD_TYPES), "objectType": c.words(*FIELD_OWNERS), "title": c.filled},
        {
            "description": c.text,
            "selectableValues": c.array(c.record({"label": c.text, "value": c.text}, {})),
            "isDateOnlyField": c.boolean,
            "isExposableToCandidate": c.boolean,
        },
    ),
    "customField.setValue": _body({**FIELD_OBJECT, "fieldId": c.uuid, "fieldValue": _value}, {}),
    "customField.setValues": _body(
        {**FIELD_OBJECT, "values": c.array(c.record({"fieldId": c.uuid, "fieldValue": _value}, {}), 1)}, {}
    ),
    "candidate.create": _body(
        {"name": c.filled},
        {
            "email": c.email,
            "phoneNumber": c.filled,
            "linkedInUrl": c.url,
            "githubUrl": c.url,
            "website": c.url,
            "alternateEmailAddresses": c.array(c.email),
            "sourceId": c.uuid,
            "creditedToUserId": c.uuid,
            "location": PLACE,
            "createdAt": c.time,
        },
    ),
    "candidate.update": _body({"candidateId": c.uuid}, UPDATABLE),
    "candidate.info": _body({}, {"id": c.uuid, "externalMappingId": c.text}, "id", "externalMappingId"),
    "candidate.list": _body({}, {**SYNC, "createdAfter": c.integer}),
    "candidate.search": _body({}, {"email": c.text, "name": c.text}),
    "candidate.addTag": _body({"candidateId": c.text, "tagId": c.text}, {}),
    "candidate.removeTag": _body({"candidateId": c.uuid, "tagId": c.uuid}, {}),
    "candidate.createNote": _body(
        {"candidateId": c.uuid, "note": NOTE},
        {"sendNotifications": c.boolean, "isPrivate": c.boolean, "createdAt": c.time},
    ),
    "candidate.listNotes": _body({"candidateId": c.uuid}, SYNC),
    "application.create": _body(
        {"candidateId": c.uuid, "jobId": c.uuid},
        {
            "interviewPlanId": c.uuid,
            "interviewStageId": c.stage_id,
            "sourceId": c.uuid,
            "creditedToUserId": c.uuid,
            "createdAt": c.time,
            "applicationHistory": HISTORY,
        },
    ),
    "application.update": _body(
        {"applicationId": c.uuid},
        {key: UPDATABLE[key] for key in ("sourceId", "creditedToUserId", "createdAt", "sendNotifications")},
    ),
    "application.info": _body(
        {},
        {
            "applicationId": c.uuid,
            "submittedFormInstanceId": c.uuid,
            "expand": c.array(c.words("openings", "applicationFormSubmissions", "referrals")),
        },
        "applicationId",
        "submittedFormInstanceId",
    ),
    "application.list": _body(
        {},
        {
            **SYNC,
            "createdAfter": c.integer,
            "status": c.words("Hired", "Archived", "Active", "Lead"),
            "jobId": c.uuid,
            "expand": c.array(c.words("openings")),
        },
    ),
    "application.listHistory": _body({"applicationId": c.uuid}, PAGE),
    "application.changeStage": _body(
        {"applicationId": c.uuid, "interviewStageId": c.uuid},
        {
            "archiveReasonId": c.uuid,
            "archiveEmail": c.record({"communicationTemplateId": c.uuid}, {"sendAt": c.time}),
        },
    ),
    "application.changeSource": _body({"applicationId": c.uuid, "sourceId": c.or_null(c.uuid)}, {}),
    "application.updateHistory": _body({"applicationId": c.uuid, "applicationHistory": HISTORY}, {}),
    "application.delete": _body({"applicationId": c.uuid}, {}),
    "applicationHiringTeamRole.list": _body({}, {}),
    "application.addHiringTeamMember": _body({"applicationId": c.uuid, "teamMemberId": c.uuid, "roleId": c.uuid}, {}),
    "hiringTeamRole.list": _body({}, {"namesOnly": c.boolean}),
    **around.CONTRACTS,
    **papers.CONTRACTS,
}


def rules(options: AshbyOptions) -> Rules:
    """What the switches say about bodies in general."""
    return Rules(
        extra_keys=options.unknown_keys == "ignore",
        null_in_update=options.null_in_update != "refuse",
        null_in_set_value=options.null_in_set_value != "refuse",
        time_offset=options.time_offset == "accept",
        time_without_zone=options.time_without_zone == "utc",
    )


def problem(endpoint: str, body: Any, rules: Rules) -> Problem | None:
    """What the contract of `endpoint` has against a parsed JSON body; None if nothing."""
    return CONTRACTS[endpoint].check("", body, rules)


def known_part(endpoint: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body without the unknown keys that the rules let pass."""
    keys = CONTRACTS[endpoint].keys
    return body if body.keys() <= keys else {key: value for key, value in body.items() if key in keys}
