"""Survey: copy Ashby's configuration and people to disk.

Reads: Ashby. Writes: raw_ashby__* but for what only a read-back needs. May not write to Ashby, rename or interpret.
"""

import asyncio
from importlib.resources import files

from pipeline import journal, log, parquet
from pipeline.allowance import Allowance
from pipeline.ashby import client, copy, resources
from pipeline.run import Run, StageReport
from pipeline.settings import key_of
from pipeline.tables import RAW_ASHBY, Table

INPUTS: tuple[Table, ...] = ()
OUTPUTS = RAW_ASHBY


def run(run: Run) -> StageReport:
    """Copy everything that the transform compares with; returns rows per table.

    Raises NotAllowed for a key that lacks a permission, Unreachable when Ashby stays silent.
    """
    return asyncio.run(_survey(run))


async def _survey(run: Run) -> StageReport:
    raw = run.workspace.root / "raw"
    pull = journal.open_pull(raw, "ashby")
    allowance = Allowance(run.settings.ashby_requests_per_minute, 60.0)
    key = key_of(run.settings.ashby_api_key, "ASHBY_API_KEY")
    async with client.connected(
        run.settings.ashby_base_url, key, allowance, run.settings.lever2ashby_timeout_s
    ) as ashby:
        for resource in (*resources.CONFIGURATION, resources.CANDIDATES):
            await copy.copy_list(run.workspace, ashby, resource, pull, run.progress)
        plans = files("stages.survey").joinpath("unread_interview_plan.sql").read_text(encoding="utf-8")
        await copy.copy_children(run.workspace, ashby, resources.INTERVIEW_STAGES, pull, plans, run.progress)
    journal.close_pull(raw, "ashby", pull, allowance.used)
    log.get().info("surveyed", calls=allowance.used)
    return StageReport({table.name: parquet.rows_now(run.workspace.folder(table.name)) for table in OUTPUTS})
