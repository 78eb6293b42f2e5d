"""Openings: made, found, changed, tied to jobs and locations, moved through their states (section 9.7).

Same form as `ashby_reads` and `ashby_writes`. That nobody is told of an opening is our reading.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_departments import find_department, find_location
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_jobs import ask_approvers
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer, first, rows_page
from pipeline.simulator.ashby_sight import epoch, find_job, refuse_long
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.ashby_surroundings import Opening

Body = dict[str, Any]


def find_opening(state: AshbyState, opening_id: str | None, parameter: str = "openingId") -> Opening:
    """The opening of this id; whether confidential jobs hide theirs is not documented, here they do not."""
    row = state.openings.by_id.get(opening_id or "")
    if row is None:
        raise not_found("opening", parameter)
    return row


def opening_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.info."""
    return {"results": show.opening(state, options, find_opening(state, body["openingId"]))}


def opening_search(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.search by the whole identifier (our reading), archived ones too."""
    horizon = state.openings.horizon(state.clock(), options.search_visible_after_s)
    found = (
        row
        for row in state.openings.by_id.values()
        if row.born < horizon and row.identifier is not None and row.identifier == body["identifier"]
    )
    return {"results": [show.opening(state, options, row) for row in first(found)]}


def opening_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.list, archived ones too."""
    after = epoch(body, "createdAfter")
    return rows_page(
        state,
        options,
        "opening.list",
        body,
        state.openings,
        lambda row: after is None or row.created_at > after,
        lambda row: show.opening(state, options, row),
    )


def opening_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.create: a draft unless another state is asked for; nothing of it can be back-dated."""
    _check(state, options, body, None)
    now = state.now()
    row = Opening(
        state.new_id(),
        state.new_id(),
        state.key_user_id,
        now,
        now,
        location_ids=tuple(
            find_location(state, options, one, f"locationIds[{place}]").id
            for place, one in enumerate(body.get("locationIds", ()))
        ),
        job_ids=tuple(
            find_job(state, options, one, f"jobIds[{place}]").id for place, one in enumerate(body.get("jobIds", ()))
        ),
    )
    _fill(row, body)
    _enter(state, options, row, body.get("openingState", "Draft"), "opening.create")
    state.openings.add(row, state.clock())
    return {"results": show.opening(state, options, row)}


def opening_update(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.update: only what is given changes; makes a new version."""
    row = find_opening(state, body.get("openingId"))
    _check(state, options, body, row)
    _fill(row, body)
    row.version_id = state.new_id()
    return _changed(state, options, row)


def _check(state: AshbyState, options: AshbyOptions, body: Body, row: Opening | None) -> None:
    if "teamId" in body:
        find_department(state, options, body["teamId"], "teamId")
    if "identifier" not in body:
        return
    refuse_long(body["identifier"], options.name_max_chars, "identifier")
    same = (one for one in state.openings.by_id.values() if one is not row and one.identifier == body["identifier"])
    if options.opening_identifier_twice == "refuse" and next(same, None) is not None:
        raise invalid("identifier", "is the identifier of another opening")


def _fill(row: Opening, body: Body) -> None:
    row.identifier = body.get("identifier", row.identifier)
    row.description = body.get("description", row.description)
    row.department_id = body.get("teamId", row.department_id)
    row.hire_date = body.get("targetHireDate", row.hire_date)
    row.start_date = body.get("targetStartDate", row.start_date)
    row.backfill = body.get("isBackfill", row.backfill)
    row.employment = body.get("employmentType") or row.employment


def _changed(state: AshbyState, options: AshbyOptions, row: Opening) -> Answer:
    row.updated_at = state.now()
    state.openings.touch(row, state.clock())
    return {"results": show.opening(state, options, row)}


def _enter(state: AshbyState, options: AshbyOptions, row: Opening, wanted: str, endpoint: str) -> None:
    """Put an opening into a state; another one than Draft asks for what the switch says."""
    lacking = (
        ("identifier", row.identifier),
        ("teamId", row.department_id),
        ("locationIds", row.location_ids),
        ("jobIds", row.job_ids),
    )
    if wanted != "Draft" and options.opening_state_needs == "everything":
        absent = next((name for name, value in lacking if not value), None)
        if absent is not None:
            raise invalid(absent, f"is required for the state {wanted}")
    if wanted in ("Approved", "Open") and row.state != wanted:
        ask_approvers(state, options, "opening", endpoint, row.id)
    if wanted == "Open" and row.state != "Open":
        row.opened_at, row.closed_at = state.now(), None
    if wanted == "Closed" and row.state != "Closed":
        row.closed_at = state.now()
    row.state = wanted


def opening_set_state(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.setOpeningState: from any state to any that the endpoint takes (our reading); Filled can't be set."""
    row = find_opening(state, body.get("openingId"))
    wanted, reason = body.get("openingState"), body.get("closeReasonId")
    if wanted is None:
        raise invalid("openingState", "is required")
    if reason is not None and wanted != "Closed":
        raise invalid("closeReasonId", "is only allowed for the state Closed")
    if reason is None and wanted == "Closed" and options.close_reason == "required":
        raise invalid("closeReasonId", "is required for the state Closed")
    if reason is not None and reason not in state.close_reasons:
        raise not_found("close_reason", "closeReasonId")
    _enter(state, options, row, wanted, "opening.setOpeningState")
    row.close_reason_id = reason
    return _changed(state, options, row)


def opening_set_archived(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.setArchived: there and back."""
    row = find_opening(state, body.get("openingId"))
    if "archive" not in body:
        raise invalid("archive", "is required")
    if body["archive"] != (row.archived_at is not None):
        row.archived_at = state.now() if body["archive"] else None
        _changed(state, options, row)
    return {"results": show.opening(state, options, row)}


def opening_add_job(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.addJob: one that is there already stays once (our reading)."""
    row, job = find_opening(state, body["openingId"]), find_job(state, options, body["jobId"], "jobId")
    row.job_ids = _with(row.job_ids, job.id)
    return _changed(state, options, row)


def opening_remove_job(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.removeJob: one that is not there is no error (our reading)."""
    row, job = find_opening(state, body["openingId"]), find_job(state, options, body["jobId"], "jobId")
    row.job_ids = _without(row.job_ids, job.id)
    return _changed(state, options, row)


def opening_add_location(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.addLocation: as addJob."""
    row = find_opening(state, body["openingId"])
    place = find_location(state, options, body["locationId"], "locationId")
    row.location_ids = _with(row.location_ids, place.id)
    return _changed(state, options, row)


def opening_remove_location(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """opening.removeLocation: as removeJob."""
    row = find_opening(state, body["openingId"])
    if body["locationId"] not in state.locations.by_id:
        raise not_found("location", "locationId")
    row.location_ids = _without(row.location_ids, body["locationId"])
    return _changed(state, options, row)


def _with(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return ids if one in ids else (*ids, one)


def _without(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(known for known in ids if known != one)
