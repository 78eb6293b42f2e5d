"""Lever's requisitions and the fields that the company has added to them (reference section 2.14).

Each function answers one call with its JSON body.
"""

from random import Random
from typing import Any

from pipeline.simulator.lever_account_state import Requisition
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_gaps import sees_confidential
from pipeline.simulator.lever_opportunities import confidentiality, window
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import BY_PLACE, Query, flag, forbidden, not_found, small_list
from pipeline.simulator.lever_state import World
from pipeline.simulator.world_writing import uid

FIELDS: tuple[dict[str, Any], ...] = (
    {"id": "rec_start_date", "text": "Recruiting start", "type": "date", "isRequired": False},
    {"id": "reason_for_opening", "text": "Why is it open?", "type": "text", "isRequired": True},
    {"id": "budget_line", "text": "Budget line", "type": "number", "isRequired": False},
    {
        "id": "cost_center",
        "text": "Cost centre",
        "type": "object",
        "isRequired": False,
        "subfields": [
            {"id": "city", "text": "City", "type": "text"},
            {"id": "campus_code", "text": "Campus code", "type": "number"},
        ],
    },
    {
        "id": "work_type",
        "text": "Work type",
        "type": "dropdown",
        "isRequired": False,
        "options": [
            {"id": "5d1f3f7e-6a83-4f0e-9d4b-0f6a6d0c2b11", "text": "full time"},
            {"id": "0a7e2c58-91d4-4b6f-8a33-7c5be1f0d942", "text": "part time"},
        ],
    },
)
"""The requisition fields of this company, one of each type."""


def requisitions(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /requisitions: id descending, so that a new one appears anywhere (section 1.6)."""
    wanted = confidentiality(options, query)
    begin, end = window(query, "created_at")
    rows = [
        record
        for record in sorted(world.requisitions, key=lambda record: record.id, reverse=True)
        if (wanted is None or confidential(world, record) == wanted)
        and (sees_confidential(options) or not confidential(world, record))
        and (begin is None or record.created_at >= begin)
        and (end is None or record.created_at <= end)
        and record.code in query.get("requisition_code", [record.code])
        and record.status in query.get("status", [record.status])
    ]
    return small_list(
        world,
        options,
        BY_PLACE,
        "requisitions",
        query,
        list(enumerate(rows)),
        lambda row: (row[0],),
        lambda row: finish(world, options, query, "requisition", _with_gaps(world, options, row[1])),
    )


def requisition(world: World, options: LeverOptions, query: Query, wanted: str) -> dict[str, Any]:
    """GET /requisitions/:id."""
    for record in world.requisitions:
        if record.id == wanted:
            if confidential(world, record) and not sees_confidential(options):
                raise forbidden("this key may not read confidential data", options.confidential_status)
            return {"data": finish(world, options, query, "requisition", _with_gaps(world, options, record))}
    raise not_found("requisitions", wanted)


def fields(query: Query) -> dict[str, Any]:
    """GET /requisition_fields (isRequired, type): one answer without `hasNext`."""
    required = flag(query, "isRequired")
    return {
        "data": [
            known
            for known in FIELDS
            if required in (None, known["isRequired"]) and known["type"] in query.get("type", [known["type"]])
        ]
    }


def confidential(world: World, record: Requisition) -> bool:
    """Whether one of its postings is confidential (section 1.3)."""
    return any(world.postings[posting].confidential for posting in record.postings if posting in world.postings)


def _with_gaps(world: World, options: LeverOptions, record: Requisition) -> dict[str, Any]:
    """A requisition; the first of all names what nothing returns, where a switch says so."""
    shown = shape(world, record)
    nowhere = Random(f"{world.seed}:nowhere")
    offer, posting = uid(nowhere), uid(nowhere)
    if record is world.requisitions[0] and options.requisition_offer_lost:
        shown["offerIds"] = [*record.offers, offer]
    if record is world.requisitions[0] and options.requisition_posting_lost:
        shown["postings"] = [*record.postings, posting]
    return shown


def shape(world: World, record: Requisition) -> dict[str, Any]:
    """A requisition in the recorded key order."""
    return {
        "id": record.id,
        "createdAt": record.created_at,
        "confidentiality": "confidential" if confidential(world, record) else "non-confidential",
        "status": record.status,
        "name": record.name,
        "requisitionCode": record.code,
        "headcountTotal": "unlimited" if record.headcount is None else record.headcount,
        "headcountHired": record.hired,
        "headcountInfinite": record.headcount is None,
        "backfill": record.backfill,
        "creator": record.creator,
        "owner": record.owner,
        "hiringManager": record.hiring_manager,
        "internalNotes": record.notes,
        "compensationBand": record.compensation_band,
        "approval": record.approval or {"steps": []},
        "employmentStatus": record.employment_status,
        "location": record.location,
        "team": record.team,
        "department": record.department,
        "postings": record.postings,
        "offerIds": record.offers,
        "timeToFillStartAt": record.fill_started_at,
        "timeToFillEndAt": record.fill_ended_at,
        "updatedAt": record.updated_at,
        "customFields": record.custom_fields,
        "closedAt": record.closed_at,
    }
