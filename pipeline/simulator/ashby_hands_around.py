"""What people do in Ashby's own pages to jobs, set-up, projects, openings, offers and interviews, by hand.

No endpoint calls it. Each function takes the state first; `ashby_hands` holds the lock around it and names it.
"""

from collections.abc import Callable
from typing import Any

from pipeline.simulator.ashby_offers import DECIDED
from pipeline.simulator.ashby_orphans import drop_children
from pipeline.simulator.ashby_rows import Rows
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.ashby_surroundings import Appointment, Schedule


def set_job_status(state: AshbyState, job_id: str, status: str) -> None:
    """A person opens, closes, archives or re-drafts a job; approvals aside, they may do it in any order."""
    row = state.jobs.by_id[job_id]
    row.status, row.updated_at = status, state.now()
    if status == "Open":
        row.opened_at, row.closed_at = row.updated_at, None
    if status == "Closed":
        row.closed_at = row.updated_at
    state.jobs.touch(row, state.clock())


def hide_job(state: AshbyState, job_id: str) -> None:
    """An admin makes a job confidential."""
    row = state.jobs.by_id[job_id]
    row.confidential, row.updated_at = True, state.now()
    state.jobs.touch(row, state.clock())


def rename(state: AshbyState, object_id: str, name: str) -> None:
    """An admin renames a department, location, job, project or tag, or changes an opening's identifier."""
    table, row = _found(state, object_id)
    word = next(word for word in ("name", "title", "identifier") if hasattr(row, word))
    setattr(row, word, name)
    table.touch(row, state.clock())


def archive(state: AshbyState, object_id: str, *, archived: bool = True) -> None:
    """An admin archives a department, location, project, tag or opening, or brings it back."""
    table, row = _found(state, object_id)
    if hasattr(row, "archived_at"):
        row.archived_at = state.now() if archived else None
    else:
        row.archived = archived
    table.touch(row, state.clock())


def _found(state: AshbyState, object_id: str) -> tuple[Rows[Any], Any]:
    tables: tuple[Rows[Any], ...] = (
        *(state.departments, state.locations, state.jobs),
        *(state.projects, state.tags, state.openings),
    )
    table = next(table for table in tables if object_id in table.by_id)
    return table, table.by_id[object_id]


def disable_user(state: AshbyState, user_id: str) -> None:
    """An admin deactivates a user (open point 17)."""
    row = state.users.by_id[user_id]
    row.enabled, row.updated_at = False, state.now()
    state.users.touch(row, state.clock())


def delete_application(state: AshbyState, application_id: str) -> None:
    """An admin deletes one application with everything that hangs on it."""
    row = state.applications.by_id[application_id]
    candidate = state.candidates.by_id[row.candidate_id]
    candidate.applications = tuple(known for known in candidate.applications if known != application_id)
    candidate.updated_at = state.now()
    state.candidates.touch(candidate, state.clock())
    drop_children(state, application_id)
    state.applications.remove(row, state.clock())


def set_source(state: AshbyState, application_id: str, title: str | None) -> None:
    """A recruiter gives an application another source, or none."""
    row = state.applications.by_id[application_id]
    row.source_id = title and next(source.id for source in state.sources.values() if source.title == title)
    row.updated_at = state.now()
    state.applications.touch(row, state.clock())


def set_team(state: AshbyState, object_id: str, members: list[tuple[str, str]]) -> None:
    """A person sets the hiring team of an application, job or opening, as pairs of e-mail and role."""
    users = {row.email: row.id for row in state.users.by_id.values()}
    roles = {title: role_id for role_id, title in state.roles.items()}
    tables: tuple[Rows[Any], ...] = (state.applications, state.jobs, state.openings)
    table = next(table for table in tables if object_id in table.by_id)
    row = table.by_id[object_id]
    row.team, row.updated_at = tuple((users[email], roles[role]) for email, role in members), state.now()
    table.touch(row, state.clock())


def put_into_project(state: AshbyState, candidate_id: str, project_id: str, *, inside: bool = True) -> None:
    """A recruiter puts a candidate into a project, or takes them out."""
    members = state.projects.by_id[project_id].members
    members.pop(candidate_id, None)
    if inside:
        members[candidate_id] = None


def decide_offer(state: AshbyState, offer_id: str, acceptance: str) -> None:
    """A recruiter notes how an offer ended: Accepted, Declined or Cancelled."""
    row = state.offers.by_id[offer_id]
    row.acceptance, row.status, row.decided_at = acceptance, DECIDED[acceptance], state.now()
    state.offers.touch(row, state.clock())


def delete_offer(state: AshbyState, offer_id: str) -> None:
    """An admin deletes an offer; its process waits for another one."""
    for process in state.offer_processes.by_id.values():
        if process.offer_id == offer_id:
            process.offer_id = None
    state.offers.remove(state.offers.by_id[offer_id], state.clock())


def schedule(
    state: AshbyState, application_id: str, interview: str, starts_at: str, ends_at: str, interviewers: list[str]
) -> None:
    """A coordinator schedules an interview (its title) with some users (their e-mails) in the present stage."""
    application = state.applications.by_id[application_id]
    kind = next(row for row in state.interviews.by_id.values() if row.title == interview)
    users = tuple(row.id for row in state.users.by_id.values() if row.email in interviewers)
    event = Appointment(state.new_id(), kind.id, starts_at, ends_at, users)
    now = state.now()
    stage_id = application.history[-1].stage_id
    row = Schedule(state.new_id(), application_id, stage_id, "Scheduled", state.key_user_id, now, now, (event,))
    state.schedules.add(row, state.clock())


EDITS: tuple[Callable[..., None], ...] = (
    *(set_job_status, hide_job, rename, archive, disable_user, delete_application, set_source, set_team),
    *(put_into_project, decide_offer, delete_offer, schedule),
)
"""Every edit here, still without the lock."""
