"""The scratch DuckDB file that the checks read: views of staged tables, opened bodies of writes, findings of rules.

Lives for one run of `checks.engine` inside the workspace. DuckDB only; Great Expectations is not known here.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from checks.across import Rule
from pipeline import parquet
from pipeline.tables import READY, TABLES
from pipeline.workspace import Workspace

FINDINGS = "findings"
"""The table of rows that break a rule over several tables: rule, table_name, row_key."""

_READY = frozenset(table.name for table in READY)
_NEEDS_OTHER_BODIES = "body__application_event"
"""Built last: its select reads another opened body."""


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, database: Path) -> Iterator[None]:
    """Make the scratch file the first place in which the connection looks for a table, and makes one."""
    home = connection.execute("select current_database()").fetchall()[0][0]
    connection.execute(f"attach {_quoted(database)} as scratch")
    connection.execute(f"set search_path = 'scratch.main,{home}.main'")
    try:
        yield
    finally:
        connection.execute(f"use {home}.main")
        connection.execute("detach scratch")


def fill(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, tables: Iterable[str], rules: Sequence[Rule]
) -> dict[str, str]:
    """Fill the attached scratch file with what `tables` and `rules` are checked on.

    A ready table appears under its own name with the columns of its body. Returns what could not be made: the name
    of a table or rule, and the kind of DuckDB's error (never its text, which may quote a value).
    """
    connection.execute(files("checks").joinpath("macros.sql").read_text(encoding="utf-8"))
    broken: dict[str, str] = {}
    for name, sql in _bodies():
        _attempt(connection, name.replace("body__", "ashby__"), f"create table {name} as {sql}", broken)
    connection.execute(f"create table {FINDINGS} (rule varchar, table_name varchar, row_key varchar)")
    for rule in rules:
        found = f"insert into {FINDINGS} select '{rule.name}', table_name, row_key from ({rule.sql})"  # noqa: S608 - ours
        _attempt(connection, rule.name, found, broken)
    # Last, since a ready table's view hides the table itself, which the rules read.
    for table in tables:
        _attempt(connection, table, _definition(workspace, table), broken)
    return broken


def _bodies() -> list[tuple[str, str]]:
    folder = files("checks").joinpath("body")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    names = sorted((name.removesuffix(".sql") for name in found), key=lambda name: name == _NEEDS_OTHER_BODIES)
    return [(name, folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")) for name in names]


def _definition(workspace: Workspace, table: str) -> str:
    if table in _READY:
        return f'create view scratch.main."{table}" as select * from {table.replace("ashby__", "body__")}'  # noqa: S608
    paths = parquet.current_files(workspace.folder(table))
    if not paths:
        # Never written: as empty as the connection's own view of it, and with its columns.
        home = ", ".join(f'null::{type_} as "{name}"' for name, type_ in TABLES[table].columns.items())
        return f'create view scratch.main."{table}" as select {home} where false'
    listed = ", ".join(_quoted(path) for path in paths)
    return f'create view scratch.main."{table}" as select * from read_parquet([{listed}])'  # noqa: S608


def _attempt(connection: duckdb.DuckDBPyConnection, name: str, statement: str, broken: dict[str, str]) -> None:
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        broken[name] = type(error).__name__


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
