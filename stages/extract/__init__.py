"""Extract: copy Lever to disk, word for word.

Reads: Lever. Writes: raw_lever__*, files/, mappings/gap.csv. May not rename, filter, join or interpret; it looks into
objects only for ids that tell what else to ask for, and for marks that tell what has changed.

The way of one opportunity: it is listed (`opportunities`), what hangs on it is read (`children`), what it names is
read (`lists`, `named`), its files are fetched (`attachments`), and what is missing in all this is said (`gaps`).
Goes on where it stopped: each list at its last page on disk, children at the opportunities not read yet.
"""

import asyncio
import getpass
from contextlib import closing
from pathlib import Path

from pipeline import duck, journal, log, workers
from pipeline.allowance import Allowance
from pipeline.lever import client, sign_in
from pipeline.run import Run, StageReport
from pipeline.tables import RAW_LEVER, RAW_LEVER_APART, TABLES, Table
from stages.extract import attachments, budget, children, gaps, lists, named, news, opportunities
from stages.extract.extraction import Extraction

INPUTS: tuple[Table, ...] = ()
OUTPUTS = (*RAW_LEVER, *RAW_LEVER_APART)

_ROUNDS = 5
"""How often the opportunities are listed anew because some changed while children were read. What still moves after
that is said by its id."""


def run(run: Run) -> StageReport:
    """Copy everything in scope; returns rows per table, and what a person should know about the copy.

    Raises NotAllowed for a key that may not read opportunities, Unreachable when Lever stays silent.
    """
    return asyncio.run(_extract(run))


def stop_at_gaps(run: Run) -> None:
    """Raise Undecided while a gap of the last extraction is open that nobody has accepted by name.

    `--accept-gap` accepts in the name of whoever is logged in; `--yes` takes those that are named one by one, never
    those of which nobody knows how much is missing.
    """
    if run.accept_gaps:
        gaps.accept(run.workspace, run.accept_gaps, getpass.getuser())
    gaps.stop(run.workspace, accept_known=run.accept_proposals)


async def _extract(run: Run) -> StageReport:
    raw = run.workspace.root / "raw"
    pull = journal.open_pull(raw, "lever")
    allowance = Allowance(run.settings.lever_requests_per_second, 1.0)
    signer = sign_in.of(run.settings, run.workspace.root)
    async with client.connected(
        run.settings.lever_base_url, signer, allowance, run.settings.lever2ashby_timeout_s
    ) as lever:
        unreadable = journal.Journal(run.workspace.folder("raw_lever__unreadable"), pull)
        extraction = Extraction(run, lever, pull, unreadable)
        try:
            await opportunities.list_all(extraction, 1)
            if run.extract.dry_run:
                return await budget.report(extraction)
            looked_into = await _read_until_settled(extraction, 1)
            await lists.copy_all(extraction)
            # The feeds are many small calls: they fill the allowance while it is looked up what else to ask for.
            await workers.side_by_side(lists.copy_feeds(extraction), _copy_named(extraction))
            if looked_into:  # which took its time, and files and feeds took more: something may have moved since
                await _read_until_settled(extraction, _ROUNDS + 1)
            await lists.copy_counts(extraction)
            await lists.close_feeds(extraction)
            await attachments.copy_all(extraction)
            if run.extract.eeo:
                await lists.copy_eeo(extraction)
            unreadable.close()
        finally:
            unreadable.suspend()
    _bury(run)
    news.write(run.workspace)
    gaps.write(run.workspace)
    journal.close_pull(raw, "lever", pull, allowance.used)
    log.get().info("extracted", calls=allowance.used)
    rows = _rows(run)
    unseen = await budget.unseen(extraction)
    return StageReport(
        rows,
        (
            *budget.held(run.workspace, rows),
            *unseen,
            *news.remarks(run.workspace),
            *gaps.remarks(run.workspace),
        ),
    )


def _rows(run: Run) -> dict[str, int]:
    """Different rows of each table as it is now: several lists may have brought the same object."""
    names = [table.name for table in (*RAW_LEVER, *(RAW_LEVER_APART if run.extract.eeo else ()))]
    with closing(duck.connect(run.workspace, names)) as connection:
        keys = {name: ", ".join(TABLES[name].key) for name in names}
        return {
            name: connection.table(name).project(key).distinct().aggregate("count(*)").fetchall()[0][0]
            for name, key in keys.items()
        }


async def _read_until_settled(extraction: Extraction, first: int) -> int:
    """Read what hangs on the opportunities; list again what changed meanwhile, until nothing did.

    `first`: the number of the first round. Returns how many opportunities were looked into.
    """
    looked_into = 0
    for number in range(first, first + _ROUNDS):
        await opportunities.list_all(extraction, number)
        moved = await children.read(extraction, number)
        if not moved:
            break
        looked_into += moved
    return looked_into


async def _copy_named(extraction: Extraction) -> None:
    await named.copy_all(extraction)
    await attachments.fetch(extraction)


def _bury(run: Run) -> None:
    """A tombstone for each opportunity that was read once and that Lever has no longer."""
    with closing(duck.connect(run.workspace)) as connection:
        duck.build(connection, run.workspace, duck.sql_steps(connection, Path(__file__).with_name("tombstones")))
