"""DuckDB over a workspace: one view per table, and .sql files turned into tables.

The SQL files hold the meaning; this module only runs them. One file = one table = one select; its name is the
table's. DuckDB itself tells which tables a query reads, so the order needs no list.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import idna

from pipeline import decisions, parquet
from pipeline.tables import TABLES, Table
from pipeline.workspace import Workspace

MEMORY_LIMIT = "4GB"
"""DuckDB spills beyond this (deps.md 3.3)."""


@dataclass(frozen=True)
class Step:
    """One table to build: from which tables, and how. `run` gets the connection and the path to write to."""

    table: str
    inputs: frozenset[str]
    run: Callable[[duckdb.DuckDBPyConnection, Path], None]


def connect(
    workspace: Workspace,
    tables: Iterable[str] | None = None,
    *,
    memory_limit: str = MEMORY_LIMIT,
    frugal: bool = False,
) -> duckdb.DuckDBPyConnection:
    """A connection with our macros and a view for each of `tables` (all, if None).

    A table that was never written is an empty view with its columns. Times are UTC. Close it after use. `None` leaves
    out what is kept apart (E1). `frugal`: rather reads twice than hold a table in memory.
    Raises InputMissing for a damaged table, SettingsError for a mapping file with wrong columns.
    """
    workspace.spill.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = bare(memory_limit=memory_limit, spill=workspace.spill, frugal=frugal)
    for name in (name for name in TABLES if TABLES[name].folder != "eeo") if tables is None else tables:
        _view(connection, workspace, TABLES[name])
    return connection


_Settings = dict[str, str | bool | int | float | list[str]]

_FRUGAL: _Settings = {
    # each holds the JSON of a row group
    "threads": 1,
    # it would hold, with its JSON, what a query looks at twice: a table as it is now, and the newest row of each id
    "disabled_optimizers": "common_subplan",
    # the system has the files' blocks in memory too, and gives them up when others need it
    "enable_external_file_cache": False,
}


def bare(
    *, memory_limit: str = MEMORY_LIMIT, spill: Path | None = None, frugal: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection with our settings and macros and no table; `frugal` as in `connect`."""
    settings: _Settings = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if spill is not None:
        settings["temp_directory"] = str(spill)
    if frugal:
        settings.update(_FRUGAL)
    connection = duckdb.connect(config=settings)
    connection.execute("set timezone = 'UTC'")
    connection.create_function("canonical_domain", _canonical_domain, ["VARCHAR"], "VARCHAR")
    connection.execute(files("pipeline").joinpath("macros.sql").read_text(encoding="utf-8"))
    return connection


def _canonical_domain(domain: str) -> str:
    """A mail domain in its ASCII form (rule P1); one that IDNA does not know stays as it is."""
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def _view(connection: duckdb.DuckDBPyConnection, workspace: Workspace, table: Table) -> None:
    if table.folder == "every":
        for name in table.members:
            _view(connection, workspace, TABLES[name])
        rows = " union all ".join(_shared(connection, table, name) for name in table.members)
        connection.sql(rows).create_view(table.name, replace=True)
        return
    if table.folder == "mappings":
        _csv_view(connection, workspace.mapping(table.name.removeprefix("mapping__")), table)
        return
    if table.folder == "reference":
        # by name: the SQL that reads this list owns it, and a part imports nothing of the journey
        beside = files("stages.transform").joinpath(f"{table.name.removeprefix('ref_')}.csv")
        _read_csv(connection, Path(str(beside)), table, tuple(table.columns))
        return
    folder = workspace.folder(table.name)
    paths = parquet.current_files(folder)
    batches = 0 if paths is None else parquet.batches(folder)
    if not paths:
        connection.sql(_empty(table)).create_view(table.name, replace=True)
    elif table.newest == "batch" or (table.newest == "reading" and batches == 1):
        connection.read_parquet([str(path) for path in paths]).create_view(table.name, replace=True)
    else:
        newest = _NEWEST[table.newest].format(files=_listed(parquet.all_files(folder)))
        if table.newest == "reading":
            readings = _listed(parquet.all_files(workspace.folder("raw_lever__reading")))
            newest = newest.replace("raw_lever__reading", f"read_parquet([{readings}])")
        connection.sql(newest).create_view(table.name, replace=True)


def _shared(connection: duckdb.DuckDBPyConnection, table: Table, member: str) -> str:
    """The part of a view of several tables that comes from `member`: what an older version did not write is null."""
    there = connection.table(member).columns
    columns = ", ".join(
        f'"{column}"' if column in there else f'null::{type_} as "{column}"'
        for column, type_ in table.columns.items()
        if column != "table_name"
    )
    return f"select '{member}' as table_name, {columns} from \"{member}\""  # noqa: S608 - names of our own


