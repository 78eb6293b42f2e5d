"""What the endpoints of feedback, files and options of custom fields take; part of `ashby_contract`.

The values of feedback depend on the form, so that here any JSON value passes.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.simulator import ashby_checks as c
from pipeline.simulator.ashby_checks import Problem, Rules
from pipeline.simulator.ashby_contract_parts import ARCHIVED, SYNC, Contract, body


def _anything(_: str, __: Any, ___: Rules) -> Problem | None:
    """Any JSON value."""
    return None


SUBMISSIONS = c.record({"fieldSubmissions": c.array(c.record({"path": c.text, "value": _anything}, {}))}, {})
FEEDBACK = body(
    {"applicationId": c.uuid, "formDefinitionId": c.uuid, "feedbackForm": SUBMISSIONS},
    {"userId": c.uuid, "interviewEventId": c.uuid},
)


def _feedback(path: str, value: Any, rules: Rules) -> Problem | None:
    """Feedback on an interview event names its author."""
    problem = FEEDBACK.check(path, value, rules)
    if problem is None and "interviewEventId" in value and "userId" not in value:
        return Problem("userId", "is required with interviewEventId")
    return problem


CONTRACTS: Mapping[str, Contract] = {
    "feedbackFormDefinition.list": body({}, {**SYNC, **ARCHIVED}),
    "feedbackFormDefinition.info": body({"feedbackFormDefinitionId": c.uuid}, {}),
    "applicationFeedback.list": body({}, {**SYNC, "createdAfter": c.integer, "applicationId": c.uuid}),
    "applicationFeedback.submit": Contract(_feedback, FEEDBACK.keys),
    "file.createFileUploadHandle": body(
        {
            "fileUploadContext": c.words("CandidateResume", "CandidateFiles", "ApplicationForm"),
            "filename": c.filled,
            "contentType": c.filled,
            "contentLength": c.integer,
        },
        {},
    ),
    "file.info": body({"fileHandle": c.text}, {}),
    "candidate.uploadFile": body({"candidateId": c.uuid, "fileHandle": c.text}, {}),
    "candidate.uploadResume": body({"candidateId": c.uuid, "resumeHandle": c.text}, {}),
    "customField.updateSelectableValues": body(
        {
            "customFieldId": c.uuid,
            "selectableValues": c.array(c.record({"label": c.text, "value": c.text}, {"isArchived": c.boolean})),
        },
        {},
    ),
}
