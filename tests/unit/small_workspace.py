"""Small workspaces for tests: tables from plain rows, written as a stage would write them."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from pipeline import duck, parquet
from pipeline.tables import TABLES
from pipeline.workspace import Workspace

Rows = Sequence[Mapping[str, Any]]


def create_table(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Make `rows` the whole table `name` of a connection: absent columns are null, mappings in a text column JSON."""
    columns = TABLES[name].columns
    unknown = {column for row in rows for column in row} - columns.keys()
    assert not unknown, f"{name} has no column {sorted(unknown)}"
    values = [{column: _value(row.get(column), type_) for column, type_ in columns.items()} for row in rows]
    listed = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
    connection.execute(f"create or replace table {name} ({listed})")
    connection.execute(
        f"insert into {name} select one.* from (select unnest(from_json_strict(?, ?)) as one)",  # noqa: S608
        [json.dumps(values), json.dumps([dict(columns)])],
    )


def write_table(workspace: Workspace, name: str, rows: Rows) -> None:
    """Write `rows` as the whole table `name` of a workspace, as a stage would."""
    folder = workspace.folder(name)
    path = parquet.aside(folder)
    with closing(duck.bare()) as connection:
        create_table(connection, name, rows)
        connection.table(name).write_parquet(str(path), compression="zstd")
    parquet.replace(folder, [parquet.keep(path, len(rows))])


def _value(value: Any, type_: str) -> Any:
    return json.dumps(value) if type_ == "VARCHAR" and isinstance(value, dict | list) else value


def read_table(workspace: Workspace, name: str) -> list[dict[str, Any]]:
    """The rows of a table, in the order of its file."""
    with closing(duck.connect(workspace, [name])) as connection:
        relation = connection.table(name)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def make_workspace(root: Path, tables: Mapping[str, Rows]) -> Workspace:
    """A workspace with these tables; all others were never written."""
    workspace = Workspace(root)
    for name, rows in tables.items():
        write_table(workspace, name, rows)
    return workspace
