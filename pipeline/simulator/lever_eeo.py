"""Lever's EEO answers, anonymous and with personal data (reference section 2.19).

Both lists show one week unless a window is given. What the window is measured by, how wide it may be, and the format
of its ends are not documented: here by the time of the answer, in ms, as wide as the switches allow. A candidacy that
was deleted has no answer any more.
"""

import time
from typing import Any

from pipeline.simulator.lever_account_state import EeoAnswer
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_gaps import sees_confidential
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import BY_PLACE, NEWEST_FIRST, Query, bad_request, small_list, whole_number
from pipeline.simulator.lever_state import Application, Opportunity, World

DAY = 86_400_000
WEEK = 7 * DAY

Answered = tuple[EeoAnswer, Opportunity, Application]


def anonymous(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /eeo/responses (fromDate, toDate): without any id."""
    rows = _answered(world, options, query, "fromDate", "toDate")
    rows.sort(key=lambda row: (-row[0].responded_at, row[2].id))
    return small_list(
        world,
        options,
        BY_PLACE,
        "eeo/responses",
        query,
        list(enumerate(rows)),
        lambda row: (row[0],),
        lambda row: {**_candidacy(row[1]), **row[1][0].answers},
    )


def with_pii(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /eeo/responses/pii (created_at_start, created_at_end; expand contact, hiringManager, posting)."""
    rows = _answered(world, options, query, "created_at_start", "created_at_end")
    return small_list(
        world,
        options,
        NEWEST_FIRST,
        "eeo/responses/pii",
        query,
        rows,
        lambda row: (-row[0].responded_at, row[2].id),
        lambda row: finish(world, options, query, "eeo", shape_with_pii(world, row)),
    )


def everything(world: World) -> list[dict[str, Any]]:
    """Every answer with personal data, whatever the time."""
    return [shape_with_pii(world, row) for row in _known(world)]


def shape_with_pii(world: World, row: Answered) -> dict[str, Any]:
    """An answer in the recorded key order, what was answered at the end."""
    answer, opportunity, application = row
    candidacy = _candidacy(row)
    hired = {reason.id for reason in world.archive_reasons if reason.type == "hired"}
    archived = opportunity.archived
    return {
        "id": application.id,
        "applicationArchivedAt": candidacy["applicationArchivedAt"],
        "applicationArchivedBy": candidacy["applicationArchivedBy"],
        "applicationArchiveReason": candidacy["applicationArchiveReason"],
        "applicationId": application.id,
        "applicationTitle": candidacy["applicationTitle"],
        "appliedAt": candidacy["appliedAt"],
        "currentStage": candidacy["currentStage"],
        "contact": opportunity.contact.id,
        "eeoResponseSource": answer.source,
        "eeoSurveyRespondedAt": answer.responded_at,
        "hiredDate": archived.at if archived is not None and archived.reason in hired else None,
        "hiringManager": application.hiring_manager,
        "opportunityId": opportunity.id,
        "opportunityOwner": opportunity.owner,
        "origin": opportunity.origin,
        "posting": application.posting.id,
        "sources": opportunity.sources,
        **answer.answers,
    }


def _candidacy(row: Answered) -> dict[str, Any]:
    _, opportunity, application = row
    archived = opportunity.archived
    return {
        "applicationArchivedAt": None if archived is None else archived.at,
        "applicationArchivedBy": None if archived is None else opportunity.owner,
        "applicationArchiveReason": None if archived is None else archived.reason,
        "applicationTitle": application.posting.text,
        "appliedAt": application.created_at,
        "currentStage": opportunity.stage,
    }


def _answered(world: World, options: LeverOptions, query: Query, start: str, stop: str) -> list[Answered]:
    """The answers in the window that the query names, or in the last week."""
    end = whole_number(query, stop)
    end = time.time_ns() // 1_000_000 if end is None else end
    begin = whole_number(query, start)
    begin = end - WEEK if begin is None else begin
    if options.eeo_widest_days is not None and end - begin > options.eeo_widest_days * DAY:
        raise bad_request(f"the window may span at most {options.eeo_widest_days} days")
    if options.eeo_silent_days is not None:
        begin = max(begin, end - options.eeo_silent_days * DAY)
    secret = sees_confidential(options)
    return [
        row
        for row in _known(world)
        if begin <= row[0].responded_at <= end and (secret or not row[2].posting.confidential)
    ]


def _known(world: World) -> list[Answered]:
    found: list[Answered] = []
    for answer in world.eeo_answers:
        record = world.opportunities.get(answer.opportunity)
        if record is not None and record.application is not None:
            found.append((answer, record, record.application))
    return found