_NEWEST = {
    # joins, no windows: 24 bytes of each row are held in memory, neither its id nor the long JSON
    "id": "select object.* from read_parquet([{files}]) as object semi join "
    "(select md5_number(id) as key, max(fetched_at) as fetched_at from read_parquet([{files}]) group by key) as newest "
    "on md5_number(object.id) = newest.key and object.fetched_at = newest.fetched_at",
    # a parent that was read again and had nothing any more hides what it had before; what hangs on it has the time of
    # its reading
    "reading": "select child.* from read_parquet([{files}]) as child semi join "
    "(select md5_number(id) as key, max(fetched_at) as fetched_at from raw_lever__reading group by key) as newest "
    "on md5_number(child.parent_id) = newest.key and child.fetched_at = newest.fetched_at",
}
"""Which rows of an append-only table are the table as it is now (`Table.newest`)."""


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)


def _empty(table: Table) -> str:
    columns = ", ".join(f'null::{type_} as "{name}"' for name, type_ in table.columns.items())
    return f"select {columns} where false"


def _csv_view(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> None:
    """People edit these files, so their columns are looked at before DuckDB is."""
    if not path.exists():
        connection.sql(_empty(table)).create_view(table.name, replace=True)
        return
    _read_csv(connection, path, table, decisions.check(path, table))


def _read_csv(connection: duckdb.DuckDBPyConnection, path: Path, table: Table, there: Sequence[str]) -> None:
    columns = ", ".join(
        f'try_cast("{name}" as {type_}) as "{name}"' if name in there else f'null::{type_} as "{name}"'
        for name, type_ in table.columns.items()
    )
    connection.read_csv(str(path), header=True, all_varchar=True, delimiter=",", quotechar='"', escapechar='"').project(
        columns
    ).create_view(table.name, replace=True)


def inputs_of(connection: duckdb.DuckDBPyConnection, sql: str) -> frozenset[str]:
    """The tables that a query reads, common table expressions apart. Parses only; nothing is bound."""
    tree = json.loads(connection.execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0])
    if tree["error"]:
        raise ValueError(f"not one select statement: {tree['error_message']}")
    named: set[str] = set()
    defined: set[str] = set()

    def visit(node: Any) -> None:
        if isinstance(node, Mapping):
            if node.get("type") == "BASE_TABLE":
                named.add(node["table_name"])
            for entry in (node.get("cte_map") or {}).get("map", ()):
                defined.add(entry["key"])
            for child in node.values():
                visit(child)
        elif isinstance(node, Sequence) and not isinstance(node, str):
            for child in node:
                visit(child)

    visit(tree)
    return frozenset(named - defined)


def sql_steps(connection: duckdb.DuckDBPyConnection, *folders: Path) -> list[Step]:
    """One Step per .sql file of the folders."""
    steps = []
    for path in sorted(path for folder in folders for path in folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        steps.append(Step(path.stem, inputs_of(connection, sql), _sql_runner(sql)))
    return steps


def _sql_runner(sql: str) -> Callable[[duckdb.DuckDBPyConnection, Path], None]:
    def run(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        connection.sql(sql).write_parquet(str(path), compression="zstd")

    return run


def build(connection: duckdb.DuckDBPyConnection, workspace: Workspace, steps: Iterable[Step]) -> dict[str, int]:
    """Build tables in the order that their inputs ask for; each is on disk, whole, before the next begins.

    Returns rows per table. Raises ValueError where a table's columns are not those of `pipeline.tables`.
    """
    by_table = {step.table: step for step in steps}
    order = TopologicalSorter({name: step.inputs & by_table.keys() for name, step in by_table.items()})
    rows = {}
    for name in order.static_order():
        folder = workspace.folder(name)
        path = parquet.aside(folder)
        by_table[name].run(connection, path)
        written = connection.read_parquet(str(path))
        _same_columns(TABLES[name], written)
        rows[name] = written.aggregate("count(*)").fetchall()[0][0]
        parquet.replace(folder, [parquet.keep(path, rows[name])])
        _view(connection, workspace, TABLES[name])
    return rows


def _same_columns(table: Table, relation: duckdb.DuckDBPyRelation) -> None:
    found = {name: str(type_) for name, type_ in zip(relation.columns, relation.types, strict=True)}
    wanted = {name: str(duckdb.sqltype(type_)) for name, type_ in table.columns.items()}
    if list(found.items()) != list(wanted.items()):
        different = sorted(f"{name} {type_}" for name, type_ in set(found.items()) ^ set(wanted.items()))
        different = different or ["their order"]
        raise ValueError(f"{table.name} does not have the columns of pipeline/tables.py: {different}")
