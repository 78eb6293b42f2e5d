"""The bytes of one file of Lever: hashed on their way to disk, named by their SHA-256, never held in memory."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from pathlib import Path

from pipeline import durable
from pipeline.lever import client
from pipeline.transport import Answer, Connection, Params

_NOTHING_TO_HAVE = frozenset({403, 404, 422})


@dataclass(frozen=True)
class Kept:
    """A file that is on disk, whole, under the name `sha256`."""

    sha256: str
    bytes: int
    content_type: str | None
    disposition_name: str | None = field(repr=False)
    """The file name that Lever sent along, without folders; may name a person."""


async def download(connection: Connection, path: str, params: Params, folder: Path) -> Kept | Answer:
    """Bring a file's bytes to `folder`; or Lever's answer when there are none to have (lever-api 1.5, 2.11).

    That is 422 (Lever could not process it, or not yet), 404, or 403 on this one. Nothing stays in `folder` of a
    download that did not arrive whole. Raises transport.NeverWhole when it is this file that never comes whole,
    another Unreachable when Lever is silent, NotAllowed, or VendorError for a status that nobody expects.
    """

    async def take(headers: Mapping[str, str], pieces: AsyncIterator[bytes]) -> Kept:
        return await _keep(folder, headers, pieces)

    arrived = await connection.stream(path, take, params=params)
    if isinstance(arrived, Answer) and arrived.status not in _NOTHING_TO_HAVE:
        raise client.refusal(arrived, path)
    return arrived


async def _keep(folder: Path, headers: Mapping[str, str], pieces: AsyncIterator[bytes]) -> Kept:
    digest = hashlib.sha256()
    size = 0
    with durable.aside(folder) as file:
        async for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        await asyncio.to_thread(durable.settle, file, folder / digest.hexdigest())
    return Kept(digest.hexdigest(), size, headers.get("content-type"), _name(headers.get("content-disposition")))


def sweep(folder: Path) -> int:
    """Remove the beginnings of files that a crash left in `folder`; returns how many. Before the first download."""
    return durable.sweep(folder)


def _name(disposition: str | None) -> str | None:
    """The file name of a Content-Disposition; `filename*` wins (RFC 6266 4.3)."""
    if disposition is None:
        return None
    message = Message()
    message["Content-Disposition"] = disposition
    names = [
        collapse_rfc2231_value(value)
        for name, value in message.get_params(failobj=[], header="content-disposition")
        if name.lower() == "filename"
    ]
    return names[-1].replace("\\", "/").rsplit("/", 1)[-1] or None if names else None
