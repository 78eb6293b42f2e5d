"""What the Ashby stand-in holds: the tables of its objects, the indexes over them, and how to show it all.

Who may see what, what a request may do and how an answer looks stand elsewhere. Times are ISO 8601 text in UTC with
milliseconds. Ids are drawn from the state's own dice: the same seed and the same order of writes give the same ids.
"""

import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any
from uuid import UUID

from pipeline.simulator.ashby_objects import (
    Application,
    ArchiveReason,
    Candidate,
    CustomField,
    Department,
    Job,
    Location,
    Plan,
    Source,
    Stage,
    Tag,
    User,
)
from pipeline.simulator.ashby_rows import Rows


@dataclass(slots=True)
class AshbyState:
    """The whole organisation. Candidates go in and out through `add_candidate`, `reindex` and `drop_candidate`."""

    dice: random.Random
    clock: Callable[[], float] = time.time
    """unix seconds; a test may put its own"""
    users: Rows[User] = field(default_factory=Rows)
    departments: Rows[Department] = field(default_factory=Rows)
    locations: Rows[Location] = field(default_factory=Rows)
    plans: Rows[Plan] = field(default_factory=Rows)
    stages: dict[str, Stage] = field(default_factory=dict)
    jobs: Rows[Job] = field(default_factory=Rows)
    reasons: dict[str, ArchiveReason] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    tags: Rows[Tag] = field(default_factory=Rows)
    fields: Rows[CustomField] = field(default_factory=Rows)
    roles: dict[str, str] = field(default_factory=dict)
    """hiring team roles: id → title"""
    candidates: Rows[Candidate] = field(default_factory=Rows)
    applications: Rows[Application] = field(default_factory=Rows)
    merged: dict[str, str] = field(default_factory=dict)
    """id of a candidate that a recruiter merged away → id of the one that stayed"""
    notifications: list[dict[str, str]] = field(default_factory=list)
    """messages that Ashby would have sent: {at, kind, endpoint, object}; kind is subscribers, automation, unknown"""
    by_email: dict[str, list[str]] = field(default_factory=dict)
    """e-mail, case folded → ids of the candidates that have it, primary or not"""
    by_name: dict[str, list[str]] = field(default_factory=dict)
    """name, case folded → ids of the candidates"""
    brand_id: str = ""
    key_user_id: str = ""
    """the user behind the API key: author of notes, actor of history"""
    key_title: str = ""
    key_created_at: str = ""
    lock: RLock = field(default_factory=RLock)
    """held while a call is answered, and by whoever changes or shows the state from another thread"""

    def new_id(self) -> str:
        """A UUID from the dice."""
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    def now(self) -> str:
        """The clock as ISO text."""
        return iso(self.clock())

    def add_candidate(self, candidate: Candidate) -> None:
        """Put a new candidate into the table and the indexes."""
        self.candidates.add(candidate, self.clock())
        self._index(candidate)

    def reindex(self, candidate: Candidate, before: Iterable[str]) -> None:
        """Renew the index entries of a changed candidate; `before` are its `index_keys` before the change."""
        self._unindex(candidate.id, before)
        self._index(candidate)

    def drop_candidate(self, candidate: Candidate) -> None:
        """Take a candidate out of the table and the indexes."""
        self._unindex(candidate.id, index_keys(candidate))
        self.candidates.remove(candidate, self.clock())

    def _index(self, candidate: Candidate) -> None:
        for key in index_keys(candidate):
            index = self.by_name if key.startswith("\n") else self.by_email
            index.setdefault(key, []).append(candidate.id)

    def _unindex(self, candidate_id: str, keys: Iterable[str]) -> None:
        for key in keys:
            index = self.by_name if key.startswith("\n") else self.by_email
            index[key].remove(candidate_id)
            if not index[key]:
                del index[key]


def index_keys(candidate: Candidate) -> set[str]:
    """The keys under which a candidate is indexed: its e-mails, and its name behind a line feed, all case folded."""
    return {email.casefold() for email in emails(candidate)} | {"\n" + candidate.name.casefold()}


def emails(candidate: Candidate) -> tuple[str, ...]:
    """All addresses of a candidate, the primary one first."""
    return candidate.other_emails if candidate.email is None else (candidate.email, *candidate.other_emails)


