"""The writing endpoints of applications: creation with history, moves, the rules of plans and reasons (section 9.2).

Same form as `ashby_writes`.
"""

from typing import Any

from pipeline.simulator import ashby_people_answers as show
from pipeline.simulator.ashby_errors import AshbyError, invalid, not_found
from pipeline.simulator.ashby_mails import mail_by_stage, refuse_mail
from pipeline.simulator.ashby_objects import Application, Event, Job, Plan, Stage
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_orphans import drop_children, refuses_deletion
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_sight import (
    find_application,
    find_candidate,
    find_job,
    find_reason,
    find_source,
    find_stage,
    find_user,
    moment,
    optional_moment,
)
from pipeline.simulator.ashby_state import AshbyState, notify

Body = dict[str, Any]


def application_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.create: with applicationHistory silently in place; without, the first stage's automation runs."""
    candidate = find_candidate(state, options, body["candidateId"], "candidateId")
    job = find_job(state, options, body["jobId"], "jobId")
    _refuse_job_status(options, job)
    plan = _plan(state, job, body)
    created_at = optional_moment(state, options, body, "createdAt") or state.now()
    source_id = find_source(state, options, body["sourceId"]) if "sourceId" in body else None
    credited_to = (
        find_user(state, options, body["creditedToUserId"], "creditedToUserId").id
        if "creditedToUserId" in body
        else None
    )
    events = _opening_events(state, options, plan, body, created_at)
    if state.stages[events[-1].stage_id].type == "Hired" and options.hired_in_history == "refuse":
        raise invalid("applicationHistory", "must not end in a stage of type Hired")
    for application_id in candidate.applications:
        earlier = state.applications.by_id[application_id]
        if earlier.job_id == job.id and options.second_application != "new":
            if options.second_application == "refuse":
                raise invalid("jobId", "is a job that the candidate has an application for")
            return {"results": show.application(state, options, earlier, with_history=True)}
    now = state.now()
    row = Application(
        id=state.new_id(),
        candidate_id=candidate.id,
        job_id=job.id,
        plan_id=plan.id,
        created_at=created_at,
        updated_at=now,
        history=events,
        source_id=source_id,
        credited_to=credited_to,
    )
    _set_archived_at(state, options, row)
    state.applications.add(row, state.clock())
    candidate.applications = (*candidate.applications, row.id)
    candidate.updated_at = now
    state.candidates.touch(candidate, state.clock())
    if len(events) > len(body.get("applicationHistory", ())):
        notify(state, "automation", "application.create", row.id)
    elif options.record_unknown_notifications:
        notify(state, "unknown", "application.create", row.id)
    if len(events) > len(body.get("applicationHistory", ())) or options.history_sends_archive_mail:
        mail_by_stage(state, options, "application.create", row)
    return {"results": show.application(state, options, row, with_history=True)}


def _refuse_job_status(options: AshbyOptions, job: Job) -> None:
    verdict = {
        "Draft": options.application_on_draft_job,
        "Closed": options.application_on_closed_job,
        "Archived": options.application_on_archived_job,
    }.get(job.status, "accept")
    if verdict == "refuse":
        raise invalid("jobId", f"is a job with status {job.status}")


def _plan(state: AshbyState, job: Job, body: Body) -> Plan:
    """The plan that is asked for, which must be the job's (our reading), or the job's default."""
    plan_id = body.get("interviewPlanId", job.plan_id)
    plan = state.plans.by_id.get(plan_id) if plan_id else None
    if plan is None:
        raise not_found("interview_plan", "interviewPlanId")
    if plan.id != job.plan_id:
        raise invalid("interviewPlanId", "must be an interview plan of the job")
    return plan


def _opening_events(
    state: AshbyState, options: AshbyOptions, plan: Plan, body: Body, created_at: str
) -> tuple[Event, ...]:
    """The first history of an application: as sent, or the one stage that it starts in."""
    asked = body.get("interviewStageId")
    if "applicationHistory" not in body:
        stage = _starting_stage(state, plan, asked)
        _refuse_reason(stage, None, "interviewStageId")
        return (_event(state, stage, created_at),)
    if asked is not None and options.history_with_stage == "refuse":
        raise invalid("interviewStageId", "can't be given together with applicationHistory")
    events = _events(state, options, plan.id, body["applicationHistory"], {})
    if asked is None:
        return events
    stage = _starting_stage(state, plan, asked)
    if options.history_with_stage == "history" or events[-1].stage_id == stage.id:
        return events
    _refuse_reason(stage, None, "interviewStageId")
    return (*events, _event(state, stage, state.now()))


