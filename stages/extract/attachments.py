"""The bytes of resumes, files and offer documents: into files/, each named by its SHA-256, the same bytes once.

What becomes of each stands in raw_lever__attachment. An answer that is not the file is never kept as if it were one:
what Lever can't deliver is asked for again a little later, again on the next run, and reported (rule R1).
"""

import asyncio
from datetime import UTC, datetime
from typing import Any

import msgspec

from pipeline.journal import Journal, Page, Row
from pipeline.lever import downloads, resources
from pipeline.lever.downloads import Kept
from pipeline.transport import Answer, NeverWhole
from stages.extract.extraction import Extraction

TABLE = "raw_lever__attachment"

_UNPROCESSABLE = 422
_STILL_PROCESSING_S = (0.5, 1.5)
"""Lever has not finished with a file that was added just now; how long it takes is not documented."""

_LONGEST_WHY = 300


class Attachment(msgspec.Struct, omit_defaults=True):
    """The json of a row of raw_lever__attachment."""

    kind: str
    """resume, file, question_file, offer_sent or offer_signed"""
    object_id: str
    opportunity_id: str
    outcome: str
    """kept; doubtful (bytes came, and not as many as Lever lists); or refused"""
    mark: str
    """tells this version of it from a later one"""
    name: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    listed_bytes: int | None = None
    """what Lever lists"""
    content_type: str | None = None
    status: int | None = None
    """of the answer that refused it"""
    why: str | None = None


async def fetch(extraction: Extraction) -> None:
    """Bring what is named and not kept yet; the table stays open for what turns up later."""
    downloads.sweep(extraction.run.workspace.files)
    with extraction.journal(TABLE) as table:
        if not table.whole:
            await _fetch_named(extraction, table)


async def copy_all(extraction: Extraction) -> None:
    """The same, and the table is closed."""
    with extraction.journal(TABLE) as table:
        if not table.whole:
            await _fetch_named(extraction, table)
            table.close()


async def _fetch_named(extraction: Extraction, table: Journal) -> None:
    async with extraction.unread("unkept_attachment", {"listed": table.ids()}) as todo:

        async def read(row: tuple[Any, ...]) -> None:
            await _fetch(extraction, table, *row)

        await extraction.for_each("extract files", todo, read)


async def _fetch(
    extraction: Extraction,
    table: Journal,
    id_: str,
    kind: str,
    object_id: str,
    opportunity_id: str,
    name: str | None,
    status: str | None,
    size: int | None,
    mark: str,
) -> None:
    """One attachment, and one row that says what became of it."""
    path, params = resources.download(kind, opportunity_id, object_id)
    folder = extraction.run.workspace.files
    told = Attachment(kind, object_id, opportunity_id, "refused", mark, name)
    try:
        found = await downloads.download(extraction.lever, path, params, folder)
        for wait in _STILL_PROCESSING_S if status == "processing" else (0.0,):
            if _is_final(found, size):
                break
            await asyncio.sleep(wait)
            found = await downloads.download(extraction.lever, path, params, folder)
    except NeverWhole as error:  # Lever answers, only this file breaks off each time: no reason to stop the others
        told = msgspec.structs.replace(told, why=str(error))
    else:
        if isinstance(found, Answer):
            why = found.body[:_LONGEST_WHY].decode(errors="replace")
            told = msgspec.structs.replace(told, status=found.status, why=why)
        else:
            told = msgspec.structs.replace(
                told,
                outcome="kept" if size in (None, found.bytes) else "doubtful",
                sha256=found.sha256,
                bytes=found.bytes,
                listed_bytes=size,
                content_type=found.content_type,
            )
    row = Row(id_, msgspec.json.encode(told).decode())
    table.append(Page(id_, datetime.now(UTC), [row], parent=opportunity_id))


def _is_final(found: Kept | Answer, size: int | None) -> bool:
    """Whether asking once more is not worth it. A body that ends too early can look whole: only its size tells."""
    if isinstance(found, Kept):
        return size in (None, found.bytes)
    return found.status != _UNPROCESSABLE
