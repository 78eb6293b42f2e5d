"""Every .sql file that makes a table: its cases, and the rules of the house.

A case is a folder `tests/sql/<table>/<case>/`. `<input table>.yaml` in it holds the rows of one input: absent keys are
null, absent files are empty tables, and text columns may be given as YAML mappings or lists (the `json` of a raw
row, a payload), which are written as JSON. `expect.yaml` holds the rows that must come out, each with a comment that
says why, in any order; only the columns that one of them names are compared, and a row that does not name such a
column expects null. A text column that is expected as a mapping or list is compared as JSON.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipeline import duck
from pipeline.tables import TABLES, Table

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

GAPS = {path.stem: path for path in sorted((ROOT / "stages" / "extract" / "gap").glob("*.sql"))}
"""Each makes rows of one table, raw_lever__gap."""

FILES = {
    path.stem: path
    for stage in ("transform", "reconcile")
    for path in sorted((ROOT / "stages" / stage).rglob("*.sql"))
    if path.parent.name not in ("queries", "facts")  # what Python asks of the tables; no table comes of it
} | GAPS
CASES = sorted(path for path in HERE.glob("*/*") if path.is_dir() and path.name != "__pycache__")

RULE = re.compile(r"\b(P[1-8]|A[1-7]|N[1-3]|F[12]|I1|O1|R[12]|E1|X1|D[12]|C1)\b")
"""The rules of meaning.md that a header may cite."""

Rows = list[dict[str, Any]]


class _Loader(yaml.SafeLoader):
    """YAML whose times stay text, as they are in both vendors' JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _rows(path: Path) -> Rows:
    rows = yaml.load(path.read_text(encoding="utf-8"), _Loader) if path.exists() else []  # noqa: S506 - a SafeLoader
    assert isinstance(rows, list), f"{path.name} must be a list of rows"
    return rows


def _create(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Rows) -> None:
    """A table with exactly these column types; a value that does not fit its type is an error of the case."""
    unknown = {key for row in rows for key in row} - columns.keys()
    assert not unknown, f"{name} has no column {', '.join(sorted(unknown))}"
    listed = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
    connection.execute(f'create table "{name}" ({listed})')
    values = [{column: _value(row.get(column), type_) for column, type_ in columns.items()} for row in rows]
    connection.execute(
        f'insert into "{name}" select unnest(from_json_strict(?, ?), max_depth := 2)',
        [json.dumps(values), json.dumps([dict(columns)])],
    )


def _value(value: Any, type_: str) -> Any:
    return json.dumps(value) if type_ == "VARCHAR" and isinstance(value, dict | list) else value


def _types(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    return {name: str(type_) for name, type_ in zip(relation.columns, relation.types, strict=True)}


def _table(name: str) -> Table:
    """The table that the file of this name makes rows of."""
    return TABLES["raw_lever__gap" if name in GAPS else name]


def _wanted(table: Table) -> dict[str, str]:
    return {name: str(duckdb.sqltype(type_)) for name, type_ in table.columns.items()}


def _read(relation: duckdb.DuckDBPyRelation, columns: Iterable[str], as_json: frozenset[str]) -> Rows:
    """Rows of these columns only; those of `as_json` are parsed."""
    rows = relation.select(*(duckdb.ColumnExpression(column) for column in columns)).fetchall()
    return [
        {
            column: json.loads(value) if column in as_json and value is not None else value
            for column, value in zip(columns, row, strict=True)
        }
        for row in rows
    ]


def _difference(expected: Rows, actual: Rows) -> str:
    """Which rows are missing and which came unasked; empty when neither."""
    missing = [row for row in expected if row not in actual]
    unasked = [row for row in actual if row not in expected]
    said = [f"{len(expected)} rows expected, {len(actual)} came"] if len(expected) != len(actual) else []
    for title, rows in (("expected, did not come", missing), ("came, was not expected", unasked)):
        said += [f"{title}:", *(f"  {row}" for row in rows)] if rows else []
    return "\n".join(said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_case(case: Path) -> None:
    """The file makes the expected rows of the case's inputs, with a key that holds."""
    assert case.parent.name in FILES, f"there is no {case.parent.name}.sql under stages/"
    table = _table(case.parent.name)
    expected_rows = _rows(case / "expect.yaml")
    named = list(dict.fromkeys(column for row in expected_rows for column in row)) or list(table.key)
    as_json = frozenset(
        column
        for row in expected_rows
        for column, value in row.items()
        if table.columns.get(column) == "VARCHAR" and isinstance(value, dict | list)
    )
    with closing(duck.bare()) as connection:
        found = _run(connection, case)
        _create(connection, "expected", {column: table.columns[column] for column in named}, expected_rows)
        expected = _read(connection.table("expected"), named, as_json)
        actual = _read(found, named, as_json)
        keys = Counter(map(tuple, (row.values() for row in _read(found, table.key, frozenset()))))
    assert max(keys.values(), default=1) == 1, f"the key {table.key} is not unique: {keys.most_common(3)}"
    difference = _difference(expected, actual)
    assert not difference, f"{case.parent.name}/{case.name}\n{difference}"


def _run(connection: duckdb.DuckDBPyConnection, case: Path) -> duckdb.DuckDBPyRelation:
    """What the case's file makes of its inputs."""
    sql = FILES[case.parent.name].read_text(encoding="utf-8")
    inputs = duck.inputs_of(connection, sql)
    strangers = {path.stem for path in case.iterdir()} - inputs - {"expect"}
    assert not strangers, f"{case.parent.name} does not read {', '.join(sorted(strangers))}"
    for name in sorted(inputs):
        _create(connection, name, TABLES[name].columns, _rows(case / f"{name}.yaml"))
    connection.sql(sql).create("found")
    found = connection.table("found")
    assert list(_types(found).items()) == list(_wanted(_table(case.parent.name)).items())
    return found


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.parent.name.startswith("int_mapping_")],
    ids=lambda case: f"{case.parent.name}/{case.name}",
)
def test_mapping_that_nobody_edits_stays(case: Path) -> None:
    """What is written to mappings/ and read again by the next run decides the same, note by note."""
    table = TABLES[case.parent.name]
    sql = FILES[table.name].read_text(encoding="utf-8")
    with closing(duck.bare()) as connection:
        first = _run(connection, case).fetchall()
        mapping = table.name.removeprefix("int_").replace("mapping_", "mapping__", 1)
        connection.execute(f'create or replace table "{mapping}" as from found')
        second = connection.sql(sql).fetchall()
    assert second == first


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_every_expected_row_says_why(case: Path) -> None:
    """Somebody who breaks a case must learn what the row stands for."""
    path = case / "expect.yaml"
    assert path.exists(), "a case needs an expect.yaml"
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if "# " in line]
    assert len(comments) >= max(1, len(_rows(path)))


