"""Reading from Lever: one page of a list, or one object. Lever is only ever read.

Source: Lever Data API documentation, "Errors", "Pagination", "Rate limits". Lever allows 10 requests a second and
answers 503 while it is in maintenance; both are waited out by `pipeline.transport`.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.errors import VENDOR, NotAllowed, VendorError
from pipeline.transport import Again, Answer, Connection

PAGE_SIZE = 100
T = TypeVar("T")
Params = Sequence[tuple[str, str]]


class OffsetRefused(VendorError):
    """Lever no longer takes the token of an earlier page: the list must be read from its beginning."""

    exit_code = VENDOR


class Forbidden(NotAllowed):
    """The key lacks the permission for this endpoint, or for confidential data."""


@dataclass(frozen=True)
class ListPage:
    """One page, in Lever's order; `next` is the token of the following page, None on the last one."""

    objects: list[msgspec.Raw]
    next: str | None


class _List(msgspec.Struct):
    data: list[msgspec.Raw]
    hasNext: bool = False  # noqa: N815 - Lever's word
    next: str | None = None


class _Object(msgspec.Struct):
    data: msgspec.Raw


class _Error(msgspec.Struct):
    code: str = ""
    message: str = ""


@asynccontextmanager
async def connected(
    base_url: str,
    key: str,
    allowance: Allowance,
    timeout_s: float,
    patience: transport.Patience | None = None,
) -> AsyncIterator[Connection]:
    """A connection to Lever."""
    async with transport.connected(
        "Lever",
        base_url,
        key,
        allowance,
        timeout_s,
        headers={"Accept": "application/json"},
        patience=patience,
    ) as connection:
        yield connection


async def page(connection: Connection, path: str, params: Params = (), offset: str | None = None) -> ListPage:
    """One page of a list of which Lever pages. A token is sent back as it came.

    Raises OffsetRefused, Forbidden, NotAllowed, Unreachable.
    """
    query = [*params, ("limit", str(PAGE_SIZE))]
    if offset is not None:
        query.append(("offset", offset))
    listed = await connection.read("GET", path, lambda answer: _page(answer, path), params=query)
    if listed.next is not None and listed.next == offset:
        raise VendorError(
            f"Lever's list {path} repeats its page token, so it would never end. Run the command again; "
            "if it stays so, tell Lever's support."
        )
    return listed


async def whole(connection: Connection, path: str) -> ListPage:
    """A list that Lever answers in one piece and that refuses paging parameters. Raises as `page`."""
    return await connection.read("GET", path, lambda answer: _page(answer, path))


async def one(connection: Connection, path: str) -> msgspec.Raw | Answer:
    """One object, or Lever's answer when there is no such object for this key (404, or 403 on a single one)."""
    return await connection.read("GET", path, lambda answer: _one(answer, path))


def _page(answer: Answer, path: str) -> ListPage:
    _check(answer, path)
    listed = _decoded(answer, _List)
    if listed.hasNext and not listed.next:
        raise Again("its page says that more follows and does not say where")
    return ListPage(listed.data, listed.next if listed.hasNext else None)


def _one(answer: Answer, path: str) -> msgspec.Raw | Answer:
    if answer.status in (403, 404):
        return answer
    _check(answer, path)
    return _decoded(answer, _Object).data


def _decoded(answer: Answer, kind: type[T]) -> T:
    try:
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.DecodeError:
            return msgspec.json.decode(_without_lone_surrogates(answer.body), type=kind)
    except msgspec.DecodeError as error:  # also a wrong shape: a broken answer either way
        raise Again("its answer is cut off or is not the JSON that Lever documents") from error


_ESCAPE = re.compile(
    rb"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\(u[dD][89a-fA-F][0-9a-fA-F]{2}|.)", re.DOTALL
)


def _without_lone_surrogates(body: bytes) -> bytes:
    r"""Half an emoji, as JavaScript cuts it (`"\ud83d"`), is no character, and no JSON library takes it: U+FFFD."""

    def mend(escape: re.Match[bytes]) -> bytes:
        lone = escape[3] is not None and len(escape[3]) == len(b"ud83d")
        return b"\\ufffd" if lone else escape[0]

    return _ESCAPE.sub(mend, body)


def _check(answer: Answer, path: str) -> None:
    """Pass a 200; raise what any other status stands for ("Errors")."""
    if answer.status == 200:
        return
    try:
        error = msgspec.json.decode(answer.body, type=_Error)
    except msgspec.DecodeError:
        error = _Error()
    if answer.status == 401:
        raise NotAllowed("Lever does not accept the key in LEVER_API_KEY. Ask the Lever administrator for a new one.")
    if answer.status == 403:
        raise Forbidden(
            f"The Lever key may not read {path}. A Lever administrator must make a key that has this permission, "
            "and access to confidential data; Lever can't change an existing key."
        )
    if answer.status == 400 and "offset token" in error.message.lower():
        raise OffsetRefused(
            f"Lever keeps forgetting where the list {path} was. Nothing is lost; run the command again to go on."
        )
    raise VendorError(f"Lever refused GET {path} with status {answer.status} ({error.code or 'no code'}).")
