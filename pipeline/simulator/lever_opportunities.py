"""Opportunities as Lever serves them: the list with its filters and orders, applications, notes.

Written from the reference, sections 1.3, 1.6, 2.1, 2.3 and 2.9. Each public function answers one call.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_gaps import sees_confidential
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import (
    BY_RANK,
    BY_UPDATED,
    BY_UPDATED_DOWN,
    NEWEST_FIRST,
    Key,
    Order,
    Query,
    bad_request,
    envelope,
    flag,
    forbidden,
    limit_of,
    next_token,
    not_found,
    small_list,
    start_of,
    take,
    whole_number,
)
from pipeline.simulator.lever_state import Note, Opportunity, World, rank_key

Test = Callable[[Opportunity], bool]

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def listed(world: World, options: LeverOptions, query: Query, page: int) -> tuple[dict[str, Any], Key | None]:
    """GET /opportunities: the answer of the `page`-th such call, and the place that the crawl has reached."""
    order, keys = _order(world, options, query)
    tests = _tests(options, query)
    limit = limit_of(query, options)
    if options.short_pages_every is not None and page % options.short_pages_every == 0:
        limit = max(1, limit // 2)
    start = start_of(world, options, order, "opportunities", query)

    def row(key: Key) -> Opportunity | None:
        record = world.opportunities[key[-1]]
        if record.id in world.gaps.unlisted_opportunities:
            return None
        return record if all(test(record) for test in tests) else None

    records, after = take(keys, start, limit, row)
    data = [finish(world, options, query, "opportunity", shapes.opportunity(record), record) for record in records]
    if after is None and options.token_circle and start is not None:
        _, after = take(keys, None, limit, row)
    if after is None:
        return envelope(data, None), None
    token = next_token(world, order, "opportunities", query, after)
    if options.token_repeats_from is not None and page >= options.token_repeats_from and start is not None:
        token = order.token(start)
    answer = envelope(data, token)
    if page == options.next_missing_on:
        del answer["next"]
    return answer, after


def _order(world: World, options: LeverOptions, query: Query) -> tuple[Order, Sequence[Key]]:
    """The sort and its keys: by update where updated_at filters, by contact's few where one is named, else by rank."""
    begin, end = window(query, "updated_at")
    if begin is not None or end is not None:
        keys = world.by_updated
        first_known = bisect_left(keys, (1, ""))
        low = first_known if begin is None else max(first_known, bisect_left(keys, (begin, "")))
        high = len(keys) if end is None else bisect_left(keys, (end + 1, ""))
        chosen = (keys[:first_known] if options.null_updated_matches else []) + keys[low:high]
        if options.updated_order == "asc":
            return BY_UPDATED, chosen
        return BY_UPDATED_DOWN, sorted((-moment, wanted) for moment, wanted in chosen)
    if "contact_id" in query:
        contacts = set(query["contact_id"])
        few = [known for contact in contacts for known in world.of_contact.get(contact, [])]
        return BY_RANK, sorted(rank_key(world.opportunities[known]) for known in few)
    return BY_RANK, world.by_rank


def window(query: Query, field: str) -> tuple[int | None, int | None]:
    """Begin and end, in ms, of a filter on a time."""
    return whole_number(query, f"{field}_start"), whole_number(query, f"{field}_end")


def _tests(options: LeverOptions, query: Query) -> list[Test]:
    """What a record must fulfil; several values of one filter are a union (section 1.7)."""
    tests: list[Test] = []
    wanted = confidentiality(options, query)
    if wanted is not None:
        tests.append(lambda record: record.confidential == wanted)
    if not sees_confidential(options):
        tests.append(lambda record: not record.confidential)
    for field, moment in TIMES.items():
        begin, end = window(query, field)
        if begin is not None or end is not None:
            tests.append(within(moment, begin, end))
    for field, value in VALUES.items():
        if field in query:
            tests.append(_among(value, set(query[field])))
    for field, state in STATES.items():
        asked = flag(query, field)
        if asked is not None:
            tests.append(_is(state, asked=asked))
    if "email" in query:
        if not all(EMAIL.fullmatch(email.strip()) for email in query["email"]):
            raise bad_request("Email address is not valid")
        fold = str.casefold if options.email_ignores_case else str
        emails = {fold(email.strip()) for email in query["email"]}
        tests.append(lambda record: any(fold(email.strip()) in emails for email in record.contact.emails))
    return tests


