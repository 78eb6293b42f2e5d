"""Departments and locations beyond creation: found for other objects, archived, restored (section 9.6).

Same form as `ashby_writes`.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_objects import Department, Location
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_state import AshbyState

Body = dict[str, Any]


def find_department(state: AshbyState, options: AshbyOptions, department_id: str, parameter: str) -> Department:
    """The department of this id, if something may be put into it."""
    row = state.departments.by_id.get(department_id)
    if row is None:
        raise not_found("department", parameter)
    if row.archived and options.archived_setup == "refuse":
        raise invalid(parameter, "must not be archived")
    return row


def find_location(state: AshbyState, options: AshbyOptions, location_id: str, parameter: str) -> Location:
    """The location of this id, if something may be put there."""
    row = state.locations.by_id.get(location_id)
    if row is None:
        raise not_found("location", parameter)
    if row.archived and options.archived_setup == "refuse":
        raise invalid(parameter, "must not be archived")
    return row


def department_archive(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """department.archive: once more is no error (our reading)."""
    return _set_department(state, body["departmentId"], archived=True)


def department_restore(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """department.restore."""
    return _set_department(state, body["departmentId"], archived=False)


def _set_department(state: AshbyState, department_id: str, *, archived: bool) -> Answer:
    row = state.departments.by_id.get(department_id)
    if row is None:
        raise not_found("department", "departmentId")
    if row.archived != archived:
        row.archived, row.updated_at = archived, state.now()
        state.departments.touch(row, state.clock())
    return {"results": show.department(row)}


def location_archive(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """location.archive, of a region too: once more is no error (our reading)."""
    return _set_location(state, body["locationId"], archived=True)


def location_restore(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """location.restore."""
    return _set_location(state, body["locationId"], archived=False)


def _set_location(state: AshbyState, location_id: str, *, archived: bool) -> Answer:
    row = state.locations.by_id.get(location_id)
    if row is None:
        raise not_found("location", "locationId")
    if row.archived != archived:
        row.archived = archived
        state.locations.touch(row, state.clock())
    return {"results": show.location(row)}
