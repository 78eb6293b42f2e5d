"""Lever's audit events, a paid add-on (reference section 2.20): accounts, keys, users and exports, no candidates."""

from typing import Any

from pipeline.simulator.lever_account_state import AuditEvent
from pipeline.simulator.lever_opportunities import window
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import NEWEST_FIRST, Query, forbidden, not_found, small_list
from pipeline.simulator.lever_state import World


def audit_events(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /audit_events: newest first; both ends of the window inclusive. Refused where the add-on was not bought."""
    if not options.audit_log:
        if options.audit_log_status == 404:
            raise not_found("path", "audit_events")
        raise forbidden("audit events are not part of this account's plan")
    begin, end = window(query, "created_at")
    rows = [
        event
        for event in world.audit_events
        if (begin is None or event.created_at >= begin)
        and (end is None or event.created_at <= end)
        and event.type in query.get("type", [event.type])
        and (event.user or "null") in query.get("user_id", [event.user or "null"])
        and "user" in query.get("target_type", ["user"])
        and event.target in query.get("target_id", [event.target])
    ]
    return small_list(
        world,
        options,
        NEWEST_FIRST,
        "audit_events",
        query,
        rows,
        lambda event: (-event.created_at, event.id),
        lambda event: shape(world, event),
    )


def shape(world: World, event: AuditEvent) -> dict[str, Any]:
    """An event; people are told in full, so that a merged colleague's name is still there."""
    people = {user.id: user for user in [*world.users, *world.merged_users]}
    by = None if event.user is None else people[event.user]
    return {
        "id": event.id,
        "createdAt": event.created_at,
        "type": event.type,
        "user": None if by is None else {"id": by.id, "email": by.email, "name": by.name, "role": by.access_role},
        "target": {"id": event.target, "type": "user", "label": people[event.target].name},
        "meta": event.meta,
    }
