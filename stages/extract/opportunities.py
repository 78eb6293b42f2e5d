"""All opportunities, listed once more: the newest batch of raw_lever__opportunity is the whole account as it is now.

Lever's default order moves while it is being read (lever-api 1.6), so a listing is followed by passes over what
changed meanwhile, and by a look at each opportunity that was there before and turned up in neither.
"""

from datetime import UTC, datetime, timedelta

from pipeline.journal import Journal
from pipeline.lever import client, resources
from pipeline.lever.resources import OPPORTUNITIES, Params
from pipeline.transport import Answer
from stages.extract.extraction import Extraction, page_of_one

_OVERLAP = timedelta(minutes=10)
"""How far a pass reaches back before the listing began; covers a clock that is not ours."""

_PASSES = 4
"""More passes than that mean that more than a page changes every few minutes; the next listing sees the rest."""


def batch_of(extraction: Extraction, number: int) -> str:
    """The batch of the `number`-th listing of this extraction, and of the children read after it."""
    return f"{extraction.pull.id}.{number}"


async def list_all(extraction: Extraction, number: int) -> None:
    """The `number`-th listing of this extraction. Raises Forbidden for a key that may read no opportunities."""
    with extraction.journal(OPPORTUNITIES.table, batch_of(extraction, number)) as table:
        if table.whole:
            return
        params = OPPORTUNITIES.lists[0]
        try:
            pages = await extraction.copy_list(table, "all", OPPORTUNITIES.path, params)
        except client.Forbidden as error:
            extraction.refuse(f"{OPPORTUNITIES.name}?confidential", error.answer)
            params = resources.without_confidential(params)
            pages = await extraction.copy_list(table, "non-confidential", OPPORTUNITIES.path, params)
        # A list of one page can't be torn; neither can one that was finished by an earlier run be told from one.
        if pages != 1:
            await _what_moved(extraction, table, params)
        await _what_vanished(extraction, table, params)
        table.close()


async def _what_moved(extraction: Extraction, table: Journal, params: Params) -> None:
    """Read again what changed since the listing began, until a pass is one page: that one can't be torn."""
    since = table.begun_at or extraction.pull.started_at
    for number in range(2, 2 + _PASSES):
        begun = datetime.now(UTC)
        changed = resources.changed_since(params, int((since - _OVERLAP).timestamp() * 1000))
        pages = await extraction.copy_list(table, f"pass {number}", OPPORTUNITIES.path, changed)
        if pages == 1:
            return
        if pages:  # none: an earlier run made this pass, and when it began is no longer known
            since = begun


async def _what_vanished(extraction: Extraction, table: Journal, params: Params) -> None:
    """What was read before and is in no list: missed by a moving order, deleted, or closed to this key."""
    expanded = tuple(param for param in params if param[0] == "expand")
    async with extraction.unread("vanished_opportunity", held={"listed": table.ids()}) as todo:

        async def read(row: tuple[str]) -> None:
            found = await client.one(extraction.lever, resources.opportunity(row[0]), expanded)
            if not isinstance(found, Answer):
                table.append(page_of_one(f"single {row[0]}", row[0], found))
            elif found.status != _NOT_FOUND:
                extraction.refuse(f"{OPPORTUNITIES.name}/{row[0]}", found)

        await extraction.for_each("extract opportunities that no list has", todo, read)


_NOT_FOUND = 404
