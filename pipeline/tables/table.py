"""What a table is, and the words that all of them share."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ENTITIES = (
    "job",
    "candidate",
    "application",
    "note",
    "feedback",
    "interview",
    "offer",
    "file",
    "form",
    "referral",
    "tag",
    "custom_value",
)
"""The entities whose bucket sums close, in the order of the report."""

BUCKETS = (
    "matched",
    "differing",
    "missing",
    "merged",
    "excluded",
    "held",
    "blocked",
    "refused",
    "unknown",
)
"""Every Lever record is in exactly one of these (rule C1)."""


@dataclass(frozen=True)
class Table:
    """One table: a folder of Parquet files (or one CSV file, in `mappings/` or beside the SQL)."""

    name: str
    folder: str
    """raw, eeo, staged, ready, checks, results, parity, mappings or reference; `every` for a view of several tables."""
    key: tuple[str, ...]
    columns: Mapping[str, str]
    """Column name → DuckDB type, in the order of the file."""
    says: str
    """What one row is."""
    newest: str = "batch"
    """Which rows are the table as it is now: those of the newest `batch`; those of each parent's newest `reading`
    (raw_lever__reading), where parents are read apart; or the newest row of each `id`."""
    members: tuple[str, ...] = ()
    """Of a view: the tables whose rows it shows, one after the other, under their names (table_name)."""


def table(folder: str, name: str, key: str, says: str, columns: str, newest: str = "batch") -> Table:
    """`columns` is `name TYPE` pairs, one per line or separated by `;`."""
    pairs = [part.strip().split(" ", 1) for part in columns.replace("\n", ";").split(";") if part.strip()]
    return Table(
        name,
        folder,
        tuple(key.split()),
        MappingProxyType({column: type_.strip() for column, type_ in pairs}),
        says,
        newest,
    )


def every(name: str, key: str, says: str, members: tuple[Table, ...]) -> Table:
    """A view of all rows of tables, with the columns that all of them have; nothing of it is kept on disk."""
    shared = {
        column: type_
        for column, type_ in members[0].columns.items()
        if all(member.columns.get(column) == type_ for member in members)
    }
    return Table(
        name,
        "every",
        tuple(key.split()),
        MappingProxyType({"table_name": "VARCHAR", **shared}),
        says,
        members=tuple(member.name for member in members),
    )
