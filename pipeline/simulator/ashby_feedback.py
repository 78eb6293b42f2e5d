"""The endpoints of feedback: its forms, what was submitted, and submitting (section 9.3).

Same form as `ashby_reads` and `ashby_writes`.
"""

from typing import Any

from pipeline.simulator import ashby_answers
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_form_values import misfit, readback
from pipeline.simulator.ashby_objects import Application
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_org_forms import GENERIC
from pipeline.simulator.ashby_pages import Answer, items_page, rows_page
from pipeline.simulator.ashby_paper_objects import Feedback, FeedbackForm, FormField
from pipeline.simulator.ashby_sight import application_visible, epoch, find_application, find_user
from pipeline.simulator.ashby_state import AshbyState, notify
from pipeline.simulator.ashby_surroundings import Appointment

Body = dict[str, Any]


def form_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """feedbackFormDefinition.list."""
    everything = body.get("includeArchived", False)
    return rows_page(
        state,
        options,
        "feedbackFormDefinition.list",
        body,
        state.forms,
        lambda row: (everything or not row.archived) and _form_exists(options, row),
        lambda row: _form(state, row),
    )


def form_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """feedbackFormDefinition.info; archived forms too."""
    row = _find_form(state, options, body["feedbackFormDefinitionId"], "feedbackFormDefinitionId")
    return {"results": _form(state, row)}


def feedback_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """applicationFeedback.list: of one application or of all that the key can see; createdAfter means submittedAt."""
    after = epoch(body, "createdAfter")

    def keep(row: Feedback) -> bool:
        return (after is None or row.submitted_at > after) and _visible(state, options, row)

    def shown(row: Feedback) -> Any:
        return _feedback(state, row)

    if "applicationId" not in body:
        return rows_page(state, options, "applicationFeedback.list", body, state.feedback, keep, shown)
    application_id = body["applicationId"]
    if options.deleted_application != "alone" or application_id not in state.applications.gone:
        find_application(state, options, application_id)
    latest = state.clock() - options.list_visible_after_s
    of_one = [
        row
        for row in state.feedback_of.get(application_id, ())
        if keep(row) and (options.list_visible_after_s <= 0 or row.added <= latest)
    ]
    return items_page(state, options, "applicationFeedback.list", body, of_one, shown, syncs=True)


