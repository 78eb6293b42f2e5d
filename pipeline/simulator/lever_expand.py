"""`expand` and `include`: ids replaced by objects, fields left out (reference section 1.7)."""

from collections.abc import Callable
from typing import Any

from pipeline.simulator import lever_child_shapes as child_shapes
from pipeline.simulator import lever_news
from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import Query, forbidden
from pipeline.simulator.lever_state import Opportunity, World
from pipeline.simulator.world_child_crowd import hanging

Find = Callable[[str], Any]

USER_FIELDS = {
    "opportunity": ("owner", "sourcedBy", "followers"),
    "application": ("user", "postingOwner", "postingHiringManager"),
    "posting": ("user", "owner", "hiringManager", "followers"),
    "note": ("user",),
    "feedback": ("user",),
    "interview": ("user",),
    "panel": ("user",),
    "offer": ("creator",),
    "form": ("user",),
    "referral": ("user", "referrer"),
    "requisition": ("creator", "owner", "hiringManager"),
    "eeo": ("hiringManager",),
}
"""What becomes of a user's id, per kind of object."""
CLIENT_FIELDS = {"ipAddress", "referer", "userAgent", "acceptLanguage", "timezone"}
"""Undocumented fields of an application, about the applicant's browser (section 2.3)."""


def finish(
    world: World,
    options: LeverOptions,
    query: Query,
    kind: str,
    shape: dict[str, Any],
    opportunity: Opportunity | None = None,
) -> dict[str, Any]:
    """`shape` (of `kind`) as the query wants it; `opportunity` is the one it is of. expand wins over include."""
    shape = lever_news.told(options, kind, shape)
    expand = query.get("expand", [])
    for field in expand:
        permission, find = _finder(world, options, kind, field, opportunity)
        if find is None or field not in shape:
            continue
        if permission not in options.permissions:
            if options.expand_without_permission == "refuse":
                raise forbidden(f"this key may not read {permission}")
            continue
        value = shape[field]
        if isinstance(value, list | tuple):
            shape[field] = [_found(options, find, one) for one in value]
        elif value is not None:
            shape[field] = _found(options, find, value)
    if "include" not in query:
        return shape
    named = {*query["include"], *expand}
    return {field: value for field, value in shape.items() if field in named}


def _without(shape: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if name not in fields}


def _found(options: LeverOptions, find: Find, wanted: str) -> Any:
    found = find(wanted)
    if found is not None:
        return found
    return wanted if options.expand_missing == "id" else None


def _finder(
    world: World, options: LeverOptions, kind: str, field: str, opportunity: Opportunity | None
) -> tuple[str, Find | None]:
    """Which permission a field's expansion needs, and how an id becomes an object; None: not expandable."""
    if field in USER_FIELDS.get(kind, ()):
        users = {user.id: user for user in world.users if user.id not in world.gaps.unreadable_users}
        return "users", lambda wanted: shapes.user(users[wanted]) if wanted in users else None
    match kind, field:
        case "opportunity" | "interview" | "panel" | "form" | "referral", "stage":
            stages = {stage.id: stage for stage in world.stages if stage.id not in world.gaps.removed_stages}
            return "stages", lambda wanted: shapes.stage(stages[wanted]) if wanted in stages else None
        case "opportunity" | "eeo", "contact" if options.expand_contact:
            left_out = set() if options.expand_contact_whole else {"dataProtection"}
            return "contact", lambda wanted: _without(shapes.contact(world.contacts[wanted]), left_out)
        case "opportunity", "applications" if opportunity is not None and opportunity.application is not None:
            application = opportunity.application
            unseen = set() if options.expanded_client_fields else CLIENT_FIELDS
            return "applications", lambda _: _without(shapes.application(application, opportunity), unseen)
        case "interview", "feedbackForms" if opportunity is not None:
            given = {record.id: record for record in hanging(world, opportunity, "feedback")}
            return "feedback", lambda wanted: child_shapes.feedback(given[wanted]) if wanted in given else None
        case ("application" | "eeo", "posting") | ("requisition" | "interview", "postings"):
            postings = {
                known.id: known
                for known in world.postings.values()
                if known.state != "gone" and known.id not in world.gaps.unreadable_postings
            }
            return "postings", lambda wanted: shapes.posting(postings[wanted]) if wanted in postings else None
        case _:
            return "", None
