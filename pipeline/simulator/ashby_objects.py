"""The objects that an Ashby organisation holds, as plain dataclasses.

Facts only. Times are ISO 8601 text in UTC with milliseconds (`2022-08-12T20:29:56.964Z`), so that their order is the
order of the text. `born` and `changed` are change numbers of the object's table; see `ashby_rows`.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class User:
    """A member of the organisation."""

    id: str
    first_name: str
    last_name: str
    email: str
    global_role: str
    enabled: bool
    updated_at: str
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Department:
    """A department or a team."""

    id: str
    name: str
    created_at: str
    updated_at: str
    external_name: str | None = None
    parent_id: str | None = None
    extra: dict[str, str] | None = None
    archived: bool = False
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Location:
    """A location, or (type LocationHierarchy) a region that holds some."""

    id: str
    name: str
    type: str
    address: dict[str, Any] | None = None
    parent_id: str | None = None
    remote: bool = False
    workplace: str | None = None
    external_name: str | None = None
    extra: dict[str, str] | None = None
    archived: bool = False
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an interview plan."""

    id: str
    title: str
    type: str
    """Lead, PreInterviewScreen, Active, Offer, Hired or Archived"""
    order: int
    group_id: str | None
    plan_id: str


@dataclass(slots=True)
class Plan:
    """An interview plan with its stages in order."""

    id: str
    title: str
    stages: tuple[Stage, ...]
    created_at: str
    updated_at: str
    archived: bool = False
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Job:
    """A job; openedAt and closedAt are None until it has been opened or closed."""

    id: str
    title: str
    status: str
    confidential: bool
    department_id: str
    location_id: str
    plan_id: str | None
    author_id: str
    created_at: str
    updated_at: str
    employment: str = "FullTime"
    opened_at: str | None = None
    closed_at: str | None = None
    requisition_id: str | None = None
    team: tuple[tuple[str, str], ...] = ()
    """(user id, role id)"""
    custom: dict[str, Any] = field(default_factory=dict)
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class ArchiveReason:
    """Why an application was archived."""

    id: str
    text: str
    type: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where a candidate came from."""

    id: str
    title: str
    type_id: str
    type_title: str
    archived: bool


@dataclass(slots=True)
class Tag:
    """A candidate tag."""

    id: str
    title: str
    archived: bool = False
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class CustomField:
    """The definition of a custom field; `object_type` in the words of reading (Opening, Offer)."""

    id: str
    title: str
    type: str
    object_type: str
    private: bool = False
    archived: bool = False
    required: bool = False
    options: tuple[dict[str, Any], ...] = ()
    """{label, value, isArchived} of the select types"""
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a candidate; `content` as it is read back."""

    id: str
    content: str
    created_at: str
    private: bool
    author_id: str
    added: float
    """unix seconds of the call that made it"""


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate's resolved location."""

    id: str
    city: str | None
    region: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class FileHandle:
    """A file of a candidate."""

    id: str
    name: str
    handle: str


@dataclass(slots=True)
class Candidate:
    """A person. `email` and `phone` are the primary ones; the rest are others."""

    id: str
    name: str
    created_at: str
    updated_at: str
    added_at: str
    """when the record was made; unlike createdAt never back-dated"""
    email: str | None = None
    other_emails: tuple[str, ...] = ()
    phone: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    """(type, url)"""
    tags: tuple[str, ...] = ()
    position: str | None = None
    company: str | None = None
    school: str | None = None
    timezone: str | None = None
    place: Place | None = None
    source_id: str | None = None
    credited_to: str | None = None
    applications: tuple[str, ...] = ()
    custom: dict[str, Any] = field(default_factory=dict)
    """field id → value as set"""
    notes: list[Note] = field(default_factory=list)
    resume: FileHandle | None = None
    files: tuple[FileHandle, ...] = ()
    born: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An application's entry into a stage."""

    id: str
    stage_id: str
    entered_at: str
    reason_id: str | None
    actor_id: str | None


@dataclass(slots=True)
class Application:
    """A candidate's consideration for a job; the last event of `history` is the current stage."""

    id: str
    candidate_id: str
    job_id: str
    plan_id: str
    created_at: str
    updated_at: str
    history: tuple[Event, ...]
    archived_at: str | None = None
    source_id: str | None = None
    credited_to: str | None = None
    team: tuple[tuple[str, str], ...] = ()
    custom: dict[str, Any] = field(default_factory=dict)
    born: int = 0
    changed: int = 0
