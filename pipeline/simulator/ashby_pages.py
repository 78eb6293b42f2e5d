"""Pages of lists: cursors, sync tokens and their errors (section 3).

A *run* is the sequence of pages that begins without a cursor. Its cursors carry where it began, so the syncToken on the
last page stands for the beginning of the run: what changed meanwhile comes with the next one.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from pipeline.simulator.ashby_errors import AshbyError
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_rows import Position, Row, Rows
from pipeline.simulator.ashby_state import AshbyState

T = TypeVar("T")
R = TypeVar("R", bound=Row)
Answer = dict[str, Any]
"""What an endpoint adds to the envelope beside `success`."""

PAGE_KEYS = frozenset(("cursor", "limit", "syncToken"))
SEARCH_LIMIT = 100
SEAL = b"simulated ashby"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of pages and where this page of it begins."""

    since: int | None
    """change number from which an incremental run shows changes; None for a full run"""
    end: int
    """change number at which the run began: nothing later is part of it"""
    start: Position | None
    """None on the first page"""


def seal(kind: str, endpoint: str, filters: str, issued: float, *rest: Position | None) -> str:
    """An opaque token that nobody else can make: kind `c` (cursor) or `s` (sync token)."""
    content = json.dumps([kind, endpoint, filters, issued, *rest], separators=(",", ":")).encode()
    digest = hashlib.blake2s(content, digest_size=6, key=SEAL).digest()
    return base64.urlsafe_b64encode(digest + content).decode().rstrip("=")


def unseal(token: str) -> list[Any] | None:
    """The content of a token of ours; None for anything else."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if raw[:6] != hashlib.blake2s(raw[6:], digest_size=6, key=SEAL).digest():
        return None
    content: list[Any] = json.loads(raw[6:])
    return content


def rows_page(
    state: AshbyState,
    options: AshbyOptions,
    endpoint: str,
    body: dict[str, Any],
    rows: Rows[R],
    keep: Callable[[R], bool],
    show: Callable[[R], Any],
) -> Answer:
    """One page of a table; `keep` are the filters and the key's sight, `show` makes an item."""
    horizon = rows.horizon(state.clock(), options.list_visible_after_s)

    def walk(run: Run) -> Iterator[tuple[Position, R]]:
        end = horizon if options.cursors == "offset" else run.end
        if run.since is not None:
            since = run.start if isinstance(run.start, int) else run.since
            found = rows.changes(since, end, with_gone=options.deleted_in_sync == "stale")
        else:
            found = rows.walk(options.list_order, run.start, end)
        return ((position, row) for position, row in found if keep(row))

    return _page(state, options, endpoint, body, horizon, walk, show, syncs=True)


def items_page(
    state: AshbyState,
    options: AshbyOptions,
    endpoint: str,
    body: dict[str, Any],
    items: Sequence[T],
    show: Callable[[T], Any],
    *,
    syncs: bool,
) -> Answer:
    """One page of a short list that only grows at its end, in its own order."""

    def walk(run: Run) -> Iterator[tuple[Position, T]]:
        start = run.start if isinstance(run.start, int) else run.since or 0
        return ((place, items[place]) for place in range(start, min(run.end, len(items))))

    return _page(state, options, endpoint, body, len(items), walk, show, syncs=syncs)


def first(rows: Iterable[Any]) -> Iterator[Any]:
    """The first hundred, which is what a search gives (section 9.1)."""
    for _, row in zip(range(SEARCH_LIMIT), rows, strict=False):
        yield row


def _page(
    state: AshbyState,
    options: AshbyOptions,
    endpoint: str,
    body: dict[str, Any],
    horizon: int,
    walk: Callable[[Run], Iterator[tuple[Position, T]]],
    show: Callable[[T], Any],
    *,
    syncs: bool,
) -> Answer:
    now = state.clock()
    filters = _filters(body)
    run = _run(options, endpoint, body, filters, horizon, now)
    limit = int(body.get("limit", 100))
    if options.cursors == "offset":
        skip = run.start if isinstance(run.start, int) else 0
        matches: Iterator[tuple[Position, T]] = (
            (skip + index, item)
            for index, (_, item) in enumerate(islice(walk(Run(run.since, run.end, None)), skip, None))
        )
    else:
        matches = walk(run)
    results = [show(item) for _, item in islice(matches, limit)]
    following = next(matches, None)
    answer: Answer = {"results": results, "moreDataAvailable": following is not None}
    if following is not None:
        answer["nextCursor"] = seal("c", endpoint, filters, now, run.since, run.end, following[0])
    elif syncs:
        answer["syncToken"] = seal("s", endpoint, filters, now, run.end)
    return answer


def _filters(body: dict[str, Any]) -> str:
    """A fingerprint of everything in the body that isn't paging; cursors and tokens hold for these filters only."""
    filters = {key: value for key, value in body.items() if key not in PAGE_KEYS}
    if not filters:
        return ""
    return hashlib.blake2s(json.dumps(filters, sort_keys=True).encode(), digest_size=6).hexdigest()


def _run(options: AshbyOptions, endpoint: str, body: dict[str, Any], filters: str, horizon: int, now: float) -> Run:
    since: int | None = None
    if "syncToken" in body:
        token = unseal(body["syncToken"])
        if token is None or token[:3] != ["s", endpoint, filters]:
            raise AshbyError("sync_token_invalid", "The sync token is not valid", "syncToken")
        if now - token[3] > options.token_life_s:
            raise AshbyError("sync_token_expired", "The sync token has expired", "syncToken")
        since = token[4]
        if options.sync_max_changes is not None and horizon - token[4] > options.sync_max_changes:
            raise AshbyError("incremental_sync_too_large", "Too many changes, sync in full", "syncToken")
    if "cursor" not in body:
        return Run(since, horizon, None)
    cursor = unseal(body["cursor"])
    if cursor is None:
        raise AshbyError("cursor_invalid", "The cursor is not valid", "cursor")
    if cursor[:3] != ["c", endpoint, filters] or (since is not None and since != cursor[4]):
        raise AshbyError("invalid_next_cursor", "The cursor belongs to another list", "cursor")
    if now - cursor[3] > options.token_life_s:
        raise AshbyError("next_cursor_expired", "The cursor has expired", "cursor")
    return Run(cursor[4], cursor[5], cursor[6])
