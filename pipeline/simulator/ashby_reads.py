"""The reading endpoints of the set-up: users, departments, locations, jobs, plans, reasons, sources, tags, fields.

Nothing here changes the state. Every function takes (state, options, body that passed its contract) and gives what the
envelope holds beside `success`. Permissions stand in `ashby`, pages in `ashby_pages`, looks in `ashby_answers`.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_errors import not_found
from pipeline.simulator.ashby_objects import Job, Stage
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer, first, rows_page
from pipeline.simulator.ashby_sight import epoch, find_field, find_job, job_visible, matches
from pipeline.simulator.ashby_state import AshbyState

Body = dict[str, Any]
VERSION = "2026-01-01"
"""The only active API version (section 6)."""


def api_key_info(state: AshbyState, options: AshbyOptions, _: Body) -> Answer:
    """apiKey.info: the extra switches of a key are not in it (section 5)."""
    colon = options.scope_spelling == "colon"
    scopes = [_colon(scope) if colon else scope for scope in options.scopes]
    return {"results": {"title": state.key_title, "createdAt": state.key_created_at, "scopes": scopes}}


def _colon(scope: str) -> str:
    """`candidatesRead` → `candidates:read`."""
    right = next(word for word in ("Read", "Write", "Delete") if scope.endswith(word))
    return f"{scope.removesuffix(right)}:{right.lower()}"


def version_list(_: AshbyState, __: AshbyOptions, ___: Body) -> Answer:
    """version.list: the answer's shape is not documented; ours names the version and its state."""
    return {"results": [{"version": VERSION, "status": "active"}]}


def user_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """user.list: disabled users only with includeDeactivated."""
    everyone = body.get("includeDeactivated", False)
    return rows_page(state, options, "user.list", body, state.users, lambda row: everyone or row.enabled, show.user)


