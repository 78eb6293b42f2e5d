"""What a key can see, and how the objects that a request names are found: the unseen looks like the unknown.

Confidential jobs, their applications and people are invisible to a key without the switch; private notes and fields to
a key without the other one (section 5). A candidate with at least one visible application is visible.
"""

from datetime import UTC, datetime
from typing import Any

from pipeline.simulator.ashby_errors import invalid, not_found
from pipeline.simulator.ashby_objects import Application, ArchiveReason, Candidate, CustomField, Job, Stage, Tag, User
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_state import AshbyState, iso


def job_visible(options: AshbyOptions, job: Job) -> bool:
    """Not confidential, or the key may see such."""
    return options.confidential_jobs or not job.confidential


def application_visible(state: AshbyState, options: AshbyOptions, application: Application) -> bool:
    """On a visible job."""
    return options.confidential_jobs or not state.jobs.by_id[application.job_id].confidential


def candidate_visible(state: AshbyState, options: AshbyOptions, candidate: Candidate) -> bool:
    """Without any application, or with a visible one."""
    if options.confidential_jobs or not candidate.applications:
        return True
    return any(
        application_visible(state, options, state.applications.by_id[application_id])
        for application_id in candidate.applications
    )


def find_candidate(state: AshbyState, options: AshbyOptions, candidate_id: str, parameter: str) -> Candidate:
    """The visible candidate of this id; one that was merged away as the switch says."""
    if options.merged_candidate == "redirect":
        while candidate_id in state.merged:
            candidate_id = state.merged[candidate_id]
    candidate = state.candidates.by_id.get(candidate_id)
    if candidate is None or not candidate_visible(state, options, candidate):
        raise not_found("candidate", parameter)
    return candidate


def find_job(state: AshbyState, options: AshbyOptions, job_id: str, parameter: str) -> Job:
    """The visible job of this id."""
    job = state.jobs.by_id.get(job_id)
    if job is None or not job_visible(options, job):
        raise not_found("job", parameter)
    return job


def find_application(state: AshbyState, options: AshbyOptions, application_id: str) -> Application:
    """The visible application of this id."""
    application = state.applications.by_id.get(application_id)
    if application is None or not application_visible(state, options, application):
        raise not_found("application", "applicationId")
    return application


def find_field(state: AshbyState, options: AshbyOptions, field_id: str, parameter: str) -> CustomField:
    """The custom field of this id, unless it is private and the key may not see such."""
    definition = state.fields.by_id.get(field_id)
    if definition is None or (definition.private and not options.private_fields):
        raise not_found("custom_field", parameter)
    return definition


def find_stage(state: AshbyState, stage_id: str, plan_id: str, parameter: str) -> Stage:
    """The stage of this id, if it belongs to the plan."""
    stage = state.stages.get(stage_id)
    if stage is None:
        raise not_found("interview_stage", parameter)
    if stage.plan_id != plan_id:
        raise invalid(parameter, "must be a stage of the application's interview plan")
    return stage


def find_reason(state: AshbyState, options: AshbyOptions, reason_id: str, parameter: str) -> ArchiveReason:
    """The archive reason of this id, if it may be used."""
    reason = state.reasons.get(reason_id)
    if reason is None:
        raise not_found("archive_reason", parameter)
    _refuse_archived(options, parameter, archived=reason.archived)
    return reason


def find_tag(state: AshbyState, options: AshbyOptions, tag_id: str) -> Tag:
    """The tag of this id, if it may be used."""
    tag = state.tags.by_id.get(tag_id)
    if tag is None:
        raise not_found("tag", "tagId")
    _refuse_archived(options, "tagId", archived=tag.archived)
    return tag


def find_source(state: AshbyState, options: AshbyOptions, source_id: str) -> str:
    """The id of the source, if there is one and it may be used."""
    source = state.sources.get(source_id)
    if source is None:
        raise not_found("source", "sourceId")
    _refuse_archived(options, "sourceId", archived=source.archived)
    return source_id


def find_user(state: AshbyState, options: AshbyOptions, user_id: str, parameter: str) -> User:
    """The user of this id, if something may be credited or given to them."""
    user = state.users.by_id.get(user_id)
    if user is None:
        raise not_found("user", parameter)
    if not user.enabled and options.disabled_user == "refuse":
        raise invalid(parameter, "must be an enabled user")
    return user


def moment(state: AshbyState, options: AshbyOptions, value: str, parameter: str) -> str:
    """A time of a request as ISO text in UTC with milliseconds, if it may be set; without a zone it is UTC."""
    at = datetime.fromisoformat(value)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if options.created_at_future == "refuse" and at.timestamp() > state.clock():
        raise invalid(parameter, "must not be in the future")
    if options.created_at_before_1970 == "refuse" and at.year < 1970:
        raise invalid(parameter, "must not be before 1970")
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def optional_moment(state: AshbyState, options: AshbyOptions, body: dict[str, Any], parameter: str) -> str | None:
    """The time that a request gives, None if it gives none."""
    value = body.get(parameter)
    return None if value is None else moment(state, options, value, parameter)


def epoch(body: dict[str, Any], parameter: str) -> str | None:
    """Epoch milliseconds as ISO text."""
    value = body.get(parameter)
    if value is None:
        return None
    try:
        return iso(value / 1000)
    except (OverflowError, ValueError, OSError) as error:
        raise invalid(parameter, "must be a time in epoch milliseconds") from error


def matches(options: AshbyOptions, wanted: str, value: str) -> bool:
    """Whether a search for `wanted` finds `value`."""
    if options.search == "loose":
        return wanted.casefold() in value.casefold()
    if options.search_case == "sensitive":
        return wanted == value
    return wanted.casefold() == value.casefold()


def refuse_long(value: str, most: int | None, parameter: str) -> None:
    """A text may have at most so many characters (open point 19)."""
    if most is not None and len(value) > most:
        raise invalid(parameter, f"must have at most {most} characters")


def _refuse_archived(options: AshbyOptions, parameter: str, *, archived: bool) -> None:
    if archived and options.archived_setup == "refuse":
        raise invalid(parameter, "must not be archived")
