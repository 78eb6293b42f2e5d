"""Projects, the lists of people for later, and who is on them (sections 9.1 and 9.10).

Same form as `ashby_reads` and `ashby_writes`. project.update, .archive and .restore are known by name only and are not
imitated.
"""

from typing import Any

from pipeline.simulator import ashby_people_answers as show
from pipeline.simulator.ashby_errors import AshbyError, invalid, not_found
from pipeline.simulator.ashby_objects import Candidate
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer, first, items_page, rows_page
from pipeline.simulator.ashby_sight import epoch, find_candidate, matches, refuse_long
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.ashby_surroundings import Project

Body = dict[str, Any]


def _visible(options: AshbyOptions, row: Project) -> bool:
    return options.confidential_jobs or not row.confidential


def _find(state: AshbyState, options: AshbyOptions, project_id: str) -> Project:
    row = state.projects.by_id.get(project_id)
    if row is None or not _visible(options, row):
        raise not_found("project", "projectId")
    return row


def _shown(row: Project) -> Answer:
    return {
        "id": row.id,
        "title": row.title,
        "description": row.description,
        "isArchived": row.archived,
        "confidential": row.confidential,
        "authorId": row.author_id,
        "createdAt": row.created_at,
        "customFieldEntries": [],
    }


def project_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """project.list, archived ones too."""
    after = epoch(body, "createdAfter")

    def keep(row: Project) -> bool:
        return _visible(options, row) and (after is None or row.created_at > after)

    return rows_page(state, options, "project.list", body, state.projects, keep, _shown)


def project_search(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """project.search by title, at most 100."""
    if "title" not in body and options.search_without_parameters == "refuse":
        raise AshbyError("invalid_input", "title is required", "title")
    horizon = state.projects.horizon(state.clock(), options.search_visible_after_s)
    found = (
        row
        for row in state.projects.by_id.values()
        if row.born < horizon
        and _visible(options, row)
        and ("title" not in body or matches(options, body["title"], row.title))
    )
    return {"results": [_shown(row) for row in first(found)]}


def project_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """project.info."""
    return {"results": _shown(_find(state, options, body["projectId"]))}


def project_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """project.create: active and empty, by the user behind the key; a second one of that title is made too."""
    title, description = body["title"], body.get("description")
    refuse_long(title, options.name_max_chars, "title")
    if options.project_field_required:
        raise invalid("title", "can't be given alone: projects have a required custom field")
    if description is not None and options.project_description == "refuse":
        raise invalid("description", "is not in the expected form")
    row = Project(
        state.new_id(),
        title,
        state.key_user_id,
        state.now(),
        _text(description),
        body.get("confidential", False),
    )
    state.projects.add(row, state.clock())
    return {"results": _shown(row)}


def _text(description: str | dict[str, str] | None) -> str | None:
    """A description as text; an empty one is none."""
    text = description.get("value") if isinstance(description, dict) else description
    return text or None


def candidate_add_project(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.addProject: never on it twice."""
    candidate = find_candidate(state, options, body["candidateId"], "candidateId")
    project = _find(state, options, body["projectId"])
    if project.archived and options.archived_setup == "refuse":
        raise invalid("projectId", "must not be archived")
    if candidate.id not in project.members:
        project.members[candidate.id] = None
        _touch(state, candidate)
    elif options.add_project_twice == "refuse":
        raise invalid("projectId", "has the candidate already")
    return {"results": show.candidate(state, options, candidate)}


def candidate_remove_project(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.removeProject."""
    candidate = find_candidate(state, options, body["candidateId"], "candidateId")
    project = _find(state, options, body["projectId"])
    if candidate.id in project.members:
        del project.members[candidate.id]
        _touch(state, candidate)
    elif options.remove_absent_project == "refuse":
        raise invalid("projectId", "has not the candidate")
    return {"results": show.candidate(state, options, candidate)}


def _touch(state: AshbyState, candidate: Candidate) -> None:
    candidate.updated_at = state.now()
    state.candidates.touch(candidate, state.clock())


def candidate_list_projects(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.listProjects: takes a syncToken but gives none."""
    candidate = find_candidate(state, options, body["candidateId"], "candidateId")
    rows = [row for row in state.projects.by_id.values() if candidate.id in row.members and _visible(options, row)]
    return items_page(state, options, "candidate.listProjects", body, rows, _shown, syncs=False)
