"""Feedback forms, feedback and files that an Ashby organisation holds, as plain dataclasses.

Facts only, in the form of `ashby_objects`.
"""

from dataclasses import dataclass, field
from typing import Any

from pipeline.simulator.ashby_depot import Depot


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form; a submission names it by its `path`."""

    id: str
    type: str
    path: str
    title: str
    required: bool = False
    nullable: bool = True
    options: tuple[tuple[str, str], ...] = ()
    """(label, value) of the select types"""


@dataclass(slots=True)
class FeedbackForm:
    """A feedback form; only people in Ashby make and change them."""

    id: str
    title: str
    fields: tuple[FormField, ...]
    archived: bool = False
    default: bool = False
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Feedback:
    """A filled form about an application."""

    id: str
    application_id: str
    form_id: str
    user_id: str
    """to whom it is credited"""
    submitted_at: str
    values: dict[str, Any]
    """path of the field → value as it is read back"""
    history_id: str
    """the event of the application's history during which it came"""
    added: float
    """unix seconds of the call that made it"""
    event_id: str | None = None
    interview_id: str | None = None
    born: int = 0
    changed: int = 0


@dataclass(slots=True)
class Upload:
    """A promise to take one file: what createFileUploadHandle was told, and the bytes once they have come."""

    id: str
    handle: str
    context: str
    """CandidateResume, CandidateFiles or ApplicationForm"""
    name: str
    content_type: str
    size: int
    """bytes, as announced"""
    made: float
    """unix seconds"""
    fields: dict[str, str]
    """what the form of the upload must hold before its file"""
    sha256: str | None = None
    """None until the bytes are there"""
    used: bool = False
    """some candidate has got the file"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies behind the handle of a file."""

    sha256: str
    content_type: str
    candidate_id: str
    """on whom it was put; who has it after a merge is said by `AshbyState.merged`"""


@dataclass(frozen=True, slots=True)
class Parse:
    """A resume whose parser has not come to its end."""

    candidate_id: str
    sha256: str
    calls_left: int
    """calls to the API until it is done"""
    overwrites: bool


@dataclass(slots=True)
class Storage:
    """All that the organisation's file storage knows; the bytes themselves lie in the depot."""

    depot: Depot = field(default_factory=Depot)
    uploads: dict[str, Upload] = field(default_factory=dict)
    """handle of an upload → the upload"""
    places: dict[str, Upload] = field(default_factory=dict)
    """last part of an upload's address → the upload"""
    files: dict[str, Stored] = field(default_factory=dict)
    """handle of a file → what lies behind it"""
    downloads: dict[str, tuple[Stored, float]] = field(default_factory=dict)
    """last part of a download's address → the file, and when the address was made (unix seconds)"""
    parses: list[Parse] = field(default_factory=list)
