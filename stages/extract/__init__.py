"""Extract: copy Lever to disk, word for word.

Reads: Lever. Writes: raw_lever__*. May not rename, filter, join or interpret; it looks into an opportunity only for
the ids that tell what else to ask for.

Goes on where it stopped: each list at its last page on disk, children at the opportunities not read yet.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import msgspec

from pipeline import journal, log, parquet, workers
from pipeline.allowance import Allowance
from pipeline.journal import Journal, Page, Pull, Row
from pipeline.lever import client, resources
from pipeline.lever.resources import Resource
from pipeline.run import Run, StageReport
from pipeline.settings import key_of
from pipeline.tables import RAW_LEVER, Table
from pipeline.transport import CONNECTIONS, Answer, Connection
from pipeline.unread import Unread, unread

INPUTS: tuple[Table, ...] = ()
OUTPUTS = RAW_LEVER

_OVERLAP = timedelta(minutes=10)
"""How far the second pass reaches back before the first one began; covers a clock that is not ours."""

_RESTARTS = 3
"""How often a list may begin anew in one run because Lever forgot its token: more often it would never end."""

_PASSES = 4
"""More passes than that mean that more than a page changes every few minutes; the next run sees the rest."""

_CLOSED_TO_KEY = (
    "The Lever key has no access to confidential data: confidential postings and opportunities are not in this copy, "
    "and Lever does not say how many there are. Make a key with that access before the cut-over."
)


def run(run: Run) -> StageReport:
    """Copy everything in scope; returns rows per table.

    Raises NotAllowed for a key that lacks a permission, Unreachable when Lever stays silent.
    """
    return asyncio.run(_extract(run))


async def _extract(run: Run) -> StageReport:
    raw = run.workspace.root / "raw"
    pull = journal.open_pull(raw, "lever")
    allowance = Allowance(run.settings.lever_requests_per_second, 1.0)
    key = key_of(run.settings.lever_api_key, "LEVER_API_KEY")
    remarks: list[str] = []
    async with client.connected(
        run.settings.lever_base_url, key, allowance, run.settings.lever2ashby_timeout_s
    ) as lever:
        for resource in resources.LISTS:
            with _journal(run, resource.table, pull) as table:
                remarks += await _copy_lists(run, lever, resource, table)
                if resource is resources.OPPORTUNITIES:
                    await _copy_what_moved(run, lever, table, pull)
                if resource is not resources.POSTINGS:
                    table.close()
        await _copy_applications(run, lever, pull)
        await _copy_unlisted_postings(run, lever, pull)
        await _copy_notes(run, lever, pull)
    journal.close_pull(raw, "lever", pull, allowance.used)
    log.get().info("extracted", calls=allowance.used)
    return StageReport(
        {table.name: parquet.rows_now(run.workspace.folder(table.name)) for table in OUTPUTS},
        tuple(dict.fromkeys(remarks)),
    )


@contextmanager
def _journal(run: Run, table: str, pull: Pull) -> Iterator[Journal]:
    """The open journal of a table; left for the next run unless it was closed."""
    opened = Journal(run.workspace.folder(table), pull)
    try:
        yield opened
    finally:
        opened.suspend()


async def _copy_lists(run: Run, lever: Connection, resource: Resource, table: Journal) -> list[str]:
    """All lists of a resource; returns what a person should know about them."""
    remarks = []
    for number, params in enumerate(resource.lists):
        if table.whole:
            break
        try:
            await _copy_list(run, lever, table, str(number), resource.path, params)
        except client.Forbidden:
            if resources.ALL not in params:
                raise
            remarks.append(_CLOSED_TO_KEY)
            public = resources.without_confidential(params)
            await _copy_list(run, lever, table, f"{number} non-confidential", resource.path, public)
    return remarks


async def _copy_list(run: Run, lever: Connection, table: Journal, name: str, path: str, params: client.Params) -> int:
    """One list from where it stopped to its end; returns how many pages this took."""
    pages = restarts = 0
    offset = table.lists.get(name)
    if name in table.lists and offset is None:
        return pages
    while True:
        try:
            page = await client.page(lever, path, params, offset)
        except client.OffsetRefused:
            restarts += 1
            if restarts > _RESTARTS:
                raise
            # The token has died while we were away: from the beginning; staging keeps the newest copy of each.
            page = await client.page(lever, path, params, None)
        rows = journal.rows_of(page.objects)
        table.append(Page(name, datetime.now(UTC), rows, next=page.next))
        pages += 1
        run.progress(f"extract {path.strip('/')}", table.rows, None)
        if page.next is None:
            return pages
        offset = page.next


async def _copy_what_moved(run: Run, lever: Connection, table: Journal, pull: Pull) -> None:
    """Close the hole of a sort key that moves during the crawl (lever-api 1.6): read again what changed since.

    A pass of one page can't be torn, so such a pass is the last one.
    """
    since = pull.started_at
    for number in range(2, 2 + _PASSES):
        if table.whole:
            return
        begun = datetime.now(UTC)
        params = resources.changed_since(
            resources.OPPORTUNITIES.lists[0]
            if not any(name.endswith("non-confidential") for name in table.lists)
            else resources.without_confidential(resources.OPPORTUNITIES.lists[0]),
            int((since - _OVERLAP).timestamp() * 1000),
        )
        pages = await _copy_list(run, lever, table, f"pass {number}", resources.OPPORTUNITIES.path, params)
        if pages == 1:
            return
        if pages:  # none: an earlier run made this pass, and when it began is no longer known
            since = begun


async def _copy_applications(run: Run, lever: Connection, pull: Pull) -> None:
    """Applications that Lever named and did not expand."""
    with _journal(run, "raw_lever__application", pull) as table:
        if table.whole:
            return
        with unread(run.workspace, table, _query("unexpanded_application"), ("raw_lever__opportunity",)) as todo:

            async def read(opportunity_id: str, application_id: str) -> None:
                found = await client.one(lever, resources.application(opportunity_id, application_id))
                if not isinstance(found, Answer):
                    table.append(_page_of_one(f"application {application_id}", application_id, found, opportunity_id))

            await _for_each(run, "extract applications", todo, read)
        table.close()


async def _copy_unlisted_postings(run: Run, lever: Connection, pull: Pull) -> None:
    """Postings that an application names and no list brought; what Lever will not give is kept as its answer."""
    with (
        _journal(run, "raw_lever__posting", pull) as table,
        _journal(run, "raw_lever__unreadable", pull) as unreadable,
    ):
        if not table.whole:
            inputs = ("raw_lever__opportunity", "raw_lever__application")
            with unread(run.workspace, table, _query("unlisted_posting"), inputs) as todo:

                async def read(_parent: str, posting_id: str) -> None:
                    found = await client.one(lever, resources.posting(posting_id))
                    if isinstance(found, Answer):
                        text = found.body.decode(errors="replace")
                        row = Row(f"postings/{posting_id}", text)
                        unreadable.append(Page(row.id, datetime.now(UTC), [row]))
                    else:
                        table.append(_page_of_one(f"posting {posting_id}", posting_id, found, None))

                await _for_each(run, "extract unlisted postings", todo, read)
            unreadable.close()
            table.close()
        elif not unreadable.whole:
            unreadable.close()


async def _copy_notes(run: Run, lever: Connection, pull: Pull) -> None:
    """The notes of every opportunity, those of many opportunities at once."""
    with _journal(run, "raw_lever__note", pull) as table:
        if table.whole:
            return
        with unread(run.workspace, table, _query("unread_opportunity"), ("raw_lever__opportunity",)) as todo:

            async def read(_parent: str, opportunity_id: str) -> None:
                offset = None
                while True:
                    page = await client.page(lever, resources.notes(opportunity_id), (), offset)
                    table.append(
                        Page(
                            opportunity_id,
                            datetime.now(UTC),
                            journal.rows_of(page.objects),
                            next=page.next,
                            parent=opportunity_id,
                        )
                    )
                    if page.next is None:
                        return
                    offset = page.next

            await _for_each(run, "extract notes", todo, read)
        table.close()


def _page_of_one(name: str, id_: str, found: msgspec.Raw, parent: str | None) -> Page:
    return Page(name, datetime.now(UTC), [Row(id_, bytes(found).decode())], parent=parent)


async def _for_each(run: Run, what: str, todo: Unread, read: Callable[[str, str], Awaitable[None]]) -> None:
    """Call `read` for every pair, a few at a time, and say how far it is."""
    done = 0

    async def work(pair: tuple[str, str]) -> None:
        nonlocal done
        await read(*pair)
        done += 1
        run.progress(what, done, todo.total)

    await workers.for_each(todo.pairs, work, at_once=CONNECTIONS)


def _query(name: str) -> str:
    return files("stages.extract").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
