"""What people do in Ashby's own pages while a migration runs: merge, edit, delete.

No endpoint calls it. Each function takes the state first and holds its lock; `EDITS` names them for `POST /_sim/edit`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from pipeline.simulator import ashby_hands_around as around
from pipeline.simulator.ashby_objects import Application, Candidate, Event
from pipeline.simulator.ashby_orphans import drop_children
from pipeline.simulator.ashby_state import AshbyState, emails, index_keys

Edit = TypeVar("Edit", bound=Callable[..., None])


def alone(edit: Edit) -> Edit:
    """The edit as one that is done while no call is answered."""

    @wraps(edit)
    def locked(state: AshbyState, *args: Any, **details: Any) -> None:
        with state.lock:
            edit(state, *args, **details)

    return cast(Edit, locked)


@alone
def merge(state: AshbyState, kept_id: str, gone_id: str) -> None:
    """A recruiter merges two candidates: the id of one is gone, its applications keep theirs (open point 16)."""
    kept, gone = state.candidates.by_id[kept_id], state.candidates.by_id[gone_id]
    before = index_keys(kept)
    known = {email.casefold() for email in emails(kept)}
    moved = gone.applications
    for application_id in moved:
        application = state.applications.by_id[application_id]
        application.candidate_id = kept_id
        _touch_application(state, application)
    gone.applications = ()
    for project in state.projects.by_id.values():
        project.members = dict.fromkeys(kept_id if one == gone_id else one for one in project.members)
    state.drop_candidate(gone)
    kept.applications += moved
    kept.other_emails += tuple(email for email in emails(gone) if email.casefold() not in known)
    kept.phone = kept.phone or gone.phone
    kept.links += tuple(link for link in gone.links if link not in kept.links)
    kept.tags += tuple(tag_id for tag_id in gone.tags if tag_id not in kept.tags)
    kept.notes.extend(gone.notes)
    kept.files += gone.files
    kept.resume = kept.resume or gone.resume
    kept.custom = {**gone.custom, **kept.custom}
    state.merged[gone_id] = kept_id
    state.reindex(kept, before)
    _touch_candidate(state, kept)


@alone
def edit(state: AshbyState, candidate_id: str, **values: object) -> None:
    """A person changes fields of a candidate, named as in `ashby_objects.Candidate`; a list stands for a tuple."""
    candidate = state.candidates.by_id[candidate_id]
    before = index_keys(candidate)
    for name, value in values.items():
        if name not in Candidate.__slots__:
            raise ValueError(f"a candidate has no {name}")
        setattr(candidate, name, tuple(value) if isinstance(value, list) else value)
    state.reindex(candidate, before)
    _touch_candidate(state, candidate)


@alone
def set_custom_value(state: AshbyState, object_id: str, title: str, value: object) -> None:
    """A person sets a custom value of a candidate or an application."""
    candidate = state.candidates.by_id.get(object_id)
    kind = "Candidate" if candidate is not None else "Application"
    field_id = next(row.id for row in state.fields.by_id.values() if row.title == title and row.object_type == kind)
    if candidate is not None:
        candidate.custom[field_id] = value
        _touch_candidate(state, candidate)
    else:
        application = state.applications.by_id[object_id]
        application.custom[field_id] = value
        _touch_application(state, application)


@alone
def move(state: AshbyState, application_id: str, stage_title: str, reason_text: str | None = None) -> None:
    """A person moves an application to another stage of its plan, now."""
    application = state.applications.by_id[application_id]
    plan = state.plans.by_id[application.plan_id]
    stage = next(stage for stage in plan.stages if stage.title == stage_title)
    reason_id = next((row.id for row in state.reasons.values() if row.text == reason_text), None)
    event = Event(state.new_id(), stage.id, state.now(), reason_id, None)
    application.history = (*application.history, event)
    application.archived_at = event.entered_at if stage.type == "Archived" else None
    _touch_application(state, application)


@alone
def redate(state: AshbyState, application_id: str, number: int, entered_at: str) -> None:
    """A person changes when an application entered its stage `number` (ISO text in UTC with milliseconds)."""
    application = state.applications.by_id[application_id]
    history = list(application.history)
    history[number] = replace(history[number], entered_at=entered_at)
    application.history = tuple(history)
    _touch_application(state, application)


@alone
def delete(state: AshbyState, candidate_id: str) -> None:
    """An admin deletes a candidate with everything that hangs on them."""
    candidate = state.candidates.by_id[candidate_id]
    for application_id in candidate.applications:
        drop_children(state, application_id)
        state.applications.remove(state.applications.by_id[application_id], state.clock())
    candidate.applications = ()
    for project in state.projects.by_id.values():
        project.members.pop(candidate_id, None)
    state.drop_candidate(candidate)


def _touch_candidate(state: AshbyState, candidate: Candidate) -> None:
    candidate.updated_at = state.now()
    state.candidates.touch(candidate, state.clock())


def _touch_application(state: AshbyState, application: Application) -> None:
    application.updated_at = state.now()
    state.applications.touch(application, state.clock())


EDITS: Mapping[str, Callable[..., None]] = {
    **{edit_.__name__: edit_ for edit_ in (merge, edit, set_custom_value, move, redate, delete)},
    **{edit_.__name__: alone(edit_) for edit_ in around.EDITS},
}
"""Every edit by its name; each takes the state first."""
