"""What the ledger knows, as Parquet, while the load goes on: an analyst can watch.

The `result__*` tables are a projection of the ledger and hold nothing of their own.
"""

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import parquet
from pipeline.ledger import Ledger
from pipeline.tables import ENTITIES, LEDGER, RESULTS, Table
from pipeline.workspace import Workspace

_ARROW = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "TIMESTAMPTZ": pa.timestamp("us", tz="UTC")}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow columns of a table of plain values."""
    return pa.schema([(name, _ARROW[type_]) for name, type_ in table.columns.items()])


RESULT_SCHEMA = arrow_schema(RESULTS[0])
LEDGER_SCHEMA = arrow_schema(LEDGER)


def rewrite(workspace: Workspace, ledger: Ledger) -> dict[str, int]:
    """Every result table anew, one row per write; returns rows per table."""
    rows = {}
    for entity in ENTITIES:
        folder = workspace.folder(f"result__{entity}")
        file = parquet.write(folder, ledger.snapshot(RESULT_SCHEMA, entity), RESULT_SCHEMA)
        parquet.replace(folder, [file])
        rows[f"result__{entity}"] = file.rows
    return rows


def add_changes(workspace: Workspace, ledger: Ledger, after: int) -> int:
    """Add what changed after a change number; returns the newest number. A write may show twice until `rewrite`."""
    newest = after
    for newest, batch in ledger.changes(after, RESULT_SCHEMA):  # noqa: B007 - the last one is returned
        for entity in ENTITIES:
            chosen = batch.filter(pc.equal(batch.column("entity"), entity))
            if chosen.num_rows:
                folder = workspace.folder(f"result__{entity}")
                parquet.extend(folder, parquet.write(folder, [chosen], RESULT_SCHEMA))
    return newest
