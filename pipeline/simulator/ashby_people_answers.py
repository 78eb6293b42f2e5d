"""How candidates, notes and applications look in an answer: which keys, and whether an empty one is null or left out.

After section 9, the OpenAPI copy and the recordings (`payloads/ashby/README.md`): empty single values are null, except
`archivedAt` and the candidate's contact, company, position, school, location and resume, which are left out.
"""

from pipeline.simulator.ashby_answers import (
    Shown,
    archive_reason,
    credited,
    custom_values,
    member,
    source,
    stage,
    tag,
)
from pipeline.simulator.ashby_objects import Application, Candidate, Event, FileHandle, Note, Place
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_sight import application_visible
from pipeline.simulator.ashby_state import AshbyState

STATUS = {
    "Lead": "Lead",
    "PreInterviewScreen": "Active",
    "Active": "Active",
    "Offer": "Active",
    "Hired": "Hired",
    "Archived": "Archived",
}
"""Stage type → application status (section 8; of PreInterviewScreen and Offer our reading)."""
PROFILE = "https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/"


def contact(value: str, *, primary: bool) -> Shown:
    """An e-mail address or phone number; writes can't set the type, it is always Personal (section 8)."""
    return {"value": value, "type": "Personal", "isPrimary": primary}


def file_handle(row: FileHandle) -> Shown:
    """A file."""
    return {"id": row.id, "name": row.name, "handle": row.handle}


def place(row: Place) -> Shown:
    """A candidate's location."""
    parts = (("Country", row.country), ("Region", row.region), ("City", row.city))
    return {
        "id": row.id,
        "locationSummary": ", ".join(name for _, name in reversed(parts) if name),
        "locationComponents": [{"type": kind, "name": name} for kind, name in parts if name],
    }


def candidate(state: AshbyState, options: AshbyOptions, row: Candidate) -> Shown:
    """The whole candidate, as every candidate endpoint answers it."""
    shown: Shown = {
        "id": row.id,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
        "name": row.name,
    }
    addresses = [contact(email, primary=False) for email in row.other_emails]
    if row.email is not None:
        shown["primaryEmailAddress"] = contact(row.email, primary=True)
        addresses.insert(0, contact(row.email, primary=True))
    shown["emailAddresses"] = addresses
    if row.phone is not None:
        shown["primaryPhoneNumber"] = contact(row.phone, primary=True)
    shown["phoneNumbers"] = [] if row.phone is None else [contact(row.phone, primary=True)]
    shown["socialLinks"] = [{"type": kind, "url": url} for kind, url in row.links]
    shown["tags"] = [tag(state.tags.by_id[tag_id]) for tag_id in row.tags]
    for key, value in (("position", row.position), ("company", row.company), ("school", row.school)):
        if value is not None:
            shown[key] = value
    shown["applicationIds"] = [
        application_id
        for application_id in row.applications
        if application_visible(state, options, state.applications.by_id[application_id])
    ]
    if row.resume is not None:
        shown["resumeFileHandle"] = file_handle(row.resume)
    shown["fileHandles"] = [file_handle(handle) for handle in row.files]
    shown["customFields"] = custom_values(state, options, row.custom)
    shown["profileUrl"] = PROFILE + row.id
    shown["source"] = source(state.sources[row.source_id]) if row.source_id else None
    shown["creditedToUser"] = credited(state, row.credited_to)
    shown["timezone"] = row.timezone
    if row.place is not None:
        shown["location"] = place(row.place)
    shown["fraudStatus"] = None
    return shown


def note(state: AshbyState, row: Note) -> Shown:
    """A note; its author is the user behind the key that made it."""
    author = state.users.by_id[row.author_id]
    return {
        "id": row.id,
        "createdAt": row.created_at,
        "isPrivate": row.private,
        "content": row.content,
        "author": {
            "id": author.id,
            "firstName": author.first_name,
            "lastName": author.last_name,
            "email": author.email,
        },
    }


def history(state: AshbyState, row: Application) -> list[Shown]:
    """The history, oldest first; leftStageAt is the next event's beginning, the current event has none."""
    return [
        _event(state, number, event, row.history[number + 1] if number + 1 < len(row.history) else None)
        for number, event in enumerate(row.history)
    ]


def _event(state: AshbyState, number: int, event: Event, following: Event | None) -> Shown:
    shown: Shown = {
        "id": event.id,
        "stageId": event.stage_id,
        "title": state.stages[event.stage_id].title,
        "stageNumber": number,
        "enteredStageAt": event.entered_at,
    }
    if following is not None:
        shown["leftStageAt"] = following.entered_at
    shown["allowedActions"] = ["set_entered_at"] if following is None else ["set_entered_at", "delete"]
    shown["actorId"] = event.actor_id
    return shown


def application(
    state: AshbyState,
    options: AshbyOptions,
    row: Application,
    *,
    with_history: bool = False,
    with_resume: bool = False,
    expand: tuple[str, ...] = (),
) -> Shown:
    """An application; only some endpoints add the history (create, info, updateHistory) and the resume (info)."""
    person = state.candidates.by_id.get(row.candidate_id) or state.candidates.gone[row.candidate_id]
    last = row.history[-1]
    current = state.stages[last.stage_id]
    owner = state.jobs.by_id[row.job_id]
    shown: Shown = {"id": row.id, "createdAt": row.created_at, "updatedAt": row.updated_at}
    if row.archived_at is not None:
        shown["archivedAt"] = row.archived_at
    shown["candidate"] = {"id": person.id, "name": person.name}
    if person.email is not None:
        shown["candidate"]["primaryEmailAddress"] = contact(person.email, primary=True)
    if person.phone is not None:
        shown["candidate"]["primaryPhoneNumber"] = contact(person.phone, primary=True)
    shown["status"] = STATUS[current.type]
    if with_resume and person.resume is not None:
        shown["resumeFileHandle"] = file_handle(person.resume)
    shown["customFields"] = custom_values(state, options, row.custom)
    shown["currentInterviewStage"] = stage(current)
    shown["source"] = source(state.sources[row.source_id]) if row.source_id else None
    shown["creditedToUser"] = credited(state, row.credited_to)
    shown["archiveReason"] = (
        archive_reason(state.reasons[last.reason_id]) | {"customFields": []} if last.reason_id else None
    )
    shown["job"] = {
        "id": owner.id,
        "title": owner.title,
        "locationId": owner.location_id,
        "departmentId": owner.department_id,
        "brandId": state.brand_id,
    }
    shown["hiringTeam"] = [member(state, *pair) for pair in row.team]
    shown["appliedViaJobPostingId"] = None
    if with_history:
        shown["applicationHistory"] = history(state, row)
    shown["submitterClientIp"] = None
    shown["submitterUserAgent"] = None
    for name in expand:
        shown[name] = []
    if "referrals" in expand:
        shown["referrals"] = [
            {"user": credited(state, one.user_id), "referredAt": one.created_at}
            for one in state.referrals
            if one.application_id == row.id
        ]
    return shown
