"""Load: write to Ashby what is ready, not held, and not in the ledger yet.

Reads: ashby__*, check__held, int_mapping_*, files/, the ledger. Writes: Ashby, the ledger, result__*. May not decide
what a Lever field becomes: it sends payloads as they are and only puts in what earlier writes brought: ids, and the
handles of uploaded files.

Parents first, in phases: definitions, tags, departments and locations; jobs; their opening; then people, newest and
active first, several at a time, within a person one write after the other; last what must come after all of them.
There is no resume flag: what is left is one query (`todo.sql`).
"""

import asyncio
import shutil
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipeline import duck, log, parquet, workers
from pipeline.allowance import Allowance
from pipeline.ashby import client, permissions
from pipeline.errors import DONE, ROWS_LEFT, InputMissing, NotAllowed, Undecided
from pipeline.ledger import Ledger
from pipeline.run import Run, StageReport
from pipeline.settings import key_of
from pipeline.tables import EVERY_MAPPING, EVERY_READY, INT_MAPPING, READY, RESULTS, TABLES
from pipeline.transport import CONNECTIONS, Connection
from stages.load import results
from stages.load.loading import Loading, Row
from stages.load.writing import write

INPUTS = (*READY, TABLES["check__held"], *INT_MAPPING)
OUTPUTS = RESULTS

_PEOPLE_WAITING = 64
"""People at a time who may wait for a lost answer; only CONNECTIONS of all others are being written."""

_ROWS_PER_BATCH = 2_000
_WATCH_S = 2.0
"""How often what was done is added to the result tables."""


def run(run: Run) -> StageReport:
    """Write everything that is left; returns rows per result table and what became of this run's writes.

    Raises Undecided while a mapping has no decision (and `--yes` was not given); NotAllowed before the first write
    when the key lacks a right that any of them needs; Unreachable.
    """
    if not run.accept_proposals:
        refuse_undecided(run)
    return asyncio.run(_load(run))


def refuse_undecided(run: Run) -> None:
    """Raise Undecided, with a list, while a mapping has no decision."""
    connection = duck.connect(run.workspace, [EVERY_MAPPING.name])
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
            await _refuse_missing_rights(ashby, todo)
            loading = Loading(ashby, ledger, run.workspace.files, asyncio.Semaphore(CONNECTIONS))
            loading.applications_of = partial(_applications_of, run)
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
    left = any(loading.counts[outcome] for outcome in ("blocked", "held", "refused", "unknown"))
    return StageReport(rows, _remarks(loading), ROWS_LEFT if left else DONE)


def _todo(run: Run, ledger: Ledger, scratch: Path) -> pq.ParquetFile:
    """What is left to do, on disk and in order, so that any number of rows streams through little memory."""
    known = parquet.write(scratch, ledger.snapshot(results.LEDGER_SCHEMA), results.LEDGER_SCHEMA)
    connection = duck.connect(run.workspace, [EVERY_READY.name, "check__held"])
    try:
        connection.read_parquet(str(scratch / known.name)).create_view("ledger__write")
        connection.sql(_query("todo")).write_parquet(str(scratch / "todo.parquet"), compression="zstd")
    finally:
        connection.close()
    return pq.ParquetFile(scratch / "todo.parquet")


def _applications_of(run: Run, person_id: str) -> list[str]:
    connection = duck.connect(run.workspace, ["ashby__application"])
    try:
        is_theirs = duckdb.ColumnExpression("person_id") == duckdb.ConstantExpression(person_id)
        found = connection.table("ashby__application").filter(is_theirs).project("write_key").fetchall()
    finally:
        connection.close()
    return [write_key for (write_key,) in found]


async def _refuse_missing_rights(ashby: Connection, todo: pq.ParquetFile) -> None:
    """Raise NotAllowed, naming the rights, when the key certainly lacks one that a write of this load needs."""
    operations = {
        value for batch in todo.iter_batches(columns=["operation"]) for value in batch[0].unique().to_pylist()
    }
    missing = await permissions.missing(ashby, operations)
    if missing:
        told = "; ".join(f"{right} (for {', '.join(those)})" for right, those in sorted(missing.items()))
        raise NotAllowed(
            f"Nothing was written: the Ashby key lacks {told}. An Ashby administrator sets it under Admin, "
            "Integrations, API Keys; then run the command again."
        )


async def _write_all(run: Run, loading: Loading, todo: pq.ParquetFile) -> None:
    total, done = todo.metadata.num_rows, 0

    async def in_turn(rows: list[Row]) -> None:
        nonlocal done
        async with loading.turns:
            for row in rows:
                await write(loading, row)
                done += 1
                run.progress("load", done, total)

    rows = (row for batch in todo.iter_batches(_ROWS_PER_BATCH) for row in batch.to_pylist())
    for _, phase in groupby(rows, key=lambda row: row["phase"]):
        await workers.for_each(_turns(phase), in_turn, at_once=_PEOPLE_WAITING)


def _turns(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows of one turn at a time, in the order of `todo.sql`."""
    for _, turn in groupby(rows, key=lambda row: row["turn"]):
        yield list(turn)


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
