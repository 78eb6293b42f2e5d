"""The writing endpoints of the set-up: departments, locations, jobs and tags (sections 9.1, 9.6, 9.7).

Every function takes (state, options, body that passed its contract), changes the state wholly or not at all, and gives
what the envelope holds beside `success`. Candidates, applications and custom fields have their own files.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_departments import find_department, find_location
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_jobs import ask_approvers
from pipeline.simulator.ashby_objects import Department, Job, Location, Tag
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_sight import find_job, refuse_long
from pipeline.simulator.ashby_state import AshbyState, notify

Body = dict[str, Any]

MOVES = {
    "Draft": ("Open", "Archived"),
    "Open": ("Closed",),
    "Closed": ("Draft", "Archived"),
    "Archived": ("Draft",),
}
"""Status of a job → what setStatus may make of it (section 9.7)."""


def department_create(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """department.create: a second one of the same name is made too (duplicates are not documented)."""
    parent = body.get("parentId")
    if parent is not None and parent not in state.departments.by_id:
        raise not_found("department", "parentId")
    now = state.now()
    row = Department(
        state.new_id(), body["name"], now, now, body.get("externalName"), parent, _extra(body.get("extraData"))
    )
    state.departments.add(row, state.clock())
    return {"results": show.department(row)}


def location_create(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """location.create: a remote location needs a workplaceType that fits, a region may have neither."""
    parent, remote, workplace = (
        body.get("parentLocationId"),
        body.get("isRemote", False),
        body.get("workplaceType"),
    )
    if parent is not None and parent not in state.locations.by_id:
        raise not_found("location", "parentLocationId")
    if body["type"] == "LocationHierarchy" and (remote or workplace is not None):
        raise invalid("type", "LocationHierarchy can't be remote or have a workplaceType")
    if remote and workplace not in ("Remote", "Hybrid"):
        raise invalid("isRemote", "needs workplaceType Remote or Hybrid")
    row = Location(
        state.new_id(),
        body["name"],
        body["type"],
        body.get("address"),
        parent,
        remote,
        workplace,
        body.get("externalName"),
        _extra(body.get("extraData")),
    )
    state.locations.add(row, state.clock())
    return {"results": show.location(row)}


def _extra(extra: dict[str, str] | None) -> dict[str, str] | None:
    """ExtraData within its limits (section 8): keys of 100 characters, values of 512, less than 1 kB in all."""
    if extra is None:
        return None
    size = sum(len(key.encode()) + len(value.encode()) for key, value in extra.items())
    if size >= 1024 or any(len(key) > 100 or len(value) > 512 for key, value in extra.items()):
        raise invalid("extraData", "is too large")
    return extra


def job_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """job.create: a draft, not confidential, without dates and team, which the call can't set."""
    find_department(state, options, body["teamId"], "teamId")
    find_location(state, options, body["locationId"], "locationId")
    plan = body.get("defaultInterviewPlanId")
    if plan is not None and plan not in state.plans.by_id:
        raise not_found("interview_plan", "defaultInterviewPlanId")
    if "jobTemplateId" in body:
        raise not_found("job_template", "jobTemplateId")
    if body.get("brandId", state.brand_id) != state.brand_id:
        raise not_found("brand", "brandId")
    now = state.now()
    row = Job(
        id=state.new_id(),
        title=body["title"],
        status="Draft",
        confidential=False,
        department_id=body["teamId"],
        location_id=body["locationId"],
        plan_id=plan,
        author_id=state.key_user_id,
        created_at=now,
        updated_at=now,
        employment=body.get("employmentType", "FullTime"),
    )
    state.jobs.add(row, state.clock())
    return {"results": show.job(state, options, row)}


def job_set_status(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """job.setStatus: legal moves only; opening needs a default interview plan and may feed job boards."""
    row = find_job(state, options, body["jobId"], "jobId")
    status = body["status"]
    if status not in MOVES[row.status]:
        raise invalid("status", f"can't change from {row.status} to {status}")
    if status == "Open" and row.plan_id is None:
        raise invalid("status", "can't be Open without a default interview plan")
    if status == "Open":
        ask_approvers(state, options, "job", "job.setStatus", row.id)
    row.status, row.updated_at = status, state.now()
    if status == "Open":
        row.opened_at, row.closed_at = row.updated_at, None
        if options.record_unknown_notifications:
            notify(state, "unknown", "job.setStatus", row.id)
    if status == "Closed":
        row.closed_at = row.updated_at
    state.jobs.touch(row, state.clock())
    return {"results": show.job(state, options, row)}


def tag_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidateTag.create: a tag of that title is returned instead of a second one."""
    title = body["title"]
    refuse_long(title, options.name_max_chars, "title")
    for row in state.tags.by_id.values():
        same = row.title == title or (options.tag_titles == "insensitive" and row.title.casefold() == title.casefold())
        if same and (not row.archived or options.archived_tag_title == "returned"):
            return {"results": show.tag(row)}
    row = Tag(state.new_id(), title)
    state.tags.add(row, state.clock())
    return {"results": show.tag(row)}
