"""How a probe asks Ashby: single objects, whole lists, and what is no answer to either (ashby-api 3, 11)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from pipeline.ashby import client
from pipeline.ashby.answers import Refused
from pipeline.ashby.client import CursorExpired, ListRefused
from pipeline.ashby.likeness import same_time, time_of
from pipeline.ashby.resources import Resource
from pipeline.transport import Connection

T = TypeVar("T")
Body = Mapping[str, Any]

CLOCK = timedelta(minutes=5)
"""How far Ashby's clock and ours may be apart."""


@dataclass(frozen=True)
class Look:
    """What a probe is given: the body that was sent, when, and which objects belong to other writes."""

    body: Body
    sent_at: datetime
    taken: Callable[[str], bool]
    is_last: bool
    """The last look before "not found" is believed: look everywhere, whatever it costs."""

    def is_made_so(self, created_at: str | None) -> bool:
        """Whether an object of this creation time can be ours: the time that was sent, or since it was sent."""
        if "createdAt" in self.body:
            return same_time(created_at, self.body["createdAt"])
        made = time_of(created_at)
        return made is not None and made > self.sent_at - CLOCK


Probe = Callable[[Connection, Look], Awaitable[str | None]]


async def single(ashby: Connection, call: str, body: Body, kind: type[T]) -> T | None:
    """One object; None where Ashby refuses to show it. Raises NotAllowed, Unreachable."""
    told = await client.read(ashby, call, body)
    return None if isinstance(told, Refused) else msgspec.json.decode(told.results, type=kind)


async def every(
    ashby: Connection, look: Look, resource: Resource, kind: type[T], parent_id: str | None = None
) -> AsyncIterator[T]:
    """Everything of a list; nothing where Ashby refuses it, for its parent is gone (merged, deleted).

    Pages may skip what moves while they are read (11, 15): at the last look a list of several pages is read twice.
    Raises NotAllowed, Unreachable, CursorExpired when Ashby forgets its cursor twice.
    """
    for is_again in (False, True):
        cursor, pages = None, 0
        try:
            while pages == 0 or cursor is not None:
                page = await client.page(ashby, resource, parent_id, cursor)
                for raw in page.objects:
                    yield msgspec.json.decode(raw, type=kind)
                cursor, pages = page.next, pages + 1
        except ListRefused:
            return
        except CursorExpired:
            if is_again:
                raise
            continue
        if pages == 1 or not look.is_last:
            return


def since(moment: datetime) -> tuple[tuple[str, int], ...]:
    """The filter of a list for what was made after a moment, which Ashby takes in milliseconds (3)."""
    return (("createdAfter", int(moment.timestamp() * 1000)),)
