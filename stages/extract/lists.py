"""Lever's account-wide lists: users, stages, postings, requisitions, templates …, the feeds of deletions, and EEO.

Read after the opportunities. Lever's own counts (sources, tags) and its newest deletions come after the last listing,
with which they are compared. What this key may not read is noted and does not stop the rest.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pipeline import journal
from pipeline.journal import Journal
from pipeline.lever import client, resources
from pipeline.lever.resources import Params, Resource
from pipeline.transport import Answer
from stages.extract.extraction import Extraction, page_of_one

_OVERLAP = timedelta(days=1)
"""How far a feed is read again on a later run."""

COUNTS = ("source", "tag")
"""Lists with the number of opportunities that carry each text."""


async def copy_all(extraction: Extraction) -> None:
    """Every list but feeds and counts; the journals stay open for what is named elsewhere and not in them (`named`)."""
    for resource in resources.LISTS:
        if resource.name not in COUNTS:
            with extraction.journal(resource.table) as table:
                if not table.whole:
                    await _copy(extraction, resource, table)
    await _copy_disposition_stages(extraction)


async def copy_counts(extraction: Extraction) -> None:
    """The lists that count opportunities."""
    for resource in resources.LISTS:
        if resource.name in COUNTS:
            with extraction.journal(resource.table) as table:
                if not table.whole:
                    await _copy(extraction, resource, table)
                    table.close()


async def copy_feeds(extraction: Extraction) -> None:
    """What was deleted between the last extraction and this one; at first, since the oldest opportunity."""
    last = journal.last_pull(extraction.run.workspace.root / "raw", "lever")
    begin = last.started_at - _OVERLAP if last else await _oldest(extraction)
    for resource in resources.DELETED:
        with extraction.journal(resource.table) as table:
            if not table.whole:
                await _copy_feed(extraction, resource, table, begin, extraction.pull.started_at)


async def close_feeds(extraction: Extraction) -> None:
    """What was deleted during this extraction. After its last listing, which misses what these must tell of."""
    begin, end = extraction.pull.started_at - _OVERLAP, datetime.now(UTC) + _OVERLAP
    for resource in resources.DELETED:
        with extraction.journal(resource.table) as table:
            if not table.whole:
                await _copy_feed(extraction, resource, table, begin, end)
                table.close()


async def _copy(extraction: Extraction, resource: Resource, table: Journal) -> None:
    for number, params in enumerate(resource.lists):
        name = str(number)
        try:
            await extraction.copy_list(table, name, resource.path, params)
        except (client.Forbidden, client.Missing) as error:
            if resources.ALL not in params:
                extraction.refuse(resource.name, error.answer)
                return
            extraction.refuse(f"{resource.name}?confidential", error.answer)
            try:
                public = resources.without_confidential(params)
                await extraction.copy_list(table, f"{name} non-confidential", resource.path, public)
            except (client.Forbidden, client.Missing) as refused:
                extraction.refuse(resource.name, refused.answer)
                return


async def _copy_disposition_stages(extraction: Extraction) -> None:
    resource = resources.DISPOSITION_STAGES
    with extraction.journal(resource.table) as table:
        if table.whole:
            return
        if not table.rows:
            found = await client.one(extraction.lever, resource.path)
            if isinstance(found, Answer):
                extraction.refuse(resource.name, found)
            else:
                table.append(page_of_one("all", resource.name, found))
        table.close()


async def _copy_feed(
    extraction: Extraction, resource: Resource, table: Journal, begin: datetime, end: datetime
) -> None:
    """One window if Lever takes it, else as many as it asks for: how wide it may be is told of postings only (2.13)."""
    try:
        await _copy_windows(extraction, resource, table, [(begin, end)], "deleted_at_start", "deleted_at_end")
    except client.BadRequest:
        narrow = resources.windows(begin, end, resources.WIDEST_DELETED)
        await _copy_windows(extraction, resource, table, narrow, "deleted_at_start", "deleted_at_end")


async def _copy_windows(
    extraction: Extraction,
    resource: Resource,
    table: Journal,
    windows: Iterable[tuple[datetime, datetime]],
    begin: str,
    end: str,
) -> None:
    """The list in windows, one after the other; a window that Lever refuses is noted by its dates."""
    for since, until in windows:
        params: Params = ((begin, _milliseconds(since)), (end, _milliseconds(until)))
        name = f"{since:%Y-%m-%dT%H:%M}..{until:%Y-%m-%dT%H:%M}"
        try:
            await extraction.copy_list(table, name, resource.path, params)
        except (client.Forbidden, client.Missing) as error:
            extraction.refuse(resource.name, error.answer)
            return


async def copy_eeo(extraction: Extraction) -> None:
    """EEO answers, since the oldest opportunity, by weeks: how wide a window may be is not documented (2.19).

    Kept in a folder of their own that no other stage reads (E1).
    """
    begin = await _oldest(extraction)
    end = datetime.now(UTC) + _OVERLAP
    names = {resources.EEO: ("fromDate", "toDate"), resources.EEO_PII: ("created_at_start", "created_at_end")}
    for resource, (since, until) in names.items():
        with extraction.journal(resource.table) as table:
            if table.whole:
                continue
            for window in resources.windows(begin, end, resources.WIDEST_EEO):
                try:
                    await _copy_windows(extraction, resource, table, [window], since, until)
                except client.BadRequest as error:
                    extraction.refuse(f"{resource.name}/{window[0]:%Y-%m-%d}..{window[1]:%Y-%m-%d}", error.answer)
            table.close()


async def _oldest(extraction: Extraction) -> datetime:
    """When the oldest opportunity was made."""
    async with extraction.unread("oldest_opportunity") as found:
        return next((row[0] for row in found.rows if row[0]), None) or extraction.pull.started_at


def _milliseconds(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))
