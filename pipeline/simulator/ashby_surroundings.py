"""What surrounds candidates and applications: openings, projects, offers, referrals, interviews, and lists of set-up.

Facts only, in the form of `ashby_objects`: times are ISO 8601 text in UTC with milliseconds, dates `YYYY-MM-DD`.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Opening:
    """A seat to fill; `version_id` is that of its latest version."""

    id: str
    version_id: str
    author_id: str
    created_at: str
    updated_at: str
    identifier: str | None = None
    description: str | None = None
    department_id: str | None = None
    location_ids: tuple[str, ...] = ()
    job_ids: tuple[str, ...] = ()
    hire_date: str | None = None
    start_date: str | None = None
    backfill: bool = False
    employment: str = "FullTime"
    state: str = "Draft"
    opened_at: str | None = None
    closed_at: str | None = None
    close_reason_id: str | None = None
    archived_at: str | None = None
    """None unless archived"""
    team: tuple[tuple[str, str], ...] = ()
    """(user id, role id)"""
    custom: dict[str, Any] = field(default_factory=dict)
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Project:
    """A list of people for later."""

    id: str
    title: str
    author_id: str
    created_at: str
    description: str | None = None
    confidential: bool = False
    archived: bool = False
    members: dict[str, None] = field(default_factory=dict)
    """ids of candidates, in the order in which they were added"""
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class OfferVersion:
    """What an offer said at one time."""

    id: str
    created_at: str
    values: dict[str, Any]
    """path of the form's field → value"""
    approval: str | None
    """WaitingOnApprovals, or None where no approval is asked for"""


@dataclass(slots=True)
class OfferProcess:
    """The making of one offer for an application; it can't be listed."""

    id: str
    application_id: str
    forms: tuple[str, ...] = ()
    """ids of the forms that offer.start has handed out"""
    filled: tuple[str, ...] = ()
    """those of them that offer.create has taken"""
    offer_id: str | None = None
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Offer:
    """An offer with all its versions, the latest last."""

    id: str
    application_id: str
    created_at: str
    versions: tuple[OfferVersion, ...]
    acceptance: str
    """acceptanceStatus: Created, WaitingOnResponse, Accepted, Declined, Cancelled"""
    status: str
    """offerStatus, which follows from it"""
    decided_at: str | None = None
    dated: bool = False
    """whether somebody chose `decided_at`"""
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Referral:
    """What a colleague said in the referral form."""

    id: str
    application_id: str
    user_id: str
    created_at: str
    values: dict[str, Any]


@dataclass(slots=True)
class Interview:
    """A kind of interview that can be scheduled; with `job_id` for that job alone."""

    id: str
    title: str
    feedback: bool
    """whether feedback is asked for and required"""
    debrief: bool = False
    job_id: str | None = None
    archived: bool = False
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Appointment:
    """One event of an interview schedule."""

    id: str
    interview_id: str
    starts_at: str
    ends_at: str
    user_ids: tuple[str, ...]


@dataclass(slots=True)
class Schedule:
    """The interviews of an application in one stage."""

    id: str
    application_id: str
    stage_id: str
    status: str
    user_id: str
    """who scheduled it"""
    created_at: str
    updated_at: str
    events: tuple[Appointment, ...]
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class CloseReason:
    """Why a job or an opening was closed."""

    id: str
    text: str
    archived: bool


@dataclass(frozen=True, slots=True)
class TrackingLink:
    """A link that credits applications to a source."""

    id: str
    code: str
    source_id: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A message template; `types` are the ways in which it may be sent."""

    id: str
    title: str
    types: tuple[str, ...]
    created_at: str
