"""Reconcile: read Ashby back, compare every record and field, write the report.

Reads: Ashby, int_*, ashby__*, check__held, result__*. Writes: raw_ashby__* (read back), stg_ashby__* of them,
parity__*, report/. May not write to Ashby, and may not call a difference anything else.
"""

import asyncio
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import duckdb

from pipeline import duck, journal, log, parquet
from pipeline.allowance import Allowance
from pipeline.ashby import client, copy, resources
from pipeline.errors import DIFFERENCES, DONE, ROWS_LEFT
from pipeline.run import Run, StageReport
from pipeline.settings import key_of
from pipeline.tables import (
    BUCKETS,
    ENTITIES,
    PARITY,
    RAW_ASHBY_READ_BACK,
    READY,
    RESULTS,
    STAGED_INT,
    STAGED_READ_BACK,
    TABLES,
    Table,
)
from pipeline.workspace import Workspace
from stages.reconcile import facts, proof, report

INPUTS = (*STAGED_INT, *READY, TABLES["check__held"], *RESULTS)
_CHANGED = (TABLES["raw_ashby__candidate"], TABLES["raw_ashby__job"])
_RESTAGED = (TABLES["stg_ashby__candidate"], TABLES["stg_ashby__job"], *STAGED_READ_BACK)
_SHOWING = ("stg_ashby__candidate", "stg_ashby__application", "parity__merged")
OUTPUTS: tuple[Table, ...] = (*RAW_ASHBY_READ_BACK, *STAGED_READ_BACK, *PARITY)

_EXIT = {"parity": DONE, "incomplete": ROWS_LEFT, "differences": DIFFERENCES}


def run(run: Run) -> StageReport:
    """Read back, compare, report; returns rows per parity table and the verdict in words.

    Raises NotAllowed, Unreachable.
    """
    begun = datetime.now(UTC)
    calls, rows, found, due = _compared(run)
    if due is not None:
        time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
        more, rows, found, _ = _compared(run)
        calls += more
    summary = report.summary(
        found,
        lever_calls=_calls(run.workspace, "lever"),
        ashby_calls=_calls(run.workspace, "ashby") + sum(row.attempts for row in found.writes) + calls,
        started_at=begun,
        finished_at=datetime.now(UTC),
    )
    parquet.write_text(run.workspace.report / "summary.json", report.summary_json(summary))
    parquet.write_text(run.workspace.report / "index.html", report.index_html(found, summary))
    verdict = str(summary["verdict"])
    return StageReport({table.name: rows[table.name] for table in PARITY}, (f"verdict: {verdict}",), _EXIT[verdict])


def _compared(run: Run) -> tuple[int, dict[str, int], facts.Facts, datetime | None]:
    """Read back and compare: calls, rows per table, the facts, and when to do it again.

    A load may have ended so shortly before that Ashby does not list yet what it wrote (ashby-api 11, 6): what does not
    show is believed only when it has had the time that the load gives to a write whose answer is lost.
    """
    reading = datetime.now(UTC)
    calls = asyncio.run(_read_back(run))
    connection = duck.connect(run.workspace)
    try:
        rows = _build(connection, run.workspace, (*_RESTAGED, *PARITY))
        newest: datetime | None = connection.execute(_query("unshown")).fetchall()[0][0]
        found = facts.facts(connection)
    finally:
        connection.close()
    due = None if newest is None else newest + timedelta(seconds=2 * run.settings.lever2ashby_timeout_s)
    return calls, rows, found, due if due is not None and due > reading else None


def _build(connection: duckdb.DuckDBPyConnection, workspace: Workspace, tables: Iterable[Table]) -> dict[str, int]:
    """Make these tables anew, of what was read back and of one another; returns rows per table."""
    home = Path(str(files("stages")))
    steps = duck.sql_steps(connection, home / "transform" / "staging", home / "reconcile" / "sql")
    wanted = {table.name for table in tables}
    return duck.build(connection, workspace, [step for step in steps if step.table in wanted])


def buckets(workspace: Workspace) -> dict[str, dict[str, int]]:
    """The closing sums of the last reconcile: entity → bucket → records."""
    connection = duck.connect(workspace, ("parity__buckets",))
    try:
        rows = connection.table("parity__buckets").fetchall()
    finally:
        connection.close()
    counted = {(entity, bucket): records for entity, bucket, records in rows}
    return {entity: {bucket: counted[entity, bucket] for bucket in BUCKETS} for entity in ENTITIES}


def _calls(workspace: Workspace, vendor: str) -> int:
    """Calls of the newest complete reading of a vendor."""
    finished = journal.last_pull(workspace.root / "raw", vendor)
    return finished.calls if finished else 0


async def _read_back(run: Run) -> int:
    """Copy from Ashby what the load may have touched; returns the number of calls."""
    raw = run.workspace.root / "raw"
    pull = journal.open_pull(raw, "ashby_read_back")
    allowance = Allowance(run.settings.ashby_requests_per_minute, 60.0)
    key = key_of(run.settings.ashby_api_key, "ASHBY_API_KEY")
    async with client.connected(
        run.settings.ashby_base_url, key, allowance, run.settings.lever2ashby_timeout_s
    ) as ashby:
        jobs = next(resource for resource in resources.CONFIGURATION if resource.table == "raw_ashby__job")
        for resource in (jobs, resources.CANDIDATES, resources.APPLICATIONS, resources.FEEDBACK):
            await copy.copy_list(run.workspace, ashby, resource, pull, run.progress)
        _restage(run.workspace)
        written = _query("written_application")
        await copy.copy_children(run.workspace, ashby, resources.HISTORIES, pull, written, run.progress)
        noted = _query("noted_candidate")
        await copy.copy_children(run.workspace, ashby, resources.NOTES, pull, noted, run.progress)
        await proof.prove(run, ashby, pull)
    journal.close_pull(raw, "ashby_read_back", pull, allowance.used)
    log.get().info("read_back", calls=allowance.used)
    return allowance.used


def _restage(workspace: Workspace) -> None:
    """Type the candidates and applications that were just read.

    They show the files, the handles by which bytes are asked for, and whom a recruiter has merged into whom.
    """
    connection = duck.connect(workspace)
    try:
        _build(connection, workspace, [TABLES[name] for name in _SHOWING])
    finally:
        connection.close()


def _query(name: str) -> str:
    return files("stages.reconcile").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
