"""Referrals: the default form, and a person with their application made in one call (section 9.9).

Same form as `ashby_writes`.
"""

from typing import Any

from pipeline.simulator import ashby_people_answers as show
from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_forms import answers, definition
from pipeline.simulator.ashby_objects import Application, Candidate, Event, Job, Place
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_sight import find_job, find_user, optional_moment
from pipeline.simulator.ashby_state import AshbyState, notify
from pipeline.simulator.ashby_surroundings import Referral

Body = dict[str, Any]
TITLE = "Referral"


def form_info(state: AshbyState, _: AshbyOptions, __: Body) -> Answer:
    """referralForm.info: a read that makes the default form where there is none."""
    if state.referral_form_id is None:
        state.referral_form_id = state.new_id()
    return {
        "results": {
            "id": state.referral_form_id,
            "organizationId": state.organization_id,
            "title": TITLE,
            "isArchived": False,
            "isDefaultForm": True,
            "formDefinition": definition(TITLE, state.referral_fields),
        }
    }


def referral_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """referral.create: the first stage's automation runs; whether the referrer is told is not documented."""
    if body["id"] != state.referral_form_id:
        raise not_found("referral_form", "id")
    user = find_user(state, options, body["creditedToUserId"], "creditedToUserId")
    created_at = optional_moment(state, options, body, "createdAt") or state.now()
    values = answers(options, state.referral_fields, body["fieldSubmissions"], "fieldSubmissions")
    job = find_job(state, options, values["_systemfield_job"]["value"], "fieldSubmissions")
    if job.status != "Open":
        raise invalid("fieldSubmissions", "must name an open job")
    events = (_first_event(state, job, created_at),)
    candidate = _candidate(state, options, values, created_at)
    now = state.now()
    row = Application(
        id=state.new_id(),
        candidate_id=candidate.id,
        job_id=job.id,
        plan_id=state.stages[events[0].stage_id].plan_id,
        created_at=created_at,
        updated_at=now,
        history=events,
        credited_to=user.id,
    )
    state.applications.add(row, state.clock())
    candidate.applications = (*candidate.applications, row.id)
    candidate.updated_at = now
    state.candidates.touch(candidate, state.clock())
    state.referrals.append(Referral(state.new_id(), row.id, user.id, created_at, values))
    notify(state, "automation", "referral.create", row.id)
    if options.record_unknown_notifications:
        notify(state, "unknown", "referral.create", row.id)
    return {"results": show.application(state, options, row)}


def _first_event(state: AshbyState, job: Job, at: str) -> Event:
    """The first stage of type Lead, as for application.create."""
    stages = state.plans.by_id[job.plan_id].stages if job.plan_id else ()
    stage = next((stage for stage in stages if stage.type == "Lead"), None)
    if stage is None:
        raise not_found("interview_stage", "fieldSubmissions")
    return Event(state.new_id(), stage.id, at, None, state.key_user_id)


def _candidate(state: AshbyState, options: AshbyOptions, values: dict[str, Any], created_at: str) -> Candidate:
    """The referred person: a new record, or as the switch says when their address is known."""
    email = values["_systemfield_email"]
    known = state.by_email.get(email.casefold(), [])
    if known and options.referral_known_email == "refuse":
        raise invalid("fieldSubmissions", "has the email of another candidate")
    if known and options.referral_known_email == "existing":
        return state.candidates.by_id[known[0]]
    place = values.get("_systemfield_location") or {}
    now = state.now()
    row = Candidate(
        state.new_id(),
        values["_systemfield_name"],
        created_at,
        now,
        now,
        email=email,
        phone=values.get("_systemfield_phone"),
        place=Place(state.new_id(), place.get("city"), place.get("region"), place.get("country")) if place else None,
    )
    state.add_candidate(row)
    return row
