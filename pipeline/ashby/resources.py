"""What Ashby has and how to ask for all of it: one value per list (ashby-api 3, 9)."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One raw table and the call that lists it; `of` names the parameter that takes the parent's id."""

    table: str
    call: str
    body: tuple[tuple[str, Any], ...] = ()
    paged: bool = True
    of: str | None = None


_ARCHIVED = (("includeArchived", True),)

CONFIGURATION = (
    Resource("raw_ashby__user", "user.list", (("includeDeactivated", True),)),
    Resource("raw_ashby__department", "department.list", _ARCHIVED),
    Resource("raw_ashby__location", "location.list", _ARCHIVED),
    # Drafts are listed only when asked for.
    Resource(
        "raw_ashby__job",
        "job.list",
        (("status", ["Draft", "Open", "Closed", "Archived"]),),
    ),
    Resource("raw_ashby__interview_plan", "interviewPlan.list", _ARCHIVED),
    Resource("raw_ashby__archive_reason", "archiveReason.list", _ARCHIVED, paged=False),
    Resource("raw_ashby__source", "source.list", _ARCHIVED, paged=False),
    Resource("raw_ashby__tag", "candidateTag.list", _ARCHIVED),
    Resource("raw_ashby__custom_field", "customField.list", _ARCHIVED),
    Resource("raw_ashby__feedback_form", "feedbackFormDefinition.list", _ARCHIVED),
    Resource("raw_ashby__hiring_team_role", "applicationHiringTeamRole.list", paged=False),
    Resource("raw_ashby__opening", "opening.list"),
)
INTERVIEW_STAGES = Resource("raw_ashby__interview_stage", "interviewStage.list", paged=False, of="interviewPlanId")
CANDIDATES = Resource("raw_ashby__candidate", "candidate.list")
APPLICATIONS = Resource("raw_ashby__application", "application.list")
HISTORIES = Resource("raw_ashby__application_history", "application.listHistory", of="applicationId")
NOTES = Resource("raw_ashby__note", "candidate.listNotes", of="candidateId")
FEEDBACK = Resource("raw_ashby__feedback", "applicationFeedback.list")
"""Of all applications in one list: without applicationId, which is optional."""
