"""What is still to be read: rows streamed from a query that knows what the open journal holds already."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline import duck
from pipeline.workspace import Workspace

_ROWS_PER_BATCH = 1_000


@dataclass(frozen=True)
class Unread:
    """How many rows there are, and the rows with the query's columns, in its order."""

    total: int
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def unread(
    workspace: Workspace,
    sql: str,
    *,
    held: Mapping[str, Iterator[str]] | None = None,
    given: Mapping[str, Any] | None = None,
) -> Iterator[Unread]:
    """What `sql` names; `held`: ids of open journals, seen as tables of one column `id`; `given`: its variables.

    It sees every table of the workspace that it names. Rows stay in Arrow; only a batch of them are Python objects at
    a time.
    """
    own = held or {}
    connection = duck.bare()
    try:
        tables = duck.inputs_of(connection, sql) - own.keys()
    finally:
        connection.close()
    connection = duck.connect(workspace, tables)
    try:
        for name, ids in own.items():
            connection.register(name, pa.table({"id": pa.array(ids, pa.string())}))
        for name, value in (given or {}).items():
            connection.execute(f"set variable {name} = ?", [value])
        found = connection.sql(sql).to_arrow_table()
    finally:
        connection.close()
    yield Unread(found.num_rows, _rows(found))


def _rows(found: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in found.to_batches(max_chunksize=_ROWS_PER_BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
