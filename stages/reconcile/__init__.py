"""Reconcile: read Ashby back, compare every record and field, write the report.

Reads: Ashby, int_*, ashby__*, held__*, result__*. Writes: raw_ashby__* (read back), stg_ashby__* of them, parity__*,
report/. May not write to Ashby, and may not call a difference anything else.
"""

import asyncio
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from pipeline import duck, journal, log, parquet
from pipeline.allowance import Allowance
from pipeline.ashby import client, copy, resources
from pipeline.errors import DIFFERENCES, DONE, ROWS_LEFT
from pipeline.run import Run, StageReport
from pipeline.settings import key_of
from pipeline.tables import (
    BUCKETS,
    CHECKS,
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
from stages.reconcile import facts, report

INPUTS = (*STAGED_INT, *READY, *(table for table in CHECKS if table.name.startswith("held__")), *RESULTS)
_CHANGED = (TABLES["raw_ashby__candidate"], TABLES["raw_ashby__job"])
_RESTAGED = (TABLES["stg_ashby__candidate"], TABLES["stg_ashby__job"], *STAGED_READ_BACK)
OUTPUTS: tuple[Table, ...] = (*RAW_ASHBY_READ_BACK, *STAGED_READ_BACK, *PARITY)

_EXIT = {"parity": DONE, "incomplete": ROWS_LEFT, "differences": DIFFERENCES}


def run(run: Run) -> StageReport:
    """Read back, compare, report; returns rows per parity table and the verdict in words.

    Raises NotAllowed, Unreachable.
    """
    begun = datetime.now(UTC)
    calls = asyncio.run(_read_back(run))
    connection = duck.connect(run.workspace)
    try:
        home = Path(str(files("stages")))
        steps = duck.sql_steps(connection, home / "transform" / "staging", home / "reconcile" / "sql")
        wanted = {table.name for table in (*_RESTAGED, *PARITY)}
        rows = duck.build(connection, run.workspace, [step for step in steps if step.table in wanted])
        found = facts.facts(connection)
    finally:
        connection.close()
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
        for resource in (jobs, resources.CANDIDATES, resources.APPLICATIONS):
            await copy.copy_list(run.workspace, ashby, resource, pull, run.progress)
        written = _query("written_application")
        await copy.copy_children(run.workspace, ashby, resources.HISTORIES, pull, written, run.progress)
        noted = _query("noted_candidate")
        await copy.copy_children(run.workspace, ashby, resources.NOTES, pull, noted, run.progress)
    journal.close_pull(raw, "ashby_read_back", pull, allowance.used)
    log.get().info("read_back", calls=allowance.used)
    return allowance.used


def _query(name: str) -> str:
    return files("stages.reconcile").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
