"""What is still to be read: rows streamed from a query that knows what the open journal holds already."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import duck
from pipeline.workspace import Workspace

_ROWS_PER_BATCH = 1_000
_ROWS_PER_GROUP = 10_000
_IDS = pa.schema([("id", pa.string())])


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

    It sees every table of the workspace that it names. Ids go in and rows come out by way of the disk: only a batch
    of either is in memory at a time.
    """
    own = held or {}
    tables = _inputs_of(sql) - own.keys()
    workspace.spill.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=workspace.spill) as folder:
        found = Path(folder) / "found"
        with closing(duck.connect(workspace, tables, frugal=True)) as connection:
            for name, ids in own.items():
                listed = Path(folder) / f"{name}.parquet"
                _keep(listed, ids)
                connection.read_parquet(str(listed)).create_view(name)
            for name, value in (given or {}).items():
                connection.execute(f"set variable {name} = ?", [value])
            connection.sql(sql).write_parquet(str(found), row_group_size=_ROWS_PER_GROUP)
        with pq.ParquetFile(found) as file:
            yield Unread(file.metadata.num_rows, _rows(file))


@cache
def _inputs_of(sql: str) -> frozenset[str]:
    with closing(duckdb.connect()) as connection:
        return duck.inputs_of(connection, sql)


def _keep(path: Path, ids: Iterator[str]) -> None:
    with pq.ParquetWriter(path, _IDS) as file:
        while some := list(islice(ids, _ROWS_PER_GROUP)):
            file.write_batch(pa.record_batch([pa.array(some, pa.string())], schema=_IDS))


def _rows(file: pq.ParquetFile) -> Iterator[tuple[Any, ...]]:
    for batch in file.iter_batches(_ROWS_PER_BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
