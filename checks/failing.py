"""Which rows break an expectation: Great Expectations counts them, DuckDB names them, all of them.

The one place where SQL is made from expectations; it is made of column names, values travel as parameters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from checks.expectation import WHOLE_TABLE, Expectation, Severity
from pipeline.tables import READY, TABLES

WHOLE = "*"
"""The row_key of a failure that is about a whole table."""

_READY = [table.name for table in READY]
_FIELDS = "raw_lever__field"
_NAMED = 3


@dataclass(frozen=True)
class Verdict:
    """An expectation that does not hold for a table, or could not be checked."""

    table: str
    expectation: Expectation
    was_checked: bool


@dataclass(frozen=True)
class Failure:
    """One expectation or rule that does not hold, for one table, with the number of rows that break it."""

    table: str
    name: str
    severity: Severity
    why: str
    rows: int
    stops: bool
    """It is critical, and there is no row that could be held instead."""
    named: tuple[str, ...]
    """The first row keys, where those are names of Lever's fields; other keys may be words of people."""


def write_failures(
    connection: duckdb.DuckDBPyConnection,
    unmade: Mapping[str, str],
    verdicts: Iterable[Verdict],
    path: Path,
) -> list[Failure]:
    """Write the keys of all failing rows to the Parquet file `path` as check__failures; return the sums.

    The scratch file is attached to `connection`. `unmade`: what could not be put into it, with the kind of error.
    """
    types = ", ".join(f"{name} {type_}" for name, type_ in TABLES["check__failures"].columns.items())
    connection.execute(f"create table failing ({types}, is_whole boolean)")
    insert = "insert into failing select table_name, ?, ?, row_key, ?, ? from"
    for name, kind in unmade.items():
        why = f"It could not be checked ({kind}), so nobody knows whether it holds."
        connection.execute(f"{insert} ({_WHOLE})", ["checkable", "critical", why, True, name])
    for verdict in verdicts:
        expectation = verdict.expectation
        if verdict.was_checked:
            about = [expectation.name, expectation.severity, expectation.why, expectation.type in WHOLE_TABLE]
            rows, values = failing_rows(verdict.table, expectation)
        else:
            why = f"It could not be checked, so nobody knows whether it holds. {expectation.why}"
            about, rows, values = [expectation.name, "critical", why, True], _WHOLE, [verdict.table]
        connection.execute(f"{insert} ({rows})", [*about, *values])
    columns = ", ".join(TABLES["check__failures"].columns)
    connection.table("failing").project(columns).distinct().order(_names(TABLES["check__failures"].key)).write_parquet(
        str(path), compression="zstd"
    )
    sums = connection.execute(
        "select table_name, check_name, severity, any_value(why), count(distinct row_key),"
        " severity = 'critical' and (bool_or(is_whole) or not list_contains(?, table_name)),"
        " coalesce(min(row_key, ?) filter (where table_name = ? and not is_whole), [])"
        " from failing group by table_name, check_name, severity order by table_name, check_name",
        [_READY, _NAMED, _FIELDS],
    ).fetchall()
    return [Failure(*(*row[:-1], tuple(row[-1]))) for row in sums]


_WHOLE = f"select ? as table_name, '{WHOLE}' as row_key"


def failing_rows(table: str, expectation: Expectation) -> tuple[str, list[object]]:
    """A query for `table_name` and `row_key` of the rows that break `expectation`, and its parameters.

    A row's key is the table's key columns, joined by `/`; for what is about no row in particular it is WHOLE.
    Raises ValueError for a type of expectation that the suites don't use.
    """
    kwargs = expectation.kwargs
    column = f'"{kwargs.get("column")}"'
    match expectation.type:
        case "expect_column_values_to_not_be_in_set":
            return "select table_name, row_key from findings where list_contains(?, rule)", [kwargs["value_set"]]
        case "expect_column_values_to_be_unique" | "expect_compound_columns_to_be_unique":
            return _rows(table, f"group by {_names(TABLES[table].key)} having count(*) > 1"), [table]
        case "expect_column_values_to_not_be_null":
            return _rows(table, f"where {column} is null"), [table]
        case "expect_column_values_to_be_in_set":
            return _rows(table, f"where not list_contains(?, {column})"), [table, kwargs["value_set"]]
        case "expect_column_pair_values_a_to_be_greater_than_b":
            return _rows(table, f'where "{kwargs["column_A"]}" < "{kwargs["column_B"]}"'), [table]
        case "expect_table_row_count_to_be_between" | "expect_table_columns_to_match_set":
            return _WHOLE, [table]
    raise ValueError(f"checks/failing.py does not know which rows break {expectation.type}")


def _rows(table: str, which: str) -> str:
    key = ", ".join(f"{name}::varchar" for name in _names(TABLES[table].key).split(", "))
    row_key = f"coalesce(nullif(concat_ws('/', {key}), ''), '(no key)')"
    return f'select ? as table_name, {row_key} as row_key from "{table}" {which}'  # noqa: S608 - names of our own


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
