"""Transform: types, identity, splitting, mapping, payloads. The meaning stands in the .sql files beside this one.

Reads: raw_*, mapping__*, result__* (which candidates are ours already). Writes: stg_*, int_*, ashby__*,
mappings/*.csv. May not talk to a vendor or lose a row: what can't be placed is held, with its reason.
"""

import csv
import io
from importlib.resources import files
from pathlib import Path

import duckdb

from pipeline import duck, parquet
from pipeline.run import Run, StageReport
from pipeline.tables import (
    MAPPING_KINDS,
    RAW_ASHBY,
    RAW_LEVER,
    READY,
    STAGED_ASHBY,
    STAGED_INT,
    STAGED_LEVER,
    TABLES,
)
from stages.transform import identity

INPUTS = (*RAW_LEVER, *RAW_ASHBY)
OUTPUTS = (*STAGED_LEVER, *STAGED_ASHBY, *STAGED_INT, *READY)

_FOLDERS = ("staging", "mapping", "bridge", "ashby")


def run(run: Run) -> StageReport:
    """Build every table anew from raw/ and mappings/; returns rows per table.

    Raises SettingsError for a mapping file with wrong columns.
    """
    connection = duck.connect(run.workspace)
    try:
        rows = duck.build(connection, run.workspace, _steps(connection, accept_proposals=run.accept_proposals))
        for kind in MAPPING_KINDS:
            _write_decisions(connection, run.workspace.mapping(kind), kind)
    finally:
        connection.close()
    return StageReport(rows)


def _steps(connection: duckdb.DuckDBPyConnection, *, accept_proposals: bool) -> list[duck.Step]:
    def option(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        connection.values([accept_proposals]).project("col0 as accept_proposals").write_parquet(str(path))

    home = Path(str(files("stages.transform")))
    wanted = {table.name for table in OUTPUTS}
    steps = duck.sql_steps(connection, *(home / folder for folder in _FOLDERS))
    return [
        duck.Step("int_run_option", frozenset(), option),
        identity.STEP,
        *(step for step in steps if step.table in wanted),
    ]


def _write_decisions(connection: duckdb.DuckDBPyConnection, path: Path, kind: str) -> None:
    """mappings/<kind>.csv: what is undecided first, then by name. Untouched when nothing changed."""
    table = TABLES[f"int_mapping_{kind}"]
    rows = connection.table(table.name).order("decision is not null, lever_name, lever_id").fetchall()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    if not path.exists() or path.read_text(encoding="utf-8-sig") != text.getvalue():
        parquet.write_text(path, text.getvalue())
