"""Bytes to Ashby and back: its storage is another host, reached by addresses that it gives out (ashby-api 9.1).

Nothing of ours goes along to such an address, and no call of the allowance is spent on it
(`pipeline.transport.Connection.send_away`). Memory stays flat whatever the size.
"""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.ashby import client
from pipeline.ashby.answers import Refused
from pipeline.errors import Unreachable
from pipeline.transport import Again, Answer, Broken, Connection, NeverWhole, UnsafeAddress

ANY_BYTES = "application/octet-stream"

_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"  # noqa: S105 - what RFC 9110 calls a token
_MEDIA_TYPE = re.compile(rf'{_TOKEN}/{_TOKEN}(?:[ \t]*;[ \t]*{_TOKEN}=(?:{_TOKEN}|"[ -!#-\[\]-~]*"))*')


@dataclass(frozen=True)
class Given:
    """Bytes that Ashby gave back."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Withheld:
    """Bytes that Ashby did not give back."""

    outcome: Literal["refused", "no_address"]
    """no_address: it does not say where they are; refused: nothing can be had there."""
    why: str


class _Place(msgspec.Struct):
    """Where an upload goes, and what stands for it afterwards."""

    handle: str
    url: str
    fields: dict[str, str] = {}


class _Address(msgspec.Struct):
    url: str | None = None


async def upload(
    ashby: Connection, path: Path, *, context: str, name: str, content_type: str | None, length: int
) -> str | Refused:
    """Put the bytes of `path`, `length` of them, into Ashby's storage; returns the handle that a write takes.

    Nothing shows in Ashby until such a write, so it may be done again and again. Refused: Ashby takes no such file
    (its size, its type). A storage that does not take the bytes gets a new address, since one lives 10 minutes; raises
    NeverWhole when it has refused them every time (the fault may lie in this file), else Unreachable; NotAllowed.
    """
    if length < 1:
        raise ValueError("a file without bytes is never uploaded")
    kind = media_type(content_type)
    promise = {"fileUploadContext": context, "filename": name, "contentType": kind, "contentLength": length}

    async def once() -> str | Refused:
        told = await client.prepare(ashby, "file.createFileUploadHandle", promise)
        if isinstance(told, Refused):
            return told
        try:
            place = msgspec.json.decode(told.results, type=_Place)
        except msgspec.DecodeError:
            raise Broken("its answer names no address to send a file to") from None
        answer = await ashby.send_away(place.url, place.fields, name, kind, path)
        if not 200 <= answer.status < 300:
            raise Broken(f"the place where it keeps bytes answers with status {answer.status}")
        return place.handle

    return await ashby.patiently("the upload of a file", once)


async def digest(ashby: Connection, handle: str) -> Given | Withheld:
    """Fetch the bytes behind a file's handle and keep only their SHA-256 and number.

    An address that refuses may have expired: it is asked for once more. Raises Unreachable, NotAllowed.
    """
    refusals = 0

    async def once() -> Given | Withheld:
        nonlocal refusals
        try:
            told = await client.read(ashby, "file.info", {"fileHandle": handle})
        except NeverWhole as error:  # says nothing of the bytes
            raise Unreachable(str(error)) from error
        if isinstance(told, Refused):
            return Withheld("no_address", told.reason)
        try:
            url = msgspec.json.decode(told.results, type=_Address).url
        except msgspec.DecodeError:
            url = None
        if not url:
            return Withheld("no_address", "Ashby's answer names no address of the file.")
        try:
            found = await ashby.fetch_away(url, _digested)
        except UnsafeAddress as error:
            return Withheld("no_address", f"{error.why[0].upper()}{error.why[1:]}.")
        if isinstance(found, Given):
            return found
        refusals += 1
        if refusals == 1:
            raise Again(_refusal(found))
        return Withheld("refused", _refusal(found))

    try:
        return await ashby.patiently("the bytes of a file", once)
    except NeverWhole as error:
        return Withheld("refused", f"Its bytes never come whole: {error.__cause__}.")


def media_type(told: str | None) -> str:
    """A content type that Ashby can take: as it was told if it is one, else without its parameters, else any bytes."""
    for one in (told or "", (told or "").split(";")[0]):
        if _MEDIA_TYPE.fullmatch(one.strip()):
            return one.strip()
    return ANY_BYTES


async def _digested(_headers: Mapping[str, str], pieces: AsyncIterator[bytes]) -> Given:
    found, size = hashlib.sha256(), 0
    async for piece in pieces:
        found.update(piece)
        size += len(piece)
    return Given(found.hexdigest(), size)


def _refusal(answer: Answer) -> str:
    return f"The place where Ashby keeps bytes answers with status {answer.status}."