def user_info(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """user.info."""
    row = state.users.by_id.get(body["userId"])
    if row is None:
        raise not_found("user", "userId")
    return {"results": show.user(row)}


def user_search(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """user.search by the whole e-mail, case aside; disabled users too (our reading)."""
    wanted = body["email"].casefold()
    return {"results": [show.user(row) for row in state.users.by_id.values() if row.email.casefold() == wanted]}


def department_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """department.list."""
    everything = body.get("includeArchived", False)
    return rows_page(
        state,
        options,
        "department.list",
        body,
        state.departments,
        lambda row: everything or not row.archived,
        show.department,
    )


def department_info(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """department.info."""
    row = state.departments.by_id.get(body["departmentId"])
    if row is None:
        raise not_found("department", "departmentId")
    return {"results": show.department(row)}


def location_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """location.list: regions only with includeLocationHierarchy."""
    everything, regions = body.get("includeArchived", False), body.get("includeLocationHierarchy", False)
    return rows_page(
        state,
        options,
        "location.list",
        body,
        state.locations,
        lambda row: (everything or not row.archived) and (regions or row.type == "Location"),
        show.location,
    )


def location_info(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """location.info."""
    row = state.locations.by_id.get(body["locationId"])
    if row is None:
        raise not_found("location", "locationId")
    return {"results": show.location(row)}


def job_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """job.list: drafts only when asked for by status."""
    statuses = body.get("status", ["Open", "Closed", "Archived"])
    created_after = epoch(body, "createdAfter")
    spans = (
        ("opened_at", epoch(body, "openedAfter"), epoch(body, "openedBefore")),
        ("closed_at", epoch(body, "closedAfter"), epoch(body, "closedBefore")),
    )
    expand = tuple(body.get("expand", ()))

    def keep(row: Job) -> bool:
        if row.status not in statuses or not job_visible(options, row):
            return False
        if created_after is not None and row.created_at <= created_after:
            return False
        return all(_within(getattr(row, name), after, before) for name, after, before in spans)

    def shown(row: Job) -> Any:
        return show.job(state, options, row, expand=expand)

    return rows_page(state, options, "job.list", body, state.jobs, keep, shown)


def _within(value: str | None, after: str | None, before: str | None) -> bool:
    """Strictly between; without bounds everything is, also what never happened."""
    if after is None and before is None:
        return True
    return value is not None and (after is None or value > after) and (before is None or value < before)


def job_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """job.info."""
    row = find_job(state, options, body["id"], "id")
    return {"results": show.job(state, options, row, expand=tuple(body.get("expand", ())))}


def job_search(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """job.search by title and by the whole requisition id."""
    wanted, requisition = body.get("title"), body.get("requisitionId")
    found = (
        row
        for row in state.jobs.by_id.values()
        if (wanted is None or matches(options, wanted, row.title))
        and requisition in (None, row.requisition_id)
        and job_visible(options, row)
    )
    return {"results": [show.job(state, options, row) for row in first(found)]}


def interview_plan_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """interviewPlan.list: drafts are never returned, so the state holds none."""
    everything = body.get("includeArchived", False)
    return rows_page(
        state,
        options,
        "interviewPlan.list",
        body,
        state.plans,
        lambda row: everything or not row.archived,
        show.plan,
    )


def interview_stage_list(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """interviewStage.list: in order, unpaged."""
    row = state.plans.by_id.get(body["interviewPlanId"])
    if row is None:
        raise not_found("interview_plan", "interviewPlanId")
    return {"results": [show.stage(stage) for stage in row.stages], "moreDataAvailable": False}


def job_interview_plan_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """jobInterviewPlan.info of the default plan; activities only in part show what a stage does by itself."""
    row = find_job(state, options, body["jobId"], "jobId")
    if row.plan_id is None:
        raise not_found("interview_plan", "jobId")
    stages = [_with_activities(stage) for stage in state.plans.by_id[row.plan_id].stages]
    return {"results": {"jobId": row.id, "interviewPlanId": row.plan_id, "stages": stages}}


def _with_activities(stage: Stage) -> Answer:
    """A stage of jobInterviewPlan.info; this organisation schedules nothing by itself."""
    shown = show.stage(stage) | {"activities": []}
    shown.pop("interviewPlanId")
    return shown


def archive_reason_list(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """archiveReason.list: unpaged, with nothing beside the results."""
    everything = body.get("includeArchived", False)
    found = [row for row in state.reasons.values() if everything or not row.archived]
    return {"results": [show.archive_reason(row) for row in found]}


def source_list(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """source.list: unpaged, with a bare moreDataAvailable."""
    everything = body.get("includeArchived", False)
    found = [row for row in state.sources.values() if everything or not row.archived]
    return {"results": [show.source(row) for row in found], "moreDataAvailable": False}


def tag_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidateTag.list."""
    everything = body.get("includeArchived", False)
    return rows_page(
        state,
        options,
        "candidateTag.list",
        body,
        state.tags,
        lambda row: everything or not row.archived,
        show.tag,
    )


def field_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """customField.list."""
    everything = body.get("includeArchived", False)
    return rows_page(
        state,
        options,
        "customField.list",
        body,
        state.fields,
        lambda row: (everything or not row.archived) and (options.private_fields or not row.private),
        show.custom_field,
    )


def field_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """customField.info."""
    row = find_field(state, options, body["customFieldId"], "customFieldId")
    return {"results": show.custom_field(row)}


def role_list(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """hiringTeamRole.list: names unless namesOnly is false."""
    if body.get("namesOnly", True):
        return {"results": list(state.roles.values())}
    return {"results": [{"id": role_id, "title": title} for role_id, title in state.roles.items()]}


def application_role_list(state: AshbyState, _: AshbyOptions, __: Body) -> Answer:
    """applicationHiringTeamRole.list."""
    return {"results": [{"id": role_id, "title": title} for role_id, title in state.roles.items()]}
