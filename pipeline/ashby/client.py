"""Calling Ashby: POST /<category>.<method>, Basic auth, JSON in and out (ashby-api 1, 3, 6)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.ashby import answers, calls
from pipeline.ashby.answers import Accepted, NotUnderstood, Refused
from pipeline.ashby.resources import Resource
from pipeline.errors import VENDOR, NotAllowed, Unreachable, VendorError
from pipeline.transport import Again, Answer, Connection, NoAnswer

VERSION = "2026-01-01"
_EXPIRED = frozenset({"next_cursor_expired", "cursor_invalid", "invalid_next_cursor"})

Body = Mapping[str, Any]


class CursorExpired(VendorError):
    """The list must be read from its beginning."""

    exit_code = VENDOR


class ListRefused(VendorError):
    """Ashby refused a list; `told` is how."""

    def __init__(self, call: str, told: Refused) -> None:
        super().__init__(f"Ashby refused {call}: {told.code} (request {told.request_id}).")
        self.told = told


@dataclass(frozen=True)
class ListPage:
    """One page, in Ashby's order; `next` is the cursor of the following page, None on the last one."""

    objects: list[msgspec.Raw]
    next: str | None


@asynccontextmanager
async def connected(
    base_url: str,
    key: str,
    allowance: Allowance,
    timeout_s: float,
    patience: transport.Patience | None = None,
) -> AsyncIterator[Connection]:
    """A connection to Ashby."""
    headers = {"Accept": "application/json; version=1", "Ashby-Version": VERSION}
    async with transport.connected(
        "Ashby", base_url, transport.basic(key), allowance, timeout_s, headers=headers, patience=patience
    ) as connection:
        yield connection


async def read(connection: Connection, call: str, body: Body) -> Accepted | Refused:
    """Call a reading endpoint; repeated on whatever passes by itself. Raises NotAllowed, Unreachable."""
    if call not in calls.READS:
        raise ValueError(f"{call} is not among the reads that may be sent to Ashby")
    return await _repeated(connection, call, body)


async def prepare(connection: Connection, call: str, body: Body) -> Accepted | Refused:
    """Call what an upload asks for before it; repeated as `read`, for a second answer does no harm. Raises the same."""
    if call not in calls.UPLOADS:
        raise ValueError(f"{call} is not among the calls that an upload may send to Ashby")
    return await _repeated(connection, call, body)


async def _repeated(connection: Connection, call: str, body: Body) -> Accepted | Refused:
    def accept(answer: Answer) -> Accepted | Refused:
        told = answers.read(answer)
        if isinstance(told, NotUnderstood):
            raise Again(told.why)
        return _allowed(told, call)

    return await connection.read("POST", f"/{call}", accept, json=dict(body))


async def page(
    connection: Connection, resource: Resource, parent_id: str | None = None, cursor: str | None = None
) -> ListPage:
    """One page of a list, whole where Ashby does not page it. No `limit` is sent: the default is the maximum, 100.

    Raises CursorExpired, NotAllowed, Unreachable, ListRefused for any other refusal.
    """
    body = dict(resource.body)
    if resource.of is not None:
        body[resource.of] = parent_id
    if cursor is not None:
        body["cursor"] = cursor
    told = await read(connection, resource.call, body)
    if isinstance(told, Refused):
        if told.code in _EXPIRED:
            raise CursorExpired(
                f"Ashby keeps forgetting where the list {resource.call} was. Nothing is lost; run the command again."
            )
        raise ListRefused(resource.call, told)
    try:
        objects = msgspec.json.decode(told.results, type=list[msgspec.Raw])
    except msgspec.DecodeError:
        raise Unreachable(f"Ashby's answer to {resource.call} holds no list. Run the command again.") from None
    more = told.more and resource.paged
    if more and (not told.next_cursor or told.next_cursor == cursor):
        raise Unreachable(f"Ashby's list {resource.call} says that more follows and not where. Run the command again.")
    return ListPage(objects, told.next_cursor if more else None)


async def write(connection: Connection, call: str, body: Body) -> Accepted | Refused | NotUnderstood:
    """Call a writing endpoint once. NotUnderstood: it may have been done.

    Raises NotAllowed when the key lacks the right (certainly not done), Unreachable when Ashby never took it.
    """
    if call not in calls.WRITES:
        raise ValueError(f"{call} is not among the writes that may be sent to Ashby")
    if call in calls.NOTIFYING and body.get("sendNotifications") is not False:
        raise ValueError(f"{call} without sendNotifications false would tell people (rule N2)")
    try:
        told = answers.read(await connection.write("POST", f"/{call}", json=dict(body)))
    except NoAnswer as error:
        return NotUnderstood(str(error))
    return told if isinstance(told, NotUnderstood) else _allowed(told, call)


def _allowed(told: Accepted | Refused, call: str) -> Accepted | Refused:
    if isinstance(told, Refused) and told.status == 401:
        raise NotAllowed("Ashby got no key. Set ASHBY_API_KEY.")
    if isinstance(told, Refused) and told.status == 403:
        raise NotAllowed(
            f"The Ashby key is wrong, switched off, or lacks the permission for {call} ({told.code}). An Ashby "
            "administrator sets it under Admin, Integrations, API Keys."
        )
    return told
