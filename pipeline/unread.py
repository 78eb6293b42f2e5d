"""Which lists are still to be read: ids streamed from a query that knows what the open journal holds already."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from pipeline import duck
from pipeline.journal import Journal
from pipeline.workspace import Workspace

_IDS_PER_BATCH = 1_000


@dataclass(frozen=True)
class Unread:
    """How many ids there are, and the ids as (parent_id, id), in the query's order."""

    total: int
    pairs: Iterator[tuple[str, str]]


@contextmanager
def unread(workspace: Workspace, table: Journal, sql: str, tables: tuple[str, ...]) -> Iterator[Unread]:
    """What `sql` names; beside `tables` it sees `finished_parent(parent_id)` and `listed(id)` of the open journal.

    The query's columns are parent_id and id. Ids stay in Arrow; only a batch of them are Python objects at a time.
    """
    connection = duck.connect(workspace, tables)
    try:
        connection.register("finished_parent", _one_column("parent_id", table.finished_parents()))
        connection.register("listed", _one_column("id", table.ids()))
        found = connection.sql(sql).to_arrow_table()
    finally:
        connection.close()
    yield Unread(found.num_rows, _pairs(found))


def _one_column(name: str, values: Iterator[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string())})


def _pairs(found: pa.Table) -> Iterator[tuple[str, str]]:
    for batch in found.to_batches(max_chunksize=_IDS_PER_BATCH):
        yield from zip(batch.column("parent_id").to_pylist(), batch.column("id").to_pylist(), strict=True)
