"""One thing that must be true of a table, as a plain value in Great Expectations' own words. No engine, no I/O.

A critical failure on a row of a ready table holds that row back. A critical failure that is about the table as a
whole (`WHOLE_TABLE`), or about a row that can't be held, stops the journey. Warnings are only reported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Severity = Literal["critical", "warning"]

WHOLE_TABLE = frozenset(
    {
        "expect_table_row_count_to_be_between",
        "expect_table_columns_to_match_set",
        "expect_column_values_to_be_unique",
        "expect_compound_columns_to_be_unique",
    }
)
"""Types whose failure says something about the table, so that no single row can be blamed and held."""

_SAID_OF_A_COLUMN = {
    "expect_column_values_to_not_be_null": "present",
    "expect_column_values_to_be_unique": "unique",
    "expect_column_values_to_be_in_set": "known",
}

_SAID_OF_THE_TABLE = {
    "expect_table_row_count_to_be_between": "row_count",
    "expect_table_columns_to_match_set": "columns",
    "expect_compound_columns_to_be_unique": "key_unique",
}


@dataclass(frozen=True)
class Expectation:
    """One expectation of a suite."""

    type: str
    """As in Great Expectations, e.g. expect_column_values_to_not_be_null."""
    kwargs: Mapping[str, Any]
    severity: Severity
    why: str
    """The reason for a person: what would go wrong without it, or the rule."""

    @property
    def name(self) -> str:
        """Its name within its table: `<column>_present`, `<column>_known` …, what a true column says, or a rule's."""
        if self.type in _SAID_OF_THE_TABLE:
            return _SAID_OF_THE_TABLE[self.type]
        if self.type == "expect_column_pair_values_a_to_be_greater_than_b":
            return f"{self.kwargs['column_A']}_not_before_{self.kwargs['column_B']}"
        if self.type == "expect_column_values_to_not_be_in_set":
            return str(self.kwargs["value_set"][0])
        column: str = self.kwargs["column"]
        if self.kwargs.get("value_set") == [True]:
            return column
        return f"{column}_{_SAID_OF_A_COLUMN[self.type]}"


Suite = tuple[Expectation, ...]
"""All that must be true of one table."""


def expect(type_: str, severity: Severity, why: str, **kwargs: object) -> Expectation:
    """An Expectation whose kwargs can't be changed."""
    return Expectation(type_, MappingProxyType(kwargs), severity, why)


def key(*columns: str) -> Suite:
    """Both halves of a key, critical: it is there, and it is there once."""
    once = (
        expect(
            "expect_column_values_to_be_unique",
            "critical",
            "One row per key: a row that is there twice would be written twice.",
            column=columns[0],
        )
        if len(columns) == 1
        else expect(
            "expect_compound_columns_to_be_unique",
            "critical",
            "One row per key: a row that is there twice would be written twice.",
            column_list=list(columns),
        )
    )
    return (once, *present("critical", "A row without its key can't be found again in any report.", *columns))


def columns(*names: str) -> Suite:
    """The table has these columns, critical."""
    return (
        expect(
            "expect_table_columns_to_match_set",
            "critical",
            "The table must be as pipeline/tables.py says; an older lever2ashby may have written it.",
            column_set=list(names),
            exact_match=True,
        ),
    )


def rows(severity: Severity, why: str, at_least: int = 1) -> Suite:
    """The table holds at least so many rows."""
    return (expect("expect_table_row_count_to_be_between", severity, why, min_value=at_least),)


def present(severity: Severity, why: str, *names: str) -> Suite:
    """None of these columns is null."""
    return tuple(expect("expect_column_values_to_not_be_null", severity, why, column=name) for name in names)


def true(severity: Severity, why: str, *names: str) -> Suite:
    """Each of these boolean columns is true wherever it says anything."""
    return tuple(
        expect("expect_column_values_to_be_in_set", severity, why, column=name, value_set=[True]) for name in names
    )


def one_of(severity: Severity, why: str, name: str, values: Sequence[str]) -> Suite:
    """The column, where not null, holds one of these values."""
    return (expect("expect_column_values_to_be_in_set", severity, why, column=name, value_set=list(values)),)


def not_before(severity: Severity, why: str, later: str, earlier: str) -> Suite:
    """One time is never before another, where both are there."""
    return (
        expect(
            "expect_column_pair_values_a_to_be_greater_than_b",
            severity,
            why,
            column_A=later,
            column_B=earlier,
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
    )