def feedback_submit(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """applicationFeedback.submit: credited to any user, submitted now; on an event only by one who interviews."""
    application = find_application(state, options, body["applicationId"])
    form = _find_form(state, options, body["formDefinitionId"], "formDefinitionId")
    if form.archived and options.archived_form == "refuse":
        raise invalid("formDefinitionId", "must not be archived")
    user_id = find_user(state, options, body["userId"], "userId").id if "userId" in body else state.key_user_id
    event = _find_event(state, application, body["interviewEventId"], user_id) if "interviewEventId" in body else None
    again = any(row.form_id == form.id and row.user_id == user_id for row in state.feedback_of.get(application.id, ()))
    if again and options.feedback_twice == "refuse":
        raise invalid("formDefinitionId", "was submitted by this user for this application before")
    values = _values(options, form, body["feedbackForm"]["fieldSubmissions"])
    row = Feedback(
        id=state.new_id(),
        application_id=application.id,
        form_id=form.id,
        user_id=user_id,
        submitted_at=state.now(),
        values=values,
        history_id=application.history[-1].id,
        added=state.clock(),
        event_id=event.id if event else None,
        interview_id=event.interview_id if event else None,
    )
    state.add_feedback(row)
    if options.record_unknown_notifications:
        notify(state, "unknown", "applicationFeedback.submit", row.id)
    return {"results": {"submittedFormInstance": _instance(state, row)}}


def _find_event(state: AshbyState, application: Application, event_id: str, user_id: str) -> Appointment:
    """The interview event of the application that has this id, if the user is to interview there."""
    for schedule in state.schedules.by_id.values():
        for event in schedule.events:
            if event.id == event_id and schedule.application_id == application.id:
                if user_id not in event.user_ids:
                    raise invalid("userId", "must be an interviewer of the event")
                return event
    raise not_found("interview_event", "interviewEventId")


def _values(options: AshbyOptions, form: FeedbackForm, submissions: list[dict[str, Any]]) -> dict[str, Any]:
    """Path → value as it reads back; AshbyError about the first submission that does not fit the form."""
    fields = {field.path: field for field in form.fields}
    given: dict[str, Any] = {}
    for place, submission in enumerate(submissions):
        parameter = f"feedbackForm.fieldSubmissions[{place}]"
        field = fields.get(submission["path"])
        if field is None:
            raise invalid(f"{parameter}.path", "is not a field of the form")
        if field.path in given:
            raise invalid(f"{parameter}.path", "is there twice")
        wrong = misfit(field, submission["value"], options)
        if wrong is not None:
            raise invalid(f"{parameter}.value", wrong)
        given[field.path] = readback(field, submission["value"], options)
    if options.required_fields == "checked":
        lacking = next((field for field in form.fields if field.required and field.path not in given), None)
        if lacking is not None:
            raise invalid("feedbackForm.fieldSubmissions", f"must hold the required field {lacking.path}")
    return given


def _form_exists(options: AshbyOptions, row: FeedbackForm) -> bool:
    """Everything but the generic form where the organisation has made none."""
    return options.generic_form or row.title != GENERIC


def _find_form(state: AshbyState, options: AshbyOptions, form_id: str, parameter: str) -> FeedbackForm:
    row = state.forms.by_id.get(form_id)
    if row is None or not _form_exists(options, row):
        raise not_found("feedback_form_definition", parameter)
    return row


def _visible(state: AshbyState, options: AshbyOptions, row: Feedback) -> bool:
    """Of a visible application; of a deleted one as the switch says."""
    application = state.applications.by_id.get(row.application_id)
    if application is None:
        application = state.applications.gone[row.application_id]
        return options.deleted_application == "alone" and application_visible(state, options, application)
    return application_visible(state, options, application)


def _form(state: AshbyState, row: FeedbackForm) -> dict[str, Any]:
    return {
        "id": row.id,
        "organizationId": state.organization_id,
        "title": row.title,
        "isArchived": row.archived,
        "isDefaultForm": row.default,
        "formDefinition": _definition(row),
    }


def _definition(row: FeedbackForm) -> dict[str, Any]:
    """All fields in one section."""
    section = {
        "title": row.title,
        "descriptionHtml": "",
        "descriptionPlain": "",
        "fields": [_question(field) for field in row.fields],
    }
    return {"sections": [section]}


def _question(field: FormField) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": field.id,
        "type": field.type,
        "path": field.path,
        "humanReadablePath": field.title,
        "title": field.title,
        "isNullable": field.nullable,
    }
    if field.type.endswith("ValueSelect"):
        shown["selectableValues"] = [{"label": label, "value": value} for label, value in field.options]
    return {"isRequired": field.required, "descriptionHtml": "", "descriptionPlain": "", "field": shown}


def _instance(state: AshbyState, row: Feedback) -> dict[str, Any]:
    return {"id": row.id, "formDefinition": _definition(state.forms.by_id[row.form_id]), "submittedValues": row.values}


def _feedback(state: AshbyState, row: Feedback) -> dict[str, Any]:
    """An item of applicationFeedback.list; the ids of an interview are left out where there is none."""
    shown = _instance(state, row) | {
        "applicationId": row.application_id,
        "submittedByUser": ashby_answers.user(state.users.by_id[row.user_id]),
        "submittedAt": row.submitted_at,
        "feedbackFormDefinitionId": row.form_id,
        "applicationHistoryId": row.history_id,
    }
    if row.event_id is not None:
        shown |= {"interviewEventId": row.event_id, "interviewId": row.interview_id}
    return shown
