"""The reading endpoints of candidates, notes and applications. Nothing here changes the state.

Same form as `ashby_reads`.
"""

from collections.abc import Iterable
from typing import Any

from pipeline.simulator import ashby_people_answers as show
from pipeline.simulator.ashby_errors import AshbyError, not_found
from pipeline.simulator.ashby_objects import Application, Candidate, Note
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer, first, items_page, rows_page
from pipeline.simulator.ashby_sight import (
    application_visible,
    candidate_visible,
    epoch,
    find_application,
    find_candidate,
    matches,
)
from pipeline.simulator.ashby_state import AshbyState, emails

Body = dict[str, Any]


def candidate_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.info by id; no endpoint writes an externalMappingId, so none is known."""
    if "id" not in body:
        raise not_found("candidate", "externalMappingId")
    row = find_candidate(state, options, body["id"], "id")
    return {"results": show.candidate(state, options, row)}


def candidate_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.list."""
    after = epoch(body, "createdAfter")
    by_adding = options.created_after_means == "added"

    def keep(row: Candidate) -> bool:
        if after is not None and (row.added_at if by_adding else row.created_at) <= after:
            return False
        return candidate_visible(state, options, row)

    def shown(row: Candidate) -> Any:
        return show.candidate(state, options, row)

    return rows_page(state, options, "candidate.list", body, state.candidates, keep, shown)


def candidate_search(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.search by e-mail and name together, at most 100, oldest record first."""
    if not body.keys() & {"email", "name"} and options.search_without_parameters == "refuse":
        raise AshbyError("invalid_input", "email or name is required", "email")
    horizon = state.candidates.horizon(state.clock(), options.search_visible_after_s)
    found = (
        row
        for row in _search_space(state, options, body)
        if row.born < horizon and _found(options, body, row) and candidate_visible(state, options, row)
    )
    return {"results": [show.candidate(state, options, row) for row in first(found)]}


def _search_space(state: AshbyState, options: AshbyOptions, body: Body) -> Iterable[Candidate]:
    """Every candidate whom the search could find: by index where it can be, else all of them."""
    if options.search == "loose":
        return state.candidates.by_id.values()
    if "email" in body:
        ids = state.by_email.get(body["email"].casefold(), [])
    elif "name" in body:
        ids = state.by_name.get("\n" + body["name"].casefold(), [])
    else:
        return state.candidates.by_id.values()
    return sorted((state.candidates.by_id[candidate_id] for candidate_id in ids), key=lambda row: row.born)


def _found(options: AshbyOptions, body: Body, row: Candidate) -> bool:
    addresses = emails(row) if options.search_alternate_emails else (row.email,) if row.email else ()
    by_email = "email" not in body or any(matches(options, body["email"], address) for address in addresses)
    return by_email and ("name" not in body or matches(options, body["name"], row.name))


def note_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.listNotes: private ones only for a key that may see them."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    latest = state.clock() - options.list_visible_after_s
    notes = [
        note
        for note in row.notes
        if (options.private_fields or not note.private) and (options.list_visible_after_s <= 0 or note.added <= latest)
    ]

    def shown(note: Note) -> Any:
        return show.note(state, note)

    return items_page(state, options, "candidate.listNotes", body, notes, shown, syncs=True)


def application_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.info by id; there are no application forms here, so no submittedFormInstanceId is known."""
    if "applicationId" not in body:
        raise not_found("application", "submittedFormInstanceId")
    row = find_application(state, options, body["applicationId"])
    expand = tuple(body.get("expand", ()))
    return {"results": show.application(state, options, row, with_history=True, with_resume=True, expand=expand)}


def application_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.list: filters by status, job and createdAt; none by candidate."""
    status, job_id, after = body.get("status"), body.get("jobId"), epoch(body, "createdAfter")
    expand = tuple(body.get("expand", ()))

    def keep(row: Application) -> bool:
        if job_id is not None and row.job_id != job_id:
            return False
        if after is not None and row.created_at <= after:
            return False
        if status is not None and show.STATUS[state.stages[row.history[-1].stage_id].type] != status:
            return False
        return application_visible(state, options, row)

    def shown(row: Application) -> Any:
        return show.application(state, options, row, expand=expand)

    return rows_page(state, options, "application.list", body, state.applications, keep, shown)


def history_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.listHistory: oldest first, without syncToken."""
    row = find_application(state, options, body["applicationId"])
    events = show.history(state, row)
    return items_page(state, options, "application.listHistory", body, events, lambda event: event, syncs=False)
