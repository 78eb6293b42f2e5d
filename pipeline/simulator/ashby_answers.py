"""How the objects of the set-up look in an answer: which keys, and whether an empty one is null or left out.

After section 9, the OpenAPI copy and the recordings: empty single values are null, dates that did not happen are left
out. Candidates and applications have their own file.
"""

from typing import Any

from pipeline.simulator.ashby_objects import (
    ArchiveReason,
    CustomField,
    Department,
    Job,
    Location,
    Plan,
    Source,
    Stage,
    Tag,
    User,
)
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_sight import job_visible
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.ashby_surroundings import Opening

Shown = dict[str, Any]


def user(row: User) -> Shown:
    """A user."""
    return {
        "id": row.id,
        "firstName": row.first_name,
        "lastName": row.last_name,
        "email": row.email,
        "globalRole": row.global_role,
        "isEnabled": row.enabled,
        "updatedAt": row.updated_at,
    }


def credited(state: AshbyState, user_id: str | None) -> Shown | None:
    """The creditedToUser of something."""
    return user(state.users.by_id[user_id]) if user_id else None


def department(row: Department) -> Shown:
    """A department."""
    return {
        "id": row.id,
        "name": row.name,
        "externalName": row.external_name,
        "isArchived": row.archived,
        "parentId": row.parent_id,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
        "extraData": row.extra,
    }


def location(row: Location) -> Shown:
    """A location of the organisation."""
    return {
        "id": row.id,
        "name": row.name,
        "externalName": row.external_name,
        "isArchived": row.archived,
        "address": row.address,
        "isRemote": row.remote,
        "workplaceType": row.workplace,
        "parentLocationId": row.parent_id,
        "type": row.type,
        "extraData": row.extra,
    }


def plan(row: Plan) -> Shown:
    """An interview plan."""
    return {
        "id": row.id,
        "title": row.title,
        "isArchived": row.archived,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    }


def stage(row: Stage) -> Shown:
    """An interview stage."""
    return {
        "id": row.id,
        "title": row.title,
        "type": row.type,
        "interviewPlanId": row.plan_id,
        "orderInInterviewPlan": row.order,
        "interviewStageGroupId": row.group_id,
    }


def archive_reason(row: ArchiveReason) -> Shown:
    """An archive reason as archiveReason.list gives it."""
    return {"id": row.id, "text": row.text, "reasonType": row.type, "isArchived": row.archived}


def source(row: Source) -> Shown:
    """A source with its type."""
    return {
        "id": row.id,
        "title": row.title,
        "isArchived": row.archived,
        "sourceType": {"id": row.type_id, "title": row.type_title, "isArchived": False},
    }


def tag(row: Tag) -> Shown:
    """A candidate tag."""
    return {"id": row.id, "title": row.title, "isArchived": row.archived}


def custom_field(row: CustomField) -> Shown:
    """The definition of a custom field; selectableValues only for the select types."""
    shown: Shown = {
        "id": row.id,
        "title": row.title,
        "isPrivate": row.private,
        "objectType": row.object_type,
        "isArchived": row.archived,
        "fieldType": row.type,
        "isRequired": row.required,
        "isEditableOnlyViaPublicApi": False,
    }
    return shown | ({"selectableValues": list(row.options)} if row.type.endswith("ValueSelect") else {})


def custom_value(definition: CustomField, value: Any) -> Shown:
    """One custom value; valueLabel only for the select types (section 8)."""
    shown: Shown = {
        "id": definition.id,
        "title": definition.title,
        "isPrivate": definition.private,
        "value": value,
    }
    if value is not None and definition.type.endswith("ValueSelect"):
        labels = {option["value"]: option["label"] for option in definition.options}
        shown["valueLabel"] = [labels[one] for one in value] if isinstance(value, list) else labels[value]
    return shown


def custom_values(state: AshbyState, options: AshbyOptions, custom: dict[str, Any]) -> list[Shown]:
    """All custom values of an object that the key may see."""
    definitions = ((state.fields.by_id[field_id], value) for field_id, value in custom.items())
    return [
        custom_value(definition, value)
        for definition, value in definitions
        if options.private_fields or not definition.private
    ]


def member(state: AshbyState, user_id: str, role_id: str) -> Shown:
    """A member of a hiring team."""
    row = state.users.by_id[user_id]
    return {
        "email": row.email,
        "firstName": row.first_name,
        "lastName": row.last_name,
        "role": state.roles[role_id],
        "userId": user_id,
    }


def opening(state: AshbyState, options: AshbyOptions, row: Opening) -> Shown:
    """An opening with its latest version; of dates only those that happened."""
    times = (("openedAt", row.opened_at), ("closedAt", row.closed_at), ("archivedAt", row.archived_at))
    return {
        "id": row.id,
        "isArchived": row.archived_at is not None,
        "closeReasonId": row.close_reason_id,
        "openingState": row.state,
        "latestVersion": {
            "id": row.version_id,
            "identifier": row.identifier or "",
            "description": row.description or "",
            "authorId": row.author_id,
            "createdAt": row.created_at,
            "teamId": row.department_id,
            "jobIds": [one for one in row.job_ids if job_visible(options, state.jobs.by_id[one])],
            "targetHireDate": row.hire_date,
            "targetStartDate": row.start_date,
            "isBackfill": row.backfill,
            "employmentType": row.employment,
            "locationIds": list(row.location_ids),
            "hiringTeam": [member(state, *pair) for pair in row.team],
            "customFields": custom_values(state, options, row.custom),
        },
        **{key: value for key, value in times if value is not None},
    }


def job(state: AshbyState, options: AshbyOptions, row: Job, *, expand: tuple[str, ...] = ()) -> Shown:
    """A job."""
    shown: Shown = {
        "id": row.id,
        "title": row.title,
        "confidential": row.confidential,
        "status": row.status,
        "employmentType": row.employment,
        "locationId": row.location_id,
        "departmentId": row.department_id,
        "defaultInterviewPlanId": row.plan_id,
        "interviewPlanIds": [row.plan_id] if row.plan_id else [],
        "jobPostingIds": [],
        "customFields": custom_values(state, options, row.custom),
        "hiringTeam": [member(state, *pair) for pair in row.team],
        "customRequisitionId": row.requisition_id,
        "brandId": state.brand_id,
        "author": user(state.users.by_id[row.author_id]),
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    }
    if row.opened_at is not None:
        shown["openedAt"] = row.opened_at
    if row.closed_at is not None:
        shown["closedAt"] = row.closed_at
    if "location" in expand:
        shown["location"] = location(state.locations.by_id[row.location_id])
    if "openings" in expand:
        linked = [one for one in state.openings.by_id.values() if row.id in one.job_ids]
        shown["openings"] = [opening(state, options, one) for one in linked]
    return shown