def _posting_ids(record: Opportunity) -> tuple[str, ...]:
    return () if record.application is None else (record.application.posting.id,)


TIMES: dict[str, Callable[[Opportunity], int | None]] = {
    "created_at": lambda record: record.created_at,
    "advanced_at": lambda record: record.last_advanced_at,
    "archived_at": lambda record: record.archived and record.archived.at,
}
"""Windows other than updated_at; both ends inclusive."""

VALUES: dict[str, Callable[[Opportunity], Sequence[str | None]]] = {
    "tag": shapes.tags,
    "origin": lambda record: (record.origin,),
    "source": lambda record: record.sources,
    "stage_id": lambda record: (record.stage,),
    "posting_id": _posting_ids,
    "archived_posting_id": lambda record: _posting_ids(record) if record.archived else (),
    "archive_reason_id": lambda record: (record.archived and record.archived.reason,),
    "location": lambda record: (record.location or "unspecified",),
}
STATES: dict[str, Test] = {
    "archived": lambda record: record.archived is not None,
    "snoozed": lambda record: record.snoozed_until is not None,
}


def within(moment: Callable[[Opportunity], int | None], begin: int | None, end: int | None) -> Test:
    """Whether a time is known and in a window, both ends inclusive."""

    def test(record: Opportunity) -> bool:
        when = moment(record)
        return when is not None and (begin is None or when >= begin) and (end is None or when <= end)

    return test


def _among(value: Callable[[Opportunity], Sequence[str | None]], wanted: set[str]) -> Test:
    return lambda record: not wanted.isdisjoint(value(record))


def _is(state: Test, *, asked: bool) -> Test:
    return lambda record: state(record) == asked


def confidentiality(options: LeverOptions, query: Query) -> bool | None:
    """Whether only confidential (True), only other (False) or all records (None) are asked for.

    The default is False, even for a key that may see everything (section 1.3).
    """
    asked = query.get("confidentiality", ["non-confidential"])[-1]
    if asked not in ("confidential", "non-confidential", "all"):
        raise bad_request("confidentiality must be one of confidential, non-confidential, all")
    if asked != "non-confidential" and not sees_confidential(options) and not options.confidential_silent:
        raise forbidden("this key may not read confidential data", options.confidential_status)
    return None if asked == "all" else asked == "confidential"


def single(world: World, options: LeverOptions, wanted: str, *, child: bool = False) -> Opportunity:
    """The opportunity of a path, readable by this key; `child`: the path goes on to something that hangs on it."""
    record = world.opportunities.get(wanted)
    if record is None or wanted in world.gaps.unreadable_opportunities:
        raise not_found("opportunities", wanted)
    if record.confidential and not sees_confidential(options):
        status = options.confidential_child_status if child else options.confidential_status
        raise forbidden("this key may not read confidential data", status)
    return record


def notes(world: World, options: LeverOptions, query: Query, record: Opportunity) -> dict[str, Any]:
    """GET /opportunities/:id/notes: newest first."""
    return small_list(
        world,
        options,
        NEWEST_FIRST,
        f"opportunities/{record.id}/notes",
        query,
        _visible_notes(world, options, record),
        lambda note: (-note.created_at, note.id),
        lambda note: finish(world, options, query, "note", shapes.note(note)),
    )


def note(world: World, options: LeverOptions, query: Query, record: Opportunity, wanted: str) -> dict[str, Any]:
    """GET /opportunities/:id/notes/:id."""
    for known in _visible_notes(world, options, record):
        if known.id == wanted:
            return {"data": finish(world, options, query, "note", shapes.note(known))}
    raise not_found("notes", wanted)


def _visible_notes(world: World, options: LeverOptions, record: Opportunity) -> list[Note]:
    return [
        note
        for note in world.notes.get(record.id, [])
        if (options.secret_notes or not note.secret) and (options.deleted_notes or note.deleted_at is None)
    ]


def applications(
    world: World, options: LeverOptions, query: Query, record: Opportunity, wanted: str | None
) -> dict[str, Any]:
    """GET /opportunities/:id/applications, or one of them where `wanted` is given."""
    found = record.application
    shown = (
        []
        if found is None or wanted not in (None, found.id)
        else [finish(world, options, query, "application", shapes.application(found, record))]
    )
    if wanted is None:
        return envelope(shown, None)
    if not shown:
        raise not_found("applications", wanted)
    return {"data": shown[0]}
