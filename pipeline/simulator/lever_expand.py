"""`expand` and `include`: ids replaced by objects, fields left out (reference section 1.7)."""

from collections.abc import Callable
from typing import Any

from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import Query, forbidden
from pipeline.simulator.lever_state import Opportunity, World

Find = Callable[[str], Any]

USER_FIELDS = {
    "opportunity": ("owner", "sourcedBy", "followers"),
    "application": ("user", "postingOwner", "postingHiringManager"),
    "posting": ("user", "owner", "hiringManager", "followers"),
    "note": ("user",),
}
"""What becomes of a user's id, per kind of object."""


def finish(
    world: World,
    options: LeverOptions,
    query: Query,
    kind: str,
    shape: dict[str, Any],
    opportunity: Opportunity | None = None,
) -> dict[str, Any]:
    """`shape` (of `kind`) as the query wants it; `opportunity` is the one it is of. expand wins over include."""
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


def _found(options: LeverOptions, find: Find, wanted: str) -> Any:
    found = find(wanted)
    if found is not None:
        return found
    return wanted if options.expand_missing == "id" else None


def _finder(
    world: World, options: LeverOptions, kind: str, field: str, opportunity: Opportunity | None
) -> tuple[str, Find | None]:
    """Which permission a field's expansion needs, and how an id becomes an object; None: not expandable."""
    if field in USER_FIELDS[kind]:
        users = {user.id: user for user in world.users}
        return "users", lambda wanted: shapes.user(users[wanted]) if wanted in users else None
    match kind, field:
        case "opportunity", "stage":
            stages = {stage.id: stage for stage in world.stages}
            return "stages", lambda wanted: shapes.stage(stages[wanted]) if wanted in stages else None
        case "opportunity", "contact" if options.expand_contact:
            return "contact", lambda wanted: shapes.contact(world.contacts[wanted])
        case "opportunity", "applications" if opportunity is not None and opportunity.application is not None:
            application = opportunity.application
            return "applications", lambda _: shapes.application(application, opportunity)
        case "application", "posting":
            postings = {known.id: known for known in world.postings.values() if known.state != "gone"}
            return "postings", lambda wanted: shapes.posting(postings[wanted]) if wanted in postings else None
        case _:
            return "", None
