"""Interviews and what is scheduled: reading only (sections 9.5 and 9.8). No endpoint here schedules anything.

Same form as `ashby_reads`.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_errors import not_found
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer, items_page, rows_page
from pipeline.simulator.ashby_sight import application_visible, epoch, job_visible
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.ashby_surroundings import Appointment, Interview, Schedule

Body = dict[str, Any]
FEEDBACK = "https://app.ashbyhq.com/interview-briefings/"


def _visible(state: AshbyState, options: AshbyOptions, row: Interview) -> bool:
    return row.job_id is None or job_visible(options, state.jobs.by_id[row.job_id])


def _interview(state: AshbyState, row: Interview) -> Answer:
    shown: Answer = {
        "id": row.id,
        "title": row.title,
        "externalTitle": row.title,
        "isArchived": row.archived,
        "isDebrief": row.debrief,
        "isFeedbackRequired": row.feedback,
        "isFeedbackRequested": row.feedback,
        "instructionsHtml": None,
        "instructionsPlain": None,
        "feedbackFormDefinitionId": state.interview_form_id,
    }
    return shown if row.job_id is None else {**shown, "jobId": row.job_id}


def interview_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """interview.list: those of single jobs only with includeNonSharedInterviews."""
    everything, single = body.get("includeArchived", False), body.get("includeNonSharedInterviews", False)

    def keep(row: Interview) -> bool:
        if row.archived and not everything:
            return False
        return (single or row.job_id is None) and _visible(state, options, row)

    return rows_page(state, options, "interview.list", body, state.interviews, keep, lambda row: _interview(state, row))


def interview_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """interview.info."""
    row = state.interviews.by_id.get(body["id"])
    if row is None or not _visible(state, options, row):
        raise not_found("interview", "id")
    return {"results": _interview(state, row)}


def _schedule_visible(state: AshbyState, options: AshbyOptions, row: Schedule) -> bool:
    application = state.applications.by_id.get(row.application_id)
    return application is None or application_visible(state, options, application)


def schedule_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """interviewSchedule.list by application and stage."""
    after = epoch(body, "createdAfter")
    wanted = {key: body[key] for key in ("applicationId", "interviewStageId") if key in body}

    def keep(row: Schedule) -> bool:
        has = {"applicationId": row.application_id, "interviewStageId": row.stage_id}
        if any(has[key] != value for key, value in wanted.items()):
            return False
        return (after is None or row.created_at > after) and _schedule_visible(state, options, row)

    def shown(row: Schedule) -> Answer:
        return {
            "id": row.id,
            "status": row.status,
            "applicationId": row.application_id,
            "interviewStageId": row.stage_id,
            "scheduledBy": show.user(state.users.by_id[row.user_id]),
            "createdAt": row.created_at,
            "updatedAt": row.updated_at,
            "interviewEvents": [_event(state, row, event, with_interview=False) for event in row.events],
        }

    return rows_page(state, options, "interviewSchedule.list", body, state.schedules, keep, shown)


def _event(state: AshbyState, row: Schedule, event: Appointment, *, with_interview: bool) -> Answer:
    shown: Answer = {
        "id": event.id,
        "interviewId": event.interview_id,
        "interviewScheduleId": row.id,
        "interviewerUserIds": list(event.user_ids),
        "interviewers": [_interviewer(state, event, user_id) for user_id in event.user_ids],
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
        "startTime": event.starts_at,
        "endTime": event.ends_at,
        "feedbackLink": FEEDBACK + event.id,
        "location": None,
        "meetingLink": None,
        "interviewerCalendarEventId": None,
        "hasSubmittedFeedback": False,
        "extraData": None,
    }
    if with_interview:
        shown["interview"] = _interview(state, state.interviews.by_id[event.interview_id])
    return shown


def _interviewer(state: AshbyState, event: Appointment, user_id: str) -> Answer:
    """A user, and what they do in the interview; nobody here is in training or in a pool."""
    return {
        **show.user(state.users.by_id[user_id]),
        "trainingRole": None,
        "interviewerPool": None,
        "isFeedbackRequired": state.interviews.by_id[event.interview_id].feedback,
    }


def event_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """interviewEvent.list of one schedule."""
    row = state.schedules.by_id.get(body["interviewScheduleId"])
    if row is None or not _schedule_visible(state, options, row):
        raise not_found("interview_schedule", "interviewScheduleId")
    after = epoch(body, "createdAfter")
    events = [event for event in row.events if after is None or row.created_at > after]
    expanded = "interview" in body.get("expand", ())

    def shown(event: Appointment) -> Answer:
        return _event(state, row, event, with_interview=expanded)

    return items_page(state, options, "interviewEvent.list", body, events, shown, syncs=True)
