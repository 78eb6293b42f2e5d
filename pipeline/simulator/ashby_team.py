"""Hiring teams of applications, jobs and openings: users with a role, added and removed (sections 9.2 and 9.7).

Same form as `ashby_writes`. Whether the user is told is not documented.
"""

from typing import Any

from pipeline.simulator.ashby_answers import member
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_objects import Application, Job
from pipeline.simulator.ashby_openings import find_opening
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_rows import Rows
from pipeline.simulator.ashby_sight import find_application, find_job, find_user
from pipeline.simulator.ashby_state import AshbyState, notify
from pipeline.simulator.ashby_surroundings import Opening

Body = dict[str, Any]
Teamed = Application | Job | Opening
OWNERS = ("applicationId", "jobId", "openingId")


def application_add_member(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.addHiringTeamMember."""
    return _add(state, options, body, "application.addHiringTeamMember")


def application_remove_member(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.removeHiringTeamMember."""
    return _remove(state, options, body)


def add_member(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """hiringTeam.addMember to the one object that is named."""
    return _add(state, options, body, "hiringTeam.addMember")


def remove_member(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """hiringTeam.removeMember from the one object that is named."""
    return _remove(state, options, body)


def _add(state: AshbyState, options: AshbyOptions, body: Body, endpoint: str) -> Answer:
    row, rows = _owner(state, options, body)
    user = find_user(state, options, body["teamMemberId"], "teamMemberId")
    role_id = _role(state, body)
    already = (user.id, role_id) in row.team
    if already and options.add_member_twice == "refuse":
        raise invalid("teamMemberId", "has this role already")
    if not already or options.add_member_twice == "stack":
        _set(state, row, rows, (*row.team, (user.id, role_id)))
    if options.record_unknown_notifications:
        notify(state, "unknown", endpoint, row.id)
    return {"results": member(state, user.id, role_id)}


def _remove(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """Takes a disabled user too, who is in the team from better days."""
    row, rows = _owner(state, options, body)
    if body["teamMemberId"] not in state.users.by_id:
        raise not_found("user", "teamMemberId")
    pair = (body["teamMemberId"], _role(state, body))
    if pair in row.team:
        place = row.team.index(pair)
        _set(state, row, rows, (*row.team[:place], *row.team[place + 1 :]))
    elif options.remove_absent_member == "refuse":
        raise invalid("teamMemberId", "has not this role")
    return {"results": member(state, *pair)}


def _owner(state: AshbyState, options: AshbyOptions, body: Body) -> tuple[Teamed, Rows[Any]]:
    """The object whose team it is, and its table; exactly one must be named."""
    match [key for key in OWNERS if key in body]:
        case ["applicationId"]:
            return find_application(state, options, body["applicationId"]), state.applications
        case ["jobId"]:
            return find_job(state, options, body["jobId"], "jobId"), state.jobs
        case ["openingId"]:
            return find_opening(state, body["openingId"]), state.openings
        case _:
            raise invalid("applicationId", "jobId and openingId can't be given together")


def _role(state: AshbyState, body: Body) -> str:
    if body["roleId"] not in state.roles:
        raise not_found("hiring_team_role", "roleId")
    return str(body["roleId"])


def _set(state: AshbyState, row: Teamed, rows: Rows[Any], team: tuple[tuple[str, str], ...]) -> None:
    row.team, row.updated_at = team, state.now()
    rows.touch(row, state.clock())
