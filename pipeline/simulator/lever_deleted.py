"""Lever's feeds of what was deleted: opportunities, applications, postings (reference sections 2.1, 2.3, 2.13).

Newest first. Each row keeps little; how long Lever keeps it is not documented, the stand-in keeps it for ever unless
the option `deleted_feed_days` says otherwise.
"""

import time
from typing import Any

from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_opportunities import window
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import NEWEST_FIRST, Query, bad_request, small_list
from pipeline.simulator.lever_state import World

DAY = 86_400_000
BARE = {"name": "", "headline": "", "location": "", "phones": [], "emails": [], "links": []}


def opportunities(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /opportunities/deleted: whole opportunities with deletedBy and deletedAt; both ends inclusive."""
    rows = [
        shapes.opportunity(record) | (BARE if options.deleted_rows == "bare" else {})
        for record in world.deleted
        if _in_window(options, query, record.deleted_at, inclusive=True)
    ]
    return _feed(world, options, "opportunities/deleted", query, rows)


def applications(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /applications/deleted: of deleted opportunities; the window's end exclusive; 50 rows unless asked."""
    rows = [
        {
            "id": record.application.id,
            "deletedAt": record.deleted_at,
            "opportunityId": record.id,
            "postingId": record.application.posting.id,
        }
        for record in world.deleted
        if record.application is not None and _in_window(options, query, record.deleted_at, inclusive=False)
    ]
    return _feed(world, options, "applications/deleted", {"limit": ["50"], **query}, rows)


def postings(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /postings/deleted: only id and deletedAt; both ends inclusive."""
    rows = [
        {"id": posting.id, "deletedAt": posting.deleted_at}
        for posting in world.postings.values()
        if _in_window(options, query, posting.deleted_at, inclusive=True)
    ]
    return _feed(world, options, "postings/deleted", query, rows)


def _in_window(options: LeverOptions, query: Query, moment: int | None, *, inclusive: bool) -> bool:
    begin, end = window(query, "deleted_at")
    most = options.deleted_window_days
    if most is not None and begin is not None and end is not None and end - begin > most * DAY:
        raise bad_request(f"the window may span at most {most} days")
    if moment is None:
        return False
    kept = options.deleted_feed_days
    if kept is not None and moment < time.time_ns() // 1_000_000 - kept * DAY:
        return False
    after_end = end is not None and (moment > end if inclusive else moment >= end)
    return not after_end and (begin is None or moment >= begin)


def _feed(world: World, options: LeverOptions, path: str, query: Query, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return small_list(
        world, options, NEWEST_FIRST, path, query, rows, lambda row: (-row["deletedAt"], row["id"]), lambda row: row
    )
