"""Reading from Lever: one page of a list, or one object. Lever is only ever read.

Source: Lever Data API documentation, "Errors", "Pagination", "Rate limits". Lever allows 10 requests a second and
answers 503 while it is in maintenance; both are waited out by `pipeline.transport`.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.errors import VENDOR, NotAllowed, VendorError
from pipeline.transport import Again, Answer, Auth, Connection, Params

PAGE_SIZE = 100
_NOT_FOUND = "ResourceNotFound"
T = TypeVar("T")


class OffsetRefused(VendorError):
    """Lever no longer takes the token of an earlier page: the list must be read from its beginning."""

    exit_code = VENDOR


class EndlessList(VendorError):
    """The page tokens of a list go round in a circle."""

    exit_code = VENDOR

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Lever's list {path} repeats its page token, so it would never end. Run the command again; "
            "if it stays so, tell Lever's support."
        )


class Forbidden(NotAllowed):
    """The key lacks the permission for this endpoint, or for confidential data; `answer` is what Lever said."""

    def __init__(self, path: str, answer: Answer) -> None:
        super().__init__(
            f"The Lever key may not read {path}. A Lever administrator must make a key that has this permission, "
            "and access to confidential data; Lever can't change an existing key."
        )
        self.answer = answer


class BadRequest(VendorError):
    """Lever does not take a parameter as it was sent (400); `answer` is what it said."""

    def __init__(self, path: str, answer: Answer) -> None:
        super().__init__(f"Lever refused GET {path} with status 400 ({_error(answer).code or 'no code'}).")
        self.answer = answer


class Missing(VendorError):
    """Lever has no such list for this key (404); `answer` is what it said."""

    exit_code = VENDOR

    def __init__(self, path: str, answer: Answer) -> None:
        super().__init__(
            f"Lever has no list {path} (404). It may have been deleted while it was read; run the command again."
        )
        self.answer = answer


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


class _PerhapsBare(msgspec.Struct):
    data: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Error(msgspec.Struct):
    code: str = ""
    message: str = ""


@asynccontextmanager
async def connected(
    base_url: str,
    auth: Auth,
    allowance: Allowance,
    timeout_s: float,
    patience: transport.Patience | None = None,
) -> AsyncIterator[Connection]:
    """A connection to Lever; `auth` is what `sign_in.of` says."""
    async with transport.connected(
        "Lever",
        base_url,
        auth,
        allowance,
        timeout_s,
        headers={"Accept": "application/json"},
        patience=patience,
    ) as connection:
        yield connection


async def page(
    connection: Connection,
    path: str,
    params: Params = (),
    offset: str | None = None,
    *,
    paged: bool = True,
    missing_is_empty: bool = False,
) -> ListPage:
    """One page of a list. A token is sent back as it came.

    `paged=False`: Lever refuses `limit` here (1.5); an offset goes along only if Lever gave one all the same.
    `missing_is_empty`: a 404 that says ResourceNotFound is a list without anything in it (2.11). Lists without the
    usual envelope (1.6: no `hasNext`, a bare array) are taken; an object in place of a list is not.

    Raises OffsetRefused, EndlessList, BadRequest, Forbidden, Missing, NotAllowed, Unreachable.
    """
    query = list(params)
    if paged:
        query.append(("limit", str(PAGE_SIZE)))
    if offset is not None:
        query.append(("offset", offset))

    def accept(answer: Answer) -> ListPage:
        if answer.status == 404:
            if missing_is_empty and _error(answer).code == _NOT_FOUND:
                return ListPage([], None)
            raise Missing(path, answer)
        return _page(answer, path)

    listed = await connection.read("GET", path, accept, params=query)
    if listed.next is not None and listed.next == offset:
        raise EndlessList(path)
    return listed


async def one(connection: Connection, path: str, params: Params = (), *, bare: bool = False) -> msgspec.Raw | Answer:
    """One object, or Lever's answer when there is no such object for this key (404, or 403 on a single one).

    `bare`: it may come without its envelope, as /postings/:id/users does (1.6). Raises NotAllowed, Unreachable.
    """
    return await connection.read("GET", path, lambda answer: _one(answer, path, bare=bare), params=params)


def _page(answer: Answer, path: str) -> ListPage:
    _check(answer, path)
    if answer.body.lstrip().startswith(b"["):
        return ListPage(_decoded(answer, list[msgspec.Raw]), None)
    listed = _decoded(answer, _List)
    if listed.hasNext and not listed.next:
        raise Again("its page says that more follows and does not say where")
    return ListPage(listed.data, listed.next if listed.hasNext else None)


def _one(answer: Answer, path: str, *, bare: bool) -> msgspec.Raw | Answer:
    if answer.status in (403, 404):
        return answer
    _check(answer, path)
    if bare and _decoded(answer, _PerhapsBare).data is msgspec.UNSET:
        return _decoded(answer, msgspec.Raw)
    found = _decoded(answer, _Object).data
    if not bytes(found).lstrip().startswith(b"{"):
        raise Again("its answer holds no object")
    return found


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
    if answer.status != 200:
        raise refusal(answer, path)


def _error(answer: Answer) -> _Error:
    try:
        return msgspec.json.decode(answer.body, type=_Error)
    except msgspec.DecodeError:
        return _Error()


def refusal(answer: Answer, path: str) -> VendorError:
    """The error that an answer other than 200 stands for ("Errors")."""
    error = _error(answer)
    if answer.status == 401:
        return NotAllowed(
            "Lever does not accept our sign-in, LEVER_API_KEY or what LEVER_REFRESH_TOKEN stands for. Ask the Lever "
            "administrator for a new one."
        )
    if answer.status == 403:
        return Forbidden(path, answer)
    if answer.status == 400 and "offset token" in error.message.lower():
        return OffsetRefused(
            f"Lever keeps forgetting where the list {path} was. Nothing is lost; run the command again to go on."
        )
    if answer.status == 400:
        return BadRequest(path, answer)
    return VendorError(f"Lever refused GET {path} with status {answer.status} ({error.code or 'no code'}).")