@pytest.mark.parametrize("name", FILES)
def test_file_has_a_case(name: str) -> None:
    """What no case shows, nobody has looked at."""
    assert [case for case in CASES if case.parent.name == name]


@pytest.mark.parametrize("name", FILES)
def test_file_makes_the_columns_of_its_table(name: str) -> None:
    """It compiles on empty inputs, and what comes is what pipeline/tables.py says."""
    sql = FILES[name].read_text(encoding="utf-8")
    with closing(duck.bare()) as connection:
        for table in sorted(duck.inputs_of(connection, sql)):
            _create(connection, table, TABLES[table].columns, [])
        found = connection.sql(sql)
        assert list(_types(found).items()) == list(_wanted(_table(name)).items())


def _header(sql: str) -> str:
    return "\n".join(line for line in sql[: sql.index("with\n")].splitlines() if line.startswith("--"))


@pytest.mark.parametrize("name", FILES)
def test_header(name: str) -> None:
    """The header tells what one row is, its grain, and by which rule."""
    header = _header(FILES[name].read_text(encoding="utf-8"))
    assert header.startswith(f"-- {name}: one row is ")
    assert "\n-- Grain: " in header
    assert RULE.search(header) or re.search(r"No rule: \w", header), "it cites no rule of meaning.md"


def _statements(sql: str) -> list[dict[str, Any]]:
    with closing(duck.bare()) as connection:
        tree = json.loads(connection.execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0])
    statements: list[dict[str, Any]] = tree["statements"]
    return statements


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, Mapping):
        yield dict(node)
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _nodes(child)


def _selects(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The selects whose rows are the node's rows: several where it is a union."""
    if node["type"] == "SET_OPERATION_NODE":
        yield from _selects(node["left"])
        yield from _selects(node["right"])
    else:
        yield node


def _lists_columns(node: Mapping[str, Any]) -> bool:
    return all(column["class"] != "STAR" for select in _selects(node) for column in select["select_list"])


@pytest.mark.parametrize("name", FILES)
def test_columns_are_listed(name: str) -> None:
    """The last CTE lists its columns, so the file shows what comes of it; `select * from` it is the last line."""
    (statement,) = _statements(FILES[name].read_text(encoding="utf-8"))
    final = statement["node"]
    if not _lists_columns(final):
        last = final["cte_map"]["map"][-1]
        assert final["from_table"]["table_name"] == last["key"]
        assert _lists_columns(last["value"]["query"]["node"])
    assert [modifier for modifier in final["modifiers"] if modifier["type"] == "ORDER_MODIFIER"], "no order by"


@pytest.mark.parametrize("name", FILES)
def test_no_join_loses_rows_in_silence(name: str) -> None:
    """Joins from the spine are left joins; an inner one has its reason beside it, as `-- inner: …`."""
    sql = FILES[name].read_text(encoding="utf-8")
    inner = [
        node
        for node in _nodes(_statements(sql))
        if node.get("type") == "JOIN" and node.get("join_type") == "INNER" and node.get("ref_type") == "REGULAR"
    ]
    assert len(re.findall(r"-- inner: \w", sql)) >= len(inner)
