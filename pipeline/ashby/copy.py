"""Ashby's lists to disk, word for word: page by page, going on where an earlier run stopped."""

from datetime import UTC, datetime

from pipeline import journal, log, workers
from pipeline.ashby import client
from pipeline.ashby.client import ListPage
from pipeline.ashby.resources import Resource
from pipeline.journal import Journal, Page, Pull
from pipeline.run import Progress
from pipeline.transport import CONNECTIONS, Connection
from pipeline.unread import unread
from pipeline.workspace import Workspace

_RESTARTS = 3
"""How often a list may begin anew in one run because Ashby forgot its cursor: more often it would never end."""


async def copy_list(
    workspace: Workspace, ashby: Connection, resource: Resource, pull: Pull, progress: Progress
) -> None:
    """One whole list into its raw table."""
    table = Journal(workspace.folder(resource.table), pull)
    try:
        if not table.whole:
            await _pages(ashby, resource, table, None, progress)
            table.close()
    finally:
        table.suspend()


async def copy_children(
    workspace: Workspace,
    ashby: Connection,
    resource: Resource,
    pull: Pull,
    parents: str,
    progress: Progress,
) -> None:
    """The lists of many parents into one raw table, those of a few parents at once.

    A parent that Ashby no longer finds has been merged or deleted since it was named: its list is empty, and the log
    tells its id.

    `parents` is the query that names them (column id); it sees those already read as `finished_parent(id)`.
    """
    table = Journal(workspace.folder(resource.table), pull)
    try:
        if table.whole:
            return
        with unread(workspace, parents, held={"finished_parent": table.finished_parents()}) as todo:
            done = 0

            async def read(row: tuple[str]) -> None:
                nonlocal done
                await _pages(ashby, resource, table, row[0], progress)
                done += 1
                progress(resource.call, done, todo.total)

            await workers.for_each(todo.rows, read, at_once=CONNECTIONS)
        table.close()
    finally:
        table.suspend()


async def _pages(
    ashby: Connection, resource: Resource, table: Journal, parent_id: str | None, progress: Progress
) -> None:
    name, restarts = parent_id or "all", 0
    cursor = table.lists.get(name)
    if parent_id is None and name in table.lists and cursor is None:
        return
    while True:
        try:
            page = await client.page(ashby, resource, parent_id, cursor)
        except client.ListRefused as error:
            if parent_id is None or not error.told.is_not_found:
                raise
            log.get().warning("parent_not_found", call=resource.call, parent_id=parent_id)
            page = ListPage([], None)
        except client.CursorExpired:
            restarts += 1
            if restarts > _RESTARTS:
                raise
            # It has died while we were away: from the beginning; staging keeps the newest copy of each.
            page = await client.page(ashby, resource, parent_id, None)
        rows = journal.rows_of(page.objects)
        table.append(Page(name, datetime.now(UTC), rows, next=page.next, parent=parent_id))
        if parent_id is None:
            progress(resource.call, table.rows, None)
        if page.next is None:
            return
        cursor = page.next
