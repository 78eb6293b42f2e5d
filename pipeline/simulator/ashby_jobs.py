"""Jobs beyond creation: changed fields, and what an approval rule does when one is opened (sections 9.7 and 9.9).

Same form as `ashby_writes`.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_departments import find_department, find_location
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_sight import find_job
from pipeline.simulator.ashby_state import AshbyState, notify

Body = dict[str, Any]


def job_update(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """job.update: only what is given changes, and something must be given."""
    row = find_job(state, options, body["jobId"], "jobId")
    if len(body) == 1:
        raise invalid("jobId", "must come with something to change")
    if "teamId" in body:
        find_department(state, options, body["teamId"], "teamId")
    if "locationId" in body:
        find_location(state, options, body["locationId"], "locationId")
    if "defaultInterviewPlanId" in body and body["defaultInterviewPlanId"] not in state.plans.by_id:
        raise not_found("interview_plan", "defaultInterviewPlanId")
    row.title = body.get("title", row.title)
    row.department_id = body.get("teamId", row.department_id)
    row.location_id = body.get("locationId", row.location_id)
    row.plan_id = body.get("defaultInterviewPlanId", row.plan_id)
    row.requisition_id = body.get("customRequisitionId", row.requisition_id)
    row.employment = body.get("employmentType", row.employment)
    row.updated_at = state.now()
    state.jobs.touch(row, state.clock())
    return {"results": show.job(state, options, row)}


def ask_approvers(state: AshbyState, options: AshbyOptions, kind: str, endpoint: str, object_id: str) -> None:
    """What opening a `kind` (job or opening) means where a rule asks for approval: approvers are told, or an error."""
    if kind not in options.approvals:
        return
    if options.approval_of_jobs == "refuse":
        raise invalid("status" if kind == "job" else "openingState", "needs an approval")
    notify(state, "approvers", endpoint, object_id)
