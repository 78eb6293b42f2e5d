"""`transform` and `check` of a big company, beside DuckDB reading the same raw tables and writing them again.

Each measured part runs in a process of its own, so that its peak memory is its own. LEVER2ASHBY_BENCH_OPPORTUNITIES
sets the size (default 200,000).
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline import duck, parquet
from pipeline.settings import Settings
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.server import running
from pipeline.tables import RAW_LEVER
from pipeline.workspace import Workspace

SIZE = int(os.environ.get("LEVER2ASHBY_BENCH_OPPORTUNITIES", "200000"))


def main() -> None:
    """Make the company, then measure the baseline, transform and check."""
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch) / "workspace"
        make(workspace, SIZE)
        copy_s, copy_mb = _measured("copy", workspace)
        transform_s, transform_mb = _measured("transform", workspace)
        check_s, check_mb = _measured("check", workspace)
    print(f"{SIZE} opportunities: DuckDB copy of the raw tables {copy_s:.1f} s, {copy_mb} MB")
    print(f"transform {transform_s:.1f} s ({transform_s / copy_s:.1f} x the copy), peak {transform_mb} MB")
    print(f"check {check_s:.1f} s ({check_s / transform_s:.2f} x the transform), peak {check_mb} MB")


def make(workspace: Path, opportunities: int) -> None:
    """Raw tables of an invented company of that size; Ashby's side is surveyed from the simulator."""
    from pipeline import workspace as workspaces
    from pipeline.run import Run
    from stages import survey

    with running(people=0, ashby_options=AshbyOptions(rate_window="none")) as vendors:
        settings = Settings.model_validate({**vendors.line(), "ashby_requests_per_minute": 6_000_000})
        with workspaces.opened(workspace) as opened:
            survey.run(Run(opened, settings))
    connection = duck.bare(memory_limit="8GB")
    connection.values([opportunities]).project("col0 as opportunities").create("size")
    connection.execute(Path(__file__).with_name("big_company.sql").read_text(encoding="utf-8"))
    made = {row[0] for row in connection.execute("select view_name from duckdb_views() where not internal").fetchall()}
    for table in RAW_LEVER:
        folder = Workspace(workspace).folder(table.name)
        path = parquet.aside(folder)
        parent = "parent_id" if table.name == "raw_lever__note" else "null::varchar as parent_id"
        source = (
            connection.table(table.name).project(
                f"id, {parent}, 'bench' as batch, timestamptz '2026-11-22 00:00:00+00' as fetched_at, "
                "json::varchar as json"
            )
            if table.name in made
            else connection.sql(
                "select null::varchar as id, null::varchar as parent_id, 'bench' as batch, "
                "timestamptz '2026-11-22 00:00:00+00' as fetched_at, null::varchar as json where false"
            )
        )
        source.write_parquet(str(path), compression="zstd")
        rows = connection.read_parquet(str(path)).aggregate("count(*)").fetchall()[0][0]
        parquet.append(folder, parquet.Batch("bench", (parquet.keep(path, rows),)))
    connection.close()


def _measured(part: str, workspace: Path) -> tuple[float, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.transform_scale", part, str(workspace)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, megabytes = json.loads(done.stdout.strip().splitlines()[-1])
    return seconds, megabytes


def _copy(workspace: Workspace) -> None:
    connection = duck.connect(workspace, [table.name for table in RAW_LEVER])
    for table in RAW_LEVER:
        connection.table(table.name).write_parquet(str(workspace.spill / f"{table.name}.parquet"), compression="zstd")
    connection.close()


def _stage(name: str) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        from pipeline.run import Run
        from stages.journey import STAGES

        STAGES[name].run(Run(workspace, Settings(), accept_proposals=True))

    return run


if __name__ == "__main__":
    parts = {"copy": _copy, "transform": _stage("transform"), "check": _stage("check")}
    begun = time.perf_counter()
    parts[sys.argv[1]](Workspace(Path(sys.argv[2])))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([time.perf_counter() - begun, peak]))
