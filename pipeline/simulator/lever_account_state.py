"""What the stand-in of Lever remembers beside its people: requisitions, EEO answers, audit events, OAuth tokens, gaps.

Facts only, each once; times are Unix milliseconds, UTC. How they look in answers stands in `lever_requisitions`,
`lever_eeo`, `lever_audit` and `lever_oauth`; which there are is `world_account`'s business.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Requisition:
    """A requisition (reference section 2.14); confidential when it is linked to a confidential posting (1.3)."""

    id: str
    code: str
    name: str
    status: str
    created_at: int
    updated_at: int
    headcount: int | None
    """None: unlimited"""
    hired: int = 0
    backfill: bool = False
    creator: str | None = None
    owner: str | None = None
    hiring_manager: str | None = None
    notes: str = ""
    compensation_band: dict[str, Any] | None = None
    approval: dict[str, Any] | None = None
    """None: there was none, and Lever says {"steps": []}"""
    employment_status: str | None = None
    location: str | None = None
    team: str | None = None
    department: str | None = None
    postings: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    custom_fields: dict[str, Any] = field(default_factory=dict)
    fill_started_at: int | None = None
    fill_ended_at: int | None = None
    closed_at: int | None = None


@dataclass(slots=True)
class EeoAnswer:
    """What an applicant answered to the EEO questions (section 2.19); the rest stands on the opportunity."""

    opportunity: str
    responded_at: int
    answers: dict[str, str]
    """of gender, race, veteran, disability, disabilitySignatureDate only those that were answered"""
    source: str = "api"


@dataclass(slots=True)
class AuditEvent:
    """Something about accounts, keys or users (section 2.20); never about candidates."""

    id: str
    created_at: int
    type: str
    user: str | None
    """id of who did it"""
    target: str
    """id of the user to whom it was done"""
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Grants:
    """The OAuth tokens given out so far (section 1.2), oldest first."""

    refresh: dict[str, str] = field(default_factory=dict)
    """each refresh token with the one that it was given for"""
    access: dict[str, float] = field(default_factory=dict)
    """each access token with the monotonic time of its issue, in seconds"""


@dataclass(frozen=True)
class Gaps:
    """Ids of what a key can't get at, by what is wrong; empty in a healthy account. Chosen by `lever_gaps`."""

    unlisted_opportunities: frozenset[str] = frozenset()
    unreadable_opportunities: frozenset[str] = frozenset()
    unlisted_postings: frozenset[str] = frozenset()
    unreadable_postings: frozenset[str] = frozenset()
    unlisted_users: frozenset[str] = frozenset()
    unreadable_users: frozenset[str] = frozenset()
    removed_stages: frozenset[str] = frozenset()
    removed_archive_reasons: frozenset[str] = frozenset()
    removed_templates: frozenset[str] = frozenset()
