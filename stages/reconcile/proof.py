"""The bytes of our files in Ashby, each by its SHA-256: what proves that a file arrived as it was sent (rule R1).

What came of each stands in raw_ashby__file. Bytes that Ashby won't give are told as such, and asked for again by the
next reconcile; a file that was proved once is not read again.
"""

from datetime import UTC, datetime
from importlib.resources import files

import msgspec

from pipeline import workers
from pipeline.ashby.files import Given, digest
from pipeline.journal import Journal, Page, Pull, Row
from pipeline.run import Run
from pipeline.transport import CONNECTIONS, Connection
from pipeline.unread import unread

TABLE = "raw_ashby__file"


class File(msgspec.Struct, omit_defaults=True):
    """The json of a row of raw_ashby__file."""

    name: str
    handle: str
    outcome: str
    """given, refused or no_address"""
    sha256: str | None = None
    bytes: int | None = None
    why: str | None = None


async def prove(run: Run, ashby: Connection, pull: Pull) -> None:
    """Ask for the bytes of every file that stg_ashby__candidate shows and nobody has proved, a few at once.

    Goes on where an earlier run stopped. Raises NotAllowed, Unreachable.
    """
    query = files("stages.reconcile").joinpath("queries", "unproved_file.sql").read_text(encoding="utf-8")
    table = Journal(run.workspace.folder(TABLE), pull)
    try:
        if table.whole:
            return
        with unread(run.workspace, query, held={"asked_file": table.ids()}) as todo:
            done = 0

            async def ask(row: tuple[str, str, str, str]) -> None:
                nonlocal done
                await _ask(ashby, table, *row)
                done += 1
                run.progress("prove files", done, todo.total)

            await workers.for_each(todo.rows, ask, at_once=CONNECTIONS)
        table.close()
    finally:
        table.suspend()


async def _ask(ashby: Connection, table: Journal, file_id: str, candidate_id: str, name: str, handle: str) -> None:
    """One file, and one row that says what came of it."""
    found = await digest(ashby, handle)
    if isinstance(found, Given):
        told = File(name, handle, "given", sha256=found.sha256, bytes=found.bytes)
    else:
        told = File(name, handle, found.outcome, why=found.why)
    row = Row(file_id, msgspec.json.encode(told).decode())
    table.append(Page(file_id, datetime.now(UTC), [row], parent=candidate_id))