def _starting_stage(state: AshbyState, plan: Plan, asked: str | None) -> Stage:
    """The stage asked for, by default the first one of type Lead."""
    if asked is not None and asked != "FirstPreInterviewScreen":
        return find_stage(state, asked, plan.id, "interviewStageId")
    kind = "Lead" if asked is None else "PreInterviewScreen"
    stage = next((stage for stage in plan.stages if stage.type == kind), None)
    if stage is None:
        raise not_found("interview_stage", "interviewStageId")
    return stage


def _event(state: AshbyState, stage: Stage, at: str, reason_id: str | None = None) -> Event:
    """A new event by the user behind the key."""
    return Event(state.new_id(), stage.id, at, reason_id, state.key_user_id)


def _events(
    state: AshbyState,
    options: AshbyOptions,
    plan_id: str,
    entries: list[dict[str, Any]],
    known: dict[str, Event],
) -> tuple[Event, ...]:
    """A history as sent, in the order of its stageNumbers 0…n; entries that name a known event keep its id."""
    numbers = sorted(entry["stageNumber"] for entry in entries)
    if numbers != list(range(len(entries))):
        raise invalid("applicationHistory", "must have the stageNumbers 0, 1, 2 … once each")
    ordered = sorted(enumerate(entries), key=lambda pair: pair[1]["stageNumber"])
    events = tuple(
        _sent_event(state, options, plan_id, entry, known, f"applicationHistory[{place}]") for place, entry in ordered
    )
    times = [event.entered_at for event in events]
    if options.history_must_not_go_back and times != sorted(times):
        raise invalid("applicationHistory", "must not go back in time")
    return events


def _sent_event(
    state: AshbyState,
    options: AshbyOptions,
    plan_id: str,
    entry: dict[str, Any],
    known: dict[str, Event],
    path: str,
) -> Event:
    stage = find_stage(state, entry["stageId"], plan_id, f"{path}.stageId")
    entered_at = moment(state, options, entry["enteredStageAt"], f"{path}.enteredStageAt")
    before = known.get(entry.get("applicationHistoryId", ""))
    reason_id = entry.get("archiveReasonId") or (before.reason_id if before else None)
    _refuse_reason(stage, reason_id, f"{path}.archiveReasonId")
    if reason_id is not None:
        find_reason(state, options, reason_id, f"{path}.archiveReasonId")
    if before is None:
        return _event(state, stage, entered_at, reason_id)
    if before.stage_id != stage.id:
        raise invalid(f"{path}.stageId", "can't be changed")
    return Event(before.id, stage.id, entered_at, reason_id, before.actor_id)


def _refuse_reason(stage: Stage, reason_id: str | None, parameter: str) -> None:
    """A reason is required for a stage of type Archived and only allowed there."""
    if stage.type == "Archived" and reason_id is None:
        raise invalid(parameter, "is required for a stage of type Archived")
    if stage.type != "Archived" and reason_id is not None:
        raise invalid(parameter, "is only allowed for a stage of type Archived")


def _set_archived_at(state: AshbyState, options: AshbyOptions, row: Application) -> None:
    last = row.history[-1]
    if state.stages[last.stage_id].type != "Archived":
        row.archived_at = None
    else:
        row.archived_at = last.entered_at if options.archived_at == "history" else state.now()