def iso(seconds: float) -> str:
    """Unix seconds as ISO text in UTC with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def notify(state: AshbyState, kind: str, endpoint: str, object_id: str) -> None:
    """Note down a message that Ashby would have sent to people."""
    state.notifications.append({"at": state.now(), "kind": kind, "endpoint": endpoint, "object": object_id})


def snapshot(state: AshbyState) -> dict[str, Any]:
    """The whole state as JSON values, with ids, in order of creation (fields are named as in the dataclasses)."""
    tables: dict[str, Rows[Any]] = {
        "users": state.users,
        "departments": state.departments,
        "locations": state.locations,
        "plans": state.plans,
        "jobs": state.jobs,
        "tags": state.tags,
        "fields": state.fields,
        "candidates": state.candidates,
        "applications": state.applications,
    }
    with state.lock:
        return _snapshot(state, tables)


def _snapshot(state: AshbyState, tables: dict[str, Rows[Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: [asdict(row) for row in rows.by_id.values()] for name, rows in tables.items()}
    shown["reasons"] = [asdict(reason) for reason in state.reasons.values()]
    shown["sources"] = [asdict(source) for source in state.sources.values()]
    return shown | {"merged": dict(state.merged), "notifications": list(state.notifications)}


def canonical(state: AshbyState) -> dict[str, Any]:
    """The end state ids aside: everything is named by its natural content, and lists keep duplicates.

    Left out, because two equal runs differ in it: ids, updatedAt, archivedAt (it follows from the history), who acted,
    and the times at which set-up objects were made. Notifications are not part of it.
    """
    with state.lock:
        return _canonical(state)


def _canonical(state: AshbyState) -> dict[str, Any]:
    return {
        "candidates": _sorted(_candidate(state, candidate) for candidate in state.candidates.by_id.values()),
        "jobs": _sorted(
            {
                "title": job.title,
                "status": job.status,
                "confidential": job.confidential,
                "department": state.departments.by_id[job.department_id].name,
                "location": state.locations.by_id[job.location_id].name,
                "plan": state.plans.by_id[job.plan_id].title if job.plan_id else None,
                "team": _team(state, job.team),
                "values": _values(state, job.custom),
            }
            for job in state.jobs.by_id.values()
        ),
        "departments": _sorted(
            {"name": department.name, "isArchived": department.archived, "extraData": department.extra}
            for department in state.departments.by_id.values()
        ),
        "locations": _sorted(
            {"name": place.name, "type": place.type, "isArchived": place.archived, "extraData": place.extra}
            for place in state.locations.by_id.values()
        ),
        "tags": _sorted({"title": tag.title, "isArchived": tag.archived} for tag in state.tags.by_id.values()),
        "customFields": _sorted(
            {
                "title": field_.title,
                "fieldType": field_.type,
                "objectType": field_.object_type,
                "isArchived": field_.archived,
                "selectableValues": list(field_.options),
            }
            for field_ in state.fields.by_id.values()
        ),
    }


def _candidate(state: AshbyState, candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "name": candidate.name,
        "emails": sorted(emails(candidate)),
        "createdAt": candidate.created_at,
        "primaryEmail": candidate.email,
        "phone": candidate.phone,
        "links": sorted([type_, url] for type_, url in candidate.links),
        "tags": sorted(state.tags.by_id[tag_id].title for tag_id in candidate.tags),
        "position": candidate.position,
        "company": candidate.company,
        "school": candidate.school,
        "location": [place.city, place.region, place.country] if place else None,
        "source": state.sources[candidate.source_id].title if candidate.source_id else None,
        "creditedTo": state.users.by_id[candidate.credited_to].email if candidate.credited_to else None,
        "values": _values(state, candidate.custom),
        "files": sorted(handle.name for handle in candidate.files),
        "notes": _sorted(
            {"content": note.content, "createdAt": note.created_at, "isPrivate": note.private}
            for note in candidate.notes
        ),
        "applications": _sorted(
            _application(state, state.applications.by_id[application_id]) for application_id in candidate.applications
        ),
    }


def _application(state: AshbyState, application: Application) -> dict[str, Any]:
    credited = application.credited_to
    return {
        "job": state.jobs.by_id[application.job_id].title,
        "createdAt": application.created_at,
        "source": state.sources[application.source_id].title if application.source_id else None,
        "creditedTo": state.users.by_id[credited].email if credited else None,
        "team": _team(state, application.team),
        "values": _values(state, application.custom),
        "history": [
            [
                state.stages[event.stage_id].title,
                event.entered_at,
                state.reasons[event.reason_id].text if event.reason_id else None,
            ]
            for event in application.history
        ],
    }


def _values(state: AshbyState, custom: dict[str, Any]) -> list[list[Any]]:
    set_ = ((field_id, value) for field_id, value in custom.items() if value is not None)
    return _sorted([state.fields.by_id[field_id].title, value] for field_id, value in set_)


def _team(state: AshbyState, team: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return sorted([state.users.by_id[user_id].email, state.roles[role_id]] for user_id, role_id in team)


def _sorted(values: Iterable[Any]) -> list[Any]:
    """Sorted by their JSON text, so that any JSON values have an order."""
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True))
