"""Openings, projects, offers, referrals and interviews of an end state, ids aside. Part of `ashby_state.canonical`."""

from typing import TYPE_CHECKING, Any

from pipeline.simulator.ashby_natural import application, custom_values, in_order, person, team
from pipeline.simulator.ashby_surroundings import Offer, Opening, Schedule

if TYPE_CHECKING:
    from pipeline.simulator.ashby_state import AshbyState


def surroundings(state: "AshbyState") -> dict[str, Any]:
    """Lists that keep duplicates.

    Left out, because equal runs differ in them: forms of offers that were not filled, times that nobody chose.
    """
    return {
        "openings": in_order(_opening(state, row) for row in state.openings.by_id.values()),
        "projects": in_order(
            {
                "title": row.title,
                "description": row.description,
                "confidential": row.confidential,
                "isArchived": row.archived,
                "members": in_order(person(state, member) for member in row.members),
            }
            for row in state.projects.by_id.values()
        ),
        "offers": in_order(_offer(state, row) for row in state.offers.by_id.values()),
        "offerProcesses": in_order(
            application(state, row.application_id)
            for row in state.offer_processes.by_id.values()
            if row.offer_id is None
        ),
        "referrals": in_order(
            {
                "application": application(state, row.application_id),
                "by": state.users.by_id[row.user_id].email,
                "createdAt": row.created_at,
                "values": _named(state, row.values),
            }
            for row in state.referrals
        ),
        "referralForm": state.referral_form_id is not None,
        "schedules": in_order(_schedule(state, row) for row in state.schedules.by_id.values()),
    }


def _opening(state: "AshbyState", row: Opening) -> dict[str, Any]:
    return {
        "identifier": row.identifier,
        "description": row.description,
        "department": state.departments.by_id[row.department_id].name if row.department_id else None,
        "locations": sorted(state.locations.by_id[one].name for one in row.location_ids),
        "jobs": sorted(state.jobs.by_id[one].title for one in row.job_ids),
        "targetHireDate": row.hire_date,
        "targetStartDate": row.start_date,
        "isBackfill": row.backfill,
        "employmentType": row.employment,
        "state": row.state,
        "closeReason": state.close_reasons[row.close_reason_id].text if row.close_reason_id else None,
        "isArchived": row.archived_at is not None,
        "team": team(state, row.team),
        "values": custom_values(state, row.custom),
    }


def _offer(state: "AshbyState", row: Offer) -> dict[str, Any]:
    return {
        "application": application(state, row.application_id),
        "acceptanceStatus": row.acceptance,
        "offerStatus": row.status,
        "decidedAt": row.decided_at if row.dated else None,
        "versions": [_named(state, version.values) for version in row.versions],
    }


def _named(state: "AshbyState", values: dict[str, Any]) -> dict[str, Any]:
    """The answers of a form; a job or an opening among them by its own name."""
    named = dict(values)
    if "_systemfield_job" in named:
        named["_systemfield_job"] = state.jobs.by_id[named["_systemfield_job"]["value"]].title
    if "_systemfield_opening" in named:
        value = named["_systemfield_opening"]
        opening = state.openings.by_id[value["value"] if isinstance(value, dict) else value]
        named["_systemfield_opening"] = opening.identifier
    return named


def _schedule(state: "AshbyState", row: Schedule) -> dict[str, Any]:
    return {
        "application": application(state, row.application_id),
        "stage": state.stages[row.stage_id].title,
        "status": row.status,
        "events": in_order(
            [
                state.interviews.by_id[event.interview_id].title,
                event.starts_at,
                event.ends_at,
                sorted(state.users.by_id[user_id].email for user_id in event.user_ids),
            ]
            for event in row.events
        ),
    }
