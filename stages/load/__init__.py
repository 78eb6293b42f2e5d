"""Load: write to Ashby what is ready, not held, and not in the ledger yet.

Reads: ashby__*, held__*, int_mapping_*, the ledger. Writes: Ashby, the ledger, result__*. May not decide what a
Lever field becomes: it sends payloads as they are and only puts in the ids that earlier writes brought.

Parents first: definitions, tags and jobs; then people, newest and active first, several at a time; within a person
one write after the other. There is no resume flag: what is left is one query (`todo.sql`).
"""

import asyncio
import shutil
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import duck, log, parquet, workers
from pipeline.allowance import Allowance
from pipeline.ashby import client
from pipeline.errors import DONE, ROWS_LEFT, InputMissing, Undecided
from pipeline.ledger import Ledger
from pipeline.run import Run, StageReport
from pipeline.settings import key_of
from pipeline.tables import CHECKS, INT_MAPPING, READY, RESULTS
from pipeline.transport import CONNECTIONS
from stages.load import results
from stages.load.writing import Loading, Row, write

INPUTS = (*READY, *(table for table in CHECKS if table.name.startswith("held__")), *INT_MAPPING)
OUTPUTS = RESULTS

_PEOPLE_WAITING = 64
"""People at a time who may wait for a lost answer; only CONNECTIONS of all others are being written."""

_ROWS_PER_BATCH = 2_000
_WATCH_S = 2.0
"""How often what was done is added to the result tables."""


def run(run: Run) -> StageReport:
    """Write everything that is left; returns rows per result table and what became of this run's writes.

    Raises Undecided while a mapping has no decision (and `--yes` was not given), NotAllowed, Unreachable.
    """
    if not run.accept_proposals:
        refuse_undecided(run)
    return asyncio.run(_load(run))


def refuse_undecided(run: Run) -> None:
    """Raise Undecided, with a list, while a mapping has no decision."""
    connection = duck.connect(run.workspace, [table.name for table in INT_MAPPING])
    try:
        rows = connection.sql(_query("undecided")).fetchall()
    finally:
        connection.close()
    if rows:
        kinds = "; ".join(
            f"mappings/{kind}.csv: {count} rows, {records} records behind them" for kind, count, records in rows
        )
        raise Undecided(
            f"Decisions are missing. {kinds}. Fill the column decision (chosen with an ashby_id, create, or "
            "leave_out), then run again; or run with --yes to take what is proposed and hold back the rest."
        )


def refuse_lost_memory(run: Run) -> None:
    """Raise InputMissing when results tell of writes and the ledger that made them is gone: they would be repeated."""
    if not run.workspace.ledger.exists() and any(
        parquet.rows_now(run.workspace.folder(table.name)) for table in RESULTS
    ):
        raise InputMissing(
            "results/ tells of writes to Ashby, and ledger.sqlite, which remembers them, is gone. Put it back from a "
            "copy; without it the load would write everything a second time."
        )


async def _load(run: Run) -> StageReport:
    settings = run.settings
    refuse_lost_memory(run)
    ledger = Ledger(run.workspace.ledger, settings.ashby_base_url)
    scratch = run.workspace.spill / "load"
    try:
        todo = _todo(run, ledger, scratch)
        allowance = Allowance(settings.ashby_requests_per_minute, 60.0)
        key = key_of(settings.ashby_api_key, "ASHBY_API_KEY")
        async with client.connected(settings.ashby_base_url, key, allowance, settings.lever2ashby_timeout_s) as ashby:
            loading = Loading(ashby, ledger, asyncio.Semaphore(CONNECTIONS))
            watch = asyncio.create_task(_watch(run, ledger))
            try:
                await _write_all(run, loading, todo)
            finally:
                watch.cancel()
        log.get().info("loaded", calls=allowance.used, **loading.counts)
    finally:
        rows = results.rewrite(run.workspace, ledger)
        ledger.close()
        shutil.rmtree(scratch, ignore_errors=True)
    left = any(loading.counts[outcome] for outcome in ("blocked", "refused", "unknown"))
    return StageReport(rows, _remarks(loading), ROWS_LEFT if left else DONE)


def _todo(run: Run, ledger: Ledger, scratch: Path) -> pq.ParquetFile:
    """What is left to do, on disk and in order, so that any number of rows streams through little memory."""
    known = parquet.write(scratch, ledger.snapshot(results.LEDGER_SCHEMA), results.LEDGER_SCHEMA)
    connection = duck.connect(run.workspace, [table.name for table in INPUTS if table not in INT_MAPPING])
    try:
        connection.read_parquet(str(scratch / known.name)).create_view("ledger__write")
        connection.sql(_query("todo")).write_parquet(str(scratch / "todo.parquet"), compression="zstd")
    finally:
        connection.close()
    return pq.ParquetFile(scratch / "todo.parquet")


async def _write_all(run: Run, loading: Loading, todo: pq.ParquetFile) -> None:
    total, done = todo.metadata.num_rows, 0

    async def in_turn(rows: list[Row]) -> None:
        nonlocal done
        async with loading.turns:
            for row in rows:
                await write(loading, row)
                done += 1
                run.progress("load", done, total)

    groups = _groups(todo)
    setup: list[list[Row]] = []
    first_person: list[list[Row]] = []
    for rows in groups:
        if rows[0]["person_id"] is not None:
            first_person.append(rows)
            break
        setup.extend([row] for row in rows)
    await workers.for_each(iter(setup), in_turn, at_once=_PEOPLE_WAITING)
    await workers.for_each(_chained(first_person, groups), in_turn, at_once=_PEOPLE_WAITING)


def _groups(todo: pq.ParquetFile) -> Iterator[list[Row]]:
    """The rows of one person at a time, in the order of `todo.sql`."""
    rows = (row for batch in todo.iter_batches(_ROWS_PER_BATCH) for row in batch.to_pylist())
    for _, group in groupby(rows, key=lambda row: row["person_id"]):
        yield list(group)


def _chained(first: list[list[Row]], rest: Iterator[list[Row]]) -> Iterator[list[Row]]:
    yield from first
    yield from rest


async def _watch(run: Run, ledger: Ledger) -> None:
    newest = ledger.newest_change()
    while True:
        await asyncio.sleep(_WATCH_S)
        newest = results.add_changes(run.workspace, ledger, newest)


def _remarks(loading: Loading) -> tuple[str, ...]:
    counts: dict[str, Any] = dict(sorted(loading.counts.items()))
    return (", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing left to write",)


def _query(name: str) -> str:
    return files("stages.load").joinpath(f"{name}.sql").read_text(encoding="utf-8")
