"""Lever's smaller resources: users, stages, archive reasons, sources, tags, postings, contacts.

Written from the reference, sections 2.2, 2.13, 2.17 and 2.18. Each function answers one call with its JSON body.
"""

from collections import Counter
from typing import Any

from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_gaps import sees_confidential
from pipeline.simulator.lever_opportunities import confidentiality
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import (
    BY_PLACE,
    BY_TEXT,
    NEWEST_FIRST,
    Query,
    bad_request,
    flag,
    forbidden,
    not_found,
    small_list,
    whole_number,
)
from pipeline.simulator.lever_state import ArchiveReason, Posting, Stage, World

ALONE = {"updated_at_start", "updated_at_end"}
COMPANIONS = {*ALONE, "confidentiality", "limit", "offset", "include", "expand"}
"""An updated_at filter of postings can be combined with confidentiality only (2.13)."""


def users(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /users: createdAt descending; only active ones unless includeDeactivated."""
    roles = [*query.get("accessRole", []), *query.get("accessRole[]", [])]
    rows = [
        user
        for user in world.users
        if user.id not in world.gaps.unlisted_users
        and (user.deactivated_at is None or flag(query, "includeDeactivated"))
        and ("email" not in query or user.email in query["email"])
        and (not roles or user.access_role in roles)
        and ("external_directory_id" not in query or user.external_directory_id in query["external_directory_id"])
    ]
    return small_list(
        world,
        options,
        NEWEST_FIRST,
        "users",
        query,
        rows,
        lambda user: (-user.created_at, user.id),
        shapes.user,
    )


def user(world: World, wanted: str) -> dict[str, Any]:
    """GET /users/:id: deactivated ones too; a merged one is nowhere."""
    for known in world.users:
        if known.id == wanted and wanted not in world.gaps.unreadable_users:
            return {"data": shapes.user(known)}
    raise not_found("users", wanted)


def stages(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /stages: by rank; removed ones are not there."""
    rows = list(enumerate(_listed_stages(world)))
    return small_list(
        world,
        options,
        BY_PLACE,
        "stages",
        query,
        rows,
        lambda row: (row[0],),
        lambda row: shapes.stage(row[1]),
    )


def stage(world: World, options: LeverOptions, wanted: str) -> dict[str, Any]:
    """GET /stages/:id."""
    removed = [world.removed_stage] if world.removed_stage else []
    hidden = [known for known in world.stages if known.id in world.gaps.removed_stages]
    for known in [*_listed_stages(world), *([*removed, *hidden] if options.removed_stage_readable else [])]:
        if known.id == wanted:
            return {"data": shapes.stage(known)}
    raise not_found("stages", wanted)


def archive_reasons(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /archive_reasons: inactive ones too; ?type=hired|non-hired."""
    rows = [
        (place, reason)
        for place, reason in enumerate(_listed_reasons(world))
        if "type" not in query or reason.type in query["type"]
    ]
    return small_list(
        world,
        options,
        BY_PLACE,
        "archive_reasons",
        query,
        rows,
        lambda row: (row[0],),
        lambda row: shapes.archive_reason(row[1]),
    )


def archive_reason(world: World, wanted: str) -> dict[str, Any]:
    """GET /archive_reasons/:id."""
    for known in _listed_reasons(world):
        if known.id == wanted:
            return {"data": shapes.archive_reason(known)}
    raise not_found("archive_reasons", wanted)


def disposition_stages(world: World) -> dict[str, Any]:
    """GET /disposition_stages: the same stages and reasons as in their own lists."""
    return {"data": shapes.disposition_stages(_listed_stages(world), _listed_reasons(world))}


def _listed_stages(world: World) -> list[Stage]:
    return [known for known in world.stages if known.id not in world.gaps.removed_stages]


def _listed_reasons(world: World) -> list[ArchiveReason]:
    return [known for known in world.archive_reasons if known.id not in world.gaps.removed_archive_reasons]


def texts(
    world: World, options: LeverOptions, query: Query, kind: str, kept: dict[str, tuple[int, Counter[str]]]
) -> dict[str, Any]:
    """GET /sources or /tags (`kind`): texts ignoring case, each with the number of opportunities that carry it.

    Archived ones count too. `kept` holds earlier counts, by kind, with the world's version they are of.
    """
    version, counts = kept.get(kind, (-1, Counter[str]()))
    if version != world.version:
        counts = Counter(
            text
            for record in world.opportunities.values()
            if options.counts_cover_confidential or not record.confidential
            for text in (record.sources if kind == "sources" else shapes.tags(record))
        )
        for text, count in counts.most_common(1):
            counts[text] = count + options.count_drift
        kept[kind] = (world.version, counts)
    return small_list(
        world,
        options,
        BY_TEXT,
        kind,
        query,
        list(counts.items()),
        lambda row: (row[0].lower(), row[0].swapcase()),
        lambda row: {"count": row[1], "text": row[0]},
    )


def postings(world: World, options: LeverOptions, query: Query) -> dict[str, Any]:
    """GET /postings: createdAt descending."""
    if ALONE & query.keys() and not COMPANIONS.issuperset(query):
        raise bad_request("updated_at filters can be combined with confidentiality only")
    wanted = confidentiality(options, query)
    begin, end = whole_number(query, "updated_at_start"), whole_number(query, "updated_at_end")
    rows = [
        posting
        for posting in world.postings.values()
        if posting.state != "gone"
        and posting.id not in world.gaps.unlisted_postings
        and (sees_confidential(options) or not posting.confidential)
        and (wanted is None or posting.confidential == wanted)
        and _in_channels(options, query, posting)
        and (begin is None or posting.updated_at >= begin)
        and (end is None or posting.updated_at <= end)
        and all(value in query.get(name, [value]) for name, value in _filterable(posting).items())
    ]
    return small_list(
        world,
        options,
        NEWEST_FIRST,
        "postings",
        query,
        rows,
        lambda posting: (-posting.created_at, posting.id),
        lambda posting: finish(world, options, query, "posting", shapes.posting(posting)),
    )


def _in_channels(options: LeverOptions, query: Query, posting: Posting) -> bool:
    """Section 2.13, trap 1: published postings off the public site need both channels named."""
    if "distributionChannel" not in query:
        if posting.state != "published":
            return True
        return options.published_in_default_list == "public" and "public" in (posting.channels or ())
    named = query["distributionChannel"]
    if options.channels_as == "comma":
        named = named[-1].split(",")
    if not {"public", "internal"}.issuperset(named):
        raise bad_request("distributionChannel must be public or internal")
    if posting.channels is None:
        return options.channel_keeps_unpublished
    return not set(named).isdisjoint(posting.channels)


def _filterable(posting: Posting) -> dict[str, str]:
    return {
        "state": posting.state,
        "team": posting.team,
        "department": posting.department,
        "location": posting.location,
        "commitment": shapes.COMMITMENT,
    }


def posting(world: World, options: LeverOptions, query: Query, wanted: str) -> dict[str, Any]:
    """GET /postings/:id, in whatever state and channel."""
    found = readable_posting(world, options, wanted)
    return {"data": finish(world, options, query, "posting", shapes.posting(found))}


def readable_posting(world: World, options: LeverOptions, wanted: str) -> Posting:
    """The posting of a path, readable by this key."""
    found = world.postings.get(wanted)
    if found is None or found.state == "gone" or wanted in world.gaps.unreadable_postings:
        raise not_found("postings", wanted)
    if found.confidential and not sees_confidential(options):
        raise forbidden("this key may not read confidential data", options.confidential_status)
    return found


def contact(world: World, wanted: str) -> dict[str, Any]:
    """GET /contacts/:id; there is no list."""
    found = world.contacts.get(wanted)
    if found is None:
        raise not_found("contacts", wanted)
    return {"data": shapes.contact(found)}
