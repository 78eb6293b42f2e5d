"""What hangs on each opportunity: notes, feedback, interviews, panels, offers, resumes, files, forms, referrals.

Read for every opportunity at first. Later for those of which any change mark moved, those that an earlier key could
not read whole, and a rolling share of the rest, oldest reading first: an edited feedback moves no mark (lever-api 3b).
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import msgspec

from pipeline import journal
from pipeline.harvest import Harvest
from pipeline.journal import Row
from pipeline.lever import client, resources
from pipeline.lever.resources import CHILDREN, INTERVIEW, PANEL, REFERRAL, Child
from pipeline.transport import Answer
from pipeline.unread import Unread
from stages.extract.extraction import Extraction
from stages.extract.opportunities import batch_of

READINGS = "raw_lever__reading"
_NOT_FOUND = 404


class Marks(msgspec.Struct, omit_defaults=True):
    """The json of a row of raw_lever__reading."""

    mark: str = ""
    """Everything of the listing that tells of a change, but what `quiet` has (macro lever_mark)."""
    quiet: str = ""
    """updatedAt and tags: they also move when nothing hangs on it has changed (macro lever_quiet_mark)."""
    asked: list[str] = []
    """The lists that were asked for, or that a rule says are empty."""
    refused: list[str] = []
    """The lists that Lever would not give."""
    gone: bool = False
    """Lever has this opportunity no longer; nothing hangs on it."""


async def read(extraction: Extraction, number: int) -> int:
    """Read what this round asks for; returns of how many opportunities that was.

    The first round reads what is new, moved or due; later ones only what moved while the ones before were read.
    """
    tables = [child.table for child in CHILDREN]
    harvest = Harvest(extraction.run.workspace, tables, READINGS, batch_of(extraction, number))
    if harvest.whole:
        return harvest.parents
    try:
        closed = await _closed(extraction, await _formerly_closed(extraction))
        async with _todo(extraction, harvest, closed, number) as todo:
            total = todo.total
        if total:
            closed |= await _closed(extraction, [child for child in CHILDREN if child.name not in closed])
            await _read_all(extraction, harvest, closed, number)
        await _note_the_gone(extraction, harvest)
        harvest.close()
    finally:
        harvest.suspend()
    return harvest.parents


async def _read_all(extraction: Extraction, harvest: Harvest, closed: set[str], number: int) -> None:
    open_lists = [child for child in CHILDREN if child.name not in closed]

    async def one(row: tuple[str, str, str, bool]) -> None:
        await _read_one(extraction, harvest, open_lists, Marks(row[1], row[2]), row[0], may_be_referred=row[3])

    async with _todo(extraction, harvest, closed, number) as todo:
        await extraction.for_each("extract what hangs on opportunities", todo, one, harvest.parents)


def _todo(
    extraction: Extraction, harvest: Harvest, closed: set[str], number: int
) -> AbstractAsyncContextManager[Unread]:
    options = extraction.run.extract
    return extraction.unread(
        "unread_opportunity",
        held={"harvested": harvest.read()},
        asked=[child.name for child in CHILDREN if child.name not in closed],
        share=options.sweep if number == 1 else 0.0,
    )


async def _formerly_closed(extraction: Extraction) -> list[Child]:
    """The lists that the key of the last extraction could not read at all."""
    async with extraction.unread("closed_list") as todo:
        names = {row[0] for row in todo.rows}
    return [child for child in CHILDREN if child.name in names]


async def _closed(extraction: Extraction, children: Sequence[Child]) -> set[str]:
    """Those of `children` that this key can't read of any of a few opportunities that are not confidential."""
    async with extraction.unread("probed_opportunity") as todo:
        opportunities = [row[0] for row in todo.rows]
    closed = set[str]()
    for child in children:
        answer = None
        for opportunity_id in opportunities:
            try:
                await client.page(extraction.lever, child.of(opportunity_id), paged=child.is_paged)
            except client.Forbidden as error:
                answer = error.answer
            except client.Missing:
                continue
            else:
                answer = None
                break
        if answer is not None:
            extraction.refuse(child.name, answer)
            closed.add(child.name)
    return closed


async def _read_one(
    extraction: Extraction,
    harvest: Harvest,
    children: Sequence[Child],
    marks: Marks,
    opportunity_id: str,
    *,
    may_be_referred: bool,
) -> None:
    """Everything that hangs on one opportunity, in one piece; one that is gone by then is left to the next listing."""
    rows: dict[str, list[Row]] = {}
    refused: dict[str, Answer] = {}
    begun = datetime.now(UTC)  # what changes from here on is newer than this reading
    for child in children:
        if not extraction.run.extract.every_list:
            if child is PANEL and rows.get(INTERVIEW.table) == []:  # a panel without interviews is deleted (2.8)
                continue
            if child is REFERRAL and not may_be_referred:
                continue
        try:
            rows[child.table] = await _whole_list(extraction, child, opportunity_id)
        except (client.Forbidden, client.Missing) as error:
            if error.answer.status == _NOT_FOUND and not refused and await _is_gone(extraction, opportunity_id):
                return
            refused[child.name] = error.answer
    marks = msgspec.structs.replace(marks, asked=[child.name for child in children], refused=sorted(refused))
    harvest.append(opportunity_id, begun, msgspec.json.encode(marks).decode(), rows)
    for name, answer in refused.items():
        extraction.refuse(f"{opportunity_id}/{name}", answer, opportunity_id)


async def _whole_list(extraction: Extraction, child: Child, opportunity_id: str) -> list[Row]:
    """One list to its end; kept in memory, since it is what one person gathered in one candidacy."""
    rows: list[Row] = []
    path, offset, seen = child.of(opportunity_id), None, set[str]()
    while True:
        page = await client.page(
            extraction.lever, path, (), offset, paged=child.is_paged, missing_is_empty=child.missing_is_empty
        )
        rows += journal.rows_of(page.objects)
        if page.next is None:
            return rows
        if page.next in seen:
            raise client.EndlessList(path)
        seen.add(page.next)
        offset = page.next


async def _is_gone(extraction: Extraction, opportunity_id: str) -> bool:
    found = await client.one(extraction.lever, resources.opportunity(opportunity_id))
    return isinstance(found, Answer) and found.status == _NOT_FOUND


async def _note_the_gone(extraction: Extraction, harvest: Harvest) -> None:
    """An opportunity that was read once and is in no list any more hides what hung on it."""
    held = {"harvested": harvest.read(), "refused": extraction.unreadable.ids()}
    async with extraction.unread("gone_opportunity", held=held) as todo:
        for row in todo.rows:
            harvest.append(row[0], datetime.now(UTC), msgspec.json.encode(Marks(gone=True)).decode(), {})
