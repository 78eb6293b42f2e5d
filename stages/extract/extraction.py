"""What all parts of an extraction share: the connection, the open reading, and how a list gets into its journal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import msgspec

from pipeline import journal, workers
from pipeline.journal import Journal, Page, Pull, Row
from pipeline.lever import client
from pipeline.lever.resources import Params
from pipeline.run import Run
from pipeline.transport import CONNECTIONS, Answer, Connection
from pipeline.unread import Unread, unread

_RESTARTS = 3
"""How often a list may begin anew in one run because Lever forgot or repeated its token: more often it would never
end."""


@dataclass
class Extraction:
    """One reading of Lever while it is being made."""

    run: Run
    lever: Connection
    pull: Pull
    unreadable: Journal
    """What Lever would not give, each thing once (raw_lever__unreadable)."""
    _refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.unreadable.whole:
            self._refused.update(self.unreadable.ids())

    def refuse(self, id_: str, answer: Answer, parent: str | None = None) -> None:
        """Note that Lever would not give this: ids as pipeline.tables says of raw_lever__unreadable."""
        if id_ in self._refused:
            return
        self._refused.add(id_)
        told = {"status": answer.status, "answer": answer.body[:_LONGEST_ANSWER].decode(errors="replace")}
        row = Row(id_, msgspec.json.encode(told).decode())
        self.unreadable.append(Page(id_, datetime.now(UTC), [row], parent=parent))

    @contextmanager
    def journal(self, table: str, batch: str | None = None) -> Iterator[Journal]:
        """The open journal of a table; left for the next run unless it was closed."""
        opened = Journal(self.run.workspace.folder(table), self.pull, batch)
        try:
            yield opened
        finally:
            opened.suspend()

    @asynccontextmanager
    async def unread(
        self, query: str, held: Mapping[str, Iterator[str]] | None = None, **given: Any
    ) -> AsyncIterator[Unread]:
        """What the query of this name finds; see pipeline.unread. It runs beside: calls go on meanwhile."""
        sql = files("stages.extract").joinpath("queries", f"{query}.sql").read_text(encoding="utf-8")
        with ExitStack() as stack:
            yield await asyncio.to_thread(stack.enter_context, unread(self.run.workspace, sql, held=held, given=given))

    async def for_each(
        self, what: str, todo: Unread, read: Callable[[tuple[Any, ...]], Awaitable[None]], done: int = 0
    ) -> None:
        """Call `read` for every row, a few at a time, and say how far it is; `done` were read by an earlier run."""
        total = done + todo.total

        async def work(row: tuple[Any, ...]) -> None:
            nonlocal done
            await read(row)
            done += 1
            self.run.progress(what, done, total)

        await workers.for_each(todo.rows, work, at_once=CONNECTIONS)

    async def copy_list(self, table: Journal, name: str, path: str, params: Params, *, paged: bool = True) -> int:
        """One list from where it stopped to its end; returns how many pages this took.

        A token that Lever forgot, or gives out twice, means from the beginning: staging keeps the newest copy of each.
        """
        pages = restarts = 0
        offset = table.lists.get(name)
        if name in table.lists and offset is None:
            return pages
        seen = set[str]()
        while True:
            try:
                if offset in seen:
                    raise client.EndlessList(path)
                page = await client.page(self.lever, path, params, offset, paged=paged)
            except (client.OffsetRefused, client.EndlessList):
                restarts += 1
                if restarts > _RESTARTS:
                    raise
                offset = None
                seen.clear()
                continue
            table.append(Page(name, datetime.now(UTC), journal.rows_of(page.objects), next=page.next))
            pages += 1
            self.run.progress(f"extract {path.strip('/')}", table.rows, None)
            if page.next is None:
                return pages
            if offset is not None:
                seen.add(offset)
            offset = page.next


_LONGEST_ANSWER = 2_000
"""Bytes of a refusal that are kept."""


def page_of_one(name: str, id_: str, found: msgspec.Raw, parent: str | None = None) -> Page:
    """One object that was read by itself, as a page."""
    return Page(name, datetime.now(UTC), [Row(id_, bytes(found).decode())], parent=parent)
