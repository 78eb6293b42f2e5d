"""Pages of Lever's lists: the query's values, orders, offset tokens, envelopes and refusals (reference 1.5, 1.6).

A token is the URL-encoded JSON array of the sort key of the FIRST record of the NEXT page. What the lists hold stands
elsewhere.
"""

import json
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World

Row = TypeVar("Row")
Query = dict[str, list[str]]
Key = tuple[Any, ...]

NOT_FILTERS = {"limit", "offset", "include", "expand"}
"""Parameters that may change from page to page of one list."""
MOST = 100
"""Largest, and default, number of records of a page."""


class RefusalError(Exception):
    """An answer other than 200: Lever's envelope is {"code", "message"} (section 1.5)."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def bad_request(message: str) -> RefusalError:
    """400; only messages are known, the code is ours."""
    return RefusalError(400, "BadRequest", message)


def forbidden(message: str, status: int = 403) -> RefusalError:
    """403 (or the status that a switch names); code and message are ours."""
    return RefusalError(status, "Forbidden" if status == 403 else "ResourceNotFound", message)


def not_found(kind: str, wanted: str) -> RefusalError:
    """404 in Lever's words."""
    return RefusalError(404, "ResourceNotFound", f"{kind} {wanted} was not found")


@dataclass(frozen=True)
class Order:
    """How a list is sorted: ascending by tuples of the shape `key`; tokens show some of their numbers negated."""

    key: tuple[type, ...]
    negated: tuple[int, ...] = ()
    """places of the key that are descending: their sign is turned in the tuple, not in the token"""

    def token(self, key: Key) -> str:
        """The key as an offset token, percent-encoded as Lever does."""
        shown = [-part if place in self.negated else part for place, part in enumerate(key)]
        return quote(json.dumps(shown, separators=(",", ":"), ensure_ascii=False), safe="")

    def parse(self, token: str) -> Key | None:
        """The key of an offset as it stands in the decoded query, encoded once more or not; None: of no such order."""
        text = unquote(token) if token.startswith("%") else token
        try:
            shown = json.loads(text)
        except ValueError:
            return None
        if not isinstance(shown, list) or len(shown) != len(self.key):
            return None
        if not all(isinstance(part, kind) for part, kind in zip(shown, self.key, strict=True)):
            return None
        return tuple(-part if place in self.negated else part for place, part in enumerate(shown))


NUMBER: Any = (int, float)
BY_RANK = Order((NUMBER, int, str), negated=(1,))
"""/opportunities: stage rank, lastAdvancedAt descending, id"""
BY_UPDATED = Order((int, str))
BY_UPDATED_DOWN = Order((int, str), negated=(0,))
NEWEST_FIRST = Order((int, str), negated=(0,))
"""users, postings, notes: createdAt descending, id"""
BY_TEXT = Order((str, str))
"""sources, tags: text ignoring case"""
BY_PLACE = Order((int,))
"""stages, archive reasons: their own order"""


def whole_number(query: Query, name: str) -> int | None:
    """The value of a numeric parameter, or None where it is not given."""
    if name not in query:
        return None
    try:
        return int(query[name][-1])
    except ValueError:
        raise bad_request(f"{name} must be a number") from None


def flag(query: Query, name: str) -> bool | None:
    """The value of a true/false parameter, or None where it is not given."""
    return None if name not in query else query[name][-1].lower() == "true"


def limit_of(query: Query, options: LeverOptions) -> int:
    """How many records are asked for."""
    limit = whole_number(query, "limit")
    if limit is None:
        return MOST
    if limit < 1 or (limit > MOST and options.limit_over_100 == "refuse"):
        raise bad_request(f"limit must be between 1 and {MOST}")
    return min(limit, MOST)


def start_of(world: World, options: LeverOptions, order: Order, path: str, query: Query) -> Key | None:
    """The key at which the page begins, or None for the first page. Refuses a token of another sort or filter."""
    if "offset" not in query:
        return None
    refusal = bad_request("Invalid offset token: Offset token is invalid for sort")
    key = order.parse(query["offset"][-1])
    if key is None:
        raise refusal
    if options.token_check == "issued":
        issued = world.issued.get((_filters(path, query), order.token(key)))
        life = options.token_life_seconds
        if issued is None or (life is not None and time.monotonic() - issued > life):
            raise refusal
    return key


def next_token(world: World, order: Order, path: str, query: Query, key: Key) -> str:
    """The token of a place in the list, remembered as given out for these filters."""
    token = order.token(key)
    world.issued[_filters(path, query), token] = time.monotonic()
    return token


def _filters(path: str, query: Query) -> str:
    return json.dumps([path, sorted((name, values) for name, values in query.items() if name not in NOT_FILTERS)])


def take(
    keys: Sequence[Key], start: Key | None, limit: int, row: Callable[[Key], Row | None]
) -> tuple[list[Row], Key | None]:
    """Up to `limit` rows from the first key not before `start`, and the key of the row after them if there is one.

    `keys` is sorted; `row` gives None for what the filters leave out.
    """
    rows: list[Row] = []
    for place in range(0 if start is None else bisect_left(keys, start), len(keys)):
        found = row(keys[place])
        if found is None:
            continue
        if len(rows) == limit:
            return rows, keys[place]
        rows.append(found)
    return rows, None


def envelope(data: Any, token: str | None) -> dict[str, Any]:
    """A page; on the last one `next` is absent and `hasNext` false."""
    return {"data": data, "hasNext": False} if token is None else {"data": data, "next": token, "hasNext": True}


def small_list(
    world: World,
    options: LeverOptions,
    order: Order,
    path: str,
    query: Query,
    rows: Sequence[Row],
    key: Callable[[Row], Key],
    shape: Callable[[Row], Any],
) -> dict[str, Any]:
    """A page of a list that is small enough to sort for each call."""
    by_key = {key(row): row for row in rows}
    start = start_of(world, options, order, path, query)
    page, after = take(sorted(by_key), start, limit_of(query, options), by_key.get)
    token = None if after is None else next_token(world, order, path, query, after)
    return envelope([shape(row) for row in page], token)