def application_update(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.update: only what is given changes; subscribers are told by default."""
    row = find_application(state, options, body["applicationId"])
    given = {key: value for key, value in body.items() if value is not None or options.null_in_update == "clear"}
    created_at = optional_moment(state, options, given, "createdAt")
    source_id = given.get("sourceId") and find_source(state, options, given["sourceId"])
    user_id = given.get("creditedToUserId")
    credited_to = user_id and find_user(state, options, user_id, "creditedToUserId").id
    row.source_id = source_id if "sourceId" in given else row.source_id
    row.credited_to = credited_to if "creditedToUserId" in given else row.credited_to
    row.created_at = created_at or row.created_at
    _changed(state, row)
    if body.get("sendNotifications", True):
        notify(state, "subscribers", "application.update", row.id)
    return {"results": show.application(state, options, row)}


def _changed(state: AshbyState, row: Application) -> None:
    row.updated_at = state.now()
    state.applications.touch(row, state.clock())


def change_source(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.changeSource: null unsets it."""
    row = find_application(state, options, body["applicationId"])
    row.source_id = body["sourceId"] and find_source(state, options, body["sourceId"])
    _changed(state, row)
    return {"results": show.application(state, options, row)}


def change_stage(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.changeStage: moves to now, and the new stage's automation is assumed to run (section 10 (c))."""
    row = find_application(state, options, body["applicationId"])
    stage = find_stage(state, body["interviewStageId"], row.plan_id, "interviewStageId")
    reason_id = body.get("archiveReasonId")
    _refuse_reason(stage, reason_id, "archiveReasonId")
    if reason_id is not None:
        find_reason(state, options, reason_id, "archiveReasonId")
    if "archiveEmail" in body:
        if stage.type != "Archived":
            raise invalid("archiveEmail", "is only allowed for a stage of type Archived")
        refuse_mail(state, options, row, body["archiveEmail"])
    if stage.type == "Hired" and options.hired_needs_opening:
        raise AshbyError("invalid_input", "An opening is needed to hire the candidate", "interviewStageId")
    if stage.id == row.history[-1].stage_id and options.change_to_same_stage != "event":
        if options.change_to_same_stage == "refuse":
            raise invalid("interviewStageId", "is the current stage")
        return {"results": show.application(state, options, row)}
    was_archived = row.archived_at is not None
    row.history = (*row.history, _event(state, stage, state.now(), reason_id))
    _set_archived_at(state, options, row)
    _changed(state, row)
    notify(state, "automation", "application.changeStage", row.id)
    if "archiveEmail" in body:
        if not was_archived:
            notify(state, "candidate_email", "application.changeStage", row.id)
    else:
        mail_by_stage(state, options, "application.changeStage", row)
    return {"results": show.application(state, options, row)}


def update_history(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.updateHistory: the array holds every event; one left out is deleted if it may be. Tells nobody."""
    row = find_application(state, options, body["applicationId"])
    known = {event.id: event for event in row.history}
    named = [entry["applicationHistoryId"] for entry in body["applicationHistory"] if "applicationHistoryId" in entry]
    if len(set(named)) < len(named) or not known.keys() >= set(named):
        raise invalid("applicationHistory", "names an event that the application does not have, or one twice")
    if len(named) < len(body["applicationHistory"]) and options.history_insert == "refuse":
        raise invalid("applicationHistory", "must give the applicationHistoryId of every event")
    entries = list(body["applicationHistory"])
    current = row.history[-1]
    if current.id not in named:  # the one event without `delete` among its allowedActions
        if options.history_left_out == "refuse":
            raise invalid("applicationHistory", "must hold the current event, which can't be deleted")
        entries.append(
            {
                "applicationHistoryId": current.id,
                "stageId": current.stage_id,
                "stageNumber": len(entries),
                "enteredStageAt": current.entered_at,
            }
        )
    row.history = _events(state, options, row.plan_id, entries, known)
    _set_archived_at(state, options, row)
    _changed(state, row)
    return {"results": show.application(state, options, row, with_history=True)}


def application_delete(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """application.delete: for good; the candidate loses the id, what hangs on it goes as the switch says."""
    row = find_application(state, options, body["applicationId"])
    if refuses_deletion(state, options, row.id):
        raise invalid("applicationId", "has feedback, offers or interviews")
    if options.deleted_application == "with_all":
        drop_children(state, row.id)
    candidate = state.candidates.by_id[row.candidate_id]
    candidate.applications = tuple(known for known in candidate.applications if known != row.id)
    candidate.updated_at = state.now()
    state.candidates.touch(candidate, state.clock())
    state.applications.remove(row, state.clock())
    return {"results": {"applicationId": row.id}}
