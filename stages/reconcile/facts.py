"""What the report tells, read from the tables of a finished reconcile: counts, reasons, and the first differences.

Small results only; each query stands in facts/<name>.sql. The report itself is made of these values by `report`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import duckdb

from pipeline.tables import BUCKETS, ENTITIES


@dataclass(frozen=True)
class Reason:
    """Why some records of one entity are in a bucket other than matched."""

    entity: str
    bucket: str
    rule: str
    """A rule of meaning.md, or empty."""
    reason_code: str
    reason: str
    """One record's sentence; others with the same code may name other things."""
    records: int
    example: str
    """The Lever id of one of the records."""


@dataclass(frozen=True)
class Verdicts:
    """How many fields of one entity got a verdict, by the rule that it rests on."""

    entity: str
    verdict: str
    rule: str
    fields: int


@dataclass(frozen=True)
class Difference:
    """One field in which Ashby is not what Lever and the rules say."""

    entity: str
    lever_id: str
    ashby_id: str | None
    field: str
    lever_value: str | None
    ashby_value: str | None
    verdict: str


@dataclass(frozen=True)
class Writes:
    """One kind of call that the load made, and what became of it."""

    operation: str
    outcome: str
    writes: int
    attempts: int
    first_sent_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Attachments:
    """How many files were written, and what proves that they arrived (R1)."""

    files: int
    proved: int
    """Their bytes came back from Ashby with the same SHA-256."""
    by_name: int
    """There by name; Ashby did not give their bytes."""


@dataclass(frozen=True)
class Facts:
    """Everything that the report is made of, besides the clock and the calls of the reconcile itself."""

    buckets: Mapping[str, Mapping[str, int]]
    """Entity → bucket → records: every entity and every bucket, 0 included."""
    reasons: tuple[Reason, ...]
    verdicts: tuple[Verdicts, ...]
    differences: tuple[Difference, ...]
    """The first 200; `verdicts` counts all."""
    writes: tuple[Writes, ...]
    attachments: Attachments


def facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Read the facts of the report over a connection that has the views of parity__* and result__*."""
    records = {(entity, bucket): count for entity, bucket, count in _rows(connection, "buckets")}
    return Facts(
        buckets={entity: {bucket: records.get((entity, bucket), 0) for bucket in BUCKETS} for entity in ENTITIES},
        reasons=tuple(Reason(*row) for row in _rows(connection, "reasons")),
        verdicts=tuple(Verdicts(*row) for row in _rows(connection, "verdicts")),
        differences=tuple(Difference(*row) for row in _rows(connection, "differences")),
        writes=tuple(Writes(*row) for row in _rows(connection, "writes")),
        attachments=Attachments(*_rows(connection, "attachments")[0]),
    )


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    sql = files("stages.reconcile").joinpath("facts", f"{name}.sql").read_text(encoding="utf-8")
    return connection.execute(sql).fetchall()
