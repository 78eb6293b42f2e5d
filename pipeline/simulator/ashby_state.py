"""What the Ashby stand-in holds: the tables of its objects, the indexes over them, and how to show it all.

Who may see what, what a request may do and how an answer looks stand elsewhere. Times are ISO 8601 text in UTC with
milliseconds. Ids are drawn from the state's own dice: the same seed and the same order of writes give the same ids.
"""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any
from uuid import UUID

from pipeline.simulator.ashby_natural import custom_values as _values
from pipeline.simulator.ashby_natural import in_order as _sorted
from pipeline.simulator.ashby_natural import team as _team
from pipeline.simulator.ashby_objects import (
    Application,
    ArchiveReason,
    Candidate,
    CustomField,
    Department,
    FileHandle,
    Job,
    Location,
    Plan,
    Source,
    Stage,
    Tag,
    User,
)
from pipeline.simulator.ashby_paper_objects import Feedback, FeedbackForm, FormField, Storage
from pipeline.simulator.ashby_rows import Rows
from pipeline.simulator.ashby_surroundings import (
    CloseReason,
    Interview,
    Offer,
    OfferProcess,
    Opening,
    Project,
    Referral,
    Schedule,
    Template,
    TrackingLink,
)
from pipeline.simulator.ashby_surroundings_shown import surroundings


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
    forms: Rows[FeedbackForm] = field(default_factory=Rows)
    feedback: Rows[Feedback] = field(default_factory=Rows)
    feedback_of: dict[str, list[Feedback]] = field(default_factory=dict)
    """application id → its feedback, oldest first"""
    storage: Storage = field(default_factory=Storage)
    address: str = "http://ashby.example"
    """where the call that is being answered came in; the storage's addresses begin with it"""
    merged: dict[str, str] = field(default_factory=dict)
    """id of a candidate that a recruiter merged away → id of the one that stayed"""
    openings: Rows[Opening] = field(default_factory=Rows)
    projects: Rows[Project] = field(default_factory=Rows)
    offers: Rows[Offer] = field(default_factory=Rows)
    offer_processes: Rows[OfferProcess] = field(default_factory=Rows)
    referrals: list[Referral] = field(default_factory=list)
    interviews: Rows[Interview] = field(default_factory=Rows)
    schedules: Rows[Schedule] = field(default_factory=Rows)
    close_reasons: dict[str, CloseReason] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    tracking_links: dict[str, TrackingLink] = field(default_factory=dict)
    offer_fields: tuple[FormField, ...] = ()
    referral_fields: tuple[FormField, ...] = ()
    referral_form_id: str | None = None
    """None until referralForm.info has made the default form"""
    notifications: list[dict[str, str]] = field(default_factory=list)
    """messages that Ashby would have sent: {at, kind, endpoint, object}; kind is subscribers, automation,
    candidate_email, approvers, unknown"""
    by_email: dict[str, list[str]] = field(default_factory=dict)
    """e-mail, case folded → ids of the candidates that have it, primary or not"""
    by_name: dict[str, list[str]] = field(default_factory=dict)
    """name, case folded → ids of the candidates"""
    brand_id: str = ""
    organization_id: str = ""
    interview_form_id: str = ""
    """the feedback form that interviews name"""
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

    def add_feedback(self, row: Feedback) -> None:
        """Put new feedback into the table and under its application."""
        self.feedback.add(row, self.clock())
        self.feedback_of.setdefault(row.application_id, []).append(row)

    def drop_feedback(self, row: Feedback) -> None:
        """Take feedback out of the table and from its application."""
        self.feedback.remove(row, self.clock())
        self.feedback_of[row.application_id].remove(row)

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
        "forms": state.forms,
        "feedback": state.feedback,
        "openings": state.openings,
        "projects": state.projects,
        "offers": state.offers,
        "offer_processes": state.offer_processes,
        "interviews": state.interviews,
        "schedules": state.schedules,
    }
    with state.lock:
        return _snapshot(state, tables)


def _snapshot(state: AshbyState, tables: dict[str, Rows[Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: [asdict(row) for row in rows.by_id.values()] for name, rows in tables.items()}
    shown["uploads"] = [asdict(upload) for upload in state.storage.uploads.values()]
    shown["stored"] = {handle: asdict(stored) for handle, stored in state.storage.files.items()}
    shown["parses"] = [asdict(parse) for parse in state.storage.parses]
    shown["reasons"] = [asdict(reason) for reason in state.reasons.values()]
    shown["sources"] = [asdict(source) for source in state.sources.values()]
    shown["referrals"] = [asdict(referral) for referral in state.referrals]
    shown["referral_form_id"] = state.referral_form_id
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
                "requisition": job.requisition_id,
                "employmentType": job.employment,
            }
            for job in state.jobs.by_id.values()
        ),
        "departments": _sorted(
            {
                "name": department.name,
                "externalName": department.external_name,
                "parent": state.departments.by_id[department.parent_id].name if department.parent_id else None,
                "isArchived": department.archived,
                "extraData": department.extra,
            }
            for department in state.departments.by_id.values()
        ),
        "locations": _sorted(
            {
                "name": place.name,
                "externalName": place.external_name,
                "type": place.type,
                "parent": state.locations.by_id[place.parent_id].name if place.parent_id else None,
                "workplaceType": place.workplace,
                "isArchived": place.archived,
                "extraData": place.extra,
            }
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
        **surroundings(state),
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
        "resume": _file(state, candidate.resume) if candidate.resume else None,
        "files": _sorted(_file(state, handle) for handle in candidate.files),
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
        "feedback": _feedback(state, application),
        "history": [
            [
                state.stages[event.stage_id].title,
                event.entered_at,
                state.reasons[event.reason_id].text if event.reason_id else None,
            ]
            for event in application.history
        ],
    }


def _file(state: AshbyState, handle: FileHandle) -> list[str | None]:
    """Name, type and SHA-256 of the bytes; the last two are None of a handle without a stored file."""
    stored = state.storage.files.get(handle.handle)
    return [handle.name, stored.content_type if stored else None, stored.sha256 if stored else None]


def _feedback(state: AshbyState, application: Application) -> list[dict[str, Any]]:
    """Feedback by form, author and values; its time is that of the call, and equal runs differ in it."""
    return _sorted(
        {
            "form": state.forms.by_id[row.form_id].title,
            "by": state.users.by_id[row.user_id].email,
            "values": [
                [field_.title, row.values[field_.path]]
                for field_ in state.forms.by_id[row.form_id].fields
                if field_.path in row.values
            ],
        }
        for row in state.feedback_of.get(application.id, ())
    )
